"""What the clocks of stays look at: each read over-fetches, and a rule decides."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.note import Mode, Note
from caseload.records.of.base import Record
from caseload.records.of.contact import Contact, is_made
from caseload.records.of.discharge import Around, Freed
from caseload.records.of.setting import HELD
from caseload.records.stay import Stay, is_open
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.contacts import records_replaced
from caseload.store.reads.sought import Asked, end_of, read
from caseload.store.reads.sought_by_rules import LEFT, RELEASES, TO_BE_LET_OUT
from caseload.store.reads.stays import stays_left_since, stays_of_client

_BEFORE = timedelta(days=180)
"""How long before a release contacts are looked for."""


def to_be_let_out(store: Store, asked: Asked) -> list[Around]:
    """Stays in custody that are to end by then, each with the contacts before."""
    return around(store, read(store, TO_BE_LET_OUT, asked), asked.today)


def left(store: Store, asked: Asked) -> list[Around]:
    """Stays that ended lately, each with the contacts since."""
    return around(store, read(store, LEFT, asked), asked.today)


def around_one(store: Store, record: Record, today: date) -> Around:
    """One stay with its contacts."""
    assert isinstance(record, Stay)  # noqa: S101 - the rules look at no others
    return around(store, [record], today)[0]


def releases(store: Store, asked: Asked) -> list[Freed]:
    """Clients with a day of release by then, each with the stay that has ended on it."""
    found: list[Client] = read(store, RELEASES, asked)
    return [freed(store, one, asked.today) for one in found]


def freed(store: Store, record: Record, _today: date) -> Freed:
    """A client, and the stay that has ended on the day of release."""
    assert isinstance(record, Client)  # noqa: S101 - the rule looks at no others
    if record.release_on is None:
        return Freed(record)
    stays = stays_of_client(store, record.id)
    if any(map(is_open, stays)):
        return Freed(record)
    return Freed(record, next((one for one in stays if one.left_on == record.release_on), None))


def ended_unheard(store: Store, asked: Asked) -> list[Stay]:
    """Stays in a place that people are let out of, ended within a year, after which nobody was heard of."""
    found = stays_left_since(store, asked.today - timedelta(days=365), asked.client_id)
    held = [one for one in found if one.setting in HELD and one.followed_up_on is None and one.left_on != asked.today]
    each = around(store, held, asked.today)
    return [one.record for one in each if not one.again and not any(day > _left(one.record) for day, _ in one.contacts)]


def _left(stay: Stay) -> date:
    assert stay.left_on is not None  # noqa: S101 - it has ended
    return stay.left_on


def around(store: Store, stays: Iterable[Stay], today: date) -> list[Around]:
    """Each stay with the contacts since it ended, or in the months before it is to end, up to a day."""
    every = list(stays)
    clients = clients_by_number(store, {one.client_id for one in every})
    replaced = records_replaced(store, list(clients.values()))
    return [
        _around(store, one, clients.get(one.client_id), [other.id for other in replaced.get(one.client_id, ())], today)
        for one in every
    ]


def _around(store: Store, stay: Stay, client: Client | None, others: Sequence[int], today: date) -> Around:
    person = ", ".join(map(str, (stay.client_id, *others)))
    since = stay.left_on or (stay.expected_on or today) - _BEFORE
    span = (str(since), end_of(today))
    made, visits = list[tuple[date, str]](), list[tuple[date, str]]()
    where = f"client_id in ({person}) and voided_at is null and occurred >= ? and occurred < ? order by occurred, id"
    for note in store.each(Note, where, span):
        contact = Contact(note.id, note.occurred, note.mode, note.direction, note.reached, note.client_id or 0)
        if is_made(contact):
            made.append((note.occurred.day, note.ref))
            if note.mode is Mode.IN_PERSON:
                visits.append((note.occurred.day, note.ref))
    kept = f"client_id in ({person}) and status = 'fulfilled' and voided_at is null and starts >= ? and starts < ?"
    for one in store.each(Appointment, f"{kept} order by starts, id", span):
        visits.append((one.starts.day, one.ref))
        if not one.theirs:
            made.append((one.starts.day, one.ref))
    again = _again(store, stay)
    return Around(stay, sorted(made), sorted(visits), again, client.born_on if client else None)


def _again(store: Store, stay: Stay) -> Stay | None:
    """The stay that the client has begun since one ended, if any."""
    if stay.left_on is None:
        return None
    others = (one for one in stays_of_client(store, stay.client_id) if one.id != stay.id)
    return next((one for one in others if one.from_on is not None and one.from_on >= stay.left_on), None)
