"""A made-up committee's ten years of internal control: plans with scales, risks, controls, what was found, measures."""

from datetime import date

from internal_control.models import (
    DEVIATIONS,
    Control,
    ControlPlan,
    CountedItem,
    FollowUp,
    FollowUpCount,
    Measure,
    PlanChange,
    Result,
    Risk,
    RiskDecision,
    RiskValuation,
    ScaleStep,
)
from internal_control.standard_scale import add_standard_scale
from organisation.due import last_day
from organisation.models import Committee, Membership, Role, Unit, User
from socialnamnd.benchmarks._ledger import YEAR

YEARS = 10
MONTHS = (5, 9, 12)
PEOPLE = 5
# Of every so many controls one counts people, and of every so many occasions one has a deviation.
COUNTED, DEVIATING = 8, 5
_RESULTS = (Result.NO_DEVIATION, Result.MINOR, Result.NO_DEVIATION, Result.NO_DEVIATION, Result.MAJOR)
# Carried out through August of the newest year; the rest of it is late.
_DONE_THROUGH = 8


def make_control_years(committee: Committee, *, risks: int, controls: int) -> int:
    """A plan for each of the years to YEAR, adopted, the earlier ones followed up; how many occasions there are."""
    units = list(Unit.objects.filter(committee=committee).order_by("pk"))
    performers = _performers(committee)
    return sum(
        _make_year(committee, year, risks=risks, controls=controls, units=units, performers=performers)
        for year in range(YEAR - YEARS + 1, YEAR + 1)
    )


def _performers(committee: Committee) -> list[User]:
    role, _ = Role.objects.get_or_create(
        code="performer", defaults={"name": "Utförare", "permissions": ["view", "carry_out"]}
    )
    people = User.objects.bulk_create(
        User(username=f"{committee.slug}-{number}", first_name=f"Person {number}") for number in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(user=person, committee=committee, role=role) for person in people
    )
    return people


def _make_year(
    committee: Committee, year: int, *, risks: int, controls: int, units: list[Unit], performers: list[User]
) -> int:
    plan = ControlPlan.objects.create(
        committee=committee,
        year=year,
        adopted_on=date(year, 1, 20),
        decision_paragraph="7",
        followed_up_through=0 if year == YEAR else 12,
    )
    add_standard_scale(plan)
    of_plan = _risks(plan, risks, units)
    made = Control.objects.bulk_create(
        Control(
            plan=plan,
            code=f"k{number}",
            risk=of_plan[number % len(of_plan)],
            process=of_plan[number % len(of_plan)].process,
            title=f"Att beslut är fattade och motiverade i ärenden av slag {number}",
            method=Control.Method.SAMPLE,
            sample_size=20,
            method_text="Tjugo ärenden dras ur verksamhetssystemet och granskas mot en checklista.",
            rule="Riktlinje för handläggning",
            unit=units[number % len(units)],
            responsible="Enhetschef",
            performer=performers[number % len(performers)],
            reported_to="Socialnämnden",
            counts_people=number % COUNTED == 0,
            position=number,
        )
        for number in range(controls)
    )
    follow_ups = FollowUp.objects.bulk_create(
        _occasion(control, year, month) for control in made for month in MONTHS
    )
    _counts(made, follow_ups)
    _measures(plan, follow_ups, of_plan, performers)
    PlanChange.objects.bulk_create(
        PlanChange(
            plan=plan,
            decided_on=date(year, 6, 9),
            decision_paragraph=str(number),
            text=f"Kontrollen k{number} görs också i maj.",
            details={"före": {"Månader": "sep, dec"}, "efter": {"Månader": "maj, sep, dec"}},
            made_by="Karin",
        )
        for number in range(10)
    )
    return len(follow_ups)


