"""The sheet of values and the page of the scale."""

from typing import Any

import pytest

from internal_control.models import ControlPlan, PlanChange, Risk, RiskValuation
from tests.goals.test_meanwhile import Form
from tests.internal_control.plan_place import Place, adopted_plan
from tests.internal_control.risk_place import RISKS, YEAR, opened, posted
from tests.pages import logged_in, shown, words

pytestmark = pytest.mark.django_db


def sheet(plan: ControlPlan, **typed: str) -> dict[str, Any]:
    """What is sent of a sheet with all gathered risks, with likelihood_r1='4' typed in it."""
    sent: dict[str, Any] = {"rad": []}
    for risk in plan.risks.gathered().in_order():
        sent["rad"].append(risk.pk)
        sent[f"sett-{risk.pk}"] = f"{risk.likelihood or ''}-{risk.consequence or ''}-{risk.decision}"
        for name in ("likelihood", "consequence", "decision", "reason"):
            stored = str(getattr(risk, name, "") or "") if name != "reason" else ""
            sent[f"{name}-{risk.pk}"] = typed.get(f"{name}_{risk.code}", stored)
    return sent


def test_many_are_valued_at_once(place: Place, plan: ControlPlan) -> None:
    sent = sheet(plan, likelihood_r3="1", consequence_r3="2", decision_r3="accept", consequence_r2="4")
    page = posted(place.secretary, f"{RISKS}vardera/", sent)
    assert "2 risker är värderade." in page
    assert [plan.risks.get(code=code).value for code in ("r1", "r2", "r3")] == [12, 8, 2]
    assert "Ingen risk hade fått ett nytt värde." in posted(place.secretary, f"{RISKS}vardera/", sheet(plan))


def test_the_sheet_is_saved_whole_or_not_at_all(place: Place, plan: ControlPlan) -> None:
    sent = sheet(plan, likelihood_r1="5", likelihood_r3="2", consequence_r2="4", reason_r2="Ny personal")
    page = posted(place.secretary, f"{RISKS}vardera/", sent)
    assert "Värdena för 2 risker kan inte sparas. Ingenting är sparat, och allt du skrev står kvar." in page
    assert "Sannolikheten 5 finns inte på skalan, som går från 1 till 4." in page
    assert "Välj både sannolikhet och konsekvens." in page
    again = logged_in(place.secretary).post(f"{RISKS}vardera/", sent).content.decode()
    assert 'value="Ny personal"' in again
    assert plan.risks.get(code="r2").value == 6


def test_a_reason_without_a_new_value_and_what_is_no_number(place: Place, plan: ControlPlan) -> None:
    page = posted(place.secretary, f"{RISKS}vardera/", sheet(plan, reason_r1="Så här", likelihood_r2="x"))
    assert "Skälet sparas med ett nytt värde. Ändra värdet, eller ta bort skälet." in page
    assert "Välj ett steg på skalan, 1 till 4." in page
    page = posted(place.secretary, f"{RISKS}vardera/", sheet(plan, reason_r1="Så här", likelihood_r3="2"))
    assert "Skälet sparas med ett nytt värde." in page
    assert "Välj både sannolikhet och konsekvens." in page
    assert "Gå till r1 , r3" in page


def test_what_somebody_else_has_valued_stands_at_the_row(place: Place, plan: ControlPlan) -> None:
    sent = sheet(plan, likelihood_r1="4", consequence_r2="4")
    Risk.objects.filter(code="r1").update(likelihood=1, decision="watch")
    response = logged_in(place.secretary).post(f"{RISKS}vardera/", sent)
    page = words(response)
    assert "Någon annan har värderat risken medan du skrev." in page
    assert "Nu står det 1 × 4, bevaka." in page
    assert plan.risks.get(code="r2").value == 6
    seen = f"sett-{plan.risks.get(code='r1').pk}"
    again = {**sent, seen: "1-4-watch"}
    assert Form(response.content.decode()).sent[seen] == "1-4-watch"
    assert "2 risker är värderade." in posted(place.secretary, f"{RISKS}vardera/", again)
    assert plan.risks.get(code="r1").value == 16


