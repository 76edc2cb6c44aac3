"""Every fault in the files about goals is told with file, line and reason, and nothing is changed."""

from pathlib import Path

import pytest

from organisation import audit
from organisation.models import Committee
from reports.packages import load_package
from tests.reports.goal_package import FILES, NAMES, faults, write

pytestmark = pytest.mark.django_db

NEW = {
    "skalor_csv": FILES["skalor.csv"].splitlines()[0] + "\n",
    "mal_csv": "år;kod;nivå;överordnad;mål;föregångare;månader;gånger\n",
    "matt_csv": "kod;namn;mäts i;från;till;skala;mål\n",
    "malvarden_csv": "mått;ansvar;år;målet är;värde;till;varje enhet;fotnot\n",
    "matvarden_csv": "mått;ansvar;del;kön;period;värde;antal svar;svarsfrekvens;fotnot\n",
    "uppdrag_csv": "kod;uppdrag;givet av;vem;beslutat den;klart;läge;avslutat den;avslutsparagraf\n",
    "uppdragsanteckningar_csv": "uppdrag;sammanträde;paragraf;tid;skriven av;anteckning\n",
    "bedomningar_csv": "slag;kod;ansvar;period;nivå;skäl;tid\n",
    "mattdelar_csv": "mått;kod;namn;skrivs;varav;summeras\n",
    "malnivaer_csv": "ordning;slag;namn;flertal;skala\n",
}


