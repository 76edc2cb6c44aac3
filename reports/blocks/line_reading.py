"""Reading the lines (poster) of a result table, and checking them against the cost types of a committee."""

from collections.abc import Iterable, Iterator

from reports.blocks.base import Finding, Known
from reports.table_settings import Line, LineKind, Style
from reports.toml_reading import TableReader, listed


def read_line(table: TableReader) -> Line:
    name = table.text("namn")
    has_kind, has_types = table.has("slag"), table.has("kostnadsslag")
    if has_kind == has_types:
        raise table.error(f"Posten ”{name}” ska ha antingen slag eller kostnadsslag.")
    return Line(
        name=name,
        kind=table.choice("slag", LineKind) if has_kind else None,
        cost_types=table.texts("kostnadsslag") if has_types else (),
        style=table.choice("stil", Style, Style.NORMAL),
    )


def read_lines(table: TableReader) -> tuple[Line, ...]:
    lines: list[Line] = []
    for reader in table.tables("poster", "en post"):
        line = read_line(reader)
        if any(line.name == other.name for other in lines):
            raise reader.error(f"Två poster heter ”{line.name}”.", "namn")
        if line.style is Style.OF_WHICH and not any(other.style is not Style.OF_WHICH for other in lines):
            raise reader.error(
                f"”{line.name}” är varav men har ingen post före sig att vara en del av.", "stil"
            )
        lines.append(line)
    return tuple(lines)


def check_lines(lines: tuple[Line, ...], table_name: str, known: Known, line: int) -> Iterable[Finding]:
    """Cost types that do not exist, are counted twice, are left out of a full result, or are not part of their line.

    The parts of the result are the ordinary lines; sums, 'varav' and the net are made of them.
    """
    for name in dict.fromkeys(name for each in lines for name in each.cost_types):
        if name not in known.cost_types:
            allowed = listed(sorted(known.cost_types)) or "inga"
            yield Finding(f"Kostnadsslaget ”{name}” finns inte i nämnden. De som finns: {allowed}.", line)
    yield from _check_of_which(lines, table_name, known, line)
    parts = [each for each in lines if each.style is Style.NORMAL and each.kind is not LineKind.NET]
    has_net = any(each.kind is LineKind.NET for each in lines)
    for name in known.cost_types:
        on = [each.name for each in parts if name in covered(each, known)]
        if len(on) > 1:
            yield Finding(
                f"I tabellen ”{table_name}” räknas kostnadsslaget ”{name}” på flera rader: {listed(on)}."
                " Ska en av dem ha stil = ”varav” eller ”delsumma”?",
                line,
                is_error=False,
            )
        elif not on and parts and has_net:
            yield Finding(
                f"I tabellen ”{table_name}” finns kostnadsslaget ”{name}” inte på någon rad men ingår i nettot.",
                line,
                is_error=False,
            )


def _check_of_which(lines: tuple[Line, ...], table_name: str, known: Known, line: int) -> Iterator[Finding]:
    whole = lines[0]
    for each in lines:
        if each.style is not Style.OF_WHICH:
            whole = each
        elif not covered(each, known) <= covered(whole, known):
            yield Finding(
                f"I tabellen ”{table_name}” är ”{each.name}” inte en del av ”{whole.name}”, som den står under.",
                line,
                is_error=False,
            )


def covered(line: Line, known: Known) -> set[str]:
    """The cost types that a line adds up."""
    if line.kind is None:
        return set(line.cost_types) & set(known.cost_types)
    wanted = {LineKind.REVENUE: {"revenue"}, LineKind.COST: {"cost"}, LineKind.NET: {"revenue", "cost"}}[
        line.kind
    ]
    return {name for name, kind in known.cost_types.items() if kind in wanted}
