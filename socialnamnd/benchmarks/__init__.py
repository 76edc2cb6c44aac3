"""Benchmarks: each a ratio against a floor measured in the same run, so that it holds on any machine.

A module here is a benchmark of its name: `manage.py benchmark recalculate`. It has a docstring, whose first line
is shown in the list, and a function run(sheet, small=False), which makes its own data inside scratch_database()
and puts what it measured on the sheet. small asks for a fraction of the rows: to see that it works.
"""

import pkgutil
import statistics
import time
from collections.abc import Callable, Sequence


def names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


class BenchmarkError(Exception):
    """What keeps a benchmark from running; the message is for who started it."""


class Sheet:
    """What a benchmark measured: printed as it comes, and whether every limit held."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write = write
        self.held = True

    def note(self, text: str) -> None:
        self.write(text)

    def ratio(self, what: str, seconds: float, floor: float, at_most: float) -> None:
        """Judge seconds against at_most times the floor's seconds."""
        ratio = seconds / floor
        self._judge(
            f"{what}: {_shown(seconds)} / {_shown(floor)} = {ratio:.2f}", f"{at_most:g}", ratio <= at_most
        )

    def ceiling(self, what: str, value: float, at_most: float, unit: str = "") -> None:
        """Judge a number against an absolute limit."""
        self._judge(f"{what}: {value:g} {unit}".rstrip(), f"{at_most:g} {unit}".rstrip(), value <= at_most)

    def _judge(self, measured: str, limit: str, holds: bool) -> None:
        self.held = self.held and holds
        self.write(f"{measured} (at most {limit}) {'ok' if holds else 'OVER THE LIMIT'}")


def seconds(work: Callable[[], object], *, runs: int, before: Callable[[], object] | None = None) -> float:
    """The median time of work over several runs; before is called ahead of each, outside the time."""
    times = []
    for _ in range(runs):
        if before is not None:
            before()
        times.append(_timed(work))
    return statistics.median(times)


def seconds_in_turn(works: Sequence[Callable[[], object]], *, runs: int) -> list[float]:
    """The median time of each work, run in turn, so that whatever else the machine does strikes all alike."""
    rounds = [[_timed(work) for work in works] for _ in range(runs)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _shown(duration: float) -> str:
    return f"{duration * 1000:.2f} ms" if duration < 1 else f"{duration:.2f} s"
