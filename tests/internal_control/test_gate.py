"""What is counted of people is read for show in one place: nothing else can forget to mask the small groups."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

ROOT: Path = settings.BASE_DIR
APPS = ("internal_control", "reports", "socialnamnd", "organisation", "budget", "goals")
# The gate itself, and those that write: what they read is compared with what is to be written, and shown nowhere.
READERS = {"internal_control.counted", "internal_control.following_up"}
# A file for another installation of one's own holds every number, if that is asked for; else those of the gate.
PACKAGES = "reports.packages."


def modules() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts and "models" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                if name not in READERS and not name.startswith(PACKAGES):
                    yield name, ast.parse(path.read_text())


def test_nobody_else_reads_what_items_were_counted_to() -> None:
    reading = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "FollowUpCount" for alias in node.names)
    }
    # Whether anything has been counted keeps an item from being taken out of a control, and a benchmark makes rows:
    # no number is read.
    assert reading - {"internal_control.control_faults", "socialnamnd.benchmarks._control"} == set()


def test_nobody_else_reads_the_deviations_of_an_occasion() -> None:
    """follow_up.deviations, 'follow_ups__deviations', values_list('deviations')."""
    reading = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "deviations" and not _is_masked(node))
        or (isinstance(node, ast.Constant) and str(node.value).endswith("__deviations"))
    ]
    assert reading == []


def _is_masked(node: ast.Attribute) -> bool:
    """What the gate has answered is called counts; what somebody types is called typed."""
    value = node.value
    name = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
    return name in {"counts", "typed", "counted"}
