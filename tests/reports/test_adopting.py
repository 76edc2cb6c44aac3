"""Adopting a report: its files are made with the decision and stay what they were; it cannot be changed; withdrawing."""

from datetime import date

import pytest

from budget.models import Actual
from budget.recalculation import mark_changed
from goals.models import AssessmentLevel
from organisation import audit
from organisation.adoption import AdoptionRefused, verified
from organisation.models import AdoptedDocument, AuditEvent, Committee, Unit
from reports import documents
from reports.adopting import Decision, adopt, missing, withdraw_report
from reports.building import build
from reports.editing import remove_picture, save_picture, save_report
from reports.frozen import FILES, ReportAdopted, withdrawn
from reports.models import Picture, Report, ReportText
from reports.rendering import render_html
from reports.writing import Written, save_text
from tests.factories import add_actual, make_accounts, make_committee, make_units
from tests.goal_factories import level_of, make_assessment, make_goal, make_levels, make_scale
from tests.reports.adoption import DECISION, adopted, no_steps, with_picture
from tests.reports.rows import SOURCE, make_report

pytestmark = pytest.mark.django_db

GOALS = """
[[avsnitt.block]]
typ = "målöversikt"
nyckel = "oversikt"
namn = "Måluppfyllelse"

[[avsnitt.block]]
typ = "dokumentuppgifter"
"""
REFUSAL = (
    "Rapporten är fastställd, 2021-09-20 § 135, och kan inte ändras. Den som får fastställa rapporter kan dra"
    " tillbaka den, så att den blir ett utkast igen."
)


@pytest.fixture
def committee() -> Committee:
    return make_committee()


@pytest.fixture
def units(committee: Committee) -> dict[str, Unit]:
    return make_units(committee, {"SN": {"100": {}, "200": {}}}, {"SN": "Socialnämnden", "100": "Vård"})


@pytest.fixture
def report(committee: Committee, units: dict[str, Unit]) -> Report:
    """With a figure, a picture, a text and an assessed goal."""
    add_actual(units["100"], make_accounts(committee)["5000"], 2021, 8, "1500.00")
    mark_changed(committee, {2021})
    scale = make_scale(committee)
    goal = make_goal(committee, make_levels(committee, scale)["committee_goal"], 2021, text="Kortare väntan")
    make_assessment(goal, unit=units["SN"], level=level_of(scale, "met"), month=8)
    made = make_report(committee, source=SOURCE + GOALS)
    ReportText.objects.create(
        report=made, key="handelser", unit=units["100"], text="Det *hände*.", changed_by="x"
    )
    with_picture(made)
    return made


def bytes_of(document: AdoptedDocument) -> dict[str, bytes]:
    return {file.name: verified(file) for file in document.files.order_by("pk")}


def test_the_files_are_made_with_the_decision_in_them(report: Report) -> None:
    files = bytes_of(adopted(report))
    assert list(files) == list(FILES)
    decided = "Fastställd 2021-09-20, § 135"
    for name in ("sida.html", "report.html"):
        text = files[name].decode()
        assert decided in text
        assert "SN 2021/14" in text
        assert "−2" in text
        assert "Kortare väntan" in text
        assert 'src="data:image/png;base64,' in text
        assert "Text saknas." not in text
    assert files["sida.html"].decode().startswith('\n<div class="report">')
    assert files["figures.csv"].decode() == (
        "tabell;grupp;rad;kolumn;värde\nResultat;Socialnämnden;Netto;Utfall;-2\n"
    )
    assert (files["rapport.pdf"][:8], files["tabeller.xlsx"][:2]) == (b"%PDF-1.7", b"PK")
    assert (report.adopted_on, report.decision_paragraph, report.registration_number, report.is_frozen) == (
        date(2021, 9, 20),
        "135",
        "SN 2021/14",
        True,
    )


