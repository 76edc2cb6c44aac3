"""A plan's documents: made on its page, adopted with it, and the same to the byte ever after."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from internal_control.models import ControlPlan, Result, RiskDecision
from organisation.adoption import AdoptionRefused
from organisation.models import AdoptedDocument, AuditEvent, Job, User
from reports.adopting import Decision, withdraw_report
from reports.building import build
from reports.control_adoption import control_faults
from reports.control_documents import make_control_document, standard_choices, template_choices
from reports.frozen import FILES
from reports.models import Report, ReportKind, ReportTemplate, ReportText
from reports.template import check, parse
from tests.control_factories import carry_out, make_control, make_plan, make_risk, root_of
from tests.factories import make_committee, make_units, make_user
from tests.pages import logged_in
from tests.reports.adoption import adopted
from tests.reports.control_rows import ControlRows, control_rows, full_year
from tests.reports.goal_rows import outline

pytestmark = pytest.mark.django_db

PLAN, FOLLOW_UP = ReportKind.CONTROL_PLAN, ReportKind.CONTROL_FOLLOW_UP
PLAIN_PLAN, FULL_PLAN = "internkontrollplan-enkel", "internkontrollplan-full"
PLAIN_FOLLOW_UP, FULL_FOLLOW_UP = "internkontroll-uppfoljning-enkel", "internkontroll-uppfoljning-full"
STANDARD = {PLAIN_PLAN: PLAN, FULL_PLAN: PLAN, PLAIN_FOLLOW_UP: FOLLOW_UP, FULL_FOLLOW_UP: FOLLOW_UP}
PLAN_DECISION = Decision(date(2021, 1, 26), "5", "SN 2021/3")
YEAR_DECISION = Decision(date(2022, 2, 22), "21", "SN 17/2020")
LAW = "förebygga fel och oegentligheter i verksamheten"


@pytest.fixture
def rows() -> ControlRows:
    return full_year(control_rows())


def make(rows: ControlRows, template: str, month: int = 12) -> Report:
    return make_control_document(
        plan=rows.plan, kind=STANDARD[template], template=template, month=month, by="Karin"
    )


def bytes_of(document: AdoptedDocument) -> dict[str, tuple[str, bytes]]:
    return {file.name: (file.sha256, bytes(file.data)) for file in document.files.all()}


@pytest.mark.parametrize("slug", STANDARD)
def test_the_standard_templates_suit_any_committee(slug: str, rows: ControlRows) -> None:
    report = make(rows, slug)
    spec = parse(report.template.source)
    assert check(spec, rows.committee) == []
    assert (report.template.slug, report.template.kind) == (slug, STANDARD[slug])
    contents = build(report, fresh=False)
    assert outline(contents.sections)[-1] == (1, "Dokumentuppgifter")
    (introduction,) = next(section for section in contents.sections if section.key == "inledning").blocks
    assert LAW in introduction.texts[0].html
    assert "2021" in introduction.texts[0].html


def test_the_standard_templates_stand_in_the_order_of_their_size() -> None:
    assert [choice.name for choice in standard_choices(PLAN)] == [
        "Internkontrollplan, enkel",
        "Internkontrollplan, fullständig",
    ]


def test_a_template_becomes_the_committees_own_when_it_is_used(rows: ControlRows) -> None:
    first = make(rows, PLAIN_PLAN)
    ReportTemplate.objects.filter(slug=PLAIN_PLAN).update(name="Vår plan")
    second = make(rows, PLAIN_PLAN)
    assert first.template_id == second.template_id
    assert (first.slug, second.slug) == ("internkontrollplan-2021", "internkontrollplan-2021-2")
    assert [choice.name for choice in template_choices(rows.committee)[PLAN]] == [
        "Vår plan",
        "Internkontrollplan, fullständig",
    ]
    event = AuditEvent.objects.order_by("-id").first()
    assert event is not None
    assert (event.action, event.subject) == ("skapade rapport", "Internkontrollplan 2021")


@pytest.mark.parametrize(
    ("month", "title", "slug"),
    [
        (5, "Uppföljning av intern kontroll maj 2021", "uppfoljning-intern-kontroll-2021-05"),
        (12, "Uppföljning av intern kontroll 2021", "uppfoljning-intern-kontroll-2021-12"),
    ],
)
def test_a_follow_up_is_called_after_its_month(rows: ControlRows, month: int, title: str, slug: str) -> None:
    report = make(rows, PLAIN_FOLLOW_UP, month)
    assert (report.title, report.slug, report.month) == (title, slug, month)


def test_a_standard_text_stands_until_somebody_writes(rows: ControlRows) -> None:
    report = make(rows, PLAIN_PLAN)
    page = logged_in(make_user("karin", rows.committee, role="secretary"))
    address = f"/prov-sn/rapporter/{report.slug}/texter/"
    assert "Standardtext" in page.get(address).text
    assert LAW in page.get(f"{address}inledning/").text
    written = ReportText.objects.create(report=report, key="inledning", text="Eget.", changed_by="Karin")
    assert build(report, fresh=False).sections[0].blocks[0].texts[0].html == "<p>Eget.</p>\n"
    ReportText.objects.filter(pk=written.pk).update(text="")
    assert build(report, fresh=False).sections[0].blocks[0].note == "Text saknas."


def test_the_secretary_makes_documents_on_a_page(rows: ControlRows) -> None:
    page = logged_in(make_user("karin", rows.committee, role="secretary"))
    address = "/prov-sn/intern-kontroll/2021/dokument/uppfoljning/"
    assert "Uppföljning av intern kontroll, enkel" in page.get(address).text
    wrong = page.post(address, {"template": "hittepå", "month": "5"})
    assert "Den mallen finns inte. Välj en i listan." in wrong.text
    answer = page.post(address, {"template": FULL_FOLLOW_UP, "month": "5"})
    report = Report.objects.get()
    assert answer.headers["Location"] == f"/prov-sn/rapporter/{report.slug}/"
    assert (report.month, report.template.slug) == (5, FULL_FOLLOW_UP)
    plan = page.post("/prov-sn/intern-kontroll/2021/dokument/plan/", {"template": PLAIN_PLAN})
    assert plan.headers["Location"] == "/prov-sn/rapporter/internkontrollplan-2021/"
    assert page.get(plan.headers["Location"]).status_code == 200
    assert page.get("/prov-sn/intern-kontroll/2021/dokument/annat/").status_code == 404
    assert page.get("/prov-sn/intern-kontroll/2020/dokument/plan/").status_code == 404


def test_who_may_not_make_reports_may_not_make_these(rows: ControlRows) -> None:
    address = "/prov-sn/intern-kontroll/2021/dokument/plan/"
    other = make_committee("annan-sn")
    outsider = logged_in(make_user("olle", other, role="secretary"))
    reader = logged_in(make_user("rut", rows.committee, role="reader"))
    manager = logged_in(make_user("erik", rows.committee, role="unit_manager", unit=rows.units["100"]))
    for client, status in ((outsider, 404), (reader, 403), (manager, 403)):
        assert client.get(address).status_code == status
        assert client.post(address, {"template": PLAIN_PLAN}).status_code == status
    assert Report.objects.count() == 0


def box(rows: ControlRows, user: User) -> str:
    request = RequestFactory().get("/")
    request.user = user
    plan = ControlPlan.objects.select_related("committee").get(pk=rows.plan.pk)
    source = "{% load control_documents %}{% control_documents plan %}"
    return Template(source).render(Context({"request": request, "plan": plan}))


def test_the_box_lists_the_documents_and_offers_to_make_one(
    rows: ControlRows, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    secretary = make_user("karin", rows.committee, role="secretary")
    reader = make_user("rut", rows.committee, role="reader")
    assert "Inget dokument är gjort än." in box(rows, reader)
    assert "<form" not in box(rows, reader)
    make(rows, PLAIN_FOLLOW_UP, 5)
    adopted(make(rows, FULL_PLAN), PLAN_DECISION)
    shown = box(rows, secretary)
    assert shown.index("Internkontrollplan 2021") < shown.index("Uppföljning av intern kontroll maj 2021")
    assert "✓ Fastställd 2021-01-26, § 5" in shown
    assert "Utkast" in shown
    assert shown.count("<form") == 2
    assert '<option value="5" selected>maj</option>' in shown
    with django_assert_max_num_queries(6):
        box(rows, User.objects.get(pk=secretary.pk))


def test_the_plan_is_adopted_with_its_document(rows: ControlRows) -> None:
    report = make(rows, PLAIN_PLAN)
    document = adopted(report, PLAN_DECISION)
    rows.plan.refresh_from_db()
    assert (rows.plan.adopted_on, rows.plan.decision_paragraph, rows.plan.registration_number) == (
        date(2021, 1, 26),
        "5",
        "SN 2021/3",
    )
    assert set(bytes_of(document)) == set(FILES)
    withdraw_report(report=report, reason="Fel bilaga", by="Karin")
    rows.plan.refresh_from_db()
    assert (rows.plan.adopted_on, rows.plan.decision_paragraph) == (None, "")


def test_a_plan_with_faults_is_refused_with_its_document(rows: ControlRows) -> None:
    make_risk(rows.plan, "r8", likelihood=None, consequence=None, unit=rows.units["SN"])
    report = make(rows, PLAIN_PLAN)
    faults = control_faults(report)
    assert faults == [
        "Risken r8, ”Risk r8”, är inte värderad.",
        "Risken r8, ”Risk r8”, saknar beslut.",
    ]
    with pytest.raises(AdoptionRefused) as refused:
        adopted(report, PLAN_DECISION)
    assert str(refused.value) == " ".join(faults)
    rows.plan.refresh_from_db()
    report.refresh_from_db()
    assert (rows.plan.adopted_on, report.adopted_on, AdoptedDocument.objects.count()) == (None, None, 0)
    page = logged_in(make_user("karin", rows.committee, role="secretary"))
    address = f"/prov-sn/rapporter/{report.slug}/faststall/"
    shown = page.get(address).text
    assert "<li>Risken r8, ”Risk r8”, saknar beslut.</li>" in shown
    assert "decision_paragraph" not in shown
    assert page.post(address, {"meeting_on": "2021-01-26", "decision_paragraph": "5", "confirmed": "on"}).status_code == 200  # fmt: skip
    assert Job.objects.count() == 0


def test_what_the_plan_refuses_at_the_end_leaves_nothing_behind(
    rows: ControlRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault that came while the files were made: the document is not frozen without the plan."""
    report = make(rows, PLAIN_PLAN)
    make_risk(rows.plan, "r8", likelihood=None, consequence=None, unit=rows.units["SN"])
    monkeypatch.setattr("reports.adopting.require_control_adoptable", lambda report: None)
    with pytest.raises(AdoptionRefused, match=r"Planen kan inte fastställas än\. Risken r8"):
        adopted(report, PLAN_DECISION)
    report.refresh_from_db()
    assert (report.adopted_on, report.frozen_id, AdoptedDocument.objects.count()) == (None, None, 0)


