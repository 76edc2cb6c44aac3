"""A plan's documents: the plan and its follow-ups as reports of their own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from internal_control.models import ControlPlan
from organisation.audit import record
from organisation.models import AdoptedDocument, Committee
from organisation.periods import MONTHS
from reports.frozen import KIND
from reports.models import Report, ReportKind, ReportTemplate
from reports.template import parse

KINDS = (ReportKind.CONTROL_PLAN, ReportKind.CONTROL_FOLLOW_UP)
STANDARD = Path(settings.BASE_DIR) / "reports" / "standard_templates"


@dataclass(frozen=True)
class TemplateChoice:
    """A template that a document can be made by: the committee's own, or a standard one that it does not have yet."""

    slug: str
    name: str


def documents_of(plan: ControlPlan) -> list[Report]:
    """The plan's own documents, the plan itself first and the follow-ups in the order of their months."""
    found = Report.objects.filter(
        committee_id=plan.committee_id, year=plan.year, template__kind__in=KINDS
    ).select_related("template")
    return sorted(found, key=lambda report: (KINDS.index(_kind(report)), report.month, report.pk))


def _kind(report: Report) -> ReportKind:
    return ReportKind(report.template.kind)


def template_choices(committee: Committee) -> dict[ReportKind, list[TemplateChoice]]:
    """For each kind of document the committee's own templates by name, then the standard ones that it lacks.

    One query. Of the standard ones the plain form comes before the full one.
    """
    own = list(
        ReportTemplate.objects.filter(committee=committee)
        .order_by("name")
        .values_list("slug", "name", "kind")
    )
    taken = {slug for slug, _, _ in own}
    return {
        kind: [
            *(TemplateChoice(slug, name) for slug, name, of in own if of == kind),
            *(choice for choice in standard_choices(kind) if choice.slug not in taken),
        ]
        for kind in KINDS
    }


@cache
def standard_choices(kind: ReportKind) -> tuple[TemplateChoice, ...]:
    specs = [(path.stem, parse(path.read_text())) for path in sorted(STANDARD.glob("*.toml"))]
    return tuple(TemplateChoice(slug, spec.name) for slug, spec in specs if spec.kind == kind)


@transaction.atomic
def make_control_document(
    *, plan: ControlPlan, kind: ReportKind, template: str, month: int, by: Any
) -> Report:
    """A draft of the plan, or of its follow-up through the month, by the template with the slug.

    A standard template becomes the committee's own the first time it is used, and is then the committee's to edit.
    """
    committee = Committee.objects.select_for_update().get(pk=plan.committee_id)
    title = _title(kind, plan.year, month)
    report = Report.objects.create(
        committee=committee,
        template=_template(committee, template),
        slug=_free_slug(committee, _slug(kind, plan.year, month)),
        title=title,
        year=plan.year,
        month=12 if kind == ReportKind.CONTROL_PLAN else month,
    )
    record(by=by, action="skapade rapport", committee=committee, subject=title)
    return report


def _template(committee: Committee, slug: str) -> ReportTemplate:
    found = ReportTemplate.objects.filter(committee=committee, slug=slug).first()
    if found is not None:
        return found
    source = (STANDARD / f"{slug}.toml").read_text()
    spec = parse(source)
    return ReportTemplate.objects.create(
        committee=committee, slug=slug, name=spec.name, kind=spec.kind, source=source
    )


def _title(kind: ReportKind, year: int, month: int) -> str:
    if kind == ReportKind.CONTROL_PLAN:
        return f"Internkontrollplan {year}"
    when = str(year) if month == 12 else f"{MONTHS[month - 1]} {year}"
    return f"Uppföljning av intern kontroll {when}"


def _slug(kind: ReportKind, year: int, month: int) -> str:
    return (
        f"internkontrollplan-{year}"
        if kind == ReportKind.CONTROL_PLAN
        else f"uppfoljning-intern-kontroll-{year}-{month:02}"
    )


def _free_slug(committee: Committee, wanted: str) -> str:
    """wanted, or with a number after it where a report has it, or a document that was adopted under it."""
    taken = set(Report.objects.filter(committee=committee).values_list("slug", flat=True))
    taken |= set(AdoptedDocument.objects.filter(committee=committee, kind=KIND).values_list("key", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
