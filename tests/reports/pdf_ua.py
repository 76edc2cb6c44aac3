"""Checks a PDF against PDF/UA-1 (ISO 14289-1), rule by rule, by reading the file itself.

RULES holds every rule that is checked by its clause; violations() gives what a file breaks. What only a person
can judge (whether an alternative text says what the picture shows, whether the order makes sense) is not here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf

STANDARD = {
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "Warichu",
    "Figure",
    "Formula",
    "Form",
}
PAINTING = {
    "Tj",
    "TJ",
    "'",
    '"',
    "S",
    "s",
    "f",
    "F",
    "f*",
    "B",
    "B*",
    "b",
    "b*",
    "sh",
    "Do",
    "EI",
    "INLINE",
    "IMAGE",
}
CHILDREN = {
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"Caption", "LI", "L"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"Caption", "TOC", "TOCI"},
    "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
}

Elements = list[tuple[Any, tuple[str, ...]]]
Rule = Callable[[pikepdf.Pdf, Elements], Iterator[str]]
RULES: dict[str, Rule] = {}


def rule(clause: str) -> Callable[[Rule], Rule]:
    def add(check: Rule) -> Rule:
        RULES[clause] = check
        return check

    return add


def violations(path: Path) -> list[str]:
    """What the file breaks, as 'clause: what is wrong'; empty if it holds every rule."""
    with pikepdf.open(path) as pdf:
        elements = list(walk(pdf))
        return [f"{clause}: {fault}" for clause, check in RULES.items() for fault in check(pdf, elements)]


def walk(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every structure element in reading order, with the types above it, outermost first."""

    def visit(element: Any, above: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
        yield element, above
        for kid in elements_of(element):
            yield from visit(kid, (*above, type_of(element)))

    for top in elements_of(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())):
        yield from visit(top, ())


def kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def elements_of(element: Any) -> list[Any]:
    return [kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def type_of(element: Any) -> str:
    return str(element.S)[1:]


def attribute(element: Any, name: str) -> Any:
    owned = element.get("/A", pikepdf.Dictionary())
    for dictionary in owned if isinstance(owned, pikepdf.Array) else [owned]:
        if name in dictionary:
            return dictionary[name]
    return None


def of_type(elements: Elements, *types: str) -> list[Any]:
    return [element for element, _ in elements if type_of(element) in types]


@rule("5 identification")
def identification(pdf: pikepdf.Pdf, _: Elements) -> Iterator[str]:
    if "/Metadata" not in pdf.Root or pdf.open_metadata().get("pdfuaid:part") != "1":
        yield "XMP does not say pdfuaid:part 1"


@rule("7.1 title")
def title(pdf: pikepdf.Pdf, _: Elements) -> Iterator[str]:
    if "/Metadata" not in pdf.Root or not pdf.open_metadata().get("dc:title"):
        yield "XMP has no dc:title"
    if not pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title is not shown in the window"


@rule("7.1 marked")
def marked(pdf: pikepdf.Pdf, _: Elements) -> Iterator[str]:
    info = pdf.Root.get("/MarkInfo", {})
    if not info.get("/Marked", False) or info.get("/Suspects", False):
        yield "the file is not marked as tagged"
    if "/StructTreeRoot" not in pdf.Root:
        yield "there is no structure tree"


@rule("7.1 content")
def content(pdf: pikepdf.Pdf, _: Elements) -> Iterator[str]:
    """Everything painted is either tagged or an artefact, and neither lies inside the other."""
    for number, page in enumerate(pdf.pages, start=1):
        open_marks: list[str] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BMC", "BDC"):
                mark = _mark(operands)
                if {mark, *open_marks} >= {"artefact", "tagged"}:
                    yield f"page {number}: an artefact and tagged content inside each other"
                open_marks.append(mark)
            elif name == "EMC":
                open_marks.pop()
            elif name in PAINTING and not {"artefact", "tagged"} & set(open_marks):
                yield f"page {number}: {name} is neither tagged nor an artefact"


def _mark(operands: Any) -> str:
    if str(operands[0]) == "/Artifact":
        return "artefact"
    has_id = len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
    return "tagged" if has_id else "other"


def page_marks(page: Any) -> list[int]:
    """The MCIDs of a page's content, in the order they are painted."""
    return [
        int(operands[1]["/MCID"])
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and _mark(operands) == "tagged"
    ]


@rule("7.1 parent tree")
def parent_tree(pdf: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    """Each piece of content belongs to one element of the tree, and finds the way back to it."""
    if "/StructTreeRoot" not in pdf.Root:
        return
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}
    owners: dict[tuple[int, int], list[Any]] = {}
    for element, _ in elements:
        for kid in kids(element):
            if isinstance(kid, int):
                owners.setdefault((numbers[element.Pg.objgen], kid), []).append(element)
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                owners.setdefault((numbers[kid.Pg.objgen], int(kid.MCID)), []).append(element)
    for at, page in enumerate(pdf.pages):
        if page.get("/Tabs") != "/S":
            yield f"page {at + 1}: the tab order is not that of the structure"
        back = tree[int(page.StructParents)]
        marks = page_marks(page)
        if len(marks) != len(set(marks)):
            yield f"page {at + 1}: an MCID is used twice"
        for mark in marks:
            found = owners.pop((at, mark), [])
            if len(found) != 1 or back[mark].objgen != found[0].objgen:
                yield f"page {at + 1}: content {mark} belongs to {len(found)} elements"
    for page_number, mark in owners:
        yield f"page {page_number + 1}: content {mark} is not there"


@rule("7.1 standard types")
def standard_types(_: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    for element, _above in elements:
        if type_of(element) not in STANDARD:
            yield f"{type_of(element)} is no standard type"


@rule("7.2 language")
def language(pdf: pikepdf.Pdf, _: Elements) -> Iterator[str]:
    if str(pdf.Root.get("/Lang", "")) != "sv":
        yield "the language is not Swedish"


@rule("7.3 figures")
def figures(_: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    for figure in of_type(elements, "Figure"):
        if not str(figure.get("/Alt", "")).strip():
            yield "a figure has no alternative text"
        if attribute(figure, "/BBox") is None:
            yield "a figure has no place"


@rule("7.4 headings")
def headings(_: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    last = 0
    for heading in of_type(elements, "H1", "H2", "H3", "H4", "H5", "H6"):
        level = int(type_of(heading)[1])
        if level > last + 1:
            yield f"H{level} after {f'H{last}' if last else 'nothing'}"
        last = level


@rule("7.5 tables")
def tables(pdf: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    root = pdf.Root.get("/StructTreeRoot", {})
    ids = {str(key) for key in pikepdf.NameTree(root.IDTree)} if "/IDTree" in root else set()
    for header in of_type(elements, "TH"):
        if attribute(header, "/Scope") not in ("/Row", "/Column", "/Both"):
            yield "a header cell has no scope"
        if "/ID" in header and str(header.ID) not in ids:
            yield f"the header {header.ID} is not in the id tree"
    for cell in of_type(elements, "TH", "TD"):
        for header in attribute(cell, "/Headers") or ():
            if str(header) not in ids:
                yield f"a cell names the header {header}, which is not there"
    for cell in of_type(elements, "TD"):
        if attribute(cell, "/Headers") is None:
            yield "a cell is not tied to its headers"
    for table in of_type(elements, "Table"):
        widths = set(row_widths(table))
        if len(widths) > 1:
            yield f"rows of different widths: {sorted(widths)}"


def rows_of(table: Any) -> list[Any]:
    found = []
    for kid in elements_of(table):
        found += [kid] if type_of(kid) == "TR" else rows_of(kid) if type_of(kid) in ("THead", "TBody") else []
    return found


def row_widths(table: Any) -> list[int]:
    """Columns of each row, cells from rows above that reach down into it included."""
    below: list[int] = []  # for rows to come: columns taken from above
    widths = []
    for row in rows_of(table):
        width = below.pop(0) if below else 0
        for cell in elements_of(row):
            columns, rows = (
                int(attribute(cell, "/ColSpan") or 1),
                int(attribute(cell, "/RowSpan") or 1),
            )
            width += columns
            for at in range(rows - 1):
                below += [0] * (at + 1 - len(below))
                below[at] += columns
        widths.append(width)
    return widths


@rule("7.5 and 7.6 nesting")
def nesting(_: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    for element, _above in elements:
        allowed = CHILDREN.get(type_of(element))
        for kid in elements_of(element) if allowed is not None else ():
            if type_of(kid) not in allowed:
                yield f"{type_of(kid)} in {type_of(element)}"
    for table in of_type(elements, "Table"):
        for single in ("THead", "Caption"):
            if [type_of(kid) for kid in elements_of(table)].count(single) > 1:
                yield f"a table with {single} more than once"


@rule("7.6 lists")
def lists(_: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    for element in of_type(elements, "L"):
        if attribute(element, "/ListNumbering") is None:
            yield "a list does not say how it is numbered"


@rule("7.8 running heads")
def running_heads(pdf: pikepdf.Pdf, _: Elements) -> Iterator[str]:
    """Every page but the cover has its head and foot as artefacts of their kind."""
    for number, page in enumerate(pdf.pages, start=1):
        edges = {
            str(operands[1].get("/Subtype", ""))
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and _mark(operands) == "artefact"
        }
        if number > 1 and not edges >= {"/Header", "/Footer"}:
            yield f"page {number}: no running head or foot"


@rule("7.17 bookmarks")
def bookmarks(pdf: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    with pdf.open_outline() as outline:

        def count(items: Any) -> int:
            return sum(1 + count(item.children) for item in items)

        made = count(outline.root)
    wanted = len(of_type(elements, "H1", "H2", "H3", "H4", "H5", "H6"))
    if made != wanted:
        yield f"{made} bookmarks for {wanted} headings"


@rule("7.18 links")
def links(pdf: pikepdf.Pdf, elements: Elements) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root:
        return
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.get("/Annots", ()):
            if not str(annotation.get("/Contents", "")).strip():
                yield f"page {number}: a link without a description"
            parent = annotation.get("/StructParent")
            owner = tree.get(int(parent)) if parent is not None else None
            objects = (
                [
                    kid.Obj.objgen
                    for kid in kids(owner)
                    if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
                ]
                if owner
                else []
            )
            if owner is None or type_of(owner) != "Link" or annotation.objgen not in objects:
                yield f"page {number}: a link outside the structure"
    for link in of_type(elements, "Link"):
        if not any(isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" for kid in kids(link)):
            yield "a link element that leads nowhere"


@rule("7.21 fonts")
def fonts(pdf: pikepdf.Pdf, _: Elements) -> Iterator[str]:
    seen = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            if font.objgen in seen:
                continue
            seen.add(font.objgen)
            descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = descendant.get("/FontDescriptor", {})
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
                yield f"{font.BaseFont} is not embedded"
            if "/ToUnicode" not in font:
                yield f"{font.BaseFont} has no map to Unicode"


@rule("7.16 security and scripts")
def security(pdf: pikepdf.Pdf, _: Elements) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "the file is encrypted"
    if "/JavaScript" in pdf.Root.get("/Names", {}) or "/OpenAction" in pdf.Root:
        yield "the file runs something"


def made_fonts(path: Path) -> set[str]:
    """Names of the fonts, without the prefix of a subset."""
    with pikepdf.open(path) as pdf:
        return {
            str(font.BaseFont)[8:] for page in pdf.pages for font in page.Resources.get("/Font", {}).values()
        }
