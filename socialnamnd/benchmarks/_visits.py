"""Pages asked for by somebody logged in, in one process: how long they take and how many queries."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from organisation.models import Committee, Membership, Role, User
from socialnamnd.benchmarks import BenchmarkError, Sheet, seconds_in_turn
from socialnamnd.garbage import settle

Visit = Callable[[str], None]

RUNS = 40
AT_MOST, QUERIES = 20.0, 25
# Nothing need have been collected, and the bare page has an address.
STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@contextmanager
def pages_in_process() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="socialnamnd.benchmarks._bare", STORAGES=STORAGES):
        yield


def visitor(committees: Sequence[Committee], permissions: Sequence[str]) -> Visit:
    """Somebody with a role in the committees, logged in."""
    role = Role.objects.create(code="benchmark", name="Mätning", permissions=list(permissions))
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


def judge(
    sheet: Sheet,
    visit: Visit,
    of_few: Mapping[str, str],
    of_many: Mapping[str, str],
    *,
    few: str,
    many: str,
    untimed: Collection[str] = (),
) -> None:
    """Each page of a committee with few units and of one with many: its queries, and its time against a bare page.

    of_few and of_many are their addresses by what they are. Of the untimed ones the queries alone are judged; their
    time is noted.
    """
    counts = {what: [_queries(visit, pages[what]) for pages in (of_few, of_many)] for what in of_many}
    # As in the web server's process once it has started.
    settle()
    measured = [reverse("bare"), *of_many.values()]
    floor, *times = seconds_in_turn([partial(visit, address) for address in measured], runs=RUNS)
    for (what, (with_few, with_many)), taken in zip(counts.items(), times, strict=True):
        if what in untimed:
            sheet.note(f"{what}: {taken * 1000:.2f} ms")
        else:
            sheet.ratio(what, taken, floor, AT_MOST)
        sheet.ceiling(f"{what}, queries with {many}", with_many, QUERIES)
        sheet.ceiling(f"{what}, queries more than with {few}", with_many - with_few, 0)


def _queries(visit: Visit, address: str) -> int:
    visit(address)
    with CaptureQueriesContext(connection) as captured:
        visit(address)
    return len(captured)
