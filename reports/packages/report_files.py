"""mallar/ and rapporter/: report templates, and reports with their texts and pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from organisation.models import YEAR_MAX, YEAR_MIN, Committee, Unit
from organisation.picture_files import NotAPicture, cleaned
from reports.models import Picture, Report, ReportTemplate, ReportText
from reports.packages.adopted_files import Revision, read_revisions, save_revisions
from reports.packages.files import Package, iso_date
from reports.packages.organisation_files import UnitRow
from reports.packages.pictures import Pictures
from reports.packages.upserting import differs, updated
from reports.template import ReportTemplateSpec, TemplateError, check, parse
from reports.toml_reading import KEY, KEY_LENGTH, TableReader

TEMPLATES, REPORTS, FACTS, TEXTS, PICTURES = "mallar", "rapporter", "rapport.toml", "texter", "bilder"
ADOPTED = "Rapporten är fastställd och skiljer sig från paketets. Dra tillbaka den först om den ska ändras."


@dataclass(frozen=True)
class TemplateFile:
    file: str
    slug: str
    source: str
    spec: ReportTemplateSpec


@dataclass(frozen=True)
class PictureFile:
    key: str
    name: str
    data: bytes
    texts: Mapping[str, str]


@dataclass(frozen=True)
class ReportFiles:
    """facts: the report's own fields. signatures: name and title by key. texts: by key and unit code ('' for none).
    revisions: what it has been adopted as.
    """

    slug: str
    template: str
    facts: Mapping[str, Any]
    signatures: Mapping[str, tuple[str, str]]
    texts: Mapping[tuple[str, str], str]
    pictures: list[PictureFile]
    revisions: list[Revision]


@dataclass(frozen=True)
class Contents:
    templates: list[TemplateFile]
    reports: list[ReportFiles]


def clean_text(text: str) -> str:
    """A text as it is stored and dumped: lines ended as on Unix, and no empty ones first or last."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def read_reports(package: Package, committee: Committee | None, units: list[UnitRow]) -> Contents:
    templates = [
        template
        for path in _entries(package, TEMPLATES, ".toml")
        if (template := _read_template(package, path))
    ]
    slugs = {template.slug for template in templates}
    codes = {unit.code for unit in units}
    if committee is not None:
        slugs.update(ReportTemplate.objects.filter(committee=committee).values_list("slug", flat=True))
        codes.update(Unit.objects.filter(committee=committee).values_list("code", flat=True))
    reports = [
        report
        for path in _entries(package, REPORTS, "")
        if (report := _read_report(package, path, slugs, codes)) is not None
    ]
    return Contents(templates, reports)


def _entries(package: Package, folder: str, ending: str) -> Iterator[Path]:
    """The files with the ending in a folder, or its folders where ending is ''; another thing there is an error."""
    place = package.directory / folder
    for path in sorted(place.iterdir()) if place.is_dir() else []:
        if path.name.startswith("."):
            continue
        name = path.stem if ending else path.name
        if (path.is_file() and path.suffix == ending) if ending else path.is_dir():
            if KEY.fullmatch(name) and len(name) <= KEY_LENGTH:
                yield path
            else:
                reason = (
                    f"Namnet ska vara små bokstäver a–z, siffror och bindestreck, högst {KEY_LENGTH} tecken."
                )
                package.errors.add(f"{folder}/{path.name}", None, reason)
        else:
            wanted = f"filer som slutar på {ending}" if ending else "kataloger"
            package.errors.add(f"{folder}/{path.name}", None, f"I {folder} ligger bara {wanted}.")


def _read_template(package: Package, path: Path) -> TemplateFile | None:
    file = f"{TEMPLATES}/{path.name}"
    text = package.text(file)
    if text is None:
        return None
    source = text.replace("\r\n", "\n")
    try:
        return TemplateFile(file, path.stem, source, parse(source))
    except TemplateError as error:
        package.errors.add(file, error.line, error.message)
        return None


