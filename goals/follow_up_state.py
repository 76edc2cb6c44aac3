"""How far each unit has come with what it is to write after a period."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count as Count_
from django.db.models import Q

from goals.duties import Cell, Duty, Kind, SubjectKey, is_summed, subjects_due
from goals.models import Assessment, Gender, GenderSplit, Goal, Indicator, Measurement
from organisation.models import Committee, Unit

CellKey = tuple[str, str, str]  # part, gender, span


@dataclass(frozen=True)
class Said:
    """What is saved about one subject by one unit."""

    has_level: bool = False
    has_text: bool = False


@dataclass(frozen=True)
class Missing:
    """What a duty still asks for."""

    level: bool
    text: bool
    cells: tuple[Cell, ...]

    def __bool__(self) -> bool:
        return self.level or self.text or bool(self.cells)

    @property
    def in_words(self) -> str:
        """'värde, bedömning och text'."""
        values = "ett värde" if len(self.cells) == 1 else f"{len(self.cells)} värden"
        words = [
            word
            for word, is_missing in ((values, self.cells), ("bedömning", self.level), ("text", self.text))
            if is_missing
        ]
        return " och ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def missing(duty: Duty, said: Said, measured: Collection[CellKey]) -> Missing:
    return Missing(
        level=duty.has_scale and not said.has_level,
        text=duty.asks_for_text and not said.has_text,
        cells=tuple(
            cell
            for cell in duty.cells
            if cell.is_required and (cell.part, cell.gender, cell.span) not in measured
        ),
    )


@dataclass(frozen=True)
class Count:
    done: int = 0
    total: int = 0

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class UnitState:
    """changed_at and changed_by are of the newest that the unit has saved about the period."""

    unit: Unit
    whole: Count
    goals: Count
    assignments: Count
    indicators: Count
    changed_at: datetime | None
    changed_by: str

    @property
    def is_done(self) -> bool:
        return self.whole.left == 0

    @property
    def is_begun(self) -> bool:
        return self.whole.done > 0 or self.changed_at is not None


def unit_states(committee: Committee, units: Iterable[Unit], year: int, month: int) -> list[UnitState]:
    """The units that have anything to write after the month, in their order; a fixed number of queries."""
    wanted = {unit.pk: unit for unit in units if unit.is_valid_in(year)}
    if not wanted:
        return []
    # Of one unit alone much less is read.
    only = next(iter(wanted.values())) if len(wanted) == 1 else None
    subjects = subjects_due(committee, year, month, only)
    if not any(subjects.all()):
        return []
    said, newest = said_by(wanted, year, month)
    unsplit = [each.pk for each in subjects.indicators if each.gender_split == GenderSplit.NONE]
    counted = _values_counted(wanted, unsplit, year, month)
    done: dict[int, dict[Kind, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for kind, subject in subjects.all():
        has_scale = (subject.level if isinstance(subject, Goal) else subject).scale_id is not None
        values = (
            sum(cell.is_required for cell in subjects.cells_of(subject))
            if isinstance(subject, Indicator)
            else 0
        )
        for pk in subjects.units_of(kind, subject) & wanted.keys():
            words = said.get((pk, (kind, subject.pk)), _NOTHING)
            done[pk][kind].append(
                (words.has_level or not has_scale)
                and (words.has_text or kind == "indicator")
                and (
                    not values
                    or counted.get((pk, subject.pk), 0) >= values
                    or (pk in subjects.root and isinstance(subject, Indicator) and is_summed(subject))
                )
            )
    return [_state(unit, done[pk], newest.get(pk)) for pk, unit in wanted.items() if pk in done]


_NOTHING = Said()


def _state(unit: Unit, done: dict[Kind, list[bool]], newest: tuple[datetime, str] | None) -> UnitState:
    at, by = newest or (None, "")
    goals, assignments, indicators = (_count(done[kind]) for kind in ("goal", "assignment", "indicator"))
    whole = _count([each for of_kind in done.values() for each in of_kind])
    return UnitState(unit, whole, goals, assignments, indicators, at, by)


def _count(done: list[bool]) -> Count:
    return Count(sum(done), len(done))


def _values_counted(
    units: Collection[int], unsplit: Collection[int], year: int, month: int
) -> dict[tuple[int, int], int]:
    """How many of the values that are asked for there are, by unit and indicator: the total beside women and men is not."""
    rows = Measurement.objects.filter(unit__in=list(units), year=year, month=month, is_derived=False)
    rows = rows.filter(~Q(gender=Gender.TOTAL) | Q(indicator__in=unsplit))
    counts = rows.values_list("unit_id", "indicator_id").annotate(count=Count_("pk"))
    return {(unit, indicator): count for unit, indicator, count in counts.order_by()}


def said_by(
    units: Collection[int], year: int, month: int
) -> tuple[dict[tuple[int, SubjectKey], Said], dict[int, tuple[datetime, str]]]:
    """What each unit has saved about each subject, and when and by whom it last did."""
    said: dict[tuple[int, SubjectKey], Said] = {}
    newest: dict[int, tuple[datetime, str]] = {}
    rows = Assessment.objects.filter(unit__in=list(units), year=year, month=month).annotate(
        has_text=~Q(text="")
    )
    for goal, assignment, indicator, unit, level, has_text, at, by in rows.values_list(
        "goal_id",
        "assignment_id",
        "indicator_id",
        "unit_id",
        "level_id",
        "has_text",
        "changed_at",
        "changed_by",
    ):
        key: SubjectKey = (
            ("goal", goal) if goal else ("assignment", assignment) if assignment else ("indicator", indicator)
        )
        said[unit, key] = Said(level is not None, has_text)
        newest[unit] = max((at, by), newest.get(unit, (at, by)))
    return said, newest
