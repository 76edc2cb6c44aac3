"""Wrong passwords: logged, and after five of them the login is locked for a quarter, there and for that name alone."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.db.models import F
from django.test import Client, RequestFactory
from django.urls import reverse

from organisation.login_lock import client_address
from organisation.models import AuditEvent
from tests.factories import PASSWORD, make_administrator, make_committee, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/logga-in/"
HERE = "127.0.0.1"


def attempt(client: Client, password: str = "fel", username: str = "karin", address: str = HERE) -> Any:
    return client.post(LOGIN, {"username": username, "password": password}, REMOTE_ADDR=address)


def fail(client: Client, times: int, **given: str) -> list[int]:
    return [attempt(client, **given).status_code for _ in range(times)]


def is_let_in(client: Client, **given: str) -> bool:
    return attempt(client, PASSWORD, **given).status_code == 302


def events() -> list[tuple[str, str, str, str | None]]:
    rows = AuditEvent.objects.order_by("id")
    return [(each.actor, each.action, each.subject, each.details.get("address")) for each in rows]


def test_the_fifth_wrong_password_locks_and_the_right_one_is_then_refused(client: Client) -> None:
    make_user("karin", make_committee())
    assert fail(client, 5) == [200, 200, 200, 200, 429]
    page = attempt(client, PASSWORD)
    assert page.status_code == 429
    assert "Lösenordet har varit fel 5 gånger." in page.content.decode()
    assert "Välj nytt lösenord" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_what_failed_is_logged_and_the_lock_once(client: Client) -> None:
    make_user("karin", make_committee())
    fail(client, 8)
    failed = ("okänd person", "misslyckades logga in", "karin", HERE)
    locked = ("okänd person", "spärrades från inloggning", "karin", HERE)
    assert events() == [failed, failed, failed, failed, locked]
    assert not AuditEvent.objects.filter(changes_data=True).exists()


def test_a_name_that_nobody_has_is_not_written_down(client: Client) -> None:
    attempt(client, username="mitt hemliga lösenord")
    assert events() == [("okänd person", "misslyckades logga in", "okänt användarnamn", HERE)]


def test_a_form_that_is_not_filled_in_is_no_attempt(client: Client) -> None:
    make_user("karin")
    for _ in range(6):
        assert client.post(LOGIN, {"username": "karin", "password": ""}).status_code == 200
    assert events() == []


def test_others_and_other_addresses_are_not_locked(client: Client) -> None:
    committee = make_committee()
    make_user("karin", committee)
    make_user("erik", committee)
    fail(client, 5)
    assert is_let_in(Client(), username="erik")
    assert is_let_in(Client(), address="192.0.2.7")
    assert not is_let_in(Client())


def test_a_login_that_succeeds_begins_the_count_anew(client: Client) -> None:
    make_user("karin", make_committee())
    fail(client, 4)
    assert is_let_in(Client())
    assert fail(client, 4) == [200, 200, 200, 200]


def test_after_a_quarter_the_lock_opens_however_many_guesses_came_meanwhile(client: Client) -> None:
    make_user("karin", make_committee())
    fail(client, 5)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert fail(client, 3) == [429, 429, 429]
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=1, seconds=1))
    assert is_let_in(client)


def test_an_administrator_releases_the_lock(client: Client) -> None:
    karin, erik = make_user("karin", make_committee()), make_user("erik")
    fail(client, 5)
    admin = Client()
    admin.force_login(make_administrator())
    chosen = {"action": "release_login", "_selected_action": [karin.pk, erik.pk]}
    page = admin.post(reverse("admin:organisation_user_changelist"), chosen, follow=True).content.decode()
    assert "Spärren är hävd för Karin." in page
    assert "Erik var inte spärrad." in page
    assert ("admin", "hävde spärr av inloggning", "karin", None) in events()
    assert is_let_in(client)


def test_a_new_password_by_mail_releases_the_lock(client: Client) -> None:
    make_user("karin", make_committee(), email="karin@example.se")
    fail(client, 5)
    client.post(reverse("password_reset"), {"email": "karin@example.se"})
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True)
    chosen = {"new_password1": "en annan mening", "new_password2": "en annan mening"}
    client.post(form.request["PATH_INFO"], chosen)
    assert attempt(client, "en annan mening").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        # Nobody in between: what the request says of itself is not believed.
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1", "203.0.113.5"),
        (1, "2001:db8::1", "2001:db8::1"),
        # A proxy that was passed by, or that writes something else than addresses.
        (2, "198.51.100.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "okänd", "192.0.2.1"),
    ],
)
def test_the_address_is_what_our_own_proxies_say(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get(LOGIN, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_a_socket_has_no_address() -> None:
    assert client_address(RequestFactory().get(LOGIN, REMOTE_ADDR="")) is None


def test_without_an_address_the_name_is_locked(client: Client) -> None:
    make_user("karin", make_committee())
    assert fail(client, 5, address="")[-1] == 429


def test_pages_ask_nothing_of_the_lock(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(make_user("karin", make_committee()))
    client.get("/tillganglighet/")
    with django_assert_num_queries(3) as asked:
        client.get("/tillganglighet/")
    assert not any("axes" in each["sql"] for each in asked)
