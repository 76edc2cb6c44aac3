"""The grid of measurements as the server answers it: what it holds, what it refuses, and that nothing is lost."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.measured import measured
from goals.models import Indicator, Measurement
from organisation.models import Unit, User
from organisation.periods import close_month
from tests import factories
from tests.budget.test_result_pages import text
from tests.goal_factories import make_indicator, make_measurement
from tests.goals.indicator_place import Place, make_place
from tests.pages import logged_in

GRID = "/prov-sn/matt/rutnat/2021/"


@dataclass(frozen=True)
class Prov(Place):
    waiting: Indicator
    children: Indicator


@pytest.fixture
def prov(db: None) -> Prov:
    """Waiting time for women and men, per unit; children in foster homes, without gender."""
    place = make_place()
    committee, units = place.committee, place.units
    return Prov(
        **vars(place),
        waiting=make_indicator(
            committee, "vantetid", name="Väntetid", value_kind="duration", direction="lower",
            gender_split="women_men", is_by_unit=True, units=[units["110"], units["200"]], theme="Bistånd",
        ),
        children=make_indicator(committee, "barn", name="Placerade barn", people="count"),
    )  # fmt: skip


def name(indicator: Indicator, unit: Unit, field: str = "text", gender: str = "T", period: str = "ar") -> str:
    return f"{indicator.pk}.{unit.pk}.{period}..{field}.{gender}"


def opened(user: User, query: str = "", status: int = 200) -> str:
    response = logged_in(user).get(f"{GRID}{query}")
    assert response.status_code == status
    return response.content.decode()


def seen_in(page: str) -> str:
    found = re.search(r'name="sett" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def sent(user: User, typed: dict[str, str], query: str = "", seen: str = "{}", **more: str) -> Any:
    return logged_in(user).post(f"{GRID}{query}", {"gor": "spara", "sett": seen, **typed, **more})


def stored(indicator: Indicator) -> dict[tuple[str, str, str, int], str]:
    """(unit, gender, span, month) → text."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    found = measured([indicator.pk], [2021], may_see_small=True)
    return {(codes[key.unit_id], key.gender, key.span, key.month): each.text for key, each in found.items()}


def test_a_period_of_the_committee(prov: Prov) -> None:
    make_measurement(prov.waiting, 2020, "650", gender="K")
    page = opened(prov.secretary)
    assert "Bistånd Väntetid timmar:minuter" in text(page)
    assert "2020: 10:50" in text(page)
    assert f'id="{name(prov.waiting, prov.units["SN"], gender="K")}"' in page
    assert f'id="{name(prov.children, prov.units["SN"])}"' in page
    assert f'id="{name(prov.children, prov.units["SN"], gender="K")}"' not in page
    assert "Kvinnor Män Totalt Fotnot" in text(page)


def test_saving_and_opening_again(prov: Prov) -> None:
    root = prov.units["SN"]
    response = sent(
        prov.secretary,
        {
            name(prov.waiting, root, gender="K"): "10:38",
            name(prov.waiting, root, gender="M"): "11:13",
            name(prov.children, root, "note"): "Systemet byttes.",
        },
    )
    assert (response.status_code, response["Location"]) == (302, f"{GRID}?period=ar&enhet=SN")
    assert stored(prov.waiting) == {("SN", "K", "year", 12): "10:38", ("SN", "M", "year", 12): "11:13"}
    assert stored(prov.children) == {("SN", "T", "year", 12): "–"}
    page = opened(prov.secretary)
    assert "3 mätvärden sparade." in text(logged_in(prov.secretary).get(GRID).content.decode()) or page
    assert 'value="10:38"' in page
    # Sent again as it stands, nothing changes; emptied, a value is taken away.
    seen = seen_in(page)
    assert set(json.loads(seen)) == {
        f"{prov.waiting.pk}.{root.pk}.ar..K",
        f"{prov.waiting.pk}.{root.pk}.ar..M",
        f"{prov.children.pk}.{root.pk}.ar..T",
    }
    kept = {
        name(prov.waiting, root, gender="K"): "10:38",
        name(prov.children, root, "note"): "Systemet byttes.",
    }
    sent(prov.secretary, {**kept, name(prov.waiting, root, gender="M"): ""}, seen=seen)
    assert stored(prov.waiting) == {("SN", "K", "year", 12): "10:38"}


