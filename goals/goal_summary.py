"""The sentence that sums goals up: 'Av 9 mål är 3 uppfyllda, 4 delvis uppfyllda och 2 inte bedömda.' Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """How many goals are at a level; label and plural are the level's own words."""

    label: str
    plural: str
    count: int

    @property
    def words(self) -> str:
        """How the level stands after its number: '1 delvis uppfyllt', '2 delvis uppfyllda'.

        For one the label says it only where it is the plural inflected: '1 pågår enligt plan' is no sentence.
        """
        if self.count > 1:
            return self.plural
        one, many = self.label.lower().split(), self.plural.lower().split()
        is_inflected = len(one) == len(many) and all(map(_is_of, one, many))
        return self.label if is_inflected else self.plural


def _is_of(one: str, many: str) -> bool:
    """Whether the two are the same word, or 'uppfyllt' of 'uppfyllda'."""
    return one == many or (one[:3] == many[:3] and one.endswith("t") and many.endswith("a"))


def summary(counted: Sequence[Counted], noun: str = "mål") -> str:
    """The levels in the order given, those without goals left out; '' where there is nothing to count.

    noun is what is counted, in plural and as it stands within a sentence.
    """
    present = [each for each in counted if each.count]
    total = sum(each.count for each in present)
    if not present:
        return ""
    parts = [f"{each.count} {within_sentence(each.words)}" for each in present]
    return f"Av {total} {noun} är {' och '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))}."


def within_sentence(words: str) -> str:
    """With a small first letter, unless it is an abbreviation: 'delvis uppfyllt', 'KF-mål'."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
