"""export_report: the files of a report, not made again while nothing changes, and plain refusals."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import ReportText
from tests.factories import make_committee, make_units
from tests.reports.rows import make_report

pytestmark = pytest.mark.django_db


def test_the_files_are_written_once_and_again_only_when_something_changed(tmp_path: Path) -> None:
    committee = make_committee()
    make_units(committee, {"SN": {"100": {}}})
    report = make_report(committee)
    call_command("export_report", "prov-sn", "rapport", out=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "figures.csv",
        "report.html",
        "report.pdf",
        "tabeller.xlsx",
    ]
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert (tmp_path / "figures.csv").read_text(encoding="utf-8") == (
        "tabell;grupp;rad;kolumn;värde\nResultat;Enhet SN;Netto;Utfall;–\n"
    )
    times = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    call_command("export_report", "prov-sn", "rapport", out=tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == times
    ReportText.objects.create(report=report, key="sammanfattning", text="Ett nytt ord.", changed_by="Karin")
    call_command("export_report", "prov-sn", "rapport", out=tmp_path)
    assert "Ett nytt ord." in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_names_that_do_not_exist_are_refused_with_those_that_do(tmp_path: Path) -> None:
    make_report(make_committee())
    with pytest.raises(CommandError) as caught:
        call_command("export_report", "okand-sn", "rapport", out=tmp_path)
    assert str(caught.value) == "Nämnden ”okand-sn” finns inte. De som finns: prov-sn."
    with pytest.raises(CommandError) as caught:
        call_command("export_report", "prov-sn", "annan", out=tmp_path)
    assert str(caught.value) == "Rapporten ”annan” finns inte i prov-sn. De som finns: rapport."
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    committee = make_committee()
    make_units(committee, {"SN": {}})
    make_report(committee)
    place = tmp_path / "fil"
    place.write_text("en fil")
    with pytest.raises(CommandError) as caught:
        call_command("export_report", "prov-sn", "rapport", out=place)
    assert str(caught.value) == f"Det går inte att skriva i {place}: File exists."
