"""The product's addresses and one more: the barest page that somebody logged in can be shown."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from organisation.access import own_page
from socialnamnd import urls

PAGE = "<!doctype html><html lang=sv><title>Socialnämnd</title><h1>Välkommen, {{ user }}</h1></html>"


@own_page
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({"user": request.user}, request))


urlpatterns = [path("bare/", bare, name="bare"), *urls.urlpatterns]
