"""Codes of risks, controls and measures: proposed, and those that no row may have."""

from collections.abc import Iterable

# What stands where a code may stand in addresses of other pages.
RESERVED_CODES = frozenset({"ny", "foresla", "vardera", "valj"})


def next_code(letter: str, taken: Iterable[str]) -> str:
    """The letter with the number after the highest in use: r1, r2 … for risks, k for controls, a for measures."""
    numbers = [int(code[1:]) for code in taken if code.startswith(letter) and code[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


def code_fault(code: str) -> str:
    """Why no row may have the code, as a sentence; '' if one may."""
    return f"”{code}” är upptaget av en av sidorna. Välj en annan kod." if code in RESERVED_CODES else ""
