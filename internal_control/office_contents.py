"""What stands in the way of keeping a Word, Excel or PowerPoint file: macros, embedded objects, links outwards. Pure."""

import io
import re
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

MACROS = "Filen innehåller makron. Spara den utan makron."
EMBEDDED = "Filen innehåller inbäddade objekt. Ta bort dem, eller spara filen som PDF."
OUTWARDS = (
    "Filen hämtar innehåll från andra filer eller från nätet. Bryt länkarna, eller spara filen som PDF."
)
BROKEN = "Filen är trasig. Öppna den och spara den på nytt."
LOCKED = "Filen är låst med lösenord. Spara den utan lösenord."
BOMB = "Filen är för stor när den packas upp."
MORE = "Filen är både ett Office-dokument och något annat."
UNKNOWN = "Filen är inte ett Word-, Excel- eller PowerPoint-dokument."

_START = "application/vnd.openxmlformats-officedocument."
TYPES = {
    f"{_START}wordprocessingml.document.main+xml": f"{_START}wordprocessingml.document",
    f"{_START}spreadsheetml.sheet.main+xml": f"{_START}spreadsheetml.sheet",
    f"{_START}presentationml.presentation.main+xml": f"{_START}presentationml.presentation",
}
# Kinds of relationship and part, told by the last word of their name.
_WORDS = {
    "vbaproject": MACROS,
    "vbadata": MACROS,
    "wordvbadata": MACROS,
    "xlmacrosheet": MACROS,
    "xlintlmacrosheet": MACROS,
    "macrosheet": MACROS,
    "attachedtoolbars": MACROS,
    "keymapcustomizations": MACROS,
    "oleobject": EMBEDDED,
    "control": EMBEDDED,
    "activexcontrolbinary": EMBEDDED,
    "afchunk": EMBEDDED,
    "webextension": EMBEDDED,
    "externallink": OUTWARDS,
    "externallinkpath": OUTWARDS,
    "connections": OUTWARDS,
    "querytable": OUTWARDS,
    "subdocument": OUTWARDS,
    "frame": OUTWARDS,
}
_PARTS = re.compile(r"(vbaproject|vbadata|oleobject|activex\d|/macrosheets/|/externallinks/)", re.IGNORECASE)
_PART_SENTENCES = {"v": MACROS, "o": EMBEDDED, "a": EMBEDDED, "/m": MACROS, "/e": OUTWARDS}
# Charts in Word and PowerPoint keep their figures in a workbook of their own.
_WORKBOOK = re.compile(r"(word|ppt)/embeddings/[^/]+\.xlsx", re.IGNORECASE)
_FIELDS = re.compile(rb"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)\"")
_FETCHES = re.compile(rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.IGNORECASE)
_MOST_PARTS = 5_000
_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_OF_A_PART = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


class _Fault(Exception):
    """The message is a Swedish sentence."""


def office_type(data: bytes) -> tuple[str, str]:
    """The content type of the file, and why it cannot be kept as Swedish sentences: one of them is ''."""
    try:
        return _checked(data, may_embed=True), ""
    except _Fault as fault:
        return "", str(fault)
    except (BadZipFile, ParseError, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return "", BROKEN


def _checked(data: bytes, *, may_embed: bool) -> str:
    with ZipFile(io.BytesIO(data)) as file:
        _require_whole(data, file)
        content_type = _main_type(file)
        for name in file.namelist():
            if found := _PARTS.search(f"/{name}"):
                raise _Fault(
                    next(
                        _PART_SENTENCES[each] for each in _PART_SENTENCES if found[0].lower().startswith(each)
                    )
                )
            if "/embeddings/" in f"/{name}".lower():
                if not (may_embed and _WORKBOOK.fullmatch(name)):
                    raise _Fault(EMBEDDED)
                _checked(_part(file, name), may_embed=False)
            if name.endswith(".rels"):
                _require_within(_xml(file, name))
            elif name.startswith("word/") and name.endswith(".xml"):
                _require_quiet(_part(file, name))
        return content_type


def _require_whole(data: bytes, file: ZipFile) -> None:
    """Raise if the archive is anything but whole, of reasonable size, and all there is in the file."""
    parts = file.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise _Fault(LOCKED)
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise _Fault(BOMB)
    names = [part.filename.lower() for part in parts]
    if (
        len(set(names)) < len(names)
        or any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts)
        or any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    ):
        raise _Fault(BROKEN)
    # The directory stands last, without a comment, and the first part first: nothing is before, after or between.
    if data[-22:-18] != b"PK\x05\x06" or min((part.header_offset for part in parts), default=1):
        raise _Fault(MORE)
    for part in parts:
        with file.open(part) as opened:
            while opened.read(_CHUNK):  # to its end, where its checksum is compared
                pass


def _main_type(file: ZipFile) -> str:
    if "[Content_Types].xml" not in file.namelist():
        raise _Fault(UNKNOWN)
    declared = [each.get("ContentType", "") for each in _xml(file, "[Content_Types].xml")]
    for each in declared:
        if "macroenabled" in each.lower() or "vbaproject" in each.lower():
            raise _Fault(MACROS)
        if sentence := _WORDS.get(_last_word(each.removesuffix("+xml"), ".")):
            raise _Fault(sentence)
    main = [TYPES[each] for each in declared if each in TYPES]
    if len(main) != 1:
        raise _Fault(UNKNOWN)
    return main[0]


def _require_within(relationships: Element) -> None:
    """Raise if a part refers to what does something, or to anything outside the file but an ordinary link."""
    for each in relationships:
        kind = _last_word(each.get("Type", ""), "/")
        if sentence := _WORDS.get(kind):
            raise _Fault(sentence)
        if each.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise _Fault(OUTWARDS)


def _require_quiet(part: bytes) -> None:
    """Raise if a field of a Word document fetches something when it is updated."""
    if _FETCHES.search(b"".join(_field_texts(part))):
        raise _Fault(OUTWARDS)


def _field_texts(part: bytes) -> Iterator[bytes]:
    for found in _FIELDS.finditer(part):
        yield found[1] if found[1] is not None else b" " + found[2] + b" "


def _part(file: ZipFile, name: str) -> bytes:
    if file.getinfo(name).file_size > _MOST_OF_A_PART:
        raise _Fault(BOMB)
    return file.read(name)


def _xml(file: ZipFile, name: str) -> Element:
    """A part of XML without entities of its own, which could grow without end."""
    part = _part(file, name)
    if b"\x00" in part or b"<!" in part.replace(b"<!--", b""):
        raise _Fault(BROKEN)
    return fromstring(part)  # noqa: S314  (has no entities)


def _last_word(name: str, separator: str) -> str:
    return name.rpartition(separator)[2].lower()
