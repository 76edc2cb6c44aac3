"""Budget lines saved, deleted and undone."""

from decimal import Decimal

import pytest

from budget import entry, spreading
from budget.models import BudgetLine, Recalculation
from organisation.models import AuditEvent
from organisation.periods import MonthClosed, close_month
from tests.budget.conftest import Prov
from tests.factories import add_actual, add_budget

ORIGINAL = BudgetLine.Type.ORIGINAL


def save(prov: Prov, amount: str = "1200", **changed: object) -> AuditEvent:
    line = {
        "unit": prov.units["110"],
        "account": prov.accounts["5000"],
        "year": 2021,
        "type": ORIGINAL,
        **changed,
    }
    return entry.save_budget(**{"months": spreading.evenly(Decimal(amount)), "by": prov.controller, **line})  # type: ignore[arg-type]


def months(prov: Prov, of_type: str = ORIGINAL) -> dict[int, Decimal]:
    return entry.budget_months(unit=prov.units["110"], account=prov.accounts["5000"], year=2021, type=of_type)


def test_saving_stores_twelve_months_and_says_so(prov: Prov) -> None:
    event = save(prov, "100000")
    stored = months(prov)
    assert list(stored) == list(range(1, 13))
    assert [stored[1], stored[2], stored[3]] == [
        Decimal("8333.33"),
        Decimal("8333.34"),
        Decimal("8333.33"),
    ]
    assert sum(stored.values()) == Decimal("100000.00")
    assert (event.actor, event.action, event.subject) == (
        "Karin",
        "förde in budget",
        "110 Enhet 110, 5000 Löner, 2021",
    )
    assert Recalculation.objects.get(committee=prov.committee, year=2021).changed == 1


def test_the_three_types_are_kept_apart(prov: Prov) -> None:
    save(prov, "1200")
    save(prov, "120", type=BudgetLine.Type.SUPPLEMENTARY)
    save(prov, "12", type=BudgetLine.Type.CARRY_OVER)
    assert [sum(months(prov, of).values()) for of in BudgetLine.Type.values] == [1200, 120, 12]


def test_only_months_that_change_are_written(prov: Prov) -> None:
    """So that the open months can be changed while January is closed, and loaded rows keep their load."""
    save(prov, "1200")
    untouched = set(BudgetLine.objects.filter(month__lte=6).values_list("pk", flat=True))
    close_month(committee=prov.committee, year=2021, month=1, by="prov")
    save(prov, months=[Decimal(100)] * 6 + [Decimal(200)] * 6)
    assert set(BudgetLine.objects.filter(month__lte=6).values_list("pk", flat=True)) == untouched
    assert sum(months(prov).values()) == 1800


def test_a_closed_month_is_refused_and_nothing_changed(prov: Prov) -> None:
    save(prov, "1200")
    close_month(committee=prov.committee, year=2021, month=3, by="prov")
    with pytest.raises(MonthClosed) as refused:
        save(prov, "2400")
    assert str(refused.value) == (
        "Stängd månad: mars 2021. Siffrorna kan inte ändras. En controller kan öppna månaden igen under Perioder."
    )
    assert sum(months(prov).values()) == 1200


def test_like_last_year(prov: Prov) -> None:
    unit, account = prov.units["110"], prov.accounts["5000"]
    add_actual(unit, account, 2020, 1, "100")
    add_actual(unit, account, 2020, 2, "200")
    add_actual(unit, account, 2020, 12, "300")
    spread = entry.spread_like_last_year(unit=unit, account=account, year=2021, amount=Decimal(1000))
    assert spread == (Decimal("166.67"), Decimal("333.33"), *[Decimal("0.00")] * 9, Decimal("500.00"))


def test_like_last_year_without_actuals(prov: Prov) -> None:
    with pytest.raises(entry.EntryRefused) as refused:
        entry.spread_like_last_year(
            unit=prov.units["110"], account=prov.accounts["5000"], year=2021, amount=Decimal(1000)
        )
    assert str(refused.value) == (
        "110 Enhet 110 har inget utfall 2020 på 5000 Löner att fördela efter. "
        "Fördela jämnt eller månad för månad."
    )


