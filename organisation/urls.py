from django.contrib.auth import views as auth_views
from django.urls import path

from organisation.views import audit, jobs, login, pages, periods

urlpatterns = [
    path("", pages.home, name="home"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("logga-in/", login.LoginView.as_view(), name="login"),
    path("logga-ut/", login.LogoutView.as_view(), name="logout"),
    path("admin/login/", login.admin_login),
    path("admin/logout/", login.LogoutView.as_view()),
    path("losenord/", auth_views.PasswordChangeView.as_view(), name="password_change"),
    path("losenord/bytt/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("losenord/glomt/", auth_views.PasswordResetView.as_view(), name="password_reset"),
    path("losenord/glomt/skickat/", auth_views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "losenord/nytt/<uidb64>/<token>/",
        login.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "losenord/nytt/klart/", auth_views.PasswordResetCompleteView.as_view(), name="password_reset_complete"
    ),
    path("jobb/<int:pk>/", jobs.job, name="job"),
    path("jobb/<int:pk>/lage/", jobs.job_state, name="job_state"),
    path("<slug:committee>/perioder/<year:year>/", periods.periods, name="periods"),
    path(
        "<slug:committee>/perioder/<year:year>/<month:month>/stang/", periods.close_month, name="close_month"
    ),
    path(
        "<slug:committee>/perioder/<year:year>/<month:month>/oppna/",
        periods.reopen_month,
        name="reopen_month",
    ),
    path("<slug:committee>/handelser/", audit.audit, name="audit"),
]
