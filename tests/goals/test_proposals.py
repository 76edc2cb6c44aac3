"""What the values of a unit, and of the committee itself, propose after a period: each sort of target, and why."""

from typing import Any

import pytest

from goals.follow_up import follow_up_of
from goals.follow_up_cards import Card
from goals.follow_up_state import unit_states
from goals.models import Form, Indicator, Target
from goals.protecting import refresh
from goals.targets import set_target
from organisation.models import Unit
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_indicator,
    make_measurement,
    make_scale,
)
from tests.goals.conftest import GoalTree

UNIT_SHARE, CHANGE, SPAN = Target.Kind.UNIT_SHARE, Target.Kind.CHANGE, Target.Kind.SPAN


def card_of(tree: GoalTree, title: str, month: int = 12, unit: Unit | None = None) -> Card:
    page = follow_up_of(
        committee=tree.committee, unit=unit or tree.units["SN"], year=2021, month=month, may_see_small=True
    )
    return next(card for card in page.cards if card.title == title)


def proposed(tree: GoalTree, title: str = "Mått", **at: Any) -> tuple[str, str]:
    """What the page says beside the field: the level that is proposed, 'inget' or nothing, and why."""
    card = card_of(tree, title, **at)
    return card.proposal_label, (card.proposal.why if card.proposal else "").replace("\xa0", " ")


def make(tree: GoalTree, **fields: Any) -> Indicator:
    given = {
        "name": "Mått",
        "direction": "higher",
        "scale": tree.scale,
        "goals": [tree.goals["n1"]],
        **fields,
    }
    return make_indicator(tree.committee, "m", **given)


def aim(indicator: Indicator, unit: Unit, text: str, kind: str = Target.Kind.VALUE, **more: str) -> None:
    set_target(indicator=indicator, unit=unit, year=2021, kind=kind, text=text, by="prov", **more)


def test_a_share_of_the_units_is_proposed_on_the_committees_page(tree: GoalTree) -> None:
    indicator = make(tree, value_kind="share", is_by_unit=True)
    aim(indicator, tree.units["SN"], "80 %", UNIT_SHARE, each_unit="95 %")
    for code, value in {"110": 96, "120": 95, "200": 90}.items():
        make_measurement(indicator, 2021, value, unit=tree.units[code])
    make_measurement(indicator, 2021, 93)
    assert card_of(tree, "Mått").target == "80\xa0% av enheterna"
    assert proposed(tree) == (
        "Inte uppfyllt",
        "Utfallet 67 % av enheterna når inte målet minst 80 % av enheterna.",
    )
    indicator.measurements.filter(unit=tree.units["200"]).update(value=95)
    assert proposed(tree)[0] == "Uppfyllt"


def test_a_unit_sees_its_own_part_of_what_a_share_of_the_units_is_to_reach(tree: GoalTree) -> None:
    indicator = make(tree, value_kind="share", is_by_unit=True)
    aim(indicator, tree.units["SN"], "80 %", UNIT_SHARE, each_unit="95 %")
    for code, value in {"110": 96, "120": 90}.items():
        make_measurement(indicator, 2021, value, unit=tree.units[code])
    unit = tree.units["110"]
    assert card_of(tree, "Mått", unit=unit).target == "minst 95\xa0% (80\xa0% av enheterna ska nå det)"
    assert proposed(tree, unit=unit) == ("Uppfyllt", "Utfallet 96 % når målet minst 95 %.")
    assert proposed(tree, unit=tree.units["120"]) == (
        "Inte uppfyllt",
        "Utfallet 90 % når inte målet minst 95 %.",
    )


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("öka 10 %", "110", ("Uppfyllt", "Utfallet 110 når målet öka 10 %.")),
        ("öka 10 %", "109", ("Inte uppfyllt", "Utfallet 109 når inte målet öka 10 %.")),
        ("minska 3", "97", ("Uppfyllt", "Utfallet 97 når målet minska 3.")),
        ("minska 3", "98", ("Inte uppfyllt", "Utfallet 98 når inte målet minska 3.")),
    ],
)
def test_a_change_is_counted_from_the_value_before(
    tree: GoalTree, text: str, value: str, said: tuple[str, str]
) -> None:
    indicator = make(tree)
    aim(indicator, tree.units["SN"], text, CHANGE)
    make_measurement(indicator, 2020, 100)
    make_measurement(indicator, 2021, value)
    assert proposed(tree) == said


