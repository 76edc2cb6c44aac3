"""paket.toml, organisation.csv and perioder.csv: the committee, its unit tree and its closed months."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from organisation.models import RESERVED_SLUGS, ClosedMonth, Committee, Municipality, Unit
from organisation.structure import TreeError, paths, rebuild_paths
from reports.packages.files import Package, Row
from reports.packages.upserting import updated
from reports.toml_reading import TemplateError

SETTINGS, UNITS, MONTHS = "paket.toml", "organisation.csv", "perioder.csv"
FORMAT = 1
UNIT_COLUMNS = ("kod", "namn", "överordnad", "typ")
VALIDITY_COLUMNS = ("från", "till")
MONTH_COLUMNS = ("period", "stängd av", "tid")


@dataclass(frozen=True)
class Settings:
    municipality_code: str
    municipality: str
    name: str
    slug: str
    threshold: int


def read_settings(package: Package) -> Settings | None:
    if not package.has(SETTINGS):
        package.errors.add(SETTINGS, None, "Filen saknas. Den säger vilken nämnd paketet gäller.")
        return None
    reader = package.toml(SETTINGS, "paketet")
    if reader is None:
        return None
    try:
        version = reader.number("format", least=1, most=1000)
        if version != FORMAT:
            raise reader.error(
                f"Paketets format är {version}, men programmet läser format {FORMAT}.", "format"
            )
        settings = Settings(
            reader.text("kommunkod"),
            reader.text("kommun"),
            reader.text("namn"),
            reader.key("adressnamn"),
            reader.number("minsta_grupp", 5, least=1, most=1000),
        )
        if settings.slug in RESERVED_SLUGS:
            raise reader.error(
                f"Adressnamnet ”{settings.slug}” används av programmet självt. Välj ett annat.", "adressnamn"
            )
        same = Committee.objects.filter(
            municipality__code=settings.municipality_code, name=settings.name
        ).exclude(slug=settings.slug)
        if other := same.first():
            raise reader.error(
                f"Kommunen har redan nämnden ”{other.name}”, med adressnamnet {other.slug}.", "namn"
            )
        if not re.fullmatch(r"[0-9]{4}", settings.municipality_code):
            raise reader.error(
                f"Kommunkoden ”{settings.municipality_code}” är inte fyra siffror.", "kommunkod"
            )
        for key, value, most in (
            ("kommun", settings.municipality, 100),
            ("namn", settings.name, 100),
            ("adressnamn", settings.slug, 50),
        ):
            if len(value) > most:
                raise reader.error(f"”{key}” får vara högst {most} tecken.", key)
        reader.finish()
    except TemplateError as error:
        package.errors.add(SETTINGS, error.line, error.message)
        return None
    return settings


def save_settings(settings: Settings) -> tuple[Committee, int]:
    """The committee and how many rows changed."""
    municipality, changes = _saved(
        Municipality, {"code": settings.municipality_code}, {"name": settings.municipality}
    )
    committee, more = _saved(
        Committee,
        {"slug": settings.slug},
        {"municipality": municipality, "name": settings.name, "small_group_threshold": settings.threshold},
    )
    Committee.objects.select_for_update().get(pk=committee.pk)
    return committee, changes + more


def _saved(model: Any, key: dict[str, str], values: dict[str, Any]) -> tuple[Any, int]:
    existing = model.objects.filter(**key).first()
    if existing is None:
        return model.objects.create(**key, **values), 1
    if all(getattr(existing, name) == value for name, value in values.items()):
        return existing, 0
    for name, value in values.items():
        setattr(existing, name, value)
    existing.save()
    return existing, 1


@dataclass(frozen=True)
class UnitRow:
    row: Row
    code: str
    name: str
    parent: str
    type: str
    valid_from: int | None
    valid_to: int | None


def read_units(package: Package, committee: Committee | None) -> list[UnitRow]:
    """The rows of organisation.csv, checked to give one tree together with the units that are there already."""
    units = [_read_unit(row) for row in package.rows(UNITS, UNIT_COLUMNS, VALIDITY_COLUMNS)]
    lines: dict[str, UnitRow] = {}
    for unit in units:
        first = lines.setdefault(unit.code.lower(), unit)
        if first is not unit:
            unit.row.error(f"Koden {unit.code} står redan på rad {first.row.line}.")
    if not package.errors.found:
        _check_tree(package, units, committee)
    return units


def _read_unit(row: Row) -> UnitRow:
    unit = UnitRow(
        row,
        row.code("kod"),
        row.text("namn", 150),
        row.cells["överordnad"],
        row.text("typ", 50, required=False),
        row.year("från", required=False),
        row.year("till", required=False),
    )
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        row.error(
            f"Enheten {unit.code} kan inte sluta gälla ({unit.valid_to}) innan den börjar ({unit.valid_from})."
        )
    return unit


def _check_tree(package: Package, units: list[UnitRow], committee: Committee | None) -> None:
    parents: dict[str, str | None] = dict(
        Unit.objects.filter(committee=committee).values_list("code", "parent__code") if committee else []
    )
    own = {code.lower(): code for code in parents}
    for unit in units:
        parents.pop(own.get(unit.code.lower(), ""), None)
    parents |= {unit.code: unit.parent or None for unit in units}
    orphans = [unit for unit in units if unit.parent and unit.parent not in parents]
    for unit in orphans:
        unit.row.error(f"Enheten {unit.code} har den överordnade {unit.parent}, som inte finns.")
    if orphans:
        return
    try:
        paths(parents)
    except TreeError as error:
        line = next((unit.row.line for unit in units if unit.code == error.code), None)
        package.errors.add(UNITS, line, str(error))


def save_units(committee: Committee, units: list[UnitRow]) -> int:
    """Write the units in the file's order; returns how many changed. Units that it does not have stay."""
    wanted: dict[str, Mapping[str, Any]] = {
        unit.code.lower(): {
            "code": unit.code,
            "name": unit.name,
            "type": unit.type,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "position": position,
        }
        for position, unit in enumerate(units)
    }
    existing = {unit.code.lower(): unit for unit in Unit.objects.filter(committee=committee)}
    # Until the tree is put together below, new units hang under the root that is there: there is only ever one.
    root = next((unit for unit in existing.values() if unit.parent_id is None), None)
    if root is None and units:
        top = next(unit for unit in units if not unit.parent)
        root = Unit.objects.create(committee=committee, parent=None, **wanted[top.code.lower()])
        existing[top.code.lower()] = root
        changes = 1
    else:
        changes = 0
    changes += updated(Unit, existing, wanted, committee=committee, parent=root)
    changes += _save_parents(committee, units)
    if changes:
        rebuild_paths(committee)
    return changes


