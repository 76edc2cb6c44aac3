"""Controls are entered, changed by decisions, struck, deleted and given to people."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from internal_control import controlling, planning
from internal_control.control_entries import ItemEntry, stored_items, stored_months
from internal_control.controlling import ControlEntry, save_control
from internal_control.models import Control, ControlPlan, CountedItem, FollowUpCount, PlanChange
from internal_control.refusing import ControlRefused, Decision
from organisation.models import AuditEvent, User
from tests import control_factories as make
from tests.internal_control.plan_place import Place, adopted_plan, make_place

DECIDED = Decision(date(2021, 3, 17), "31", "Ny lag")
# Children's investigations: within four months, and over four months by reason.
ITEMS = (
    ItemEntry("Inom fyra månader"),
    ItemEntry("Över fyra månader", is_deviation=True),
    ItemEntry("Väntan på utlåtande", is_part=True),
    ItemEntry("Beslut om förlängning saknas", is_part=True),
)


def entry_of(place: Place, **facts: Any) -> ControlEntry:
    given: dict[str, Any] = {
        "code": "k1",
        "process": "Myndighetsutövning barn",
        "title": "Utredningstiden är högst fyra månader",
        "method": Control.Method.ALL,
        "unit": place.units["100"],
        "responsible": "Enhetschef barn och unga",
        "months": (3, 6, 9, 12),
    }
    return ControlEntry(**given | facts)


def refusal(step: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(ControlRefused) as refused:
        step()
    return refused.value.field, str(refused.value)


def test_a_control_has_an_occasion_a_month_and_rows_that_are_counted(place: Place) -> None:
    plan = make.make_plan(place.committee)
    control = save_control(
        plan=plan,
        control=None,
        entry=entry_of(place, items=ITEMS, counts_people=True, performer=place.manager),
        decision=None,
        by=place.secretary,
    )
    assert stored_months(control) == (3, 6, 9, 12)
    rows = control.counted_items.order_by("position").values_list("code", "parent__code", "is_deviation")
    assert list(rows) == [
        ("inom-fyra-manader", None, False),
        ("over-fyra-manader", None, True),
        ("vantan-pa-utlatande", "over-fyra-manader", True),
        ("beslut-om-forlangning-sakn", "over-fyra-manader", True),
    ]
    assert (control.performer, control.counts_people, control.position) == (place.manager, True, 0)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.details["code"]) == ("lade till kontroll", "k1")
    # A draft's changes are not kept.
    assert not PlanChange.objects.exists()


def test_months_and_rows_follow_what_is_typed(place: Place) -> None:
    plan = make.make_plan(place.committee)
    first = entry_of(place, items=ITEMS)
    control = save_control(plan=plan, control=None, entry=first, decision=None, by="sara")
    kept = control.follow_ups.get(month=6).pk
    inside, over, waiting, _missing = stored_items(control)
    second = replace(
        first,
        months=(6, 10),
        items=(over, replace(waiting, label="Väntar på utlåtande"), replace(inside, label="I tid")),
    )
    save_control(plan=plan, control=control, entry=second, decision=None, by="sara")
    assert stored_months(control) == (6, 10)
    assert control.follow_ups.get(month=6).pk == kept
    rows = control.counted_items.order_by("position").values_list("code", "label", "parent__code")
    assert list(rows) == [
        ("over-fyra-manader", "Över fyra månader", None),
        ("vantan-pa-utlatande", "Väntar på utlåtande", "over-fyra-manader"),
        ("inom-fyra-manader", "I tid", None),
    ]


@pytest.mark.parametrize(
    ("facts", "field", "message"),
    [
        ({"code": " "}, "code", "Skriv en kod."),
        ({"code": "a/b"}, "code", "Koden får inte innehålla blanksteg, snedstreck eller semikolon."),
        ({"code": "ny"}, "code", "”ny” är upptaget av en av sidorna. Välj en annan kod."),
        ({"code": "k9"}, "code", "Planen har redan en kontroll med den koden."),
        ({"process": ""}, "process", "Skriv vilken process eller vilket område kontrollen gäller."),
        ({"title": ""}, "title", "Skriv vad som kontrolleras."),
        ({"method": "guess"}, "method", "Välj hur kontrollen görs."),
        ({"method": "sample"}, "sample_size", "Skriv hur många stickprovet omfattar."),
        ({"method": "sample", "sample_size": 0}, "sample_size", "Skriv hur många stickprovet omfattar."),
        ({"responsible": " "}, "responsible", "Skriv vem som ansvarar, med titel."),
        ({"months": ()}, "months", "Välj minst en månad."),
        ({"months": (0, 13)}, "months", "Månaden måste vara 1 till 12."),
        (
            {"items": (ItemEntry("A", is_part=True),)},
            "items",
            "Den första raden kan inte vara en del av en annan.",
        ),
        (
            {"items": (ItemEntry("A"), ItemEntry("B", is_deviation=True, is_part=True))},
            "items",
            "”B” är avvikelse bara om raden som den är en del av är det.",
        ),
        ({"items": (ItemEntry(" "),)}, "items", "Skriv vad som räknas på varje rad."),
        (
            {"items": (ItemEntry("A", code="a"), ItemEntry("B", is_part=True, code="a"))},
            "items",
            "En rad är inskickad två gånger. Ladda om sidan och skriv raderna på nytt.",
        ),
        (
            {"items": (ItemEntry("A"), ItemEntry("Annat", is_part=True), ItemEntry("annat", is_part=True))},
            "items",
            "Samma sak räknas två gånger. Skriv olika namn på raderna.",
        ),
    ],
)
def test_what_is_typed_wrong_is_told_at_its_field(
    place: Place, facts: dict[str, Any], field: str, message: str
) -> None:
    plan = make.make_plan(place.committee)
    make.make_control(plan, "k9")
    step = partial(
        save_control, plan=plan, control=None, entry=entry_of(place, **facts), decision=None, by="sara"
    )
    assert refusal(step) == (field, message)
    assert plan.controls.count() == 1


def test_what_is_not_the_committees_is_refused(place: Place) -> None:
    plan = make.make_plan(place.committee)
    other = make_place("annan-sn")
    proposal = make.make_risk(plan, "r1", is_chosen=False, is_proposal=True)

    def save(**facts: Any) -> Control:
        return save_control(plan=plan, control=None, entry=entry_of(place, **facts), decision=None, by="sara")

    assert refusal(lambda: save(unit=other.units["100"])) == ("unit", "Välj en av nämndens enheter.")
    of_other = make.make_risk(make.make_plan(other.committee), "r1")
    assert refusal(lambda: save(risk=of_other)) == ("risk", "Välj bland riskerna för 2021.")
    assert refusal(lambda: save(risk=proposal)) == (
        "risk",
        "Ta upp förslaget r1 innan en kontroll gäller det.",
    )


def test_a_control_whose_performer_has_left_gets_a_new_one(place: Place) -> None:
    plan = make.make_plan(place.committee)
    entry = entry_of(place, performer=place.manager)
    control = save_control(plan=plan, control=None, entry=entry, decision=None, by="sara")
    User.objects.filter(pk=place.manager.pk).update(is_active=False)
    message = "Erik har slutat eller saknar behörighet att utföra enhetens kontroller. Välj en ny."
    again = replace(entry, title="Utredningar blir klara i tid")
    step = partial(save_control, plan=plan, control=control, entry=again, decision=None, by="sara")
    assert refusal(step) == ("performer", message)
    with pytest.raises(ControlRefused, match="saknar behörighet"):
        controlling.set_performer(control=control, performer=place.manager, by="sara")
    controlling.set_performer(control=control, performer=place.secretary, by="sara")
    control.refresh_from_db()
    assert (control.performer, control.title) == (place.secretary, entry.title)


def adopted(place: Place) -> tuple[ControlPlan, Control, ControlEntry]:
    """2021's plan with k1 as the entry has it."""
    plan = adopted_plan(place)
    control = plan.controls.get()
    entry = ControlEntry(
        code="k1",
        process=control.process,
        title=control.title,
        method=control.method,
        unit=control.unit,
        responsible=control.responsible,
        months=(5, 9, 12),
        risk=control.risk,
        performer=place.manager,
    )
    return plan, control, entry


