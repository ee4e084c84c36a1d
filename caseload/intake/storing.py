"""New records on their way into the store: numbered, and written many at a time."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from caseload.records.base import Record
from caseload.records.kinds import PARENTS
from caseload.store import bulk
from caseload.store.core import Store

_AT_ONCE = 500

_VERY_MANY = 5_000
_SHARE = 4
"""From so many on, and one new record for so many that are there, indexes are made anew and not kept row by row."""


class Newcomers:
    """The new records of one import, each with those that its row brought along."""

    def __init__(self, store: Store, kind: type[Record], *, file_has_ids: bool) -> None:
        self._store = store
        self._kind = kind
        self._file_has_ids = file_has_ids
        self._next = self.first = bulk.next_id(store, kind)
        self._ready: dict[type[Record], list[tuple[int, Record]]] = defaultdict(list)
        self._unnumbered: list[tuple[Record, Sequence[Record]]] = []
        self._count: Counter[str] = Counter({kind.TABLE: 0})
        self._aside: bulk.SetAside | None = None
        self.stopped = False
        """Set when it is settled that nothing will be stored."""

    def add(self, record: Record, below: Sequence[Record]) -> None:
        """One record more; what is `below` refers to it. One without an id waits if the file has ids for others."""
        if record.id or not self._file_has_ids:
            self._number(record, below)
        else:
            self._unnumbered.append((record, below))

    def finished(self) -> Mapping[str, int]:
        """Store what is left; how many there were, by table, the kind itself first."""
        for record, below in self._unnumbered:
            self._number(record, below)
        self._write()
        if self._aside:
            self._aside.put_back()
        return self._count

    def _number(self, record: Record, below: Sequence[Record]) -> None:
        number = record.id or self._next
        self._next = max(self._next, number + 1)
        self._ready[self._kind].append((number, record))
        for one in below:
            values: dict[str, Any] = {PARENTS[type(one)][0]: number}
            self._ready[type(one)].append((0, replace(one, **values)))
        if len(self._ready[self._kind]) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        new = self._count[self._kind.TABLE]
        if not self._aside and not self.stopped and new >= max(_VERY_MANY, self.first // _SHARE):
            self._aside = bulk.SetAside(self._store, self._kind)
        for kind, records in self._ready.items():
            if not self.stopped:
                bulk.add_numbered(self._store, kind, records)
            self._count[kind.TABLE] += len(records)
        self._ready.clear()
