"""The user's own start page, and the page about accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisation.access import own_page, public_page
from organisation.models import Committee


@own_page
def home(request: HttpRequest) -> HttpResponse:
    committees = (
        Committee.objects.for_user(request.user)
        .select_related("municipality")
        .with_roles_of(request.user)
        .order_by("municipality__name", "name")
    )
    return render(request, "organisation/home.html", {"committees": committees})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "organisation/accessibility.html")
