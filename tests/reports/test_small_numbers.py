"""Small groups stay hidden in everything that leaves the program: page, PDF, Excel, CSV, charts and package.

Three ways of looking. The hidden values are searched for: they are numbers that stand nowhere else. The files are
made from two sets of data that differ in hidden values alone, and must not differ. And a reader with the files
and a good head is played: every value that a hidden one may have, beside all that is printed, is tried.
"""

import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction

from goals.measuring import Entry, record_measurements
from goals.models import GenderSplit, Meaning, People, Totalling, ValueKind, YearOf
from organisation.models import Committee
from reports.building import build
from reports.contents import Chart, ReportContents
from reports.excel import workbook
from reports.figures_csv import figures
from reports.models import Report
from reports.packages import dump_package
from tests.factories import make_committee, make_units
from tests.goal_factories import level_of, make_assessment, make_indicator, make_scale, make_target
from tests.reports.indicators import report_of, table_block
from tests.reports.outputs import outputs_of

pytestmark = pytest.mark.django_db

HIDDEN = ".."
NOTE = "Värden som rör färre än 5 personer visas som\u00a0.."

# Each longer one stands nowhere else. The two sets differ in them alone: what is shown is the same of both.
_SECRETS = (
    {
        "boys": "1",
        "girls": "7413",
        "share": "37.13",
        "answers": "3",
        "others": "6055",
        "small": "3",
        "next": "8041",
    }
    | {"external": "2", "rest": "5316", "month": "6109", "numerator": "5203", "denominator": "5206"},
    {
        "boys": "4",
        "girls": "7410",
        "share": "64.87",
        "answers": "2",
        "others": "6056",
        "small": "2",
        "next": "8042",
    }
    | {"external": "4", "rest": "5314", "month": "6108", "numerator": "4711", "denominator": "4713"},
)
BLOCKS = (
    table_block(
        """
matt = ["barn", "nojda", "andel", "insatser"]
kon = "kolumner"
kolumner = [
  { visar = "utfall", tid = "helår-1" }, { visar = "mål" }, { visar = "utfall" },
  { visar = "antal svar" }, { visar = "svarsfrekvens" }, { visar = "trend" }, { visar = "bedömning" },
]
""",
        key="kolumner",
        name="Kön i kolumner",
    ),
    table_block(
        'matt = ["barn", "nojda"]\nkon = "rader"\nkolumner = [{ visar = "utfall" }, { visar = "trend" }]',
        key="rader",
        name="Kön i rader",
    ),
    table_block(
        'matt = ["enheter"]\nenheter = "områden"\nsumma = "sist"\nkolumner = [{ visar = "utfall" }]',
        key="enheter",
        name="Enheter",
    ),
    'typ = "månadsvärden"\nnyckel = "manader"\nnamn = "Månader"\nmatt = ["dygn", "arenden"]\ntidigare_ar = 1',
    'typ = "måttdiagram"\nnyckel = "kon"\nnamn = "Placerade"\nmatt = "barn"\nantal_ar = 2',
    'typ = "måttdiagram"\nnyckel = "staplar"\nnamn = "Nöjda"\nmatt = "nojda"\nform = "staplar"\nantal_ar = 2',
    'typ = "måttdiagram"\nnyckel = "dygn"\nnamn = "Dygn"\nmatt = "dygn"\nvisar = "månader"',
)


def make_report_with(secrets: Mapping[str, str], **fields: int) -> Report:
    committee = make_committee(**fields)
    make_units(
        committee,
        {"SN": {"100": {}, "200": {}, "300": {}}},
        {"SN": "Socialnämnden", "100": "Norr", "200": "Söder", "300": "Väster"},
    )
    scale = make_scale(committee)
    children = make_indicator(
        committee,
        "barn",
        name="Placerade",
        people=People.COUNT,
        gender_split=GenderSplit.GIRLS_BOYS,
        scale=scale,
        direction="lower",
    )
    make_target(children, 2021, "1")
    # At a time of its own: the package tells when.
    written = datetime(2022, 1, 10, 9, tzinfo=UTC)
    make_assessment(children, 2021, level=level_of(scale, Meaning.NOT_MET), changed_at=written)
    make_indicator(
        committee,
        "nojda",
        name="Nöjda",
        people=People.GROUP,
        value_kind=ValueKind.SHARE,
        gender_split=GenderSplit.WOMEN_MEN,
        direction="higher",
        decimals=2,
    )
    make_indicator(
        committee, "andel", name="Klara", people=People.COUNT, value_kind=ValueKind.NUMBER_OR_SHARE
    )
    make_indicator(
        committee,
        "insatser",
        name="Insatser",
        people=People.COUNT,
        parts=[{"code": "ext", "pattern": "(varav {värde} externa)", "is_of_which": True}],
    )
    make_indicator(
        committee,
        "enheter",
        name="Per enhet",
        people=People.COUNT,
        is_by_unit=True,
        totalling=Totalling.SUM,
    )
    make_indicator(committee, "dygn", name="Dygn", people=People.COUNT, frequency="month", is_cumulative=True)
    make_indicator(
        committee, "arenden", name="Ärenden", people=People.COUNT, frequency="month", year_of=YearOf.SUM
    )
    record_measurements(committee=committee, entries=list(_entries(committee, secrets)), by="Karin")
    return report_of(committee, *BLOCKS)


