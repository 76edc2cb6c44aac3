"""Goals, indicators, assignments and assessments as files: in, out again the same, and one fault stops it all."""

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from goals.models import (
    Assessment,
    AssessmentLevel,
    Assignment,
    Goal,
    GoalLevel,
    Indicator,
    Measurement,
    ReplacedAssessment,
    Target,
)
from organisation import audit
from organisation.models import AuditEvent
from organisation.periods import close_month
from reports.packages import dump_package, load_package
from tests.goal_factories import make_scale
from tests.reports.goal_package import FILES, faults, files_of, replaced, write

pytestmark = pytest.mark.django_db


def loaded_and_dumped(package: Path, to: Path, *, all_values: bool = False) -> dict[str, str]:
    """The files of a dump from a database that holds nothing but the package; afterwards it is empty again."""
    with transaction.atomic():
        dump_package(load_package(package, by="prov"), to, all_values=all_values)
        transaction.set_rollback(True)
    return files_of(to)


def test_every_file_comes_out_as_it_went_in(tmp_path: Path) -> None:
    first = loaded_and_dumped(write(tmp_path / "in"), tmp_path / "out")
    assert set(first) == set(FILES)
    for name, content in FILES.items():
        if name != "matvarden.csv":
            assert first[name] == content, name
    assert sorted(first["matvarden.csv"].splitlines()) == sorted(FILES["matvarden.csv"].splitlines())
    assert loaded_and_dumped(tmp_path / "out", tmp_path / "again") == first


def test_what_was_judged_on_an_earlier_scale_comes_back(tmp_path: Path) -> None:
    with transaction.atomic():
        committee = load_package(write(tmp_path / "in"), by="prov")
        GoalLevel.objects.filter(name="Nämndmål").update(scale=make_scale(committee, "pilar"))
        dump_package(committee, tmp_path / "out")
        version = audit.version(committee)
        load_package(tmp_path / "out", by="prov")
        assert audit.version(committee) == version
        transaction.set_rollback(True)
    first = files_of(tmp_path / "out")
    assert "mål;n1;;202108;mal/delvis;mal/ja;" in first["bedomningar.csv"]
    assert loaded_and_dumped(tmp_path / "out", tmp_path / "again") == first


def test_what_is_loaded(tmp_path: Path) -> None:
    load_package(write(tmp_path), by="prov")
    assert list(GoalLevel.objects.order_by("position").values_list("kind", "name", "scale__code")) == [
        ("focus_area", "Målbild", None),
        ("committee_goal", "Nämndmål", "mal"),
    ]
    goal = Goal.objects.get(year=2021, code="n1")
    assert (str(goal.parent), str(goal.predecessor), goal.follow_up_months) == (
        "Ett gott liv",
        "1 Trygghet i fjol",
        [4, 8],
    )
    assert sorted(goal.units.values_list("code", flat=True)) == ["100", "200"]
    sick = Indicator.objects.get(code="sjuk")
    assert (sick.direction, sick.frequency, sick.gender_split, sick.decimals) == (
        "lower",
        "tertial",
        "women_men",
        1,
    )
    assert (sick.goals.count(), sick.units.count(), str(sick.scale)) == (2, 2, "Måluppfyllelse")
    assert Indicator.objects.get(code="las").is_cleared
    rate = Measurement.objects.get(indicator=sick, unit__code="SN", gender="T")
    assert (rate.value, rate.decimals, rate.answers, rate.response_rate) == (
        Decimal("7.3"),
        2,
        120,
        Decimal("78.5"),
    )
    assert (rate.span, rate.year, rate.month) == ("tertial", 2021, 8)
    locks = Measurement.objects.get(indicator__code="las", year=2020)
    assert (locks.form, locks.numerator, locks.denominator) == ("fraction", Decimal(116), Decimal(305))
    assert Measurement.objects.get(indicator__code="tid", month=8).value == 638
    assert list(
        Target.objects.filter(indicator__code="tid", year=2021).values_list("kind", "value", "upper")
    ) == [("span", Decimal(600), Decimal(690))]
    change = Target.objects.get(indicator__code="las", year=2022)
    assert (change.kind, change.form, change.value, change.decimals) == (
        "change",
        "number",
        Decimal("-5.25"),
        2,
    )
    closed = Assignment.objects.get(code="u2")
    assert (closed.status, str(closed.closed_on), closed.closed_paragraph, closed.giver_name) == (
        "closed",
        "2021-06-01",
        "77",
        "IVO",
    )
    assert str(Assignment.objects.get(code="u1").due_on) == "2021-12-31"
    assert Assignment.objects.get(code="u3").due_months == [2, 5, 9]
    own = Assessment.objects.get(goal=goal, unit__code="SN")
    assert (str(own.level), str(own.proposed), own.reason, own.text, own.changed_by) == (
        "Delvis",
        "Uppfyllt",
        "Det är inte klart.",
        "Nämnden är **nästan** nöjd.",
        "Sofia Ek",
    )
    assert own.changed_at == datetime(2021, 9, 10, 12, 30, tzinfo=UTC)
    assert Assessment.objects.get(goal=goal, unit__code="100").measures == "- inga\n- alls"
    assert Assessment.objects.get(assignment__code="u2").level is None


