"""Writing a report's texts: saved as a whole, and never over what somebody else wrote in the meantime."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from organisation.access import may, may_all
from organisation.audit import record
from organisation.models import Committee, Unit
from organisation.permissions import Permission
from reports.blocks.base import TextPlace
from reports.frozen import hold_draft
from reports.labels import filled
from reports.models import Report, ReportText
from reports.template import ReportTemplateSpec
from reports.unit_tree import UnitTree

MOST_CHARACTERS = 50_000


class TextRefused(ValueError):
    """A text that cannot be saved. The message is Swedish and fit for the user."""


class TextConflict(TextRefused):
    """Somebody else saved the text since the writer opened it. stored is theirs."""

    def __init__(self, message: str, stored: ReportText) -> None:
        super().__init__(message)
        self.stored = stored


@dataclass(frozen=True)
class Written:
    """What a writer hands in. The signature is of a foreword."""

    text: str
    signed_name: str = ""
    signed_title: str = ""


@dataclass(frozen=True)
class Place:
    """A place in the report where the user may write: the section it stands in and, if it is a unit's, the unit."""

    section: str
    name: str
    text_place: TextPlace
    unit_id: int | None = None
    unit_code: str = ""
    unit_name: str = ""

    @property
    def key(self) -> str:
        return self.text_place.key

    @property
    def title(self) -> str:
        return f"{self.name}: {self.unit_name}" if self.unit_name else self.name


def places(spec: ReportTemplateSpec, report: Report, tree: UnitTree) -> list[Place]:
    """Every text that the template has room for, in reading order."""
    found = []
    for section in spec.sections:
        title = filled(section.title, report.year, report.month)
        for block in section.blocks:
            place = block.text_place()
            if place is None:
                continue
            name = place.name or title
            if place.units is None:
                found.append(Place(title, name, place))
            else:
                found += [
                    Place(title, name, place, unit.id, unit.code, unit.name)
                    for unit in tree.chosen(place.units, [report.year])
                ]
    return found


def writable(
    user: Any, committee: Committee, all_places: Iterable[Place], units: Iterable[Unit]
) -> list[Place]:
    """The places where the user may write: a unit manager's are their own units' alone."""
    by_id = {unit.pk: unit for unit in units}
    is_for_all = may_all(user, Permission.WRITE_TEXT, committee)
    return [
        place
        for place in all_places
        if is_for_all
        or (place.unit_id is not None and may(user, Permission.WRITE_TEXT, committee, by_id[place.unit_id]))
    ]


def fingerprint(stored: ReportText | None) -> str:
    """What a page carries to tell whether the text is still the one that the writer started from."""
    if stored is None:
        return ""
    whole = f"{stored.text}\0{stored.signed_name}\0{stored.signed_title}"
    return sha256(whole.encode()).hexdigest()[:24]


@transaction.atomic
def save_text(
    *, report: Report, key: str, unit: Unit | None, written: Written, seen: str, by: Any
) -> ReportText:
    """Save a text of the report. seen is the fingerprint of what the writer started from.

    Raises TextConflict, TextRefused, or ReportAdopted if the report is adopted, and then nothing is changed.
    """
    # Of two who save at once the second waits here, and sees what the first saved.
    hold_draft(report)
    stored = ReportText.objects.filter(report=report, key=key, unit=unit).first()
    text = written.text.replace("\r\n", "\n").strip()
    if len(text) > MOST_CHARACTERS:
        raise TextRefused(f"Texten är {len(text)} tecken. Den får vara högst {MOST_CHARACTERS}.")
    wanted = Written(text, written.signed_name.strip(), written.signed_title.strip())
    if stored is not None and fingerprint(stored) != seen:
        raise TextConflict(
            f"{stored.changed_by} har sparat texten sedan du öppnade sidan. Ingenting har skrivits över. Jämför de två"
            " och spara en gång till när din text är som den ska vara.",
            stored,
        )
    if stored is not None and wanted == Written(stored.text, stored.signed_name, stored.signed_title):
        raise TextRefused("Texten är redan sparad så. Ingenting har ändrats.")
    saved = stored or ReportText(report=report, key=key, unit=unit)
    saved.text, saved.signed_name, saved.signed_title = text, wanted.signed_name, wanted.signed_title
    saved.changed_at, saved.changed_by = timezone.now(), str(by)[:150]
    saved.save()
    record(
        by=by,
        action="skrev rapporttext",
        committee=report.committee,
        subject=f"{report.title}: {key}{f' {unit}' if unit else ''}",
        characters=len(text),
    )
    return saved
