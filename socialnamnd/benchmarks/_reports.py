"""Reports of one block each, to measure how long the block takes."""

from collections.abc import Iterable

from django.urls import reverse

from organisation.models import Committee
from reports.models import Report, ReportTemplate
from socialnamnd.benchmarks._ledger import YEAR


def make_block_reports(
    committee: Committee, blocks: Iterable[tuple[str, str]], *, kind: str, word: str, month: int
) -> None:
    """A report for each block: its name, and its TOML. kind is the template's, word what it is called there."""
    for number, (name, block) in enumerate(blocks):
        source = (
            f'namn = "{name}"\nslag = "{word}"\n\n[[avsnitt]]\nnyckel = "a"\ntitel = "Avsnitt"\n\n'
            f"[[avsnitt.block]]\n{block}\n"
        )
        template = ReportTemplate.objects.create(
            committee=committee, slug=f"mall-{number}", name=name, kind=kind, source=source
        )
        Report.objects.create(
            committee=committee,
            template=template,
            slug=f"rapport-{number}",
            title=name,
            year=YEAR,
            month=month,
        )


def block_pages(committee: Committee, names: Iterable[str]) -> dict[str, str]:
    """The addresses of those reports."""
    return {
        f"block {name}": reverse("report", args=[committee.slug, f"rapport-{number}"])
        for number, name in enumerate(names)
    }
