"""Reports as rows for tests: a small template with a block of most kinds."""

from typing import Any

from organisation.models import Committee
from reports.models import Report, ReportTemplate

SOURCE = """\
namn = "Delårsrapport"
slag = "delårsrapport"

[[avsnitt]]
nyckel = "inledning"
titel = "Inledning"

[[avsnitt.block]]
typ = "förord"
nyckel = "forord"

[[avsnitt.block]]
typ = "text"
nyckel = "sammanfattning"
ledtext = "Beskriv det viktigaste."

[[avsnitt.block]]
typ = "bild"
nyckel = "omslag"

[[avsnitt]]
nyckel = "verksamhet"
titel = "Verksamhet"

[[avsnitt.block]]
typ = "enhetstexter"
nyckel = "handelser"
enheter = "områden"

[[avsnitt]]
nyckel = "ekonomi"
titel = "Ekonomi"

[[avsnitt.block]]
typ = "resultattabell"
nyckel = "resultat"
namn = "Resultat"
enheter = "nämnden"
poster = [{ namn = "Netto", slag = "netto" }]
kolumner = [{ rubrik = "Utfall", visar = "utfall" }]
"""
CHARTED = f"""{SOURCE}
[[avsnitt.block]]
typ = "diagram"
nyckel = "manader"
namn = "Nettokostnad månad för månad"
visar = "månader"
enheter = "nämnden"
post = "netto"
skala = "tkr"
"""


def make_template(committee: Committee, slug: str = "mall", source: str = SOURCE) -> ReportTemplate:
    return ReportTemplate.objects.create(
        committee=committee, slug=slug, name="Delårsrapport", kind="interim", source=source
    )


def make_report(
    committee: Committee, slug: str = "rapport", *, source: str = SOURCE, **fields: Any
) -> Report:
    template = make_template(committee, f"mall-{slug}", source)
    values = {"title": "Delårsrapport", "year": 2021, "month": 8, **fields}
    return Report.objects.create(committee=committee, template=template, slug=slug, **values)
