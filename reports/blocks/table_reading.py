"""Keys that several kinds of table share: scale, decimals, time and headings with placeholders."""

import re

from organisation.figures import Scale
from reports.labels import PLACEHOLDERS, unknown_placeholder
from reports.table_settings import Span
from reports.toml_reading import TableReader, TemplateError, listed

_TIME = re.compile(rf"({'|'.join(Span)})([-+]\d{{1,2}})?")


def read_label(table: TableReader, key: str, default: str | None = None) -> str:
    label = table.text(key, default)
    unknown = unknown_placeholder(label)
    if unknown:
        raise table.error(f"”{unknown}” finns inte. Det som kan fyllas i är {listed(PLACEHOLDERS)}.", key)
    return label


def read_scale(table: TableReader) -> tuple[Scale, int]:
    """Skala and decimaler: how large the figures are and how many decimals they have."""
    return table.choice("skala", Scale, Scale.TKR), table.number("decimaler", 0, least=0, most=3)


def read_time(table: TableReader, key: str = "tid") -> tuple[Span, int]:
    """'helår-1' is the whole year before the report's; the whole year is the default."""
    text = table.text(key, Span.YEAR)
    match = _TIME.fullmatch(text)
    if match is None:
        raise table.error(
            f"”{text}” går inte som {key}. Tillåtna värden: {listed(Span)},"
            " med år före eller efter rapportens som helår-1 eller helår+1.",
            key,
        )
    return Span(match[1]), int(match[2] or 0)


def whole_year_only(table: TableReader, shows: str, key: str = "tid") -> TemplateError:
    return table.error(
        f"”{shows}” gäller alltid hela året: skriv {key} = ”helår” eller till exempel ”helår-1”.", key
    )
