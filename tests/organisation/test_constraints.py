"""Each constraint of the organisation's tables, violated once: in the database and in words."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from organisation.models import (
    RESERVED_SLUGS,
    AdoptedDocument,
    AdoptedFile,
    ClosedMonth,
    Committee,
    Job,
    Membership,
    Municipality,
    Unit,
    User,
)
from tests.factories import make_committee, make_municipality, make_role, make_units, make_user

pytestmark = pytest.mark.django_db


def committee_with_units() -> Committee:
    committee = make_committee()
    make_units(committee, {"SN": {"A1": {}}})
    return committee


def second_of_the_name() -> Committee:
    make_committee()
    return Committee(municipality=make_municipality(), name="Socialnämnden", slug="annan-sn")


def reserved_slug() -> Committee:
    return Committee(municipality=make_municipality(), name="Socialnämnden", slug="admin")


def unit(**fields: object) -> Callable[[], Unit]:
    def make() -> Unit:
        committee = committee_with_units()
        top = Unit.objects.get(code="SN")
        return Unit(
            **{"committee": committee, "code": "B1", "name": "B", "parent": top, "path": "x/", **fields}
        )

    return make


def own_parent() -> Unit:
    committee_with_units()
    found = Unit.objects.get(code="A1")
    found.parent = found
    return found


def closed(**fields: object) -> Callable[[], ClosedMonth]:
    return lambda: ClosedMonth(
        **{"committee": make_committee(), "year": 2021, "month": 8, "closed_by": "x", **fields}
    )


def closed_twice() -> ClosedMonth:
    closed()().save()
    return ClosedMonth(committee=Committee.objects.get(), year=2021, month=8, closed_by="y")


def role_twice(*, whole: bool) -> Callable[[], Membership]:
    def make() -> Membership:
        committee = committee_with_units()
        where = None if whole else Unit.objects.get(code="A1")
        user = make_user("karin", committee, role="controller", unit=where)
        return Membership(user=user, committee=committee, role=make_role("controller"), unit=where)

    return make


def job(**fields: object) -> Callable[[], Job]:
    return lambda: Job(**{"kind": "x", "subject": "y", "created_by": "z", **fields})


def adopted(**fields: object) -> Callable[[], AdoptedDocument]:
    def make() -> AdoptedDocument:
        committee = Committee.objects.first() or make_committee()
        values = {"kind": "report", "key": "x", "revision": 1, "title": "y", "decision_paragraph": "135"}
        return AdoptedDocument(
            **{"committee": committee, **values, "meeting_on": date(2021, 9, 20), "adopted_by": "z", **fields}
        )

    return make


def adopted_again(*, revision: int) -> Callable[[], AdoptedDocument]:
    def make() -> AdoptedDocument:
        gone = {"withdrawn_at": timezone.now(), "withdrawn_by": "x", "withdrawn_reason": "y"}
        adopted(**(gone if revision == 1 else {}))().save()
        return adopted(revision=revision)()

    return make


def same_file_again() -> AdoptedFile:
    document = adopted()()
    document.save()
    values = {"name": "a.pdf", "label": "PDF", "content_type": "x", "sha256": "y", "size": 1, "data": b"z"}
    AdoptedFile.objects.create(document=document, **values)
    return AdoptedFile(document=document, **values)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (adopted_again(revision=1), "Dokumentet har redan en utgåva med det numret."),
        (adopted_again(revision=2), "Dokumentet är redan fastställt."),
        (adopted(decision_paragraph=""), "Ett fastställt dokument har beslutets paragraf."),
        (adopted(withdrawn_by="x"), "Ett tillbakadraget dokument har tid, person och skäl."),
        (adopted(withdrawn_at=timezone.now()), "Ett tillbakadraget dokument har tid, person och skäl."),
        (same_file_again, "Dokumentet har redan en fil med det namnet."),
        (second_of_the_name, "Kommunen har redan en nämnd med det namnet."),
        (reserved_slug, "Adressnamnet används av programmet självt. Välj ett annat."),
        (unit(code="a1"), "Nämnden har redan en enhet med den koden."),
        (unit(parent=None), "Nämnden har redan en översta enhet."),
        (unit(valid_from=2021, valid_to=2020), "Enheten kan inte sluta gälla innan den börjar."),
        (own_parent, "En enhet kan inte vara överordnad sig själv."),
        (closed_twice, "Månaden är redan stängd."),
        (closed(year=1999), "Året måste ligga mellan 2000 och 2100."),
        (closed(month=13), "Månaden måste vara 1 till 12."),
        (role_twice(whole=False), "Personen har redan den rollen."),
        (role_twice(whole=True), "Personen har redan den rollen för hela nämnden."),
        (job(state="done"), "Ett avslutat jobb har en sluttid, och bara ett avslutat."),
        (job(finished_at=timezone.now()), "Ett avslutat jobb har en sluttid, och bara ett avslutat."),
    ],
)
def test_a_constraint_holds_and_says_why(make: Callable[[], models.Model], message: str) -> None:
    row = make()
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert refusal.value.messages == [message]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("code", ["123", "12345", "12a4"])
def test_a_municipality_code_is_four_digits(code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Municipality(code=code, name="Krokom").full_clean()
    assert "Kommunkoden är fyra siffror." in refusal.value.messages


@pytest.mark.parametrize("code", ["1 0", "1/0", "1;0"])
def test_a_unit_code_fits_in_addresses_and_files(code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        unit(code=code)().full_clean()
    assert refusal.value.messages == ["Koden får inte innehålla blanksteg, snedstreck eller semikolon."]


def test_a_person_is_called_by_name_else_by_login() -> None:
    assert str(User(username="karin", first_name="Karin", last_name="Berg")) == "Karin Berg"
    assert str(User(username="karin")) == "karin"


def test_no_committee_can_take_an_address_that_something_else_has() -> None:
    taken = {
        str(entry.pattern).split("/")[0]
        for part in get_resolver().url_patterns
        for entry in (
            part.url_patterns if isinstance(part, URLResolver) and not str(part.pattern) else [part]
        )
    }
    assert taken - {"", "<slug:committee>"} <= set(RESERVED_SLUGS)
