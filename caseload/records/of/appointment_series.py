"""Appointments in series: when they are to be, how one is made from another, what a move makes of their rule."""

from datetime import date, timedelta
from itertools import islice

from caseload.errors import Invalid, Refused
from caseload.records.appointment import Appointment, AppointmentStatus, is_open
from caseload.records.of.base import follower
from caseload.value import replace
from caseload.when.dates import LAST_YEAR, When, add_months, say_when
from caseload.when.recurrence import Recurrence, is_on, occurrences

MONTHS_AHEAD = 12
MOST = 400
"""Appointments a step makes at most."""

_DAY = timedelta(days=1)
_LAST = date(LAST_YEAR, 12, 31)


def a_year_from(day: date) -> date:
    """Until when a series has its appointments made."""
    return min(add_months(day, MONTHS_AHEAD), _LAST)


def slots(rule: Recurrence, first: When, after: date, until: date) -> list[When]:
    """When the series that began with `first` has appointments after a day and until another, MOST of them at most.

    Wall-clock times: the hour is that of the first, whatever the clocks have done since.
    """
    return [When(day, first.time) for day in islice(occurrences(rule, first.day, after, until), MOST)]


def goes_on(rule: Recurrence, first: When, last: When) -> bool:
    """Whether the series has appointments after the last one that there is."""
    return any(occurrences(rule, first.day, last.day, _LAST))


def head(first: Appointment, rule: Recurrence, flag: str = "--at") -> Appointment:
    """The first of a series; Invalid on a day, typed with `flag`, that is none of the rule's, naming the next one."""
    day = first.starts.day
    if not is_open(first):
        raise Invalid(f"is {first.status}", "a series begins with one that is still to come", field="--status")
    if not is_on(rule, day):
        following = rule.pattern.first(day)
        accepted = f"the next that is: {say_when(following)}" if following else "another rule"
        raise Invalid(f"{say_when(day)} is no day of the rule", accepted, field=flag)
    if rule.until is not None and rule.until < day:
        raise Invalid("ends before the first appointment", f"until a day from {day} on", field="--every")
    return replace(first, every=str(rule), slot=first.starts)


def member(like: Appointment, slot: When) -> Appointment:
    """Another of the same series, in its own slot: what became of the one it is like is not said of it."""
    return follower(
        like,
        starts=slot,
        slot=slot,
        status=like.status if is_open(like) else AppointmentStatus.BOOKED,
        cancel_reason=None,
        superseded_by_id=None,
        outcome=None,
        reminded_on=None,
        reminded_by=None,
    )


def slot_of(appointment: Appointment) -> When:
    """When its series has it; raises Refused for one that is in none."""
    if appointment.series_id is None or appointment.slot is None or appointment.every is None:
        raise Refused(f"{appointment.ref} is in no series", "leave out --following")
    return appointment.slot


def over(rule: Recurrence, slot: When) -> Recurrence:
    """The rule of a series that ends before a slot."""
    return Recurrence(rule.pattern, until=slot.day - _DAY)


def shifted(rule: Recurrence, first: When, slot: When, to: When) -> Recurrence:
    """The rule of what follows once a slot is at another time, what is left of its end with it.

    Raises Refused where the days cannot all be moved alike by one rule.
    """
    days = to.day - slot.day
    pattern = rule.pattern.shifted(days.days, first.day)
    if pattern is None:
        raise Refused(f"{rule.pattern} cannot be moved by {_said(days)}", "name the new rule: --every RULE")
    return Recurrence(pattern, rule.until and rule.until + days, left(rule, first, slot))


def left(rule: Recurrence, first: When, slot: When) -> int | None:
    """How many are left of a rule's times from a slot on, that one included."""
    if rule.times is None:
        return None
    passed = sum(1 for _ in occurrences(rule, first.day, first.day - _DAY, slot.day - _DAY))
    return max(rule.times - passed, 1)


def ending_as(new: Recurrence, rule: Recurrence, first: When, slot: When) -> Recurrence:
    """Another rule for what follows a slot, with its own end, else with what is left of the end of the rule before."""
    if new.until is not None or new.times is not None:
        return new
    return Recurrence(new.pattern, rule.until, left(rule, first, slot))


def moved_with(appointment: Appointment, by: timedelta, to: When, minutes: int | None) -> Appointment:
    """A later one of a series after a move of it and what follows: its slot moves, and where it is open it itself."""
    slot = When(slot_of(appointment).day + by, to.time)
    if not is_open(appointment) or appointment.voided_at:
        return replace(appointment, slot=slot)
    starts = When(appointment.starts.day + by, to.time)
    took = appointment.minutes if minutes is None else minutes
    return replace(appointment, slot=slot, starts=starts, minutes=took, reminded_on=None, reminded_by=None)


def _said(days: timedelta) -> str:
    return "a day" if abs(days.days) == 1 else f"{abs(days.days)} days"
