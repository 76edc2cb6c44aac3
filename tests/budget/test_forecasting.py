"""A unit's forecast saved as a whole."""

from decimal import Decimal

import pytest

from budget.forecast_state import forecast_states
from budget.forecasting import ForecastConflict, ForecastRefused, fingerprint, save_forecast, stored_forecast
from budget.models import Recalculation
from organisation.models import AuditEvent
from organisation.periods import MonthClosed, close_month
from tests.budget.conftest import Prov
from tests.factories import add_actual, add_budget, add_forecast

NOTHING = fingerprint({})


def save(prov: Prov, amounts: dict[str, str], seen: str = NOTHING, by: object = None) -> int:
    return save_forecast(
        unit=prov.units["110"],
        year=2021,
        month=8,
        amounts={code: Decimal(amount) for code, amount in amounts.items()},
        seen=seen,
        by=by or prov.manager,
    )


def stored(prov: Prov) -> dict[str, Decimal]:
    return stored_forecast(unit=prov.units["110"], year=2021, month=8)


def test_a_forecast_replaces_the_whole_of_the_former(prov: Prov) -> None:
    save(prov, {"3000": "-100", "5000": "900"})
    save(prov, {"5000": "950.50", "6000": "0"}, seen=fingerprint(stored(prov)))
    assert stored(prov) == {"5000": Decimal("950.50"), "6000": Decimal("0.00")}
    assert Recalculation.objects.get(committee=prov.committee, year=2021).changed == 2
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.actor, event.action, event.subject) == (
        "Erik",
        "sparade prognos",
        "110 Enhet 110, augusti 2021",
    )
    assert event.details["before"] == {"3000": "-100.00", "5000": "900.00"}


def test_other_months_and_units_are_left_alone(prov: Prov) -> None:
    add_forecast(prov.units["110"], prov.accounts["5000"], 2021, 4, "1")
    add_forecast(prov.units["120"], prov.accounts["5000"], 2021, 8, "2")
    save(prov, {"5000": "3"})
    assert stored_forecast(unit=prov.units["110"], year=2021, month=4) == {"5000": Decimal(1)}
    assert stored_forecast(unit=prov.units["120"], year=2021, month=8) == {"5000": Decimal(2)}


def test_no_amounts_is_no_forecast(prov: Prov) -> None:
    save(prov, {"5000": "3"})
    assert save(prov, {}, seen=fingerprint(stored(prov))) == 0
    assert stored(prov) == {}


def test_the_second_of_two_is_told(prov: Prov) -> None:
    """Both opened an empty page; one saved; the other is shown what was saved, and may then save knowingly."""
    save(prov, {"5000": "900"}, by=prov.controller)
    with pytest.raises(ForecastConflict) as conflict:
        save(prov, {"5000": "1000"})
    assert str(conflict.value) == (
        "Karin har sparat en prognos för enheten sedan du öppnade sidan. Ingenting har skrivits över. "
        "Jämför raderna där ni skiljer er åt, och spara en gång till om dina belopp ska gälla."
    )
    assert conflict.value.stored == {"5000": Decimal("900.00")}
    assert stored(prov) == {"5000": Decimal("900.00")}
    save(prov, {"5000": "1000"}, seen=fingerprint(conflict.value.stored))
    assert stored(prov) == {"5000": Decimal("1000.00")}


def test_saving_the_same_again_is_said(prov: Prov) -> None:
    save(prov, {"5000": "900"})
    with pytest.raises(ForecastRefused) as refused:
        save(prov, {"5000": "900.00"}, seen=fingerprint(stored(prov)))
    assert str(refused.value) == "Prognosen är redan sparad med just de beloppen. Ingenting har ändrats."


def test_a_closed_month_is_refused(prov: Prov) -> None:
    close_month(committee=prov.committee, year=2021, month=8, by="prov")
    with pytest.raises(MonthClosed, match=r"^Stängd månad: augusti 2021\."):
        save(prov, {"5000": "900"})
    assert stored(prov) == {}


def test_an_unknown_account_is_refused(prov: Prov) -> None:
    with pytest.raises(ForecastRefused, match=r"^Nämnden har inget konto 9999\.$"):
        save(prov, {"9999": "1"})


def test_who_is_done_and_who_is_not(prov: Prov) -> None:
    add_budget(prov.units["110"], prov.accounts["5000"], 2021, 1, "10")
    add_actual(prov.units["200"], prov.accounts["5000"], 2021, 1, "10")
    save(prov, {"5000": "900"})
    states = forecast_states(user=prov.controller, committee=prov.committee, year=2021, month=8)
    assert [(s.unit.code, s.is_done, s.needed, s.saved_by, s.newest) for s in states] == [
        ("110", True, True, "Erik", 8),
        ("120", False, False, "", None),
        ("200", False, True, "", None),
    ]


def test_a_manager_sees_the_state_of_the_own_subtree(prov: Prov) -> None:
    states = forecast_states(user=prov.manager, committee=prov.committee, year=2021, month=8)
    assert [state.unit.code for state in states] == ["110", "120"]
