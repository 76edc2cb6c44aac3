"""Taking back what was recorded at an occasion by mistake: for another month, or at another control."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from internal_control.following_up import locked_occasion, settled
from internal_control.models import FollowUp, Result
from internal_control.recording import record_at
from internal_control.refusing import ControlRefused
from organisation.periods import MONTHS

# What goes. Each is again what it is before anything is recorded.
_RECORDED = (
    "result",
    "done_on",
    "done_by",
    "sample_size",
    "deviations",
    "sample_size_withheld",
    "deviations_withheld",
    "text",
    "reason",
)


@transaction.atomic
def set_back(*, follow_up: FollowUp, version: int, by: Any) -> FollowUp:
    """Let the occasion be without a result again. What was written stays in the log; numbers do not, for they may be
    about few people.

    version is the occasion's when the page was opened. Raises ControlRefused; then nothing is changed.
    """
    stored = locked_occasion(follow_up)
    if why := standing_in_the_way(stored):
        raise ControlRefused(why)
    if stored.version != version:
        raise ControlRefused(
            f"{stored.changed_by or 'Någon annan'} har sparat här sedan du öppnade sidan."
            " Läs det som står nu, och ångra igen om det ändå ska bort."
        )
    before, untouched = _written(stored), FollowUp()
    for name in _RECORDED:
        setattr(stored, name, getattr(untouched, name))
    stored.version += 1
    stored.changed_at, stored.changed_by = timezone.now(), str(by)[:150]
    stored.save()
    stored.counts.all().delete()
    record_at(stored, "ångrade utförd kontroll", by, version=stored.version, before=before)
    return stored


def standing_in_the_way(follow_up: FollowUp) -> str:
    """Why what is recorded cannot be taken back, as sentences; '' if it can."""
    if follow_up.is_pending:
        month = MONTHS[follow_up.month - 1]
        return f"Kontrollen i {month} är inte genomförd än, så det finns inget att ångra."
    if why := settled(follow_up):
        return why
    return " ".join(why for why in (_measures(follow_up), _evidence(follow_up)) if why)


def set_back_words(follow_up: FollowUp) -> str:
    """What is said to whoever has set the occasion back."""
    # A control that was struck by then is not to be carried out after all.
    then = settled(follow_up) or f"Kontrollen i {MONTHS[follow_up.month - 1]} är åter att göra."
    return f"Registreringen är ångrad. {then}"


def _measures(follow_up: FollowUp) -> str:
    year = follow_up.control.plan.year
    rows = follow_up.measures.order_by("plan__year", "code").values_list("plan__year", "code")
    codes = [code if of_year == year else f"{code} ({of_year})" for of_year, code in rows]
    if not codes:
        return ""
    if len(codes) == 1:
        decided, them = f"Åtgärden {codes[0]} är beslutad", "åtgärden"
    else:
        decided, them = f"Åtgärderna {', '.join(codes[:-1])} och {codes[-1]} är beslutade", "åtgärderna"
    return (
        f"{decided} på grund av det som är registrerat."
        f" Rätta registreringen i stället, eller ta bort {them} först."
    )


def _evidence(follow_up: FollowUp) -> str:
    files = follow_up.evidence.count()
    if not files:
        return ""
    added, them = (
        ("Ett underlag är tillagt", "det") if files == 1 else (f"{files} underlag är tillagda", "dem")
    )
    return f"{added}. Ta bort {them} först, så att ingen fil försvinner obemärkt."


def _written(stored: FollowUp) -> dict[str, str]:
    """What is said of the occasion, for the log."""
    texts = {name: text for name in ("text", "reason") if (text := str(getattr(stored, name)))}
    return {
        **texts,
        "result": str(Result(stored.result).label),
        "dag": f"{stored.done_on:%Y-%m-%d}",
        "genomförd av": stored.done_by,
    }