def test_like_last_year_that_was_zero(prov: Prov) -> None:
    add_actual(prov.units["110"], prov.accounts["5000"], 2020, 1, "100")
    add_actual(prov.units["110"], prov.accounts["5000"], 2020, 2, "-100")
    with pytest.raises(entry.EntryRefused) as refused:
        entry.spread_like_last_year(
            unit=prov.units["110"], account=prov.accounts["5000"], year=2021, amount=Decimal(1000)
        )
    assert str(refused.value) == (
        "Utfallet 2020 på 5000 Löner blir noll för hela året, så det går inte att fördela efter det. "
        "Fördela jämnt eller månad för månad."
    )


def test_somebody_else_was_first(prov: Prov) -> None:
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 1, "700")
    with pytest.raises(entry.EntryRefused) as refused:
        save(prov, "2400", seen={1: Decimal(600)})
    assert str(refused.value) == (
        "Någon annan har ändrat raden under tiden. Nu gäller 700,00 kr för året. "
        "Jämför med det du har skrivit, och spara en gång till om ditt ska gälla."
    )
    assert months(prov) == {1: Decimal(700)}


def test_a_unit_that_is_no_more_gets_no_budget(prov: Prov) -> None:
    prov.units["110"].valid_to = 2020
    prov.units["110"].save()
    with pytest.raises(entry.EntryRefused) as refused:
        save(prov)
    assert str(refused.value) == "110 Enhet 110 gäller inte 2021, så den kan inte få budget det året."


def test_months_out_of_all_measure(prov: Prov) -> None:
    with pytest.raises(entry.EntryRefused) as refused:
        save(prov, months=[Decimal(10**13), *[Decimal(0)] * 11])
    assert str(refused.value) == (
        "Något månadsbelopp blir större än vad programmet kan lagra. Kontrollera beloppet."
    )


def test_deleting_and_undoing(prov: Prov) -> None:
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 1, "700")
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 5, "50.50")
    line = {"unit": prov.units["110"], "account": prov.accounts["5000"], "year": 2021, "type": ORIGINAL}
    event = entry.delete_budget(**line, by=prov.controller)
    assert months(prov) == {}
    entry.undo(event=event, committee=prov.committee, by=prov.controller)
    assert months(prov) == {1: Decimal("700.00"), 5: Decimal("50.50")}
    assert AuditEvent.objects.order_by("id").last().action == "ångrade budgetändring"  # type: ignore[union-attr]


def test_deleting_twice(prov: Prov) -> None:
    line = {"unit": prov.units["110"], "account": prov.accounts["5000"], "year": 2021, "type": ORIGINAL}
    with pytest.raises(entry.EntryRefused, match=r"^Budgetraden är redan borttagen\.$"):
        entry.delete_budget(**line, by=prov.controller)


def test_undo_of_what_was_changed_again_is_refused(prov: Prov) -> None:
    first = save(prov, "1200")
    save(prov, "2400")
    with pytest.raises(entry.EntryRefused, match=r"^Någon annan har ändrat raden under tiden\."):
        entry.undo(event=first, committee=prov.committee, by=prov.controller)
    assert sum(months(prov).values()) == 2400


def test_undo_takes_no_other_events(prov: Prov) -> None:
    close_month(committee=prov.committee, year=2021, month=1, by="prov")
    event = AuditEvent.objects.get()
    with pytest.raises(entry.EntryRefused, match=r"^Den ändringen går inte att ångra\.$"):
        entry.undo(event=event, committee=prov.committee, by=prov.controller)


def test_own_sign_is_its_own_inverse() -> None:
    assert entry.own_sign("revenue", Decimal(-5)) == 5
    assert entry.own_sign("cost", Decimal(5)) == 5
    assert str(entry.own_sign("revenue", Decimal(0))) == "0"
