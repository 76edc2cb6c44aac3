import os
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from organisation.adoption import AdoptionRefused
from organisation.demo import NotTheDemo, ensure_logins
from organisation.models import Committee
from reports.adopting import Decision, adopt
from reports.models import Report, ReportKind

# So many faults of a package are shown; the last line says that nothing has been changed.
FEW = 5


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
        self.make_people({package.name for package in packages})
        kept = [package.name for package in packages if not self.load(package)]
        self._step("recalculate")
        reports = Report.objects.filter(committee__slug__in=[package.name for package in packages])
        self.freeze(reports)
        for report in reports.select_related("committee").order_by("committee__slug", "slug"):
            folder = out / report.committee.slug / report.slug
            self._step("export_report", report.committee.slug, report.slug, "--out", str(folder))
        self._step("demo_logins")
        # Last, where it is seen.
        self.tell_of(kept)

    def make_people(self, slugs: set[str]) -> None:
        """The packages name them as those who carry out controls. Where none may be made the last step says so."""
        with suppress(NotTheDemo):
            ensure_logins(slugs=slugs, passwords=settings.VAR_DIR / "demo_logins.txt")

    def load(self, package: Path) -> bool:
        """What somebody has closed or adopted in the demo stands: then nothing of its package is loaded."""
        try:
            self._step("load_package", str(package))
        except CommandError as refusal:
            if not Committee.objects.filter(slug=package.name).exists():
                raise
            faults = str(refusal).splitlines()
            shown = faults if len(faults) <= FEW else [*faults[:FEW], "…", faults[-1]]
            self.stderr.write("\n".join(shown))
            return False
        return True

    def freeze(self, reports: QuerySet[Report]) -> None:
        """Packages written by hand say when documents of internal control were adopted: their files are frozen here."""
        kinds = [ReportKind.CONTROL_PLAN, ReportKind.CONTROL_FOLLOW_UP]
        adopted = reports.filter(template__kind__in=kinds, adopted_on__isnull=False, frozen=None)
        rows = adopted.select_related("committee__municipality", "template")
        for report in rows.order_by("committee__slug", "year", "month", "slug"):
            assert report.adopted_on is not None  # noqa: S101  (asked for above)
            decision = Decision(report.adopted_on, report.decision_paragraph, report.registration_number)
            try:
                adopt(report=report, decision=decision, by="kommandoraden", step=lambda *_: None)
            except AdoptionRefused as refusal:
                self.stderr.write(f"{report.committee}: {refusal}")
            else:
                self.stdout.write(f"{report.committee}: ”{report.title}” är fryst som den fastställdes.")

    def tell_of(self, kept: Sequence[str]) -> None:
        """What to do about committees that could not be brought up to date; nothing where there are none."""
        if not kept:
            return
        is_file = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        database = f"ta bort katalogen {settings.VAR_DIR}" if is_file else "töm databasen"
        self.stderr.write(
            f"\n{', '.join(kept)} är kvar som förut: någon har stängt en månad eller fastställt en rapport där, eller "
            "så är demon från en äldre version. Vill du ha demon som den är nu: stoppa servern, "
            f"{database} och kör ./run demo igen. Allt som är ändrat i demon försvinner då."
        )

    def _step(self, name: str, *arguments: str) -> None:
        call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