def _read_report(package: Package, path: Path, templates: set[str], units: set[str]) -> ReportFiles | None:
    folder = f"{REPORTS}/{path.name}"
    file = f"{folder}/{FACTS}"
    if not package.has(file):
        package.errors.add(file, None, "Filen saknas. Den har rapportens uppgifter.")
        return None
    texts = _read_texts(package, folder, units)
    reader = package.toml(file, "rapporten")
    if reader is None:
        return None
    try:
        template = reader.text("mall")
        if template not in templates:
            raise reader.error(f"Mallen ”{template}” finns inte i {TEMPLATES}.", "mall")
        facts = _facts(reader)
        signatures = {
            table.key(): (_short(table, "namn", 100), _short(table, "titel", 100, ""))
            for table in reader.tables("underskrift", "en underskrift", required=False)
        }
        pictures = _read_pictures(package, folder, reader)
        reader.finish()
    except TemplateError as error:
        package.errors.add(file, error.line, error.message)
        return None
    revisions = read_revisions(package, folder, facts)
    return ReportFiles(path.name, template, facts, signatures, texts, pictures, revisions)


def _short(reader: TableReader, key: str, most: int, default: str | None = None) -> str:
    value = reader.text(key, default)
    if len(value) > most:
        raise reader.error(f"”{key}” får vara högst {most} tecken.", key)
    return value


def _facts(reader: TableReader) -> dict[str, Any]:
    year, month = _period(reader)
    adopted = reader.text("beslutsdatum", "")
    paragraph = _short(reader, "paragraf", 20, "")
    adopted_on: date | None = iso_date(adopted)
    if adopted and adopted_on is None:
        raise reader.error(
            f"Beslutsdatum ”{adopted}” är inte ett datum. Skriv till exempel 2021-09-20.", "beslutsdatum"
        )
    if bool(adopted) != bool(paragraph):
        raise reader.error("En fastställd rapport har både beslutsdatum och paragraf.", "beslutsdatum")
    return {
        "title": _short(reader, "titel", 150),
        "subtitle": _short(reader, "underrubrik", 150, ""),
        "year": year,
        "month": month,
        "registration_number": _short(reader, "diarienummer", 50, ""),
        "version": _short(reader, "version", 20, ""),
        "adopted_on": adopted_on,
        "decision_paragraph": paragraph,
        "responsible": _short(reader, "dokumentansvarig", 100, ""),
    }


def _period(reader: TableReader) -> tuple[int, int]:
    text = reader.text("period")
    start = iso_date(f"{text}-01")
    if len(text) != 7 or start is None or not YEAR_MIN <= start.year <= YEAR_MAX:
        raise reader.error(
            f"Perioden ”{text}” finns inte. Skriv år och sista månad, till exempel 2021-08.", "period"
        )
    return start.year, start.month


def _read_pictures(package: Package, folder: str, reader: TableReader) -> list[PictureFile]:
    pictures: list[PictureFile] = []
    for table in reader.tables("bild", "en bild", required=False):
        key, name = table.key(), _short(table, "fil", 100)
        if key in {picture.key for picture in pictures}:
            raise table.error(f"Bilden ”{key}” står två gånger.", "nyckel")
        texts = {
            "alt": table.text("alternativtext"),
            "caption": table.text("bildtext", ""),
            "credit": _short(table, "foto", 100, ""),
        }
        path = package.directory / folder / PICTURES / name
        if "/" in name or "\\" in name or not path.is_file():
            raise table.error(f"Filen {PICTURES}/{name} finns inte.", "fil")
        try:
            data, ending = cleaned(path.read_bytes())
        except NotAPicture as error:
            package.errors.add(f"{folder}/{PICTURES}/{name}", None, str(error))
            continue
        pictures.append(PictureFile(key, f"{path.stem}{ending}", data, texts))
    return pictures


