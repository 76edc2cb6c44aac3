from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from internal_control import measures as steps
from internal_control.models import Measure
from internal_control.refusing import ControlRefused
from organisation.meanwhile import changed_meanwhile
from organisation.models import AuditEvent
from tests.control_factories import carry_out, make_measure, make_plan, make_risk
from tests.factories import make_committee, make_units
from tests.internal_control.year_place import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


def entry(place: Place, **fields: Any) -> steps.MeasureEntry:
    return steps.MeasureEntry(
        **{
            "code": "a9",
            "text": "Utbilda handläggarna",
            "unit": place.units["200"],
            "responsible": "Enhetschef",
            "due_on": date(2021, 11, 30),
            **fields,
        }
    )


def refused(call: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(ControlRefused) as raised:
        call(**arguments)
    return raised.value.field, str(raised.value)


def test_a_measure_is_decided_for_a_deviation(place: Place) -> None:
    saved = steps.save_measure(
        plan=place.plan, measure=None, entry=entry(place, follow_up=place.major), by=place.secretary
    )
    assert (saved.plan, saved.follow_up, saved.status, saved.closed_on) == (
        place.plan,
        place.major,
        "planned",
        None,
    )
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.subject, event.details["code"]) == (
        "lade till åtgärd",
        "Utbilda handläggarna",
        "a9",
    )


def test_what_cannot_be_decided_is_refused_where_it_belongs(place: Place) -> None:
    other = make_units(make_committee("annan-sn"), {"X": {}})["X"]
    foreign = make_risk(place.before, "r9")
    done = carry_out(place.k2, 9, done_on=date(2021, 9, 10))
    for fields, field, sentence in (
        ({"code": ""}, "code", "Skriv en kod."),
        ({"code": "ny"}, "code", "”ny” är upptaget av en av sidorna. Välj en annan kod."),
        ({"code": "a1"}, "code", "Planen har redan en åtgärd med den koden."),
        ({"text": "  "}, "text", "Skriv vad som ska göras."),
        ({"responsible": " "}, "responsible", "Skriv vem som ansvarar för åtgärden."),
        ({"unit": other}, "unit", "Enheten hör till en annan nämnd."),
        ({"follow_up": done}, "follow_up", "Kontrollen har ingen avvikelse den månaden."),
        ({"risk": foreign}, "risk", "Välj en risk bland dem för 2021."),
        (
            {"follow_up": place.major, "risk": place.risk},
            "risk",
            "En åtgärd gäller en avvikelse eller en risk, inte båda.",
        ),
        (
            {"due_on": date(2020, 12, 31)},
            "due_on",
            "En åtgärd som beslutas 2021 kan inte vara klar före det.",
        ),
        (
            {"effect_due_on": date(2021, 11, 29)},
            "effect_due_on",
            "Effekten följs upp tidigast den dag då åtgärden ska vara klar.",
        ),
        (
            {"performer": place.erik},
            "performer",
            "Personen har slutat eller saknar behörighet för enheten. Välj en annan.",
        ),
    ):
        found = refused(
            steps.save_measure,
            plan=place.plan,
            measure=None,
            entry=entry(place, **fields),
            by=place.secretary,
        )
        assert found == (field, sentence)
    assert Measure.objects.filter(plan=place.plan).count() == 2


def test_a_deviation_of_last_year_may_get_a_measure_this_year(place: Place) -> None:
    plan = make_plan(place.committee, 2022)
    given = entry(place, follow_up=place.major, due_on=date(2022, 3, 31))
    saved = steps.save_measure(plan=plan, measure=None, entry=given, by=place.secretary)
    assert (saved.plan.year, saved.follow_up) == (2022, place.major)


def test_after_the_last_follow_up_only_status_and_effect_go_on(place: Place) -> None:
    place.plan.followed_up_through = 12
    place.plan.save()
    sentence = (
        "Internkontrollen 2021 är följd upp och fastställd."
        " Det går bara att skriva hur det går med dess åtgärder och vilken effekt de har."
    )
    new = {"plan": place.plan, "measure": None, "entry": entry(place), "by": place.secretary}
    assert refused(steps.save_measure, **new) == ("", sentence)
    assert refused(steps.delete_measure, measure=place.a1, by=place.secretary) == ("", sentence)
    steps.report_progress(measure=place.a1, status="done", closed_on=date(2022, 1, 10), by=place.erik)
    checked = steps.check_effect(
        measure=place.a1, effect="full", effect_on=date(2022, 2, 1), text="", by=place.erik
    )
    assert (checked.status, checked.effect) == ("done", "full")


