"""The list of a year's risks: which are chosen, in which order, and what there is to choose from."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, F, Q
from django.db.models.functions import Length

from internal_control.models import ControlPlan, RiskQuerySet
from internal_control.risk_forms import RiskFilterForm
from internal_control.risk_history import PAIRS
from internal_control.risk_values import RiskScale
from organisation.models import Unit
from organisation.searching import holding

ORDERS = {
    "kod": (),
    "risk": ("process", "description"),
    "enhet": ("unit__position", "unit__code"),
    "varde": ("value_before",),
    "efter": ("value_after_measures",),
    "beslut": ("decision",),
}
SEARCHED = ("code", "process", "description", "cause", "category", "owner", "unit__code", "unit__name")


def chosen(
    risks: RiskQuerySet, form: RiskFilterForm, *, units: Iterable[Unit], scale: RiskScale
) -> RiskQuerySet:
    """What the form asks for, in its order. units: those that the form offers."""
    asked = form.cleaned_data
    rows = _of_plan(risks, asked.get("plan", ""))
    rows = rows.annotate(
        value_before=F("likelihood") * F("consequence"),
        value_after_measures=F("likelihood_after") * F("consequence_after"),
    )
    if process := asked.get("process"):
        rows = rows.filter(process=process)
    if category := asked.get("kategori"):
        rows = rows.filter(category=category)
    if code := asked.get("enhet"):
        path = next(unit.path for unit in units if unit.code == code)
        rows = rows.filter(unit__path__startswith=path)
    if decision := asked.get("beslut"):
        rows = rows.filter(decision="" if decision == "inget" else decision)
    if level := asked.get("niva"):
        rows = rows.filter(_of_level(level, scale))
    rows = holding(rows, SEARCHED, asked.get("sok", ""))
    return _ordered(rows, asked.get("sortera", ""))


def in_use(plan: ControlPlan) -> tuple[list[str], list[str]]:
    """The processes and the categories of the year's risks, in order. One query."""
    found = list(plan.risks.order_by().values_list("process", "category").distinct())
    return sorted({process for process, _ in found}), sorted({category for _, category in found if category})


def count(risks: RiskQuerySet) -> tuple[int, int]:
    """How many there are in all, and how many proposals wait. One query."""
    waiting = Count("pk", filter=Q(is_proposal=True, declined_because=""))
    found = risks.aggregate(every=Count("pk"), waiting=waiting)
    return found["every"], found["waiting"]


def _of_plan(risks: RiskQuerySet, asked: str) -> RiskQuerySet:
    match asked:
        case RiskFilterForm.CHOSEN:
            return risks.filter(is_chosen=True)
        case RiskFilterForm.NOT_CHOSEN:
            return risks.gathered().filter(is_chosen=False)
        case RiskFilterForm.PROPOSED:
            return risks.waiting()
        case RiskFilterForm.DECLINED:
            return risks.filter(is_proposal=True).exclude(declined_because="")
        case _:
            return risks.gathered()


def _of_level(asked: str, scale: RiskScale) -> Q:
    for level, low, high in scale.ranges():
        if str(level.from_value) == asked:
            return Q(value_before__range=(low, high))
    return Q(likelihood=None)


def _ordered(rows: RiskQuerySet, order: str) -> RiskQuerySet:
    """By what is asked; else in the committee's own order. What is not valued comes last either way."""
    falling, key = order.startswith("-"), order.removeprefix("-")
    if key not in ORDERS:
        return rows.in_order()
    # r2 before r10.
    names: list[F | Length] = [F(name) for name in ORDERS[key]] or [Length("code"), F("code")]
    first = [each.desc(nulls_last=True) if falling else each.asc(nulls_last=True) for each in names]
    return rows.order_by(*first, "position", "pk")


def by_value(risks: RiskQuerySet) -> RiskQuerySet:
    """The highest risk value first, what is not valued last."""
    value = F("likelihood") * F("consequence")
    return risks.annotate(value_before=value).order_by(
        F("value_before").desc(nulls_last=True), "position", "code", "pk"
    )


def to_value(risks: RiskQuerySet, asked: Mapping[str, str], stage: str) -> RiskQuerySet:
    """Those that stand in the sheet: of a process, not valued yet, in the plan, or one alone."""
    if code := asked.get("kod"):
        risks = risks.filter(code=code)
    if process := asked.get("process"):
        risks = risks.filter(process=process)
    if asked.get("visa") == "ovarderade":
        risks = risks.filter(**{PAIRS[stage][0]: None})
    if asked.get("visa") == "valda":
        risks = risks.filter(is_chosen=True)
    return risks.in_order()
