"""Names and numbers that stand in addresses, and come back in forms."""

# Said of names, where Django's own sentence speaks of slugs.
WRONG_SLUG = "Skriv bara bokstäverna a–z, siffror och bindestreck, utan mellanslag och utan å, ä och ö."

# No database has a longer whole number.
_DIGITS = 18


def whole_number(text: str) -> int | None:
    """The number that is asked for; None for what is none, or longer than anything is numbered."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None
