"""Internal control as files: in, out again the same, small numbers protected, and what is adopted stands."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from internal_control.models import Control, ControlPlan, Evidence, FollowUp, FollowUpCount, Measure, Risk
from organisation import audit
from reports.packages import dump_package, load_package
from tests.factories import make_user
from tests.reports.control_package import (
    CONTROL,
    EVIDENCE,
    FILES,
    appended,
    faults,
    files_of,
    replaced,
    write,
)

pytestmark = pytest.mark.django_db


def loaded_and_dumped(package: Path, to: Path, *, all_values: bool) -> dict[str, bytes]:
    """The files of a dump from a database that holds nothing but the package; afterwards it is empty again."""
    with transaction.atomic():
        dump_package(load_package(package, by="prov"), to, all_values=all_values)
        transaction.set_rollback(True)
    return files_of(to)


def test_every_file_comes_out_as_it_went_in(tmp_path: Path) -> None:
    make_user("erik")
    first = loaded_and_dumped(write(tmp_path / "in"), tmp_path / "out", all_values=True)
    assert {name: first[name].decode() for name in FILES} == FILES
    assert loaded_and_dumped(tmp_path / "out", tmp_path / "again", all_values=True) == first


def test_small_numbers_are_protected_and_stay_so(tmp_path: Path) -> None:
    first = loaded_and_dumped(write(tmp_path / "in"), tmp_path / "out", all_values=False)
    # Three without decision are few; that they cannot be worked out one more part of the same sum is hidden.
    assert first["kontrollantal.csv"].decode().splitlines()[3:] == [
        "2021;k1;6;klara;22",
        "2021;k1;6;vantan;..",
        "2021;k1;6;beslut;10",
        "2021;k1;6;utan;..",
    ]
    assert loaded_and_dumped(tmp_path / "out", tmp_path / "again", all_values=False) == first


def test_a_number_that_is_not_told_stays_as_it_is(tmp_path: Path) -> None:
    load_package(write(tmp_path / "in"), by="prov")
    load_package(write(tmp_path / "in", replaced("kontrollantal.csv", "utan;3", "utan;..")), by="prov")
    assert FollowUpCount.objects.get(item__code="utan").count == 3


def test_a_second_load_changes_nothing(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path), by="prov")
    version, stored = audit.version(committee), Evidence.objects.get().file.name
    load_package(tmp_path, by="någon annan")
    assert (audit.version(committee), Evidence.objects.get().file.name) == (version, stored)


def test_what_is_loaded(tmp_path: Path) -> None:
    erik = make_user("erik")
    load_package(write(tmp_path), by="prov")
    plan = ControlPlan.objects.get(year=2021)
    assert (str(plan.adopted_on), plan.decision_paragraph, plan.followed_up_through) == ("2021-02-02", "9", 6)
    risk = Risk.objects.get(plan=plan, code="r1")
    assert (risk.likelihood, risk.consequence, risk.likelihood_after, risk.consequence_after) == (2, 3, 1, 3)
    assert (risk.valuations.count(), risk.unit.code, risk.cause) == (3, "100", "Få; och nya.")
    assert Risk.objects.get(plan=plan, code="r4").declined_because == "Ingen risk för nämnden."
    control = Control.objects.get(plan=plan, code="k1")
    assert (control.performer, control.risk, control.counts_people) == (erik, risk, True)
    assert sorted(control.follow_ups.values_list("month", "result")) == [(6, "major"), (9, ""), (12, "")]
    june = control.follow_ups.get(month=6)
    assert (june.sample_size, june.deviations, june.done_by, june.version) == (41, 19, "Erik Lund", 1)
    assert Control.objects.get(plan=plan, code="k2").unit.code == "SN"
    measure = Measure.objects.get(plan=plan, code="a3")
    assert measure.follow_up is not None
    assert measure.follow_up.control.plan.year == 2020
    assert plan.changes.get().details["före"] == {"månader": "jun, dec"}
    with Evidence.objects.get().file.open("rb") as file:
        assert file.read().decode() == FILES[EVIDENCE]


def test_an_unknown_login_is_left_out_and_told(tmp_path: Path) -> None:
    told: list[str] = []
    load_package(write(tmp_path), by="prov", tell=told.append)
    assert told == [
        (
            "Inloggningen ”erik” finns inte här, så ingen står som utförare i "
            "kontroller.csv, rad 3; atgarder.csv, rad 3."
        )
    ]
    assert not Control.objects.exclude(performer=None).exists()


def test_evidence_leaves_nothing_behind_when_the_load_is_refused(tmp_path: Path) -> None:
    load_package(write(tmp_path / "in"), by="prov")
    before = _stored()
    changed = {
        EVIDENCE: "Skäl;Antal\nInom tiden;23\n",
        **replaced("kontrollplaner.csv", "2021-02-02;9", "2021-02-02;10"),
    }
    errors = faults(write(tmp_path / "in", changed))
    assert len(errors) == 2
    assert errors[0].startswith("kontrollplaner.csv, rad 3: Planen är fastställd 2021-02-02 § 9, ")
    assert errors[1].startswith(
        "kontrollunderlag.csv, rad 2: Uppföljningen till och med juni 2021 är fastställd"
    )
    assert _stored() == before


def _stored() -> list[str]:
    folders, _ = default_storage.listdir("evidence") if default_storage.exists("evidence") else ([], [])
    return sorted(name for folder in folders for name in default_storage.listdir(f"evidence/{folder}")[1])


CHANGES = [
    ("risker.csv", 'för lång tid;"Få', 'alldeles för lång tid;"Få', "risker.csv, rad 3"),
    ("kontroller.csv", "Inköp på avtal", "Köp på avtal", "kontroller.csv, rad 4"),
    ("kontroller.csv", "jun, sep, dec", "jun, sep, nov, dec", "kontroller.csv, rad 3"),
    (
        "kontrollposter.csv",
        "2021;k1;utan;Utan beslut",
        "2021;k1;utan;Inget beslut",
        "kontrollposter.csv, rad 8",
    ),
    ("riskskala.csv", "2021;Sannolikhet;1;Liten", "2021;Sannolikhet;1;Minst", "riskskala.csv, rad 8"),
]


@pytest.mark.parametrize(("name", "old", "new", "place"), CHANGES)
def test_an_adopted_plan_changes_by_a_decision_in_the_package(
    tmp_path: Path, name: str, old: str, new: str, place: str
) -> None:
    load_package(write(tmp_path), by="prov")
    changed = replaced(name, old, new)
    assert faults(write(tmp_path, changed)) == [
        (
            f"{place}: Planen för 2021 är fastställd § 9 och säger något annat än paketet. "
            "En ändring behöver ett beslut: skriv det i planandringar.csv."
        )
    ]
    decision = appended("planandringar.csv", "2021;2021-08-31;77;;Ändrat;;2021-09-01T08:00:00+02:00;Sofia Ek")
    load_package(write(tmp_path, {**changed, **decision}), by="prov")


def test_a_year_that_is_followed_up_does_not_change(tmp_path: Path) -> None:
    load_package(write(tmp_path), by="prov")
    over = "Internkontrollen 2020 är följd upp och fastställd. Den kan inte ändras."
    text = replaced("kontrolluppfoljning.csv", "Några för sent.", "Alla i tid.")
    assert faults(write(tmp_path, text)) == [f"kontrolluppfoljning.csv, rad 2: {over}"]
    write(tmp_path)
    moved = replaced("atgarder.csv", "Genomgång varje månad", "Genomgång varje dag")
    assert faults(write(tmp_path, moved)) == [f"atgarder.csv, rad 2: {over}"]


def test_what_is_free_in_an_adopted_plan_is_loaded(tmp_path: Path) -> None:
    load_package(write(tmp_path), by="prov")
    later = {
        **appended("kontrolluppfoljning.csv", "2021;k1;9;Ingen avvikelse;2021-09-20;Erik Lund;30;0;;"),
        **appended(
            "kontrollantal.csv",
            *(
                f"2021;k1;9;{item};{count}"
                for item, count in (("klara", 30), ("vantan", 0), ("beslut", 0), ("utan", 0))
            ),
        ),
        **replaced("atgarder.csv", "Pågår;;Börjar i augusti.", "Genomförd;2021-08-30;Klart."),
    }
    load_package(write(tmp_path, later), by="prov")
    assert FollowUp.objects.get(control__plan__year=2021, control__code="k1", month=9).sample_size == 30
    assert Measure.objects.get(plan__year=2021, code="a1").status == "done"


def test_a_dump_refuses_evidence_that_is_gone_or_another(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path / "in"), by="prov")
    evidence = Evidence.objects.get()
    default_storage.delete(str(evidence.file.name))
    with pytest.raises(Exception, match="Filen finns inte längre där den lades"):
        dump_package(committee, tmp_path / "out")


def test_a_dump_without_internal_control_has_none_of_its_files(tmp_path: Path) -> None:
    dumped = loaded_and_dumped(_bare(tmp_path / "in"), tmp_path / "out", all_values=False)
    assert not dumped.keys() & set(CONTROL)


def _bare(to: Path) -> Path:
    to.mkdir(exist_ok=True)
    for name in ("paket.toml", "organisation.csv"):
        (to / name).write_text(FILES[name], encoding="utf-8")
    return to