def test_two_documents_of_a_plan_cannot_both_be_adopted(rows: ControlRows) -> None:
    adopted(make(rows, PLAIN_PLAN), PLAN_DECISION)
    with pytest.raises(AdoptionRefused) as refused:
        adopted(make(rows, FULL_PLAN), YEAR_DECISION)
    assert str(refused.value) == (
        "Planen är redan fastställd, 2021-01-26 § 5. Dra tillbaka det dokumentet först om planen ska fastställas på nytt."
    )


def test_follow_ups_are_adopted_month_by_month_and_withdrawn(rows: ControlRows) -> None:
    may, september = make(rows, PLAIN_FOLLOW_UP, 5), make(rows, PLAIN_FOLLOW_UP, 9)
    with pytest.raises(AdoptionRefused) as refused:
        adopted(may, Decision(date(2021, 6, 15), "60"))
    assert str(refused.value) == "Internkontrollplanen för 2021 är inte fastställd. Fastställ den först."
    plan = make(rows, PLAIN_PLAN)
    adopted(plan, PLAN_DECISION)

    def through() -> int:
        rows.plan.refresh_from_db()
        return rows.plan.followed_up_through

    adopted(may, Decision(date(2021, 6, 15), "60"))
    assert through() == 5
    adopted(september, Decision(date(2021, 10, 12), "90"))
    assert through() == 9
    with pytest.raises(AdoptionRefused, match="Dra tillbaka uppföljningen först"):
        withdraw_report(report=plan, reason="Ändrad", by="Karin")
    plan.refresh_from_db()
    assert plan.adopted_on is not None
    withdraw_report(report=september, reason="Fel siffra", by="Karin")
    assert through() == 5
    withdraw_report(report=may, reason="Fel siffra", by="Karin")
    assert through() == 0


