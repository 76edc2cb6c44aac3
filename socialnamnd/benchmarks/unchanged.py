"""Timrå's report as PDF asked for again, unchanged, against a static file of its size from the same server."""

import tempfile
from pathlib import Path

from django.test.utils import override_settings

from organisation.models import Membership, Role, User
from reports import documents
from reports.models import Document
from socialnamnd.benchmarks import BenchmarkError, Sheet, seconds_in_turn
from socialnamnd.benchmarks._demo import load_report
from socialnamnd.benchmarks._scratch import scratch_database
from socialnamnd.benchmarks._web import Visitor, web_server

RUNS = 300
AT_MOST = 5.0


def run(sheet: Sheet, *, small: bool = False) -> None:
    with (
        scratch_database() as url,
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=Path(folder) / "media"),
    ):
        report = load_report()
        document = documents.make(report, Document.Format.PDF, lambda *step: None)
        static = Path(folder) / "static" / "report.pdf"
        static.parent.mkdir()
        static.write_bytes(Path(document.file.path).read_bytes())
        reader = User.objects.create_user("benchmark")
        role = Role.objects.get(code="controller")
        Membership.objects.create(user=reader, committee=report.committee, role=role)
        with web_server(url, Path(folder)) as port:
            _measure(
                sheet,
                Visitor(port, reader),
                documents.address(report, Document.Format.PDF),
                30 if small else RUNS,
            )


def _measure(sheet: Sheet, visitor: Visitor, address: str, runs: int) -> None:
    if visitor.get(address) != visitor.get("/static/report.pdf"):
        raise BenchmarkError("The served report is not the file that was made.")
    sheet.note(f"{len(visitor.get(address)):,} bytes over one connection; median of {runs} requests")
    again, floor = seconds_in_turn(
        [lambda: visitor.get(address), lambda: visitor.get("/static/report.pdf")], runs=runs
    )
    sheet.ratio("the report again, unchanged", again, floor, AT_MOST)
