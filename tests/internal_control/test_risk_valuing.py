"""Valuing many risks at once: whole or nothing, at its row, and never over somebody else's newer value unseen."""

from datetime import date

import pytest

from internal_control.models import ControlPlan, PlanChange, Risk, RiskValuation
from internal_control.refusing import ControlRefused, Decision
from internal_control.risk_valuing import RiskValue, ValueConflict, ValuesRefused, value_of, value_risks
from organisation.models import AuditEvent
from tests.control_factories import make_plan, make_risk
from tests.internal_control.plan_place import Place, adopted_plan

BEFORE, AFTER = RiskValuation.Stage.BEFORE.value, RiskValuation.Stage.AFTER.value


@pytest.fixture
def plan(place: Place) -> ControlPlan:
    """r1 is valued 3 × 4, r2 is not valued, r3 is only proposed."""
    made = make_plan(place.committee)
    make_risk(made, "r1")
    make_risk(made, "r2", likelihood=None, consequence=None)
    make_risk(made, "r3", likelihood=None, consequence=None, is_chosen=False, is_proposal=True)
    return made


def risk(plan: ControlPlan, code: str) -> Risk:
    return plan.risks.get(code=code)


def refused(plan: ControlPlan, *values: RiskValue, stage: str = BEFORE) -> dict[str, tuple[str, str]]:
    with pytest.raises(ValuesRefused) as found:
        value_risks(plan=plan, values=values, stage=stage, by="karin")
    assert str(found.value) == "Ingenting är sparat än. Rätta det som är markerat."
    return {code: (each.field, str(each)) for code, each in found.value.by_risk.items()}


def test_values_and_what_is_done_are_saved_with_their_reasons(plan: ControlPlan) -> None:
    saved = value_risks(
        plan=plan,
        values=[RiskValue("r1", 4, 4, "act", "Två har slutat"), RiskValue("r2", 1, 3, "accept")],
        stage=BEFORE,
        by="karin",
    )
    assert [each.code for each in saved] == ["r1", "r2"]
    assert (risk(plan, "r1").value, risk(plan, "r1").decision) == (16, "act")
    assert (risk(plan, "r2").value, risk(plan, "r2").decision) == (3, "accept")
    kept = RiskValuation.objects.order_by("pk").values_list(
        "risk__code", "likelihood", "consequence", "reason"
    )
    assert list(kept) == [("r1", 3, 4, ""), ("r1", 4, 4, "Två har slutat"), ("r2", 1, 3, "")]
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.details["values"]) == (
        "värderade risker",
        {"r1": "3 × 4 → 4 × 4, åtgärda", "r2": "inte värderad → 1 × 3, acceptera"},
    )


def test_what_is_the_same_is_not_kept_anew(plan: ControlPlan) -> None:
    events = AuditEvent.objects.count()
    assert value_risks(plan=plan, values=[RiskValue("r1", 3, 4)], stage=BEFORE, by="karin") == []
    assert RiskValuation.objects.count() == 1
    assert AuditEvent.objects.count() == events


def test_a_new_decision_alone_is_saved_and_is_no_new_value(plan: ControlPlan) -> None:
    value_risks(plan=plan, values=[RiskValue("r1", 3, 4, "control")], stage=BEFORE, by="karin")
    assert risk(plan, "r1").decision == "control"
    assert RiskValuation.objects.count() == 1


