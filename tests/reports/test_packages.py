"""A committee as files: what goes in comes out again, a second load changes nothing, and one fault stops it all."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from PIL import Image

from budget.models import Actual, CarryOverRequest, CostType, Forecast, InvestmentAmount
from organisation import audit
from organisation.models import AuditEvent, ClosedMonth, Committee, Municipality, Unit
from organisation.periods import close_month
from reports.models import Picture, ReportText
from reports.packages import PackageError, dump_package, load_package
from tests.factories import make_user

pytestmark = pytest.mark.django_db

DEMO = Path(settings.BASE_DIR, "demo")

TEMPLATE = """namn = "Prov \\"rapport\\""
slag = "månadsrapport"

[[avsnitt]]
nyckel = "ekonomi"
titel = "Ekonomi"

[[avsnitt.block]]
typ = "text"
nyckel = "lage"

[[avsnitt.block]]
typ = "resultattabell"
nyckel = "drift"
namn = "Drift"
skala = "tkr"
decimaler = 0
tecken = "naturligt"
radrubrik = "Tkr"
rader = "poster"
enheter = ["0100"]
poster = [{ namn = "Personal", kostnadsslag = ["Personalkostnader"] }]
kolumner = [{ rubrik = "Utfall", visar = "utfall", tid = "period" }]
"""

FACTS = """titel = "Läget i \\\\ augusti"
mall = "manad"
period = "2021-08"
version = "1"

[[underskrift]]
nyckel = "lage"
namn = "Åsa Öberg"
titel = "chef"

[[bild]]
nyckel = "bild"
fil = "Vår bild.png"
alternativtext = "Ett rött hus; med \\"knutar\\"."
"""


def picture(kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (4, 3), "red").save(file, kind)
    return file.getvalue()


FILES: dict[str, str | bytes] = {
    "paket.toml": 'format = 1\nkommunkod = "0099"\nkommun = "Åmåls ”kommun”"\nnamn = "Nämnden"\n'
    'adressnamn = "amal-sn"\nminsta_grupp = 7\n',
    "organisation.csv": "kod;namn;överordnad;typ;från;till\n0100;Team ”Norr”;SN;enhet;2020;\n"
    '"SN";"Nämnden; den ""stora""";;nämnd;;\nå-1;Enhet;0100;;;2022\n',
    "konton.csv": "konto;namn;slag;kostnadsslag\n5010;Löner;Kostnad;Personalkostnader\n3010;Avgifter;Intäkt;\n"
    "0009;Bidrag;Intäkt;Statsbidrag\n",
    "huvudbok.csv": "period;ansvar;konto;typ;belopp\n202101;å-1;5010;Utfall;1 234,50-\n202101;0100;0009;Utfall;0\n"
    "202108;0100;5010;Prognos;9999999999999,99\n202101;SN;3010;Tilläggsbudget;-5\n",
    "investeringar.csv": "projekt;namn;grupp;ansvar\n02;Bilar;Egna;0100\n01;Hus;;\n",
    "investeringsbelopp.csv": "period;projekt;typ;belopp\n202101;02;Ursprungsbudget;100,05\n202101;01;Tillägg;-7\n",
    "ombudgetering.csv": 'år;projekt;belopp;skäl\n2021;02;50;"Två rader:\nandra ""raden""; slut"\n',
    "perioder.csv": "period;stängd av;tid\n202001;Kalle;2020-02-03T10:15:00+01:00\n",
    "mallar/manad.toml": TEMPLATE,
    "rapporter/aug/rapport.toml": FACTS,
    "rapporter/aug/texter/lage.md": "# Läget\r\n\r\nGott.  \r\n",
    "rapporter/aug/texter/per-enhet/å-1.md": "Bra – jo.\n\n",
    "rapporter/aug/bilder/Vår bild.png": picture(),
}


def write(to: Path, **changed: str | bytes) -> Path:
    """The package with some files changed: their names with __ for / and _ for . ."""
    names = {name.replace("/", "__").replace(".", "_"): name for name in FILES}
    files = {**FILES, **{names[name]: content for name, content in changed.items()}}
    for name, content in files.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return to


