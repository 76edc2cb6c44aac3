"""What the demo's packages say was adopted has its files frozen, as in a committee that adopted it here."""

from datetime import date
from io import StringIO

import pytest

from internal_control.models import ControlPlan
from organisation.models import AdoptedDocument
from reports.control_documents import make_control_document
from reports.models import Report, ReportKind
from socialnamnd.management.commands.demo import Command
from tests.reports.control_rows import control_rows, full_year

pytestmark = pytest.mark.django_db


def test_documents_of_internal_control_that_are_adopted_are_frozen_once() -> None:
    rows = full_year(control_rows())
    kind, template = ReportKind.CONTROL_PLAN, "internkontrollplan-enkel"
    made = make_control_document(plan=rows.plan, kind=kind, template=template, month=12, by="Karin")
    draft = make_control_document(plan=rows.plan, kind=kind, template=template, month=12, by="Karin")
    decided = {"adopted_on": date(2021, 1, 26), "decision_paragraph": "5"}
    Report.objects.filter(pk=made.pk).update(**decided)
    ControlPlan.objects.filter(pk=rows.plan.pk).update(**decided)
    out = StringIO()
    command = Command(stdout=out)
    command.freeze(Report.objects.all())
    command.freeze(Report.objects.all())
    document = AdoptedDocument.objects.get()
    assert (document.meeting_on, document.decision_paragraph) == (date(2021, 1, 26), "5")
    assert document.adopted_by == "kommandoraden"
    made.refresh_from_db()
    draft.refresh_from_db()
    assert (made.frozen_id, draft.frozen_id) == (document.pk, None)
    assert (
        out.getvalue()
        == "Socialnämnden, Provkommun: ”Internkontrollplan 2021” är fryst som den fastställdes.\n"
    )


def test_what_cannot_be_frozen_is_told_and_the_demo_goes_on() -> None:
    rows = full_year(control_rows())
    made = make_control_document(
        plan=rows.plan,
        kind=ReportKind.CONTROL_FOLLOW_UP,
        template="internkontroll-uppfoljning-enkel",
        month=5,
        by="Karin",
    )
    Report.objects.filter(pk=made.pk).update(adopted_on=date(2021, 6, 15), decision_paragraph="60")
    err = StringIO()
    Command(stderr=err).freeze(Report.objects.all())
    assert "Internkontrollplanen för 2021 är inte fastställd. Fastställ den först." in err.getvalue()
    assert AdoptedDocument.objects.count() == 0