def test_a_second_load_changes_nothing_and_leaves_no_event(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path), by="prov")
    version = audit.version(committee)
    load_package(tmp_path, by="någon annan")
    assert audit.version(committee) == version
    event = AuditEvent.objects.get(action="läste in paket")
    assert event.details == {
        "nämnd": 2,
        "enheter": 3,
        "skalor": 9,
        "mål": 8,
        "mått": 15,
        "mätvärden": 10,
        "uppdrag": 7,
        "bedömningar": 5,
    }
    assert not ReplacedAssessment.objects.exists()


def test_an_assessment_without_name_and_time_is_written_by_who_loads_it(tmp_path: Path) -> None:
    rows = "slag;kod;ansvar;period;nivå;skriven av;tid\nmål;n1;;202108;ja;;\nuppdrag;u1;;202108;klart;Sofia Ek;\n"
    load_package(write(tmp_path, bedomningar_csv=rows), by="prov")
    assert Assessment.objects.get(goal__code="n1", goal__year=2021, unit__code="SN").changed_by == "prov"
    assert Assessment.objects.get(assignment__code="u1").changed_by == "Sofia Ek"


def test_an_update_changes_what_differs_and_keeps_what_the_package_lacks(tmp_path: Path) -> None:
    load_package(write(tmp_path / "in"), by="prov")
    levels = FILES["malnivaer.csv"].replace("Nämndmål;Nämndmål", "Resultatmål;Resultatmål")
    write(
        tmp_path / "in",
        malnivaer_csv=levels,
        mal_csv="år;kod;nivå;mål\n2021;n1;Resultatmål;Trygg\n",
        matt_csv="kod;namn;mäts i\nreg;Registreringar;Antal\n",
        matvarden_csv="mått;del;period;värde\nreg;sa;2021;94\n",
        malvarden_csv="mått;år;målet är;fotnot\n",
        mattdelar_csv="mått;kod;namn;skrivs;varav;summeras\n",
        bedomningar_csv="slag;kod;ansvar;period;nivå\n",
        uppfoljning__202108__mal__n1__SN_md="Nämnden är nöjd.\n",
    )
    load_package(tmp_path / "in", by="kommandoraden")
    goal = Goal.objects.get(year=2021, code="n1")
    assert (goal.text, str(goal.level), goal.parent, goal.units.count()) == ("Trygg", "Resultatmål", None, 0)
    assert Goal.objects.count() == 5
    assert Measurement.objects.get(part="sa").value == 94
    assert Measurement.objects.get(part="sa").version == 2
    assert Target.objects.count() == 7
    own = Assessment.objects.get(goal=goal, unit__code="SN")
    assert (own.text, str(own.level), own.version) == ("Nämnden är nöjd.", "Delvis", 2)
    assert ReplacedAssessment.objects.get().text == "Nämnden är **nästan** nöjd."


