"""What was recorded for the wrong month is taken back: all of it, said in the log, and never with what hangs on it."""

from datetime import date
from typing import Any

import pytest

from internal_control.controlling import set_performer
from internal_control.counted import counts_of
from internal_control.evidence import add_evidence
from internal_control.following_up import FollowUpConflict, FollowUpEntry, record_follow_up
from internal_control.measures import MeasureEntry, save_measure
from internal_control.models import Control, ControlPlan, FollowUp, FollowUpCount, Result
from internal_control.refusing import ControlRefused
from internal_control.setting_back import set_back
from organisation.models import AuditEvent, Role
from tests.control_factories import carry_out, make_control, make_measure, make_plan
from tests.factories import make_committee, make_user
from tests.internal_control.follow_up_place import Place, make_place
from tests.pages import logged_in, words

pytestmark = pytest.mark.django_db
COUNTS = {"inom": 31, "utlatande": 9, "personal": 7, "flytt": 6}


@pytest.fixture
def place(db: None, tmp_path: Any, settings: Any) -> Place:
    settings.MEDIA_ROOT = tmp_path
    return make_place()


def recorded(place: Place, **given: Any) -> FollowUp:
    """June: 31 within four months and 22 over, of 53."""
    entry = FollowUpEntry(
        **{
            "result": Result.MAJOR,
            "done_on": date(2021, 6, 14),
            "text": "Tjugotvå tog för lång tid.",
            "counts": COUNTS,
            **given,
        }
    )
    found = place.follow_up
    return record_follow_up(follow_up=found, entry=entry, version=found.version, by=place.erik)


def refusal(follow_up: FollowUp, version: int = 1) -> str:
    """Why it is refused; nothing of it has changed."""
    rows = FollowUp.objects.filter(pk=follow_up.pk)
    before, counted = list(rows.values_list()), FollowUpCount.objects.count()
    with pytest.raises(ControlRefused) as refused:
        set_back(follow_up=follow_up, version=version, by="eva")
    assert (list(rows.values_list()), FollowUpCount.objects.count()) == (before, counted)
    assert not AuditEvent.objects.filter(action="ångrade utförd kontroll").exists()
    return str(refused.value)


def test_nothing_of_what_was_recorded_is_left_and_the_log_says_what_it_was(place: Place) -> None:
    done = recorded(place)
    assert (done.sample_size, done.deviations, done.counts.count()) == (53, 22, 4)
    FollowUp.objects.filter(pk=done.pk).update(sample_size_withheld=True, reminded_on=date(2021, 6, 1))
    set_back(follow_up=done, version=1, by=place.eva)
    now = place.follow_up
    assert (now.result, now.done_on, now.done_by, now.text, now.reason) == ("", None, "", "", "")
    assert (now.sample_size, now.deviations, now.counts.count()) == (None, None, 0)
    assert (now.sample_size_withheld, now.deviations_withheld) == (False, False)
    assert (now.version, now.changed_by, now.reminded_on) == (2, str(place.eva), date(2021, 6, 1))
    event = AuditEvent.objects.get(action="ångrade utförd kontroll")
    assert event.changes_data
    assert event.details == {
        "code": "utredningstid",
        "period": "juni 2021",
        "version": 2,
        "before": {
            "text": "Tjugotvå tog för lång tid.",
            "result": "Större avvikelse",
            "dag": "2021-06-14",
            "genomförd av": str(place.erik),
        },
    }


def test_it_is_recorded_anew_by_whoever_carries_it_out_then(place: Place) -> None:
    done = recorded(place, result=Result.NOT_DONE, reason="Sjukdom", text="", counts={})
    set_back(follow_up=done, version=1, by=place.eva)
    assert AuditEvent.objects.newest_first()[0].details["before"]["reason"] == "Sjukdom"
    entry = FollowUpEntry(
        Result.NO_DEVIATION, date(2021, 6, 30), counts={**dict.fromkeys(COUNTS, 0), "inom": 9}
    )
    again = record_follow_up(follow_up=done, entry=entry, version=2, by=place.eva)
    assert (again.done_by, again.sample_size, again.deviations, again.version) == (str(place.eva), 9, 0, 3)


