"""What was found at an occasion: recorded whole or refused with a sentence, and never over somebody else's words."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from internal_control.following_up import FollowUpConflict, FollowUpEntry, record_follow_up, settled, sums_of
from internal_control.models import Control, ControlPlan, CountedItem, FollowUp, Result
from internal_control.refusing import ControlRefused
from organisation.models import AuditEvent
from tests.control_factories import carry_out, make_control, make_plan
from tests.factories import make_committee

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 12)


@pytest.fixture
def control() -> Control:
    return make_control(make_plan(make_committee()), months=[5, 9, 12])


@pytest.fixture
def counting(control: Control) -> Control:
    """Within four months, and over four months by two reasons."""
    over = CountedItem.objects.create(
        control=control, code="over", label="Över fyra månader", is_deviation=True, position=2
    )
    CountedItem.objects.create(control=control, code="inom", label="Inom fyra månader", position=1)
    for position, code in enumerate(("utlatande", "annat"), start=3):
        CountedItem.objects.create(control=control, code=code, label=code, parent=over, position=position)
    return control


def record(control: Control, **given: Any) -> FollowUp:
    follow_up = control.follow_ups.get(month=given.pop("month", 5))
    version, by = given.pop("version", follow_up.version), given.pop("by", "erik")
    entry = FollowUpEntry(**{"result": Result.NO_DEVIATION, "done_on": DAY, **given})
    return record_follow_up(follow_up=follow_up, entry=entry, version=version, by=by)


def refusal(control: Control, **given: Any) -> tuple[str, str]:
    before = set(FollowUp.objects.filter(control=control).values_list())
    with pytest.raises(ControlRefused) as refused:
        record(control, **given)
    assert set(FollowUp.objects.filter(control=control).values_list()) == before
    return refused.value.field, str(refused.value)


def test_what_was_found_is_recorded_with_who_and_when(control: Control) -> None:
    done = record(control, result=Result.MINOR, sample_size=20, deviations=2, text=" Två saknar datum.\r\n ")
    done.refresh_from_db()
    assert (done.result, done.done_on, done.done_by) == ("minor", DAY, "erik")
    assert (done.sample_size, done.deviations, done.text) == (20, 2, "Två saknar datum.")
    assert (done.version, done.changed_by) == (1, "erik")
    event = AuditEvent.objects.get(action="utförde kontroll")
    assert (event.details["period"], event.details["result"]) == ("maj 2021", "Mindre avvikelse")
    assert event.changes_data


def test_the_numbers_of_a_control_that_counts_are_the_sums_of_its_items(counting: Control) -> None:
    counts = {"inom": 31, "utlatande": 6, "annat": 3}
    done = record(counting, result=Result.MAJOR, text="Nio.", counts=counts, sample_size=999, deviations=999)
    assert (done.sample_size, done.deviations) == (40, 9)
    assert dict(done.counts.values_list("item__code", "count")) == counts


def test_nothing_counted_is_undefined_and_a_part_of_a_row_that_is_none_is_none(counting: Control) -> None:
    items = list(counting.counted_items.all())
    assert sums_of(items, {}) == (None, None)
    assert sums_of(items, {"inom": 4, "utlatande": 0, "annat": 0}) == (4, 0)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"result": ""}, ("result", "Välj ett resultat.")),
        ({"result": "bra"}, ("result", "Välj ett resultat.")),
        ({"done_on": None}, ("done_on", "Skriv vilken dag kontrollen gjordes.")),
        ({"done_on": date(2999, 1, 1)}, ("done_on", "Dagen kan inte ligga i framtiden.")),
        (
            {"done_on": date(2020, 12, 31)},
            ("done_on", "Kontrollen hör till 2021 års plan och kan inte ha gjorts före 2021-01-01."),
        ),
        (
            {"result": Result.MINOR, "text": "x", "sample_size": 2, "deviations": 3},
            ("deviations", "Avvikelserna kan inte vara fler än de granskade."),
        ),
        ({"sample_size": -1}, ("sample_size", "Skriv ett heltal från 0 till 1 000 000.")),
        ({"sample_size": 1_000_001}, ("sample_size", "Skriv ett heltal från 0 till 1 000 000.")),
        (
            {"sample_size": 9, "deviations": 1},
            (
                "result",
                "Det finns avvikelser i antalen. Välj mindre eller större avvikelse, eller rätta antalen.",
            ),
        ),
        (
            {"result": Result.MAJOR, "text": "x", "sample_size": 9, "deviations": 0},
            ("deviations", "Resultatet är en avvikelse, men antalet avvikelser är 0."),
        ),
        ({"result": Result.MINOR}, ("text", "Beskriv avvikelsen.")),
        ({"result": Result.NOT_DONE}, ("reason", "Skriv varför kontrollen inte genomfördes.")),
        (
            {"result": Result.NOT_DONE, "reason": "Sjukdom", "sample_size": 3},
            (
                "result",
                "Det finns antal ifyllda. Ta bort dem, eller välj ett annat resultat än ”Ej genomförd”.",
            ),
        ),
        (
            {"reason": "Sjukdom"},
            (
                "reason",
                "Skälet hör till en kontroll som inte genomfördes. Välj ”Ej genomförd”, eller flytta det till texten.",
            ),
        ),
        (
            {"text": "x" * 20_001},
            ("text", "Texten är 20001 tecken. Den får vara högst 20000."),
        ),
        (
            {"counts": {"annat": 1}},
            ("", "Det som räknas i kontrollen har ändrats medan du skrev. Se över antalen och spara igen."),
        ),
    ],
)
def test_what_cannot_be_is_refused(
    control: Control, given: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refusal(control, **given) == expected


def test_all_rows_are_counted_or_none(counting: Control) -> None:
    assert refusal(counting, counts={"inom": 31, "utlatande": None, "annat": 0}) == (
        "antal-utlatande",
        "Skriv ett antal också här, 0 om det inte var några.",
    )
    assert refusal(counting, counts={"over": 3}) == (
        "",
        "Det som räknas i kontrollen har ändrats medan du skrev. Se över antalen och spara igen.",
    )
    assert record(counting, counts={}).sample_size is None


def test_an_occasion_is_corrected_and_what_it_said_stays_in_the_log(control: Control) -> None:
    record(control, result=Result.MINOR, text="Först.", sample_size=9, deviations=1)
    again = record(control, result=Result.MAJOR, text="Sedan.", sample_size=9, deviations=4)
    assert (again.version, again.deviations) == (2, 4)
    newest = AuditEvent.objects.filter(action="utförde kontroll").order_by("-id")[0]
    assert newest.details["before"] == {"text": "Först.", "result": "Mindre avvikelse"}


def test_the_second_of_two_is_told_and_nothing_is_written_over(control: Control) -> None:
    record(control, by="eva", text="Evas.")
    with pytest.raises(FollowUpConflict) as conflict:
        record(control, text="Eriks.", version=0)
    assert str(conflict.value) == "eva har sparat här sedan du började skriva. Ingenting har skrivits över."
    assert conflict.value.current.text == "Evas."
    assert control.follow_ups.get(month=5).text == "Evas."
    # Knowing what stands there, the second decides.
    assert record(control, text="Eriks.", version=1).version == 2


def test_the_same_words_a_second_time_are_no_conflict(control: Control) -> None:
    first = record(control, text="Allt stämmer.")
    assert record(control, text="Allt stämmer.", version=0).version == first.version == 1
    assert AuditEvent.objects.filter(action="utförde kontroll").count() == 1


def test_numbers_that_the_writer_may_not_see_stay_as_they_are(counting: Control) -> None:
    record(counting, result=Result.MAJOR, text="x", counts={"inom": 31, "utlatande": 3, "annat": 2})
    done = record(
        counting, result=Result.MAJOR, text="y", counts={"inom": 30}, kept={"utlatande", "annat"}, by="eva"
    )
    assert (done.sample_size, done.deviations) == (35, 5)


def test_numbers_that_a_package_did_not_tell_stay_so_until_all_are_typed(counting: Control) -> None:
    done = record(counting, result=Result.MAJOR, text="x", counts={"inom": 31, "utlatande": 3, "annat": 2})
    done.counts.filter(item__code__in=["utlatande", "annat"]).update(count=None)
    FollowUp.objects.filter(pk=done.pk).update(deviations=None, deviations_withheld=True, sample_size=36)
    hidden = {"kept": {"utlatande", "annat"}, "result": Result.MAJOR}
    again = record(counting, counts={"inom": 31}, text="y", **hidden)
    assert (again.text, again.sample_size, again.deviations, again.deviations_withheld) == (
        "y",
        36,
        None,
        True,
    )
    assert dict(again.counts.values_list("item__code", "count")) == {
        "inom": 31,
        "utlatande": None,
        "annat": None,
    }
    assert refusal(counting, counts={"inom": 30}, text="y", **hidden) == (
        "",
        "Några antal är skyddade och finns inte här. Lämna antalen som de är, eller skriv alla på nytt.",
    )
    known = record(counting, result=Result.MAJOR, text="z", counts={"inom": 30, "utlatande": 3, "annat": 2})
    assert (known.sample_size, known.deviations, known.deviations_withheld) == (35, 5, False)


def test_whoever_corrects_an_occasion_has_not_carried_it_out(control: Control) -> None:
    record(control, text="Eriks.", by="erik")
    corrected = record(control, text="Rättat.", by="eva")
    assert (corrected.done_by, corrected.changed_by) == ("erik", "eva")


def settle(plan: ControlPlan, month: int) -> None:
    ControlPlan.objects.filter(pk=plan.pk).update(followed_up_through=month)


def test_what_is_part_of_an_adopted_follow_up_is_settled(control: Control) -> None:
    record(control)
    settle(control.plan, 5)
    assert refusal(control, text="Ny.") == (
        "",
        "Uppföljningen till och med maj 2021 är fastställd. Det som är genomfört till dess kan inte ändras.",
    )
    assert record(control, month=9).version == 1


def test_what_was_still_to_be_done_may_be_done_until_the_year_is_over(control: Control) -> None:
    settle(control.plan, 9)
    assert record(control, month=5).version == 1
    settle(control.plan, 12)
    assert refusal(control, month=9) == (
        "",
        "Internkontrollen 2021 är följd upp och fastställd. Den kan inte ändras.",
    )


def test_a_struck_control_is_not_carried_out_any_more_but_what_was_done_may_be_corrected(
    control: Control,
) -> None:
    carry_out(control, 5)
    Control.objects.filter(pk=control.pk).update(struck_on=date(2021, 5, 20))
    assert record(control, month=5, text="Rättat.").text == "Rättat."
    assert refusal(control, month=9) == (
        "",
        "Kontrollen utgår från 2021-05-20 och ska inte göras i september.",
    )


def test_a_month_that_was_taken_out_of_the_plan_meanwhile(control: Control) -> None:
    follow_up = control.follow_ups.get(month=9)
    FollowUp.objects.filter(pk=follow_up.pk).delete()
    entry = FollowUpEntry(Result.NO_DEVIATION, timezone.localdate())
    with pytest.raises(ControlRefused, match="Kontrollen ska inte längre göras i september"):
        record_follow_up(follow_up=follow_up, entry=entry, version=0, by="erik")


def test_a_new_plan_settles_nothing(control: Control) -> None:
    assert settled(control.follow_ups.get(month=5)) == ""
