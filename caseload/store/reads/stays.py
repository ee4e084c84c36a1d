"""What is read of stays: those of a client, those that go on; and what they say that the client's record does not."""

from collections.abc import Iterable, Iterator

from caseload.records.client import Client
from caseload.records.of import whereabouts
from caseload.records.of.whereabouts import Whereabouts
from caseload.records.stay import Stay
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number

OPEN_STAY = "left_on is null and voided_at is null"


def stays_of_client(store: Store, client_id: int) -> list[Stay]:
    """A client's stays, those that go on first, the last begun at the head; then those that ended, the latest first."""
    order = "left_on is not null, left_on desc, from_on desc, id desc"
    return store.select(Stay, f"client_id = ? and voided_at is null order by {order}", (client_id,))


def open_stays(store: Store, client_id: int | None = None) -> list[Stay]:
    """The stays that go on, of one client where said."""
    whose, values = ("", ()) if client_id is None else (" and client_id = ?", (client_id,))
    return store.select(Stay, f"{OPEN_STAY}{whose} order by id", values)


def has_open(store: Store) -> bool:
    """Whether any stay goes on; asked before the kind is loaded for it."""
    return store.connection.execute(f"select 1 from stay where {OPEN_STAY} limit 1").fetchone() is not None


def told_of(store: Store, client_id: int) -> tuple[Whereabouts | None, list[Stay]]:
    """What a client's open stays say, and which they are, the outermost first."""
    found = whereabouts.open_of(open_stays(store, client_id))
    return whereabouts.told(found), found


def as_told(store: Store, client: Client) -> Client:
    """The client with what open stays say of where it is; the same where none is open."""
    said, _ = told_of(store, client.id)
    return whereabouts.put(client, said) if said else client


def untold(store: Store) -> Iterator[tuple[Client, Whereabouts, Stay]]:
    """Each client whose record says something else than its open stays do, with what they say, and one of them."""
    by_client: dict[int, list[Stay]] = {}
    for one in open_stays(store):
        by_client.setdefault(one.client_id, []).append(one)
    clients = clients_by_number(store, by_client)
    for number, stays in by_client.items():
        client, said = clients.get(number), whereabouts.told(stays)
        if client and said and not client.voided_at and whereabouts.of(client) != said:
            yield client, said, whereabouts.open_of(stays)[-1]


def ended_by(store: Store, operation: int) -> list[Stay]:
    """The stays that went on before a step, as its log has them, and do not after it."""
    sql = """select record_id from change where operation_id = ? and kind = 'stay'
and json_extract(before, '$.left_on') is null and json_extract(before, '$.voided_at') is null and before is not null"""
    numbers = [number for (number,) in store.connection.execute(sql, (operation,))]
    found = store.select(Stay, f"id in ({', '.join(map(str, numbers))})") if numbers else []
    return [one for one in found if one.left_on or one.voided_at]


def clients_with_stays(store: Store, numbers: Iterable[int]) -> dict[int, list[Stay]]:
    """The stays of those clients, by the client's number."""
    return {number: stays_of_client(store, number) for number in sorted(set(numbers))}
