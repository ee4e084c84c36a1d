"""Clients of whom nothing more is to come, and when anything of theirs was last written."""

from collections import defaultdict
from collections.abc import Mapping

from caseload.records.client import Client
from caseload.records.kinds import KINDS, has_client
from caseload.store.core import Store
from caseload.store.reads.clients import client_in


def over(store: Store) -> list[Client]:
    """The clients who are closed, or were voided, by the day of it."""
    sql = "voided_at is not null or status not in ('planned', 'waitlist', 'active', 'onhold') "
    return store.select(Client, f"{sql} order by coalesce(closed_on, voided_at, updated_at), id")


def last_written(store: Store) -> Mapping[int, str]:
    """By the number of a client the moment in UTC at which the last of all that is the client's was written."""
    found: dict[int, str] = defaultdict(str)
    for kind in (one for one in KINDS if has_client(one)):
        sql = f"select {client_in(kind)} as whose, max(updated_at) from {kind.TABLE} group by whose"
        for number, at in store.connection.execute(sql):
            if number is not None:
                found[number] = max(found[number], str(at))
    return found
