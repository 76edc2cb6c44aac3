"""The pages of an adopted report: asked about first, read as it was frozen, and closed for changes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from organisation.models import AdoptedFile, Committee, Job, JobState, Unit
from reports import documents
from reports.adopting import withdraw_report
from reports.fresh_files import fresh_file
from reports.models import Document, Picture, Report, ReportText
from reports.tasks import adopt_report
from tests.factories import make_administrator, make_committee, make_units, make_user
from tests.pages import logged_in
from tests.reports.adoption import adopted, no_steps, with_picture
from tests.reports.rows import SOURCE, make_report
from tests.servers import Process, wait_for

pytestmark = pytest.mark.django_db

AT = "/prov-sn/rapporter/rapport/"
DECISION = {"meeting_on": "2021-09-20", "decision_paragraph": "135", "registration_number": "SN 2021/14"}
REFUSAL = "Rapporten är fastställd, 2021-09-20 § 135, och kan inte ändras."


@pytest.fixture
def committee() -> Committee:
    return make_committee()


@pytest.fixture
def units(committee: Committee) -> dict[str, Unit]:
    return make_units(committee, {"SN": {"100": {}}})


@pytest.fixture
def report(committee: Committee, units: dict[str, Unit]) -> Report:
    return make_report(committee)


@pytest.fixture
def secretary(committee: Committee) -> Client:
    return logged_in(make_user("karin", committee, role="secretary"))


@pytest.fixture
def reader(committee: Committee) -> Client:
    return logged_in(make_user("rut", committee, role="reader"))


def test_the_page_tells_what_is_missing_and_asks_for_a_yes(report: Report, secretary: Client) -> None:
    assert f'href="{AT}faststall/"' in secretary.get(AT).text
    page = secretary.get(f"{AT}faststall/").text
    assert "<strong>Inledning:</strong> Text saknas." in page
    refused = secretary.post(f"{AT}faststall/", DECISION).text
    assert "Kryssa för att rapporten ska fastställas fast något saknas." in refused
    assert Job.objects.count() == 0
    answer = secretary.post(f"{AT}faststall/", {**DECISION, "confirmed": "on"})
    job = Job.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/jobb/{job.pk}/")
    assert (job.kind, job.subject, job.created_by) == ("fastställande av rapport", "Delårsrapport", "Karin")


def test_a_whole_report_needs_no_yes(committee: Committee, units: dict[str, Unit], secretary: Client) -> None:
    source = SOURCE.split("[[avsnitt]]")[0] + "[[avsnitt]]" + SOURCE.split("[[avsnitt]]")[3]
    make_report(committee, source=source)
    assert "Att se över först" not in secretary.get(f"{AT}faststall/").text
    assert secretary.post(f"{AT}faststall/", DECISION).status_code == 302


def test_faults_stand_at_their_fields(report: Report, secretary: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = secretary.post(f"{AT}faststall/", {"meeting_on": tomorrow.isoformat(), "confirmed": "on"}).text
    assert "Sammanträdet kan inte ligga i framtiden." in page
    assert "Skriv beslutets paragraf." in page
    assert (
        "Skriv när nämnden fastställde rapporten."
        in secretary.post(f"{AT}faststall/", {"decision_paragraph": "1"}).text
    )


def test_the_form_knows_what_the_report_says_already(report: Report, secretary: Client) -> None:
    Report.objects.update(adopted_on="2021-09-20", decision_paragraph="135", registration_number="SN 7")
    page = secretary.get(AT).text
    assert "Frys filerna" in page
    form = secretary.get(f"{AT}faststall/").text
    for value in ("2021-09-20", "135", "SN 7"):
        assert f'value="{value}"' in form


@pytest.mark.parametrize("role", ["reader", "unit_manager"])
@pytest.mark.parametrize("address", ["faststall/", "dra-tillbaka/"])
def test_who_may_not_adopt_is_refused(report: Report, committee: Committee, role: str, address: str) -> None:
    adopted(report)
    page = logged_in(make_user("ola", committee, role=role))
    assert page.get(f"{AT}{address}").status_code == 403
    assert page.post(f"{AT}{address}", DECISION).status_code == 403
    assert "Dra tillbaka" not in page.get(AT).text


def test_a_secretary_of_one_unit_may_not_adopt(
    report: Report, committee: Committee, units: dict[str, Unit]
) -> None:
    page = logged_in(make_user("ola", committee, role="secretary", unit=units["100"]))
    assert page.get(f"{AT}faststall/").status_code == 403


def test_another_committees_adopted_report_is_not_there(report: Report) -> None:
    adopted(report)
    other = make_committee("annan-sn")
    stranger = logged_in(make_user("eva", other))
    for address in ("faststall/", "dra-tillbaka/", "faststalld/1/rapport.pdf"):
        assert stranger.get(f"{AT}{address}").status_code == 404
        assert stranger.get(f"/annan-sn/rapporter/rapport/{address}").status_code == 404


def test_the_job_freezes_the_report_or_says_why_not(report: Report, committee: Committee) -> None:
    karin = make_user("karin", committee, role="secretary")
    values = {
        "report_pk": report.pk,
        "meeting_on": "2021-09-20",
        "paragraph": "135",
        "registration_number": "",
        "by_pk": karin.pk,
    }
    jobs = [
        Job.objects.create(kind="x", subject="y", committee=committee, created_by="Karin") for _ in range(2)
    ]
    for job in jobs:
        adopt_report(job.pk, **values)
        job.refresh_from_db()
    assert [(job.state, job.error, job.result_url) for job in jobs] == [
        (JobState.DONE, "", AT),
        (
            JobState.FAILED,
            (
                "”Delårsrapport” är redan fastställd, 2021-09-20 § 135."
                " Dra tillbaka den först om den ska fastställas på nytt."
            ),
            AT,
        ),
    ]
    report.refresh_from_db()
    assert report.frozen is not None
    assert report.frozen.adopted_by == "Karin"


def test_readers_get_the_bytes_that_were_frozen(report: Report, secretary: Client, reader: Client) -> None:
    document = adopted(report)
    files = {file.name: (bytes(file.data), file.sha256) for file in document.files.order_by("pk")}
    ReportText.objects.create(report=report, key="sammanfattning", text="Smög sig in.", changed_by="x")
    for page in (reader, secretary):
        text = page.get(AT).text
        assert files["sida.html"][0].decode() in text
        assert "Smög sig in." not in text
        for name in ("report.html", "rapport.pdf", "tabeller.xlsx", "figures.csv"):
            assert f"{AT}faststalld/1/{name}" in text
            assert files[name][1] in text
    for client, address, name in (
        (secretary, "rapport.pdf", "rapport.pdf"),
        (secretary, "tabeller.xlsx", "tabeller.xlsx"),
        (reader, "figures.csv", "figures.csv"),
        *((reader, f"faststalld/1/{name}", name) for name in files if name != "sida.html"),
    ):
        answer = client.get(f"{AT}{address}")
        assert (answer.content, answer.headers["ETag"]) == (files[name][0], f'"{files[name][1]}"')
        again = client.get(f"{AT}{address}", headers={"if-none-match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    shown = reader.get(f"{AT}faststalld/1/rapport.pdf")
    assert shown.headers["Content-Disposition"] == 'inline; filename="rapport-1-rapport.pdf"'
    assert reader.get(f"{AT}faststalld/1/report.html").headers["Content-Disposition"] == (
        'attachment; filename="rapport-1-report.html"'
    )
    assert reader.get(f"{AT}faststalld/1/sida.html").status_code == 404
    assert reader.get(f"{AT}faststalld/2/rapport.pdf").status_code == 404
    assert reader.get(f"{AT}rapport.pdf").status_code == 403
    assert secretary.post(f"{AT}rapport.pdf").headers["Location"] == f"{AT}rapport.pdf"


@pytest.mark.parametrize(
    "address",
    [
        "redigera/",
        "texter/",
        "texter/sammanfattning/",
        "bilder/",
        "bilder/omslag/redigera/",
        "bilder/omslag/ta-bort/",
        "faststall/",
    ],
)
def test_pages_that_change_a_report_lead_back_to_an_adopted_one(
    report: Report, secretary: Client, address: str
) -> None:
    with_picture(report)
    adopted(report)
    text = secretary.get(AT).text
    for name in ("Skriv texter", "Bilder", "Uppgifter"):
        assert f">{name}</a>" not in text
    answers = [secretary.get(f"{AT}{address}", follow=True)]
    if address not in ("texter/", "bilder/"):  # lists are only read
        answers.append(secretary.post(f"{AT}{address}", {"text": "Nytt", "seen": ""}, follow=True))
    for answer in answers:
        assert answer.redirect_chain == [(AT, 302)]
        assert REFUSAL in answer.text
    assert (ReportText.objects.count(), Picture.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    "address",
    ["texter/", "texter/sammanfattning/", "redigera/", "bilder/omslag/redigera/"],
)
def test_an_adopted_report_whose_files_are_not_frozen_is_not_changed_either(
    report: Report, secretary: Client, address: str
) -> None:
    with_picture(report)
    Report.objects.update(adopted_on="2021-09-20", decision_paragraph="135")
    page = secretary.get(AT).text
    for name in ("Skriv texter", "Bilder", "Uppgifter"):
        assert f">{name}</a>" not in page
    for name in ("Frys filerna", "Dra tillbaka"):
        assert f">{name}</a>" in page
    answers = [secretary.get(f"{AT}{address}", follow=True)]
    if address != "texter/":
        answers.append(secretary.post(f"{AT}{address}", {"text": "Nytt", "seen": ""}, follow=True))
    for answer in answers:
        assert answer.redirect_chain == [(AT, 302)]
        assert (
            "Rapporten är fastställd, 2021-09-20 § 135, och kan inte ändras. Den som får fastställa rapporter kan"
            " frysa dess filer som de är, eller dra tillbaka fastställandet, så att den blir ett utkast igen."
        ) in answer.text
    assert (ReportText.objects.count(), Picture.objects.count()) == (0, 1)


def test_a_report_is_withdrawn_with_a_reason_and_its_files_stay_listed(
    report: Report, secretary: Client, reader: Client
) -> None:
    adopted(report)
    page = secretary.get(f"{AT}dra-tillbaka/").text
    assert "Dra tillbaka rapporten?" in page
    assert (
        "Skriv varför rapporten dras tillbaka." in secretary.post(f"{AT}dra-tillbaka/", {"reason": " "}).text
    )
    answer = secretary.post(f"{AT}dra-tillbaka/", {"reason": "Fel bilaga."}, follow=True)
    assert "”Delårsrapport” är tillbakadragen och ett utkast igen." in answer.text
    assert "Skriv texter" in answer.text
    read = reader.get(AT).text
    assert "Tillbakadragna utgåvor (1)" in read
    assert "av Karin: Fel bilaga." in read
    assert reader.get(f"{AT}faststalld/1/rapport.pdf").content.startswith(b"%PDF-1.7")
    assert secretary.get(f"{AT}dra-tillbaka/").status_code == 404


def test_a_file_that_was_changed_past_the_product_is_not_shown(report: Report, secretary: Client) -> None:
    adopted(report)
    AdoptedFile.objects.update(data=b"annat")
    secretary.raise_request_exception = False
    for address, name in (("", "sida.html"), ("rapport.pdf", "rapport.pdf"), ("figures.csv", "figures.csv")):
        answer = secretary.get(f"{AT}{address}")
        assert answer.status_code == 500
        assert f"Filen {name} är inte längre den som fastställdes" in answer.text
        assert "annat" not in answer.text.split("<main")[1].replace("annat ", "")


def test_the_address_of_what_has_been_adopted_is_kept(
    report: Report, secretary: Client, committee: Committee
) -> None:
    adopted(report)
    withdraw_report(report=report, reason="Fel.", by="Karin")
    fields = {"template": report.template_id, "title": "Ny", "year": 2021, "month": 8}
    moved = secretary.post(f"{AT}redigera/", {**fields, "slug": "annan"}).text
    assert "Adressnamnet kan inte ändras, för rapporten har fastställda utgåvor under det." in moved
    assert secretary.post(f"{AT}redigera/", {**fields, "slug": "rapport"}).status_code == 302
    Report.objects.update(slug="undan")
    taken = secretary.post("/prov-sn/rapporter/ny/", {**fields, "slug": "rapport"}).text
    assert "Adressnamnet hör till ett fastställt dokument. Välj ett annat." in taken


def test_a_kept_file_of_the_draft_is_not_served_for_an_adopted_report(
    report: Report, committee: Committee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    documents.make(report, Document.Format.PDF, no_steps)
    with django_assert_num_queries(1):
        assert fresh_file(committee, "rapport", Document.Format.PDF) is not None
    document = adopted(report)
    Document.objects.update(version=documents.audit.version(committee))
    assert fresh_file(committee, "rapport", Document.Format.PDF) is None
    withdraw_report(report=report, reason="Fel.", by="Karin")
    Document.objects.update(version=documents.audit.version(committee))
    assert fresh_file(committee, "rapport", Document.Format.PDF) is not None
    assert document.files.count() == 5


def test_the_page_asks_as_little_for_many_revisions_as_for_one(
    report: Report, reader: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def questions() -> int:
        with django_assert_max_num_queries(20) as asked:
            reader.get(AT)
        return len(asked)

    adopted(report)
    withdraw_report(report=report, reason="Fel.", by="Karin")
    adopted(report)
    few = questions()
    for _ in range(2):
        withdraw_report(report=report, reason="Fel.", by="Karin")
        adopted(report)
    assert questions() == few


def test_the_administration_changes_nothing_of_one_whose_files_are_not_frozen(report: Report) -> None:
    ReportText.objects.create(report=report, key="sammanfattning", text="x", changed_by="y")
    Report.objects.update(adopted_on="2021-09-20", decision_paragraph="135")
    page = logged_in(make_administrator())
    for address in (
        reverse("admin:reports_report_change", args=[report.pk]),
        reverse("admin:reports_reporttext_change", args=[report.texts.get().pk]),
    ):
        assert page.post(address, {"title": "Ny", "text": "Ny"}).status_code == 403
        assert page.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    new = {"report": report.pk, "key": "ny", "text": "Ny"}
    refused = page.post(reverse("admin:reports_reporttext_add"), new).text
    assert "kan frysa dess filer som de är, eller dra tillbaka fastställandet" in refused


def test_the_administration_shows_an_adopted_report_and_changes_nothing(
    report: Report, committee: Committee
) -> None:
    ReportText.objects.create(report=report, key="sammanfattning", text="x", changed_by="y")
    adopted(report)
    page = logged_in(make_administrator())
    for address in (
        reverse("admin:reports_report_change", args=[report.pk]),
        reverse("admin:reports_reporttext_change", args=[report.texts.get().pk]),
    ):
        assert page.get(address).status_code == 200
        assert page.post(address, {"title": "Ny", "text": "Ny"}).status_code == 403
        assert page.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    new = {"report": report.pk, "key": "ny", "text": "Ny"}
    assert REFUSAL in page.post(reverse("admin:reports_reporttext_add"), new).text
    withdraw_report(report=report, reason="Fel.", by="Karin")
    delete = reverse("admin:reports_report_delete", args=[report.pk])
    assert page.post(delete, {"post": "yes"}).status_code == 403
    assert page.get(reverse("admin:organisation_adopteddocument_changelist")).status_code == 200
    shown = page.get(
        reverse("admin:organisation_adopteddocument_change", args=[committee.adopted_documents.get().pk])
    )
    assert "rapport.pdf" in shown.text


def test_a_real_worker_adopts(
    transactional_db: None, worker: Process, report: Report, secretary: Client
) -> None:
    answer = secretary.post(f"{AT}faststall/", {**DECISION, "confirmed": "on"})
    wait_for(lambda: not Job.objects.get().is_unfinished, what="the job's end")
    assert (Job.objects.get().state, Job.objects.get().error) == (JobState.DONE, "")
    assert "✓ Fastställd 2021-09-20, § 135" in secretary.get(answer.headers["Location"], follow=True).text
