"""What a file is told by its contents; what does something, or is something else too, is refused."""

import contextlib
import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from internal_control.evidence_checks import (
    CSV,
    LONGEST_NAME,
    MOST_BYTES,
    PDF,
    TEXT,
    EvidenceRefused,
    checked,
    harmless_name,
    parted,
)
from internal_control.office_contents import BOMB, BROKEN, EMBEDDED, LOCKED, MACROS, MORE, OUTWARDS, UNKNOWN
from tests.internal_control import sample_files as samples

pytestmark = pytest.mark.once

WHOLE = {
    "protokoll.pdf": (samples.pdf(), PDF),
    "länkar.pdf": (samples.pdf(samples.with_link), PDF),
    "komprimerad.pdf": (samples.pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), PDF),
    "checklista.docx": (samples.docx(), samples.WORD),
    "urval.xlsx": (samples.xlsx(), samples.EXCEL),
    "bild.jpg": (samples.picture("JPEG"), "image/jpeg"),
    "bild.png": (samples.picture("PNG"), "image/png"),
    "bild.webp": (samples.picture("WEBP"), "image/webp"),
    "bild.gif": (samples.picture("GIF"), "image/gif"),
    "anteckning.txt": ("Granskat å, ä och ö.\r\n".encode(), TEXT),
    "windows.txt": ("Granskat å, ä och ö.".encode("cp1252"), TEXT),
    "urval.csv": ("ärende;dagar\n12;118\n".encode("utf-8-sig"), CSV),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_kept_to_the_byte(name: str) -> None:
    data, content_type = WHOLE[name]
    kept = checked(name, data)
    assert (kept.name, kept.content_type, kept.data) == (name, content_type, data)


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(EvidenceRefused) as refused:
        checked(name, data)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "plan.pdf",
            b"Det h\xe4r \xe4r bara text.",
            "”plan.pdf” heter som en PDF-fil, men innehållet är text.",
        ),
        ("plan.pdf", samples.docx(), "”plan.pdf” heter som en PDF-fil, men innehållet är ett Word-dokument."),
        ("plan.pdf", samples.picture(), "”plan.pdf” heter som en PDF-fil, men innehållet är en bild."),
        (
            "plan.docx",
            samples.pdf(),
            "”plan.docx” heter som ett Word-dokument, men innehållet är en PDF-fil.",
        ),
        ("bild.jpg", samples.pdf(), "”bild.jpg” heter som en bild, men innehållet är en PDF-fil."),
        (
            "plan.pdf",
            b"MZ\x90\x00\x03\x00\x00\x00\x04",
            "”plan.pdf” heter som en PDF-fil, men är ingen sådan eller är trasig.",
        ),
        (
            "spel.exe",
            b"MZ\x90\x00\x03\x00\x00\x00\x04",
            (
                "”spel.exe” kan inte läggas till. Filer av det slaget tas inte emot. Det som går är PDF, Word, Excel och "
                "PowerPoint utan makron, bilder (JPEG, PNG, GIF, WebP), text och CSV."
            ),
        ),
        (
            "sida.html",
            b"<script>alert(1)</script>",
            "”sida.html” slutar på .html, men innehållet är text. Ge filen ett namn som slutar på .txt.",
        ),
        ("tom.pdf", b"", "”tom.pdf” är tom."),
        (
            "film.pdf",
            b"%PDF-" + b"0" * MOST_BYTES,
            "”film.pdf” är större än 20 MB. Gör filen mindre eller dela den.",
        ),
        (
            "gammal.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            (
                "”gammal.doc” kan inte läggas till. Äldre Office-filer, och de som är låsta med lösenord, går inte att"
                " kontrollera. Spara den som PDF."
            ),
        ),
        (
            "IMG_1.heic",
            b"\x00\x00\x00\x18ftypheic" + bytes(50),
            "”IMG_1.heic” kan inte läggas till. Bilder i formatet HEIC kan inte visas av alla. Spara den som JPEG.",
        ),
    ],
)
def test_what_a_file_is_not_is_said(name: str, data: bytes, expected: str) -> None:
    assert refusal(name, data) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (samples.with_script, "PDF-filen innehåller skript (JavaScript)."),
        (samples.with_launch, "PDF-filen kan starta andra program eller öppna andra filer."),
        (samples.with_attachment, "PDF-filen innehåller inbäddade filer."),
        (
            samples.with_form,
            "PDF-filen är ett formulär med eget program (XFA) eller skickar det som fylls i vidare.",
        ),
        (samples.with_film, "PDF-filen innehåller film, ljud eller annat rörligt innehåll."),
    ],
)
@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_a_pdf_that_does_something_is_refused(
    change: Callable[[pikepdf.Pdf], None], expected: str, mode: pikepdf.ObjectStreamMode
) -> None:
    data = samples.pdf(change, object_stream_mode=mode)
    assert refusal("x.pdf", data) == (
        f"”x.pdf” kan inte läggas till. {expected} Skriv ut den till en ny PDF-fil och lägg till den i stället."
    )


