from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisation.adoption import FileChanged
from organisation.jobs import JobError
from organisation.models import Committee
from reports.exporting import export
from reports.figures_csv import SameFigureTwice
from reports.models import Report
from reports.template import TemplateError


class Command(BaseCommand):
    help = "Skriver en rapport som filer: report.html, report.pdf, figures.csv och tabeller.xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("committee", help="nämndens adressnamn, till exempel timra-sn")
        parser.add_argument("report", help="rapportens adressnamn, till exempel delarsrapport-2021-08")
        parser.add_argument("--out", required=True, type=Path, help="katalogen att skriva i")

    def handle(self, *args: Any, **options: Any) -> None:
        report = _found(options["committee"], options["report"])
        try:
            written = export(report, options["out"])
        except TemplateError as error:
            raise CommandError(f"Rapportens mall kan inte användas. {error}") from error
        except (SameFigureTwice, FileChanged, JobError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Det går inte att skriva i {options['out']}: {error.strerror}.") from error
        what = ", ".join(written) if written else "ingenting har ändrats"
        self.stdout.write(f"{options['out']}: {what}")


def _found(committee: str, report: str) -> Report:
    committees = Committee.objects.order_by("slug")
    found = committees.filter(slug=committee).first()
    if found is None:
        raise CommandError(
            f"Nämnden ”{committee}” finns inte. {_there_are(committees.values_list('slug', flat=True))}"
        )
    reports = Report.objects.filter(committee=found).order_by("slug")
    wanted = reports.filter(slug=report).select_related("committee__municipality", "template").first()
    if wanted is None:
        slugs = _there_are(reports.values_list("slug", flat=True))
        raise CommandError(f"Rapporten ”{report}” finns inte i {found.slug}. {slugs}")
    return wanted


def _there_are(slugs: Any) -> str:
    return f"De som finns: {', '.join(slugs)}." if slugs else "Det finns inga än."
