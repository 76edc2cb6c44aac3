from django.urls import include, path

urlpatterns = [
    path("intern-kontroll/", include("internal_control.year_urls")),
    path("intern-kontroll/", include("internal_control.plan_urls")),
    path("intern-kontroll/", include("internal_control.risk_urls")),
    path("intern-kontroll/", include("internal_control.control_urls")),
    path("intern-kontroll/", include("internal_control.follow_up_urls")),
    path("intern-kontroll/", include("internal_control.measure_urls")),
]
