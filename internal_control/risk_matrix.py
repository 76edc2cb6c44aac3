"""The risk matrix: which risks stand where, and in which zone. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from internal_control.risk_values import Level, RiskScale, Step

# internal_control.models.Risk, or whatever else has its four values.
R = TypeVar("R")


@dataclass(frozen=True)
class Cell(Generic[R]):
    """risks in the order they were given; level is the zone."""

    likelihood: Step
    consequence: Step
    level: Level | None
    risks: tuple[R, ...]

    @property
    def value(self) -> int:
        return self.likelihood.value * self.consequence.value


@dataclass(frozen=True)
class MatrixRow(Generic[R]):
    """A row of the matrix; cells in the order of rising likelihood."""

    consequence: Step
    cells: tuple[Cell[R], ...]


@dataclass(frozen=True)
class RiskMatrix(Generic[R]):
    """rows from the highest consequence down; unvalued: those that stand nowhere in it."""

    scale: RiskScale
    rows: tuple[MatrixRow[R], ...]
    unvalued: tuple[R, ...]

    @property
    def placed(self) -> list[R]:
        """Those that stand in it, the highest value first."""
        cells = [cell for row in self.rows for cell in row.cells]
        return [risk for cell in sorted(cells, key=lambda cell: -cell.value) for risk in cell.risks]


def matrix(scale: RiskScale, risks: Iterable[R], *, after: bool = False) -> RiskMatrix[R]:
    """after: by the values after measures, else by those before."""
    placed: dict[tuple[int, int], list[R]] = {}
    unvalued: list[R] = []
    for risk in risks:
        values: Any = risk
        place = (
            (values.likelihood_after, values.consequence_after)
            if after
            else (values.likelihood, values.consequence)
        )
        if place[0] is None or place[1] is None:
            unvalued.append(risk)
        else:
            placed.setdefault((place[0], place[1]), []).append(risk)
    rows = tuple(
        MatrixRow(
            consequence,
            tuple(_cell(scale, likelihood, consequence, placed) for likelihood in scale.likelihood),
        )
        for consequence in reversed(scale.consequence)
    )
    return RiskMatrix(scale, rows, tuple(unvalued))


def _cell(
    scale: RiskScale, likelihood: Step, consequence: Step, placed: Mapping[tuple[int, int], list[R]]
) -> Cell[R]:
    level = scale.level_of(likelihood.value * consequence.value)
    return Cell(likelihood, consequence, level, tuple(placed.get((likelihood.value, consequence.value), ())))
