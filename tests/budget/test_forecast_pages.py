"""The forecast pages as the server answers them."""

from decimal import Decimal

import pytest
from django.test import Client

from budget.forecast_sheet import Sheet, blank_sheet, filled
from budget.forecasting import fingerprint, stored_forecast
from organisation.periods import close_month
from tests.budget.conftest import Prov
from tests.budget.test_result_pages import page, text
from tests.factories import add_actual, add_budget, add_forecast
from tests.pages import logged_in

OVERVIEW = "/prov-sn/prognos/2021/8/"
SHEET = f"{OVERVIEW}110/"


@pytest.fixture
def budgeted(prov: Prov) -> Prov:
    unit = prov.units["110"]
    add_budget(unit, prov.accounts["3000"], 2021, 1, "-1000")
    add_budget(unit, prov.accounts["5000"], 2021, 1, "9000")
    add_actual(unit, prov.accounts["6000"], 2021, 8, "600")
    add_actual(unit, prov.accounts["6000"], 2021, 9, "5")
    add_forecast(unit, prov.accounts["5000"], 2021, 4, "9100")
    return prov


def sent(prov: Prov, action: str, amounts: dict[str, str], **more: str) -> Client:
    fields = {f"belopp-{prov.accounts[code].pk}": typed for code, typed in amounts.items()}
    return {"gor": action, "sett": fingerprint({}), **fields, **more}  # type: ignore[return-value]


def stored(prov: Prov) -> dict[str, Decimal]:
    return stored_forecast(unit=prov.units["110"], year=2021, month=8)


def sheet(prov: Prov, typed: dict[str, str]) -> Sheet:
    return filled(blank_sheet(unit=prov.units["110"], year=2021, month=8), typed)


def test_the_sums_of_a_sheet(budgeted: Prov) -> None:
    made = sheet(budgeted, {"3000": "1 100", "5000": "9 500,50"})
    assert [(row.account.code, row.budget, row.actual, row.last, row.deviation) for row in made.rows] == [
        ("3000", 1000, None, None, 100),
        ("5000", 9000, None, 9100, Decimal("-500.50")),
        ("6000", None, 600, None, None),
    ]
    assert (made.net.budget, made.net.amount, made.net.deviation) == (
        Decimal(8000),
        Decimal("8400.50"),
        Decimal("-400.50"),
    )
    assert made.summary == "Nettokostnad 8\u00a0401 kr, 401 kr sämre än budget."
    assert made.amounts() == {"3000": Decimal(-1100), "5000": Decimal("9500.50"), "6000": Decimal(0)}


def test_an_empty_sheet_is_no_forecast(budgeted: Prov) -> None:
    made = sheet(budgeted, {"3000": "  "})
    assert (made.amounts(), made.net.amount, made.net.deviation) == ({}, None, None)
    assert made.summary == "Ingenting är ifyllt än."


def test_the_sentence_of_a_sheet(budgeted: Prov) -> None:
    as_budgeted = sheet(budgeted, {"3000": "1000", "5000": "9000"})
    assert as_budgeted.summary == "Nettokostnad 8\u00a0000 kr, i nivå med budget."
    unreadable = sheet(budgeted, {"3000": "tusen", "5000": "7000"})
    assert unreadable.summary == (
        "Nettokostnad 7\u00a0000 kr, 1\u00a0000 kr bättre än budget. Belopp som inte går att läsa är inte med."
    )


def test_saving(budgeted: Prov) -> None:
    response = logged_in(budgeted.manager).post(
        SHEET, sent(budgeted, "spara", {"3000": "1 100", "5000": "9500"}), follow=True
    )
    shown = text(response.content.decode())
    assert "Prognosen för Enhet 110, gjord i augusti 2021, är sparad." in shown
    assert "110 Enhet 110 Klar Erik Gjord i augusti" in shown
    assert stored(budgeted) == {"3000": Decimal(-1100), "5000": Decimal(9500), "6000": Decimal(0)}
    assert 'value="1\u00a0100"' in logged_in(budgeted.manager).get(SHEET).content.decode()


