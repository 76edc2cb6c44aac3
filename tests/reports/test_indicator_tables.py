"""Tables of indicators: what stands in the cells and columns, and the footnotes under them."""

import pytest

from goals.fulfilment import Outcome, Proposal, propose
from goals.measured import measured
from goals.models import GenderSplit, Meaning, Target, ValueKind
from goals.targets import aim_of
from organisation.models import Committee
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_goal,
    make_indicator,
    make_levels,
    make_measurement,
    make_scale,
    make_target,
)
from tests.reports.indicators import UNDEFINED, rows_of, table_of, two_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return two_units()


def test_years_beside_targets_with_units_of_measure_and_decimals_as_written(committee: Committee) -> None:
    absence = make_indicator(committee, "sjuk", name="Sjukfrånvaro", value_kind=ValueKind.SHARE)
    make_measurement(absence, 2020, "9.4")
    make_measurement(absence, 2021, "9.5")
    make_target(absence, 2021, "5")
    plans = make_indicator(committee, "sip", name="Planer", unit_label="st", shows_unit=True)
    make_measurement(plans, 2021, "1254")
    hours = make_indicator(committee, "tid", name="Väntetid", value_kind=ValueKind.DURATION)
    make_measurement(hours, 2020, "638")
    made = table_of(
        committee,
        """
matt = ["tid", "sjuk", "sip"]
kolumner = [
  { visar = "utfall", tid = "helår-1" },
  { rubrik = "Nämndens mål {år}", visar = "mål" },
  { visar = "utfall" },
]
""",
    )
    assert rows_of(made) == [
        ["Mått", "Utfall 2020", "Nämndens mål 2021", "Utfall 2021"],
        ["Väntetid", "10:38", "–", "–"],
        ["Sjukfrånvaro", "9,4 %", "5 %", "9,5 %"],
        ["Planer", "–", "–", "1 254 st"],
    ]
    assert made.notes == (UNDEFINED,)
    assert [(group.label, group.shows_label) for group in made.groups] == [("Socialnämnden", False)]


def test_the_same_note_has_the_same_sign_in_order_of_first_appearance(committee: Committee) -> None:
    """A label's own note, a missing value's reason, a value's note and the reason that there is no target."""
    plans = make_indicator(committee, "sip", name="Planer", footnote="Registrerade i systemet.")
    make_measurement(plans, 2020, None, note="Mäts vartannat år.")
    make_measurement(plans, 2021, "54", note="Bara de interna.")
    survey = make_indicator(committee, "enkat", name="Nöjda", value_kind=ValueKind.SHARE)
    make_measurement(survey, 2020, None, note="Mäts vartannat år.")
    make_measurement(survey, 2021, "20")
    make_target(survey, 2021, None, note="Målet är borttaget.")
    made = table_of(committee, 'matt = ["sip", "enkat"]' + YEARS_AND_TARGET)
    assert rows_of(made)[1:] == [
        ["Planer*", "–**", "–", "54***"],
        ["Nöjda", "–**", "–****", "20 %"],
    ]
    assert made.notes == (
        "* Registrerade i systemet.",
        "** Mäts vartannat år.",
        "*** Bara de interna.",
        "**** Målet är borttaget.",
        UNDEFINED,
    )


YEARS_AND_TARGET = """
kolumner = [
  { visar = "utfall", tid = "helår-1" },
  { visar = "mål" },
  { visar = "utfall" },
]
"""


def test_more_notes_than_stars_can_tell_apart_are_numbered(committee: Committee) -> None:
    for number in range(1, 6):
        make_indicator(committee, f"x{number}", name=f"Mått {number}", footnote=f"Not {number}.")
    made = table_of(committee)
    assert [row.marker for group in made.groups for row in group.rows] == ["¹", "²", "³", "⁴", "⁵"]
    assert made.notes[:5] == ("¹ Not 1.", "² Not 2.", "³ Not 3.", "⁴ Not 4.", "⁵ Not 5.")


