"""Hand-made figures for tests of tables and charts: a small tree and amounts in kronor, ledger sign."""

from collections.abc import Mapping
from decimal import Decimal

from budget.calculations import Amounts
from reports.blocks.result_table import ResultTableBlock
from reports.contents import Table
from reports.result_figures import CostTypeRecord, ResultFigures
from reports.tables import make_table
from reports.template import parse
from reports.unit_tree import UnitRecord, UnitTree

REVENUE, STAFF, RENT = (
    CostTypeRecord(1, "Intäkter", "revenue"),
    CostTypeRecord(2, "Personalkostnader", "cost"),
    CostTypeRecord(3, "Lokalkostnader", "cost"),
)

# The committee with two areas, of which the first has two units.
SN, AREA, UNIT_A, UNIT_B, OTHER = (
    UnitRecord(1, "SN", "Socialnämnden", None),
    UnitRecord(2, "100", "Vård och omsorg", 1),
    UnitRecord(3, "110", "Hemtjänst", 2),
    UnitRecord(4, "120", "Särskilt boende", 2),
    UnitRecord(5, "200", "Socialt stöd", 1),
)
TREE = UnitTree((SN, AREA, UNIT_A, UNIT_B, OTHER))


def kronor(**amounts: str | int) -> Amounts:
    return Amounts(
        **{
            name: amount if name == "forecasts_missing" else Decimal(amount)  # type: ignore[arg-type]
            for name, amount in amounts.items()
        }
    )


def figures(
    amounts: Mapping[tuple[UnitRecord, CostTypeRecord, int], Amounts],
    *,
    year: int = 2021,
    month: int = 8,
    tree: UnitTree = TREE,
) -> ResultFigures:
    """Sums up the tree are made here as the stored rows are: give the lowest units alone."""
    found: dict[tuple[int, int, int], Amounts] = {}
    by_id = {unit.id: unit for unit in tree.units}
    for (unit, cost_type, its_year), amount in amounts.items():
        at: UnitRecord | None = unit
        while at is not None:
            key = (at.id, cost_type.id, its_year)
            before = found.get(key)
            missing = amount.forecasts_missing + (before.forecasts_missing if before else 0)
            total = before + amount if before else amount
            found[key] = Amounts(
                **{
                    **{name: getattr(total, name) for name in Amounts.__dataclass_fields__},
                    "forecasts_missing": missing,
                }
            )
            at = by_id[at.parent_id] if at.parent_id is not None else None
    return ResultFigures(tree, (REVENUE, STAFF, RENT), found, year, month)


def table(settings: str, made_from: ResultFigures) -> Table:
    """The table of a template's block, given as the TOML of its keys."""
    source = f"""\
namn = "Mall"
slag = "årsredovisning"
[[avsnitt]]
nyckel = "avsnitt"
titel = "Avsnitt"
[[avsnitt.block]]
typ = "resultattabell"
nyckel = "tabell"
namn = "Tabell"
{settings}
"""
    block = next(parse(source).blocks())
    assert isinstance(block, ResultTableBlock)
    return make_table(block.table, made_from)


def printed(made: Table) -> list[list[str]]:
    """The table as text: a row of headings, then group labels alone, and rows of label and figures."""
    from organisation.figures import formatted

    lines = [[made.row_heading, *(column.full_label for column in made.columns)]]
    for group in made.groups:
        if group.shows_label:
            lines.append([group.label])
        lines += [
            [
                row.label,
                *(f"{formatted(cell.figure)}{cell.marker}".replace("\u00a0", " ") for cell in row.cells),
            ]
            for row in group.rows
        ]
    return lines
