"""Reading a package's files, with the file and line of every error."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from django.db.models import TextChoices
from django.utils import timezone

from budget.file_kinds import other_kind
from organisation.figures import AmountError, parsed
from organisation.models import YEAR_MAX, YEAR_MIN
from reports.toml_reading import TableReader, TemplateError, loaded

SHOWN = 100
YES = "ja"
SLUG = re.compile(r"[-a-zA-Z0-9_]+")

Choice = TypeVar("Choice", bound=TextChoices)


class PackageError(Exception):
    """A package that cannot be loaded. errors are sentences that begin with file and line; nothing was changed."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = list(errors)
        more = len(self.errors) - SHOWN
        lines = [*self.errors[:SHOWN], *([f"… och {more} fel till."] if more > 0 else [])]
        super().__init__("\n".join(lines))


@dataclass
class Errors:
    """What is wrong with a package, collected so that it is told all at once."""

    found: list[str] = field(default_factory=list)

    def add(self, file: str, line: int | None, reason: str) -> None:
        place = file if line is None else f"{file}, rad {line}"
        self.found.append(f"{place}: {reason}")

    def raise_any(self) -> None:
        if self.found:
            raise PackageError(self.found)


@dataclass(frozen=True)
class Row:
    """A row of a CSV file: texts by column name. Each method reads one cell; a fault is collected as an error."""

    file: str
    line: int
    cells: Mapping[str, str]
    errors: Errors

    def error(self, reason: str) -> None:
        self.errors.add(self.file, self.line, reason)

    def text(self, column: str, most: int, *, required: bool = True) -> str:
        value = self.cells[column]
        if required and not value:
            self.error(f"{column} saknas.")
        if len(value) > most:
            self.error(f"{column} är {len(value)} tecken, men får vara högst {most}.")
        return value

    def lines(self, column: str, most: int) -> str:
        """A text that may be left out and have several lines, which end as on Unix."""
        return self.text(column, most, required=False).replace("\r\n", "\n").replace("\r", "\n")

    def code(self, column: str, most: int = 20) -> str:
        """A code: text without spaces, slashes and semicolons."""
        value = self.text(column, most)
        if any(character in "/;" or character.isspace() for character in value):
            self.error(f"{column} ”{value}” får inte innehålla blanksteg, snedstreck eller semikolon.")
        return value

    def year(self, column: str, *, required: bool = True) -> int | None:
        value = self.text(column, 10, required=required)
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and YEAR_MIN <= int(value) <= YEAR_MAX):
            self.error(f"{column} ”{value}” är inte ett år från {YEAR_MIN} till {YEAR_MAX}.")
            return None
        return int(value)

    def period(self, column: str = "period") -> tuple[int, int] | None:
        value = self.text(column, 10)
        if not value:
            return None
        if found := period_of(value):
            return found
        self.error(f"Perioden ”{value}” finns inte. Skriv år och månad med sex siffror, till exempel 202108.")
        return None

    def amount(self, column: str = "belopp") -> Decimal | None:
        try:
            return parsed(self.cells[column])
        except AmountError as error:
            self.error(str(error))
            return None

    def choice(self, column: str, allowed: Iterable[str]) -> str | None:
        value = self.cells[column]
        if value in (names := list(allowed)):
            return value
        self.error(f"{column} ”{value}” finns inte. Välj {', '.join(names[:-1])} eller {names[-1]}.")
        return None

    def labelled(self, column: str, choices: type[Choice], default: Choice | None = None) -> str:
        """The value whose label stands in the cell; an empty cell is the default, if there is one."""
        if default is not None and not self.cells[column]:
            return default.value
        label = self.choice(column, choices.labels)
        return "" if label is None else str(choices.values[choices.labels.index(label)])

    def slug(self, column: str) -> str:
        """A short name: letters a–z, digits, hyphens and underscores."""
        value = self.text(column, 30)
        if value and not SLUG.fullmatch(value):
            self.error(f"{column} ”{value}” får bara ha bokstäver a–z, siffror, bindestreck och understreck.")
        return value

    def yes(self, column: str) -> bool:
        value = self.cells[column]
        if value not in ("", YES, "nej"):
            self.error(f"{column} ”{value}” kan inte läsas. Skriv {YES}, eller låt rutan vara tom.")
        return value == YES

    def day(self, column: str) -> date | None:
        value = self.cells[column]
        if not value:
            return None
        if (day := iso_date(value)) is None:
            self.error(f"{column} ”{value}” är inte ett datum. Skriv till exempel 2021-09-20.")
        return day

    def time(self, column: str = "tid") -> datetime | None:
        text = self.cells[column]
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            self.error(f"Tiden ”{text}” kan inte läsas. Skriv till exempel 2021-09-10T14:30:00+02:00.")
            return None
        return at if timezone.is_aware(at) else timezone.make_aware(at)

    def whole(self, column: str, least: int, most: int) -> int | None:
        value = self.cells[column]
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most:
            return int(value)
        self.error(f"{column} ”{value}” är inte ett helt tal från {least} till {most}.")
        return None

    def words(self, column: str) -> list[str]:
        """What stands in a cell with spaces between; a comma after a word is let pass."""
        return [word.rstrip(",") for word in self.cells[column].split()]


