"""The log of events: what is kept, the version of a committee's data, and searching."""

import ast
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from organisation.audit import narrowed, record, record_again, version
from organisation.models import AuditEvent
from organisation.templatetags.events import labelled
from tests.factories import make_committee, make_units, make_user

pytestmark = pytest.mark.django_db


def test_an_event_outlives_person_and_committee() -> None:
    committee = make_committee()
    karin = make_user("karin")
    record(by=karin, action="ändrade prognos", committee=committee, subject="110 Hemtjänst", rows=3)
    karin.delete()
    committee.delete()
    event = AuditEvent.objects.get()
    assert (event.actor, event.committee_slug, event.subject, event.details) == (
        "Karin",
        "prov-sn",
        "110 Hemtjänst",
        {"rows": 3},
    )


def test_the_version_is_new_after_each_change_and_only_then() -> None:
    mine, other = make_committee(), make_committee("annan-sn")
    assert version(mine) == 0
    first = record(by="provet", action="läste in huvudbok", committee=mine)
    assert version(mine) == first.pk
    record(by="provet", action="läste in huvudbok", committee=other)
    record(by="provet", action="tog ut pdf", committee=mine, changes_data=False)
    assert version(mine) == first.pk


def event(day: int, **fields: object) -> AuditEvent:
    return AuditEvent.objects.create(
        committee_slug="prov-sn", at=datetime(2021, 8, day, 22, 30, tzinfo=UTC), **fields
    )


def test_events_are_narrowed_by_person_action_text_and_day() -> None:
    # 22.30 UTC is half past midnight the next day in Sweden.
    one = event(1, actor="Karin", action="ändrade prognos", subject="110 Hemtjänst")
    two = event(2, actor="Sofia", action="ändrade text", subject="Förord")
    everything = AuditEvent.objects.of(make_committee())
    assert list(narrowed(everything, actor="Karin")) == [one]
    assert list(narrowed(everything, action="ändrade text")) == [two]
    assert list(narrowed(everything, text="hemtj")) == [one]
    assert list(narrowed(everything, first=date(2021, 8, 3))) == [two]
    assert list(narrowed(everything, last=date(2021, 8, 2))) == [one]
    assert list(narrowed(everything).newest_first()) == [two, one]


def test_the_page_shows_details_in_swedish_and_only_its_own_committee(client: Client) -> None:
    committee = make_committee()
    record(
        by="Karin", action="öppnade månad", committee=committee, subject="augusti 2021", reason="Sen faktura"
    )
    record(by="Karin", action="hemlig händelse", committee=make_committee("annan-sn"))
    client.force_login(make_user("sofia", committee, role="secretary"))
    page = client.get(reverse("audit", args=[committee.slug])).content.decode()
    assert "Öppnade månad" in page
    assert '<span class="muted">skäl:</span> Sen faktura' in page
    assert "emlig händelse" not in page


def test_the_page_asks_the_database_as_little_for_many_events_as_for_one(
    client: Client, django_assert_num_queries
) -> None:
    committee = make_committee()
    client.force_login(make_user("sofia", committee, role="secretary"))
    address = reverse("audit", args=[committee.slug])
    record(by="Karin", action="ändrade text", committee=committee)
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    for number in range(120):
        record(by=f"Person {number % 7}", action="ändrade text", committee=committee)
    with django_assert_num_queries(7):
        page = client.get(address, {"sida": "2"})
    assert page.context["page"].number == 2


def test_days_in_the_wrong_order_are_told_and_nothing_is_hidden(client: Client) -> None:
    committee = make_committee()
    record(by="Karin", action="ändrade text", committee=committee)
    client.force_login(make_user("sofia", committee, role="secretary"))
    page = client.get(reverse("audit", args=[committee.slug]), {"fran": "2021-08-02", "till": "2021-08-01"})
    assert "Slutdatum är före startdatum." in page.content.decode()
    assert "Ändrade text" in page.content.decode()


