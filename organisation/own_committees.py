"""The committees somebody belongs to, and what their roles there allow: one question a request."""

import json
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from organisation.models import Committee, Membership, Municipality, Role, Unit


@dataclass(frozen=True)
class Grant:
    """What a membership allows. path: of the unit whose subtree it is for; None for the whole committee."""

    permissions: frozenset[str]
    path: str | None

    def covers(self, unit: Unit) -> bool:
        return self.path is None or unit.path.startswith(self.path)


@dataclass(frozen=True)
class OwnCommittee:
    """committee has its municipality."""

    committee: Committee
    grants: tuple[Grant, ...]


def _columns(model: type[Committee] | type[Municipality], table: str) -> tuple[list[str], str]:
    """The fields of a model as from_db takes them, and their columns."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields], ", ".join(f"{table}.{field.column}" for field in fields)


_COMMITTEE, _COMMITTEE_COLUMNS = _columns(Committee, "committee")
_MUNICIPALITY, _MUNICIPALITY_COLUMNS = _columns(Municipality, "municipality")
# Asked on every page. Written as SQL because putting the same question together with the ORM takes several times
# as long as asking it.
_OWN = f"""
    SELECT {_COMMITTEE_COLUMNS}, {_MUNICIPALITY_COLUMNS}, role.permissions, unit.path
    FROM {Membership._meta.db_table} membership
    JOIN {Committee._meta.db_table} committee ON committee.id = membership.committee_id
    JOIN {Municipality._meta.db_table} municipality ON municipality.id = committee.municipality_id
    JOIN {Role._meta.db_table} role ON role.id = membership.role_id
    LEFT JOIN {Unit._meta.db_table} unit ON unit.id = membership.unit_id
    WHERE membership.user_id = %s
    ORDER BY municipality.name, committee.name, committee.id
"""  # noqa: S608


def own_committees(user: Any) -> dict[int, OwnCommittee]:
    """Those of Committee.objects.for_user by key, in the order of their names; a superuser's are without grants.

    Asked once per request: the answer is kept on the user object, which lives as long as the request.
    """
    kept = user.__dict__
    if "_own_committees" not in kept:
        kept["_own_committees"] = {
            each.committee.pk: each for each in (_every() if user.is_superuser else _of_memberships(user))
        }
    found: dict[int, OwnCommittee] = kept["_own_committees"]
    return found


def _every() -> list[OwnCommittee]:
    committees = Committee.objects.select_related("municipality").order_by("municipality__name", "name", "pk")
    return [OwnCommittee(committee, ()) for committee in committees]


def _of_memberships(user: Any) -> list[OwnCommittee]:
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [user.pk])
        rows = cursor.fetchall()
    return [
        OwnCommittee(
            _committee(values),
            tuple(Grant(frozenset(json.loads(permissions)), path) for *_, permissions, path in of_committee),
        )
        for values, of_committee in groupby(rows, key=lambda row: row[:-2])
    ]


def _committee(values: tuple[Any, ...]) -> Committee:
    """values: the columns of the committee, then those of its municipality."""
    own, municipality = values[: len(_COMMITTEE)], values[len(_COMMITTEE) :]
    committee = Committee.from_db(DEFAULT_DB_ALIAS, _COMMITTEE, own)
    committee.municipality = Municipality.from_db(DEFAULT_DB_ALIAS, _MUNICIPALITY, municipality)
    return committee
