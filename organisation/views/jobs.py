"""The page of a job that somebody waits for."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from organisation.access import own_page
from organisation.models import Job, JobState


@own_page
def job(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Job.objects.for_user(request.user).select_related("committee__municipality"), pk=pk
    )
    if found.state == JobState.DONE and found.result_url:
        return redirect(found.result_url)
    request.committee = found.committee  # type: ignore[attr-defined]
    return render(request, "organisation/job.html", {"job": found})


@own_page
def job_state(request: HttpRequest, pk: int) -> JsonResponse:
    """What job.js asks for while the work goes on."""
    found = get_object_or_404(Job.objects.for_user(request.user), pk=pk)
    return JsonResponse(
        {
            "state": found.state,
            "label": found.get_state_display(),
            "percent": found.percent,
            "is_counted": found.total > 0,
            "step": found.step,
            "error": found.error,
            "result_url": found.result_url,
        }
    )
