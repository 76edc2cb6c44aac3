from django.urls import path

from reports.views import documents

urlpatterns = [
    path("rapporter/<slug:report>/rapport.pdf", documents.report_pdf, name="report_pdf"),
    path("rapporter/<slug:report>/tabeller.xlsx", documents.report_xlsx, name="report_xlsx"),
]
