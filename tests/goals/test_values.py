"""Values as people write them and as they are printed, by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals import values
from goals.models import Form, ValueKind
from goals.values import Value, ValueRefused, parsed_value, shown_value, typed_value, without_unit

pytestmark = pytest.mark.once

NBSP = "\u00a0"


def test_the_forms_are_those_of_the_models() -> None:
    assert {
        values.NUMBER,
        values.SHARE,
        values.FRACTION,
        values.DURATION,
        values.MISSING,
        values.PROTECTED,
    } == set(Form.values)
    assert {values.NUMBER, values.SHARE, values.DURATION, values.NUMBER_OR_SHARE} <= set(ValueKind.values)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("12", "number", Value("number", Decimal(12))),
        (" 1 234,5 ", "number", Value("number", Decimal("1234.5"), 1)),
        ("1\u00a0234.50", "amount", Value("number", Decimal("1234.50"), 2)),
        ("\u22123,25", "index", Value("number", Decimal("-3.25"), 2)),
        ("0,1234", "index", Value("number", Decimal("0.1234"), 4)),
        ("7,3 %", "share", Value("share", Decimal("7.3"), 1)),
        ("7,3%", "share", Value("share", Decimal("7.3"), 1)),
        ("38", "share", Value("share", Decimal(38))),
        ("38\u00a0%", "number_or_share", Value("share", Decimal(38))),
        ("38", "number_or_share", Value("number", Decimal(38))),
        ("5/17", "number", Value("fraction", Decimal(5), 0, Decimal(5), Decimal(17))),
        ("162 / 327", "share", Value("fraction", Decimal("49.5413"), 0, Decimal(162), Decimal(327))),
        ("0/5", "share", Value("fraction", Decimal(0), 0, Decimal(0), Decimal(5))),
        ("10:38", "duration", Value("duration", Decimal(638))),
        ("0:05", "duration", Value("duration", Decimal(5))),
        ("–", "duration", Value("missing", None)),
        ("-", "number", Value("missing", None)),
        ("..", "share", Value("protected", None)),
    ],
)
def test_reads_values_as_people_write_them(text: str, kind: str, expected: Value) -> None:
    assert parsed_value(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("", "number", "Värdet saknas."),
        ("tolv", "number", "”tolv” är inte ett tal. Skriv till exempel 1234,5 eller 1 234."),
        ("12 34", "number", "”12 34” är inte ett tal. Skriv till exempel 1234,5 eller 1 234."),
        ("1,23456", "index", "”1,23456” har fler än fyra decimaler."),
        ("38 %", "number", "Måttet är inte en andel. Skriv ”38 %” som ett tal utan %."),
        ("112 %", "share", "En andel är mellan 0 och 100 %, inte 112 %."),
        ("100,1", "share", "En andel är mellan 0 och 100 %, inte 100,1 %."),
        ("-1", "share", "En andel är mellan 0 och 100 %, inte -1 %."),
        ("5/0", "share", "Nämnaren i ”5/0” får inte vara noll."),
        ("18/17", "number", "Täljaren i ”18/17” får inte vara större än nämnaren."),
        ("5/17/3", "number", "”5/17/3” är inte ett bråk. Skriv till exempel 5/17."),
        ("-5/17", "share", "”-5/17” är inte ett bråk. Skriv till exempel 5/17."),
        ("5/17", "amount", "Måttet kan inte vara ett bråk. Skriv ”5/17” som ett tal."),
        ("10:75", "duration", "”10:75” är inte en tid: minuterna går från 00 till 59."),
        ("10,5", "duration", "”10,5” är inte en tid. Skriv timmar och minuter, till exempel 10:38."),
        ("10:3", "duration", "”10:3” är inte en tid. Skriv timmar och minuter, till exempel 10:38."),
    ],
)
def test_refuses_rather_than_guesses(text: str, kind: str, message: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        parsed_value(text, kind)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "kind", "settings", "printed", "in_file"),
    [
        ("7,3", "share", {}, f"7,3{NBSP}%", "7,3 %"),
        ("12", "number", {"unit_label": "st", "shows_unit": True}, f"12{NBSP}st", "12 st"),
        ("12", "number", {"unit_label": "st"}, "12", "12"),
        (
            "6606",
            "amount",
            {"unit_label": "tkr", "shows_unit": True},
            f"6{NBSP}606{NBSP}tkr",
            "6606 tkr",
        ),
        ("-1234,50", "amount", {}, f"−1{NBSP}234,50", "-1234,50"),
        ("5/17", "number", {}, "5/17", "5/17"),
        ("5/17", "share", {}, "5/17", "5/17"),
        (
            "116/305",
            "number_or_share",
            {"qualifier": "av brukarna", "unit_label": "st", "shows_unit": True},
            f"116/305, 38{NBSP}% av brukarna",
            "116/305, 38 % av brukarna",
        ),
        (
            "50 %",
            "number_or_share",
            {"qualifier": "av brukarna"},
            f"50{NBSP}% av brukarna",
            "50 % av brukarna",
        ),
        ("0", "number_or_share", {"qualifier": "av brukarna"}, "0", "0"),
        ("10:38", "duration", {}, "10:38", "10:38"),
        ("1234:05", "duration", {}, f"1{NBSP}234:05", "1234:05"),
        ("93", "number", {"pattern": "{värde} SA"}, "93 SA", "93 SA"),
        ("2", "number", {"pattern": "(varav {värde} externa)"}, "(varav 2 externa)", "(varav 2 externa)"),
        ("..", "share", {}, "..", ".."),
        ("..", "number", {"pattern": "{värde} SA"}, ".. SA", ".. SA"),
        ("–", "number", {"unit_label": "st", "shows_unit": True, "pattern": "{värde} SA"}, "–", "–"),
    ],
)
def test_prints_each_form_as_the_reports_do(
    text: str, kind: str, settings: dict[str, object], printed: str, in_file: str
) -> None:
    value = parsed_value(text, kind)
    assert shown_value(value, kind=kind, **settings) == printed  # type: ignore[arg-type]
    assert shown_value(value, kind=kind, for_file=True, **settings) == in_file  # type: ignore[arg-type]


def test_what_the_database_adds_is_not_printed() -> None:
    fraction = Value("fraction", Decimal("38.0328"), 0, Decimal("116.0000"), Decimal("305.0000"))
    assert shown_value(fraction, kind="number_or_share") == f"116/305, 38{NBSP}%"
    assert shown_value(Value("share", Decimal("9.4000"), 1), kind="share") == f"9,4{NBSP}%"
    assert shown_value(Value("duration", Decimal("638.5000")), kind="duration") == "10:39"


@pytest.mark.parametrize(
    ("text", "bare"),
    [("12 st", "12"), ("12 ST", "12"), ("38 % av brukarna", "38 %"), ("38\u00a0%", "38\u00a0%"), ("st", "")],
)
def test_the_indicators_own_words_may_be_written(text: str, bare: str) -> None:
    assert without_unit(text, "st", "av brukarna") == bare


whole = st.integers(min_value=0, max_value=10**6).map(Decimal)


@given(
    st.one_of(
        st.decimals(-(10**9), 10**9, places=2).map(lambda number: ("number", Value("number", number, 2))),
        st.decimals(0, 100, places=1).map(lambda number: ("share", Value("share", number, 1))),
        whole.map(lambda minutes: ("duration", Value("duration", minutes))),
        st.tuples(whole, whole).map(
            lambda pair: (
                "number",
                Value("fraction", min(pair), 0, min(pair), max(*pair, Decimal(1))),
            )
        ),
    )
)
def test_what_is_written_out_is_read_again(case: tuple[str, Value]) -> None:
    kind, value = case
    assert parsed_value(typed_value(value), kind) == value
