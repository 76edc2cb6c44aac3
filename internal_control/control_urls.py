"""Addresses under <committee>/intern-kontroll/."""

from django.urls import path

from internal_control.views import control, controls

# A word that stands where a code may stand is among internal_control.codes.RESERVED_CODES.
urlpatterns = [
    path("<year:year>/kontroller/", controls.controls, name="controls"),
    path("<year:year>/kontroller/ny/", controls.control_new, name="control_new"),
    path("<year:year>/kontroller/<str:code>/", control.control, name="control"),
    path("<year:year>/kontroller/<str:code>/redigera/", control.control_edit, name="control_edit"),
    path("<year:year>/kontroller/<str:code>/utfors-av/", control.control_performer, name="control_performer"),
    path("<year:year>/kontroller/<str:code>/utgar/", control.control_strike, name="control_strike"),
    path("<year:year>/kontroller/<str:code>/ta-bort/", control.control_delete, name="control_delete"),
]
