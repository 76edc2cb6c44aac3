"""A made-up committee's goals, indicators and measurements, the many rows written by the database itself."""

from django.db import connection

from goals.models import (
    Assessment,
    AssessmentLevel,
    AssessmentScale,
    Assignment,
    Goal,
    GoalLevel,
    Indicator,
    Meaning,
    Measurement,
    Target,
)
from organisation.marks import Colour, Symbol
from organisation.models import Committee, Unit
from socialnamnd.benchmarks._ledger import YEAR

YEARS = 10
THEMES = 15
# Each goal and each indicator concerns every fourth unit, in turn.
SHARED_BY = 4
_LEVELS = (
    ("met", "Uppnått", Symbol.FILLED, Colour.GREEN, Meaning.MET),
    ("partly", "Delvis uppnått", Symbol.HALF, Colour.YELLOW, Meaning.PARTLY),
    ("not-met", "Inte uppnått", Symbol.EMPTY, Colour.RED, Meaning.NOT_MET),
    ("not-assessed", "Inte bedömt", Symbol.DASHED, Colour.GREY, Meaning.NOT_ASSESSED),
)


def make_goals(committee: Committee, *, goals: int, indicators: int, assignments: int) -> None:
    """A tree of goals in three levels, assessed by the committee and the units, with indicators and assignments."""
    scale = AssessmentScale.objects.create(
        committee=committee, code="mal", name="Måluppfyllelse", use=AssessmentScale.Use.GOAL
    )
    levels = AssessmentLevel.objects.bulk_create(
        AssessmentLevel(
            scale=scale,
            code=code,
            label=label,
            plural=label.lower(),
            symbol=symbol,
            colour=colour,
            meaning=meaning,
            position=position,
        )
        for position, (code, label, symbol, colour, meaning) in enumerate(_LEVELS)
    )
    units = list(Unit.objects.filter(committee=committee).order_by("pk"))
    root, reporting = units[0], units[1:]
    made = _tree(committee, scale, goals)
    lowest = [goal for goal in made if goal.level.position == 3]
    _share(Goal.units.through, "goal_id", [goal.pk for goal in lowest], reporting)
    under = _indicators(committee, scale, indicators, lowest)
    _share(Indicator.units.through, "indicator_id", [each.pk for each in under], reporting)
    Target.objects.bulk_create(
        Target(indicator=each, unit=root, year=year, value=50) for each in under for year in (YEAR, YEAR + 1)
    )
    asked = _assignments(committee, scale, assignments, lowest)
    _share(Assignment.units.through, "assignment_id", [each.pk for each in asked], reporting)
    _assess("goal", [goal.pk for goal in lowest], root, reporting, levels)
    _assess("assignment", [each.pk for each in asked], root, reporting, levels)


