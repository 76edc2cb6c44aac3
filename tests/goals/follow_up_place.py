"""A committee with a little of everything that a unit follows up, for the tests of that page."""

from dataclasses import dataclass
from datetime import date

from goals.models import AssessmentLevel, AssessmentScale, Assignment, Goal, Indicator
from organisation.models import Committee, Unit, User
from tests.factories import make_committee, make_units, make_user
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


@dataclass(frozen=True)
class Place:
    """110 Hemtjänsten follows up a goal and an assignment in August, and three indicators; 120 the goal alone."""

    committee: Committee
    units: dict[str, Unit]
    scale: AssessmentScale
    goal: Goal
    assignment: Assignment
    visits: Indicator  # by tertial
    waiting: Indicator  # women and men apart, assessed, at most 11 hours
    answered: Indicator  # a share, each year
    erik: User  # manages 110
    eva: User  # manages 110 too
    sofia: User  # secretary

    @property
    def unit(self) -> Unit:
        return self.units["110"]

    def level(self, meaning: str) -> AssessmentLevel:
        return level_of(self.scale, meaning)


def make_place() -> Place:
    committee = make_committee()
    units = make_units(
        committee,
        {"SN": {"100": {"110": {}, "120": {}}}},
        {"SN": "Socialnämnden", "100": "Vård och omsorg", "110": "Hemtjänsten", "120": "Särskilt boende"},
    )
    scale = make_scale(committee)
    levels = make_levels(committee, scale)
    unit, months = units["110"], {"follow_up_months": [4, 8, 12]}
    goal = make_goal(
        committee, levels["committee_goal"], number="1", text="Fler ska få välja vem som hjälper dem",
        units=[unit, units["120"]], description="Den som får hjälp ska kunna påverka den.",
        expected_effect="Fler är nöjda med bemötandet.", **months,
    )  # fmt: skip
    assignment = make_assignment(
        committee, title="Utred hur jourhemmen ska bli fler", units=[unit], scale=make_scale(committee, "uppdrag", "assignment"),
        giver="council", decided_on=date(2021, 2, 15), decision_paragraph="12", text="Återkom i december.",
    )  # fmt: skip
    visits = make_indicator(
        committee, "besok", name="Hembesök", theme="Volymer", frequency="tertial", year_of="sum",
        is_by_unit=True, units=[unit], unit_label="st", definition="Utförda besök enligt planeringssystemet.",
    )  # fmt: skip
    waiting = make_indicator(
        committee, "vantetid", name="Väntetid till första besöket", theme="Kvalitet", frequency="tertial",
        is_by_unit=True, units=[unit], value_kind="duration", gender_split="women_men", direction="lower",
        scale=scale, goals=[goal], year_of="mean",
    )  # fmt: skip
    answered = make_indicator(
        committee, "nojda", name="Nöjda med bemötandet", theme="Kvalitet", is_by_unit=True, units=[unit],
        value_kind="share", direction="higher", people="group",
    )  # fmt: skip
    make_target(waiting, 2021, 660, form="duration")
    make_target(answered, 2021, 90)
    make_assessment(
        goal, 2021, 4, unit=unit, level=level_of(scale, "partly"), text="Alla har fått frågan. Hälften har valt.",
        measures="Vi frågar igen i september.",
    )  # fmt: skip
    make_measurement(visits, 2021, 1240, unit=unit, span="tertial", month=4)
    make_measurement(answered, 2020, 88, unit=unit)
    return Place(
        committee, units, scale, goal, assignment, visits, waiting, answered,
        erik=make_user("erik", committee, role="unit_manager", unit=unit, last_name="Ek", title="Enhetschef"),
        eva=make_user("eva", committee, role="unit_manager", unit=unit, last_name="Å"),
        sofia=make_user("sofia", committee, role="secretary"),
    )  # fmt: skip