def _save_parents(committee: Committee, units: list[UnitRow]) -> int:
    stored = {unit.code: unit for unit in Unit.objects.filter(committee=committee)}
    moved = []
    for unit in units:
        parent = stored[unit.parent].pk if unit.parent else None
        if stored[unit.code].parent_id != parent:
            stored[unit.code].parent_id = parent
            moved.append(stored[unit.code])
    # A new root takes its place only after the old one has got a parent.
    for moving in sorted(moved, key=lambda unit: unit.parent_id is None):
        moving.save(update_fields=["parent"])
    return len(moved)


@dataclass(frozen=True)
class MonthRow:
    year: int
    month: int
    closed_by: str
    closed_at: datetime


def read_months(package: Package) -> list[MonthRow]:
    months: list[MonthRow] = []
    seen: dict[tuple[int, int], int] = {}
    for row in package.rows(MONTHS, MONTH_COLUMNS):
        period, by, at = row.period(), row.text("stängd av", 150), row.time()
        if period is None or at is None:
            continue
        if seen.setdefault(period, row.line) != row.line:
            row.error(f"Perioden {period[0]}{period[1]:02} står redan på rad {seen[period]}.")
        months.append(MonthRow(*period, by, at))
    return months


def save_months(committee: Committee, months: list[MonthRow]) -> int:
    """Close the months as the file says; returns how many changed. Months that it does not have stay."""
    existing = {(month.year, month.month): month for month in ClosedMonth.objects.filter(committee=committee)}
    wanted: dict[tuple[int, int], Mapping[str, Any]] = {
        (row.year, row.month): {
            "year": row.year,
            "month": row.month,
            "closed_by": row.closed_by,
            "closed_at": row.closed_at,
        }
        for row in months
    }
    return updated(ClosedMonth, existing, wanted, committee=committee)