def test_parts_stand_on_lines_of_their_own_and_those_of_which_after_the_value(committee: Committee) -> None:
    both = make_indicator(
        committee,
        "reg",
        name="Registreringar",
        parts=[{"code": "sa", "pattern": "{värde} SA"}, {"code": "bpsd", "pattern": "{värde} BPSD"}],
    )
    make_measurement(both, 2021, "93", part="sa")
    make_measurement(both, 2021, "1024", part="bpsd")
    make_target(both, 2021, "32", part="sa")
    make_target(both, 2021, "62", part="bpsd")
    external = make_indicator(
        committee,
        "boende",
        name="Insatser",
        parts=[{"code": "ext", "pattern": "(varav {värde} externa)", "is_of_which": True}],
    )
    make_measurement(external, 2021, "18")
    make_measurement(external, 2021, "6", part="ext")
    paid = make_indicator(
        committee,
        "forsorjning",
        name="Försörjningsstöd",
        value_kind=ValueKind.AMOUNT,
        unit_label="tkr",
        shows_unit=True,
        parts=[{"code": "intro", "pattern": ", varav {värde} tkr introduktion", "is_of_which": True}],
    )
    make_measurement(paid, 2021, "6606")
    make_measurement(paid, 2021, "101", part="intro")
    made = table_of(committee, 'kolumner = [{ visar = "mål" }, { visar = "utfall" }]')
    assert rows_of(made)[1:] == [
        ["Registreringar", "32 SA\n62 BPSD", "93 SA\n1 024 BPSD"],
        ["Insatser", "–", "18 (varav 6 externa)"],
        ["Försörjningsstöd", "–", "6 606 tkr, varav 101 tkr introduktion"],
    ]
    assert [column.is_text for column in made.columns] == [True, True]


def test_fractions_changes_spans_and_shares_of_units(committee: Committee) -> None:
    turnover = make_indicator(committee, "chefer", name="Personalomsättning, chefer")
    make_measurement(turnover, 2021, "5", denominator="17")
    locks = make_indicator(
        committee,
        "las",
        name="Nyckelfria lås",
        value_kind=ValueKind.NUMBER_OR_SHARE,
        qualifier="av brukarna",
    )
    make_measurement(locks, 2021, "116", denominator="305")
    make_target(locks, 2021, "50", form="share")
    plans = make_indicator(committee, "sip", name="Planer", direction="higher")
    make_target(plans, 2021, "10", kind=Target.Kind.CHANGE, form="share")
    staff = make_indicator(committee, "personal", name="Personal", direction="within")
    make_target(staff, 2021, "10", kind=Target.Kind.SPAN, upper="15")
    made = table_of(committee, 'kolumner = [{ visar = "mål" }, { visar = "utfall" }]')
    assert rows_of(made)[1:] == [
        ["Personalomsättning, chefer", "–", "5/17"],
        ["Nyckelfria lås", "50 % av brukarna", "116/305, 38 % av brukarna"],
        ["Planer", "öka 10 %", "–"],
        ["Personal", "10–15", "–"],
    ]


def test_women_men_and_total_in_columns_say_where_there_is_no_such_statistics(committee: Committee) -> None:
    split = make_indicator(
        committee,
        "tid",
        name="Väntetid",
        value_kind=ValueKind.DURATION,
        gender_split=GenderSplit.WOMEN_MEN,
    )
    for gender, value in (("K", "638"), ("M", "673"), ("T", "655")):
        make_measurement(split, 2021, value, gender=gender)
    make_indicator(committee, "x", name="Planer")
    made = table_of(committee, 'kon = "kolumner"\nkolumner = [{ visar = "mål" }, { visar = "utfall" }]')
    assert rows_of(made) == [
        ["Mått", "Mål 2021", "Utfall 2021 Kvinnor", "Utfall 2021 Män", "Utfall 2021 Totalt"],
        ["Väntetid", "–", "10:38", "11:13", "10:55"],
        ["Planer", "–", "–*", "–*", "–"],
    ]
    assert made.notes == ("* Könsuppdelad statistik saknas.", UNDEFINED)


