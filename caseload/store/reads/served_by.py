"""What is provided to clients and what they take: services with how often they were delivered, medications, papers."""

from datetime import date, timedelta
from typing import NamedTuple

from caseload.records.document import Document
from caseload.records.medication import Medication
from caseload.records.provider import Provider
from caseload.records.service import Service
from caseload.store.core import Store

_OPEN = "voided_at is null and status in ('not-started', 'scheduled', 'in-progress', 'on-hold')"

DELIVERED_IN = 30
"""The days, today among them, in which a service's page counts how often it was delivered."""


class Delivered(NamedTuple):
    """How often a service was delivered by the notes that say so: the day of the last, how many lately, how many."""

    last: str
    lately: int
    ever: int


class Providing(dict[int | None, str]):
    """The organization of a provider by its number, asked of the store when first needed.

    Which of its services it is stands beside it, in the words of the record.
    """

    def __init__(self, store: Store) -> None:
        super().__init__({None: ""})
        self._store = store

    def __missing__(self, provider_id: int | None) -> str:
        found = self._store.select(Provider, "id = ?", (provider_id,))
        self[provider_id] = found[0].name if found else ""
        return self[provider_id]

    def of(self, service: Service) -> str:
        """Who provides a service: its provider in the directory and whoever else is said; nothing where nobody is."""
        return "; ".join(filter(None, (self[service.provider_id], service.provided_by)))


def services_of_client(store: Store, client_id: int) -> list[Service]:
    """A client's services that go on or are to begin, by who provides them."""
    order = "provided_by is null, provided_by, id"
    return store.select(Service, f"client_id = ? and {_OPEN} order by {order}", (client_id,))


def services_of_plan(store: Store, plan_id: int) -> list[Service]:
    """Every service of a plan, whatever became of it, by who provides them."""
    return store.select(
        Service, "plan_id = ? and voided_at is null order by provided_by is null, provided_by, id", (plan_id,)
    )


def services_drawing_on(store: Store, authorization_id: int) -> list[Service]:
    """The services that draw on an authorization and go on or are to begin."""
    return store.select(Service, f"authorization_id = ? and {_OPEN} order by id", (authorization_id,))


def delivered(store: Store, service_id: int, today: date) -> Delivered | None:
    """How often a service was delivered; None where no note says that it was. A note of nobody reached does not."""
    since = str(today - timedelta(days=DELIVERED_IN - 1))
    row = store.connection.execute(
        """
select max(substr(occurred, 1, 10)), count(*) filter (where occurred >= ?), count(*) from note
where service_id = ? and voided_at is null and reached <> 'no'""",
        (since, service_id),
    ).fetchone()
    return Delivered(*row) if row[2] else None


def medications_taken(store: Store, client_id: int) -> list[Medication]:
    """A client's active medications, by name."""
    sql = "client_id = ? and voided_at is null and status = 'active' order by name, id"
    return store.select(Medication, sql, (client_id,))


def medications_listed(store: Store, client_id: int) -> list[Medication]:
    """What a client takes, or is to take, or holds for a while, by name."""
    status = "status in ('active', 'intended', 'on-hold', 'unknown')"
    return store.select(Medication, f"client_id = ? and voided_at is null and {status} order by name, id", (client_id,))


def documents_of_client(store: Store, client_id: int) -> list[Document]:
    """A client's papers, those to get first, then those at hand by when they expire."""
    status = "status in ('needed', 'requested', 'received')"
    order = "status = 'received', needed_by is null, needed_by, expires_on is null, expires_on, id"
    return store.select(Document, f"client_id = ? and voided_at is null and {status} order by {order}", (client_id,))
