"""Appointments at one time: which want the same person at once, the case manager or a client."""

from collections.abc import Container, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from caseload.records.appointment import Appointment, AppointmentStatus, is_open


def span(appointment: Appointment) -> tuple[datetime, datetime] | None:
    """From when to when it takes someone's time; None where that is not known: a day alone, or a waiting list.

    One without minutes takes a moment, by which it is at one time with what begins then, or goes on.
    """
    if not is_open(appointment) or appointment.status is AppointmentStatus.WAITLIST or appointment.voided_at:
        return None
    starts = appointment.starts.starts()
    if appointment.starts.time is None:
        return (starts, appointment.over.ends()) if appointment.takes_days else None
    return starts, starts + timedelta(minutes=appointment.minutes or 0)


def wants_me(appointment: Appointment) -> bool:
    """Whether the case manager is to be there: not at what is theirs, nor in a client's whole days, as in hospital."""
    return not appointment.theirs and not (appointment.takes_days and appointment.client_id is not None)


def at_one_time(
    appointments: Iterable[Appointment], of: Container[int] | None = None
) -> Iterator[tuple[Appointment, Appointment]]:
    """The pairs that want one person at once, the earlier first; only those of some numbers, where they are named.

    Of each the first few with what began before it: where hundreds stand at one moment, nobody reads every two.
    """
    timed = [(times, one) for one in appointments if (times := span(one))]
    going_on: list[tuple[datetime, Appointment]] = []
    for (starts, ends), one in sorted(timed, key=lambda pair: (pair[0][0], pair[1].id)):
        going_on = [(until, other) for until, other in going_on if until > starts or other.starts == one.starts]
        found = (
            (other, one) for _, other in going_on
            if (of is None or one.id in of or other.id in of) and _want_one_person(one, other)
        )  # fmt: skip
        yield from islice(found, _FEW)
        going_on.append((ends, one))


_FEW = 3


def _want_one_person(one: Appointment, other: Appointment) -> bool:
    if one.theirs and other.theirs and (one.takes_days or other.takes_days):
        # Somebody in a clinic has an hour of therapy there.
        return False
    if one.client_id is not None and one.client_id == other.client_id:
        return True
    return wants_me(one) and wants_me(other)
