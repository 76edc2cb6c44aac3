"""manage.py load_package DIR: loads a package, or updates what an earlier one loaded."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from organisation import audit
from organisation.jobs import DISK_FULL, is_disk_full
from organisation.models import Committee
from reports.packages import PackageError, load_package


class Command(BaseCommand):
    help = "Läser in ett paket: allt eller inget. Ett paket som redan är inläst ändrar ingenting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", metavar="KATALOG")

    def handle(self, *args: Any, directory: str, **options: Any) -> None:
        before = {committee.slug: audit.version(committee) for committee in Committee.objects.all()}
        try:
            committee = load_package(
                directory, by="kommandoraden", progress=self._progress, tell=self.stderr.write
            )
        except PackageError as error:
            raise CommandError(f"{error}\nIngenting har ändrats.") from error
        except (OSError, DatabaseError) as error:
            if not is_disk_full(error):
                raise
            raise CommandError(DISK_FULL) from error
        is_unchanged = before.get(committee.slug) == audit.version(committee)
        self.stdout.write(f"{committee}: {'oförändrad' if is_unchanged else 'inläst'}.")

    def _progress(self, done: int, total: int, step: str) -> None:
        if total and self.stdout.isatty():
            self.stdout.write(f"\r{step}: {done} av {total}", ending="\n" if done == total else "")
