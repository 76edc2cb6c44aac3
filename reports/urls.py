from django.urls import URLPattern, URLResolver, include, path

from reports.views import reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reports.document_urls")),
    path("rapporter/", reading.reports, name="reports"),
    path("rapporter/<slug:report>/", reading.report, name="report"),
    path("rapporter/<slug:report>/figures.csv", reading.report_figures, name="report_figures"),
    path("rapporter/<slug:report>/bilder/<slug:key>/", reading.report_picture, name="report_picture"),
]
