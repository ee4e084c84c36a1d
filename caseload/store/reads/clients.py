"""The client a record is about, by number, by handle."""

from collections.abc import Callable, Iterable

from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.discreet import initials
from caseload.store.core import Store

NOBODY = 0
"""The number of no client: what is asked for of it is nobody's."""


class Handles(dict[int | None, str | None]):
    """A client's handle by number, asked of the store when first needed; nothing for nobody."""

    def __init__(self, store: Store) -> None:
        super().__init__({None: None})
        self._store = store

    def __missing__(self, client_id: int | None) -> str | None:
        row = self._store.connection.execute("select handle from client where id = ?", (client_id,)).fetchone()
        self[client_id] = row[0] if row else None
        return self[client_id]


class Initials(dict[int | None, str | None]):
    """A client's initials by number, asked of the store when first needed; nothing for nobody."""

    def __init__(self, store: Store) -> None:
        super().__init__({None: None})
        self._store = store

    def __missing__(self, client_id: int | None) -> str | None:
        sql = "select given_name, family_name from client where id = ?"
        row = self._store.connection.execute(sql, (client_id,)).fetchone()
        self[client_id] = initials(*row) if row else None
        return self[client_id]


class ToldApart(dict[int | None, str | None]):
    """What is said under a client's row beside clients of the same name among those numbers: ana-ruiz, born 1950-02-28.

    By number; the clients are asked of the store when the first is needed, nothing for one whose name stands alone.
    """

    def __init__(self, store: Store, numbers: Callable[[], Iterable[int]]) -> None:
        super().__init__()
        self._store, self._numbers = store, numbers
        self._is_asked = False

    def __missing__(self, client_id: int | None) -> str | None:
        if not self._is_asked:
            from caseload.records.of.namesakes import told_apart

            self._is_asked = True
            clients = clients_by_number(self._store, self._numbers())
            self |= {
                number: f"{clients[number].handle}, {said}" for number, said in told_apart(clients.values()).items()
            }
        return self.get(client_id)


def client_id_of(store: Store, record: Record) -> int | None:
    """The number of the client a record is about, reached through its goal or note where need be."""
    if isinstance(record, Client):
        return record.id
    if hasattr(record, "client_id"):
        number: int | None = record.client_id
        return number
    from caseload.records.kinds import PARENTS

    if type(record) not in PARENTS:
        return None
    column, parent = PARENTS[type(record)]
    sql = f"select client_id from {parent.TABLE} where id = ?"
    row = store.connection.execute(sql, (getattr(record, column),)).fetchone()
    return row[0] if row else None


def clients_by_number(store: Store, ids: Iterable[int]) -> dict[int, Client]:
    """Clients by number."""
    numbers = sorted(set(ids))
    found: dict[int, Client] = {}
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        found |= {one.id: one for one in store.each(Client, f"id in ({', '.join('?' * len(some))})", some)}
    return found


def handles_like(store: Store, handle: str) -> set[str]:
    """The handles already taken that begin with `handle`, the voided clients' too."""
    sql = "select handle from client where handle >= ? and handle < ?"
    return {row[0] for row in store.connection.execute(sql, (handle, handle + "\U0010ffff"))}
