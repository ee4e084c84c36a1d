"""What the clocks look at: each read over-fetches by a plain comparison, and a rule decides."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.of.base import MOST_MINUTES, Record
from caseload.records.of.visit import ASKED_FOR, Visit
from caseload.records.task import Task
from caseload.store.core import Store
from caseload.store.reads.sought import Asked, Sought, end_of, least_days_in, of_client, read
from caseload.store.reads.sought_by_rules import LAST_SCREENS

if TYPE_CHECKING:
    from caseload.records.assessment import Screened
    from caseload.records.of.contact import Contacts

R = TypeVar("R", bound=Record)


_TASKS = Sought("task", "status in ('ready', 'in-progress', 'on-hold') and voided_at is null and due < ?", "due")


def tasks(store: Store, asked: Asked) -> list[Task]:
    """Open tasks that are due by then, soonest first, then those that are stat and have no date."""
    sql, values = of_client(asked, Task)
    return read(store, _TASKS, asked) + store.select(Task, f"{_STAT} and due is null{sql} order by id", values)


def stat_tasks(store: Store) -> list[Task]:
    """Open tasks that are stat, whenever they are due."""
    return store.select(Task, f"{_STAT} order by due, id")


_STAT = "status in ('ready', 'in-progress', 'on-hold') and voided_at is null and priority = 'stat'"


TO_SHOW = "(client_id is not null and not theirs or date(starts, '+' || coalesce(minutes, 0) || ' minutes') >= ?)"
"""SQL for an open appointment that waits for an outcome or, needing none, may not be over on a day; over-fetched."""

# The first comparison is for the index.
GOING_ON = "starts >= ? and (starts >= ? or date(starts, '+' || minutes || ' minutes') >= ?)"
"""SQL for what starts on a day or later, or may go on then, over-fetched; see `since` for its values."""


def since(first: date) -> tuple[str, str, str]:
    """The values of GOING_ON for a day."""
    longest = timedelta(minutes=MOST_MINUTES)
    return str(max(first, date.min + longest) - longest), str(first), str(first)


def open_appointments(store: Store, asked: Asked) -> list[Appointment]:
    """Appointments without an outcome that start by then, soonest first; of those that need none what is not over."""
    status = "status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null"
    return _dated(store, Appointment, f"{status} and {TO_SHOW.replace('?', repr(str(asked.today)))}", "starts", asked)


def last_screens(store: Store, asked: Asked) -> "list[Screened]":
    """The screens of LAST_SCREENS, none of which has a newer one."""
    from caseload.records.assessment import Screened

    return [Screened(one) for one in read(store, LAST_SCREENS, asked)]


def screened(store: Store, record: Record, _today: date) -> "Screened":
    """A screen with the newer one of the same instrument, if there is one."""
    from caseload.records.assessment import Assessment, Screened
    from caseload.store.reads.screens import later_screen

    assert isinstance(record, Assessment)  # noqa: S101 - the rule looks at no others
    return Screened(record, later_screen(store, record))


def contacts(store: Store, asked: Asked) -> "list[Contacts]":
    """The clients who are served, with the contacts that the clocks count from.

    Of clocks that ask together (`asked.each`) only those for whom one of them may show.
    """
    status = "status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null"
    sql, values = of_client(asked, Client)
    sought = f"{status} and status in ('active', 'onhold'){sql}{_may_be_due(asked)} order by id"
    if not (clients := store.select(Client, sought, values)):
        return []
    from caseload.store.reads.contacts import contacts_of_each

    return contacts_of_each(store, clients, asked.today)


def _may_be_due(asked: Asked) -> str:
    """SQL for the clients but those whose last contact, and last visit, settle all the clocks: the client was reached.

    Not behind it are those who go on from another record, and who have missed appointments on its day or since.
    """
    if not asked.each:
        return ""
    before = end_of(asked.today)
    settles = "one.reached = 'yes' and one.occurred >= coalesce(client.opened_on, '')"
    last = f"one.client_id = client.id and one.voided_at is null and one.occurred < '{before}'"
    latest = "order by one.occurred desc, one.id desc limit 1"
    contact = _none_until(asked, "contact", "contact_every") + _none_until(asked, "silent")
    visit = _none_until(asked, "face-to-face", "face_to_face_every")
    return f"""
    and (not coalesce((select {settles}{contact} and not exists (select 1 from appointment as missed
            where missed.client_id = client.id and missed.status = 'noshow' and missed.voided_at is null
                and missed.starts >= date(one.occurred) and missed.starts < '{before}')
        from note as one where {last} {latest}), false)
    or not coalesce((select {settles}{visit} from note as one where {last} and one.mode = 'in-person' {latest}), false)
    or exists (select 1 from link where other_id = client.id and type = 'replaced-by' and voided_at is null))"""


def _none_until(asked: Asked, name: str, own: str = "") -> str:
    """SQL for that a clock, counted from the note `one`, is not due by the day that it is asked for."""
    if not (one := asked.each.get(name)):
        return ""
    days = least_days_in(f"client.{own}", one.least_days) if own else one.least_days
    return f" and date(one.occurred, '+' || {days} || ' days') >= '{end_of(one.last)}'"


def unwritten_visits(store: Store, asked: Asked) -> list[Visit]:
    """Appointments kept lately, by then, with a client about whom no note is of one of their days; soonest first."""
    return unwritten_since(store, asked, asked.today - timedelta(days=ASKED_FOR))


def unwritten_since(store: Store, asked: Asked, earliest: date) -> list[Visit]:
    """As `unwritten_visits`, of those that were over on a day or later."""
    over = "status not in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null"
    longest, first = since(earliest)[:2]
    # The first comparison is for the index; what is reckoned from the end is over-fetched.
    sql = f"""{over} and status = 'fulfilled' and client_id is not null and not theirs and starts >= '{longest}'
and (starts >= '{first}' or date(starts, '+' || minutes || ' minutes') >= '{first}') and not exists (
    select 1 from note where note.client_id = appointment.client_id and note.voided_at is null
    and note.occurred >= date(appointment.starts)
    and (note.occurred >= appointment.starts or length(note.occurred) = 10) and note.occurred < date(appointment.starts,
        '+' || max(coalesce(appointment.minutes, 0) - 1, 0) || ' minutes', '+1 day'))"""
    return [Visit(one) for one in _dated(store, Appointment, sql, "starts", asked)]


def _dated(store: Store, kind: type[R], where: str, column: str, asked: Asked) -> list[R]:
    """The records for which `where` holds and whose date is there and by the day asked for, soonest first."""
    sql, values = of_client(asked, kind)
    return store.select(kind, f"{where} and {column} < ?{sql} order by {column}, id", (end_of(asked.last), *values))