def test_who_writes_second_over_the_same_facts_is_told(place: Place) -> None:
    seen = steps.fingerprint(place.a1)
    first = entry(place, code="a1", unit=place.units["100"], text="Först")
    steps.save_measure(plan=place.plan, measure=place.a1, entry=first, seen=seen, by=place.secretary)
    second = entry(place, code="a1", unit=place.units["100"], text="Sedan")
    assert refused(
        steps.save_measure, plan=place.plan, measure=place.a1, entry=second, seen=seen, by=place.erik
    ) == ("", changed_meanwhile("åtgärden"))
    place.a1.refresh_from_db()
    assert place.a1.text == "Först"


def test_who_reports_second_is_told(place: Place) -> None:
    seen = steps.state_fingerprint(place.a1)
    steps.report_progress(measure=place.a1, status="ongoing", progress="Halvvägs.", seen=seen, by=place.erik)
    _, sentence = refused(
        steps.report_progress, measure=place.a1, status="planned", seen=seen, by=place.secretary
    )
    assert sentence.startswith("Någon annan har ändrat åtgärden medan du skrev.")
    place.a1.refresh_from_db()
    assert place.a1.progress == "Halvvägs."


def test_closing_asks_for_a_day_and_for_why_it_is_cancelled(place: Place) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    day = date(2021, 9, 1)
    for fields, field, sentence in (
        ({"status": "done"}, "closed_on", "Skriv vilken dag åtgärden avslutades."),
        ({"status": "nej"}, "status", "Välj hur det går."),
        (
            {"status": "ongoing", "closed_on": day},
            "closed_on",
            "En åtgärd som inte är avslutad har ingen sådan dag.",
        ),
        (
            {"status": "done", "closed_on": tomorrow},
            "closed_on",
            "Åtgärden kan inte vara avslutad i framtiden.",
        ),
        (
            {"status": "done", "closed_on": date(2020, 12, 31)},
            "closed_on",
            "Åtgärden beslutades 2021. Välj en senare dag.",
        ),
        ({"status": "cancelled", "closed_on": day}, "progress", "Skriv varför åtgärden avbryts."),
    ):
        assert refused(steps.report_progress, measure=place.a1, by=place.erik, **fields) == (field, sentence)
    closed = steps.report_progress(
        measure=place.a1, status="cancelled", closed_on=day, progress="Behövs inte.", by=place.erik
    )
    assert (closed.status, closed.closed_on) == ("cancelled", day)
    assert refused(steps.report_progress, measure=place.a1, status="ongoing", by=place.erik) == (
        "",
        "Åtgärden avbröts 2021-09-01. Öppna den igen för att skriva om den.",
    )


def test_the_effect_is_checked_when_the_measure_is_done(place: Place) -> None:
    check: dict[str, Any] = {
        "effect": "partly",
        "effect_on": date(2021, 9, 1),
        "text": "Hälften kvar.",
        "by": place.erik,
    }
    assert refused(steps.check_effect, measure=place.a1, **check) == (
        "",
        "Effekten följs upp när åtgärden är genomförd.",
    )
    for fields, field, sentence in (
        ({"effect": ""}, "effect", "Välj vilken effekt åtgärden har haft."),
        ({"effect_on": None}, "effect_on", "Skriv vilken dag effekten följdes upp."),
        (
            {"effect_on": date(2021, 3, 31)},
            "effect_on",
            "Åtgärden genomfördes 2021-04-01. Effekten följs upp tidigast då.",
        ),
        (
            {"effect_on": timezone.localdate() + timedelta(days=1)},
            "effect_on",
            "Effekten kan inte vara uppföljd i framtiden.",
        ),
        ({"text": " "}, "text", "Skriv vad som blev bättre och vad som återstår."),
    ):
        assert refused(steps.check_effect, measure=place.checked, **{**check, **fields}) == (field, sentence)
    steps.check_effect(measure=place.checked, **check)
    place.checked.refresh_from_db()
    assert (place.checked.effect, place.checked.effect_text) == ("partly", "Hälften kvar.")


