"""The result's pages: what they show, to whom, and with how many queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budget.account_figures import account_months
from budget.models import BudgetLine, Load, Recalculation
from budget.recalculation import recalculate
from organisation.models import Membership, Unit
from organisation.periods import close_month
from organisation.structure import rebuild_paths
from tests import factories
from tests.budget.conftest import Prov
from tests.pages import logged_in

URL = "/prov-sn/ekonomi/2021/"


def text(html: str) -> str:
    """A page's words and figures, without its markup."""
    body = re.sub(r"<(script|style|head).*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ")


def page(user: object, url: str = URL, status: int = 200) -> str:
    response = logged_in(user).get(url)
    assert response.status_code == status
    return text(response.content.decode())


@pytest.fixture
def figures(prov: Prov) -> Prov:
    for code in ("110", "120", "200"):
        for month in range(1, 13):
            factories.add_budget(prov.units[code], prov.accounts["5000"], 2021, month, "1000000")
        for month in range(1, 9):
            factories.add_actual(prov.units[code], prov.accounts["5000"], 2021, month, "1100000")
        factories.add_actual(prov.units[code], prov.accounts["3000"], 2021, 1, "-50000")
    factories.add_forecast(prov.units["110"], prov.accounts["5000"], 2021, 8, "13000000")
    recalculate(prov.committee, 2021)
    return prov


def test_the_whole_committee_to_the_last_month_with_actuals(figures: Prov) -> None:
    shown = page(figures.controller)
    assert "Januari–augusti 2021, tkr" in shown
    assert "Kostnader −24 000 −26 400 ▼ −2 400 sämre än budget −36 000 −13 000 * ofullständig – " in shown
    assert "Intäkter – 150 – – " in shown


def test_who_lacks_a_forecast_is_named(figures: Prov) -> None:
    shown = page(figures.controller)
    assert (
        "Prognosen är ofullständig: 2 enheter saknar prognos gjord till och med augusti. "
        "Deras belopp ingår inte i kolumnen Prognos helår, och avvikelsen mot hela budgeten visas inte."
        in shown
    )
    assert "Visa vilka 120 Enhet 120 200 Enhet 200" in shown


def test_month_scale_and_sorting_are_chosen(figures: Prov) -> None:
    shown = page(figures.controller, f"{URL}?till=2&skala=kr&sortera=-enhet")
    assert "Januari–februari 2021, kr" in shown
    assert "Kostnader −2 000 000 −2 200 000 ▼ −200 000" in shown
    assert shown.index("200 Enhet 200") < shown.index("100 Enhet 100")


def test_a_month_without_actuals_is_said_to_lack_them(figures: Prov) -> None:
    said = (
        "Utfall finns till och med augusti 2021, men budgeten räknas till och med september. "
        "Avvikelsen för perioden är därför inte rättvisande."
    )
    assert said in page(figures.controller, f"{URL}?till=9")
    assert said not in page(figures.controller, f"{URL}?till=8")
    assert said not in page(figures.controller)


def test_nonsense_in_the_address_falls_back(figures: Prov) -> None:
    assert "Januari–augusti 2021, tkr" in page(
        figures.controller, f"{URL}?till=13&skala=öre&ar=abc&sortera=x"
    )


def test_another_year_is_another_address(figures: Prov) -> None:
    Recalculation.objects.create(committee=figures.committee, year=2020, changed=1, calculated=1)
    response = logged_in(figures.controller).get(f"{URL}?ar=2020&till=3&skala=mnkr")
    assert (response.status_code, response["Location"]) == (302, "/prov-sn/ekonomi/2020/?till=3&skala=mnkr")


def test_a_manager_sees_the_own_subtree_only(figures: Prov) -> None:
    shown = page(figures.manager)
    assert "110 Enhet 110" in shown
    assert "Kostnader −16 000 −17 600" in shown
    assert "200 Enhet 200" not in shown
    assert "−26 400" not in shown
    assert logged_in(figures.manager).get(f"{URL}enhet/200/").status_code == 404


