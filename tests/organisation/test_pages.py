"""The pages around everything: start page, navigation, error pages, accessibility."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults

from socialnamnd.outages import error_page
from tests.factories import make_administrator, make_committee, make_role, make_units, make_user


@pytest.mark.django_db
def test_the_start_page_shows_ones_own_committees_with_ones_role(client: Client) -> None:
    mine = make_committee()
    make_committee("annan-sn", "Omsorgsnämnden")
    units = make_units(mine, {"SN": {"10": {}}}, {"10": "Hemtjänsten"})
    client.force_login(make_user("erik", mine, role="unit_manager", unit=units["10"]))
    page = client.get(reverse("home")).content.decode()
    assert f'<a href="/{mine.slug}/">Socialnämnden</a>' in page
    assert "Enhetschef, Hemtjänsten" in page
    assert "Omsorgsnämnden" not in page


@pytest.mark.django_db
def test_one_switches_between_ones_own_committees(client: Client) -> None:
    erik = make_user("erik", make_committee())
    client.force_login(erik)
    assert "Byt nämnd" not in client.get("/prov-sn/").content.decode()
    second, others = make_committee("annan-sn", "Omsorgsnämnden"), make_committee("tredje-sn")
    for role in ("reader", "secretary"):
        erik.memberships.create(committee=second, role=make_role(role))
    page = client.get("/prov-sn/").content.decode()
    menu = page[page.index("Byt nämnd") :]
    assert '<a href="/prov-sn/" aria-current="true">Socialnämnden, Provkommun</a>' in menu
    assert menu.count('<a href="/annan-sn/">Omsorgsnämnden, Provkommun 1</a>') == 1
    assert f'<a href="/{others.slug}/">' not in menu
    client.force_login(make_administrator())
    assert f'<a href="/{others.slug}/">' in client.get("/prov-sn/").content.decode()


@pytest.mark.django_db
def test_whoever_has_no_committee_is_told_what_to_do(client: Client) -> None:
    client.force_login(make_user("karin"))
    assert "Be den som administrerar Socialnämnd" in client.get(reverse("home")).content.decode()
    client.force_login(make_administrator())
    page = client.get(reverse("home")).content.decode()
    assert "Ingen nämnd är upplagd än" in page
    assert reverse("admin:organisation_committee_add") in page


@pytest.mark.django_db
def test_the_start_page_asks_as_little_for_many_committees(client: Client, django_assert_num_queries) -> None:
    user = make_user("karin", make_committee())
    client.force_login(user)
    with django_assert_num_queries(5):
        client.get(reverse("home"))
    for number in range(20):
        committee = make_committee(f"namnd-{number}")
        user.memberships.create(
            committee=committee, role=user.memberships.get(committee__slug="prov-sn").role
        )
    with django_assert_num_queries(5):
        client.get(reverse("home"))


@pytest.mark.django_db
def test_the_navigation_shows_what_the_role_may_see_and_where_one_is(client: Client) -> None:
    committee = make_committee()
    client.force_login(make_user("lena", committee, role="reader"))
    page = client.get(reverse("periods", args=[committee.slug, 2021])).content.decode()
    assert '<a href="/prov-sn/ekonomi/2021/" aria-current="true">Ekonomi</a>' in page
    assert '<a href="/prov-sn/perioder/2021/" aria-current="page">Perioder</a>' in page
    assert '<a href="/prov-sn/ekonomi/2021/">Resultat</a>' in page
    assert '<a href="/prov-sn/uppfoljning/">Mål och uppdrag</a>' in page
    assert 'aria-label="Ekonomi"' in page
    assert 'aria-label="Mål och uppdrag"' not in page
    for hidden in ("Prognos", "Inläsning", "Händelser"):
        assert f">{hidden}</a>" not in page


@pytest.mark.django_db
def test_a_group_is_where_one_is_though_ones_own_menu_does_not_lead_there(client: Client) -> None:
    committee = make_committee()
    client.force_login(make_user("lena", committee, role="reader"))
    page = client.get(reverse("forecast_overview", args=[committee.slug, 2021, 8])).content.decode()
    assert '<a href="/prov-sn/ekonomi/2021/" aria-current="true">Ekonomi</a>' in page
    assert '<nav class="group-nav" aria-label="Ekonomi">' in page
    assert ">Prognos</a>" not in page


@pytest.mark.django_db
def test_a_group_of_one_place_has_no_row_of_its_own(client: Client) -> None:
    committee = make_committee()
    client.force_login(make_user("lena", committee, role="reader"))
    page = client.get(reverse("reports", args=[committee.slug])).content.decode()
    assert '<a href="/prov-sn/rapporter/" aria-current="page">Rapporter</a>' in page
    assert "group-nav" not in page


@pytest.mark.django_db
def test_what_is_not_there_is_told_in_swedish(client: Client) -> None:
    client.force_login(make_user("karin"))
    page = client.get("/finns-inte/alls/")
    assert page.status_code == 404
    assert "Sidan finns inte" in page.content.decode()


@pytest.mark.django_db
def test_a_form_that_is_too_old_is_told_in_swedish() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post(reverse("login"), {"username": "karin", "password": "x"})
    assert page.status_code == 403
    assert "Formuläret hann bli för gammalt" in page.content.decode()


def page_of_an_outage(request: HttpRequest) -> HttpResponse:
    try:
        raise OperationalError("connection refused")  # noqa: TRY301
    except OperationalError:
        return error_page(request)


def test_the_pages_of_the_worst_moments_need_no_database(client: Client) -> None:
    request = RequestFactory().get("/prov-sn/")
    assert "Något gick fel hos oss" in defaults.server_error(request).content.decode()
    assert "Förfrågan gick inte att läsa" in defaults.bad_request(request, Exception()).content.decode()
    page = page_of_an_outage(request)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "Databasen svarar inte just nu" in page.content.decode()


def test_accessibility_is_told_to_anybody(client: Client) -> None:
    page = client.get(reverse("accessibility"))
    assert page.status_code == 200
    assert "följa WCAG 2.2 på nivå AA" in page.content.decode()
