"""A small package with every file about goals, for the tests that load it and spoil it."""

from pathlib import Path

import pytest

from reports.packages import PackageError, load_package

FILES: dict[str, str] = {
    "paket.toml": 'format = 1\nkommunkod = "0099"\nkommun = "Åmål"\nnamn = "Nämnden"\nadressnamn = "amal-sn"\n'
    "minsta_grupp = 5\n",
    "organisation.csv": "kod;namn;överordnad;typ\nSN;Nämnden;;nämnd\n100;Norr;SN;enhet\n200;Söder;SN;enhet\n",
    "skalor.csv": "skala;namn;används för;nivå;etikett;flertal;symbol;färg;betyder\n"
    "mal;Måluppfyllelse;Mål och mått;ja;Uppfyllt;uppfyllda;Fylld cirkel;Grön;Uppnått\n"
    "mal;Måluppfyllelse;Mål och mått;delvis;Delvis;delvis uppfyllda;Halvfylld cirkel;Gul;Delvis uppnått\n"
    "mal;Måluppfyllelse;Mål och mått;oklart;Ej utvärderat;ej utvärderade;Streckad cirkel;Grå;Inte bedömt än\n"
    "uppdrag;Uppdrag;Uppdrag;klart;Klart;klara;Bock;Grön;Uppnått\n"
    "uppdrag;Uppdrag;Uppdrag;vet-ej;Inte bedömt;inte bedömda;Streckad cirkel;Grå;Inte bedömt än\n",
    "malnivaer.csv": "ordning;slag;namn;flertal;skala\n1;Fokusområde;Målbild;Målbilder;\n"
    "2;Nämndens mål;Nämndmål;Nämndmål;mal\n",
    "mal.csv": "år;kod;nivå;överordnad;nummer;mål;förklaring;bidrag;effekt;enheter;beslutat av;beslutat den;"
    "paragraf;metod;gånger;månader;fullmäktige;föregångare\n"
    "2019;n0;Nämndmål;;0;Ordning förr;;;;;;;;;;;;\n2020;n1;Nämndmål;;1;Trygghet i fjol;;;;;;;;;;;;\n"
    "2021;f1;Målbild;;;Ett gott liv;;;;;;;;;;;;\n"
    '2021;n1;Nämndmål;f1;1;Trygghet;"Alla ska vara trygga; alltid";"- lyssna\n- svara";Färre klagomål;100 200;KF;'
    "2020-11-23;101;Enkät;2;apr, aug;ja;n1\n"
    "2021;n2;Nämndmål;;2;Ordning;;;;;;;;;;;;2019/n0\n",
    "matt.csv": "kod;namn;område;definition;källa;fotnot;mäts i;enhet;visar enhet;andel av;decimaler;riktning;mäts;"
    "kön;per enhet;enheter;nämndens värde;årets värde;från januari;personer;visas ändå;skala;mål;från;till\n"
    "sjuk;Sjukfrånvaro;Personal;Andel av tiden;Lönesystemet;;Andel i procent;;;;1;Lägre är bättre;Varje tertial;"
    "Kvinnor och män;ja;100 200;;;;;;mal;2021/n1 2021/n2;2019;2030\n"
    "barn;Placerade barn;;;;Den 31 december.;Antal;st;ja;;;;;;ja;;Summan av enheterna;;;Räknar personer;;;;;\n"
    "las;Nyckelfria lås;;;;;Antal eller andel;;;av brukarna;;Högre är bättre;;;;;;;;;Offentligt redan;;;;\n"
    "tid;Svarstid;;;;;Timmar och minuter;;;;;Lägre är bättre;Varje månad;;;;;Den sista perioden;;;;;;;\n"
    "reg;Registreringar;;;;;Antal;;;;;Högre är bättre;;;;;;;;;;;;;\n",
    "mattdelar.csv": "mått;kod;namn;skrivs;varav;summeras\nreg;sa;Senior alert;{värde} SA;;ja\n"
    "reg;bpsd;BPSD;{värde} BPSD;;ja\n",
    "malvarden.csv": "mått;ansvar;del;år;målet är;värde;till;varje enhet;delvis från;fotnot\n"
    "sjuk;;;2021;Ett värde;6,5 %;;;8;\nsjuk;100;;2021;En andel av enheterna;80 %;;5,5;;\n"
    "las;;;2021;En förändring;10 %;;;;\nlas;;;2022;En förändring;-5,25;;;;Vi väntar.\n"
    "tid;;;2021;Ett spann;10:00;11:30;;;\ntid;;;2022;Inget mål;;;;;Följs inte längre.\n"
    "reg;;sa;2021;Ett värde;32;;;;\n",
    "matvarden.csv": "mått;ansvar;del;kön;period;värde;antal svar;svarsfrekvens;fotnot\n"
    "sjuk;;;;2021T2;7,30 %;120;78,5;\nsjuk;;;K;2021T2;8 %;;;\nsjuk;100;;M;2021T2;6,4 %;;;Ny mätning\n"
    "barn;100;;;2020;24;;;\nbarn;200;;;2020;31;;;\nlas;;;;2020;116/305;;;\nlas;;;;2021;50 %;;;\n"
    "reg;;sa;;2021;93;;;\nreg;;bpsd;;2021;;;;Mäts inte längre.\ntid;;;;202108;10:38;;;\n",
    "uppdrag.csv": "kod;uppdrag;beskrivning;givet av;vem;beslutat den;paragraf;diarienummer;enheter;ansvarig;klart;"
    "läge;avslutat den;avslutsparagraf;skala;mål;infört\n"
    "u1;Utred hemtjänsten;Vad kostar den?;Kommunfullmäktige;;2021-02-01;12;SN 4/2021;100;Chefen;december 2021;;;;"
    "uppdrag;2021/n1;2021-02-02T08:00:00+01:00\n"
    "u2;Svara på tillsynen;;Myndighet;IVO;2021-03-01;;;;;2021-05-15;Avslutat;2021-06-01;77;;;"
    "2021-03-02T08:00:00+01:00\n"
    "u3;Rapportera;;Nämnden;;;;;;;feb, maj, sep;Föreslås avslutas;;;;;2021-03-02T08:00:00+01:00\n"
    "u4;Fundera;;Annan;Presidiet;;;;;;;;;;;;2021-03-02T08:00:00+01:00\n",
    "uppdragsanteckningar.csv": "uppdrag;sammanträde;paragraf;tid;skriven av;anteckning\n"
    'u1;2021-05-04;31;2021-05-05T09:00:00+02:00;Sofia Ek;"Första delen; klar."\n'
    "u1;;;2021-06-05T09:00:00+02:00;Sofia Ek;Andra delen pågår.\n",
    "bedomningar.csv": "slag;kod;ansvar;period;nivå;förslag;skäl;skriven av;tid\n"
    "mål;n1;;202108;delvis;ja;Det är inte klart.;Sofia Ek;2021-09-10T14:30:00+02:00\n"
    "mål;n1;100;202108;ja;;;Erik Ek;2021-09-08T08:00:00+02:00\n"
    "uppdrag;u1;;202108;klart;;;Sofia Ek;2021-09-10T14:31:00+02:00\n"
    "uppdrag;u2;200;202108;;;;Eva Å;2021-09-07T16:05:00+02:00\n"
    "mått;sjuk;;202108;ja;ja;;Sofia Ek;2021-09-10T14:32:00+02:00\n",
    "uppfoljning/202108/mal/n1/SN.md": "Nämnden är **nästan** nöjd.\n",
    "uppfoljning/202108/mal/n1/100.md": "Norr är klart.\n",
    "uppfoljning/202108/mal/n1/100.atgarder.md": "- inga\n- alls\n",
    "uppfoljning/202108/uppdrag/u2/200.md": "Vi har svarat.\n",
}
NAMES = {name.replace("/", "__").replace(".", "_"): name for name in FILES}


def write(to: Path, **changed: str) -> Path:
    """The package with some files changed: their names with __ for / and _ for . ."""
    for name, content in {**FILES, **{NAMES[name]: content for name, content in changed.items()}}.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return to


def replaced(name: str, old: str, new: str) -> dict[str, str]:
    content = FILES[NAMES[name]]
    assert old in content
    return {name: content.replace(old, new)}


def files_of(directory: Path) -> dict[str, str]:
    return {
        path.relative_to(directory).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def faults(directory: Path) -> list[str]:
    with pytest.raises(PackageError) as refusal:
        load_package(directory, by="prov")
    return refusal.value.errors