def test_an_adopted_plan_is_changed_by_a_decision_only(place: Place) -> None:
    plan, control, entry = adopted(place)

    def save(decision: Decision | None, **facts: Any) -> Control:
        return save_control(
            plan=plan, control=control, entry=replace(entry, **facts), decision=decision, by=place.secretary
        )

    assert refusal(lambda: save(None, title="Något annat")) == (
        "decision_paragraph",
        "Planen är fastställd 2021-01-20 § 8. En ändring behöver ett beslut: skriv dess datum och paragraf.",
    )
    assert refusal(lambda: save(Decision(date(2021, 1, 19), "7"), title="Något annat")) == (
        "decided_on",
        "Planen fastställdes 2021-01-20 och kan inte ändras genom ett tidigare beslut.",
    )
    save(DECIDED, title="Något annat", months=(5, 9, 10))
    change = PlanChange.objects.get()
    assert (change.decided_on, change.decision_paragraph, change.reason, change.made_by) == (
        date(2021, 3, 17),
        "31",
        "Ny lag",
        "Sara",
    )
    assert change.text == "Kontroll k1 ändrad: Något annat"
    assert change.details == {
        "före": {"Kontrollmoment": "Kontroll k1", "Månader": "maj, sep, dec"},
        "efter": {"Kontrollmoment": "Något annat", "Månader": "maj, sep, okt"},
    }


