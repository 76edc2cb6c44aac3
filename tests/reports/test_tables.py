"""Result tables in every layout, with figures computed by hand."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.contents import RowStyle
from reports.unit_tree import UnitRecord, UnitTree
from tests.reports.figures import (
    AREA,
    OTHER,
    RENT,
    REVENUE,
    SN,
    STAFF,
    TREE,
    UNIT_A,
    UNIT_B,
    figures,
    kronor,
    printed,
    table,
)

LINES = """
poster = [
  { namn = "Intäkter", slag = "intäkter" },
  { namn = "Kostnader", slag = "kostnader" },
  { namn = "Netto", slag = "netto", stil = "summa" },
]
"""
NET = 'poster = [{ namn = "Netto", slag = "netto" }]\n'

# Two years of three units. Hemtjänst: revenue 100 400 and cost 900 600 against 100 000 and 950 000.
TWO_YEARS = figures(
    {
        (UNIT_A, REVENUE, 2021): kronor(budget_year=-100_000, actual_year=-100_400),
        (UNIT_A, STAFF, 2021): kronor(budget_year=700_000, actual_year=650_100),
        (UNIT_A, RENT, 2021): kronor(budget_year=250_000, actual_year=250_500),
        (UNIT_B, REVENUE, 2021): kronor(budget_year=-20_000, actual_year=-10_500),
        (UNIT_B, STAFF, 2021): kronor(budget_year=500_000, actual_year=600_499),
        (OTHER, STAFF, 2021): kronor(budget_year=300_000, actual_year=300_000),
        (UNIT_A, REVENUE, 2020): kronor(budget_year=-90_000, actual_year=-95_500),
        (UNIT_A, STAFF, 2020): kronor(budget_year=800_000, actual_year=799_500),
        (UNIT_B, STAFF, 2020): kronor(budget_year=400_000, actual_year=410_000),
        (OTHER, STAFF, 2020): kronor(budget_year=100_000, actual_year=100_000),
    }
)


def test_blocks_per_unit_over_two_years_where_the_deviation_has_a_name_of_their_own() -> None:
    """As in an annual report: Intäkter, Kostnader, Netto × (Budget, Bokslut, Utfall) for two years."""
    made = table(
        f"""
enheter = "områden"
{LINES}
kolumner = [
  {{ rubrik = "Budget {{år}}", visar = "budget", tid = "helår-1" }},
  {{ rubrik = "Bokslut {{år}}", visar = "utfall", tid = "helår-1" }},
  {{ rubrik = "Utfall {{år}}", visar = "avvikelse", tid = "helår-1" }},
  {{ rubrik = "Budget {{år}}", visar = "budget" }},
  {{ rubrik = "Bokslut {{år}}", visar = "utfall" }},
  {{ rubrik = "Utfall {{år}}", visar = "avvikelse" }},
]
""",
        TWO_YEARS,
    )
    assert printed(made) == [
        ["Tkr", "Budget 2020", "Bokslut 2020", "Utfall 2020", "Budget 2021", "Bokslut 2021", "Utfall 2021"],
        ["Vård och omsorg"],
        ["Intäkter", "90", "96", "6", "120", "111", "−9"],
        ["Kostnader", "−1 200", "−1 210", "−10", "−1 450", "−1 501", "−51"],
        ["Netto", "−1 110", "−1 114", "−4", "−1 330", "−1 390", "−60"],
        ["Socialt stöd"],
        ["Intäkter", "–", "–", "–", "–", "–", "–"],
        ["Kostnader", "−100", "−100", "0", "−300", "−300", "0"],
        ["Netto", "−100", "−100", "0", "−300", "−300", "0"],
    ]
    assert [column.is_deviation for column in made.columns] == [False, False, True, False, False, True]
    assert made.notes == (
        (
            "Utfall 2020 och Utfall 2021 visar avvikelsen mot budget. Avvikelsen är budget minus utfall."
            " Plus är bättre än budget, minus är sämre."
        ),
        "I övriga kolumner visas intäkter med plus och kostnader med minus.",
        "Varje belopp är avrundat för sig, så summan av delarna kan skilja sig från den tryckta summan.",
        "– betyder att det inte finns någon uppgift.",
    )


def test_the_total_in_millions_is_rounded_once_from_the_exact_amounts() -> None:
    made = table(
        f"""