def _read_texts(package: Package, folder: str, units: set[str]) -> dict[tuple[str, str], str]:
    texts: dict[tuple[str, str], str] = {}
    place = package.directory / folder / TEXTS
    for path in sorted(place.rglob("*")) if place.is_dir() else []:
        inner = path.relative_to(place)
        file = f"{folder}/{TEXTS}/{inner.as_posix()}"
        if path.is_dir() or path.name.startswith("."):
            continue
        key = inner.parts[0] if len(inner.parts) == 2 else path.stem
        unit = path.stem if len(inner.parts) == 2 else ""
        if len(inner.parts) > 2 or path.suffix != ".md" or not KEY.fullmatch(key) or len(key) > KEY_LENGTH:
            reason = "Texter heter nyckel.md, eller nyckel/ansvarskod.md om de är en enhets."
            package.errors.add(file, None, reason)
        elif unit and unit not in units:
            package.errors.add(file, None, f"Enheten ”{unit}” finns inte i nämndens organisation.")
        elif (text := package.text(file)) is not None:
            texts[key, unit] = clean_text(text)
    return texts


def save_reports(
    package: Package, committee: Committee, contents: Contents, pictures: Pictures, by: Any
) -> int:
    """Write templates, reports, texts and pictures; returns how many changed. Others stay.

    A template that names a unit or cost type that the committee lacks becomes an error of the package, and so does
    a report that is frozen and has other facts, texts or pictures.
    """
    for template in contents.templates:
        for finding in check(template.spec, committee):
            if finding.is_error:
                package.errors.add(template.file, finding.line, finding.message)
    changes = updated(
        ReportTemplate,
        {template.slug: template for template in ReportTemplate.objects.filter(committee=committee)},
        {
            template.slug: {
                "slug": template.slug,
                "name": template.spec.name[:100],
                "kind": template.spec.kind.value,
                "source": template.source,
            }
            for template in contents.templates
        },
        committee=committee,
    )
    templates = dict(ReportTemplate.objects.filter(committee=committee).values_list("slug", "pk"))
    wanted = {
        report.slug: {"slug": report.slug, "template_id": templates[report.template], **report.facts}
        for report in contents.reports
    }
    existing = {report.slug: report for report in Report.objects.filter(committee=committee)}
    refused = {slug for slug, values in wanted.items() if _is_frozen(existing.get(slug), values)}
    allowed = {slug: values for slug, values in wanted.items() if slug not in refused}
    changes += updated(Report, existing, allowed, committee=committee)
    saved = {report.slug: report for report in Report.objects.filter(committee=committee)}
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    for report in contents.reports:
        row = saved[report.slug]
        of_report = _save_texts(row.pk, report, units, by)
        of_report += _save_pictures(row.pk, report, pictures)
        if of_report and row.is_frozen:
            refused.add(report.slug)
        changes += of_report + save_revisions(package, committee, row, report.revisions)
    for slug in sorted(refused):
        package.errors.add(f"{REPORTS}/{slug}", None, ADOPTED)
    return changes


def _is_frozen(report: Report | None, values: Mapping[str, Any]) -> bool:
    """Whether the package would change the facts of a frozen report."""
    return report is not None and report.is_frozen and differs(report, values)


def _save_texts(report_id: int, report: ReportFiles, units: Mapping[str, int], by: Any) -> int:
    wanted: dict[tuple[str, int | None], dict[str, Any]] = {
        (key, units[code] if code else None): {
            "key": key,
            "unit_id": units[code] if code else None,
            "text": text,
            "signed_name": "",
            "signed_title": "",
        }
        for (key, code), text in report.texts.items()
    }
    for key, (name, title) in report.signatures.items():
        text = wanted.setdefault((key, None), {"key": key, "unit_id": None})
        text.update(signed_name=name, signed_title=title)
    existing = {(text.key, text.unit_id): text for text in ReportText.objects.filter(report_id=report_id)}
    stamp = {"changed_at": timezone.now(), "changed_by": str(by)[:150]}
    return updated(ReportText, existing, wanted, stamp=stamp, report_id=report_id)


def _save_pictures(report_id: int, report: ReportFiles, pictures: Pictures) -> int:
    existing = {picture.key: picture for picture in Picture.objects.filter(report_id=report_id)}
    return sum(
        pictures.save(
            existing.get(picture.key) or Picture(report_id=report_id, key=picture.key),
            picture.name,
            picture.data,
            picture.texts,
        )
        for picture in report.pictures
    )
