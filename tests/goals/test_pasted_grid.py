"""Blocks from a spreadsheet, placed in a grid the same by the server and by the browser."""

import pytest

from goals.pasted_grid import GridShape, WrongShape, place
from tests.budget.test_pasted_block import module, run_node

SHAPE = GridShape(
    names=[["a1", "Väntetid"], ["a2", "Nöjdhet"], ["a3", "Antal barn"]],
    columns=["Kvinnor", "Män", "Totalt"],
    fits=[[True, True, True], [True, True, True], [False, False, True]],
)

PLACED = {
    "from the cell": ("1\t2\n3\t4\n", 0, 1, [[0, 1, "1"], [0, 2, "2"], [1, 1, "3"], [1, 2, "4"]]),
    "a column": ("1\n2\n3", 0, 2, [[0, 2, "1"], [1, 2, "2"], [2, 2, "3"]]),
    "a single value": ("10:38", 1, 0, [[1, 0, "10:38"]]),
    "empty cells leave theirs": ("1\t\t3\n\n\t\t9", 0, 0, [[0, 0, "1"], [0, 2, "3"], [2, 2, "9"]]),
    "by code": ("a2\t1\t2\t3\na1\t4\t5\t6", 2, 2, [[1, 0, "1"], [1, 1, "2"], [1, 2, "3"], [0, 0, "4"], [0, 1, "5"], [0, 2, "6"]]),
    "by code in one column": ("a3\t7\na1\t8", 0, 2, [[2, 2, "7"], [0, 2, "8"]]),
    "by name": ("VÄNTETID\t8", 0, 2, [[0, 2, "8"]]),
    "code and name": ("a1;Väntetid;8\na2;Nöjdhet;9", 0, 2, [[0, 2, "8"], [1, 2, "9"]]),
    "a heading": ("Mått\tTotalt\na1\t8", 0, 2, [[0, 2, "8"]]),
    "unreadable values get their cell": ("många", 0, 2, [[0, 2, "många"]]),
}  # fmt: skip

REFUSED = {
    "nothing": ("\n \n", 0, 0, "Blocket är tomt."),
    "too many rows": (
        "1\n2\n3",
        1,
        2,
        "Blocket är 3 rader × 1 kolumn. Från den här cellen finns 2 rader × 1 kolumn: Totalt.",
    ),
    "too many columns": (
        "1\t2\t3",
        0,
        1,
        "Blocket är 1 rad × 3 kolumner. Från den här cellen finns 3 rader × 2 kolumner: Män, Totalt.",
    ),
    "uneven": ("1\t2\n3", 0, 0, "Blockets rader är olika långa: rad 2 har 1 cell, den första har 2."),
    "a gender that the row has not": (
        "1\t2\n3\t4",
        1,
        0,
        "”Antal barn” har ingen cell i kolumnen Kvinnor, men blocket har ”3” där.",
    ),
    "an unknown code": (
        "a1\t1\na9\t2",
        0,
        2,
        "”a9” finns inte i tabellen. Första kolumnen ska vara radens namn eller kod, till exempel Väntetid.",
    ),
    "a code twice": ("a1\t1\na1\t2", 0, 2, "”Väntetid” står på flera rader i blocket."),
    "too wide by code": (
        "a1\t1\t2\t3\t4",
        0,
        2,
        "Blocket har 4 kolumner efter koden. Här finns 1 kolumn: Totalt.",
    ),
}


@pytest.mark.parametrize("name", PLACED)
def test_placed(name: str) -> None:
    block, row, column, cells = PLACED[name]
    assert [[*at, text] for at, text in place(block, SHAPE, row, column).items()] == cells


@pytest.mark.parametrize("name", REFUSED)
def test_the_wrong_shape(name: str) -> None:
    block, row, column, message = REFUSED[name]
    with pytest.raises(WrongShape) as refused:
        place(block, SHAPE, row, column)
    assert str(refused.value) == message


def test_the_browser_places_alike() -> None:
    cases = [*PLACED.values(), *REFUSED.values()]
    answers = run_node(
        f"""
        import {{ placeInGrid }} from "{module("pasted-grid.js")}";
        console.log(JSON.stringify(given.cases.map(([block, row, column]) => {{
          try {{
            return placeInGrid(block, given.shape, row, column);
          }} catch (refused) {{
            return refused.message;
          }}
        }})));
        """,
        {
            "cases": [[block, row, column] for block, row, column, _ in cases],
            "shape": {"names": SHAPE.names, "columns": SHAPE.columns, "fits": SHAPE.fits},
        },
    )
    assert answers == [expected for *_, expected in cases]
