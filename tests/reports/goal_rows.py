"""A committee with goals, assignments and assessments as rows, and a report of chosen blocks about them."""

from dataclasses import dataclass
from typing import Any

from goals.models import AssessmentLevel, AssessmentScale, Assignment, Goal, GoalLevel
from organisation.models import Committee, Unit
from reports.building import build
from reports.contents import Block, Cell, ReportContents, Section, Table
from reports.excel import words
from reports.models import Report
from tests.factories import make_committee, make_units
from tests.goal_factories import level_of, make_assessment, make_goal, make_levels, make_scale
from tests.reports.rows import make_report

NAMES = {"SN": "Socialnämnden", "100": "Vård och omsorg", "200": "Socialt stöd", "300": "Individ och familj"}
HEAD = 'namn = "Mall"\nslag = "årsredovisning"\n[[avsnitt]]\nnyckel = "mal"\ntitel = "Mål"\n'


@dataclass
class GoalRows:
    committee: Committee
    units: dict[str, Unit]
    scale: AssessmentScale
    levels: dict[str, GoalLevel]

    def level(self, meaning: str) -> AssessmentLevel:
        return level_of(self.scale, meaning)

    def assess(self, subject: Goal | Assignment, meaning: str, unit: str = "SN", **fields: Any) -> None:
        make_assessment(subject, unit=self.units[unit], level=self.level(meaning), **fields)

    def contents(self, *blocks: str, **fields: object) -> ReportContents:
        """The report for 2021 of a template with one section, of these blocks."""
        source = HEAD + "".join(f"[[avsnitt.block]]\n{block}\n" for block in blocks)
        return build(
            make_report(
                self.committee, f"r{Report.objects.count()}", source=source, **{"month": 12, **fields}
            ),
            fresh=False,
        )

    def block(self, block: str, **fields: object) -> Block:
        return self.contents(block, **fields).sections[0].blocks[0]

    def table(self, block: str, **fields: object) -> Table:
        (table,) = self.block(block, **fields).tables
        return table


def goal_rows() -> GoalRows:
    committee = make_committee()
    units = make_units(committee, {"SN": {"100": {}, "200": {}, "300": {}}}, NAMES)
    scale = make_scale(committee)
    return GoalRows(committee, units, scale, make_levels(committee, scale))


def lines(table: Table) -> list[list[str]]:
    """A row of headings, then group labels alone, and rows of label and what is printed."""
    found = [[table.row_heading, *(column.full_label for column in table.columns)]]
    for group in table.groups:
        if group.shows_label:
            found.append([group.label])
        found += [[row.label, *map(said, row.cells)] for row in group.rows]
    return found


def said(cell: Cell) -> str:
    return words(cell)


def outline(sections: tuple[Section, ...]) -> list[tuple[int, str]]:
    found = []
    for section in sections:
        found += [(section.level, section.title), *outline(section.sections)]
    return found


def make_goals(rows: GoalRows, *, year: int = 2021) -> dict[str, Goal]:
    """A focus area with a council goal and two committee goals under it; the last has no number."""
    area = make_goal(rows.committee, rows.levels["focus_area"], year, "fo", text="Trygghet")
    council = make_goal(
        rows.committee, rows.levels["council_goal"], year, "kf", number="1", text="Fler i arbete", parent=area
    )
    first = make_goal(
        rows.committee,
        rows.levels["committee_goal"],
        year,
        "n1",
        number="1.1",
        text="Kortare väntan",
        parent=council,
        units=[rows.units["100"], rows.units["200"]],
    )
    second = make_goal(
        rows.committee,
        rows.levels["committee_goal"],
        year,
        "n2",
        text="Fler självförsörjande",
        parent=council,
    )
    return {"fo": area, "kf": council, "n1": first, "n2": second}
