"""What every page shows around its contents: the committee's main navigation and the committees to switch to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.urls import reverse

from organisation.access import may
from organisation.models import Committee
from organisation.own_committees import own_committees
from organisation.permissions import Permission

register = template.Library()


@dataclass(frozen=True)
class _To:
    """A place that can be gone to: its address, the one with the year of the page one is on, and who may see it.

    also: the names of pages that belong to it although their addresses are not under its own. is_alone: no pages
    under its address belong to it.
    """

    label: str
    name: str
    name_of_year: str | None = None
    permission: Permission = Permission.VIEW
    also: tuple[str, ...] = ()
    is_alone: bool = False


# Each group with its places. A group of one place is that place.
_GROUPS: tuple[tuple[str, tuple[_To, ...]], ...] = (
    ("Översikt", (_To("Översikt", "committee", is_alone=True),)),
    (
        "Ekonomi",
        (
            _To("Resultat", "latest_result", "result"),
            _To("Budget", "latest_budget", "budget_lines"),
            _To("Prognos", "latest_forecast", permission=Permission.ENTER_FORECAST),
            _To("Investeringar", "latest_investments", "investments"),
            _To("Inläsning", "loads", permission=Permission.LOAD_LEDGER),
            _To("Perioder", "latest_periods", "periods"),
        ),
    ),
    (
        "Mål och uppdrag",
        (
            _To("Uppföljning", "latest_follow_up"),
            _To("Mål", "latest_goals", "goals"),
            _To("Mått", "indicators"),
            _To("Uppdrag", "assignments"),
        ),
    ),
    (
        "Intern kontroll",
        (
            _To("Året", "latest_control_year", "control_year", is_alone=True),
            _To("Risker", "latest_risks", "risks", also=("risk_scale",)),
            _To("Plan", "latest_control_plan", "control_plan", also=("control_plan_new",)),
            _To("Kontroller", "latest_controls", "controls"),
            _To("Åtgärder", "latest_measures", "measures"),
        ),
    ),
    ("Rapporter", (_To("Rapporter", "reports"),)),
    ("Händelser", (_To("Händelser", "audit", permission=Permission.VIEW_AUDIT),)),
)


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """url is that of its first place; places are those that the user may see, empty where there is but one."""

    label: str
    url: str
    is_current: bool
    places: tuple[Place, ...]


@register.simple_tag(takes_context=True)
def place_groups(context: template.Context) -> list[Group]:
    """The pages of the committee that the user may see; empty outside a committee. Asks the database nothing new."""
    request: HttpRequest = context["request"]
    committee: Committee | None = getattr(request, "committee", None)
    return list(_groups(request, committee)) if committee else []


def _groups(request: HttpRequest, committee: Committee) -> Iterator[Group]:
    match = request.resolver_match
    year = match.kwargs.get("year") if match else None
    for label, whole in _GROUPS:
        every = [(_place(request, committee, to, year), to.permission) for to in whole]
        # One may stand where one's own menu does not lead: the group is current all the same.
        is_current = any(place.is_current for place, _ in every)
        places = tuple(place for place, permission in every if may(request.user, permission, committee))
        if places:
            yield Group(label, places[0].url, is_current, places if len(whole) > 1 else ())


def _place(request: HttpRequest, committee: Committee, to: _To, year: int | None) -> Place:
    root = reverse(to.name, args=[committee.slug])
    url = reverse(to.name_of_year, args=[committee.slug, year]) if to.name_of_year and year else root
    if to.is_alone:
        here = request.path in (root, url)
    else:
        here = request.path.startswith((root, url)) or _name_of(request) in to.also
    return Place(to.label, url, is_current=here)


def _name_of(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None


@register.simple_tag(takes_context=True)
def committees_to_switch_to(context: template.Context) -> list[Committee]:
    """The user's own, each with its municipality; none for somebody who is not logged in."""
    user = context["request"].user
    return [own.committee for own in own_committees(user).values()] if user.is_authenticated else []
