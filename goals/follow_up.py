"""All that a unit is to write after a period, with what was written and measured before: one page's contents."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from goals.duties import Duty, SubjectKey, Subjects, subjects_due
from goals.follow_up_cards import Card, Earlier
from goals.follow_up_facts import facts_of, title_of
from goals.follow_up_periods import period_name
from goals.follow_up_state import CellKey, Count, Said, missing, said_by
from goals.follow_up_values import (
    Asked,
    Values,
    earlier_values,
    fields_of,
    summed_fact,
    values_of_period,
)
from goals.follow_up_written import AllWritten, Written, newest_notes, written_by
from goals.fulfilment import NOT_ASSESSED, Proposal
from goals.measured import Key, Measured, SmallSeen, sees_small
from goals.models import AssessmentLevel, Goal, Indicator
from goals.proposals import (
    aimed,
    changing,
    linked_indicators,
    proposal_for_goal,
    targets_for,
    values_of_units,
)
from organisation.models import Committee, Unit

OTHER_THEME = "Övriga mått"
# So many indicators are shown at once. Of more, those of one theme are, and so many of them.
FEW = 20

Levels = Mapping[int, Sequence[AssessmentLevel]]


@dataclass(frozen=True)
class Theme:
    """Indicators that stand together on the page. cards are empty where it is folded."""

    number: int
    name: str
    count: Count
    cards: Sequence[Card] = ()

    @property
    def key(self) -> str:
        return f"tema-{self.number}"

    @property
    def left_in_words(self) -> str:
        return f"{self.count.left} mått" if self.count.left else ""


@dataclass(frozen=True)
class FollowUp:
    """The cards of a unit after a period, in the order that they are written in; count is of those folded too."""

    unit: Unit
    year: int
    month: int
    cards: Sequence[Card]
    themes: Sequence[Theme]
    count: Count
    # Whether themes may be folded, so that what is left is told by theme.
    is_long: bool

    @property
    def goals(self) -> list[Card]:
        return [card for card in self.cards if card.kind == "goal"]

    @property
    def assignments(self) -> list[Card]:
        return [card for card in self.cards if card.kind == "assignment"]

    @property
    def listed(self) -> list[Card]:
        """The cards that are listed one by one among what is left."""
        return [card for card in self.cards if not (self.is_long and card.kind == "indicator")]

    @property
    def faulty(self) -> list[Card]:
        return [card for card in self.cards if card.errors or card.conflict or card.has_faulty_values]

    def with_cards(self, cards: Sequence[Card]) -> "FollowUp":
        """The same page with some of its cards as they came out of being saved."""
        saved = {card.key: card for card in cards}
        themes = [
            replace(theme, cards=[saved.get(card.key, card) for card in theme.cards]) for theme in self.themes
        ]
        return replace(self, cards=[saved.get(card.key, card) for card in self.cards], themes=themes)


def follow_up_of(
    *,
    committee: Committee,
    unit: Unit,
    year: int,
    month: int,
    may_see_small: SmallSeen = False,
    may_write: bool = True,
    theme: int | None = None,
    only: str | None = None,
) -> FollowUp:
    """A fixed number of queries.

    theme is the number of the theme that is unfolded where there are many indicators; without one it is the first
    that is not done. only is the key of a card ('goal-12'), where no more than that one is wanted. Who may not write is
    not told how a hidden value was assessed.
    """
    subjects = subjects_due(committee, year, month, unit)
    of_unit = subjects.duties_of(unit)
    every = [duty for duty in of_unit if only in (None, key_of(duty))]
    measures = _measures(subjects, unit, every, of_unit, may_see_small)
    is_done = _done(every, unit, year, month, measures.values)
    folded = _themes(subjects, every, is_done)
    is_long = sum(len(of_theme) for _, of_theme in folded) > FEW
    opened = _opened(folded, is_done, theme) if is_long else None
    shown = {
        duty.key
        for number, (_, of_theme) in enumerate(folded, 1)
        for duty in of_theme
        if opened in (None, number)
    }
    duties = [duty for duty in every if duty.kind != "indicator" or duty.key in shown]
    cards = _cards(subjects, unit, duties, measures, may_see_small, may_write=may_write)
    by_key = {card.duty.key: card for card in cards}
    themes = [
        Theme(
            number,
            name,
            _count(of_theme, is_done),
            [by_key[duty.key] for duty in of_theme] if opened in (None, number) else (),
        )
        for number, (name, of_theme) in enumerate(folded, 1)
    ]
    return FollowUp(unit, year, month, cards, themes, _count(every, is_done), is_long)


@dataclass(frozen=True)
class _Measures:
    """What the unit's indicators and goals are judged by: asked by indicator, goals with their indicators.

    values are those of the period. What the units' values are summed up to nobody enters, but the committee's own
    goals are judged by it.
    """

    asked: Mapping[int, Asked]
    of_goals: Mapping[int, Sequence[int]]
    values: dict[Key, Measured]


def _measures(
    subjects: Subjects, unit: Unit, duties: Sequence[Duty], of_unit: Sequence[Duty], may_see_small: SmallSeen
) -> _Measures:
    """For the duties; of_unit is everything that the unit is to do, which goals' proposals are made from. Two queries."""
    of_goals = linked_indicators([duty.subject_id for duty in duties if duty.kind == "goal"])
    judging = {pk for pks in of_goals.values() for pk in pks}
    wanted = judging | {duty.subject_id for duty in duties if duty.kind == "indicator"}
    measuring = {
        duty.subject_id: duty for duty in of_unit if duty.kind == "indicator" and duty.subject_id in wanted
    }
    if unit.parent_id is None:
        judged = (each for each in subjects.indicators if each.pk in judging)
        measuring = {each.pk: subjects.duty_of(unit, each) for each in judged} | measuring
    asked = {pk: _asked(subjects, duty) for pk, duty in measuring.items()}
    values = values_of_period(list(asked.values()), unit, subjects.year, subjects.month, may_see_small)
    return _Measures(asked, of_goals, values)