@pytest.mark.parametrize(
    ("text", "before", "value", "said"),
    [
        ("öka 10 %", 0, 0, ("inget", "Målet öka 10 % räknas från värdet för 2020, som är 0.")),
        ("minska 10 %", 0, 0, ("inget", "Målet minska 10 % räknas från värdet för 2020, som är 0.")),
        ("öka 3", 0, 3, ("Uppfyllt", "Utfallet 3 når målet öka 3.")),
        # What is below zero increases towards it.
        ("öka 10 %", -100, -90, ("Uppfyllt", "Utfallet −90 når målet öka 10 %.")),
        ("öka 10 %", -100, -105, ("Inte uppfyllt", "Utfallet −105 når inte målet öka 10 %.")),
        ("minska 10 %", -100, -110, ("Uppfyllt", "Utfallet −110 når målet minska 10 %.")),
        ("minska 10 %", -100, -95, ("Inte uppfyllt", "Utfallet −95 når inte målet minska 10 %.")),
    ],
)
def test_a_change_in_per_cent_is_of_the_size_of_the_value_before(
    tree: GoalTree, text: str, before: int, value: int, said: tuple[str, str]
) -> None:
    indicator = make(tree)
    aim(indicator, tree.units["SN"], text, CHANGE)
    make_measurement(indicator, 2020, before)
    make_measurement(indicator, 2021, value)
    assert proposed(tree) == said


def test_a_change_from_a_value_that_is_hidden_is_not_said_to_be_from_one_that_is_missing(
    tree: GoalTree,
) -> None:
    indicator = make(tree, people="count")
    aim(indicator, tree.units["SN"], "öka 5", CHANGE)
    make_measurement(indicator, 2020, 3, is_suppressed=True)
    make_measurement(indicator, 2021, 8)
    page = follow_up_of(
        committee=tree.committee, unit=tree.units["SN"], year=2021, month=12, may_see_small=False
    )
    proposal = next(card for card in page.cards if card.title == "Mått").proposal
    assert proposal is not None
    assert proposal.why == "Målet öka 5 räknas från värdet för 2020, som rör för få personer för att visas."


def test_every_second_year_a_change_is_counted_from_two_years_before(tree: GoalTree) -> None:
    indicator = make(tree, frequency="second_year", valid_from=2019)
    aim(indicator, tree.units["SN"], "öka 5", CHANGE)
    make_measurement(indicator, 2021, 55)
    assert proposed(tree) == ("inget", "Målet öka 5 räknas från värdet för 2019, som saknas.")
    make_measurement(indicator, 2019, 50)
    assert proposed(tree) == ("Uppfyllt", "Utfallet 55 når målet öka 5.")


def test_a_months_change_is_counted_from_the_same_month_the_year_before(tree: GoalTree) -> None:
    indicator = make(tree, frequency="month", year_of="last")
    aim(indicator, tree.units["SN"], "minska 10 %", CHANGE)
    make_measurement(indicator, 2020, 40, span="month", month=8)
    make_measurement(indicator, 2021, 36, span="month", month=8)
    make_measurement(indicator, 2021, 1, span="month", month=7)
    assert proposed(tree, month=8) == ("Uppfyllt", "Utfallet 36 når målet minska 10 %.")


@pytest.mark.parametrize(
    ("value", "level"), [("10", "Uppfyllt"), ("15", "Uppfyllt"), ("16", "Inte uppfyllt")]
)
def test_within_a_span(tree: GoalTree, value: str, level: str) -> None:
    indicator = make(tree, direction="within")
    aim(indicator, tree.units["SN"], "10–15", SPAN)
    make_measurement(indicator, 2021, value)
    verb = "når" if level == "Uppfyllt" else "når inte"
    assert proposed(tree) == (level, f"Utfallet {value} {verb} målet 10–15.")


