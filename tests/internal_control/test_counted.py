"""What was counted, beside last time, and what of it is masked; each number worked out by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from internal_control.count_tables import DEVIATING, EXAMINED, Item, hidden_in, table_of
from internal_control.counted import Figure, counts_of, small_seen_by
from internal_control.models import Control, CountedItem, FollowUp, FollowUpCount, Result
from organisation.models import Committee
from tests.control_factories import carry_out, make_control, make_plan
from tests.factories import make_committee, make_units, make_user

# Children's investigations: within four months, and over four months by reason.
WITHIN = Item("inom", "Inom fyra månader", "", is_deviation=False)
OVER = Item("over", "Över fyra månader", "", is_deviation=True)
WAITING = Item("utlatande", "Väntan på utlåtande", "over", is_deviation=False)
STAFF = Item("personal", "Personalbrist", "over", is_deviation=False)
OTHER = Item("annat", "Annan orsak", "over", is_deviation=False)
ITEMS = (WITHIN, OVER, WAITING, STAFF, OTHER)


def hidden(within: int, waiting: int, staff: int, other: int) -> set[str]:
    counts = {"inom": within, "utlatande": waiting, "personal": staff, "annat": other}
    found = hidden_in(ITEMS, table_of(ITEMS, counts, None, None), threshold=5)
    return {key if isinstance(key, str) else key.name for key in found}


def test_sums_are_added_up_from_their_parts() -> None:
    table = table_of(ITEMS, {"inom": 31, "utlatande": 6, "personal": 7, "annat": 9}, None, None)
    assert table == {
        "inom": 31,
        "over": 22,
        "utlatande": 6,
        "personal": 7,
        "annat": 9,
        EXAMINED: 53,
        DEVIATING: 22,
    }


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Nothing is small: 31 within, 6 + 7 + 9 = 22 over.
        ((31, 6, 7, 9), set()),
        # Nobody is not a group.
        ((31, 0, 7, 9), set()),
        # 3 alone would follow from 22 − 10 − 9: the smaller of the others is hidden too.
        ((31, 3, 10, 9), {"utlatande", "annat"}),
        # Two small ones hide each other.
        ((31, 3, 4, 15), {"utlatande", "personal"}),
        # 1 + 1 beside 15 of 17: two that are at least 1 each. The third is hidden too.
        ((31, 1, 1, 15), {"utlatande", "personal", "annat"}),
        # All over are 3 + 0 + 0: the row, its sum, the deviations, and what 34 − 3 would give.
        ((31, 3, 0, 0), {"utlatande", "over", "deviating", "inom"}),
        # 2 within: it follows from examined − deviations, so the sum of all goes before the parts do.
        ((2, 6, 7, 9), {"inom", "over", "deviating", "utlatande"}),
    ],
)
def test_small_groups_are_hidden_with_what_gives_them_away(
    counts: tuple[int, int, int, int], expected: set[str]
) -> None:
    assert hidden(*counts) == expected


@pytest.mark.parametrize(
    ("examined", "deviating", "expected"),
    [
        (20, 6, set()),
        (20, 0, set()),
        (20, 3, {DEVIATING}),
        (20, 18, {DEVIATING}),  # two did not deviate
        (4, 0, {EXAMINED}),
        (4, 2, {EXAMINED, DEVIATING}),
    ],
)
def test_numbers_that_are_not_itemised(examined: int, deviating: int, expected: set[object]) -> None:
    assert hidden_in((), table_of((), {}, examined, deviating), threshold=5) == expected


@settings(max_examples=50)
@given(st.tuples(*[st.integers(0, 12)] * 4))
def test_no_hidden_small_number_can_be_worked_out(counts: tuple[int, int, int, int]) -> None:
    """Tried out: another table fits what is shown, in which the hidden number is another."""
    table = table_of(ITEMS, dict(zip(("inom", "utlatande", "personal", "annat"), counts, strict=True)), 0, 0)
    masked = hidden_in(ITEMS, table, 5)
    shown = {key: number for key, number in table.items() if key not in masked}
    small = [key for key in masked if 0 < table[key] < 5]
    for key in small:
        assert any(
            other[key] != table[key]
            # Nobody is not a group: a nought is hidden only as long as there is nothing else to hide.
            and other[key] > 0
            and all(other[each] == number for each, number in shown.items())
            for other in near(counts)
        )


def near(counts: tuple[int, int, int, int]) -> list[dict[object, int]]:
    steps = range(-3, 4)
    return [
        table_of(
            ITEMS,
            {
                "inom": counts[0] + a,
                "utlatande": counts[1] + b,
                "personal": counts[2] + c,
                "annat": counts[3] + d,
            },
            0,
            0,
        )  # type: ignore[misc]
        for a in steps
        for b in steps
        for c in steps
        for d in steps
    ]


def count(control: Control, month: int, result: Result, **counts: int) -> FollowUp:
    deviating = sum(number for code, number in counts.items() if code != "inom")
    examined = sum(counts.values())
    done = carry_out(control, month, result, sample_size=examined, deviations=deviating)
    items = {item.code: item for item in control.counted_items.all()}
    FollowUpCount.objects.bulk_create(
        FollowUpCount(follow_up=done, item=items[code], count=number) for code, number in counts.items()
    )
    return done


def investigations(committee: Committee, year: int) -> Control:
    control = make_control(make_plan(committee, year), "k1", months=[3, 6, 9, 12], counts_people=True)
    made: dict[str, CountedItem] = {}
    for position, item in enumerate(ITEMS):
        made[item.code] = CountedItem.objects.create(
            control=control,
            code=item.code,
            label=item.label,
            parent=made.get(item.parent),
            is_deviation=item.is_deviation,
            position=position,
        )
    return control


@pytest.mark.django_db
def test_an_occasion_is_compared_with_the_last_one_that_was_carried_out_in_whatever_year() -> None:
    committee = make_committee()
    earlier, now = investigations(committee, 2020), investigations(committee, 2021)
    last = count(earlier, 9, Result.MAJOR, inom=28, utlatande=6, personal=8, annat=9)
    carry_out(earlier, 12, Result.NOT_DONE, reason="Sjukdom", sample_size=None)
    done = count(now, 3, Result.MAJOR, inom=31, utlatande=9, personal=7, annat=6)
    found = counts_of([done], may_see_small=True)[done.pk]
    assert found.previous == last
    assert (found.sample_size.now, found.sample_size.before) == (Figure(53), Figure(51))
    assert (found.deviations.now.value, found.deviations.change.signed) == (22, "−1")
    assert [
        (
            row.code,
            row.depth,
            row.is_sum,
            row.counted.now.text,
            row.counted.before.text,
            row.counted.change.signed,
        )
        for row in found.rows
    ] == [
        ("inom", 0, False, "31", "28", "+3"),
        ("over", 0, True, "22", "23", "−1"),
        ("utlatande", 1, False, "9", "6", "+3"),
        ("personal", 1, False, "7", "8", "−1"),
        ("annat", 1, False, "6", "9", "−3"),
    ]


@pytest.mark.django_db
def test_a_difference_to_a_hidden_number_is_hidden() -> None:
    committee = make_committee()
    control = investigations(committee, 2021)
    count(control, 3, Result.MAJOR, inom=31, utlatande=3, personal=10, annat=9)
    done = count(control, 6, Result.MAJOR, inom=31, utlatande=9, personal=10, annat=9)
    found = counts_of([done])[done.pk]
    row = next(row for row in found.rows if row.code == "utlatande")
    assert (row.counted.now.text, row.counted.before.text, row.counted.change.signed) == ("9", "..", "..")
    assert found.has_hidden


@pytest.mark.django_db
def test_what_is_not_counted_is_no_nought() -> None:
    control = investigations(make_committee(), 2021)
    pending = control.follow_ups.get(month=3)
    found = counts_of([pending])[pending.pk]
    assert found.previous is None
    assert {row.counted.now.text for row in found.rows} == {"–"}
    assert (found.sample_size.now, found.sample_size.change) == (Figure(), Figure())


@pytest.mark.django_db
def test_only_counts_of_people_are_protected_and_only_from_those_who_may_not_see_them() -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"100": {}, "200": {}}})
    plan = make_plan(committee)
    people = make_control(plan, "k1", months=[5], unit=units["100"], counts_people=True)
    bills = make_control(plan, "k2", months=[5], unit=units["100"])
    done = [carry_out(each, 5, Result.MINOR, sample_size=20, deviations=2) for each in (people, bills)]
    manager = make_user("erik", committee, role="unit_manager", unit=units["100"])
    other = make_user("eva", committee, role="unit_manager", unit=units["200"])
    for user, expected in ((manager, ["2", "2"]), (other, ["..", "2"])):
        sees = small_seen_by(user, committee, [units["100"]])
        found = counts_of(done, may_see_small=sees)
        assert [found[each.pk].deviations.now.text for each in done] == expected


@pytest.mark.django_db
def test_another_committees_control_of_the_same_code_is_no_earlier_occasion() -> None:
    other = investigations(make_committee("annan-sn", "Annan nämnd"), 2020)
    count(other, 12, Result.MAJOR, inom=28, utlatande=6, personal=8, annat=9)
    done = count(investigations(make_committee(), 2021), 3, Result.NO_DEVIATION, inom=31)
    assert counts_of([done])[done.pk].previous is None


@pytest.mark.django_db
def test_as_many_queries_for_one_occasion_as_for_forty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    committee = make_committee()
    plan = make_plan(committee)
    controls = [make_control(plan, f"k{number}", months=[5, 9]) for number in range(20)]
    done = [carry_out(each, month, sample_size=9, deviations=0) for each in controls for month in (5, 9)]
    drawn = FollowUp.objects.filter(pk__in=[each.pk for each in done]).select_related("control__plan")
    rows = list(drawn.order_by("month", "pk"))
    # The first have no occasion before them, and the last one has.
    for wanted in (rows[-1:], rows):
        with django_assert_num_queries(4):
            counts_of(wanted)
