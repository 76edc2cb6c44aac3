"""Assessment scales: what a scale must be, and the steps that change one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from goals.models import (
    Assessment,
    AssessmentLevel,
    AssessmentScale,
    Assignment,
    GoalLevel,
    Indicator,
    Meaning,
)
from organisation import audit
from organisation.codes import free_code
from organisation.marks import Colour, Symbol
from organisation.meanwhile import changed_meanwhile, fingerprint_of
from organisation.models import Committee
from organisation.refusing import RowsRefused

# Addresses of their own beside /skalor/<code>/.
RESERVED_CODES = ("ny",)


class ScaleRefused(RowsRefused):
    """A scale that cannot be saved, by the places of its levels."""


@dataclass(frozen=True)
class LevelEntry:
    """A level as it is to be; pk is None for a new one. code may be empty: then the label makes it."""

    label: str
    plural: str
    symbol: str
    colour: str
    meaning: str
    code: str = ""
    pk: int | None = None


def level_faults(levels: Sequence[LevelEntry]) -> dict[int | None, str]:
    """What is wrong with a scale of these levels; {} if nothing."""
    faults: dict[int | None, str] = {}
    unassessed = [row for row, each in enumerate(levels) if each.meaning == Meaning.NOT_ASSESSED]
    if len(levels) < 2:
        faults[None] = "En skala har minst två nivåer."
    elif not unassessed:
        faults[None] = "En av nivåerna ska betyda ”Inte bedömt än”. Den visas tills någon har bedömt."
    seen: dict[str, int] = {}
    labels: dict[str, int] = {}
    looks: dict[tuple[str, str], int] = {}
    for row, each in enumerate(levels):
        if each.meaning != Meaning.OTHER and each.meaning in seen:
            faults[row] = (
                f"Bara en nivå kan betyda ”{Meaning(each.meaning).label}”. "
                f"Det gör redan ”{levels[seen[each.meaning]].label}”."
            )
        elif each.label.casefold() in labels:
            faults[row] = f"Skalan har redan en nivå som heter ”{each.label}”."
        elif (each.symbol, each.colour) in looks:
            faults[row] = (
                f"Nivån ser ut som ”{levels[looks[each.symbol, each.colour]].label}”. Välj en annan symbol."
            )
        seen.setdefault(each.meaning, row)
        labels.setdefault(each.label.casefold(), row)
        looks.setdefault((each.symbol, each.colour), row)
    return faults


def code_fault(scale: AssessmentScale) -> str:
    """What is wrong with a scale's code; '' if nothing. scale has its committee."""
    if scale.code in RESERVED_CODES:
        return f"Kortnamnet ”{scale.code}” används av programmet självt. Välj ett annat."
    others = AssessmentScale.objects.filter(committee=scale.committee_id, code=scale.code).exclude(
        pk=scale.pk
    )
    return f"Nämnden har redan en skala med kortnamnet ”{scale.code}”." if others.exists() else ""


def code_for(scale: AssessmentScale) -> str:
    """A code that is free among the committee's scales, made from the scale's name."""
    others = AssessmentScale.objects.filter(committee=scale.committee_id).exclude(pk=scale.pk)
    taken = {*RESERVED_CODES, *others.values_list("code", flat=True)}
    return free_code(scale.name, taken, otherwise="skala")


def uses_of(level: AssessmentLevel) -> str:
    """Where a level stands in an assessment: '3 bedömningar, senast 2021-08'; '' if nowhere."""
    found = Assessment.objects.filter(level=level)
    count = found.count()
    newest = found.order_by("-year", "-month").first()
    if newest is None:
        return ""
    return f"{count} bedömning{'ar' if count > 1 else ''}, {'den senaste' if count > 1 else 'för'} {newest}"


def users_of(scale: AssessmentScale) -> list[str]:
    """What is assessed with the scale, as sentences list it: 'nivån Nämndmål', '4 mått', '2 uppdrag'."""
    levels = GoalLevel.objects.filter(scale=scale).order_by("position").values_list("name", flat=True)
    indicators = Indicator.objects.filter(scale=scale).count()
    assignments = Assignment.objects.filter(scale=scale).count()
    return [
        *(f"målnivån {name}" for name in levels),
        *([f"{indicators} mått"] if indicators else []),
        *([f"{assignments} uppdrag"] if assignments else []),
    ]


