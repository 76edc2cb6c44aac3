"""A made-up report of every block and layout, as long as a real one: for the tests of what is printed."""

from decimal import Decimal
from pathlib import Path

from reports.contents import (
    Block,
    Cell,
    Chart,
    Column,
    PictureContent,
    ReportContents,
    Row,
    RowGroup,
    RowStyle,
    Section,
    Table,
    TextContent,
)

DEVIATION_RULE = (
    "Plus betyder bättre än budget, minus sämre. Delarna kan avvika från summan genom avrundning."
)
PARAGRAPH = (
    "Nämnden redovisar ett underskott mot budget för perioden. Det förklaras till största delen av fler "
    "placeringar av barn och unga än planerat och av högre kostnader för hyrd personal under sommaren. "
    "Åtgärderna som beslutades i våras har börjat ge effekt, men den räknas till helår först nästa år. "
)
UNITS = (
    "Nämnd och stab",
    "Individ och familj",
    "Äldreomsorg",
    "Stöd och service",
    "Vuxna och arbete",
)


def _row(
    label: str,
    seed: int,
    columns: tuple[Column, ...],
    style: RowStyle = RowStyle.NORMAL,
    level: int = 0,
) -> Row:
    cells = []
    for at, column in enumerate(columns):
        value = Decimal((seed * 7919 + at * 104729) % 90_000 - 30_000)
        undefined = (seed + at) % 17 == 0
        cells.append(
            Cell(
                None if undefined else value,
                0,
                value * 1000,
                is_deviation=column.is_deviation,
            )
        )
    return Row(label, tuple(cells), style, level)


PERIOD_COLUMNS = (
    Column("Budget period"),
    Column("Utfall period"),
    Column("Avvikelse period", is_deviation=True),
    Column("Budget helår"),
    Column("Årsprognos"),
    Column("Årsprognos budgetavvikelse", is_deviation=True),
)
PAIRED_COLUMNS = tuple(
    Column(label, group, is_deviation=label == "Avvikelse")
    for group in ("Intäkter", "Kostnader", "Resultat")
    for label in ("Budget", "Redovisat", "Avvikelse")
)


def per_unit_table(key: str = "driftredovisning", name: str = "Driftredovisning", number: int = 1) -> Table:
    def group(unit: str, seed: int) -> RowGroup:
        return RowGroup(
            unit,
            (
                _row("Intäkter", seed, PERIOD_COLUMNS),
                _row("Kostnader", seed + 1, PERIOD_COLUMNS),
                _row(
                    "varav personalkostnader",
                    seed + 2,
                    PERIOD_COLUMNS,
                    RowStyle.OF_WHICH,
                ),
                _row("Nettokostnader", seed + 3, PERIOD_COLUMNS, RowStyle.TOTAL),
            ),
        )

    groups = tuple(group(unit, 10 * at) for at, unit in enumerate(("Socialnämnden", *UNITS)))
    return Table(key, name, "Tkr", PERIOD_COLUMNS, groups, "tkr", (DEVIATION_RULE,), number)


def tree_table(key: str = "enheter", number: int = 2, rows: int = 60) -> Table:
    """Kinds side by side in columns under group headings, a tree of rows over more than one page."""
    lines = [_row("Totalt", 1, PAIRED_COLUMNS, RowStyle.TOTAL)]
    for at in range(rows):
        style = RowStyle.SUBTOTAL if at % 8 == 0 else RowStyle.NORMAL
        label = f"Område {at // 8 + 1}" if at % 8 == 0 else f"{300 + at} Enheten för stöd i hemmet {at}"
        lines.append(_row(label, at + 2, PAIRED_COLUMNS, style, level=1 if at % 8 == 0 else 2))
    groups = (RowGroup("Socialnämnden", tuple(lines), shows_label=False),)
    return Table(
        key,
        "Resultat per enhet",
        "Enhet",
        PAIRED_COLUMNS,
        groups,
        "tkr",
        (DEVIATION_RULE,),
        number,
        True,
    )


def investments_table(number: int = 3) -> Table:
    columns = (
        Column("Ursprungs\u00adbudget"),
        Column("Tillägg"),
        Column("Utfall"),
        Column("Avvikelse", is_deviation=True),
    )
    groups = tuple(
        RowGroup(name, tuple(_row(f"{name} {at}", at, columns) for at in range(1, 5)))
        for name in ("Inventarier", "Larm och teknik")
    )
    reasons = (
        (
            "Larm och teknik 2",
            "Leveransen är försenad till mars. Pengarna behövs nästa år.",
        ),
    )
    return Table(
        "investeringar",
        "Investeringar",
        "Tkr",
        columns,
        groups,
        "tkr",
        (),
        number,
        texts=reasons,
    )