def test_the_files_stay_what_they_were_whatever_changes(
    report: Report, units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = adopted(report)
    before = bytes_of(document)
    page = render_html(build(report), template="reports/document/standalone.html")
    AssessmentLevel.objects.filter(label="Uppfyllt").update(label="Nådd", colour="blue")
    Actual.objects.update(amount="99000.00")
    mark_changed(report.committee, {2021})
    Unit.objects.filter(code="100").update(name="Äldreomsorg")
    Picture.objects.update(alt="Något annat.")
    report.template.source = report.template.source.replace("Verksamhet", "Vårt arbete")
    report.template.save()
    monkeypatch.setattr(documents, "program", lambda: "en nyare")
    assert render_html(build(report), template="reports/document/standalone.html") != page
    assert bytes_of(AdoptedDocument.objects.get()) == before


def test_nothing_can_be_changed_in_an_adopted_report(report: Report, units: dict[str, Unit]) -> None:
    opened = Report.objects.get(pk=report.pk)
    picture = Picture.objects.select_related("report__committee").get()
    adopted(report)
    for change in (
        # Also by who opened the page before the report was adopted.
        lambda: save_report(report=opened, by="Sven"),
        lambda: save_text(
            report=opened, key="sammanfattning", unit=None, written=Written("Nytt"), seen="", by="Sven"
        ),
        lambda: save_picture(picture=picture, by="Sven"),
        lambda: save_picture(picture=Picture(report=opened, key="ny", alt="x"), by="Sven"),
        lambda: remove_picture(picture=picture, by="Sven"),
    ):
        with pytest.raises(ReportAdopted) as refusal:
            change()
        assert str(refusal.value) == REFUSAL
    assert (ReportText.objects.count(), Picture.objects.count()) == (1, 1)
    assert not AuditEvent.objects.filter(actor="Sven").exists()


def test_what_cannot_be_made_leaves_a_draft(report: Report) -> None:
    report.template.source = report.template.source.replace('typ = "bild"', 'typ = "film"')
    report.template.save()
    with pytest.raises(AdoptionRefused, match="^Rapportens mall kan inte användas: Rad 18: "):
        adopted(report)
    report.refresh_from_db()
    assert (report.adopted_on, report.is_frozen, AdoptedDocument.objects.count()) == (None, False, 0)


def test_a_change_while_the_files_are_made_leaves_a_draft(report: Report) -> None:
    def somebody_writes(done: int, total: int, what: str) -> None:
        if what == "Gör PDF":
            save_text(
                report=report, key="sammanfattning", unit=None, written=Written("Nytt"), seen="", by="Sven"
            )

    with pytest.raises(AdoptionRefused) as refusal:
        adopt(report=report, decision=DECISION, by="Karin", step=somebody_writes)
    assert str(refusal.value) == (
        "Någon ändrade nämndens uppgifter medan filerna gjordes. Rapporten är kvar som utkast."
        " Läs igenom den och fastställ den på nytt."
    )
    report.refresh_from_db()
    assert (report.is_frozen, AdoptedDocument.objects.count()) == (False, 0)
    assert ReportText.objects.get(key="sammanfattning").text == "Nytt"


def test_a_refused_decision_makes_nothing(report: Report) -> None:
    steps: list[str] = []
    with pytest.raises(AdoptionRefused, match="^Skriv beslutets paragraf.$"):
        adopt(
            report=report,
            decision=Decision(date(2021, 9, 20), " "),
            by="Karin",
            step=lambda done, total, what: steps.append(what),
        )
    assert steps == []


def test_a_withdrawn_report_is_a_draft_whose_earlier_files_are_kept(report: Report) -> None:
    before = bytes_of(adopted(report))
    withdraw_report(report=report, reason="Fel bilaga.", by="Sofia")
    report.refresh_from_db()
    assert (report.adopted_on, report.decision_paragraph, report.is_frozen) == (None, "", False)
    save_text(report=report, key="sammanfattning", unit=None, written=Written("Rättat."), seen="", by="Sven")
    second = adopted(report, Decision(date(2021, 10, 18), "150"))
    assert (second.revision, [each.revision for each in withdrawn(report)]) == (2, [1])
    assert bytes_of(withdrawn(report)[0]) == before
    assert "Rättat." in bytes_of(second)["report.html"].decode()
    assert "Fastställd 2021-10-18, § 150" in bytes_of(second)["report.html"].decode()


def test_withdrawing_a_draft_or_twice_is_refused(report: Report) -> None:
    adopted(report)
    withdraw_report(report=report, reason="Fel.", by="Sofia")
    with pytest.raises(AdoptionRefused, match="^”Delårsrapport” är inte fastställd.$"):
        withdraw_report(report=report, reason="Fel.", by="Sofia")


def test_one_that_was_adopted_without_files_can_be_frozen_or_withdrawn(committee: Committee) -> None:
    make_units(committee, {"SN": {"100": {}}})
    report = make_report(committee, adopted_on=date(2021, 9, 20), decision_paragraph="135")
    withdraw_report(report=report, reason="Fel datum.", by="Sofia")
    report.refresh_from_db()
    assert report.adopted_on is None
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.details) == (
        "drog tillbaka rapport",
        "Delårsrapport",
        {"reason": "Fel datum."},
    )
    Report.objects.update(adopted_on=date(2021, 9, 20), decision_paragraph="135")
    report.refresh_from_db()
    assert adopted(report).revision == 1


def test_what_is_missing_is_told_in_reading_order(report: Report) -> None:
    stale = ("Siffrorna", "Siffrorna för 2021 räknas om just nu. Läs in sidan igen om en stund.")
    notes = [
        ("Inledning", "Text saknas: förord."),
        ("Inledning", "Text saknas."),
        ("Verksamhet", "Text saknas för Enhet 200."),
        ("Ekonomi", "Rapporten saknar dokumentuppgifter."),
    ]
    assert missing(build(report, fresh=False)) == [stale, *notes]
    assert missing(build(report)) == notes


def test_adopting_makes_other_files_of_the_committee_stale_only_by_version(report: Report) -> None:
    other = make_report(report.committee, "annan")
    kept = documents.make(other, documents.Document.Format.XLSX, no_steps)
    adopted(report)
    again = documents.make(other, documents.Document.Format.XLSX, no_steps)
    assert (again.made_at, again.version) == (kept.made_at, audit.version(report.committee))
