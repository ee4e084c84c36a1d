"""A client removed for good: every row, every image in the log, every word in the search index; the file overwritten.

The removal is one step and cannot be half done. The file is overwritten after it, which SQLite does in a transaction of
its own: until that has ended, `purge` says that it is still to be done.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from caseload.errors import Refused
from caseload.records.client import Client
from caseload.records.kinds import KINDS, PARENTS, has_client, kind_of
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.of.fields import references
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.opening import explained
from caseload.store.reads.listed import of_clients
from caseload.store.rows import listed_in

Numbers = Mapping[type[Record], Sequence[int]]
"""The numbers of records, by kind."""

_SOME = "(select value from json_each(:some))"


def theirs(store: Store, client: Client) -> Numbers:
    """The numbers of all that is the client's, by kind: the voided too, and what no list can read."""
    found: dict[type[Record], Sequence[int]] = {}
    for kind in (one for one in KINDS if has_client(one)):
        sql = f"select {kind.TABLE}.id from {kind.TABLE} where {of_clients(kind, '?')} order by 1"
        if numbers := [int(row[0]) for row in store.connection.execute(sql, (client.id,))]:
            found[kind] = numbers
    return found


def gone(store: Store, client: Client, found: Numbers) -> Numbers:
    """The numbers of what was the client's and is only in the log any more, since its adding was undone."""
    lost: dict[type[Record], Sequence[int]] = {}
    for kind in (one for one in KINDS if has_client(one)):
        column, whose = _said_by(kind, client, _both(found, lost))
        held = " or ".join(
            f"iif(json_valid({image}), json_extract({image}, '$.{name}'), null) in {_SOME}"
            for image in ("before", "after") for name in column
        )  # fmt: skip
        sql = f"""select distinct record_id from change where kind = '{kind.TABLE}' and ({held})
        and record_id not in (select id from {kind.TABLE}) order by 1"""
        if numbers := [int(row[0]) for row in store.connection.execute(sql, {"some": json.dumps(whose)})]:
            lost[kind] = numbers
    return lost


def _said_by(kind: type[Record], client: Client, known: Numbers) -> tuple[Sequence[str], Sequence[int | str]]:
    """The columns that say whose an image is, and what they hold where it is the client's."""
    if kind in PARENTS:
        column, parent = PARENTS[kind]
        return (column,), known.get(parent, ())
    if kind is Waiver:
        return ("item",), [f"{one.PREFIX}{number}" for one, numbers in known.items() for number in numbers]
    return ("client_id", "other_id") if kind is Link else ("client_id",), (client.id,)


def _both(found: Numbers, lost: Numbers) -> Numbers:
    return {kind: (*found.get(kind, ()), *lost.get(kind, ())) for kind in KINDS if kind in found or kind in lost}


def refuse_kept(store: Store, client: Client, found: Numbers) -> None:
    """Raises Refused for what must not be destroyed: of a client under legal hold, or linked to one who is.

    And for what another's record refers to, which only another program can have written.
    """
    other = "id in (select iif(client_id = ?, other_id, client_id) from link where ? in (client_id, other_id))"
    linked = store.select(Client, f"legal_hold and {other}", (client.id, client.id)) if Link in found else []
    if held := [one for one in (client, *linked) if one.legal_hold]:
        what = f"{held[0].ref} is under legal hold"
        what += "" if held[0].id == client.id else f", and what links {client.ref} with it is of both"
        raise Refused(what, f"caseload client edit {held[0].ref} --no-legal-hold comes first")
    for ref, wanted in _referring(store, found):
        raise Refused(f"{ref} of another refers to {wanted}", f"see caseload doctor, and mend {ref} first")


def _referring(store: Store, found: Numbers) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        for table, numbers in ((one.TABLE, some) for one, some in found.items()):
            for field in references(kind, table):
                many = f"join json_each({listed_in(field.name)}) as each" if field.many else ""
                value = "each.value" if field.many else field.name
                sql = f"""select {kind.TABLE}.id, {value} from {kind.TABLE} {many}
                where {value} in {_SOME} and {kind.TABLE}.id not in (select value from json_each(:mine))"""
                values = {"some": json.dumps(numbers), "mine": json.dumps(found.get(kind, ()))}
                for number, wanted in store.connection.execute(sql, values):
                    yield f"{kind.PREFIX}{number}", f"{kind_of(table).PREFIX}{wanted}"


def purge(store: Store, client: Client, found: Numbers, reason: str, *, dry_run: bool = False) -> int:
    """Remove for good, in one step, all that is a client's and what only the log has; the step's number.

    Raises Refused where that is no more what was `found`, and as `refuse_kept` does. The step's row in `purge` is its
    first: whatever guards the log lets through what such a step does. The file is to be overwritten after it.
    """
    # What is removed is zeroed where it stood, by this connection from here on; but for the traces of rows that SQLite
    # moves from page to page, which go as the file is written anew.
    store.connection.execute("pragma secure_delete = on")
    with store.step("client purge", dry_run=dry_run) as operation:
        store.connection.execute("insert into purge (operation_id, reason) values (?, ?)", (operation, reason))
        store.connection.execute("pragma defer_foreign_keys = on")
        if theirs(store, client) != found:
            raise Refused(f"{client.ref} has been changed meanwhile", "nothing was changed; try again")
        refuse_kept(store, client, found)
        for kind, numbers in _both(found, gone(store, client, found)).items():
            table, values = kind.TABLE, {"some": json.dumps(numbers), "operation": operation, "at": store.at}
            only_logged = f"""insert into change (operation_id, at, kind, record_id)
            select :operation, :at, '{table}', value from json_each(:some)
            where value not in (select id from {table})"""
            store.connection.execute(only_logged, values)
            store.connection.execute(f"delete from {table} where id in {_SOME}", values)
            emptied = f"update change set before = null, after = null where kind = '{table}' and record_id in {_SOME}"
            store.connection.execute(emptied, values)
            # The name of a file may be hers: of a step that touched her nothing more is known than when, and of what.
            nameless = f"""update operation set origin = null where origin is not null and exists (
            select 1 from change where operation_id = operation.id and kind = '{table}' and exists (
            select 1 from json_each(:some) where value between record_id and coalesce(last_id, record_id)))"""
            store.connection.execute(nameless, values)
            if kind.SEARCHED:
                # A word that is deleted stays in FTS5's segments until these are made anew.
                store.connection.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")
    return operation


def overwrite(store: Store) -> None:
    """Write the file anew without what is no more in it, as it must be after a purge; raises Unusable where it is busy.

    A database with a write-ahead log has that put into the file, and emptied.
    """
    try:
        for statement in ("temp_store = memory", "secure_delete = on"):
            store.connection.execute(f"pragma {statement}")
        store.connection.execute("vacuum")
        if store.connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            raise sqlite3.OperationalError("database is locked")
    except sqlite3.Error as error:
        raise explained(error, store.connection.execute("pragma database_list").fetchone()[2]) from error


def ended(store: Store) -> None:
    """Keep that after every purge the file was overwritten, and whatever else had to follow was done."""
    store.connection.execute("update purge set overwritten_at = ? where overwritten_at is null", (store.at,))
