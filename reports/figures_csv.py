"""figures.csv: every figure that a report prints in a table, as printed but plain. Open data of the report."""

import csv
import io
import re

from reports.cells import plain_text
from reports.contents import ReportContents

# What a cell begins with that a spreadsheet takes for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-\d+(,\d+)?( .*)?")

HEADINGS = ("tabell", "grupp", "rad", "kolumn", "värde")


class SameFigureTwice(ValueError):
    """Two figures with the same table, group, row and column. The message is Swedish and fit for the user."""


def figures(contents: ReportContents) -> list[tuple[str, str, str, str, str]]:
    """A row per figure in reading order; tables of words have none. Raises SameFigureTwice if two would have the same address."""
    found: dict[tuple[str, str, str, str], str] = {}
    tables = (table for table in contents.all_tables() if table.holds_figures)
    for table in tables:
        for group in table.groups:
            for row in group.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    key = (table.name, group.label, row.label, column.full_label)
                    if key in found:
                        raise SameFigureTwice(
                            f"Två siffror heter likadant: tabellen ”{key[0]}”, gruppen ”{key[1]}”, raden ”{key[2]}”,"
                            f" kolumnen ”{key[3]}”. Ändra namnen i mallen så att varje siffra går att peka ut."
                        )
                    found[key] = plain_text(cell)
    return [(*key, value) for key, value in found.items()]


def figures_csv(contents: ReportContents) -> str:
    """The whole file. Raises SameFigureTwice."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(HEADINGS)
    for *address, value in figures(contents):
        writer.writerow([*map(_inert, address), value if _NUMBER.fullmatch(value) else _inert(value)])
    return file.getvalue()


def _inert(label: str) -> str:
    """The text so that a spreadsheet shows it: what begins like a formula would be worked out."""
    return f"'{label}" if label.startswith(_FORMULA) else label
