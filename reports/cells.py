"""A cell as text: on a page and on paper, and plain for files. Pure."""

import re

from organisation.figures import MINUS, NBSP, UNDEFINED, formatted, plain
from reports.contents import Cell, MarkedLine

BETWEEN_LINES = " / "
_IN_THOUSANDS = re.compile(rf"(?<=\d){NBSP}(?=\d{{3}}(?!\d))")


def printed(cell: Cell) -> str:
    """The figure or the words as printed, without the mark. Lines are parted by line breaks; '' for a mark alone.

    The marks of a cell with a mark to each line stand there with their labels.
    """
    if cell.lines:
        return "\n".join(_spoken(line) for line in cell.lines)
    if cell.text:
        return cell.text + cell.marker
    if cell.figure is None:
        return cell.marker if cell.mark else UNDEFINED + cell.marker
    suffix = NBSP + cell.suffix if cell.suffix else ""
    return formatted(cell.figure) + suffix + cell.marker


def plain_text(cell: Cell) -> str:
    """The same for CSV, without footnote sign: '7,3 %', '93 SA / 24 BPSD', '-5', '..'. A mark alone is its label."""
    if cell.text or cell.lines:
        lines = (
            _IN_THOUSANDS.sub("", cell.text or printed(cell))
            .replace(NBSP, " ")
            .replace(MINUS, "-")
            .splitlines()
        )
        return BETWEEN_LINES.join(lines)
    if cell.figure is None and cell.mark:
        return cell.mark.label
    suffix = f" {cell.suffix}" if cell.suffix and cell.figure is not None else ""
    return plain(cell.figure) + suffix.replace(NBSP, " ")


def _spoken(line: MarkedLine) -> str:
    return " ".join(filter(None, [line.before, line.mark.label if line.mark else "", line.after]))
