"""Targets as they are typed, printed and aimed at."""

from decimal import Decimal
from typing import Any

import pytest

from goals.fulfilment import Outcome, Proposal, propose
from goals.measured import Key, measured
from goals.measuring import Entry, record_measurements
from goals.models import Indicator, Target
from goals.targets import TargetRefused, aim_of, each_unit_aim, remove_target, set_target, shown_target
from organisation.models import AuditEvent, Committee
from tests.factories import make_committee, make_units
from tests.goal_factories import make_indicator, root_of

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"


@pytest.fixture
def committee() -> Committee:
    committee = make_committee()
    make_units(committee, {"SN": {"100": {}}})
    return committee


def put(indicator: Indicator, kind: str, text: str = "", **fields: Any) -> Target:
    target = set_target(
        indicator=indicator,
        unit=root_of(indicator.committee),
        year=2021,
        kind=kind,
        text=text,
        by="Karin",
        **fields,
    )
    target.refresh_from_db()
    return target


@pytest.mark.parametrize(
    ("indicator", "kind", "text", "fields", "printed", "in_file", "aim"),
    [
        (
            {"value_kind": "share", "direction": "higher"},
            "value",
            "90%",
            {"partly_from": "85"},
            f"90{NBSP}%",
            "90 %",
            (f"minst 90{NBSP}%", 90, None, 85, None, f"minst 85{NBSP}%"),
        ),
        (
            {"value_kind": "duration", "direction": "lower"},
            "value",
            "11:00",
            {"partly_from": "11:30"},
            "11:00",
            "11:00",
            ("högst 11:00", None, 660, None, 690, "högst 11:30"),
        ),
        (
            {"value_kind": "number", "direction": "lower"},
            "value",
            "2/18",
            {},
            "2/18",
            "2/18",
            ("högst 2/18", None, 2, None, None, ""),
        ),
        (
            {"value_kind": "number", "direction": "within", "unit_label": "st", "shows_unit": True},
            "span",
            "1000–1500 st",
            {},
            f"1{NBSP}000–1{NBSP}500{NBSP}st",
            "1000–1500 st",
            (f"1{NBSP}000–1{NBSP}500{NBSP}st", 1000, 1500, None, None, ""),
        ),
        (
            {"value_kind": "share", "direction": "within"},
            "span",
            "10",
            {"upper": "12,5 %"},
            f"10,0–12,5{NBSP}%",
            "10,0–12,5 %",
            (f"10,0–12,5{NBSP}%", 10, Decimal("12.5"), None, None, ""),
        ),
        (
            {"value_kind": "number", "direction": "higher"},
            "change",
            "öka 10%",
            {},
            f"öka 10{NBSP}%",
            "öka 10 %",
            (f"öka 10{NBSP}%", 220, None, None, None, ""),
        ),
        (
            {"value_kind": "number", "direction": "lower", "unit_label": "st", "shows_unit": True},
            "change",
            "minska med 3 st",
            {},
            f"minska 3{NBSP}st",
            "minska 3 st",
            (f"minska 3{NBSP}st", None, 197, None, None, ""),
        ),
        (
            {"value_kind": "share", "direction": "higher", "is_by_unit": True},
            "unit_share",
            "80 %",
            {"each_unit": "95 %", "partly_from": "50"},
            f"80{NBSP}% av enheterna",
            "80 % av enheterna",
            (f"minst 80{NBSP}% av enheterna", 80, None, 50, None, f"minst 50{NBSP}%"),
        ),
    ],
)
def test_a_target_is_read_printed_and_aimed_at(
    committee: Committee,
    indicator: dict[str, Any],
    kind: str,
    text: str,
    fields: dict[str, str],
    printed: str,
    in_file: str,
    aim: tuple[Any, ...],
) -> None:
    made = make_indicator(committee, **indicator)
    target = put(made, kind, text, **fields)
    assert shown_target(target, made) == printed
    assert shown_target(target, made, for_file=True) == in_file
    aimed = aim_of(target, made, before=Decimal(200))
    assert aimed is not None
    assert (
        aimed.text,
        aimed.lower,
        aimed.upper,
        aimed.partly_lower,
        aimed.partly_upper,
        aimed.partly_text,
    ) == aim


def test_a_part_has_a_target_of_its_own(committee: Committee) -> None:
    made = make_indicator(committee, direction="higher", parts=["sa"])
    target = put(made, "value", "32", part="sa")
    assert shown_target(target, made, pattern="{värde} SA") == "32 SA"
    assert shown_target(put(made, "none", note="Följs inte."), made) == "–"
    assert Target.objects.count() == 2


def test_what_each_unit_is_to_reach(committee: Committee) -> None:
    made = make_indicator(committee, value_kind="duration", direction="lower", is_by_unit=True)
    aim = each_unit_aim(put(made, "unit_share", "80", each_unit="11:00"), made)
    assert aim is not None
    assert [aim.is_reached_by(Decimal(minutes)) for minutes in (660, 661)] == [True, False]


