"""What the clocks look at: each read over-fetches by a plain comparison, and a rule decides."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.note import Direction, Mode, Note, Reached
from caseload.records.of.base import Record
from caseload.records.of.clock import Clock
from caseload.records.of.contact import Contact, Contacts, is_made
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.store.core import Store
from caseload.when.dates import When

R = TypeVar("R", bound=Record)


class Asked(NamedTuple):
    """What a rule is asked for: what may be due by the end of `last`, as of `today`, of one client where said."""

    today: date
    last: date
    client_id: int | None = None


def ordinary(store: Store, kind: type[R], clock: Clock, asked: Asked) -> list[R]:
    """The records of a kind for which an ordinary clock may count and whose date is by then, soonest first."""
    where = [*_standing(kind, clock.statuses(kind)), "voided_at is null"]
    if clock.until:
        where.append(f"{clock.until} is null")
    return _dated(store, kind, " and ".join(where), clock.field, asked)


def _standing(kind: type[Record], statuses: Sequence[str]) -> Iterator[str]:
    """SQL for the records that stand at one of some words, word for word as the partial indexes have it.

    SQLite passes an index over whose condition is spelt otherwise, or has a bound value.
    """
    if statuses and set(statuses) <= set(kind.OPEN):
        yield f"{kind.STATUS} in ({_quoted(kind.OPEN)})"
    if statuses and set(statuses) != set(kind.OPEN):
        yield f"{kind.STATUS} in ({_quoted(statuses)})" if statuses[1:] else f"{kind.STATUS} = {_quoted(statuses)}"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def open_appointments(store: Store, asked: Asked) -> list[Appointment]:
    """Appointments without an outcome that start by then, soonest first."""
    status = "status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null"
    return _dated(store, Appointment, status, "starts", asked)


def active_plans(store: Store, asked: Asked) -> list[Plan]:
    """Active plans last reviewed, or started, by then."""
    status = "status in ('draft', 'active', 'on-hold') and voided_at is null and status = 'active'"
    return _dated(store, Plan, status, "coalesce(reviewed_on, started_on)", asked)


def releases(store: Store, asked: Asked) -> list[Client]:
    """Clients on the caseload with a release date by then."""
    status = "status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null and release_on is not null"
    return _dated(store, Client, status, "release_on", asked)


def contacts(store: Store, asked: Asked) -> list[Contacts]:
    """Every client who is served, with the contacts that the clocks count from."""
    status = "status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null"
    sql, values = _of(asked, Client)
    clients = store.select(Client, f"{status} and status in ('active', 'onhold'){sql} order by id", values)
    return _contacts(store, clients, asked.today)


def contacts_of(store: Store, client: Client, today: date) -> Contacts:
    """One client with the contacts that the clocks count from, as of the end of a day."""
    return _contacts(store, [client], today)[0]


def _contacts(store: Store, clients: Sequence[Client], today: date) -> list[Contacts]:
    ids, before, on = [client.id for client in clients], _end(today), str(today)
    newest = _first_of_each(store, ids, "note", _NOTE, f"{_UP_TO} {_NEWEST}", before)
    seen = _first_of_each(store, ids, "note", _NOTE, f"mode = 'in-person' and {_UP_TO} {_NEWEST}", before)
    kept = _first_of_each(store, ids, "appointment", "id, starts", _KEPT, before)
    task = _first_of_each(store, ids, "task", "id", _TASK_TO_COME, on)
    appointment = _first_of_each(store, ids, "appointment", "id", _APPOINTMENT_TO_COME, on)
    found = []
    for client in clients:
        number = client.id
        # Mostly the newest was made; where it was not, or cannot be read, the older ones are looked at.
        last, visit = _made(store, newest.get(number)), _made(store, seen.get(number))
        if visit is None and number in seen:
            visit = next((one for one in _notes(store, client, today, "mode = 'in-person' and ") if is_made(one)), None)
        since_made = (last,) if last else tuple(_since_made(store, client, today)) if number in newest else ()
        came = (Task, task.get(number)), (Appointment, appointment.get(number))
        ahead = next((f"{kind.PREFIX}{row[0]}" for kind, row in came if row), "")
        found.append(
            Contacts(
                client=client,
                since_made=since_made,
                in_person=visit,
                kept=_kept(store, kept.get(number)),
                ahead=ahead,
            )
        )
    return found


_NOTE = "id, occurred, mode, direction, reached"
_UP_TO = "voided_at is null and occurred < ?"
_NEWEST = "order by occurred desc, id desc"
_KEPT = "starts < ? and status = 'fulfilled' and voided_at is null order by starts desc, id desc"
_TASK_TO_COME = "due >= ? and status in ('ready', 'in-progress', 'on-hold') and voided_at is null order by due"
_APPOINTMENT_TO_COME = """
starts >= ? and status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null
order by starts"""


def _first_of_each(
    store: Store, clients: Sequence[int], table: str, columns: str, first: str, value: str
) -> dict[int, Sequence[Any]]:
    """For each client the columns of the row that comes first; one statement, for sixty short ones take longer."""
    named = ", ".join(f"{table}.{name}" for name in columns.split(", "))
    sql = f"""
