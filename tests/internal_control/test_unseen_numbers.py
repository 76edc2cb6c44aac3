"""Whoever carries out a control without seeing small numbers cannot find them out by what the page answers."""

from typing import Any

import pytest
from django.test import Client

from internal_control.models import Control, CountedItem, FollowUp, FollowUpCount, Result
from organisation.models import Role
from tests.control_factories import carry_out
from tests.factories import make_user
from tests.internal_control.plan_place import make_place, ready_plan
from tests.internal_control.test_plan_pages import as_user

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
    return as_user(user)


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