def test_women_and_men_in_rows_of_their_own_by_month(committee: Committee) -> None:
    """As in a staff account: the total, for women, for men; November of two years."""
    absence = make_indicator(
        committee, "sjuk", name="Total sjukfrånvaro", decimals=1, gender_split=GenderSplit.WOMEN_MEN
    )
    for year, values in ((2020, ("9.4", "9.2", "10.2")), (2021, ("9.5", "9.8", "7.9"))):
        for gender, value in zip("TKM", values, strict=True):
            make_measurement(absence, year, value, gender=gender, span="month", month=11)
    made = table_of(
        committee,
        """
matt = ["sjuk"]
radrubrik = "Sjukfrånvaro i procent"
kon = "rader"
kolumner = [
  { rubrik = "{år} Nov", visar = "utfall", tid = "november-1" },
  { rubrik = "{år} Nov", visar = "utfall", tid = "november" },
]
""",
    )
    assert rows_of(made) == [
        ["Sjukfrånvaro i procent", "2020 Nov", "2021 Nov"],
        ["Total sjukfrånvaro", "9,4", "9,5"],
        ["Total sjukfrånvaro för kvinnor", "9,2", "9,8"],
        ["Total sjukfrånvaro för män", "10,2", "7,9"],
    ]
    assert [row.level for row in made.groups[0].rows] == [0, 1, 1]


def test_girls_and_boys_are_called_so(committee: Committee) -> None:
    placed = make_indicator(committee, "barn", name="Placerade", gender_split=GenderSplit.GIRLS_BOYS)
    make_measurement(placed, 2021, "12", gender="K")
    make_measurement(placed, 2021, "15", gender="M")
    assert rows_of(table_of(committee, 'kon = "rader"\nkolumner = [{ visar = "utfall" }]'))[1:] == [
        ["Placerade för flickor", "12"],
        ["Placerade för pojkar", "15"],
    ]


def test_answers_response_rate_trend_and_assessment(committee: Committee) -> None:
    scale = make_scale(committee)
    survey = make_indicator(
        committee,
        "enkat",
        name="Nöjda",
        value_kind=ValueKind.SHARE,
        direction="higher",
        scale=scale,
        gender_split=GenderSplit.WOMEN_MEN,
    )
    make_measurement(survey, 2020, "80")
    make_measurement(survey, 2021, "88", answers=120, response_rate="63.5")
    make_measurement(survey, 2021, "90", gender="K", answers=70)
    make_assessment(survey, 2021, level=level_of(scale, Meaning.MET))
    make_indicator(committee, "x", name="Inte bedömt än", scale=scale)
    make_indicator(committee, "y", name="Utan skala")
    made = table_of(
        committee,
        """
kolumner = [
  { visar = "antal svar" }, { rubrik = "Antal svar, kvinnor", visar = "antal svar", kon = "kvinnor" },
  { visar = "svarsfrekvens" }, { visar = "trend" }, { visar = "bedömning" },
]
""",
    )
    assert rows_of(made) == [
        ["Mått", "Antal svar", "Antal svar, kvinnor", "Svarsfrekvens", "Trend", "Bedömning"],
        ["Nöjda", "120", "70", "64 %", "▲ Ökar, bättre", "[Uppfyllt]"],
        ["Inte bedömt än", "–", "–*", "–", "–", "[Inte bedömt]"],
        ["Utan skala", "–", "–*", "–", "–", "Bedöms inte"],
    ]


def test_a_trend_is_of_the_figures_that_are_printed(committee: Committee) -> None:
    """5/17 is 29,41 per cent and 7/24 29,17: both are printed 29 %."""
    share = make_indicator(committee, "andel", name="Andel", value_kind=ValueKind.SHARE, direction="higher")
    make_measurement(share, 2020, 7, denominator=24)
    make_measurement(share, 2021, 5, denominator=17)
    made = table_of(committee, 'kolumner = [{ rubrik = "Trend", visar = "trend" }]')
    assert rows_of(made)[1:] == [["Andel", "▶ Oförändrat"]]


def test_what_each_unit_is_to_reach_is_printed_whole(committee: Committee) -> None:
    share = make_indicator(
        committee, "andel", name="Andel", value_kind=ValueKind.SHARE, direction="higher", is_by_unit=True
    )
    kind = Target.Kind.UNIT_SHARE
    make_target(share, 2021, 80, kind=kind, each_unit="92.5")
    own = 'grupper = "mått"\nenheter = "områden"\nkolumner = [{ rubrik = "Mål", visar = "mål" }]'
    assert {row[1] for row in rows_of(table_of(committee, own))[1:] if len(row) > 1} == {"92,5 %"}


