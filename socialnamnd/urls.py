from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("organisation.urls")),
    path("<slug:committee>/", include("budget.urls")),
    path("<slug:committee>/", include("reports.urls")),
]
