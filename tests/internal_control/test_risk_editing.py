"""Saving, choosing and deleting risks: what is kept, what is refused, and when a decision is needed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from internal_control.models import PlanChange, Risk, RiskValuation
from internal_control.refusing import ControlRefused, Decision
from internal_control.risk_editing import (
    RiskEntry,
    choose_risks,
    chosen_fingerprint,
    delete_risk,
    fingerprint,
    save_risk,
)
from organisation.models import AuditEvent
from tests.control_factories import make_control, make_measure, make_plan, make_risk
from tests.factories import make_committee, make_units
from tests.internal_control.plan_place import Place, adopted_plan

DECISION = Decision(date(2021, 5, 12), "45", "Fler avvikelser än väntat")
NO_DECISION = (
    "Planen är fastställd 2021-01-20 § 8. En ändring behöver ett beslut: skriv dess datum och paragraf."
)


def entry(place: Place, **fields: Any) -> RiskEntry:
    given: dict[str, Any] = {
        "code": "r2",
        "process": "Ekonomiskt bistånd",
        "description": "Fel belopp betalas ut",
        "unit": place.units["110"],
        **fields,
    }
    return RiskEntry(**given)


def entry_of(risk: Risk, **fields: Any) -> RiskEntry:
    names = ("code", "process", "description", "unit", "likelihood", "consequence", "decision", "is_chosen")
    return RiskEntry(**{**{name: getattr(risk, name) for name in names}, **fields})


def refused(**step: Any) -> tuple[str, str]:
    """Field and sentence."""
    with pytest.raises(ControlRefused) as found:
        save_risk(by="karin", **step)
    return found.value.field, str(found.value)


def test_a_new_risk_stands_last_with_its_value_in_the_history(place: Place) -> None:
    plan = make_plan(place.committee)
    make_risk(plan, "r1")
    saved = save_risk(
        plan=plan,
        risk=None,
        entry=entry(place, likelihood=2, consequence=3, value_reason="Få fel hittills"),
        by="karin",
    )
    assert (saved.code, saved.position, saved.value, saved.is_proposal) == ("r2", 1, 6, False)
    assert list(
        saved.valuations.values_list("stage", "likelihood", "consequence", "reason", "valued_by")
    ) == [("before", 2, 3, "Få fel hittills", "karin")]
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.details["code"], event.changes_data) == ("lade till risk", "r2", True)


def test_only_what_is_new_of_the_values_is_kept_anew(place: Place) -> None:
    risk = make_risk(make_plan(place.committee), likelihood=3, consequence=4)
    save_risk(
        plan=risk.plan,
        risk=risk,
        entry=entry_of(risk, description="Annan text", likelihood_after=1, consequence_after=4),
        by="karin",
    )
    kept = risk.valuations.order_by("pk").values_list("stage", "likelihood", "consequence")
    assert list(kept) == [("before", 3, 4), ("after", 1, 4)]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "ny"}, ("code", "”ny” är upptaget av en av sidorna. Välj en annan kod.")),
        ({"code": "r1"}, ("code", "Planen har redan en risk med den koden.")),
        (
            {"code": "r 2"},
            ("code", "Koden får inte innehålla blanksteg, snedstreck eller semikolon."),
        ),
        ({"code": " "}, ("code", "Skriv en kod.")),
        ({"process": " "}, ("process", "Skriv vilken process eller vilket område risken gäller.")),
        ({"description": ""}, ("description", "Skriv vad risken är.")),
        ({"decision": "kanske"}, ("decision", "Välj ett av besluten i listan.")),
        (
            {"likelihood": 5, "consequence": 1},
            ("likelihood", "Sannolikheten 5 finns inte på skalan, som går från 1 till 4."),
        ),
        (
            {"likelihood": 1, "consequence": 0},
            ("consequence", "Konsekvensen 0 finns inte på skalan, som går från 1 till 4."),
        ),
        (
            {"likelihood_after": 1, "consequence_after": 9},
            (
                "consequence_after",
                "Konsekvensen efter åtgärder 9 finns inte på skalan, som går från 1 till 4.",
            ),
        ),
        (
            {"likelihood": 2},
            ("consequence", "Välj konsekvensen också: en värderad risk har båda."),
        ),
        (
            {"consequence_after": 2},
            ("likelihood_after", "Välj sannolikheten också: en värderad risk har båda."),
        ),
    ],
)
def test_what_no_risk_can_be(place: Place, fields: dict[str, Any], said: tuple[str, str]) -> None:
    plan = make_plan(place.committee)
    make_risk(plan, "r1")
    assert refused(plan=plan, risk=None, entry=entry(place, **fields)) == said
    assert Risk.objects.count() == 1


def test_the_unit_is_the_committees_own(place: Place) -> None:
    other = make_units(make_committee("annan-sn"), {"SN": {}})["SN"]
    plan = make_plan(place.committee)
    assert refused(plan=plan, risk=None, entry=entry(place, unit=other)) == (
        "unit",
        "Välj en av nämndens enheter.",
    )


def test_a_value_is_not_taken_away(place: Place) -> None:
    risk = make_risk(make_plan(place.committee))
    assert refused(plan=risk.plan, risk=risk, entry=entry_of(risk, likelihood=None, consequence=None)) == (
        "likelihood",
        "Risken är redan värderad. Ge den ett nytt värde i stället för inget.",
    )


def test_the_second_of_two_writers_is_told(place: Place) -> None:
    risk = make_risk(make_plan(place.committee))
    seen = fingerprint(risk)
    save_risk(plan=risk.plan, risk=risk, entry=entry_of(risk, description="Först"), seen=seen, by="eva")
    field, sentence = refused(plan=risk.plan, risk=risk, entry=entry_of(risk, description="Sedan"), seen=seen)
    assert (field, sentence.split(".")[0]) == ("", "Någon annan har ändrat risken medan du skrev")
    risk.refresh_from_db()
    assert risk.description == "Först"


def test_a_risk_in_an_adopted_plan_is_changed_by_a_decision_only(place: Place) -> None:
    plan = adopted_plan(place)
    risk = plan.risks.get()
    changed = entry_of(risk, likelihood=4)
    assert refused(plan=plan, risk=risk, entry=changed) == ("decision_paragraph", NO_DECISION)
    saved = save_risk(plan=plan, risk=risk, entry=changed, decision=DECISION, by="karin")
    assert saved.value == 16
    change = PlanChange.objects.get()
    assert (change.text, change.decision_paragraph, change.details) == (
        "Risk r1 ändrad: Risk r1",
        "45",
        {"före": {"sannolikhet": "3"}, "efter": {"sannolikhet": "4"}},
    )


def test_the_line_ends_of_a_browser_are_no_change(place: Place) -> None:
    plan = adopted_plan(place)
    plan.risks.update(cause="Många vikarier\nNytt system")
    risk = plan.risks.get()
    typed = entry_of(risk, cause="Många vikarier\r\nNytt system\r\n")
    assert save_risk(plan=plan, risk=risk, entry=typed, by="karin").cause == "Många vikarier\nNytt system"
    assert not PlanChange.objects.exists()


def test_a_risk_is_changed_by_the_rules_of_its_own_plan(place: Place) -> None:
    risk = adopted_plan(place).risks.get()
    draft = make_plan(place.committee, 2022)
    assert refused(plan=draft, risk=risk, entry=entry_of(risk, likelihood=4)) == (
        "decision_paragraph",
        NO_DECISION,
    )


def test_values_after_measures_are_free(place: Place) -> None:
    plan = adopted_plan(place)
    risk = plan.risks.get()
    saved = save_risk(
        plan=plan, risk=risk, entry=entry_of(risk, likelihood_after=1, consequence_after=2), by="karin"
    )
    assert saved.value_after == 2
    assert not PlanChange.objects.exists()


def test_a_risk_that_is_only_gathered_is_free_until_it_is_chosen(place: Place) -> None:
    plan = adopted_plan(place)
    gathered = save_risk(plan=plan, risk=None, entry=entry(place), by="karin")
    chosen = replace(entry(place), is_chosen=True)
    assert refused(plan=plan, risk=gathered, entry=chosen)[0] == "decision_paragraph"
    save_risk(plan=plan, risk=gathered, entry=chosen, decision=DECISION, by="karin")
    assert PlanChange.objects.get().text == "Risk r2 ändrad: Fel belopp betalas ut"


def test_nothing_changes_when_the_year_is_over(place: Place) -> None:
    plan = make_plan(place.committee, followed_up_through=12)
    over = ("", "Internkontrollen 2021 är följd upp och fastställd. Den kan inte ändras.")
    assert refused(plan=plan, risk=None, entry=entry(place)) == over


def test_choosing_risks(place: Place) -> None:
    plan = make_plan(place.committee)
    first, second, third = (make_risk(plan, code, is_chosen=code == "r1") for code in ("r1", "r2", "r3"))
    choose_risks(plan=plan, chosen=[second, third], by="karin")
    assert list(plan.risks.filter(is_chosen=True).order_by("code").values_list("code", flat=True)) == [
        "r2",
        "r3",
    ]
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.details["came"], event.details["went"]) == (["r2", "r3"], ["r1"])
    assert first.code == "r1"


def test_who_chooses_is_told_what_stands_in_the_way(place: Place) -> None:
    plan = make_plan(place.committee)
    risk = make_risk(plan, "r1")
    proposal = make_risk(plan, "r2", is_chosen=False, is_proposal=True)
    other = make_risk(make_plan(place.committee, 2022), "r1")
    make_control(plan, "k1", risk=risk)
    for chosen, said in (
        ([], "Risken r1 har kontrollen k1 i planen och kan inte utgå."),
        ([risk, proposal], "Ta upp förslaget r2 innan det kommer med i planen."),
        ([risk, other], "Välj bland riskerna för 2021."),
    ):
        with pytest.raises(ControlRefused) as refused:
            choose_risks(plan=plan, chosen=chosen, by="karin")
        assert str(refused.value).startswith(said)
    with pytest.raises(ControlRefused, match="Någon annan har ändrat planens risker"):
        choose_risks(plan=plan, chosen=[risk], seen="gammalt", by="karin")
    choose_risks(plan=plan, chosen=[risk], seen=chosen_fingerprint(plan), by="karin")


def test_the_choice_of_an_adopted_plan_is_logged_with_its_decision(place: Place) -> None:
    plan = adopted_plan(place)
    added = make_risk(plan, "r2", is_chosen=False)
    everything = [plan.risks.get(code="r1"), added]
    with pytest.raises(ControlRefused) as refused:
        choose_risks(plan=plan, chosen=everything, by="karin")
    assert str(refused.value) == NO_DECISION
    choose_risks(plan=plan, chosen=everything, decision=DECISION, by="karin")
    assert PlanChange.objects.get().text == "Risker i planen: tas in: r2"


def test_deleting_a_risk_with_its_history(place: Place) -> None:
    risk = make_risk(make_plan(place.committee))
    delete_risk(risk=risk, by="karin")
    assert not Risk.objects.exists()
    assert not RiskValuation.objects.exists()
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.details["before"]["sannolikhet"]) == ("tog bort risk", "3")


def test_a_risk_with_controls_or_measures_stays(place: Place) -> None:
    plan = make_plan(place.committee)
    risk = make_risk(plan)
    make_control(plan, "k1", risk=risk)
    make_measure(plan, "a1", risk=risk)
    with pytest.raises(ControlRefused) as refused:
        delete_risk(risk=risk, by="karin")
    assert str(refused.value) == "Risken har kontroller (k1) och åtgärder (a1) och kan inte tas bort."


def test_a_risk_of_an_adopted_plan_goes_by_a_decision(place: Place) -> None:
    plan = adopted_plan(place)
    risk = make_risk(plan, "r9")
    with pytest.raises(ControlRefused) as refused:
        delete_risk(risk=risk, by="karin")
    assert str(refused.value) == NO_DECISION
    delete_risk(risk=risk, decision=DECISION, by="karin")
    assert PlanChange.objects.get().text == "Risk r9 borttagen: Risk r9"
