"""A column of amounts read at once gives what the reader of one amount gives, cell by cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.amount_columns import read_amounts
from organisation.figures import AmountError, parsed

pytestmark = pytest.mark.once

DIGITS = st.text("0123456789", min_size=0, max_size=15)
WRITTEN = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "-", "\u2212", "(", " ", "--", "+"]),
        DIGITS,
        st.sampled_from(["", " ", "\u00a0", "\u202f", ".", ","]),
        DIGITS,
        st.sampled_from(["", ",", ".", ",5", ",50", ".05", ",505", "-", ")", " kr", "\u2212", "\0"]),
    ),
)


def one_by_one(cells: list[str]) -> tuple[list[int], dict[int, str]]:
    ore, refused = [0] * len(cells), {}
    for row, cell in enumerate(cells):
        try:
            ore[row] = int(parsed(cell) * 100)
        except AmountError as error:
            refused[row] = str(error)
    return ore, refused


@given(st.lists(WRITTEN | st.text(max_size=20), max_size=30))
def test_the_column_reads_as_its_cells_do(cells: list[str]) -> None:
    column = read_amounts(np.array([*cells], dtype=object))
    assert (column.ore.tolist(), column.refused) == one_by_one(cells)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from([",", "."]))
def test_every_amount_that_fits_is_read_to_the_ore(ore: int, separator: str) -> None:
    cell = f"{'-' if ore < 0 else ''}{abs(ore) // 100}{separator}{abs(ore) % 100:02}"
    assert read_amounts(np.array([cell], dtype=object)).ore.tolist() == [ore]


@pytest.mark.parametrize(
    ("cell", "ore"),
    [
        ("1 234,50-", -123450),
        ("(1 234)", -123400),
        ("-1234", -123400),
        ("\u22121\u00a0234,5", -123450),
        ("0", 0),
        ("-0,00", 0),
        ("9999999999999,99", 999999999999999),
    ],
)
def test_worked_examples(cell: str, ore: int) -> None:
    assert read_amounts(np.array([cell], dtype=object)).ore.tolist() == [ore]


@pytest.mark.parametrize("cell", ["12,34,5", "1e5", "1,234", "12345678901234", "NaN", "12 34", "kr"])
def test_refused(cell: str) -> None:
    assert read_amounts(np.array([cell], dtype=object)).refused == {
        0: f"”{cell}” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234."
    }


def test_nothing_written_is_no_amount() -> None:
    assert read_amounts(np.array([" "], dtype=object)).refused == {0: "Beloppet saknas."}
