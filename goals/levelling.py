"""The levels of the goal tree: how many, what they are called, and the scale that each is assessed with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from goals.models import AssessmentScale, Goal, GoalLevel
from organisation import audit
from organisation.meanwhile import changed_meanwhile, fingerprint_of
from organisation.models import Committee
from organisation.refusing import RowsRefused


class LevelsRefused(RowsRefused):
    """Levels that cannot be saved."""


@dataclass(frozen=True)
class LevelRow:
    """A level as it is to be; its place among the others is its position. pk is None for a new one."""

    kind: str
    name: str
    plural: str
    scale: AssessmentScale | None
    pk: int | None = None


def level_row_faults(committee: Committee, rows: Sequence[LevelRow]) -> dict[int | None, str]:
    """What is wrong with the levels; {} if nothing. A level with goals stays, and above those under it."""
    faults: dict[int | None, str] = {}
    names: set[str] = set()
    for place, row in enumerate(rows):
        if row.name.casefold() in names:
            faults[place] = f"En annan nivå heter redan ”{row.name}”."
        elif row.scale is not None and row.scale.committee_id != committee.pk:
            faults[place] = "Skalan hör till en annan nämnd."
        names.add(row.name.casefold())
    stored = {level.pk: level for level in GoalLevel.objects.filter(committee=committee)}
    places = {row.pk: place for place, row in enumerate(rows) if row.pk is not None}
    goals = Counter(Goal.objects.filter(committee=committee).values_list("level_id", flat=True))
    for pk, level in sorted(stored.items()):
        if pk not in places and goals[pk]:
            faults[None] = f"Nivån ”{level}” har {goals[pk]} mål och kan inte tas bort."
    pairs = Goal.objects.filter(committee=committee, parent__isnull=False)
    for lower, higher in sorted(pairs.values_list("level_id", "parent__level_id").distinct()):
        if lower in places and higher in places and places[higher] >= places[lower]:
            faults[places[lower]] = (
                f"Mål på nivån ”{stored[lower]}” hör till mål på nivån ”{stored[higher]}”, "
                "som därför måste stå före."
            )
    return faults


def fingerprint(committee: Committee) -> str:
    """The same as long as the committee's levels are."""
    rows = GoalLevel.objects.filter(committee=committee).order_by("position")
    return fingerprint_of(rows.values_list("pk", "kind", "name", "plural", "scale_id"))


def levels_with_counts(committee: Committee) -> list[GoalLevel]:
    """Topmost first, with their scales, and goal_count: how many goals of any year are on the level. One query."""
    levels = GoalLevel.objects.filter(committee=committee).order_by("position").select_related("scale")
    return list(levels.annotate(goal_count=Count("goals")))


@transaction.atomic
def save_levels(
    *, committee: Committee, rows: Sequence[LevelRow], seen: str | None = None, by: Any
) -> list[GoalLevel]:
    """Make rows, topmost first, the committee's levels. seen is the fingerprint of what the writer began from.

    Raises LevelsRefused if somebody has changed them since, and for what level_row_faults finds.
    Assessments that were made keep their level when a level of goals gets another scale.
    """
    Committee.objects.select_for_update().get(pk=committee.pk)
    if seen is not None and fingerprint(committee) != seen:
        raise LevelsRefused({None: changed_meanwhile("målnivåerna")})
    faults = level_row_faults(committee, rows)
    if faults:
        raise LevelsRefused(faults)
    stored = {level.pk: level for level in GoalLevel.objects.filter(committee=committee)}
    GoalLevel.objects.filter(committee=committee).exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
    # Names and positions that change places would break their constraints on the way.
    for aside, pk in enumerate(sorted(stored), start=1000):
        GoalLevel.objects.filter(pk=pk).update(position=aside, name=f"#{pk}")
    saved = []
    for position, row in enumerate(rows, start=1):
        level = stored.get(row.pk or 0) or GoalLevel(committee=committee)
        level.position, level.kind, level.name, level.plural = position, row.kind, row.name, row.plural
        level.scale = row.scale
        level.save()
        saved.append(level)
    audit.record(
        by=by,
        action="ändrade målnivåer",
        committee=committee,
        subject=", ".join(level.name for level in saved),
        levels=[
            [each.name, each.plural, each.get_kind_display(), each.scale.name if each.scale else ""]
            for each in saved
        ],
    )
    return saved
