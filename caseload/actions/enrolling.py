"""Who comes into a programme, waits, or leaves it; what falls free by that."""

from datetime import date

from caseload.errors import Refused
from caseload.records.enrollment import Enrollment, EnrollmentStatus, ended, enrolled, in_first_phase, waived
from caseload.records.of.at_risk import Standing, standing
from caseload.records.of.places import Waiting
from caseload.records.program import Program
from caseload.store.core import Store
from caseload.store.reads.programs import followed, is_in, places_taken, waiting_for
from caseload.value import replace


def is_full(store: Store, program: Program) -> bool:
    """Whether it takes nobody more."""
    return program.capacity is not None and places_taken(store, program.id) >= program.capacity


def is_spoken_for(store: Store, program: Program) -> bool:
    """Whether as many wait as there are places free."""
    if program.capacity is None:
        return False
    return len(waiting_for(store, program)) >= program.capacity - places_taken(store, program.id)


def enter(store: Store, new: Enrollment, program: Program, today: date, *, force: bool) -> Enrollment:
    """The client in the programme; on its waitlist where it is full, or others wait for what is free, unless `force`.

    Raises Refused for one who is in it or waits already.
    """
    if not force and (there := is_in(store, new.client_id, program.id)):
        ref = there[0].ref
        what = f"c{new.client_id} is in {program.ref} already: {ref} is {there[0].status}"
        raise Refused(what, f"caseload show {ref}; --force begins another all the same")
    if new.status is EnrollmentStatus.ENROLLED and not force and is_spoken_for(store, program):
        new = replace(new, status=EnrollmentStatus.WAITLIST)
    if new.status is EnrollmentStatus.WAITLIST:
        new = replace(new, waitlisted_on=new.waitlisted_on or today, started_on=None)
    elif new.status is EnrollmentStatus.ENROLLED:
        begun = new.started_on or today
        new = replace(new, started_on=begun, phase_on=new.phase_on or (begun if new.phase else None))
    return store.add(in_first_phase(new, program, new.started_on))


def enroll(store: Store, enrollment: Enrollment, program: Program, on: date, *, force: bool) -> Enrollment:
    """Who waits has a place from that day; Refused where there is none, unless `force`."""
    after = enrolled(enrollment, on)
    if not force and is_full(store, program):
        what = f"{program.ref} {program.name} is full: {program.capacity} of {program.capacity} places"
        raise Refused(what, f"--force, or caseload program edit {program.ref} --capacity N")
    return store.save(in_first_phase(after, program, on))


def leave(store: Store, enrollment: Enrollment, status: EnrollmentStatus, on: date, reason: str | None) -> Enrollment:
    """The enrollment at its end."""
    return store.save(ended(enrollment, status, on, reason))


def complete(
    store: Store, enrollment: Enrollment, program: Program, on: date, names: list[str], reason: str | None
) -> tuple[Enrollment, Standing]:  # fmt: skip
    """The enrollment completed that day, and how it stood, what is named waived before.

    Raises Refused where a requirement is not met, naming each.
    """
    if names:
        enrollment = waived(enrollment, program, names, reason or "")
    found = followed(store, enrollment)
    stood = standing(found, on)
    if stood.open:
        left = ", ".join(one.said(enrollment.phase) for one in stood.open)
        way = " ".join(f"--waive '{one.requirement.key}'" for one in stood.open)
        raise Refused(f"{enrollment.ref} is not complete: {left}", f"{way} --reason TEXT, where that is so")
    return store.save(ended(enrollment, EnrollmentStatus.COMPLETED, on, enrollment.reason)), stood


def next_in(store: Store, program: Program) -> Waiting | None:
    """Who has the place that is free in a programme; None where none is, or nobody waits."""
    if program.capacity is None or is_full(store, program):
        return None
    return next(iter(waiting_for(store, program)), None)
