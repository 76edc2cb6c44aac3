"""Logging in and out, recorded in the log of events."""

from typing import Any

from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import TextInput
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from organisation.access import public_page
from organisation.audit import record
from organisation.login_lock import record_refusal, release


class LoginForm(AuthenticationForm):
    """Nobody is called by more than 150 letters; the row of a refused login has no room for endless ones."""

    username = UsernameField(
        max_length=150,
        widget=TextInput(attrs={"autofocus": True}),
        error_messages={"max_length": "Så långt är inget användarnamn."},
    )


class LoginView(auth_views.LoginView):
    authentication_form = LoginForm
    redirect_authenticated_user = True

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        record(by=form.get_user(), action="loggade in", changes_data=False)
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Where it is locked, the page is axes' own: registration/locked.html."""
        typed = form.cleaned_data
        if typed.get("username") and typed.get("password"):
            is_locked = getattr(self.request, "axes_locked_out", False)
            record_refusal(username=typed["username"], request=self.request, is_locked=is_locked)
        return super().form_invalid(form)


class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    """Whoever has chosen a new password through the mail is not kept out by the wrong ones."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        release(user=form.user, by=form.user)
        return super().form_valid(form)


@public_page
def admin_login(request: HttpRequest) -> HttpResponse:
    """The administration has no login of its own: whoever is logged in without being an administrator is refused."""
    if request.user.is_authenticated:
        raise PermissionDenied("Administrationen är för administratörer.")
    return auth_views.redirect_to_login(request.GET.get("next") or reverse("admin:index"))


class LogoutView(auth_views.LogoutView):
    @transaction.atomic
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            record(by=request.user, action="loggade ut", changes_data=False)
        return super().post(request, *args, **kwargs)
