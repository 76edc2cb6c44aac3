"""What the printing of a report's contents needs beyond the figure filters."""

import re
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from io import BytesIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django import template
from django.utils.safestring import SafeString, mark_safe
from PIL import Image

from organisation.templatetags.levels import level
from reports.cells import printed
from reports.column_widths import breakable, fits_upright
from reports.contents import (
    Block,
    Cell,
    MarkedLine,
    PictureContent,
    ReportContents,
    Section,
    Table,
    TextContent,
)
from reports.table_markup import Body, CellPlace, Head, Line, TableMarkup, markup

register = template.Library()

_SPECIAL = re.compile("[&<>\"']")
# By for_print. WeasyPrint makes each id a place to link to, with a style of its own worked out for the element.
_ID = ("id", "data-id")
SCREEN_WIDTH = 1_600  # pixels
SHORT_INTRODUCTION = 1_200  # characters of markup
BRIEF = 10  # entries


@register.filter
def as_markup(table: Table, for_print: bool = False) -> TableMarkup:
    return markup(table, has_widths=for_print)


def as_heading(label: str) -> str:
    """A column's heading whose words keep together: 'jan–aug' never breaks, a long word only where it may."""
    return " ".join(map(_whole, map(breakable, label.split(" "))))


def _whole(word: str) -> str:
    """Letters and digits alone keep together by themselves."""
    return word if word.isalnum() else f'<span class="word">{_escaped(word)}</span>'


@register.filter
def as_heads(table: TableMarkup, for_print: bool = False) -> SafeString:
    """The rows of header cells. Made here, as as_rows are: a report has many small tables."""
    rows = ("".join(_head(head, _ID[for_print]) for head in row) for row in table.heads)
    return mark_safe("\n".join(f"<tr>{row}</tr>" for row in rows))  # noqa: S308


def _head(head: Head, name_of_id: str) -> str:
    spans = (("colspan", head.colspan), ("rowspan", head.rowspan))
    attributes = "".join(f' {name}="{span}"' for name, span in spans if span > 1)
    attributes += f' headers="{_escaped(head.headers)}"' if head.headers else ""
    attributes += f' class="{head.css_class}"' if head.css_class else ""
    is_figures = head.scope == "col" and not head.is_row_heading
    label = as_heading(head.label) if is_figures else _escaped(head.label)
    return f'<th {name_of_id}="{_escaped(head.id)}" scope="{head.scope}"{attributes}>{label}</th>'


@register.filter
def as_bodies(table: TableMarkup, for_print: bool = False) -> SafeString:
    """All rows. Made here and not in the template, where a table of 2,000 cells takes three times as long."""
    bodies = table.bodies
    return mark_safe(  # noqa: S308
        "\n".join(
            _body(
                body, table.width, is_first=body is bodies[0], is_last=body is bodies[-1], for_print=for_print
            )
            for body in bodies
        )
    )


def _body(body: Body, width: int, *, is_first: bool, is_last: bool, for_print: bool) -> str:
    names = (("together", body.is_short), ("first", is_first), ("last", is_last))
    css_class = " ".join(name for name, holds in names if holds)
    label = f'<th {_ID[for_print]}="{_escaped(body.id)}" scope="rowgroup" colspan="{width}">{_escaped(body.label)}</th>'
    head = [f'<tr class="group">{label}</tr>'] if body.label else []
    rows = [_row(line, body.places, for_print=for_print) for line in body.lines]
    return "\n".join([f'<tbody class="{css_class}">', *head, *rows, "</tbody>"])


def _row(line: Line, places: Iterable[CellPlace], *, for_print: bool) -> str:
    css_class = f' class="{line.css_class}"' if line.css_class else ""
    headers = f' headers="{_escaped(line.headers)}"' if line.headers else ""
    label = _escaped(line.label + line.marker)
    head = f'<th {_ID[for_print]}="{_escaped(line.id)}" scope="row"{headers}>{label}</th>'
    of_line = _escaped(line.cell_headers)
    cells = "".join(
        [
            _cell(cell, place, of_line, for_print=for_print)
            for cell, place in zip(line.cells, places, strict=True)
        ]
    )
    return f"<tr{css_class}>{head}{cells}</tr>"


def _cell(cell: Cell, place: CellPlace, of_line: str, *, for_print: bool) -> str:
    """of_line are the ids of the line's own headers, escaped."""
    name = place.css_class(cell)
    css_class = f' class="{name}"' if name else ""
    inside = _inside(cell, is_words=place.is_words, for_print=for_print)
    return f'<td headers="{of_line} {_escaped(place.headers)}"{css_class}>{inside}</td>'


def _escaped(text: str) -> str:
    """Most figures have nothing to escape, and are not searched five times for it."""
    return escape(text) if _SPECIAL.search(text) else text


