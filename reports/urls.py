from django.urls import URLPattern, URLResolver, include, path

from reports.views import adopting, control_documents, editing, pictures, reading, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reports.document_urls")),
    path(
        "intern-kontroll/<year:year>/dokument/<slug:which>/",
        control_documents.control_document_new,
        name="control_document_new",
    ),
    path("rapporter/", reading.reports, name="reports"),
    path("rapporter/ny/", editing.report_new, name="report_new"),
    path("rapporter/<slug:report>/", reading.report, name="report"),
    path("rapporter/<slug:report>/redigera/", editing.report_edit, name="report_edit"),
    path("rapporter/<slug:report>/figures.csv", reading.report_figures, name="report_figures"),
    path("rapporter/<slug:report>/faststall/", adopting.report_adopt, name="report_adopt"),
    path("rapporter/<slug:report>/dra-tillbaka/", adopting.report_withdraw, name="report_withdraw"),
    path(
        "rapporter/<slug:report>/faststalld/<int:revision>/<str:name>",
        adopting.report_adopted_file,
        name="report_adopted_file",
    ),
    path("rapporter/<slug:report>/texter/", writing.report_texts, name="report_texts"),
    path("rapporter/<slug:report>/texter/<slug:key>/", writing.report_text, name="report_text"),
    path("rapporter/<slug:report>/texter/<slug:key>/<str:unit>/", writing.report_text, name="report_text"),
    path("rapporter/<slug:report>/bilder/", pictures.report_pictures, name="report_pictures"),
    path("rapporter/<slug:report>/bilder/<slug:key>/", reading.report_picture, name="report_picture"),
    path(
        "rapporter/<slug:report>/bilder/<slug:key>/redigera/",
        pictures.report_picture_edit,
        name="report_picture_edit",
    ),
    path(
        "rapporter/<slug:report>/bilder/<slug:key>/ta-bort/",
        pictures.report_picture_remove,
        name="report_picture_remove",
    ),
]
