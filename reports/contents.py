"""The frozen contents of a report: what HTML, PDF, Excel and figures.csv are all made from.

Pure data. Every figure is already rounded for print (organisation.figures.shown); nothing below computes.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class RowStyle(StrEnum):
    NORMAL = "normal"
    OF_WHICH = "of-which"  # varav
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True)
class LevelMark:
    """A level of an assessment scale as it is printed: drawn, coloured and in words (goals.models.scales).

    is_alone: the drawing stands alone, with the words as its alternative text, and a legend explains it.
    """

    symbol: str
    colour: str
    label: str
    is_alone: bool = False


@dataclass(frozen=True)
class MarkedLine:
    """A line of a cell that has several: words, a mark, and words after it; any of them may be missing."""

    before: str = ""
    mark: LevelMark | None = None
    after: str = ""


class Cell(NamedTuple):
    """A figure as it is printed: rounded, in the table's scale and sign; None is undefined and prints –.

    exact is the amount in kronor behind it, in the same sign. marker is a footnote sign ('*' …). suffix follows
    the figure with a no-break space ('%', 'st'). text is printed instead of a figure, with its line breaks:
    a value of several parts, a suppressed one ('..'), or words; mark before either. lines are printed instead of all
    that, in a cell with a mark to each line.
    """

    figure: Decimal | None
    decimals: int
    exact: Decimal | None = None
    is_deviation: bool = False
    marker: str = ""
    suffix: str = ""
    text: str = ""
    mark: LevelMark | None = None
    lines: tuple[MarkedLine, ...] = ()


@dataclass(frozen=True)
class Column:
    """label stands alone in figures.csv together with its group: 'Kostnader budget'."""

    label: str
    group: str = ""  # a heading over neighbouring columns
    is_deviation: bool = False
    is_text: bool = False  # words, set to the left and broken into lines

    @property
    def full_label(self) -> str:
        return f"{self.group} {self.label}".strip()


class Row(NamedTuple):
    label: str
    cells: tuple[Cell, ...]
    style: RowStyle = RowStyle.NORMAL
    level: int = 0  # indent
    unit_code: str = ""
    marker: str = ""  # a footnote sign after the label


@dataclass(frozen=True)
class RowGroup:
    """Rows under a heading of their own; the heading is the figure's 'grupp' in figures.csv.

    shows_label is False where the table has one group whose name would only repeat the title.
    """

    label: str
    rows: tuple[Row, ...]
    shows_label: bool = True


@dataclass(frozen=True)
class Table:
    """One table. key is unique in the report and its anchor; name is 'tabell' in figures.csv."""

    key: str
    name: str
    row_heading: str  # heading of the first column: 'Tkr', 'Enhet'
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    unit: str  # 'tkr', 'mnkr', 'kr'
    notes: tuple[str, ...] = ()
    number: int = 0  # 'Tabell 3'
    is_wide: bool = False  # needs a page on its side
    texts: tuple[tuple[str, str], ...] = ()  # (row label, text) printed under it, such as reasons
    holds_figures: bool = True  # False: words and marks alone, which figures.csv leaves out


@dataclass(frozen=True)
class Chart:
    """A drawn figure: svg is finished markup (role=img, titled); table holds the same figures as text."""

    key: str
    name: str
    svg: str
    description: str
    table: Table
    number: int = 0


@dataclass(frozen=True)
class PictureContent:
    key: str
    url: str  # for HTML
    path: str  # for PDF
    alt: str
    width: int
    height: int
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class TextContent:
    """html is sanitised markup made from Markdown; empty where nothing is written yet."""

    html: str
    key: str = ""
    unit_name: str = ""  # run in before the text
    unit_code: str = ""
    heading: str = ""  # over the text, below the section's own; it is not in the table of contents


@dataclass(frozen=True)
class Block:
    """One block as the template reports/blocks/KIND.html prints it. Only the fields of its kind are filled."""

    kind: str
    texts: tuple[TextContent, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    picture: PictureContent | None = None
    facts: tuple[tuple[str, str], ...] = ()  # (label, value)
    signature: tuple[str, str] = ("", "")  # name, title
    depth: int = 2  # for a table of contents
    note: str = ""  # what stands there while there is nothing to print
    mark: LevelMark | None = None  # how what the block is about was assessed
    legend: tuple[LevelMark, ...] = ()  # the levels of a scale, under what they stand in
    legend_name: str = "Bedömningar"  # what the legend is a list of


@dataclass(frozen=True)
class Section:
    """level 1 is a chapter (h2 in the page, since the title is h1)."""

    key: str
    title: str
    level: int
    number: str  # '' or '2.1'
    blocks: tuple[Block, ...]
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True)
class ReportContents:
    committee: str
    municipality: str
    title: str
    subtitle: str
    period: str  # 'januari–augusti 2021'
    year: int
    month: int
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = ()
    adopted: str = ""  # 'Fastställd 2021-09-20, § 135'; '' for a draft
    warnings: tuple[str, ...] = field(default=())  # for who works with it, never printed

    def all_tables(self) -> list[Table]:
        """Every table in reading order, those of charts included."""
        found: list[Table] = []
        for section in self.walk():
            for block in section.blocks:
                found += [*block.tables, *(chart.table for chart in block.charts)]
        return found

    def walk(self) -> list[Section]:
        """Every section in reading order."""
        found: list[Section] = []

        def visit(sections: tuple[Section, ...]) -> None:
            for section in sections:
                found.append(section)
                visit(section.sections)

        visit(self.sections)
        return found
