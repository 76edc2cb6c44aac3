"""Blocks about indicators read strictly: what a good one becomes, and the exact message and line of each fault."""

import pytest

from goals.models import Span
from reports.blocks.base import Known
from reports.blocks.indicator_table import IndicatorTableBlock
from reports.indicator_settings import Period, Time, TimeWord
from reports.template import TemplateError, parse
from tests.reports.indicators import source, table_block

OUTCOME = 'kolumner = [{ visar = "utfall" }]'


def fault(block: str) -> str:
    with pytest.raises(TemplateError) as refused:
        parse(source(block))
    return str(refused.value)


def table(keys: str) -> str:
    return table_block(f"{keys}\n{OUTCOME}")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            'matt = ["a"]\nmal = ["n1"]',
            "Rad 13: Skriv bara en av matt, omraden, mal, malniva.",
        ),
        (
            'enheter = "områden"\ngrupper = "område"',
            "Rad 13: Flera enheter kräver grupper = ”mått” eller ”enhet”.",
        ),
        (
            'summa = "sist"',
            "Rad 12: ”summa” kräver flera enheter och grupper = ”mått”.",
        ),
        (
            'kon = "raderna"',
            "Rad 12: ”raderna” går inte som kon. Tillåtna värden: rader, kolumner, ingen.",
        ),
    ],
)
def test_faults_of_a_table(keys: str, message: str) -> None:
    assert fault(table(keys)) == message


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (
            'visar = "utfall", tid = "hösten"',
            (
                "Rad 13: ”hösten” går inte som tid. Tillåtna värden: helår, tertial, månad, senaste, tertial 1 till"
                " tertial 3 och månadernas namn, med år före eller efter rapportens som helår-1 eller november-1."
            ),
        ),
        (
            'visar = "mål", tid = "november"',
            "Rad 13: ”mål” gäller ett år: skriv tid = ”helår” eller till exempel ”helår+1”.",
        ),
        (
            'visar = "bedömning", kon = "kvinnor"',
            "Rad 13: ”bedömning” är detsamma för kvinnor och män: ta bort ”kon”.",
        ),
        (
            'visar = "utfall", kon = "kvinnor"',
            "Rad 13: ”kon” på en kolumn går inte när kvinnor och män har egna rader.",
        ),
        (
            'visar = "utfall", rubrik = "{mål}"',
            "Rad 13: ”{mål}” finns inte. Det som kan fyllas i är {år}, {månad}, {period}.",
        ),
        (
            'visar = "budget"',
            (
                "Rad 13: ”budget” går inte som visar. Tillåtna värden: utfall, mål, antal svar, svarsfrekvens, trend,"
                " bedömning."
            ),
        ),
    ],
)
def test_faults_of_a_column(column: str, message: str) -> None:
    assert fault(table_block(f'kon = "rader"\nkolumner = [{{ {column} }}]')) == message


def test_two_columns_of_the_same_name_and_groups_within_groups() -> None:
    twice = 'kolumner = [{ visar = "utfall" }, { rubrik = "Utfall {år}", visar = "mål" }]'
    assert fault(table_block(twice)) == "Rad 12: Två kolumner heter ”Utfall {år}”."
    grouped = 'kon = "kolumner"\nkolumner = [{ visar = "utfall", grupp = "År" }]'
    assert fault(table_block(grouped)) == (
        "Rad 13: ”grupp” går inte med kon = ”kolumner”: kolumnerna är redan grupperade."
    )


def test_faults_of_a_chart() -> None:
    chart = 'typ = "måttdiagram"\nnyckel = "d"\nnamn = "D"\nmatt = "a"\n'
    assert fault(chart + 'visar = "månader"\nantal_ar = 3') == "Rad 14: ”antal_ar” kräver visar = ”år”."
    assert fault(chart + 'enheter = ["1", "2"]') == (
        "Rad 13: Ett måttdiagram gäller en enhet: nämnden eller en kod i en lista."
    )


def test_what_the_committee_does_not_have() -> None:
    known = Known(
        frozenset({"100"}),
        {},
        goal_levels=("Nämndmål",),
        goal_codes=frozenset({"n1"}),
        indicator_codes=frozenset({"a"}),
        themes=frozenset({"Barn"}),
    )

    def findings(*blocks: str) -> list[str]:
        return [str(each) for block in parse(source(*blocks)).blocks() for each in block.check(known)]

    good = [
        table_block(f"{keys}\n{OUTCOME}", key=f"t{at}", name=f"T{at}")
        for at, keys in enumerate(
            (
                'matt = ["a"]',
                'omraden = ["Barn"]',
                'mal = ["n1"]',
                'malniva = "Nämndmål"',
                'enheter = ["100"]',
            )
        )
    ]
    assert findings(*good) == []
    assert findings(table('matt = ["a", "b"]\nenheter = ["200"]')) == [
        "Rad 8: Måttet ”b” finns inte i nämnden.",
        "Rad 8: Enheten ”200” finns inte i nämnden.",
    ]
    assert findings(table('omraden = ["Äldre"]')) == ["Rad 8: Området ”Äldre” har inga mått i nämnden."]
    assert findings(table('mal = ["n2"]')) == ["Rad 8: Målet ”n2” finns inte i nämnden."]
    assert findings(table('malniva = "Målbild"')) == ["Rad 8: Målnivån ”Målbild” finns inte i nämnden."]
    chart = 'typ = "måttdiagram"\nnyckel = "d"\nnamn = "D"\nmatt = "b"'
    assert findings(chart) == ["Rad 8: Måttet ”b” finns inte i nämnden."]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("helår", Time(TimeWord.YEAR)),
        ("helår-3", Time(TimeWord.YEAR, -3)),
        ("tertial 2-1", Time(TimeWord.TERTIAL, -1, 8)),
        ("november", Time(TimeWord.MONTH, 0, 11)),
        ("månad-1", Time(TimeWord.MONTH, -1)),
        ("senaste", Time(TimeWord.LATEST)),
    ],
)
def test_times(text: str, time: Time) -> None:
    spec = parse(source(table_block(f'kolumner = [{{ visar = "utfall", tid = "{text}" }}]')))
    (block,) = spec.blocks()
    assert isinstance(block, IndicatorTableBlock)
    assert [column.time for column in block.table.layout.columns] == [time]


def test_periods_of_times_seen_from_august() -> None:
    def periods(word: TimeWord, offset: int = 0, month: int | None = None) -> tuple[Period, ...]:
        return Time(word, offset, month).periods(2021, 8)

    assert periods(TimeWord.YEAR, 1) == (Period(2022, Span.YEAR, 12),)
    assert periods(TimeWord.TERTIAL) == (Period(2021, Span.TERTIAL, 8),)
    assert periods(TimeWord.TERTIAL, month=12) == ()
    assert periods(TimeWord.TERTIAL, -1, 12) == (Period(2020, Span.TERTIAL, 12),)
    assert periods(TimeWord.MONTH, -1) == (Period(2020, Span.MONTH, 8),)
    assert periods(TimeWord.MONTH, 0, 9) == ()
    assert periods(TimeWord.MONTH, 1) == ()
    assert periods(TimeWord.LATEST)[:4] == (
        Period(2021, Span.TERTIAL, 8),
        Period(2021, Span.MONTH, 8),
        Period(2021, Span.MONTH, 7),
        Period(2021, Span.MONTH, 6),
    )
    assert periods(TimeWord.LATEST, -1)[0] == Period(2020, Span.YEAR, 12)
    assert Time(TimeWord.TERTIAL).periods(2021, 3) == ()
