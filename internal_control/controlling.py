"""Controls of a plan: entered and changed with their months, struck by a decision, deleted, given to a performer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from internal_control.models import Control, ControlPlan, Risk
from internal_control.refusing import Decision
from organisation.models import Unit


@dataclass(frozen=True)
class ItemEntry:
    """Something that is counted, as typed. code: of the stored row, or '' for a new one; parts are its reasons."""

    label: str
    is_deviation: bool = False
    code: str = ""
    parts: tuple["ItemEntry", ...] = ()


@dataclass(frozen=True)
class ControlEntry:
    """The facts of a control as typed. months are 1–12; performer is a user or None."""

    code: str
    process: str
    title: str
    method: str
    unit: Unit
    responsible: str
    months: tuple[int, ...]
    risk: Risk | None = None
    sample_size: int | None = None
    method_text: str = ""
    rule: str = ""
    performer: Any = None
    reported_to: str = ""
    counts_people: bool = False
    items: Sequence[ItemEntry] = ()


def save_control(
    *, plan: ControlPlan, control: Control | None, entry: ControlEntry, decision: Decision | None, by: Any
) -> Control:
    """Store a new (None) or changed control with its occasions and what it counts. Raises ControlRefused."""
    raise NotImplementedError


def strike_control(*, control: Control, on: date, decision: Decision | None, by: Any) -> Control:
    """Let the control not be carried out any more from the day on. Raises ControlRefused."""
    raise NotImplementedError


def delete_control(*, control: Control, decision: Decision | None, by: Any) -> None:
    """Delete a control of which nothing is carried out. Raises ControlRefused."""
    raise NotImplementedError


def set_performer(*, control: Control, performer: Any, by: Any) -> Control:
    """Give the control to a person (None: nobody); free in an adopted plan, too. Raises ControlRefused."""
    raise NotImplementedError