def files_of(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def loaded_and_dumped(package: Path, to: Path) -> dict[str, bytes]:
    """The files of a dump from a database that holds nothing but the package; afterwards it is empty again."""
    with transaction.atomic():
        dump_package(load_package(package, by="prov"), to)
        transaction.set_rollback(True)
    return files_of(to)


def faults(directory: Path) -> list[str]:
    with pytest.raises(PackageError) as refusal:
        load_package(directory, by="prov")
    return refusal.value.errors


def test_a_package_comes_out_as_it_went_in_and_the_same_from_the_next_database(tmp_path: Path) -> None:
    first = loaded_and_dumped(write(tmp_path / "in"), tmp_path / "out")
    assert sorted(first) == sorted(name.replace("Vår bild.png", "bild.png") for name in FILES)
    for name in ("paket.toml", "ombudgetering.csv", "perioder.csv", "investeringar.csv", "mallar/manad.toml"):
        assert first[name].decode() == FILES[name]
    assert loaded_and_dumped(tmp_path / "out", tmp_path / "again") == first


@pytest.mark.parametrize("slug", ["krokom-sn", "herrljunga-sn", "timra-sn"])
def test_the_demo_packages_round_trip(tmp_path: Path, slug: str) -> None:
    first = loaded_and_dumped(DEMO / slug, tmp_path / "out")
    for name in ("huvudbok.csv", "konton.csv", "organisation.csv"):
        assert sorted(first[name].splitlines()) == sorted((DEMO / slug / name).read_bytes().splitlines())
    assert loaded_and_dumped(tmp_path / "out", tmp_path / "again") == first


@pytest.mark.parametrize("slug", ["krokom-sn", "herrljunga-sn", "timra-sn"])
def test_what_is_dumped_changes_nothing_where_it_came_from(tmp_path: Path, slug: str) -> None:
    committee = load_package(DEMO / slug, by="prov")
    dump_package(committee, tmp_path)
    version = audit.version(committee)
    load_package(tmp_path, by="prov")
    assert audit.version(committee) == version


def test_what_is_loaded(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path), by="prov")
    assert (str(committee), committee.small_group_threshold) == ("Nämnden, Åmåls ”kommun”", 7)
    assert list(Unit.objects.in_order().values_list("code", "path", "valid_from", "valid_to")) == [
        ("0100", "SN/0100/", 2020, None),
        ("SN", "SN/", None, None),
        ("å-1", "SN/0100/å-1/", None, 2022),
    ]
    assert list(CostType.objects.order_by("position").values_list("name", "kind")) == [
        ("Personalkostnader", "cost"),
        ("Intäkter", "revenue"),
        ("Statsbidrag", "revenue"),
    ]
    assert [str(row.amount) for row in Actual.objects.order_by("amount")] == ["-1234.50", "0.00"]
    assert str(Forecast.objects.get().amount) == "9999999999999.99"
    assert str(InvestmentAmount.objects.get(type="original").amount) == "100.05"
    assert ClosedMonth.objects.get().closed_by == "Kalle"
    text = ReportText.objects.get(key="lage")
    assert (text.text, text.signed_name, text.changed_by) == ("# Läget\n\nGott.  ", "Åsa Öberg", "prov")
    assert ReportText.objects.get(key="per-enhet").unit == Unit.objects.get(code="å-1")
    assert (Picture.objects.get().width, Picture.objects.get().height) == (4, 3)


def test_a_second_load_changes_nothing_and_leaves_no_event(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path), by="prov")
    version, stored = audit.version(committee), Picture.objects.get().file.name
    load_package(tmp_path, by="någon annan")
    assert audit.version(committee) == version
    assert AuditEvent.objects.filter(action="läste in paket").count() == 1
    assert Picture.objects.get().file.name == stored
    assert ReportText.objects.get(key="lage").changed_by == "prov"


