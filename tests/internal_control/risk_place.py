"""Risks of a committee with people, and what tests ask of their pages."""

import re
from typing import Any

from internal_control.models import ControlPlan
from organisation.models import User
from tests.control_factories import make_plan, make_risk
from tests.goals.test_meanwhile import Form
from tests.internal_control.plan_place import Place
from tests.pages import logged_in, words

YEAR = "/prov-sn/intern-kontroll/2021/"
RISKS = f"{YEAR}risker/"


def make_risks(place: Place) -> ControlPlan:
    """2021: r1 12 of SN, r2 6 of 110 and not in the plan, r3 not valued, r4 proposed by Erik for 110."""
    made = make_plan(place.committee)
    make_risk(made, "r1", description="Ärenden tappas bort", category="Rättslig risk", decision="control")
    make_risk(
        made,
        "r2",
        likelihood=2,
        consequence=3,
        process="Bemanning",
        unit=place.units["110"],
        is_chosen=False,
        likelihood_after=1,
        consequence_after=3,
    )
    make_risk(made, "r3", likelihood=None, consequence=None, is_chosen=False)
    make_risk(
        made,
        "r4",
        likelihood=None,
        consequence=None,
        unit=place.units["110"],
        is_chosen=False,
        is_proposal=True,
        proposed_by="Erik",
    )
    return made


def codes(user: User, **query: Any) -> list[str]:
    """Of the risks in the list, in its order."""
    page = logged_in(user).get(RISKS, query).content.decode()
    return re.findall(r'data-label="Kod">(.*?)<', page)


def posted(user: User, url: str, sent: dict[str, Any], status: int = 200) -> str:
    response = logged_in(user).post(url, sent, follow=True)
    assert response.status_code == status
    return words(response)


def opened(user: User, url: str) -> dict[str, Any]:
    """What a browser would send of the page's form."""
    return Form(logged_in(user).get(url).content.decode()).sent
