"""Footnotes of a table: markers in the order that they first appear. Pure."""


class Footnotes:
    """One table's notes. The same text has the same marker wherever it stands: *, **, *** …"""

    def __init__(self) -> None:
        self._markers: dict[str, str] = {}

    def marker(self, note: str) -> str:
        """The marker to print after a value; '' without a note."""
        if not note:
            return ""
        return self._markers.setdefault(note, "*" * (len(self._markers) + 1))

    @property
    def notes(self) -> list[tuple[str, str]]:
        """(marker, note) in order."""
        return [(marker, note) for note, marker in self._markers.items()]