def test_an_update_changes_what_differs_and_keeps_what_the_package_lacks(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path), by="prov")
    user = make_user("karin", committee)
    new = tmp_path / "new"
    write(
        new,
        organisation_csv="kod;namn;överordnad;typ\n0100;Nytt namn;SN;enhet\nSN;Nämnden;;nämnd\n",
        huvudbok_csv="period;ansvar;konto;typ;belopp\n202101;SN;5010;Utfall;3\n",
    )
    old_picture = str(Picture.objects.get().file.name)
    (new / "rapporter/aug/bilder/Vår bild.png").write_bytes(picture("GIF"))
    load_package(new, by="prov")
    assert list(Unit.objects.in_order().values_list("code", "name")) == [
        ("0100", "Nytt namn"),
        ("SN", "Nämnden"),
        ("å-1", "Enhet"),
    ]
    assert list(Actual.objects.values_list("unit__code", "amount")) == [("SN", Decimal(3))]
    assert Forecast.objects.count() == 1
    assert committee.memberships.get().user == user
    assert not default_storage.exists(old_picture)
    assert default_storage.exists(str(Picture.objects.get().file.name))
    event = AuditEvent.objects.filter(action="läste in paket").latest("pk")
    assert event.details == {"enheter": 2, "huvudbok": 1, "rapporter": 1}


def test_a_closed_month_is_not_changed_by_a_package(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path), by="prov")
    close_month(committee=committee, year=2021, month=1, by="prov")
    load_package(tmp_path, by="prov")
    write(tmp_path, huvudbok_csv="period;ansvar;konto;typ;belopp\n202101;SN;5010;Utfall;3\n")
    assert faults(tmp_path) == [
        (
            "huvudbok.csv: Stängd månad: januari 2021. Siffrorna kan inte ändras. "
            "En controller kan öppna månaden igen under Perioder."
        )
    ]
    assert Actual.objects.count() == 2


def test_investments_in_a_closed_month_are_not_changed_by_a_package(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path), by="prov")
    for month in (1, 12):
        close_month(committee=committee, year=2021, month=month, by="prov")
    load_package(tmp_path, by="prov")
    write(
        tmp_path,
        investeringsbelopp_csv="period;projekt;typ;belopp\n202101;02;Ursprungsbudget;101\n",
        ombudgetering_csv="år;projekt;belopp;skäl\n2021;02;51;Annat\n",
    )
    assert faults(tmp_path) == [
        (
            f"{file}: Stängd månad: {month} 2021. Siffrorna kan inte ändras. "
            "En controller kan öppna månaden igen under Perioder."
        )
        for file, month in (("investeringsbelopp.csv", "januari"), ("ombudgetering.csv", "december"))
    ]
    assert CarryOverRequest.objects.get().amount == 50


def test_a_committee_keeps_out_of_others_names(tmp_path: Path) -> None:
    load_package(write(tmp_path), by="prov")
    settings = str(FILES["paket.toml"])
    write(tmp_path, paket_toml=settings.replace("amal-sn", "admin"))
    assert faults(tmp_path) == [
        "paket.toml, rad 5: Adressnamnet ”admin” används av programmet självt. Välj ett annat."
    ]
    write(tmp_path, paket_toml=settings.replace("amal-sn", "annan-sn"))
    assert faults(tmp_path) == [
        "paket.toml, rad 4: Kommunen har redan nämnden ”Nämnden”, med adressnamnet amal-sn."
    ]


