"""What payers have approved: with what was delivered of it, and what comes after; which coverages a client has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from caseload.records.authorization import Authorization, folded, may_take_days, same_number
from caseload.records.client import Client
from caseload.records.coverage import Coverage, Covered
from caseload.records.note import Reached
from caseload.records.of.base import Record
from caseload.records.of.declared import DECLARED
from caseload.records.of.drawn import Drawn, shortest
from caseload.records.of.units import Delivery
from caseload.store.core import Store
from caseload.store.reads.sought import Asked, of_client, read, seeking_of
from caseload.store.reads.sought_by_rules import GRANTED, RUNNING_OUT

_OPEN = "status in ('requested', 'pending', 'approved', 'partial') and voided_at is null"
_TAKES_DAYS = "number is not null and voided_at is null and status not in ('denied', 'cancelled')"
_HELD = "voided_at is null and status in ('active', 'cancelled', 'draft')"


def coverages_of(store: Store, client_ids: Iterable[int]) -> dict[int, list[Coverage]]:
    """The coverages of each client, from when until when they may be, the first first."""
    numbers = ", ".join(map(str, sorted(set(client_ids))))
    order = "started_on is not null, started_on, id"
    found: dict[int, list[Coverage]] = defaultdict(list)
    for one in store.select(Coverage, f"client_id in ({numbers}) and {_HELD} order by {order}"):
        found[one.client_id].append(one)
    return found


def ending_coverages(store: Store, asked: Asked) -> list[Covered]:
    """Active coverages that end by then, with the others of their clients."""
    found: list[Coverage] = read(store, seeking_of(DECLARED["coverage-end"]), asked)
    others = coverages_of(store, (one.client_id for one in found)) if found else {}
    return [Covered(one, others.get(one.client_id, ())) for one in found]


def covered(store: Store, record: Record, _today: date) -> Covered:
    """A coverage with the others of its client."""
    assert isinstance(record, Coverage)  # noqa: S101 - the rule looks at no others
    return Covered(record, coverages_of(store, [record.client_id])[record.client_id])


def ending_authorizations(store: Store, asked: Asked) -> list[Drawn]:
    """Approved authorizations that end by then, with the ones after them."""
    found: list[Authorization] = read(store, seeking_of(DECLARED["authorization-end"]), asked)
    after = _successors(store, found)
    return [Drawn(one, successor=after.get(one.superseded_by_id)) for one in found]


def with_successor(store: Store, record: Record, _today: date) -> Drawn:
    """An authorization with the one after it."""
    assert isinstance(record, Authorization)  # noqa: S101 - the rule looks at no others
    return Drawn(record, successor=_successors(store, [record]).get(record.superseded_by_id))


def granted(store: Store, asked: Asked) -> list[Drawn]:
    """Approved authorizations with units, and with all that was delivered of them."""
    return drawn(store, read(store, GRANTED, asked))


def running_out(store: Store, asked: Asked) -> list[Drawn]:
    """Those of them that may run out by then."""
    return drawn(store, read(store, RUNNING_OUT, asked))


def short(store: Store, asked: Asked) -> list[Authorization]:
    """Approved authorizations that run out before their end at the present rate."""
    return [one.record for one in shortest(granted(store, asked), asked.payers, asked.today)]


def drawn_by(store: Store, record: Record, _today: date) -> Drawn:
    """An authorization with all that was delivered of it."""
    assert isinstance(record, Authorization)  # noqa: S101 - the rule looks at no others
    return drawn(store, [record])[0]


def drawn_on(store: Store, service_id: int, day: date) -> Drawn | None:
    """The authorization that a service draws on, or the one before it for a day before it begins; None for neither."""
    sql = "id = (select authorization_id from service where id = ?) and voided_at is null"
    found = store.select(Authorization, sql, (service_id,))
    if found and found[0].starts_on and day < found[0].starts_on:
        found = store.select(Authorization, "superseded_by_id = ? and voided_at is null", (found[0].id,)) or found
    return drawn(store, found[:1])[0] if found else None


def open_authorizations(store: Store, client_id: int | None = None) -> list[Authorization]:
    """What is asked for or may be used, of everyone or of one client, the first to end first."""
    of = "" if client_id is None else f" and client_id = {client_id}"
    return store.select(Authorization, f"{_OPEN}{of} order by ends_on is null, ends_on, id")


def drawn(store: Store, found: Sequence[Authorization]) -> list[Drawn]:
    """Each authorization with its payer, all that was delivered of it, and the one after it."""
    if not found:
        return []
    after, payers, delivered = _successors(store, found), _payers(store, found), _deliveries(store, found)
    return [
        Drawn(one, payers.get(one.coverage_id, ""), tuple(delivered.get(one.id, ())), after.get(one.superseded_by_id))
        for one in found
    ]


def _successors(store: Store, found: Sequence[Authorization]) -> Mapping[int | None, Authorization]:
    """By their numbers those that come after some; one that was voided is in nobody's way."""
    numbers = ", ".join(str(one.superseded_by_id) for one in found if one.superseded_by_id)
    after = store.select(Authorization, f"id in ({numbers}) and voided_at is null") if numbers else []
    return {one.id: one for one in after}


