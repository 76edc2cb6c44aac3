"""What a writer is told about a goal, an assignment or an indicator: title, and facts as label and plain text."""

from goals.assessing import Subject
from goals.assigning import due_of
from goals.goal_tree import numbered
from goals.models import Assignment, Goal, Indicator
from organisation.due_texts import shown_due

Facts = tuple[tuple[str, str], ...]


def title_of(subject: Subject) -> str:
    """'3. Fler ska få välja' of a goal with a number."""
    if isinstance(subject, Goal):
        return numbered(subject.number, subject.text)
    return subject.title if isinstance(subject, Assignment) else subject.name


def facts_of(subject: Subject) -> Facts:
    """Those that there are."""
    facts: Facts
    if isinstance(subject, Goal):
        facts = (
            ("Förklaring", subject.description),
            ("Så bidrar nämnden", subject.contributions),
            ("Förväntad effekt", subject.expected_effect),
            ("Så följs målet upp", subject.follow_up_method),
        )
    elif isinstance(subject, Indicator):
        facts = (("Så räknas måttet", subject.definition), ("Källa", subject.source))
    else:
        facts = (
            ("Beskrivning", subject.text),
            ("Givet av", _given(subject)),
            ("Ska vara klart", shown_due(due_of(subject))),
            ("Ansvarig", subject.responsible),
            ("Avslutat", _closed(subject)),
        )
    return tuple((label, text) for label, text in facts if text)


def _given(assignment: Assignment) -> str:
    giver = assignment.giver_name or assignment.get_giver_display()
    paragraph = f"§ {assignment.decision_paragraph}" if assignment.decision_paragraph else ""
    day = assignment.decided_on.isoformat() if assignment.decided_on else ""
    return ", ".join(each for each in (giver, paragraph, day) if each)


def _closed(assignment: Assignment) -> str:
    day = assignment.closed_on.isoformat() if assignment.closed_on else ""
    return f"{day}, § {assignment.closed_paragraph}" if day else ""
