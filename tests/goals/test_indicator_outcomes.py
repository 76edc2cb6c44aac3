"""Where an indicator stands: its newest value, its target and trend, and what they propose."""

import pytest

from goals.indicator_choices import with_parts
from goals.indicator_outcomes import Standing, standings
from goals.measured_periods import Period
from goals.models import Indicator
from organisation.models import Committee
from tests.factories import make_committee, make_units
from tests.goal_factories import make_indicator, make_measurement, make_target, root_of

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def committee() -> Committee:
    committee = make_committee()
    make_units(committee, {"SN": {"100": {}, "200": {}, "300": {}}})
    return committee


def standing(indicator: Indicator, year: int = 2021) -> Standing | None:
    found = list(with_parts(Indicator.objects.filter(pk=indicator.pk)))
    return standings(found, root_of(indicator.committee), year, may_see_small=False).get(indicator.pk)


def known(indicator: Indicator, year: int = 2021) -> Standing:
    found = standing(indicator, year)
    assert found is not None
    return found


def proposed(indicator: Indicator) -> tuple[str, str] | None:
    found = known(indicator).proposal
    return (found.meaning, found.why.replace(NBSP, " ")) if found else None


def test_women_and_men_apart(committee: Committee) -> None:
    """Women 10:38 and men 11:13 against at most 11 hours."""
    waiting = make_indicator(committee, value_kind="duration", direction="lower", gender_split="women_men")
    make_measurement(waiting, 2021, 638, gender="K")
    make_measurement(waiting, 2021, 673, gender="M")
    make_measurement(waiting, 2021, 655, gender="T")
    make_target(waiting, 2021, 660)
    assert known(waiting).texts == ("10:55",)
    assert proposed(waiting) == ("partly", "Kvinnor 10:38 når målet högst 11:00, män 11:13 når det inte.")


def test_parts_have_targets_of_their_own(committee: Committee) -> None:
    parts = [
        {"code": "SA", "label": "Senior alert", "pattern": "{värde} SA"},
        {"code": "BPSD", "label": "BPSD", "pattern": "{värde} BPSD"},
    ]
    registered = make_indicator(committee, direction="higher", parts=parts)
    for part, value, target in (("SA", 25, 32), ("BPSD", 70, 62)):
        make_measurement(registered, 2021, value, part=part)
        make_target(registered, 2021, target, part=part)
    found = known(registered)
    assert (found.texts, found.target) == (("25 SA", "70 BPSD"), "32 SA, 62 BPSD")
    assert proposed(registered) == (
        "partly",
        "Senior alert 25 SA når inte målet minst 32 SA, BPSD 70 BPSD når målet minst 62 BPSD.",
    )


def test_a_share_of_the_units(committee: Committee) -> None:
    """Two of three units reach 95 per cent; four in five should."""
    balance = make_indicator(committee, value_kind="share", direction="higher", is_by_unit=True)
    units = {unit.code: unit for unit in committee.units.all()}
    for code, share in (("100", 100), ("200", 95), ("300", 90)):
        make_measurement(balance, 2021, share, unit=units[code])
    make_measurement(balance, 2021, 72)
    make_target(balance, 2021, 80, kind="unit_share", each_unit=95)
    assert proposed(balance) == (
        "not_met",
        "Utfallet 67 % av enheterna når inte målet minst 80 % av enheterna.",
    )
    make_measurement(balance, 2020, 50)
    assert known(balance).trend is not None


def test_a_change_is_counted_from_the_year_before(committee: Committee) -> None:
    plans = make_indicator(committee, direction="higher")
    make_target(plans, 2021, 10, kind="change", form="share")
    make_measurement(plans, 2021, 12)
    lacks = "Målet öka 10 % räknas från värdet för 2020, som saknas."
    assert proposed(plans) == ("not_assessed", lacks)
    make_measurement(plans, 2020, 10)
    assert proposed(plans) == ("met", "Utfallet 12 når målet öka 10 %.")


def test_the_newest_period_and_its_trend(committee: Committee) -> None:
    hours = make_indicator(committee, frequency="month", direction="higher")
    make_measurement(hours, 2020, 1000)
    make_measurement(hours, 2021, 90, span="month", month=7)
    make_measurement(hours, 2021, 85, span="month", month=8)
    make_measurement(hours, 2021, None, span="month", month=9, note="Systemet stod still.")
    found = known(hours)
    assert (found.period, found.texts) == (Period(2021, 8, "month"), ("85",))
    assert found.trend is not None
    assert (found.trend.symbol, found.trend.is_better) == ("▼", False)
    make_measurement(hours, 2021, 1100)
    assert known(hours).period == Period(2021)
    assert known(hours, 2020).texts == (f"1{NBSP}000",)
    assert standing(hours, 2010) is None


def test_a_trend_looks_past_periods_without_a_total_and_hidden_ones(committee: Committee) -> None:
    split = {"people": "count", "gender_split": "women_men"}
    hours = make_indicator(committee, frequency="month", direction="higher", **split)
    make_measurement(hours, 2021, 80, span="month", month=3)
    make_measurement(hours, 2021, 95, span="month", month=4, is_suppressed=True)
    make_measurement(hours, 2021, 40, span="month", month=5, gender="K")
    make_measurement(hours, 2021, 85, span="month", month=6)
    make_measurement(hours, 2017, 1, span="month", month=6)
    assert (trend := known(hours).trend) is not None
    assert trend.symbol == "▲"
    seen = standings(list(with_parts(Indicator.objects.all())), root_of(committee), 2021, may_see_small=True)[
        hours.pk
    ]
    assert seen.trend is not None
    assert seen.trend.symbol == "▼"
    make_measurement(hours, 2021, 41, span="month", month=7, gender="K")
    assert known(hours).period == Period(2021, 7, "month")
    assert known(hours).trend is None


def test_a_hidden_value_proposes_nothing(committee: Committee) -> None:
    boys = make_indicator(committee, people="count", direction="lower")
    make_measurement(boys, 2021, 1, is_suppressed=True)
    make_target(boys, 2021, 3)
    found = known(boys)
    assert (found.texts, found.is_marked) == (("..",), False)
    assert proposed(boys) == ("not_assessed", "Värdet rör för få personer för att visas.")


def test_units_that_are_hidden_hide_their_share(committee: Committee) -> None:
    made = make_indicator(committee, direction="higher", is_by_unit=True, people="count")
    make_measurement(made, 2021, 2, unit=committee.units.get(code="100"), is_suppressed=True)
    make_measurement(made, 2021, 20)
    make_target(made, 2021, 80, kind="unit_share", each_unit=1)
    assert proposed(made) == ("not_assessed", "Värdet rör för få personer för att visas.")


def test_periods() -> None:
    august = Period(2021, 8, "month")
    tertial = Period(2021, 4, "tertial")
    assert (august.label, august.short_label, august.key) == ("augusti 2021", "aug 2021", "manad-8")
    assert (tertial.label, tertial.short_label, tertial.key) == (
        "januari–april 2021",
        "jan–apr 2021",
        "tertial-4",
    )
    assert (august.before, tertial.before) == (Period(2021, 7, "month"), Period(2020, 12, "tertial"))
    assert (Period(2021).before, Period(2021, 1, "month").before) == (Period(2020), Period(2020, 12, "month"))
