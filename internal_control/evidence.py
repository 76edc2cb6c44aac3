"""Evidence: files added to an occasion and taken away again. The only writer of Evidence."""

from typing import Any

from internal_control.models import Evidence, FollowUp


def add_evidence(*, follow_up: FollowUp, name: str, data: bytes, by: Any) -> Evidence:
    """Keep a file. The same file under the same name is kept once; another of that name gets a number after it.

    Raises ControlRefused where the occasion is settled, EvidenceRefused where the file may not be kept.
    """
    raise NotImplementedError


def remove_evidence(*, evidence: Evidence, by: Any) -> None:
    """Take a file away, for good. Raises ControlRefused where the occasion is settled."""
    raise NotImplementedError
