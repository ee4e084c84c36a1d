"""The client a record is about, by number, by handle."""

from collections.abc import Callable, Iterable

from caseload.records.client import Client
from caseload.records.of.base import Record
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
        from caseload.records.of.initials import initials

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
    from caseload.records.kinds import leads_to_client

    kind = type(record)
    if not (field := leads_to_client(kind)):
        return None
    sql = f"select {client_in(kind, 'one')} from (select ? as {field}) as one"
    row = store.connection.execute(sql, (getattr(record, field),)).fetchone()
    return row[0] if row else None


def client_in(kind: type[Record], row: str = "") -> str:
    """SQL for the number of the client whom a row of a kind is about; `row` is what the row is called there."""
    from caseload.records.kinds import kind_of, leads_to_client, parent_of

    row = row or kind.TABLE
    if kind is Client:
        return f"{row}.id"
    if found := parent_of(kind.TABLE):
        column, parent = found
        return f"(select {client_in(kind_of(parent))} from {parent} where {parent}.id = {row}.{column})"
    if kind.TABLE != "waiver":
        return f"{row}.client_id" if leads_to_client(kind) else "null"
    # Only this asks for all the kinds, and loads them.
    from caseload.records.kinds import KINDS, has_client

    cases = []
    for one in KINDS:
        if has_client(one) and one is not kind:
            number = f"cast(substr({row}.item, {len(one.PREFIX) + 1}) as integer)"
            about = f"(select {client_in(one)} from {one.TABLE} where {one.TABLE}.id = {number})"
            cases.append(f"when {row}.item = '{one.PREFIX}' || {number} then {about}")
    return f"case {' '.join(cases)} end"


def clients_of(store: Store, kind: type[Record]) -> Callable[[Record], int | None]:
    """As `client_id_of`, of one record of a kind after another: where they do not say it, all are asked for at once."""
    from caseload.records.kinds import leads_to_client

    field = leads_to_client(kind)
    if field in ("", "client_id"):
        return lambda record: client_id_of(store, record)
    known = _Whose(store, kind, field)
    return lambda record: known[getattr(record, field)]


class _Whose(dict[object, int | None]):
    """The number of the client by what the field holds through which records of a kind lead to theirs."""

    def __init__(self, store: Store, kind: type[Record], field: str) -> None:
        super().__init__()
        self._store, self._kind, self._field = store, kind, field
        self._is_asked = False

    def __missing__(self, value: object) -> int | None:
        if not self._is_asked:
            self._is_asked = True
            some = f"(select distinct {self._field} from {self._kind.TABLE}) as one"
            self.update(
                self._store.connection.execute(f"select one.{self._field}, {client_in(self._kind, 'one')} from {some}")
            )
        return self.get(value)


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
