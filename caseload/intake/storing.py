"""New records on their way into the store: numbered, and written many at a time."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from caseload.records.kinds import PARENTS
from caseload.records.of.base import Record
from caseload.store import bulk
from caseload.store.bulk import Values
from caseload.store.core import Store
from caseload.value import replace

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
        self.next = self.first = bulk.next_id(store, kind)
        self._ready: dict[type[Record], list[Values]] = defaultdict(list)
        self._unnumbered: list[tuple[Record, Sequence[Record]]] = []
        self._count: Counter[str] = Counter({kind.TABLE: 0})
        self._aside: bulk.SetAside | None = None
        self.stopped = False
        """Whether it is settled that nothing will be stored."""

    def add(self, record: Record, below: Sequence[Record]) -> None:
        """One record more; what is `below` refers to it. One without an id waits if the file has ids for others."""
        if record.id or not self._file_has_ids:
            self._number(record, below)
        else:
            self._unnumbered.append((record, below))

    def extend(self, columns: Sequence[Sequence[Any]]) -> None:
        """As many records more as each column has values: what is stored in every field but the id."""
        numbers = range(self.next, self.next + len(columns[0]))
        self._ready[self._kind] += zip(numbers, *columns, strict=True)
        self.next = numbers.stop

    def stop(self) -> None:
        """Store nothing from now on, because what is stored will be taken back."""
        self.write()
        self.stopped = True

    def write(self) -> None:
        """Store what has come so far."""
        new = self._count[self._kind.TABLE]
        if not self._aside and not self.stopped and new >= max(_VERY_MANY, self.first // _SHARE):
            self._aside = bulk.SetAside(self._store, self._kind)
        for kind, values in self._ready.items():
            if not self.stopped:
                bulk.add_rows(self._store, kind, values)
            self._count[kind.TABLE] += len(values)
        self._ready.clear()

    def finished(self) -> Mapping[str, int]:
        """Store what is left; how many there were, by table, the kind itself first."""
        for record, below in self._unnumbered:
            self._number(record, below)
        self.write()
        if self._aside:
            self._aside.put_back()
        return self._count

    def _number(self, record: Record, below: Sequence[Record]) -> None:
        number = record.id or self.next
        self.next = max(self.next, number + 1)
        self._ready[self._kind].append(bulk.stored_values(self._store, record, number))
        for one in below:
            values: dict[str, Any] = {PARENTS[type(one)][0]: number}
            self._ready[type(one)].append(bulk.stored_values(self._store, replace(one, **values)))
        if len(self._ready[self._kind]) >= _AT_ONCE:
            self.write()
