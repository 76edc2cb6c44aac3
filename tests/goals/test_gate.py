"""Measured values are read for show in one place: nothing else can forget to mask the small ones."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

ROOT: Path = settings.BASE_DIR
APPS = ("goals", "reports", "socialnamnd", "organisation", "budget", "internal_control")
# The gate itself, and those that write: what they read is compared with what is to be written, and shown nowhere.
READERS = {
    "goals.measured",
    "goals.measurement_entries",
    "goals.measuring",
    "goals.protecting",
    "reports.packages.measurement_files",
    # Asks for the years alone; its figures are those of the gate.
    "reports.packages.dumping_measurements",
}
FIGURES = {"value", "numerator", "denominator", "answers", "response_rate"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts and "models" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name, ast.parse(path.read_text())


def imports_measurement(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and any(alias.name == "Measurement" for alias in node.names)
        for node in ast.walk(tree)
    )


def figures_in(tree: ast.Module) -> set[str]:
    """Names of a measurement's figures as a query or a row could ask for them."""
    return {
        node.value.split("__")[-1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.split("__")[-1] in FIGURES
    } | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in FIGURES}


def test_only_the_gate_and_the_writers_read_the_figures_of_measurements() -> None:
    beside = {
        name: figures
        for name, tree in modules()
        if name not in READERS and imports_measurement(tree) and (figures := figures_in(tree))
    }
    assert beside == {}


def test_nobody_reaches_measurements_through_what_they_belong_to() -> None:
    """unit.measurements, indicator.measurements, 'measurements__value'."""
    reached = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Attribute) and node.attr == "measurements" and not is_field_of_a_record(name)
        )
        or (isinstance(node, ast.Constant) and str(node.value).startswith("measurements__"))
    ]
    assert reached == []


def is_field_of_a_record(module: str) -> bool:
    """The package's own records of what its files hold."""
    return module.startswith("reports.packages.")
