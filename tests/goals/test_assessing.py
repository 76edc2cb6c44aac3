"""Assessing: what is saved, what is refused and with which words, and that nothing anybody wrote is lost."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from goals.assessing import AssessmentConflict, AssessmentRefused, assess
from goals.models import Assessment, AssessmentLevel, AssessmentScale, Goal, Meaning, ReplacedAssessment
from organisation.models import AuditEvent, Committee, Unit, User
from organisation.periods import MonthClosed, close_month
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import (
    level_of,
    make_assignment,
    make_goal,
    make_indicator,
    make_levels,
    make_scale,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Place:
    committee: Committee
    unit: Unit
    scale: AssessmentScale
    goal: Goal
    erik: User
    eva: User

    def level(self, meaning: str) -> AssessmentLevel:
        return level_of(self.scale, meaning)

    def write(self, **given: Any) -> Assessment:
        whole: dict[str, Any] = {
            "subject": self.goal, "unit": self.unit, "year": 2021, "month": 8, "level": None, "text": "",
            "version": None, "by": self.erik,
        }  # fmt: skip
        return assess(**{**whole, **given})


@pytest.fixture
def place() -> Place:
    committee = make_committee()
    units = make_units(committee, {"SN": {"110": {}}}, {"110": "Hemtjänsten"})
    scale = make_scale(committee)
    levels = make_levels(committee, scale)
    goal = make_goal(committee, levels["committee_goal"], text="Fler ska få välja", units=[units["110"]])
    return Place(
        committee, units["110"], scale, goal, make_user("erik", committee), make_user("eva", committee)
    )


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"people": "count"}, ""),
        ({"people": "group"}, ""),
        ({"people": "none"}, "Uppfyllt"),
        ({"people": "count", "is_cleared": True, "cleared_reason": "Platser."}, "Uppfyllt"),
    ],
)
def test_the_log_does_not_tell_how_what_is_about_people_was_assessed(
    place: Place, fields: dict[str, Any], level: str
) -> None:
    """Beside the target it may tell a hidden value, and the log is read by more people than small numbers are."""
    indicator = make_indicator(place.committee, is_by_unit=True, scale=place.scale, **fields)
    place.write(subject=indicator, level=place.level(Meaning.MET))
    assert AuditEvent.objects.get().details["level"] == level


def later(assessment: Assessment, minutes: int) -> None:
    """As if the assessment had been saved so many minutes ago."""
    Assessment.objects.filter(pk=assessment.pk).update(
        changed_at=assessment.changed_at - timedelta(minutes=minutes)
    )


def test_a_goal_is_assessed_and_the_log_says_so(place: Place) -> None:
    saved = place.write(
        level=place.level(Meaning.PARTLY), text="  Vi är på väg.\r\n\r\nSnart. ", measures="Mer."
    )
    assert (saved.level.label, saved.text, saved.measures) == (
        "Delvis uppfyllt",
        "Vi är på väg.\n\nSnart.",
        "Mer.",
    )
    assert (saved.version, saved.changed_by) == (1, "Erik")
    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == ("följde upp mål", "110 Hemtjänsten: Fler ska få välja")
    assert event.details == {
        "code": "m1", "unit": "110", "period": "augusti 2021", "level": "Delvis uppfyllt", "version": 1,
    }  # fmt: skip


def test_assignments_and_indicators_too(place: Place) -> None:
    assignment = make_assignment(place.committee, title="Utred jourhemmen")
    indicator = make_indicator(place.committee, name="Väntetid", scale=place.scale)
    assert place.write(subject=assignment, text="Klart.").assignment == assignment
    assert place.write(subject=indicator, level=place.level(Meaning.MET)).indicator == indicator
    assert list(AuditEvent.objects.order_by("id").values_list("action", "subject")) == [
        ("följde upp uppdrag", "110 Hemtjänsten: Utred jourhemmen"),
        ("följde upp mått", "110 Hemtjänsten: Väntetid"),
    ]


def test_one_goes_on_in_ones_own_text_without_leaving_traces(place: Place) -> None:
    place.write(text="Vi är")
    place.write(text="Vi är på", version=1)
    saved = place.write(text="Vi är på väg.", version=2)
    assert (saved.version, saved.text) == (3, "Vi är på väg.")
    assert ReplacedAssessment.objects.count() == 0
    assert AuditEvent.objects.get().details["version"] == 3


def test_what_somebody_else_wrote_is_kept(place: Place) -> None:
    first = place.write(text="Eriks ord", measures="Eriks åtgärd", level=place.level(Meaning.MET))
    place.write(text="Evas ord", version=1, by=place.eva)
    kept = ReplacedAssessment.objects.get()
    assert (kept.text, kept.measures, kept.level, kept.changed_by, kept.version) == (
        "Eriks ord",
        "Eriks åtgärd",
        place.level(Meaning.MET),
        "Erik",
        1,
    )
    assert kept.changed_at == first.changed_at


def test_what_oneself_wrote_at_an_earlier_sitting_is_kept(place: Place) -> None:
    later(place.write(text="Före lunch"), 61)
    later(place.write(text="Efter lunch", version=1), 59)
    place.write(text="Lite senare", version=2)
    assert [kept.text for kept in ReplacedAssessment.objects.all()] == ["Före lunch"]


def test_an_empty_assessment_leaves_nothing_to_keep(place: Place) -> None:
    place.write(text="Ord")
    place.write(text="", version=1)
    place.write(text="Nya ord", version=2, by=place.eva)
    assert ReplacedAssessment.objects.count() == 0


def test_the_second_of_two_is_told_and_nothing_is_written_over(place: Place) -> None:
    place.write(text="Evas ord", by=place.eva)
    with pytest.raises(AssessmentConflict) as conflict:
        place.write(text="Eriks ord")
    assert str(conflict.value) == "Eva har sparat här sedan du började skriva. Ingenting har skrivits över."
    assert conflict.value.current.text == "Evas ord"
    assert Assessment.objects.get().text == "Evas ord"
    assert place.write(text="Bådas ord", version=conflict.value.current.version).text == "Bådas ord"


def test_the_same_words_sent_again_are_no_conflict(place: Place) -> None:
    saved = place.write(text="Samma ord")
    assert place.write(text="Samma ord") == saved
    assert (Assessment.objects.get().version, AuditEvent.objects.count()) == (1, 1)


def test_a_closed_month_is_closed(place: Place) -> None:
    close_month(committee=place.committee, year=2021, month=8, by="provet")
    with pytest.raises(MonthClosed, match="Stängd månad: augusti 2021."):
        place.write(text="För sent")
    assert Assessment.objects.count() == 0
    assert place.write(text="I tid", month=12).text == "I tid"


def test_to_differ_from_the_proposal_takes_a_reason(place: Place) -> None:
    met, partly = place.level(Meaning.MET), place.level(Meaning.PARTLY)
    with pytest.raises(AssessmentRefused) as refused:
        place.write(level=met, proposed=partly, text="Vi når dit.")
    assert (str(refused.value), refused.value.field) == (
        "Bedömningen skiljer sig från förslaget, ”Delvis uppfyllt”. Skriv varför.",
        "reason",
    )
    assert Assessment.objects.count() == 0
    saved = place.write(level=met, proposed=partly, reason="Två svar kom efter mätningen.")
    assert (saved.level, saved.proposed, saved.reason) == (met, partly, "Två svar kom efter mätningen.")


@pytest.mark.parametrize(
    ("level", "proposed"),
    [
        (Meaning.MET, Meaning.MET),
        (Meaning.MET, Meaning.NOT_ASSESSED),
        (Meaning.NOT_ASSESSED, Meaning.MET),
        (None, Meaning.MET),
    ],
)
def test_where_nothing_is_contradicted_no_reason_is_asked_for(
    place: Place, level: str | None, proposed: str
) -> None:
    saved = place.write(level=place.level(level) if level else None, proposed=place.level(proposed), text="x")
    assert saved.reason == ""


def refusals(place: Place) -> list[tuple[dict[str, Any], str, str]]:
    elsewhere = make_committee("annan-sn")
    other_scale = make_scale(elsewhere)
    other_unit = make_units(elsewhere, {"KS": {}})["KS"]
    unassessed = make_indicator(place.committee)
    ended = make_indicator(place.committee, valid_to=2020)
    return [
        (
            {"level": level_of(make_scale(place.committee, "pilar"), Meaning.MET)},
            "”Uppfyllt” hör till en annan skala.",
            "level",
        ),
        ({"level": level_of(other_scale, Meaning.MET)}, "”Uppfyllt” hör till en annan skala.", "level"),
        (
            {"subject": unassessed, "level": place.level(Meaning.MET)},
            "”Uppfyllt” hör till en annan skala.",
            "level",
        ),
        ({"unit": other_unit, "text": "x"}, "Enheten hör till en annan nämnd.", ""),
        ({"year": 2022, "text": "x"}, "Målet gäller 2021 och följs inte upp 2022.", ""),
        ({"subject": ended, "text": "x"}, "Måttet gäller inte 2021.", ""),
        ({"text": "x" * 20_001}, "Texten är 20001 tecken. Den får vara högst 20000.", "text"),
        ({"measures": "x" * 20_001}, "Texten är 20001 tecken. Den får vara högst 20000.", "measures"),
        ({"reason": "x" * 301, "text": "x"}, "Skälet är 301 tecken. Det får vara högst 300.", "reason"),
        ({"text": " \n "}, "Det finns ingenting att spara än.", ""),
    ]


def test_what_cannot_be_saved_is_refused_with_the_field_it_belongs_to(place: Place) -> None:
    for given, message, field in refusals(place):
        with pytest.raises(AssessmentRefused) as refused:
            place.write(**given)
        assert (str(refused.value), refused.value.field) == (message, field)
    assert Assessment.objects.count() == 0
    assert AuditEvent.objects.count() == 0


def test_the_longest_text_is_saved(place: Place) -> None:
    assert len(place.write(text="x" * 20_000).text) == 20_000
