"""manage.py recalculate: makes the deviations anew, whether they are stale or not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from budget.batch_recalculation import all_work, recalculate_all
from organisation.models import Committee


class Command(BaseCommand):
    help = "Räknar om avvikelserna från huvudboken. Utan val: alla nämnder och år."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--committee", metavar="ADRESSNAMN", help="bara den nämnden, till exempel timra-sn"
        )
        parser.add_argument("--year", type=int, metavar="ÅR", help="bara det året")

    def handle(self, *, committee: str | None, year: int | None, **options: Any) -> None:
        work = all_work(self._committees(committee))
        if year is not None:
            years = sorted({known for _, known in work})
            work = [item for item in work if item[1] == year]
            if not work:
                known = ", ".join(map(str, years)) or "inga år alls"
                raise CommandError(f"Det finns inga siffror för {year}. Det finns siffror för {known}.")
        differed = recalculate_all(work, self._progress)
        self.stdout.write(f"{differed} rader var inaktuella och är rättade.")

    def _committees(self, slug: str | None) -> list[Committee]:
        committees = list(Committee.objects.select_related("municipality").order_by("slug"))
        if slug is None:
            return committees
        found = [committee for committee in committees if committee.slug == slug]
        if not found:
            known = ", ".join(committee.slug for committee in committees) or "inga alls"
            raise CommandError(f"Det finns ingen nämnd med adressnamnet {slug}. De som finns: {known}.")
        return found

    def _progress(self, done: int, total: int, step: str) -> None:
        self.stdout.write(f"{done}/{total} {step}")
