"""What becomes of a risk that a unit proposes."""

import pytest

from internal_control.models import PlanChange, Risk
from internal_control.refusing import ControlRefused
from internal_control.risk_editing import RiskEntry
from internal_control.risk_proposals import decline, propose_risk, take_back, take_up
from organisation.models import AuditEvent
from tests.control_factories import make_plan, make_risk
from tests.internal_control.plan_place import Place, adopted_plan


def proposed(place: Place, description: str = "Vikarier saknar behörighet") -> Risk:
    """In 2021's plan, which is adopted: proposals are free."""
    entry = RiskEntry("", "Bemanning", description, place.units["110"])
    return propose_risk(plan=adopted_plan(place), entry=entry, by="erik")


def test_a_proposal_gets_the_next_code_and_is_not_in_the_plan(place: Place) -> None:
    risk = proposed(place)
    assert (risk.code, risk.is_proposal, risk.is_chosen, risk.proposed_by) == ("r2", True, False, "erik")
    assert [each.code for each in Risk.objects.waiting()] == ["r2"]
    assert [each.code for each in Risk.objects.gathered()] == ["r1"]
    assert AuditEvent.objects.order_by("-id")[0].action == "föreslog risk"
    assert not PlanChange.objects.exists()


def test_a_proposal_that_is_sent_twice_is_one(place: Place) -> None:
    risk = proposed(place)
    entry = RiskEntry("", " Bemanning", "Vikarier saknar behörighet ", place.units["110"])
    assert propose_risk(plan=risk.plan, entry=entry, by="erik") == risk
    # Another's is another, and so is one that is made after the first was taken up.
    assert propose_risk(plan=risk.plan, entry=entry, by="eva").code == "r3"
    take_up(risk=risk, by=place.secretary)
    assert propose_risk(plan=risk.plan, entry=entry, by="erik").code == "r4"


def test_a_proposal_without_words_is_refused(place: Place) -> None:
    with pytest.raises(ControlRefused) as refused:
        proposed(place, description=" ")
    assert (refused.value.field, str(refused.value)) == ("description", "Skriv vad risken är.")


def test_it_is_taken_up_and_keeps_who_proposed_it(place: Place) -> None:
    risk = take_up(risk=proposed(place), by="sara")
    assert (risk.is_proposal, risk.is_chosen, risk.proposed_by) == (False, False, "erik")
    assert AuditEvent.objects.order_by("-id")[0].action == "tog upp föreslagen risk"


def test_it_is_declined_with_a_reason_and_can_be_taken_up_all_the_same(place: Place) -> None:
    risk = proposed(place)
    with pytest.raises(ControlRefused) as refused:
        decline(risk=risk, because=" ", by="sara")
    assert (refused.value.field, str(refused.value)) == ("because", "Skriv varför förslaget inte tas upp.")
    declined = decline(risk=risk, because="Hör till en annan nämnd.", by="sara")
    assert (declined.is_proposal, declined.declined_because) == (True, "Hör till en annan nämnd.")
    assert not Risk.objects.waiting().exists()
    with pytest.raises(ControlRefused, match="Förslaget är redan avböjt: Hör till en annan nämnd."):
        decline(risk=risk, because="Igen", by="sara")
    assert take_up(risk=risk, by="sara").declined_because == ""


def test_it_is_taken_back_while_nobody_has_taken_it_up(place: Place) -> None:
    risk = proposed(place)
    take_back(risk=risk, by="erik")
    assert not Risk.objects.filter(code="r2").exists()
    with pytest.raises(ControlRefused, match="Förslaget finns inte längre."):
        take_up(risk=risk, by="sara")


def test_what_is_taken_up_is_no_proposal_any_more(place: Place) -> None:
    risk = proposed(place)
    take_up(risk=risk, by="sara")
    for step in (take_back, take_up):
        with pytest.raises(ControlRefused) as refused:
            step(risk=risk, by="erik")
        assert str(refused.value) == "Förslaget är redan upptaget bland riskerna, som r2."


def test_nothing_is_proposed_when_the_year_is_over(place: Place) -> None:
    plan = make_plan(place.committee, followed_up_through=12)
    waiting = make_risk(plan, "r1", is_chosen=False, is_proposal=True)
    over = "Internkontrollen 2021 är följd upp och fastställd. Den kan inte ändras."
    with pytest.raises(ControlRefused) as refused:
        propose_risk(plan=plan, entry=RiskEntry("", "P", "R", place.units["110"]), by="erik")
    assert str(refused.value) == over
    with pytest.raises(ControlRefused) as refused:
        take_up(risk=waiting, by="sara")
    assert str(refused.value) == over
