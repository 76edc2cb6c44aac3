"""What a screen reader reads in a PDF: a tree of the HTML elements behind the laid out boxes.

WeasyPrint marks each piece of content, but its own tree starts anew on every page: a table over three pages
becomes three, each with its head again, and running heads count as text. Here an element is one node however
many pages it spans, while repeated table heads and running heads are artefacts (ADR 7, in docs/adr).
The roles are those of ISO 32000-1, 14.8.4.
"""

from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

POINTS = 0.75  # per CSS pixel
SVG = "{http://www.w3.org/2000/svg}svg"
ROLES = {
    **{tag: tag.upper() for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "p", "tr", "th", "td")},
    **dict.fromkeys(("section", "nav"), "Sect"),
    **dict.fromkeys(("div", "header", "figure"), "Div"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    **dict.fromkeys(("ol", "ul", "dl"), "L"),
    **dict.fromkeys(("img", SVG), "Figure"),
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "blockquote": "BlockQuote",
    "pre": "P",
    "a": "Link",
}
CONTENTS_ROLES = {"ol": "TOC", "li": "TOCI", "a": "Reference"}


class TaggedPage(Page):
    """A laid out page that remembers which marked content each of its boxes became when painted."""

    def __init__(self, page: Page) -> None:
        self.__dict__.update(page.__dict__)
        self.stream: Any = None
        self.marks: dict[Any, int] = {}

    def paint(self, stream: Any, scale: float = 1) -> None:
        stream._tags = {}
        super().paint(stream, scale)
        self.stream = stream
        self.marks = {box: mark["mcid"] for box, mark in stream._tags.items()}


@dataclass(frozen=True)
class Content:
    """Marked content of a page."""

    page: int
    mcid: int


@dataclass(frozen=True)
class Annotation:
    """A link's clickable area on a page."""

    page: int
    dictionary: pydyf.Dictionary


@dataclass(eq=False)
class Node:
    """One structure element. element is the HTML element, None for the document and for a list's bullet."""

    role: str
    element: Any
    kids: list["Node | Content | Annotation"] = field(default_factory=list)
    bbox: tuple[float, float, float, float] | None = None  # points, of a figure

    def is_empty(self) -> bool:
        """Without content. A table's cells and rows are kept all the same: it must be a full grid."""
        if self.role in ("TH", "TD", "TR"):
            return False
        return all(isinstance(kid, Node) and kid.is_empty() for kid in self.kids)


def read_structure(pages: list[TaggedPage]) -> Node:
    """The tree of painted pages. Marks what repeats from page to page as artefacts in the pages' content."""
    reader = _Reader()
    for number, page in enumerate(pages):
        reader.read(number, page)
    return reader.root


class _Reader:
    def __init__(self) -> None:
        self.root = Node("Document", None)
        self._nodes: dict[Any, Node] = {}  # where an element's content goes
        self._items: dict[Any, Node] = {}  # list items, for their bullets
        self._heads: dict[Any, int] = {}  # table heads, with the page where each stands first
        self._number = 0
        self._page: TaggedPage
        self._positions: dict[int, int] = {}

    def read(self, number: int, page: TaggedPage) -> None:
        self._number, self._page = number, page
        self._positions = {
            part["MCID"]: at
            for at, part in enumerate(page.stream.stream)
            if isinstance(part, pydyf.Dictionary) and "MCID" in part
        }
        for child in page._page_box.children:
            self._visit(child, self.root)

    def _visit(self, box: Any, parent: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._content(box, parent)
        elif isinstance(box, boxes.MarginBox):
            edge = "/Header" if box.at_keyword.startswith("@top") else "/Footer"
            self._make_artefact(box, {"Type": "/Pagination", "Subtype": edge})
        elif self._is_repeated_head(box):
            self._make_artefact(box, {"Type": "/Pagination"})
        elif isinstance(box, boxes.ReplacedBox) and box.element.get("aria-hidden") == "true":
            self._make_artefact(box, {"Type": "/Layout"})
        elif box.is_leader:
            self._make_artefact(box, {"Type": "/Layout"})
            self._link(box, parent)
        else:
            self._visit_element(box, parent)

    def _visit_element(self, box: Any, parent: Node) -> None:
        node = self._node(box, parent)
        self._link(box, node)
        if isinstance(box, boxes.ReplacedBox):
            self._content(box, node)
            left, top, height = (
                box.content_box_x(),
                box.content_box_y(),
                self._page.height,
            )
            corners = left, height - top - box.height, left + box.width, height - top
            node.bbox = tuple(corner * POINTS for corner in corners)
        for child in getattr(box, "children", ()):
            self._visit(child, node)

    def _link(self, box: Any, node: Node) -> None:
        """A link over several boxes has an area for each; its dots in a table of contents are one."""
        if box.link_annotation and node.role == "Link":
            node.kids.append(Annotation(self._number, box.link_annotation))

    def _node(self, box: Any, parent: Node) -> Node:
        """The node of the box's element, or its parent's where the element has no role of its own."""
        element = box.element
        if element is None:
            return parent
        if box.element_tag == "li::marker":
            return self._bullet(element, parent)
        if "::" in box.element_tag:
            return parent
        if element not in self._nodes:
            self._nodes[element] = self._new_node(element, parent)
        return self._nodes[element]

    def _new_node(self, element: Any, parent: Node) -> Node:
        role = _role(element, parent)
        if role is None:
            return parent
        node = self._append(role, element, parent)
        if role == "LI" and element.tag == "li":
            self._items[element] = node
            return self._append("LBody", element, node)
        if role == "Reference":
            return self._append("Link", element, node)
        return node

    def _append(self, role: str, element: Any, parent: Node) -> Node:
        node = Node(role, element)
        parent.kids.append(node)
        return node

    def _bullet(self, element: Any, parent: Node) -> Node:
        """The bullet stands before the body that is being read."""
        item = self._items.get(element)
        if item is None:
            return parent
        first = item.kids[0]
        if not (isinstance(first, Node) and first.role == "Lbl"):
            first = Node("Lbl", None)
            item.kids.insert(0, first)
        return first

    def _content(self, box: Any, node: Node) -> None:
        if box in self._page.marks:
            node.kids.append(Content(self._number, self._page.marks[box]))

    def _is_repeated_head(self, box: Any) -> bool:
        if box.element_tag != "thead" or box.element is None:
            return False
        return self._heads.setdefault(box.element, self._number) < self._number

    def _make_artefact(self, box: Any, properties: dict[str, str]) -> None:
        if box in self._page.marks:
            at = self._positions[self._page.marks[box]]
            self._page.stream.stream[at - 1] = "/Artifact"
            self._page.stream.stream[at] = pydyf.Dictionary(properties)
        for child in getattr(box, "children", ()):
            self._make_artefact(child, properties)


def _role(element: Any, parent: Node) -> str | None:
    tag = element.tag
    in_contents = parent.role in ("TOC", "TOCI") or (
        tag == "ol" and "contents" in (element.get("class") or "").split()
    )
    if in_contents and tag in CONTENTS_ROLES:
        return CONTENTS_ROLES[tag]
    if tag == "div" and parent.role == "L":
        return "LI"
    if tag in ("dt", "dd") and parent.role != "LI":
        return "P"
    return ROLES.get(tag)
