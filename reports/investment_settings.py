"""What a template says of a table of investments. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from organisation.figures import Scale
from reports.table_settings import Place, Span


class InvestmentShows(StrEnum):
    ORIGINAL = "ursprungsbudget"
    ADDITION = "tillägg"
    BUDGET = "budget"  # original and additions
    ACTUAL = "utfall"
    DEVIATION = "avvikelse"
    FORECAST = "prognos"
    FORECAST_DEVIATION = "prognosavvikelse"
    CARRY_OVER = "ombudgetering"  # requested for next year

    @property
    def is_deviation(self) -> bool:
        return self in (InvestmentShows.DEVIATION, InvestmentShows.FORECAST_DEVIATION)

    @property
    def is_forecast(self) -> bool:
        return self in (InvestmentShows.FORECAST, InvestmentShows.FORECAST_DEVIATION)

    @property
    def is_of_whole_year(self) -> bool:
        return self.is_forecast or self is InvestmentShows.CARRY_OVER


@dataclass(frozen=True)
class InvestmentColumn:
    label: str
    shows: InvestmentShows
    span: Span
    year_offset: int = 0


@dataclass(frozen=True)
class InvestmentSettings:
    key: str
    name: str
    scale: Scale
    decimals: int
    row_heading: str
    total: Place
    total_name: str
    is_grouped: bool
    prints_reasons: bool
    only_requested: bool  # only projects with a request to carry money over
    columns: tuple[InvestmentColumn, ...]
