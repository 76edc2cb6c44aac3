"""Writes a report's structure tree into the PDF that WeasyPrint has drawn (ISO 14289-1, ISO 32000-1 14.7)."""

from typing import Any

import pydyf
from weasyprint.document import Document

from reports.structure import SVG, Annotation, Content, Node, TaggedPage, read_structure

SCOPES = {"row": "/Row", "col": "/Column", "colgroup": "/Column", "rowgroup": "/Column"}
NUMBERINGS = {"ul": "/Disc", "ol": "/Decimal", "dl": "/None"}
SVG_TITLE = SVG.removesuffix("svg") + "title"


def add_structure(document: Document, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher. The document's pages are TaggedPage."""
    pages = [page for page in document.pages if isinstance(page, TaggedPage)]
    writer = _Writer(pdf, len(pages))
    pdf.catalog["StructTreeRoot"] = writer.write(read_structure(pages))
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    for number, page in enumerate(_page_dictionaries(pdf)):
        page["StructParents"] = number
        page["Tabs"] = "/S"
    document.metadata.include_in_pdf(pdf, "ua", 1, None, compress=False)


def _page_dictionaries(pdf: pydyf.PDF) -> list[Any]:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


class _Writer:
    def __init__(self, pdf: pydyf.PDF, page_count: int) -> None:
        self._pdf = pdf
        self._pages = pdf.page_references
        self._content: list[dict[int, bytes]] = [{} for _ in range(page_count)]  # page → mcid → its element
        self._links: list[bytes] = []
        self._ids: list[tuple[bytes, bytes]] = []

    def write(self, tree: Node) -> bytes:
        """The reference of the structure tree's root."""
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._pdf.add_object(root)
        document = self._element(tree, root.reference)
        root["K"] = pydyf.Array([document])
        root["ParentTree"] = self._parent_tree()
        root["ParentTreeNextKey"] = len(self._pages) + len(self._links)
        if self._ids:
            names = [
                part
                for key, reference in sorted(self._ids)
                for part in (pydyf.String(key.decode()), reference)
            ]
            root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
        return bytes(root.reference)

    def _element(self, node: Node, parent: bytes) -> bytes:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self._pdf.add_object(element)
        reference = bytes(element.reference)
        own_page = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
        if own_page is not None:
            element["Pg"] = self._pages[own_page]
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                if not kid.is_empty():
                    kids.append(self._element(kid, reference))
            elif isinstance(kid, Content):
                self._content[kid.page][kid.mcid] = reference
                kids.append(kid.mcid if kid.page == own_page else self._marked(kid))
            else:
                kids.append(self._link(kid, node, reference))
        element["K"] = kids
        self._describe(node, element, reference)
        return reference

    def _marked(self, content: Content) -> pydyf.Dictionary:
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[content.page], "MCID": content.mcid})

    def _link(self, link: Annotation, node: Node, reference: bytes) -> pydyf.Dictionary:
        link.dictionary["Contents"] = pydyf.String(_text(node.element))
        link.dictionary["StructParent"] = len(self._pages) + len(self._links)
        self._links.append(reference)
        return pydyf.Dictionary(
            {
                "Type": "/OBJR",
                "Pg": self._pages[link.page],
                "Obj": link.dictionary.reference,
            }
        )

    def _describe(self, node: Node, element: pydyf.Dictionary, reference: bytes) -> None:
        if node.role in ("TH", "TD"):
            attributes = _cell_attributes(node)
            if key := node.element.get("data-id"):
                element["ID"] = pydyf.String(key)
                self._ids.append((key.encode(), reference))
            if len(attributes) > 1:
                element["A"] = attributes
        elif node.role == "L":
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": NUMBERINGS[node.element.tag]})
        elif node.role == "Figure":
            element["Alt"] = pydyf.String(_alternative(node.element))
            if node.bbox:
                element["A"] = pydyf.Dictionary(
                    {
                        "O": "/Layout",
                        "Placement": "/Block",
                        "BBox": pydyf.Array(node.bbox),
                    }
                )

    def _parent_tree(self) -> bytes:
        """From content and links back to their elements; content made an artefact has none."""
        numbers = pydyf.Array()
        for page, content in enumerate(self._content):
            elements = pydyf.Array(content.get(mcid, b"null") for mcid in range(max(content, default=-1) + 1))
            numbers += [page, elements]
        for at, reference in enumerate(self._links, start=len(self._pages)):
            numbers += [at, reference]
        tree = pydyf.Dictionary({"Nums": numbers})
        self._pdf.add_object(tree)
        return bytes(tree.reference)


def _cell_attributes(node: Node) -> pydyf.Dictionary:
    attributes = pydyf.Dictionary({"O": "/Table"})
    if node.role == "TH":
        attributes["Scope"] = SCOPES.get(node.element.get("scope"), "/Column")
    for name, key in (("ColSpan", "colspan"), ("RowSpan", "rowspan")):
        if (span := int(node.element.get(key) or 1)) > 1:
            attributes[name] = span
    if headers := (node.element.get("headers") or "").split():
        attributes["Headers"] = pydyf.Array(pydyf.String(header) for header in headers)
    return attributes


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _alternative(element: Any) -> str:
    """A picture's alt, or a drawing's title."""
    if element.tag == SVG:
        title = element.find(SVG_TITLE)
        return _text(title) if title is not None else ""
    return element.get("alt") or ""