@pytest.mark.parametrize(
    ("file", "rows", "expected"),
    [
        ("matvarden_csv", "saknas;;;;2021;1;;;", "Måttet ”saknas” finns inte i matt.csv."),
        ("matvarden_csv", "las;999;;;2021;1;;;", "Ansvaret ”999” finns inte i nämndens organisation."),
        ("matvarden_csv", "las;100;;;2021;1;;;", "Måttet las följs inte per enhet. Låt ansvar vara tomt."),
        ("matvarden_csv", "las;;x;;2021;1;;;", "Måttet las har ingen del ”x” i mattdelar.csv."),
        ("matvarden_csv", "las;;;K;2021;1;;;", "Måttet las är inte uppdelat på kön."),
        (
            "matvarden_csv",
            "sjuk;;;F;2021;1;;;",
            "kön ”F” finns inte. Skriv K, M eller T, eller låt rutan vara tom.",
        ),
        (
            "matvarden_csv",
            "las;;;;2021T4;1;;;",
            "Perioden ”2021T4” finns inte. Skriv ett år (2021), en tertial (2021T2) eller en månad (202108).",
        ),
        (
            "matvarden_csv",
            "las;;;;2021;1;;;\nlas;;;T;2021;2;;;",
            "Måttet las har redan ett värde för perioden, på rad 2.",
        ),
        ("matvarden_csv", "sjuk;;;;2021T2;101 %;;;", "En andel är mellan 0 och 100 %, inte 101 %."),
        (
            "matvarden_csv",
            "reg;;sa;;2021;många;;;",
            "”många” är inte ett tal. Skriv till exempel 1234,5 eller 1 234.",
        ),
        ("matvarden_csv", "las;;;;2021;17/5;;;", "Täljaren i ”17/5” får inte vara större än nämnaren."),
        ("matvarden_csv", "las;;;;2021;;;;", "Skriv ett värde, eller under fotnot varför det saknas."),
        ("matvarden_csv", "las;;;;2021;–;;;", "Skriv varför värdet saknas."),
        (
            "matvarden_csv",
            "las;;;;2021;1;;101;",
            "Svarsfrekvensen är mellan 0 och 100 %, med högst två decimaler.",
        ),
        ("matvarden_csv", "las;;;;2021;1;få;;", "”få” är inte ett antal svar. Skriv ett heltal."),
        (
            "matvarden_csv",
            "barn;;;;2021;12;;;",
            "Nämndens värde av barn räknas fram som summan av enheterna.",
        ),
        ("matvarden_csv", "tid;;;;2021;10:00;;;", "Årets värde av tid räknas fram ur periodernas."),
        (
            "malvarden_csv",
            "barn;;2021;Ett värde;5;;;",
            "Måttet barn har ingen riktning. Skriv i matt.csv om högre eller lägre är bättre.",
        ),
        (
            "malvarden_csv",
            "tid;;2021;Ett spann;11:30;10:00;;",
            "Ett spann går från ett lägre värde till ett högre.",
        ),
        ("malvarden_csv", "tid;;2021;Ett spann;11:30;;;", "till saknas."),
        (
            "malvarden_csv",
            "tid;;2021;Ett värde;11:30;12:00;;",
            "till ska vara tomt när målet är ”Ett värde”.",
        ),
        ("malvarden_csv", "tid;;2021;Inget mål;;;;", "Målvärdet saknas. Skriv varför under fotnot."),
        (
            "malvarden_csv",
            "las;;2021;En förändring;mer;;;",
            "”mer” är inte en förändring. Skriv till exempel 10 %, -5 % eller 12.",
        ),
        (
            "malvarden_csv",
            "las;;2021;En andel av enheterna;80;;3;",
            "Måttet las följs inte per enhet, så en andel av enheterna kan inte räknas.",
        ),
        (
            "malvarden_csv",
            "las;;2021;Ett värde;3;;;\nlas;SN;2021;Ett värde;4;;;",
            "Måttet las har redan ett målvärde för 2021, på rad 2.",
        ),
        ("mal_csv", "2021;a;Nämndmål;a;Mål;;;", "Målet a kan inte höra till sig självt."),
        ("mal_csv", "2021;a;Nämndmål;x;Mål;;;", "Målet a hör till x, som inte finns 2021."),
        (
            "mal_csv",
            "2021;a;Nämndmål;b;Mål;;;\n2021;b;Nämndmål;;Mål;;;",
            "Målet a kan inte höra till b: nivån ”Nämndmål” ligger inte över ”Nämndmål”.",
        ),
        ("mal_csv", "2021;a;Delmål;;Mål;;;", "Målnivån ”Delmål” finns inte i malnivaer.csv."),
        (
            "mal_csv",
            "2021;nytt;Nämndmål;;Mål;;;",
            "Koden ”nytt” används av programmet självt. Välj en annan.",
        ),
        (
            "mal_csv",
            "2021;a;Nämndmål;;Mål;x;;",
            "Målet a har föregångaren x, som inte finns i ett tidigare år.",
        ),
        (
            "mal_csv",
            "2021;a;Nämndmål;;Mål;;mars, hösten;",
            "månader: ”hösten” är inte en månad. Skriv till exempel feb, maj, sep.",
        ),
        ("mal_csv", "2021;a;Nämndmål;;Mål;;;13", "gånger ”13” är inte ett helt tal från 1 till 12."),
        ("mal_csv", "2021;a;Nämndmål;;A;;;\n2021;a;Nämndmål;;B;;;", "Målet 2021/a står redan på rad 2."),
        (
            "matt_csv",
            "m;Mått;Procent;;;;",
            (
                "mäts i ”Procent” finns inte. Välj Antal, Andel i procent, Antal eller andel, Kronor, "
                "Timmar och minuter eller Index eller medelvärde."
            ),
        ),
        (
            "matt_csv",
            "m;Mått;Antal;2022;2021;;",
            "Måttet m kan inte sluta gälla (2021) innan det börjar (2022).",
        ),
        ("matt_csv", "m;Mått;Antal;;;x;", "Skalan ”x” finns inte i skalor.csv."),
        (
            "matt_csv",
            "m;Mått;Antal;;;;n1",
            "Målet ”n1” finns inte i mal.csv. Skriv år och kod, till exempel 2021/n1.",
        ),
        (
            "mattdelar_csv",
            "reg;a;A;SA;;",
            "skrivs ”SA” ska ha {värde} på ett ställe, till exempel {värde} st.",
        ),
        (
            "mattdelar_csv",
            "reg;a;A;;kanske;",
            "varav ”kanske” kan inte läsas. Skriv ja, eller låt rutan vara tom.",
        ),
        (
            "skalor_csv",
            "s;Skala;Uppdrag;a;A;a;Bock;Grön;Uppnått",
            "Skalan s saknar en nivå som betyder ”Inte bedömt än”.",
        ),
        (
            "skalor_csv",
            (
                "s;S;Uppdrag;a;A;a;Bock;Grön;Uppnått\ns;S;Uppdrag;b;B;b;Bock;Grön;Uppnått\n"
                "s;S;Uppdrag;c;C;c;Bock;Grå;Inte bedömt än"
            ),
            "Skalan s har 2 nivåer som betyder ”Uppnått”.",
        ),
        ("malnivaer_csv", "2;Nämndens mål;A;A;\n2;Nämndens mål;B;B;", "Ordningen 2 står redan på rad 2."),
        (
            "malnivaer_csv",
            "3;Nämndens mål;Nämndmål;A;",
            "Nämnden har redan målnivån ”Nämndmål”, med ordningen 2.",
        ),
        (
            "uppdrag_csv",
            "u;U;Nämnden;;;;Avslutat;;",
            "Ett uppdrag avslutas med ett beslut: skriv datum och paragraf.",
        ),
        (
            "uppdrag_csv",
            "u;U;Nämnden;;;;;2021-01-01;7",
            "Uppdraget har ett beslut om avslut, men läget är inte Avslutat.",
        ),
        (
            "uppdrag_csv",
            "u;U;Nämnden;;;till jul;;;",
            "klart: ”till” är inte en månad. Skriv till exempel feb, maj, sep.",
        ),
        ("uppdrag_csv", "u;U;Myndighet;;;;;;", "Skriv vilken myndighet som har gett uppdraget."),
        (
            "uppdrag_csv",
            "u;U;Nämnden;;2021-13-01;;;;",
            "beslutat den ”2021-13-01” är inte ett datum. Skriv till exempel 2021-09-20.",
        ),
        (
            "uppdragsanteckningar_csv",
            "x;;;2021-05-05T09:00:00;S;A",
            "Uppdraget ”x” finns inte i uppdrag.csv.",
        ),
        ("uppdragsanteckningar_csv", "u1;;;2021-05-05T09:00:00;S;", "anteckning saknas."),
        ("bedomningar_csv", "mål;n9;;202108;ja;;", "Målet ”n9” finns inte 2021 i mal.csv."),
        ("bedomningar_csv", "mått;x;;202108;ja;;", "Måttet ”x” finns inte i matt.csv."),
        ("bedomningar_csv", "uppdrag;u1;;202108;ja;;", "Skalan uppdrag har ingen nivå ”ja”."),
        ("bedomningar_csv", "uppdrag;u2;;202108;klart;;", "Uppdraget u2 har ingen skala att bedömas på."),
        (
            "bedomningar_csv",
            "mål;n1;;202108;ja;;\nmål;n1;SN;202108;delvis;;",
            "Samma bedömning står redan på rad 2.",
        ),
        (
            "bedomningar_csv",
            "mål;n1;;202108;ja;;i höstas",
            "Tiden ”i höstas” kan inte läsas. Skriv till exempel 2021-09-10T14:30:00+02:00.",
        ),
    ],
)
def test_one_fault_and_nothing_is_changed(tmp_path: Path, file: str, rows: str, expected: str) -> None:
    """The faulty file is loaded over a good package, whose rows it may name."""
    committee = load_package(write(tmp_path / "in"), by="prov")
    version = audit.version(committee)
    name = NAMES[file]
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "paket.toml").write_text(FILES["paket.toml"], encoding="utf-8")
    (bad / name).write_text(f"{NEW[file]}{rows}\n", encoding="utf-8")
    found = faults(bad)
    assert [error.partition(": ")[2] for error in found] == [expected]
    assert found[0].startswith(f"{name}, rad ")
    assert audit.version(committee) == version


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("uppfoljning/202108/mal/n1/999.md", "Ansvaret ”999” finns inte i nämndens organisation."),
        ("uppfoljning/202008/mal/n2/100.md", "Målet ”n2” finns inte 2020 i mal.csv."),
        (
            "uppfoljning/2021/mal/n1/100.md",
            "Texter ligger som period/mal/kod/ansvar.md, eller uppdrag eller matt i stället för mal.",
        ),
    ],
)
def test_a_text_that_belongs_nowhere_is_refused(tmp_path: Path, path: str, expected: str) -> None:
    write(tmp_path)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("x", encoding="utf-8")
    assert faults(tmp_path) == [f"{path}: {expected}"]
    assert not Committee.objects.exists()