skala = "mnkr"
decimaler = 1
enheter = "nämnden"
{LINES}
kolumner = [{{ rubrik = "Budget", visar = "budget" }}, {{ rubrik = "Avvikelse", visar = "avvikelse" }}]
""",
        TWO_YEARS,
    )
    # Cost: 700 000 + 250 000 + 500 000 + 300 000 = 1 750 000, which is 1,8 and not 1,5 + 0,3.
    assert printed(made) == [
        ["Mnkr", "Budget", "Avvikelse"],
        ["Intäkter", "0,1", "0,0"],
        ["Kostnader", "−1,8", "−0,1"],
        ["Netto", "−1,6", "−0,1"],
    ]
    assert [(group.label, group.shows_label) for group in made.groups] == [("Socialnämnden", False)]


INTERIM = figures(
    {
        (UNIT_A, REVENUE, 2021): kronor(
            budget_month=-1_000, budget_period=-8_000, budget_year=-12_000, actual_month=-1_400,
            actual_period=-9_000, actual_year=-9_000, forecast=-13_000,
        ),
        (UNIT_A, STAFF, 2021): kronor(
            budget_month=10_000, budget_period=80_000, budget_year=120_000, actual_month=9_000,
            actual_period=79_600, actual_year=79_600, forecast=121_000,
        ),
        (UNIT_A, RENT, 2021): kronor(
            budget_month=5_000, budget_period=40_000, budget_year=60_000, actual_month=5_500,
            actual_period=41_000, actual_year=41_000, forecast=61_500,
        ),
        (OTHER, STAFF, 2021): kronor(
            budget_month=2_000, budget_period=16_000, budget_year=24_000, actual_month=2_100,
            actual_period=16_800, actual_year=16_800, forecast=25_000,
        ),
    }
)  # fmt: skip


def test_total_first_then_units_with_period_year_and_forecast_side_by_side() -> None:
    made = table(
        f"""
enheter = "områden"
summa = "först"
{LINES}
kolumner = [
  {{ rubrik = "Budget period", visar = "budget", tid = "period" }},
  {{ rubrik = "Utfall period", visar = "utfall", tid = "period" }},
  {{ rubrik = "Avvikelse period", visar = "avvikelse", tid = "period" }},
  {{ rubrik = "Budget helår", visar = "budget" }},
  {{ rubrik = "Årsprognos", visar = "prognos" }},
  {{ rubrik = "Årsprognos budgetavvikelse", visar = "prognosavvikelse" }},
]
""",
        INTERIM,
    )
    assert printed(made)[1:5] == [
        ["Socialnämnden"],
        ["Intäkter", "8", "9", "1", "12", "13", "1"],
        ["Kostnader", "−136", "−137", "−1", "−204", "−208", "−4"],
        ["Netto", "−128", "−128", "0", "−192", "−195", "−3"],
    ]
    assert [line[0] for line in printed(made) if len(line) == 1] == [
        "Socialnämnden",
        "Vård och omsorg",
        "Socialt stöd",
    ]
    assert made.notes[0] == (
        "Avvikelsen är budget minus utfall. Prognosavvikelsen är årets budget minus prognos."
        " Plus är bättre än budget, minus är sämre."
    )
    assert not made.is_wide


def test_month_beside_period_with_of_which_rows_and_the_total_last() -> None:
    """As in a monthly report: rows 'varav …' and the column 'Avvikelse innevarande månad'."""
    made = table(
        """