def _tree(committee: Committee, scale: AssessmentScale, count: int) -> list[Goal]:
    kinds = (
        (GoalLevel.Kind.FOCUS_AREA, "Fokusområde", "Fokusområden", None),
        (GoalLevel.Kind.COUNCIL_GOAL, "Inriktningsmål", "Inriktningsmål", scale),
        (GoalLevel.Kind.COMMITTEE_GOAL, "Nämndmål", "Nämndmål", scale),
    )
    levels = [
        GoalLevel.objects.create(
            committee=committee, position=position, kind=kind, name=name, plural=plural, scale=of_level
        )
        for position, (kind, name, plural, of_level) in enumerate(kinds, 1)
    ]
    made: list[Goal] = []
    for year in (YEAR - 1, YEAR, YEAR + 1):
        above: list[Goal] = []
        for level, size in zip(
            levels, (count // 12, count // 4, count - count // 12 - count // 4), strict=True
        ):
            above = Goal.objects.bulk_create(
                Goal(
                    committee=committee,
                    year=year,
                    code=f"{level.position}-{number}",
                    level=level,
                    parent=above[number * len(above) // size] if above else None,
                    number=f"{level.position}.{number + 1}",
                    text=f"Mål {level.position}.{number + 1} om det som nämnden vill nå",
                    description="Vad målet betyder.",
                    contributions="- det ena\n- det andra",
                    expected_effect="Att det märks.",
                    follow_up_times=3,
                    position=number,
                )
                for number in range(size)
            )
            made += above if year == YEAR else []
    return made


def _indicators(
    committee: Committee, scale: AssessmentScale, count: int, goals: list[Goal]
) -> list[Indicator]:
    made = Indicator.objects.bulk_create(
        Indicator(
            committee=committee,
            code=f"m{number:03}",
            name=f"Antal personer som får insats {number}",
            theme=f"Område {number * THEMES // count + 1}",
            definition="Hur det räknas.",
            value_kind="number",
            direction="higher" if number % 2 else "lower",
            frequency="month",
            year_of="sum",
            gender_split="women_men",
            is_by_unit=True,
            totalling="sum",
            people="count" if number % 3 == 0 else "none",
            scale=scale if number % 10 == 0 else None,
            position=number,
        )
        for number in range(count)
    )
    Indicator.goals.through.objects.bulk_create(
        Indicator.goals.through(indicator_id=each.pk, goal_id=goals[number % len(goals)].pk)
        for number, each in enumerate(made)
    )
    return made


def _assignments(
    committee: Committee, scale: AssessmentScale, count: int, goals: list[Goal]
) -> list[Assignment]:
    made = Assignment.objects.bulk_create(
        Assignment(
            committee=committee,
            code=f"u{number}",
            title=f"Att göra något som behövs, nummer {number}",
            giver="council" if number % 2 else "committee",
            scale=scale,
            position=number,
        )
        for number in range(count)
    )
    Assignment.goals.through.objects.bulk_create(
        Assignment.goals.through(assignment_id=each.pk, goal_id=goals[number % len(goals)].pk)
        for number, each in enumerate(made)
    )
    return made


def _share(through: type, name: str, subjects: list[int], units: list[Unit]) -> None:
    """Subject number n concerns the units whose number is n, of every SHARED_BY."""
    through.objects.bulk_create(  # type: ignore[attr-defined]
        through(**{name: subject, "unit_id": unit.pk})
        for number, subject in enumerate(subjects)
        for at, unit in enumerate(units)
        if at % SHARED_BY == number % SHARED_BY
    )


def _assess(
    kind: str, subjects: list[int], root: Unit, units: list[Unit], levels: list[AssessmentLevel]
) -> None:
    Assessment.objects.bulk_create(
        Assessment(
            **{f"{kind}_id": subject},
            unit=unit,
            year=YEAR,
            month=month,
            level=levels[(number + month) % 3],
            text="Under perioden har arbetet gått framåt. Det syns i måtten.",
            measures="Arbetet fortsätter.",
            changed_by="Karin",
        )
        for number, subject in enumerate(subjects)
        for month in (4, 8)
        for unit in (root, *units[number % SHARED_BY :: SHARED_BY])
    )


def fill_measurements(committee: Committee) -> int:
    """Every month of YEARS years for women, men and both, with the year's and the committee's sums; rows written.

    What is suppressed is drawn by lot: a value in fifty of those about people.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"committee": committee.pk, "first": YEAR - YEARS + 1, "last": YEAR})
        rows = int(cursor.rowcount)
        for sums in (_COMMITTEES, _YEARS):
            cursor.execute(sums, {"committee": committee.pk})
            rows += cursor.rowcount
    return rows


_TABLE = Measurement._meta.db_table
_COLUMNS = """indicator_id, unit_id, part, gender, year, span, month, form, value, decimals, note,
    is_derived, is_suppressed, version, changed_at, changed_by"""
_UNITS = f"""
    INSERT INTO {_TABLE} ({_COLUMNS})
    SELECT indicator.id, link.unit_id, '', gender, year, 'month', month, 'number',
           CASE gender WHEN 'T' THEN 150 ELSE 75 END + floor(random() * 10), 0, '',
           false, indicator.people = 'count' AND random() < 0.02, 1, now(), 'Karin'
    FROM goals_indicator indicator
    JOIN goals_indicator_units link ON link.indicator_id = indicator.id,
    unnest(ARRAY['K', 'M', 'T']) AS gender, generate_series(%(first)s, %(last)s) AS year,
    generate_series(1, 12) AS month
    WHERE indicator.committee_id = %(committee)s
"""  # noqa: S608
_OF_COMMITTEE = "indicator_id IN (SELECT id FROM goals_indicator WHERE committee_id = %(committee)s)"
_COMMITTEES = f"""
    INSERT INTO {_TABLE} ({_COLUMNS})
    SELECT indicator_id, (SELECT id FROM organisation_unit WHERE committee_id = %(committee)s AND parent_id IS NULL),
           '', gender, year, span, month, 'number', sum(value), 0, '', true, false, 1, now(), ''
    FROM {_TABLE} WHERE {_OF_COMMITTEE}
    GROUP BY indicator_id, gender, year, span, month
"""  # noqa: S608
_YEARS = f"""
    INSERT INTO {_TABLE} ({_COLUMNS})
    SELECT indicator_id, unit_id, '', gender, year, 'year', 12, 'number', sum(value), 0, '',
           true, false, 1, now(), ''
    FROM {_TABLE} WHERE {_OF_COMMITTEE}
    GROUP BY indicator_id, unit_id, gender, year
"""  # noqa: S608
