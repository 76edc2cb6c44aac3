"""The committee's start page: how the year stands, and what each role is asked to do."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from budget.models import Load, LoadState
from budget.recalculation import mark_changed, recalculate
from organisation.models import Committee, Unit
from organisation.periods import close_month
from reports.models import Report, ReportTemplate
from socialnamnd.latest import newest_month, newest_year
from socialnamnd.overview import overview
from tests.factories import (
    add_actual,
    add_budget,
    add_forecast,
    make_accounts,
    make_committee,
    make_units,
    make_user,
)
from tests.goal_factories import make_goal, make_levels

pytestmark = pytest.mark.django_db


def with_figures(committee: Committee) -> dict[str, Unit]:
    """January and February 2021: budget 100 000, actuals 130 000 less 20 000 in fees; no forecast for 20."""
    units = make_units(committee, {"SN": {"10": {}, "20": {}}})
    accounts = make_accounts(committee)
    for month in (1, 2):
        add_budget(units["10"], accounts["5000"], 2021, month, 50_000)
        add_actual(units["10"], accounts["5000"], 2021, month, 65_000)
    add_actual(units["20"], accounts["3000"], 2021, 2, -20_000)
    add_forecast(units["10"], accounts["5000"], 2021, 2, 400_000)
    recalculate(committee, 2021)
    return units


def make_report(committee: Committee, slug: str, **fields: object) -> Report:
    template, _ = ReportTemplate.objects.get_or_create(
        committee=committee, slug="mall", defaults={"name": "Mall", "kind": "interim", "source": ""}
    )
    return Report.objects.create(
        **{
            "committee": committee,
            "template": template,
            "slug": slug,
            "title": slug,
            "year": 2021,
            "month": 2,
            **fields,
        }
    )


def titles(user: object, committee: Committee) -> list[str]:
    return [task.title for task in overview(user, committee).tasks]


def test_the_figures_are_net_cost_to_the_newest_month() -> None:
    committee = make_committee()
    with_figures(committee)
    seen = overview(make_user("karin", committee), committee)
    assert seen.period == "januari–februari 2021"
    assert seen.amounts is not None
    assert (seen.amounts.budget_period, seen.amounts.actual_period) == (100_000, 110_000)
    assert seen.amounts.deviation_period == -10_000
    assert (seen.amounts.forecast, seen.amounts.forecasts_missing) == (400_000, 1)


def test_a_unit_manager_sees_the_units_own_figures() -> None:
    committee = make_committee()
    units = with_figures(committee)
    seen = overview(make_user("erik", committee, role="unit_manager", unit=units["10"]), committee)
    assert seen.unit == units["10"]
    assert seen.amounts is not None
    assert (seen.amounts.actual_period, seen.amounts.forecasts_missing) == (130_000, 0)


def test_each_role_is_asked_to_do_its_part() -> None:
    committee = make_committee()
    units = with_figures(committee)
    make_report(committee, "delar")
    make_report(committee, "forra", adopted_on=date(2021, 3, 1), decision_paragraph="12")
    Load.objects.create(
        committee=committee, name="fil.csv", sha256="x", state=LoadState.READY, created_by="Karin"
    )
    assert titles(make_user("karin", committee), committee) == [
        "Godkänn inläsning",
        "Lägg prognos för februari 2021",
        "Stäng januari 2021",
        "Skriv i delar",
    ]
    assert titles(make_user("sofia", committee, role="secretary"), committee) == ["Skriv i delar"]
    assert titles(make_user("erik", committee, role="unit_manager", unit=units["10"]), committee) == [
        "Skriv i delar"
    ]
    assert titles(make_user("eva", committee, role="unit_manager", unit=units["20"]), committee) == [
        "Lägg prognos för februari 2021",
        "Skriv i delar",
    ]
    assert titles(make_user("lena", committee, role="reader"), committee) == []


def test_the_first_open_month_with_actuals_is_the_one_to_close() -> None:
    committee = make_committee()
    with_figures(committee)
    karin = make_user("karin", committee)
    close_month(committee=committee, year=2021, month=1, by=karin)
    assert "Stäng februari 2021" in titles(karin, committee)
    close_month(committee=committee, year=2021, month=2, by=karin)
    assert not [title for title in titles(karin, committee) if title.startswith("Stäng")]


def test_before_the_first_figures_each_is_told_what_comes_next(client: Client) -> None:
    committee = make_committee()
    address = reverse("committee", args=[committee.slug])
    client.force_login(make_user("karin", committee))
    assert "Börja med organisationen" in client.get(address).content.decode()
    make_units(committee, {"SN": {}})
    assert "Läs in huvudboken" in client.get(address).content.decode()
    client.force_login(make_user("lena", committee, role="reader"))
    assert "När nämndens controller har läst in" in client.get(address).content.decode()


def test_figures_that_are_being_recalculated_are_said_to_be(client: Client) -> None:
    committee = make_committee()
    with_figures(committee)
    mark_changed(committee, [2021])
    client.force_login(make_user("karin", committee))
    page = client.get(reverse("committee", args=[committee.slug])).content.decode()
    assert "Siffrorna för 2021 räknas om just nu." in page


def test_the_page_asks_the_database_as_little_for_many_units(
    client: Client, django_assert_num_queries
) -> None:
    committee = make_committee()
    units = with_figures(committee)
    client.force_login(make_user("karin", committee))
    address = reverse("committee", args=[committee.slug])
    client.get(address)
    with django_assert_num_queries(20):
        client.get(address)
    accounts = {account.code: account for account in committee.accounts.all()}
    for number in range(100, 140):
        unit = Unit.objects.create(
            committee=committee, code=str(number), name="x", parent=units["SN"], path=f"SN/{number}/"
        )
        add_actual(unit, accounts["5000"], 2021, 1, 1000)
        make_report(committee, f"rapport-{number}")
    recalculate(committee, 2021)
    with django_assert_num_queries(20):
        client.get(address)


def test_addresses_without_a_year_lead_to_the_newest_with_actuals(client: Client) -> None:
    committee = make_committee()
    with_figures(committee)
    mark_changed(committee, [2022])
    assert newest_month(committee) == (2021, 2)
    assert newest_year(committee) == 2021
    client.force_login(make_user("karin", committee))
    for name, leads_to in (
        ("latest_result", "/prov-sn/ekonomi/2021/"),
        ("latest_budget", "/prov-sn/budget/2021/"),
        ("latest_investments", "/prov-sn/investeringar/2021/"),
        ("latest_periods", "/prov-sn/perioder/2021/"),
        ("latest_forecast", "/prov-sn/prognos/2021/2/"),
    ):
        assert client.get(reverse(name, args=[committee.slug])).headers["Location"] == leads_to


def test_a_committee_that_has_only_a_budget_is_shown_its_year() -> None:
    committee = make_committee()
    make_units(committee, {"SN": {}})
    mark_changed(committee, [2022])
    assert (newest_month(committee), newest_year(committee)) == (None, 2022)


def test_when_the_year_is_whole_there_is_nothing_left_to_forecast(client: Client) -> None:
    committee = make_committee()
    units = with_figures(committee)
    accounts = {account.code: account for account in committee.accounts.all()}
    add_actual(units["10"], accounts["5000"], 2021, 12, 1000)
    recalculate(committee, 2021)
    karin = make_user("karin", committee)
    assert titles(karin, committee) == ["Stäng januari 2021", "Skapa en rapport"]
    client.force_login(karin)
    page = client.get(reverse("committee", args=[committee.slug])).content.decode()
    assert "Utfall hela 2021" in page
    assert "Prognos hela 2021" not in page


def start_page(user: object, committee: Committee) -> str:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client.get(reverse("committee", args=[committee.slug])).content.decode()


def test_before_the_first_figures_there_may_be_goals_to_set_up_or_follow_up() -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"10": {}}})
    manager = make_user("erik", committee, role="unit_manager", unit=units["10"])
    secretary = make_user("sofia", committee, role="secretary")
    assert "Mål, mått och uppdrag kan läggas upp redan nu." in start_page(secretary, committee)
    assert "läggas upp" not in start_page(manager, committee)
    assert "Här finns inga siffror än" in start_page(manager, committee)
    level, this_year = make_levels(committee)["committee_goal"], timezone.localdate().year
    # Until May it is the year before that is followed up.
    for year in (this_year - 1, this_year):
        make_goal(committee, level, year, units=[units["10"]])
    past = make_goal(committee, level, 2021, units=[units["10"]])
    assert past.follow_up_months == []
    for user in (manager, secretary):
        page = start_page(user, committee)
        assert "Här finns inga siffror än" not in page
        assert "Följ upp " in page