enheter = "områden"
summa = "sist"
summanamn = "Totalt"
poster = [
  { namn = "Kostnader", slag = "kostnader" },
  { namn = "varav personalkostnader", kostnadsslag = ["Personalkostnader"], stil = "varav" },
  { namn = "varav lokalkostnader", kostnadsslag = ["Lokalkostnader"], stil = "varav" },
]
kolumner = [
  { rubrik = "Avvikelse {månad}", visar = "avvikelse", tid = "månad" },
  { rubrik = "Utfall {period}", visar = "utfall", tid = "period" },
  { rubrik = "Avvikelse {period}", visar = "avvikelse", tid = "period" },
]
""",
        INTERIM,
    )
    assert printed(made) == [
        ["Tkr", "Avvikelse augusti", "Utfall jan–aug", "Avvikelse jan–aug"],
        ["Vård och omsorg"],
        ["Kostnader", "1", "−121", "−1"],  # 500; −120 600; −600
        ["varav personalkostnader", "1", "−80", "0"],
        ["varav lokalkostnader", "−1", "−41", "−1"],
        ["Socialt stöd"],
        ["Kostnader", "0", "−17", "−1"],
        ["varav personalkostnader", "0", "−17", "−1"],
        ["varav lokalkostnader", "–", "–", "–"],
        ["Totalt"],
        ["Kostnader", "0", "−137", "−1"],  # 400; −137 400; −1 400
        ["varav personalkostnader", "1", "−96", "0"],
        ["varav lokalkostnader", "−1", "−41", "−1"],
    ]
    assert [(row.style, row.level) for row in made.groups[0].rows] == [
        (RowStyle.NORMAL, 0),
        (RowStyle.OF_WHICH, 1),
        (RowStyle.OF_WHICH, 1),
    ]


def test_by_cost_type_with_subtotals_in_ledger_sign() -> None:
    made = table(
        """
tecken = "bokföring"
enheter = "nämnden"
gruppnamn = "Hela nämnden"
poster = [
  { namn = "Intäkter", slag = "intäkter" },
  { namn = "Personalkostnader", kostnadsslag = ["Personalkostnader"] },
  { namn = "Lokalkostnader", kostnadsslag = ["Lokalkostnader"] },
  { namn = "Summa kostnader", slag = "kostnader", stil = "delsumma" },
  { namn = "Summa nettokostnader", slag = "netto", stil = "summa" },
]
kolumner = [
  { rubrik = "Bokslut {år}", visar = "utfall", tid = "helår-1" },
  { rubrik = "Budget {år}", visar = "budget" },
  { rubrik = "Utfall {år}", visar = "utfall" },
  { rubrik = "Avvikelse", visar = "avvikelse" },
]
""",
        TWO_YEARS,
    )
    assert printed(made) == [
        ["Tkr", "Bokslut 2020", "Budget 2021", "Utfall 2021", "Avvikelse"],
        ["Intäkter", "−96", "−120", "−111", "−9"],
        ["Personalkostnader", "1 310", "1 500", "1 551", "−51"],
        ["Lokalkostnader", "–", "250", "251", "−1"],
        ["Summa kostnader", "1 310", "1 750", "1 801", "−51"],
        ["Summa nettokostnader", "1 214", "1 630", "1 690", "−60"],
    ]
    assert [row.style for row in made.groups[0].rows][-2:] == [RowStyle.SUBTOTAL, RowStyle.TOTAL]
    assert made.groups[0].label == "Hela nämnden"
    assert (
        made.notes[1]
        == "I övriga kolumner visas intäkter med minus och kostnader med plus, som i bokföringen."
    )
    cell = made.groups[0].rows[0].cells[2]
    assert (cell.figure, cell.exact) == (Decimal(-111), Decimal(-110900))


def test_units_as_rows_with_the_total_last() -> None:
    made = table(
        f"""
