"""Keys that blocks about indicators share: which indicators, what stands in the columns, and of which time."""

import re
from collections.abc import Iterable

from organisation.periods import MONTHS
from reports.blocks.base import Finding, Known
from reports.blocks.table_reading import read_label
from reports.indicator_settings import (
    GenderPlace,
    GenderWord,
    IndicatorChoice,
    IndicatorColumn,
    IndicatorLayout,
    IndicatorShows,
    Time,
    TimeWord,
)
from reports.labels import filled
from reports.toml_reading import TableReader, listed

_CHOICES = ("matt", "omraden", "mal", "malniva")
_TIME = re.compile(rf"({'|'.join(TimeWord)}|tertial [123]|{'|'.join(MONTHS)})([-+]\d{{1,2}})?")
_OF_YEAR = (IndicatorShows.TARGET, IndicatorShows.ASSESSMENT)
_HEADINGS = {
    IndicatorShows.OUTCOME: "Utfall {år}",
    IndicatorShows.TARGET: "Mål {år}",
    IndicatorShows.ANSWERS: "Antal svar",
    IndicatorShows.RESPONSE_RATE: "Svarsfrekvens",
    IndicatorShows.TREND: "Trend",
    IndicatorShows.ASSESSMENT: "Bedömning",
}


def read_choice(table: TableReader) -> IndicatorChoice:
    """Matt, omraden, mal or malniva; none of them means every indicator."""
    given = [key for key in _CHOICES if table.has(key)]
    if len(given) > 1:
        raise table.error(f"Skriv bara en av {listed(_CHOICES)}.", given[1])
    return IndicatorChoice(
        indicators=table.texts("matt") if "matt" in given else (),
        themes=table.texts("omraden") if "omraden" in given else (),
        goals=table.texts("mal") if "mal" in given else (),
        level=table.text("malniva") if "malniva" in given else "",
    )


def check_choice(choice: IndicatorChoice, known: Known, line: int) -> Iterable[Finding]:
    for wanted, existing, sentence in (
        (choice.indicators, known.indicator_codes, "Måttet ”{}” finns inte i nämnden."),
        (choice.themes, known.themes, "Området ”{}” har inga mått i nämnden."),
        (choice.goals, known.goal_codes, "Målet ”{}” finns inte i nämnden."),
        ((choice.level,) if choice.level else (), known.goal_levels, "Målnivån ”{}” finns inte i nämnden."),
    ):
        for name in wanted:
            if name not in existing:
                yield Finding(sentence.format(name), line)


def read_layout(table: TableReader) -> IndicatorLayout:
    """Radrubrik, kolumner, kon and liggande."""
    genders = table.choice("kon", GenderPlace, GenderPlace.NONE)
    return IndicatorLayout(
        row_heading=read_label(table, "radrubrik", "Mått"),
        columns=read_columns(table, genders),
        genders=genders,
        is_landscape=table.flag("liggande", default=False) if table.has("liggande") else None,
    )


def read_columns(table: TableReader, genders: GenderPlace) -> tuple[IndicatorColumn, ...]:
    columns: list[IndicatorColumn] = []
    taken: set[tuple[str, str]] = set()
    for reader in table.tables("kolumner", "en kolumn"):
        column = _read_column(reader, genders)
        # Some year stands for the report's: {år} differs with the year of the column.
        year, month = 2000 + column.time.year_offset, column.time.month or 1
        label = (filled(column.group, year, month), filled(column.label, year, month))
        if label in taken:
            raise reader.error(f"Två kolumner heter ”{column.label}”.", "rubrik")
        taken.add(label)
        columns.append(column)
    return tuple(columns)


def _read_column(table: TableReader, genders: GenderPlace) -> IndicatorColumn:
    shows = table.choice("visar", IndicatorShows)
    time = read_time(table)
    if shows in _OF_YEAR and time.word is not TimeWord.YEAR:
        raise table.error(
            f"”{shows}” gäller ett år: skriv tid = ”helår” eller till exempel ”helår+1”.", "tid"
        )
    gender = table.choice("kon", GenderWord) if table.has("kon") else None
    if gender and shows in _OF_YEAR:
        raise table.error(f"”{shows}” är detsamma för kvinnor och män: ta bort ”kon”.", "kon")
    if gender and genders is GenderPlace.ROWS:
        raise table.error("”kon” på en kolumn går inte när kvinnor och män har egna rader.", "kon")
    group = read_label(table, "grupp", "")
    if group and genders is GenderPlace.COLUMNS:
        raise table.error("”grupp” går inte med kon = ”kolumner”: kolumnerna är redan grupperade.", "grupp")
    return IndicatorColumn(read_label(table, "rubrik", _HEADINGS[shows]), shows, time, gender, group)


def read_time(table: TableReader, key: str = "tid") -> Time:
    """'helår-1', 'tertial', 'tertial 2', 'månad', 'november-1', 'senaste'; the whole year is the default."""
    text = table.text(key, TimeWord.YEAR)
    match = _TIME.fullmatch(text)
    if match is None:
        raise table.error(
            f"”{text}” går inte som {key}. Tillåtna värden: {listed(TimeWord)}, tertial 1 till tertial 3 och"
            " månadernas namn, med år före eller efter rapportens som helår-1 eller november-1.",
            key,
        )
    word, offset = match[1], int(match[2] or 0)
    if word in MONTHS:
        return Time(TimeWord.MONTH, offset, MONTHS.index(word) + 1)
    if word.startswith("tertial "):
        return Time(TimeWord.TERTIAL, offset, int(word[-1]) * 4)
    return Time(TimeWord(word), offset)
