"""What a template says of a result table. The values of the enums are the words of the template. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from organisation.figures import Scale, Sign
from reports.contents import RowStyle
from reports.unit_tree import UnitChoice


class SignWord(StrEnum):
    NATURAL = "naturligt"  # revenue +, cost −
    LEDGER = "bokföring"  # revenue −, cost +

    @property
    def sign(self) -> Sign:
        return Sign.NATURAL if self is SignWord.NATURAL else Sign.LEDGER


class LineKind(StrEnum):
    REVENUE = "intäkter"
    COST = "kostnader"
    NET = "netto"


class Style(StrEnum):
    NORMAL = "vanlig"
    OF_WHICH = "varav"
    SUBTOTAL = "delsumma"
    TOTAL = "summa"

    @property
    def row_style(self) -> RowStyle:
        return {
            Style.NORMAL: RowStyle.NORMAL,
            Style.OF_WHICH: RowStyle.OF_WHICH,
            Style.SUBTOTAL: RowStyle.SUBTOTAL,
            Style.TOTAL: RowStyle.TOTAL,
        }[self]


class Shows(StrEnum):
    BUDGET = "budget"
    ORIGINAL = "ursprungsbudget"
    CHANGES = "budgetändringar"
    ACTUAL = "utfall"
    DEVIATION = "avvikelse"
    FORECAST = "prognos"
    FORECAST_DEVIATION = "prognosavvikelse"

    @property
    def is_deviation(self) -> bool:
        return self in (Shows.DEVIATION, Shows.FORECAST_DEVIATION)

    @property
    def is_forecast(self) -> bool:
        return self in (Shows.FORECAST, Shows.FORECAST_DEVIATION)

    @property
    def is_of_whole_year(self) -> bool:
        return self.is_forecast or self in (Shows.ORIGINAL, Shows.CHANGES)


class Span(StrEnum):
    YEAR = "helår"
    PERIOD = "period"
    MONTH = "månad"


class Rows(StrEnum):
    LINES = "poster"
    UNITS = "enheter"


class Place(StrEnum):
    FIRST = "först"
    LAST = "sist"
    NONE = "ingen"


class Grouping(StrEnum):
    NONE = "ingen"
    PARENT = "överordnad"


@dataclass(frozen=True)
class Line:
    """A line of the result: a whole kind, or the cost types named."""

    name: str
    kind: LineKind | None
    cost_types: tuple[str, ...] = ()
    style: Style = Style.NORMAL


@dataclass(frozen=True)
class ColumnSetting:
    """year_offset counts from the report's year. lines limits the column to some lines, where units are the rows."""

    label: str
    shows: Shows
    span: Span
    year_offset: int = 0
    group: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSettings:
    key: str
    name: str
    scale: Scale
    decimals: int
    sign: Sign
    row_heading: str
    rows: Rows
    units: UnitChoice
    total: Place
    grouping: Grouping
    subtotals: Place
    lines: tuple[Line, ...]
    columns: tuple[ColumnSetting, ...]
    group_name: str = ""  # of a single group; else the root unit's name
    total_name: str = ""  # of the total; else the root unit's name
    subtotal_name: str = "{enhet}"
    is_landscape: bool | None = None  # None: decided by the number of columns

    def years(self, year: int) -> set[int]:
        """The years that the table shows, for a report of year."""
        return {year, *(year + column.year_offset for column in self.columns)}
