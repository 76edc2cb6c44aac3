"""What a report says of itself as a document."""

from reports.models import Report


def document_facts(report: Report) -> tuple[tuple[str, str], ...]:
    """(label, value) of the facts that are filled in."""
    facts = (
        ("Diarienummer", report.registration_number),
        ("Version", report.version),
        ("Fastställd", _decided(report)),
        ("Dokumentansvarig", report.responsible),
    )
    return tuple((label, value) for label, value in facts if value)


def adopted(report: Report) -> str:
    """'Fastställd 2021-09-20, § 135'; '' for a draft."""
    return f"Fastställd {_decided(report)}" if report.adopted_on else ""


def _decided(report: Report) -> str:
    return f"{report.adopted_on:%Y-%m-%d}, § {report.decision_paragraph}" if report.adopted_on else ""