@transaction.atomic
def save_scale(
    *, scale: AssessmentScale, levels: Sequence[LevelEntry], seen: str | None = None, by: Any
) -> AssessmentScale:
    """Make levels, in their order, the whole of a new or changed scale.

    seen is the fingerprint of what the writer began from. Raises ScaleRefused if somebody has changed the scale since,
    when the levels do not make a scale, or when one that is used would go.
    """
    Committee.objects.select_for_update().get(pk=scale.committee_id)
    before = AssessmentScale.objects.filter(pk=scale.pk).first() if scale.pk else None
    if scale.pk and before is None:
        raise ScaleRefused({None: "Skalan finns inte längre: någon annan har tagit bort den."})
    if seen is not None and before is not None and fingerprint(before) != seen:
        raise ScaleRefused({None: changed_meanwhile("skalan")})
    faults = level_faults(levels)
    kept = {each.pk for each in levels if each.pk}
    stored = {level.pk: level for level in scale.levels.all()} if scale.pk else {}
    gone = [level for pk, level in stored.items() if pk not in kept]
    for level in gone:
        if used := uses_of(level):
            faults[None] = f"Nivån ”{level.label}” kan inte tas bort: den används i {used}."
    if faults:
        raise ScaleRefused(faults)
    is_new = scale.pk is None
    scale.save()
    AssessmentLevel.objects.filter(pk__in=[level.pk for level in gone]).delete()
    # Two levels that change meaning with each other would break the constraint on the way.
    scale.levels.update(meaning=Meaning.OTHER)
    codes = {level.code for level in stored.values()}
    for position, entry in enumerate(levels):
        level = stored.get(entry.pk or 0) or AssessmentLevel(scale=scale)
        level.code = level.code or free_code(entry.code or entry.label, codes, otherwise="niva")
        codes.add(level.code)
        level.label, level.plural, level.position = entry.label, entry.plural, position
        level.symbol, level.colour, level.meaning = entry.symbol, entry.colour, entry.meaning
        level.save()
    audit.record(
        by=by,
        action="lade till bedömningsskala" if is_new else "ändrade bedömningsskala",
        committee=scale.committee,
        subject=scale,
        code=scale.code,
        levels=[
            [each.label, Symbol(each.symbol).label, Colour(each.colour).label, Meaning(each.meaning).label]
            for each in levels
        ],
    )
    return scale


def fingerprint(scale: AssessmentScale) -> str:
    """The same as long as the scale and its levels are."""
    names = ("pk", "label", "plural", "symbol", "colour", "meaning", "position")
    levels = scale.levels.order_by("position").values_list(*names)
    return fingerprint_of([scale.name, scale.use, scale.code, list(levels)])


@transaction.atomic
def delete_scale(*, scale: AssessmentScale, by: Any) -> None:
    """Raises ScaleRefused while something is assessed with the scale, or has been."""
    users = users_of(scale)
    if users:
        raise ScaleRefused({None: f"Skalan ”{scale}” kan inte tas bort: den används av {', '.join(users)}."})
    for level in scale.levels.order_by("position"):
        if used := uses_of(level):
            raise ScaleRefused(
                {None: f"Skalan ”{scale}” kan inte tas bort: nivån ”{level.label}” används i {used}."}
            )
    audit.record(
        by=by, action="tog bort bedömningsskala", committee=scale.committee, subject=scale, code=scale.code
    )
    scale.delete()


def scales_in_order(committee: Committee) -> list[AssessmentScale]:
    """The committee's scales with their levels loaded, in order: levels.all() asks nothing more. Two queries."""
    found = AssessmentScale.objects.filter(committee=committee).order_by("use", "name")
    return list(found.prefetch_related(Prefetch("levels", AssessmentLevel.objects.order_by("position"))))
