"""Adopted reports and packages: a dump restores them to the byte, and a package changes none."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organisation import audit
from organisation.adoption import verified
from organisation.models import AdoptedDocument, AdoptedFile, Committee
from reports.adopting import Decision, withdraw_report
from reports.models import Report, ReportText
from reports.packages import PackageError, dump_package, load_package
from socialnamnd.management.commands.demo import Command
from tests.factories import make_committee, make_units
from tests.reports.adoption import adopted, with_picture
from tests.reports.rows import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    committee = make_committee()
    make_units(committee, {"SN": {"100": {}}})
    made = make_report(committee)
    ReportText.objects.create(report=made, key="sammanfattning", text="Läget.", changed_by="Karin")
    with_picture(made)
    return made


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("rapport.toml", 'titel = "Delårsrapport"', 'titel = "En annan"'),
        ("rapport.toml", 'alternativtext = "Ett gult fält."', 'alternativtext = "Nytt."'),
        ("texter/sammanfattning.md", "Läget.", "Ett annat läge."),
    ],
)
def test_a_package_that_would_change_an_adopted_report_is_refused(
    report: Report, tmp_path: Path, file: str, before: str, after: str
) -> None:
    adopted(report)
    dump_package(report.committee, tmp_path)
    version = audit.version(report.committee)
    load_package(tmp_path, by="Karin")
    assert audit.version(report.committee) == version
    path = tmp_path / "rapporter" / "rapport" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(PackageError) as refusal:
        load_package(tmp_path, by="Karin")
    assert str(refusal.value) == (
        "rapporter/rapport: Rapporten är fastställd och skiljer sig från paketets."
        " Dra tillbaka den först om den ska ändras."
    )
    assert (Report.objects.get().title, ReportText.objects.get().text) == ("Delårsrapport", "Läget.")


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def package(report: Report, tmp_path: Path) -> Path:
    """A dump of the report adopted twice, for a committee that is not there yet."""
    adopted(report)
    withdraw_report(report=report, reason="Fel bilaga.", by="Sofia")
    adopted(report, Decision(date(2021, 10, 18), "150"))
    folder = tmp_path / "paket"
    dump_package(report.committee, folder)
    settings = folder / "paket.toml"
    text = settings.read_text(encoding="utf-8").replace("9999", "0042").replace("prov-sn", "ny-sn")
    settings.write_text(text, encoding="utf-8")
    return folder


def test_what_was_adopted_is_restored_to_the_byte(report: Report, package: Path, tmp_path: Path) -> None:
    committee = load_package(package, by="Karin")
    restored = Report.objects.get(committee=committee)
    assert restored.is_frozen
    for before, after in zip(
        AdoptedDocument.objects.filter(committee=report.committee).order_by("revision"),
        AdoptedDocument.objects.filter(committee=committee).order_by("revision"),
        strict=True,
    ):
        assert [
            (file.name, file.label, file.content_type, file.size, file.sha256, verified(file))
            for file in after.files.order_by("name")
        ] == [
            (file.name, file.label, file.content_type, file.size, file.sha256, verified(file))
            for file in before.files.order_by("name")
        ]
        for field in ("title", "meeting_on", "decision_paragraph", "adopted_at", "adopted_by"):
            assert getattr(after, field) == getattr(before, field)
        assert (after.withdrawn_at, after.withdrawn_reason) == (before.withdrawn_at, before.withdrawn_reason)
    dump_package(committee, tmp_path / "igen")
    assert files_in(tmp_path / "igen") == files_in(package)
    version = audit.version(committee)
    load_package(package, by="Karin")
    assert audit.version(committee) == version


def refused(package: Path) -> str:
    with pytest.raises(PackageError) as refusal:
        load_package(package, by="Karin")
    return str(refusal.value)


def test_a_file_that_is_not_the_one_that_was_adopted_is_named(package: Path) -> None:
    place = package / "rapporter" / "rapport" / "faststalld" / "1"
    (place / "rapport.pdf").write_bytes(b"%PDF-1.7 annat")
    (place / "figures.csv").unlink()
    assert refused(package).splitlines() == [
        (
            "rapporter/rapport/faststalld/1/rapport.pdf: Filen är inte den som fastställdes:"
            " dess kontrollsumma är inte den i beslut.toml."
        ),
        "rapporter/rapport/faststalld/1/figures.csv: Filen saknas.",
    ]
    assert not Committee.objects.filter(slug="ny-sn").exists()


@pytest.mark.parametrize(
    ("revision", "before", "after", "message"),
    [
        ("2", 'paragraf = "150"', 'paragraf = ""', "/beslut.toml, rad 3: ”paragraf” får inte vara tom."),
        (
            "2",
            'paragraf = "150"',
            'paragraf = "151"',
            "/beslut.toml: Utgåvan gäller, men rapport.toml har inte dess beslutsdatum och paragraf.",
        ),
        (
            "2",
            '"2021-10-18"',
            '"i höstas"',
            "/beslut.toml, rad 2: ”sammantrade” är inte ett datum. Skriv till exempel 2021-09-20.",
        ),
        (
            "2",
            'fryst = "',
            'fryst = "ca ',
            "/beslut.toml, rad 4: ”fryst” är inte en tid. Skriv till exempel 2021-09-21T10:30:00+02:00.",
        ),
        (
            "1",
            'skal = "Fel bilaga."\n',
            "",
            "/beslut.toml, rad 7: En tillbakadragen utgåva har tid, person och skäl.",
        ),
        (
            "1",
            'namn = "rapport.pdf"',
            'namn = "rapport.doc"',
            (
                "/beslut.toml, rad 1: En utgåva har filerna sida.html, report.html, rapport.pdf, tabeller.xlsx,"
                " figures.csv, var och en gång."
            ),
        ),
    ],
)
def test_a_decision_with_a_fault_is_told_with_its_line(
    package: Path, revision: str, before: str, after: str, message: str
) -> None:
    place = f"rapporter/rapport/faststalld/{revision}"
    file = package / place / "beslut.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    assert refused(package) == place + message


def test_only_one_revision_is_valid_and_folders_are_numbers(package: Path) -> None:
    place = package / "rapporter" / "rapport" / "faststalld"
    (place / "1").rename(place / "01")
    assert refused(package) == (
        "rapporter/rapport/faststalld/01: I faststalld ligger bara kataloger som heter utgåvans nummer: 1, 2 …"
    )
    (place / "01").rename(place / "1")
    (place / "1" / "beslut.toml").write_text((place / "2" / "beslut.toml").read_text())
    for file in (place / "2").iterdir():
        (place / "1" / file.name).write_bytes(file.read_bytes())
    assert refused(package) == (
        "rapporter/rapport/faststalld: Flera utgåvor gäller. Alla utom en ska vara tillbakadragna."
    )
    (place / "2" / "beslut.toml").unlink()
    assert "rapporter/rapport/faststalld/2/beslut.toml: Filen saknas." in refused(package)


def test_a_revision_that_is_there_already_is_not_replaced(report: Report, package: Path) -> None:
    committee = load_package(package, by="Karin")
    file = package / "rapporter" / "rapport" / "faststalld" / "1" / "beslut.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Fel bilaga.", "Inget."), encoding="utf-8")
    other = "Utgåvan finns redan i nämnden och är en annan. Ett paket ändrar inget som är fastställt."
    assert refused(package) == f"rapporter/rapport/faststalld/1/beslut.toml: {other}"
    # Nor is one put beside the one that is valid.
    AdoptedFile.objects.filter(document__committee=committee, document__revision=1).delete()
    AdoptedDocument.objects.filter(committee=committee, revision=1).delete()
    AdoptedDocument.objects.filter(committee=committee).update(revision=7)
    assert refused(package) == f"rapporter/rapport/faststalld/2/beslut.toml: {other}"


def test_a_dump_gives_out_no_file_that_was_changed(report: Report, tmp_path: Path) -> None:
    adopted(report)
    AdoptedFile.objects.filter(name="rapport.pdf").update(data=b"annat")
    with pytest.raises(PackageError) as refusal:
        dump_package(report.committee, tmp_path / "paket")
    assert str(refusal.value).startswith(
        "Delårsrapport, utgåva 1: Filen rapport.pdf är inte längre den som fastställdes"
    )
    assert list((tmp_path / "paket").iterdir()) == []


def test_exporting_writes_the_frozen_bytes(report: Report, tmp_path: Path) -> None:
    document = adopted(report)
    ReportText.objects.update(text="Smög sig in.")
    call_command("export_report", "prov-sn", "rapport", out=tmp_path)
    kept = {file.name: verified(file) for file in document.files.all()}
    assert files_in(tmp_path) == {
        "report.html": kept["report.html"],
        "report.pdf": kept["rapport.pdf"],
        "figures.csv": kept["figures.csv"],
        "tabeller.xlsx": kept["tabeller.xlsx"],
    }
    AdoptedFile.objects.filter(name="figures.csv").update(data=b"annat")
    with pytest.raises(CommandError, match="^Filen figures.csv är inte längre den som fastställdes"):
        call_command("export_report", "prov-sn", "rapport", out=tmp_path)


def test_the_demo_started_again_leaves_what_somebody_adopted_in_it(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "prov-sn"
    dump_package(report.committee, folder)
    document = adopted(report)
    said = StringIO()
    assert not Command(stdout=StringIO(), stderr=said).load(folder)
    assert said.getvalue() == (
        "rapporter/rapport: Rapporten är fastställd och skiljer sig från paketets."
        " Dra tillbaka den först om den ska ändras.\nIngenting har ändrats.\n"
    )
    report.refresh_from_db()
    assert report.frozen == document
    with pytest.raises(CommandError, match="Katalogen finns inte."):
        Command().load(tmp_path / "annan-sn")


def test_a_demo_of_an_earlier_version_says_how_to_begin_anew(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "prov-sn"
    dump_package(report.committee, folder)
    rows = [f"2021;m{number};Nämndmål;Mål" for number in range(40)]
    (folder / "mal.csv").write_text("\n".join(["år;kod;nivå;mål", *rows, ""]), encoding="utf-8")
    said = StringIO()
    command = Command(stdout=StringIO(), stderr=said)
    assert not command.load(folder)
    faults = said.getvalue().splitlines()
    assert (len(faults), faults[5:]) == (7, ["…", "Ingenting har ändrats."])
    command.tell_of([])
    assert said.getvalue().splitlines() == faults
    command.tell_of(["prov-sn", "annan-sn"])
    told = said.getvalue().splitlines()[-1]
    assert told.startswith(
        "prov-sn, annan-sn är kvar som förut: någon har stängt en månad eller fastställt en rapport där, eller så är"
        " demon från en äldre version. Vill du ha demon som den är nu: stoppa servern, "
    )
    assert told.endswith("och kör ./run demo igen. Allt som är ändrat i demon försvinner då.")