def _done(
    duties: Sequence[Duty], unit: Unit, year: int, month: int, values: Values
) -> dict[SubjectKey, bool]:
    """Whether each is done. One query."""
    if not duties:
        return {}
    said, _ = said_by([unit.pk], year, month)
    measured: dict[int, set[CellKey]] = defaultdict(set)
    for key in values:
        measured[key.indicator_id].add((key.part, key.gender, key.span))
    return {
        duty.key: not missing(duty, said.get((unit.pk, duty.key), Said()), measured.get(duty.subject_id, ()))
        for duty in duties
    }


def _count(duties: Sequence[Duty], is_done: Mapping[SubjectKey, bool]) -> Count:
    return Count(sum(is_done[duty.key] for duty in duties), len(duties))


def _themes(
    subjects: Subjects, duties: Sequence[Duty], is_done: Mapping[SubjectKey, bool]
) -> list[tuple[str, list[Duty]]]:
    """Names and indicators, in the order in which the themes first come; a long theme is several."""
    by_theme: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        if isinstance(subject := subjects.subject(duty), Indicator):
            by_theme[subject.theme or OTHER_THEME].append(duty)
    found = []
    for name, of_theme in by_theme.items():
        if len(of_theme) <= FEW:
            found.append((name, of_theme))
            continue
        for first in range(0, len(of_theme), FEW):
            chunk = of_theme[first : first + FEW]
            found.append((f"{name} {first + 1}–{first + len(chunk)}", chunk))
    return found


def _opened(
    themes: Sequence[tuple[str, Sequence[Duty]]], is_done: Mapping[SubjectKey, bool], wanted: int | None
) -> int:
    """The number of the theme that is unfolded: the one that is wanted, else the first that is not done; 0 is none."""
    if wanted is not None:
        return wanted
    left = (
        number
        for number, (_, duties) in enumerate(themes, 1)
        if not all(is_done[duty.key] for duty in duties)
    )
    return next(left, 0)


