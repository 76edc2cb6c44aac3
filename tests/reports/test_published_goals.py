"""Krokom's goals and assignments stand in the report with their levels, Timrå's with their arrows, as published.

Krokom's own marks of its goals are drawings that say nothing as text: a goal's level is that of its assignments, met
if all are, not met if none is, else partly. So are three of Timrå's arrows, of goals 5 and 6 and of its fifth assignment,
Ny styrning: their texts say that they go well. The other four assignments are published as going up.
"""

from pathlib import Path

import pytest
from django.conf import settings

from reports.building import build
from reports.contents import ReportContents
from reports.models import Report
from reports.packages import load_package

DEMO = Path(settings.BASE_DIR) / "demo"

pytestmark = pytest.mark.django_db

MET, PARTLY, NOT_MET = "Uppfyllt", "Delvis uppfyllt", "Inte uppfyllt"
KROKOM = {
    "Mål 1. Antalet invånare ska utvecklas": (PARTLY, [MET, PARTLY]),
    "Mål 2. Utbud, antal och bredd av bostäder": ("Helt uppfyllt", [MET]),
    "Mål 3. Kommunens handläggningstider": (PARTLY, [MET, NOT_MET]),
    "Mål 4. De genomsnittliga meritpoängen": (PARTLY, [PARTLY]),
    "Mål 5. Med utgångspunkt ifrån Agenda 2030": (PARTLY, [PARTLY, MET]),
    "Mål 6. Alla medborgares möjlighet till påverkan": (PARTLY, [PARTLY, NOT_MET]),
    "Mål 7. Andelen privata utförare": ("Helt uppfyllt", [MET]),
    "Mål 8. Ledarskapet ska präglas": (PARTLY, [PARTLY]),
    "Mål 9. Förbättrad kostnadskontroll": (PARTLY, [PARTLY]),
}

UP, RIGHT = "arrow_up", "arrow_right"
GOES_UP, GOES_RIGHT = ("Bidrar till målet", UP), ("Bidrar delvis eller osäkert", RIGHT)
AS_PLANNED = ("Pågår enligt plan", UP)
TIMRA = {
    "Målbild: Trygghet, delaktighet och livslångt lärande": [
        ("Inriktningsmål 1: Jämlika livsvillkor", *GOES_UP),
        ("Inriktningsmål 2: Växande kunskaper", *GOES_RIGHT),
        ("Uppdrag: Tidig upptäckt", *AS_PLANNED),
        ("Uppdrag: Öka den digitala mognaden", *AS_PLANNED),
    ],
    "Målbild: Tillväxt, sysselsättning och arbete": [
        ("Inriktningsmål 3: Stärkt entreprenörskap", *GOES_UP),
        ("Inriktningsmål 4: Fler i arbete", *GOES_RIGHT),
        ("Uppdrag: Gemensamt arbete", *AS_PLANNED),
        ("Uppdrag: Samhällsbyggande", *AS_PLANNED),
    ],
    "Målbild: Livskvalitet och attraktiva livsmiljöer": [
        ("Inriktningsmål 5: Goda förutsättningar", *GOES_UP),
        ("Inriktningsmål 6: En trygg och attraktiv plats", *GOES_UP),
    ],
    "Målbild: Engagerade och ansvarstagande chefer och medarbetare": [
        ("Uppdrag: Skapa utrymme för ny styrning", *AS_PLANNED),
    ],
}


def contents_of(committee: str, report: str) -> ReportContents:
    load_package(DEMO / committee, by="prov")
    return build(Report.objects.get(slug=report), fresh=False)


def test_krokoms_nine_goals_and_thirteen_assignments_have_their_levels() -> None:
    contents = contents_of("krokom-sn", "arsredovisning-2020")
    (chapter,) = [section for section in contents.sections if section.key == "maluppfyllelse"]
    goals = [section for section in chapter.sections if section.title.startswith("Mål ")]
    marks = {
        goal.title: (
            goal.blocks[0].mark.label if goal.blocks[0].mark else "",
            [each.blocks[0].mark.label if each.blocks[0].mark else "" for each in goal.sections],
        )
        for goal in goals
    }
    assert list(marks.values()) == list(KROKOM.values())
    assert all(title.startswith(start) for title, start in zip(marks, KROKOM, strict=True))
    assert sum(len(assignments) for _, assignments in marks.values()) == 13
    (overview,) = [table for table in contents.all_tables() if table.key == "maloversikt"]
    assert [
        row.cells[0].mark.label for group in overview.groups for row in group.rows if row.cells[0].mark
    ] == [level for level, _ in KROKOM.values()]
    (legend,) = [block.legend for section in contents.walk() for block in section.blocks if block.legend]
    assert [mark.label for mark in legend] == [
        "Helt uppfyllt",
        "Delvis uppfyllt",
        "Inte uppfyllt",
        "Ej utvärderat",
    ]


def test_timras_goals_and_assignments_have_their_arrows() -> None:
    contents = contents_of("timra-sn", "delarsrapport-2021-08")
    (chapter,) = [section for section in contents.sections if section.key == "mal"]
    visions = [section for section in chapter.sections if section.title.startswith("Målbild")]
    assert [vision.title for vision in visions] == list(TIMRA)
    for vision in visions:
        marked = [each for each in vision.sections if each.blocks and each.blocks[0].mark]
        expected = TIMRA[vision.title]
        assert [
            (mark.label, mark.symbol) for each in marked if (mark := each.blocks[0].mark) is not None
        ] == [(label, symbol) for _, label, symbol in expected]
        assert all(each.title.startswith(start) for each, (start, *_) in zip(marked, expected, strict=True))
