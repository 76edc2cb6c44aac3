"""How amounts look, worked by hand and as properties."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from organisation.figures import AmountError, Scale, formatted, parsed, plain, rounded, shown

pytestmark = pytest.mark.once

kronor = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("amount", "decimals", "expected"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.49", 0, "0"),
        ("-0.49", 0, "0"),
        ("0.05", 1, "0.1"),
        ("-0.05", 1, "-0.1"),
        ("1234.005", 2, "1234.01"),
    ],
)
def test_rounds_half_away_from_zero(amount: str, decimals: int, expected: str) -> None:
    assert str(rounded(Decimal(amount), decimals)) == expected


@given(kronor, st.integers(min_value=0, max_value=2))
def test_a_rounded_figure_is_the_nearest_and_the_farther_from_zero_of_two(
    amount: Decimal, decimals: int
) -> None:
    figure = rounded(amount, decimals)
    half = Decimal(1).scaleb(-decimals) / 2
    assert abs(figure - amount) <= half
    if abs(figure - amount) == half:
        assert abs(figure) > abs(amount)


@given(kronor, st.integers(min_value=0, max_value=2))
def test_rounding_is_symmetric_and_never_gives_minus_zero(amount: Decimal, decimals: int) -> None:
    assert rounded(-amount, decimals) == -rounded(amount, decimals)
    assert not (rounded(amount, decimals) == 0 and rounded(amount, decimals).is_signed())


@pytest.mark.parametrize(
    ("amount", "scale", "decimals", "reverse", "expected"),
    [
        ("1234567.89", Scale.KR, 0, False, "1\u00a0234\u00a0568"),
        ("1234567.89", Scale.TKR, 0, False, "1\u00a0235"),
        ("1234567.89", Scale.MNKR, 1, False, "1,2"),
        ("-499.99", Scale.TKR, 0, False, "0"),
        ("-500", Scale.TKR, 0, False, "−1"),
        ("-500", Scale.TKR, 0, True, "1"),
        ("450000", Scale.MNKR, 1, True, "−0,5"),
        ("0", Scale.KR, 2, True, "0,00"),
        ("999999500", Scale.TKR, 0, False, "1\u00a0000\u00a0000"),
    ],
)
def test_shows_an_amount(amount: str, scale: Scale, decimals: int, reverse: bool, expected: str) -> None:
    assert formatted(shown(Decimal(amount), scale=scale, decimals=decimals, reverse=reverse)) == expected


def test_undefined_is_a_dash_and_never_zero() -> None:
    assert shown(None) is None
    assert formatted(None) == "–"
    assert plain(None) == "–"


def test_plain_has_no_separators() -> None:
    assert plain(Decimal("-1234567.5")) == "-1234567,5"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234", "1234"),
        ("1 234", "1234"),
        ("1\u00a0234\u00a0567,50", "1234567.50"),
        ("1\u202f234", "1234"),
        ("1234.5", "1234.5"),
        ("-1 234", "-1234"),
        ("−1 234", "-1234"),
        ("–1 234", "-1234"),
        ("1 234,50-", "-1234.50"),
        ("(1 234)", "-1234"),
        (" 12 ", "12"),
        ("-0", "0"),
        ("0007", "7"),
    ],
)
def test_reads_what_people_write(text: str, expected: str) -> None:
    assert parsed(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "12,34,5",
        "1,234",
        "12,",
        ",5",
        "1 23",
        "12 34",
        "1 2345",
        "tolv",
        "1e3",
        "--1",
        "(-1)",
        "1-2",
        "1 234 ,5",
        "12345678901234",
    ],
)
def test_refuses_rather_than_guesses(text: str) -> None:
    with pytest.raises(AmountError) as refusal:
        parsed(text)
    assert (
        str(refusal.value) == f"”{text.strip()}” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234."
    )


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_nothing_is_no_amount(text: str) -> None:
    with pytest.raises(AmountError, match=r"^Beloppet saknas\.$"):
        parsed(text)


@given(kronor)
@example(Decimal("-0.01"))
def test_what_is_printed_can_be_read_again(amount: Decimal) -> None:
    assert parsed(formatted(amount)) == amount
    assert parsed(plain(amount)) == amount
