"""Addresses under <committee>/intern-kontroll/."""

from django.urls import path

from internal_control.views import year

urlpatterns = [
    path("", year.latest_control_year, name="latest_control_year"),
    path("atgarder/", year.latest_measures, name="latest_measures"),
    path("<year:year>/", year.control_year, name="control_year"),
]
