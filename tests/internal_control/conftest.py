"""The place that most tests of internal control are about. A module with another has a fixture of its own."""

import pytest

from internal_control.models import ControlPlan
from tests.internal_control.plan_place import Place, make_place
from tests.internal_control.risk_place import make_risks


@pytest.fixture
def place(db: None) -> Place:
    return make_place()


@pytest.fixture
def plan(place: Place) -> ControlPlan:
    """2021's, with the risks of make_risks."""
    return make_risks(place)