def test_the_performer_changes_without_a_decision(place: Place) -> None:
    plan, control, entry = adopted(place)
    save_control(
        plan=plan,
        control=control,
        entry=replace(entry, performer=place.secretary, counts_people=True),
        decision=None,
        by="sara",
    )
    control.refresh_from_db()
    assert (control.performer, control.counts_people) == (place.secretary, True)
    assert not PlanChange.objects.exists()


def test_a_new_control_in_an_adopted_plan_has_a_decision(place: Place) -> None:
    plan, _, entry = adopted(place)
    new = replace(entry, code="k2", title="Delegationsordningen följs")
    step = partial(save_control, plan=plan, control=None, entry=new, decision=None, by="sara")
    assert refusal(step)[0] == "decision_paragraph"
    assert plan.controls.count() == 1
    save_control(plan=plan, control=None, entry=new, decision=DECIDED, by="sara")
    assert PlanChange.objects.get().text == "Ny kontroll k2: Delegationsordningen följs"


def test_a_month_goes_only_while_nothing_is_carried_out_in_it(place: Place) -> None:
    plan, control, entry = adopted(place)
    make.carry_out(control, 5)
    make.make_measure(plan, follow_up=control.follow_ups.get(month=9))

    def save(*months: int) -> Control:
        wanted = replace(entry, months=months)
        return save_control(plan=plan, control=control, entry=wanted, decision=DECIDED, by="sara")

    assert refusal(lambda: save(9, 12)) == (
        "months",
        "Maj kan inte tas bort: kontrollen är redan genomförd då.",
    )
    assert refusal(lambda: save(5, 12)) == ("months", "September kan inte tas bort: det finns en åtgärd.")
    save(5, 9)
    assert stored_months(control) == (5, 9)


def test_a_month_that_is_followed_up_is_not_added(place: Place) -> None:
    plan, control, entry = adopted(place)
    planning.adopt_follow_up(plan=plan, month=6, by="sara")
    wanted = replace(entry, months=(5, 6, 9, 12))
    step = partial(save_control, plan=plan, control=control, entry=wanted, decision=DECIDED, by="sara")
    assert refusal(step) == (
        "months",
        "Uppföljningen till och med juni är fastställd. Välj senare månader.",
    )


def test_what_has_been_counted_stays_what_it_was(place: Place) -> None:
    plan = make.make_plan(place.committee)
    first = entry_of(place, items=ITEMS)
    control = save_control(plan=plan, control=None, entry=first, decision=None, by="sara")
    done = make.carry_out(control, 3)
    for item in CountedItem.objects.filter(parent=None, parts=None):
        FollowUpCount.objects.create(follow_up=done, item=item, count=7)
    inside, over, waiting, missing = stored_items(control)

    def save(*items: ItemEntry) -> Control:
        wanted = replace(first, items=items)
        return save_control(plan=plan, control=control, entry=wanted, decision=None, by="sara")

    assert refusal(lambda: save(over, waiting)) == (
        "items",
        "”Inom fyra månader” har redan räknats och kan inte tas bort.",
    )
    assert refusal(lambda: save(inside, waiting, over)) == (
        "items",
        "”Inom fyra månader” har redan räknats för sig och kan inte delas upp.",
    )
    assert refusal(lambda: save(replace(inside, is_deviation=True), over)) == (
        "items",
        "”Inom fyra månader” har redan räknats utan att vara avvikelse.",
    )
    save(replace(inside, label="I tid"), over, missing)
    assert [each.label for each in stored_items(control)] == [
        "I tid",
        "Över fyra månader",
        "Beslut om förlängning saknas",
    ]