tecken = "bokföring"
rader = "enheter"
radrubrik = "Resultat netto"
enheter = "områden"
summa = "sist"
{NET}
kolumner = [{{ rubrik = "Budget", visar = "budget" }}, {{ rubrik = "Avvikelse", visar = "avvikelse" }}]
""",
        TWO_YEARS,
    )
    assert printed(made) == [
        ["Resultat netto", "Budget", "Avvikelse"],
        ["Vård och omsorg", "1 330", "−60"],
        ["Socialt stöd", "300", "0"],
        ["Socialnämnden", "1 630", "−60"],
    ]
    assert [(group.label, group.shows_label) for group in made.groups] == [("Socialnämnden", False)]


def test_units_in_groups_under_their_area_with_its_sum() -> None:
    settings = f"""
tecken = "bokföring"
rader = "enheter"
enheter = "lägsta"
grupper = "överordnad"
delsummor = "sist"
delsummanamn = "Summa {{enhet}}"
{NET}
kolumner = [{{ rubrik = "Utfall", visar = "utfall" }}]
"""
    assert printed(table(settings, TWO_YEARS)) == [
        ["Tkr", "Utfall"],
        ["Vård och omsorg"],
        ["Hemtjänst", "800"],  # 800 200
        ["Särskilt boende", "590"],  # 589 999
        ["Summa Vård och omsorg", "1 390"],
        ["Socialnämnden"],
        ["Socialt stöd", "300"],
    ]
    first = table(settings.replace('"sist"', '"först"'), TWO_YEARS)
    assert [row.label for row in first.groups[0].rows] == [
        "Summa Vård och omsorg",
        "Hemtjänst",
        "Särskilt boende",
    ]
    assert [row.style for row in first.groups[0].rows] == [
        RowStyle.SUBTOTAL,
        RowStyle.NORMAL,
        RowStyle.NORMAL,
    ]


def test_kinds_side_by_side_in_a_tree_with_sum_rows_and_the_total_on_top() -> None:
    """As in closing accounts: Kostnader budget, Kostnader redovisat, Intäkter budget … Resultat."""
    made = table(
        """
tecken = "bokföring"
rader = "enheter"
enheter = "träd"
summa = "först"
delsummor = "först"
poster = [
  { namn = "Kostnader", slag = "kostnader" },
  { namn = "Intäkter", slag = "intäkter" },
  { namn = "Resultat", slag = "netto" },
]
kolumner = [
  { rubrik = "budget", visar = "budget", poster = ["Kostnader", "Intäkter"] },
  { rubrik = "redovisat", visar = "utfall", poster = ["Kostnader", "Intäkter"] },
  { visar = "avvikelse", poster = ["Resultat"] },
]
""",
        TWO_YEARS,
    )
    assert printed(made) == [
        [
            "Tkr",
            "Kostnader budget",
            "Kostnader redovisat",
            "Intäkter budget",
            "Intäkter redovisat",
            "Resultat",
        ],
        ["Socialnämnden", "1 750", "1 801", "−120", "−111", "−60"],
        ["Vård och omsorg", "1 450", "1 501", "−120", "−111", "−60"],
        ["Hemtjänst", "950", "901", "−100", "−100", "50"],
        ["Särskilt boende", "500", "600", "−20", "−11", "−110"],
        ["Socialt stöd", "300", "300", "–", "–", "0"],
    ]
    assert [(row.style, row.level) for row in made.groups[0].rows] == [
        (RowStyle.TOTAL, 0),
        (RowStyle.SUBTOTAL, 0),
        (RowStyle.NORMAL, 1),
        (RowStyle.NORMAL, 1),
        (RowStyle.NORMAL, 0),
    ]


def test_an_internal_budget_has_years_under_each_kind_and_sums_after_their_parts() -> None:
    made = table(
        """
