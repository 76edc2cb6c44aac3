"""What the page is told after a card was saved while one types: plain values for JSON."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from goals.follow_up_cards import Card, ValueField


def clock(at: datetime) -> str:
    """'14.32'."""
    return f"{localtime(at):%H.%M}"


def day_and_clock(at: datetime) -> str:
    """'3 september kl. 14.32'."""
    return f"{date_format(localtime(at), 'j F')} kl. {clock(at)}"


def answer_of(card: Card, now: datetime) -> dict[str, Any]:
    """errors are by name of field, as they were typed. missing is in words, '' where the card is done."""
    return {
        "saved": clock(now),
        "version": card.version,
        "missing": card.missing.in_words,
        "proposed": card.proposed.pk if card.proposed else None,
        "proposal": card.proposal.why if card.proposal else "",
        "proposed_label": card.proposal_label,
        "values": {
            each.code: {
                "version": each.version,
                "suppressed": each.is_suppressed,
                "theirs": each.theirs,
            }
            for each in card.fields
        },
        "errors": {
            **card.errors,
            **{name: message for each in card.fields for name, message in _named(each).items()},
        },
        "conflict": _conflict(card),
    }


_SHORT = {"text": "v", "answers": "a", "response_rate": "r", "note": "n"}


def _named(each: ValueField) -> dict[str, str]:
    return {f"{_SHORT.get(name, 'v')}-{each.code}": message for name, message in each.errors.items()}


def _conflict(card: Card) -> dict[str, Any] | None:
    theirs = card.conflict
    if theirs is None:
        return None
    return {
        "by": theirs.by,
        "at": day_and_clock(theirs.at),
        "level": theirs.level.pk if theirs.level else None,
        "level_label": theirs.level.label if theirs.level else "",
        "text": theirs.text,
        "measures": theirs.measures,
        "reason": theirs.reason,
        "version": theirs.version,
    }
