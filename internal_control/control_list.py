"""The controls of a year: what is chosen, in which order, and what each row says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length

from internal_control.control_words import method_words, month_words
from internal_control.models import (
    DEVIATIONS,
    Control,
    ControlPlan,
    ControlQuerySet,
    FollowUp,
    FollowUpQuerySet,
)
from internal_control.occasions import State, late, mark_of, owed, state_of
from internal_control.results import Mark
from organisation.forms import FilterForm, QuickSelect
from organisation.models import Unit, User
from organisation.searching import holding

ORDERS: dict[str, tuple[Any, ...]] = {
    "kod": (Length("code"), "code"),
    "kontroll": ("title",),
    "process": ("process",),
    "risk": (F("risk__likelihood") * F("risk__consequence"),),
    "enhet": ("unit__path",),
    "ansvarig": ("responsible",),
}
SEARCHED = ("code", "title", "process", "rule", "responsible", "method_text", "risk__description")


class ControlFilterForm(FilterForm):
    LATE, DUE, DEVIATING, STRUCK, UNMANNED = "forsenade", "nu", "avvikelser", "utgar", "saknar"

    sok = forms.CharField(label="Sök", required=False, max_length=100)
    process = forms.ChoiceField(label="Process", required=False, widget=QuickSelect)
    enhet = forms.ChoiceField(label="Enhet", required=False, widget=QuickSelect)
    utfors = forms.ChoiceField(label="Utförs av", required=False, widget=QuickSelect)
    lage = forms.ChoiceField(
        label="Läge",
        choices=[
            ("", "Alla"),
            (DUE, "Ska göras nu"),
            (LATE, "Försenade"),
            (DEVIATING, "Med avvikelse"),
            (UNMANNED, "Behöver ny utförare"),
            (STRUCK, "Utgår"),
        ],
        required=False,
    )
    sortera = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, plan: ControlPlan, units: Iterable[Unit]) -> None:
        processes = plan.controls.order_by("process").values_list("process", flat=True).distinct()
        performers = User.objects.filter(controls__plan=plan).distinct().order_by("first_name", "last_name")
        choices = {
            "process": [(each, each) for each in processes],
            "enhet": [(unit.code, str(unit)) for unit in units],
            "utfors": [(str(user.pk), str(user)) for user in performers],
        }
        super().__init__(data, choices=choices)


@dataclass(frozen=True)
class ListedControl:
    """A row of the list. last: the latest occasion that was carried out; next: the first that is not.

    Each of them with its month and its mark.
    """

    control: Control
    method: str
    months: str
    last: tuple[int, Mark] | None
    next: tuple[int, Mark] | None
    has_left: bool


def controls_of(plan: ControlPlan, user: Any) -> ControlQuerySet:
    return Control.objects.for_user(user).filter(plan=plan)


def chosen(
    controls: ControlQuerySet,
    form: ControlFilterForm,
    *,
    units: Iterable[Unit],
    gone: Iterable[int],
    today: date,
) -> ControlQuerySet:
    """What the form asks for, in its order. units: those that it offers; gone: controls whose performer has left."""
    asked = form.cleaned_data
    rows = controls
    if process := asked.get("process"):
        rows = rows.filter(process=process)
    if code := asked.get("enhet"):
        path = next(unit.path for unit in units if unit.code == code)
        rows = rows.filter(unit__path__startswith=path)
    if performer := asked.get("utfors"):
        rows = rows.filter(performer=int(performer))
    rows = _of_state(rows, asked.get("lage", ""), gone=gone, today=today)
    rows = holding(rows, SEARCHED, asked.get("sok", ""))
    return _ordered(rows, asked.get("sortera", "")).select_related("risk", "unit", "performer")


def listed(
    plan: ControlPlan, controls: Sequence[Control], *, gone: set[int], today: date
) -> list[ListedControl]:
    """The rows of a page of the list. One query."""
    by_control: dict[int, list[FollowUp]] = {}
    for each in FollowUp.objects.filter(control__in=[each.pk for each in controls]).order_by("month"):
        by_control.setdefault(each.control_id, []).append(each)
    return [
        _row(plan, control, by_control.get(control.pk, []), has_left=control.pk in gone, today=today)
        for control in controls
    ]


def _row(
    plan: ControlPlan, control: Control, occasions: list[FollowUp], *, has_left: bool, today: date
) -> ListedControl:
    states = [
        (
            each,
            state_of(
                year=plan.year,
                month=each.month,
                result=each.result,
                struck_on=control.struck_on,
                followed_up_through=plan.followed_up_through,
                today=today,
            ),
        )
        for each in occasions
    ]
    marked = [(each.month, state, mark_of(state, each.result)) for each, state in states]
    done = [(month, mark) for month, state, mark in marked if state == State.DONE]
    waiting = [
        (month, mark) for month, state, mark in marked if state in (State.LATE, State.DUE, State.COMING)
    ]
    return ListedControl(
        control=control,
        method=method_words(control),
        months=month_words([each.month for each in occasions]),
        last=done[-1] if done else None,
        next=waiting[0] if waiting else None,
        has_left=has_left,
    )


def _of_state(controls: ControlQuerySet, asked: str, *, gone: Iterable[int], today: date) -> ControlQuerySet:
    occasions: FollowUpQuerySet = FollowUp.objects.filter(control__in=controls)
    match asked:
        case ControlFilterForm.LATE:
            return controls.filter(pk__in=_with(late(occasions, today)))
        case ControlFilterForm.DUE:
            return controls.filter(pk__in=_with(owed(occasions, today)))
        case ControlFilterForm.DEVIATING:
            return controls.filter(pk__in=_with(occasions.filter(result__in=DEVIATIONS)))
        case ControlFilterForm.UNMANNED:
            return controls.filter(Q(pk__in=list(gone)) | Q(performer=None, struck_on=None))
        case ControlFilterForm.STRUCK:
            return controls.exclude(struck_on=None)
        case _:
            return controls


def _with(occasions: FollowUpQuerySet) -> "QuerySet[FollowUp, Any]":
    return occasions.order_by().values("control_id")


def _ordered(rows: ControlQuerySet, order: str) -> ControlQuerySet:
    falling, key = order.startswith("-"), order.removeprefix("-")
    if key not in ORDERS:
        return rows.in_order()
    by = [F(each) if isinstance(each, str) else each for each in ORDERS[key]]
    turned = [each.desc(nulls_last=True) if falling else each.asc(nulls_last=True) for each in by]
    return rows.order_by(*turned, "position", "code", "pk")
