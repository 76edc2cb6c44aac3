"""One small committee that most tests of the budget's pages are about."""

from dataclasses import dataclass

import pytest

from budget.models import Account
from organisation.models import Committee, Unit, User
from tests import factories


@dataclass(frozen=True)
class Prov:
    """SN over 100 (over 110 and 120) and 200; accounts 3000 (income), 5000, 6000, 7000 (costs)."""

    committee: Committee
    units: dict[str, Unit]
    accounts: dict[str, Account]
    controller: User
    manager: User  # of 100
    reader: User


@pytest.fixture
def prov(db: None) -> Prov:
    committee = factories.make_committee()
    units = factories.make_units(committee, {"SN": {"100": {"110": {}, "120": {}}, "200": {}}})
    return Prov(
        committee,
        units,
        factories.make_accounts(committee),
        factories.make_user("karin", committee, role="controller"),
        factories.make_user("erik", committee, role="unit_manager", unit=units["100"]),
        factories.make_user("lena", committee, role="reader"),
    )
