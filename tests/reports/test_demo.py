"""The demo packages load, their reports lack nothing, and their texts say what the tables say."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from organisation.figures import parsed, rounded
from reports.blocks import BLOCK_TYPES
from reports.building import build
from reports.control_documents import KINDS
from reports.figures_csv import figures
from reports.models import Report, ReportText
from reports.packages import load_package
from reports.template import parse

DEMO = Path(settings.BASE_DIR) / "demo"
PUBLISHED = Path(__file__).parent.parent / "published"
TIMRA = "timra-sn/rapporter/delarsrapport-2021-08/texter"
KROKOM = "krokom-sn/rapporter/arsredovisning-2020/texter"
HERRLJUNGA = "herrljunga-sn/rapporter/verksamhetsberattelse-2021/texter"
TKR_OF = {"tkr": 1, "mnkr": 1_000}

# Where a text says a figure: the file, the words before it, the figure with its scale, and the table's cell.
SAID = [
    (f"{TIMRA}/ekonomi-sammanfattning", "Det är", "16,4 mnkr", "Socialnämnden;Nettokostnader;Avvikelse period"),
    (f"{TIMRA}/ekonomi-sammanfattning", "nettokostnad på", "314,5 mnkr", "Socialnämnden;Nettokostnader;Utfall period"),
    (f"{TIMRA}/ekonomi-sammanfattning", "nettokostnad på", "481,6 mnkr", "Socialnämnden;Nettokostnader;Årsprognos"),
    (f"{TIMRA}/ekonomi-sammanfattning", "vilket är", "31,1 mnkr", "Socialnämnden;Nettokostnader;Årsprognos budgetavvikelse"),
    (f"{TIMRA}/utfall/100", "överskott på", "1,3 mnkr", "Hälsa- och sjukvård;Nettokostnader;Årsprognos budgetavvikelse"),
    (f"{TIMRA}/utfall/120", "underskott på", "11,3 mnkr", "Äldreomsorg - Hemtjänst;Nettokostnader;Årsprognos budgetavvikelse"),
    (f"{TIMRA}/utfall/130", "underskott på", "6,8 mnkr", "Äldreomsorg - Särskilt boende;Nettokostnader;Årsprognos budgetavvikelse"),
    (f"{TIMRA}/utfall/160", "underskott på", "4,0 mnkr", "Övriga verksamheter LSS;Nettokostnader;Årsprognos budgetavvikelse"),
    (f"{TIMRA}/utfall/180", "underskott på", "12,7 mnkr", "Individ- och familjeomsorg;Nettokostnader;Årsprognos budgetavvikelse"),
    (f"{TIMRA}/utfall/210", "överskott på", "2,4 mnkr", "Ledning och stöd;Nettokostnader;Årsprognos budgetavvikelse"),
    (f"{KROKOM}/analys/100", "Överskottet är", "4 704 tkr", "Administration;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/110", "Underskottet är", "110 tkr", "Bemanningspoolen;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/120", "Överskottet är", "227 tkr", "Biståndsenheten;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/130", "Överskottet är", "1 225 tkr", "Hälsa och sjukvård;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/140", "Underskottet är", "967 tkr", "Hemtjänst;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/150", "Underskottet är", "3 290 tkr", "Särskilt boende;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/160", "Underskottet är", "8 335 tkr", "Stöd och Service;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/170", "Underskottet är", "1 607 tkr", "Individ- och familjeomsorg;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/180", "Överskottet är", "1 739 tkr", "Arbetsmarknadsenheten;Verksamhetsnetto;Utfall 2020"),
    (f"{KROKOM}/analys/190", "Underskottet är", "1 035 tkr", "Integration;Verksamhetsnetto;Utfall 2020"),
    (f"{HERRLJUNGA}/sammanfattning", "överskott på", "6 139 tkr", "Socialnämnden;Summa Nettokostnader;Avvikelse"),
    (f"{HERRLJUNGA}/utfallskommentar", "Kostnaderna blev", "17 665 tkr", "Socialnämnden;Summa kostnader;Avvikelse"),
    (f"{HERRLJUNGA}/utfallskommentar", "intäkterna", "23 803 tkr", "Socialnämnden;Intäkter;Avvikelse"),
    (f"{HERRLJUNGA}/utfallskommentar-omraden/300", "Underskottet är", "1 059 tkr", "Socialnämnden;Individ och familjeomsorg;Avvikelse"),
    (f"{HERRLJUNGA}/utfallskommentar-omraden/400", "Överskottet är", "7 990 tkr", "Socialnämnden;Vård och omsorg;Avvikelse"),
    (f"{HERRLJUNGA}/utfallskommentar-omraden/500", "Underskottet är", "1 469 tkr", "Socialnämnden;Socialt stöd;Avvikelse"),
]  # fmt: skip


def published(committee: str) -> dict[str, Decimal]:
    """Group;row;column to the published figure."""
    with (PUBLISHED / f"{committee}.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter=";")
    return {";".join(key): parsed(value) for _, *key, value in rows}


@pytest.mark.parametrize(("path", "words", "said", "cell"), SAID)
def test_the_text_says_what_the_table_says(path: str, words: str, said: str, cell: str) -> None:
    text = (DEMO / f"{path}.md").read_text(encoding="utf-8")
    assert re.search(rf"{words} {said}\b", text)
    number, scale = said.rsplit(" ", 1)
    in_table = published(path.split("/", maxsplit=1)[0])[cell] / TKR_OF[scale]
    assert parsed(number) == abs(rounded(in_table, 1 if "," in number else 0))


def test_the_demo_uses_every_kind_of_block() -> None:
    used = {
        block.TYPE
        for file in DEMO.glob("*/mallar/*.toml")
        for block in parse(file.read_text(encoding="utf-8")).blocks()
    }
    assert used == set(BLOCK_TYPES)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["krokom-sn", "herrljunga-sn", "timra-sn"])
def test_the_package_loads_and_its_reports_lack_nothing(slug: str) -> None:
    committee = load_package(DEMO / slug, by="kommandoraden")
    reports = Report.objects.filter(committee=committee).select_related("template", "committee__municipality")
    assert len(reports) == len(list(DEMO.glob(f"{slug}/rapporter/*")))
    for report in reports:
        contents = build(report)
        blocks = [block for section in contents.walk() for block in section.blocks]
        assert [block.note for block in blocks if block.note] == []
        assert contents.warnings == ()
        assert figures(contents) or report.slug == "uppdragslista-2022-03" or report.template.kind in KINDS
        printed = {text.key for block in blocks for text in block.texts if text.key}
        assert set(ReportText.objects.filter(report=report).values_list("key", flat=True)) == printed
