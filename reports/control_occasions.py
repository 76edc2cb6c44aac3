"""The occasions of a plan's controls as a report shows them, their numbers alone or beside last time's.

Numbers come from internal_control.counted alone, as somebody sees them who may not see small ones: a report is for
everybody.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from internal_control.counted import About, MaskedCounts, OccasionCounts, Recorded, masked
from internal_control.models import FOUND, Control, ControlPlan, FollowUp, FollowUpQuerySet, Result
from internal_control.results import RESULTS
from organisation.models import Committee
from reports.contents import LevelMark
from reports.control_records import Occasion

_MARKS = {result: LevelMark(mark.symbol, mark.colour, mark.label) for result, mark in RESULTS.items()}
# The columns that are read of an occasion: as _Row has them, those of its numbers, and of About but the last.
_COLUMNS = ("control__plan__year", "month", "control__code", "result", "text", "reason")
_ABOUT = ("control__counts_people", "control__unit_id")


class _Row(NamedTuple):
    year: int
    month: int
    code: str
    result: str
    text: str
    reason: str
    recorded: Recorded
    about: About

    def occasion(self, counted: OccasionCounts | None) -> Occasion:
        mark, text, reason = _MARKS[self.result], self.text.strip(), self.reason.strip()
        return Occasion(self.recorded.pk, self.month, self.result, mark, text, reason, counted)

    def unread(self) -> FollowUp:
        """As a row that is not read again, to say when last time was."""
        of = Control(pk=self.recorded.control, plan=ControlPlan(year=self.year), code=self.code)
        return FollowUp(pk=self.recorded.pk, control=of, month=self.month, result=self.result)


class ControlOccasions:
    """Those of the committee's plan of the year; with numbers until the month.

    compares: whether any block shows last time's beside them.
    """

    def __init__(self, committee: Committee, year: int, *, until: int, compares: bool) -> None:
        self._committee = committee
        self._year = year
        self._until = until
        self._compares = compares

    def alone(self, control: str) -> list[Occasion]:
        """Without numbers. control is a code."""
        return [row.occasion(None) for row in self._own(control)]

    def counted(self, control: str) -> list[Occasion]:
        """With its numbers, nothing beside them."""
        return [
            row.occasion(self._counts[row.recorded.pk].alone() if self._is_told(row) else None)
            for row in self._own(control)
        ]

    def compared(self, control: str) -> list[Occasion]:
        """With its numbers beside those of the last time it was carried out, in whatever year.

        Raises LookupError if compares is false, for then earlier years are not read.
        """
        if not self._compares:
            raise LookupError("A block compares occasions and does not say so in compares_occasions.")
        before = self._last_before.get(control)
        found = []
        for row in self._own(control):
            if not self._is_told(row):
                found.append(row.occasion(None))
                continue
            counts = self._counts[row.recorded.pk]
            found.append(
                row.occasion(
                    counts.beside(self._counts[before.recorded.pk], before.unread())
                    if before
                    else counts.alone()
                )
            )
            if row.result in FOUND:
                before = row
        return found

    def counts_something(self, control: str) -> bool:
        """Whether items are counted, at an occasion whose numbers are shown."""
        return any(self._counts[row.recorded.pk].items for row in self._own(control) if self._is_told(row))

    def _own(self, control: str) -> list[_Row]:
        return self._by_code.get(control, [])

    def _is_told(self, row: _Row) -> bool:
        return row.result != Result.PENDING and row.month <= self._until

    @cached_property
    def _rows(self) -> list[_Row]:
        """Those of the plan in the order of their months; before them the last of earlier years, if compared."""
        columns = (*_COLUMNS, *Recorded._fields, *_ABOUT)
        of_committee = FollowUp.objects.filter(control__plan__committee=self._committee).order_by()
        rows = of_committee.filter(control__plan__year=self._year).values_list(*columns)
        if self._compares:
            rows = rows.union(_last_before(of_committee, self._year).values_list(*columns), all=True)
        found = (self._row(row) for row in rows)
        return sorted(found, key=lambda row: (row.year, row.month, row.recorded.pk))

    def _row(self, row: tuple[Any, ...]) -> _Row:
        year, month, code, result, text, reason, *recorded, counts_people, unit = row
        about = About(counts_people, unit, self._committee.small_group_threshold)
        return _Row(year, month, code, result, text, reason, Recorded._make(recorded), about)

    @cached_property
    def _by_code(self) -> dict[str, list[_Row]]:
        found: dict[str, list[_Row]] = {}
        for row in self._rows:
            if row.year == self._year:
                found.setdefault(row.code, []).append(row)
        return found

    @cached_property
    def _last_before(self) -> dict[str, _Row]:
        """By code, of the controls that the plan has."""
        return {row.code: row for row in self._rows if row.year < self._year and row.code in self._by_code}

    @cached_property
    def _counts(self) -> dict[int, MaskedCounts]:
        """By the key of the occasion."""
        told = (row for rows in self._by_code.values() for row in rows if self._is_told(row))
        return _masked([*told, *self._last_before.values()])


def _last_before(follow_ups: FollowUpQuerySet, year: int) -> FollowUpQuerySet:
    """Of follow_ups, all of one committee, the last of each control that was carried out before the year."""
    newest_first = Window(
        RowNumber(),
        partition_by="control__code",
        order_by=(F("control__plan__year").desc(), F("month").desc()),
    )
    earlier = follow_ups.filter(control__plan__year__lt=year, result__in=FOUND)
    return earlier.annotate(place=newest_first).filter(place=1)


def _masked(rows: Iterable[_Row]) -> dict[int, MaskedCounts]:
    told = list(rows)
    about = {row.recorded.control: row.about for row in told}
    return masked([row.recorded for row in told], about) if told else {}
