"""Clients who are in a stay: a file changes of them what it may, and not where they are."""

from caseload.intake.delimited import Row
from caseload.intake.oddities import Oddities
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.reads.stays import as_told, has_open


class Stayed:
    """What stays that go on say of the clients that a file changes; asked only where there is one."""

    def __init__(self, store: Store, kind: type[Record], odd: Oddities) -> None:
        self._store, self._odd = store, odd
        self._asks = kind is Client and has_open(store)

    def kept(self, row: Row, after: Record) -> Record:
        """The client with what its stays say; told where the row says otherwise."""
        if not self._asks or not isinstance(after, Client) or (kept := as_told(self._store, after)) == after:
            return after
        self._odd.note("a stay that goes on says where the client is, and was kept", f"{row.line} ({after.handle})")
        return kept