def _risks(plan: ControlPlan, count: int, units: list[Unit]) -> list[Risk]:
    steps = ScaleStep.objects.filter(plan=plan, axis=ScaleStep.Axis.LIKELIHOOD).count()
    decisions = list(RiskDecision)
    made = Risk.objects.bulk_create(
        Risk(
            plan=plan,
            code=f"r{number}",
            process=f"Process {number % 15}",
            description=f"Risk för att ärenden av slag {number} inte handläggs i tid",
            cause="Hög arbetsbelastning och nya medarbetare.",
            category="Verksamhet",
            unit=units[number % len(units)],
            likelihood=number % steps + 1,
            consequence=number // steps % steps + 1,
            decision=decisions[number % len(decisions)],
            reason="Bedömd tillsammans med nämnden.",
            owner="Avdelningschef",
            is_chosen=number % 4 != 3,
            is_proposal=number % 40 == 39,
            position=number,
        )
        for number in range(count)
    )
    RiskValuation.objects.bulk_create(
        RiskValuation(
            risk=risk,
            stage=RiskValuation.Stage.BEFORE,
            likelihood=risk.likelihood or 1,
            consequence=risk.consequence or 1,
            valued_by="Karin",
        )
        for risk in made
        for _ in range(2)
    )
    return made


def _occasion(control: Control, year: int, month: int) -> FollowUp:
    if year == YEAR and month > _DONE_THROUGH:
        return FollowUp(control=control, month=month)
    result = _RESULTS[(control.position + month) % DEVIATING]
    return FollowUp(
        control=control,
        month=month,
        result=result,
        done_on=last_day(year, month),
        done_by="Person",
        sample_size=20,
        deviations=0 if result == Result.NO_DEVIATION else 3,
        text="Tjugo ärenden är granskade. Det som saknas är motiveringar av förlängd utredningstid.",
        version=1,
    )


def _counts(controls: list[Control], follow_ups: list[FollowUp]) -> None:
    """Two rows of people each, the second a deviation with two reasons under it."""
    counting = [control for control in controls if control.counts_people]
    kept, over = (
        CountedItem.objects.bulk_create(
            CountedItem(control=control, code=code, label=label, is_deviation=is_deviation, position=position)
            for control in counting
        )
        for position, (code, label, is_deviation) in enumerate(
            (("inom", "Inom fyra månader", False), ("over", "Över fyra månader", True))
        )
    )
    under = CountedItem.objects.bulk_create(
        CountedItem(
            control=parent.control,
            code=code,
            label=f"Skäl {code}",
            parent=parent,
            is_deviation=True,
            position=2 + position,
        )
        for parent in over
        for position, code in enumerate(("a", "b"))
    )
    typed: dict[int, list[CountedItem]] = {}
    for item in (*kept, *under):
        typed.setdefault(item.control_id, []).append(item)
    FollowUpCount.objects.bulk_create(
        FollowUpCount(follow_up=each, item=item, count=17 if item.parent_id is None else 1 + position % 2)
        for each in follow_ups
        if each.result
        for position, item in enumerate(typed.get(each.control_id, ()))
    )


def _measures(
    plan: ControlPlan, follow_ups: list[FollowUp], risks: list[Risk], performers: list[User]
) -> None:
    """One for each deviation, of which one in five is still open, and one for every tenth risk."""
    about: list[dict[str, FollowUp | Risk]] = [
        {"follow_up": each} for each in follow_ups if each.result in DEVIATIONS
    ]
    about += [{"risk": risk} for risk in risks[::10]]
    unit = risks[0].unit
    Measure.objects.bulk_create(
        Measure(
            plan=plan,
            code=f"a{number}",
            **of,
            text="Gå igenom checklistan på arbetsplatsträffen och följ upp med stickprov.",
            unit=unit,
            responsible="Enhetschef",
            performer=performers[number % len(performers)],
            due_on=date(plan.year, 10, 31),
            status="ongoing" if number % 5 == 0 and plan.year == YEAR else "done",
            closed_on=None if number % 5 == 0 and plan.year == YEAR else date(plan.year, 10, 15),
            progress="Genomgången är gjord.",
        )
        for number, of in enumerate(about)
    )