def _entries(committee: Committee, secrets: Mapping[str, str]) -> Iterator[Entry]:
    by_code = {indicator.code: indicator.pk for indicator in committee.indicators.all()}
    units = {unit.code: unit.pk for unit in committee.units.all()}

    def entry(code: str, text: str, *, unit: str = "SN", period: str = "", **fields: str) -> Entry:
        year, month = (2021, int(period)) if period else (int(fields.pop("year", "2021")), 12)
        return Entry(
            indicator_id=by_code[code],
            unit_id=units[unit],
            part=fields.pop("part", ""),
            gender=fields.pop("gender", "T"),
            year=year,
            span="month" if period else "year",
            month=month,
            text=text.replace(".", ","),
            **fields,
        )

    # One boy among the girls; the year before everybody may be shown.
    yield entry("barn", "7000", year="2020", gender="K")
    yield entry("barn", "40", year="2020", gender="M")
    yield entry("barn", "7040", year="2020")
    yield entry("barn", secrets["girls"], gender="K")
    yield entry("barn", secrets["boys"], gender="M", note=f"Det är {secrets['boys']} pojke i Väster.")
    yield entry("barn", "7414")
    # A share of few men, with a note that tells how few.
    yield entry("nojda", "81", gender="K", answers=secrets["others"], response_rate="60")
    yield entry(
        "nojda",
        secrets["share"],
        gender="M",
        answers=secrets["answers"],
        response_rate="33",
        note=f"Bara {secrets['answers']} män svarade.",
    )
    yield entry("nojda", "78", answers="6058", response_rate="57")
    # All but a few of a group.
    yield entry("andel", f"{secrets['numerator']}/{secrets['denominator']}")
    # Of which a few.
    yield entry("insatser", "5318")
    yield entry("insatser", secrets["external"], part="ext")
    # One unit with a few, and the committee's value as the sum.
    yield entry("enheter", secrets["small"], unit="100")
    yield entry("enheter", secrets["next"], unit="200")
    yield entry("enheter", "9017", unit="300")
    # Two months that count from January and differ by a few; months that add up to a year, one with a few.
    for month, text in enumerate(("6107", secrets["month"], *(str(6200 + 90 * at) for at in range(10))), 1):
        yield entry("dygn", text, period=str(month))
    for month in range(1, 13):
        few = {5: secrets["small"], 12: str(7000 - int(secrets["small"]))}
        yield entry("arenden", few.get(month, str(100 + month)), period=str(month))


def secret_numbers(secrets: Mapping[str, str]) -> list[str]:
    """Those that stand nowhere else in the files. The small ones do, and are looked for in other ways."""
    own = [text for text in secrets.values() if len(text) > 2]
    return [*own, str(7000 - int(secrets["small"]))]


def written(number: str) -> Iterable[str]:
    """As it may stand in a file: 7413, 7 413 with either space, 37.13, 37,13."""
    whole, _, decimals = number.partition(".")
    spaced = [whole, *(f"{whole[:-3]}{space}{whole[-3:]}" for space in " \u00a0\u202f")]
    return {f"{each}{sign}{decimals}" if decimals else each for each in spaced for sign in ".,"}


@pytest.mark.parametrize("secrets", _SECRETS)
def test_no_hidden_number_stands_anywhere(secrets: Mapping[str, str], tmp_path: Path) -> None:
    outputs = outputs_of(make_report_with(secrets), tmp_path)
    assert {"page", "pdf", "figures.csv", "xlsx/docProps/core.xml", "paket/matvarden.csv"} <= set(outputs)
    looked_for = {form for number in secret_numbers(secrets) for form in written(number)}
    found = {
        (name, form)
        for name, text in outputs.items()
        for form in looked_for
        if re.search(rf"(?<!\d){re.escape(form)}(?!\d)", text)
    }
    assert found == set()
    for told in ("pojke i Väster", "män svarade"):
        assert [name for name, text in outputs.items() if told in text] == []


