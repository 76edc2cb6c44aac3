"""The executor's page: who may what, what is said, and that nothing typed is lost."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from internal_control.evidence import add_evidence
from internal_control.evidence_checks import MOST_BYTES
from internal_control.models import (
    Control,
    ControlPlan,
    CountedItem,
    Evidence,
    FollowUp,
    FollowUpCount,
    Result,
)
from organisation.models import Committee, Role, Unit, User
from tests.control_factories import carry_out, make_control, make_measure, make_plan, make_risk
from tests.factories import make_committee, make_units, make_user
from tests.internal_control import sample_files as samples
from tests.pages import shown

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Place:
    committee: Committee
    units: dict[str, Unit]
    control: Control
    manager: User  # of 100
    other: User  # of 200
    reader: User

    @property
    def address(self) -> str:
        return f"/prov-sn/intern-kontroll/2021/kontroller/{self.control.code}/5/"

    @property
    def follow_up(self) -> FollowUp:
        return self.control.follow_ups.get(month=5)


@pytest.fixture
def place(tmp_path: Any, settings: Any) -> Place:
    settings.MEDIA_ROOT = tmp_path
    committee = make_committee()
    units = make_units(committee, {"SN": {"100": {}, "200": {}}})
    plan = make_plan(committee)
    control = make_control(
        plan,
        unit=units["100"],
        risk=make_risk(plan, unit=units["100"]),
        rule="SoL 11 kap. 2 §",
        method=Control.Method.SAMPLE,
        sample_size=20,
        method_text="Dra tjugo ärenden.",
    )
    return Place(
        committee,
        units,
        control,
        make_user("erik", committee, role="unit_manager", unit=units["100"]),
        make_user("eva", committee, role="unit_manager", unit=units["200"]),
        make_user("lasse", committee, role="reader"),
    )


def client(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def typed(place: Place, **given: Any) -> dict[str, Any]:
    return {
        "rad": place.follow_up.pk,
        "version": 0,
        "result": "no_deviation",
        "done_on": "2021-05-12",
        "sample_size": "20",
        "deviations": "0",
        "text": "Allt stämmer.",
        "reason": "",
        **given,
    }


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_says_what_how_and_against_which_rule_with_last_time_beside(place: Place) -> None:
    before = make_control(make_plan(place.committee, 2020), months=[12])
    carry_out(before, 12, Result.MINOR, sample_size=20, deviations=3, text="Tre saknade datum.")
    make_measure(before.plan, follow_up=before.follow_ups.get(), text="Ny rutin för datum")
    page = text_of(client(place.manager).get(place.address))
    for expected in (
        "Stickprov, 20 st",
        "Dra tjugo ärenden.",
        "SoL 11 kap. 2 §",
        "Risk r1",
        "Förra gången, december 2020",
        "3 avvikelser av 20 granskade",
        "Tre saknade datum.",
        "Ny rutin för datum",
        f'max="{timezone.localdate():%Y-%m-%d}"',
    ):
        assert expected in page


def test_that_whoever_carries_it_out_has_left_is_said_as_long_as_another_may_be_chosen(
    place: Place,
) -> None:
    secretary = make_user("sara", place.committee, role="secretary")
    Control.objects.filter(pk=place.control.pk).update(performer=place.manager)
    told = f"{place.manager} har slutat eller saknar behörighet"
    assert f"Utförs av {place.manager}" in shown(secretary, place.address)
    assert told not in shown(secretary, place.address)
    place.manager.memberships.all().delete()
    page = shown(secretary, place.address)
    assert f"Utförs av {told} Välj en ny för k1" in page
    assert "/kontroller/k1/utfors-av/" in text_of(client(secretary).get(place.address))
    assert f"{told} Nämndsekreteraren väljer en ny." in shown(place.other, place.address)
    for of_plan, of_control in ((12, None), (0, date(2021, 4, 1))):
        ControlPlan.objects.update(followed_up_through=of_plan)
        Control.objects.update(struck_on=of_control)
        assert told not in shown(secretary, place.address)


def test_what_was_found_is_saved_and_a_deviation_leads_on_to_a_measure(place: Place) -> None:
    page = client(place.manager)
    saved = page.post(
        place.address, typed(place, result="minor", deviations="2", text="Två saknar datum."), follow=True
    )
    assert saved.redirect_chain == [(place.address, 302)]
    assert "Kontrollen är sparad." in text_of(saved)
    assert "Avvikelsen behöver en åtgärd" in text_of(saved)
    assert 'href="/prov-sn/intern-kontroll/2021/atgarder/ny/?kontroll=k1&amp;manad=5"' in text_of(saved)
    assert (place.follow_up.result, place.follow_up.deviations, place.follow_up.done_by) == (
        "minor",
        2,
        str(place.manager),
    )
    make_measure(place.control.plan, follow_up=place.follow_up, text="Rutinen skrivs om")
    after = text_of(page.get(place.address))
    assert "Avvikelsen behöver en åtgärd" not in after
    assert "Rutinen skrivs om" in after


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"result": ""}, "Välj ett resultat."),
        ({"done_on": ""}, "Skriv vilken dag kontrollen gjordes."),
        ({"done_on": "12 maj"}, "Skriv dagen som 2021-05-12."),
        ({"sample_size": "tjugo"}, "Skriv ett heltal från 0 till 1 000 000."),
        ({"sample_size": "2,5"}, "Skriv ett heltal från 0 till 1 000 000."),
        (
            {"sample_size": "2", "deviations": "3", "result": "major"},
            "Avvikelserna kan inte vara fler än de granskade.",
        ),
        (
            {"result": "not_done", "sample_size": "", "deviations": ""},
            "Skriv varför kontrollen inte genomfördes.",
        ),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field_and_everything_typed_stays(
    place: Place, given: dict[str, str], expected: str
) -> None:
    answer = client(place.manager).post(place.address, typed(place, text="En lång analys.", **given))
    page = text_of(answer)
    assert answer.status_code == 200
    assert expected in page
    assert "En lång analys." in page
    assert "Resultatet är inte sparat än. Det du har skrivit står kvar." in page
    assert place.follow_up.is_pending


def test_the_second_of_two_is_shown_both_versions_and_decides(place: Place) -> None:
    colleague = make_user("anna", place.committee, role="controller")
    client(colleague).post(place.address, typed(place, text="Annas ord.", sample_size="18"))
    page = client(place.manager)
    answer = page.post(place.address, typed(place, text="Eriks ord.", sample_size="20"))
    words = text_of(answer)
    assert "Två har skrivit här samtidigt" in words
    for expected in ("Annas ord.", "Eriks ord.", "18", 'name="version" value="1"'):
        assert expected in words
    assert place.follow_up.text == "Annas ord."
    again = typed(place, text="Eriks ord.", version=1)
    assert page.post(place.address, again).status_code == 302
    assert place.follow_up.text == "Eriks ord."


def test_a_month_that_the_control_does_not_have(place: Place) -> None:
    answer = client(place.manager).get("/prov-sn/intern-kontroll/2021/kontroller/k1/3/")
    page = text_of(answer)
    assert answer.status_code == 404
    assert "Kontrollen görs inte i mars 2021" in page
    assert "/prov-sn/intern-kontroll/2021/kontroller/k1/5/" in page


def test_what_was_typed_for_a_month_that_was_taken_out_meanwhile_is_shown(place: Place) -> None:
    sent = typed(place, text="Mina ord.")
    place.follow_up.delete()
    answer = client(place.manager).post(place.address, sent)
    assert answer.status_code == 404
    assert "Kopiera det du skrev:" in text_of(answer)
    assert "Mina ord." in text_of(answer)


def test_what_was_typed_about_a_control_that_has_got_another_code_is_saved(place: Place) -> None:
    sent = typed(place)
    Control.objects.filter(pk=place.control.pk).update(code="utredning")
    answer = client(place.manager).post(place.address, sent)
    assert answer["Location"] == "/prov-sn/intern-kontroll/2021/kontroller/utredning/5/"


def test_a_settled_occasion_can_be_read_and_what_was_typed_stays(place: Place) -> None:
    carry_out(place.control, 5, text="Fastställd text.")
    ControlPlan.objects.update(followed_up_through=5)
    page = client(place.manager)
    shown = text_of(page.get(place.address))
    assert "Uppföljningen till och med maj 2021 är fastställd." in shown
    assert "Fastställd text." in shown
    assert "<textarea" not in shown
    answer = text_of(page.post(place.address, typed(place, version=1, text="För sent.")))
    assert "Det som är genomfört till dess kan inte ändras." in answer
    assert "För sent." in answer


def test_who_may_what(place: Place) -> None:
    stranger = make_user("nils", make_committee("annan-sn", "Annan nämnd"), role="controller")
    expected = {
        place.manager: (200, 302),
        place.other: (200, 403),
        place.reader: (200, 403),
        stranger: (404, 404),
    }
    for user, (reads, writes) in expected.items():
        page = client(user)
        assert page.get(place.address).status_code == reads
        assert page.post(place.address, typed(place)).status_code == writes
    shown = text_of(client(place.reader).get(place.address))
    assert "<textarea" not in shown
    assert "Allt stämmer." in shown


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_files_are_added_with_the_result_and_a_false_one_is_refused(place: Place) -> None:
    sent = typed(place, files=[file("protokoll.pdf", samples.pdf()), file("falsk.pdf", b"bara text")])
    answer = client(place.manager).post(place.address, sent, follow=True)
    page = text_of(answer)
    assert "”falsk.pdf” heter som en PDF-fil, men innehållet är text." in page
    assert "Kontrollen är sparad." in page
    assert [each.name for each in Evidence.objects.all()] == ["protokoll.pdf"]
    assert place.follow_up.text == "Allt stämmer."


def test_a_good_file_is_kept_where_the_result_cannot_be_saved(place: Place) -> None:
    sent = typed(place, result="", text="Står kvar.", files=[file("bild.png", samples.picture("PNG"))])
    page = text_of(client(place.manager).post(place.address, sent))
    assert "Välj ett resultat." in page
    assert "Står kvar." in page
    assert "bild.png" in page
    assert Evidence.objects.count() == 1


def test_files_alone_are_added_and_what_else_was_typed_stays(place: Place) -> None:
    sent = typed(place, text="Halvfärdigt.", files=[file("urval.csv", b"a;b")])
    answer = client(place.manager).post(f"{place.address}underlag/", sent)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Underlaget är tillagt." in page
    assert "Halvfärdigt." in page
    assert "urval.csv" in page
    assert place.follow_up.is_pending
    nothing_else = {"rad": place.follow_up.pk, "version": 0, "done_on": timezone.localdate()}
    again = client(place.manager).post(
        f"{place.address}underlag/", {**nothing_else, "files": [file("x.txt", b"x")]}, follow=True
    )
    assert again.redirect_chain == [(place.address, 302)]
    empty = client(place.manager).post(f"{place.address}underlag/", nothing_else, follow=True)
    assert "Välj först en eller flera filer." in text_of(empty)


def test_a_file_too_large_is_left_out_as_it_arrives_and_the_rest_is_saved(place: Place) -> None:
    large = file("film.pdf", b"%PDF-" + bytes(MOST_BYTES))
    sent = typed(place, files=[large, file("liten.txt", b"liten")])
    page = text_of(client(place.manager).post(place.address, sent, follow=True))
    assert "”film.pdf” är större än 20 MB. Gör filen mindre eller dela den." in page
    assert "Kontrollen är sparad." in page
    assert [each.name for each in Evidence.objects.all()] == ["liten.txt"]


def test_more_files_than_are_read_at_once_are_said(place: Place) -> None:
    sent = typed(place, files=[file(f"{number}.txt", b"x") for number in range(21)])
    page = text_of(client(place.manager).post(place.address, sent, follow=True))
    assert "”20.txt” är inte tillagd: högst 20 filer åt gången." in page
    assert Evidence.objects.count() == 20


def test_a_form_without_its_token_is_refused(place: Place) -> None:
    page = Client(enforce_csrf_checks=True)
    page.force_login(place.manager)
    assert page.post(place.address, typed(place)).status_code == 403
    assert place.follow_up.is_pending


def evidence(place: Place) -> tuple[Evidence, str]:
    kept = add_evidence(follow_up=place.follow_up, name="Protokoll åäö.pdf", data=samples.pdf(), by="erik")
    return kept, f"{place.address}underlag/{kept.pk}/"


def test_a_file_is_handed_out_to_be_saved_and_does_nothing_in_the_browser(place: Place) -> None:
    _, address = evidence(place)
    answer = client(place.manager).get(address)
    assert answer.content == samples.pdf() or answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Protokoll%20")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    again = client(place.manager).get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_only_those_who_may_see_evidence_get_it(place: Place) -> None:
    _, address = evidence(place)
    stranger = make_user("nils", make_committee("annan-sn", "Annan nämnd"), role="controller")
    for user, expected in ((place.manager, 200), (place.other, 403), (place.reader, 403), (stranger, 404)):
        assert client(user).get(address).status_code == expected
    assert Client().get(address).status_code == 302
    assert "Protokoll" not in text_of(client(place.reader).get(place.address))


def test_another_committees_file_is_not_found_under_ones_own_address(place: Place) -> None:
    elsewhere = make_committee("annan-sn", "Annan nämnd")
    control = make_control(make_plan(elsewhere), months=[5])
    kept = add_evidence(follow_up=control.follow_ups.get(), name="x.txt", data=b"x", by="nils")
    page = client(place.manager)
    assert page.get(f"{place.address}underlag/{kept.pk}/").status_code == 404
    assert page.post(f"{place.address}underlag/{kept.pk}/ta-bort/").status_code == 404
    # Nor under another control of one's own committee.
    own, _ = evidence(place)
    other = make_control(place.control.plan, "k2", months=[5], unit=place.units["100"])
    address = f"/prov-sn/intern-kontroll/2021/kontroller/{other.code}/5/underlag/{own.pk}/"
    assert page.get(address).status_code == 404


def test_a_file_is_removed_after_a_question_and_not_once_it_is_settled(place: Place) -> None:
    _, address = evidence(place)
    page = client(place.manager)
    assert "Ta bort ”Protokoll åäö.pdf”?" in text_of(page.get(f"{address}ta-bort/"))
    assert Evidence.objects.count() == 1
    for user in (place.other, place.reader):
        assert client(user).post(f"{address}ta-bort/").status_code == 403
    carry_out(place.control, 5)
    ControlPlan.objects.update(followed_up_through=5)
    refused = text_of(page.post(f"{address}ta-bort/"))
    assert "Underlaget kan inte tas bort" in refused
    ControlPlan.objects.update(followed_up_through=0)
    assert page.post(f"{address}ta-bort/").status_code == 302
    assert Evidence.objects.count() == 0


def test_a_damaged_file_is_not_handed_out(place: Place) -> None:
    kept, address = evidence(place)
    Path(kept.file.path).write_bytes(b"x")
    answer = client(place.manager).get(address)
    assert answer.status_code == 500
    assert "dess kontrollsumma stämmer inte" in text_of(answer)


def count_people(place: Place) -> None:
    """36 and 3 in December 2020; to be counted again in May 2021."""
    before = make_control(
        make_plan(place.committee, 2020), months=[12], counts_people=True, unit=place.units["100"]
    )
    Control.objects.filter(pk=place.control.pk).update(counts_people=True)
    for control in (before, place.control):
        for position, (code, deviates) in enumerate((("inom", False), ("over", True))):
            CountedItem.objects.create(
                control=control, code=code, label=f"Rad {code}", is_deviation=deviates, position=position
            )
    done = carry_out(before, 12, Result.MINOR, sample_size=39, deviations=3)
    for item, number in zip(before.counted_items.order_by("position"), (36, 3), strict=True):
        FollowUpCount.objects.create(follow_up=done, item=item, count=number)


def test_counts_are_typed_and_summed_beside_last_time(place: Place) -> None:
    count_people(place)
    page = client(place.manager)
    shown = text_of(page.get(place.address))
    assert 'data-before="36"' in shown
    assert "3 avvikelser av 39 granskade" in shown
    sent = typed(place, result="minor", text="Fyra.", **{"antal-inom": "1 033", "antal-over": "4"})
    assert page.post(place.address, sent).status_code == 302
    assert (place.follow_up.sample_size, place.follow_up.deviations) == (1037, 4)
    refused = page.post(place.address, typed(place, version=1, **{"antal-inom": "5", "antal-over": ""}))
    assert "Skriv ett antal också här, 0 om det inte var några." in text_of(refused)


def test_small_numbers_are_shown_to_nobody_without_the_permission_and_stay_as_they_are(place: Place) -> None:
    count_people(place)
    role = Role.objects.create(code="utforare", name="Utförare", permissions=["view", "carry_out"])
    executor = make_user("olle", place.committee, unit=place.units["100"])
    executor.memberships.update(role=role)
    page = client(executor)
    shown = text_of(page.get(place.address))
    assert 'data-before="3"' not in shown
    assert ".. avvikelser av 39 granskade" in shown
    sent = typed(place, result="minor", text="Fyra.", **{"antal-inom": "33", "antal-over": "4"})
    assert page.post(place.address, sent).status_code == 302
    again = text_of(page.get(place.address))
    assert 'value=".."' in again
    changed = typed(
        place, version=1, result="minor", text="Ny text.", **{"antal-inom": "..", "antal-over": ".."}
    )
    assert page.post(place.address, changed).status_code == 302
    assert (place.follow_up.text, place.follow_up.sample_size, place.follow_up.deviations) == (
        "Ny text.",
        37,
        4,
    )
    assert "37" in text_of(client(place.reader).get(place.address))
    assert ">4<" not in text_of(client(place.reader).get(place.address))


def test_as_many_queries_with_many_controls_and_years_and_at_most_25(
    place: Place, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Control.objects.filter(pk=place.control.pk).update(performer=place.manager)
    page = client(place.manager)
    page.get(place.address)
    with django_assert_max_num_queries(25) as few:
        page.get(place.address)
    for number in range(2, 40):
        make_control(place.control.plan, f"k{number}", months=range(1, 13), unit=place.units["100"])
    for year in range(2012, 2021):
        earlier = make_control(make_plan(place.committee, year), months=range(1, 13))
        carry_out(earlier, 12, Result.MINOR, sample_size=9, deviations=1)
        make_measure(earlier.plan, follow_up=earlier.follow_ups.get(month=12))
    for number in range(5):
        add_evidence(follow_up=place.follow_up, name=f"{number}.txt", data=str(number).encode(), by="erik")
    before = len(few)
    with django_assert_max_num_queries(25) as many:
        page.get(place.address)
    assert len(many) <= before + 2  # last time's row is fetched where there is one


def test_a_year_that_is_over_gets_no_new_measures(place: Place) -> None:
    carry_out(place.control, 5, Result.MAJOR, sample_size=20, deviations=4)
    page = client(place.manager)
    assert "Lägg till en åtgärd" in text_of(page.get(place.address))
    ControlPlan.objects.update(followed_up_through=12)
    shown = text_of(page.get(place.address))
    assert "Avvikelsen har ingen åtgärd" in shown
    assert "Lägg till en åtgärd" not in shown
