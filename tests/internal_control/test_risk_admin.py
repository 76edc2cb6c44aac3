"""Risks and scales in the administration: the same rules as on the pages, and every change in the log."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from internal_control.models import PlanChange, Risk, RiskLevel, RiskValuation
from organisation.models import AuditEvent
from tests.control_factories import make_control, make_plan, make_risk
from tests.internal_control.plan_place import Place, adopted_plan
from tests.pages import change, delete, words

pytestmark = pytest.mark.django_db
NEW = reverse("admin:internal_control_risk_add")


def typed(risk: Risk, **given: Any) -> dict[str, Any]:
    stored = {
        name: getattr(risk, name)
        for name in ("code", "process", "description", "cause", "category", "decision", "reason", "owner")
    }
    steps = ("likelihood", "consequence", "likelihood_after", "consequence_after")
    values = {name: getattr(risk, name) or "" for name in steps}
    chosen = {"is_chosen": "on"} if risk.is_chosen else {}
    return {**stored, **values, **chosen, "unit": risk.unit_id, **given}


def test_a_risk_is_added_last_with_its_value_in_the_history(admin: Client, place: Place) -> None:
    plan = make_plan(place.committee)
    make_risk(plan, "r1")
    new = Risk(plan=plan, code="r2", process="It", description="Läcka", unit=place.units["SN"])
    sent = {**typed(new, likelihood="2", consequence="4", value_reason="Ny"), "plan": plan.pk}
    assert admin.post(NEW, sent).status_code == 302
    saved = Risk.objects.get(code="r2")
    assert (saved.value, saved.position) == (8, 1)
    assert saved.valuations.get().reason == "Ny"
    event = AuditEvent.objects.get()
    assert (event.action, event.committee_slug) == ("lade till risk", "prov-sn")


def test_what_is_no_risk_is_refused_at_its_field(admin: Client, place: Place) -> None:
    risk = make_risk(make_plan(place.committee))
    page = words(admin.post(change(risk), typed(risk, likelihood="5", code="vardera")))
    assert "Sannolikheten 5 finns inte på skalan, som går från 1 till 4." in page
    assert "”vardera” är upptaget av en av sidorna. Välj en annan kod." in page
    page = words(admin.post(change(risk), typed(risk, likelihood="", consequence="")))
    assert "Risken är redan värderad. Ge den ett nytt värde i stället för inget." in page
    risk.refresh_from_db()
    assert risk.value == 12


def test_an_adopted_plans_risk_is_changed_by_a_decision(admin: Client, place: Place) -> None:
    risk = adopted_plan(place).risks.get()
    assert "En ändring behöver ett beslut" in words(admin.post(change(risk), typed(risk, likelihood="4")))
    sent = typed(risk, likelihood="4", decided_on="2021-05-12", decision_paragraph="45")
    assert admin.post(change(risk), sent).status_code == 302
    risk.refresh_from_db()
    assert risk.value == 16
    assert PlanChange.objects.get().decided_on == date(2021, 5, 12)


def test_what_stands_in_the_way_of_deleting_is_told(admin: Client, place: Place) -> None:
    plan = make_plan(place.committee)
    risk, free = make_risk(plan, "r1"), make_risk(plan, "r2")
    make_control(plan, "k1", risk=risk)
    assert "Risken har kontroller (k1) och kan inte tas bort." in words(admin.get(delete(risk)))
    assert admin.post(delete(free), {"post": "yes"}).status_code == 302
    assert [each.code for each in Risk.objects.all()] == ["r1"]
    assert AuditEvent.objects.order_by("-id")[0].action == "tog bort risk"
    settled = make_risk(adopted_plan_of_another_year(place), "r9")
    assert "Planen är fastställd. Ta bort risken på dess egen sida, med beslutet." in words(
        admin.get(delete(settled))
    )


def adopted_plan_of_another_year(place: Place) -> Any:
    return make_plan(place.committee, 2020, adopted_on=date(2020, 2, 4), decision_paragraph="8")


def test_values_are_only_looked_at(admin: Client, place: Place) -> None:
    make_risk(make_plan(place.committee))
    value = RiskValuation.objects.get()
    page = reverse("admin:internal_control_riskvaluation_changelist")
    assert "Risk r1 Före åtgärder 3 4" in words(admin.get(page))
    assert admin.post(change(value), {"likelihood": "1"}).status_code == 403
    assert admin.get(reverse("admin:internal_control_riskvaluation_add")).status_code == 403


def test_a_drafts_scale_is_changed_while_it_holds(admin: Client, place: Place) -> None:
    plan = make_plan(place.committee)
    level = plan.risk_levels.get(label="Hög")
    sent = {"plan": plan.pk, "label": "Hög", "symbol": "filled", "colour": "red", "decision": "act"}
    page = words(admin.post(change(level), {**sent, "from_value": "4"}))
    assert "Två risknivåer kan inte börja vid samma värde." in page
    page = words(admin.post(change(level), {**sent, "from_value": "17"}))
    assert "Riskvärdet går från 1 till 16, så nivån kan inte börja vid 17." in page
    assert admin.post(change(level), {**sent, "from_value": "12"}).status_code == 302
    lowest = plan.risk_levels.get(label="Låg")
    said = "Riskvärdena 1–3 saknar nivå: den lägsta nivån ska börja vid 1."
    assert said in words(admin.get(delete(lowest)))
    admin.post(delete(lowest), {"post": "yes"})
    assert RiskLevel.objects.filter(pk=lowest.pk).exists()
    step = plan.scale_steps.get(axis="likelihood", value=1)
    assert admin.post(change(step), {"label": "Nästan aldrig", "description": ""}).status_code == 302
    step.refresh_from_db()
    assert (step.label, step.value) == ("Nästan aldrig", 1)


def test_an_adopted_plans_scale_is_only_looked_at(admin: Client, place: Place) -> None:
    plan = adopted_plan(place)
    step, level = plan.scale_steps.get(axis="likelihood", value=1), plan.risk_levels.get(label="Hög")
    assert admin.post(change(step), {"label": "Annat"}).status_code == 403
    assert admin.post(change(level), {"label": "Annat"}).status_code == 403
    assert admin.post(delete(level), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["risk", "riskvaluation", "scalestep", "risklevel"])
def test_the_lists_ask_no_more_for_many(
    admin: Client, place: Place, model: str, django_assert_max_num_queries: Any
) -> None:
    for year in range(2012, 2022):
        make_risk(make_plan(place.committee, year))
    with django_assert_max_num_queries(14):
        assert admin.get(reverse(f"admin:internal_control_{model}_changelist")).status_code == 200


def test_line_ends_of_a_browser_change_nothing_in_an_adopted_plan(admin: Client, place: Place) -> None:
    risk = adopted_plan(place).risks.get()
    Risk.objects.update(cause="Få handläggare.\nMånga ärenden.")
    sent = typed(risk, cause="Få handläggare.\r\nMånga ärenden.", likelihood_after="1", consequence_after="2")
    assert admin.post(change(risk), sent).status_code == 302
    stored = Risk.objects.get()
    assert (stored.cause, stored.value_after) == ("Få handläggare.\nMånga ärenden.", 2)
    assert not PlanChange.objects.exists()
