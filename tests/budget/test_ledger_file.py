"""Every way a ledger file can be wrong, with line and sentence; and the ways it may look and still be right."""

import gzip
import io
import zipfile
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.ledger_checks import LedgerFileError
from budget.ledger_file import Known, Ledger, read_ledger

pytestmark = pytest.mark.once

HEAD = "period;ansvar;konto;typ;belopp\n"
KNOWN = Known(
    units={"0110": (None, None), "120": (2020, 2021), "130": (2022, None)},
    accounts=frozenset({"3000", "5000"}),
    types=("Budget", "Tilläggsbudget", "Ombudgetering", "Utfall", "Prognos"),
)


def rows(ledger: Ledger) -> list[tuple[int, str, str, str, Decimal]]:
    return [
        (
            int(ledger.period[i]),
            ledger.units[ledger.unit[i]],
            ledger.accounts[ledger.account[i]],
            ledger.types[ledger.type[i]],
            Decimal(int(ledger.ore[i])).scaleb(-2),
        )
        for i in range(len(ledger))
    ]


def faults(data: str | bytes) -> list[str]:
    with pytest.raises(LedgerFileError) as refusal:
        read_ledger(data.encode() if isinstance(data, str) else data, KNOWN)
    assert refusal.value.total == len(refusal.value.errors)
    return [str(error) for error in refusal.value.errors]


TWO = [
    (202101, "0110", "5000", "Utfall", Decimal("-1234.50")),
    (202102, "120", "3000", "Tilläggsbudget", Decimal("-1234.00")),
]
PLAIN = "202101;0110;5000;Utfall;1 234,50-\n202102;120;3000;Tilläggsbudget;(1 234)\n"


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + PLAIN).encode(),
        (HEAD + PLAIN).encode("utf-8-sig"),
        (HEAD + PLAIN).replace("\n", "\r\n").encode(),
        (HEAD + PLAIN).replace("\n", "\r").encode(),
        (HEAD + PLAIN).rstrip("\n").encode(),
        (HEAD + PLAIN.replace("\n", "\n\n;;;;\n   \n")).encode(),
        (HEAD.replace("\n", ";;\n") + PLAIN.replace("\n", ";;\n")).encode(),
        (HEAD.upper() + PLAIN).encode(),
        '"period";"ansvar";"konto";"typ";"belopp"\n"202101";"0110";"5000";"Utfall";"1 234,50-"\n'
        '"202102";"120";"3000";"Tilläggsbudget";"(1 234)"\n'.encode(),
        "belopp;typ;konto;ansvar;period\n1 234,50-;Utfall;5000;0110;202101\n"
        "(1 234);Tilläggsbudget;3000;120;202102\n".encode(),
        (HEAD + " 202101 ; 0110;5000 ;Utfall ; 1 234,50- \n" + PLAIN.splitlines()[1]).encode(),
    ],
    ids=[
        "plain",
        "bom",
        "windows",
        "mac",
        "no end",
        "empty rows",
        "empty columns",
        "capitals",
        "quoted",
        "order",
        "spaces",
    ],
)
def test_the_ways_a_file_may_look(data: bytes) -> None:
    assert rows(read_ledger(data, KNOWN)) == TWO


