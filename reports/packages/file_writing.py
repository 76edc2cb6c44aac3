"""Writing the text files of a package: line ends as on Unix, and no file without rows."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from django.db.models import TextChoices

from organisation.figures import plain
from organisation.models import Unit
from reports.packages.files import YES


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def number_text(number: Decimal | None) -> str:
    """A number without the zeros that the database adds: 78.50 is 78,5."""
    if number is None:
        return ""
    whole = number.to_integral_value()
    return plain(whole if number == whole else number.normalize())


def label(choices: type[TextChoices], value: str, default: str = "") -> str:
    """The label of a value, or nothing where it is what an empty cell means."""
    return "" if value == default else str(choices(value).label)


def yes(is_so: bool) -> str:
    return YES if is_so else ""


def unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unit_code(unit: Unit) -> str:
    """Nothing for the committee's own unit, as an empty cell is read."""
    return unit.code if unit.parent_id else ""


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file, or none if there are no rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    has_rows = False
    for row in rows:
        writer.writerow(["" if cell is None else str(cell).strip() for cell in row])
        has_rows = True
    if has_rows:
        path.write_bytes(buffer.getvalue().encode())
