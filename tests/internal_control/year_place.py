"""A committee with a year of internal control that has come to 15 September 2021: somebody is late, something is open.

20 controls' worth of states in few rows, by hand:

| control | months | performer | how it stands on 15 September 2021 |
| k1 | 5, 9, 12 | erik | May: minor deviation (a1 open); September: due; December: to come |
| k2 | 3, 9 | erik | March: late; September: no deviation, done on the 10th |
| k3 | 6 | nobody | June: major deviation, no measure |
| k4 | 2, 10 | lisa | February: not done, with a reason; October: to come |
| k5 | 1, 11 | erik | January: done; struck on 30 June: November is owed no more |
"""

from datetime import date

from internal_control.models import Measure, Result
from tests.control_factories import carry_out, make_control, make_measure, make_plan, make_risk
from tests.factories import make_committee, make_units, make_user

TODAY = date(2021, 9, 15)


class Place:
    def __init__(self) -> None:
        self.committee = make_committee()
        self.units = make_units(self.committee, {"SN": {"100": {}, "200": {}}})
        self.secretary = make_user("karin", self.committee, role="secretary")
        self.erik = make_user("erik", self.committee, role="unit_manager", unit=self.units["100"])
        self.lisa = make_user("lisa", self.committee, role="unit_manager", unit=self.units["200"])
        self.reader = make_user("rut", self.committee, role="reader")
        self.before = make_plan(
            self.committee, 2020, adopted_on=date(2020, 1, 15), decision_paragraph="4", followed_up_through=12
        )
        self.plan = make_plan(self.committee, 2021, adopted_on=date(2021, 1, 20), decision_paragraph="7")
        self.risk = make_risk(self.plan, "r1")
        of_erik = {"unit": self.units["100"], "performer": self.erik}
        self.k1 = make_control(self.plan, "k1", months=[5, 9, 12], risk=self.risk, **of_erik)
        self.k2 = make_control(self.plan, "k2", months=[3, 9], **of_erik)
        self.k3 = make_control(self.plan, "k3", months=[6], unit=self.units["200"])
        self.k4 = make_control(self.plan, "k4", months=[2, 10], unit=self.units["200"], performer=self.lisa)
        self.k5 = make_control(self.plan, "k5", months=[1, 11], struck_on=date(2021, 6, 30), **of_erik)
        self.deviation = carry_out(self.k1, 5, Result.MINOR, sample_size=20, deviations=2)
        carry_out(self.k2, 9, done_on=date(2021, 9, 10))
        self.major = carry_out(self.k3, 6, Result.MAJOR)
        carry_out(self.k4, 2, Result.NOT_DONE, reason="Sjukdom.")
        carry_out(self.k5, 1)
        self.a1 = make_measure(
            self.plan,
            "a1",
            follow_up=self.deviation,
            unit=self.units["100"],
            performer=self.erik,
            due_on=date(2021, 8, 31),
        )
        self.checked = make_measure(
            self.plan,
            "a2",
            risk=self.risk,
            status=Measure.Status.DONE,
            closed_on=date(2021, 4, 1),
            due_on=date(2021, 4, 30),
            effect_due_on=date(2021, 9, 30),
        )
        self.old = make_measure(self.before, "a1", text="Anställ en jurist", due_on=date(2021, 12, 31))
