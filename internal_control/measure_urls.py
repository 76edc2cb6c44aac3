"""Addresses under <committee>/intern-kontroll/. The year is that of the plan in which a measure was decided."""

from django.urls import path

from internal_control.views import measure, measure_steps, measures

# A word that stands where a code may stand is among internal_control.codes.RESERVED_CODES.
urlpatterns = [
    path("<year:year>/atgarder/", measures.measures, name="measures"),
    path("<year:year>/atgarder/ny/", measures.measure_new, name="measure_new"),
    path("<year:year>/atgarder/<str:code>/", measure.measure, name="measure"),
    path("<year:year>/atgarder/<str:code>/redigera/", measure.measure_edit, name="measure_edit"),
    path("<year:year>/atgarder/<str:code>/ta-bort/", measure.measure_delete, name="measure_delete"),
    path("<year:year>/atgarder/<str:code>/lage/", measure_steps.measure_progress, name="measure_progress"),
    path("<year:year>/atgarder/<str:code>/oppna/", measure_steps.measure_reopen, name="measure_reopen"),
    path("<year:year>/atgarder/<str:code>/effekt/", measure_steps.measure_effect, name="measure_effect"),
]
