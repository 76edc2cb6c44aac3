"""A block copied from a spreadsheet, taken apart. Pure; static/js/pasted-block.js does the same while one types."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line as it was pasted, and its cells without surrounding spaces."""

    text: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


def lines_of(block: str) -> list[Line]:
    """The block's lines without the empty ones at its end. Cells are separated by tab or semicolon."""
    texts = block.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while texts and not texts[-1].strip():
        texts.pop()
    return [Line(text, tuple(cell.strip() for cell in text.replace(";", "\t").split("\t"))) for text in texts]