HEADS = {"organisation_csv": "kod;namn;överordnad;typ\nSN;Nämnden;;\n0100;E;SN;\nå-1;E;SN;\n"}


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        (
            "organisation_csv",
            "kod;namn;överordnad;typ\nSN;N;;\n0100;A;å-1;\nå-1;B;0100;\n",
            ["organisation.csv, rad 3: Enheterna ligger i en ring: 0100 → å-1 → 0100."],
        ),
        (
            "organisation_csv",
            "kod;namn;överordnad;typ\nSN;N;;\n0100;A;99;\nå-1;B;98;\n",
            [
                "organisation.csv, rad 3: Enheten 0100 har den överordnade 99, som inte finns.",
                "organisation.csv, rad 4: Enheten å-1 har den överordnade 98, som inte finns.",
            ],
        ),
        (
            "organisation_csv",
            "kod;namn;överordnad;typ\nSN;N;;\n0100;A;;\nå-1;B;SN;\n",
            ["organisation.csv, rad 3: Bara en enhet kan sakna överordnad, men det gör SN, 0100."],
        ),
        (
            "organisation_csv",
            HEADS["organisation_csv"] + "sn;Igen;SN;\n1 2;;SN;\n",
            [
                "organisation.csv, rad 6: kod ”1 2” får inte innehålla blanksteg, snedstreck eller semikolon.",
                "organisation.csv, rad 6: namn saknas.",
                "organisation.csv, rad 5: Koden sn står redan på rad 2.",
            ],
        ),
        (
            "organisation_csv",
            "kod;namn;typ\nSN;N;\n",
            [
                (
                    "organisation.csv, rad 1: Det saknas kolumner: överordnad. "
                    "Första raden ska vara kod;namn;överordnad;typ."
                ),
            ],
        ),
        (
            "konton_csv",
            "konto;namn;slag;kostnadsslag\n5010;L;Kostnad;X\n3010;A;Intäkt;X\n0009;B;Utgift;\n5010;L;Kostnad;\n",
            [
                (
                    "konton.csv, rad 3: Kostnadsslaget ”X” är Kostnad på rad 2 och Intäkt här. "
                    "Ett kostnadsslag är det ena eller det andra."
                ),
                "konton.csv, rad 4: slag ”Utgift” finns inte. Välj Intäkt eller Kostnad.",
                "konton.csv, rad 5: Kostnadskontot 5010 saknar kostnadsslag.",
                "konton.csv, rad 5: Kontot 5010 står redan på rad 2.",
                (
                    "konton.csv, rad 5: Kostnadsslaget ”Intäkter” är Intäkt på rad 4 och Kostnad här. "
                    "Ett kostnadsslag är det ena eller det andra."
                ),
            ][:4],
        ),
        (
            "huvudbok_csv",
            "period;ansvar;konto;typ;belopp\n202113;SN;5010;Utfall;12,34,5\n",
            [
                (
                    "huvudbok.csv, rad 2: Perioden ”202113” finns inte. "
                    "Skriv år och månad med sex siffror, 202101 till 202112 (år 2000–2100)."
                ),
                "huvudbok.csv, rad 2: ”12,34,5” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234.",
            ],
        ),
        (
            "investeringar_csv",
            "projekt;namn;grupp;ansvar\n02;Bilar;;999\n01;Hus;;\n",
            ["investeringar.csv, rad 2: Ansvaret ”999” finns inte i nämndens organisation."],
        ),
        (
            "ombudgetering_csv",
            "år;projekt;belopp;skäl\n2021;03;0;\n",
            [
                "ombudgetering.csv, rad 2: Projektet ”03” finns inte i investeringar.csv.",
                "ombudgetering.csv, rad 2: skäl saknas.",
                "ombudgetering.csv, rad 2: Beloppet att ombudgetera måste vara större än noll.",
            ],
        ),
        (
            "perioder_csv",
            "period;stängd av;tid\n202001;Kalle;i går\n",
            [
                "perioder.csv, rad 2: Tiden ”i går” kan inte läsas. Skriv till exempel 2021-09-10T14:30:00+02:00."
            ],
        ),
        (
            "konton_csv",
            "konto;namn;slag;kostnadsslag\n5010;Löner;Kostnad;Personalkostnader\n".encode("cp1252"),
            ["konton.csv, rad 2: Filen är inte UTF-8. Den är troligen sparad som Windows-1252."],
        ),
        (
            "paket_toml",
            'format = 2\nkommunkod = "0099"\n',
            ["paket.toml, rad 1: Paketets format är 2, men programmet läser format 1."],
        ),
        (
            "mallar__manad_toml",
            TEMPLATE.replace("0100", "0101"),
            None,
        ),
        (
            "rapporter__aug__rapport_toml",
            FACTS.replace('mall = "manad"', 'mall = "saknas"'),
            ["rapporter/aug/rapport.toml, rad 2: Mallen ”saknas” finns inte i mallar."],
        ),
        (
            "rapporter__aug__rapport_toml",
            FACTS.replace('alternativtext = "Ett rött hus; med \\"knutar\\"."', 'alternativtext = ""'),
            ["rapporter/aug/rapport.toml, rad 14: ”alternativtext” får inte vara tom."],
        ),
        (
            "rapporter__aug__rapport_toml",
            FACTS.replace("2021-08", "2021-13"),
            [
                (
                    "rapporter/aug/rapport.toml, rad 3: Perioden ”2021-13” finns inte. "
                    "Skriv år och sista månad, till exempel 2021-08."
                )
            ],
        ),
    ],
)
def test_one_fault_and_nothing_is_loaded(
    tmp_path: Path, file: str, content: str | bytes, expected: list[str] | None
) -> None:
    found = faults(write(tmp_path, **{file: content}))
    if expected is None:
        assert [
            error for error in found if "0101" in error and error.startswith("mallar/manad.toml, rad ")
        ] == found
    else:
        assert [error for error in found if error in expected] == expected
    assert not Committee.objects.exists()
    assert not Municipality.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"not a picture", "Filen är inte en bild."),
        (picture()[:45], "Bilden är trasig och går inte att öppna."),
        (picture("BMP"), "Bilder av slaget BMP kan inte visas. Använd JPEG, PNG, GIF eller WebP."),
    ],
)
def test_a_picture_that_is_none_is_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    write(tmp_path)
    (tmp_path / "rapporter/aug/bilder/Vår bild.png").write_bytes(data)
    assert faults(tmp_path) == [f"rapporter/aug/bilder/Vår bild.png: {expected}"]
    assert not Committee.objects.exists()


