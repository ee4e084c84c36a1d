"""What is read of work that was done: contacts of a period, miles driven, whose payer pays, own appointments.

What a transfer brought was done by somebody else, whose miles and hours it is.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from caseload.records.appointment import Appointment
from caseload.records.coverage import Coverage
from caseload.records.note import Note
from caseload.records.of.origin import BROUGHT
from caseload.store.core import Store


def contacts_between(store: Store, first: date, last: date) -> list[Note]:
    """Every contact of those days, both included, attempts too, in the order of time."""
    return store.select(Note, f"{_WITHIN} order by occurred, id", _days(first, last))


def driven_between(store: Store, first: date, last: date) -> list[Note]:
    """The contacts of those days for which somebody drove."""
    return store.select(Note, f"{_WITHIN} and miles > 0 order by occurred, id", _days(first, last))


def brought_between(store: Store, first: date, last: date) -> int:
    """How many contacts of those days were another's, and came with a transfer."""
    sql = f"select count(*) from note where {_DAYS} and {BROUGHT}"
    return int(store.connection.execute(sql, _days(first, last)).fetchone()[0])


def ones_own_between(store: Store, first: date, last: date) -> list[Appointment]:
    """What stood in those days for nobody but the case manager, but for what was called off."""
    where = "client_id is null and starts >= ? and starts < ? and voided_at is null"
    lost = "status not in ('cancelled', 'noshow', 'entered-in-error') and minutes is not null"
    return store.select(Appointment, f"{where} and {lost} order by starts, id", _days(first, last))


def coverages_of(store: Store, clients: Iterable[int]) -> list[Coverage]:
    """What insures those clients, or did."""
    wanted = ", ".join(map(str, sorted(set(clients))))
    where = f"client_id in ({wanted}) and status in ('active', 'cancelled') and voided_at is null order by id"
    return store.select(Coverage, where) if wanted else []


def payers_of_services(store: Store) -> dict[int, str]:
    """The payer on whose approval a service draws, by the service's number."""
    sql = """
select service.id, coverage.payer from service
join authorization as granted on granted.id = service.authorization_id
join coverage on coverage.id = granted.coverage_id"""
    return dict(store.connection.execute(sql).fetchall())


_DAYS = "occurred >= ? and occurred < ? and voided_at is null"
_WITHIN = f"{_DAYS} and not ({BROUGHT})"


def _days(first: date, last: date) -> tuple[str, str]:
    return str(first), str(last + timedelta(days=1))
