"""Measuring: values are entered here, and nowhere else, whether typed, pasted or loaded. All or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from goals.measured import Key, Measured, measured, small_seen_by
from goals.measurement_entries import (
    Entry,
    EntryError,
    EntryFault,
    Register,
    Words,
    place_faults,
    register_of,
    words_in,
    words_of,
)
from goals.models import Measurement
from goals.protecting import refresh
from organisation.audit import record_again
from organisation.models import Committee, User
from organisation.periods import month_name, require_open

SAVED = "förde in mätvärden"
CHUNK = 1000

__all__ = ["SAVED", "Entry", "EntryError", "MeasurementsRefused", "check_measurements", "record_measurements"]


class MeasurementsRefused(ValueError):
    """Entries that cannot be saved; none of them is. errors say where, in the order of the entries."""

    def __init__(self, errors: Sequence[EntryError]) -> None:
        super().__init__(" ".join(dict.fromkeys(error.message for error in errors)))
        self.errors = list(errors)


@dataclass(frozen=True)
class _Change:
    """wanted None takes the stored one away."""

    key: Key
    stored: Measurement | None
    wanted: Words | None


@transaction.atomic
def record_measurements(*, committee: Committee, entries: Sequence[Entry], by: Any) -> list[Measurement]:
    """Save values as they were typed; those that are stored in the same words are left as they are.

    An entry without text and note takes the value away; one with a note alone is missing, and the note says why.
    Returns the measurements of the entries as they now stand, in their order, without those taken away.
    Raises MeasurementsRefused or MonthClosed, and then nothing is changed.
    """
    # Takes the committee's row: of two who save at once, the second sees what the first saved.
    require_open(committee, [])
    register = register_of(committee, (entry.indicator_id for entry in entries))
    changes = _changes(committee, register, _stored(register, entries), entries, by)
    require_open(committee, {(change.key.year, change.key.month) for change in changes})
    if changes:
        _write(changes, by)
        refresh(committee, {(change.key.indicator_id, change.key.year) for change in changes})
        _log(committee, register, changes, by)
    standing = _stored(register, entries)
    return [standing[entry.key] for entry in entries if entry.key in standing]


def check_measurements(*, committee: Committee, entries: Sequence[Entry], by: Any) -> None:
    """Raise MeasurementsRefused where record_measurements would; nothing is changed."""
    register = register_of(committee, (entry.indicator_id for entry in entries))
    _changes(committee, register, _stored(register, entries), entries, by)


def _stored(register: Register, entries: Sequence[Entry]) -> dict[Key, Measurement]:
    """What there is in the periods of the entries. One query."""
    keys = {entry.key for entry in entries}
    rows = Measurement.objects.filter(
        indicator__in=register.indicators,
        unit__in={key.unit_id for key in keys},
        year__in={key.year for key in keys},
        month__in={key.month for key in keys},
    )
    found = {Key(*(getattr(row, name) for name in Key._fields)): row for row in rows}
    return {key: row for key, row in found.items() if key in keys}


def _changes(
    committee: Committee,
    register: Register,
    stored: Mapping[Key, Measurement],
    entries: Sequence[Entry],
    by: Any,
) -> list[_Change]:
    """What the entries change. Raises MeasurementsRefused with all that is wrong with them."""
    changes: list[_Change] = []
    errors: list[EntryError] = []
    first: dict[Key, int] = {}
    for index, entry in enumerate(entries):
        faults = place_faults(entry, register)
        if entry.key in first:
            faults.append(
                EntryFault("period", f"Värdet står två gånger: också som nummer {first[entry.key] + 1}.")
            )
        first.setdefault(entry.key, index)
        row = stored.get(entry.key)
        if not faults or entry.indicator_id in register.indicators:
            try:
                wanted = words_in(entry, register.indicators[entry.indicator_id], row)
            except EntryFault as fault:
                faults.append(fault)
        if faults:
            errors += [EntryError(index, fault.field, str(fault)) for fault in faults]
        elif wanted != words_of(row):
            if entry.version is not None and entry.version != (row.version if row else 0):
                now = _seen_now(committee, register, entry.key, by)
                errors.append(_overtaken(index, row, now))
            changes.append(_Change(entry.key, row, wanted))
    if errors:
        raise MeasurementsRefused(errors)
    return changes


def _seen_now(committee: Committee, register: Register, key: Key, by: Any) -> Measured | None:
    """What is stored now, as by may see it."""
    units = [register.units[key.unit_id]]
    seen = small_seen_by(by, committee, units) if isinstance(by, User) else False
    return measured([key.indicator_id], [key.year], units=[key.unit_id], may_see_small=seen).get(key)


def _overtaken(index: int, row: Measurement | None, now: Measured | None) -> EntryError:
    if row is None or now is None:
        return EntryError(index, "version", "Någon har tagit bort värdet sedan du började. Inget är sparat.")
    return EntryError(
        index,
        "version",
        f"{row.changed_by} har ändrat värdet till {now.text} sedan du började. Inget är sparat.",
        present=now,
    )


def _write(changes: Sequence[_Change], by: Any) -> None:
    now, who = timezone.now(), str(by)[:150]
    new: list[Measurement] = []
    old: list[Measurement] = []
    gone: list[int] = []
    for change in changes:
        if change.wanted is None:
            gone += [change.stored.pk] if change.stored else []
            continue
        row = change.stored or Measurement(**change.key._asdict(), version=0)
        value = change.wanted.value
        row.form, row.value, row.decimals = value.form, value.value, value.decimals
        row.numerator, row.denominator = value.numerator, value.denominator
        row.answers, row.response_rate = change.wanted.answers, change.wanted.response_rate
        row.note, row.is_derived = change.wanted.note, False
        row.version, row.changed_at, row.changed_by = row.version + 1, now, who
        (old if change.stored else new).append(row)
    Measurement.objects.filter(pk__in=gone).delete()
    Measurement.objects.bulk_create(new, batch_size=CHUNK)
    Measurement.objects.bulk_update(old, WRITTEN, batch_size=CHUNK)


# What is stored anew when a measurement is changed; a package writes the same.
WRITTEN = (
    "form",
    "value",
    "decimals",
    "numerator",
    "denominator",
    "answers",
    "response_rate",
    "note",
    "is_derived",
    "version",
    "changed_at",
    "changed_by",
)


def _log(committee: Committee, register: Register, changes: Sequence[_Change], by: Any) -> None:
    """Which indicators and periods, not the values: the log is read by more people than small numbers are."""
    changed = {change.key.indicator_id for change in changes}
    indicators = sorted(register.indicators[pk].code for pk in changed)
    names = sorted(register.indicators[pk].name for pk in changed)
    periods = sorted({(change.key.year, change.key.month) for change in changes})
    subject = ", ".join(name[:60] for name in names[:2])
    if len(names) > 2:
        subject += f" och {len(names) - 2} mått till"
    until = month_name(*periods[-1])
    record_again(
        by=by,
        action=SAVED,
        committee=committee,
        subject=f"{subject}, {until}" if len(periods) == 1 else f"{subject}, till och med {until}",
        indicators=indicators,
        periods=[f"{year}-{month:02}" for year, month in periods],
        values=len(changes),
    )
