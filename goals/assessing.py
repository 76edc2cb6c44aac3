"""Assessing: the level and the texts that a unit writes about a goal, an assignment or an indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from goals.models import (
    Assessment,
    AssessmentLevel,
    AssessmentScale,
    Assignment,
    Goal,
    Indicator,
    People,
    ReplacedAssessment,
)
from organisation.audit import record_again
from organisation.models import Unit
from organisation.periods import month_name, require_open
from organisation.refusing import FieldRefused
from organisation.typed_texts import tidied

MOST_CHARACTERS = 20_000
REASON_LENGTH = 300
# Within a sitting one's own earlier words are not kept: each pause in the typing is a save.
SITTING = timedelta(hours=1)

Subject = Goal | Assignment | Indicator

_ACTIONS = {"goal": "följde upp mål", "assignment": "följde upp uppdrag", "indicator": "följde upp mått"}


class AssessmentRefused(FieldRefused):
    """An assessment that cannot be saved. field is level, reason, text or measures, or empty."""


class AssessmentConflict(AssessmentRefused):
    """Somebody saved the same assessment since the writer began. current is what it says now."""

    def __init__(self, current: Assessment) -> None:
        super().__init__(
            f"{current.changed_by} har sparat här sedan du började skriva. Ingenting har skrivits över."
        )
        self.current = current


@dataclass(frozen=True)
class _Words:
    level_id: int | None
    text: str
    measures: str
    reason: str


def kind_of(subject: Subject) -> str:
    """goal, assignment or indicator: the name of the assessment's own field for it."""
    return {Goal: "goal", Assignment: "assignment", Indicator: "indicator"}[type(subject)]


def scale_of(subject: Subject) -> AssessmentScale | None:
    """The scale that it is assessed on; None if it is written about without a level."""
    return subject.level.scale if isinstance(subject, Goal) else subject.scale


@transaction.atomic
def assess(
    *,
    subject: Subject,
    unit: Unit,
    year: int,
    month: int,
    level: AssessmentLevel | None,
    text: str,
    measures: str = "",
    reason: str = "",
    proposed: AssessmentLevel | None = None,
    version: int | None,
    by: Any,
) -> Assessment:
    """Save what a unit says about the subject after the period that ends with month.

    version is the assessment's when the writer began, None if there was none. A level that differs from the
    proposed one demands a reason. What is already saved in the same words is returned as it is, whichever
    version it has: whoever sends a second time because the answer was lost has no conflict.
    Raises AssessmentConflict, AssessmentRefused or MonthClosed, and then nothing is changed.
    """
    # Takes the committee's row: of two who save at once, the second sees what the first saved.
    require_open(subject.committee, [(year, month)])
    wanted = _Words(level.pk if level else None, tidied(text), tidied(measures), tidied(reason))
    stored = (
        Assessment.objects.filter(**{kind_of(subject): subject}, unit=unit, year=year, month=month)
        .select_related("level")
        .first()
    )
    if stored is not None and wanted == _words(stored):
        return stored
    if stored is not None and stored.version != version:
        raise AssessmentConflict(stored)
    if stored is None and not type(subject)._default_manager.filter(pk=subject.pk).exists():
        raise AssessmentRefused("Det här finns inte längre: någon annan har tagit bort det.")
    _check_place(subject, unit, year)
    _check_words(wanted)
    _check_scale(scale_of(subject), [level, proposed], stored)
    _check_reason(level, proposed, wanted.reason)
    if stored is None and wanted == _Words(None, "", "", ""):
        raise AssessmentRefused("Det finns ingenting att spara än.")
    now, who = timezone.now(), str(by)[:150]
    if stored is not None:
        _keep(stored, now, who)
    saved = stored or Assessment(**{kind_of(subject): subject}, unit=unit, year=year, month=month, version=0)
    saved.level, saved.proposed, saved.reason = level, proposed, wanted.reason
    saved.text, saved.measures = wanted.text, wanted.measures
    saved.version += 1
    saved.changed_at, saved.changed_by = now, who
    saved.save()
    record_again(
        by=by,
        action=_ACTIONS[kind_of(subject)],
        committee=subject.committee,
        subject=f"{unit}: {subject}",
        code=subject.code,
        unit=unit.code,
        period=month_name(year, month),
        # Beside the target it may tell a hidden value: the log is read by more people than small numbers are.
        level="" if level is None or _may_be_hidden(subject) else level.label,
        version=saved.version,
    )
    return saved


def _may_be_hidden(subject: Subject) -> bool:
    return isinstance(subject, Indicator) and subject.people != People.NONE and not subject.is_cleared


def _words(stored: Assessment) -> _Words:
    return _Words(stored.level_id, stored.text, stored.measures, stored.reason)


def _check_place(subject: Subject, unit: Unit, year: int) -> None:
    if unit.committee_id != subject.committee_id:
        raise AssessmentRefused("Enheten hör till en annan nämnd.")
    if isinstance(subject, Goal) and subject.year != year:
        raise AssessmentRefused(f"Målet gäller {subject.year} och följs inte upp {year}.")
    if isinstance(subject, Indicator) and not subject.is_valid_in(year):
        raise AssessmentRefused(f"Måttet gäller inte {year}.")


def _check_words(wanted: _Words) -> None:
    for field, text in (("text", wanted.text), ("measures", wanted.measures)):
        if len(text) > MOST_CHARACTERS:
            raise AssessmentRefused(
                f"Texten är {len(text)} tecken. Den får vara högst {MOST_CHARACTERS}.", field
            )
    if len(wanted.reason) > REASON_LENGTH:
        raise AssessmentRefused(
            f"Skälet är {len(wanted.reason)} tecken. Det får vara högst {REASON_LENGTH}.", "reason"
        )


def _check_scale(
    scale: AssessmentScale | None, levels: Sequence[AssessmentLevel | None], stored: Assessment | None
) -> None:
    """A level that is chosen is of the scale that is used now; one that was chosen on another may stand."""
    standing = {stored.level_id, stored.proposed_id} if stored else set()
    for each in levels:
        if each is None or each.pk in standing:
            continue
        if scale is None or each.scale_id != scale.pk:
            raise AssessmentRefused(f"”{each.label}” hör till en annan skala.", "level")


def _check_reason(level: AssessmentLevel | None, proposed: AssessmentLevel | None, reason: str) -> None:
    if level is None or proposed is None or level == proposed:
        return
    # Leaving something unassessed contradicts no proposal, and neither does a proposal to leave it so.
    if level.is_assessed and proposed.is_assessed and not reason:
        raise AssessmentRefused(
            f"Bedömningen skiljer sig från förslaget, ”{proposed.label}”. Skriv varför.", "reason"
        )


def _keep(stored: Assessment, now: datetime, who: str) -> None:
    """Keep what is replaced, if it is somebody else's or from an earlier sitting, and if there is anything in it."""
    is_own = stored.changed_by == who and now - stored.changed_at <= SITTING
    if is_own or not (stored.text or stored.measures or stored.level_id):
        return
    ReplacedAssessment.objects.create(
        assessment=stored,
        version=stored.version,
        level=stored.level,
        text=stored.text,
        measures=stored.measures,
        changed_at=stored.changed_at,
        changed_by=stored.changed_by,
    )
