"""What commands about programmes say alike: who is next, how an enrollment stands."""

from caseload.records.enrollment import Enrollment
from caseload.records.of.at_risk import Standing, miss_said
from caseload.records.of.places import Waiting
from caseload.records.program import Program
from caseload.session import Session
from caseload.store.reads.clients import Handles


def next_said(session: Session, program: Program, found: Waiting | None) -> str | None:
    """Who has the place that is free, since when that one waits, and the command; None where nobody is next."""
    if found is None:
        return None
    who = Handles(session.store)[found.record.client_id]
    since = f", waiting since {found.record.waitlisted_on}" if found.record.waitlisted_on else ""
    command = f"caseload enrollment enroll {found.record.ref}"
    return f"a place in {program.ref} is free, next is {found.record.ref} {who}{since}: {command}"


def standing_told(session: Session, enrollment: Enrollment, stood: Standing) -> None:
    """Tell what is left, a line for what is at risk."""
    for risk in stood.risks:
        session.tell(f"{enrollment.ref} is at risk: {risk}")


def left_said(stood: Standing, enrollment: Enrollment) -> str:
    """How it stands, in one line: 6 of 12 sessions, course Parenting: 1 of 4 sessions; can miss 1 more."""
    each = ", ".join(one.said(enrollment.phase) for one in stood.parts)
    return "; ".join(filter(None, (each, miss_said(stood.can_miss))))
