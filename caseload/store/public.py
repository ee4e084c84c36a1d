"""Records as files and lists show them: the public name of each value, and a row of values for each record."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import partial
from typing import NamedTuple

from caseload.records.kinds import leads_to_client
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of, public_fields
from caseload.store.core import Store
from caseload.store.masks import Masks
from caseload.store.reads.clients import Handles, clients_of

Row = Sequence[object]


class Computed(Enum):
    """A column that no field is behind: the handle of the record's client, the id of the database."""

    HANDLE = "client_handle"
    DATABASE = "database"


class Shown(NamedTuple):
    """What a row holds: every field in its order, or `only` those keys in theirs.

    Confidential values or a mask (`reveal`), the client's handle beside what says whose it is or not (`handles`).
    """

    reveal: bool = False
    handles: bool = True
    only: tuple[str, ...] = ()
    own: tuple[Field, ...] | None = None
    """The fields of the user's own, each by its name; where None, all that a record holds of them under one key."""
    database: str | None = None
    """Which caseload the rows are of, in a last column; where None there is none."""

    def columns(self, kind: type[Record]) -> dict[str, Field | Computed]:
        """The field behind each public name of a row, or what is computed."""
        every: dict[str, Field | Computed] = {}
        for field in fields_of(kind) if self.own is None else public_fields(kind, self.own):
            every[field.key] = field
            if self.handles and field.name == leads_to_client(kind):
                every["client_handle"] = Computed.HANDLE
        if self.database is not None:
            every["database"] = Computed.DATABASE
        return {key: every[key] for key in self.only or every}

    def keys(self, kind: type[Record]) -> list[str]:
        """The public name of each value of a row."""
        return list(self.columns(kind))


def rows(store: Store, kind: type[Record], shown: Shown, records: Iterable[Record]) -> Iterator[Row]:
    """A row of values for each record of a kind."""
    handles, client = Handles(store), clients_of(store, kind)
    value = Masks(store, reveal=shown.reveal)

    computed: dict[Computed, Callable[[Record], object]] = {
        Computed.HANDLE: lambda record: handles[client(record)],
        Computed.DATABASE: lambda _: shown.database,
    }
    columns = shown.columns(kind).values()
    getters = [computed[one] if isinstance(one, Computed) else partial(value, one) for one in columns]
    for record in records:
        yield [get(record) for get in getters]
