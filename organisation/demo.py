"""One login per role for the demo's committees. Made by the demo alone: see the command demo_logins."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Count

from organisation.audit import record
from organisation.models import Committee, Membership, Role, Unit, User

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class NotTheDemo(Exception):
    """Logins are not made here; the message says why, in Swedish."""


@dataclass(frozen=True)
class Person:
    """role is the code of a standard role; '' is an administrator. area is in the name of the area that is managed."""

    username: str
    first_name: str
    last_name: str
    title: str
    role: str
    area: str = ""


PEOPLE = (
    Person("sekreterare", "Sofia", "Ek", "Nämndsekreterare", "secretary"),
    Person("controller", "Karin", "Berg", "Controller", "controller"),
    Person("enhetschef", "Erik", "Lund", "Enhetschef", "unit_manager"),
    Person("ifochef", "Ida", "Norén", "Enhetschef", "unit_manager", "familjeomsorg"),
    Person("ledamot", "Lena", "Holm", "Ledamot", "reader"),
    Person("administrator", "Anna", "Alm", "Administratör", ""),
)


@transaction.atomic
def ensure_logins(*, slugs: set[str], passwords: Path) -> list[tuple[Person, str]]:
    """Each person of the demo with their password, made if they are not there yet.

    The passwords are drawn once for each installation and kept in the file. Raises NotTheDemo if any would have
    to be made where there are other committees than those of the demo.
    """
    known = dict(line.split("\t", 1) for line in _lines(passwords))
    made = set(
        User.objects.filter(username__in=[person.username for person in PEOPLE]).values_list(
            "username", flat=True
        )
    )
    if made != {person.username for person in PEOPLE} or made != set(known):
        _require_only(slugs)
        known = {person.username: known.get(person.username) or _password() for person in PEOPLE}
        for person in PEOPLE:
            _make(person, known[person.username])
        _keep(passwords, known)
    for committee in Committee.objects.filter(slug__in=slugs):
        for person in PEOPLE:
            _give_role(person, committee)
    return [(person, known[person.username]) for person in PEOPLE]


def _require_only(slugs: set[str]) -> None:
    others = sorted(Committee.objects.exclude(slug__in=slugs).values_list("slug", flat=True))
    if others:
        raise NotTheDemo(
            f"Här finns nämnder som inte hör till demon: {', '.join(others)}. Inga inloggningar skapades."
        )


def _make(person: Person, password: str) -> None:
    user, is_new = User.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "title": person.title,
            "email": f"{person.username}@demo.invalid",
            "is_staff": not person.role,
            "is_superuser": not person.role,
        },
    )
    user.set_password(password)
    user.save(update_fields=["password"])
    if is_new:
        record(by="demon", action="lade till person", subject=user, changes_data=False)


def _give_role(person: Person, committee: Committee) -> None:
    if not person.role:
        return
    user, role = User.objects.get(username=person.username), Role.objects.get(code=person.role)
    if Membership.objects.filter(user=user, committee=committee, role=role).exists():
        return
    is_manager = person.role == "unit_manager"
    unit = _subtree(committee, person.area) if is_manager else None
    if unit is not None or not is_manager:
        Membership.objects.create(user=user, committee=committee, role=role, unit=unit)


def _subtree(committee: Committee, area: str) -> Unit | None:
    """The area with that in its name; without a name the first that has units of its own, else the first."""
    areas = Unit.objects.filter(committee=committee, parent__parent=None, name__contains=area)
    return (
        areas.exclude(parent=None)
        .annotate(below=Count("children"))
        .order_by("-below", "position", "code")
        .first()
    )


def _password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _keep(path: Path, passwords: dict[str, str]) -> None:
    """Readable by the owner alone, from the first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name}\t{password}\n" for name, password in passwords.items())
