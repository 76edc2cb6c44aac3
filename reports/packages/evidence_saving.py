"""A package's evidence: stored with what it shows."""

from collections.abc import Mapping
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from internal_control.models import Evidence, FollowUp
from reports.packages.control_fence import Fence
from reports.packages.control_known import OccasionKey
from reports.packages.evidence_rows import EvidenceRow
from reports.packages.stored_files import StoredFiles


class EvidenceFiles(StoredFiles):
    def store(self, evidence: Evidence, data: bytes) -> None:
        """Give the evidence the contents in place of those that it has."""
        if evidence.file:
            self.replaced.append(str(evidence.file.name))
        evidence.file.save(evidence.name, ContentFile(data), save=False)
        self.stored.append(str(evidence.file.name))


def save_evidence(
    rows: list[EvidenceRow], occasions: Mapping[OccasionKey, FollowUp], fence: Fence, files: EvidenceFiles
) -> int:
    """Keep the files that are not there, or are others; returns how many. Files that the package lacks stay."""
    there = Evidence.objects.filter(follow_up__in=occasions.values())
    stored = {(evidence.follow_up_id, evidence.name): evidence for evidence in there}
    changes = 0
    for row in rows:
        follow_up = occasions.get(row.key)
        if follow_up is None:
            continue
        checksum = sha256(row.file.data).hexdigest()
        evidence = stored.get((follow_up.pk, row.file.name)) or Evidence(
            follow_up=follow_up, name=row.file.name
        )
        is_same = evidence.sha256 == checksum
        if is_same and default_storage.exists(str(evidence.file.name)):
            continue
        if not is_same:
            fence.occasion(row.row, row.key[0], follow_up)
        evidence.content_type, evidence.size, evidence.sha256 = (
            row.file.content_type,
            len(row.file.data),
            checksum,
        )
        evidence.added_at, evidence.added_by = row.added_at, row.added_by
        files.store(evidence, row.file.data)
        evidence.save()
        changes += 1
    return changes
