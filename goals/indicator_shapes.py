"""What the tables of indicators are like, from how they are set up and which units report in a year."""

from collections.abc import Iterable

from goals.models import Frequency, Indicator, People, Totalling
from goals.table_cells import MONTH, TERTIAL, Shape
from organisation.models import Committee, Unit

_SPANS = {Frequency.MONTH.value: MONTH, Frequency.TERTIAL.value: TERTIAL}


class Shapes:
    """Of a committee's indicators (primary keys). Four queries, however many they are."""

    def __init__(self, committee: Committee, indicators: Iterable[int]) -> None:
        found = Indicator.objects.filter(committee=committee, pk__in=list(indicators))
        self._indicators = {each.pk: each for each in found.prefetch_related("parts", "units")}
        self._units = {unit.pk: unit for unit in Unit.objects.filter(committee=committee)}
        self._root = next(unit.pk for unit in self._units.values() if unit.parent_id is None)

    def kind_of(self, indicator: int) -> tuple[str, int]:
        """What it is measured in, and with how many decimals its derived values are printed."""
        return self._indicators[indicator].value_kind, self._indicators[indicator].decimals

    def of(self, indicator: int, year: int, with_values: set[int]) -> Shape:
        """with_values are the units that have values in the year: they report where none have been chosen."""
        each = self._indicators[indicator]
        chosen = {unit.pk for unit in each.units.all() if unit.is_valid_in(year)}
        reporting = (chosen or with_values) - {self._root} if each.is_by_unit else set()
        parts = sorted(each.parts.all(), key=lambda part: (part.position, part.code))
        return Shape(
            root=self._root,
            parents={self._root: None} | {unit: self._above(unit, reporting) for unit in sorted(reporting)},
            summed=tuple(part.code for part in parts if part.is_summed and not part.is_of_which),
            of_which=tuple(part.code for part in parts if part.is_of_which),
            people="" if each.is_cleared or each.people == People.NONE else each.people,
            span=_SPANS.get(each.frequency, ""),
            year_of=each.year_of,
            is_sum_of_units=each.is_by_unit and each.totalling == Totalling.SUM,
            is_cumulative=each.is_cumulative,
        )

    def _above(self, unit: int, reporting: set[int]) -> int:
        """The nearest unit above it that reports, or the root."""
        parent = self._units[unit].parent_id
        while parent is not None and parent not in reporting and parent != self._root:
            parent = self._units[parent].parent_id
        return self._root if parent is None else parent
