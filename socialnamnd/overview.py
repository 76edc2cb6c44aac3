"""What a committee's start page says: how the year stands for the user's part of it, and what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from budget.calculations import Amounts
from budget.models import Load, LoadState, Recalculation
from budget.recalculation import stale_years
from budget.results import unit_amounts
from organisation.access import may, may_all
from organisation.models import Committee, Job, Unit
from organisation.periods import MONTHS, MonthState, month_name, months_of
from organisation.permissions import Permission
from reports.models import Report
from socialnamnd.control_tasks import control_tasks
from socialnamnd.goal_tasks import Task, goal_tasks
from socialnamnd.latest import newest_month, newest_year

LATEST = 5


@dataclass(frozen=True)
class Overview:
    """unit is the topmost unit in the user's scope; amounts are its own, to month of year.

    month is 0 and amounts None before the first actuals.
    """

    unit: Unit | None
    year: int
    month: int
    amounts: Amounts | None
    has_figures: bool
    is_stale: bool
    months: list[MonthState]
    reports: list[Report]
    running: list[Job]
    tasks: list[Task]
    # What there is to do before the first figures, for whoever loads them.
    first_task: Task | None = None
    # Goals may be set up meanwhile.
    may_set_up_goals: bool = False

    @property
    def waits_for_figures(self) -> bool:
        """Whether there is nothing to do but load the first figures, or wait for them."""
        return not self.has_figures and self.tasks in ([], [self.first_task])

    @property
    def period(self) -> str:
        """'januari–augusti 2021'."""
        months = MONTHS[0] if self.month == 1 else f"{MONTHS[0]}–{MONTHS[self.month - 1]}"
        return f"{months} {self.year}"

    @property
    def is_whole_year(self) -> bool:
        """With December's actuals there is nothing left to forecast."""
        return self.month == len(MONTHS)

    @property
    def first_open(self) -> MonthState | None:
        """The earliest month with actuals that is not closed."""
        return next((each for each in self.months[: self.month] if each.closed is None), None)


def overview(user: Any, committee: Committee) -> Overview:
    """Everything the page shows, in a number of queries that does not depend on the committee's size."""
    newest = newest_month(committee)
    year, month = newest or (newest_year(committee), 0)
    units = list(Unit.objects.for_user(user).filter(committee=committee).order_by("path"))
    unit = units[0] if units else None
    has_figures = bool(newest) or Recalculation.objects.filter(committee=committee).exists()
    seen = Overview(
        unit=unit,
        year=year,
        month=month,
        amounts=unit_amounts(unit, year, month) if unit and month else None,
        has_figures=has_figures,
        is_stale=year in stale_years(committee),
        months=months_of(committee, year),
        reports=list(_newest_reports(user, committee)[:LATEST]),
        running=list(
            Job.objects.for_user(user).filter(committee=committee).unfinished().order_by("-id")[:LATEST]
        ),
        tasks=[],
    )
    loading = _loading_tasks(committee, seen) if may_all(user, Permission.LOAD_LEDGER, committee) else []
    seen.tasks.extend([*loading, *_tasks(user, committee, units, seen)])
    return replace(
        seen,
        first_task=next(iter(loading), None),
        may_set_up_goals=not has_figures and may_all(user, Permission.EDIT_GOALS, committee),
    )


def _newest_reports(user: Any, committee: Committee) -> QuerySet[Report]:
    return Report.objects.for_user(user).filter(committee=committee).order_by("-year", "-month", "title")


def _tasks(user: Any, committee: Committee, units: Sequence[Unit], seen: Overview) -> list[Task]:
    """What the user's roles leave for them to do beside loading, the most urgent first."""
    tasks: list[Task] = []
    missing = seen.amounts.forecasts_missing if seen.amounts and not seen.is_whole_year else 0
    if missing and may(user, Permission.ENTER_FORECAST, committee):
        tasks.append(
            Task(
                f"Lägg prognos för {month_name(seen.year, seen.month)}",
                "En enhet saknar prognos." if missing == 1 else f"{missing} enheter saknar prognos.",
                reverse("latest_forecast", args=[committee.slug]),
            )
        )
    if seen.first_open and may_all(user, Permission.CLOSE_MONTH, committee):
        tasks.append(
            Task(
                f"Stäng {seen.first_open.name}",
                "Månaden har utfall och är öppen. När siffrorna är klara stänger du den.",
                reverse("periods", args=[committee.slug, seen.year]),
            )
        )
    newest = (seen.year, seen.month) if seen.month else None
    today = timezone.localdate()
    tasks += control_tasks(user, committee, today)
    tasks += goal_tasks(user, committee, units, newest, today)
    tasks += _report_tasks(user, committee, seen)
    return tasks


def _loading_tasks(committee: Committee, seen: Overview) -> list[Task]:
    loads = reverse("loads", args=[committee.slug])
    waiting = Load.objects.filter(committee=committee, state=LoadState.READY).count()
    if waiting:
        text = "En inläsning väntar" if waiting == 1 else f"{waiting} inläsningar väntar"
        return [Task("Godkänn inläsning", f"{text} på att någon tittar igenom och godkänner.", loads)]
    if seen.unit and not seen.has_figures:
        text = "Budget och utfall läses in som en fil ur ekonomisystemet. Du ser vad som ändras innan det sparas."
        return [Task("Läs in huvudboken", text, loads)]
    return []


def _report_tasks(user: Any, committee: Committee, seen: Overview) -> list[Task]:
    drafts = [report for report in seen.reports if report.adopted_on is None]
    if drafts and may(user, Permission.WRITE_TEXT, committee):
        return [
            Task(
                f"Skriv i {report.title}",
                "Rapporten är inte fastställd än.",
                reverse("report", args=[committee.slug, report.slug]),
            )
            for report in drafts
        ]
    if seen.has_figures and not seen.reports and may_all(user, Permission.EDIT_REPORT, committee):
        return [
            Task(
                "Skapa en rapport", "Nämnden har ingen rapport än.", reverse("reports", args=[committee.slug])
            )
        ]
    return []
