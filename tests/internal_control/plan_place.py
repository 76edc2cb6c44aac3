"""A committee with people, for tests of plans and controls."""

from dataclasses import dataclass
from datetime import date

from internal_control import planning
from internal_control.models import ControlPlan, RiskDecision
from organisation.models import Committee, Unit, User
from tests import control_factories as make
from tests import factories


@dataclass(frozen=True)
class Place:
    """SN over 100 (over 110) and 200."""

    committee: Committee
    units: dict[str, Unit]
    secretary: User
    manager: User  # of 100


def make_place(slug: str = "prov-sn") -> Place:
    committee = factories.make_committee(slug)
    units = factories.make_units(committee, {"SN": {"100": {"110": {}}, "200": {}}})
    return Place(
        committee,
        units,
        factories.make_user(f"sara-{slug}" if slug != "prov-sn" else "sara", committee, role="secretary"),
        factories.make_user(
            f"erik-{slug}" if slug != "prov-sn" else "erik", committee, role="unit_manager", unit=units["100"]
        ),
    )


def ready_plan(place: Place, year: int = 2021) -> ControlPlan:
    """Nothing stands in the way of adopting it: r1, controlled by k1 in May, September and December by the manager."""
    plan = make.make_plan(place.committee, year)
    risk = make.make_risk(plan, "r1", decision=RiskDecision.CONTROL)
    make.make_control(plan, "k1", risk=risk, unit=place.units["100"], performer=place.manager)
    return plan


def adopted_plan(place: Place) -> ControlPlan:
    """2021's, adopted 2021-01-20 § 8."""
    return planning.adopt_plan(
        plan=ready_plan(place),
        meeting_on=date(2021, 1, 20),
        paragraph="8",
        registration_number="SN 2021/4",
        by=place.secretary,
    )