def test_whoever_was_correcting_it_meanwhile_is_told_and_loses_nothing(place: Place) -> None:
    done = recorded(place)
    set_back(follow_up=done, version=1, by=place.eva)
    with pytest.raises(FollowUpConflict):
        record_follow_up(
            follow_up=done,
            entry=FollowUpEntry(Result.MINOR, date(2021, 6, 14), text="Ny."),
            version=1,
            by="erik",
        )
    sent = {"rad": done.pk, "version": 1, "result": "minor", "done_on": "2021-06-14", "text": "Ny."}
    page = words(logged_in(place.erik).post(place.path, {**sent, **{f"antal-{code}": "" for code in COUNTS}}))
    assert f"{place.eva} ångrade det som var registrerat" in page
    assert "Ny." in page
    assert "Låt det vara ångrat" in page
    assert place.follow_up.is_pending


def test_there_is_nothing_to_take_back_of_what_is_not_carried_out(place: Place) -> None:
    assert refusal(place.follow_up, version=0) == (
        "Kontrollen i juni är inte genomförd än, så det finns inget att ångra."
    )


def test_what_is_part_of_an_adopted_follow_up_stays(place: Place) -> None:
    done = recorded(place)
    plans = ControlPlan.objects.filter(year=2021)
    plans.update(followed_up_through=6)
    assert refusal(done) == (
        "Uppföljningen till och med juni 2021 är fastställd. Det som är genomfört till dess kan inte ändras."
    )
    plans.update(followed_up_through=12)
    assert refusal(done) == "Internkontrollen 2021 är följd upp och fastställd. Den kan inte ändras."


def test_what_somebody_else_has_written_since_stays(place: Place) -> None:
    recorded(place)
    corrected = recorded(place, text="Rättat.")
    assert corrected.version == 2
    assert refusal(corrected, version=1) == (
        f"{place.erik} har sparat här sedan du öppnade sidan."
        " Läs det som står nu, och ångra igen om det ändå ska bort."
    )


def test_what_measures_are_decided_for_stays(place: Place) -> None:
    done = recorded(place)
    make_measure(place.control.plan, "a1", follow_up=done)
    assert refusal(done) == (
        "Åtgärden a1 är beslutad på grund av det som är registrerat."
        " Rätta registreringen i stället, eller ta bort åtgärden först."
    )
    later = make_plan(place.committee, 2022)
    make_measure(place.control.plan, "a2", follow_up=done)
    make_measure(later, "a1", follow_up=done)
    assert refusal(done) == (
        "Åtgärderna a1, a2 och a1 (2022) är beslutade på grund av det som är registrerat."
        " Rätta registreringen i stället, eller ta bort åtgärderna först."
    )


def test_what_files_are_added_to_stays(place: Place) -> None:
    done = recorded(place)
    add_evidence(follow_up=done, name="lista.txt", data=b"1", by="erik")
    assert refusal(done) == (
        "Ett underlag är tillagt. Ta bort det först, så att ingen fil försvinner obemärkt."
    )
    add_evidence(follow_up=done, name="urval.txt", data=b"2", by="erik")
    assert refusal(done) == (
        "2 underlag är tillagda. Ta bort dem först, så att ingen fil försvinner obemärkt."
    )


def test_a_measure_is_not_decided_for_what_was_set_back_meanwhile(place: Place) -> None:
    seen = recorded(place)
    set_back(follow_up=place.follow_up, version=1, by=place.eva)
    assert seen.result == Result.MAJOR
    entry = MeasureEntry("a1", "Ny rutin", place.unit, "Enhetschef", date(2021, 10, 31), follow_up=seen)
    with pytest.raises(ControlRefused, match=r"^Kontrollen har ingen avvikelse den månaden\.$"):
        save_measure(plan=place.control.plan, measure=None, entry=entry, by="erik")


def test_last_time_is_the_time_before_again(place: Place) -> None:
    september = place.control.follow_ups.get(month=9)
    done = recorded(place)
    assert counts_of([september])[september.pk].previous == done
    set_back(follow_up=done, version=1, by="erik")
    previous = counts_of([september])[september.pk].previous
    assert previous is not None
    assert (previous.control.plan.year, previous.month) == (2020, 12)


def test_whoever_has_taken_the_control_over_is_reminded_of_what_is_set_back(place: Place) -> None:
    done = recorded(place)
    FollowUp.objects.filter(pk=done.pk).update(reminded_on=date(2021, 7, 1))
    set_performer(control=place.control, performer=place.eva, by="sara")
    set_back(follow_up=done, version=1, by="erik")
    assert place.follow_up.reminded_on is None