def test_what_a_file_covers() -> None:
    assert read_ledger((HEAD + PLAIN).encode(), KNOWN).covered == {
        "Tilläggsbudget": [202102],
        "Utfall": [202101],
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "202113;0110;5000;Utfall;1",
            "Perioden ”202113” finns inte. Skriv år och månad med sex siffror, 202101 till 202112 (år 2000–2100).",
        ),
        (
            "1999-1;0110;5000;Utfall;1",
            "Perioden ”1999-1” finns inte. Skriv år och månad med sex siffror, 202101 till 202112 (år 2000–2100).",
        ),
        ("202101;999;5000;Utfall;1", "Ansvaret ”999” finns inte i nämndens organisation."),
        ("202101;110;5000;Utfall;1", "Ansvaret ”110” finns inte i nämndens organisation. Menas ”0110”?"),
        ("202101;;5000;Utfall;1", "Ansvar saknas på raden."),
        ("202101;0110;5001;Utfall;1", "Kontot ”5001” finns inte i nämndens kontoplan."),
        ("202101;0110;;Utfall;1", "Konto saknas på raden."),
        (
            "202101;0110;5000;utfal;1",
            (
                "Typen ”utfal” finns inte. Menas ”Utfall”? "
                "Typ är Budget, Tilläggsbudget, Ombudgetering, Utfall eller Prognos."
            ),
        ),
        (
            "202101;0110;5000;Utfall;12,34,5",
            "”12,34,5” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234.",
        ),
        ("202101;0110;5000;Utfall;", "Beloppet saknas."),
        ("202201;120;5000;Utfall;1", "Ansvaret 120 gäller från 2020 till och med 2021, inte 2022."),
        ("202101;130;5000;Utfall;1", "Ansvaret 130 gäller från 2022, inte 2021."),
        ("202101;0110;5000;Utfall;1;2", "Raden har 6 kolumner, men rubrikraden har 5."),
        ("202101;0110;5000", "Raden har 3 kolumner, men rubrikraden har 5."),
        ("Summa;;;;12", "Raden ser ut att vara en summarad. Ta bort den: bara bokförda rader ska läsas in."),
        (";;;Totalt;12", "Raden ser ut att vara en summarad. Ta bort den: bara bokförda rader ska läsas in."),
        (";;;;12", "Raden ser ut att vara en summarad. Ta bort den: bara bokförda rader ska läsas in."),
        ("Summa;12", "Raden ser ut att vara en summarad. Ta bort den: bara bokförda rader ska läsas in."),
    ],
)
def test_a_bad_row_is_told_with_its_line(row: str, expected: str) -> None:
    good = "202103;0110;5000;Utfall;1\n"
    assert faults(f"{HEAD}{good}\n{row}\n") == [f"Rad 4: {expected}"]


def test_a_key_that_stands_twice_is_told_with_both_lines() -> None:
    row = "202101;0110;5000;Utfall;1\n"
    other = "202101;0110;5000;Budget;1\n"
    assert faults(HEAD + row + other + row + row) == [
        "Rad 4: Samma period, ansvar, konto och typ står redan på rad 2. Slå ihop raderna till en.",
        "Rad 5: Samma period, ansvar, konto och typ står redan på rad 2. Slå ihop raderna till en.",
    ]


def test_all_faults_of_a_file_are_told_in_order_and_the_first_hundred_kept() -> None:
    with pytest.raises(LedgerFileError) as refusal:
        read_ledger((HEAD + "202113;999;5001;x;y\n" * 1000).encode(), KNOWN)
    assert refusal.value.total == 5000
    assert len(refusal.value.errors) == 100
    assert [error.line for error in refusal.value.errors] == [line for line in range(2, 22) for _ in range(5)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "period;ansvar;konto;belopp",
            "Det saknas kolumner: typ. Första raden ska vara period;ansvar;konto;typ;belopp.",
        ),
        (
            "period;ansvar;konto;typ;belopp;text",
            "Okända kolumner: text. Första raden ska vara period;ansvar;konto;typ;belopp.",
        ),
        (
            "period;period;ansvar;konto;typ;belopp",
            "Kolumner som står två gånger: period. Första raden ska vara period;ansvar;konto;typ;belopp.",
        ),
        (
            "period,ansvar,konto,typ,belopp",
            (
                "Kolumnerna verkar vara åtskilda med komma. Använd semikolon. "
                "Första raden ska vara period;ansvar;konto;typ;belopp."
            ),
        ),
        (
            "period\tansvar\tkonto\ttyp\tbelopp",
            (
                "Kolumnerna verkar vara åtskilda med tabb. Använd semikolon. "
                "Första raden ska vara period;ansvar;konto;typ;belopp."
            ),
        ),
        (
            "202101;0110;5000;Utfall;1",
            "Rubrikraden saknas. Första raden ska vara period;ansvar;konto;typ;belopp.",
        ),
    ],
)
def test_wrong_columns(head: str, expected: str) -> None:
    assert faults(f"{head}\n{PLAIN}") == [f"Rad 1: {expected}"]