def test_a_target_is_replaced_and_removed(committee: Committee) -> None:
    made = make_indicator(committee, name="Sjukfrånvaro", value_kind="share", direction="lower")
    put(made, "value", "5", partly_from="6")
    target = put(made, "none", note="Sätts i maj.")
    assert (target.value, target.partly_from, target.note) == (None, None, "Sätts i maj.")
    remove_target(target=target, by="Karin")
    assert Target.objects.count() == 0
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "subject")) == [
        ("satte målvärde", "Sjukfrånvaro, 2021"),
        ("satte målvärde", "Sjukfrånvaro, 2021"),
        ("tog bort målvärde", "Sjukfrånvaro, 2021"),
    ]


@pytest.mark.parametrize(
    ("indicator", "kind", "text", "fields", "field", "message"),
    [
        (
            {"direction": "none"},
            "value",
            "5",
            {},
            "kind",
            "Måttet har ingen riktning. Ange först om högre eller lägre är bättre, eller ett spann.",
        ),
        (
            {"direction": "within"},
            "value",
            "5",
            {},
            "kind",
            "Måttet ska ligga inom ett spann. Skriv målvärdet som ett spann.",
        ),
        ({}, "value", "", {}, "text", "Skriv ett målvärde."),
        ({}, "value", "–", {}, "text", "Skriv ett målvärde, eller välj att det inte finns något mål."),
        ({}, "value", "fem", {}, "text", "”fem” är inte ett tal. Skriv till exempel 1234,5 eller 1 234."),
        (
            {"value_kind": "share"},
            "value",
            "101 %",
            {},
            "text",
            "En andel är mellan 0 och 100 %, inte 101 %.",
        ),
        ({}, "span", "15–10", {}, "upper", "Ett spann går från ett lägre värde till ett högre."),
        ({}, "span", "15", {}, "upper", "Skriv ett målvärde."),
        ({}, "change", "bli bättre", {}, "text", "Skriv förändringen, till exempel öka 10 % eller minska 3."),
        ({}, "change", "0", {}, "text", "Skriv förändringen, till exempel öka 10 % eller minska 3."),
        (
            {},
            "unit_share",
            "80",
            {"each_unit": "5"},
            "kind",
            "Måttet mäts inte per enhet, så målet kan inte vara en andel av enheterna.",
        ),
        (
            {"is_by_unit": True},
            "unit_share",
            "180",
            {"each_unit": "5"},
            "text",
            "Skriv hur stor andel av enheterna, mellan 0 och 100 %.",
        ),
        ({"is_by_unit": True}, "unit_share", "80", {}, "each_unit", "Skriv ett målvärde."),
        ({}, "none", "", {}, "note", "Skriv varför det inte finns något mål."),
        (
            {},
            "value",
            "5",
            {"partly_from": "6"},
            "partly_from",
            "Gränsen för delvis uppnått ska vara lättare att nå än målvärdet.",
        ),
        ({}, "value", "5", {"part": "sa"}, "part", "Måttet har ingen del med koden ”sa”."),
    ],
)
def test_each_fault_has_its_message(
    committee: Committee,
    indicator: dict[str, Any],
    kind: str,
    text: str,
    fields: dict[str, str],
    field: str,
    message: str,
) -> None:
    made = make_indicator(committee, **{"direction": "higher", **indicator})
    with pytest.raises(TargetRefused) as refused:
        put(made, kind, text, **fields)
    assert (refused.value.field, str(refused.value)) == (field, message)
    assert Target.objects.count() == 0


def test_waiting_times_of_women_and_men_against_at_most_eleven_hours(committee: Committee) -> None:
    """From what is typed to what is proposed, and why."""
    made = make_indicator(
        committee, value_kind="duration", direction="lower", gender_split="women_men", people="group"
    )
    target = put(made, "value", "11:00")
    root = root_of(committee)
    entries = [
        Entry(made.pk, root.pk, "", gender, 2021, "year", 12, text, answers=answers)
        for gender, text, answers in (("K", "10:38", "41"), ("M", "11:13", "38"))
    ]
    record_measurements(committee=committee, entries=entries, by="Karin")
    values = measured([made.pk], [2021])
    outcomes = [
        Outcome(label, row.figure, row.text, aim_of(target, made), is_hidden=row.is_hidden)
        for label, gender in (("kvinnor", "K"), ("män", "M"))
        for row in [values[Key(made.pk, root.pk, "", gender, 2021, "year", 12)]]
    ]
    assert propose(outcomes) == Proposal(
        "partly", "Kvinnor 10:38 når målet högst 11:00, män 11:13 når det inte."
    )