def test_a_measure_opened_again_keeps_that_it_was_closed(place: Place) -> None:
    assert refused(steps.reopen_measure, measure=place.a1, reason="x", by=place.erik) == (
        "",
        "Åtgärden pågår redan.",
    )
    steps.check_effect(
        measure=place.checked,
        effect="none",
        effect_on=date(2021, 9, 1),
        text="Ingen skillnad.",
        by=place.erik,
    )
    assert refused(steps.reopen_measure, measure=place.checked, reason=" ", by=place.erik) == (
        "reason",
        "Skriv varför åtgärden ska fortsätta.",
    )
    again = steps.reopen_measure(measure=place.checked, reason="Den hjälpte inte.", by=place.erik)
    assert (again.status, again.closed_on, again.effect, again.effect_on) == ("ongoing", None, "", None)
    assert again.progress == (
        f"Öppnad igen {timezone.localdate()}. Åtgärden genomfördes 2021-04-01."
        " Ingen effekt (2021-09-01). Ingen skillnad. Skäl: Den hjälpte inte."
    )


def test_only_what_nothing_is_done_about_is_deleted(place: Place) -> None:
    assert refused(steps.delete_measure, measure=place.checked, by=place.secretary) == (
        "",
        "Åtgärden genomfördes 2021-04-01. Den kan inte tas bort.",
    )
    steps.report_progress(measure=place.a1, status="ongoing", by=place.erik)
    assert refused(steps.delete_measure, measure=place.a1, by=place.secretary) == (
        "",
        "Åtgärden är påbörjad och kan inte tas bort. Avbryt den i stället.",
    )
    unused = make_measure(place.plan, "a7")
    steps.delete_measure(measure=unused, by=place.secretary)
    assert not Measure.objects.filter(code="a7").exists()
    assert refused(steps.report_progress, measure=unused, status="ongoing", by=place.erik) == (
        "",
        "Åtgärden finns inte längre. Någon annan har tagit bort den.",
    )


def test_the_database_refuses_a_closed_measure_without_a_day(place: Place) -> None:
    with pytest.raises(IntegrityError, match="measure_closed"), transaction.atomic():
        make_measure(place.plan, "a8", status="done")


def followed(place: Place, year: int) -> list[str]:
    plan = make_plan(place.committee, year)
    rows = Measure.objects.of_year(plan.committee_id, plan.year).order_by("plan__year", "code")
    return [f"{each.plan.year}/{each.code}" for each in rows]


def test_what_has_something_left_to_do_follows_into_the_next_year(place: Place) -> None:
    plan = place.plan
    closed = {"status": "done", "closed_on": date(2021, 11, 1), "due_on": date(2021, 11, 1)}
    make_measure(plan, "stangd", **closed)
    make_measure(plan, "januari", **{**closed, "closed_on": date(2022, 1, 10)})
    make_measure(plan, "effekt", **closed, effect_due_on=date(2022, 5, 31))
    make_measure(
        plan,
        "uppfoljd",
        **closed,
        effect_due_on=date(2021, 12, 1),
        effect="full",
        effect_on=date(2021, 12, 1),
    )
    make_measure(
        plan, "senare", **closed, effect_due_on=date(2021, 12, 1), effect="full", effect_on=date(2022, 2, 1)
    )
    # Of the place: 2020/a1 and 2021/a1 are open, the effect of 2021/a2 is not checked.
    assert followed(place, 2022) == [
        "2020/a1",
        "2021/a1",
        "2021/a2",
        "2021/effekt",
        "2021/januari",
        "2021/senare",
    ]
    assert followed(place, 2023) == ["2020/a1", "2021/a1", "2021/a2", "2021/effekt"]


def test_another_committees_measures_never_follow(place: Place) -> None:
    other = make_committee("annan-sn")
    make_units(other, {"X": {}})
    make_measure(make_plan(other, 2020), "a5")
    assert "2020/a5" not in followed(place, 2022)
