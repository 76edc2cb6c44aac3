"""skalor.csv and malnivaer.csv: the committee's assessment scales, and the levels of its goal tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Cast, Concat

from goals.models import AssessmentLevel, AssessmentScale, GoalLevel, Meaning
from organisation.marks import Colour, Symbol
from organisation.models import Committee
from reports.packages.files import Package, Row
from reports.packages.known import Known, KnownLevel
from reports.packages.upserting import updated

SCALES, GOAL_LEVELS = "skalor.csv", "malnivaer.csv"
SCALE_COLUMNS = (
    "skala",
    "namn",
    "används för",
    "nivå",
    "etikett",
    "flertal",
    "symbol",
    "färg",
    "betyder",
)
GOAL_LEVEL_COLUMNS = ("ordning", "slag", "namn", "flertal", "skala")


@dataclass(frozen=True)
class ScaleRow:
    code: str
    name: str
    use: str
    levels: dict[str, Mapping[str, Any]]


@dataclass(frozen=True)
class GoalLevelRow:
    position: int
    kind: str
    name: str
    plural: str
    scale: str


def read_scales(package: Package, known: Known) -> list[ScaleRow]:
    """The scales in the order in which they first come; each must have one level that means not yet assessed."""
    scales: dict[str, ScaleRow] = {}
    lines: dict[str, int] = {}
    for row in package.rows(SCALES, SCALE_COLUMNS):
        code, name = row.slug("skala"), row.text("namn", 100)
        use = row.labelled("används för", AssessmentScale.Use)
        scale = scales.setdefault(code, ScaleRow(code, name, use, {}))
        line = lines.setdefault(code, row.line)
        if (scale.name, scale.use) != (name, use):
            row.error(f"Skalan {code} har ett annat namn eller en annan användning på rad {line}.")
        level = row.slug("nivå")
        if level in scale.levels:
            row.error(f"Skalan {code} har redan nivån {level}.")
        scale.levels[level] = _read_level(row, level, len(scale.levels))
    for scale in scales.values():
        meanings = known.scales.setdefault(scale.code, {})
        meanings.update({code: level["meaning"] for code, level in scale.levels.items()})
        known.scale_uses[scale.code] = scale.use
        _check_meanings(package, scale, list(meanings.values()), lines[scale.code])
    return list(scales.values())


def _read_level(row: Row, code: str, position: int) -> Mapping[str, Any]:
    return {
        "code": code,
        "label": row.text("etikett", 60),
        "plural": row.text("flertal", 60),
        "symbol": row.labelled("symbol", Symbol),
        "colour": row.labelled("färg", Colour),
        "meaning": row.labelled("betyder", Meaning),
        "position": position,
    }


def _check_meanings(package: Package, scale: ScaleRow, meanings: list[str], line: int) -> None:
    for meaning in Meaning:
        count = meanings.count(meaning.value)
        if count > 1 and meaning != Meaning.OTHER:
            reason = f"Skalan {scale.code} har {count} nivåer som betyder ”{meaning.label}”."
            package.errors.add(SCALES, line, reason)
    if Meaning.NOT_ASSESSED.value not in meanings:
        reason = f"Skalan {scale.code} saknar en nivå som betyder ”{Meaning.NOT_ASSESSED.label}”."
        package.errors.add(SCALES, line, reason)


def read_goal_levels(package: Package, known: Known) -> list[GoalLevelRow]:
    levels: list[GoalLevelRow] = []
    places: dict[int, int] = {}
    names: dict[str, int] = {}
    for row in package.rows(GOAL_LEVELS, GOAL_LEVEL_COLUMNS):
        row.text("ordning", 3)
        position = row.whole("ordning", 1, 99)
        level = GoalLevelRow(
            position or 0,
            row.labelled("slag", GoalLevel.Kind),
            row.text("namn", 60),
            row.text("flertal", 60),
            known.scale(row),
        )
        if places.setdefault(level.position, row.line) != row.line:
            row.error(f"Ordningen {level.position} står redan på rad {places[level.position]}.")
        if names.setdefault(level.name, row.line) != row.line:
            row.error(f"Målnivån ”{level.name}” står redan på rad {names[level.name]}.")
        levels.append(level)
    _rename(known, {level.position: level.name for level in levels})
    for level in levels:
        if level.name in known.goal_levels:
            position = known.goal_levels[level.name].position
            reason = f"Nämnden har redan målnivån ”{level.name}”, med ordningen {position}."
            package.errors.add(GOAL_LEVELS, names[level.name], reason)
        known.goal_levels[level.name] = KnownLevel(level.position, level.scale)
    return levels


def _rename(known: Known, names: Mapping[int, str]) -> None:
    """A level is known by its place: one that is there already at the same place gets a new name."""
    new = {
        name: names[level.position] for name, level in known.goal_levels.items() if level.position in names
    }
    for name in new:
        del known.goal_levels[name]
    known.goals.update({key: new[level] for key, level in known.goals.items() if level in new})


def save_scales(committee: Committee, scales: list[ScaleRow], levels: list[GoalLevelRow]) -> int:
    """Write scales and levels of goals; returns how many changed. Those that the package lacks stay."""
    stored = {scale.code: scale for scale in AssessmentScale.objects.filter(committee=committee)}
    wanted = {scale.code: {"code": scale.code, "name": scale.name, "use": scale.use} for scale in scales}
    changes = updated(AssessmentScale, stored, wanted, committee=committee)
    ids = dict(AssessmentScale.objects.filter(committee=committee).values_list("code", "pk"))
    stored_levels = {
        (level.scale_id, level.code): level
        for level in AssessmentLevel.objects.filter(scale__committee=committee)
    }
    wanted_levels: dict[tuple[int, str], Mapping[str, Any]] = {
        (ids[scale.code], code): {"scale_id": ids[scale.code], **values}
        for scale in scales
        for code, values in scale.levels.items()
    }
    _let_go_of_meanings(stored_levels, wanted_levels)
    changes += updated(AssessmentLevel, stored_levels, wanted_levels)
    return changes + _save_goal_levels(committee, levels, ids)


def _let_go_of_meanings(
    stored: Mapping[tuple[int, str], AssessmentLevel], wanted: Mapping[tuple[int, str], Mapping[str, Any]]
) -> None:
    """Two levels may change meanings with each other, though no two may have the same at any moment."""
    changing = [
        level.pk for key, level in stored.items() if key in wanted and wanted[key]["meaning"] != level.meaning
    ]
    AssessmentLevel.objects.filter(pk__in=changing).update(meaning=Meaning.OTHER)


def _save_goal_levels(committee: Committee, levels: list[GoalLevelRow], scales: Mapping[str, int]) -> int:
    stored = {level.position: level for level in GoalLevel.objects.filter(committee=committee)}
    wanted: dict[int, Mapping[str, Any]] = {
        level.position: {
            "position": level.position,
            "kind": level.kind,
            "name": level.name,
            "plural": level.plural,
            "scale_id": scales[level.scale] if level.scale else None,
        }
        for level in levels
    }
    renamed = [
        level.pk
        for position, level in stored.items()
        if position in wanted and wanted[position]["name"] != level.name
    ]
    # Two levels may change names with each other too.
    GoalLevel.objects.filter(pk__in=renamed).update(
        name=Concat(Value("("), Cast(F("pk"), GoalLevel._meta.get_field("name")), Value(")"))
    )
    return updated(GoalLevel, stored, wanted, committee=committee)
