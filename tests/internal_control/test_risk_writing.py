"""Risks entered, changed, chosen, proposed and deleted on their pages, and what is refused there."""

import pytest

from internal_control.models import ControlPlan, Risk
from tests.control_factories import make_control, make_risk
from tests.factories import make_user
from tests.goals.test_meanwhile import Form
from tests.internal_control.plan_place import Place
from tests.internal_control.risk_place import RISKS, codes, opened, posted
from tests.pages import logged_in, shown, words

pytestmark = pytest.mark.django_db


def test_a_new_risk(place: Place, plan: ControlPlan) -> None:
    form = opened(place.secretary, f"{RISKS}ny/")
    assert (form["code"], form["unit"]) == ("r5", str(place.units["SN"].pk))
    sent = {**form, "process": "It", "description": "Läcka", "likelihood": "2", "consequence": "4"}
    assert "Risken r5 är införd." in posted(place.secretary, f"{RISKS}ny/", sent)
    assert plan.risks.get(code="r5").value == 8


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(place: Place, plan: ControlPlan) -> None:
    sent = {**opened(place.secretary, f"{RISKS}ny/"), "description": "Läcka", "likelihood": "5"}
    page = posted(place.secretary, f"{RISKS}ny/", {**sent, "consequence": "x"})
    assert "Skriv vilken process eller vilket område risken gäller." in page
    assert page.count("Välj ett steg på skalan, 1 till 4.") == 2
    assert "Läcka" in page
    assert plan.risks.count() == 4


def test_two_who_change_the_same_risk(place: Place, plan: ControlPlan) -> None:
    eva = make_user("eva", place.committee, role="secretary")
    url = f"{RISKS}r1/redigera/"
    mine, hers = opened(place.secretary, url), opened(eva, url)
    posted(eva, url, {**hers, "description": "Ärenden försvinner"})
    response = logged_in(place.secretary).post(url, {**mine, "description": "Ärenden glöms"})
    page = words(response)
    assert "Någon annan har ändrat risken medan du skrev." in page
    assert "Risk Ärenden försvinner" in page
    again = Form(response.content.decode()).sent
    assert "Risken r1 är sparad." in posted(place.secretary, url, again)
    assert plan.risks.get(code="r1").description == "Ärenden glöms"


def test_what_is_typed_about_a_risk_that_is_deleted_meanwhile_stays(place: Place, plan: ControlPlan) -> None:
    url = f"{RISKS}r3/redigera/"
    sent = opened(place.secretary, url)
    plan.risks.get(code="r3").delete()
    page = posted(place.secretary, url, {**sent, "description": "Kvar"})
    assert "Risken togs bort av någon annan medan du skrev." in page
    assert "Kvar" in page


def test_deleting_asks_first(place: Place, plan: ControlPlan) -> None:
    assert "Ta bort risken?" in shown(place.secretary, f"{RISKS}r3/ta-bort/")
    assert "Risken r3 är borttagen." in posted(place.secretary, f"{RISKS}r3/ta-bort/", {})
    make_control(plan, "k1", risk=plan.risks.get(code="r1"))
    said = "Risken har kontroller (k1) och kan inte tas bort."
    assert said in shown(place.secretary, f"{RISKS}r1/ta-bort/")
    assert said in posted(place.secretary, f"{RISKS}r1/ta-bort/", {})


def test_a_unit_proposes_for_its_own_units_alone(place: Place, plan: ControlPlan) -> None:
    url = f"{RISKS}foresla/"
    sent = {"process": "Bemanning", "description": "Ingen nattjour"}
    page = posted(place.manager, url, {**sent, "unit": place.units["200"].pk})
    assert "Välj en enhet i listan." in page
    page = posted(place.manager, url, {**sent, "unit": place.units["110"].pk})
    assert "Risken är föreslagen, som r5. Sekreteraren tar ställning till den." in page
    assert "Sekreteraren har inte tagit ställning till den än." in page


def test_a_proposal_is_declined_taken_up_or_taken_back(place: Place, plan: ControlPlan) -> None:
    page = posted(place.secretary, f"{RISKS}r4/avboj/", {"because": "Gäller en annan nämnd."})
    assert "Förslaget r4 är avböjt." in page
    assert "Förslaget är avböjt: Gäller en annan nämnd." in shown(place.manager, f"{RISKS}r4/")
    assert codes(place.secretary, plan="avbojda") == ["r4"]
    page = posted(place.secretary, f"{RISKS}r4/ta-upp/", {})
    assert "r4 är nu en av årets risker. Fyll i det som saknas." in page
    other = make_risk(plan, "r5", unit=place.units["200"], is_chosen=False, is_proposal=True, proposed_by="X")
    shown(place.manager, f"{RISKS}{other.code}/ta-tillbaka/", 403)
    Risk.objects.filter(pk=other.pk).update(unit=place.units["110"])
    assert "Ta tillbaka förslaget?" in shown(place.manager, f"{RISKS}r5/ta-tillbaka/")
    assert "Förslaget är tillbakataget." in posted(place.manager, f"{RISKS}r5/ta-tillbaka/", {})


def test_choosing_for_the_plan(place: Place, plan: ControlPlan) -> None:
    url = f"{RISKS}valj/"
    sent = opened(place.secretary, url)
    assert sent["chosen"] == [str(plan.risks.get(code="r1").pk)]
    chosen = [plan.risks.get(code=code).pk for code in ("r1", "r2")]
    assert "Valet av risker till planen är sparat." in posted(
        place.secretary, url, {**sent, "chosen": chosen}
    )
    assert plan.risks.get(code="r2").is_chosen


def test_who_chooses_meanwhile_is_told(place: Place, plan: ControlPlan) -> None:
    url = f"{RISKS}valj/"
    sent = opened(place.secretary, url)
    Risk.objects.filter(code="r2").update(is_chosen=True)
    page = posted(place.secretary, url, sent)
    assert "Någon annan har ändrat planens risker medan du skrev." in page
    assert "ändrat här, inte sparat" in page
    assert plan.risks.get(code="r2").is_chosen
