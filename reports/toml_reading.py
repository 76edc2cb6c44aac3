"""Reading a TOML table strictly: what is not asked for is an error that says what is allowed."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from reports.toml_lines import Path, key_lines, nearest_line

E = TypeVar("E", bound=StrEnum)

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY_LENGTH = 60
TEXT_LENGTH = 300

_SYNTAX = {
    "Expected '=' after a key": "Det saknas ett likhetstecken efter nyckeln.",
    "Invalid value": "Värdet går inte att läsa. Text ska stå inom citattecken.",
    "Unclosed array": "En lista saknar sin avslutande hakparentes.",
    "Unclosed inline table": "En tabell saknar sin avslutande klammer.",
    "Unterminated string": "En text saknar sitt avslutande citattecken.",
    "Illegal character": "Ett tecken är otillåtet här. Saknas ett citattecken?",
    "Cannot overwrite a value": "Nyckeln står redan i samma tabell.",
    "Duplicate inline table key": "Nyckeln står redan i samma tabell.",
    "Expected newline or end of document": "Det står något mer på raden efter värdet.",
    "Cannot declare": "Tabellen står redan tidigare i mallen.",
}


class TemplateError(ValueError):
    """A template that cannot be used. message is Swedish and fit for the user; line counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"Rad {line}: {message}")
        self.message = message
        self.line = line


def loaded(source: str, what: str = "Mallen") -> tuple[dict[str, Any], dict[Path, int]]:
    """The TOML source as dictionaries, and the lines of its keys. Raises TemplateError where it is not TOML."""
    source = source.replace("\r\n", "\n")
    try:
        return tomllib.loads(source), key_lines(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = int(place[1]) if place else source.count("\n") + 1
        known = (swedish for english, swedish in _SYNTAX.items() if str(error).startswith(english))
        raise TemplateError(
            f"{what} är inte giltig TOML. {next(known, 'Kontrollera raden och raden före.')}", line
        ) from error


def listed(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values)


class TableReader:
    """One table of the template. Each method reads one key; finish() refuses the keys that nobody asked for.

    what names the table in messages: 'blocket resultattabell'.
    """

    def __init__(self, table: Mapping[str, Any], path: Path, lines: dict[Path, int], what: str) -> None:
        self._table = table
        self._path = path
        self._lines = lines
        self._allowed: list[str] = []
        self.what = what

    @property
    def line(self) -> int:
        return nearest_line(self._lines, self._path)

    def has(self, key: str) -> bool:
        self._allow(key)
        return key in self._table

    def line_of(self, key: str) -> int:
        return nearest_line(self._lines, (*self._path, key))

    def error(self, message: str, key: str = "") -> TemplateError:
        return TemplateError(message, self.line_of(key) if key else self.line)

    def text(self, key: str, default: str | None = None, *, most: int = TEXT_LENGTH) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or len(value) > most:
            raise self.error(f"”{key}” ska vara en text inom citattecken, högst {most} tecken.", key)
        if default is None and not value.strip():
            raise self.error(f"”{key}” får inte vara tom.", key)
        return value.strip()

    def key(self, key: str = "nyckel") -> str:
        """A name of the template's own: small letters a–z, digits and hyphens."""
        value = self.text(key)
        if not KEY.fullmatch(value) or len(value) > KEY_LENGTH:
            raise self.error(
                f"”{value}” går inte som {key}: använd små bokstäver a–z, siffror och bindestreck,"
                f" högst {KEY_LENGTH} tecken.",
                key,
            )
        return value

    def number(self, key: str, default: int | None = None, *, least: int, most: int) -> int:
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.error(f"”{key}” ska vara ett heltal från {least} till {most}.", key)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self.error(f"”{key}” ska vara true eller false, utan citattecken.", key)
        return value

    def choice(self, key: str, choices: Iterable[E], default: E | None = None) -> E:
        allowed = {str(choice): choice for choice in choices}
        value = self._value(key, default)
        if not isinstance(value, str) or value not in allowed:
            raise self.error(f"”{value}” går inte som {key}. Tillåtna värden: {listed(allowed)}.", key)
        return allowed[value]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of at least one text, none of them twice."""
        value = self._value(key, None)
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(item, str) and item for item in value)
        ):
            raise self.error(f'”{key}” ska vara en lista med texter: ["…", "…"].', key)
        for item in value:
            if value.count(item) > 1:
                raise self.error(f"”{item}” står två gånger i {key}.", key)
        return tuple(value)

    def rising(self, key: str, *, least: int, most: int) -> tuple[int, ...]:
        """A list of at least one whole number, in rising order."""
        value = self._value(key, None)
        if (
            not isinstance(value, list)
            or not value
            or not all(type(item) is int and least <= item <= most for item in value)
            or sorted(set(value)) != value
        ):
            raise self.error(
                f"”{key}” ska vara en lista med heltal från {least} till {most} i stigande ordning,"
                " till exempel [4, 8, 12].",
                key,
            )
        return tuple(value)

    def choices(self, key: str, choices: Iterable[E], default: tuple[E, ...]) -> tuple[E, ...]:
        """A list of at least one of choices, in the order given; default where the key is left out."""
        if not self.has(key):
            return default
        allowed = {str(choice): choice for choice in choices}
        for text in self.texts(key):
            if text not in allowed:
                raise self.error(f"”{text}” går inte som {key}. Tillåtna värden: {listed(allowed)}.", key)
        return tuple(allowed[text] for text in self.texts(key))

    def is_list(self, key: str) -> bool:
        return isinstance(self._table.get(key), list)

    def tables(self, key: str, what: str, *, required: bool = True) -> Iterator["TableReader"]:
        """A list of tables, each with a reader of its own that is finished after use."""
        value = self._value(key, None if required else [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(f"”{key}” ska vara en lista med tabeller: [{{ … }}, {{ … }}].", key)
        if required and not value:
            raise self.error(f"”{key}” får inte vara tom.", key)
        for index, item in enumerate(value):
            reader = TableReader(item, (*self._path, key, index), self._lines, what)
            yield reader
            reader.finish()

    @contextmanager
    def table(self, key: str, what: str) -> Iterator["TableReader"]:
        """A table within the table, empty where it is left out, with a reader of its own that is finished after use."""
        value = self._value(key, {})
        if not isinstance(value, dict):
            raise self.error(f"”{key}” ska vara en tabell: {{ … = … }}.", key)
        reader = TableReader(value, (*self._path, key), self._lines, what)
        yield reader
        reader.finish()

    def finish(self) -> None:
        for key in self._table:
            if key not in self._allowed:
                guess = get_close_matches(key, self._allowed, n=1)
                hint = f" Menade du ”{guess[0]}”?" if guess else ""
                raise self.error(
                    f"”{key}” finns inte i {self.what}.{hint} Tillåtna nycklar: {listed(self._allowed)}.", key
                )

    def _allow(self, key: str) -> None:
        if key not in self._allowed:
            self._allowed.append(key)

    def _value(self, key: str, default: Any) -> Any:
        self._allow(key)
        if key in self._table:
            return self._table[key]
        if default is None:
            guess = get_close_matches(
                key, [other for other in self._table if other not in self._allowed], n=1
            )
            hint = f" Ska ”{guess[0]}” vara ”{key}”?" if guess else ""
            raise self.error(f"Nyckeln ”{key}” saknas i {self.what}.{hint}")
        return default
