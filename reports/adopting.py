"""Adopting a report: it is made once more with the decision in it, and its files are frozen; and withdrawing it."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.db import transaction

from organisation import audit
from organisation.adoption import AdoptionRefused, FrozenFile, freeze, require_adoptable, withdraw
from organisation.models import AdoptedDocument, Committee
from reports.building import build
from reports.contents import ReportContents
from reports.control_adoption import adopt_control, require_control_adoptable, withdraw_control
from reports.excel import workbook
from reports.figures_csv import SameFigureTwice, figures_csv
from reports.frozen import FIGURES, FILES, HTML, KIND, PART, PDF, TABLES, hold_unfrozen
from reports.models import Report
from reports.pdf import make_pdf
from reports.printable import printable
from reports.rendering import PART as PART_TEMPLATE
from reports.rendering import PRINT, STANDALONE, render_html
from reports.template import TemplateError

Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Decision:
    """What the committee decided: at which meeting, in which paragraph, and the report's registration number."""

    meeting_on: date
    paragraph: str
    registration_number: str = ""


def adopt(*, report: Report, decision: Decision, by: Any, step: Step) -> AdoptedDocument:
    """Make the report's files with the decision in them and freeze both, whole or not at all.

    A control plan, or a follow-up of one, is adopted with its document. Raises AdoptionRefused, and then the report
    is as it was. Call it outside transactions: making takes a while.
    """
    committee = report.committee
    # Read first: what is changed while the files are made is not in them.
    version = audit.version(committee)
    require_adoptable(
        committee=committee,
        kind=KIND,
        key=report.slug,
        title=report.title,
        meeting_on=decision.meeting_on,
        paragraph=decision.paragraph,
    )
    require_control_adoptable(report)
    files = _made(_decided(report, decision), step)
    step(4, 5, "Fryser filerna")
    with transaction.atomic():
        Committee.objects.select_for_update().get(pk=committee.pk)
        hold_unfrozen(report)
        if audit.version(committee) != version:
            raise AdoptionRefused(
                "Någon ändrade nämndens uppgifter medan filerna gjordes. Rapporten är kvar som utkast."
                " Läs igenom den och fastställ den på nytt."
            )
        document = freeze(
            committee=committee,
            kind=KIND,
            key=report.slug,
            title=report.title,
            meeting_on=decision.meeting_on,
            paragraph=decision.paragraph,
            registration_number=decision.registration_number,
            files=files,
            by=by,
        )
        Report.objects.filter(pk=report.pk).update(
            adopted_on=document.meeting_on,
            decision_paragraph=document.decision_paragraph,
            registration_number=document.registration_number,
            frozen=document,
        )
        adopt_control(report, document, by=by)
    return document


def _decided(report: Report, decision: Decision) -> Report:
    """The report as it will be once it is adopted; nothing is saved."""
    decided = copy(report)
    decided.adopted_on, decided.decision_paragraph = decision.meeting_on, decision.paragraph.strip()
    decided.registration_number = decision.registration_number.strip()
    return decided


def _made(report: Report, step: Step) -> list[FrozenFile]:
    step(0, 5, "Räknar fram siffrorna")
    try:
        contents = printable(build(report))
        figures = figures_csv(contents)
    except TemplateError as error:
        raise AdoptionRefused(f"Rapportens mall kan inte användas: {error}") from error
    except SameFigureTwice as error:
        raise AdoptionRefused(str(error)) from error
    step(1, 5, "Ställer samman rapporten")
    made = {
        PART: render_html(contents, template=PART_TEMPLATE).encode(),
        HTML: render_html(contents, template=STANDALONE).encode(),
        FIGURES: figures.encode(),
    }
    step(2, 5, "Gör PDF")
    made[PDF] = _pdf(contents)
    step(3, 5, "Gör Excel")
    made[TABLES] = workbook(contents)
    return [FrozenFile(name, label, kind, made[name]) for name, (label, kind) in FILES.items()]


def _pdf(contents: ReportContents) -> bytes:
    target = BytesIO()
    make_pdf(render_html(contents, template=PRINT), target)
    return target.getvalue()


def missing(contents: ReportContents) -> list[tuple[str, str]]:
    """(section, what) of what stands empty in the report, in reading order; what is out of date comes first."""
    notes = [
        (section.title, block.note) for section in contents.walk() for block in section.blocks if block.note
    ]
    return [*(("Siffrorna", warning) for warning in contents.warnings), *notes]


@transaction.atomic
def withdraw_report(*, report: Report, reason: str, by: Any) -> None:
    """Make an adopted report a draft again; what was frozen of it is kept. Raises AdoptionRefused."""
    Committee.objects.select_for_update().get(pk=report.committee_id)
    held = Report.objects.select_for_update(of=("self",)).select_related("template").get(pk=report.pk)
    if held.adopted_on is None:
        raise AdoptionRefused(f"”{report.title}” är inte fastställd.")
    if held.frozen_id is not None:
        withdraw(document=AdoptedDocument.objects.get(pk=held.frozen_id), reason=reason, by=by)
    else:
        # Adopted before its files could be frozen.
        audit.record(
            by=by,
            action="drog tillbaka rapport",
            committee=report.committee,
            subject=report.title,
            reason=reason,
        )
    Report.objects.filter(pk=report.pk).update(adopted_on=None, decision_paragraph="", frozen=None)
    withdraw_control(held, by=by)
