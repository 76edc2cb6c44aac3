"""The goals of a year as a tree. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class GoalRecord:
    """A goal as the tree sees it. level is the position of its level (1 is topmost), parent a goal's pk."""

    pk: int
    code: str
    level: int
    parent: int | None
    number: str
    text: str
    position: int = 0


@dataclass(frozen=True)
class Branch:
    """A goal with those under it; depth is how many goals of the tree stand above it."""

    goal: GoalRecord
    depth: int
    children: tuple["Branch", ...] = ()


def numbered(number: str, text: str) -> str:
    """'1. Fler i arbete'; '1.2 Fler i arbete'; without a number the text alone."""
    return f"{number}{'.' if number.isdecimal() else ''} {text}".strip()


def branches(goals: Iterable[GoalRecord]) -> tuple[Branch, ...]:
    """The topmost goals with everything under them, siblings by level, position, number and pk.

    A goal whose parent is not among the goals stands topmost, so that a selection is a tree too.
    """
    of_parent: dict[int | None, list[GoalRecord]] = defaultdict(list)
    records = sorted(goals, key=lambda goal: (goal.level, goal.position, goal.number, goal.pk))
    known = {goal.pk for goal in records}
    for goal in records:
        of_parent[goal.parent if goal.parent in known else None].append(goal)

    def under(parent: int | None, depth: int) -> tuple[Branch, ...]:
        return tuple(Branch(goal, depth, under(goal.pk, depth + 1)) for goal in of_parent[parent])

    return under(None, 0)


def in_tree_order(goals: Iterable[GoalRecord]) -> list[Branch]:
    """Every goal, each before those under it."""
    found: list[Branch] = []
    waiting = list(reversed(branches(goals)))
    while waiting:
        branch = waiting.pop()
        found.append(branch)
        waiting.extend(reversed(branch.children))
    return found


def below(goal: int, goals: Iterable[GoalRecord]) -> set[int]:
    """The pks of the goals under a goal, at any depth."""
    records = list(goals)
    found: set[int] = set()
    edge = {goal}
    while edge:
        edge = {record.pk for record in records if record.parent in edge} - found
        found |= edge
    return found