def test_a_control_is_struck_by_a_decision_and_taken_up_again(place: Place) -> None:
    _, control, _ = adopted(place)
    make.carry_out(control, 5)

    def strike(on: date, decision: Decision | None = DECIDED) -> Control:
        return controlling.strike_control(control=control, on=on, decision=decision, by="sara")

    assert refusal(lambda: strike(date(2021, 6, 1), None))[0] == "decision_paragraph"
    assert refusal(lambda: strike(date(2022, 1, 1))) == ("on", "Välj en dag under 2021.")
    assert refusal(lambda: strike(date(2021, 5, 31))) == (
        "on",
        "Kontrollen är genomförd i maj. Den kan utgå först efter den månaden.",
    )
    assert strike(date(2021, 6, 1)).struck_on == date(2021, 6, 1)
    assert refusal(lambda: strike(date(2021, 7, 1)))[1] == "Kontrollen utgår redan från 2021-06-01."
    assert controlling.resume_control(control=control, decision=DECIDED, by="sara").struck_on is None
    assert list(PlanChange.objects.order_by("pk").values_list("text", flat=True)) == [
        "Kontroll k1 utgår från 2021-06-01: Kontroll k1",
        "Kontroll k1 gäller igen: Kontroll k1",
    ]


def test_a_control_is_deleted_until_it_is_carried_out(place: Place) -> None:
    plan, control, _ = adopted(place)
    done = make.carry_out(control, 5)
    step = partial(controlling.delete_control, control=control, decision=DECIDED, by="sara")
    assert refusal(step)[1] == (
        "Maj: kontrollen är redan genomförd då. Kontrollen kan inte tas bort, men den kan utgå."
    )
    type(done).objects.update(result="", done_on=None)
    without = partial(controlling.delete_control, control=control, decision=None, by="sara")
    assert refusal(without)[0] == "decision_paragraph"
    step()
    assert not plan.controls.exists()
    assert PlanChange.objects.get().text == "Kontroll k1 borttagen: Kontroll k1"
    assert refusal(step)[1] == "Kontrollen finns inte längre: någon annan har tagit bort den."


def test_after_the_year_nothing_changes(place: Place) -> None:
    plan, control, entry = adopted(place)
    ControlPlan.objects.filter(pk=plan.pk).update(followed_up_through=12)
    over = "Internkontrollen 2021 är följd upp och fastställd. Den kan inte ändras."
    for step in (
        lambda: save_control(
            plan=plan, control=control, entry=replace(entry, performer=None), decision=DECIDED, by="sara"
        ),
        lambda: controlling.set_performer(control=control, performer=None, by="sara"),
        lambda: controlling.strike_control(
            control=control, on=date(2021, 12, 1), decision=DECIDED, by="sara"
        ),
        lambda: controlling.delete_control(control=control, decision=DECIDED, by="sara"),
    ):
        assert refusal(step) == ("", over)


def test_the_second_of_two_who_write_is_told(place: Place) -> None:
    plan = make.make_plan(place.committee)
    entry = entry_of(place, method_text="Rad ett\nRad två")
    control = save_control(plan=plan, control=None, entry=entry, decision=None, by="sara")
    seen = controlling.fingerprint(control)
    # What a browser sends back unchanged is no change.
    same = replace(entry, method_text="Rad ett\r\nRad två")
    save_control(plan=plan, control=control, entry=same, decision=None, seen=seen, by="sara")
    control.refresh_from_db()
    assert controlling.fingerprint(control) == seen
    save_control(
        plan=plan, control=control, entry=replace(entry, months=(4,)), decision=None, seen=seen, by="erik"
    )
    step = partial(
        save_control,
        plan=plan,
        control=control,
        entry=replace(entry, title="X"),
        decision=None,
        seen=seen,
        by="sara",
    )
    assert refusal(step)[1].startswith("Någon annan har ändrat kontrollen medan du skrev.")
