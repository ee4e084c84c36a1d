"""Who is or was served, and the earlier times of it."""

from caseload.records.client import Client
from caseload.records.episode import Episode
from caseload.store.core import Store


def ever_served(store: Store) -> list[Client]:
    """Every client who may have been served: not who was entered in error."""
    sql = "voided_at is null and status <> 'entered-in-error' order by id"
    return store.select(Client, sql)


def earlier_times(store: Store) -> list[Episode]:
    """Every earlier time of being served."""
    return store.select(Episode, "voided_at is null order by id")
