"""Texts as people type them in a browser, and as they are stored."""


def tidied(text: str) -> str:
    """With one kind of line end, and nothing around it: browsers send another kind, and that is no change.

    NUL, which stands for nothing and which PostgreSQL cannot keep, is left out.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
