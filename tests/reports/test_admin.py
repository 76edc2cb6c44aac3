"""The template editor of the administration: faults with their line, warnings, and a preview that saves nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from organisation.models import AuditEvent
from reports.models import ReportTemplate
from reports.template import check, parse
from tests.factories import make_accounts, make_administrator, make_committee, make_units
from tests.reports.rows import SOURCE, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Client:
    made = Client()
    made.force_login(make_administrator())
    return made


def test_a_template_takes_its_name_and_kind_from_its_source(page: Client) -> None:
    committee = make_committee()
    answer = page.post(
        reverse("admin:reports_reporttemplate_add"),
        {"committee": committee.pk, "slug": "delarsrapport", "source": SOURCE.replace("\n", "\r\n")},
    )
    assert answer.status_code == 302
    template = ReportTemplate.objects.get()
    assert (template.name, template.kind, template.source) == (
        "Delårsrapport",
        "interim",
        SOURCE.rstrip("\n"),
    )
    assert AuditEvent.objects.filter(action="lade till rapportmall").count() == 1


def test_faults_stand_at_the_field_with_their_line(page: Client) -> None:
    committee = make_committee()
    make_units(committee, {"SN": {}})
    fields = {"committee": committee.pk, "slug": "x"}
    address = reverse("admin:reports_reporttemplate_add")
    unknown = page.post(address, {**fields, "source": SOURCE.replace('typ = "text"', 'typ = "texten"')})
    assert "Rad 13: Blocktypen ”texten” finns inte." in unknown.text
    missing = page.post(address, {**fields, "source": SOURCE.replace('"områden"', '["999"]')})
    assert "Enheten ”999” finns inte i nämnden." in missing.text
    assert ReportTemplate.objects.count() == 0


def test_what_may_mislead_is_told_of_but_saved(page: Client) -> None:
    committee = make_committee()
    make_accounts(committee)
    report = make_report(committee)
    doubled = SOURCE.replace(
        'poster = [{ namn = "Netto", slag = "netto" }]',
        'poster = [{ namn = "A", slag = "kostnader" }, { namn = "B", kostnadsslag = ["Lokalkostnader"] }]',
    )
    answer = page.post(
        reverse("admin:reports_reporttemplate_change", args=[report.template_id]),
        {"slug": "mall-rapport", "source": doubled},
        follow=True,
    )
    assert "räknas kostnadsslaget ”Lokalkostnader” på flera rader: A, B." in answer.text
    whole = 'poster = [{ namn = "A", slag = "kostnader" }, { namn = "B", slag = "kostnader" }]'
    twice = SOURCE.replace('poster = [{ namn = "Netto", slag = "netto" }]', whole)
    named = re.findall("kostnadsslaget ”(.+)” på", "\n".join(map(str, check(parse(twice), committee))))
    assert named == ["Personalkostnader", "Lokalkostnader", "Övriga kostnader"]
    report.template.refresh_from_db()
    assert report.template.source == doubled.rstrip("\n")


def test_a_preview_shows_the_unsaved_template(page: Client) -> None:
    committee = make_committee()
    make_units(committee, {"SN": {}})
    report = make_report(committee)
    assert (
        "Visa i ny flik"
        in page.get(reverse("admin:reports_reporttemplate_change", args=[report.template_id])).text
    )
    address = reverse("admin:reports_reporttemplate_preview")
    changed = SOURCE.replace('titel = "Ekonomi"', 'titel = "Pengarna"')
    shown = page.post(address, {"source": changed, "preview_report": report.pk})
    assert "Pengarna" in shown.text
    assert "Ingenting är sparat." in shown.text
    fault = page.post(address, {"source": "namn = 1", "preview_report": report.pk})
    assert "Rad 1: ”namn” ska vara en text inom citattecken, högst 300 tecken." in fault.text
    assert "Välj en rapport att visa." in page.post(address, {"source": changed}).text
    assert ReportTemplate.objects.get().source == SOURCE


@pytest.mark.parametrize("name", ["report", "reporttext", "picture", "document", "reporttemplate"])
def test_lists_and_forms_open(page: Client, name: str) -> None:
    make_report(make_committee())
    assert page.get(reverse(f"admin:reports_{name}_changelist") + "?q=x").status_code == 200
    if name != "document":
        assert page.get(reverse(f"admin:reports_{name}_add")).status_code == 200
