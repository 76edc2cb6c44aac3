"""A ledger file from hand-in to undo: what is replaced, what is refused, and that nothing is half done."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import OperationalError

from budget import ledger_rows, loading
from budget.load_preview import Change, Figures, from_json
from budget.models import Actual, BudgetLine, Forecast, Load, LoadState, ReplacedAmount
from budget.recalculation import stale_years
from organisation import jobs
from organisation.models import AuditEvent, Committee, JobState, Unit, User
from organisation.periods import close_month
from tests.factories import (
    add_actual,
    add_budget,
    make_accounts,
    make_committee,
    make_units,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "period;ansvar;konto;typ;belopp\n"
FILE = HEAD + "202101;110;5000;Utfall;1000,50\n202101;110;3000;Utfall;-200\n202102;110;5000;Utfall;70\n"


@pytest.fixture
def committee() -> Committee:
    committee = make_committee()
    units = make_units(committee, {"SN": {"110": {}, "120": {}}})
    accounts = make_accounts(committee)
    add_actual(units["110"], accounts["5000"], 2021, 1, 900)
    add_actual(units["120"], accounts["5000"], 2021, 1, 300)
    add_actual(units["110"], accounts["5000"], 2021, 3, 50)
    add_budget(units["110"], accounts["5000"], 2021, 1, 5000)
    return committee


@pytest.fixture
def controller(committee: Committee) -> User:
    return make_user("karin", committee, role="controller")


def silent(done: int, total: int, step: str) -> None:
    """Nobody watches."""


def received(committee: Committee, by: Any, text: str = FILE, name: str = "utfall.csv") -> Load:
    load = loading.receive(committee=committee, file=ContentFile(text.encode(), name=name), by=by)
    loading.check(load=load, progress=silent)
    Load.objects.filter(pk=load.pk).update(job=None)
    load.refresh_from_db()
    return load


def applied(committee: Committee, by: Any, text: str = FILE) -> Load:
    load = received(committee, by, text)
    loading.apply(load=load, by=by, progress=silent)
    load.refresh_from_db()
    return load


def actuals(committee: Committee) -> list[tuple[str, str, int, int, Decimal]]:
    rows = Actual.objects.of(committee).order_by("unit__code", "account__code", "year", "month")
    return list(rows.values_list("unit__code", "account__code", "year", "month", "amount"))


BEFORE = [
    ("110", "5000", 2021, 1, Decimal("900.00")),
    ("110", "5000", 2021, 3, Decimal("50.00")),
    ("120", "5000", 2021, 1, Decimal("300.00")),
]
# January and February are the file's: unit 120 is not in it. March and the budget are not.
AFTER = [
    ("110", "3000", 2021, 1, Decimal("-200.00")),
    ("110", "5000", 2021, 1, Decimal("1000.50")),
    ("110", "5000", 2021, 2, Decimal("70.00")),
    ("110", "5000", 2021, 3, Decimal("50.00")),
]


def test_the_preview_tells_rows_and_sums_before_and_after_and_what_is_left_alone(
    committee: Committee, controller: User
) -> None:
    load = received(committee, controller)
    assert load.state == LoadState.READY
    assert load.rows == 3
    assert from_json(load.preview) == [
        Change(2021, "Budget", [], Figures(0, "0.00"), Figures(0, "0.00"), Figures(1, "5000.00")),
        Change(2021, "Utfall", [1, 2], Figures(2, "1200.00"), Figures(3, "870.50"), Figures(1, "50.00")),
    ]
    assert [change.months_text for change in from_json(load.preview)] == ["inga", "januari–februari"]
    assert actuals(committee) == BEFORE


def test_a_load_replaces_the_months_of_the_type_and_nothing_else(
    committee: Committee, controller: User
) -> None:
    load = applied(committee, controller)
    assert actuals(committee) == AFTER
    assert load.state == LoadState.APPLIED
    assert list(BudgetLine.objects.values_list("amount", flat=True)) == [Decimal("5000.00")]
    assert stale_years(committee) == {2021}
    event = AuditEvent.objects.get(action="läste in huvudbok")
    assert (event.actor_id, event.subject, event.details) == (controller.pk, "utfall.csv", {"rows": 3})


def test_every_type_comes_into_its_table(committee: Committee, controller: User) -> None:
    rows = "".join(
        f"202101;110;5000;{kind};{amount}\n"
        for kind, amount in (
            ("Budget", "1"),
            ("Tilläggsbudget", "2"),
            ("Ombudgetering", "3"),
            ("Utfall", "4"),
            ("Prognos", "5"),
        )
    )
    applied(committee, controller, HEAD + rows)
    assert list(BudgetLine.objects.order_by("amount").values_list("type", "amount")) == [
        ("original", Decimal("1.00")),
        ("supplementary", Decimal("2.00")),
        ("carry_over", Decimal("3.00")),
    ]
    assert list(Actual.objects.filter(month=1).values_list("amount", flat=True)) == [Decimal("4.00")]
    assert list(Forecast.objects.values_list("amount", flat=True)) == [Decimal("5.00")]


@pytest.mark.parametrize(
    "amount", ["9999999999999,99", "-9999999999999,99", "0", "0,01", "-0,01", "10000", "-12345678,9"]
)
def test_amounts_are_stored_to_the_ore(committee: Committee, controller: User, amount: str) -> None:
    applied(committee, controller, f"{HEAD}202107;110;5000;Utfall;{amount}\n")
    assert Actual.objects.get(month=7).amount == Decimal(amount.replace(",", "."))


def test_undo_brings_back_what_was_replaced(committee: Committee, controller: User) -> None:
    load = applied(committee, controller)
    loading.undo(load=load, by=controller, progress=silent)
    load.refresh_from_db()
    assert actuals(committee) == BEFORE
    assert (load.state, load.undone_by) == (LoadState.UNDONE, str(controller))
    assert not ReplacedAmount.objects.exists()
    assert AuditEvent.objects.filter(action="ångrade inläsning").count() == 1


def test_undo_of_the_second_load_brings_back_the_first_which_can_then_be_undone(
    committee: Committee, controller: User
) -> None:
    first = applied(committee, controller)
    second = applied(committee, controller, f"{HEAD}202101;120;6000;Utfall;1\n")
    with pytest.raises(loading.LoadingError, match="^Siffror från inläsningen har ändrats sedan dess"):
        loading.undo(load=first, by=controller, progress=silent)
    loading.undo(load=second, by=controller, progress=silent)
    assert actuals(committee) == AFTER
    loading.undo(load=first, by=controller, progress=silent)
    assert actuals(committee) == BEFORE


def test_the_same_file_twice_undone_in_order(committee: Committee, controller: User) -> None:
    first, second = applied(committee, controller), applied(committee, controller)
    with pytest.raises(loading.LoadingError):
        loading.undo(load=first, by=controller, progress=silent)
    loading.undo(load=second, by=controller, progress=silent)
    loading.undo(load=first, by=controller, progress=silent)
    assert actuals(committee) == BEFORE


@pytest.mark.parametrize("change", ["amount", "deleted", "added"])
def test_undo_is_refused_when_a_row_has_changed(committee: Committee, controller: User, change: str) -> None:
    load = applied(committee, controller)
    row = Actual.objects.get(unit__code="110", month=2)
    if change == "amount":
        Actual.objects.filter(pk=row.pk).update(amount=71)
    elif change == "deleted":
        row.delete()
    else:
        add_actual(Unit.objects.get(code="120"), row.account, 2021, 2, 1)
    now = actuals(committee)
    with pytest.raises(loading.LoadingError) as refusal:
        loading.undo(load=load, by=controller, progress=silent)
    assert str(refusal.value) == loading.TOUCHED
    assert actuals(committee) == now


def test_a_load_is_refused_when_the_figures_have_changed_since_the_check(
    committee: Committee, controller: User
) -> None:
    first, second = received(committee, controller), received(committee, controller)
    loading.apply(load=first, by=controller, progress=silent)
    with pytest.raises(loading.LoadingError) as refusal:
        loading.apply(load=second, by=controller, progress=silent)
    assert str(refusal.value) == (
        "Siffrorna har ändrats sedan filen kontrollerades, till exempel av en annan inläsning. "
        "Ingenting har lästs in. Kontrollera filen igen och se vad som gäller nu."
    )
    assert actuals(committee) == AFTER
    loading.check(load=second, progress=silent)
    loading.apply(load=second, by=controller, progress=silent)
    assert actuals(committee) == AFTER


def test_a_load_is_refused_when_a_unit_has_gone_since_the_check(
    committee: Committee, controller: User
) -> None:
    load = received(committee, controller)
    Unit.objects.filter(code="110").update(valid_to=2020)
    with pytest.raises(loading.LoadingError, match="^Siffrorna har ändrats"):
        loading.apply(load=load, by=controller, progress=silent)
    assert actuals(committee) == BEFORE


def test_a_closed_month_is_refused_at_the_check_at_the_load_and_at_the_undo(
    committee: Committee, controller: User
) -> None:
    sentence = (
        "Stängd månad: februari 2021. Siffrorna kan inte ändras. "
        "En controller kan öppna månaden igen under Perioder."
    )
    ready, done = received(committee, controller), applied(committee, controller)
    loading.check(load=ready, progress=silent)
    close_month(committee=committee, year=2021, month=2, by=controller)
    with pytest.raises(loading.LoadingError) as refusal:
        loading.apply(load=ready, by=controller, progress=silent)
    assert str(refusal.value) == sentence
    with pytest.raises(loading.LoadingError) as refusal:
        loading.undo(load=done, by=controller, progress=silent)
    assert str(refusal.value) == sentence
    refused = received(committee, controller)
    assert (refused.state, refused.errors) == (LoadState.REFUSED, [[None, sentence]])
    assert actuals(committee) == AFTER


def test_one_bad_row_and_nothing_is_loaded(committee: Committee, controller: User) -> None:
    load = received(committee, controller, FILE + "202113;999;5000;Utfall;12,34,5\n")
    assert load.state == LoadState.REFUSED
    assert load.error_count == 3
    assert load.errors == [
        [
            5,
            "Perioden ”202113” finns inte. Skriv år och månad med sex siffror, 202101 till 202112 (år 2000–2100).",
        ],
        [5, "Ansvaret ”999” finns inte i nämndens organisation."],
        [5, "”12,34,5” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234."],
    ]
    with pytest.raises(loading.LoadingError, match="^”utfall.csv” kan inte läsas in. Läge: har fel.$"):
        loading.start_apply(load=load, by=controller)
    assert actuals(committee) == BEFORE


def test_a_thousand_errors_are_counted_the_first_hundred_kept_and_all_downloaded(
    committee: Committee, controller: User
) -> None:
    load = received(committee, controller, HEAD + "202101;999;5000;Utfall;1\n" * 1000)
    assert (load.error_count, len(load.errors)) == (1000, 100)
    assert [line for line, _ in loading.all_errors(load)] == list(range(2, 1002))


class LogIsFull:
    """Somebody whose deed cannot be written down: the last thing that a step does fails."""

    def __str__(self) -> str:
        raise OSError(28, "No space left on device")


def test_a_fault_at_the_end_leaves_everything_as_it_was(committee: Committee, controller: User) -> None:
    load = received(committee, controller)
    with pytest.raises(OSError, match="No space left"):
        loading.apply(load=load, by=LogIsFull(), progress=silent)
    load.refresh_from_db()
    assert load.state == LoadState.READY
    assert actuals(committee) == BEFORE
    assert not ReplacedAmount.objects.exists()


def test_a_database_without_room_is_told_on_the_job(committee: Committee, controller: User) -> None:
    load = received(committee, controller)
    job = loading.start_apply(load=load, by=controller)

    def write() -> None:
        raise OperationalError("database or disk is full")

    with jobs.run(job.pk):
        write()
    job.refresh_from_db()
    assert job.error == (
        "Disken är full. Ingenting har ändrats. Be den som sköter driften att göra plats, och försök igen."
    )


def test_a_full_disk_at_hand_in_is_told_and_leaves_nothing(
    committee: Committee, controller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Load._meta.get_field("file").storage, "save", full)
    with pytest.raises(loading.LoadingError) as refusal:
        received(committee, controller)
    assert str(refusal.value) == jobs.DISK_FULL
    assert not Load.objects.exists()


def test_a_task_delivered_twice_loads_and_undoes_once(committee: Committee, controller: User) -> None:
    load = applied(committee, controller)
    loading.apply(load=load, by=controller, progress=silent)
    assert actuals(committee) == AFTER
    loading.undo(load=load, by=controller, progress=silent)
    loading.undo(load=load, by=controller, progress=silent)
    assert actuals(committee) == BEFORE
    assert AuditEvent.objects.filter(action__in=["läste in huvudbok", "ångrade inläsning"]).count() == 2


def test_a_second_load_while_one_is_under_way_is_told_to_wait(committee: Committee, controller: User) -> None:
    first, second = received(committee, controller), received(committee, controller, name="andra.csv")
    job = loading.start_apply(load=first, by=controller)
    with pytest.raises(loading.LoadingError) as refusal:
        loading.start_apply(load=second, by=controller)
    assert str(refusal.value) == (
        "En annan inläsning pågår: ”utfall.csv”. Vänta tills den är klar och försök sedan igen."
    )
    with pytest.raises(loading.LoadingError, match="^”utfall.csv” bearbetas redan"):
        loading.start_apply(load=first, by=controller)
    # A worker that died: its job is failed after a while, and the load can be started again.
    type(job).objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=job.created_at)
    loading.start_apply(load=first, by=controller)


def test_a_discarded_file_is_deleted(committee: Committee, controller: User) -> None:
    load = received(committee, controller)
    path = Path(settings.MEDIA_ROOT, str(load.file.name))
    assert path.exists()
    loading.discard(load=load, by=controller)
    assert not path.exists()
    with pytest.raises(loading.LoadingError, match="^”utfall.csv” kan inte läsas in. Läge: förkastad.$"):
        loading.start_apply(load=Load.objects.get(), by=controller)


def test_what_is_in_place_is_told_from_what_differs(committee: Committee, controller: User) -> None:
    load = applied(committee, controller)
    ledger = loading._read(load, ledger_rows.known(committee), "")
    assert ledger_rows.differences(committee, ledger) == {}
    Actual.objects.filter(month=2).update(amount=1)
    assert ledger_rows.differences(committee, ledger) == {"Utfall": [202102]}
