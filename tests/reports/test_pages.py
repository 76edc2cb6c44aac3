"""The report pages: who may see and do what, and what each step answers."""

import io

import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from budget.recalculation import recalculate
from organisation.models import AuditEvent, Committee, User
from reports.models import Picture, Report, ReportText
from tests.factories import (
    add_actual,
    make_accounts,
    make_committee,
    make_units,
    make_user,
)
from tests.reports.rows import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return make_committee()


@pytest.fixture
def report(committee: Committee) -> Report:
    units = make_units(
        committee, {"SN": {"100": {"110": {}}, "200": {}}}, {"SN": "Socialnämnden", "100": "Vård"}
    )
    add_actual(units["110"], make_accounts(committee)["5000"], 2021, 8, "1500.00")
    recalculate(committee, 2021)
    return make_report(committee)


def client(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def manager(committee: Committee) -> Client:
    unit = committee.units.get(code="100")
    return client(make_user("erik", committee, role="unit_manager", unit=unit))


def secretary(committee: Committee) -> Client:
    return client(make_user("karin", committee, role="secretary"))


def picture_file(kind: str = "PNG") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "white").save(file, kind)
    file.name = f"bild.{kind.lower()}"
    file.seek(0)
    return file


def test_lists_are_empty_with_what_to_do_next(committee: Committee) -> None:
    page = secretary(committee).get("/prov-sn/rapporter/")
    assert "Ingen rapportmall än" in page.text


def test_the_report_is_read_with_figures_and_what_is_missing(committee: Committee, report: Report) -> None:
    assert "Delårsrapport" in secretary(committee).get("/prov-sn/rapporter/").text
    page = client(make_user("karin2", committee, role="secretary")).get("/prov-sn/rapporter/rapport/")
    assert page.status_code == 200
    assert "Text saknas." in page.text
    assert "Bilden ”omslag” saknas." in page.text
    assert "−2" in page.text  # 1 500 kronor in tkr
    reader = client(make_user("rut", committee, role="reader")).get("/prov-sn/rapporter/rapport/")
    assert "saknas" not in reader.text
    assert "Skriv texter" not in reader.text


def test_another_committee_s_report_does_not_exist(committee: Committee, report: Report) -> None:
    other = make_committee("annan-sn")
    outsider = client(make_user("ola", other))
    for address in ("", "figures.csv", "texter/", "redigera/", "bilder/", "bilder/omslag/"):
        assert outsider.get(f"/prov-sn/rapporter/rapport/{address}").status_code == 404
    assert outsider.get("/annan-sn/rapporter/rapport/").status_code == 404


@pytest.mark.parametrize("address", ["texter/", "redigera/", "bilder/", "bilder/omslag/redigera/"])
def test_a_reader_may_not_work_with_the_report(committee: Committee, report: Report, address: str) -> None:
    reader = client(make_user("rut", committee, role="reader"))
    assert reader.get(f"/prov-sn/rapporter/rapport/{address}").status_code == 403


