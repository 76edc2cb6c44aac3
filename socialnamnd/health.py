"""Whether this process can serve: asked by load balancers and by Docker, without logging in."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 if the database answers, else 503.

    The queue is not asked: pages work without it, and a web process that is restarted brings no queue back.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("Databasen svarar inte.\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("Allt fungerar.\n", content_type="text/plain; charset=utf-8")
