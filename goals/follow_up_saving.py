"""Saving what a unit writes, one card at a time: what can be saved is, and what cannot is said where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goals.assessing import AssessmentConflict, AssessmentRefused, assess
from goals.follow_up import follow_up_of
from goals.follow_up_cards import Card, Conflict, ValueField
from goals.measured import SmallSeen
from goals.measuring import Entry, MeasurementsRefused, record_measurements
from goals.models import Assessment, AssessmentLevel, ReplacedAssessment
from organisation.addresses import whole_number
from organisation.models import Committee, Unit

# What is typed on a card, by the name of the field: level, text, measures, reason, version, and of each value
# v-, a-, r- and n- with its code (value, answers, response rate, note) and seen- with the version it was typed over.
Typed = Mapping[str, str]
_VALUE_FIELDS = {"text": "v", "answers": "a", "response_rate": "r", "note": "n"}
_WORDS = ("text", "measures", "reason")
SCALE_CHANGED = (
    "Bedömningsskalan har bytts medan du skrev. Kopiera din text, ladda om sidan och välj på nytt."
)


class CardGone(LookupError):
    """The unit does not follow this up after the period any more. The message is Swedish and fit for the user."""


@dataclass(frozen=True)
class Place:
    """Where a card is: whose it is and after which period."""

    committee: Committee
    unit: Unit
    year: int
    month: int
    may_see_small: SmallSeen = False

    def card(self, key: str) -> Card:
        found = follow_up_of(
            committee=self.committee,
            unit=self.unit,
            year=self.year,
            month=self.month,
            may_see_small=self.may_see_small,
            only=key,
        ).cards
        if not found:
            raise CardGone(
                "Det här följs inte längre upp av enheten för perioden. Kopiera din text och ladda om sidan."
            )
        return found[0]


def save_card(*, place: Place, key: str, typed: Typed, by: Any) -> Card:
    """The card as it stands afterwards, with what was typed in what could not be saved, and why.

    Each value, and the words, are saved by themselves: a value that cannot be read keeps none of the others.
    Raises CardGone or MonthClosed, and then nothing is changed.
    """
    card = place.card(key)
    errors = _save_values(place, card, typed, by)
    if card.fields:
        # What is proposed follows from the values that have just been saved.
        card = place.card(key)
        for each in card.fields:
            each.errors = errors.get(each.code, {})
            if each.errors:
                each.theirs = each.text if "version" in each.errors else ""
                _keep_typed_value(each, typed)
    return _save_words(place, card, typed, by)


def changes(card: Card, typed: Typed) -> bool:
    """Whether anything that was typed differs from what the card has stored."""
    return _differing_words(card, typed) or any(_is_changed(each, typed) for each in card.fields)


def with_typed(card: Card, typed: Typed) -> Card:
    """The card with everything that was typed in it, where nothing could be saved."""
    for each in card.fields:
        _keep_typed_value(each, typed)
    words = {name: typed.get(name, getattr(card, name)) for name in _WORDS}
    return _keep_typed_words(card, words, _chosen_level(card, typed))


def brought_back(*, place: Place, pk: int, typed: Typed) -> tuple[str, dict[str, str]]:
    """The key of the card that a replaced text belongs to, and what was typed there with that text in its place."""
    rows = ReplacedAssessment.objects.filter(
        assessment__unit=place.unit, assessment__year=place.year, assessment__month=place.month, pk=pk
    ).select_related("assessment")
    former = rows.first()
    if former is None:
        raise CardGone("Den texten finns inte längre.")
    key = _key_of(former.assessment)
    return key, {**typed, "text": former.text, "measures": former.measures}


def joined(*, place: Place, key: str, typed: Typed) -> dict[str, str]:
    """What was typed, with what is stored after it where the two differ."""
    card = place.card(key)
    both = dict(typed)
    for name in ("text", "measures"):
        mine, theirs = typed.get(name, "").strip(), getattr(card, name)
        both[name] = mine if mine == theirs else f"{mine}\n\n{theirs}".strip()
    return both


def _key_of(assessment: Assessment) -> str:
    for kind in ("goal", "assignment"):
        pk = getattr(assessment, f"{kind}_id")
        if pk is not None:
            return f"{kind}-{pk}"
    return f"indicator-{assessment.indicator_id}"


def _save_values(place: Place, card: Card, typed: Typed, by: Any) -> dict[str, dict[str, str]]:
    """Messages by the value's code and field; 'version' where somebody else was first."""
    left = {each.code: _entry(place, card, each, typed) for each in card.fields if _is_changed(each, typed)}
    errors: dict[str, dict[str, str]] = {}
    while left:
        codes = list(left)
        try:
            record_measurements(committee=place.committee, entries=list(left.values()), by=by)
        except MeasurementsRefused as refused:
            for error in refused.errors:
                errors.setdefault(codes[error.index], {}).setdefault(error.field, error.message)
                left.pop(codes[error.index], None)
        else:
            break
    return errors


