"""The sentence that sums goals up: 'Av 9 mål är 3 uppfyllda, 4 delvis uppfyllda och 2 inte bedömda.' Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """How many goals are at a level; label and plural are the level's own words."""

    label: str
    plural: str
    count: int


def summary(counted: Sequence[Counted], noun: str = "mål") -> str:
    """The levels in the order given, those without goals left out; '' where there is nothing to count.

    noun is what is counted, in plural and as it stands within a sentence.
    """
    present = [each for each in counted if each.count]
    total = sum(each.count for each in present)
    if not present:
        return ""
    parts = [
        f"{each.count} {within_sentence(each.plural if each.count > 1 else each.label)}" for each in present
    ]
    return f"Av {total} {noun} är {' och '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))}."


def within_sentence(words: str) -> str:
    """With a small first letter, unless it is an abbreviation: 'delvis uppfyllt', 'KF-mål'."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
