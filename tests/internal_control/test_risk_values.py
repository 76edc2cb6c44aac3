"""Levels, the matrix and the trend, by worked examples."""

from dataclasses import dataclass

import pytest

from internal_control.risk_matrix import matrix
from internal_control.risk_scale import level_faults
from internal_control.risk_values import Level, RiskScale, Step

LOW = Level(1, "Låg", "empty", "green", "accept")
MEDIUM = Level(4, "Medel", "half", "yellow", "watch")
HIGH = Level(9, "Hög", "filled", "red", "control")
FOUR = RiskScale(
    tuple(Step(value, label) for value, label in enumerate(("Osannolik", "Mindre", "Möjlig", "Sannolik"), 1)),
    tuple(
        Step(value, label) for value, label in enumerate(("Försumbar", "Lindrig", "Kännbar", "Allvarlig"), 1)
    ),
    (LOW, MEDIUM, HIGH),
)


@dataclass(frozen=True)
class Valued:
    code: str
    likelihood: int | None
    consequence: int | None
    likelihood_after: int | None = None
    consequence_after: int | None = None


@pytest.mark.parametrize(
    ("value", "label"), [(1, "Låg"), (3, "Låg"), (4, "Medel"), (8, "Medel"), (9, "Hög"), (16, "Hög")]
)
def test_a_value_is_of_the_level_that_begins_at_it_or_below(value: int, label: str) -> None:
    level = FOUR.level_of(value)
    assert level is not None
    assert level.label == label


def test_what_is_not_valued_has_no_level() -> None:
    assert FOUR.level_of(None) is None


def test_each_level_ends_where_the_next_begins() -> None:
    assert [(level.label, low, high) for level, low, high in FOUR.ranges()] == [
        ("Låg", 1, 3),
        ("Medel", 4, 8),
        ("Hög", 9, 16),
    ]


def test_the_matrix_has_the_highest_consequence_first_and_puts_each_risk_in_its_zone() -> None:
    risks = [Valued("r1", 3, 4), Valued("r2", 3, 4, 1, 1), Valued("r3", 1, 2), Valued("r4", None, None)]
    made = matrix(FOUR, risks)
    assert [row.consequence.label for row in made.rows] == ["Allvarlig", "Kännbar", "Lindrig", "Försumbar"]
    assert [[cell.value for cell in row.cells] for row in made.rows] == [
        [4, 8, 12, 16],
        [3, 6, 9, 12],
        [2, 4, 6, 8],
        [1, 2, 3, 4],
    ]
    assert [cell.level.label for cell in made.rows[0].cells if cell.level] == ["Medel", "Medel", "Hög", "Hög"]
    placed = {
        (cell.likelihood.value, cell.consequence.value): [risk.code for risk in cell.risks]
        for row in made.rows
        for cell in row.cells
        if cell.risks
    }
    assert placed == {(3, 4): ["r1", "r2"], (1, 2): ["r3"]}
    assert [risk.code for risk in made.unvalued] == ["r4"]
    assert [risk.code for risk in made.placed] == ["r1", "r2", "r3"]


def test_the_matrix_after_measures_has_the_values_after_them() -> None:
    made = matrix(FOUR, [Valued("r1", 3, 4), Valued("r2", 3, 4, 1, 1)], after=True)
    assert [risk.code for risk in made.rows[-1].cells[0].risks] == ["r2"]
    assert [risk.code for risk in made.unvalued] == ["r1"]


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([LOW, MEDIUM, HIGH], {}),
        ([HIGH, LOW, MEDIUM], {}),
        ([LOW], {None: "En skala har minst två risknivåer."}),
        (
            [MEDIUM, HIGH],
            {0: "Riskvärdena 1–3 saknar nivå: den lägsta nivån ska börja vid 1."},
        ),
        (
            [LOW, MEDIUM, Level(4, "Hög", "filled", "red")],
            {1: "Två nivåer börjar vid 4, så de överlappar varandra."},
        ),
        (
            [LOW, MEDIUM, Level(17, "Hög", "filled", "red")],
            {2: "Riskvärdet går från 1 till 16, så nivån kan inte börja vid 17."},
        ),
        (
            # Nothing between 13 and 15 is a product of two steps of four.
            [LOW, MEDIUM, Level(13, "Mellan", "check", "blue"), Level(16, "Hög", "filled", "red")],
            {2: "Nivån omfattar 13–15, och inget riskvärde kan bli så på skalan."},
        ),
        (
            [LOW, MEDIUM, Level(9, "medel", "filled", "red")],
            {2: "Skalan har redan en nivå som heter ”medel”."},
        ),
        (
            [LOW, MEDIUM, Level(9, "Hög", "half", "yellow")],
            {2: "Nivån ser ut som ”Medel”. Välj en annan symbol."},
        ),
    ],
)
def test_what_is_no_set_of_levels(levels: list[Level], said: dict[int | None, str]) -> None:
    assert level_faults(levels, 4) == said
