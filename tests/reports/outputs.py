"""Everything that leaves the program about a report, as text that can be searched."""

import io
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

from reports.building import build
from reports.excel import workbook
from reports.figures_csv import figures_csv
from reports.models import Report
from reports.packages import dump_package
from reports.pdf import make_pdf
from reports.printable import printable
from reports.rendering import PRINT, STANDALONE, render_html


def outputs_of(report: Report, folder: Path) -> dict[str, str]:
    """The page, the PDF's text, every part of the Excel file, figures.csv and the package's files, by name.

    The charts' drawings and their descriptions are in the page. Of the PDF there is also what its bytes come to, so
    that two can be compared whole.
    """
    contents = printable(build(report, fresh=False))
    pdf = folder / "rapport.pdf"
    with pdf.open("wb") as target:
        make_pdf(render_html(contents, template=PRINT), target)
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout
    found = {
        "page": render_html(contents, template=STANDALONE),
        "print": render_html(contents, template=PRINT),
        "pdf": told.decode(),
        "pdf/file": sha256(pdf.read_bytes()).hexdigest(),
        "figures.csv": figures_csv(contents),
    }
    with zipfile.ZipFile(io.BytesIO(workbook(contents))) as book:
        found |= {f"xlsx/{name}": book.read(name).decode() for name in book.namelist()}
    package = folder / "paket"
    dump_package(report.committee, package)
    for path in sorted(package.rglob("*")):
        if path.is_file():
            found[f"paket/{path.relative_to(package)}"] = path.read_text()
    return found
