"""A small package with every file about internal control, for the tests that load it and spoil it."""

from pathlib import Path

import pytest

from reports.packages import PackageError, load_package

EVIDENCE = "kontrollunderlag/2021/k1/6/Räknat i juni.csv"
FILES: dict[str, str] = {
    "paket.toml": 'format = 1\nkommunkod = "0099"\nkommun = "Åmål"\nnamn = "Nämnden"\nadressnamn = "amal-sn"\n'
    "minsta_grupp = 5\n",
    "organisation.csv": "kod;namn;överordnad;typ\nSN;Nämnden;;nämnd\n100;Norr;SN;enhet\n200;Söder;SN;enhet\n",
    "kontrollplaner.csv": "år;fastställd;paragraf;diarienummer;uppföljd till månad\n"
    "2020;2020-02-04;11;SN 17/2020;12\n2021;2021-02-02;9;SN 3/2021;6\n2022;;;;\n",
    "riskskala.csv": "år;axel;värde;etikett;innebär\n"
    + "".join(
        f"{year};{axis};{value};{label};\n"
        for year in (2020, 2021, 2022)
        for axis in ("Sannolikhet", "Konsekvens")
        for value, label in ((1, "Liten"), (2, "Kännbar"), (3, "Stor"))
    ),
    "risknivaer.csv": "år;från;nivå;symbol;färg;beslut\n"
    + "".join(
        f"{year};1;Låg;Tom cirkel;Grön;Acceptera\n{year};6;Hög;Fylld cirkel;Röd;Kontrollera\n"
        for year in (2020, 2021, 2022)
    ),
    "risker.csv": "år;kod;process;risk;orsak;kategori;ansvar;beslut;motivering;riskägare;i planen;förslag;"
    "föreslagen av;avböjt för att\n"
    "2020;r1;Barn och unga;Utredningar tar för lång tid;;;100;Kontrollera;;;ja;;;\n"
    '2021;r1;Barn och unga;Utredningar tar för lång tid;"Få; och nya.";Lag;100;Kontrollera;Lagens tid.;Chefen;ja;;;\n'
    "2021;r2;Ekonomi;Köp görs utan avtal;;;;Åtgärda;;;;;;\n"
    "2021;r3;Norr;Nycklar kommer bort;;;100;;;;;ja;Erik Lund;\n"
    "2021;r4;Söder;För få stolar;;;200;;;;;ja;Ida Norén;Ingen risk för nämnden.\n",
    "riskvarden.csv": "år;risk;skede;sannolikhet;konsekvens;skäl;tid;värderad av\n"
    "2020;r1;Före åtgärder;3;3;;2019-12-03T13:00:00+01:00;Sofia Ek\n"
    "2021;r1;Före åtgärder;3;3;Från 2020 års plan;2020-11-12T08:30:00+01:00;Sofia Ek\n"
    "2021;r1;Före åtgärder;2;3;Färre väntar;2020-12-03T13:15:00+01:00;Sofia Ek\n"
    "2021;r1;Efter åtgärder;1;3;;2021-06-30T10:00:00+02:00;Sofia Ek\n",
    "kontroller.csv": "år;kod;risk;process;kontrollmoment;metod;antal;så görs den;styrande dokument;månader;ansvar;"
    "ansvarig;utförs av;rapporteras till;personer;utgår\n"
    "2020;k1;r1;Barn och unga;Utredningstider;Alla;;;;dec;100;Chefen;;;ja;\n"
    "2021;k1;r1;Barn och unga;Utredningstider;Alla;;Allt räknas.;11 kap. SoL;jun, sep, dec;100;Chefen;erik;Nämnden;"
    "ja;\n"
    "2021;k2;;Ekonomi;Inköp på avtal;Stickprov;25;;;mar, sep;;Ekonomen;;;;2021-08-01\n",
    "kontrollposter.csv": "år;kontroll;kod;det som räknas;del av;avvikelse\n"
    "2020;k1;klara;Inom fyra månader;;\n2020;k1;over;Över fyra månader;;ja\n"
    "2021;k1;klara;Inom fyra månader;;\n2021;k1;over;Över fyra månader;;ja\n"
    "2021;k1;vantan;Väntan på utlåtande;over;ja\n2021;k1;beslut;Förlängd genom beslut;over;ja\n"
    "2021;k1;utan;Utan beslut;over;ja\n",
    "kontrolluppfoljning.csv": "år;kontroll;månad;resultat;genomförd;genomförd av;granskade;avvikelser;text;skäl\n"
    "2020;k1;12;Mindre avvikelse;2020-12-14;Erik Lund;40;9;Några för sent.;\n"
    '2021;k1;6;Större avvikelse;2021-06-21;Erik Lund;41;19;"Fler; än förut.";\n'
    "2021;k2;3;Ej genomförd;2021-03-22;Karin Berg;;;;Pandemin.\n",
    "kontrollantal.csv": "år;kontroll;månad;post;antal\n2020;k1;12;klara;31\n2020;k1;12;over;9\n"
    "2021;k1;6;klara;22\n2021;k1;6;vantan;6\n2021;k1;6;beslut;10\n2021;k1;6;utan;3\n",
    "atgarder.csv": "år;kod;kontroll;månad;risk;åtgärd;ansvar;ansvarig;utförs av;klar senast;läge;avslutad;"
    "hur det går;effekten senast;effekt;effekten följd upp;effekttext\n"
    "2020;a1;k1;12;;Genomgång varje månad;100;Chefen;;2021-03-31;Genomförd;2021-03-20;;2021-06-30;Viss effekt;"
    "2021-06-24;Något bättre.\n"
    "2021;a1;k1;6;;Genomgång varje vecka;100;Chefen;erik;2021-08-31;Pågår;;Börjar i augusti.;;;;\n"
    "2021;a2;;;r2;Avtal i en lista;;Ekonomen;;2021-12-31;;;;;;;\n"
    "2021;a3;2020/k1;12;;Påminnelse i systemet;100;Chefen;;2021-05-31;Avbruten;2021-04-01;;;;;\n",
    "planandringar.csv": "år;beslutad;paragraf;skäl;ändring;före och efter;tid;gjord av\n"
    "2021;2021-04-27;43;Tillsynen.;Kontrollen k1 görs också i september;"
    '"{""efter"": {""månader"": ""jun, sep, dec""}, ""före"": {""månader"": ""jun, dec""}}";'
    "2021-04-29T09:12:00+02:00;Sofia Ek\n",
    "kontrollunderlag.csv": "år;kontroll;månad;fil;tillagd;tillagd av\n"
    "2021;k1;6;Räknat i juni.csv;2021-06-21T15:20:00+02:00;Erik Lund\n",
    EVIDENCE: "Skäl;Antal\nInom tiden;22\n",
}
CONTROL = [name for name in FILES if name not in ("paket.toml", "organisation.csv")]


def write(to: Path, changed: dict[str, str] | None = None) -> Path:
    """The package with some files changed, by name."""
    for name, content in {**FILES, **(changed or {})}.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return to


def replaced(name: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new)}


def appended(name: str, *rows: str) -> dict[str, str]:
    return {name: FILES[name] + "".join(f"{row}\n" for row in rows)}


def files_of(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def faults(directory: Path) -> list[str]:
    with pytest.raises(PackageError) as refusal:
        load_package(directory, by="prov")
    return refusal.value.errors
