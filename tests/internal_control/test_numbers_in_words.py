"""How the numbers of one occasion are said in a sentence, on the pages that have no table for them."""

from typing import Any

import pytest

from internal_control.models import Result
from tests.control_factories import carry_out, make_control, make_plan
from tests.internal_control.plan_place import make_place
from tests.pages import logged_in

pytestmark = pytest.mark.django_db


def text_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize(
    ("numbers", "on_the_next", "on_the_control"),
    [
        (
            {"sample_size": 20, "deviations": 1},
            ">1 avvikelse av 20 granskade<",
            ">20 granskade, 1 avvikelse<",
        ),
        (
            {"sample_size": 20, "deviations": 0},
            ">0 avvikelser av 20 granskade<",
            ">20 granskade, 0 avvikelser<",
        ),
        ({"sample_size": 1, "deviations": 1}, ">1 avvikelse av 1 granskad<", ">1 granskad, 1 avvikelse<"),
        ({"deviations": 3}, ">3 avvikelser<", ">3 avvikelser<"),
        ({"sample_size": 20}, ">20 granskade<", ">20 granskade<"),
    ],
)
def test_one_is_not_many_and_what_is_not_counted_is_not_said(
    numbers: dict[str, int], on_the_next: str, on_the_control: str
) -> None:
    place = make_place()
    control = make_control(make_plan(place.committee), months=[5, 9])
    carry_out(control, 5, Result.MINOR, **numbers)
    address = "/prov-sn/intern-kontroll/2021/kontroller/k1/"
    secretary = logged_in(place.secretary)
    assert on_the_next in text_of(secretary.get(f"{address}9/"))
    assert on_the_control in text_of(secretary.get(address))
