"""A plan's scale: read, changed, refused, and never another year's."""

from datetime import date

import pytest

from internal_control.models import ControlPlan, PlanChange, RiskLevel, ScaleStep
from internal_control.refusing import ControlRefused, Decision
from internal_control.risk_scale import (
    Level,
    ScaleRefused,
    Step,
    save_scale,
    scale_fingerprint,
    scale_of,
    scales_of,
)
from organisation.models import AuditEvent
from tests.control_factories import make_plan, make_risk
from tests.internal_control.plan_place import Place, adopted_plan

THREE = tuple(Step(value, label) for value, label in enumerate(("Liten", "Mellan", "Stor"), 1))
LEVELS = (
    Level(6, "Röd", "filled", "red", "act"),
    Level(1, "Grön", "empty", "green", "accept"),
    Level(3, "Gul", "half", "yellow", "watch"),
)


@pytest.fixture
def plan(place: Place) -> ControlPlan:
    return make_plan(place.committee)


def test_it_is_read_in_one_query_for_any_number_of_years(
    place: Place, plan: ControlPlan, django_assert_num_queries: object
) -> None:
    other = make_plan(place.committee, 2022, steps=5)
    with django_assert_num_queries(1):  # type: ignore[operator]
        scales = scales_of([plan, other])
    assert [(scales[each.pk].steps, scales[each.pk].highest) for each in (plan, other)] == [(4, 16), (5, 25)]


def test_a_new_scale_replaces_the_whole(plan: ControlPlan) -> None:
    saved = save_scale(plan=plan, likelihood=THREE, consequence=THREE, levels=LEVELS, by="karin")
    assert scale_of(plan) == saved
    assert [level.label for level in saved.levels] == ["Grön", "Gul", "Röd"]
    assert (ScaleStep.objects.count(), RiskLevel.objects.count()) == (6, 3)
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.details["after"]["risknivåer"]) == (
        "ändrade riskskala",
        "1–2 Grön, 3–5 Gul, 6–9 Röd",
    )


def test_another_year_keeps_its_scale(place: Place, plan: ControlPlan) -> None:
    earlier = make_plan(place.committee, 2020)
    before = scale_of(earlier)
    save_scale(plan=plan, likelihood=THREE, consequence=THREE, levels=LEVELS, by="karin")
    assert scale_of(earlier) == before


def test_a_shrink_that_leaves_values_outside_names_the_risks(plan: ControlPlan) -> None:
    make_risk(plan, "r1", likelihood=3, consequence=4)
    make_risk(plan, "r2", likelihood=3, consequence=3)
    make_risk(plan, "r3", likelihood=1, consequence=1, likelihood_after=4, consequence_after=1)
    before = scale_of(plan)
    with pytest.raises(ScaleRefused) as refused:
        save_scale(plan=plan, likelihood=THREE, consequence=THREE, levels=LEVELS, by="karin")
    assert refused.value.by_level == {
        None: "Skalan kan inte få 3 steg: det finns risker med högre värden än så. "
        "Värdera först om r1 (Risk r1), r3 (Risk r3)."
    }
    assert scale_of(plan) == before


@pytest.mark.parametrize(
    ("likelihood", "consequence", "said"),
    [
        (THREE[:2], THREE[:2], "Skalan har 3 till 5 steg, lika många på båda axlarna."),
        (THREE, (*THREE, Step(4, "Störst")), "Skalan har 3 till 5 steg, lika många på båda axlarna."),
        ((*THREE[:2], Step(4, "Stor")), THREE, "Stegen för sannolikhet räknas från 1 utan luckor."),
        (THREE, (*THREE[:2], Step(3, " ")), "Skriv vad varje steg för konsekvens heter."),
    ],
)
def test_what_is_no_scale(
    plan: ControlPlan, likelihood: tuple[Step, ...], consequence: tuple[Step, ...], said: str
) -> None:
    with pytest.raises(ScaleRefused) as refused:
        save_scale(plan=plan, likelihood=likelihood, consequence=consequence, levels=LEVELS, by="karin")
    assert refused.value.by_level == {None: said}


def test_the_second_of_two_writers_is_told(plan: ControlPlan) -> None:
    seen = scale_fingerprint(scale_of(plan))
    save_scale(plan=plan, likelihood=THREE, consequence=THREE, levels=LEVELS, seen=seen, by="eva")
    with pytest.raises(ScaleRefused, match="Någon annan har ändrat skalan medan du skrev"):
        save_scale(plan=plan, likelihood=THREE, consequence=THREE, levels=LEVELS[:2], seen=seen, by="karin")


def test_an_adopted_plans_scale_is_changed_by_a_decision(place: Place) -> None:
    plan = adopted_plan(place)
    scale = scale_of(plan)
    levels = [*scale.levels[:2], Level(12, "Hög", "filled", "red", "control")]
    with pytest.raises(ControlRefused, match="En ändring behöver ett beslut"):
        save_scale(
            plan=plan, likelihood=scale.likelihood, consequence=scale.consequence, levels=levels, by="karin"
        )
    assert scale_of(plan) == scale
    save_scale(
        plan=plan,
        likelihood=scale.likelihood,
        consequence=scale.consequence,
        levels=levels,
        decision=Decision(date(2021, 5, 12), "45"),
        by="karin",
    )
    change = PlanChange.objects.get()
    assert change.text == "Skalan för risker ändrad"
    assert change.details["före"]["risknivåer"] == "1–3 Låg, 4–8 Medel, 9–16 Hög"
    assert change.details["efter"]["risknivåer"] == "1–3 Låg, 4–11 Medel, 12–16 Hög"


def test_the_same_scale_again_changes_nothing(place: Place) -> None:
    plan = adopted_plan(place)
    scale = scale_of(plan)
    events = AuditEvent.objects.count()
    save_scale(
        plan=plan,
        likelihood=scale.likelihood,
        consequence=scale.consequence,
        levels=scale.levels,
        by="karin",
    )
    assert AuditEvent.objects.count() == events
