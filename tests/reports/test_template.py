"""Templates read strictly: what a good one becomes, and the exact message and line of each fault."""

import pytest

from organisation.figures import Scale, Sign
from reports.blocks import BLOCK_TYPES
from reports.blocks.base import Known
from reports.blocks.chart import ChartBlock, ChartKind
from reports.blocks.contents_list import ContentsListBlock
from reports.blocks.result_table import ResultTableBlock
from reports.blocks.text import TextBlock
from reports.blocks.unit_texts import UnitTextsBlock
from reports.models import ReportKind
from reports.table_settings import (
    ColumnSetting,
    Grouping,
    Line,
    LineKind,
    Place,
    Rows,
    Shows,
    Span,
    Style,
    TableSettings,
)
from reports.template import SectionSpec, TemplateError, parse
from reports.unit_tree import Choice, UnitChoice

GOOD = """\
namn = "Verksamhetsberättelse"
slag = "årsredovisning"
numrerade = true

[[avsnitt]]
nyckel = "inledning"
titel = "Året {år}"

[[avsnitt.block]]
typ = "innehåll"
djup = 3

[[avsnitt.block]]
typ = "text"
nyckel = "sammanfattning"
ledtext = "Beskriv året."

[[avsnitt]]
nyckel = "ekonomi"
titel = "Ekonomi"
djup = 2

[[avsnitt.block]]
typ = "enhetstexter"
nyckel = "handelser"
enheter = ["100", "110"]

[[avsnitt.block]]
typ = "resultattabell"
nyckel = "drift"
namn = "Driftredovisning"
skala = "mnkr"
decimaler = 1
tecken = "bokföring"
radrubrik = "Mnkr"
enheter = "områden"
summa = "först"
poster = [
  { namn = "Kostnader", slag = "kostnader" },
  { namn = "varav personal", kostnadsslag = ["Personalkostnader"], stil = "varav" },
  { namn = "Netto", slag = "netto", stil = "summa" },
]
kolumner = [
  { rubrik = "Bokslut {år}", visar = "utfall", tid = "helår-1" },
  { rubrik = "Avvikelse {månad}", visar = "avvikelse", tid = "månad" },
]

[[avsnitt.block]]
typ = "diagram"
nyckel = "manader"
namn = "Året månad för månad"
visar = "månader"
enheter = "nämnden"
ackumulerat = true
"""


def test_a_template_becomes_records() -> None:
    spec = parse(GOOD)
    assert (spec.name, spec.kind, spec.is_numbered) == ("Verksamhetsberättelse", ReportKind.ANNUAL, True)
    assert spec.sections == (
        SectionSpec(
            key="inledning",
            title="Året {år}",
            level=1,
            blocks=(
                ContentsListBlock(9, depth=3),
                TextBlock(13, key="sammanfattning", heading="", hint="Beskriv året."),
            ),
            line=5,
        ),
        SectionSpec(
            key="ekonomi",
            title="Ekonomi",
            level=2,
            blocks=(
                UnitTextsBlock(
                    23, key="handelser", heading="", hint="", units=UnitChoice(None, ("100", "110"))
                ),
                ResultTableBlock(
                    28,
                    TableSettings(
                        key="drift",
                        name="Driftredovisning",
                        scale=Scale.MNKR,
                        decimals=1,
                        sign=Sign.LEDGER,
                        row_heading="Mnkr",
                        rows=Rows.LINES,
                        units=UnitChoice(Choice.AREAS),
                        total=Place.FIRST,
                        grouping=Grouping.NONE,
                        subtotals=Place.NONE,
                        lines=(
                            Line("Kostnader", LineKind.COST),
                            Line("varav personal", None, ("Personalkostnader",), Style.OF_WHICH),
                            Line("Netto", LineKind.NET, style=Style.TOTAL),
                        ),
                        columns=(
                            ColumnSetting("Bokslut {år}", Shows.ACTUAL, Span.YEAR, -1),
                            ColumnSetting("Avvikelse {månad}", Shows.DEVIATION, Span.MONTH),
                        ),
                    ),
                ),
                ChartBlock(
                    48,
                    key="manader",
                    name="Året månad för månad",
                    kind=ChartKind.MONTHS,
                    units=UnitChoice(Choice.ROOT),
                    line_kind=LineKind.NET,
                    scale=Scale.TKR,
                    decimals=0,
                    is_cumulated=True,
                ),
            ),
            line=18,
        ),
    )
    assert spec.years(2021) == {2020, 2021}


