"""Measures on their way: decided, reported on, closed, opened again, and their effect checked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from internal_control.models import ControlPlan, FollowUp, Measure, Risk
from organisation.models import Unit


@dataclass(frozen=True)
class MeasureEntry:
    """A measure as typed. It is for a deviation (follow_up), for a risk, or for neither; performer is a user."""

    code: str
    text: str
    unit: Unit
    responsible: str
    due_on: date
    follow_up: FollowUp | None = None
    risk: Risk | None = None
    performer: Any = None
    effect_due_on: date | None = None


def save_measure(
    *, plan: ControlPlan, measure: Measure | None, entry: MeasureEntry, seen: str | None = None, by: Any
) -> Measure:
    """Store a new measure in the plan's year, or changed facts of one. Raises ControlRefused.

    seen is the fingerprint of what the writer began from: somebody else's change since then refuses.
    """
    raise NotImplementedError


def report_progress(
    *, measure: Measure, status: str, closed_on: date | None = None, progress: str = "", by: Any
) -> Measure:
    """Say how it goes; with status DONE or CANCELLED and a day the measure is closed. Raises ControlRefused."""
    raise NotImplementedError


def reopen_measure(*, measure: Measure, reason: str, by: Any) -> Measure:
    """Go on with a closed measure. Raises ControlRefused without a reason, or if it is open."""
    raise NotImplementedError


def check_effect(*, measure: Measure, effect: str, effect_on: date | None, text: str, by: Any) -> Measure:
    """Say what came of a measure that is done. Raises ControlRefused."""
    raise NotImplementedError


def delete_measure(*, measure: Measure, by: Any) -> None:
    """Delete what was entered by mistake. Raises ControlRefused."""
    raise NotImplementedError
