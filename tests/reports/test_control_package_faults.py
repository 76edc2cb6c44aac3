"""Every fault in the files about internal control is told with file, line and reason, and nothing is changed."""

from pathlib import Path

import pytest

from internal_control.models import ControlPlan
from organisation.models import Committee
from tests.reports.control_package import EVIDENCE, appended, faults, replaced, write

pytestmark = pytest.mark.django_db

ADDED = [
    ("kontrollplaner.csv", "2021;;;;", 5, "Planen för 2021 står redan på rad 3."),
    ("kontrollplaner.csv", "2023;2023-01-31;;;", 5, "En fastställd plan har både datum och paragraf."),
    (
        "riskvarden.csv",
        "2021;r1;Före åtgärder;4;1;;2021-05-01T08:00:00+02:00;Sofia Ek",
        6,
        "sannolikhet ”4” är inte ett helt tal från 1 till 3.",
    ),
    (
        "riskvarden.csv",
        "2021;r9;Före åtgärder;1;1;;2021-05-01T08:00:00+02:00;Sofia Ek",
        6,
        "Risken ”r9” finns inte 2021 i risker.csv.",
    ),
    ("risker.csv", "2019;r1;P;R;;;;;;;;;;", 7, "Det finns ingen plan för 2019 i kontrollplaner.csv."),
    ("risker.csv", "2022;ny;P;R;;;;;;;;;;", 7, "”ny” är upptaget av en av sidorna. Välj en annan kod."),
    ("risker.csv", "2022;r1;P;R;;;;;;;ja;ja;;", 7, "Ett förslag tas upp innan det kommer med i planen."),
    ("risker.csv", "2022;r1;P;R;;;999;;;;;;;", 7, "Ansvaret ”999” finns inte i nämndens organisation."),
    (
        "kontroller.csv",
        "2022;k1;;P;Moment;Stickprov;;;;maj;;Chefen;;;;",
        5,
        "Skriv under antal hur många stickprovet omfattar.",
    ),
    (
        "kontroller.csv",
        "2022;k1;;P;Moment;Alla;;;;våren;;Chefen;;;;",
        5,
        "månader: ”våren” är inte en månad. Skriv till exempel feb, maj, sep.",
    ),
    (
        "kontrollposter.csv",
        "2021;k1;mer;Mer;utan;",
        9,
        "mer är del av utan, som själv är en del. Det finns två nivåer.",
    ),
    (
        "kontrolluppfoljning.csv",
        "2021;k1;4;Ingen avvikelse;2021-04-20;;;;;",
        5,
        "Kontrollen k1 görs inte i månad 4 enligt kontroller.csv.",
    ),
    (
        "kontrolluppfoljning.csv",
        "2021;k2;9;Ej genomförd;2021-09-20;;;;;",
        5,
        "Skriv under skäl varför kontrollen inte genomfördes.",
    ),
    (
        "kontrolluppfoljning.csv",
        "2021;k2;9;Mindre avvikelse;2021-09-20;;20;21;Fel.;",
        5,
        "Avvikelserna (21) kan inte vara fler än de granskade (20).",
    ),
    (
        "kontrolluppfoljning.csv",
        "2021;k2;9;Ingen avvikelse;2020-09-20;;20;0;;",
        5,
        "Kontrollen hör till 2021 års plan och kan inte ha gjorts före 2021-01-01.",
    ),
    (
        "kontrolluppfoljning.csv",
        "2021;k2;9;Ingen avvikelse;2099-09-20;;20;0;;",
        5,
        "genomförd kan inte ligga i framtiden.",
    ),
    (
        "kontrollantal.csv",
        "2021;k1;6;over;19",
        8,
        "over är summan av sina delar och räknas fram.",
    ),
    (
        "kontrollantal.csv",
        "2021;k1;9;klara;19",
        8,
        "Tillfället är inte genomfört: det står inte i kontrolluppfoljning.csv.",
    ),
    (
        "atgarder.csv",
        "2021;a9;k1;6;r1;Gör;;Chefen;;2021-12-31;;;;;;;",
        6,
        "En åtgärd gäller en avvikelse eller en risk, inte båda.",
    ),
    (
        "atgarder.csv",
        "2021;a9;;;;Gör;;Chefen;;2021-12-31;Genomförd;;;;;;",
        6,
        "En avslutad åtgärd har en dag då den avslutades: skriv den under avslutad.",
    ),
    (
        "atgarder.csv",
        "2021;a9;;;;Gör;;Chefen;;2021-12-31;;;;;Viss effekt;2021-12-01;",
        6,
        "Effekten följs upp när åtgärden är genomförd.",
    ),
    (
        "planandringar.csv",
        "2022;2022-01-10;4;;Ändrat;;2022-01-11T08:00:00+01:00;Sofia Ek",
        3,
        "Planen för 2022 är inte fastställd, så ingen ändring av den behöver ett beslut.",
    ),
    (
        "planandringar.csv",
        "2021;2021-05-10;50;;Ändrat;{fel;2021-05-11T08:00:00+02:00;Sofia Ek",
        3,
        'före och efter kan inte läsas. Skriv till exempel {"före": {"metod": "Alla"}, "efter": {}}.',
    ),
    (
        "kontrollunderlag.csv",
        "2021;k1;6;Saknas.pdf;2021-06-21T15:20:00+02:00;Erik Lund",
        3,
        "Filen kontrollunderlag/2021/k1/6/Saknas.pdf finns inte.",
    ),
]