def _payers(store: Store, found: Sequence[Authorization]) -> Mapping[int | None, str]:
    """The payer of each coverage, the voided too, that some are asked of."""
    numbers = ", ".join(str(one.coverage_id) for one in found if one.coverage_id)
    sql = f"select id, payer from coverage where id in ({numbers})"
    return {number: payer.strip() for number, payer in store.connection.execute(sql)} if numbers else {}


_DELIVERED = """
with recursive line (root, id) as (
    select id, id from authorization where id in ({})
    union
    select line.root, authorization.superseded_by_id from line
        cross join authorization on authorization.id = line.id
    where authorization.superseded_by_id is not null
)
select line.root, substr(note.occurred, 1, 10), note.minutes, note.reached
from line cross join service on service.authorization_id = line.id
    cross join note on note.service_id = service.id
where service.voided_at is null and note.voided_at is null and note.reached in ('yes', 'group', 'collateral')
order by note.occurred, note.id"""
"""What counts for an authorization is noted of services that draw on it, or on one that came after it."""


def _deliveries(store: Store, found: Sequence[Authorization]) -> Mapping[int, Sequence[Delivery]]:
    """What was delivered of each, by its number; what cannot be read is left for `doctor`."""
    delivered: dict[int, list[Delivery]] = defaultdict(list)
    numbers = ", ".join(str(one.id) for one in found)
    for root, day, minutes, reached in store.connection.execute(_DELIVERED.format(numbers)):
        try:
            delivered[root].append(Delivery(date.fromisoformat(day), minutes, reached != Reached.COLLATERAL))
        except ValueError:
            continue
    return delivered


def of_one_number(store: Store, one: Authorization) -> list[Authorization]:
    """The others that have its number and share a day with it, but what was denied or called off."""
    if not may_take_days(one):
        return []
    bare = "replace(replace(number, ' ', ''), '-', '')"
    found = store.select(
        Authorization, f"{bare} = ? collate nocase and {_TAKES_DAYS} and id <> ?", (folded(one.number), one.id)
    )
    return [other for other in found if same_number(one, other)]


def overlapping(store: Store) -> list[tuple[Authorization, Authorization]]:
    """Those of one number that share a day, each with the one that came before it."""
    by_number: dict[str, list[Authorization]] = defaultdict(list)
    found = []
    for one in numbered(store):
        others = by_number[folded(one.number)]
        found += [(other, one) for other in others if same_number(one, other)][:1]
        others.append(one)
    return found


def numbered(store: Store) -> list[Authorization]:
    """Every one that has a number of which no other may have its days."""
    return store.select(Authorization, _TAKES_DAYS)


def uncovered(store: Store, asked: Asked) -> list[Client]:
    """Clients on the caseload who have no coverage that holds on the day."""
    status = "status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null"
    holds = f"""select 1 from coverage where client_id = client.id and status = 'active' and voided_at is null
    and (started_on is null or started_on <= '{asked.today}') and (ended_on is null or ended_on >= '{asked.today}')"""
    sql, values = of_client(asked, Client)
    return store.select(Client, f"{status} and not exists ({holds}){sql} order by id", values)
