"""Whoever carries out a control without seeing small numbers cannot find them out by what the page answers."""

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Permission as DjangoPermission
from django.test import Client
from django.urls import reverse

from internal_control.control_entries import FACTS, ControlEntry
from internal_control.controlling import save_control
from internal_control.models import Control, CountedItem, FollowUp, FollowUpCount, Result
from internal_control.refusing import ControlRefused
from organisation.models import AuditEvent, Role
from tests.control_factories import carry_out
from tests.factories import make_user
from tests.internal_control.plan_place import make_place, ready_plan
from tests.pages import logged_in

pytestmark = pytest.mark.django_db

ADDRESS = "/prov-sn/intern-kontroll/2021/kontroller/k1/5/"
TOGETHER = "Lämna alla antal som de är, eller skriv alla på nytt."


@pytest.fixture
def executor() -> Client:
    """Of k1, which counts people: 33 and 4 were recorded in May by somebody else."""
    place = make_place()
    ready_plan(place)
    Control.objects.update(counts_people=True)
    role = Role.objects.create(code="utforare", name="Utförare", permissions=["view", "carry_out"])
    user = make_user("olle", place.committee, unit=place.units["100"])
    user.memberships.update(role=role)
    return logged_in(user)


def itemised(found: FollowUp) -> None:
    for code, number, deviates in (("inom", 33, False), ("over", 4, True)):
        item = CountedItem.objects.create(
            control=found.control, code=code, label=code, is_deviation=deviates, position=number
        )
        FollowUpCount.objects.create(follow_up=found, item=item, count=number)


def recorded(**numbers: int) -> FollowUp:
    return carry_out(Control.objects.get(), 5, Result.MINOR, text="Fyra.", **numbers)


def sent(page: Client, found: FollowUp, **given: Any) -> Any:
    typed = {"rad": found.pk, "result": "minor", "done_on": str(found.done_on), "text": "Fyra.", "reason": ""}
    return page.post(ADDRESS, {**typed, **given})


@pytest.mark.parametrize("guess", ["3", "4"])
def test_a_right_guess_is_answered_as_a_wrong_one(executor: Client, guess: str) -> None:
    found = recorded(sample_size=37, deviations=4)
    itemised(found)
    page = sent(executor, found, version=0, **{"antal-inom": "33", "antal-over": guess})
    assert "Två har skrivit här samtidigt" in page.content.decode()


@pytest.mark.parametrize("guess", ["3", "4"])
def test_nor_is_it_where_the_follow_up_is_adopted(executor: Client, guess: str) -> None:
    found = recorded(sample_size=37, deviations=4)
    itemised(found)
    found.control.plan.__class__.objects.update(followed_up_through=8)
    page = sent(executor, found, version=1, **{"antal-inom": "33", "antal-over": guess})
    assert "Det som är genomfört till dess kan inte ändras." in page.content.decode()


@pytest.mark.parametrize("examined", ["3", "5"])
def test_a_number_beside_one_that_is_kept_unseen_is_not_compared_with_it(
    executor: Client, examined: str
) -> None:
    """Four deviated: more than three, and not more than five."""
    found = recorded(sample_size=37, deviations=4)
    page = sent(executor, found, version=1, sample_size=examined, deviations="..")
    assert TOGETHER in page.content.decode()
    found.refresh_from_db()
    assert (found.version, found.sample_size, found.deviations) == (1, 37, 4)


def test_all_numbers_may_be_left_or_typed_anew(executor: Client) -> None:
    found = recorded(sample_size=37, deviations=4)
    shown = sent(executor, found, version=1, sample_size="37", deviations="..", text="Fyra saknade datum.")
    assert shown.status_code == 302
    found.refresh_from_db()
    assert (found.text, found.sample_size, found.deviations) == ("Fyra saknade datum.", 37, 4)
    assert sent(executor, found, version=2, sample_size="30", deviations="2").status_code == 302
    found.refresh_from_db()
    assert (found.sample_size, found.deviations) == (30, 2)


def test_only_who_may_see_small_numbers_takes_their_protection_away() -> None:
    place = make_place()
    plan = ready_plan(place)
    Control.objects.update(counts_people=True)
    control = Control.objects.get()
    role = Role.objects.create(code="handlaggare", name="Handläggare", permissions=["view", "edit_control"])
    clerk = make_user("olle", place.committee)
    clerk.memberships.update(role=role)
    entry = ControlEntry(
        **{name: getattr(control, name) for name in FACTS} | {"counts_people": False}, months=(5, 9, 12)
    )
    carry_out(control, 5, Result.MINOR, sample_size=37, deviations=4)
    step = partial(save_control, plan=plan, control=control, entry=entry, decision=None)
    with pytest.raises(ControlRefused, match="Skyddet kan bara tas bort av den som får se dem") as refused:
        step(by=clerk)
    assert refused.value.field == "counts_people"
    assert Control.objects.get().counts_people
    step(by=place.secretary)
    assert not Control.objects.get().counts_people
    details = AuditEvent.objects.order_by("-id")[0].details
    assert (details["before"], details["after"]) == (
        {"Det som räknas är personer": "ja"},
        {"Det som räknas är personer": "nej"},
    )


def test_nor_does_an_administrator_who_may_not_see_them(client: Client) -> None:
    place = make_place()
    ready_plan(place)
    Control.objects.update(counts_people=True)
    control = Control.objects.get()
    carry_out(control, 5, Result.MINOR, sample_size=37, deviations=4)
    clerk = make_user("olle", place.committee, role="reader", is_staff=True)
    clerk.user_permissions.set(DjangoPermission.objects.filter(codename__endswith="_control"))
    client.force_login(clerk)
    address = reverse("admin:internal_control_control_change", args=[control.pk])
    form = client.get(address).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields if name != "counts_people"}
    answer = client.post(address, typed)
    assert answer.context["adminform"].form.errors.keys() == {"counts_people"}
    assert client.post(address, {**typed, "counts_people": "on"}).status_code == 302