def test_the_years_follow_up_asks_for_every_result(rows: ControlRows) -> None:
    adopted(make(rows, PLAIN_PLAN), PLAN_DECISION)
    report = make(rows, PLAIN_FOLLOW_UP)
    with pytest.raises(AdoptionRefused, match=r"1 kontrolltillfälle har inget resultat: k2 i december\."):
        adopted(report, YEAR_DECISION)
    carry_out(rows.controls["k2"], 12)
    adopted(report, YEAR_DECISION)
    rows.plan.refresh_from_db()
    assert rows.plan.followed_up_through == 12


def test_a_follow_up_that_is_adopted_already_is_not_adopted_again_with_its_files(rows: ControlRows) -> None:
    """As one from a package: adopted, and without its files until they are frozen."""
    adopted(make(rows, PLAIN_PLAN), PLAN_DECISION)
    carry_out(rows.controls["k2"], 12)
    report = make(rows, PLAIN_FOLLOW_UP)
    Report.objects.filter(pk=report.pk).update(
        adopted_on=YEAR_DECISION.meeting_on, decision_paragraph=YEAR_DECISION.paragraph
    )
    ControlPlan.objects.update(followed_up_through=12)
    report.refresh_from_db()
    before = AuditEvent.objects.count()
    adopted(report, YEAR_DECISION)
    events = AuditEvent.objects.order_by("id").values_list("action", "subject")[before:]
    assert list(events) == [("fastställde dokument", "Uppföljning av intern kontroll 2021, utgåva 1")]
    rows.plan.refresh_from_db()
    assert rows.plan.followed_up_through == 12


