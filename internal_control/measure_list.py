"""The measures of a year: what is chosen, in which order, and which of them want something done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When

from internal_control.measure_forms import MeasureFilterForm
from internal_control.models import Measure, MeasureQuerySet
from internal_control.results import EFFECTS, STATUSES, Mark
from organisation.due import last_day
from organisation.models import Unit
from organisation.periods import MONTHS
from organisation.searching import holding

ORDERS = {
    "kod": ("plan__year", "code"),
    "atgard": ("text", "plan__year", "code"),
    "ansvarig": ("responsible", "due_on", "code"),
    "klart": ("due_on", "plan__year", "code"),
    "lage": ("place", "due_on", "code"),
}
SEARCHED = ("code", "text", "responsible", "progress", "effect_text", "follow_up__control__title")


def late(measures: MeasureQuerySet, today: date) -> MeasureQuerySet:
    """Open although their day has passed."""
    return measures.open().filter(due_on__lt=today)


def effect_owed(measures: MeasureQuerySet, today: date) -> MeasureQuerySet:
    """Done, with an effect that is to be checked this month or should have been."""
    end = last_day(today.year, today.month)
    return measures.filter(status=Measure.Status.DONE, effect="", effect_due_on__lte=end)


def wanting(measures: MeasureQuerySet, today: date) -> MeasureQuerySet:
    """Those that are late, and those whose effect is owed, the oldest day first."""
    rows = late(measures, today) | effect_owed(measures, today)
    day = Case(When(closed_on=None, then=F("due_on")), default=F("effect_due_on"))
    return rows.order_by(day, "plan__year", "code", "pk")


def few_facts(measures: MeasureQuerySet) -> MeasureQuerySet:
    """Each with no more of it than a short list says."""
    person = [f"performer__{name}" for name in ("first_name", "last_name", "username")]
    own = ["code", "text", "responsible", "due_on", "status", "closed_on", "effect", "effect_due_on"]
    narrow = measures.select_related(None).select_related("plan", "performer")
    return narrow.only(*own, "plan__year", *person)


@dataclass(frozen=True)
class MeasureRow:
    """A measure with what is said of it beside its facts. effect is None before anybody has looked at it."""

    measure: Measure
    status: Mark
    effect: Mark | None
    is_late: bool
    effect_is_owed: bool


def row_of(measure: Measure, today: date) -> MeasureRow:
    return MeasureRow(
        measure,
        STATUSES[measure.status],
        EFFECTS.get(measure.effect),
        is_late=_is_late(measure.closed_on, measure.due_on, today),
        effect_is_owed=_is_owed(measure.status, measure.effect, measure.effect_due_on, today),
    )


def _is_late(closed_on: date | None, due_on: date, today: date) -> bool:
    """As late says it."""
    return closed_on is None and due_on < today


def _is_owed(status: str, effect: str, effect_due_on: date | None, today: date) -> bool:
    """As effect_owed says it."""
    if status != Measure.Status.DONE or effect or effect_due_on is None:
        return False
    return effect_due_on <= last_day(today.year, today.month)


@dataclass(frozen=True)
class ListedMeasure:
    """A row of the list, read as values: a page has fifty. about is what it is for and a line under that, '' or both.

    performer is a name, '' where nobody is appointed.
    """

    code: str
    year: int
    text: str
    about: tuple[str, str]
    responsible: str
    performer: str
    due_on: date
    status: Mark
    effect: Mark | None
    effect_due_on: date | None
    is_late: bool
    effect_is_owed: bool


_LISTED = (
    "code",
    "plan__year",
    "text",
    "follow_up__control__title",
    "follow_up__month",
    "follow_up__control__plan__year",
    "risk__code",
    "risk__description",
    "responsible",
    "performer__first_name",
    "performer__last_name",
    "performer__username",
    "due_on",
    "status",
    "closed_on",
    "effect",
    "effect_due_on",
)


def listed(measures: MeasureQuerySet, today: date) -> list[ListedMeasure]:
    """One query."""
    return [_listed(row, today) for row in measures.values_list(*_LISTED)]


def _listed(row: Sequence[Any], today: date) -> ListedMeasure:
    code, year, text, title, month, found_in, risk, description, responsible, *rest = row
    first, last, username, due_on, status, closed_on, effect, effect_due_on = rest
    about = ("", "")
    if month is not None:
        about = (title, f"{MONTHS[month - 1]} {found_in}")
    elif risk is not None:
        about = (f"Risk {risk}", description)
    return ListedMeasure(
        code=code,
        year=year,
        text=text,
        about=about,
        responsible=responsible,
        performer=f"{first or ''} {last or ''}".strip() or username or "",
        due_on=due_on,
        status=STATUSES[status],
        effect=EFFECTS.get(effect),
        effect_due_on=effect_due_on,
        is_late=_is_late(closed_on, due_on, today),
        effect_is_owed=_is_owed(status, effect, effect_due_on, today),
    )


def chosen(
    measures: MeasureQuerySet, form: MeasureFilterForm, *, units: list[Unit], user: Any, today: date
) -> MeasureQuerySet:
    """What the form asks for, in its order. units: those that the form offers."""
    asked = form.cleaned_data
    rows = _of_status(measures, asked.get("lage", ""), today)
    if code := asked.get("enhet"):
        path = next(unit.path for unit in units if unit.code == code)
        rows = rows.filter(unit__path__startswith=path)
    if asked.get("utfors") == MeasureFilterForm.MINE:
        rows = rows.filter(performer=user)
    rows = holding(rows, SEARCHED, asked.get("sok", ""))
    return _ordered(rows, asked.get("sortera", ""))


def _of_status(measures: MeasureQuerySet, asked: str, today: date) -> MeasureQuerySet:
    match asked:
        case MeasureFilterForm.OPEN:
            return measures.open()
        case MeasureFilterForm.LATE:
            return late(measures, today)
        case MeasureFilterForm.EFFECT:
            return effect_owed(measures, today)
        case MeasureFilterForm.CLOSED:
            return measures.exclude(closed_on=None)
        case _:
            return measures


def _ordered(rows: MeasureQuerySet, order: str) -> MeasureQuerySet:
    """What is open first, where nothing else is asked for."""
    falling, key = order.startswith("-"), order.removeprefix("-")
    placed = rows.annotate(
        place=Case(
            *(When(status=status, then=Value(number)) for number, status in enumerate(Measure.Status.values)),
            output_field=IntegerField(),
        ),
        is_closed=Case(When(Q(closed_on=None), then=Value(0)), default=Value(1), output_field=IntegerField()),
    )
    if key not in ORDERS:
        return placed.order_by("is_closed", "due_on", "plan__year", "code", "pk")
    first, *rest = ORDERS[key]
    return placed.order_by(f"{'-' if falling else ''}{first}", *rest, "pk")
