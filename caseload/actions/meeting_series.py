"""Meetings of a programme in a series, made ahead to its end; those to come called off."""

from datetime import date
from itertools import islice

from caseload.errors import Invalid
from caseload.records.meeting import Meeting, cancelled, repeated
from caseload.records.of.appointment_series import MOST, a_year_from
from caseload.records.program import Program
from caseload.store.core import Store
from caseload.store.reads.programs import series_of
from caseload.value import replace
from caseload.when.dates import When, say_when
from caseload.when.recurrence import Recurrence, is_on, occurrences


def add_series(store: Store, first: Meeting, program: Program, rule: Recurrence | None) -> list[Meeting]:
    """The meeting, and all that follow it by the rule: to its end, else the programme's last day, else for a year.

    Raises Invalid for a first day that is none of the rule's.
    """
    if rule is None:
        return [store.add(first)]
    day = first.held.day
    if not is_on(rule, day):
        following = rule.pattern.first(day)
        accepted = f"the next that is: {say_when(following)}" if following else "another rule"
        raise Invalid(f"{say_when(day)} is no day of the rule", accepted, field="--at")
    if rule.until is not None and rule.until < day:
        raise Invalid("ends before the first meeting", f"until a day from {day} on", field="--every")
    begun = store.add(replace(first, every=str(rule)))
    until = _until(rule, program, day)
    others = (repeated(begun, When(one, first.held.time)) for one in islice(occurrences(rule, day, day, until), MOST))
    return [begun, *map(store.add, others)]


def _until(rule: Recurrence, program: Program, day: date) -> date:
    if rule.until is not None or rule.times is not None:
        return rule.until or date.max
    return program.ends_on if program.ends_on and program.ends_on >= day else a_year_from(day)


def call_off(store: Store, meeting: Meeting, reason: str, *, following: bool) -> list[Meeting]:
    """The meeting cancelled, and where `following` all that are planned after it in its series."""
    later = [one for one in series_of(store, meeting) if one.id != meeting.id] if following else []
    return [store.save(cancelled(one, reason)) for one in (meeting, *later)]
