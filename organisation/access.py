"""Who may do what: one question, asked one way.

A page of a committee is a function view decorated with @committee_page(Permission.…). Another committee's
address is 404; a forbidden act in one's own committee is 403. tests walk the URLconf and demand a decorator.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from organisation.models import Committee, Membership, Role, Unit
from organisation.permissions import Permission

View = Callable[..., HttpResponseBase]


# Asked on every page. Written as SQL because putting the same question together with the ORM takes several times
# as long as asking it.
_GRANTS = f"""
    SELECT role.permissions, unit.path
    FROM {Membership._meta.db_table} membership
    JOIN {Role._meta.db_table} role ON role.id = membership.role_id
    LEFT JOIN {Unit._meta.db_table} unit ON unit.id = membership.unit_id
    WHERE membership.user_id = %s AND membership.committee_id = %s
"""  # noqa: S608


@dataclass(frozen=True)
class _Grant:
    """What a membership allows. path: of the unit whose subtree it is for; None for the whole committee."""

    permissions: frozenset[str]
    path: str | None

    def covers(self, unit: Unit) -> bool:
        return self.path is None or unit.path.startswith(self.path)


def may(user: Any, permission: Permission, committee: Committee, unit: Unit | None = None) -> bool:
    """Whether the user has the permission in the committee: for the unit if one is given, else anywhere in it."""
    if user.is_superuser:
        return True
    return any(
        permission.value in grant.permissions and (unit is None or grant.covers(unit))
        for grant in _grants(user, committee)
    )


def may_all(user: Any, permission: Permission, committee: Committee) -> bool:
    """Whether the user has the permission for the whole committee, not for a subtree alone."""
    if user.is_superuser:
        return True
    return any(
        permission.value in grant.permissions and grant.path is None for grant in _grants(user, committee)
    )


def _grants(user: Any, committee: Committee) -> list[_Grant]:
    """Asked once per request: the list is kept on the user object, which lives as long as the request."""
    known: dict[int, list[_Grant]] = user.__dict__.setdefault("_grants", {})
    if committee.pk not in known:
        with connection.cursor() as cursor:
            cursor.execute(_GRANTS, [user.pk, committee.pk])
            known[committee.pk] = [
                _Grant(frozenset(json.loads(permissions)), path) for permissions, path in cursor.fetchall()
            ]
    return known[committee.pk]


def _committee_or_404(user: Any, slug: str, *, is_file: bool) -> Committee:
    """A committee that the user belongs to. Raises Http404 for another, as for one that does not exist."""
    # A page says whose the committee is; a file that is only served does not, and joining takes longer than asking.
    committees = Committee.objects.all() if is_file else Committee.objects.select_related("municipality")
    committee = get_object_or_404(committees, slug=slug)
    if not user.is_superuser and not _grants(user, committee):
        raise Http404(slug)
    return committee


def require(user: Any, permission: Permission, committee: Committee, unit: Unit | None = None) -> None:
    if not may(user, permission, committee, unit):
        raise PermissionDenied(f"Din roll i {committee.name} omfattar inte: {permission.in_sentence}.")


def require_all(user: Any, permission: Permission, committee: Committee) -> None:
    if not may_all(user, permission, committee):
        raise PermissionDenied(f"Din roll omfattar inte hela nämnden för: {permission.in_sentence}.")


def unit_or_404(user: Any, committee: Committee, code: str) -> Unit:
    """A unit within the user's scope, as Unit.objects.for_user has it."""
    unit = get_object_or_404(Unit, committee=committee, code=code)
    if not user.is_superuser and not any(grant.covers(unit) for grant in _grants(user, committee)):
        raise Http404(code)
    return unit


def committee_page(
    permission: Permission, *, whole: bool = False, is_file: bool = False
) -> Callable[[View], View]:
    """View(request, committee, …) for /<slug:committee>/…: resolves the committee in scope and asks permission.

    whole: the permission must be for the whole committee, not for a subtree of it. is_file: what is answered is
    mostly a file, with no page around it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, committee: str, **kwargs: Any) -> HttpResponseBase:
            found = _committee_or_404(request.user, committee, is_file=is_file)
            # The page around the view shows where one is: its navigation reads this.
            request.committee = found  # type: ignore[attr-defined]
            (require_all if whole else require)(request.user, permission, found)
            return view(request, found, **kwargs)

        page.asks_for = permission  # type: ignore[attr-defined]
        return page

    return decorate


def own_page(view: View) -> View:
    """A page that belongs to whoever is logged in (start page, jobs): it scopes its own querysets with for_user."""
    view.asks_for = None  # type: ignore[attr-defined]
    return view


def public_page(view: View) -> View:
    """A page for anybody, logged in or not: it shows nothing of a committee."""
    view.asks_for = None  # type: ignore[attr-defined]
    return login_not_required(view)
