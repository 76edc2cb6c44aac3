from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from organisation.access import committee_page, own_page
from organisation.models import Committee, Job
from organisation.permissions import Permission


@own_page
def home(request: HttpRequest) -> HttpResponse:
    committees = Committee.objects.for_user(request.user).select_related("municipality")
    return render(request, "organisation/home.html", {"committees": committees.order_by("municipality__name")})


@own_page
def job(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "organisation/job.html", {"job": get_object_or_404(Job.objects.for_user(request.user), pk=pk)})


@committee_page(Permission.VIEW)
def committee(request: HttpRequest, committee: Committee) -> HttpResponse:
    return render(request, "organisation/committee.html", {"committee": committee})
