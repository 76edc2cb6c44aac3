"""kontrolluppfoljning.csv and kontrollantal.csv: what was found at each occasion, with small numbers protected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from goals.values import SUPPRESSED
from internal_control.following_up import MOST_CHARACTERS, MOST_COUNTED
from internal_control.models import DEVIATIONS, Result
from reports.packages.control_known import ITEMS, ItemKey, KnownPlans, OccasionKey
from reports.packages.files import Package, Row

FOLLOW_UPS, COUNTS = "kontrolluppfoljning.csv", "kontrollantal.csv"
FOLLOW_UP_COLUMNS = ("år", "kontroll", "månad", "resultat", "genomförd")
FOLLOW_UP_OPTIONAL = ("genomförd av", "granskade", "avvikelser", "text", "skäl")
ALL_COLUMNS = (*FOLLOW_UP_COLUMNS, *FOLLOW_UP_OPTIONAL)
COUNT_COLUMNS = ("år", "kontroll", "månad", "post", "antal")
CARRIED_OUT = [str(result.label) for result in Result if result != Result.PENDING]


@dataclass(frozen=True)
class Number:
    """A number of a package: value is None where there is none, and where is_withheld, which is not told."""

    value: int | None = None
    is_withheld: bool = False


@dataclass(frozen=True)
class FollowUpRow:
    """values: the occasion's own fields but its numbers."""

    row: Row
    key: OccasionKey
    sample_size: Number
    deviations: Number
    values: Mapping[str, Any]


@dataclass(frozen=True)
class CountRow:
    row: Row
    key: OccasionKey
    item: str
    number: Number


def read_follow_ups(package: Package, plans: KnownPlans) -> tuple[list[FollowUpRow], list[CountRow]]:
    counts = _read_counts(package, plans)
    counted: dict[OccasionKey, dict[str, Number]] = {}
    for count in counts:
        counted.setdefault(count.key, {})[count.item] = count.number
    found: list[FollowUpRow] = []
    seen: dict[OccasionKey, int] = {}
    for row in package.rows(FOLLOW_UPS, FOLLOW_UP_COLUMNS, FOLLOW_UP_OPTIONAL):
        follow_up = _read(row, plans, counted)
        if follow_up is None:
            continue
        if seen.setdefault(follow_up.key, row.line) != row.line:
            row.error(f"Samma tillfälle står redan på rad {seen[follow_up.key]}.")
        found.append(follow_up)
    for count in counts:
        if count.key not in seen:
            count.row.error(f"Tillfället är inte genomfört: det står inte i {FOLLOW_UPS}.")
            seen[count.key] = count.row.line
    return found, counts


def _read(
    row: Row, plans: KnownPlans, counted: Mapping[OccasionKey, Mapping[str, Number]]
) -> FollowUpRow | None:
    year = plans.year(row)
    key, done_on = plans.occasion(row, year), row.day("genomförd")
    label = row.choice("resultat", CARRIED_OUT)
    examined, deviated = (_number(row, column) for column in ("granskade", "avvikelser"))
    values = {
        "result": next((result.value for result in Result if result.label == label), ""),
        "done_on": done_on,
        "done_by": row.text("genomförd av", 150, required=False),
        "text": row.lines("text", MOST_CHARACTERS),
        "reason": row.lines("skäl", MOST_CHARACTERS),
    }
    _check_day(row, year, done_on)
    if key is None or label is None:
        return None
    if counts := counted.get(key):
        examined, deviated = _sums(row, key, counts, plans, (examined, deviated))
    _check_agreement(row, values, examined.value, deviated.value)
    return FollowUpRow(row, key, examined, deviated, values)


def _check_day(row: Row, year: int | None, done_on: date | None) -> None:
    if not row.cells["genomförd"]:
        row.error("Skriv under genomförd vilken dag kontrollen gjordes.")
    elif done_on is not None and done_on > timezone.localdate():
        row.error("genomförd kan inte ligga i framtiden.")
    elif done_on is not None and year is not None and done_on.year < year:
        row.error(f"Kontrollen hör till {year} års plan och kan inte ha gjorts före {year}-01-01.")


def _check_agreement(row: Row, values: Mapping[str, Any], examined: int | None, deviated: int | None) -> None:
    result = values["result"]
    if examined is not None and deviated is not None and deviated > examined:
        row.error(f"Avvikelserna ({deviated}) kan inte vara fler än de granskade ({examined}).")
    if result == Result.NOT_DONE:
        if not values["reason"]:
            row.error("Skriv under skäl varför kontrollen inte genomfördes.")
        if examined is not None or deviated is not None:
            row.error("En kontroll som inte genomfördes har inga antal.")
    elif values["reason"]:
        row.error("skäl hör till en kontroll som inte genomfördes.")
    if result == Result.NO_DEVIATION and deviated:
        row.error(f"Resultatet är utan avvikelse, men antalet avvikelser är {deviated}.")
    if result in DEVIATIONS and deviated == 0:
        row.error("Resultatet är en avvikelse, men antalet avvikelser är 0.")
    if result in DEVIATIONS and not values["text"]:
        row.error("Beskriv avvikelsen under text.")


def _sums(
    row: Row,
    key: OccasionKey,
    counts: Mapping[str, Number],
    plans: KnownPlans,
    told: tuple[Number, Number],
) -> tuple[Number, Number]:
    """What the counts add up to, all of them and the deviations; as told where one of them is withheld."""
    leaves = [item for item in plans.items if item[:2] == key[:2] and not plans.has_parts(item)]
    if lacking := sorted(item[2] for item in leaves if item[2] not in counts):
        row.error(f"Det saknas antal i {COUNTS}: {', '.join(lacking)}.")
    sums = []
    for name, number, items in (
        ("granskade", told[0], leaves),
        ("avvikelser", told[1], [item for item in leaves if plans.is_deviation(item)]),
    ):
        numbers = [counts[item[2]] for item in items if item[2] in counts]
        if any(each.is_withheld for each in numbers):
            sums.append(number)
            continue
        total = sum(each.value or 0 for each in numbers)
        if number.value is not None and number.value != total:
            row.error(f"{name} är {number.value}, men antalen i {COUNTS} ger {total}.")
        sums.append(Number(total))
    return sums[0], sums[1]


def _read_counts(package: Package, plans: KnownPlans) -> list[CountRow]:
    counts: list[CountRow] = []
    seen: dict[tuple[OccasionKey, str], int] = {}
    for row in package.rows(COUNTS, COUNT_COLUMNS):
        key, item, number = plans.occasion(row, plans.year(row)), row.cells["post"], _number(row, "antal")
        if not row.cells["antal"]:
            row.error("antal saknas.")
        if key is None:
            continue
        found: ItemKey = (*key[:2], item)
        if found not in plans.items:
            row.error(f"Kontrollen {key[1]} räknar inget ”{item}” i {ITEMS}.")
        elif plans.has_parts(found):
            row.error(f"{item} är summan av sina delar och räknas fram.")
        if seen.setdefault((key, item), row.line) != row.line:
            row.error(f"Samma antal står redan på rad {seen[key, item]}.")
        counts.append(CountRow(row, key, item, number))
    return counts


def _number(row: Row, column: str) -> Number:
    """A number, none in an empty cell, or .. for one that the package does not tell."""
    if row.cells[column] == SUPPRESSED:
        return Number(is_withheld=True)
    return Number(row.whole(column, 0, MOST_COUNTED))
