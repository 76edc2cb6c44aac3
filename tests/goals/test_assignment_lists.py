"""Which assignments are new, late, silent, to be closed: days worked by hand."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals import assignment_lists as lists
from goals.models import Assessment, Assignment, AssignmentNote, AssignmentQuerySet
from organisation.models import Committee, Unit
from tests.factories import make_committee, make_units
from tests.goal_factories import level_of, make_assessment, make_assignment, make_scale

pytestmark = pytest.mark.django_db
Status, Due = Assignment.Status, Assignment.Due

JANUARY = date(2021, 1, 14)


@pytest.fixture
def committee() -> Committee:
    made = make_committee()
    make_units(made, {"SN": {"100": {}, "200": {}}})
    return made


def given(committee: Committee, code: str, on: date | None = JANUARY, **fields: object) -> Assignment:
    """Decided on a day, and entered at noon of it unless entered says otherwise."""
    entered = fields.pop("entered", on)
    assert isinstance(entered, date)
    at = datetime(entered.year, entered.month, entered.day, 11, tzinfo=UTC)
    return make_assignment(committee, code, decided_on=on, entered_at=at, **fields)  # type: ignore[arg-type]


def closed(on: date) -> dict[str, object]:
    return {"status": Status.CLOSED, "closed_on": on, "closed_paragraph": "5"}


def noted(assignment: Assignment, on: date) -> AssignmentNote:
    return assignment.notes.create(meeting_on=on, text="Rapport", written_by="Karin")


def codes(assignments: AssignmentQuerySet) -> list[str]:
    return sorted(assignments.values_list("code", flat=True))


def everything(committee: Committee) -> AssignmentQuerySet:
    return Assignment.objects.filter(committee=committee)


def reported(committee: Committee) -> dict[str, date | None]:
    rows = lists.with_last_reported(everything(committee))
    return dict(rows.values_list("code", "last_reported"))


def test_last_reported_is_the_newest_of_note_and_assessment(committee: Committee) -> None:
    noted(given(committee, "note"), date(2021, 5, 12))
    both = given(committee, "both")
    noted(both, date(2021, 5, 12))
    noted(both, date(2021, 2, 10))
    make_assessment(both, 2021, 8, text="Klart", changed_at=datetime(2021, 9, 14, 8, tzinfo=UTC))
    make_assessment(given(committee, "text"), measures="Vi gör", changed_at=datetime(2021, 3, 1, tzinfo=UTC))
    given(committee, "nothing")
    assert reported(committee) == {
        "note": date(2021, 5, 12),
        "both": date(2021, 8, 31),
        "text": date(2021, 3, 1),
        "nothing": None,
    }


def test_an_assessment_is_a_report_of_its_period_whenever_it_was_written(committee: Committee) -> None:
    loaded = datetime(2026, 11, 22, 8, tzinfo=UTC)
    for month in (1, 2, 12):
        make_assessment(given(committee, str(month)), 2020, month, text="Klart", changed_at=loaded)
    early = datetime(2020, 12, 3, 8, tzinfo=UTC)
    make_assessment(given(committee, "early"), 2020, 12, text="Klart", changed_at=early)
    assert reported(committee) == {
        "1": date(2020, 1, 31),
        "2": date(2020, 2, 28),
        "12": date(2020, 12, 31),
        "early": date(2020, 12, 3),
    }


def test_a_note_without_a_meeting_is_of_the_day_it_was_written_here_and_not_in_greenwich(
    committee: Committee,
) -> None:
    late_evening = datetime(2021, 6, 30, 22, 30, tzinfo=UTC)
    given(committee, "a").notes.create(text="Klart", written_by="Karin", written_at=late_evening)
    assert reported(committee) == {"a": date(2021, 7, 1)}


def test_an_assessment_that_says_nothing_is_no_report(committee: Committee) -> None:
    scale = make_scale(committee)
    make_assessment(given(committee, "unset", scale=scale), level=level_of(scale, "not_assessed"))
    met = given(committee, "set", scale=scale)
    make_assessment(met, level=level_of(scale, "met"), changed_at=datetime(2021, 4, 1, tzinfo=UTC))
    make_assessment(given(committee, "empty"))
    assert reported(committee) == {"unset": None, "set": date(2021, 4, 1), "empty": None}


def test_new_from_one_meeting_to_the_next_with_both_days(committee: Committee) -> None:
    given(committee, "before", date(2021, 4, 19))
    given(committee, "previous meeting", date(2021, 4, 20))
    given(committee, "this meeting", date(2021, 5, 20))
    given(committee, "after", date(2021, 5, 21))
    given(committee, "entered late", date(2021, 3, 1), entered=date(2021, 4, 28))
    given(committee, "without decision", None, entered=date(2021, 5, 3))
    given(committee, "closed", date(2021, 4, 20), **closed(date(2021, 5, 20)))
    assert codes(lists.new(everything(committee), date(2021, 4, 20), date(2021, 5, 20))) == [
        "closed",
        "entered late",
        "previous meeting",
        "this meeting",
        "without decision",
    ]


def test_by_status(committee: Committee) -> None:
    given(committee, "open")
    given(committee, "proposed", status=Status.TO_CLOSE)
    given(committee, "closed", **closed(date(2021, 12, 31)))
    given(committee, "closed before", **closed(date(2020, 12, 31)), on=date(2020, 2, 1))
    rows = everything(committee)
    assert codes(lists.still_open(rows)) == ["open"]
    assert codes(lists.to_close(rows)) == ["proposed"]
    assert codes(lists.not_closed(rows)) == ["open", "proposed"]
    assert codes(lists.closed_in(rows, 2021)) == ["closed"]
    assert codes(lists.in_force(rows, 2020)) == ["closed before"]
    assert codes(lists.in_force(rows, 2021)) == ["closed", "open", "proposed"]


def test_silent_since_a_day(committee: Committee) -> None:
    noted(given(committee, "the day before"), date(2021, 5, 11))
    noted(given(committee, "the day itself"), date(2021, 5, 12))
    given(committee, "never")
    given(committee, "given on the day", date(2021, 5, 12))
    given(committee, "proposed", status=Status.TO_CLOSE)
    given(committee, "closed", **closed(date(2021, 2, 1)))
    assert codes(lists.silent(everything(committee), date(2021, 5, 12))) == ["never", "the day before"]


def test_late_on_the_day_after_a_date_and_after_the_end_of_a_month(committee: Committee) -> None:
    given(committee, "date", due=Due.DATE, due_on=date(2021, 8, 30))
    given(committee, "month", due=Due.MONTH, due_on=date(2021, 8, 31))
    given(committee, "proposed", due=Due.DATE, due_on=date(2021, 8, 1), status=Status.TO_CLOSE)
    given(committee, "closed", due=Due.DATE, due_on=date(2021, 8, 1), **closed(date(2021, 9, 1)))
    given(committee, "no time")
    rows = everything(committee)
    assert codes(lists.late(rows, date(2021, 8, 30))) == []
    assert codes(lists.late(rows, date(2021, 8, 31))) == ["date"]
    assert codes(lists.late(rows, date(2021, 9, 1))) == ["date", "month"]


def test_what_the_committee_has_judged_met_is_not_late(committee: Committee) -> None:
    scale = make_scale(committee)
    met, partly = level_of(scale, "met"), level_of(scale, "partly")
    past = {"due": Due.DATE, "due_on": date(2021, 8, 30), "scale": scale}
    make_assessment(given(committee, "met", **past), 2021, 8, level=met)
    by_unit = given(committee, "by a unit alone", **past)
    make_assessment(by_unit, 2021, 8, unit=committee.units.get(code="100"), level=met)
    worse = given(committee, "met and then not", **past)
    make_assessment(worse, 2021, 8, level=met)
    make_assessment(worse, 2021, 12, level=partly)
    make_assessment(worse, 2022, 4, text="Ingen nivå än")
    assert codes(lists.late(everything(committee), date(2022, 5, 1))) == [
        "by a unit alone",
        "met and then not",
    ]
    judged = lists.with_judgement(everything(committee)).values_list("code", "judged_level", "judged")
    assert sorted(judged) == [
        ("by a unit alone", None, None),
        ("met", met.pk, "met"),
        ("met and then not", partly.pk, "partly"),
    ]


@pytest.mark.parametrize(
    ("last", "day", "is_late"),
    [
        # feb, maj, sep. Until the end of May, February is the latest that is over, and it was reported on.
        (date(2021, 2, 20), date(2021, 5, 31), False),
        # On 1 June May is over, and nothing has come since the end of February.
        (date(2021, 2, 20), date(2021, 6, 1), True),
        (date(2021, 2, 28), date(2021, 6, 1), True),
        # What comes after February is May's, even if it comes in March.
        (date(2021, 3, 1), date(2021, 6, 1), False),
        (date(2021, 5, 12), date(2021, 9, 30), False),
        (date(2021, 5, 12), date(2021, 10, 1), True),
        (date(2021, 5, 12), date(2022, 3, 1), True),
        # Over the turn of the year: February 2022 is over and September 2021 was before it.
        (date(2021, 9, 30), date(2022, 2, 28), False),
        (date(2021, 9, 30), date(2022, 3, 1), True),
        (date(2021, 10, 1), date(2022, 3, 1), False),
        (None, date(2021, 3, 1), True),
        (None, date(2021, 2, 28), False),
    ],
)
def test_late_when_it_recurs(committee: Committee, last: date | None, day: date, is_late: bool) -> None:
    recurring = given(committee, "a", due=Due.RECURRING, due_months=[2, 5, 9])
    if last:
        noted(recurring, last)
    assert codes(lists.late(everything(committee), day)) == (["a"] if is_late else [])


def test_a_recurring_assignment_is_not_late_for_a_month_before_it_was_given(committee: Committee) -> None:
    given(committee, "a", date(2021, 6, 15), due=Due.RECURRING, due_months=[2, 5, 9])
    assert codes(lists.late(everything(committee), date(2021, 9, 30))) == []
    assert codes(lists.late(everything(committee), date(2021, 10, 1))) == ["a"]


def test_different_months_are_told_apart(committee: Committee) -> None:
    noted(given(committee, "spring", due=Due.RECURRING, due_months=[4]), date(2021, 1, 20))
    given(committee, "autumn", due=Due.RECURRING, due_months=[10, 11])
    given(committee, "months missing", due=Due.RECURRING)
    assert codes(lists.late(everything(committee), date(2021, 5, 1))) == []
    assert codes(lists.late(everything(committee), date(2021, 12, 1))) == ["autumn"]
    assert codes(lists.late(everything(committee), date(2022, 5, 1))) == ["autumn", "spring"]


def test_in_the_order_of_their_day(committee: Committee) -> None:
    given(committee, "none")
    given(committee, "second", due=Due.DATE, due_on=date(2021, 8, 2))
    given(committee, "first", due=Due.DATE, due_on=date(2021, 8, 1))
    rows = everything(committee)
    assert [each.code for each in lists.by_due(rows)] == ["first", "second", "none"]
    assert [each.code for each in lists.by_due(rows, falling=True)] == ["second", "first", "none"]


def test_queries_do_not_grow_with_the_rows(committee: Committee) -> None:
    unit = Unit.objects.get(committee=committee, code="100")

    def queries() -> int:
        rows = everything(committee)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            for of in (
                lists.late(rows, date(2022, 3, 1)),
                lists.silent(rows, date(2022, 3, 1)),
                lists.new(rows, JANUARY, date(2022, 3, 1)),
            ):
                list(of)
        return len(asked)

    for number in range(40):
        each = given(committee, f"u{number}", due=Due.RECURRING, due_months=[number % 4 + 1])
        noted(each, date(2021, 1, 20))
        Assessment.objects.create(assignment=each, unit=unit, year=2021, month=1, text="x", changed_by="Erik")
        if number in (0, 39):
            assert queries() == 4
