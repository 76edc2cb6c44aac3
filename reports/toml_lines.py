"""On which line each key of a TOML file stands: tomllib does not say, and an error message needs it."""

import re
from typing import TypeAlias

# Where something stands: ('avsnitt', 0, 'block', 2, 'kolumner', 1).
Path: TypeAlias = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''.*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|\n"
    r"|[\[\]{}=,]"
    r"|[^\s\[\]{}=,\"'\#]+",
    re.DOTALL,
)
_HEADER = re.compile(r"\[(\[?)([^\[\]\n]+)\]")


def key_lines(source: str) -> dict[Path, int]:
    """The line (from 1) of every table header, key and inline table in an array. The source is valid TOML."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    key: Path = ()
    depth = items = 0
    starts_line, in_header = True, False
    line = 1
    for match in _TOKEN.finditer(source):
        part = match[0]
        if part == "\n":
            line += 1
            if depth == 0:
                starts_line, in_header = True, False
        elif part.startswith("#") or in_header:
            pass
        elif depth == 0 and starts_line and part == "[":
            header = _HEADER.match(source, match.start())
            if header:
                table = _table_path(header[2].split("."), bool(header[1]), counts)
                lines[table] = line
            starts_line, in_header = False, True
        elif depth == 0 and starts_line:
            key = (*table, part.strip("\"'"))
            lines[key] = line
            starts_line, items = False, 0
        elif part in "[{":
            depth += 1
            if part == "{" and depth == 2:
                lines[(*key, items)] = line
                items += 1
        elif part in "]}":
            depth -= 1
        line += part.count("\n") if part != "\n" else 0
    return lines


def _table_path(names: list[str], is_array: bool, counts: dict[Path, int]) -> Path:
    """The path of a [header] or [[header]]: an array's name is followed by which of its tables is meant."""
    path: Path = ()
    for name in (part.strip().strip("\"'") for part in names):
        path = (*path, name)
        is_last = len(path) - sum(isinstance(part, int) for part in path) == len(names)
        if is_last and is_array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def nearest_line(lines: dict[Path, int], path: Path) -> int:
    """The line of path, or of what it stands in."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