def test_who_sees_a_subtree_alone_does_not_see_the_log(client: Client) -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"10": {}}})
    client.force_login(make_user("kim", committee, role="controller", unit=units["10"]))
    assert client.get(reverse("audit", args=[committee.slug])).status_code == 403


def test_details_are_told_in_words_and_swedish_figures() -> None:
    details = {
        "unit": "110",
        "type": "carry_over",
        "before": {"5000": "1234.50", "6000": None},
        "after": {"5000": "-1234567.00"},
        "changed": [["2021", 8, "10.00", ""]],
        "name": "",
        "indicators": ["besok"],
        "periods": ["2021-08"],
        "values": 3,
    }
    assert labelled(details) == [
        ("enhet", "110"),
        ("typ", "ombudgetering"),
        ("före", "5000 1\u00a0234,50, 6000 –"),
        ("efter", "5000 −1\u00a0234\u00a0567,00"),
        ("ändrat", "2021, 8, 10,00, –"),
        ("mått", "besok"),
        ("perioder", "2021-08"),
        ("värden", "3"),
    ]


# Details whose names are Swedish as they are.
SWEDISH = {"period", "sha256", "text", "version"}
NOT_DETAILS = {"by", "action", "committee", "subject", "changes_data"}


def test_every_detail_that_is_recorded_has_a_name_in_swedish() -> None:
    names = {
        keyword.arg
        for app in ("organisation", "budget", "goals", "internal_control", "reports")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in {"record", "record_again", "_record"}
        for keyword in call.keywords
        if keyword.arg
    }
    shown = {label for name in names - NOT_DETAILS for label, _ in labelled({name: 1})}
    assert {"copy_of", "year"} < names
    assert shown & names <= SWEDISH


def made(minutes_ago: int = 0) -> None:
    """The last event, as if it had been made so long ago."""
    newest = AuditEvent.objects.newest_first()[0]
    AuditEvent.objects.filter(pk=newest.pk).update(at=newest.at - timedelta(minutes=minutes_ago))


def test_what_is_saved_while_one_types_is_one_line_and_still_a_new_version() -> None:
    committee, karin = make_committee(), make_user("karin")
    versions = []
    for number in (1, 2, 3):
        record_again(by=karin, action="följde upp mål", committee=committee, subject="Mål 1", number=number)
        versions.append(version(committee))
    assert [each.details for each in AuditEvent.objects.all()] == [{"number": 3}]
    assert versions == sorted(set(versions))


def test_a_line_is_replaced_only_by_the_same_person_about_the_same_thing_within_a_quarter() -> None:
    committee, karin, sofia = make_committee(), make_user("karin"), make_user("sofia")
    again = partial(record_again, action="följde upp mål", committee=committee)
    again(by=karin, subject="Mål 1")
    again(by=karin, subject="Mål 2")
    again(by=sofia, subject="Mål 1")
    again(by=karin, subject="Mål 1")
    record_again(by=karin, action="följde upp mått", committee=committee, subject="Mål 1")
    made(minutes_ago=16)
    record_again(by=karin, action="följde upp mått", committee=committee, subject="Mål 1")
    made(minutes_ago=14)
    record_again(by=karin, action="följde upp mått", committee=committee, subject="Mål 1")
    assert list(AuditEvent.objects.order_by("id").values_list("actor", "action", "subject")) == [
        ("Karin", "följde upp mål", "Mål 1"),
        ("Karin", "följde upp mål", "Mål 2"),
        ("Sofia", "följde upp mål", "Mål 1"),
        ("Karin", "följde upp mål", "Mål 1"),
        ("Karin", "följde upp mått", "Mål 1"),
        ("Karin", "följde upp mått", "Mål 1"),
    ]


def test_a_line_is_not_taken_from_another_committee() -> None:
    karin = make_user("karin")
    for committee in (make_committee(), make_committee("annan-sn")):
        record_again(by=karin, action="följde upp mål", committee=committee, subject="Mål 1")
    assert AuditEvent.objects.count() == 2
