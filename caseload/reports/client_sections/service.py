"""Services on a client's page: what goes on, by who provides it."""

from collections.abc import Iterator, Sequence
from datetime import date

from caseload.output.column import Column
from caseload.records.of.base import Record
from caseload.records.service import Service, ServiceStatus
from caseload.reports.client_sections import Asked, Shown
from caseload.store.core import Store
from caseload.store.reads.served_by import DELIVERED_IN, Providing, delivered, services_of_client


def _said(service: Service) -> str:
    """The service with the help, the amount and how often: Help with bathing (hands-on), 1 hour, daily."""
    level = f"{service.called} ({service.help_level})" if service.help_level else service.called
    return ", ".join(filter(None, (level, service.amount, service.frequency)))


def columns(store: Store) -> Sequence[Column[Service]]:
    """How a line of a service reads on the page of a client, or of a plan."""
    provider = Providing(store).of
    return (
        Column("id", lambda one: one.ref),
        Column("what", _said, text=True),
        Column("provider", lambda one: provider(one) or "nobody yet", text=True),
        Column("status", lambda one: None if one.status is ServiceStatus.IN_PROGRESS else one.status),
        Column("reason", lambda one: one.reason or one.decline_reason, text=True),
    )


def shown(asked: Asked) -> Shown:
    """What goes on, is held or is about to begin."""
    found = services_of_client(asked.store, asked.client.id)
    return Shown("Services", found, columns(asked.store))


def delivery(store: Store, record: Record, today: date) -> Iterator[tuple[str, object]]:
    """How often a service was delivered, by the notes that say so; nothing of any other kind."""
    if isinstance(record, Service):
        found = delivered(store, record.id, today)
        lately = f"{found.lately} in the last {DELIVERED_IN} days, {found.ever} in all" if found else ""
        yield "delivered", f"last {found.last}; {lately}" if found else "no note says so"
