"""PDF of Timrå's whole report, tagged, in a warm worker, against Chromium printing the same HTML."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from reports.building import build
from reports.pdf import STYLESHEET, make_pdf
from reports.printable import printable
from reports.rendering import PRINT, render_html
from socialnamnd.benchmarks import BenchmarkError, Sheet, seconds
from socialnamnd.benchmarks._demo import load_report
from socialnamnd.benchmarks._scratch import scratch_database

RUNS = 7
AT_MOST = 1.5
PAGES = 23
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def run(sheet: Sheet, *, small: bool = False) -> None:
    with scratch_database(), tempfile.TemporaryDirectory() as folder:
        contents = printable(build(load_report()))
        html = render_html(contents, template=PRINT)
        pages = make_pdf(html, io.BytesIO())
        if pages < PAGES:
            raise BenchmarkError(f"The report has {pages} pages; {PAGES} or more are measured.")
        browser = _Browser(Path(folder), html)
        browser.print()
        sheet.note(f"{pages} pages, {len(html):,} characters of HTML; median of {2 if small else RUNS} runs")
        # Turn about, so that both meet the machine as it is.
        ours, floor = [], []
        for _ in range(2 if small else RUNS):
            floor.append(seconds(browser.print, runs=1))
            ours.append(seconds(lambda: make_pdf(html, io.BytesIO()), runs=1))
        sheet.ratio("tagged PDF, warm", _median(ours), _median(floor), AT_MOST)


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


class _Browser:
    """Chromium, started anew for each print, with the same style sheet and the same fonts."""

    def __init__(self, folder: Path, html: str) -> None:
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        if found is None:
            raise BenchmarkError("Chromium is not installed: apt-get install chromium")
        page = folder / "report.html"
        page.write_text(
            html.replace("</head>", f'<link rel="stylesheet" href="{STYLESHEET.as_uri()}"></head>')
        )
        self._pdf = folder / "report.pdf"
        self._command = [
            found,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={self._pdf}",
            page.as_uri(),
        ]

    def print(self) -> None:
        self._pdf.unlink(missing_ok=True)
        subprocess.run(self._command, check=True, capture_output=True)  # noqa: S603
        if not self._pdf.exists():
            raise BenchmarkError("Chromium printed nothing.")