def _entry(place: Place, card: Card, each: ValueField, typed: Typed) -> Entry:
    now = _stored_texts(each)
    given = {name: typed.get(f"{short}-{each.code}", now[name]) for name, short in _VALUE_FIELDS.items()}
    seen = whole_number(typed.get(f"seen-{each.code}", str(each.version)))
    return Entry(
        indicator_id=card.duty.subject_id,
        unit_id=place.unit.pk,
        part=each.cell.part,
        gender=each.cell.gender,
        year=place.year,
        span=each.cell.span,
        month=each.cell.month,
        version=seen or 0,
        **given,
    )


def _stored_texts(each: ValueField) -> dict[str, str]:
    return {"text": each.text, "answers": each.answers, "response_rate": each.rate, "note": each.note}


def _is_changed(each: ValueField, typed: Typed) -> bool:
    if each.is_locked:
        return False
    now = _stored_texts(each)
    return any(
        typed.get(f"{short}-{each.code}", now[name]).strip() != now[name]
        for name, short in _VALUE_FIELDS.items()
    )


def _keep_typed_value(each: ValueField, typed: Typed) -> None:
    each.text = typed.get(f"v-{each.code}", each.text)
    each.answers = typed.get(f"a-{each.code}", each.answers)
    each.rate = typed.get(f"r-{each.code}", each.rate)
    each.note = typed.get(f"n-{each.code}", each.note)


def _save_words(place: Place, card: Card, typed: Typed, by: Any) -> Card:
    if not _differing_words(card, typed):
        return card
    level = _chosen_level(card, typed)
    words = {name: typed.get(name, getattr(card, name)) for name in _WORDS}
    if level is None and typed.get("level"):
        card.errors["level"] = SCALE_CHANGED
        return _keep_typed_words(card, words, card.level)
    given: dict[str, Any] = {
        "subject": card.subject,
        "unit": place.unit,
        "year": place.year,
        "month": place.month,
        # A level that is left as it is answers to what was proposed when it was chosen.
        "proposed": card.proposed_then if level == card.level else card.proposed,
        "version": whole_number(typed.get("version", "")),
        "by": by,
    }
    try:
        assess(**given, **words, level=level)
    except AssessmentConflict as conflict:
        current = conflict.current
        card.conflict = Conflict(
            current.changed_by,
            current.changed_at,
            current.level,
            current.text,
            current.measures,
            current.reason,
            current.version,
        )
        return _keep_typed_words(card, words, level)
    except AssessmentRefused as refused:
        # A level that still lacks its reason keeps no text from being saved.
        if refused.field == "reason" and (words["text"], words["measures"]) != (card.text, card.measures):
            as_before = {"reason": card.reason, "level": card.level, "proposed": card.proposed_then}
            assess(**{**given, **words, **as_before})
            card = place.card(card.key)
        card.errors[refused.field or "text"] = str(refused)
        return _keep_typed_words(card, words, level)
    return _with_value_errors(place.card(card.key), card)


def _differing_words(card: Card, typed: Typed) -> bool:
    level = _chosen_level(card, typed)
    return level != card.level or any(
        typed[name].replace("\r\n", "\n").strip() != getattr(card, name) for name in _WORDS if name in typed
    )


def _chosen_level(card: Card, typed: Typed) -> AssessmentLevel | None:
    if "level" not in typed:
        return card.level
    return next((level for level in card.offered if str(level.pk) == typed["level"]), None)


def _keep_typed_words(card: Card, words: Mapping[str, str], level: AssessmentLevel | None) -> Card:
    card.text, card.measures, card.reason = words["text"], words["measures"], words["reason"]
    card.level = level
    return card


def _with_value_errors(card: Card, before: Card) -> Card:
    card.fields = before.fields
    return card