def test_without_a_plan_nothing_is_adopted() -> None:
    committee = make_committee()
    rows = ControlRows(committee, make_units(committee, {"SN": {}}), make_plan(committee))
    report = make(rows, PLAIN_PLAN)
    rows.plan.delete()
    with pytest.raises(AdoptionRefused) as refused:
        adopted(report, PLAN_DECISION)
    assert str(refused.value) == "Nämnden har ingen internkontrollplan för 2021."


def test_another_kind_of_report_does_nothing_to_the_plan(rows: ControlRows) -> None:
    report = rows.report('typ = "kontrollsammanfattning"\n')
    assert control_faults(report) == []
    adopted(report, YEAR_DECISION)
    withdraw_report(report=report, reason="Fel", by="Karin")
    rows.plan.refresh_from_db()
    assert (rows.plan.adopted_on, rows.plan.followed_up_through) == (None, 0)


def test_last_years_documents_are_the_same_to_the_byte(rows: ControlRows) -> None:
    """After the scale, the template, the follow-ups and this year's plan were changed."""
    carry_out(rows.controls["k2"], 12)
    plan, follow_up = make(rows, FULL_PLAN), make(rows, FULL_FOLLOW_UP)
    frozen = [adopted(plan, PLAN_DECISION), adopted(follow_up, YEAR_DECISION)]
    before = [bytes_of(document) for document in frozen]
    page = logged_in(make_user("karin", rows.committee, role="secretary"))
    served = [_served(page, report) for report in (plan, follow_up)]

    rows.plan.risk_levels.update(label="Svart", colour="grey", symbol="cross")
    rows.plan.scale_steps.update(label="Ändrat")
    rows.plan.risks.update(description="En annan risk", decision=RiskDecision.ACT)
    rows.plan.controls.update(title="En annan kontroll")
    rows.controls["k1"].follow_ups.update(text="En annan text", result=Result.MAJOR, reason="")
    ReportTemplate.objects.update(source='namn = "Tom"\nslag = "internkontrollplan"\n')
    rows.committee.small_group_threshold = 9
    rows.committee.save()
    newer = make_plan(rows.committee, 2022, steps=5)
    make_control(newer, "k1", risk=make_risk(newer, "r1"), unit=root_of(rows.committee))

    assert [bytes_of(AdoptedDocument.objects.get(pk=document.pk)) for document in frozen] == before
    assert [_served(page, report) for report in (plan, follow_up)] == served
    for document, files in zip(frozen, before, strict=True):
        for name, (checksum, data) in files.items():
            assert sha256(data).hexdigest() == checksum, (document, name)
    assert served[0]["rapport.pdf"] == before[0]["rapport.pdf"][1]
    assert b"Beslut fattas utan delegation" in before[0]["report.html"][1]


def _served(page: Client, report: Report) -> dict[str, bytes]:
    """What a reader gets: the report within its page, and its files."""
    at = f"/prov-sn/rapporter/{report.slug}/"
    shown = page.get(at).text
    part = shown[shown.index('<div class="report">') : shown.index("</article>")]
    found = {"page": part.encode()}
    for name in ("rapport.pdf", "tabeller.xlsx", "figures.csv"):
        answer = page.get(f"{at}{name}")
        found[name] = (
            b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        )
    return found


@pytest.mark.parametrize("slug", STANDARD)
def test_a_report_asks_as_much_of_few_controls_as_of_many(
    slug: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = control_rows()
    _fill(rows, 10)
    report = Report.objects.select_related("committee__municipality", "template").get(pk=make(rows, slug).pk)
    counted = _questions(report)
    _fill(rows, 150)
    with django_assert_num_queries(counted):
        build(report, fresh=False)
    assert counted <= 22


def _questions(report: Report) -> int:
    with CaptureQueriesContext(connection) as asked:
        build(report, fresh=False)
    return len(asked)


def _fill(rows: ControlRows, count: int) -> None:
    for number in range(rows.plan.controls.count(), count):
        risk = make_risk(rows.plan, f"r{number}", unit=rows.units["SN"])
        control = make_control(rows.plan, f"k{number}", risk=risk, unit=rows.units["100"])
        done = carry_out(control, 5, Result.MINOR, sample_size=20, deviations=2)
        rows.plan.measures.create(
            code=f"a{number}",
            follow_up=done,
            text="Åtgärd",
            unit=rows.units["100"],
            responsible="Enhetschef",
            due_on=date(2021, 9, 30),
        )
