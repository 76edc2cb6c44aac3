"""Who may do what: one question, asked one way.

A page of a committee is a function view decorated with @committee_page(Permission.…). Another committee's
address is 404; a forbidden act in one's own committee is 403. tests walk the URLconf and demand a decorator.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from organisation.models import Committee, Unit
from organisation.own_committees import Grant, own_committees
from organisation.permissions import Permission

View = Callable[..., HttpResponseBase]


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


def _grants(user: Any, committee: Committee) -> tuple[Grant, ...]:
    own = own_committees(user).get(committee.pk)
    return own.grants if own else ()


def _committee_or_404(user: Any, slug: str) -> Committee:
    """A committee that the user belongs to. Raises Http404 for another, as for one that does not exist."""
    for own in own_committees(user).values():
        if own.committee.slug == slug:
            return own.committee
    raise Http404(slug)


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


def committee_page(permission: Permission, *, whole: bool = False) -> Callable[[View], View]:
    """View(request, committee, …) for /<slug:committee>/…: resolves the committee in scope and asks permission.

    whole: the permission must be for the whole committee, not for a subtree of it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, committee: str, **kwargs: Any) -> HttpResponseBase:
            found = _committee_or_404(request.user, committee)
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
