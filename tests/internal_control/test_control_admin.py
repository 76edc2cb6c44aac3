"""Plans, controls and occasions in the administration: the same rules as on the pages, and every change in the log."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from internal_control.control_entries import ItemEntry, stored_items, stored_months
from internal_control.models import Control, ControlPlan, CountedItem, FollowUp, PlanChange, Result
from organisation.models import AuditEvent
from tests import control_factories as make
from tests.internal_control.plan_place import Place, adopted_plan, ready_plan
from tests.pages import change, delete

pytestmark = pytest.mark.django_db
NEW_PLAN = reverse("admin:internal_control_controlplan_add")
NEW_CONTROL = reverse("admin:internal_control_control_add")


def errors(response: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = response.context["adminform"].form.errors
    return found


def typed(control: Control, **given: Any) -> dict[str, Any]:
    names = ("code", "process", "title", "method", "method_text", "rule", "responsible", "reported_to")
    return {
        **{name: getattr(control, name) for name in names},
        "sample_size": control.sample_size or "",
        "unit": control.unit_id,
        "risk": control.risk_id or "",
        "performer": control.performer_id or "",
        "months": ["5", "9", "12"],
        "counted": "",
        "decided_on": "",
        "decision_paragraph": "",
        "decision_reason": "",
        **given,
    }


def test_a_plan_is_made_as_on_its_page(admin: Client, place: Place) -> None:
    admin.post(NEW_PLAN, {"committee": place.committee.pk, "year": "2021", "copy_from": ""})
    plan = ControlPlan.objects.get()
    assert (plan.year, plan.scale_steps.count()) == (2021, 8)
    assert AuditEvent.objects.get().action == "lade upp internkontrollplan"
    ready = ready_plan(place, 2020)
    refused = admin.post(NEW_PLAN, {"committee": place.committee.pk, "year": "2019", "copy_from": ready.pk})
    assert errors(refused) == {"copy_from": ["Välj en av nämndens tidigare planer att kopiera."]}
    again = admin.post(NEW_PLAN, {"committee": place.committee.pk, "year": "2021", "copy_from": ""})
    assert errors(again) == {"__all__": ["Nämnden har redan en internkontrollplan för året."]}


def test_how_a_plan_stands_is_not_typed(admin: Client, place: Place) -> None:
    plan = ready_plan(place)
    admin.post(
        change(plan), {"adopted_on": "2021-01-20", "decision_paragraph": "8", "followed_up_through": "12"}
    )
    plan.refresh_from_db()
    assert (plan.adopted_on, plan.decision_paragraph, plan.followed_up_through) == (None, "", 0)


def test_an_adopted_plan_is_not_deleted(admin: Client, place: Place) -> None:
    plan = adopted_plan(place)
    page = admin.get(delete(plan)).content.decode()
    assert "Planen är fastställd 2021-01-20 § 8. Den kan inte tas bort." in page
    admin.post(delete(plan), {"post": "yes"})
    assert ControlPlan.objects.exists()
    draft = make.make_plan(place.committee, 2022)
    admin.post(delete(draft), {"post": "yes"})
    assert list(ControlPlan.objects.all()) == [plan]


def test_a_control_is_added_with_months_and_rows(admin: Client, place: Place) -> None:
    plan = make.make_plan(place.committee)
    new = Control(
        plan=plan, code="k1", process="It", title="Behörigheter", method="all", unit=place.units["SN"]
    )
    new.responsible = "It-chef"
    counted = "Rätt\nFel (avvikelse)\n- Slutat\n- Bytt tjänst"
    sent = {**typed(new, counted=counted, months=["3"]), "plan": plan.pk}
    assert admin.post(NEW_CONTROL, sent).status_code == 302
    control = plan.controls.get()
    assert stored_months(control) == (3,)
    assert stored_items(control) == [
        ItemEntry("Rätt", code="ratt"),
        ItemEntry("Fel", is_deviation=True, code="fel"),
        ItemEntry("Slutat", is_part=True, code="slutat"),
        ItemEntry("Bytt tjänst", is_part=True, code="bytt-tjanst"),
    ]
    assert AuditEvent.objects.get().action == "lade till kontroll"
    # As it is shown it can be saved again, and nothing is another.
    shown = admin.get(change(control)).context["adminform"].form.initial
    assert shown["counted"] == counted
    admin.post(change(control), typed(control, counted=counted.replace("- Slutat\n", ""), months=["3"]))
    assert [each.code for each in stored_items(control)] == ["ratt", "fel", "bytt-tjanst"]


def test_the_administration_does_not_go_round_the_decision(admin: Client, place: Place) -> None:
    control = adopted_plan(place).controls.get()
    refused = admin.post(change(control), typed(control, title="Något annat"))
    assert errors(refused) == {
        "decision_paragraph": [
            "Planen är fastställd 2021-01-20 § 8. En ändring behöver ett beslut: skriv dess datum och paragraf."
        ]
    }
    control.refresh_from_db()
    assert control.title == "Kontroll k1"
    decided = {"decided_on": "2021-03-17", "decision_paragraph": "31"}
    admin.post(change(control), typed(control, title="Något annat", **decided))
    assert PlanChange.objects.get().details["efter"] == {"Kontrollmoment": "Något annat"}
    # Whoever carries it out is exchanged without one.
    control.refresh_from_db()
    admin.post(change(control), typed(control, performer=place.secretary.pk))
    control.refresh_from_db()
    assert control.performer == place.secretary


def test_what_the_page_refuses_is_refused(admin: Client, place: Place) -> None:
    control = ready_plan(place).controls.get()
    make.carry_out(control, 5)
    refused = admin.post(change(control), typed(control, months=["9"]))
    assert errors(refused) == {"months": ["Maj kan inte tas bort: kontrollen är redan genomförd då."]}
    refused = admin.post(change(control), typed(control, counted="- Slutat"))
    assert errors(refused) == {"counted": ["Den första raden kan inte vara en del av en annan."]}
    page = admin.get(delete(control)).content.decode()
    assert "Maj: kontrollen är redan genomförd då. Kontrollen kan inte tas bort, men den kan utgå." in page
    admin.post(delete(control), {"post": "yes"})
    assert Control.objects.exists()


def test_a_control_of_an_adopted_plan_is_deleted_on_its_page(admin: Client, place: Place) -> None:
    control = adopted_plan(place).controls.get()
    assert (
        "Ta bort kontrollen på dess egen sida, med beslutet." in admin.get(delete(control)).content.decode()
    )
    admin.post(delete(control), {"post": "yes"})
    assert Control.objects.exists()
    draft = make.make_control(make.make_plan(place.committee, 2022), "k1")
    admin.post(delete(draft), {"post": "yes"})
    assert list(Control.objects.all()) == [control]


def recorded(follow_up: FollowUp, **given: Any) -> dict[str, Any]:
    return {
        "result": Result.NO_DEVIATION.value,
        "done_on": "2021-05-20",
        "sample_size": "20",
        "deviations": "0",
        "text": "",
        "reason": "",
        "version": follow_up.version,
        **given,
    }


def test_an_occasion_is_recorded_as_on_its_page(admin: Client, place: Place) -> None:
    control = ready_plan(place).controls.get()
    occasion = control.follow_ups.get(month=5)
    assert admin.get(change(occasion)).status_code == 200
    refused = admin.post(change(occasion), recorded(occasion, deviations="2"))
    assert errors(refused) == {
        "result": ["Det finns avvikelser i antalen. Välj mindre eller större avvikelse, eller rätta antalen."]
    }
    assert admin.post(change(occasion), recorded(occasion)).status_code == 302
    occasion.refresh_from_db()
    assert (occasion.result, occasion.sample_size, occasion.version, occasion.done_by) == (
        Result.NO_DEVIATION,
        20,
        1,
        "admin",
    )
    assert AuditEvent.objects.get().action == "utförde kontroll"
    # Somebody else has recorded since.
    stale = admin.post(change(occasion), recorded(occasion, version=0, text="Annat"))
    assert "har sparat här sedan du började skriva" in str(errors(stale))


def test_the_rows_of_an_occasion_are_fields(admin: Client, place: Place) -> None:
    control = ready_plan(place).controls.get()
    CountedItem.objects.create(control=control, code="ratt", label="Rätt")
    CountedItem.objects.create(control=control, code="fel", label="Fel", is_deviation=True, position=1)
    occasion = control.follow_ups.get(month=5)
    assert "Rätt:" in admin.get(change(occasion)).content.decode()
    sent = recorded(occasion, **{"result": "minor", "text": "Två fel.", "antal-ratt": "18", "antal-fel": "2"})
    assert admin.post(change(occasion), sent).status_code == 302
    occasion.refresh_from_db()
    assert (occasion.sample_size, occasion.deviations) == (20, 2)


def test_occasions_come_with_the_months_of_their_control(admin: Client, place: Place) -> None:
    occasion = ready_plan(place).controls.get().follow_ups.get(month=5)
    assert admin.get(reverse("admin:internal_control_followup_add")).status_code == 403
    assert admin.post(delete(occasion), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["controlplan", "control", "followup", "planchange"])
def test_the_lists_open(admin: Client, place: Place, model: str) -> None:
    adopted_plan(place)
    response = admin.get(reverse(f"admin:internal_control_{model}_changelist"), {"q": "k1"})
    assert response.status_code == 200


def test_a_decision_is_dated(admin: Client, place: Place) -> None:
    control = adopted_plan(place).controls.get()
    early = {"decided_on": date(2021, 1, 1).isoformat(), "decision_paragraph": "1"}
    refused = admin.post(change(control), typed(control, rule="Ny rutin", **early))
    assert errors(refused) == {
        "decided_on": ["Planen fastställdes 2021-01-20 och kan inte ändras genom ett tidigare beslut."]
    }


def test_parts_of_the_same_name_under_different_rows_are_kept_apart(admin: Client, place: Place) -> None:
    control = make.make_control(ready_plan(place), "k9", unit=place.units["110"], months=[5, 9, 12])
    lines = "Utredningar\n- Flickor\nFör sena (avvikelse)\n- Flickor"
    for _ in range(2):
        admin.post(change(control), typed(control, counted=lines))
        assert [(each.label, each.is_part) for each in stored_items(control)] == [
            ("Utredningar", False),
            ("Flickor", True),
            ("För sena", False),
            ("Flickor", True),
        ]
    codes = [each.code for each in stored_items(control)]
    admin.post(change(control), typed(control, counted="Ärenden\n- Flickor\n- Pojkar\nFör sena (avvikelse)"))
    flickor, pojkar = stored_items(control)[1:3]
    assert flickor.code in codes
    admin.post(change(control), typed(control, counted="Utredningar\n- Flickor\n- Pojkar"))
    assert [each.code for each in stored_items(control)][1:] == [flickor.code, pojkar.code]
