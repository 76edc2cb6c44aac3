"""A year of internal control as frozen records for the blocks of a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from internal_control.counted import OccasionCounts
from organisation.due import last_day
from reports.contents import LevelMark


@dataclass(frozen=True)
class ReportRisk:
    """likelihood and consequence are steps of the plan's scale; decision is in words."""

    code: str
    process: str
    description: str
    cause: str
    category: str
    unit: str
    likelihood: int | None
    consequence: int | None
    likelihood_after: int | None
    consequence_after: int | None
    decision_kind: str
    decision: str
    reason: str
    owner: str
    is_chosen: bool

    @property
    def value(self) -> int | None:
        return _product(self.likelihood, self.consequence)

    @property
    def value_after(self) -> int | None:
        return _product(self.likelihood_after, self.consequence_after)


def _product(likelihood: int | None, consequence: int | None) -> int | None:
    return None if likelihood is None or consequence is None else likelihood * consequence


@dataclass(frozen=True)
class Occasion:
    """An occasion of a control. counted are its numbers as a reader of the report may see them; None where nothing
    is carried out, and after the report's last month.
    """

    id: int
    month: int
    result: str
    mark: LevelMark
    text: str
    reason: str
    counted: OccasionCounts | None = None

    @property
    def is_pending(self) -> bool:
        return not self.result


@dataclass(frozen=True)
class ReportControl:
    """occasions in the order of their months; those that are struck out by a decision are not there."""

    code: str
    process: str
    title: str
    method: str  # in words, with the number of the sample
    method_text: str
    rule: str
    unit: str
    responsible: str
    reported_to: str
    risk: ReportRisk | None
    months: tuple[int, ...]
    struck_on: date | None
    occasions: tuple[Occasion, ...]

    def occasions_until(self, month: int) -> tuple[Occasion, ...]:
        return tuple(occasion for occasion in self.occasions if occasion.month <= month)


@dataclass(frozen=True)
class ReportMeasure:
    """about says what it is for; occasion_id is of the plan's own year, or None."""

    code: str
    year: int
    about: str
    occasion_id: int | None
    text: str
    unit: str
    responsible: str
    due_on: date
    status: str
    status_mark: LevelMark
    closed_on: date | None
    progress: str
    effect_mark: LevelMark | None
    effect_text: str


@dataclass(frozen=True)
class ReportChange:
    decided_on: date
    paragraph: str
    reason: str
    text: str
    details: tuple[tuple[str, str, str], ...]  # field, before, after


def is_struck(struck_on: date | None, year: int, month: int) -> bool:
    """Whether an occasion that nobody carried out is none any more: the control was struck before the month ended."""
    return struck_on is not None and struck_on <= last_day(year, month)


def months_of(controls: Iterable[ReportControl], until: int) -> list[int]:
    return sorted({each.month for control in controls for each in control.occasions_until(until)})
