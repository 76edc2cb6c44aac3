"""What the other tests build on."""

from decimal import Decimal

import pytest

from goals.models import Measurement
from tests.factories import make_committee, make_units
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_assignment,
    make_goal,
    make_indicator,
    make_levels,
    make_measurement,
    make_scale,
    make_target,
)

pytestmark = pytest.mark.django_db


def test_a_goal_with_all_that_hangs_on_it() -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"100": {}}})
    scale = make_scale(committee)
    levels = make_levels(committee, scale)
    above = make_goal(committee, levels["council_goal"], number="1")
    goal = make_goal(committee, levels["committee_goal"], parent=above, units=[units["100"]])
    indicator = make_indicator(committee, "omsattning", goals=[goal], value_kind="share", parts=["sa"])
    assignment = make_assignment(committee, goals=[goal], units=[units["100"]])
    make_target(indicator, 2021, "12.5")
    make_measurement(indicator, 2021, 5, denominator=17)
    make_assessment(goal, level=level_of(scale, "met"))
    make_assessment(assignment, unit=units["100"])

    row = Measurement.objects.get()
    assert (row.form, row.value, row.decimals) == ("fraction", Decimal("29.4118"), 0)
    assert [each.part for each in indicator.measurements.all()] == [""]
    assert indicator.targets.get().decimals == 1
    assert [each.unit.code for each in assignment.assessments.select_related("unit")] == ["100"]
