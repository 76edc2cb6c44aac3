"""Every indicator that the three municipalities published comes out of the demo's packages as printed.

Normalised in tests/published where the print slips: a unit of measure on every value of a row or on none, one way
of writing 'varav', a space before %, an empty cell as –, spelling. The staff table's 'för kvinnor' has the row's
name before it, so that each row can be read by itself.
"""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from reports.building import build
from reports.contents import ReportContents
from reports.figures_csv import figures
from reports.models import Report
from reports.packages import load_package

PUBLISHED = Path(__file__).parent.parent / "published"
DEMO = Path(settings.BASE_DIR) / "demo"
REPORTS = [
    ("krokom-sn", "arsredovisning-2020", 8),
    ("herrljunga-sn", "verksamhetsberattelse-2021", 197),
    ("timra-sn", "delarsrapport-2021-08", 7),
]

pytestmark = pytest.mark.django_db


def rows_of(name: str) -> list[list[str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def contents_of(committee: str, report: str) -> ReportContents:
    load_package(DEMO / committee, by="prov")
    return build(Report.objects.get(slug=report), fresh=False)


@pytest.mark.parametrize(("committee", "report", "number"), REPORTS)
def test_every_published_indicator_is_reproduced(committee: str, report: str, number: int) -> None:
    expected = {tuple(key): value for *key, value in rows_of(f"{committee}-matt.csv")}
    made = {tuple(key): value for *key, value in figures(contents_of(committee, report))}
    assert len(expected) == number
    assert {key: made.get(key) for key in expected} == expected


def test_every_footnote_sign_stands_where_it_was_printed() -> None:
    """Column '' is the row's own label. Nothing else in those tables has a sign, and each sign has its note."""
    expected = {tuple(key): sign for *key, sign in rows_of("herrljunga-sn-fotnoter.csv")}
    names = {table for table, _, _ in expected}
    contents = contents_of("herrljunga-sn", "verksamhetsberattelse-2021")
    tables = [table for table in contents.all_tables() if table.name in names]
    made = {}
    for table in tables:
        labels = ["", *(column.full_label for column in table.columns)]
        for row in (row for group in table.groups for row in group.rows):
            signs = [row.marker, *(cell.marker for cell in row.cells)]
            made |= {
                (table.name, row.label, label): sign
                for label, sign in zip(labels, signs, strict=True)
                if sign
            }
        noted = [note.split(" ")[0] for note in table.notes if note.startswith("*")]
        assert noted == ["*", "**", "***"][: len(noted)], table.name
        assert set(noted) == {sign for key, sign in made.items() if key[0] == table.name}, table.name
    assert made == expected


def test_timra_tells_of_which_month_its_latest_values_are() -> None:
    contents = contents_of("timra-sn", "delarsrapport-2021-08")
    (table,) = [
        table
        for table in contents.all_tables()
        if table.name == "Nyckeltal: Tillväxt, sysselsättning och arbete"
    ]
    assert table.notes[:2] == ("* Avser juli 2021.", "** Avser juni 2021.")