select client.id, {named} from client join {table} on {table}.id = (
    select one.id from {table} as one where one.client_id = client.id and {first} limit 1)
where client.id in ({", ".join(map(str, clients))})"""
    return {number: row for number, *row in store.connection.execute(sql, (value,))}


def _since_made(store: Store, client: Client, today: date) -> Iterator[Contact]:
    for contact in _notes(store, client, today):
        yield contact
        if is_made(contact):
            return


def _notes(store: Store, client: Client, today: date, where: str = "") -> Iterator[Contact]:
    """A client's contacts up to a day, newest first."""
    sql = f"select {_NOTE} from note where client_id = ? and {where}{_UP_TO} {_NEWEST}"
    for row in store.connection.execute(sql, (client.id, _end(today))):
        if contact := _contact(store, row):
            yield contact


def _made(store: Store, row: Sequence[Any] | None) -> Contact | None:
    contact = _contact(store, row) if row else None
    return contact if contact and is_made(contact) else None


def _contact(store: Store, row: Sequence[Any]) -> Contact | None:
    """The contact in a row of _NOTE; one that cannot be read is left for `doctor`."""
    number, occurred, mode, direction, reached = row
    try:
        heard = direction and Direction(direction)
        return Contact(number, When.parse(occurred), Mode(mode), heard, Reached(reached))
    except ValueError:
        store.bad_rows[f"{Note.PREFIX}{number}"] = "a contact that cannot be read"
        return None


def _kept(store: Store, row: Sequence[Any] | None) -> tuple[str, When] | None:
    try:
        return (f"{Appointment.PREFIX}{row[0]}", When.parse(row[1])) if row else None
    except ValueError:
        store.bad_rows[f"{Appointment.PREFIX}{row and row[0]}"] = "a start that cannot be read"
        return None


def _dated(store: Store, kind: type[R], where: str, column: str, asked: Asked) -> list[R]:
    """The records for which `where` holds and whose date is there and by the day asked for, soonest first."""
    sql, values = _of(asked, kind)
    return store.select(kind, f"{where} and {column} < ?{sql} order by {column}, id", (_end(asked.last), *values))


def _of(asked: Asked, kind: type[Record]) -> tuple[str, Sequence[Any]]:
    """SQL for the records of the client asked for, which some kinds reach through another record."""
    if asked.client_id is None:
        return "", ()
    if kind is Client or "client_id" in kind.DEFAULTS:
        return f" and {'id' if kind is Client else 'client_id'} = ?", (asked.client_id,)
    from caseload.records.kinds import PARENTS

    column, parent = PARENTS[kind]
    return f" and {column} in (select id from {parent.TABLE} where client_id = ?)", (asked.client_id,)


def _end(day: date) -> str:
    """The text that every moment of a day stands before."""
    return str(day + timedelta(days=1))
