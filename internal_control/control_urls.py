"""Addresses under <committee>/intern-kontroll/."""

from django.urls import path

from internal_control.views import controls

# A word that stands where a code may stand is among internal_control.codes.RESERVED_CODES.
urlpatterns = [
    path("<year:year>/kontroller/", controls.controls, name="controls"),
    path("<year:year>/kontroller/ny/", controls.control_new, name="control_new"),
    path("<year:year>/kontroller/<str:code>/", controls.control, name="control"),
    path("<year:year>/kontroller/<str:code>/redigera/", controls.control_edit, name="control_edit"),
    path("<year:year>/kontroller/<str:code>/utgar/", controls.control_strike, name="control_strike"),
    path("<year:year>/kontroller/<str:code>/ta-bort/", controls.control_delete, name="control_delete"),
]