def test_the_value_after_measures_leaves_the_other_and_the_decision(plan: ControlPlan) -> None:
    value_risks(plan=plan, values=[RiskValue("r1", 1, 4, "accept")], stage=AFTER, by="karin")
    found = risk(plan, "r1")
    assert (found.value, found.value_after, found.decision) == (12, 4, "")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            RiskValue("r1", 5, 4),
            ("likelihood", "Sannolikheten 5 finns inte på skalan, som går från 1 till 4."),
        ),
        (
            RiskValue("r1", 4, 0),
            ("consequence", "Konsekvensen 0 finns inte på skalan, som går från 1 till 4."),
        ),
        (RiskValue("r2", 4, None), ("consequence", "Välj både sannolikhet och konsekvens.")),
        (
            RiskValue("r1", None, None),
            ("likelihood", "Risken är redan värderad. Ge den ett nytt värde i stället för inget."),
        ),
        (RiskValue("r1", 3, 3, "kanske"), ("decision", "Välj ett av besluten i listan.")),
        (RiskValue("r3", 3, 3), ("", "Risken finns inte längre bland årets risker.")),
        (RiskValue("r9", 3, 3), ("", "Risken finns inte längre bland årets risker.")),
    ],
)
def test_one_that_is_refused_keeps_all_from_being_saved(
    plan: ControlPlan, value: RiskValue, said: tuple[str, str]
) -> None:
    good = RiskValue("r2" if value.code != "r2" else "r1", 1, 1)
    assert refused(plan, good, value) == {value.code: said}
    assert (risk(plan, "r1").value, risk(plan, "r2").value) == (12, None)
    assert RiskValuation.objects.count() == 1


def test_who_comes_second_is_told_at_the_row(plan: ControlPlan) -> None:
    seen = value_of(risk(plan, "r1"), BEFORE)
    assert seen == "3-4-"
    value_risks(plan=plan, values=[RiskValue("r1", 2, 2, seen=seen)], stage=BEFORE, by="eva")
    with pytest.raises(ValuesRefused) as found:
        value_risks(plan=plan, values=[RiskValue("r1", 1, 1, seen=seen)], stage=BEFORE, by="karin")
    conflict = found.value.by_risk["r1"]
    assert isinstance(conflict, ValueConflict)
    assert str(conflict) == (
        "Någon annan har värderat risken medan du skrev. Spara igen om ditt värde ska gälla."
    )
    assert risk(plan, "r1").value == 4
    value_risks(plan=plan, values=[RiskValue("r1", 1, 1, seen="2-2-")], stage=BEFORE, by="karin")
    assert risk(plan, "r1").value == 1


def test_an_adopted_plans_risks_are_valued_by_a_decision(place: Place) -> None:
    plan = adopted_plan(place)
    value = [RiskValue("r1", 4, 4)]
    with pytest.raises(ControlRefused) as found:
        value_risks(plan=plan, values=value, stage=BEFORE, by="karin")
    assert str(found.value) == (
        "Planen är fastställd 2021-01-20 § 8. En ändring behöver ett beslut: skriv dess datum och paragraf."
    )
    value_risks(plan=plan, values=value, stage=AFTER, by="karin")
    assert not PlanChange.objects.exists()
    value_risks(plan=plan, values=value, stage=BEFORE, decision=Decision(date(2021, 5, 12), "45"), by="karin")
    change = PlanChange.objects.get()
    assert change.text == "Risk r1 värderad: Risk r1"
    assert change.details == {
        "före": {"sannolikhet": "3", "konsekvens": "4", "beslut": "Kontrollera"},
        "efter": {"sannolikhet": "4", "konsekvens": "4", "beslut": "Kontrollera"},
    }


def test_a_risk_that_is_only_gathered_is_valued_freely(place: Place) -> None:
    plan = adopted_plan(place)
    make_risk(plan, "r2", likelihood=None, consequence=None, is_chosen=False)
    value_risks(plan=plan, values=[RiskValue("r2", 2, 2)], stage=BEFORE, by="karin")
    assert risk(plan, "r2").value == 4


def test_no_value_is_given_when_the_year_is_over(place: Place) -> None:
    plan = make_plan(place.committee, followed_up_through=12)
    make_risk(plan)
    with pytest.raises(ControlRefused) as found:
        value_risks(plan=plan, values=[RiskValue("r1", 1, 1)], stage=AFTER, by="karin")
    assert str(found.value) == "Internkontrollen 2021 är följd upp och fastställd. Den kan inte ändras."
