"""When something is due, read and printed."""

from datetime import date

import pytest

from organisation.due import last_passed
from organisation.due_texts import Due, DueRefused, parsed_due, parsed_months, shown_due

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "due", "printed"),
    [
        ("", Due(), ""),
        ("  ", Due(), ""),
        ("2021-12-31", Due("date", date(2021, 12, 31)), "2021-12-31"),
        ("31 december 2021", Due("date", date(2021, 12, 31)), "2021-12-31"),
        ("1 Okt. 2021", Due("date", date(2021, 10, 1)), "2021-10-01"),
        ("2020-02", Due("month", date(2020, 2, 29)), "februari 2020"),
        ("dec 2021", Due("month", date(2021, 12, 31)), "december 2021"),
        ("december  2021", Due("month", date(2021, 12, 31)), "december 2021"),
        ("feb, maj, sep", Due("recurring", None, (2, 5, 9)), "feb, maj, sep"),
        ("sep maj feb maj", Due("recurring", None, (2, 5, 9)), "feb, maj, sep"),
        ("Februari, maj och sept.", Due("recurring", None, (2, 5, 9)), "feb, maj, sep"),
        ("juni", Due("recurring", None, (6,)), "jun"),
        ("2,5", Due("recurring", None, (2, 5)), "feb, maj"),
    ],
)
def test_read_and_printed(text: str, due: Due, printed: str) -> None:
    assert parsed_due(text) == due
    assert shown_due(due) == printed
    assert parsed_due(printed) == due


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("till hösten", "”till” är inte en månad. Skriv till exempel feb, maj, sep."),
        ("ju", "”ju” är inte en månad. Skriv till exempel feb, maj, sep."),
        ("13", "”13” är inte en månad. Skriv till exempel feb, maj, sep."),
        (", och", "Skriv minst en månad, till exempel feb, maj, sep."),
        ("2021-02-30", "”2021-02-30” finns inte i kalendern. Skriv till exempel 2021-12-31 eller dec 2021."),
        ("2021-13", "”2021-13” finns inte i kalendern. Skriv till exempel 2021-12-31 eller dec 2021."),
        (
            "31 april 2021",
            "”31 april 2021” finns inte i kalendern. Skriv till exempel 2021-12-31 eller dec 2021.",
        ),
        ("maj 1021", "”maj 1021” finns inte i kalendern. Skriv till exempel 2021-12-31 eller dec 2021."),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, said: str) -> None:
    with pytest.raises(DueRefused) as refused:
        parsed_due(text)
    assert str(refused.value) == said


def test_no_months_at_all() -> None:
    with pytest.raises(DueRefused, match="Skriv minst en månad"):
        parsed_months("")


@pytest.mark.parametrize(
    ("months", "day", "passed"),
    [
        ((2, 5, 9), date(2021, 6, 1), (date(2021, 5, 31), date(2021, 2, 28))),
        ((2, 5, 9), date(2021, 5, 31), (date(2021, 2, 28), date(2020, 9, 30))),
        ((2,), date(2021, 3, 1), (date(2021, 2, 28), date(2020, 2, 29))),
        ((12,), date(2021, 12, 31), (date(2020, 12, 31), date(2019, 12, 31))),
    ],
)
def test_the_latest_months_that_are_over(
    months: tuple[int, ...], day: date, passed: tuple[date, date]
) -> None:
    assert last_passed(months, day) == passed