def _cards(
    subjects: Subjects,
    unit: Unit,
    duties: Sequence[Duty],
    measures: _Measures,
    may_see_small: SmallSeen,
    *,
    may_write: bool,
) -> list[Card]:
    year, of_goals = subjects.year, measures.of_goals
    on_page = {duty.subject_id for duty in duties if duty.kind == "indicator"}
    judging = on_page.union(*of_goals.values())
    asked = {pk: each for pk, each in measures.asked.items() if pk in judging}
    shown = [each for pk, each in asked.items() if pk in on_page]
    targets = targets_for(asked, unit, subjects.root, year)
    values = measures.values | earlier_values(
        shown, changing(asked.values(), targets), unit, year, may_see_small
    )
    of_units = values_of_units(unit, year, targets, may_see_small)
    aims = {pk: aimed(each, unit, year, targets, values, of_units) for pk, each in asked.items()}
    proposals = {pk: aim.proposal for pk, aim in aims.items()}
    is_outside = not may_write and not sees_small(may_see_small, unit.pk)
    written = written_by(unit, subjects, duties, is_outside=is_outside)
    notes = newest_notes([duty.subject_id for duty in duties if duty.kind == "assignment"])
    levels = _levels(unit.committee_id)
    cards = []
    for duty in duties:
        card = _card(subjects, duty, levels, written)
        if duty.kind == "indicator":
            card.fields = fields_of(asked[duty.subject_id], unit, year, values)
            card.facts = (*card.facts, *summed_fact(asked[duty.subject_id], unit, year, values))
            card.target = aims[duty.subject_id].target
            _propose(card, proposals[duty.subject_id])
        elif duty.kind == "assignment":
            card.notes = notes[duty.subject_id]
        else:
            _propose(card, proposal_for_goal(of_goals.get(duty.subject_id, ()), proposals))
        _see_what_is_missing(card)
        cards.append(card)
    return cards


def _propose(card: Card, proposal: Proposal | None) -> None:
    """The level of the card's scale that means what is proposed. What was once saved as proposed gives way."""
    card.proposal = proposal if card.levels else None
    meaning = card.proposal.meaning if card.proposal else NOT_ASSESSED
    card.proposed = next(
        (level for level in card.levels if level.meaning == meaning and level.is_assessed), None
    )


def key_of(duty: Duty) -> str:
    return f"{duty.kind}-{duty.subject_id}"


def _asked(subjects: Subjects, duty: Duty) -> Asked:
    indicator = subjects.subject(duty)
    assert isinstance(indicator, Indicator)  # noqa: S101
    return Asked(duty, indicator, subjects.parts.get(indicator.pk, ()))


def _levels(committee_id: int) -> dict[int, list[AssessmentLevel]]:
    """By scale."""
    found: dict[int, list[AssessmentLevel]] = defaultdict(list)
    for level in AssessmentLevel.objects.filter(scale__committee=committee_id).order_by("position", "pk"):
        found[level.scale_id].append(level)
    return found


def _card(subjects: Subjects, duty: Duty, levels: Levels, written: AllWritten) -> Card:
    subject = subjects.subject(duty)
    card = Card(key_of(duty), duty, subject, title_of(subject), facts_of(subject))
    scale_id = subject.level.scale_id if isinstance(subject, Goal) else subject.scale_id
    card.levels = levels.get(scale_id, ()) if scale_id is not None else ()
    now = written.now.get(duty.key)
    if now is not None:
        card.level, card.proposed_then = (_level(levels, pk) for pk in (now.level_id, now.proposed_id))
        card.kept = card.level if card.level not in card.levels else None
        card.text, card.measures, card.reason = now.text, now.measures, now.reason
        card.version, card.changed_at, card.changed_by = now.version, now.changed_at, now.changed_by
        card.formers = written.formers.get(now.pk, ())
    before = written.earlier.get(duty.key)
    if before is None and isinstance(subject, Goal) and subject.predecessor_id is not None:
        before = written.earlier.get(("goal", subject.predecessor_id))
    if before is not None and (before.level_id or before.text or before.measures):
        card.earlier = _earlier(before, levels)
    return card


def _level(levels: Levels, pk: int | None) -> AssessmentLevel | None:
    """Of whichever scale it is: what has been judged stands, also when another scale is used now."""
    every = (level for of_scale in levels.values() for level in of_scale)
    return next((level for level in every if level.pk == pk), None) if pk else None


def _earlier(before: Written, levels: Levels) -> Earlier:
    level = _level(levels, before.level_id)
    return Earlier(period_name(before.year, before.month), level, before.text, before.measures)


def _see_what_is_missing(card: Card) -> None:
    measured = {
        (field.cell.part, field.cell.gender, field.cell.span) for field in card.fields if field.version
    }
    card.missing = missing(card.duty, Said(card.level is not None, bool(card.text)), measured)