def test_levels_may_change_names_and_meanings_with_each_other(tmp_path: Path) -> None:
    load_package(write(tmp_path / "in"), by="prov")
    scales = (
        FILES["skalor.csv"]
        .replace("Grön;Uppnått\nmal", "Grön;X\nmal")
        .replace("Delvis uppnått", "Uppnått")
        .replace("X", "Delvis uppnått")
    )
    levels = "ordning;slag;namn;flertal;skala\n1;Fokusområde;Nämndmål;N;\n2;Nämndens mål;Målbild;M;mal\n"
    goals = FILES["mal.csv"].replace("Nämndmål", "X").replace("Målbild", "Nämndmål").replace("X", "Målbild")
    load_package(write(tmp_path / "in", skalor_csv=scales, malnivaer_csv=levels, mal_csv=goals), by="prov")
    assert dict(AssessmentLevel.objects.filter(scale__code="mal").values_list("code", "meaning")) == {
        "ja": "partly",
        "delvis": "met",
        "oklart": "not_assessed",
    }
    assert list(GoalLevel.objects.order_by("position").values_list("name", flat=True)) == [
        "Nämndmål",
        "Målbild",
    ]


def test_small_numbers_are_protected_in_a_dump_unless_it_is_for_another_installation(tmp_path: Path) -> None:
    small = replaced("matvarden_csv", "barn;100;;;2020;24", "barn;100;;;2020;3")
    first = loaded_and_dumped(write(tmp_path / "in", **small), tmp_path / "out")
    assert [line for line in first["matvarden.csv"].splitlines() if line.startswith("barn")] == [
        "barn;100;;;2020;..;;;",
        "barn;200;;;2020;..;;;",
    ]
    assert loaded_and_dumped(tmp_path / "out", tmp_path / "again") == first
    whole = loaded_and_dumped(tmp_path / "in", tmp_path / "whole", all_values=True)
    assert [line for line in whole["matvarden.csv"].splitlines() if line.startswith("barn")] == [
        "barn;100;;;2020;3;;;",
        "barn;200;;;2020;31;;;",
    ]


def test_the_command_writes_protected_values_only_when_it_is_told_to(tmp_path: Path) -> None:
    small = replaced("matvarden_csv", "barn;100;;;2020;24", "barn;100;;;2020;3")
    load_package(write(tmp_path / "in", **small), by="prov")
    call_command("dump_package", "amal-sn", str(tmp_path / "out"), stdout=StringIO())
    call_command("dump_package", "amal-sn", str(tmp_path / "out-all"), "--alla-varden", stdout=StringIO())
    assert "barn;100;;;2020;..;;;" in files_of(tmp_path / "out")["matvarden.csv"]
    assert "barn;100;;;2020;3;;;" in files_of(tmp_path / "out-all")["matvarden.csv"]


def test_a_protected_value_that_is_loaded_keeps_the_one_that_is_there(tmp_path: Path) -> None:
    small = replaced("matvarden_csv", "barn;100;;;2020;24", "barn;100;;;2020;3")
    committee = load_package(write(tmp_path / "in", **small), by="prov")
    version = audit.version(committee)
    dump_package(committee, tmp_path / "out")
    load_package(tmp_path / "out", by="prov")
    assert audit.version(committee) == version
    assert Measurement.objects.get(indicator__code="barn", unit__code="100").value == 3


def test_a_closed_month_keeps_its_values_and_assessments(tmp_path: Path) -> None:
    committee = load_package(write(tmp_path), by="prov")
    close_month(committee=committee, year=2021, month=8, by="prov")
    load_package(tmp_path, by="prov")
    changed = replaced("matvarden_csv", "202108;10:38", "202108;10:39")
    changed |= replaced("bedomningar_csv", "mål;n1;100;202108;ja", "mål;n1;100;202108;delvis")
    closed = "Stängd månad: augusti 2021. Siffrorna kan inte ändras. En controller kan öppna månaden igen under Perioder."
    assert faults(write(tmp_path, **changed)) == [
        f"matvarden.csv: {closed}",
        f"bedomningar.csv: {closed}",
    ]
    assert Measurement.objects.get(indicator__code="tid").value == 638