def test_an_unreadable_amount_loses_nothing(budgeted: Prov) -> None:
    response = logged_in(budgeted.manager).post(
        SHEET, sent(budgeted, "spara", {"3000": "tusen", "5000": "9500"})
    )
    html = response.content.decode()
    assert "Ett belopp går inte att läsa. Ingenting är sparat, och allt du skrev står kvar." in text(html)
    assert "”tusen” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234." in html
    assert 'value="tusen"' in html
    assert 'value="9500"' in html
    assert stored(budgeted) == {}


def test_all_empty_is_refused_or_asked_about(budgeted: Prov) -> None:
    client = logged_in(budgeted.manager)
    response = client.post(SHEET, sent(budgeted, "spara", {}))
    assert "Fyll i minst ett belopp. Så länge alla rader är tomma finns ingen prognos." in text(
        response.content.decode()
    )
    client.post(SHEET, sent(budgeted, "spara", {"5000": "1"}))
    seen = fingerprint(stored(budgeted))
    response = client.post(SHEET, sent(budgeted, "spara", {}, sett=seen))
    assert "Alla rader är tomma. Vill du ta bort den prognos som är sparad?" in text(
        response.content.decode()
    )
    assert stored(budgeted) != {}
    client.post(SHEET, sent(budgeted, "ta-bort", {}, sett=seen))
    assert stored(budgeted) == {}


def test_a_closed_month_is_refused(budgeted: Prov) -> None:
    close_month(committee=budgeted.committee, year=2021, month=8, by="prov")
    client = logged_in(budgeted.manager)
    response = client.post(SHEET, sent(budgeted, "spara", {"5000": "9500"}))
    assert "Stängd månad: augusti 2021. Siffrorna kan inte ändras." in text(response.content.decode())
    assert 'value="9500"' in response.content.decode()
    assert "Augusti 2021 är stängd" in page(budgeted.manager, OVERVIEW)


def test_every_account_can_be_shown(budgeted: Prov) -> None:
    assert "7000 Förbrukning" not in page(budgeted.manager, SHEET)
    assert "7000 Förbrukning" in page(budgeted.manager, f"{SHEET}?konton=alla")
    typed = sent(budgeted, "spara", {"7000": "5"}, konton="alla")
    logged_in(budgeted.manager).post(SHEET, typed)
    assert stored(budgeted) == {
        "3000": Decimal(0),
        "5000": Decimal(0),
        "6000": Decimal(0),
        "7000": Decimal(5),
    }


def test_a_unit_without_figures(prov: Prov) -> None:
    assert "Enheten har inga siffror 2021" in page(prov.controller, f"{OVERVIEW}200/")


def test_scope_and_permission(budgeted: Prov) -> None:
    page(budgeted.manager, f"{OVERVIEW}200/", status=403)
    page(budgeted.reader, SHEET, status=403)
    page(budgeted.controller, f"{OVERVIEW}200/")
    page(budgeted.controller, "/prov-sn/prognos/2021/13/110/", status=404)
    page(budgeted.controller, "/prov-sn/prognos/2021/13/", status=404)
    page(budgeted.controller, f"{OVERVIEW}999/", status=404)
    response = logged_in(budgeted.manager).post(f"{OVERVIEW}200/", sent(budgeted, "spara", {"5000": "1"}))
    assert response.status_code == 403


def test_the_overview(budgeted: Prov) -> None:
    shown = page(budgeted.controller, OVERVIEW)
    assert "0 enheter är klara, 1 återstår." in shown
    assert "110 Enhet 110 Saknas – Gjord i april" in shown
    assert "200 Enhet 200 Inga siffror i år – –" in shown
    assert "200 Enhet 200" not in page(budgeted.manager, OVERVIEW)
