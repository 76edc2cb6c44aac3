"""Logging in and out, and a new password by mail."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from organisation.models import AuditEvent
from tests.factories import PASSWORD, make_committee, make_user

pytestmark = pytest.mark.django_db


def test_logging_in_and_out_are_events_that_change_no_data(client: Client) -> None:
    make_user("karin", make_committee())
    page = client.post(reverse("login"), {"username": "karin", "password": PASSWORD})
    assert page.headers["Location"] == reverse("home")
    assert client.post(reverse("logout")).headers["Location"] == reverse("login")
    events = AuditEvent.objects.order_by("id").values_list("actor", "action", "changes_data")
    assert list(events) == [("Karin", "loggade in", False), ("Karin", "loggade ut", False)]


def test_a_wrong_password_says_so(client: Client) -> None:
    make_user("karin")
    page = client.post(reverse("login"), {"username": "karin", "password": "fel"}).content.decode()
    assert "Ange ett korrekt användarnamn och lösenord." in page


def test_an_endless_name_is_refused_at_its_field(client: Client) -> None:
    page = client.post(reverse("login"), {"username": "9" * 5000, "password": "fel"})
    assert page.status_code == 200
    assert page.context["form"].errors == {"username": ["Så långt är inget användarnamn."]}


def test_login_leads_on_within_the_site_alone(client: Client) -> None:
    make_user("karin", make_committee())
    form = {"username": "karin", "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(reverse("login"), form).headers["Location"] == reverse("home")


def test_a_forgotten_password_is_chosen_anew_through_a_mail(client: Client) -> None:
    make_user("karin", email="karin@example.se")
    page = client.post(reverse("password_reset"), {"email": "karin@example.se"}, follow=True)
    assert "Titta i din e-post" in page.content.decode()
    letter = mail.outbox[0]
    assert letter.subject == "Nytt lösenord till Socialnämnd"
    assert "Hej Karin!" in letter.body
    link = re.search(r"http://testserver(/\S+)", letter.body)
    assert link is not None
    form = client.get(link[1], follow=True)
    assert "Välj nytt lösenord" in form.content.decode()
    chosen = {"new_password1": "en annan mening", "new_password2": "en annan mening"}
    assert (
        "Nytt lösenord valt" in client.post(form.request["PATH_INFO"], chosen, follow=True).content.decode()
    )
    form_of_login = {"username": "karin", "password": "en annan mening"}
    assert client.post(reverse("login"), form_of_login).headers["Location"] == reverse("home")
    client.logout()
    assert "Länken gäller inte längre" in client.get(link[1], follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client) -> None:
    page = client.post(reverse("password_reset"), {"email": "okand@example.se"}, follow=True)
    assert "Titta i din e-post" in page.content.decode()
    assert mail.outbox == []


def test_the_password_is_changed_by_who_knows_the_old_one(client: Client) -> None:
    client.force_login(make_user("karin"))
    chosen = {"new_password1": "en annan mening", "new_password2": "en annan mening"}
    page = client.post(reverse("password_change"), {"old_password": "fel", **chosen})
    assert list(page.context["form"].errors) == ["old_password"]
    page = client.post(reverse("password_change"), {"old_password": PASSWORD, **chosen}, follow=True)
    assert "Lösenordet är bytt" in page.content.decode()