def test_every_secret_would_be_found_if_it_were_not_protected(tmp_path: Path) -> None:
    """The same search in the same files, of a committee that protects nothing."""
    outputs = outputs_of(make_report_with(_SECRETS[0], small_group_threshold=1), tmp_path)
    unprinted = {_SECRETS[0]["rest"]}  # what remains of a whole is printed nowhere
    for number in set(secret_numbers(_SECRETS[0])) - unprinted:
        for name in ("page", "pdf", "figures.csv"):
            assert any(form in outputs[name] for form in written(number)), (number, name)
    for told in ("pojke i Väster", "män svarade"):
        assert told in outputs["paket/matvarden.csv"]


def test_files_from_other_hidden_values_are_the_same_files(tmp_path: Path) -> None:
    """What does not change with a value cannot tell it: not a coordinate of a chart, not a width, not a word."""
    made = []
    for number, secrets in enumerate(_SECRETS):
        folder = tmp_path / str(number)
        folder.mkdir()
        with transaction.atomic():
            made.append(outputs_of(make_report_with(secrets), folder))
            transaction.set_rollback(True)
    first, second = made
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_what_is_printed_instead_and_the_note_that_says_why(tmp_path: Path) -> None:
    contents = build(make_report_with(_SECRETS[0]), fresh=False)
    tables = {table.name: table for table in contents.all_tables()}
    for name in ("Kön i kolumner", "Kön i rader", "Enheter", "Månader", "Placerade", "Nöjda", "Dygn"):
        assert NOTE in tables[name].notes, name
    printed = {(table, row, column): value for table, _, row, column, value in figures(contents)}
    assert {key[1:]: value for key, value in printed.items() if key[0] == "Placerade"} == {
        ("2020", "Flickor"): "7000",
        ("2020", "Pojkar"): "40",
        ("2020", "Totalt"): "7040",
        ("2021", "Flickor"): "..",
        ("2021", "Pojkar"): "..",
        ("2021", "Totalt"): "7414",
        ("2020", "Mål"): "–",
        ("2021", "Mål"): "1",
    }
    assert printed["Kön i kolumner", "Placerade", "Bedömning"] == HIDDEN
    assert printed["Kön i kolumner", "Nöjda", "Utfall 2021 Män"] == HIDDEN
    assert printed["Kön i kolumner", "Nöjda", "Antal svar Män"] == HIDDEN
    (chart,) = [chart for chart in _charts(contents) if chart.name == "Placerade"]
    assert "Skyddade värden är luckor: 2021." in chart.description


def test_a_package_does_not_tell_how_a_hidden_value_was_assessed(tmp_path: Path) -> None:
    """At most one child is aimed at: whether the target is met tells whether the boy is alone."""
    committee = make_report_with(_SECRETS[0]).committee
    assessed = committee.indicators.get(code="barn").assessments.get()
    assessed.text, assessed.reason = "Det är en enda pojke.", "Bara en pojke."
    assessed.save()
    make_assessment(assessed.indicator, 2020, level=assessed.level, text="Alla får stöd.")
    dump_package(committee, tmp_path / "utat")
    dump_package(committee, tmp_path / "hel", all_values=True)

    def told(name: str) -> str:
        return "\n".join(path.read_text() for path in sorted((tmp_path / name).rglob("*")) if path.is_file())

    shown = (tmp_path / "utat" / "bedomningar.csv").read_text()
    assert "mått;barn;;202012;not-met" in shown
    assert "202112" not in shown
    assert "Alla får stöd." in told("utat")
    assert "pojke." not in told("utat")
    whole = (tmp_path / "hel" / "bedomningar.csv").read_text()
    assert "mått;barn;;202112;not-met;;Bara en pojke." in whole
    assert "Det är en enda pojke." in told("hel")


def _charts(contents: ReportContents) -> list[Chart]:
    return [chart for section in contents.walk() for block in section.blocks for chart in block.charts]


