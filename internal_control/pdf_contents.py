"""What stands in the way of keeping a PDF file: scripts, attached files, and what starts other programs. Pure.

A PDF that is only read does nothing: text, pictures, links to the web and signatures are let through as they are.
"""

import io
from collections.abc import Iterator
from zipfile import is_zipfile

import pikepdf

SCRIPT = "PDF-filen innehåller skript (JavaScript)."
LAUNCH = "PDF-filen kan starta andra program eller öppna andra filer."
EMBEDDED = "PDF-filen innehåller inbäddade filer."
FORM = "PDF-filen är ett formulär med eget program (XFA) eller skickar det som fylls i vidare."
MEDIA = "PDF-filen innehåller film, ljud eller annat rörligt innehåll."
LOCKED = "PDF-filen är låst med lösenord. Spara den utan lösenord."
BROKEN = "PDF-filen är trasig. Öppna den och spara den på nytt."
MORE = "Filen är både en PDF-fil och något annat."
HOW = " Skriv ut den till en ny PDF-fil och lägg till den i stället."

_BY_KEY = {
    "/JS": SCRIPT,
    "/JavaScript": SCRIPT,
    "/XFA": FORM,
    "/EmbeddedFiles": EMBEDDED,
    "/EF": EMBEDDED,
    "/RichMediaContent": MEDIA,
}
_BY_ACTION = {
    "/JavaScript": SCRIPT,
    "/Launch": LAUNCH,
    "/GoToR": LAUNCH,
    "/GoToE": EMBEDDED,
    "/ImportData": FORM,
    "/SubmitForm": FORM,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/RichMediaExecute": MEDIA,
}
_BY_ANNOTATION = {
    "/FileAttachment": EMBEDDED,
    "/RichMedia": MEDIA,
    "/Screen": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/3D": MEDIA,
}
_MOST_UNPACKED = 64 * 1024 * 1024  # bytes of a stream: those that are read hold objects, not pictures
_MOST_OBJECTS = 2_000_000

# Of the whole process; nothing else in it reads PDF files.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=_MOST_UNPACKED,
    run_length_max_memory=_MOST_UNPACKED,
    png_max_memory=_MOST_UNPACKED,
    tiff_max_memory=_MOST_UNPACKED,
    dct_max_memory=_MOST_UNPACKED,
    max_stream_filters=4,
    parser_max_container_size=_MOST_OBJECTS,
)


def fault_of_pdf(data: bytes) -> str:
    """Why the file cannot be kept, as Swedish sentences; '' if it can."""
    # Nothing but blanks may follow the end: what does is another file, or half of this one is missing.
    if not data.rstrip(b"\r\n\t \x00\x0c").endswith(b"%%EOF"):
        return BROKEN
    if is_zipfile(io.BytesIO(data)):
        return MORE
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            found = next(_active(pdf), "")
            return f"{found}{HOW}" if found else ("" if len(pdf.pages) else BROKEN)
    except pikepdf.PasswordError:
        return LOCKED
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, RuntimeError, ValueError, TypeError, KeyError):
        return BROKEN


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A sentence for each thing in the file that is more than something to read."""
    seen = 0
    for indirect in pdf.objects:
        left = [indirect]
        while left:
            seen += 1
            if seen > _MOST_OBJECTS:
                raise ValueError(seen)
            each = left.pop()
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                yield from _active_in(each)
                left += [value for value in each.values() if _is_within(value)]
            elif isinstance(each, pikepdf.Array):
                left += [value for value in each if _is_within(value)]


def _is_within(value: object) -> bool:
    """Whether the object stands here, and not by itself elsewhere in the file."""
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream) and not value.is_indirect


def _active_in(each: pikepdf.Object) -> Iterator[str]:
    for key in each.keys():  # noqa: SIM118  (a stream is no mapping)
        if key in _BY_KEY:
            yield _BY_KEY[key]
    for key, sentences in (("/S", _BY_ACTION), ("/Subtype", _BY_ANNOTATION)):
        name = each.get(key)
        if isinstance(name, pikepdf.Name) and str(name) in sentences:
            yield sentences[str(name)]
