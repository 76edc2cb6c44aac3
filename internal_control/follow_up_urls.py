"""Addresses under <committee>/intern-kontroll/: an occasion of a control, and its evidence."""

from django.urls import path

from internal_control.views import evidence, follow_up, follow_up_undo

_OCCASION = "<year:year>/kontroller/<str:code>/<month:month>/"

urlpatterns = [
    path(_OCCASION, follow_up.control_follow_up, name="control_follow_up"),
    path(f"{_OCCASION}angra/", follow_up_undo.control_follow_up_undo, name="control_follow_up_undo"),
    path(f"{_OCCASION}underlag/", evidence.evidence_add, name="evidence_add"),
    path(f"{_OCCASION}underlag/<int:evidence>/", evidence.evidence_file, name="evidence_file"),
    path(f"{_OCCASION}underlag/<int:evidence>/ta-bort/", evidence.evidence_remove, name="evidence_remove"),
]
