"""What is wrong with an assignment that is about to be saved: for the page, the administration and the process."""

from collections.abc import Iterable, Iterator

from goals.models import AssessmentScale, Assignment, Giver
from organisation.models import Unit

# What stands after uppdrag/ in addresses of other pages.
RESERVED_CODES = frozenset({"nytt", "mote", "mal"})

FOR_GOALS = "Skalan är för mål och mått. Välj en skala för uppdrag eller framdrift."

# What a change to a field of the model can be wrong with, and the sentence at that field.
Fault = tuple[str, str]


def faults(assignment: Assignment, *, units: Iterable[Unit]) -> Iterator[Fault]:
    """Field and sentence of each fault, besides the database's own constraints."""
    if assignment.code in RESERVED_CODES:
        yield "code", f"”{assignment.code}” är upptaget av en av sidorna. Välj en annan kod."
    if assignment.giver in {Giver.AUTHORITY, Giver.OTHER} and not assignment.giver_name.strip():
        yield (
            "giver_name",
            (
                "Skriv vilken myndighet som har gett uppdraget."
                if assignment.giver == Giver.AUTHORITY
                else "Skriv vem som har gett uppdraget."
            ),
        )
    if assignment.decision_paragraph and assignment.decided_on is None:
        yield "decided_on", "Skriv vilken dag beslutet fattades."
    yield from _times(assignment)
    if any(unit.committee_id != assignment.committee_id for unit in units):
        yield "units", "Enheten hör till en annan nämnd."
    yield from _scale(assignment)


def _times(assignment: Assignment) -> Iterator[Fault]:
    decided = assignment.decided_on
    if decided and assignment.due_on and assignment.due_on < decided:
        yield "due", f"Uppdraget kan inte vara klart innan det beslutades, {decided}."
    if decided and assignment.closed_on and assignment.closed_on < decided:
        yield "decided_on", f"Uppdraget avslutades {assignment.closed_on} och kan inte vara beslutat senare."
    if assignment.due == Assignment.Due.RECURRING and not assignment.due_months:
        yield "due", "Skriv minst en månad, till exempel feb, maj, sep."


def _scale(assignment: Assignment) -> Iterator[Fault]:
    scale = assignment.scale
    if scale is not None and scale.committee_id != assignment.committee_id:
        yield "scale", "Skalan hör till en annan nämnd."
    elif (
        scale is not None and scale.use == AssessmentScale.Use.GOAL and _stored_scale(assignment) != scale.pk
    ):
        yield "scale", FOR_GOALS
    if assignment.pk and assignment.assessments.exclude(level=None).exclude(level__scale=scale).exists():
        yield "scale", "Uppdraget är redan bedömt på en annan skala."


def _stored_scale(assignment: Assignment) -> int | None:
    """One that was given before scales were told apart stands: what is judged on it would be refused another."""
    return Assignment.objects.filter(pk=assignment.pk).values_list("scale_id", flat=True).first()