def test_nothing_is_saved_unless_all_can_be_read(prov: Prov) -> None:
    root = prov.units["SN"]
    share = make_indicator(prov.committee, "nojda", name="Nöjda", value_kind="share")
    page = sent(
        prov.secretary,
        {
            name(prov.waiting, root, gender="K"): "10,5",
            name(share, root): "120 %",
            name(prov.children, root): "7",
        },
    ).content.decode()
    shown = text(page)
    assert "2 värden kan inte sparas. Ingenting är sparat, och allt du skrev står kvar." in shown
    assert "Väntetid, kvinnor : ”10,5” är inte en tid. Skriv timmar och minuter, till exempel 10:38." in shown
    assert "Nöjda, totalt : En andel är mellan 0 och 100 %, inte 120 %." in shown
    for typed in ("10,5", "120 %", "7"):
        assert f'value="{typed}"' in page
    assert Measurement.objects.count() == 0


def test_what_somebody_else_saved_is_shown_first(prov: Prov) -> None:
    root = prov.units["SN"]
    make_measurement(prov.waiting, 2021, "600", gender="K", form="duration")
    seen = seen_in(opened(prov.secretary))
    sent(prov.manager, {}, seen=seen)
    other = factories.make_user("sara", prov.committee, role="secretary")
    sent(other, {name(prov.waiting, root, gender="K"): "10:30"}, seen=seen)
    page = sent(prov.secretary, {name(prov.waiting, root, gender="K"): "10:45"}, seen=seen).content.decode()
    assert "Ett värde kan inte sparas." in text(page)
    assert "10:30" in text(page)
    assert stored(prov.waiting) == {("SN", "K", "year", 12): "10:30"}
    sent(prov.secretary, {name(prov.waiting, root, gender="K"): "10:45"}, seen=seen_in(page))
    assert stored(prov.waiting) == {("SN", "K", "year", 12): "10:45"}


def test_a_closed_period(prov: Prov) -> None:
    close_month(committee=prov.committee, year=2021, month=12, by="prov")
    assert "Perioden är stängd, så värdena kan inte ändras." in text(opened(prov.secretary))
    page = sent(prov.secretary, {name(prov.children, prov.units["SN"]): "7"}).content.decode()
    assert "Stängd månad: december 2021. Siffrorna kan inte ändras." in text(page)
    assert 'value="7"' in page


def test_an_indicators_units(prov: Prov) -> None:
    query = "?matt=vantetid&av=enheter"
    shown = text(opened(prov.secretary, query))
    assert "SN Enhet SN" in shown
    assert "110 Enhet 110" in shown
    assert "100 Enhet 100" not in shown
    sent(prov.secretary, {name(prov.waiting, prov.units["110"]): "9:00"}, query)
    assert stored(prov.waiting) == {("110", "T", "year", 12): "9:00"}


def test_an_indicators_months(prov: Prov) -> None:
    monthly = make_indicator(prov.committee, "timmar", name="Timmar", frequency="month", year_of="sum")
    query = "?matt=timmar&av=perioder"
    make_measurement(monthly, 2020, "5", span="month", month=12)
    assert "Januari dec 2020: 5" in text(opened(prov.secretary, query))
    root = prov.units["SN"]
    sent(
        prov.secretary,
        {name(monthly, root, period="manad-1"): "10", name(monthly, root, period="manad-2"): "12,5"},
        query,
    )
    found = stored(monthly)
    assert (found["SN", "T", "month", 1], found["SN", "T", "month", 2]) == ("10", "12,5")


def test_what_is_measured_every_second_year(prov: Prov) -> None:
    survey = make_indicator(
        prov.committee, "enkat", name="Enkät", frequency="second_year", value_kind="share"
    )
    make_measurement(survey, 2019, 46)
    assert "Enkät % 2019: 46 %" in text(opened(prov.secretary))


def test_an_indicator_that_nobody_of_ones_own_enters(prov: Prov) -> None:
    prov.waiting.units.set([prov.units["200"]])
    shown = text(opened(prov.manager, "?matt=vantetid&av=enheter"))
    assert "Måttet lämnas inte av någon av dina enheter." in shown


def test_a_pasted_block(prov: Prov) -> None:
    page = sent(
        prov.secretary,
        {"block": "Mått\tKvinnor\tMän\nvantetid\t10:38\t11:13\n", "kolumn": "0"},
        gor="klistra",
    ).content.decode()
    assert 'value="10:38"' in page
    assert 'value="11:13"' in page
    assert Measurement.objects.count() == 0
    page = sent(prov.secretary, {"block": "1\t2\t3\t4\t5", "kolumn": "2"}, gor="klistra").content.decode()
    assert (
        "Blocket är 1 rad × 5 kolumner. Från den här cellen finns 2 rader × 2 kolumner: Totalt, Fotnot. "
        "Ingenting är inklistrat." in text(page)
    )
    assert "1\t2\t3\t4\t5" in page
    page = sent(prov.secretary, {"block": "barn\t7", "kolumn": "0"}, gor="klistra").content.decode()
    assert "”Placerade barn” har ingen cell i kolumnen Kvinnor, men blocket har ”7” där." in text(page)


