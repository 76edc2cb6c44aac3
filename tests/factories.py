"""Rows for tests, as plain functions. Every amount is in kronor and ledger sign (revenue negative).

committee = make_committee()                       # 'prov-sn' in Provkommun
units = make_units(committee, {"SN": {"100": {"110": {}}, "200": {}}})   # {"SN": Unit, "100": …}
accounts = make_accounts(committee)                # {"3000": intäkter, "5000": personal, "6000", "7000"}
add_actual(units["110"], accounts["5000"], 2021, 8, "1234.50")
controller = make_user("karin", committee, role="controller")
manager = make_user("erik", committee, role="unit_manager", unit=units["100"])
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from budget.models import Account, Actual, BudgetLine, CostType, Forecast, Kind
from organisation.models import Committee, Membership, Municipality, Role, Unit, User
from organisation.permissions import STANDARD_ROLES
from organisation.structure import rebuild_paths

PASSWORD = "en lång mening som lösenord"


def make_municipality(name: str = "Provkommun", code: str = "9999") -> Municipality:
    return Municipality.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_committee(
    slug: str = "prov-sn",
    name: str = "Socialnämnden",
    municipality: Municipality | None = None,
    **fields: Any,
) -> Committee:
    """A committee; one with another slug than the first gets a municipality of its own."""
    if municipality is None:
        number = Municipality.objects.count()
        municipality = make_municipality(
            f"Provkommun {number}" if number else "Provkommun", f"{9999 - number}"
        )
    return Committee.objects.create(municipality=municipality, slug=slug, name=name, **fields)


Tree = Mapping[str, "Tree"]


def make_units(committee: Committee, tree: Tree, names: Mapping[str, str] | None = None) -> dict[str, Unit]:
    """Units by code, from codes within codes; a unit is named 'Enhet 110' unless names has another."""
    made: dict[str, Unit] = {}

    def add(below: Tree, parent: Unit | None) -> None:
        for code, children in below.items():
            made[code] = Unit.objects.create(
                committee=committee,
                code=code,
                name=(names or {}).get(code, f"Enhet {code}"),
                parent=parent,
                position=len(made),
            )
            add(children, made[code])

    add(tree, None)
    rebuild_paths(committee)
    for unit in made.values():
        unit.refresh_from_db()
    return made


def make_account(
    committee: Committee, code: str, name: str, cost_type: str = "Övriga kostnader", kind: str = Kind.COST
) -> Account:
    of_type, _ = CostType.objects.get_or_create(
        committee=committee,
        name=cost_type,
        defaults={"kind": kind, "position": CostType.objects.filter(committee=committee).count()},
    )
    return Account.objects.create(committee=committee, code=code, name=name, cost_type=of_type)


def make_accounts(committee: Committee) -> dict[str, Account]:
    """One account of each common cost type, by code."""
    return {
        "3000": make_account(committee, "3000", "Avgifter", "Intäkter", Kind.REVENUE),
        "5000": make_account(committee, "5000", "Löner", "Personalkostnader"),
        "6000": make_account(committee, "6000", "Hyror", "Lokalkostnader"),
        "7000": make_account(committee, "7000", "Förbrukning", "Övriga kostnader"),
    }


def add_budget(
    unit: Unit,
    account: Account,
    year: int,
    month: int,
    amount: str | int,
    type: str = BudgetLine.Type.ORIGINAL,
) -> BudgetLine:
    return BudgetLine.objects.create(
        unit=unit, account=account, year=year, month=month, amount=Decimal(amount), type=type
    )


def add_actual(unit: Unit, account: Account, year: int, month: int, amount: str | int) -> Actual:
    return Actual.objects.create(unit=unit, account=account, year=year, month=month, amount=Decimal(amount))


def add_forecast(unit: Unit, account: Account, year: int, made_in: int, amount: str | int) -> Forecast:
    """Amount is the whole year's."""
    return Forecast.objects.create(
        unit=unit, account=account, year=year, month=made_in, amount=Decimal(amount)
    )


def make_role(code: str) -> Role:
    """One of the standard roles: secretary, controller, unit_manager or reader."""
    name, permissions = STANDARD_ROLES[code]
    return Role.objects.get_or_create(
        code=code, defaults={"name": name, "permissions": [permission.value for permission in permissions]}
    )[0]


def make_user(
    username: str,
    committee: Committee | None = None,
    *,
    role: str = "controller",
    unit: Unit | None = None,
    **fields: Any,
) -> User:
    """A person with PASSWORD, and with the role in the committee if one is given: for the unit's subtree, or all."""
    user = User.objects.create_user(
        username, password=PASSWORD, **{"first_name": username.capitalize(), **fields}
    )
    if committee is not None:
        Membership.objects.create(user=user, committee=committee, role=make_role(role), unit=unit)
    return user


def make_administrator(username: str = "admin") -> User:
    return User.objects.create_superuser(username, password=PASSWORD)
