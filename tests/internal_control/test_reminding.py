"""Who is reminded of what, on which day: once when a month begins, once when it is over (year_place)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from internal_control.controlling import set_performer
from internal_control.models import Control, ControlPlan, FollowUp, Result
from internal_control.reminding import remind
from internal_control.tasks import remind as task
from organisation.models import AuditEvent, Membership
from tests.control_factories import carry_out, make_control, make_plan
from tests.factories import make_committee, make_units
from tests.internal_control.year_place import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    made = Place()
    for person in (made.erik, made.lisa):
        person.email = f"{person.username}@example.com"
        person.save()
    return made


def sent(today: date) -> list[tuple[str, str]]:
    """To whom, and the subject, of what is sent on the day."""
    mail.outbox.clear()
    assert remind(today) == len(mail.outbox)
    return sorted((message.to[0], message.subject) for message in mail.outbox)


def test_the_year_day_by_day(place: Place) -> None:
    """What is not carried out: k2 in March, k1 in September and December, k4 in October. The rest is done or struck."""
    erik, lisa = "erik@example.com", "lisa@example.com"
    for today, expected in (
        (date(2021, 2, 28), []),
        (date(2021, 3, 1), [(erik, "Intern kontroll: 1 att utföra i mars")]),
        (date(2021, 3, 2), []),
        (date(2021, 3, 31), []),
        (date(2021, 4, 1), [(erik, "Intern kontroll: 1 försenad")]),
        (date(2021, 4, 2), []),
        (date(2021, 8, 31), []),
        (date(2021, 9, 1), [(erik, "Intern kontroll: 1 att utföra i september")]),
        (
            date(2021, 10, 1),
            [(erik, "Intern kontroll: 1 försenad"), (lisa, "Intern kontroll: 1 att utföra i oktober")],
        ),
        # k5 was struck in June.
        (date(2021, 11, 1), [(lisa, "Intern kontroll: 1 försenad")]),
        (date(2021, 12, 1), [(erik, "Intern kontroll: 1 att utföra i december")]),
        (date(2022, 1, 1), [(erik, "Intern kontroll: 1 försenad")]),
        (date(2022, 6, 1), []),
    ):
        assert sent(today) == expected, today


def test_an_email_gathers_everything_with_links(place: Place, settings: Any) -> None:
    settings.SITE_URL = "https://uppfoljning.exempel.se"
    Control.objects.filter(pk=place.k1.pk).update(title="Utredningstider <barn & unga>")
    assert sent(date(2021, 9, 15)) == [
        ("erik@example.com", "Intern kontroll: 1 försenad, 1 att utföra i september")
    ]
    root = "https://uppfoljning.exempel.se/prov-sn/intern-kontroll/2021/"
    assert mail.outbox[0].body == (
        "Hej Erik!\n"
        "\n"
        "Den här kontrollen skulle ha varit genomförd:\n"
        "\n"
        "* Kontroll k2, mars 2021 (Socialnämnden)\n"
        f"  {root}kontroller/k2/3/\n"
        "\n"
        "Ska vara genomförd senast 30 september:\n"
        "\n"
        "* Utredningstider <barn & unga> (Socialnämnden)\n"
        f"  {root}kontroller/k1/9/\n"
        "\n"
        "Allt du har att göra i årets interna kontroll:\n"
        "\n"
        "* Socialnämnden\n"
        f"  {root}\n"
        "\n"
        "Du får det här meddelandet för att du utför kontrollerna. Varje kontroll påminns det om\n"
        "när dess månad börjar, och en gång till om månaden går ut utan att den är genomförd.\n"
        "Är det inte du som ska utföra den, säg till nämndsekreteraren.\n"
        "\n"
        "Skriv inte till den här adressen: den läses inte.\n"
    )
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.actor, event.action, event.subject, event.changes_data, event.details) == (
        "påminnelser",
        "påminde om kontroller",
        "Erik",
        False,
        {"occasions": ["2021/k2/3", "2021/k1/9"]},
    )


def test_one_email_a_day_whatever_comes_later_the_same_day(place: Place) -> None:
    assert len(sent(date(2021, 9, 1))) == 1
    make_control(place.plan, "k9", months=[9], unit=place.units["100"], performer=place.erik)
    assert sent(date(2021, 9, 1)) == []
    assert sent(date(2021, 9, 2)) == [("erik@example.com", "Intern kontroll: 1 att utföra i september")]


def test_one_email_for_two_committees(place: Place) -> None:
    other = make_committee("annan-sn", "Omsorgsnämnden")
    unit = make_units(other, {"X": {}})["X"]
    role = place.erik.memberships.get().role
    Membership.objects.create(user=place.erik, committee=other, role=role)
    plan = make_plan(other, 2021, adopted_on=date(2021, 1, 1), decision_paragraph="1")
    make_control(plan, "k1", months=[9], unit=unit, performer=place.erik)
    assert sent(date(2021, 9, 1)) == [
        ("erik@example.com", "Intern kontroll: 1 försenad, 2 att utföra i september")
    ]
    assert "(Omsorgsnämnden)" in mail.outbox[0].body


@pytest.mark.parametrize(
    "fields",
    [
        {"followed_up_through": 9},
        {"followed_up_through": 12},
        {"adopted_on": None, "decision_paragraph": ""},
        {"year": 2019},
    ],
    ids=["settled", "over", "draft", "long ago"],
)
def test_nothing_is_sent_about(place: Place, fields: dict[str, Any]) -> None:
    place.k2.follow_ups.filter(month=3).delete()
    ControlPlan.objects.filter(pk=place.plan.pk).update(**fields)
    assert sent(date(2021, 9, 1)) == []


def test_nothing_is_sent_of_what_is_struck_or_carried_out(place: Place) -> None:
    Control.objects.filter(pk=place.k2.pk).update(struck_on=date(2021, 3, 15))
    carry_out(place.k1, 9)
    assert sent(date(2021, 9, 15)) == []


def test_nothing_is_sent_to_who_has_left_or_has_no_address(place: Place) -> None:
    place.erik.memberships.all().delete()
    assert sent(date(2021, 9, 15)) == []
    place.lisa.email = ""
    place.lisa.save()
    assert sent(date(2021, 10, 1)) == []
    place.lisa.email, place.lisa.is_active = "lisa@example.com", False
    place.lisa.save()
    assert sent(date(2021, 10, 1)) == []
    # What was not said is said when it can be.
    place.lisa.is_active = True
    place.lisa.save()
    assert sent(date(2021, 10, 5)) == [("lisa@example.com", "Intern kontroll: 1 att utföra i oktober")]


def test_who_takes_over_is_reminded_too(place: Place) -> None:
    assert len(sent(date(2021, 10, 1))) == 2
    set_performer(control=place.k4, performer=place.secretary, by=place.secretary)
    place.secretary.email = "karin@example.com"
    place.secretary.save()
    assert sent(date(2021, 10, 2)) == [("karin@example.com", "Intern kontroll: 1 att utföra i oktober")]


class KilledAfterSending(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        super().send_messages(messages)
        raise SystemExit


class KilledBeforeSending(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SystemExit


class Refusing(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["erik@example.com"]:
            raise OSError("Connection refused")
        return super().send_messages(messages)


@pytest.fixture
def backend(settings: Any) -> Iterator[Any]:
    def choose(which: type[EmailBackend]) -> None:
        settings.EMAIL_BACKEND = f"{which.__module__}.{which.__qualname__}"

    yield choose
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_a_worker_that_is_killed_says_nothing_twice(place: Place, backend: Any) -> None:
    backend(KilledAfterSending)
    with pytest.raises(SystemExit):
        remind(date(2021, 9, 1))
    assert len(mail.outbox) == 1
    backend(EmailBackend)
    assert sent(date(2021, 9, 1)) == []
    assert sent(date(2021, 9, 2)) == []


def test_what_was_lost_when_a_month_began_is_said_when_it_is_over(place: Place, backend: Any) -> None:
    backend(KilledBeforeSending)
    with pytest.raises(SystemExit):
        remind(date(2021, 9, 1))
    backend(EmailBackend)
    assert sent(date(2021, 9, 2)) == []
    assert sent(date(2021, 10, 1))[0] == ("erik@example.com", "Intern kontroll: 1 försenad")
    assert "Kontroll k1, september 2021" in mail.outbox[0].body


def test_what_a_mail_server_refuses_is_tried_again_and_stops_no_other(
    place: Place, backend: Any, caplog: Any
) -> None:
    backend(Refusing)
    assert sent(date(2021, 10, 1)) == [("lisa@example.com", "Intern kontroll: 1 att utföra i oktober")]
    assert "No reminder could be sent to user" in caplog.text
    assert FollowUp.objects.filter(reminded_on__isnull=False).count() == 1
    backend(EmailBackend)
    assert sent(date(2021, 10, 1)) == [("erik@example.com", "Intern kontroll: 2 försenade")]


def test_the_round_is_run_by_beat(place: Place, settings: Any) -> None:
    assert settings.CELERY_BEAT_SCHEDULE["remind"]["task"] == task.name == "internal_control.remind"
    with transaction.atomic():
        task()
    # Today is years later: nothing of 2021 is said any more.
    assert mail.outbox == []


def test_whoever_carried_it_out_while_the_round_ran_is_left_alone(place: Place) -> None:
    from internal_control import reminding

    found = reminding._to_remind(date(2021, 9, 15))[place.erik]
    carry_out(place.k2, 3, Result.NO_DEVIATION)
    claimed = reminding._claim(place.erik, found, date(2021, 9, 15))
    assert [(each.control.code, each.month) for each in claimed] == [("k1", 9)]
    assert reminding._claim(place.erik, found, date(2021, 9, 15)) == []