SVG = """<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 600 240" width="600" height="240">
<title>Nettokostnad per område, budget och utfall</title>
<g font-family="Source Sans 3" font-size="13" fill="#22303c">
<text x="0" y="45">Äldreomsorg</text><rect x="150" y="30" width="380" height="18" fill="#1f5a73"/>
<text x="540" y="45">312</text>
<text x="0" y="95">Individ och familj</text><rect x="150" y="80" width="220" height="18" fill="#1f5a73"/>
<text x="380" y="95">180</text>
</g></svg>"""


def chart(number: int = 1) -> Chart:
    columns = (Column("Budget"), Column("Utfall"))
    rows = tuple(_row(unit, at, columns) for at, unit in enumerate(UNITS))
    table = Table(
        "per-omrade-siffror",
        "Nettokostnad per område",
        "Mnkr",
        columns,
        (RowGroup("", rows),),
        "mnkr",
    )
    return Chart("per-omrade", "Nettokostnad per område", SVG, "Liggande staplar.", table, number)


def text(times: int = 1, paragraphs: int = 1) -> Block:
    return Block(
        "text",
        (TextContent("".join(f"<p>{PARAGRAPH * times}</p>" for _ in range(paragraphs))),),
    )


def unit_texts() -> Block:
    texts = tuple(
        TextContent(f"<p>{PARAGRAPH * 2}</p><p>{PARAGRAPH}</p>", "handelser", unit) for unit in UNITS
    )
    return Block("unit_texts", texts)


def _chapter(number: int, title: str, *blocks: Block, sections: tuple[Section, ...] = ()) -> Section:
    return Section(f"kapitel-{number}", title, 1, str(number), blocks, sections)


def large_report(picture: Path | None = None, chapters: int = 6) -> ReportContents:
    """With six extra chapters it fills more than 23 pages."""
    bullets = Block(
        "text",
        (TextContent("<ul><li>Kortare kö till boende.</li><li>Nytt larm på två enheter.</li></ul>"),),
    )
    foreword = Block(
        "foreword",
        (TextContent(f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>"),),
        signature=("Anna Ek", "Förvaltningschef"),
    )
    content = PictureContent(
        "hus",
        "/media/hus.jpg",
        picture.as_uri() if picture else "",
        "Ett gult trähus i snö.",
        1600,
        900,
        "Ett av de nya boendena.",
        "Eva Berg",
    )
    sections = [
        _chapter(1, "Förord", foreword),
        _chapter(2, "Sammanfattning", text(3, 3), bullets, Block("chart", charts=(chart(),))),
        _chapter(
            3,
            "Ekonomi",
            text(2),
            Block("result_table", tables=(per_unit_table(),)),
            sections=(
                Section("period", "Perioden", 2, "3.1", (text(4, 2),)),
                Section(
                    "aret",
                    "Helåret",
                    2,
                    "3.2",
                    (text(3, 2),),
                    (Section("atgarder", "Åtgärder", 3, "3.2.1", (text(2, 2), bullets)),),
                ),
            ),
        ),
        _chapter(
            4,
            "Enheternas resultat",
            text(2),
            Block("result_table", tables=(tree_table(),)),
        ),
        _chapter(
            5,
            "Investeringar",
            text(2),
            Block("investments", tables=(investments_table(),)),
        ),
    ]
    if picture:
        sections.insert(2, _chapter(9, "Bilder", Block("picture", picture=content)))
    sections += [
        _chapter(6 + at, f"Verksamhetens händelser {at + 1}", unit_texts(), text(6, 3))
        for at in range(chapters)
    ]
    facts = (
        ("Diarienummer", "SN 2021/123"),
        ("Version", "1.0"),
        ("Dokumentansvarig", "Förvaltningschefen"),
    )
    sections.append(_chapter(20, "Uppgifter om dokumentet", Block("document_facts", facts=facts)))
    return ReportContents(
        "Socialnämnden",
        "Exempelby kommun",
        "Delårsrapport",
        "Med helårsprognos",
        "januari–augusti 2021",
        2021,
        8,
        tuple(sections),
        facts,
        "Fastställd 2021-09-20, § 135",
    )
