"""What every page shows around its contents: the committee's main navigation and the committees to switch to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.urls import reverse

from organisation.access import may
from organisation.models import Committee
from organisation.permissions import Permission

register = template.Library()

# Label, address without a year, address with the year of the page one is on, and who may see it.
_PLACES = (
    ("Översikt", "committee", None, Permission.VIEW),
    ("Ekonomi", "latest_result", "result", Permission.VIEW),
    ("Budget", "latest_budget", "budget_lines", Permission.VIEW),
    ("Prognos", "latest_forecast", None, Permission.ENTER_FORECAST),
    ("Investeringar", "latest_investments", "investments", Permission.VIEW),
    ("Inläsning", "loads", None, Permission.LOAD_LEDGER),
    ("Perioder", "latest_periods", "periods", Permission.VIEW),
    ("Rapporter", "reports", None, Permission.VIEW),
    ("Händelser", "audit", None, Permission.VIEW_AUDIT),
)


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def places(context: template.Context) -> list[Place]:
    """The pages of the committee that the user may see; empty outside a committee. Asks the database nothing new."""
    request: HttpRequest = context["request"]
    committee: Committee | None = getattr(request, "committee", None)
    return list(_places(request, committee)) if committee else []


def _places(request: HttpRequest, committee: Committee) -> Iterator[Place]:
    match = request.resolver_match
    year = match.kwargs.get("year") if match else None
    for label, name, name_of_year, permission in _PLACES:
        if not may(request.user, permission, committee):
            continue
        root = reverse(name, args=[committee.slug])
        url = reverse(name_of_year, args=[committee.slug, year]) if name_of_year and year else root
        here = request.path == root if name == "committee" else request.path.startswith(root)
        yield Place(label, url, is_current=here)


@register.simple_tag(takes_context=True)
def own_committees(context: template.Context) -> list[Committee]:
    """The committees that the user may switch to."""
    user = context["request"].user
    if not user.is_authenticated:
        return []
    mine = Committee.objects.for_user(user).select_related("municipality")
    return list(mine.order_by("municipality__name", "name"))
