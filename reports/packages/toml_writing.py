"""Writing the few TOML files of a package: texts, numbers, and lists of tables."""

import json
from collections.abc import Mapping


def toml_lines(values: Mapping[str, str | int]) -> str:
    """'nyckel = "värde"' line by line, empty texts left out."""
    return "".join(
        f"{key} = {value if isinstance(value, int) else _quoted(value)}\n"
        for key, value in values.items()
        if value != ""
    )


def toml_table(name: str, values: Mapping[str, str | int]) -> str:
    return f"\n[[{name}]]\n{toml_lines(values)}"


def _quoted(text: str) -> str:
    """A TOML basic string; its escapes are JSON's, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
