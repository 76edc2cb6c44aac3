"""All that a unit is to write after a period, with what was written and measured before: one page's contents."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goals.duties import Duty, Subjects, subjects_due
from goals.follow_up_cards import Card, Earlier
from goals.follow_up_facts import facts_of, title_of
from goals.follow_up_periods import period_name
from goals.follow_up_state import Count, Said, missing
from goals.follow_up_values import Asked, fields_of, values_for
from goals.follow_up_written import AllWritten, Written, written_by
from goals.fulfilment import NOT_ASSESSED, Proposal
from goals.measured import SmallSeen
from goals.models import AssessmentLevel, Goal, Indicator
from goals.proposals import aimed, linked_indicators, proposal_for_goal, targets_for
from organisation.models import Committee, Unit

OTHER_THEME = "Övriga mått"
# So many indicators are shown at once; of more, the themes are folded.
FEW = 20

Levels = Mapping[int, Sequence[AssessmentLevel]]


@dataclass(frozen=True)
class Theme:
    """Indicators that stand together on the page."""

    name: str
    cards: Sequence[Card]
    # Whether it is unfolded from the start.
    opens: bool

    @property
    def count(self) -> Count:
        return _count(self.cards)


@dataclass(frozen=True)
class FollowUp:
    """The cards of a unit after a period, in the order that they are written in."""

    unit: Unit
    year: int
    month: int
    cards: Sequence[Card]

    @property
    def count(self) -> Count:
        return _count(self.cards)

    @property
    def missing(self) -> list[Card]:
        return [card for card in self.cards if not card.is_done]

    @property
    def goals(self) -> list[Card]:
        return [card for card in self.cards if card.kind == "goal"]

    @property
    def assignments(self) -> list[Card]:
        return [card for card in self.cards if card.kind == "assignment"]

    @property
    def themes(self) -> list[Theme]:
        """In the order in which their first indicators come."""
        by_theme: dict[str, list[Card]] = defaultdict(list)
        for card in self.cards:
            if isinstance(card.subject, Indicator):
                by_theme[card.subject.theme or OTHER_THEME].append(card)
        few = sum(len(cards) for cards in by_theme.values()) <= FEW
        return [
            Theme(name, cards, opens=few or any(card.errors or card.has_faulty_values for card in cards))
            for name, cards in by_theme.items()
        ]


def _count(cards: Sequence[Card]) -> Count:
    return Count(sum(card.is_done for card in cards), len(cards))


def follow_up_of(
    *,
    committee: Committee,
    unit: Unit,
    year: int,
    month: int,
    may_see_small: SmallSeen = False,
    only: str | None = None,
) -> FollowUp:
    """A fixed number of queries. only is the key of a card ('goal-12'), where no more than that one is wanted."""
    subjects = subjects_due(committee, year, month)
    every = subjects.duties_of(unit)
    duties = [duty for duty in every if only in (None, key_of(duty))]
    wanted = {duty.key for duty in duties}
    links = linked_indicators([duty.subject_id for duty in duties if duty.kind == "goal"])
    of_goals = {pk for pks in links.values() for pk in pks}
    asked = {
        duty.subject_id: _asked(subjects, duty)
        for duty in every
        if duty.kind == "indicator" and (duty.key in wanted or duty.subject_id in of_goals)
    }
    values = values_for(asked.values(), unit, year, month, may_see_small)
    targets = targets_for(asked, unit, year)
    aims = {pk: aimed(each, unit, year, targets, values) for pk, each in asked.items()}
    proposals = {pk: aim.proposal for pk, aim in aims.items()}
    written = written_by(unit, subjects, duties)
    levels = _levels(committee)
    cards = []
    for duty in duties:
        card = _card(subjects, duty, levels, written)
        if duty.kind == "indicator":
            card.fields = fields_of(asked[duty.subject_id], unit, year, values)
            card.target = aims[duty.subject_id].target
            _propose(card, proposals[duty.subject_id])
        elif duty.kind == "goal":
            _propose(card, proposal_for_goal(links.get(duty.subject_id, ()), proposals))
        _see_what_is_missing(card)
        cards.append(card)
    return FollowUp(unit, year, month, cards)


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


def _levels(committee: Committee) -> dict[int, list[AssessmentLevel]]:
    """By scale."""
    found: dict[int, list[AssessmentLevel]] = defaultdict(list)
    for level in AssessmentLevel.objects.filter(scale__committee=committee).order_by("position", "pk"):
        found[level.scale_id].append(level)
    return found


def _card(subjects: Subjects, duty: Duty, levels: Levels, written: AllWritten) -> Card:
    subject = subjects.subject(duty)
    card = Card(key_of(duty), duty, subject, title_of(subject), facts_of(subject))
    scale_id = subject.level.scale_id if isinstance(subject, Goal) else subject.scale_id
    card.levels = levels.get(scale_id, ()) if scale_id is not None else ()
    now = written.now.get(duty.key)
    if now is not None:
        card.level, card.proposed_then = _level(card, now.level_id), _level(card, now.proposed_id)
        card.text, card.measures, card.reason = now.text, now.measures, now.reason
        card.version, card.changed_at, card.changed_by = now.version, now.changed_at, now.changed_by
        card.formers = written.formers.get(now.pk, ())
    before = written.earlier.get(duty.key)
    if before is None and isinstance(subject, Goal) and subject.predecessor_id is not None:
        before = written.earlier.get(("goal", subject.predecessor_id))
    if before is not None and (before.level_id or before.text or before.measures):
        card.earlier = _earlier(before, levels)
    return card


def _level(card: Card, pk: int | None) -> AssessmentLevel | None:
    return next((level for level in card.levels if level.pk == pk), None) if pk else None


def _earlier(before: Written, levels: Levels) -> Earlier:
    every = (level for of_scale in levels.values() for level in of_scale)
    level = next((level for level in every if level.pk == before.level_id), None)
    return Earlier(period_name(before.year, before.month), level, before.text, before.measures)


def _see_what_is_missing(card: Card) -> None:
    measured = {
        (field.cell.part, field.cell.gender, field.cell.span) for field in card.fields if field.version
    }
    card.missing = missing(card.duty, Said(card.level is not None, bool(card.text)), measured)
