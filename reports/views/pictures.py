"""The pictures of a report: one for each place that the template has for one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission
from reports.blocks.picture import PictureBlock
from reports.editing import remove_picture, save_picture
from reports.forms import PictureForm
from reports.models import Picture, Report
from reports.scope import draft_or_404
from reports.template import parse
from reports.views.refusing import drafts_only

methods = require_http_methods(["GET", "HEAD", "POST"])


def _places(report: Report) -> dict[str, str]:
    """Picture key → the title of the section that it stands in."""
    spec = parse(report.template.source)
    return {
        block.key: section.title
        for section in spec.sections
        for block in section.blocks
        if isinstance(block, PictureBlock)
    }


@require_safe
@committee_page(Permission.EDIT_REPORT, whole=True)
@drafts_only
def report_pictures(request: HttpRequest, committee: Committee, report: str) -> HttpResponse:
    found = draft_or_404(request.user, committee, report)
    pictures = {picture.key: picture for picture in Picture.objects.filter(report=found)}
    rows = [(key, section, pictures.pop(key, None)) for key, section in _places(found).items()]
    # A picture whose place the template has no more is still the report's, and can be removed.
    rows += [(key, "", picture) for key, picture in sorted(pictures.items())]
    return render(request, "reports/pictures.html", {"committee": committee, "report": found, "rows": rows})


@methods
@committee_page(Permission.EDIT_REPORT, whole=True)
@drafts_only
def report_picture_edit(request: HttpRequest, committee: Committee, report: str, key: str) -> HttpResponse:
    found = draft_or_404(request.user, committee, report)
    picture = Picture.objects.filter(report=found, key=key).first()
    if picture is None and key not in _places(found):
        raise Http404
    is_new = picture is None
    form = PictureForm(
        request.POST or None, request.FILES or None, instance=picture or Picture(report=found, key=key)
    )
    if request.method == "POST" and form.is_valid():
        save_picture(picture=form.save(commit=False), by=request.user)
        messages.success(request, f"Bilden ”{key}” är sparad.")
        return redirect("report_pictures", committee=committee.slug, report=found.slug)
    context = {"committee": committee, "report": found, "key": key, "form": form, "is_new": is_new}
    return render(request, "reports/picture_form.html", context)


@methods
@committee_page(Permission.EDIT_REPORT, whole=True)
@drafts_only
def report_picture_remove(request: HttpRequest, committee: Committee, report: str, key: str) -> HttpResponse:
    found = draft_or_404(request.user, committee, report)
    picture = get_object_or_404(Picture.objects.select_related("report__committee"), report=found, key=key)
    if request.method == "POST":
        remove_picture(picture=picture, by=request.user)
        messages.success(request, f"Bilden ”{key}” är borttagen.")
        return redirect("report_pictures", committee=committee.slug, report=found.slug)
    return render(
        request, "reports/picture_remove.html", {"committee": committee, "report": found, "picture": picture}
    )
