"""The administration of indicators, targets and measurements."""

import pytest
from django.contrib.auth.models import Permission as DjangoPermission
from django.test import Client

from goals.models import Indicator, Measurement
from organisation.models import AuditEvent, Committee
from tests.budget.test_result_pages import text
from tests.factories import make_administrator, make_committee, make_units, make_user
from tests.goal_factories import make_indicator, make_measurement, make_scale, make_target
from tests.pages import logged_in

ADMIN = "/admin/goals"


@pytest.fixture
def committee(db: None) -> Committee:
    committee = make_committee()
    make_units(committee, {"SN": {"100": {}}})
    return committee


@pytest.fixture
def admin(committee: Committee) -> Client:
    return logged_in(make_administrator())


def typed(committee: Committee, **changed: str) -> dict[str, str]:
    return {
        "committee": str(committee.pk),
        "code": "beslut",
        "name": "Beslut",
        "value_kind": "number",
        "decimals": "0",
        "direction": "none",
        "frequency": "year",
        "gender_split": "none",
        "totalling": "own",
        "year_of": "own",
        "people": "none",
        "position": "0",
        "parts-TOTAL_FORMS": "0",
        "parts-INITIAL_FORMS": "0",
        **changed,
    }


def test_adding_and_changing_an_indicator(admin: Client, committee: Committee) -> None:
    response = admin.post(f"{ADMIN}/indicator/add/", typed(committee))
    assert response.status_code == 302
    made = Indicator.objects.get()
    assert AuditEvent.objects.latest("id").action == "lade till mått"
    shown = admin.post(f"{ADMIN}/indicator/{made.pk}/change/", typed(committee, totalling="sum"))
    assert "Nämndens värde kan bara vara summan av enheterna när måttet lämnas per enhet." in text(
        shown.content.decode()
    )


def test_an_administrator_who_may_not_see_small_numbers_does_not_clear_them(committee: Committee) -> None:
    indicator = make_indicator(committee, "beslut", name="Beslut", people="count")
    make_measurement(indicator, 2021, 3, is_suppressed=True)
    clerk = make_user("olle", committee, role="reader", is_staff=True)
    clerk.user_permissions.set(DjangoPermission.objects.filter(codename__endswith="_indicator"))
    address = f"{ADMIN}/indicator/{indicator.pk}/change/"
    answer = logged_in(clerk).post(address, typed(committee))
    assert answer.context["adminform"].form.errors.keys() == {"people"}
    assert logged_in(clerk).post(address, typed(committee, people="count")).status_code == 302
    assert logged_in(make_administrator()).post(address, typed(committee)).status_code == 302


def test_what_belongs_to_another_committee_is_refused(admin: Client, committee: Committee) -> None:
    other = make_committee("annan-sn")
    scale = make_scale(other)
    shown = admin.post(f"{ADMIN}/indicator/add/", typed(committee, scale=str(scale.pk)))
    assert "Skalan hör till en annan nämnd." in text(shown.content.decode())


def test_a_part_with_values_stays(admin: Client, committee: Committee) -> None:
    made = make_indicator(committee, "beslut", parts=["sa"])
    make_measurement(made, 2021, 5, part="sa")
    parts = {
        "parts-TOTAL_FORMS": "1",
        "parts-INITIAL_FORMS": "1",
        "parts-0-id": str(made.parts.get().pk),
        "parts-0-indicator": str(made.pk),
        "parts-0-code": "bpsd",
        "parts-0-label": "BPSD",
        "parts-0-pattern": "{värde}",
        "parts-0-position": "0",
    }
    shown = admin.post(f"{ADMIN}/indicator/{made.pk}/change/", typed(committee, **parts))
    assert "Delen ”sa” har värden. Ta bort dem innan delen tas bort eller får en ny kod." in text(
        shown.content.decode()
    )


def test_one_with_values_is_not_deleted_here(admin: Client, committee: Committee) -> None:
    made = make_indicator(committee, "beslut")
    row = make_measurement(made, 2021, 5)
    admin.post(f"{ADMIN}/indicator/{made.pk}/delete/", {"post": "yes"})
    assert Indicator.objects.count() == 1
    row.delete()
    admin.post(f"{ADMIN}/indicator/{made.pk}/delete/", {"post": "yes"})
    assert Indicator.objects.count() == 0


def test_measurements_are_looked_at_and_small_ones_marked(admin: Client, committee: Committee) -> None:
    made = make_indicator(committee, "barn", name="Barn", people="count")
    row = make_measurement(made, 2021, 3, is_suppressed=True)
    for address in ("", f"{row.pk}/change/"):
        assert "3 (visas inte utåt)" in text(admin.get(f"{ADMIN}/measurement/{address}").content.decode())
    assert admin.get(f"{ADMIN}/measurement/add/").status_code == 403
    assert admin.post(f"{ADMIN}/measurement/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Measurement.objects.count() == 1


def test_staff_without_every_right_do_not_see_small_values(committee: Committee) -> None:
    from django.contrib.auth.models import Permission

    made = make_indicator(committee, "barn", name="Barn", people="count")
    row = make_measurement(made, 2021, 3, is_suppressed=True, note="Två flickor och en pojke.")
    staff = make_user("stina", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename="view_measurement"))
    for address in ("", f"{row.pk}/change/"):
        shown = text(logged_in(staff).get(f"{ADMIN}/measurement/{address}").content.decode())
        assert "3 (visas inte utåt)" not in shown
        assert "Två flickor" not in shown
        assert " .. " in shown


def test_targets_are_looked_at(admin: Client, committee: Committee) -> None:
    made = make_indicator(committee, "andel", value_kind="share", direction="higher")
    target = make_target(made, 2021, 90)
    for address in ("", f"{target.pk}/change/"):
        assert "90 %" in text(admin.get(f"{ADMIN}/target/{address}").content.decode())
