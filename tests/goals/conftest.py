"""One small tree of goals that most tests of the pages of goals are about."""

from dataclasses import dataclass

import pytest

from goals.models import AssessmentScale, Goal, GoalLevel
from organisation.models import Committee, Unit, User
from tests import factories, goal_factories


@dataclass(frozen=True)
class GoalTree:
    """2021: fokus (1) over kf (1.1) over n1 (1.1.1, followed up by 110 and 120) and n2 (1.1.2, by nobody)."""

    committee: Committee
    units: dict[str, Unit]
    scale: AssessmentScale
    levels: dict[str, GoalLevel]
    goals: dict[str, Goal]
    secretary: User
    manager: User  # of 100
    reader: User


@pytest.fixture
def tree(db: None) -> GoalTree:
    committee = factories.make_committee()
    units = factories.make_units(committee, {"SN": {"100": {"110": {}, "120": {}}, "200": {}}})
    scale = goal_factories.make_scale(committee)
    levels = goal_factories.make_levels(committee, scale)
    fokus = goal_factories.make_goal(
        committee, levels["focus_area"], code="fokus", number="1", text="Ett gott liv"
    )
    kf = goal_factories.make_goal(
        committee, levels["council_goal"], code="kf", number="1.1", text="Fler ska klara sig", parent=fokus
    )
    n1 = goal_factories.make_goal(
        committee,
        levels["committee_goal"],
        code="n1",
        number="1.1.1",
        text="Kortare väntan",
        parent=kf,
        units=[units["110"], units["120"]],
        follow_up_times=3,
    )
    n2 = goal_factories.make_goal(
        committee, levels["committee_goal"], code="n2", number="1.1.2", text="Bättre bemötande", parent=kf
    )
    return GoalTree(
        committee,
        units,
        scale,
        levels,
        {"fokus": fokus, "kf": kf, "n1": n1, "n2": n2},
        factories.make_user("sara", committee, role="secretary"),
        factories.make_user("erik", committee, role="unit_manager", unit=units["100"]),
        factories.make_user("lena", committee, role="reader"),
    )
