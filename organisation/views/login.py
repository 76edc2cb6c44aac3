"""Logging in and out, recorded in the log of events."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from organisation.audit import record


class LoginView(auth_views.LoginView):
    redirect_authenticated_user = True

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        record(by=form.get_user(), action="loggade in", changes_data=False)
        return super().form_valid(form)


class LogoutView(auth_views.LogoutView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            record(by=request.user, action="loggade ut", changes_data=False)
        return super().post(request, *args, **kwargs)
