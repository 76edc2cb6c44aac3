"""Writing templates and reports with their texts and pictures into a package."""

from pathlib import Path

from organisation.models import Committee
from reports.models import Picture, Report, ReportTemplate, ReportText
from reports.packages.dumping_adopted import write_revisions
from reports.packages.file_writing import write_text
from reports.packages.report_files import FACTS, PICTURES, REPORTS, TEMPLATES, TEXTS, clean_text
from reports.packages.toml_writing import toml_lines, toml_table


def write_reports(committee: Committee, to: Path) -> None:
    for template in ReportTemplate.objects.filter(committee=committee).order_by("slug"):
        write_text(to / TEMPLATES / f"{template.slug}.toml", template.source.replace("\r\n", "\n"))
    reports = Report.objects.filter(committee=committee).select_related("committee", "template")
    for report in reports.order_by("slug"):
        folder = to / REPORTS / report.slug
        texts = list(ReportText.objects.filter(report=report).select_related("unit").order_by("key"))
        pictures = list(Picture.objects.filter(report=report).order_by("key"))
        files = {picture.key: f"{picture.key}{Path(str(picture.file.name)).suffix}" for picture in pictures}
        write_text(folder / FACTS, _facts(report, texts, pictures, files))
        for text in texts:
            if clean := clean_text(text.text):
                path = Path(text.key) / text.unit.code if text.unit else Path(text.key)
                write_text(folder / TEXTS / f"{path}.md", f"{clean}\n")
        for picture in pictures:
            path = folder / PICTURES / files[picture.key]
            path.parent.mkdir(exist_ok=True)
            with picture.file.open("rb") as stored:
                path.write_bytes(stored.read())
        write_revisions(report, folder)


def _facts(report: Report, texts: list[ReportText], pictures: list[Picture], files: dict[str, str]) -> str:
    facts = toml_lines(
        {
            "titel": report.title,
            "underrubrik": report.subtitle,
            "mall": report.template.slug,
            "period": f"{report.year}-{report.month:02}",
            "diarienummer": report.registration_number,
            "version": report.version,
            "beslutsdatum": report.adopted_on.isoformat() if report.adopted_on else "",
            "paragraf": report.decision_paragraph,
            "dokumentansvarig": report.responsible,
        }
    )
    for text in texts:
        if text.signed_name and text.unit is None:
            facts += toml_table(
                "underskrift", {"nyckel": text.key, "namn": text.signed_name, "titel": text.signed_title}
            )
    for picture in pictures:
        facts += toml_table(
            "bild",
            {
                "nyckel": picture.key,
                "fil": files[picture.key],
                "alternativtext": picture.alt,
                "bildtext": picture.caption,
                "foto": picture.credit,
            },
        )
    return facts
