"""Evidence in the administration: nothing is uploaded there, and what is settled stays."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from internal_control.evidence import add_evidence
from internal_control.models import ControlPlan, Evidence
from organisation.models import AuditEvent
from tests.control_factories import carry_out, make_control, make_plan
from tests.factories import make_committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path: Any, settings: Any) -> Evidence:
    settings.MEDIA_ROOT = tmp_path
    control = make_control(make_plan(make_committee()), months=[5])
    return add_evidence(follow_up=control.follow_ups.get(), name="urval.csv", data=b"a;b", by="erik")


def address(what: str, *args: Any) -> str:
    return reverse(f"admin:internal_control_evidence_{what}", args=args)


def test_evidence_is_shown_with_its_checksum_and_a_way_to_the_file(admin: Client, kept: Evidence) -> None:
    assert "urval.csv" in admin.get(address("changelist"), {"q": "urval"}).content.decode()
    page = admin.get(address("change", kept.pk)).content.decode()
    assert kept.sha256 in page
    assert f"/prov-sn/intern-kontroll/2021/kontroller/k1/5/underlag/{kept.pk}/" in page
    assert str(kept.file.name) not in page
    assert 'type="file"' not in page


def test_nothing_is_added_or_changed_there(admin: Client, kept: Evidence) -> None:
    assert admin.get(address("add")).status_code == 403
    assert admin.post(address("change", kept.pk), {"name": "annat.exe"}).status_code == 403


def test_evidence_is_removed_with_its_file_and_its_event(
    admin: Client, kept: Evidence, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(address("delete", kept.pk), {"post": "yes"}).status_code == 302
    assert Evidence.objects.count() == 0
    assert not kept.file.storage.exists(str(kept.file.name))
    assert AuditEvent.objects.filter(action="tog bort underlag").count() == 1


def test_evidence_of_what_is_settled_stays(admin: Client, kept: Evidence) -> None:
    carry_out(kept.follow_up.control, 5)
    ControlPlan.objects.update(followed_up_through=5)
    page = admin.post(address("delete", kept.pk), {"post": "yes"})
    assert page.status_code in (200, 403)
    chosen = {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"}
    assert "är fastställd" in admin.post(address("changelist"), chosen).content.decode()
    assert Evidence.objects.count() == 1


def test_there_is_no_public_address_of_the_file(admin: Client, kept: Evidence) -> None:
    assert admin.get(f"/{kept.file.name}").status_code == 404
    assert admin.get(f"/media/{kept.file.name}").status_code == 404