def test_a_fault_found_late_leaves_no_picture_behind(tmp_path: Path) -> None:
    before = set(Path(settings.MEDIA_ROOT).rglob("*.png"))
    faults(write(tmp_path, mallar__manad_toml=TEMPLATE.replace("0100", "0101")))
    assert set(Path(settings.MEDIA_ROOT).rglob("*.png")) == before


def test_a_text_that_belongs_nowhere_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "rapporter/aug/texter/per-enhet/77.md").write_text("x")
    (tmp_path / "rapporter/aug/texter/LÄGE.txt").write_text("x")
    assert faults(tmp_path) == [
        "rapporter/aug/texter/LÄGE.txt: Texter heter nyckel.md, eller nyckel/ansvarskod.md om de är en enhets.",
        "rapporter/aug/texter/per-enhet/77.md: Enheten ”77” finns inte i nämndens organisation.",
    ]


def test_a_misspelt_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "huvudbok.cvs").write_text("x")
    (tmp_path / "README.md").write_text("x")
    assert faults(tmp_path) == ["huvudbok.cvs: Filen hör inte till ett paket. Menas ”huvudbok.csv”?"]


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in")
    call_command("load_package", str(tmp_path / "in"))
    call_command("load_package", str(tmp_path / "in"))
    call_command("dump_package", "amal-sn", str(tmp_path / "out"))
    assert capsys.readouterr().out.splitlines() == [
        "Nämnden, Åmåls ”kommun”: inläst.",
        "Nämnden, Åmåls ”kommun”: oförändrad.",
        f"Nämnden, Åmåls ”kommun”: utskriven till {tmp_path / 'out'}.",
    ]
    with pytest.raises(CommandError, match="Katalogen är inte tom"):
        call_command("dump_package", "amal-sn", str(tmp_path / "out"))
    (tmp_path / "out" / "anteckning.txt").write_text("egen")
    call_command("dump_package", "amal-sn", str(tmp_path / "out"), "--force")
    assert (tmp_path / "out" / "anteckning.txt").read_text() == "egen"
    with pytest.raises(CommandError, match="^Nämnden ”okand” finns inte. De som finns: amal-sn.$"):
        call_command("dump_package", "okand", str(tmp_path / "x"))
    with pytest.raises(CommandError, match="Katalogen finns inte.\nIngenting har ändrats.$"):
        call_command("load_package", str(tmp_path / "saknas"))