def test_the_page_asks_the_same_number_of_questions_with_many_units(
    committee: Committee, report: Report, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = secretary(committee)
    with django_assert_max_num_queries(25) as few:
        page.get("/prov-sn/rapporter/rapport/")
    root = committee.units.get(code="SN")
    for number in range(60):
        committee.units.create(
            code=f"5{number:02}", name=f"Enhet {number}", parent=root, path=f"SN/5{number:02}/"
        )
    with django_assert_max_num_queries(25) as many:
        page.get("/prov-sn/rapporter/rapport/")
    assert len(many) == len(few)


def test_figures_are_a_file_that_can_be_checked(committee: Committee, report: Report) -> None:
    response = secretary(committee).get("/prov-sn/rapporter/rapport/figures.csv")
    assert response["Content-Disposition"] == 'attachment; filename="rapport-figures.csv"'
    assert response.content.decode() == (
        "tabell;grupp;rad;kolumn;värde\nResultat;Socialnämnden;Netto;Utfall;-2\n"
    )


def test_a_text_is_written_and_printed(committee: Committee, report: Report) -> None:
    page = secretary(committee)
    address = "/prov-sn/rapporter/rapport/texter/forord/"
    preview = page.post(address, {"text": "**Hej**", "preview": "1"})
    assert "<strong>Hej</strong>" in preview.text
    assert ReportText.objects.count() == 0
    saved = page.post(
        address, {"text": "Ett *bra* år.\r\n", "signed_name": "Anna Ek", "signed_title": "Förvaltningschef"}
    )
    assert saved.status_code == 302
    text = ReportText.objects.get()
    assert (text.text, text.signed_name, text.changed_by) == ("Ett *bra* år.", "Anna Ek", "Karin")
    assert AuditEvent.objects.filter(action="skrev rapporttext").count() == 1
    printed = page.get("/prov-sn/rapporter/rapport/").text
    assert "<p>Ett <em>bra</em> år.</p>" in printed
    assert "Anna Ek" in printed


def test_a_unit_manager_writes_their_own_units_texts_alone(committee: Committee, report: Report) -> None:
    page = manager(committee)
    listed = page.get("/prov-sn/rapporter/rapport/texter/").text
    assert "Verksamhet: Vård" in listed
    assert "Enhet 200" not in listed
    assert page.post("/prov-sn/rapporter/rapport/texter/handelser/100/", {"text": "Nytt"}).status_code == 302
    for address in ("handelser/200/", "sammanfattning/"):
        assert page.post(f"/prov-sn/rapporter/rapport/texter/{address}", {"text": "x"}).status_code == 403
    assert page.get("/prov-sn/rapporter/rapport/texter/okand/").status_code == 404
    assert [text.unit.code for text in ReportText.objects.select_related("unit")] == ["100"]
    assert page.get("/prov-sn/rapporter/rapport/redigera/").status_code == 403


def test_the_second_of_two_writers_sees_both_texts_and_nothing_is_lost(
    committee: Committee, report: Report
) -> None:
    address = "/prov-sn/rapporter/rapport/texter/sammanfattning/"
    karin, sven = secretary(committee), client(make_user("sven", committee, role="secretary"))
    karin.post(address, {"text": "Karins text", "seen": ""})
    conflict = sven.post(address, {"text": "Svens text", "seen": ""})
    assert conflict.status_code == 409
    assert "Karin har sparat texten sedan du öppnade sidan." in conflict.text
    assert "Karins text" in conflict.text
    assert "Svens text" in conflict.text
    assert ReportText.objects.get().text == "Karins text"
    seen = conflict.context["form"].data["seen"]
    assert sven.post(address, {"text": "Båda texterna", "seen": seen}).status_code == 302
    assert ReportText.objects.get().text == "Båda texterna"


def test_a_report_is_created_and_its_facts_are_checked(committee: Committee, report: Report) -> None:
    page = secretary(committee)
    fields = {
        "template": report.template_id,
        "title": "Årsredovisning 2021",
        "slug": "arsredovisning-2021",
        "year": 2021,
        "month": 12,
    }
    refused = page.post("/prov-sn/rapporter/ny/", {**fields, "slug": "rapport"})
    assert "Nämnden har redan en rapport med det adressnamnet." in refused.text
    taken = page.post("/prov-sn/rapporter/ny/", {**fields, "slug": "ny"})
    assert "Adressnamnet ”ny” används av programmet. Välj ett annat." in taken.text
    spaced = page.post("/prov-sn/rapporter/ny/", {**fields, "slug": "Årsredovisning 2021"})
    assert "Skriv bara bokstäverna a–z, siffror och bindestreck" in spaced.text
    assert page.post("/prov-sn/rapporter/ny/", fields).status_code == 302
    made = Report.objects.get(slug="arsredovisning-2021")
    address = "/prov-sn/rapporter/arsredovisning-2021/redigera/"
    # Adopting has a page of its own.
    page.post(address, {**fields, "version": "2", "adopted_on": "2022-02-01", "decision_paragraph": "25"})
    made.refresh_from_db()
    assert (made.version, made.adopted_on, made.decision_paragraph) == ("2", None, "")
    assert "Utkast, inte fastställd" in page.get("/prov-sn/rapporter/arsredovisning-2021/").text


def test_a_report_without_an_address_gets_one_from_its_title(committee: Committee, report: Report) -> None:
    page = secretary(committee)
    fields = {"template": report.template_id, "title": "Läget i mars", "slug": "", "year": 2021, "month": 3}
    made = page.post("/prov-sn/rapporter/ny/", fields)
    assert made.headers["Location"] == "/prov-sn/rapporter/laget-i-mars/"
    again = page.post("/prov-sn/rapporter/ny/", fields)
    assert "Nämnden har redan en rapport med det adressnamnet." in again.text


def test_a_committee_without_templates_is_told_so(committee: Committee) -> None:
    page = secretary(committee).get("/prov-sn/rapporter/ny/", follow=True)
    assert page.redirect_chain == [("/prov-sn/rapporter/", 302)]
    assert "Ingen rapportmall än" in page.text


def test_a_picture_is_put_in_shown_replaced_and_removed(committee: Committee, report: Report) -> None:
    page = secretary(committee)
    address = "/prov-sn/rapporter/rapport/bilder/omslag/"
    added = page.post(f"{address}redigera/", {"file": picture_file(), "alt": "En älv", "credit": "Eva"})
    assert added.status_code == 302
    picture = Picture.objects.get()
    assert (picture.width, picture.height, picture.alt) == (20, 10, "En älv")
    shown = page.get(address)
    assert b"".join(shown.streaming_content) == picture_file().getvalue()
    assert 'alt="En älv"' in page.get("/prov-sn/rapporter/rapport/").text
    read = client(make_user("rut", committee, role="reader")).get(address)
    assert (read.status_code, len(b"".join(read.streaming_content))) == (200, len(picture_file().getvalue()))
    page.post(f"{address}redigera/", {"alt": "En bred älv"})
    picture.refresh_from_db()
    assert picture.alt == "En bred älv"
    assert "Ta bort bilden?" in page.get(f"{address}ta-bort/").text
    assert page.post(f"{address}ta-bort/").status_code == 302
    assert Picture.objects.count() == 0
    assert page.get(address).status_code == 404


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"alt": "En älv"}, "Välj en bildfil."),
        ({"file": picture_file()}, "Skriv en alternativtext: vad bilden visar."),
        (
            {"file": picture_file("TIFF"), "alt": "x"},
            "Bilder av slaget TIFF kan inte visas. Använd JPEG, PNG, GIF eller WebP.",
        ),
    ],
)
def test_what_is_no_picture_is_refused(
    committee: Committee, report: Report, fields: dict[str, object], message: str
) -> None:
    page = secretary(committee)
    answer = page.post("/prov-sn/rapporter/rapport/bilder/omslag/redigera/", fields)
    assert message in answer.text
    assert Picture.objects.count() == 0


def test_a_file_that_only_calls_itself_a_picture_is_refused(committee: Committee, report: Report) -> None:
    fake = io.BytesIO(b"<html>")
    fake.name = "bild.png"
    answer = secretary(committee).post(
        "/prov-sn/rapporter/rapport/bilder/omslag/redigera/", {"file": fake, "alt": "x"}
    )
    assert "Filen är inte en bild, eller så är den trasig." in answer.text


def test_a_broken_template_is_told_of_with_its_line(committee: Committee, report: Report) -> None:
    report.template.source = 'namn = "x"\nslag = "kvartal"'
    report.template.save()
    page = client(make_user("rut", committee, role="reader")).get("/prov-sn/rapporter/rapport/")
    assert "Rad 2: ”kvartal” går inte som slag." in page.text
    assert "Be en administratör att rätta mallen." in page.text
