"""The result page and a report's HTML with 28,000 forecast rows and 200 units against a bare logged-in page."""

import gc
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from budget.models import Forecast
from budget.recalculation import ensure_fresh, mark_changed
from organisation.models import Committee, Membership, Role, User
from reports.models import Report, ReportTemplate
from socialnamnd.benchmarks import BenchmarkError, Sheet, seconds_in_turn
from socialnamnd.benchmarks._ledger import YEAR, fill_ledger, make_committee
from socialnamnd.benchmarks._scratch import analyze, scratch_database

RUNS = 40
AT_MOST, QUERIES = 20.0, 25
TEMPLATE = settings.BASE_DIR / "demo" / "timra-sn" / "mallar" / "delarsrapport.toml"
# Units under the root, and under those.
FEW, MANY = (2, 8), (10, 190)
# Nothing need have been collected, and the bare page has an address.
STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def run(sheet: Sheet, *, small: bool = False) -> None:
    with (
        scratch_database(),
        override_settings(ROOT_URLCONF="socialnamnd.benchmarks._bare", STORAGES=STORAGES),
    ):
        committees = [_committee("few", FEW), _committee("many", FEW if small else MANY)]
        analyze()
        visit = _visitor(committees)
        forecasts = Forecast.objects.of(committees[1]).count()
        sheet.note(
            f"{forecasts:,} forecast rows; median of {RUNS} runs, in one process, the network left out"
        )
        pages = {"result page": _result, "report HTML": _report}
        counts = {
            what: [_queries(visit, address(committee)) for committee in committees]
            for what, address in pages.items()
        }
        # As in the web server's process once it has started.
        gc.collect()
        gc.freeze()
        addresses = [reverse("bare"), *(address(committees[1]) for address in pages.values())]
        floor, *times = seconds_in_turn([partial(visit, address) for address in addresses], runs=RUNS)
        for (what, (few, many)), taken in zip(counts.items(), times, strict=True):
            sheet.ratio(what, taken, floor, AT_MOST)
            sheet.ceiling(f"{what}, queries with 200 units", many, QUERIES)
            sheet.ceiling(f"{what}, queries more than with 10 units", many - few, 0)


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


def _visitor(committees: list[Committee]) -> Callable[[str], None]:
    """Somebody with a role in the committees, logged in."""
    role, _ = Role.objects.get_or_create(
        code="benchmark", defaults={"name": "Mätning", "permissions": ["view", "write_text", "export_report"]}
    )
    user = User.objects.create_user("benchmark")
    for committee in committees:
        Membership.objects.create(user=user, committee=committee, role=role)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)

    def visit(address: str) -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise BenchmarkError(f"{address} answered {response.status_code}.")
        response.getvalue()

    return visit


def _queries(visit: Callable[[str], None], address: str) -> int:
    visit(address)
    with CaptureQueriesContext(connection) as captured:
        visit(address)
    return len(captured)


def _result(committee: Committee) -> str:
    return reverse("result", args=[committee.slug, YEAR])


def _report(committee: Committee) -> str:
    return reverse("report", args=[committee.slug, "delarsrapport"])
