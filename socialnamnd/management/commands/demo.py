import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from organisation.models import Committee
from reports.models import Report


class Command(BaseCommand):
    help = (
        "Laddar demons nämnder, räknar om, skriver deras rapporter som filer och gör en inloggning per roll."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", type=Path, default=settings.BASE_DIR / "out", help="katalog för rapporterna"
        )

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        """Every step leaves what is in place as it is, so that a second run is quick and changes nothing."""
        if os.environ.get("DEMO") != "1":
            raise CommandError("Demon laddas bara av ./run demo (miljövariabeln DEMO=1).")
        packages = sorted(folder for folder in (settings.BASE_DIR / "demo").iterdir() if folder.is_dir())
        for package in packages:
            self.load(package)
        self._step("recalculate")
        reports = Report.objects.filter(committee__slug__in=[package.name for package in packages])
        for report in reports.select_related("committee").order_by("committee__slug", "slug"):
            folder = out / report.committee.slug / report.slug
            self._step("export_report", report.committee.slug, report.slug, "--out", str(folder))
        self._step("demo_logins")

    def load(self, package: Path) -> None:
        """What somebody has closed or adopted in the demo stands: then nothing of its package is loaded."""
        try:
            self._step("load_package", str(package))
        except CommandError as refusal:
            if not Committee.objects.filter(slug=package.name).exists():
                raise
            self.stderr.write(str(refusal))

    def _step(self, name: str, *arguments: str) -> None:
        call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
