"""Investments: the table's figures, the processes and their pages."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from budget import investing
from budget.investments import Booked, Investment, investment
from budget.models import CarryOverRequest, InvestmentAmount, InvestmentProject
from organisation.models import AuditEvent
from organisation.periods import MonthClosed, close_month
from tests.budget.conftest import Prov
from tests.budget.test_budget_pages import errors
from tests.budget.test_result_pages import page, text
from tests.pages import logged_in

Type = InvestmentAmount.Type
LIST = "/prov-sn/investeringar/2021/"


@pytest.fixture
def project(prov: Prov) -> InvestmentProject:
    made = InvestmentProject.objects.create(
        committee=prov.committee,
        code="9302",
        name="Inventarier",
        group="Vård och omsorg",
        unit=prov.units["110"],
    )
    amounts = {
        (1, Type.ORIGINAL): "500000",
        (4, Type.ADDITION): "100000",
        (6, Type.ACTUAL): "200000",
        (11, Type.ACTUAL): "50000",
    }
    save(made, amounts)  # type: ignore[arg-type]
    return made


def save(project: InvestmentProject, amounts: dict[investing.Cell, str]) -> int:
    exact = {cell: Decimal(amount) for cell, amount in amounts.items()}
    return investing.save_amounts(project=project, year=2021, amounts=exact, by="prov")


@pytest.fixture
def controller(prov: Prov) -> Client:
    return logged_in(prov.controller)


def booked(*amounts: tuple[str, int, int]) -> list[Booked]:
    return [Booked(2021, month, of_type, Decimal(amount)) for of_type, month, amount in amounts]


def test_a_year_to_a_month() -> None:
    amounts = booked(
        (Type.ORIGINAL, 1, 500),
        (Type.ADDITION, 10, 100),
        (Type.ACTUAL, 3, 40),
        (Type.ACTUAL, 9, 70),
        (Type.FORECAST, 4, 550),
        (Type.FORECAST, 8, 580),
        (Type.FORECAST, 10, 590),
    )
    year = investment(amounts, 2021, 8)
    assert year == Investment(Decimal(500), Decimal(100), Decimal(40), Decimal(580))
    assert [year.budget, year.deviation, year.forecast_deviation] == [600, 560, 20]


def test_a_project_with_amounts_has_no_budget_rather_than_an_undefined_one() -> None:
    spent = investment(booked((Type.ACTUAL, 3, 40), (Type.FORECAST, 8, 529)), 2021, 8)
    assert [spent.budget, spent.deviation, spent.forecast_deviation] == [0, -40, -529]


def test_undefined_is_not_zero() -> None:
    nothing = investment(booked((Type.ORIGINAL, 1, 500)), 2020, 12)
    assert (nothing.budget, nothing.actual, nothing.deviation, nothing.forecast_deviation) == (None,) * 4


def test_half_a_forecast_is_not_compared_with_the_whole_budget() -> None:
    with_forecast = investment(booked((Type.ORIGINAL, 1, 500), (Type.FORECAST, 8, 480)), 2021, 8)
    without = investment(booked((Type.ORIGINAL, 1, 300)), 2021, 8)
    total = with_forecast + without
    assert [total.budget, total.forecast, total.forecast_deviation] == [800, 480, None]
    assert (total.is_incomplete, with_forecast.is_incomplete, without.is_incomplete) == (True, False, False)


def test_only_cells_that_change_are_written(prov: Prov, project: InvestmentProject) -> None:
    close_month(committee=prov.committee, year=2021, month=1, by="prov")
    same = {(1, Type.ORIGINAL): "500000", (4, Type.ADDITION): "90000"}
    assert save(project, same) == 3  # type: ignore[arg-type]
    with pytest.raises(MonthClosed, match=r"^Stängd månad: januari 2021\."):
        save(project, {(1, Type.ORIGINAL): "1"})
    assert investing.stored_amounts(project=project, year=2021) == {
        (1, "original"): Decimal(500000),
        (4, "addition"): Decimal(90000),
    }


def test_what_is_left(project: InvestmentProject) -> None:
    assert investing.left(project=project, year=2021) == 350000
    assert investing.left(project=project, year=2020) == 0


@pytest.mark.parametrize(
    ("amount", "reason", "said"),
    [
        ("0", "Försenad leverans", "Beloppet att ombudgetera måste vara större än noll."),
        ("-1", "Försenad leverans", "Beloppet att ombudgetera måste vara större än noll."),
        ("1", "  ", "Skriv varför pengarna behövs nästa år."),
    ],
)
def test_a_request_that_is_refused(project: InvestmentProject, amount: str, reason: str, said: str) -> None:
    with pytest.raises(investing.InvestmentRefused) as refused:
        investing.request_carry_over(
            project=project, year=2021, amount=Decimal(amount), reason=reason, by="prov"
        )
    assert str(refused.value) == said


def test_a_request_is_replaced_and_withdrawn(project: InvestmentProject) -> None:
    for amount in (1, 2):
        investing.request_carry_over(
            project=project, year=2021, amount=Decimal(amount), reason="Sen", by="prov"
        )
    assert [request.amount for request in CarryOverRequest.objects.all()] == [2]
    investing.withdraw_carry_over(project=project, year=2021, by="prov")
    assert CarryOverRequest.objects.count() == 0
    with pytest.raises(investing.InvestmentRefused, match=r"^Begäran är redan återtagen\.$"):
        investing.withdraw_carry_over(project=project, year=2021, by="prov")


def test_deleting_is_refused_in_a_closed_month_and_logged(prov: Prov, project: InvestmentProject) -> None:
    closed = close_month(committee=prov.committee, year=2021, month=6, by="prov")
    with pytest.raises(MonthClosed):
        investing.delete_project(project=project, by="prov")
    assert InvestmentAmount.objects.count() == 4
    closed.delete()
    investing.delete_project(project=project, by="prov")
    assert InvestmentProject.objects.count() == 0
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert event.action == "tog bort investeringsprojekt"
    assert event.details["amounts"][0] == [2021, 1, "original", "500000.00"]


def test_the_table(prov: Prov, project: InvestmentProject) -> None:
    investing.request_carry_over(
        project=project, year=2021, amount=Decimal(350000), reason="Leveransen är sen.", by="x"
    )
    shown = page(prov.reader, LIST)
    assert "9302 Inventarier 500 100 600 250 ▲ 350 bättre än budget – – 350" in shown
    assert "Begärd ombudgetering till 2022 Inventarier, 350 tkr Leveransen är sen." in shown
    assert "9302 Inventarier 500 100 600 200 ▲ 400 bättre än budget – – 350" in page(
        prov.reader, f"{LIST}?till=8"
    )


def test_a_manager_sees_the_own_units_projects(prov: Prov, project: InvestmentProject) -> None:
    InvestmentProject.objects.create(committee=prov.committee, code="1", name="Gemensamt")
    InvestmentProject.objects.create(
        committee=prov.committee, code="2", name="Annans", unit=prov.units["200"]
    )
    shown = page(prov.manager, LIST)
    assert ("Inventarier" in shown, "Gemensamt" in shown, "Annans" in shown) == (True, True, False)


def test_adding_a_project(prov: Prov, controller: Client) -> None:
    typed = {"code": "9400", "name": "Larm", "group": "Egna", "unit": "", "position": "3"}
    response = controller.post(f"{LIST}nytt/", typed)
    assert response["Location"] == f"{LIST}9400/belopp/"
    response = controller.post(f"{LIST}nytt/", typed)
    assert "Nämnden har redan ett projekt med det numret." in text(response.content.decode())


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("A/B", "Koden får inte innehålla blanksteg, snedstreck eller semikolon."),
        ("9 400", "Koden får inte innehålla blanksteg, snedstreck eller semikolon."),
        ("nytt", "Ordet ”nytt” kan inte vara ett projektnummer."),
    ],
)
def test_a_number_that_cannot_stand_in_an_address(
    prov: Prov, controller: Client, code: str, said: str
) -> None:
    typed = {"code": code, "name": "Larm", "group": "", "unit": "", "position": "3"}
    assert said in text(controller.post(f"{LIST}nytt/", typed).content.decode())
    assert InvestmentProject.objects.count() == 0


def test_amounts_are_typed_and_faults_kept(
    prov: Prov, project: InvestmentProject, controller: Client
) -> None:
    url = f"{LIST}9302/belopp/"
    response = controller.post(url, {"original-1": "500 000", "actual-6": "många"})
    html = response.content.decode()
    assert "Ett belopp går inte att läsa. Ingenting är sparat, och det du skrev står kvar." in text(html)
    assert 'value="många"' in html
    assert investing.left(project=project, year=2021) == 350000
    controller.post(url, {"original-1": "500 000", "actual-6": "(1 000)"})
    assert investing.stored_amounts(project=project, year=2021) == {
        (1, "original"): Decimal(500000),
        (6, "actual"): Decimal(-1000),
    }


def test_a_closed_month_is_said_at_the_form(
    prov: Prov, project: InvestmentProject, controller: Client
) -> None:
    close_month(committee=prov.committee, year=2021, month=1, by="prov")
    response = controller.post(f"{LIST}9302/belopp/", {"original-1": "7"})
    assert "Stängd månad: januari 2021." in text(response.content.decode())
    assert 'value="7"' in response.content.decode()


def test_asking_for_more_than_is_left_warns_first(
    prov: Prov, project: InvestmentProject, controller: Client
) -> None:
    url = f"{LIST}9302/ombudgetering/"
    typed: dict[str, Any] = {"belopp": "400 000", "skal": "Leveransen är sen.", "gor": "spara"}
    response = controller.post(url, typed)
    assert "Beloppet är 50 000 kr mer än vad som är kvar av budgeten." in text(response.content.decode())
    assert CarryOverRequest.objects.count() == 0
    controller.post(url, {**typed, "gor": "anda"})
    assert CarryOverRequest.objects.get().amount == 400000
    controller.post(url, {"gor": "ater"})
    assert CarryOverRequest.objects.count() == 0


def test_a_request_without_amount_and_reason(
    prov: Prov, project: InvestmentProject, controller: Client
) -> None:
    response = controller.post(f"{LIST}9302/ombudgetering/", {"belopp": "", "skal": "", "gor": "spara"})
    assert errors(response.content) == ["Skriv beloppet i kronor.", "Skriv varför pengarna behövs nästa år."]


def test_deleting_by_page(prov: Prov, project: InvestmentProject, controller: Client) -> None:
    url = f"{LIST}9302/ta-bort/"
    assert "Ta bort 9302 Inventarier?" in page(prov.controller, url)
    controller.post(url)
    assert InvestmentProject.objects.count() == 0


def test_who_may_change(prov: Prov, project: InvestmentProject) -> None:
    for user in (prov.manager, prov.reader):
        for path in ("nytt/", "9302/", "9302/belopp/", "9302/ombudgetering/", "9302/ta-bort/"):
            page(user, f"{LIST}{path}", status=403)
