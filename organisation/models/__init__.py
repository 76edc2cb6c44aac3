"""Municipality, committee, unit tree, people, roles, closed months, audit events, jobs and adopted documents."""

from organisation.models.adopted import AdoptedDocument, AdoptedDocumentQuerySet, AdoptedFile
from organisation.models.codes import code_validator
from organisation.models.committees import (
    RESERVED_SLUGS,
    Committee,
    CommitteeQuerySet,
    Membership,
    Municipality,
    Role,
    Unit,
    UnitQuerySet,
    User,
)
from organisation.models.months import YEAR_MAX, YEAR_MIN, year_month_constraints
from organisation.models.records import (
    AuditEvent,
    AuditEventQuerySet,
    ClosedMonth,
    Job,
    JobQuerySet,
    JobState,
)

__all__ = [
    "RESERVED_SLUGS",
    "YEAR_MAX",
    "YEAR_MIN",
    "AdoptedDocument",
    "AdoptedDocumentQuerySet",
    "AdoptedFile",
    "AuditEvent",
    "AuditEventQuerySet",
    "ClosedMonth",
    "Committee",
    "CommitteeQuerySet",
    "Job",
    "JobQuerySet",
    "JobState",
    "Membership",
    "Municipality",
    "Role",
    "Unit",
    "UnitQuerySet",
    "User",
    "code_validator",
    "year_month_constraints",
]