def test_a_risk_that_is_deleted_meanwhile_keeps_no_other_from_being_saved(
    place: Place, plan: ControlPlan
) -> None:
    sent = sheet(plan, likelihood_r1="4")
    plan.risks.get(code="r3").delete()
    assert "1 risk är värderad." in posted(place.secretary, f"{RISKS}vardera/", sent)


def test_values_after_measures_have_a_sheet_of_their_own(place: Place, plan: ControlPlan) -> None:
    url = f"{RISKS}vardera/?skede=efter&kod=r1"
    page = shown(place.secretary, url)
    assert "Värdera risker efter åtgärder" in page
    assert "r2" not in page
    risk = plan.risks.get(code="r1")
    sent = {
        "rad": [risk.pk],
        f"sett-{risk.pk}": "--",
        f"likelihood-{risk.pk}": "1",
        f"consequence-{risk.pk}": "4",
    }
    assert "1 risk är värderad." in posted(place.secretary, url, sent)
    risk.refresh_from_db()
    assert (risk.value, risk.value_after, risk.decision) == (12, 4, "control")


def test_the_sheet_of_an_adopted_plan_asks_for_a_decision(place: Place) -> None:
    plan = adopted_plan(place)
    sent = sheet(plan, likelihood_r1="4")
    page = posted(place.secretary, f"{RISKS}vardera/", sent)
    assert (
        "Planen är fastställd 2021-01-20 § 8. En ändring behöver ett beslut: skriv dess datum och paragraf."
    ) in page
    page = posted(
        place.secretary,
        f"{RISKS}vardera/",
        {**sent, "decided_on": "2021-05-12", "decision_paragraph": "45"},
    )
    assert "1 risk är värderad." in page
    assert PlanChange.objects.get().decision_paragraph == "45"
    assert RiskValuation.objects.count() == 2


def test_the_scale_is_shown_to_all_and_changed_by_who_may(place: Place, plan: ControlPlan) -> None:
    page = shown(place.manager, f"{YEAR}skala/")
    assert "4 Sannolik" in page
    assert "9–16 Hög kontrollera" in page
    url = f"{YEAR}skala/"
    sent = opened(place.secretary, url)
    page = posted(place.secretary, url, {**sent, "likelihood-4": "Nästan säker", "form-2-from_value": "12"})
    assert "Skalan är sparad." in page
    assert "12 Hög Sannolikhet 3 Möjlig" in shown(place.manager, url)


def test_a_scale_that_does_not_hold_is_refused_where_it_is_wrong(place: Place, plan: ControlPlan) -> None:
    url = f"{YEAR}skala/"
    sent = opened(place.secretary, url)
    for typed, said in (
        ({"form-0-from_value": "2"}, "Riskvärdet 1 saknar nivå: den lägsta nivån ska börja vid 1."),
        ({"form-2-from_value": "4"}, "Två nivåer börjar vid 4, så de överlappar varandra."),
        ({"form-2-from_value": "30"}, "Riskvärdet är högst 25."),
        ({"form-2-from_value": "20"}, "Riskvärdet går från 1 till 16, så nivån kan inte börja vid 20."),
        ({"likelihood-2": ""}, "Skriv vad steg 2 för sannolikhet heter."),
        ({"steps": "6"}, "En skala har 3 till 5 steg."),
        ({"steps": "5"}, "Skriv vad steg 5 för sannolikhet heter."),
        (
            {"steps": "3", "form-2-from_value": "6"},
            "Värdera först om r1 (Ärenden tappas bort).",
        ),
    ):
        assert said in posted(place.secretary, url, {**sent, **typed})
    page = posted(place.secretary, url, {**sent, "form-2-from_value": "12", "gor": "visa"})
    assert "9 Medel" in page
    assert plan.risk_levels.filter(from_value=12).count() == 0


def test_a_sign_that_is_none_is_left_out_of_the_reason_and_a_row_sent_twice_is_one(
    place: Place, plan: ControlPlan
) -> None:
    sent = sheet(plan, likelihood_r1="4", reason_r1="Ny\0 personal")
    sent["rad"] = [*sent["rad"], *sent["rad"]]
    assert "1 risk är värderad." in posted(place.secretary, f"{RISKS}vardera/", sent)
    valued = RiskValuation.objects.filter(risk__code="r1", likelihood=4)
    assert [each.reason for each in valued] == ["Ny personal"]