def test_a_level_that_would_lie_over_its_parent_is_refused(tmp_path: Path) -> None:
    load_package(write(tmp_path / "in"), by="prov")
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "paket.toml").write_text(FILES["paket.toml"], encoding="utf-8")
    (bad / "mal.csv").write_text("år;kod;nivå;mål\n2021;f1;Nämndmål;Ett gott liv\n", encoding="utf-8")
    assert faults(bad) == ["mal.csv: Målet n1 hör till f1, som inte längre ligger på en nivå över."]


def test_an_assignment_that_is_assessed_keeps_its_scale(tmp_path: Path) -> None:
    load_package(write(tmp_path / "in"), by="prov")
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "paket.toml").write_text(FILES["paket.toml"], encoding="utf-8")
    (bad / "uppdrag.csv").write_text(
        "kod;uppdrag;givet av;skala\nu1;Utred hemtjänsten;Nämnden;\n", encoding="utf-8"
    )
    assert faults(bad) == ["bedomningar.csv: Uppdraget u1 är redan bedömt på en annan skala."]


def test_an_assignment_is_not_assessed_on_a_scale_for_goals(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "uppdrag.csv").write_text(
        "kod;uppdrag;givet av;skala\nu5;Utred hemtjänsten;Nämnden;mal\n", encoding="utf-8"
    )
    assert (
        "uppdrag.csv, rad 2: Skalan är för mål och mått. Välj en skala för uppdrag eller framdrift."
    ) in faults(tmp_path)