def test_down_to_the_accounts_and_the_ledger(figures: Prov) -> None:
    Load.objects.create(
        committee=figures.committee, name="huvudbok-augusti.csv", sha256="x", created_by="prov"
    )
    figures.units["110"].actuals.filter(month=8).update(load=Load.objects.get())
    close_month(committee=figures.committee, year=2021, month=1, by="prov")
    unit = page(figures.controller, f"{URL}enhet/110/")
    assert "Ekonomi 2021 Enhet 100 Enhet 110" in unit
    assert "5000 Löner −8 000 −8 800 ▼ −800 sämre än budget −12 000 −13 000 ▼ −1 000 sämre än budget" in unit
    account = page(figures.controller, f"{URL}enhet/110/konto/5000/")
    assert "Januari Stängd 1 000 000,00 – – 1 000 000,00 1 100 000,00 –" in account
    assert "Augusti 1 000 000,00 – – 1 000 000,00 1 100 000,00 13 000 000,00 huvudbok-augusti.csv" in account
    assert "Hela året 12 000 000,00 – – 12 000 000,00 8 800 000,00" in account


def test_the_files_of_a_month_stand_in_the_order_they_came_in(figures: Prov) -> None:
    first, second = (
        Load.objects.create(committee=figures.committee, name=name, sha256=name, created_by="prov")
        for name in ("budget.csv", "tillägg.csv")
    )
    unit, account = figures.units["110"], figures.accounts["5000"]
    BudgetLine.objects.filter(unit=unit, month=8).update(load=first)
    factories.add_budget(unit, account, 2021, 8, "500", "supplementary")
    BudgetLine.objects.filter(unit=unit, type="supplementary").update(load=second)
    august = account_months(unit=unit, account=account, year=2021)[7]
    assert august.loads == (first, second)


def test_nothing_loaded_yet(prov: Prov) -> None:
    assert (
        "Inga siffror för 2021 än När nämndens controller har läst in budget och utfall visas resultatet här."
        in page(prov.reader)
    )
    assert "Läs in en huvudboksfil med budget och utfall, så visas resultatet här." in page(prov.controller)


def test_figures_that_are_being_recalculated(figures: Prov) -> None:
    Recalculation.objects.update(changed=99)
    assert "Siffrorna för 2021 räknas om just nu efter en ändring." in page(figures.reader)


def test_another_committee_is_not_found(figures: Prov) -> None:
    factories.make_committee("annan-sn", "Omsorgsnämnden")
    assert logged_in(figures.controller).get("/annan-sn/ekonomi/2021/").status_code == 404


def queries(prov: Prov, url: str) -> int:
    client = logged_in(prov.controller)
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


URLS = [
    URL,
    f"{URL}enhet/100/",
    "/prov-sn/budget/2021/",
    "/prov-sn/budget/2021/?sok=löner+1&enhet=100&typ=original",
    "/prov-sn/prognos/2021/8/",
    "/prov-sn/prognos/2021/8/110/",
    "/prov-sn/investeringar/2021/",
]


@pytest.mark.parametrize("url", URLS)
def test_queries_do_not_grow_with_units_and_rows(figures: Prov, url: str) -> None:
    few = queries(figures, url)
    made = Unit.objects.bulk_create(
        Unit(
            committee=figures.committee,
            code=f"9{n:03}",
            name="Ny",
            parent=figures.units["100"],
            path=f"9{n:03}/",
        )
        for n in range(200)
    )
    rebuild_paths(figures.committee)
    accounts = [
        factories.make_account(figures.committee, str(code), "Konto", f"Slag {code}")
        for code in range(8000, 8010)
    ]
    for unit in made:
        factories.add_budget(unit, figures.accounts["5000"], 2021, 1, "10")
    for account in accounts:
        factories.add_actual(figures.units["110"], account, 2021, 1, "10")
    recalculate(figures.committee, 2021)
    assert queries(figures, url) == few
    assert few <= 25


@pytest.mark.parametrize("path", ["ekonomi/2021/", "budget/2021/", "prognos/2021/8/", "investeringar/2021/"])
def test_a_committee_without_units(db: None, path: str) -> None:
    committee = factories.make_committee("tom-sn", "Nya nämnden")
    page(factories.make_user("nina", committee), f"/tom-sn/{path}")


def test_several_units_of_ones_own_are_added_up(figures: Prov) -> None:
    Membership.objects.create(
        user=figures.manager,
        committee=figures.committee,
        role=factories.make_role("reader"),
        unit=figures.units["200"],
    )
    shown = page(figures.manager)
    assert "Dina enheter totalt Intäkter – 150 – – " in shown
    assert "100 Enhet 100 Intäkter" in shown
