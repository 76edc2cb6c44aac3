"""The months of the year beside yearly values: volumes that are followed month by month."""

from dataclasses import dataclass
from typing import ClassVar, Self

from organisation.periods import MONTHS
from reports.blocks.indicator_table import IndicatorTableBlock, read_settings
from reports.blocks.table_reading import read_label
from reports.indicator_settings import (
    IndicatorColumn,
    IndicatorLayout,
    IndicatorShows,
    Time,
    TimeWord,
)
from reports.toml_reading import TableReader

MOST_YEARS = 5


@dataclass(frozen=True)
class MonthlyValuesBlock(IndicatorTableBlock):
    """The years before, January to December, and the year itself. Months after the report's are –."""

    TYPE: ClassVar = "månadsvärden"

    @classmethod
    def read(cls, table: TableReader) -> Self:
        years = table.number("tidigare_ar", 3, least=0, most=MOST_YEARS)
        layout = IndicatorLayout(
            row_heading=read_label(table, "radrubrik", "Mått"),
            columns=(
                *(_year(-before) for before in range(years, 0, -1)),
                *_months(),
                *([_year(0)] if table.flag("arets", default=True) else []),
                *([_target()] if table.flag("malvarde", default=False) else []),
            ),
            is_landscape=table.flag("liggande", default=True),
        )
        return cls(table.line, read_settings(table, layout))


def _year(offset: int) -> IndicatorColumn:
    return IndicatorColumn("{år}", IndicatorShows.OUTCOME, Time(TimeWord.YEAR, offset))


def _months() -> list[IndicatorColumn]:
    return [
        IndicatorColumn(name[:3], IndicatorShows.OUTCOME, Time(TimeWord.MONTH, 0, month))
        for month, name in enumerate(MONTHS, 1)
    ]


def _target() -> IndicatorColumn:
    return IndicatorColumn("Mål {år}", IndicatorShows.TARGET)
