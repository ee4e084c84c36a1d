"""The contacts with each client from which the clocks count."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.note import Direction, Mode, Note, Reached
from caseload.records.of.contact import Contact, Contacts, is_made
from caseload.records.task import Task
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.sought import end_of
from caseload.when.dates import When


def contacts_of(store: Store, client: Client, today: date) -> Contacts:
    """One client with the contacts that the clocks count from, as of the end of a day."""
    return contacts_of_each(store, [client], today)[0]


def contacts_of_each(store: Store, clients: Sequence[Client], today: date) -> list[Contacts]:
    """Each client with the contacts that the clocks count from, as of the end of a day.

    A record to go on with has those of the records that it replaces, too.
    """
    replaced = records_replaced(store, clients)
    ids = sorted({client.id for client in clients} | {one.id for found in replaced.values() for one in found})
    before, on = end_of(today), str(today)
    newest = _first_of_each(store, ids, "note", _NOTE, f"{_UP_TO} {_NEWEST}", before)
    seen = _first_of_each(store, ids, "note", _NOTE, f"mode = 'in-person' and {_UP_TO} {_NEWEST}", before)
    kept = _first_of_each(store, ids, "appointment", "id, starts", _KEPT, before)
    missed = _missed(store, ids, before)
    met = _met(store, ids, before)
    task = _first_of_each(store, ids, "task", "id, due", _TASK_TO_COME, on)
    appointment = _first_of_each(store, ids, "appointment", "id, starts", _APPOINTMENT_TO_COME, on)
    found = []
    for client in clients:
        others = replaced.get(client.id, ())
        person = (client.id, *(one.id for one in others))
        # Mostly the newest was made; where it was not, or cannot be read, the older ones are looked at.
        last, visit = _made(store, _latest(newest, person)), _made(store, _latest(seen, person))
        if visit is None and _latest(seen, person):
            visit = next((one for one in _notes(store, person, today, "mode = 'in-person' and ") if is_made(one)), None)
        since_made = (last,) if last else tuple(_since_made(store, person, today)) if _latest(newest, person) else ()
        came = (Task, _latest(task, person)), (Appointment, _latest(appointment, person))
        ahead = next((f"{kind.PREFIX}{row[0]}" for kind, row in came if row), "")
        found.append(
            Contacts(
                client=client,
                since_made=since_made,
                in_person=visit,
                met=_contact(store, _latest(met, person)),
                kept=_kept(store, _latest(kept, person)),
                missed=_of_person(missed, person, _kept(store, _latest(kept, person))),
                ahead=ahead,
                replaces=others,
            )
        )
    return found


def records_replaced(store: Store, clients: Sequence[Client]) -> Mapping[int, tuple[Client, ...]]:
    """For the numbers of those clients that are records to go on with, the records that they replace."""
    sql = "select other_id, client_id from link where type = 'replaced-by' and voided_at is null order by id"
    directly: dict[int, list[int]] = {}
    for other, number in store.connection.execute(sql):
        directly.setdefault(other, []).append(number)
    if not directly:
        return {}
    numbers = {client.id: _all_behind(client.id, directly) for client in clients}
    known = clients_by_number(store, (one for found in numbers.values() for one in found))
    return {number: tuple(known[one] for one in found if one in known) for number, found in numbers.items() if found}


def _all_behind(number: int, directly: Mapping[int, Sequence[int]]) -> list[int]:
    """Every record that one replaces, those by way of another too; links that were imported may go in a ring."""
    found, left = list[int](), [number]
    while left:
        for one in directly.get(left.pop(), ()):
            if one != number and one not in found:
                found.append(one)
                left.append(one)
    return found


def _latest(rows: Mapping[int, Sequence[Any]], person: Sequence[int]) -> Sequence[Any] | None:
    """The row with the latest moment of those that the records of one person have."""
    mine = [rows[number] for number in person if number in rows]
    return max(mine, key=lambda row: (row[1], row[0]), default=None)


_NOTE = "id, occurred, mode, direction, reached, client_id"
_UP_TO = "voided_at is null and occurred < ?"
_NEWEST = "order by occurred desc, id desc"
_KEPT = "starts < ? and status = 'fulfilled' and voided_at is null order by starts desc, id desc"
_TASK_TO_COME = "due >= ? and status in ('ready', 'in-progress', 'on-hold') and voided_at is null order by due"
_APPOINTMENT_TO_COME = """
(starts >= ?1 or date(starts, '+' || (minutes - 1) || ' minutes') >= ?1)
and status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null
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