BAD = [
    ("namn =", 'namn "x"', 1, "Mallen är inte giltig TOML. Det saknas ett likhetstecken efter nyckeln."),
    (
        'namn = "Verksamhetsberättelse"',
        "namn = 3",
        1,
        "”namn” ska vara en text inom citattecken, högst 300 tecken.",
    ),
    ('namn = "Verksamhetsberättelse"', 'namn = " "', 1, "”namn” får inte vara tom."),
    (
        'slag = "årsredovisning"',
        'slag = "kvartal"',
        2,
        "”kvartal” går inte som slag. Tillåtna värden: årsredovisning, delårsrapport, månadsrapport, internbudget, internkontrollplan, internkontrolluppföljning.",
    ),
    ("numrerade = true", 'numrerade = "ja"', 3, "”numrerade” ska vara true eller false, utan citattecken."),
    (
        "numrerade = true",
        "numrerad = true",
        3,
        "”numrerad” finns inte i mallen. Menade du ”numrerade”? Tillåtna nycklar: namn, slag, numrerade, avsnitt.",
    ),
    (
        'nyckel = "inledning"',
        'nyckel = "Inledning"',
        6,
        "”Inledning” går inte som nyckel: använd små bokstäver a–z, siffror och bindestreck, högst 60 tecken.",
    ),
    (
        "djup = 2",
        "djup = 3",
        21,
        "Avsnittet ”Ekonomi” har djup 3 men får ha högst 2 här: djupet ökar med ett i taget.",
    ),
    ("djup = 2", "djup = 5", 21, "”djup” ska vara ett heltal från 1 till 4."),
    (
        'titel = "Året {år}"',
        'titel = "{yy}"',
        7,
        "”{yy}” finns inte. Det som kan fyllas i är {år}, {månad}, {period}.",
    ),
    (
        'typ = "text"',
        'typ = "tabell"',
        14,
        f"Blocktypen ”tabell” finns inte. De som finns: {', '.join(BLOCK_TYPES)}.",
    ),
    (
        'ledtext = "Beskriv året."',
        'ledtxt = "Beskriv året."',
        16,
        "”ledtxt” finns inte i blocket text. Menade du ”ledtext”? Tillåtna nycklar: typ, nyckel, rubrik, ledtext, standardtext.",
    ),
    ('nyckel = "handelser"\n', "", 23, "Nyckeln ”nyckel” saknas i blocket enhetstexter."),
    (
        'nyckel = "handelser"',
        'nyckel = "sammanfattning"',
        23,
        "”sammanfattning” används redan som text, på rad 13. Varje namn får stå en gång.",
    ),
    (
        'nyckel = "ekonomi"',
        'nyckel = "inledning"',
        18,
        "”inledning” används redan som avsnitt, på rad 5. Varje namn får stå en gång.",
    ),
    (
        'namn = "Året månad för månad"',
        'namn = "Driftredovisning"',
        48,
        "”Driftredovisning” används redan som namn på tabell eller diagram, på rad 28. Varje namn får stå en gång.",
    ),
    ('["100", "110"]', "[100, 110]", 26, '”enheter” ska vara en lista med texter: ["…", "…"].'),
    ('["100", "110"]', '["100", "100"]', 26, "”100” står två gånger i enheter."),
    (
        '["100", "110"]',
        '"vissa"',
        26,
        "”vissa” går inte som enheter. Tillåtna värden: nämnden, områden, lägsta, alla.",
    ),
    ('skala = "mnkr"', 'skala = "msek"', 32, "”msek” går inte som skala. Tillåtna värden: kr, tkr, mnkr."),
    ("decimaler = 1", "decimaler = 1.5", 33, "”decimaler” ska vara ett heltal från 0 till 3."),
    (
        'namn = "Netto", slag = "netto"',
        'namn = "Netto"',
        41,
        "Posten ”Netto” ska ha antingen slag eller kostnadsslag.",
    ),
    ('namn = "Netto"', 'namn = "Kostnader"', 41, "Två poster heter ”Kostnader”."),
    (
        'slag = "kostnader" }',
        'slag = "kostnader", stil = "varav" }',
        39,
        "”Kostnader” är varav men har ingen post före sig att vara en del av.",
    ),
    (
        'tid = "helår-1"',
        'tid = "ifjol"',
        44,
        (
            "”ifjol” går inte som tid. Tillåtna värden: helår, period, månad, med år före eller efter rapportens som"
            " helår-1 eller helår+1."
        ),
    ),
    (
        'visar = "avvikelse", tid = "månad"',
        'visar = "prognos", tid = "månad"',
        45,
        "”prognos” gäller alltid hela året: skriv tid = ”helår” eller till exempel ”helår-1”.",
    ),
    (
        'rubrik = "Avvikelse {månad}", visar = "avvikelse", tid = "månad"',
        'rubrik = "Bokslut {år}", visar = "avvikelse", tid = "månad-1"',
        45,
        "Två kolumner heter ”Bokslut {år}”.",
    ),
    (
        'summa = "först"',
        'summa = "överst"',
        37,
        "”överst” går inte som summa. Tillåtna värden: först, sist, ingen.",
    ),
    (
        'enheter = "områden"',
        'enheter = "nämnden"',
        37,
        "enheter = ”nämnden” är redan summan: skriv summa = ”ingen”.",
    ),
    ('enheter = "områden"', 'enheter = "träd"', 36, "enheter = ”träd” kräver rader = ”enheter”."),
    (
        'summa = "först"',
        'delsummor = "sist"',
        37,
        "delsummor kräver enheter = ”träd” eller grupper = ”överordnad”.",
    ),
    ('summa = "först"', 'grupper = "överordnad"', 37, "grupper = ”överordnad” kräver rader = ”enheter”."),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), BAD, ids=[f"{case[1]!r}" for case in BAD])
