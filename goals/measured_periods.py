"""Periods that are measured: a month, a tertial or a year, as they are named, addressed and follow each other."""

from dataclasses import dataclass

from organisation.periods import MONTHS, month_name

MONTH, TERTIAL, YEAR = "month", "tertial", "year"
TERTIAL_ENDS = (4, 8, 12)
_WORDS = {"manad": MONTH, "tertial": TERTIAL}


@dataclass(frozen=True, order=True)
class Period:
    """month is the last of the period. span is one of goals.models.Span, as text."""

    year: int
    month: int = 12
    span: str = YEAR

    @property
    def label(self) -> str:
        """'augusti 2021', 'maj–augusti 2021', '2021'."""
        if self.span == MONTH:
            return month_name(self.year, self.month)
        if self.span == TERTIAL:
            return f"{MONTHS[self.month - 4]}–{month_name(self.year, self.month)}"
        return str(self.year)

    @property
    def short_label(self) -> str:
        """'aug 2021', 'maj–aug 2021', '2021'."""
        names = [name[:3] for name in MONTHS]
        if self.span == MONTH:
            return f"{names[self.month - 1]} {self.year}"
        if self.span == TERTIAL:
            return f"{names[self.month - 4]}–{names[self.month - 1]} {self.year}"
        return str(self.year)

    @property
    def key(self) -> str:
        """As it stands in addresses, beside the year: 'manad-8', 'tertial-8', 'ar'."""
        word = next((word for word, span in _WORDS.items() if span == self.span), "")
        return f"{word}-{self.month}" if word else "ar"

    @property
    def before(self) -> "Period":
        """The period of the same length before this one."""
        length = {MONTH: 1, TERTIAL: 4, YEAR: 12}[self.span]
        if self.month > length:
            return Period(self.year, self.month - length, self.span)
        return Period(self.year - 1, 12, self.span)


def periods_of(year: int) -> list[Period]:
    """Everything that can be measured in a year: the year itself, its tertials, its months."""
    tertials = [Period(year, month, TERTIAL) for month in TERTIAL_ENDS]
    return [Period(year), *tertials, *(Period(year, month, MONTH) for month in range(1, 13))]
