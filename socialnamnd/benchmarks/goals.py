"""Entry, goal overview and report blocks with 60 goals, 300 indicators, 40 units and ten years of months."""

from django.urls import reverse

from organisation.models import Committee, Unit
from socialnamnd.benchmarks import Sheet
from socialnamnd.benchmarks._goals import fill_measurements, make_goals
from socialnamnd.benchmarks._ledger import YEAR, make_committee
from socialnamnd.benchmarks._reports import block_pages, make_block_reports
from socialnamnd.benchmarks._scratch import analyze, scratch_database
from socialnamnd.benchmarks._visits import RUNS, judge, pages_in_process, visitor

FEW, MANY = 4, 40
GOALS, INDICATORS, ASSIGNMENTS = 60, 300, 30
SMALL = 30
MONTH = 8
# Judged by its queries alone: what is about every unit.
UNTIMED = ("who has written what",)
COLUMNS = (
    'kolumner = [{ visar = "utfall", tid = "helår-2" }, { visar = "utfall", tid = "helår-1" }, { visar = "mål" }, '
    '{ visar = "utfall", tid = "månad" }, { visar = "trend" }]'
)
# A report with that block alone, by the address of the report.
BLOCKS = {
    "malöversikt": 'typ = "målöversikt"\nnyckel = "x"\nnamn = "Mål"\nnivaer = ["Nämndmål"]',
    "målkapitel": 'typ = "målkapitel"\nnyckel = "x"\nunder = "1-0"\nnivaer = [{ niva = "Nämndmål" }]\n'
    '[avsnitt.block.matt]\nnamn = "Mått {nummer}"\nkolumner = [{ visar = "mål" }, { visar = "utfall" }]',
    "målmatris": 'typ = "målmatris"\nnyckel = "x"\nnamn = "Mål per enhet"\nnivaer = ["Nämndmål"]\nenheter = "områden"',
    "fokusområden": 'typ = "fokusområden"\nnyckel = "x"\nnamn = "Fokusområden"',
    "målsammanfattning": 'typ = "målsammanfattning"\nnivaer = ["Nämndmål"]',
    "nästa_års_mål": 'typ = "nästa_års_mål"\nnyckel = "x"\nnamn = "Mål {år}"\nnivaer = ["Nämndmål"]',
    "uppdragsregister": 'typ = "uppdragsregister"\nnyckel = "x"\nnamn = "Uppdrag"',
    "måttabell": 'typ = "måttabell"\nnyckel = "x"\nnamn = "Mått"\n'
    f'omraden = ["Område 1", "Område 2"]\n{COLUMNS}',
    "måttabell of every indicator": f'typ = "måttabell"\nnyckel = "x"\nnamn = "Mått"\n{COLUMNS}',
    "månadsvärden": 'typ = "månadsvärden"\nnyckel = "x"\nnamn = "Volymer"\nomraden = ["Område 1"]',
    "måttdiagram": 'typ = "måttdiagram"\nnyckel = "x"\nnamn = "Diagram"\nmatt = "m000"\nvisar = "månader"',
}


def run(sheet: Sheet, *, small: bool = False) -> None:
    indicators = SMALL if small else INDICATORS
    with scratch_database(), pages_in_process():
        most = FEW * 2 if small else MANY
        few, many = committees = [_committee("few", FEW, indicators), _committee("many", most, indicators)]
        rows = [fill_measurements(committee) for committee in committees]
        analyze()
        visit = visitor(committees, ["view", "follow_up", "view_small"])
        sheet.note(
            f"{GOALS} goals, {indicators} indicators, {rows[1]:,} measurements; median of {RUNS} runs,"
            " in one process, the network left out"
        )
        judge(
            sheet, visit, _pages(few), _pages(many), few=f"{FEW} units", many=f"{most} units", untimed=UNTIMED
        )


def _committee(slug: str, units: int, indicators: int) -> Committee:
    committee = make_committee(slug, levels=(units,), accounts=1, cost_types=1)
    make_goals(committee, goals=GOALS, indicators=indicators, assignments=ASSIGNMENTS)
    make_block_reports(committee, BLOCKS.items(), kind="interim", word="delårsrapport", month=MONTH)
    return committee


def _pages(committee: Committee) -> dict[str, str]:
    unit = Unit.objects.filter(committee=committee).exclude(parent=None).order_by("pk")[0]
    return {
        "entry page of a unit": reverse("follow_up_unit", args=[committee.slug, YEAR, MONTH, unit.code]),
        "who has written what": reverse("follow_up", args=[committee.slug, YEAR, MONTH]),
        "goal overview": reverse("goals", args=[committee.slug, YEAR]),
        "a goal": reverse("goal", args=[committee.slug, YEAR, "3-0"]),
        "indicators": reverse("indicators", args=[committee.slug]),
        "grid of a month": reverse("measurement_grid", args=[committee.slug, YEAR])
        + f"?period=manad-{MONTH}&enhet={unit.code}",
        "monthly volumes": reverse("monthly_volumes", args=[committee.slug, YEAR]),
        **block_pages(committee, BLOCKS),
    }
