"""The pages where budget is listed and entered: what is typed, what is refused, and that nothing is lost."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from budget.entry import budget_months
from budget.models import BudgetLine
from organisation.periods import close_month
from tests.budget.conftest import Prov
from tests.budget.test_result_pages import page, text
from tests.factories import add_actual, add_budget, make_administrator, make_committee
from tests.pages import logged_in

LIST = "/prov-sn/budget/2021/"
NEW = f"{LIST}ny/"
EDIT = f"{LIST}110/5000/original/"


@pytest.fixture
def controller(prov: Prov) -> Client:
    return logged_in(prov.controller)


def months(prov: Prov, account: str = "5000", of_type: str = BudgetLine.Type.ORIGINAL) -> list[Decimal]:
    stored = budget_months(unit=prov.units["110"], account=prov.accounts[account], year=2021, type=of_type)
    return list(stored.values())


def errors(html: bytes) -> list[str]:
    found = re.findall(
        r'class="(?:invalid-feedback|alert alert-danger)".*?>(.*?)</(?:span|div)>', html.decode(), re.DOTALL
    )
    return [text(each).strip() for each in found]


def test_a_year_spread_evenly(prov: Prov, controller: Client) -> None:
    typed = {"enhet": "110", "konto": "5000", "typ": "original", "satt": "jamnt", "helar": "100 000"}
    response = controller.post(NEW, typed, follow=True)
    assert "Budgeten är sparad: 110 Enhet 110, 5000 Löner, 100 000,00 kr för 2021." in text(
        response.content.decode()
    )
    assert months(prov) == [Decimal("8333.33"), Decimal("8333.34"), Decimal("8333.33")] * 4


def test_income_is_typed_without_minus_and_stored_with(prov: Prov, controller: Client) -> None:
    typed = {"enhet": "110", "konto": "3000", "typ": "supplementary", "satt": "jamnt", "helar": "1200"}
    controller.post(NEW, typed)
    assert months(prov, "3000", BudgetLine.Type.SUPPLEMENTARY) == [Decimal(-100)] * 12
    assert "3000 Avgifter , ändra Enhet 110 intäkt Tilläggsbudget 1 200 100 100" in page(
        prov.controller, LIST
    )


def test_like_last_year(prov: Prov, controller: Client) -> None:
    add_actual(prov.units["110"], prov.accounts["5000"], 2020, 6, "10")
    add_actual(prov.units["110"], prov.accounts["5000"], 2020, 7, "30")
    typed = {"enhet": "110", "konto": "5000", "typ": "original", "satt": "fjolaret", "helar": "1000"}
    controller.post(NEW, typed)
    assert [str(m) for m in months(prov)] == ["0.00"] * 5 + ["250.00", "750.00"] + ["0.00"] * 5


def test_month_by_month(prov: Prov, controller: Client) -> None:
    controller.post(EDIT, {"satt": "manader", "m1": "100", "m12": "(50)", "sett": ""})
    assert months(prov) == [Decimal(100), *[Decimal(0)] * 10, Decimal(-50)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"satt": "jamnt", "helar": ""}, ["Skriv helårsbeloppet i kronor."]),
        (
            {"satt": "jamnt", "helar": "12,34,5"},
            ["”12,34,5” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234."],
        ),
        ({"satt": "manader"}, ["Skriv minst ett månadsbelopp."]),
        (
            {"satt": "manader", "m1": "5", "m2": "fem"},
            ["”fem” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234."],
        ),
        (
            {"satt": "fjolaret", "helar": "1000"},
            [
                (
                    "110 Enhet 110 har inget utfall 2020 på 5000 Löner att fördela efter. "
                    "Fördela jämnt eller månad för månad."
                )
            ],
        ),
    ],
)
def test_bad_input_is_said_and_kept(
    prov: Prov, controller: Client, typed: dict[str, str], said: list[str]
) -> None:
    response = controller.post(EDIT, {**typed, "sett": ""})
    assert response.status_code == 200
    assert errors(response.content) == said
    for value in typed.values():
        assert not value or f'value="{value}"' in response.content.decode()
    assert months(prov) == []


def test_no_unit_and_no_account(prov: Prov, controller: Client) -> None:
    response = controller.post(
        NEW, {"enhet": "", "konto": "9", "typ": "original", "satt": "jamnt", "helar": "1"}
    )
    assert errors(response.content) == ["Välj vilken enhet budgeten gäller.", "Välj ett konto i listan."]


def test_a_line_that_is_there_already(prov: Prov, controller: Client) -> None:
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 1, "7")
    typed = {"enhet": "110", "konto": "5000", "typ": "original", "satt": "jamnt", "helar": "1"}
    response = controller.post(NEW, typed)
    assert errors(response.content) == ["Budgetraden finns redan. Öppna den i listan och ändra den där."]


def test_a_closed_month_is_said_at_the_form(prov: Prov, controller: Client) -> None:
    close_month(committee=prov.committee, year=2021, month=2, by="prov")
    response = controller.post(EDIT, {"satt": "jamnt", "helar": "1 234", "sett": ""})
    assert errors(response.content) == [
        (
            "Stängd månad: februari 2021. Siffrorna kan inte ändras. "
            "En controller kan öppna månaden igen under Perioder."
        )
    ]
    assert 'value="1 234"' in response.content.decode()


def test_somebody_else_saved_in_between(prov: Prov, controller: Client) -> None:
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 1, "7")
    first = controller.get(EDIT).content.decode()
    seen = re.search(r'name="sett" value="([^"]*)"', first)
    assert seen is not None
    assert seen[1] == "1=7.00"
    BudgetLine.objects.update(amount=8)
    response = controller.post(EDIT, {"satt": "jamnt", "helar": "12", "sett": seen[1]})
    assert "Någon annan har ändrat raden under tiden. Nu gäller 8,00 kr för året." in text(
        response.content.decode()
    )
    controller.post(EDIT, {"satt": "jamnt", "helar": "12", "sett": "1=8.00"})
    assert months(prov) == [Decimal(1)] * 12


def test_deleting_is_confirmed_and_undone(prov: Prov, controller: Client) -> None:
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 1, "7")
    assert "Ta bort budgetraden? Enhet 110 Enhet 110" in page(prov.controller, f"{EDIT}ta-bort/")
    assert months(prov) == [Decimal(7)]
    response = controller.post(f"{EDIT}ta-bort/", follow=True)
    html = response.content.decode()
    assert months(prov) == []
    undo = re.search(r'action="([^"]*angra[^"]*)"', html)
    assert undo is not None
    response = controller.post(undo[1], follow=True)
    assert "Ändringen är ångrad: 110 Enhet 110, 5000 Löner, 2021." in text(response.content.decode())
    assert months(prov) == [Decimal(7)]


def test_undo_by_get_is_not_allowed(prov: Prov, controller: Client) -> None:
    assert controller.get(f"{LIST}angra/1/").status_code == 405


def test_the_list_is_searched_filtered_and_summed(prov: Prov) -> None:
    add_budget(prov.units["110"], prov.accounts["3000"], 2021, 1, "-100")
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 1, "900")
    add_budget(prov.units["200"], prov.accounts["5000"], 2021, 2, "50", BudgetLine.Type.CARRY_OVER)
    everything = page(prov.controller, LIST)
    assert "Intäkter 100 kr Kostnader 950 kr Nettokostnad 850 kr" in everything
    assert "3 budgetrader, kronor" in everything
    assert "Intäkter – kr Kostnader 950 kr Nettokostnad 950 kr" in page(prov.controller, f"{LIST}?sok=LÖN")
    assert "1 budgetrad, kronor, i urvalet" in page(prov.controller, f"{LIST}?sok=löner+200")
    assert "2 budgetrader, kronor, i urvalet" in page(prov.controller, f"{LIST}?enhet=100")
    assert "1 budgetrad, kronor, i urvalet" in page(prov.controller, f"{LIST}?typ=carry_over")
    assert "Inga budgetrader i urvalet" in page(prov.controller, f"{LIST}?sok=finns+inte")
    falling = page(prov.controller, f"{LIST}?sortera=-belopp")
    assert falling.index("kostnad Budget 900") < falling.index("Ombudgetering 50")


def test_scope_and_permission(prov: Prov) -> None:
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 1, "900")
    add_budget(prov.units["200"], prov.accounts["5000"], 2021, 1, "50")
    assert "Kostnader 900 kr" in page(prov.manager, LIST)
    assert "Ny budgetrad" not in page(prov.reader, LIST)
    for user in (prov.manager, prov.reader):
        for url in (NEW, EDIT, f"{EDIT}ta-bort/"):
            page(user, url, status=403)
    page(prov.controller, f"{LIST}110/5000/nonsense/", status=404)
    page(prov.controller, f"{LIST}110/9999/original/", status=404)
    page(prov.controller, f"{LIST}999/5000/original/", status=404)


def test_a_committee_without_units_cannot_have_a_line_yet(db: None) -> None:
    make_committee("tom-sn")
    shown = page(make_administrator(), "/tom-sn/budget/2021/ny/")
    assert "En budgetrad hör till en enhet och ett konto. En administratör lägger in dem" in shown


def test_an_empty_year_says_what_to_do(prov: Prov) -> None:
    assert "Ingen budget än För in den första raden här" in page(prov.controller, LIST)
    assert "När nämndens controller har fört in budgeten visas den här." in page(prov.reader, LIST)


@pytest.mark.parametrize(
    "path",
    [
        "ekonomi/1999/",
        "budget/2101/ny/",
        "investeringar/99999/nytt/",
        "prognos/2021/0/",
        "prognos/2021/13/110/",
        "perioder/0/",
    ],
)
def test_a_year_or_month_that_no_row_can_have_is_not_found(controller: Client, path: str) -> None:
    assert controller.get(f"/prov-sn/{path}").status_code == 404
