"""Values are saved whole or not at all, and each fault has its message."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from goals.measured import Key, measured
from goals.measuring import Entry, MeasurementsRefused, record_measurements
from goals.models import Indicator, Measurement
from organisation.models import AuditEvent, Committee, Unit
from organisation.periods import MonthClosed, close_month
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import make_indicator, make_measurement

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return make_committee()


@pytest.fixture
def units(committee: Committee) -> dict[str, Unit]:
    return make_units(committee, {"SN": {"100": {"110": {}}, "200": {}}})


@pytest.fixture
def entry(units: dict[str, Unit]) -> Callable[..., Entry]:
    def make(indicator: Indicator, text: str = "12", **fields: Any) -> Entry:
        given: dict[str, Any] = {
            "indicator_id": indicator.pk,
            "unit_id": units["SN"].pk,
            "part": "",
            "gender": "T",
            "year": 2021,
            "span": "year",
            "month": 12,
            "text": text,
        }
        return Entry(**given | fields)

    return make


def messages(refused: pytest.ExceptionInfo[MeasurementsRefused]) -> list[tuple[int, str, str]]:
    return [(error.index, error.field, error.message) for error in refused.value.errors]


def test_values_of_every_form_are_saved_as_they_were_typed(
    committee: Committee, entry: Callable[..., Entry]
) -> None:
    number = make_indicator(committee, "antal", unit_label="st")
    share = make_indicator(
        committee, "andel", value_kind="number_or_share", qualifier="av brukarna", decimals=1
    )
    time = make_indicator(committee, "tid", value_kind="duration", gender_split="women_men")
    parts = make_indicator(committee, "delar", parts=["sa", "bpsd"])
    saved = record_measurements(
        committee=committee,
        by="Karin",
        entries=[
            entry(number, "1 234,5 st", answers="1 200", response_rate="61,5 %"),
            entry(share, "116/305", note=" Två  rader "),
            entry(time, "10:38", gender="K"),
            entry(time, "", gender="M", note="Ingen man hade insatsen."),
            entry(parts, "93", part="sa"),
            entry(parts, "..", part="bpsd"),
        ],
    )
    assert [(row.form, row.value, row.decimals, row.numerator, row.denominator) for row in saved] == [
        ("number", Decimal("1234.5"), 1, None, None),
        ("fraction", Decimal("38.0328"), 1, Decimal(116), Decimal(305)),
        ("duration", Decimal(638), 0, None, None),
        ("missing", None, 0, None, None),
        ("number", Decimal(93), 0, None, None),
        ("protected", None, 0, None, None),
    ]
    assert (saved[0].answers, saved[0].response_rate) == (1200, Decimal("61.50"))
    assert [row.note for row in saved[1:4]] == ["Två rader", "", "Ingen man hade insatsen."]
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.changes_data) == (
        "förde in mätvärden",
        "Mått 1, Mått 2 och 2 mått till, december 2021",
        True,
    )


def test_every_fault_is_told_and_nothing_is_saved(
    committee: Committee, units: dict[str, Unit], entry: Callable[..., Entry]
) -> None:
    plain = make_indicator(committee, "antal", people="count", valid_from=2020)
    share = make_indicator(committee, "andel", value_kind="share")
    monthly = make_indicator(committee, "volym", frequency="month", year_of="sum")
    by_unit = make_indicator(committee, "per-enhet", is_by_unit=True, units=[units["110"]], totalling="sum")
    elsewhere = make_committee("annan-sn")
    make_units(elsewhere, {"SN": {"1": {}}})
    of_another = make_indicator(elsewhere, "deras")
    units["200"].valid_to = 2020
    units["200"].save()
    with pytest.raises(MeasurementsRefused) as refused:
        record_measurements(
            committee=committee,
            by="Karin",
            entries=[
                entry(plain),
                entry(plain, "13"),
                entry(plain, "tolv", year=2022),
                entry(plain, gender="K", year=2023),
                entry(plain, part="sa", year=2024),
                entry(plain, span="month", month=8),
                entry(plain, year=2019),
                entry(plain, unit_id=units["110"].pk),
                entry(plain, "-1", year=2025),
                entry(plain, "–", year=2026),
                entry(plain, answers="många", year=2027),
                entry(plain, response_rate="101", year=2028),
                entry(share, "100,5 %"),
                entry(monthly),
                entry(monthly, span="tertial", month=8),
                entry(monthly, span="month", month=13),
                entry(by_unit),
                entry(by_unit, unit_id=units["100"].pk),
                entry(by_unit, unit_id=units["200"].pk),
                entry(by_unit, unit_id=0),
                entry(of_another),
            ],
        )
    assert messages(refused) == [
        (1, "period", "Värdet står två gånger: också som nummer 1."),
        (2, "text", "”tolv” är inte ett tal. Skriv till exempel 1234,5 eller 1 234."),
        (3, "gender", "Måttet är inte uppdelat på kön."),
        (4, "part", "Måttet har ingen del med koden ”sa”."),
        (5, "period", "Måttet mäts varje år och har inget värde för den perioden."),
        (6, "period", "Måttet gäller inte 2019."),
        (7, "unit_id", "Måttet mäts inte per enhet."),
        (8, "text", "Ett antal personer kan inte vara mindre än noll."),
        (9, "note", "Skriv varför värdet saknas."),
        (10, "answers", "”många” är inte ett antal svar. Skriv ett heltal."),
        (11, "response_rate", "Svarsfrekvensen är mellan 0 och 100 %, med högst två decimaler."),
        (12, "text", "En andel är mellan 0 och 100 %, inte 100,5 %."),
        (13, "period", "Årets värde räknas fram ur periodernas."),
        (14, "period", "Måttet mäts varje månad och har inget värde för den perioden."),
        (15, "period", "Perioden slutar inte den månaden."),
        (16, "unit_id", "Nämndens värde räknas fram som summan av enheternas."),
        (17, "unit_id", "Enhet 100 lämnar inga värden för måttet."),
        (18, "unit_id", "Enhet 200 finns inte 2021."),
        (19, "unit_id", "Enheten finns inte i nämnden."),
        (20, "indicator_id", "Måttet finns inte i nämnden."),
    ]
    assert Measurement.objects.count() == 0
    assert AuditEvent.objects.count() == 0


def test_a_closed_month_is_left_alone(committee: Committee, entry: Callable[..., Entry]) -> None:
    monthly = make_indicator(committee, "volym", frequency="month")
    make_measurement(monthly, 2021, 5, span="month", month=8)
    close_month(committee=committee, year=2021, month=8, by="Karin")
    open_month = entry(monthly, "7", span="month", month=9)
    with pytest.raises(MonthClosed, match="Stängd månad: augusti 2021"):
        record_measurements(
            committee=committee,
            by="Karin",
            entries=[open_month, entry(monthly, "6", span="month", month=8)],
        )
    # What is as it was needs no open month: a whole grid is saved with its closed columns.
    as_it_was = entry(monthly, "5", span="month", month=8)
    record_measurements(committee=committee, by="Karin", entries=[open_month, as_it_was])
    assert sorted(Measurement.objects.values_list("month", "value")) == [(8, Decimal(5)), (9, Decimal(7))]


def test_the_second_of_two_is_told_what_the_first_wrote(
    committee: Committee, entry: Callable[..., Entry]
) -> None:
    indicator = make_indicator(committee, "antal", unit_label="st", shows_unit=True)
    record_measurements(committee=committee, by="Karin", entries=[entry(indicator, "12", version=0)])
    record_measurements(committee=committee, by="Erik", entries=[entry(indicator, "14", version=1)])
    with pytest.raises(MeasurementsRefused) as refused:
        record_measurements(committee=committee, by="Karin", entries=[entry(indicator, "13", version=1)])
    assert messages(refused) == [
        (0, "version", "Erik har ändrat värdet till 14\u00a0st sedan du började. Inget är sparat.")
    ]
    present = refused.value.errors[0].present
    assert present is not None
    assert (present.text, present.version) == ("14\u00a0st", 2)
    # The same words again are no conflict, and no new version.
    [row] = record_measurements(committee=committee, by="Karin", entries=[entry(indicator, "14", version=1)])
    assert (row.version, row.changed_by) == (2, "Erik")
    [row] = record_measurements(committee=committee, by="Karin", entries=[entry(indicator, "15")])
    assert (row.version, row.changed_by) == (3, "Karin")


def test_an_empty_entry_takes_the_value_away(committee: Committee, entry: Callable[..., Entry]) -> None:
    indicator = make_indicator(committee, "antal")
    record_measurements(committee=committee, by="Karin", entries=[entry(indicator, "12")])
    assert record_measurements(committee=committee, by="Karin", entries=[entry(indicator, " ")]) == []
    assert Measurement.objects.count() == 0
    with pytest.raises(MeasurementsRefused) as refused:
        record_measurements(committee=committee, by="Karin", entries=[entry(indicator, "13", version=1)])
    assert messages(refused) == [
        (0, "version", "Någon har tagit bort värdet sedan du började. Inget är sparat.")
    ]


def test_what_was_hidden_from_its_reader_is_not_overwritten(
    committee: Committee, units: dict[str, Unit], entry: Callable[..., Entry]
) -> None:
    indicator = make_indicator(committee, "antal", people="count")
    make_measurement(indicator, 2021, 2, is_suppressed=True)
    reader = make_user("erik", committee, role="reader")
    [row] = record_measurements(
        committee=committee, by=reader, entries=[entry(indicator, "..", version=1, note="Ny metod.")]
    )
    assert (row.form, row.value, row.note) == ("number", Decimal(2), "Ny metod.")
    with pytest.raises(MeasurementsRefused) as refused:
        record_measurements(committee=committee, by=reader, entries=[entry(indicator, "9", version=1)])
    assert messages(refused) == [
        (0, "version", "Erik har ändrat värdet till .. sedan du började. Inget är sparat.")
    ]


def test_the_gate_hides_a_suppressed_value_from_all_but_those_who_may_see_it(
    committee: Committee, units: dict[str, Unit]
) -> None:
    indicator = make_indicator(
        committee, "antal", is_by_unit=True, parts=[{"code": "sa", "pattern": "{värde} SA"}]
    )
    for unit in (units["110"], units["200"]):
        make_measurement(
            indicator, 2021, 2, unit=unit, answers=3, response_rate=Decimal(50), is_suppressed=True
        )
    make_measurement(indicator, 2021, 93, part="sa")
    keys = [Key(indicator.pk, units[code].pk, "", "T", 2021, "year", 12) for code in ("110", "200")]

    def seen(may_see_small: Any) -> list[tuple[Any, ...]]:
        found = measured(
            [indicator.pk], [2021], units=[key.unit_id for key in keys], may_see_small=may_see_small
        )
        rows = [found[key] for key in keys]
        assert all(row.is_suppressed for row in rows)
        return [
            (row.text, row.plain_text, row.typed_text, row.value, row.figure, row.answers, row.response_rate)
            for row in rows
        ]

    hidden = ("..", "..", "..", None, None, None, None)
    shown = ("2", "2", "2", Decimal(2), Decimal(2), 3, Decimal(50))
    assert seen(False) == [hidden, hidden]
    assert seen(frozenset({units["110"].pk})) == [shown, hidden]
    assert seen(True) == [shown, shown]
    found = measured([indicator.pk], [2021])
    assert found[Key(indicator.pk, units["SN"].pk, "sa", "T", 2021, "year", 12)].text == "93 SA"


def test_twenty_entries_take_as_many_queries_as_one(
    committee: Committee, entry: Callable[..., Entry], django_assert_num_queries: Any
) -> None:
    def counted(count: int) -> int:
        made = [make_indicator(committee) for _ in range(count)]
        with django_assert_num_queries(100, exact=False) as captured:
            record_measurements(committee=committee, by="Karin", entries=[entry(each) for each in made])
        return len(captured)

    assert counted(20) == counted(1)