def test_not_utf8() -> None:
    assert faults((HEAD + PLAIN).encode("cp1252")) == [
        (
            "Rad 3: Filen är inte UTF-8: byte 0xE4 på plats 21 på raden kan inte läsas. "
            "Den är troligen sparad som Windows-1252. Spara den som CSV UTF-8 och försök igen."
        )
    ]


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "Filen är tom."),
        (b"\xef\xbb\xbf \r\n\r\n", "Filen är tom."),
        (HEAD.encode(), "Rad 1: Filen har inga rader under rubrikraden."),
        ((HEAD + "\n;;;;\n").encode(), "Rad 1: Filen har inga rader under rubrikraden."),
        (
            zipped("xl/workbook.xml"),
            (
                "Filen är en Excel-fil (.xlsx). Öppna den i Excel och spara som ”CSV UTF-8 (kommaavgränsad)”, "
                "med semikolon mellan kolumnerna."
            ),
        ),
        (zipped("a.csv"), "Filen är en zip-fil. Packa upp den och välj CSV-filen i den."),
        (b"PK\x03\x04broken", "Filen är en zip-fil. Packa upp den och välj CSV-filen i den."),
        (gzip.compress(b"x", mtime=0), "Filen är packad (gzip). Packa upp den och välj CSV-filen i den."),
        (
            b"%PDF-1.7",
            "Filen är en PDF. Siffror kan inte läsas ur den. Ta ut huvudboken ur ekonomisystemet som CSV.",
        ),
        (b"\x89PNG\r\n", "Filen är en bild (PNG). Ta ut huvudboken ur ekonomisystemet som CSV."),
        (b"\xff\xd8\xff\xe0", "Filen är en bild (JPEG). Ta ut huvudboken ur ekonomisystemet som CSV."),
        (
            b"\n<!DOCTYPE html><html>",
            (
                "Filen är en webbsida (HTML). Inloggningen till ekonomisystemet kan ha gått ut när den hämtades. "
                "Ta ut huvudboken ur ekonomisystemet som CSV."
            ),
        ),
        (
            b"#FLAGGA 0\n#FORMAT PC8\n",
            (
                "Filen är en SIE-fil. Sådana läses inte in. "
                "Ta ut huvudboken som CSV med kolumnerna period, ansvar, konto, typ och belopp."
            ),
        ),
        (HEAD.encode("utf-16"), "Filen är sparad som UTF-16 (”Unicode-text”). Spara den som CSV UTF-8."),
        (b"MZ\0\0\x01", "Filen är inte en textfil. Ta ut huvudboken ur ekonomisystemet som CSV."),
    ],
)
def test_another_kind_of_file(data: bytes, expected: str) -> None:
    assert faults(data) == [expected]


@given(
    st.binary(max_size=300) | st.text(alphabet=';\n\r"0123456789Utfal- ,\0å', max_size=200).map(str.encode)
)
def test_whatever_the_bytes_there_is_a_ledger_or_an_error(data: bytes) -> None:
    for whole in (data, HEAD.encode() + data):
        with suppress(LedgerFileError):
            assert len(read_ledger(whole, KNOWN)) > 0


KEYS = st.tuples(
    st.integers(1, 12),
    st.sampled_from(["0110", "120"]),
    st.sampled_from(["3000", "5000"]),
    st.sampled_from(KNOWN.types),
)


@given(st.dictionaries(KEYS, st.integers(-(10**12), 10**12), min_size=1, max_size=40))
def test_a_file_says_what_was_written(amounts: dict[tuple[int, str, str, str], int]) -> None:
    expected = [
        (202100 + month, unit, account, kind, Decimal(ore).scaleb(-2))
        for (month, unit, account, kind), ore in amounts.items()
    ]
    text = "".join(f"{p};{u};{a};{k};{amount}\n" for p, u, a, k, amount in expected)
    assert rows(read_ledger((HEAD + text).encode(), KNOWN)) == expected
