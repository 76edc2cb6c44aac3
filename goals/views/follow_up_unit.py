"""The page where a unit writes about everything it is to follow up after a period."""

import json
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from goals.follow_up import FollowUp, follow_up_of
from goals.follow_up_answers import answer_of
from goals.follow_up_periods import period_name
from goals.follow_up_saving import CardGone, Place, brought_back, changes, joined, save_card, with_typed
from goals.measured import small_seen_by
from organisation.access import committee_page, may, require, unit_or_404
from organisation.addresses import whole_number
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, closed_months
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def follow_up_unit(
    request: HttpRequest, committee: Committee, year: int, month: int, code: str
) -> HttpResponse:
    place = _place(request, committee, year, month, code)
    may_write = may(request.user, Permission.FOLLOW_UP, committee, place.unit)
    page = follow_up_of(
        committee=committee,
        unit=place.unit,
        year=year,
        month=month,
        may_see_small=place.may_see_small,
        may_write=may_write,
        theme=_theme(request),
    )
    refusal = ""
    if request.method == "POST":
        require(request.user, Permission.FOLLOW_UP, committee, place.unit)
        page, refusal = _save_all(request, place, page)
        if not refusal:
            messages.success(request, f"Det du skrev om {period_name(year, month)} är sparat.")
            return redirect(request.get_full_path())
    is_closed = month in closed_months(committee, year)
    context = {
        "committee": committee,
        "page": page,
        "year": year,
        "month": month,
        "period": period_name(year, month),
        "refusal": refusal,
        "left": page.count.left,
        "is_closed": is_closed,
        "may_write": not is_closed and may_write,
    }
    return render(request, "goals/follow_up_unit.html", context)


@require_POST
@committee_page(Permission.FOLLOW_UP)
def follow_up_save(
    request: HttpRequest, committee: Committee, year: int, month: int, code: str
) -> HttpResponse:
    """Save one card, sent as JSON: {"card": "goal-12", "typed": {"text": …, "version": "3"}}."""
    place = _place(request, committee, year, month, code)
    require(request.user, Permission.FOLLOW_UP, committee, place.unit)
    key, typed = _sent(request.body)
    try:
        card = save_card(place=place, key=key, typed=typed, by=request.user)
    except (MonthClosed, CardGone) as refused:
        return JsonResponse({"refused": str(refused)}, status=409)
    return JsonResponse(answer_of(card, timezone.now()))


def _place(request: HttpRequest, committee: Committee, year: int, month: int, code: str) -> Place:
    unit: Unit = unit_or_404(request.user, committee, code)
    if not unit.is_valid_in(year):
        raise Http404
    return Place(committee, unit, year, month, small_seen_by(request.user, committee, [unit]))


def _theme(request: HttpRequest) -> int | None:
    """The number of the theme to unfold: ?tema=3."""
    return whole_number(request.GET.get("tema", ""))


def _sent(body: bytes) -> tuple[str, dict[str, str]]:
    try:
        sent: Any = json.loads(body)
        key, typed = sent["card"], sent["typed"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(key, str) or not isinstance(typed, dict):
        raise BadRequest
    return _storable(key), {_storable(str(name)): _storable(str(text)) for name, text in typed.items()}


def _storable(text: str) -> str:
    """JSON may hold half a character, which no database can: it becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def _save_all(request: HttpRequest, place: Place, page: FollowUp) -> tuple[FollowUp, str]:
    """Save each card that was changed; the page as it then stands, and what to say if not all could be saved."""
    typed: dict[str, dict[str, str]] = defaultdict(dict)
    for name in request.POST:
        kind, _, rest = name.partition("-")
        pk, _, field = rest.partition("-")
        if pk.isdecimal() and field:
            typed[f"{kind}-{pk}"][field] = request.POST[name]
    cards = []
    try:
        former = whole_number(request.POST.get("tillbaka", ""))
        if former is not None:
            key, words = brought_back(place=place, pk=former, typed={})
            typed[key].update(words)
        for key in request.POST.getlist("ta-det-andra"):
            typed.pop(key, None)
        for key in request.POST.getlist("redigera-ihop"):
            typed[key] = joined(place=place, key=key, typed=typed[key])
        for card in page.cards:
            is_changed = changes(card, typed[card.key])
            cards.append(
                save_card(place=place, key=card.key, typed=typed[card.key], by=request.user)
                if is_changed
                else card
            )
    except (MonthClosed, CardGone) as refused:
        kept = [with_typed(card, typed[card.key]) for card in page.cards]
        return page.with_cards(kept), str(refused)
    saved = page.with_cards(cards)
    is_whole = not saved.faulty
    return saved, "" if is_whole else "Allt kunde inte sparas. Det står vid fälten vad som behöver ändras."
