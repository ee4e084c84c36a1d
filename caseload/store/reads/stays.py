"""What is read of stays: those of a client, those that go on; and what they say that the client's record does not."""

from collections.abc import Iterator
from datetime import date, timedelta

from caseload.records.client import Client
from caseload.records.of import whereabouts
from caseload.records.of.setting import HELD, Setting
from caseload.records.of.whereabouts import Whereabouts
from caseload.records.stay import Stay
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.sought import Asked, of_client

OPEN_STAY = "left_on is null and voided_at is null"


def stays_of_client(store: Store, client_id: int) -> list[Stay]:
    """A client's stays, those that go on first, the last begun at the head; then those that ended, the latest first."""
    order = "left_on is not null, left_on desc, from_on desc, id desc"
    return store.select(Stay, f"client_id = ? and voided_at is null order by {order}", (client_id,))


def open_stays(store: Store, client_id: int | None = None) -> list[Stay]:
    """The stays that go on, of one client where said."""
    whose, values = ("", ()) if client_id is None else (" and client_id = ?", (client_id,))
    return store.select(Stay, f"{OPEN_STAY}{whose} order by id", values)


def stays_left_since(store: Store, day: date, client_id: int | None = None) -> list[Stay]:
    """The stays that ended on a day or later, of one client where said, the latest first."""
    whose, values = ("", ()) if client_id is None else (" and client_id = ?", (client_id,))
    left = "left_on is not null and voided_at is null and left_on >= ?"
    return store.select(Stay, f"{left}{whose} order by left_on desc, id", (str(day), *values))


def dated_clients(store: Store, day: date, client_id: int | None = None) -> list[Client]:
    """Clients on the caseload with a day of release from a day on, who are held or of whom nobody says where."""
    whose, values = ("", ()) if client_id is None else (" and id = ?", (client_id,))
    status = "status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null and release_on is not null"
    held = ", ".join(f"'{one}'" for one in (*HELD, Setting.UNKNOWN))
    where = f"{status} and release_on >= ? and (setting is null or setting in ({held}))"
    return store.select(Client, f"{where}{whose} order by release_on, id", (str(day), *values))


def has_open(store: Store) -> bool:
    """Whether any stay goes on; asked before the kind is loaded for it."""
    return store.connection.execute(f"select 1 from stay where {OPEN_STAY} limit 1").fetchone() is not None


def told_of(store: Store, client_id: int) -> tuple[Whereabouts | None, list[Stay]]:
    """What a client's open stays say, and which they are, the outermost first."""
    found = whereabouts.open_of(open_stays(store, client_id))
    return whereabouts.told(found), found


def other_of_sort(store: Store, stay: Stay) -> Stay | None:
    """Another stay of the client in the same sort of place that goes on."""
    found = open_stays(store, stay.client_id)
    return next((one for one in found if one.id != stay.id and one.setting is stay.setting), None)


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


_SOON = timedelta(days=30)
"""How long before a release it must be known who meets the client, and where to."""


def without_day(store: Store, asked: Asked) -> list[Stay]:
    """Stays that go on, of which nobody knows until when."""
    sql, values = of_client(asked, Stay)
    return store.select(Stay, f"{OPEN_STAY} and expected_on is null{sql} order by id", values)


def ending_soon(store: Store, asked: Asked) -> list[Stay]:
    """Stays that are to end within 30 days, or were to."""
    sql, values = of_client(asked, Stay)
    last = str(asked.today + _SOON)
    return store.select(Stay, f"{OPEN_STAY} and expected_on <= ?{sql} order by expected_on, id", (last, *values))


def ending_without_benefit(store: Store, asked: Asked) -> list[Stay]:
    """Those of them whose clients have no benefit and have applied for none."""
    applied = "status in ('applied', 'pending', 'interview-scheduled', 'approved', 'appealing') and voided_at is null"
    none = f"not exists (select 1 from benefit where benefit.client_id = stay.client_id and benefit.{applied})"
    sql, values = of_client(asked, Stay)
    where = f"{OPEN_STAY.replace('voided_at', 'stay.voided_at')} and expected_on <= ? and {none}"
    return store.select(Stay, f"{where}{sql} order by expected_on, id", (str(asked.today + _SOON), *values))


def ended_nowhere(store: Store, asked: Asked) -> list[Stay]:
    """Stays that ended within a year and do not say where to."""
    found = stays_left_since(store, asked.today - timedelta(days=365), asked.client_id)
    return [one for one in found if one.goes_to is None and one.destination is None]
