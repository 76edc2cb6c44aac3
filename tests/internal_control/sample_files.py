"""Files of every kind that may be evidence, and the same with what must not be in them."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pikepdf
import xlsxwriter
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _: None, **saving: object) -> bytes:
    """A PDF of one page; change puts more in it."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(595, 842))
    change(made)
    made.save(out, **saving)
    return out.getvalue()


def with_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_launch(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))


def with_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["hemlig.exe"] = b"MZ"


def with_form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=made.make_stream(b"<xdp/>"))


def with_film(made: pikepdf.Pdf) -> None:
    film = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])
    made.pages[0].Annots = pikepdf.Array([film])


def with_link(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://www.riksdagen.se/")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].Annots = pikepdf.Array([link])


def growing_pdf(megabytes: int) -> bytes:
    """A PDF whose tree of pages lies among so many megabytes of blanks, packed to a thousandth."""
    packing = zlib.compressobj(9)
    packed = packing.compress(b"4 0 <</Type/Pages/Kids[5 0 R]/Count 1>>")
    packed += b"".join(packing.compress(b" " * 1024 * 1024) for _ in range(megabytes)) + packing.flush()
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    bodies = [
        head + packed + b"\nendstream",
        b"<</Type/Catalog/Pages 4 0 R>>",
        b"<</Type/Page/Parent 4 0 R/MediaBox[0 0 9 9]>>",
    ]
    out, places = b"%PDF-1.5\n", []
    for number, body in zip((1, 2, 5), bodies, strict=True):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    first, second, fifth = places
    rows = [(0, 0, 0), (1, first, 0), (1, second, 0), (1, len(out), 0), (2, 1, 0), (1, fifth, 0)]
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + bytes([last]) for kind, at, last in rows)
    about = b"<</Type/XRef/Size 6/W[1 4 1]/Root 2 0 R/Length %d>>" % len(table)
    end = b"\nendstream\nendobj\nstartxref\n%d\n" % len(out)
    return out + b"3 0 obj\n" + about + b"\nstream\n" + table + end + b"%%EOF\n"


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def docx(
    parts: Mapping[str, bytes | str] | None = None, *, declared: str = "", main: str = f"{WORD}.main+xml"
) -> bytes:
    """A Word document; parts are more of what is in it, declared more of what it says that it holds."""
    overrides = f'<Override PartName="/word/document.xml" ContentType="{main}"/>{declared}'
    return archive(
        {
            "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats'
            '.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
            f'package.relationships+xml"/>{overrides}</Types>',
            "_rels/.rels": relationships(("officeDocument", "word/document.xml", "")),
            "word/document.xml": "<w:document><w:body><w:p><w:r><w:t>Underlag</w:t></w:r></w:p></w:body></w:document>",
            **(parts or {}),
        }
    )


def relationships(*targets: tuple[str, str, str]) -> str:
    """Of kind, target and mode."""
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Utredningar")
        sheet.write_url(1, 0, "https://www.socialstyrelsen.se/")
    return out.getvalue()


def picture(kind: str = "JPEG", **saving: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "#005566").save(out, kind, **saving)
    return out.getvalue()