def test_each_fault_has_its_message_and_line(old: str, new: str, line: int, message: str) -> None:
    assert GOOD.count(old) >= 1
    bad = GOOD.replace(old, new, 1)
    with pytest.raises(TemplateError) as caught:
        parse(bad)
    assert caught.value.line == line
    assert caught.value.message == message
    assert str(caught.value) == f"Rad {line}: {message}"


KNOWN = Known(
    unit_codes=frozenset({"SN", "100"}),
    cost_types={"Intäkter": "revenue", "Personalkostnader": "cost", "Lokalkostnader": "cost"},
)


def findings(lines: str, units: str = '"områden"') -> list[tuple[str, bool]]:
    source = f"""\
namn = "Mall"
slag = "delårsrapport"
[[avsnitt]]
nyckel = "a"
titel = "A"
[[avsnitt.block]]
typ = "resultattabell"
nyckel = "t"
namn = "Resultat"
enheter = {units}
poster = [{lines}]
kolumner = [{{ rubrik = "Utfall", visar = "utfall" }}]
"""
    return [(str(each), each.is_error) for block in parse(source).blocks() for each in block.check(KNOWN)]


def test_kinds_with_of_which_and_net_are_a_whole_result() -> None:
    assert (
        findings(
            '{ namn = "Intäkter", slag = "intäkter" }, { namn = "Kostnader", slag = "kostnader" },'
            ' { namn = "varav personal", kostnadsslag = ["Personalkostnader"], stil = "varav" },'
            ' { namn = "Netto", slag = "netto" }'
        )
        == []
    )


def test_units_and_cost_types_that_do_not_exist_are_errors() -> None:
    assert findings('{ namn = "Resor", kostnadsslag = ["Resor"] }', units='["100", "999"]') == [
        ("Rad 6: Enheten ”999” finns inte i nämnden.", True),
        (
            (
                "Rad 6: Kostnadsslaget ”Resor” finns inte i nämnden. De som finns: Intäkter, Lokalkostnader,"
                " Personalkostnader."
            ),
            True,
        ),
    ]


def test_a_cost_type_counted_twice_is_a_warning() -> None:
    assert findings(
        '{ namn = "Kostnader", slag = "kostnader" }, { namn = "Personal", kostnadsslag = ["Personalkostnader"] }'
    ) == [
        (
            (
                "Rad 6: I tabellen ”Resultat” räknas kostnadsslaget ”Personalkostnader” på flera rader: Kostnader,"
                " Personal. Ska en av dem ha stil = ”varav” eller ”delsumma”?"
            ),
            False,
        )
    ]


def test_a_cost_type_left_out_of_a_whole_result_is_a_warning() -> None:
    assert findings(
        '{ namn = "Intäkter", slag = "intäkter" }, { namn = "Personal", kostnadsslag = ["Personalkostnader"] },'
        ' { namn = "Netto", slag = "netto", stil = "summa" }'
    ) == [
        (
            "Rad 6: I tabellen ”Resultat” finns kostnadsslaget ”Lokalkostnader” inte på någon rad men ingår i nettot.",
            False,
        )
    ]


def test_of_which_must_be_part_of_the_line_above() -> None:
    assert findings(
        '{ namn = "Intäkter", slag = "intäkter" },'
        ' { namn = "varav personal", kostnadsslag = ["Personalkostnader"], stil = "varav" }'
    ) == [
        (
            "Rad 6: I tabellen ”Resultat” är ”varav personal” inte en del av ”Intäkter”, som den står under.",
            False,
        )
    ]
