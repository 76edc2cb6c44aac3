"""The newest value against the one before."""

from decimal import Decimal

import pytest

from goals.trends import Trend, trend

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        (["7.3", "6.4", "9.4"], "lower", Trend("▲", "Ökar, sämre", False)),
        (["55", "59", "84"], "higher", Trend("▲", "Ökar, bättre", True)),
        (["9", "8"], "lower", Trend("▼", "Minskar, bättre", True)),
        (["9", "8"], "higher", Trend("▼", "Minskar, sämre", False)),
        (["9", "8"], "none", Trend("▼", "Minskar", None)),
        (["9", "12"], "within", Trend("▲", "Ökar", None)),
        (["4.4", "4.4"], "higher", Trend("▶", "Oförändrat", None)),
        (["4.4", None, "4.5"], "higher", Trend("▲", "Ökar, bättre", True)),
        (["4.4", None], "higher", None),
        ([None, "4.4"], "higher", None),
        ([], "higher", None),
    ],
)
def test_the_newest_against_the_one_before_it_that_is_known(
    values: list[str | None], direction: str, expected: Trend | None
) -> None:
    assert trend([None if each is None else Decimal(each) for each in values], direction) == expected