@pytest.mark.parametrize(("name", "row", "line", "reason"), ADDED)
def test_a_faulty_row_is_told(tmp_path: Path, name: str, row: str, line: int, reason: str) -> None:
    assert f"{name}, rad {line}: {reason}" in faults(write(tmp_path, appended(name, row)))
    assert not Committee.objects.exists()


def test_counts_and_their_sums_agree(tmp_path: Path) -> None:
    changed = replaced("kontrolluppfoljning.csv", "Erik Lund;41;19", "Erik Lund;42;19")
    assert faults(write(tmp_path, changed)) == [
        "kontrolluppfoljning.csv, rad 3: granskade är 42, men antalen i kontrollantal.csv ger 41."
    ]


def test_the_lowest_level_starts_at_one(tmp_path: Path) -> None:
    changed = replaced("risknivaer.csv", "2022;1;", "2022;2;")
    assert faults(write(tmp_path, changed)) == ["risknivaer.csv: Den lägsta risknivån 2022 ska börja vid 1."]


def test_both_axes_have_the_same_steps(tmp_path: Path) -> None:
    changed = replaced("riskskala.csv", "2022;Konsekvens;3;Stor;\n", "")
    assert (
        "riskskala.csv, rad 14: Skalan för 2022 ska ha stegen 1, 2, 3 … på båda axlarna, lika många på båda."
        in faults(write(tmp_path, changed))
    )


def test_evidence_is_what_it_claims_to_be(tmp_path: Path) -> None:
    listed = appended("kontrollunderlag.csv", "2021;k1;6;Falsk.pdf;2021-06-21T15:20:00+02:00;Erik Lund")
    fake = {"kontrollunderlag/2021/k1/6/Falsk.pdf": "<html><script>alert(1)</script></html>"}
    (error,) = faults(write(tmp_path, {**listed, **fake}))
    assert error.startswith("kontrollunderlag.csv, rad 3: Falsk.pdf: ")
    assert not ControlPlan.objects.exists()


def test_a_file_that_no_row_names_is_refused(tmp_path: Path) -> None:
    stray = {"kontrollunderlag/2021/k1/6/Glömd.csv": "a;b\n"}
    assert faults(write(tmp_path, stray)) == [
        "kontrollunderlag/2021/k1/6/Glömd.csv: Filen står inte i kontrollunderlag.csv."
    ]
    assert EVIDENCE.startswith("kontrollunderlag/")