def test_the_latest_value_says_what_it_is_about_where_that_is_not_the_reports_month(
    committee: Committee,
) -> None:
    people = make_indicator(committee, "deltagare", name="Deltagare", unit_label="st", shows_unit=True)
    make_measurement(people, 2021, "120", span="month", month=5)
    make_measurement(people, 2021, "137", span="month", month=6)
    make_measurement(people, 2021, "200", span="month", month=9)  # after the report
    now = make_indicator(committee, "aug", name="I augusti")
    make_measurement(now, 2021, "8", span="tertial", month=8)
    yearly = make_indicator(committee, "ar", name="Årsvis")
    make_measurement(yearly, 2021, None, span="tertial", month=8, note="Redovisas en gång om året.")
    made = table_of(committee, 'kolumner = [{ rubrik = "{år}", visar = "utfall", tid = "senaste" }]', month=8)
    assert rows_of(made)[1:] == [["Deltagare", "137 st*"], ["I augusti", "8"], ["Årsvis", "–**"]]
    assert made.notes == ("* Avser juni 2021.", "** Redovisas en gång om året.")


def test_a_month_or_tertial_after_the_reports_month_is_not_told(committee: Committee) -> None:
    people = make_indicator(committee, "x", name="Deltagare")
    for month in (8, 9):
        make_measurement(people, 2021, str(month), span="month", month=month)
    make_measurement(people, 2021, "88", span="tertial", month=8)
    make_measurement(people, 2020, "12", span="tertial", month=12)
    made = table_of(
        committee,
        """
kolumner = [
  { rubrik = "{månad}", visar = "utfall", tid = "månad" },
  { rubrik = "september", visar = "utfall", tid = "september" },
  { rubrik = "tertial 2", visar = "utfall", tid = "tertial" },
  { rubrik = "tertial 3 {år}", visar = "utfall", tid = "tertial 3-1" },
]
""",
        month=8,
    )
    assert rows_of(made)[0] == ["Mått", "augusti", "september", "tertial 2", "tertial 3 2020"]
    assert rows_of(made)[1] == ["Deltagare", "8", "–", "88", "12"]


def test_women_and_men_against_one_target_and_partly_reached(committee: Committee) -> None:
    """Strömsund's kind of table: at most 11 hours; women wait 10:38 and men 11:13, so the goal is reached in part."""
    scale = make_scale(committee)
    levels = make_levels(committee, scale)
    goal = make_goal(committee, levels["committee_goal"], number="3", text="Beslut ska komma snabbt")
    waiting = make_indicator(
        committee,
        "tid",
        name="Väntetid till beslut",
        value_kind=ValueKind.DURATION,
        direction="lower",
        gender_split=GenderSplit.WOMEN_MEN,
        scale=scale,
        goals=[goal],
    )
    make_target(waiting, 2021, "660")
    for gender, value, answers in (("K", "638", 41), ("M", "673", 37), ("T", "655", 78)):
        make_measurement(waiting, 2021, value, gender=gender, answers=answers)
    aim = aim_of(waiting.targets.get(), waiting)
    values = {key.gender: value for key, value in measured([waiting.pk], [2021]).items()}
    proposal = propose(
        [
            Outcome(label, values[gender].figure, values[gender].text, aim)
            for gender, label in (("K", "kvinnor"), ("M", "män"))
        ]
    )
    assert proposal == Proposal(
        Meaning.PARTLY, "Kvinnor 10:38 når målet högst 11:00, män 11:13 når det inte."
    )
    make_assessment(waiting, 2021, level=level_of(scale, proposal.meaning))
    made = table_of(
        committee,
        """
malniva = "Nämndmål"
kolumner = [
  { rubrik = "Högst", visar = "mål" },
  { rubrik = "Kvinnor", visar = "utfall", kon = "kvinnor" },
  { rubrik = "Män", visar = "utfall", kon = "män" },
  { visar = "antal svar" },
  { visar = "bedömning" },
]
""",
    )
    assert rows_of(made) == [
        ["Mått", "Högst", "Kvinnor", "Män", "Antal svar", "Bedömning"],
        ["3. Beslut ska komma snabbt"],
        ["Väntetid till beslut", "11:00", "10:38", "11:13", "78", "[Delvis uppfyllt]"],
    ]
