"""What internal control leaves for somebody to do, as the start page says it."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from internal_control import measure_list
from internal_control.control_year import unanswered
from internal_control.models import ControlPlan, FollowUp, Measure, Risk
from internal_control.occasions import State, late, owed, state_on
from internal_control.performers import left
from organisation.access import may, may_all
from organisation.due import last_day
from organisation.models import Committee
from organisation.periods import MONTHS
from organisation.permissions import Permission
from socialnamnd.goal_tasks import Task

# From when next year's plan is asked for: most are adopted in December to February.
PLANNING_BEGINS = 11


def control_tasks(user: Any, committee: Committee, today: date) -> list[Task]:
    """What the user carries out, and for whoever lays down the plan what it waits for; nothing for a reader."""
    tasks: list[Task] = []
    if may(user, Permission.CARRY_OUT, committee):
        tasks += [*_own_controls(user, committee, today), *_own_measures(user, committee, today)]
    if may_all(user, Permission.EDIT_CONTROL, committee):
        tasks += _of_plans(committee, today)
    return tasks


def _own_controls(user: Any, committee: Committee, today: date) -> list[Task]:
    own = FollowUp.objects.filter(control__plan__committee=committee, control__performer=user)
    rows = list(owed(own, today).select_related("control__plan"))
    past = [each for each in rows if state_on(each, today) == State.LATE]
    due = [each for each in rows if each not in past]
    month = MONTHS[today.month - 1]
    tasks = []
    if past:
        title = "Utför en försenad kontroll" if len(past) == 1 else f"Utför {len(past)} försenade kontroller"
        tasks.append(Task(title, _first(past), _where(committee, past)))
    if due:
        title = (
            f"Utför kontrollen för {month}" if len(due) == 1 else f"Utför {len(due)} kontroller för {month}"
        )
        by = f"Klart senast {last_day(today.year, today.month).day} {month}. {_first(due)}"
        tasks.append(Task(title, by, _where(committee, due)))
    return tasks


def _first(occasions: list[FollowUp]) -> str:
    """'Utredningstider', or that and how many more."""
    title = occasions[0].control.title
    return f"{title}." if len(occasions) == 1 else f"{title}, och {len(occasions) - 1} till."


def _where(committee: Committee, occasions: list[FollowUp]) -> str:
    """The occasion's own page if it is one, else the year, where one's own come first."""
    control = occasions[0].control
    if len(occasions) == 1:
        args = [committee.slug, control.plan.year, control.code, occasions[0].month]
        return reverse("control_follow_up", args=args)
    return reverse("control_year", args=[committee.slug, max(each.control.plan.year for each in occasions)])


def _own_measures(user: Any, committee: Committee, today: date) -> list[Task]:
    own = Measure.objects.filter(plan__committee=committee, performer=user)
    rows = list(measure_list.few_facts(measure_list.wanting(own, today)))
    if not rows:
        return []
    first = rows[0]
    if len(rows) == 1:
        url = reverse("measure", args=[committee.slug, first.plan.year, first.code])
        return [Task("Följ upp en åtgärd", f"{first.text}.", url)]
    url = reverse("control_year", args=[committee.slug, max(each.plan.year for each in rows)])
    return [Task(f"Följ upp {len(rows)} åtgärder", f"{first.text}, och {len(rows) - 1} till.", url)]


def _of_plans(committee: Committee, today: date) -> list[Task]:
    """About the plans of last year, this year and later that are not followed up to their end. Three queries."""
    rows = ControlPlan.objects.filter(committee=committee, year__gte=today.year - 1).order_by("year")
    plans = list(rows.annotate(**_counts(today)))
    tasks: list[Task] = []
    for plan in plans:
        plan.committee = committee
        if not plan.is_over:
            tasks += _of_plan(plan, today)
    return tasks + _next_plan(committee, {plan.year for plan in plans}, today)


def _counts(today: date) -> dict[str, Coalesce]:
    """What is counted of each plan, within the query of the plans."""
    own = FollowUp.objects.filter(control__plan=OuterRef("pk"))
    counted = {
        "proposals": Risk.objects.filter(plan=OuterRef("pk"), is_proposal=True),
        "late": late(own, today),
        "unanswered": unanswered(own),
    }
    return {name: _count_of(name, rows) for name, rows in counted.items()}


def _count_of(name: str, rows: "QuerySet[Any]") -> Coalesce:
    by_plan = "plan" if name == "proposals" else "control__plan"
    number = rows.order_by().values(by_plan).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)


def _next_plan(committee: Committee, years: set[int], today: date) -> list[Task]:
    """Next year's plan from November on, and this year's if it is not made yet: where there was one before."""
    wanted = today.year + 1 if today.year in years else today.year
    if wanted in years or wanted - 1 not in years or (wanted > today.year and today.month < PLANNING_BEGINS):
        return []
    url = reverse("control_plan_new", args=[committee.slug, wanted])
    text = f"Börja med en kopia av planen för {wanted - 1}."
    return [Task(f"Gör internkontrollplanen för {wanted}", text, url)]


def _of_plan(plan: Any, today: date) -> list[Task]:
    """plan has proposals, late and unanswered, how many there are of each."""
    slug, year = plan.committee.slug, plan.year
    address = reverse("control_year", args=[slug, year])
    tasks = []
    if plan.proposals:
        text = "Ett förslag väntar." if plan.proposals == 1 else f"{plan.proposals} förslag väntar."
        url = reverse("risks", args=[slug, year])
        tasks.append(Task(f"Ta ställning till föreslagna risker {year}", text, url))
    if not plan.is_adopted and year <= today.year:
        text = "Året har börjat, och planen är ett utkast."
        url = reverse("control_plan", args=[slug, year])
        tasks.append(Task(f"Fastställ internkontrollplanen {year}", text, url))
    if year == today.year and (gone := len(left(plan))):
        which = "en kontroll" if gone == 1 else f"{gone} kontroller"
        text = f"Den som ska utföra {which} har slutat eller saknar behörighet."
        tasks.append(Task("Välj ny utförare", text, reverse("controls", args=[slug, year])))
    if plan.late:
        text = "En kontroll är försenad." if plan.late == 1 else f"{plan.late} kontroller är försenade."
        tasks.append(Task(f"Se över försenade kontroller {year}", text, f"{address}?visa=forsenade"))
    if plan.unanswered:
        number = plan.unanswered
        text = "En avvikelse saknar åtgärd." if number == 1 else f"{number} avvikelser saknar åtgärd."
        tasks.append(Task(f"Besluta åtgärder {year}", text, f"{address}?visa=avvikelser"))
    return tasks
