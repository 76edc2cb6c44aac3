"""The pages of controls: the list, the form, the page of one with its history, and its steps."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from internal_control.control_entries import stored_items, stored_months
from internal_control.models import Control, CountedItem, FollowUpCount, PlanChange, Result
from organisation.models import User
from tests import control_factories as make
from tests import factories
from tests.internal_control.plan_place import Place, adopted_plan, make_place, ready_plan
from tests.internal_control.test_plan_pages import big_plan
from tests.pages import logged_in

YEAR = "/prov-sn/intern-kontroll/2021/kontroller/"
K1 = f"{YEAR}k1/"


@pytest.fixture
def secretary(place: Place) -> Client:
    return logged_in(place.secretary)


def typed(place: Place, **fields: Any) -> dict[str, Any]:
    """A form as a browser sends it, for a control that counts nothing of its own."""
    return {
        "title": "Kontroll k1",
        "process": "Myndighetsutövning",
        "method": "all",
        "months": ["5", "9", "12"],
        "unit": str(place.units["100"].pk),
        "responsible": "Enhetschef",
        "code": "k1",
        "rad-TOTAL_FORMS": "0",
        "rad-INITIAL_FORMS": "0",
        **fields,
    }


def seen_in(page: Any) -> str:
    seen: str = page.context["form"].initial["seen"]
    return seen


def test_a_control_is_entered_with_its_rows(secretary: Client, place: Place) -> None:
    plan = make.make_plan(place.committee)
    risk = make.make_risk(plan, "r1", unit=place.units["110"])
    page = secretary.get(f"{YEAR}ny/?risk=r1")
    form = page.context["form"]
    assert (form["risk"].value(), form["unit"].value(), form["code"].value()) == (
        risk.pk,
        place.units["110"].pk,
        "k1",
    )
    done = secretary.post(
        f"{YEAR}ny/",
        typed(
            place,
            risk=str(risk.pk),
            method="sample",
            sample_size="20",
            performer=str(place.manager.pk),
            counts_people="on",
            **{
                "rad-TOTAL_FORMS": "4",
                "rad-0-label": "Inom fyra månader",
                "rad-1-label": "Över fyra månader",
                "rad-1-is_deviation": "on",
                "rad-2-label": "Väntan på utlåtande",
                "rad-2-is_part": "on",
                "rad-3-label": "",
            },
        ),
    )
    assert done.headers["Location"] == K1
    control = plan.controls.get()
    assert (control.risk, control.sample_size, control.performer) == (risk, 20, place.manager)
    assert stored_months(control) == (5, 9, 12)
    assert [(each.label, each.is_part, each.is_deviation) for each in stored_items(control)] == [
        ("Inom fyra månader", False, False),
        ("Över fyra månader", False, True),
        ("Väntan på utlåtande", True, False),
    ]


def test_every_fault_is_told_at_once(secretary: Client, place: Place) -> None:
    make.make_plan(place.committee)
    wrong = typed(place, title="", process="", responsible="", method="sample", code="ny", months=[])
    errors = secretary.post(f"{YEAR}ny/", wrong).context["form"].errors
    assert errors == {
        "title": ["Skriv vad som kontrolleras."],
        "process": ["Skriv vilken process eller vilket område kontrollen gäller."],
        "responsible": ["Skriv vem som ansvarar, med titel."],
        "sample_size": ["Skriv hur många stickprovet omfattar."],
        "code": ["”ny” är upptaget av en av sidorna. Välj en annan kod."],
        "months": ["Välj minst en månad."],
    }
    assert not Control.objects.exists()


def test_a_performer_may_carry_out_for_the_unit(secretary: Client, place: Place) -> None:
    make.make_plan(place.committee)
    wrong = typed(place, unit=str(place.units["200"].pk), performer=str(place.manager.pk))
    page = secretary.post(f"{YEAR}ny/", wrong)
    assert page.context["form"].errors == {
        "performer": ["Erik har slutat eller saknar behörighet att utföra enhetens kontroller. Välj en ny."]
    }
    assert "Erik (Enhet 100)" in page.content.decode()


def test_a_row_that_is_typed_wrong_is_told_and_nothing_is_lost(secretary: Client, place: Place) -> None:
    make.make_plan(place.committee)
    rows = {"rad-TOTAL_FORMS": "1", "rad-0-label": "Väntan", "rad-0-is_part": "on"}
    page = secretary.post(f"{YEAR}ny/", typed(place, **rows)).content.decode()
    assert "Den första raden kan inte vara en del av en annan." in page
    assert 'value="Väntan"' in page


def test_a_plan_that_is_adopted_asks_for_the_decision(secretary: Client, place: Place) -> None:
    ready_plan(place)
    assert "Beslut om ändringen" not in secretary.get(f"{K1}redigera/").content.decode()
    plan = place.committee.control_plans.get()
    plan.adopted_on, plan.decision_paragraph = date(2021, 1, 20), "8"
    plan.save()
    page = secretary.get(f"{K1}redigera/")
    assert "Beslut om ändringen" in page.content.decode()
    changed = typed(place, risk=str(plan.risks.get().pk), title="Något annat", seen=seen_in(page))
    refused = secretary.post(f"{K1}redigera/", changed)
    assert refused.context["form"].errors == {
        "decision_paragraph": [
            "Planen är fastställd 2021-01-20 § 8. En ändring behöver ett beslut: skriv dess datum och paragraf."
        ]
    }
    # What was typed is still there.
    assert "Något annat</textarea>" in refused.content.decode()
    half = secretary.post(f"{K1}redigera/", {**changed, "decision_paragraph": "31"})
    assert half.context["form"].errors == {"decided_on": ["Skriv vilken dag ändringen beslutades."]}
    decided = {"decided_on": "2021-03-17", "decision_paragraph": "31", "decision_reason": "Ny lag"}
    assert secretary.post(f"{K1}redigera/", {**changed, **decided}).status_code == 302
    assert PlanChange.objects.get().details["efter"] == {"Kontrollmoment": "Något annat"}


def test_a_month_that_is_carried_out_is_not_removed(secretary: Client, place: Place) -> None:
    plan = ready_plan(place)
    make.carry_out(plan.controls.get(), 5)
    page = secretary.post(f"{K1}redigera/", typed(place, risk=str(plan.risks.get().pk), months=["9", "12"]))
    assert page.context["form"].errors == {
        "months": ["Maj kan inte tas bort: kontrollen är redan genomförd då."]
    }


def test_the_second_of_two_who_change_a_control_sees_both(secretary: Client, place: Place) -> None:
    plan = ready_plan(place)
    risk = str(plan.risks.get().pk)
    seen = seen_in(secretary.get(f"{K1}redigera/"))
    first = typed(place, risk=risk, title="Den förstas", months=["4"], seen=seen)
    assert secretary.post(f"{K1}redigera/", first).status_code == 302
    second = typed(place, risk=risk, title="Den andras", seen=seen)
    page = secretary.post(f"{K1}redigera/", second)
    text = page.content.decode()
    assert "Någon annan har ändrat kontrollen medan du skrev." in text
    assert ("Kontrollmoment", "Den förstas") in page.context["now"]
    assert ("Månader", "April") in page.context["now"]
    assert "Den andras</textarea>" in text
    # Knowing it, the second saves once more.
    again = {**second, "seen": page.context["form"]["seen"].value()}
    assert secretary.post(f"{K1}redigera/", again).status_code == 302
    assert plan.controls.get().title == "Den andras"


def test_what_was_typed_about_a_deleted_control_is_entered_anew(secretary: Client, place: Place) -> None:
    plan = ready_plan(place)
    control = plan.controls.get()
    about = str(control.pk)
    control.delete()
    text = secretary.post(f"{K1}redigera/", typed(place, title="Allt jag skrev", rad=about)).content.decode()
    assert "Kontrollen togs bort av någon annan medan du skrev." in text
    assert "Allt jag skrev</textarea>" in text
    assert f'action="{YEAR}ny/"' in text


def test_the_page_shows_this_time_beside_last_time_over_years(secretary: Client, place: Place) -> None:
    for year, month, counts in ((2020, 12, (40, 6)), (2021, 5, (30, 9))):
        plan = make.make_plan(place.committee, year)
        control = make.make_control(plan, "k1", title="Utredningar i tid", months=[month])
        inside = CountedItem.objects.create(control=control, code="inom", label="Inom fyra månader")
        over = CountedItem.objects.create(
            control=control, code="over", label="Över fyra månader", is_deviation=True, position=1
        )
        found = make.carry_out(
            control, month, Result.MINOR, sample_size=sum(counts), deviations=counts[1], text=f"Läget {year}."
        )
        for item, count in zip((inside, over), counts, strict=True):
            FollowUpCount.objects.create(follow_up=found, item=item, count=count)
        make.make_measure(plan, "a1", text=f"Åtgärd {year}", follow_up=found)
    page = secretary.get(K1)
    shown = page.context["page"]
    assert (shown.now.follow_up.month, shown.before.year) == (5, 2020)
    rows = [
        (row.label, row.counted.now.text, row.counted.before.text, row.counted.change.signed)
        for row in shown.now.counts.rows
    ]
    assert rows == [
        ("Inom fyra månader", "30", "40", "−10"),
        ("Över fyra månader", "9", "6", "+3"),
    ]
    text = page.content.decode()
    for words in ("Läget 2021.", "Läget 2020.", "Åtgärd 2021", "Åtgärd 2020", "39 granskade, 9 avvikelser"):
        assert words in text
    # The earlier year knows nothing of what came after it, but leads there.
    earlier = secretary.get("/prov-sn/intern-kontroll/2020/kontroller/k1/").content.decode()
    assert "Läget 2021." not in earlier
    assert f'<a href="{K1}">2021</a>' in earlier


def test_counts_of_few_people_are_masked_for_who_may_not_see_them(secretary: Client, place: Place) -> None:
    plan = make.make_plan(place.committee)
    control = make.make_control(plan, "k1", counts_people=True)
    make.carry_out(control, 5, Result.MINOR, sample_size=20, deviations=2)
    reader = logged_in(factories.make_user("lena", place.committee, role="reader"))
    assert "20 granskade, 2 avvikelser" in secretary.get(K1).content.decode()
    masked = reader.get(K1).content.decode()
    assert "2 avvikelser" not in masked
    assert ".. visas i stället för antal som rör färre än 5 personer" in masked


def test_who_has_left_is_told_and_exchanged_without_a_decision(secretary: Client, place: Place) -> None:
    adopted_plan(place)
    User.objects.filter(pk=place.manager.pk).update(is_active=False)
    told = "har slutat eller saknar behörighet"
    assert f"Erik, som skulle utföra kontrollen, {told}: välj en ny." in secretary.get(K1).content.decode()
    for page in (YEAR, "/prov-sn/intern-kontroll/2021/plan/"):
        assert f"Erik {told}" in secretary.get(page).content.decode()
    assert [row.control.code for row in secretary.get(f"{YEAR}?lage=saknar").context["rows"]] == ["k1"]
    form = secretary.get(f"{K1}utfors-av/")
    assert "Sara (hela nämnden)" in form.content.decode()
    refused = secretary.post(f"{K1}utfors-av/", {"performer": str(place.manager.pk)})
    assert refused.context["form"].errors == {"performer": ["Välj en person i listan."]}
    assert secretary.post(f"{K1}utfors-av/", {"performer": str(place.secretary.pk)}).status_code == 302
    assert Control.objects.get().performer == place.secretary
    assert not PlanChange.objects.exists()


def test_a_control_is_struck_and_taken_up_again(secretary: Client, place: Place) -> None:
    adopted_plan(place)
    bare = secretary.post(f"{K1}utgar/", {"on": "2021-06-01"})
    assert list(bare.context["form"].errors) == ["decision_paragraph"]
    decided = {"decided_on": "2021-05-19", "decision_paragraph": "52"}
    secretary.post(f"{K1}utgar/", {"on": "2021-06-01", **decided})
    assert Control.objects.get().struck_on == date(2021, 6, 1)
    assert "Utgår från 2021-06-01" in secretary.get(K1).content.decode()
    # Sent twice: it is not let apply again by that.
    assert secretary.post(f"{K1}utgar/", {"on": "2021-06-01", **decided}).status_code == 302
    assert Control.objects.get().struck_on == date(2021, 6, 1)
    assert "Låt kontrollen gälla igen?" in secretary.get(f"{K1}utgar/").content.decode()
    secretary.post(f"{K1}utgar/", decided)
    assert Control.objects.get().struck_on is None
    assert PlanChange.objects.count() == 2


def test_a_control_is_deleted_after_confirmation(secretary: Client, place: Place) -> None:
    plan = ready_plan(place)
    secretary.get(f"{K1}ta-bort/")
    assert plan.controls.count() == 1
    make.carry_out(plan.controls.get(), 5)
    refused = secretary.post(f"{K1}ta-bort/").content.decode()
    assert "Kontrollen kan inte tas bort, men den kan utgå." in refused
    plan.controls.get().follow_ups.update(result="", done_on=None)
    assert secretary.post(f"{K1}ta-bort/").headers["Location"] == YEAR
    assert not plan.controls.exists()


def test_the_list_is_searched_filtered_and_sorted(secretary: Client, place: Place) -> None:
    plan = make.make_plan(place.committee)
    risky = make.make_risk(plan, "r1", likelihood=4, consequence=4)
    mild = make.make_risk(plan, "r2", likelihood=1, consequence=2)
    k1 = make.make_control(
        plan, "k1", title="Ärenden följs upp", risk=mild, unit=place.units["110"], months=[2]
    )
    make.make_control(
        plan,
        "k2",
        title="Attest",
        process="Ekonomi",
        risk=risky,
        performer=place.manager,
        months=[3],
        unit=place.units["100"],
    )
    k10 = make.make_control(plan, "k10", title="Delegation", struck_on=date(2021, 1, 5), months=[1])
    make.carry_out(k1, 2, Result.MAJOR)

    def codes(query: str) -> list[str]:
        return [row.control.code for row in secretary.get(f"{YEAR}?{query}").context["rows"]]

    assert codes("") == ["k1", "k2", "k10"]
    assert codes("sok=äRENDEN") == ["k1"]
    assert codes("process=Ekonomi") == ["k2"]
    assert codes("enhet=110") == ["k1"]
    assert codes("enhet=100") == ["k1", "k2"]
    assert codes(f"utfors={place.manager.pk}") == ["k2"]
    assert codes("lage=avvikelser") == ["k1"]
    assert codes("lage=forsenade") == ["k2"]
    assert codes("lage=utgar") == [k10.code]
    assert codes("lage=saknar") == ["k1"]
    assert codes("sortera=kod") == ["k1", "k2", "k10"]
    assert codes("sortera=-kod") == ["k10", "k2", "k1"]
    assert codes("sortera=-risk") == ["k2", "k1", "k10"]
    assert codes("sortera=kontroll") == ["k2", "k10", "k1"]
    assert codes("lage=finns-inte&sida=99") == ["k1", "k2", "k10"]
    assert "Inga kontroller i urvalet" in secretary.get(f"{YEAR}?sok=xyz").content.decode()


@pytest.mark.parametrize("path", ["ny/", "k1/redigera/", "k1/utfors-av/", "k1/utgar/", "k1/ta-bort/"])
def test_only_who_lays_down_the_plan_changes_controls(place: Place, path: str) -> None:
    ready_plan(place)
    manager = logged_in(place.manager)
    assert manager.get(YEAR + path).status_code == 403
    assert manager.post(YEAR + path).status_code == 403
    assert manager.get(K1).status_code == 200
    assert f"{K1}redigera/" not in manager.get(K1).content.decode()


@pytest.mark.parametrize(
    "path", ["", "ny/", "k1/", "k1/redigera/", "k1/utfors-av/", "k1/utgar/", "k1/ta-bort/"]
)
def test_another_committees_controls_are_not_there(place: Place, path: str) -> None:
    ready_plan(place)
    other = logged_in(make_place("annan-sn").secretary)
    assert other.get(YEAR + path).status_code == 404
    assert other.post(YEAR + path).status_code == 404


def test_150_controls_ask_no_more_than_ten(place: Place) -> None:
    paths = ("", "?lage=forsenade&sortera=-risk&sok=kontroll", "ny/", "k5/", "k5/redigera/")
    asked: dict[str, list[int]] = {path: [] for path in paths}
    # Each of the two has an earlier year.
    big_plan(place, 2020, 10)
    client = logged_in(place.secretary)
    for year, number in ((2021, 10), (2022, 150)):
        big_plan(place, year, number)
        for path, numbers in asked.items():
            address = f"/prov-sn/intern-kontroll/{year}/kontroller/{path}"
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            numbers.append(len(queries))
    assert {path: few for path, (few, many) in asked.items() if not few == many <= 25} == {}, asked
