"""The pages of risks: what they show, to whom, and with how many queries."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from internal_control.models import ControlPlan
from tests.control_factories import make_control, make_measure, make_plan, make_risk
from tests.factories import make_user
from tests.internal_control.plan_place import Place, make_place
from tests.internal_control.risk_place import RISKS, YEAR, codes
from tests.pages import logged_in, shown

pytestmark = pytest.mark.django_db


def test_the_list(place: Place, plan: ControlPlan) -> None:
    page = shown(place.secretary, RISKS)
    assert "3 risker" in page
    assert "r1 Ärenden tappas bort Myndighetsutövning · Rättslig risk Enhet SN 12 Hög" in page
    assert "6 Medel 3 Låg – Inte i planen" in page
    assert "Ett förslag från en enhet väntar på ställningstagande. Visa förslaget" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["r1", "r2", "r3"]),
        ({"sok": "ÄRENDEN tapp"}, ["r1"]),
        ({"process": "Bemanning"}, ["r2"]),
        ({"kategori": "Rättslig risk"}, ["r1"]),
        ({"enhet": "100"}, ["r2"]),
        ({"enhet": "SN"}, ["r1", "r2", "r3"]),
        ({"beslut": "control"}, ["r1"]),
        ({"beslut": "inget"}, ["r2", "r3"]),
        ({"niva": "9"}, ["r1"]),
        ({"niva": "4"}, ["r2"]),
        ({"niva": "ingen"}, ["r3"]),
        ({"plan": "valda"}, ["r1"]),
        ({"plan": "ovalda"}, ["r2", "r3"]),
        ({"plan": "forslag"}, ["r4"]),
        ({"plan": "avbojda"}, []),
        ({"plan": "finns inte"}, ["r1", "r2", "r3"]),
        ({"sortera": "varde"}, ["r2", "r1", "r3"]),
        ({"sortera": "-varde"}, ["r1", "r2", "r3"]),
        ({"sortera": "-kod"}, ["r3", "r2", "r1"]),
    ],
)
def test_what_the_list_is_narrowed_to(
    place: Place, plan: ControlPlan, query: dict[str, str], found: list[str]
) -> None:
    assert codes(place.secretary, **query) == found


def test_codes_sort_by_their_number(place: Place) -> None:
    plan = make_plan(place.committee)
    for code in ("r10", "r9", "r1"):
        make_risk(plan, code)
    assert codes(place.secretary, sortera="kod") == ["r1", "r9", "r10"]


def test_a_long_list_has_pages(place: Place) -> None:
    plan = make_plan(place.committee)
    for number in range(51):
        make_risk(plan, f"r{number}")
    assert len(codes(place.secretary)) == 50
    assert codes(place.secretary, sida=2) == ["r50"]
    assert len(codes(place.secretary, visa="alla")) == 51


def test_an_empty_list_leads_on(place: Place) -> None:
    reader = make_user("lena", place.committee, role="reader")
    said = "Ingen internkontrollplan för året än"
    assert f"{said} Riskerna hör till årets plan." in shown(place.secretary, RISKS)
    assert f"{said} När nämndsekreteraren har börjat" in shown(reader, RISKS)
    make_plan(place.committee)
    assert "Inga risker än Skriv in den första risken." in shown(place.secretary, RISKS)
    assert "Inga risker än Ser du något i din verksamhet" in shown(place.manager, RISKS)
    assert "Inga risker än När nämndsekreteraren har skrivit in" in shown(reader, RISKS)


def test_the_matrix_names_the_zone_and_lists_the_risks_in_each_cell(place: Place, plan: ControlPlan) -> None:
    page = shown(place.secretary, RISKS, visa="matris")
    assert "Riskmatris Konsekvens nedifrån och upp, sannolikhet från vänster till höger" in page
    assert "12 Hög Sannolikhet 3 Möjlig r1 Ärenden tappas bort" in page
    assert "Inte värderade än 1 r3 Risk r3 Värdera dem" in page
    after = shown(place.secretary, RISKS, visa="matris", skede="efter")
    assert "Konsekvens 3 Kännbar 3 Låg Sannolikhet 1 Osannolik r2 Risk r2" in after
    assert "Inte värderade efter åtgärder 2 r1 Ärenden tappas bort r3 Risk r3" in after


def test_the_matrix_is_a_table_with_headers(place: Place, plan: ControlPlan) -> None:
    page = logged_in(place.secretary).get(RISKS, {"visa": "matris"}).content.decode()
    assert page.count('scope="col"') == 5
    assert page.count('scope="row"') == 4
    assert page.count('class="level-symbol"') >= 16


def test_a_risk_with_its_history_and_other_years(place: Place, plan: ControlPlan) -> None:
    risk = plan.risks.get(code="r1")
    earlier = make_risk(make_plan(place.committee, 2020), "r1", likelihood=2, consequence=4)
    make_risk(make_plan(place.committee, 2019, steps=3), "r1", likelihood=3, consequence=3)
    make_control(plan, "k1", risk=risk)
    make_measure(plan, "a1", risk=risk)
    page = shown(place.secretary, f"{RISKS}r1/")
    assert "Sannolikhet 3 möjlig × konsekvens 4 allvarlig ▲ högre än 2020" in page
    assert "Före åtgärder 3 × 4 = 12 Hög" in page
    assert "2021 12 Hög ▲ högre än 2020" in page
    assert "2020 Risk r1 8 Medel går inte att jämföra med 2019, som har en annan skala" in page
    assert "k1 Kontroll k1" in page
    assert "a1 Åtgärd a1" in page
    assert earlier.plan.year == 2020


def test_another_committees_risk_is_not_found(place: Place, plan: ControlPlan) -> None:
    stranger = make_place("annan-sn").secretary
    for path in (
        "risker/",
        "risker/?visa=matris",
        "risker/r1/",
        "risker/r1/redigera/",
        "risker/r1/ta-bort/",
        "risker/ny/",
        "risker/foresla/",
        "risker/vardera/",
        "risker/valj/",
        "risker/r4/avboj/",
        "skala/",
    ):
        shown(stranger, YEAR + path, 404)
    logged_in(stranger).post(f"{RISKS}r4/ta-upp/")
    assert plan.risks.get(code="r4").is_proposal


def test_who_only_reads_changes_nothing(place: Place, plan: ControlPlan) -> None:
    reader = make_user("lena", place.committee, role="reader")
    for path in (
        "risker/ny/",
        "risker/foresla/",
        "risker/vardera/",
        "risker/valj/",
        "risker/r1/redigera/",
        "risker/r1/ta-bort/",
        "risker/r4/ta-upp/",
        "risker/r4/avboj/",
        "risker/r4/ta-tillbaka/",
    ):
        shown(reader, YEAR + path, 403)
    assert logged_in(reader).post(f"{YEAR}skala/").status_code == 403
    page = shown(reader, f"{RISKS}r1/")
    assert not re.search("Värdera |Ändra |Ny kontroll|Ny åtgärd", page)


PAGES = [
    RISKS,
    f"{RISKS}?visa=matris",
    f"{RISKS}?visa=matris&skede=efter",
    f"{RISKS}r1/",
    f"{RISKS}ny/",
    f"{RISKS}foresla/",
    f"{RISKS}vardera/",
    f"{RISKS}valj/",
    f"{RISKS}r1/redigera/",
    f"{RISKS}r1/ta-bort/",
    f"{YEAR}skala/",
]


def test_a_page_asks_as_many_queries_for_few_risks_as_for_many(place: Place) -> None:
    years = [make_plan(place.committee, year) for year in (2019, 2020, 2021)]
    client = logged_in(place.secretary)

    def queries(count: int) -> dict[str, int]:
        for plan in years:
            for number in range(plan.risks.count() + 1, count + 1):
                make_risk(plan, f"r{number}", unit=place.units["110"])
        risk = years[-1].risks.get(code="r1")
        for number in range(years[-1].controls.count() + 1, count // 10 + 1):
            make_control(years[-1], f"k{number}", risk=risk, months=[5])
            make_measure(years[-1], f"a{number}", risk=risk)
        return {url: _asked(client, url) for url in PAGES}

    few = queries(10)
    assert queries(200) == few
    assert max(few.values()) <= 25


def _asked(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