def test_who_reads_every_file_cannot_work_out_the_one_boy(tmp_path: Path) -> None:
    """A reader knows what adds up to what, and that somebody is few. Each hidden value may still be several."""
    report = make_report_with(_SECRETS[0])
    contents = build(report, fresh=False)
    in_csv = {(table, row, column): value for table, _, row, column, value in figures(contents)}
    in_excel = _excel_cells(workbook(contents))
    assert {key: _number(value) for key, value in in_csv.items()} == in_excel
    known = {key: number for key, number in in_excel.items() if number is not None}
    assert _boys_that_fit(known) >= {1, 2, 3, 4}
    assert _units_that_fit(known) >= {1, 2, 3, 4}
    assert _months_that_fit(known) >= {1, 2, 3, 4}
    assert _cumulative_that_fit(known) >= {6107, 6108, 6109, 6110, 6111}


Known = Mapping[tuple[str, str, str], Decimal]


def _boys_that_fit(known: Known) -> set[int]:
    """Every number of boys that goes with a number of girls and with all that is printed of them."""
    told = {
        (gender, table): known.get(key)
        for gender, keys in {
            "girls": [
                ("Kön i rader", "Placerade för flickor", "Utfall 2021"),
                ("Placerade", "2021", "Flickor"),
            ],
            "boys": [("Kön i rader", "Placerade för pojkar", "Utfall 2021"), ("Placerade", "2021", "Pojkar")],
            "total": [("Kön i rader", "Placerade", "Utfall 2021"), ("Placerade", "2021", "Totalt")],
        }.items()
        for table, key in enumerate(keys)
    }
    fits = set()
    for boys, total in itertools.product(range(60), (7414,)):
        guess = {"girls": total - boys, "boys": boys, "total": total}
        if all(value is None or value == guess[gender] for (gender, _), value in told.items()):
            fits.add(boys)
    return fits


def _units_that_fit(known: Known) -> set[int]:
    told = {name: known.get(("Enheter", name, "Utfall 2021")) for name in ("Norr", "Söder", "Väster")}
    total = known["Enheter", "Socialnämnden", "Utfall 2021"]
    unknown = total - sum(value for value in told.values() if value is not None)
    if told["Norr"] is not None:
        return {int(told["Norr"])}
    others = [name for name, value in told.items() if value is None and name != "Norr"]
    return {few for few in range(60) if others or few == unknown}


def _months_that_fit(known: Known) -> set[int]:
    months = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    told = [known.get(("Månader", "Ärenden", month)) for month in months]
    total = known.get(("Månader", "Ärenden", "2021"))
    if told[4] is not None:
        return {int(told[4])}
    alone = sum(value is None for value in told) == 1 and total is not None
    rest = (total or Decimal(0)) - sum(value for value in told if value is not None)
    return {few for few in range(60) if not alone or few == rest}


def _cumulative_that_fit(known: Known) -> set[int]:
    """February's count from January lies between January's and the next that is told."""
    february = known.get(("Månader", "Dygn", "feb"))
    if february is not None:
        return {int(february)}
    return set(range(int(known["Månader", "Dygn", "jan"]), int(known["Månader", "Dygn", "mar"]) + 1))


def _number(text: str) -> Decimal | None:
    """The number that a cell of a file tells, if it is one."""
    plain = re.sub(r"(?<=\d)\u00a0(?=\d{3})", "", text)
    match = re.fullmatch(r"(-?\d+(?:,\d+)?)(\s.*)?", plain)
    return Decimal(match[1].replace(",", ".")) if match else None


def _excel_cells(content: bytes) -> dict[tuple[str, str, str], Decimal | None]:
    """Every cell of a table by sheet, row and column, hidden rows and columns too; words are None."""
    found: dict[tuple[str, str, str], Decimal | None] = {}
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets[1:]:
        rows = list(sheet.iter_rows(min_row=4, values_only=True))
        heads = 2 if rows[0][0] is None else 1
        above, labels = rows[0], rows[heads - 1]
        groups: list[str] = []
        for at, group in enumerate(above):
            label = str(labels[at] or "")
            own = str(group) if group and heads == 2 and label else ""
            groups.append(own or (groups[-1] if heads == 2 and at and group is None else ""))
        for row in rows[heads:]:
            if row[0] is None or all(value is None for value in row[1:]):
                continue
            for at, value in enumerate(row[1:], 1):
                if value is None:
                    continue
                column = f"{groups[at]} {labels[at] or ''}".strip() if heads == 2 else str(labels[at])
                number = Decimal(str(value)) if isinstance(value, int | float) else _number(str(value))
                found[sheet.title, str(row[0]), column] = number
    return found
