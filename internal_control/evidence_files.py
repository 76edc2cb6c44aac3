"""Where evidence lies: under names that say nothing, in the folder that no web server shows."""

from typing import Any
from uuid import uuid4

FOLDER = "evidence"


def evidence_path(evidence: Any, name: str) -> str:
    """A new place for a file, as upload_to asks for it."""
    random = uuid4().hex
    return f"{FOLDER}/{random[:2]}/{random}"
