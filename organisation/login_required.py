"""Every page asks for a login; whoever was logged out while writing loses nothing of it."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangosLoginRequired
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from organisation.unsent import page_of_form, unsent_texts


class LoginRequiredMiddleware(DjangosLoginRequired):
    def handle_no_permission(  # type: ignore[override]  # what is typed as a redirect may be any answer
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """Scripts that save while one types see to this themselves, and are sent to the login as before."""
        if request.method != "POST" or "text/html" not in request.headers.get("Accept", ""):
            return super().handle_no_permission(request, view_func)
        back = page_of_form(request)
        if not unsent_texts(request):
            return redirect_to_login(back)
        return render(request, "logged_out.html", {"next": back}, status=403)
