"""manage.py benchmark NAME: measures, prints a ratio against a floor of the same run, and fails over the limit."""

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from socialnamnd import benchmarks


class Command(BaseCommand):
    help = (
        "Measures something and holds it against a floor measured in the same run, in a database of its own."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="which; without a name they are listed")
        parser.add_argument(
            "--small", action="store_true", help="a fraction of the rows, to see that it works"
        )

    def handle(self, *, names: list[str], small: bool, **options: Any) -> None:
        known = benchmarks.names()
        if not names:
            for name in known:
                summary = (_module(name).__doc__ or "").partition("\n")[0]
                self.stdout.write(f"{name}: {summary}")
            return
        if unknown := sorted(set(names) - set(known)):
            raise CommandError(f"No such benchmark: {', '.join(unknown)}. There are {', '.join(known)}.")
        over = [name for name in names if not self._holds(name, small)]
        if over:
            raise CommandError(f"Over the limit: {', '.join(over)}")

    def _holds(self, name: str, small: bool) -> bool:
        sheet = benchmarks.Sheet(self.stdout.write)
        self.stdout.write(f"benchmark {name}{' (small)' if small else ''}")
        try:
            _module(name).run(sheet, small=small)
        except benchmarks.BenchmarkError as error:
            raise CommandError(str(error)) from error
        return sheet.held


def _module(name: str) -> Any:
    return import_module(f"socialnamnd.benchmarks.{name}")
