"""From a report's template, texts and figures to its frozen contents: what HTML, PDF, Excel and CSV are made of."""

from collections.abc import Iterator

from budget.recalculation import ensure_fresh, stale_years
from reports.contents import ReportContents, Section
from reports.facts import adopted, document_facts
from reports.labels import filled, long_period
from reports.made_sections import under
from reports.models import Report
from reports.numbering import numbered
from reports.sources import Sources
from reports.template import ReportTemplateSpec, SectionSpec, parse


def build(report: Report, *, fresh: bool = True) -> ReportContents:
    """The contents of a report, in a number of queries that does not depend on how many units there are.

    fresh recalculates stale figures first. A page that is only read passes False: it shows what is calculated
    and a warning. Raises TemplateError if the report's template cannot be used.
    """
    spec = parse(report.template.source)
    years = spec.years(report.year)
    if fresh:
        ensure_fresh(report.committee, years)
    return build_from(report, spec, warnings=() if fresh else _warnings(report, years))


def build_from(report: Report, spec: ReportTemplateSpec, *, warnings: tuple[str, ...] = ()) -> ReportContents:
    """The contents of a report by another template than its own: the preview of one that is being edited."""
    sources = Sources(report, spec.years(report.year), spec.blocks())
    contents = ReportContents(
        committee=report.committee.name,
        municipality=report.committee.municipality.name,
        title=report.title,
        subtitle=report.subtitle,
        period=long_period(report.year, report.month),
        year=report.year,
        month=report.month,
        sections=_nested(list(spec.sections), sources),
        facts=document_facts(report),
        adopted=adopted(report),
        warnings=warnings,
    )
    return numbered(contents, numbers_sections=spec.is_numbered)


def _nested(specs: list[SectionSpec], sources: Sources) -> tuple[Section, ...]:
    """Sections in reading order as a tree: a deeper one belongs to the nearest shallower before it."""
    found = []
    while specs:
        spec = specs.pop(0)
        below = []
        while specs and specs[0].level > spec.level:
            below.append(specs.pop(0))
        found.append(
            Section(
                key=spec.key,
                title=filled(spec.title, sources.report.year, sources.report.month),
                level=spec.level,
                number="",
                blocks=tuple(block.build(sources) for block in spec.blocks),
                sections=(*_made(spec, sources), *_nested(below, sources)),
            )
        )
    return tuple(found)


def _made(spec: SectionSpec, sources: Sources) -> Iterator[Section]:
    """The sections that the section's blocks make, before those that the template has below it."""
    for block in spec.blocks:
        for section in block.sections(sources):
            yield under(section, spec.level)


def _warnings(report: Report, years: set[int]) -> tuple[str, ...]:
    stale = sorted(stale_years(report.committee) & years)
    if not stale:
        return ()
    which = " och ".join(map(str, stale))
    return (f"Siffrorna för {which} räknas om just nu. Läs in sidan igen om en stund.",)
