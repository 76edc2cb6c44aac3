"""What follows from the stored values is kept right: sums, means, and what is suppressed."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goals.measured import Key, measured
from goals.measuring import Entry, record_measurements
from goals.models import Indicator, Measurement
from goals.protecting import refresh, refresh_all, refresh_indicators
from organisation.models import Committee, Unit
from tests.factories import make_administrator, make_committee, make_units
from tests.goal_factories import make_indicator, make_measurement

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return make_committee()


@pytest.fixture
def units(committee: Committee) -> dict[str, Unit]:
    return make_units(committee, {"SN": {"100": {"110": {}, "120": {}}, "200": {}}})


def told(indicator: Indicator, year: int = 2021) -> dict[tuple[str, str, str, int], str]:
    """What a report prints, by unit, gender, span and month; in brackets what is worked out."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    return {
        (codes[key.unit_id], key.gender, key.span, key.month): f"({row.text})" if row.is_derived else row.text
        for key, row in measured([indicator.pk], [year]).items()
    }


def enter(committee: Committee, indicator: Indicator, unit: Unit, text: str, **fields: Any) -> None:
    given = {"part": "", "gender": "T", "year": 2021, "span": "year", "month": 12, **fields}
    entry = Entry(indicator_id=indicator.pk, unit_id=unit.pk, text=text, **given)
    record_measurements(committee=committee, entries=[entry], by="Karin")


def test_one_boy_is_hidden_with_the_girls_beside_him(committee: Committee, units: dict[str, Unit]) -> None:
    indicator = make_indicator(committee, people="count", gender_split="girls_boys")
    for gender, text in (("K", "9"), ("M", "1"), ("T", "10")):
        enter(committee, indicator, units["SN"], text, gender=gender)
    assert told(indicator) == {
        ("SN", "K", "year", 12): "..",
        ("SN", "M", "year", 12): "..",
        ("SN", "T", "year", 12): "10",
    }
    # Corrected, nothing needs to be hidden any more.
    enter(committee, indicator, units["SN"], "6", gender="M")
    enter(committee, indicator, units["SN"], "15")
    assert set(told(indicator).values()) == {"9", "6", "15"}


def test_the_committees_value_is_the_sum_of_its_units(committee: Committee, units: dict[str, Unit]) -> None:
    indicator = make_indicator(
        committee,
        people="count",
        is_by_unit=True,
        totalling="sum",
        units=[units["110"], units["120"], units["200"]],
    )
    enter(committee, indicator, units["110"], "2")
    enter(committee, indicator, units["120"], "30")
    assert told(indicator) == {("110", "T", "year", 12): "..", ("120", "T", "year", 12): "30"}
    enter(committee, indicator, units["200"], "8")
    expected = {
        ("110", "T", "year", 12): "..",
        ("120", "T", "year", 12): "30",
        ("200", "T", "year", 12): "..",
        ("SN", "T", "year", 12): "(40)",
    }
    assert told(indicator) == expected
    enter(committee, indicator, units["200"], "9")
    assert told(indicator)["SN", "T", "year", 12] == "(41)"
    enter(committee, indicator, units["200"], "")
    assert told(indicator) == {("110", "T", "year", 12): "..", ("120", "T", "year", 12): "30"}


def test_fractions_are_summed_each_for_itself(committee: Committee, units: dict[str, Unit]) -> None:
    indicator = make_indicator(
        committee,
        value_kind="number_or_share",
        qualifier="av brukarna",
        decimals=1,
        is_by_unit=True,
        totalling="sum",
    )
    enter(committee, indicator, units["110"], "116/305", answers="300")
    enter(committee, indicator, units["200"], "46/95", answers="90")
    key = Key(indicator.pk, units["SN"].pk, "", "T", 2021, "year", 12)
    row = measured([indicator.pk], [2021])[key]
    assert (row.text, row.answers, row.is_derived) == ("162/400, 40,5\u00a0% av brukarna", 390, True)


@pytest.mark.parametrize(
    ("year_of", "is_cumulative", "expected"),
    [("sum", False, "(42)"), ("mean", False, "(14,0)"), ("last", False, "(15)"), ("last", True, "(15)")],
)
def test_the_year_from_its_tertials(
    committee: Committee, units: dict[str, Unit], year_of: str, is_cumulative: bool, expected: str
) -> None:
    indicator = make_indicator(
        committee,
        frequency="tertial",
        year_of=year_of,
        is_cumulative=is_cumulative,
        decimals=1 if year_of == "mean" else 0,
    )
    for month, text in ((4, "13"), (8, "14")):
        enter(committee, indicator, units["SN"], text, span="tertial", month=month)
    assert ("SN", "T", "year", 12) not in told(indicator)
    enter(committee, indicator, units["SN"], "15", span="tertial", month=12)
    assert told(indicator)["SN", "T", "year", 12] == expected


def test_a_year_of_units_and_months(committee: Committee, units: dict[str, Unit]) -> None:
    indicator = make_indicator(
        committee, frequency="tertial", year_of="sum", is_by_unit=True, totalling="sum", people="count"
    )
    for unit, values in (("110", (10, 2, 30)), ("200", (40, 50, 60))):
        for month, value in zip((4, 8, 12), values, strict=True):
            enter(committee, indicator, units[unit], str(value), span="tertial", month=month)
    # The two is hidden, in both directions: another unit's, another tertial's, and the cell where they cross.
    assert told(indicator) == {
        ("110", "T", "tertial", 4): "10",
        ("110", "T", "tertial", 8): "..",
        ("110", "T", "tertial", 12): "..",
        ("110", "T", "year", 12): "(42)",
        ("200", "T", "tertial", 4): "40",
        ("200", "T", "tertial", 8): "..",
        ("200", "T", "tertial", 12): "..",
        ("200", "T", "year", 12): "(150)",
        ("SN", "T", "tertial", 4): "(50)",
        ("SN", "T", "tertial", 8): "(52)",
        ("SN", "T", "tertial", 12): "(90)",
        ("SN", "T", "year", 12): "(192)",
    }


