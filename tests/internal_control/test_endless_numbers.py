"""Numbers that are longer than any row is numbered: refused or not found as any other that is wrong."""

import pytest

from organisation.addresses import whole_number
from tests.control_factories import make_control, make_measure, make_plan, make_risk
from tests.internal_control.plan_place import make_place
from tests.pages import logged_in

pytestmark = pytest.mark.django_db

YEAR = "/prov-sn/intern-kontroll/2021/"
ENDLESS = ("9" * 20, "9" * 5000)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("0", 0), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None), ("-1", None), ("²", None)],
)
def test_a_whole_number_is_read(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("endless", ENDLESS)
@pytest.mark.parametrize(
    "address",
    [
        "risker/r1/redigera/",
        "kontroller/k1/redigera/",
        "kontroller/k1/utgar/",
        "kontroller/k1/utfors-av/",
        "kontroller/k1/5/",
        "kontroller/k1/5/underlag/",
        "atgarder/a1/redigera/",
        "atgarder/a1/lage/",
    ],
)
def test_of_a_row_with_such_a_key_the_page_finds_the_one_in_its_address(address: str, endless: str) -> None:
    place = make_place()
    plan = make_plan(place.committee)
    make_control(plan)
    make_measure(plan, risk=make_risk(plan))
    assert logged_in(place.secretary).post(YEAR + address, {"rad": endless}).status_code in {200, 302}


@pytest.mark.parametrize("endless", ENDLESS)
def test_such_a_risk_is_not_chosen_and_has_no_such_value(endless: str) -> None:
    place = make_place()
    risk = make_risk(make_plan(place.committee))
    secretary = logged_in(place.secretary)
    page = secretary.post(f"{YEAR}risker/valj/", {"chosen": [str(risk.pk), endless]})
    assert page.context["form"].errors == {
        "chosen": ["Någon av riskerna finns inte längre bland årets risker."]
    }
    sheet = {"rad": [str(risk.pk), endless], f"likelihood-{risk.pk}": endless, f"sett-{risk.pk}": "3-4-"}
    page = secretary.post(f"{YEAR}risker/vardera/", {**sheet, f"consequence-{risk.pk}": "4"})
    assert "Välj ett steg på skalan, 1 till 4." in page.content.decode()


@pytest.mark.parametrize("endless", ENDLESS)
def test_such_a_month_or_year_is_not_asked_for(endless: str) -> None:
    place = make_place()
    make_control(make_plan(place.committee))
    secretary = logged_in(place.secretary)
    assert secretary.get(YEAR, {"manad": endless}).context["month"] == 12
    about = {"kontroll": "k1", "manad": endless}
    assert secretary.get(f"{YEAR}atgarder/ny/", about).status_code == 404
    assert secretary.get("/prov-sn/intern-kontroll/2022/ny/", {"fran": endless}).status_code == 200
