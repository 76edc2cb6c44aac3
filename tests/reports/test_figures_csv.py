"""figures.csv is opened in spreadsheets: no label of it is a formula there."""

from dataclasses import replace

from reports.contents import Cell, Column, Row, RowGroup
from reports.figures_csv import figures_csv
from tests.reports.test_excel import TABLE, contents


def test_labels_that_begin_like_a_formula_are_text_and_figures_are_figures() -> None:
    cell = Cell(None, 0)
    table = replace(
        TABLE,
        name="=1+1",
        columns=(Column("@a"), Column("b")),
        groups=(RowGroup("-varav", (Row("+x", (cell, cell)),)),),
    )
    assert figures_csv(contents(table)) == (
        "tabell;grupp;rad;kolumn;värde\n'=1+1;'-varav;'+x;'@a;–\n'=1+1;'-varav;'+x;b;–\n"
    )
