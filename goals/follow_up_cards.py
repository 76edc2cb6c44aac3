"""What one goal, assignment or indicator is on the page where a unit writes: plain texts, ready to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goals.assessing import Subject
from goals.duties import Cell, Duty, Kind
from goals.follow_up_state import Missing
from goals.fulfilment import Proposal
from goals.models import AssessmentLevel, AssignmentNote
from organisation.symbols import drawing


class Earlier(NamedTuple):
    """What was said the time before. period: 'januari–april 2021'."""

    period: str
    level: AssessmentLevel | None
    text: str
    measures: str


class Former(NamedTuple):
    """A text that has been replaced, and can be brought back."""

    pk: int
    at: datetime
    by: str
    text: str
    measures: str


class _Printed:
    """A template asks for card['title'] before card.title: thousands of such questions need no exception each."""

    __slots__ = ()

    def __getitem__(self, name: str) -> object:
        return getattr(self, name)


class Messages(dict[str, str]):
    """What is wrong, by field; '' where nothing is."""

    def __missing__(self, field: str) -> str:
        return ""


@dataclass(slots=True)
class ValueField(_Printed):
    """One value to fill in. code tells it from the card's others; version is 0 where nothing is stored.

    Where is_locked there is a value that the reader may not see, and so nothing to change. theirs is what somebody
    else has stored meanwhile.
    """

    cell: Cell
    code: str
    label: str
    text: str = ""
    answers: str = ""
    rate: str = ""
    note: str = ""
    version: int = 0
    before: str = ""
    theirs: str = ""
    is_locked: bool = False
    is_suppressed: bool = False
    errors: dict[str, str] = field(default_factory=Messages)

    @property
    def message(self) -> str:
        return " ".join(self.errors.values()) if self.errors else ""

    @property
    def has_more(self) -> bool:
        return bool(self.answers or self.rate or self.note)


@dataclass(slots=True)
class Card(_Printed):
    """version is None until something is saved; proposed is the level that the values propose, and proposal why.

    proposed_then is what they proposed when the level was chosen. levels are those of the scale that is used now; kept is
    a level that was chosen on another, and stands until somebody chooses anew.
    """

    key: str
    duty: Duty
    subject: Subject
    title: str
    facts: Sequence[tuple[str, str]]
    levels: Sequence[AssessmentLevel] = ()
    kept: AssessmentLevel | None = None
    level: AssessmentLevel | None = None
    text: str = ""
    measures: str = ""
    reason: str = ""
    version: int | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
    proposed: AssessmentLevel | None = None
    proposed_then: AssessmentLevel | None = None
    proposal: Proposal | None = None
    target: str = ""
    fields: Sequence[ValueField] = ()
    earlier: Earlier | None = None
    formers: Sequence[Former] = ()
    notes: Sequence[AssignmentNote] = ()
    missing: Missing = field(default_factory=lambda: Missing(level=False, text=False, cells=()))
    errors: dict[str, str] = field(default_factory=Messages)
    conflict: "Conflict | None" = None

    @property
    def kind(self) -> Kind:
        return self.duty.kind

    @property
    def is_done(self) -> bool:
        return not self.missing

    @property
    def differs(self) -> bool:
        """Whether the level that is chosen is another than the one proposed, so that a reason is asked for."""
        return (
            self.level is not None
            and self.proposed is not None
            and self.level.pk != self.proposed.pk
            and self.level.is_assessed
        )

    @property
    def proposal_label(self) -> str:
        """The level that is proposed; where there are values but nothing can be proposed, that; else ''."""
        if self.proposed is not None:
            return self.proposed.label
        has_values = bool(self.fields) and not self.missing.cells
        return "inget" if self.proposal is not None and has_values else ""

    @property
    def offered(self) -> Sequence[AssessmentLevel]:
        return [*self.levels, self.kept] if self.kept else self.levels

    @property
    def choices(self) -> SafeString:
        return level_choices(self.offered, self.key, self.level)

    @property
    def has_faulty_values(self) -> bool:
        return any(each.errors for each in self.fields)

    @property
    def has_more(self) -> bool:
        """Whether something stands, or is wrong, in what is folded away under the values."""
        return bool(self.text or self.errors.get("text")) or any(
            each.has_more or {"note", "answers", "response_rate"} & each.errors.keys() for each in self.fields
        )


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved while one wrote."""

    by: str
    at: datetime
    level: AssessmentLevel | None
    text: str
    measures: str
    reason: str
    version: int


_NAME, _CHOSEN = "\0name\0", "\0chosen {}\0"
_markup: dict[tuple[tuple[int, str, str, str, bool], ...], str] = {}


def level_choices(
    levels: Sequence[AssessmentLevel],
    key: str,
    chosen: AssessmentLevel | None,
) -> SafeString:
    """Radio buttons, each with the level's symbol and label. A page has hundreds: all but the name is made once."""
    signature = tuple(
        (level.pk, level.symbol, level.colour, level.label, level.is_assessed) for level in levels
    )
    if signature not in _markup:
        if len(_markup) > 200:
            _markup.clear()
        _markup[signature] = "".join(
            f'<label class="level-choice level-{escape(colour)}"><input type="radio" name="{_NAME}-level" value="{pk}"'
            f'{"" if is_assessed else " data-unassessed"}{_CHOSEN.format(pk)}>{drawing(symbol)}<span class="level-label">{escape(label)}</span></label>'
            for pk, symbol, colour, label, is_assessed in signature
        )
    markup = _markup[signature].replace(_NAME, key)
    for level in levels:
        is_chosen = chosen is not None and chosen.pk == level.pk
        markup = markup.replace(_CHOSEN.format(level.pk), " checked" if is_chosen else "")
    return mark_safe(markup)  # noqa: S308
