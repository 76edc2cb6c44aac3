"""A form that could not be taken in: what was typed in it is shown, to be copied."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from organisation.models import Committee
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import make_assignment

pytestmark = pytest.mark.django_db

NOTE = "/prov-sn/uppdrag/7/anteckning/"
TEXT = "Lokalen är <hyrd>.\nInflyttning i maj."
SHOWN = "Lokalen är &lt;hyrd&gt;.\nInflyttning i maj.</textarea>"
AS_BROWSERS_DO = {
    "HTTP_ORIGIN": "http://testserver",
    "HTTP_REFERER": "http://testserver/prov-sn/uppdrag/7/?a=1",
    "HTTP_ACCEPT": "text/html,*/*",
}


@pytest.fixture(autouse=True)
def committee() -> None:
    committee = make_committee()
    make_units(committee, {"SN": {}})
    make_assignment(committee, code="7")
    make_user("sofia", committee, role="secretary")


def page(response: HttpResponse) -> str:
    return response.content.decode().replace("\r\n", "\n")


def test_whoever_was_logged_out_while_writing_is_shown_what_was_typed(client: Client) -> None:
    response = client.post(NOTE, {"text": TEXT, "paragraph": "7"}, **AS_BROWSERS_DO)
    assert response.status_code == 403
    assert "Du har blivit utloggad" in page(response)
    assert SHOWN in page(response)
    assert f"{reverse('login')}?next=/prov-sn/uppdrag/7/%3Fa%3D1" in page(response)
    assert page(response).count("<textarea") == 1


def test_where_nothing_was_typed_one_logs_in_and_is_back_on_the_page(client: Client) -> None:
    response = client.post(NOTE, {"propose": "on"}, **AS_BROWSERS_DO)
    assert response.headers["Location"] == f"{reverse('login')}?next=/prov-sn/uppdrag/7/%3Fa%3D1"


def test_a_script_is_sent_to_the_login_as_before(client: Client) -> None:
    response = client.post(NOTE, {"text": TEXT}, HTTP_ACCEPT="*/*", HTTP_ORIGIN="http://testserver")
    assert response.headers["Location"] == f"{reverse('login')}?next={NOTE}"


@pytest.mark.parametrize("origin", ["https://example.org", "null", ""])
def test_what_another_site_sent_is_not_shown(client: Client, origin: str) -> None:
    response = client.post(NOTE, {"text": TEXT}, **{**AS_BROWSERS_DO, "HTTP_ORIGIN": origin})
    assert response.status_code == 302
    client.force_login(make_user("karin"))
    gone = client.post("/finns-inte/", {"text": TEXT}, **{**AS_BROWSERS_DO, "HTTP_ORIGIN": origin})
    assert "Lokalen" not in page(gone)


def test_passwords_are_never_shown(client: Client) -> None:
    response = client.post(reverse("password_change"), {"old_password": "en lång mening"}, **AS_BROWSERS_DO)
    assert response.status_code == 302


def test_a_note_on_an_assignment_that_is_gone(client: Client) -> None:
    client.force_login(make_user("anna", make_committee("annan-sn")))
    response = client.post(NOTE, {"text": TEXT}, **AS_BROWSERS_DO)
    assert response.status_code == 404
    assert "Det du skrev om finns inte längre. Någon kan ha tagit bort det medan du skrev." in page(response)
    assert SHOWN in page(response)


def test_a_form_that_is_too_old_and_one_that_is_not_allowed() -> None:
    client = Client(enforce_csrf_checks=True)
    assert SHOWN in page(client.post(NOTE, {"text": TEXT}, **AS_BROWSERS_DO))
    reader = Client()
    reader.force_login(make_user("lars", Committee.objects.get(), role="reader"))
    refused = reader.post(NOTE, {"text": TEXT}, **AS_BROWSERS_DO)
    assert refused.status_code == 403
    assert SHOWN in page(refused)
