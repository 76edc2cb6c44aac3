from django.urls import include, path

urlpatterns = [
    path("mal/", include("goals.goal_urls")),
    path("matt/", include("goals.indicator_urls")),
    path("uppdrag/", include("goals.assignment_urls")),
    path("uppfoljning/", include("goals.follow_up_urls")),
]
