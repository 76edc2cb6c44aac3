"""The sentence that sums up, for one goal and for several."""

import pytest

from goals.goal_summary import Counted, summary

MET = ("Uppfyllt", "uppfyllda")
PARTLY = ("Delvis uppfyllt", "delvis uppfyllda")
HEADING = ("Bidrar till målet", "på väg att nås")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([(MET, 3), (PARTLY, 1)], "Av 4 mål är 3 uppfyllda och 1 delvis uppfyllt."),
        (
            [(HEADING, 1), (PARTLY, 2), (MET, 1)],
            "Av 4 mål är 1 på väg att nås, 2 delvis uppfyllda och 1 uppfyllt.",
        ),
        ([(MET, 2)], "Av 2 mål är 2 uppfyllda."),
        ([(MET, 1)], "Av 1 mål är 1 uppfyllt."),
        ([(MET, 0)], ""),
    ],
)
def test_the_sentence(counts: list[tuple[tuple[str, str], int]], sentence: str) -> None:
    assert summary([Counted(*words, count) for words, count in counts]) == sentence
