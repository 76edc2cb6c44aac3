from django.contrib import admin
from django.urls import include, path

from socialnamnd import latest, start
from socialnamnd.health import health

handler500 = "socialnamnd.outages.error_page"

urlpatterns = [
    path("halsa/", health, name="health"),
    # Before the administration: its login and logout are the product's own.
    path("", include("organisation.urls")),
    path("admin/", admin.site.urls),
    path("<slug:committee>/", start.committee, name="committee"),
    path("<slug:committee>/ekonomi/", latest.latest_result, name="latest_result"),
    path("<slug:committee>/budget/", latest.latest_budget, name="latest_budget"),
    path("<slug:committee>/prognos/", latest.latest_forecast, name="latest_forecast"),
    path("<slug:committee>/investeringar/", latest.latest_investments, name="latest_investments"),
    path("<slug:committee>/perioder/", latest.latest_periods, name="latest_periods"),
    path("<slug:committee>/uppfoljning/", latest.latest_follow_up, name="latest_follow_up"),
    path("<slug:committee>/", include("budget.urls")),
    path("<slug:committee>/", include("goals.urls")),
    path("<slug:committee>/", include("internal_control.urls")),
    path("<slug:committee>/", include("reports.urls")),
]