def _met(store: Store, clients: Sequence[int], before: str) -> dict[int, Sequence[Any]]:
    """For each client the latest meeting of a programme that was kept, as a row of _NOTE and the meeting's number."""
    sql = f"""
select enrollment.client_id, 0, max(meeting.held), 'in-person', null, 'group', enrollment.client_id, meeting.id
from enrollment cross join attendance on attendance.enrollment_id = enrollment.id
    cross join meeting on meeting.id = attendance.meeting_id
where enrollment.client_id in ({", ".join(map(str, clients))}) and enrollment.voided_at is null
    and attendance.attended in ('yes', 'late') and attendance.voided_at is null
    and meeting.status = 'held' and meeting.voided_at is null and meeting.held < ?
group by enrollment.client_id"""
    return {number: row for number, *row in store.connection.execute(sql, (before,))}


def _missed(store: Store, clients: Sequence[int], before: str) -> dict[int, list[tuple[str, When]]]:
    """For each client the appointments missed since one was kept, newest first."""
    sql = f"""
select client.id, missed.id, missed.starts from client join appointment as missed on missed.client_id = client.id
where client.id in ({", ".join(map(str, clients))}) and missed.status = 'noshow' and missed.voided_at is null
    and missed.starts < :before and missed.starts > coalesce((select starts from appointment as kept
        where kept.client_id = client.id and kept.{_KEPT.replace("?", ":before")} limit 1), '')
order by missed.starts desc, missed.id desc"""
    found: dict[int, list[tuple[str, When]]] = {}
    for number, *row in store.connection.execute(sql, {"before": before}):
        if missed := _kept(store, row):
            found.setdefault(number, []).append(missed)
    return found


def _of_person(
    missed: Mapping[int, Sequence[tuple[str, When]]], person: Sequence[int], kept: tuple[str, When] | None
) -> list[tuple[str, When]]:
    """Those of all the records of one person since the latest that was kept, newest first."""
    found = (one for number in person for one in missed.get(number, ()) if kept is None or one[1] > kept[1])
    return sorted(found, key=lambda one: one[1], reverse=True)


def _since_made(store: Store, person: Sequence[int], today: date) -> Iterator[Contact]:
    for contact in _notes(store, person, today):
        yield contact
        if is_made(contact):
            return


def _notes(store: Store, person: Sequence[int], today: date, where: str = "") -> Iterator[Contact]:
    """The contacts with one person, under whatever record, up to a day, newest first."""
    sql = f"select {_NOTE} from note where client_id in ({', '.join(map(str, person))}) and {where}{_UP_TO} {_NEWEST}"
    for row in store.connection.execute(sql, (end_of(today),)):
        if contact := _contact(store, row):
            yield contact


def _made(store: Store, row: Sequence[Any] | None) -> Contact | None:
    contact = _contact(store, row) if row else None
    return contact if contact and is_made(contact) else None


def _contact(store: Store, row: Sequence[Any] | None) -> Contact | None:
    """The contact in a row of _NOTE, or of a meeting; one that cannot be read is left for `doctor`."""
    if row is None:
        return None
    number, occurred, mode, direction, reached, client_id, *meeting = row
    try:
        heard = direction and Direction(direction)
        return Contact(number, When.parse(occurred), Mode(mode), heard, Reached(reached), client_id, *meeting)
    except ValueError:
        store.bad_rows[f"{Note.PREFIX}{number}"] = "a contact that cannot be read"
        return None


def _kept(store: Store, row: Sequence[Any] | None) -> tuple[str, When] | None:
    try:
        return (f"{Appointment.PREFIX}{row[0]}", When.parse(row[1])) if row else None
    except ValueError:
        store.bad_rows[f"{Appointment.PREFIX}{row and row[0]}"] = "a start that cannot be read"
        return None
