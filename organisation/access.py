"""Who may do what: one question, asked one way.

A page of a committee is a function view decorated with @committee_page(Permission.…). Another committee's
address is 404; a forbidden act in one's own committee is 403. tests walk the URLconf and demand a decorator.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from organisation.models import Committee, Membership, Unit
from organisation.permissions import Permission

View = Callable[..., HttpResponseBase]


def may(user: Any, permission: Permission, committee: Committee, unit: Unit | None = None) -> bool:
    """Whether the user has the permission in the committee: for the unit if one is given, else anywhere in it."""
    if user.is_superuser:
        return True
    return any(
        membership.grants(permission)
        and (unit is None or membership.unit is None or unit.path.startswith(membership.unit.path))
        for membership in _memberships(user, committee)
    )


def may_all(user: Any, permission: Permission, committee: Committee) -> bool:
    """Whether the user has the permission for the whole committee, not for a subtree alone."""
    if user.is_superuser:
        return True
    return any(m.grants(permission) and m.unit_id is None for m in _memberships(user, committee))


def _memberships(user: Any, committee: Committee) -> list[Membership]:
    """Asked once per request: the list is kept on the user object, which lives as long as the request."""
    known: dict[int, list[Membership]] = user.__dict__.setdefault("_memberships", {})
    if committee.pk not in known:
        known[committee.pk] = list(Membership.objects.of(user, committee))
    return known[committee.pk]


def require(user: Any, permission: Permission, committee: Committee, unit: Unit | None = None) -> None:
    if not may(user, permission, committee, unit):
        raise PermissionDenied(f"Din roll i {committee.name} omfattar inte: {permission.label.lower()}.")


def require_all(user: Any, permission: Permission, committee: Committee) -> None:
    if not may_all(user, permission, committee):
        raise PermissionDenied(f"Din roll omfattar inte hela nämnden för: {permission.label.lower()}.")


def unit_or_404(user: Any, committee: Committee, code: str) -> Unit:
    """A unit within the user's scope."""
    return get_object_or_404(Unit.objects.for_user(user).filter(committee=committee), code=code)


def committee_page(permission: Permission, *, whole: bool = False) -> Callable[[View], View]:
    """View(request, committee, …) for /<slug:committee>/…: resolves the committee in scope and asks permission.

    whole: the permission must be for the whole committee, not for a subtree of it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, committee: str, **kwargs: Any) -> HttpResponseBase:
            found = get_object_or_404(
                Committee.objects.for_user(request.user).select_related("municipality"), slug=committee
            )
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