rader = "enheter"
enheter = "träd"
summa = "sist"
delsummor = "sist"
summanamn = "Totalt"
poster = [
  { namn = "Intäkter", slag = "intäkter" },
  { namn = "Kostnader", slag = "kostnader" },
  { namn = "Totalt", slag = "netto" },
]
kolumner = [
  { rubrik = "utfall {år}", visar = "utfall", tid = "helår-1" },
  { rubrik = "budget {år}", visar = "budget" },
  { rubrik = "budget {år}", visar = "budget", tid = "helår+1" },
]
""",
        TWO_YEARS,
    )
    assert [column.full_label for column in made.columns] == [
        "Intäkter utfall 2020",
        "Intäkter budget 2021",
        "Intäkter budget 2022",
        "Kostnader utfall 2020",
        "Kostnader budget 2021",
        "Kostnader budget 2022",
        "Totalt utfall 2020",
        "Totalt budget 2021",
        "Totalt budget 2022",
    ]
    assert made.is_wide
    assert [row.label for row in made.groups[0].rows] == [
        "Hemtjänst",
        "Särskilt boende",
        "Vård och omsorg",
        "Socialt stöd",
        "Totalt",
    ]
    assert printed(made)[-1] == ["Totalt", "96", "120", "–", "−1 310", "−1 750", "–", "−1 214", "−1 630", "–"]


def test_a_unit_that_did_not_exist_in_the_compared_year_is_undefined_there() -> None:
    new = UnitRecord(4, "120", "Särskilt boende", 2, valid_from=2021)
    closed = UnitRecord(5, "200", "Socialt stöd", 1, valid_to=2020)
    gone = UnitRecord(6, "300", "Bemanning", 1, valid_to=2019)
    changed = figures(
        {
            (UNIT_A, STAFF, 2020): kronor(actual_year=100_000),
            (UNIT_A, STAFF, 2021): kronor(actual_year=200_000),
            (new, STAFF, 2021): kronor(actual_year=30_000),
            (closed, STAFF, 2020): kronor(actual_year=7_000),
        },
        tree=UnitTree((SN, AREA, UNIT_A, new, closed, gone)),
    )
    made = table(
        f"""
tecken = "bokföring"
rader = "enheter"
enheter = "träd"
summa = "först"
delsummor = "först"
{NET}
kolumner = [
  {{ rubrik = "{{år}}", visar = "utfall", tid = "helår-1" }}, {{ rubrik = "{{år}}", visar = "utfall" }},
]
""",
        changed,
    )
    assert printed(made) == [
        ["Tkr", "2020", "2021"],
        ["Socialnämnden", "107", "230"],
        ["Vård och omsorg", "100", "230"],
        ["Hemtjänst", "100", "200"],
        ["Särskilt boende", "–", "30"],
        ["Socialt stöd", "7", "–"],
    ]
    assert made.notes[-1] == "– betyder att det inte finns någon uppgift."


def test_a_total_over_units_without_forecast_is_marked_and_tells_which() -> None:
    made = table(
        f"""
tecken = "bokföring"
rader = "enheter"
enheter = "träd"
summa = "först"
delsummor = "först"
{NET}
kolumner = [
  {{ rubrik = "Budget", visar = "budget" }},
  {{ rubrik = "Prognos", visar = "prognos" }},
  {{ rubrik = "Avvikelse", visar = "prognosavvikelse" }},
]
""",
        figures(
            {
                (UNIT_A, STAFF, 2021): kronor(budget_year=100_000, forecast=110_000),
                (UNIT_B, STAFF, 2021): kronor(budget_year=50_000, forecasts_missing=1),
                (OTHER, STAFF, 2021): kronor(budget_year=20_000, forecast=19_000),
            }
        ),
    )
    assert printed(made) == [
        ["Tkr", "Budget", "Prognos", "Avvikelse"],
        ["Socialnämnden", "170", "129*", "–*"],
        ["Vård och omsorg", "150", "110*", "–*"],
        ["Hemtjänst", "100", "110", "−10"],
        ["Särskilt boende", "50", "–", "–"],
        ["Socialt stöd", "20", "19", "1"],
    ]
    assert "* Prognosen är inte fullständig: Särskilt boende saknar prognos." in made.notes


def test_many_units_without_forecast_are_counted() -> None:
    units = tuple(UnitRecord(10 + n, f"{300 + n}", f"Enhet {n}", 1) for n in range(6))
    made = table(
        f'enheter = "nämnden"\n{NET}\nkolumner = [{{ rubrik = "Prognos", visar = "prognos" }}]',
        figures(
            {
                (units[0], STAFF, 2021): kronor(forecast=1_000),
                **{(unit, STAFF, 2021): kronor(actual_year=1, forecasts_missing=1) for unit in units[1:]},
            },
            tree=UnitTree((SN, *units)),
        ),
    )
    assert "* Prognosen är inte fullständig: 5 enheter saknar prognos." in made.notes


def test_amounts_on_a_parent_itself_are_told_of_under_its_sum() -> None:
    made = table(
        f"""
