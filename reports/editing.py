"""Creating and changing a report, and its pictures: the steps that the pages take."""

from typing import Any

from django.db import transaction

from organisation.audit import record
from reports.frozen import hold_draft
from reports.models import Picture, Report


@transaction.atomic
def save_report(*, report: Report, by: Any) -> Report:
    """Store a new report or its changed facts. The form has checked them; the database checks again.

    Raises ReportAdopted if it is adopted, as the two below.
    """
    is_new = report.pk is None
    if not is_new:
        hold_draft(report)
    report.save()
    record(
        by=by,
        action="skapade rapport" if is_new else "ändrade rapportens uppgifter",
        committee=report.committee,
        subject=report.title,
    )
    return report


@transaction.atomic
def save_picture(*, picture: Picture, by: Any) -> Picture:
    """Store a picture of a report, new or replacing the one before, whose file goes when the new is in place."""
    hold_draft(picture.report)
    before = Picture.objects.filter(pk=picture.pk).first() if picture.pk else None
    picture.save()
    record(
        by=by,
        action="lade in bild" if before is None else "ändrade bild",
        committee=picture.report.committee,
        subject=f"{picture.report.title}: {picture.key}",
    )
    if before is not None and before.file.name != picture.file.name:
        transaction.on_commit(lambda: before.file.delete(save=False))
    return picture


@transaction.atomic
def remove_picture(*, picture: Picture, by: Any) -> None:
    """Take a picture out of its report, and its file away."""
    hold_draft(picture.report)
    file = picture.file
    picture.delete()
    record(
        by=by,
        action="tog bort bild",
        committee=picture.report.committee,
        subject=f"{picture.report.title}: {picture.key}",
    )
    transaction.on_commit(lambda: file.delete(save=False))
