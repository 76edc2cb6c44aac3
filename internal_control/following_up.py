"""Carrying out a control: what was found at an occasion, recorded once and corrected until it is settled."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from internal_control.models import DEVIATIONS, CountedItem, FollowUp, FollowUpCount, Result
from internal_control.recording import record_at
from internal_control.refusing import ControlRefused, locked, over
from organisation.due import last_day
from organisation.periods import MONTHS, month_name
from organisation.typed_texts import tidied

MOST_CHARACTERS = 20_000
MOST_COUNTED = 1_000_000
COUNT_FIELD = "antal-{}"
NOT_A_COUNT = "Skriv ett heltal från 0 till 1 000 000."


class FollowUpConflict(ControlRefused):
    """Somebody recorded the same occasion since the writer began. current is what it says now."""

    def __init__(self, current: FollowUp) -> None:
        super().__init__(
            f"{current.changed_by or 'Någon annan'} har sparat här sedan du började skriva."
            " Ingenting har skrivits över."
        )
        self.current = current


@dataclass(frozen=True)
class FollowUpEntry:
    """What was found, as typed. counts are by the code of the item.

    kept: sample_size, deviations and codes of items that stay as recorded, since the writer was not shown them.
    is_blind: the writer typed over numbers that were not shown.
    """

    result: str
    done_on: date | None
    sample_size: int | None = None
    deviations: int | None = None
    text: str = ""
    reason: str = ""
    counts: Mapping[str, int | None] = field(default_factory=dict)
    kept: Collection[str] = ()
    is_blind: bool = False


@dataclass(frozen=True)
class _Found:
    """What is to be recorded. counts are by the code of the item; None is one that a package did not tell."""

    result: str
    done_on: date | None
    sample_size: int | None
    deviations: int | None
    text: str
    reason: str
    counts: Mapping[str, int | None]

    @property
    def is_partly_unknown(self) -> bool:
        return None in self.counts.values()


@transaction.atomic
def record_follow_up(*, follow_up: FollowUp, entry: FollowUpEntry, version: int, by: Any) -> FollowUp:
    """Record what was found. Of a control that counts items, sample_size and deviations are their sums.

    version is the occasion's when the writer began. What is recorded already in the same words is returned as it
    is, whichever version it has: whoever sends a second time because the answer was lost has no conflict. Not where
    the entry is_blind: the writer could find out the numbers that were not shown by guessing.
    Raises FollowUpConflict, or ControlRefused whose field is result, done_on, sample_size, deviations, text, reason
    or antal-<code of the item>; then nothing is changed.
    """
    stored = locked_occasion(follow_up)
    items = list(stored.control.counted_items.order_by("position", "code"))
    before = _found(stored)
    wanted = _wanted(entry, before, items)
    if stored.result and wanted == before and not entry.is_blind:
        return stored
    if stored.version != version:
        raise FollowUpConflict(stored)
    require_unsettled(stored)
    _check(stored, wanted, before, items)
    if before.result in ("", Result.NOT_DONE):
        stored.done_by = str(by)[:150]
    stored.changed_at, stored.changed_by = timezone.now(), str(by)[:150]
    _write(stored, wanted, items, entry.kept)
    record_at(
        stored,
        "utförde kontroll",
        by,
        result=Result(wanted.result).label,
        version=stored.version,
        before=_replaced(before, wanted),
    )
    return stored


def _wanted(entry: FollowUpEntry, before: _Found, items: list[CountedItem]) -> _Found:
    """What the entry means beside what is recorded: what it keeps stays, and items are summed."""
    counts: dict[str, int | None] = {code: count for code, count in entry.counts.items() if count is not None}
    counts |= {code: before.counts[code] for code in entry.kept if code in before.counts}
    examined = before.sample_size if "sample_size" in entry.kept else entry.sample_size
    deviated = before.deviations if "deviations" in entry.kept else entry.deviations
    if items:
        examined, deviated = _sums(items, counts, before)
    return _Found(
        entry.result, entry.done_on, examined, deviated, tidied(entry.text), tidied(entry.reason), counts
    )


def _write(stored: FollowUp, wanted: _Found, items: list[CountedItem], kept: Collection[str]) -> None:
    """Store the occasion as it is wanted, as its next version."""
    examined, deviated = wanted.sample_size, wanted.deviations
    stored.result, stored.done_on = wanted.result, wanted.done_on
    stored.sample_size, stored.deviations = examined, deviated
    stored.sample_size_withheld &= examined is None and ("sample_size" in kept or wanted.is_partly_unknown)
    stored.deviations_withheld &= deviated is None and ("deviations" in kept or wanted.is_partly_unknown)
    stored.text, stored.reason = wanted.text, wanted.reason
    stored.version += 1
    stored.save()
    stored.counts.all().delete()
    FollowUpCount.objects.bulk_create(
        FollowUpCount(follow_up=stored, item=item, count=wanted.counts[item.code])
        for item in items
        if item.code in wanted.counts
    )


def _replaced(before: _Found, after: _Found) -> dict[str, str]:
    """What was written before and is so no more, for the log. Numbers may be about few people, and stay out of it."""
    texts = {name: getattr(before, name) for name in ("text", "reason")}
    gone = {name: text for name, text in texts.items() if text and text != getattr(after, name)}
    if before.result and before.result != after.result:
        gone["result"] = str(Result(before.result).label)
    return gone


def locked_occasion(follow_up: FollowUp) -> FollowUp:
    """The occasion as it is stored now; nobody else changes it until the transaction is over.

    Raises ControlRefused if the control is not carried out that month any more.
    """
    locked(follow_up.control.plan)
    return held(follow_up)


def held(follow_up: FollowUp) -> FollowUp:
    """The same for whoever has a plan locked, of this or of a later year."""
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("control__plan__committee")
    stored = rows.filter(pk=follow_up.pk).first()
    if stored is None:
        raise ControlRefused(
            f"Kontrollen ska inte längre göras i {MONTHS[follow_up.month - 1]}. Den har tagits bort ur planen."
        )
    return stored


def _sums(
    items: list[CountedItem], counts: Mapping[str, int | None], before: _Found
) -> tuple[int | None, int | None]:
    known = {code: count for code, count in counts.items() if count is not None}
    # What a package did not tell cannot be added up here; its own sums stay.
    return sums_of(items, known) if len(known) == len(counts) else (before.sample_size, before.deviations)


def sums_of(items: Iterable[CountedItem], counts: Mapping[str, int]) -> tuple[int | None, int | None]:
    """How many were examined and how many of them deviated: None where nothing is counted."""
    if not counts:
        return None, None
    items = list(items)
    parents = {item.parent_id for item in items if item.parent_id}
    by_pk = {item.pk: item for item in items}
    examined = deviated = 0
    for item in items:
        if item.pk in parents:
            continue
        above = by_pk[item.parent_id] if item.parent_id else item
        examined += counts.get(item.code, 0)
        deviated += counts.get(item.code, 0) if above.is_deviation else 0
    return examined, deviated


def require_unsettled(follow_up: FollowUp) -> None:
    """Raise ControlRefused where what was found is part of a follow-up that the committee has adopted."""
    if why := settled(follow_up):
        raise ControlRefused(why)


def settled(follow_up: FollowUp) -> str:
    """Why the occasion cannot be recorded any more, as a sentence; '' if it can."""
    plan = follow_up.control.plan
    through = plan.followed_up_through
    if plan.is_over:
        return over(plan.year)
    if follow_up.month <= through and not follow_up.is_pending:
        return (
            f"Uppföljningen till och med {month_name(plan.year, through)} är fastställd."
            " Det som är genomfört till dess kan inte ändras."
        )
    struck_on = follow_up.control.struck_on
    if follow_up.is_pending and struck_on is not None and struck_on <= last_day(plan.year, follow_up.month):
        return (
            f"Kontrollen utgår från {struck_on:%Y-%m-%d} och ska inte göras i {MONTHS[follow_up.month - 1]}."
        )
    return ""


def _check(stored: FollowUp, wanted: _Found, before: _Found, items: list[CountedItem]) -> None:
    _check_result(stored, wanted)
    for name, text in (("text", wanted.text), ("reason", wanted.reason)):
        if len(text) > MOST_CHARACTERS:
            raise ControlRefused(f"Texten är {len(text)} tecken. Den får vara högst {MOST_CHARACTERS}.", name)
    _check_counts(wanted.counts, items)
    if wanted.is_partly_unknown and wanted.counts != before.counts:
        raise ControlRefused(
            "Några antal är skyddade och finns inte här. Lämna antalen som de är, eller skriv alla på nytt."
        )
    for name, number in (("sample_size", wanted.sample_size), ("deviations", wanted.deviations)):
        if number is not None and not 0 <= number <= MOST_COUNTED:
            raise ControlRefused(NOT_A_COUNT, "" if items else name)
    if (
        wanted.deviations is not None
        and wanted.sample_size is not None
        and wanted.deviations > wanted.sample_size
    ):
        raise ControlRefused(
            "Avvikelserna kan inte vara fler än de granskade.",
            "deviations",
        )
    _check_agreement(wanted)


def _check_result(stored: FollowUp, wanted: _Found) -> None:
    year = stored.control.plan.year
    if wanted.result not in Result.values or not wanted.result:
        raise ControlRefused("Välj ett resultat.", "result")
    if wanted.done_on is None:
        raise ControlRefused("Skriv vilken dag kontrollen gjordes.", "done_on")
    if wanted.done_on > timezone.localdate():
        raise ControlRefused("Dagen kan inte ligga i framtiden.", "done_on")
    if wanted.done_on.year < year:
        raise ControlRefused(
            f"Kontrollen hör till {year} års plan och kan inte ha gjorts före {year}-01-01.", "done_on"
        )


def _check_counts(counts: Mapping[str, int | None], items: list[CountedItem]) -> None:
    parents = {item.parent_id for item in items if item.parent_id}
    leaves = [item for item in items if item.pk not in parents]
    unknown = sorted(counts.keys() - {item.code for item in leaves})
    if unknown:
        raise ControlRefused(
            "Det som räknas i kontrollen har ändrats medan du skrev. Se över antalen och spara igen."
        )
    for item in leaves:
        field = COUNT_FIELD.format(item.code)
        if counts and item.code not in counts:
            raise ControlRefused("Skriv ett antal också här, 0 om det inte var några.", field)
        count = counts.get(item.code)
        if count is not None and not 0 <= count <= MOST_COUNTED:
            raise ControlRefused(NOT_A_COUNT, field)


def _check_agreement(wanted: _Found) -> None:
    """That the result, the numbers and the texts do not contradict each other."""
    if wanted.result == Result.NOT_DONE:
        if not wanted.reason:
            raise ControlRefused("Skriv varför kontrollen inte genomfördes.", "reason")
        if wanted.sample_size is not None or wanted.deviations is not None:
            raise ControlRefused(
                "Det finns antal ifyllda. Ta bort dem, eller välj ett annat resultat än ”Ej genomförd”.",
                "result",
            )
    elif wanted.reason:
        raise ControlRefused(
            "Skälet hör till en kontroll som inte genomfördes. Välj ”Ej genomförd”, eller flytta det till texten.",
            "reason",
        )
    if wanted.result == Result.NO_DEVIATION and wanted.deviations:
        raise ControlRefused(
            "Det finns avvikelser i antalen. Välj mindre eller större avvikelse, eller rätta antalen.",
            "result",
        )
    if wanted.result in DEVIATIONS and wanted.deviations == 0:
        raise ControlRefused("Resultatet är en avvikelse, men antalet avvikelser är 0.", "deviations")
    if wanted.result in DEVIATIONS and not wanted.text:
        raise ControlRefused("Beskriv avvikelsen.", "text")


def _found(stored: FollowUp) -> _Found:
    counts = dict(stored.counts.values_list("item__code", "count"))
    return _Found(
        stored.result,
        stored.done_on,
        stored.sample_size,
        stored.deviations,
        stored.text,
        stored.reason,
        counts,
    )