def test_a_fraction_against_a_fraction(tree: GoalTree) -> None:
    indicator = make(tree, value_kind="number_or_share", direction="lower")
    aim(indicator, tree.units["SN"], "2/18")
    make_measurement(indicator, 2021, 5, denominator=17)
    level, why = proposed(tree)
    assert (level, "når inte målet högst 2/18" in why) == ("Inte uppfyllt", True)


def test_what_adds_up_over_the_year_is_compared_when_the_year_is_over(tree: GoalTree) -> None:
    indicator = make(tree, frequency="tertial", year_of="sum")
    aim(indicator, tree.units["SN"], "100")
    for month, value in {4: 40, 8: 30, 12: 31}.items():
        make_measurement(indicator, 2021, value, span="tertial", month=month)
    refresh(tree.committee, [(indicator.pk, 2021)])
    waits = "Målvärdet gäller hela året. Värdet går att jämföra först när året är slut."
    assert proposed(tree, month=8) == ("inget", waits)
    assert proposed(tree, month=12) == ("Uppfyllt", "Utfallet 101 når målet minst 100.")


def test_after_december_the_years_own_value_is_compared_and_not_the_months(tree: GoalTree) -> None:
    indicator = make(tree, frequency="month", year_of="own", value_kind="share", direction="lower")
    aim(indicator, tree.units["SN"], "5 %")
    make_measurement(indicator, 2021, 9, span="month", month=12)
    make_measurement(indicator, 2021, 4)
    assert proposed(tree) == ("Uppfyllt", "Utfallet 4 % når målet högst 5 %.")


def test_the_committees_goal_is_judged_by_what_the_units_add_up_to(tree: GoalTree) -> None:
    units = [tree.units["110"], tree.units["120"]]
    indicator = make(tree, is_by_unit=True, totalling="sum", units=units)
    aim(indicator, tree.units["SN"], "10")
    for unit in units:
        make_measurement(indicator, 2021, 6, unit=unit)
    refresh(tree.committee, [(indicator.pk, 2021)])
    assert proposed(tree, "1.1.1 Kortare väntan") == ("Uppfyllt", "Målets mått når målvärdet.")
    assert proposed(tree) == ("Uppfyllt", "Utfallet 12 når målet minst 10.")


def test_the_committee_judges_what_its_units_add_up_to_and_enters_nothing(tree: GoalTree) -> None:
    units = [tree.units["110"], tree.units["120"]]
    indicator = make(tree, is_by_unit=True, totalling="sum", units=units, gender_split="women_men")
    for unit in units:
        for gender in "KM":
            make_measurement(indicator, 2021, 6, unit=unit, gender=gender)
    refresh(tree.committee, [(indicator.pk, 2021)])
    card = card_of(tree, "Mått")
    assert (card.fields, card.missing.in_words) == ([], "bedömning")
    assert card.facts == (("Enheternas värden tillsammans", "kvinnor 12, män 12"),)
    root = tree.units["SN"]
    (state,) = unit_states(tree.committee, [root], 2021, 12)
    assert (state.indicators.done, state.indicators.total) == (0, 1)
    make_assessment(indicator, level=level_of(tree.scale, "met"))
    (state,) = unit_states(tree.committee, [root], 2021, 12)
    assert state.indicators.done == 1
    assert card_of(tree, "Mått").is_done
    indicator.scale = None
    indicator.save()
    assert unit_states(tree.committee, [root], 2021, 12)[0].indicators.total == 0


def test_a_scale_of_its_own_for_each(tree: GoalTree) -> None:
    """Several scales at once: the level that is proposed is that of the card's own scale."""
    other = make_scale(tree.committee, "pilar")
    other.levels.filter(meaning="met").update(label="Bidrar")
    indicator = make(tree, scale=other)
    aim(indicator, tree.units["SN"], "5")
    make_measurement(indicator, 2021, 5, form=Form.NUMBER)
    assert proposed(tree)[0] == "Bidrar"
    assert proposed(tree, "1.1.1 Kortare väntan")[0] == "Uppfyllt"
