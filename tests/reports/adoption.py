"""An adopted report for tests."""

import io
from datetime import date

from django.core.files.base import ContentFile
from PIL import Image

from organisation.models import AdoptedDocument
from reports.adopting import Decision, adopt
from reports.models import Picture, Report

DECISION = Decision(date(2021, 9, 20), "135", "SN 2021/14")


def no_steps(done: int, total: int, what: str) -> None:
    pass


def adopted(report: Report, decision: Decision = DECISION, *, by: object = "Karin") -> AdoptedDocument:
    """Adopt the report; the object given is as the database has it afterwards."""
    document = adopt(report=report, decision=decision, by=by, step=no_steps)
    report.refresh_from_db()
    return document


def with_picture(report: Report) -> Picture:
    drawn = io.BytesIO()
    Image.new("RGB", (800, 450), "#d9a441").save(drawn, "PNG")
    file = ContentFile(drawn.getvalue(), "omslag.png")
    return Picture.objects.create(report=report, key="omslag", alt="Ett gult fält.", file=file)
