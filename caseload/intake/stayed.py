"""Clients who are in a stay: a file changes of them what it may, and not where they are; nobody is in two of a sort."""

from caseload.errors import Invalid
from caseload.intake.delimited import Row
from caseload.intake.oddities import Oddities
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.reads.stays import as_told, has_open, other_of_sort
from caseload.store.seen import Seen


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

    def claimed(self, row: Row, record: Record, seen: Seen) -> list[tuple[str | None, object]]:
        """What a stay that goes on has for itself, its client and sort; Invalid where another has it, here or above."""
        if record.TABLE != "stay":
            return []
        from caseload.records.stay import Stay, is_open

        if not isinstance(record, Stay) or not is_open(record):
            return []
        if other := other_of_sort(self._store, record):
            what = f"is that of {other.ref}, which goes on"
            raise Invalid(what, f"caseload stay leave {other.ref} --on DAY first", field="setting")
        key = ("stay", f"{record.client_id} {record.setting}")
        if (first := seen.first(key, row.line)) != row.line:
            raise Invalid(f"goes on in line {first} already", "the day on which one of them ended", field="setting")
        return [key]
