"""The administration of the ledger: closed months hold there too, and changes are recalculated and logged."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budget import models
from organisation.models import AuditEvent, Job, Unit
from organisation.periods import close_month
from tests.budget.conftest import Prov
from tests.budget.test_result_pages import text
from tests.factories import add_actual, add_budget, add_forecast, make_administrator, make_committee
from tests.pages import logged_in

CLOSED = "Stängd månad: mars 2021. Siffrorna kan inte ändras."


@pytest.fixture
def client(prov: Prov) -> Client:
    return logged_in(make_administrator())


@pytest.fixture
def march(prov: Prov) -> models.Actual:
    return add_actual(prov.units["110"], prov.accounts["5000"], 2021, 3, "100")


def fields(row: Any, **changed: object) -> dict[str, object]:
    own = {
        "unit": row.unit_id,
        "account": row.account_id,
        "year": row.year,
        "month": row.month,
        "amount": row.amount,
    }
    return {**own, **changed}


def changed(prov: Prov, year: int = 2021) -> int:
    found = models.Recalculation.objects.filter(committee=prov.committee, year=year).first()
    return found.changed if found else 0


def test_a_change_is_logged_and_recalculated(prov: Prov, client: Client, march: models.Actual) -> None:
    url = f"/admin/budget/actual/{march.pk}/change/"
    assert client.post(url, fields(march, amount="250,50")).status_code == 302
    march.refresh_from_db()
    assert march.amount == Decimal("250.50")
    assert changed(prov) == 1
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.action, event.committee_slug) == ("ändrade utfall", "prov-sn")
    assert event.subject == f"{march.unit}, {march.account}, 2021-03: 250,50 kr"


def test_a_closed_month_is_refused_at_the_form(prov: Prov, client: Client, march: models.Actual) -> None:
    close_month(committee=prov.committee, year=2021, month=3, by="prov")
    for typed in (fields(march, amount="7"), fields(march, month=4)):
        response = client.post(f"/admin/budget/actual/{march.pk}/change/", typed)
        assert CLOSED in text(response.content.decode())
    response = client.post("/admin/budget/actual/add/", fields(march, account=prov.accounts["6000"].pk))
    assert CLOSED in text(response.content.decode())
    march.refresh_from_db()
    assert (march.amount, march.month, models.Actual.objects.count(), changed(prov)) == (100, 3, 1, 0)


def test_a_closed_month_is_not_deleted_from(prov: Prov, client: Client, march: models.Actual) -> None:
    close_month(committee=prov.committee, year=2021, month=3, by="prov")
    url = f"/admin/budget/actual/{march.pk}/delete/"
    assert CLOSED in text(client.get(url).content.decode())
    client.post(url, {"post": "yes"})
    client.post(
        "/admin/budget/actual/", {"action": "delete_selected", "_selected_action": [march.pk], "post": "yes"}
    )
    assert models.Actual.objects.count() == 1


def test_an_open_month_is(prov: Prov, client: Client, march: models.Actual) -> None:
    client.post(f"/admin/budget/actual/{march.pk}/delete/", {"post": "yes"})
    assert models.Actual.objects.count() == 0
    assert changed(prov) == 1


def test_account_of_another_committee(prov: Prov, client: Client, march: models.Actual) -> None:
    other = make_committee("annan-sn", "Omsorgsnämnden")
    kind = models.CostType.objects.create(committee=other, name="Övrigt", kind="cost")
    account = models.Account.objects.create(committee=other, code="1", name="Annat", cost_type=kind)
    response = client.post("/admin/budget/actual/add/", fields(march, account=account.pk))
    assert "Kontot hör till en annan nämnd än enheten." in text(response.content.decode())


def test_moving_an_account_or_a_unit_is_recalculated(
    prov: Prov, client: Client, march: models.Actual
) -> None:
    account, staff = prov.accounts["6000"], prov.accounts["5000"].cost_type
    typed = {"committee": prov.committee.pk, "code": "6000", "name": "Hyror", "cost_type": staff.pk}
    assert client.post(f"/admin/budget/account/{account.pk}/change/", typed).status_code == 302
    assert changed(prov) == 1
    unit = prov.units["110"]
    moved = {"code": "110", "name": "Enhet 110", "type": "", "parent": prov.units["200"].pk, "position": 0}
    assert client.post(f"/admin/organisation/unit/{unit.pk}/change/", moved).status_code == 302
    assert Unit.objects.get(pk=unit.pk).path == "SN/200/110/"
    assert changed(prov) == 2


def test_investments_in_a_closed_month(prov: Prov, client: Client) -> None:
    project = models.InvestmentProject.objects.create(committee=prov.committee, code="1", name="Larm")
    row = models.InvestmentAmount.objects.create(project=project, year=2021, month=3, type="actual", amount=5)
    close_month(committee=prov.committee, year=2021, month=3, by="prov")
    typed = {
        "committee": prov.committee.pk, "code": "1", "name": "Larm", "group": "", "unit": "", "position": 0,
        "amounts-TOTAL_FORMS": 1, "amounts-INITIAL_FORMS": 1, "amounts-0-id": row.pk, "amounts-0-project": project.pk,
        "amounts-0-year": 2021, "amounts-0-month": 3, "amounts-0-type": "actual", "amounts-0-amount": "6",
        "carry_over_requests-TOTAL_FORMS": 0, "carry_over_requests-INITIAL_FORMS": 0,
    }  # fmt: skip
    url = f"/admin/budget/investmentproject/{project.pk}/change/"
    assert CLOSED in text(client.post(url, typed).content.decode())
    assert CLOSED in text(client.post(url, {**typed, "amounts-0-DELETE": "on"}).content.decode())
    assert client.post(url, {**typed, "amounts-0-amount": "5", "name": "Larm 2"}).status_code == 302
    client.post(f"/admin/budget/investmentproject/{project.pk}/delete/", {"post": "yes"})
    assert models.InvestmentProject.objects.get().name == "Larm 2"


def test_a_project_with_a_request_in_a_closed_december_stays(prov: Prov, client: Client) -> None:
    project = models.InvestmentProject.objects.create(committee=prov.committee, code="1", name="Larm")
    models.CarryOverRequest.objects.create(project=project, year=2021, amount=5, reason="Försenat")
    close_month(committee=prov.committee, year=2021, month=12, by="prov")
    client.post(f"/admin/budget/investmentproject/{project.pk}/delete/", {"post": "yes"})
    assert models.InvestmentProject.objects.count() == 1


def test_recalculating_starts_a_job(prov: Prov, client: Client, march: models.Actual) -> None:
    row = models.Recalculation.objects.create(committee=prov.committee, year=2021, changed=1)
    typed = {"action": "recalculate", "_selected_action": [row.pk]}
    shown = text(client.post("/admin/budget/recalculation/", typed, follow=True).content.decode())
    assert "Omräkningen av Socialnämnden, Provkommun är beställd. Följ hur det går ." in shown
    assert Job.objects.get().kind == "omräkning"


OWN = [model for model in admin.site._registry if model._meta.app_label == "budget"]


@pytest.mark.parametrize("model", OWN)
def test_every_list_is_shown_searched_and_asks_the_same_of_the_database(
    prov: Prov, client: Client, model: Any
) -> None:
    def fill(year: int) -> None:
        for unit in ("110", "120", "200"):
            for code in ("5000", "6000"):
                add_budget(prov.units[unit], prov.accounts[code], year, 1, "1")
                add_actual(prov.units[unit], prov.accounts[code], year, 1, "1")
                add_forecast(prov.units[unit], prov.accounts[code], year, 1, "1")
        models.Recalculation.objects.create(committee=prov.committee, year=year)
        models.Load.objects.create(committee=prov.committee, name=f"{year}.csv", sha256="x", created_by="x")
        models.InvestmentProject.objects.create(
            committee=prov.committee, code=str(year), name="x", unit=prov.units["110"]
        )
        models.Deviation.objects.create(
            unit=prov.units["110"], cost_type=prov.accounts["5000"].cost_type, year=year, month=1
        )

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/admin/budget/{model._meta.model_name}/?q=a").status_code == 200
            assert client.get(f"/admin/budget/{model._meta.model_name}/").status_code == 200
        return len(caught)

    fill(2020)
    few = queries()
    for year in range(2021, 2025):
        fill(year)
    assert queries() <= few
