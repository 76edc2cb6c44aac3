"""What a file seems to be, when it is not the text file that was asked for: so that the message can say what to do.

Pure: imports neither Django nor pandas.
"""

import io
import zipfile

_SAVE_AS_CSV = (
    "Öppna den i Excel och spara som ”CSV UTF-8 (kommaavgränsad)”, med semikolon mellan kolumnerna."
)
_LEDGER_EXPORT = "Ta ut huvudboken ur ekonomisystemet som CSV."

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", f"Filen är en äldre Excel- eller Word-fil. {_SAVE_AS_CSV}"),
    (b"%PDF-", f"Filen är en PDF. Siffror kan inte läsas ur den. {_LEDGER_EXPORT}"),
    (b"\x89PNG", f"Filen är en bild (PNG). {_LEDGER_EXPORT}"),
    (b"\xff\xd8\xff", f"Filen är en bild (JPEG). {_LEDGER_EXPORT}"),
    (b"GIF8", f"Filen är en bild (GIF). {_LEDGER_EXPORT}"),
    (b"\x1f\x8b", "Filen är packad (gzip). Packa upp den och välj CSV-filen i den."),
    (b"\xff\xfe", "Filen är sparad som UTF-16 (”Unicode-text”). Spara den som CSV UTF-8."),
    (b"\xfe\xff", "Filen är sparad som UTF-16 (”Unicode-text”). Spara den som CSV UTF-8."),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table")
_SIE = (b"#flagga", b"#program", b"#format", b"#gen", b"#sietyp", b"#fnamn")


def other_kind(data: bytes) -> str | None:
    """A Swedish sentence for what the bytes seem to be and what to do, or None if they may be plain text."""
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature):
            return sentence
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HTML):
        return (
            "Filen är en webbsida (HTML). Inloggningen till ekonomisystemet kan ha gått ut när den hämtades. "
            f"{_LEDGER_EXPORT}"
        )
    if start.startswith(b"<?xml"):
        return f"Filen är XML. {_LEDGER_EXPORT}"
    if start.startswith(_SIE):
        return (
            "Filen är en SIE-fil. Sådana läses inte in. Ta ut huvudboken som CSV med kolumnerna "
            "period, ansvar, konto, typ och belopp."
        )
    if b"\0" in data:
        return f"Filen är inte en textfil. {_LEDGER_EXPORT}"
    return None


def _archive(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        names = []
    if any(name.startswith("xl/") for name in names):
        return f"Filen är en Excel-fil (.xlsx). {_SAVE_AS_CSV}"
    if any(name.startswith("word/") for name in names):
        return f"Filen är ett Word-dokument (.docx). {_LEDGER_EXPORT}"
    if "content.xml" in names:
        return f"Filen är ett kalkylblad från LibreOffice (.ods). {_SAVE_AS_CSV}"
    return "Filen är en zip-fil. Packa upp den och välj CSV-filen i den."