def test_small_numbers_in_the_cells(prov: Prov) -> None:
    make_measurement(prov.children, 2021, 3, is_suppressed=True)
    cell = f'name="{name(prov.children, prov.units["SN"])}"'
    assert f'{cell} value="3"' in opened(prov.secretary)
    clerk = factories.make_user("kim", prov.committee, role="reader")
    role = clerk.memberships.get().role
    role.permissions = ["view", "follow_up"]
    role.save()
    page = opened(clerk)
    assert cell not in page
    assert '<td class="num" role="cell" data-label="Totalt">..</td>' in page
    sent(clerk, {name(prov.children, prov.units["SN"]): "8"}, seen=seen_in(page))
    assert Measurement.objects.get().value == 3


def test_who_may_enter_what(prov: Prov) -> None:
    opened(prov.reader, status=403)
    factories.make_committee("annan-sn")
    assert logged_in(prov.secretary).get("/annan-sn/matt/rutnat/2021/").status_code == 404
    assert "Enhet 100, 2021" in text(opened(prov.manager))
    opened(prov.manager, "?enhet=200", status=403)
    opened(prov.manager, "?enhet=SN", status=403)
    opened(prov.manager, "?enhet=finns-inte", status=404)
    opened(prov.secretary, "?period=manad-13", status=404)
    opened(prov.secretary, "?matt=finns-inte&av=enheter", status=404)
    query = "?matt=vantetid&av=enheter"
    assert "200 Enhet 200" not in text(opened(prov.manager, query))
    # A cell of another unit is no cell of this grid.
    sent(prov.manager, {name(prov.waiting, prov.units["200"]): "9:00"}, query)
    assert stored(prov.waiting) == {}
    own = name(prov.waiting, prov.units["110"])
    assert sent(prov.manager, {own: "9:00"}, query).status_code == 302
    assert stored(prov.waiting) == {("110", "T", "year", 12): "9:00"}


def test_the_number_of_queries_does_not_grow(prov: Prov) -> None:
    client = logged_in(prov.secretary)
    client.get(GRID)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(GRID)
    for number in range(30):
        indicator = make_indicator(prov.committee, f"n{number}", gender_split="women_men", parts=["a", "b"])
        make_measurement(indicator, 2021, number)
    with CaptureQueriesContext(connection) as many:
        client.get(GRID)
    assert len(many) == len(few) <= 20


def test_a_grid_of_a_large_committee_is_saved_as_a_whole(prov: Prov) -> None:
    """More fields than Django takes unless it is told to."""
    made = [
        make_indicator(prov.committee, f"n{number}", people="group", gender_split="women_men")
        for number in range(130)
    ]
    root = prov.units["SN"]
    typed = {
        name(indicator, root, field, gender): "50"
        for indicator in made
        for gender in "KMT"
        for field in ("text", "answers")
    } | {name(indicator, root, field): "" for indicator in made for field in ("response_rate", "note")}
    assert len(typed) > 1000
    assert sent(prov.secretary, typed).status_code == 302
    assert Measurement.objects.count() == 390


def test_what_cannot_be_read_is_told_without_saving(prov: Prov) -> None:
    cell, other = name(prov.children, prov.units["SN"]), name(prov.waiting, prov.units["110"], gender="K")
    answer = sent(prov.secretary, {cell: "många", other: "10:38"}, gor="kolla")
    assert answer.json() == {
        "errors": {cell: "”många” är inte ett tal. Skriv till exempel 1234,5 eller 1 234."}
    }
    assert sent(prov.secretary, {cell: "12"}, gor="kolla").json() == {"errors": {}}
    assert not Measurement.objects.exists()
    assert sent(prov.reader, {cell: "12"}, gor="kolla").status_code == 403


@pytest.mark.parametrize("told", ["[" * 200_000, "wrong"])
def test_what_the_page_was_opened_with_may_be_anything(prov: Prov, told: str) -> None:
    seen = json.dumps({f"{prov.children.pk}.{prov.units['SN'].pk}.ar..T": [0, {"answers": 5}]})
    page = sent(
        prov.secretary, {name(prov.children, prov.units["SN"]): "7"}, seen=seen if told == "wrong" else told
    )
    assert page.status_code in (200, 302)
