"""Addresses under <committee>/intern-kontroll/."""

from django.urls import path

from internal_control.views import year

urlpatterns = [
    path("", year.latest_control_year, name="latest_control_year"),
    path("risker/", year.latest_risks, name="latest_risks"),
    path("plan/", year.latest_control_plan, name="latest_control_plan"),
    path("kontroller/", year.latest_controls, name="latest_controls"),
    path("atgarder/", year.latest_measures, name="latest_measures"),
    path("<year:year>/", year.control_year, name="control_year"),
]
