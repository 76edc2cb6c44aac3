"""The administration: its lists stay cheap, its changes are logged, and it refuses in words."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse

from organisation.models import AuditEvent, Committee, Membership, Role, Unit, User
from organisation.permissions import STANDARD_ROLES, Permission
from tests.factories import make_committee, make_role, make_units, make_user

pytestmark = pytest.mark.django_db

LISTS = [
    "municipality",
    "committee",
    "unit",
    "user",
    "role",
    "membership",
    "closedmonth",
    "auditevent",
    "job",
    "adopteddocument",
]


def events() -> list[tuple[str, str, str]]:
    return list(AuditEvent.objects.order_by("id").values_list("action", "subject", "committee_slug"))


def test_the_standard_roles_are_there_from_the_start() -> None:
    # Made once more: a test that emptied all tables may have come before.
    Role.objects.all().delete()
    for (app, _), migration in sorted(MigrationLoader(connection).disk_migrations.items()):
        for operation in migration.operations:
            if app == "organisation" and isinstance(operation, RunPython):
                operation.code(apps, None)
    kept = {role.code: (role.name, tuple(role.permissions)) for role in Role.objects.all()}
    wanted = {code: (name, tuple(each.value for each in may)) for code, (name, may) in STANDARD_ROLES.items()}
    assert kept == wanted


@pytest.mark.parametrize("model", LISTS)
def test_a_list_asks_the_database_as_little_for_many_rows_as_for_few(
    admin: Client, django_assert_max_num_queries, model: str
) -> None:
    for number in range(6):
        committee = make_committee(f"namnd-{number}")
        units = make_units(committee, {"SN": {str(code): {} for code in range(10, 20)}})
        make_user(f"person-{number}", committee, role="unit_manager", unit=units["10"])
        committee.closed_months.create(year=2021, month=1, closed_by="x")
        committee.jobs.create(kind="x", subject="y", created_by="z")
        committee.adopted_documents.create(
            kind="report",
            key="x",
            revision=1,
            title="y",
            meeting_on=date(2021, 9, 20),
            decision_paragraph="1",
        )
    AuditEvent.objects.bulk_create(AuditEvent(actor="x", action="y") for _ in range(60))
    with django_assert_max_num_queries(14):
        page = admin.get(reverse(f"admin:organisation_{model}_changelist"))
    assert page.status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_a_list_can_be_searched(admin: Client, model: str) -> None:
    assert admin.get(reverse(f"admin:organisation_{model}_changelist"), {"q": "kar"}).status_code == 200


@pytest.mark.parametrize("model", ["municipality", "committee", "unit", "user", "role", "membership"])
def test_a_form_for_a_new_row_opens(admin: Client, model: str) -> None:
    assert admin.get(reverse(f"admin:organisation_{model}_add")).status_code == 200


def test_a_committee_keeps_its_address(admin: Client) -> None:
    committee = make_committee()
    typed = {
        "municipality": committee.municipality_id,
        "name": "Ny",
        "slug": "ny",
        "small_group_threshold": 5,
    }
    url = reverse("admin:organisation_committee_change", args=[committee.pk])
    assert admin.get(url).status_code == 200
    assert admin.post(url, typed).status_code == 302
    committee.refresh_from_db()
    assert (committee.name, committee.slug) == ("Ny", "prov-sn")


@pytest.mark.parametrize("model", ["closedmonth", "auditevent", "job"])
def test_what_processes_write_is_only_shown(admin: Client, model: str) -> None:
    assert admin.get(reverse(f"admin:organisation_{model}_add")).status_code == 403


def unit_form(unit: Unit | None = None, **fields: object) -> dict[str, object]:
    kept = (
        {"code": unit.code, "name": unit.name, "parent": unit.parent_id or "", "position": unit.position}
        if unit
        else {}
    )
    return {"type": "", "position": "0", "valid_from": "", "valid_to": "", **kept, **fields}


def test_a_new_unit_gets_its_path_and_an_event(admin: Client) -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {}})
    form = unit_form(committee=committee.pk, code="10", name="Hemtjänst", parent=units["SN"].pk)
    assert admin.post(reverse("admin:organisation_unit_add"), form).status_code == 302
    assert Unit.objects.get(code="10").path == "SN/10/"
    assert events() == [("lade till enhet", "10 Hemtjänst", "prov-sn")]


def test_moving_and_renaming_a_unit_moves_its_subtree(admin: Client) -> None:
    units = make_units(make_committee(), {"SN": {"10": {"11": {}}, "20": {}}})
    form = unit_form(units["10"], code="12", parent=units["20"].pk)
    assert (
        admin.post(reverse("admin:organisation_unit_change", args=[units["10"].pk]), form).status_code == 302
    )
    assert Unit.objects.get(code="11").path == "SN/20/12/11/"
    assert events() == [("ändrade enhet", "12 Enhet 10", "prov-sn")]
    assert AuditEvent.objects.get().details == {"change": "Ändrade Ansvarskod och Överordnad."}


def test_saving_without_a_change_is_no_event(admin: Client) -> None:
    units = make_units(make_committee(), {"SN": {"10": {}}})
    form = unit_form(units["10"])
    assert (
        admin.post(reverse("admin:organisation_unit_change", args=[units["10"].pk]), form).status_code == 302
    )
    assert events() == []


def test_what_makes_no_tree_is_refused_in_words(admin: Client) -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"10": {"11": {}}}})
    elsewhere = make_units(make_committee("annan-sn"), {"KS": {}})
    change = reverse("admin:organisation_unit_change", args=[units["10"].pk])
    for parent, message in (
        (units["11"], "Enheterna ligger i en ring: 10 → 11 → 10."),
        (units["10"], "En enhet kan inte vara överordnad sig själv."),
        (elsewhere["KS"], "Den överordnade enheten hör till en annan nämnd."),
    ):
        page = admin.post(change, unit_form(units["10"], parent=parent.pk))
        assert page.context["adminform"].form.errors == {"parent": [message]}
    page = admin.post(
        reverse("admin:organisation_unit_add"),
        unit_form(committee=committee.pk, code="X", name="X", parent=""),
    )
    assert page.context["adminform"].form.errors == {
        "parent": ["Bara en enhet kan sakna överordnad, men det gör X, SN."]
    }
    assert events() == []


def test_deleting_units_from_the_list_is_logged_one_by_one(admin: Client) -> None:
    units = make_units(make_committee(), {"SN": {"10": {}, "20": {}}})
    form = {"action": "delete_selected", "_selected_action": [units["10"].pk, units["20"].pk], "post": "yes"}
    admin.post(reverse("admin:organisation_unit_changelist"), form)
    assert sorted(events()) == [
        ("tog bort enhet", "10 Enhet 10", "prov-sn"),
        ("tog bort enhet", "20 Enhet 20", "prov-sn"),
    ]
    assert list(Unit.objects.values_list("code", flat=True)) == ["SN"]


def test_a_roles_permissions_are_ticked(admin: Client) -> None:
    role = make_role("reader")
    change = reverse("admin:organisation_role_change", args=[role.pk])
    assert "Läsa siffror, mål och rapporter" in admin.get(change).content.decode()
    form = {"name": "Läsare", "code": "reader", "permissions": ["view", "export_report"]}
    assert admin.post(change, form).status_code == 302
    role.refresh_from_db()
    assert role.permissions == [Permission.VIEW, Permission.EXPORT_REPORT]
    listed = admin.get(reverse("admin:organisation_role_changelist")).content.decode()
    assert "läsa siffror, mål och rapporter, ta ut rapporter som PDF och Excel" in listed
    page = admin.post(change, {**form, "permissions": ["everything"]})
    assert list(page.context["adminform"].form.errors) == ["permissions"]


def test_a_role_for_a_unit_of_another_committee_is_refused(admin: Client) -> None:
    mine = make_committee()
    units = make_units(make_committee("annan-sn"), {"KS": {}})
    user = make_user("karin")
    form = {"user": user.pk, "committee": mine.pk, "role": make_role("reader").pk, "unit": units["KS"].pk}
    page = admin.post(reverse("admin:organisation_membership_add"), form)
    assert page.context["adminform"].form.errors == {"unit": ["Enheten hör till en annan nämnd."]}
    assert Membership.objects.count() == 0


def test_a_committee_cannot_take_an_address_of_the_programs_own(admin: Client) -> None:
    committee = make_committee()
    form = {
        "municipality": committee.municipality_id,
        "name": "Ny",
        "slug": "jobb",
        "small_group_threshold": "5",
    }
    page = admin.post(reverse("admin:organisation_committee_add"), form)
    assert page.context["adminform"].form.non_field_errors() == [
        "Adressnamnet används av programmet självt. Välj ett annat."
    ]
    page = admin.post(reverse("admin:organisation_committee_add"), {**form, "slug": "nämnd sn"})
    assert page.context["adminform"].form.errors["slug"] == [
        "Skriv bara bokstäverna a–z, siffror och bindestreck, utan mellanslag och utan å, ä och ö."
    ]
    assert Committee.objects.count() == 1


def test_a_new_password_is_an_event_and_its_text_is_nowhere(admin: Client) -> None:
    user = make_user("karin")
    form = {"password1": "en helt ny mening", "password2": "en helt ny mening", "usable_password": "true"}
    assert admin.post(reverse("admin:auth_user_password_change", args=[user.pk]), form).status_code == 302
    assert events() == [("ändrade person", "Karin", "")]
    assert "mening" not in str(AuditEvent.objects.get().details)
    assert User.objects.get(pk=user.pk).check_password("en helt ny mening")


def test_the_administration_is_for_administrators_and_has_no_login_of_its_own(client: Client) -> None:
    assert client.get("/admin/login/?next=/admin/organisation/unit/").headers["Location"] == (
        "/logga-in/?next=/admin/organisation/unit/"
    )
    client.force_login(make_user("karin", make_committee()))
    page = client.get("/admin/", follow=True)
    assert page.status_code == 403
    assert "Administrationen är för administratörer." in page.content.decode()


def test_an_administrator_is_made_with_one_tick(admin: Client) -> None:
    user = make_user("karin")
    form = {
        "username": "karin",
        "first_name": "Karin",
        "is_active": "on",
        "is_superuser": "on",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    change = reverse("admin:organisation_user_change", args=[user.pk])
    assert "Kommer åt alla nämnder och administrationen." in admin.get(change).content.decode()
    assert admin.post(change, form).status_code == 302
    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff) == (True, True)
    assert events() == [("ändrade person", "Karin", "")]


def test_a_role_given_beside_the_person_is_told_in_the_committees_log(admin: Client) -> None:
    committee = make_committee()
    user = make_user("karin")
    form = {
        "username": "karin",
        "first_name": "Karin",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-committee": committee.pk,
        "memberships-0-role": make_role("reader").pk,
        "memberships-0-unit": "",
    }
    assert admin.post(reverse("admin:organisation_user_change", args=[user.pk]), form).status_code == 302
    assert Membership.objects.get().committee == committee
    assert events() == [("gav roll", "Karin: Läsare", "prov-sn"), ("ändrade person", "Karin", "")]
