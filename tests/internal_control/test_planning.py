"""A year's plan is made, copied, deleted, adopted and followed up."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from internal_control import planning
from internal_control.copying import copy_preview
from internal_control.models import ControlPlan, CountedItem, FollowUp, Measure, Result, RiskDecision
from internal_control.performers import candidates, left, may_carry_out
from internal_control.plan_faults import findings
from internal_control.refusing import ControlRefused
from organisation.models import AuditEvent, Membership, Unit, User
from organisation.templatetags.events import labelled
from tests import control_factories as make
from tests import factories
from tests.internal_control.plan_place import Place, adopted_plan, ready_plan


def test_a_first_plan_has_the_usual_scale(place: Place) -> None:
    plan = planning.create_plan(committee=place.committee, year=2021, by=place.secretary)
    steps = plan.scale_steps.order_by("axis", "value").values_list("axis", "value", "label")
    assert list(steps) == [
        ("consequence", 1, "Försumbar"),
        ("consequence", 2, "Lindrig"),
        ("consequence", 3, "Kännbar"),
        ("consequence", 4, "Allvarlig"),
        ("likelihood", 1, "Osannolik"),
        ("likelihood", 2, "Mindre sannolik"),
        ("likelihood", 3, "Möjlig"),
        ("likelihood", 4, "Sannolik"),
    ]
    levels = plan.risk_levels.order_by("from_value").values_list("from_value", "label", "decision")
    assert list(levels) == [
        (1, "Låg", "accept"),
        (4, "Medel", "watch"),
        (9, "Hög", "control"),
        (16, "Mycket hög", "act"),
    ]
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject) == ("lade upp internkontrollplan", "Internkontrollplan 2021")
    assert event.changes_data


def test_a_copy_has_the_rows_but_nothing_that_was_carried_out(place: Place) -> None:
    plan = make.make_plan(place.committee, 2021, steps=3)
    risk = make.make_risk(
        plan,
        "r1",
        likelihood=3,
        consequence=2,
        likelihood_after=1,
        consequence_after=2,
        unit=place.units["110"],
    )
    make.make_risk(plan, "r2", likelihood=None, consequence=None, is_chosen=False, is_proposal=True)
    control = make.make_control(
        plan, "k1", months=[2, 9], risk=risk, unit=place.units["110"], performer=place.manager
    )
    top = CountedItem.objects.create(
        control=control, code="over", label="Över fyra månader", is_deviation=True
    )
    CountedItem.objects.create(control=control, code="vantan", label="Väntan på utlåtande", parent=top)
    make.make_control(plan, "k2", struck_on=date(2021, 6, 1))
    found = make.carry_out(control, 2, Result.MINOR, sample_size=20, deviations=2)
    make.make_measure(plan, follow_up=found)

    copy = planning.create_plan(committee=place.committee, year=2022, copy_from=plan, by=place.secretary)

    copied = copy.risks.get(code="r1")
    assert (copied.likelihood, copied.consequence, copied.likelihood_after, copied.unit) == (
        3,
        2,
        None,
        place.units["110"],
    )
    assert list(
        copied.valuations.values_list("stage", "likelihood", "consequence", "reason", "valued_by")
    ) == [("before", 3, 2, "Från 2021 års plan", "Sara")]
    assert copy.risks.get(code="r2").is_proposal
    (of_copy,) = copy.controls.all()
    assert (of_copy.code, of_copy.risk, of_copy.performer) == ("k1", copied, place.manager)
    rows = of_copy.follow_ups.order_by("month").values_list("month", "result", "version")
    assert list(rows) == [(2, "", 0), (9, "", 0)]
    items = of_copy.counted_items.order_by("code").values_list("code", "parent__code", "is_deviation")
    assert list(items) == [("over", None, True), ("vantan", "over", False)]
    assert copy.scale_steps.count() == 6
    assert not copy.measures.exists()
    # What is open follows the committee all the same.
    assert [each.code for each in Measure.objects.of_year(copy.committee_id, copy.year)] == ["a1"]
    # The copy owns its scale: another year's is as it was.
    copy.scale_steps.all().delete()
    assert plan.scale_steps.count() == 6


def test_the_preview_says_what_a_copy_leaves(place: Place) -> None:
    plan = make.make_plan(place.committee, 2021)
    Unit.objects.filter(code="200").update(valid_to=2021)
    make.make_risk(plan, "r1")
    make.make_risk(plan, "r2", is_chosen=False)
    make.make_control(plan, "k1", unit=place.units["100"], performer=place.manager)
    make.make_control(plan, "k2", unit=place.units["200"], performer=place.manager, months=[3])
    make.make_control(plan, "k3", struck_on=date(2021, 3, 1))
    make.make_measure(plan, "a1")
    preview = copy_preview(plan, 2022)
    assert (preview.risks, preview.chosen, preview.occasions, preview.measures) == (2, 1, 4, 1)
    assert preview.controls == 2
    assert [each.code for each in preview.struck] == ["k3"]
    assert [each.code for each in preview.unmanned] == ["k2"]
    assert [each.code for each in preview.gone] == ["200"]
    copy = planning.create_plan(committee=place.committee, year=2022, copy_from=plan, by=place.secretary)
    k2 = copy.controls.get(code="k2")
    assert (k2.performer, k2.unit) == (None, place.units["SN"])


def test_a_year_has_one_plan(place: Place) -> None:
    ready_plan(place)
    with pytest.raises(ControlRefused, match=r"^Nämnden har redan en internkontrollplan för 2021\.$"):
        planning.create_plan(committee=place.committee, year=2021, by=place.secretary)


def test_another_committees_plan_and_a_later_year_are_no_models(place: Place) -> None:
    other = make.make_plan(factories.make_committee("annan-sn"), 2020)
    later = make.make_plan(place.committee, 2023)
    for source in (other, later):
        with pytest.raises(ControlRefused, match="Välj en av nämndens tidigare planer att kopiera"):
            planning.create_plan(committee=place.committee, year=2022, copy_from=source, by=place.secretary)
    assert not place.committee.control_plans.filter(year=2022).exists()


def test_a_draft_is_deleted_until_something_is_written_in_it(place: Place) -> None:
    plan = ready_plan(place)
    control = plan.controls.get()
    make.carry_out(control, 5)
    with pytest.raises(ControlRefused, match=r"^Planen har genomförda kontroller och kan inte tas bort\.$"):
        planning.delete_plan(plan=plan, by=place.secretary)
    FollowUp.objects.update(result="", done_on=None)
    planning.delete_plan(plan=plan, by=place.secretary)
    assert not ControlPlan.objects.exists()
    with pytest.raises(ControlRefused, match=r"^Internkontrollplanen för 2021 finns inte längre\.$"):
        planning.delete_plan(plan=plan, by=place.secretary)


def test_an_adopted_plan_is_not_deleted(place: Place) -> None:
    with pytest.raises(
        ControlRefused, match=r"^Planen är fastställd 2021-01-20 § 8\. Den kan inte tas bort\.$"
    ):
        planning.delete_plan(plan=adopted_plan(place), by=place.secretary)


def test_what_stands_in_the_way_of_adopting_is_told(place: Place) -> None:
    plan = make.make_plan(place.committee, 2021)
    make.make_risk(plan, "r1", likelihood=None, consequence=None)
    assert planning.plan_faults(plan) == [
        "Risken r1, ”Risk r1”, är inte värderad.",
        "Risken r1, ”Risk r1”, saknar beslut.",
        "Planen har ingen kontroll.",
    ]
    unchosen = make.make_risk(plan, "r2", is_chosen=False)
    make.make_control(plan, "k1", months=[], responsible="", risk=unchosen)
    assert planning.plan_faults(plan)[2:] == [
        "Kontrollen k1, ”Kontroll k1”, saknar månader.",
        "Kontrollen k1, ”Kontroll k1”, saknar ansvarig.",
        "Kontrollen k1, ”Kontroll k1”, gäller risken r2, som inte är med i planen.",
    ]
    with pytest.raises(ControlRefused, match=r"^Planen kan inte fastställas än\. Risken r1"):
        planning.adopt_plan(
            plan=plan, meeting_on=date(2021, 1, 20), paragraph="8", registration_number="", by="sara"
        )


def test_what_is_worth_a_look_does_not_stand_in_the_way(place: Place) -> None:
    plan = ready_plan(place)
    make.make_risk(plan, "r2", decision=RiskDecision.CONTROL)
    make.make_risk(plan, "r3", decision=RiskDecision.ACT)
    make.make_risk(plan, "r4", is_chosen=False, is_proposal=True)
    User.objects.filter(pk=place.manager.pk).update(is_active=False)
    assert planning.plan_faults(plan) == []
    assert [each.text for each in findings(plan)] == [
        "Risken r2, ”Risk r2”, ska kontrolleras, men ingen kontroll gäller den.",
        "Risken r3, ”Risk r3”, ska åtgärdas, men ingen åtgärd är beslutad.",
        "1 förslag till risk är inte behandlat.",
        "Kontrollen k1, ”Kontroll k1”, ska utföras av någon som har slutat eller saknar behörighet.",
    ]


def test_a_plan_is_adopted_with_its_decision_and_withdrawn(place: Place) -> None:
    plan = adopted_plan(place)
    assert (plan.adopted_on, plan.decision_paragraph, plan.registration_number) == (
        date(2021, 1, 20),
        "8",
        "SN 2021/4",
    )
    with pytest.raises(
        ControlRefused, match=r"^Planen är fastställd 2021-01-20 § 8\. Dra tillbaka den först"
    ):
        planning.adopt_plan(
            plan=plan, meeting_on=date(2021, 2, 1), paragraph="9", registration_number="", by="sara"
        )
    planning.withdraw_plan(plan=plan, by=place.secretary)
    plan.refresh_from_db()
    assert (plan.adopted_on, plan.decision_paragraph, plan.registration_number) == (None, "", "")
    with pytest.raises(ControlRefused, match="den är inte fastställd"):
        planning.withdraw_plan(plan=plan, by=place.secretary)


@pytest.mark.parametrize(
    ("days", "paragraph", "message"),
    [(1, "8", "Sammanträdet kan inte ligga i framtiden."), (0, " ", "Skriv beslutets paragraf.")],
)
def test_a_decision_has_a_day_that_has_been_and_a_paragraph(
    place: Place, days: int, paragraph: str, message: str
) -> None:
    with pytest.raises(ControlRefused) as refused:
        planning.adopt_plan(
            plan=ready_plan(place),
            meeting_on=timezone.localdate() + timedelta(days),
            paragraph=paragraph,
            registration_number="",
            by="sara",
        )
    assert str(refused.value) == message


def test_follow_ups_settle_the_plan_month_by_month(place: Place) -> None:
    plan = adopted_plan(place)
    control = plan.controls.get()
    planning.adopt_follow_up(plan=plan, month=9, by=place.secretary)
    # A follow-up of an earlier month changes nothing of how far the plan is.
    assert planning.adopt_follow_up(plan=plan, month=5, by=place.secretary).followed_up_through == 9
    with pytest.raises(
        ControlRefused, match=r"^Uppföljningen till och med september 2021 är fastställd\. Dra"
    ):
        planning.withdraw_plan(plan=plan, by=place.secretary)
    make.carry_out(control, 9)
    with pytest.raises(ControlRefused) as refused:
        planning.adopt_follow_up(plan=plan, month=12, by=place.secretary)
    assert str(refused.value) == (
        "2 kontrolltillfällen har inget resultat: k1 i maj och k1 i december. Skriv vad kontrollen visade, eller"
        " varför den inte blev av, innan årets uppföljning fastställs."
    )
    make.carry_out(control, 5)
    # Struck in December: what would have been due then is not owed.
    control.struck_on = date(2021, 12, 1)
    control.save()
    assert planning.adopt_follow_up(plan=plan, month=12, by=place.secretary).followed_up_through == 12
    back = {"plan": plan, "month": 12, "by": place.secretary}
    assert planning.withdraw_follow_up(**back, month_before=5).followed_up_through == 5
    with pytest.raises(ControlRefused, match="inte fastställd så långt"):
        planning.withdraw_follow_up(**back, month_before=6)


def test_the_log_says_through_which_month_and_where_the_plan_stands_if_that_is_another(place: Place) -> None:
    plan = adopted_plan(place)
    by = place.secretary
    planning.adopt_follow_up(plan=plan, month=5, by=by)
    planning.adopt_follow_up(plan=plan, month=9, by=by)
    planning.adopt_follow_up(plan=plan, month=5, by=by)
    planning.withdraw_follow_up(plan=plan, month=5, month_before=9, by=by)
    planning.withdraw_follow_up(plan=plan, month=9, month_before=0, by=by)
    adopted, withdrawn = (
        "fastställde uppföljning av internkontroll",
        "drog tillbaka uppföljning av internkontroll",
    )
    stands, year = "planen är uppföljd till och med", ("år", "2021")
    events = AuditEvent.objects.filter(action__in=[adopted, withdrawn]).order_by("id")
    assert [(event.action, labelled(event.details)) for event in events] == [
        (adopted, [year, ("till och med", "maj")]),
        (adopted, [year, ("till och med", "september")]),
        (adopted, [year, ("till och med", "maj"), (stands, "september")]),
        (withdrawn, [year, ("till och med", "maj"), (stands, "september")]),
        (withdrawn, [year, ("till och med", "september"), (stands, "ingen månad")]),
    ]


def test_a_draft_is_not_followed_up(place: Place) -> None:
    with pytest.raises(ControlRefused, match=r"^Internkontrollplanen för 2021 är inte fastställd\."):
        planning.adopt_follow_up(plan=ready_plan(place), month=5, by=place.secretary)


def test_who_may_carry_out_in_several_places_has_them_in_the_order_of_the_tree(place: Place) -> None:
    units = [place.units[code] for code in ("110", "200")]
    person = factories.make_user("eva", place.committee, role="unit_manager", unit=units[0])
    Membership.objects.create(
        user=person, committee=place.committee, role=factories.make_role("unit_manager"), unit=units[1]
    )
    found = {each.user: each.where for each in candidates(place.committee, units)}
    assert found[person] == "Enhet 110, Enhet 200"


def test_who_may_carry_out_is_asked_now(place: Place) -> None:
    plan = ready_plan(place)
    other = make.make_control(plan, "k2", unit=place.units["200"], performer=place.manager)
    below = make.make_control(plan, "k3", unit=place.units["110"], performer=place.manager)
    assert list(may_carry_out(place.units["110"])) == [place.manager, place.secretary]
    assert list(may_carry_out(place.units["200"])) == [place.secretary]
    assert left(plan) == {other.pk}
    Membership.objects.filter(user=place.manager).delete()
    assert left(plan) == {plan.controls.get(code="k1").pk, other.pk, below.pk}
