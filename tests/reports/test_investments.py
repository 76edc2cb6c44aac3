"""Tables of investments, with figures computed by hand."""

from decimal import Decimal

from reports.blocks.investments import InvestmentsBlock
from reports.contents import RowStyle, Table
from reports.investment_tables import Booked, ProjectRecord, make_table
from reports.template import parse
from tests.reports.figures import printed


def project(
    code: str, name: str, group: str, *booked: tuple[int, str, int], carry_over: tuple[int, str] | None = None
) -> ProjectRecord:
    return ProjectRecord(
        code,
        name,
        group,
        tuple(Booked(2021, month, kind, Decimal(amount)) for month, kind, amount in booked),
        {2021: (Decimal(carry_over[0]), carry_over[1])} if carry_over else {},
    )


LARM = project(
    "91",
    "Larm",
    "Vård",
    (1, "original", 500_000),
    (3, "addition", 100_000),
    (6, "actual", 94_000),
    (11, "actual", 6_600),
    (4, "forecast", 400_000),
    (8, "forecast", 450_000),
    (10, "forecast", 600_000),
    carry_over=(67_000, "Montering kvarstår."),
)
IT = project("92", "IT", "Stab", (1, "original", 200_000))
UNUSED = ProjectRecord("93", "Gammalt", "Stab", (), {})


def table(settings: str, *projects: ProjectRecord, month: int = 8) -> Table:
    block = next(
        parse(
            'namn = "M"\nslag = "årsredovisning"\n[[avsnitt]]\nnyckel = "a"\ntitel = "A"\n[[avsnitt.block]]\n'
            f'typ = "investeringar"\nnyckel = "i"\nnamn = "Investeringar"\nradrubrik = "Tkr"\n{settings}'
        ).blocks()
    )
    assert isinstance(block, InvestmentsBlock)
    return make_table(block.table, projects, 2021, month)


def test_budget_in_parts_with_actual_and_deviation_in_groups() -> None:
    made = table(
        """
kolumner = [
  { rubrik = "Ursprungsbudget", visar = "ursprungsbudget" },
  { rubrik = "Tillägg", visar = "tillägg" },
  { rubrik = "Summa budget", visar = "budget" },
  { rubrik = "Utfall {år}", visar = "utfall" },
  { rubrik = "Avvikelse", visar = "avvikelse" },
]
""",
        LARM,
        IT,
        UNUSED,
    )
    assert printed(made) == [
        ["Tkr", "Ursprungsbudget", "Tillägg", "Summa budget", "Utfall 2021", "Avvikelse"],
        ["Vård"],
        ["Larm", "500", "100", "600", "101", "499"],
        ["Stab"],
        ["IT", "200", "0", "200", "0", "200"],
        ["Summa investeringar", "700", "100", "800", "101", "699"],
    ]
    assert made.groups[-1].rows[0].style is RowStyle.TOTAL


def test_period_and_the_newest_forecast_by_the_month() -> None:
    made = table(
        """
grupper = false
kolumner = [
  { rubrik = "Budget helår", visar = "budget" },
  { rubrik = "Utfall period", visar = "utfall", tid = "period" },
  { rubrik = "Årsprognos", visar = "prognos" },
  { rubrik = "Avvikelse", visar = "prognosavvikelse" },
]
""",
        LARM,
        IT,
    )
    assert printed(made) == [
        ["Tkr", "Budget helår", "Utfall period", "Årsprognos", "Avvikelse"],
        ["Larm", "600", "94", "450", "150"],
        ["IT", "200", "0", "–", "–"],
        ["Summa investeringar", "800", "94", "450*", "–*"],
    ]
    assert "* Prognosen är inte fullständig: IT saknar prognos." in made.notes


def test_requests_to_carry_over_with_their_reasons() -> None:
    made = table(
        """
grupper = false
skal = true
enbart_begarda = true
summa = "ingen"
kolumner = [{ rubrik = "Kvar", visar = "avvikelse" }, { rubrik = "Begärt", visar = "ombudgetering" }]
""",
        LARM,
        IT,
    )
    assert printed(made) == [["Tkr", "Kvar", "Begärt"], ["Larm", "499", "67"]]
    assert made.texts == (("Larm", "Montering kvarstår."),)


def test_projects_of_the_same_name_are_told_apart() -> None:
    made = table(
        'kolumner = [{ rubrik = "Budget", visar = "budget" }]',
        project("1", "Inventarier", "A", (1, "original", 1_000)),
        project("2", "Inventarier", "A", (1, "original", 2_000)),
    )
    assert [row.label for row in made.groups[0].rows] == ["Inventarier (1)", "Inventarier (2)"]


def test_no_projects_is_no_table() -> None:
    assert table('kolumner = [{ rubrik = "Budget", visar = "budget" }]', UNUSED).groups == ()


def test_a_project_of_another_year_lacks_no_forecast_of_this_one() -> None:
    old = ProjectRecord("94", "Fjolårets", "Stab", (Booked(2020, 5, "actual", Decimal(40_000)),), {})
    made = table(
        """
grupper = false
kolumner = [
  { rubrik = "Utfall {år}", visar = "utfall", tid = "helår-1" },
  { rubrik = "Årsprognos", visar = "prognos" },
  { rubrik = "Avvikelse", visar = "prognosavvikelse" },
]
""",
        LARM,
        old,
    )
    assert printed(made) == [
        ["Tkr", "Utfall 2020", "Årsprognos", "Avvikelse"],
        ["Larm", "–", "450", "150"],
        ["Fjolårets", "40", "–", "–"],
        ["Summa investeringar", "40", "450", "150"],
    ]