def test_a_missing_value_is_neither_counted_nor_worked_out(
    committee: Committee, units: dict[str, Unit]
) -> None:
    indicator = make_indicator(committee, frequency="tertial", year_of="sum")
    for month in (4, 8):
        enter(committee, indicator, units["SN"], "13", span="tertial", month=month)
    enter(committee, indicator, units["SN"], "", span="tertial", month=12, note="Ej mätt.")
    assert ("SN", "T", "year", 12) not in told(indicator)


def test_a_cleared_indicator_shows_all(committee: Committee, units: dict[str, Unit]) -> None:
    indicator = make_indicator(committee, people="count")
    enter(committee, indicator, units["SN"], "2")
    assert set(told(indicator).values()) == {".."}
    indicator.is_cleared, indicator.cleared_reason = True, "Platser, inte personer."
    indicator.save()
    assert refresh_indicators(committee, [indicator.pk]) == 1
    assert set(told(indicator).values()) == {"2"}


def test_another_threshold_is_another_answer(committee: Committee, units: dict[str, Unit]) -> None:
    indicators = [make_indicator(committee, people="count") for _ in range(3)]
    for indicator in indicators:
        for year in (2020, 2021):
            make_measurement(indicator, year, 5)
    assert refresh_all(committee) == 0
    committee.small_group_threshold = 6
    committee.save()
    steps: list[tuple[int, int]] = []
    assert refresh_all(committee, lambda done, total: steps.append((done, total))) == 6
    assert steps == [(3, 3)]
    assert Measurement.objects.filter(is_suppressed=False).count() == 0
    assert refresh_all(committee) == 0


def test_refreshing_twice_changes_nothing_and_takes_as_many_queries_for_many(
    committee: Committee, units: dict[str, Unit], django_assert_num_queries: Any
) -> None:
    def counted(count: int) -> int:
        made = [
            make_indicator(committee, people="count", is_by_unit=True, totalling="sum") for _ in range(count)
        ]
        for indicator in made:
            for unit in ("110", "200"):
                make_measurement(indicator, 2021, 3, unit=units[unit])
        pairs = [(indicator.pk, 2021) for indicator in made]
        with django_assert_num_queries(50, exact=False) as captured:
            assert refresh(committee, pairs) == 3 * count
        assert refresh(committee, pairs) == 0
        return len(captured)

    assert counted(15) == counted(1)
    derived = Measurement.objects.filter(is_derived=True, value=Decimal(6), is_suppressed=False)
    assert derived.count() == 16


def test_the_administration_hides_by_the_new_threshold_at_once(
    committee: Committee, units: dict[str, Unit], client: Client
) -> None:
    indicator = make_indicator(committee, people="count", is_by_unit=True, totalling="sum")
    for unit in ("110", "200"):
        enter(committee, indicator, units[unit], "6")
    client.force_login(make_administrator())
    address = reverse("admin:organisation_committee_change", args=[committee.pk])
    form = {"municipality": committee.municipality_id, "name": committee.name, "small_group_threshold": 7}
    assert client.post(address, form).status_code == 302
    assert told(indicator) == {
        ("110", "T", "year", 12): "..",
        ("200", "T", "year", 12): "..",
        ("SN", "T", "year", 12): "(12)",
    }


def test_a_unit_that_ends_is_no_longer_in_the_sum(
    committee: Committee, units: dict[str, Unit], client: Client
) -> None:
    indicator = make_indicator(
        committee, is_by_unit=True, totalling="sum", units=[units["110"], units["200"]]
    )
    enter(committee, indicator, units["110"], "6")
    assert ("SN", "T", "year", 12) not in told(indicator)
    client.force_login(make_administrator())
    address = reverse("admin:organisation_unit_change", args=[units["200"].pk])
    unit = units["200"]
    form = {
        "committee": committee.pk,
        "code": unit.code,
        "name": unit.name,
        "type": "",
        "parent": unit.parent_id,
        "position": unit.position,
        "valid_from": "",
        "valid_to": 2020,
    }
    assert client.post(address, form).status_code == 302
    assert told(indicator)["SN", "T", "year", 12] == "(6)"


@pytest.mark.parametrize("is_action", [False, True])
def test_a_unit_that_is_deleted_is_no_longer_waited_for(
    committee: Committee, units: dict[str, Unit], client: Client, *, is_action: bool
) -> None:
    indicator = make_indicator(
        committee, is_by_unit=True, totalling="sum", units=[units["110"], units["200"]]
    )
    enter(committee, indicator, units["110"], "6")
    assert ("SN", "T", "year", 12) not in told(indicator)
    client.force_login(make_administrator())
    if is_action:
        address = reverse("admin:organisation_unit_changelist")
        form = {"action": "delete_selected", "_selected_action": units["200"].pk, "post": "yes"}
    else:
        address = reverse("admin:organisation_unit_delete", args=[units["200"].pk])
        form = {"post": "yes"}
    assert client.post(address, form).status_code == 302
    assert not Unit.objects.filter(code="200").exists()
    assert told(indicator)["SN", "T", "year", 12] == "(6)"


def test_a_unit_that_has_values_is_not_deleted(
    committee: Committee, units: dict[str, Unit], client: Client
) -> None:
    enter(committee, make_indicator(committee, is_by_unit=True), units["200"], "2")
    client.force_login(make_administrator())
    address = reverse("admin:organisation_unit_delete", args=[units["200"].pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert Unit.objects.filter(code="200").exists()