rader = "enheter"
enheter = "träd"
summa = "först"
delsummor = "först"
{NET}
kolumner = [{{ rubrik = "Utfall", visar = "utfall" }}]
""",
        figures(
            {
                (UNIT_A, STAFF, 2021): kronor(actual_year=5_000),
                (AREA, STAFF, 2021): kronor(actual_year=1_000),
            }
        ),
    )
    assert (
        "Summan för Vård och omsorg innehåller också belopp som inte står på någon rad i tabellen."
        in made.notes
    )


def test_units_of_the_same_name_are_told_apart_by_their_codes() -> None:
    twins = (UnitRecord(2, "100", "Gemensamt", 1), UnitRecord(3, "200", "Gemensamt", 1))
    amounts = figures(
        {(unit, STAFF, 2021): kronor(actual_year=1_000) for unit in twins}, tree=UnitTree((SN, *twins))
    )
    columns = 'kolumner = [{ rubrik = "Utfall", visar = "utfall" }]'
    by_units = table(f'rader = "enheter"\nenheter = "områden"\n{NET}{columns}', amounts)
    assert [row.label for row in by_units.groups[0].rows] == ["Gemensamt (100)", "Gemensamt (200)"]
    by_lines = table(f'enheter = "områden"\n{NET}{columns}', amounts)
    assert [group.label for group in by_lines.groups] == ["Gemensamt (100)", "Gemensamt (200)"]


def test_listed_units_stand_in_the_order_of_the_template() -> None:
    made = table(
        f'rader = "enheter"\nenheter = ["200", "110"]\n{NET}kolumner = [{{ rubrik = "Utfall", visar = "utfall" }}]',
        TWO_YEARS,
    )
    assert [row.unit_code for row in made.groups[0].rows] == ["200", "110"]
    assert TREE.root == SN


AMOUNTS = st.integers(-(10**11), 10**11).map(lambda ore: Decimal(ore) / 100)


@given(st.lists(AMOUNTS, min_size=6, max_size=6), st.sampled_from(["naturligt", "bokföring"]))
def test_every_figure_is_its_own_exact_amount_rounded_once(amounts: list[Decimal], sign: str) -> None:
    made_from = figures(
        {
            (unit, STAFF, 2021): kronor(budget_year=str(amounts[at]), actual_year=str(amounts[at + 1]))
            for at, unit in ((0, UNIT_A), (2, UNIT_B), (4, OTHER))
        }
    )
    made = table(
        f"""
rader = "enheter"
enheter = "träd"
summa = "sist"
delsummor = "först"
tecken = "{sign}"
{NET}
kolumner = [{{ rubrik = "B", visar = "budget" }}, {{ rubrik = "A", visar = "avvikelse" }}]
""",
        made_from,
    )
    rows = {row.unit_code: row.cells for row in made.groups[0].rows}
    exact = {code: [cell.exact or Decimal(0) for cell in cells] for code, cells in rows.items()}
    for at in (0, 1):
        assert exact["100"][at] == exact["110"][at] + exact["120"][at]
        assert exact["SN"][at] == exact["100"][at] + exact["200"][at]
    # A deviation has the same sign however the amounts are shown: budget minus actual.
    assert exact["SN"][1] == sum(amounts[0::2]) - sum(amounts[1::2])
    for cells in rows.values():
        for cell in cells:
            assert cell.figure == (cell.exact / 1000).quantize(Decimal(1), rounding=ROUND_HALF_UP)
