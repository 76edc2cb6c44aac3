from django.contrib.auth import views as auth_views
from django.urls import path

from organisation import views

urlpatterns = [
    path("", views.home, name="home"),
    path("logga-in/", auth_views.LoginView.as_view(), name="login"),
    path("logga-ut/", auth_views.LogoutView.as_view(), name="logout"),
    path("jobb/<int:pk>/", views.job, name="job"),
    path("<slug:committee>/", views.committee, name="committee"),
]
