"""Who sees and may do what: subtrees, other committees, forbidden acts."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from organisation.access import may, may_all, require, unit_or_404
from organisation.models import Committee, Membership, Unit
from organisation.permissions import Permission
from tests.factories import make_administrator, make_committee, make_role, make_units, make_user

pytestmark = pytest.mark.django_db

# 10 and 100 share their first characters, and so do their paths but for the slash.
TREE = {"SN": {"10": {"11": {}}, "100": {"110": {}}}}


def codes(user: object, committee: Committee) -> set[str]:
    return set(Unit.objects.for_user(user).filter(committee=committee).values_list("code", flat=True))


def test_a_unit_manager_sees_the_subtree_and_not_the_sibling_whose_code_begins_alike() -> None:
    committee = make_committee()
    units = make_units(committee, TREE)
    manager = make_user("erik", committee, role="unit_manager", unit=units["10"])
    assert codes(manager, committee) == {"10", "11"}


def test_two_subtrees_are_both_seen_and_no_unit_twice() -> None:
    committee = make_committee()
    units = make_units(committee, TREE)
    manager = make_user("erik", committee, role="unit_manager", unit=units["10"])
    Membership.objects.create(user=manager, committee=committee, role=make_role("reader"), unit=units["11"])
    Membership.objects.create(user=manager, committee=committee, role=make_role("reader"), unit=units["100"])
    seen = Unit.objects.for_user(manager).order_by("code").values_list("code", flat=True)
    assert list(seen) == ["10", "100", "11", "110"]


def test_a_role_for_the_whole_committee_sees_all_of_it_and_nothing_of_another() -> None:
    mine, other = make_committee(), make_committee("annan-sn")
    make_units(mine, TREE)
    make_units(other, TREE)
    reader = make_user("lena", mine, role="reader")
    assert codes(reader, mine) == {"SN", "10", "11", "100", "110"}
    assert codes(reader, other) == set()
    assert list(Committee.objects.for_user(reader)) == [mine]


def test_a_subtree_in_one_committee_gives_nothing_in_another_with_the_same_codes() -> None:
    mine, other = make_committee(), make_committee("annan-sn")
    units = make_units(mine, TREE)
    make_units(other, TREE)
    manager = make_user("erik", mine, role="unit_manager", unit=units["10"])
    make_user("lena", other, role="reader")
    assert codes(manager, other) == set()


def test_an_administrator_sees_everything() -> None:
    committee = make_committee()
    make_units(committee, TREE)
    assert codes(make_administrator(), committee) == {"SN", "10", "11", "100", "110"}


def test_a_permission_for_a_subtree_holds_there_alone() -> None:
    committee = make_committee()
    units = make_units(committee, TREE)
    manager = make_user("erik", committee, role="unit_manager", unit=units["10"])
    assert may(manager, Permission.ENTER_FORECAST, committee)
    assert may(manager, Permission.ENTER_FORECAST, committee, units["11"])
    assert not may(manager, Permission.ENTER_FORECAST, committee, units["100"])
    assert not may(manager, Permission.ENTER_FORECAST, committee, units["SN"])
    assert not may_all(manager, Permission.ENTER_FORECAST, committee)
    with pytest.raises(PermissionDenied, match="Din roll i Socialnämnden omfattar inte: läsa in och ångra"):
        require(manager, Permission.LOAD_LEDGER, committee)


def test_a_unit_outside_the_scope_is_not_found() -> None:
    committee = make_committee()
    units = make_units(committee, TREE)
    manager = make_user("erik", committee, role="unit_manager", unit=units["10"])
    assert unit_or_404(manager, committee, "11") == units["11"]
    with pytest.raises(Http404):
        unit_or_404(manager, committee, "100")


def test_another_committees_page_is_404_and_a_forbidden_one_403(client: Client) -> None:
    mine = make_committee()
    other = make_committee("annan-sn")
    client.force_login(make_user("lena", mine, role="reader"))
    assert client.get(reverse("committee", args=[other.slug])).status_code == 404
    response = client.get(reverse("audit", args=[mine.slug]))
    assert response.status_code == 403
    assert "Din roll omfattar inte hela nämnden för: se händelseloggen." in response.content.decode()


def test_whoever_is_not_logged_in_is_asked_to(client: Client) -> None:
    committee = make_committee()
    address = reverse("committee", args=[committee.slug])
    assert client.get(address).headers["Location"] == f"{reverse('login')}?next={address}"
