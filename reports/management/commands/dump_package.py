"""manage.py dump_package COMMITTEE DIR: writes everything of a committee out as a package."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisation.models import Committee
from reports.packages import PackageError, dump_package


class Command(BaseCommand):
    help = "Skriver ut allt om en nämnd som ett paket, som kan läsas in någon annanstans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("committee", metavar="NÄMND")
        parser.add_argument("directory", metavar="KATALOG")
        parser.add_argument(
            "--force", action="store_true", help="skriv över ett paket som redan finns i katalogen"
        )
        parser.add_argument(
            "--alla-varden",
            action="store_true",
            help="skriv också ut värden som skyddas för att de rör få personer: för flytt till en annan "
            "installation, inte för att lämna ut",
        )

    def handle(
        self, *args: Any, committee: str, directory: str, force: bool, alla_varden: bool, **options: Any
    ) -> None:
        found = Committee.objects.select_related("municipality").filter(slug=committee).first()
        if found is None:
            known = ", ".join(Committee.objects.order_by("slug").values_list("slug", flat=True)) or "inga"
            raise CommandError(f"Nämnden ”{committee}” finns inte. De som finns: {known}.")
        try:
            dump_package(found, directory, replace=force, all_values=alla_varden)
        except PackageError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{found}: utskriven till {directory}.")