def test_a_name_written_in_another_way_hides_no_script() -> None:
    data = samples.pdf(samples.with_script).replace(b"/JavaScript", b"/J#61vaScript")
    data = data.replace(b"/JS ", b"/#4a#53 ")
    assert b"/JavaScript" not in data
    assert "trasig" in refusal("x.pdf", data) or "skript" in refusal("x.pdf", data)


def test_a_pdf_with_a_password_is_refused() -> None:
    data = samples.pdf(encryption=pikepdf.Encryption(owner="ägare", user="läsare"))
    assert refusal("x.pdf", data) == (
        "”x.pdf” kan inte läggas till. PDF-filen är låst med lösenord. Spara den utan lösenord."
    )


def test_a_pdf_that_grows_out_of_all_measure_is_refused() -> None:
    assert checked("liten.pdf", samples.growing_pdf(1)).content_type == PDF
    assert "PDF-filen är trasig." in refusal("bomb.pdf", samples.growing_pdf(500))


def kind_of(kind: str, target: str = "x.bin", mode: str = "") -> bytes:
    return samples.docx({"word/_rels/document.xml.rels": samples.relationships((kind, target, mode))})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (samples.docx({"word/vbaProject.bin": b"x"}), MACROS),
        (
            samples.docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
            MACROS,
        ),
        (samples.docx({"xl/macrosheets/sheet1.xml": b"x"}), MACROS),
        (samples.docx({"word/embeddings/oleObject1.bin": b"x"}), EMBEDDED),
        (samples.docx({"word/embeddings/brev.docx": b"x"}), EMBEDDED),
        (samples.docx({"word/activeX/activeX1.xml": b"x"}), EMBEDDED),
        (samples.docx({"xl/externalLinks/externalLink1.xml": b"x"}), OUTWARDS),
        (kind_of("oleObject"), EMBEDDED),
        (kind_of("attachedTemplate", "http://a.example/x.dotm", "External"), OUTWARDS),
        (kind_of("image", "file://server/x.png", "External"), OUTWARDS),
        (
            samples.docx(
                {
                    "word/header1.xml": "<w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\\\x.exe</w:instrText>"
                }
            ),
            OUTWARDS,
        ),
        (samples.docx({"word/_rels/x.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), BROKEN),
        (samples.docx(main="application/x-unknown"), UNKNOWN),
        (samples.archive({"a.txt": "bara en arkivfil"}), UNKNOWN),
        (samples.archive({"../../etc/passwd": "x", "[Content_Types].xml": "<a/>"}), BROKEN),
        (samples.docx({"word/media/stor.bmp": bytes(301 * 1024 * 1024)}), BOMB),
        (samples.docx() + b"mer", MORE),
    ],
)
def test_an_office_file_that_does_something_is_refused(data: bytes, expected: str) -> None:
    assert refusal("x.docx", data) == f"”x.docx” kan inte läggas till. {expected}"


def test_an_office_file_with_a_locked_part_is_refused() -> None:
    data = bytearray(samples.docx())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal("x.docx", bytes(data)) == f"”x.docx” kan inte läggas till. {LOCKED}"


def test_a_link_and_the_workbook_of_a_chart_are_no_danger() -> None:
    data = samples.docx(
        {
            "word/_rels/document.xml.rels": samples.relationships(
                ("hyperlink", "https://www.skr.se/", "External"), ("package", "embeddings/a.xlsx", "")
            ),
            "word/embeddings/a.xlsx": samples.xlsx(),
        }
    )
    assert checked("rapport.docx", data).data == data


def test_a_workbook_within_a_document_is_checked_too() -> None:
    within = samples.docx({"xl/vbaProject.bin": b"x"})
    data = samples.docx({"word/embeddings/a.xlsx": within})
    assert refusal("x.docx", data) == f"”x.docx” kan inte läggas till. {MACROS}"


def test_a_picture_keeps_nothing_of_where_it_was_taken_and_gets_its_right_ending() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Telefon"
    kept = checked("semester.PNG", samples.picture("JPEG", exif=exif))
    assert (kept.name, kept.content_type) == ("semester.jpg", "image/jpeg")
    assert b"Telefon" not in kept.data


def zipped() -> bytes:
    return samples.archive({"skadlig.js": "x"})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_of_a_picture_with_another_file_after_it_the_picture_alone_is_kept(kind: str) -> None:
    kept = checked("bild", samples.picture(kind) + zipped())
    assert not zipfile.is_zipfile(io.BytesIO(kept.data))
    assert b"skadlig" not in kept.data


@pytest.mark.parametrize(
    "data",
    [
        samples.pdf() + zipped(),
        samples.pdf().replace(b"%%EOF", zipped() + b"\n%%EOF"),
        zipped() + samples.pdf(),
        b"GIF89a" + samples.pdf(),
    ],
)
def test_a_file_that_is_two_things_is_refused(data: bytes) -> None:
    for name in ("x.pdf", "x.docx", "x.gif", "x.txt", "x"):
        refusal(name, data)


@settings(max_examples=120)
@given(name=st.sampled_from(sorted(WHOLE)), share=st.floats(0, 0.999))
def test_a_file_cut_short_is_never_kept_as_what_it_was(name: str, share: float) -> None:
    data, content_type = WHOLE[name]
    cut = data[: int(len(data) * share)]
    if content_type in (TEXT, CSV):
        return
    try:
        kept = checked(name, cut)
    except EvidenceRefused:
        return
    assert kept.content_type == content_type
    if content_type.startswith("image/"):
        # All of the picture was there, and it is given its end again.
        assert Image.open(io.BytesIO(kept.data)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    else:
        # Only what may follow the end was cut off.
        assert cut.rstrip(b"\r\n") == data.rstrip(b"\r\n")


@settings(max_examples=80)
@given(name=st.sampled_from(sorted(WHOLE)), ending=st.sampled_from([".pdf", ".docx", ".jpg", ".txt", ".exe"]))
def test_a_file_under_another_ending_is_refused_or_stays_what_it_is(name: str, ending: str) -> None:
    data, content_type = WHOLE[name]
    try:
        kept = checked(f"fil{ending}", data)
    except EvidenceRefused:
        return
    is_text = content_type in (TEXT, CSV)
    assert kept.content_type == (TEXT if is_text else content_type)
    assert kept.data == data


@settings(max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(["x.pdf", "x.docx", "x.jpg", "x.csv", "x", "x.exe"]))
def test_whatever_bytes_come_the_answer_is_a_kept_file_or_a_sentence(data: bytes, name: str) -> None:
    for start in (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        with contextlib.suppress(EvidenceRefused):
            assert checked(name, start + data).data


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_a_harmless_name_is_harmless_and_stays_as_it_is(name: str) -> None:
    made = harmless_name(name)
    assert 0 < len(made) <= LONGEST_NAME
    assert not set('<>:"/\\|?*\n\r\x00\u202e') & set(made)
    assert not made.startswith(".")
    assert harmless_name(made) == made


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("..\\..\\Windows\\Protokoll  2021.PDF", "Protokoll 2021.pdf"),
        ("/etc/passwd", "passwd"),
        ("rapport\u202efdp.exe", "rapportfdp.exe"),
        ('a<b>:"c|d?e*.txt', "a_b___c_d_e_.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie_ x.txt"),
        ("CON", "_CON"),
        ("   ", "fil"),
        (".htaccess", "htaccess"),
        ("ö" * 200 + ".pdf", "ö" * 146 + ".pdf"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert harmless_name(name) == expected
    assert len(parted(expected)[1]) <= 11
