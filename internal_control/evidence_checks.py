"""What a file is, from its contents and never from its name, and whether it may be kept as evidence. Pure."""

import io
import re
import unicodedata
from dataclasses import dataclass
from zipfile import is_zipfile

from internal_control.office_contents import TYPES as OFFICE_TYPES
from internal_control.office_contents import office_type
from internal_control.pdf_contents import fault_of_pdf
from organisation.picture_files import NotAPicture, cleaned

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 150
PDF, TEXT, CSV = "application/pdf", "text/plain", "text/csv"
_WORD, _EXCEL, _POWERPOINT = OFFICE_TYPES.values()
_PICTURES = {".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp"}
# What the name of a file of each type may end with; the first is given to a name that ends with nothing.
ENDINGS = {
    PDF: (".pdf",),
    _WORD: (".docx",),
    _EXCEL: (".xlsx",),
    _POWERPOINT: (".pptx",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    TEXT: (".txt",),
    CSV: (".csv",),
}
_IN_WORDS = {
    PDF: "en PDF-fil",
    _WORD: "ett Word-dokument",
    _EXCEL: "en Excel-fil",
    _POWERPOINT: "en PowerPoint-fil",
    TEXT: "text",
    CSV: "text",
}
# As the attribute accept of a file field wants it.
ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)
ALLOWED = "PDF, Word, Excel och PowerPoint utan makron, bilder (JPEG, PNG, GIF, WebP), text och CSV"
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc")
_ENDING = re.compile(r"\.[^\s.]{1,10}$")
_WITHIN_TEXT = {"\t", "\n", "\r", "\f"}
_NO_LETTERS = re.compile(r"[<>:\"/\\|?*]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class EvidenceRefused(ValueError):
    """A file that is not kept. The message is Swedish and fit for the user."""


@dataclass(frozen=True)
class CheckedFile:
    """A file as it may be kept: its name made harmless, what its contents are, and the contents themselves.

    They are the uploader's to the byte, but for a picture that told where it was taken.
    """

    name: str
    content_type: str
    data: bytes


def checked(name: str, data: bytes) -> CheckedFile:
    """Raises EvidenceRefused."""
    harmless = harmless_name(name)
    if not data:
        raise EvidenceRefused(f"”{harmless}” är tom.")
    if len(data) > MOST_BYTES:
        raise too_large(name)
    content_type, kept = _typed(harmless, data)
    return CheckedFile(_fitting(harmless, content_type), content_type, kept)


def too_large(name: str) -> EvidenceRefused:
    return EvidenceRefused(
        f"”{harmless_name(name)}” är större än {MOST_BYTES // 1024**2} MB. Gör filen mindre eller dela den."
    )


def harmless_name(name: str) -> str:
    """The name without folders, signs that do something, and anything that hides what it ends with."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if letter.isspace() else letter for letter in last)
    shown = "".join(letter for letter in shown if unicodedata.category(letter)[0] != "C")
    plain = " ".join(_NO_LETTERS.sub("_", shown).split()).strip(". ")
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, ending = parted(plain or "fil")
    return f"{stem[: LONGEST_NAME - len(ending)].strip('. ') or 'fil'}{ending.lower()}"


def parted(name: str) -> tuple[str, str]:
    """A name and its ending with its point; '' where it has none."""
    found = _ENDING.search(name)
    return (name[: found.start()], found[0]) if found and found.start() else (name, "")


def _typed(name: str, data: bytes) -> tuple[str, bytes]:
    """The type of the contents, and the contents as they are to be kept."""
    if data.startswith(b"%PDF-"):
        if fault := fault_of_pdf(data):
            raise _refused(name, fault)
        return PDF, data
    if data.startswith(b"PK\x03\x04"):
        content_type, fault = office_type(data)
        if fault:
            raise _refused(name, fault)
        return content_type, data
    if data.startswith(_PICTURE_STARTS) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return _picture(name, data)
    if data.startswith(_OLD_OFFICE):
        raise _refused(
            name,
            "Äldre Office-filer, och de som är låsta med lösenord, går inte att kontrollera. Spara den som PDF.",
        )
    if data[4:12] in _HEIC:
        raise _refused(name, "Bilder i formatet HEIC kan inte visas av alla. Spara den som JPEG.")
    if is_text(data):
        return (CSV if parted(name)[1] == ENDINGS[CSV][0] else TEXT), data
    claimed = _claimed(name)
    if claimed:
        raise EvidenceRefused(f"”{name}” heter som {claimed}, men är ingen sådan eller är trasig.")
    raise _refused(name, f"Filer av det slaget tas inte emot. Det som går är {ALLOWED}.")


def _picture(name: str, data: bytes) -> tuple[str, bytes]:
    try:
        kept, ending = cleaned(data)
    except NotAPicture as error:
        raise _refused(name, str(error)) from error
    if is_zipfile(io.BytesIO(kept)) or b"%PDF-" in kept[:1024]:
        raise _refused(name, "Filen är både en bild och något annat.")
    return _PICTURES[ending], kept


def is_text(data: bytes) -> bool:
    """Whether it can be read as text, in UTF-8, UTF-16 with its mark, or as Windows writes Swedish."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(letter >= " " or letter in _WITHIN_TEXT for letter in text) and "\x7f" not in text
    return False


def _fitting(name: str, content_type: str) -> str:
    """The name with an ending that says what the file is. Raises EvidenceRefused where it says something else."""
    stem, ending = parted(name)
    right = ENDINGS[content_type]
    if ending in right:
        return name
    is_picture = content_type in _PICTURES.values()
    if ending and not (is_picture and _type_of_ending(ending) in _PICTURES.values()):
        claimed = _claimed(name)
        what = "en bild" if is_picture else _IN_WORDS[content_type]
        if claimed:
            raise EvidenceRefused(f"”{name}” heter som {claimed}, men innehållet är {what}.")
        raise EvidenceRefused(
            f"”{name}” slutar på {ending}, men innehållet är {what}. Ge filen ett namn som slutar på {right[0]}."
        )
    return f"{stem[: LONGEST_NAME - len(right[0])]}{right[0]}"


def _type_of_ending(ending: str) -> str:
    return next((each for each, endings in ENDINGS.items() if ending in endings), "")


def _claimed(name: str) -> str:
    """What a name says that the file is: 'en PDF-fil'; '' if it says nothing that we know."""
    claimed = _type_of_ending(parted(name)[1])
    return "en bild" if claimed in _PICTURES.values() else _IN_WORDS.get(claimed, "")


def _refused(name: str, sentence: str) -> EvidenceRefused:
    return EvidenceRefused(f"”{name}” kan inte läggas till. {sentence}")
