"""Texts as people type them in a browser, and as they are stored."""


def tidied(text: str) -> str:
    """With one kind of line end, and nothing around it: browsers send another kind, and that is no change."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
