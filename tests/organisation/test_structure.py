"""The unit tree: what is a tree, and what is not, in words for the user."""

import pytest

from organisation.models import Unit
from organisation.structure import TreeError, check_place, paths, rebuild_paths
from tests.factories import make_committee, make_units


def test_a_path_is_the_codes_from_the_root() -> None:
    assert paths({"310": "300", "SN": None, "300": "SN"}) == {
        "SN": "SN/",
        "300": "SN/300/",
        "310": "SN/300/310/",
    }


@pytest.mark.parametrize(
    ("parents", "message", "code"),
    [
        ({"SN": None, "A": "B", "B": "A"}, "Enheterna ligger i en ring: A → B → A.", "A"),
        ({"SN": None, "A": "A"}, "Enheterna ligger i en ring: A → A.", "A"),
        ({"SN": None, "A": "X"}, "Enheten A har den överordnade X, som inte finns.", "A"),
        ({"SN": None, "KS": None}, "Bara en enhet kan sakna överordnad, men det gör SN, KS.", "KS"),
    ],
)
def test_what_is_no_tree_is_refused(parents: dict[str, str | None], message: str, code: str) -> None:
    with pytest.raises(TreeError) as refusal:
        paths(parents)
    assert (str(refusal.value), refusal.value.code) == (message, code)


@pytest.mark.django_db
def test_moving_a_unit_moves_what_lies_under_it() -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"10": {"11": {}}, "100": {}}})
    units["10"].parent = units["100"]
    units["10"].save()
    rebuild_paths(committee)
    assert dict(Unit.objects.values_list("code", "path")) == {
        "SN": "SN/",
        "10": "SN/100/10/",
        "11": "SN/100/10/11/",
        "100": "SN/100/",
    }


@pytest.mark.django_db
def test_a_place_below_oneself_is_refused() -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"10": {"11": {}}}})
    with pytest.raises(TreeError, match="Enheterna ligger i en ring: 10 → 11 → 10."):
        check_place(committee=committee, unit=units["10"], code="10", parent=units["11"])
    with pytest.raises(TreeError, match="En enhet kan inte vara överordnad sig själv."):
        check_place(committee=committee, unit=units["10"], code="10", parent=units["10"])
    check_place(committee=committee, unit=units["10"], code="12", parent=units["SN"])