def test_the_page_asks_first_and_says_what_goes(place: Place) -> None:
    done = recorded(place)
    page = logged_in(place.erik)
    assert f'href="{place.path}angra/"' in page.get(place.path).content.decode()
    asked = words(page.get(f"{place.path}angra/"))
    for expected in (
        "Ångra registreringen för juni 2021?",
        "Större avvikelse",
        "14 juni 2021, Erik Holm",
        "Tjugotvå tog för lång tid.",
    ):
        assert expected in asked
    assert (place.follow_up.version, FollowUpCount.objects.filter(follow_up=done).count()) == (1, 4)
    answer = page.post(f"{place.path}angra/", {"rad": done.pk, "version": 1}, follow=True)
    assert answer.redirect_chain == [(place.path, 302)]
    assert "Registreringen är ångrad. Kontrollen i juni är åter att göra." in words(answer)
    assert "Ångra registreringen" not in words(answer)
    assert place.follow_up.is_pending


def test_what_is_in_the_way_is_said_without_a_button(place: Place) -> None:
    done = recorded(place)
    make_measure(place.control.plan, "a1", follow_up=done)
    page = logged_in(place.erik)
    for answer in (
        page.get(f"{place.path}angra/"),
        page.post(f"{place.path}angra/", {"rad": done.pk, "version": 1}),
    ):
        assert "Registreringen kan inte ångras" in words(answer)
        assert "Åtgärden a1 är beslutad" in words(answer)
        assert 'name="version"' not in answer.content.decode()
    assert place.follow_up.result == Result.MAJOR


def test_the_second_of_two_is_asked_about_what_stands_now(place: Place) -> None:
    done = recorded(place)
    recorded(place, text="Rättat.")
    page = logged_in(place.eva)
    answer = page.post(f"{place.path}angra/", {"rad": done.pk, "version": 1})
    assert f"{place.erik} har sparat här sedan du öppnade sidan." in words(answer)
    assert "Rättat." in words(answer)
    assert 'name="version" value="2"' in answer.content.decode()
    # Without a version nobody has seen anything.
    assert page.post(f"{place.path}angra/").status_code == 200
    assert place.follow_up.text == "Rättat."
    assert page.post(f"{place.path}angra/", {"rad": done.pk, "version": 2}).status_code == 302
    gone = words(page.post(f"{place.path}angra/", {"rad": done.pk, "version": 2}))
    assert "Kontrollen i juni är inte genomförd än, så det finns inget att ångra." in gone


def test_who_may(place: Place) -> None:
    recorded(place)
    elsewhere = make_committee("annan-sn", "Annan nämnd")
    stranger = make_user("nils", elsewhere, role="controller")
    make_control(make_plan(elsewhere), "utredningstid", months=[6])
    for user, expected in ((place.eva, 200), (place.reader, 403), (stranger, 404)):
        assert logged_in(user).get(f"{place.path}angra/").status_code == expected
    for user, expected in ((place.reader, 403), (stranger, 404)):
        assert logged_in(user).post(f"{place.path}angra/", {"version": 1}).status_code == expected
    assert logged_in(place.eva).get(place.path.replace("/6/", "/7/angra/")).status_code == 404
    assert "Ångra registreringen" not in words(logged_in(place.reader).get(place.path))
    assert place.follow_up.result == Result.MAJOR


def test_small_numbers_are_not_told_by_the_question(place: Place) -> None:
    """3 + 1 + 0 = 4 of 35: fewer than may be told."""
    recorded(place, text="Några dröjde.", counts={"inom": 31, "utlatande": 3, "personal": 1, "flytt": 0})
    role = Role.objects.create(code="utforare", name="Utförare", permissions=["view", "carry_out"])
    executor = make_user("olle", place.committee, unit=place.unit)
    executor.memberships.update(role=role)
    page = logged_in(executor)
    asked = page.get(f"{place.path}angra/")
    assert set(asked.context["follow_up"].counts.values_list("count", flat=True)) == {31, 3, 1, 0}
    assert "Några dröjde." in words(asked)
    for number in ("31", "35", " 4 ", " 3 "):
        assert number not in words(asked)
    page.post(f"{place.path}angra/", {"version": 1})
    assert "35" not in str(AuditEvent.objects.newest_first()[0].details)


def test_a_control_that_was_struck_by_then_is_not_to_be_done_after_all(place: Place) -> None:
    carry_out(place.control, 6)
    Control.objects.filter(pk=place.control.pk).update(struck_on=date(2021, 6, 20))
    answer = logged_in(place.erik).post(f"{place.path}angra/", {"version": 1}, follow=True)
    assert "Registreringen är ångrad. Kontrollen utgår från 2021-06-20 och ska inte göras i juni." in words(
        answer
    )
