"""Pages and report blocks of internal control with 200 risks, 150 controls and ten years of follow-ups."""

from django.urls import reverse

from internal_control.models import Control, FollowUp, Measure
from organisation.models import Committee, User
from socialnamnd.benchmarks import Sheet
from socialnamnd.benchmarks._control import YEARS, make_control_years
from socialnamnd.benchmarks._ledger import YEAR, make_committee
from socialnamnd.benchmarks._reports import block_pages, make_block_reports
from socialnamnd.benchmarks._scratch import analyze, scratch_database
from socialnamnd.benchmarks._visits import RUNS, judge, pages_in_process, visitor

FEW, MANY = 10, 150
RISKS, UNITS = 200, 20
SMALL = 30
MONTH = 9
PERMISSIONS = ["view", "edit_control", "carry_out", "view_evidence", "view_small", "edit_report", "adopt"]
# A report with that block alone, by its type.
BLOCKS = {
    "riskmatris": "",
    "risklista": "",
    "kontrollplan": "",
    "kontrolluppföljning": 'form = "tillfällen"',
    "kontrolluppföljning full": 'form = "full"',
    "kontrollantal": "",
    "kontrollåtgärder": "",
    "kontrollsammanfattning": "",
    "planändringar": "",
}


def run(sheet: Sheet, *, small: bool = False) -> None:
    most, risks = (SMALL, SMALL) if small else (MANY, RISKS)
    with scratch_database(), pages_in_process():
        few, many = committees = [
            make_committee(slug, levels=(UNITS,), accounts=1, cost_types=1) for slug in ("few", "many")
        ]
        occasions = [
            make_control_years(committee, risks=risks, controls=controls)
            for committee, controls in ((few, FEW), (many, most))
        ]
        for committee in committees:
            blocks = [(name, _block(name, settings)) for name, settings in BLOCKS.items()]
            make_block_reports(
                committee, blocks, kind="control_follow_up", word="internkontrolluppföljning", month=MONTH
            )
        visit = visitor(committees, PERMISSIONS)
        for committee in committees:
            _give_some_to_the_visitor(committee)
        analyze()
        sheet.note(
            f"{risks} risks and {most} controls in each of {YEARS} years, {occasions[1]:,} occasions;"
            f" median of {RUNS} runs, in one process, the network left out"
        )
        judge(sheet, visit, _pages(few), _pages(many), few=f"{FEW} controls", many=f"{most} controls")


def _give_some_to_the_visitor(committee: Committee) -> None:
    """The same number in both: one's own are all on the page of the year."""
    user = User.objects.get(username="benchmark")
    own = Control.objects.filter(plan__committee=committee, plan__year=YEAR).order_by("position")[:3]
    Control.objects.filter(pk__in=[control.pk for control in own]).update(performer=user)
    measures = Measure.objects.filter(plan__committee=committee, plan__year=YEAR).order_by("pk")[:1]
    Measure.objects.filter(pk__in=[measure.pk for measure in measures]).update(performer=user)


def _block(name: str, settings: str) -> str:
    typ = name.split(maxsplit=1)[0]
    key = "" if typ == "kontrollsammanfattning" else f'nyckel = "x"\nnamn = "{name}"\n'
    return f'typ = "{typ}"\n{key}{settings}'


def _pages(committee: Committee) -> dict[str, str]:
    year, code = [committee.slug, YEAR], "k0"
    deviation = FollowUp.objects.filter(
        control__plan__committee=committee, control__plan__year=YEAR, result="major"
    ).order_by("pk")[0]
    measure = Measure.objects.filter(plan__committee=committee, plan__year=YEAR).order_by("pk")[0]
    return {
        "start page": reverse("committee", args=[committee.slug]),
        "the year": reverse("control_year", args=year),
        "what is late": reverse("control_year", args=year) + "?visa=forsenade",
        "open deviations": reverse("control_year", args=year) + "?visa=avvikelser",
        "a year without a plan": reverse("control_year", args=[committee.slug, YEAR + 1]),
        "next year's plan": reverse("control_plan_new", args=[committee.slug, YEAR + 1]),
        "plan": reverse("control_plan", args=year),
        "changes of the plan": reverse("control_plan_changes", args=year),
        "risks": reverse("risks", args=year),
        "risk matrix": reverse("risks", args=year) + "?visa=matris",
        "a risk": reverse("risk", args=[*year, "r0"]),
        "a risk's form": reverse("risk_edit", args=[*year, "r0"]),
        "values of risks": reverse("risks_value", args=year),
        "choosing risks": reverse("risks_choose", args=year),
        "scale": reverse("risk_scale", args=year),
        "controls": reverse("controls", args=year),
        "a control": reverse("control", args=[*year, code]),
        "a control's form": reverse("control_edit", args=[*year, code]),
        "an occasion to carry out": reverse("control_follow_up", args=[*year, code, 9]),
        "an occasion with people counted": reverse("control_follow_up", args=[*year, code, 5]),
        "measures": reverse("measures", args=year),
        "a measure": reverse("measure", args=[*year, measure.code]),
        "a new measure": reverse("measure_new", args=year)
        + f"?kontroll={deviation.control.code}&manad={deviation.month}",
        **block_pages(committee, BLOCKS),
    }
