"""Who has the next place that falls free in a programme."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from caseload.records.enrollment import Enrollment
from caseload.records.program import Program, Waitlist


class Waiting(NamedTuple):
    """Who waits for a place, with what the programme's rule may ask."""

    record: Enrollment
    acuity: int | None = None
    release_on: date | None = None


def in_order(waiting: Iterable[Waiting], program: Program) -> list[Waiting]:
    """Who waits, the next first: by the programme's rule, then by who waits longest."""

    def place(one: Waiting) -> tuple[str, str, int]:
        return _first_by(one, program.waitlist), _last(one.record.waitlisted_on), one.record.id

    return sorted(waiting, key=place)


def _first_by(one: Waiting, rule: Waitlist) -> str:
    """What the rule goes by, as text that comes first where it is least."""
    if rule is Waitlist.ACUITY:
        return str(9 - (one.acuity or 0))
    days = {Waitlist.RELEASE: one.release_on, Waitlist.DUE: one.record.due}
    return _last(days[rule]) if rule in days else ""


def _last(day: date | None) -> str:
    """A day as text; none comes behind every other."""
    return str(day) if day else "none"
