"""The result page and a report's HTML with 28,000 forecast rows and 200 units against a bare logged-in page."""

from django.conf import settings
from django.urls import reverse

from budget.models import Forecast
from budget.recalculation import ensure_fresh, mark_changed
from organisation.models import Committee
from reports.models import Report, ReportTemplate
from socialnamnd.benchmarks import Sheet
from socialnamnd.benchmarks._ledger import YEAR, fill_ledger, make_committee
from socialnamnd.benchmarks._scratch import analyze, scratch_database
from socialnamnd.benchmarks._visits import RUNS, judge, pages_in_process, visitor

TEMPLATE = settings.BASE_DIR / "demo" / "timra-sn" / "mallar" / "delarsrapport.toml"
# Units under the root, and under those.
FEW, MANY = (2, 8), (10, 190)


def run(sheet: Sheet, *, small: bool = False) -> None:
    with scratch_database(), pages_in_process():
        committees = [_committee("few", FEW), _committee("many", FEW if small else MANY)]
        analyze()
        visit = visitor(committees, ["view", "write_text", "export_report"])
        forecasts = Forecast.objects.of(committees[1]).count()
        sheet.note(
            f"{forecasts:,} forecast rows; median of {RUNS} runs, in one process, the network left out"
        )
        few, many = committees
        judge(sheet, visit, _pages(few), _pages(many), few="10 units", many="200 units")


def _committee(slug: str, levels: tuple[int, ...]) -> Committee:
    committee = make_committee(slug, levels=levels, accounts=40, cost_types=5)
    leaves = levels[-1]
    # 190 units with forecasts of 14 or 15 accounts in 10 months are 28,000 rows and some.
    fill_ledger(
        committee,
        accounts_each=-(-2800 // leaves) if leaves > 100 else 14,
        forecast_months=tuple(range(2, 12)),
    )
    mark_changed(committee, [YEAR])
    ensure_fresh(committee, [YEAR])
    template = ReportTemplate.objects.create(
        committee=committee,
        slug="delarsrapport",
        name="Delårsrapport",
        kind="interim",
        source=TEMPLATE.read_text(),
    )
    Report.objects.create(
        committee=committee,
        template=template,
        slug="delarsrapport",
        title="Delårsrapport",
        year=YEAR,
        month=8,
    )
    return committee


def _pages(committee: Committee) -> dict[str, str]:
    return {
        "result page": reverse("result", args=[committee.slug, YEAR]),
        "report HTML": reverse("report", args=[committee.slug, "delarsrapport"]),
    }
