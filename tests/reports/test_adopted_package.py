"""Adopted reports and packages: a package changes none."""

from pathlib import Path

import pytest

from organisation import audit
from reports.models import Report, ReportText
from reports.packages import PackageError, dump_package, load_package
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