def period_of(text: str) -> tuple[int, int] | None:
    """The year and month of six digits, or None."""
    if not (len(text) == 6 and text.isascii() and text.isdigit()):
        return None
    year, month = int(text[:4]), int(text[4:])
    return (year, month) if YEAR_MIN <= year <= YEAR_MAX and 1 <= month <= 12 else None


@dataclass(frozen=True)
class Package:
    """The directory that is read, and the errors found in it so far."""

    directory: Path
    errors: Errors

    def has(self, file: str) -> bool:
        return (self.directory / file).is_file()

    def text(self, file: str) -> str | None:
        """A file's text with its line ends as they are, or None with the error collected."""
        data = (self.directory / file).read_bytes()
        if kind := other_kind(data):
            self.errors.add(file, None, kind)
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.errors.add(file, line, "Filen är inte UTF-8. Den är troligen sparad som Windows-1252.")
            return None

    def rows(self, file: str, columns: Iterable[str], optional: Iterable[str] = ()) -> list[Row]:
        """The rows of a CSV file with a head; none if there is no such file. Faulty rows are left out, and told."""
        if not self.has(file) or (text := self.text(file)) is None:
            return []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
        rows: list[Row] = []
        line = 1
        try:
            head = [name.strip() for name in next(reader, [])]
            if not self._is_head(file, head, list(columns), list(optional)):
                return []
            line = reader.line_num + 1
            for cells in reader:
                if len(cells) == len(head):
                    values = dict.fromkeys(optional, "") | dict(zip(head, map(str.strip, cells), strict=True))
                    rows.append(Row(file, line, values, self.errors))
                elif any(cells):
                    reason = f"Raden har {len(cells)} kolumner, men rubrikraden har {len(head)}."
                    self.errors.add(file, line, reason)
                line = reader.line_num + 1
        except csv.Error:
            self.errors.add(file, line, "Raden kan inte läsas: ett citattecken saknas eller står fel.")
        return [row for row in rows if any(row.cells.values())]

    def _is_head(self, file: str, head: list[str], columns: list[str], optional: list[str]) -> bool:
        missing = [name for name in columns if name not in head]
        unknown = [name or "(tom)" for name in head if name not in [*columns, *optional]]
        twice = sorted({name for name in head if head.count(name) > 1})
        if not (missing or unknown or twice):
            return True
        parts = [
            f"{what} {', '.join(names)}."
            for what, names in (
                ("Det saknas kolumner:", missing),
                ("Okända kolumner:", unknown),
                ("Kolumner som står två gånger:", twice),
            )
            if names
        ]
        self.errors.add(file, 1, " ".join([*parts, f"Första raden ska vara {';'.join(columns)}."]))
        return False

    def toml(self, file: str, what: str) -> TableReader | None:
        """A reader of a TOML file, or None with the error collected."""
        text = self.text(file)
        if text is None:
            return None
        try:
            table, lines = loaded(text, "Filen")
        except TemplateError as error:
            self.errors.add(file, error.line, error.message)
            return None
        return TableReader(table, (), lines, what)


def iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
