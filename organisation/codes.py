"""Codes that are made from words: short names in addresses and files."""

from collections.abc import Collection

from django.utils.text import slugify

# Shorter than any code may be, so that there is room for a number.
LONGEST = 26


def free_code(words: str, taken: Collection[str], *, otherwise: str) -> str:
    """Made from words, and unlike those taken: 'delvis-uppfyllt', 'delvis-uppfyllt-2'. otherwise: where no words make one."""
    base = slugify(words)[:LONGEST].strip("-") or otherwise
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code