def _inside(cell: Cell, *, is_words: bool, for_print: bool) -> str:
    """The level's mark, then the figure or the words with their lines; escaped."""
    if cell.lines:
        return "".join(f'<span class="line">{_marked(line, for_print)}</span>' for line in cell.lines)
    text = _escaped(printed(cell))
    if "\n" in text:
        lines = text.split("\n")
        text = (
            "".join(f'<span class="line">{line}</span>' for line in lines) if is_words else "<br>".join(lines)
        )
    return f"{level(cell.mark, for_print)} {text}".rstrip() if cell.mark else text


def _marked(line: MarkedLine, for_print: bool) -> str:
    """A mark stands below the words before it, also where there would be room beside them: all in a column alike."""
    before, after = _escaped(line.before), _escaped(line.after)
    if line.mark is None:
        return " ".join(filter(None, [before, after]))
    marked = f"{level(line.mark, for_print)} {after}".rstrip()
    return f"{before}<br>{marked}" if before else marked


@register.filter
def is_sideways(table: Table) -> bool:
    """Printed on a page on its side."""
    return table.is_wide and not fits_upright(table)


@register.filter
def sideways_lead(section: Section, for_print: bool = True) -> int:
    """How many of the section's first blocks, with its heading, are printed on their side.

    A short introduction goes with the table that follows it, or its page would be left half empty.
    """
    if not for_print:
        return 0
    length = 0
    for count, block in enumerate(section.blocks, start=1):
        if block.kind == "text":
            length += sum(len(text.html) for text in block.texts)
        elif block.tables and is_sideways(block.tables[0]):
            return count if length < SHORT_INTRODUCTION else 0
        else:
            return 0
    return 0


@register.filter
def is_brief(contents: ReportContents) -> bool:
    """A table of contents too short for a page of its own; entries of two levels are counted, as they are printed."""
    return sum(section.level <= 2 for section in contents.walk()) <= BRIEF


@register.filter
def partial(block: Block) -> str:
    """The template that prints it."""
    return f"reports/blocks/{block.kind}.html"


@register.simple_tag
def section_heading(section: Section, lead: int, for_print: bool = False) -> SafeString:
    """h2 for a chapter, since the title is h1. lead is how many of its blocks are printed on their side."""
    tag, title = f"h{min(section.level + 1, 6)}", escape(section.title)
    if for_print:
        # The id is here and not on the section, whose whole contents would have styles of their own.
        css_class = ' class="sideways"' if lead else ""
        number = f"{section.number}&nbsp; " if section.number else ""
        return mark_safe(f'<{tag} id="avsnitt-{escape(section.key)}"{css_class}>{number}{title}</{tag}>')  # noqa: S308
    number = f'<span class="number">{section.number}</span> ' if section.number else ""
    link = f'<a class="anchor" href="#avsnitt-{escape(section.key)}" aria-label="Länk till avsnittet {title}">#</a>'
    return mark_safe(f'<div class="heading"><{tag}>{number}{title}</{tag}>\n{link}</div>')  # noqa: S308


@register.filter
def text_heading_tag(section: Section) -> str:
    """One level below the section's own heading."""
    return f"h{min(section.level + 2, 6)}"


@register.filter
def embedded(picture: PictureContent) -> str:
    """The picture as a data: address, no larger than a screen needs."""
    with Image.open(url2pathname(urlsplit(picture.path).path)) as image:
        kind = image.format or "PNG"
        image.thumbnail((SCREEN_WIDTH, SCREEN_WIDTH))
        small = BytesIO()
        image.save(small, kind, **({"quality": 85} if kind == "JPEG" else {"optimize": True}))
    return f"data:{Image.MIME[kind]};base64,{b64encode(small.getvalue()).decode()}"


def _with_unit_name(text: TextContent) -> str:
    """The text with its unit's name, if any, run in before the first words. It is sanitised where it is made."""
    if not text.unit_name:
        return text.html
    stop = "" if text.unit_name.endswith((".", "!", "?")) else "."
    name = f'<strong class="run-in">{_escaped(text.unit_name)}{stop}</strong> '
    is_paragraph = text.html.startswith("<p>")
    return f"<p>{name}{text.html[3:]}" if is_paragraph else f"<p>{name}</p>{text.html}"


@register.filter
def as_unit_texts(block: Block) -> SafeString:
    """The texts of many units. Made here and not in the template, which takes several times as long about each."""
    texts = (f'<div class="prose unit-text">{_with_unit_name(text)}</div>' for text in block.texts)
    return mark_safe("".join(texts))  # noqa: S308


@register.filter
def as_headed_texts(block: Block, section: Section) -> SafeString:
    """Each text under its heading; a report has several for each goal and assignment."""
    tag = text_heading_tag(section)
    texts = (
        (f'<{tag} class="text-heading">{escape(text.heading)}</{tag}>' if text.heading else "")
        + f'<div class="prose">{text.html}</div>'
        for text in block.texts
    )
    return mark_safe("\n".join(texts))  # noqa: S308


@register.filter
def holds_only_contents(section: Section) -> bool:
    """A chapter that is nothing but the table of contents; it is not listed in it."""
    return (
        bool(section.blocks)
        and not section.sections
        and all(block.kind == "contents_list" for block in section.blocks)
    )
