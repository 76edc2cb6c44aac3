"""The demo's logins: one per role, made once, and nowhere else."""

import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from organisation.demo import PEOPLE, NotTheDemo, ensure_logins
from organisation.models import Membership, Unit, User
from tests.factories import make_committee, make_role, make_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    for role in ("secretary", "controller", "unit_manager", "reader"):
        make_role(role)
    make_units(make_committee("krokom-sn"), {"SN": {"10": {}, "20": {"21": {}}}})
    make_units(make_committee("timra-sn"), {"SN": {"100": {}}})
    return tmp_path / "logins.txt"


SLUGS = {"krokom-sn", "timra-sn", "herrljunga-sn"}


def logs_in(person: User, password: str) -> bool:
    form = {"username": person.username, "password": password}
    return Client().post("/logga-in/", form).status_code == 302


def test_one_login_per_role_that_works(passwords: Path) -> None:
    logins = ensure_logins(slugs=SLUGS, passwords=passwords)
    assert [person.username for person, _ in logins] == [
        "sekreterare",
        "controller",
        "enhetschef",
        "ifochef",
        "ledamot",
        "administrator",
    ]
    for person, password in logins:
        assert logs_in(person, password)
    assert Membership.objects.count() == 4 * 2
    assert User.objects.filter(is_superuser=True).count() == 1
    managed = Unit.objects.filter(membership__user__username="enhetschef").order_by("code")
    assert [unit.code for unit in managed] == ["100", "20"]


def test_a_manager_of_a_named_area_is_one_where_there_is_such_an_area(passwords: Path) -> None:
    names = {"180": "Individ- och familjeomsorg"}
    make_units(make_committee("herrljunga-sn"), {"SN": {"100": {}, "180": {}}}, names)
    ensure_logins(slugs=SLUGS, passwords=passwords)
    managed = Membership.objects.filter(user__username="ifochef")
    assert [(each.committee.slug, str(each.unit)) for each in managed] == [
        ("herrljunga-sn", "180 Individ- och familjeomsorg")
    ]


def test_a_second_run_changes_nothing(passwords: Path) -> None:
    first = ensure_logins(slugs=SLUGS, passwords=passwords)
    assert ensure_logins(slugs=SLUGS, passwords=passwords) == first
    assert (User.objects.count(), Membership.objects.count()) == (len(PEOPLE), 8)


def test_the_file_is_the_owners_alone(passwords: Path) -> None:
    ensure_logins(slugs=SLUGS, passwords=passwords)
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600


def test_a_lost_file_gives_new_passwords(passwords: Path) -> None:
    first = dict(ensure_logins(slugs=SLUGS, passwords=passwords))
    passwords.unlink()
    second = dict(ensure_logins(slugs=SLUGS, passwords=passwords))
    assert set(first.values()) & set(second.values()) == set()
    assert all(logs_in(person, word) for person, word in second.items())


def test_none_are_made_beside_a_real_committee(passwords: Path) -> None:
    make_committee("riktig-sn")
    with pytest.raises(NotTheDemo) as refusal:
        ensure_logins(slugs=SLUGS, passwords=passwords)
    assert str(refusal.value) == (
        "Här finns nämnder som inte hör till demon: riktig-sn. Inga inloggningar skapades."
    )
    assert User.objects.count() == 0
    assert not passwords.exists()


def test_the_command_is_for_the_demo_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO", raising=False)
    with pytest.raises(CommandError, match="^Demoinloggningar skapas bara av ./run demo"):
        call_command("demo_logins")
    assert User.objects.count() == 0
