"""Whether a database is what it should be: SQLite's own checks, the search index, triggers, and every kind's rules."""

import shlex
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import islice

from caseload.errors import BadRow, CaseloadError, Invalid, NotFound, Unusable
from caseload.records.kinds import KINDS, parse_ref
from caseload.records.of.base import Record
from caseload.records.of.fields import of_nature
from caseload.records.of.mending import HIDDEN
from caseload.records.of.nature import Stamp
from caseload.records.of.own import is_built_in, refuse_unfit
from caseload.store import driver
from caseload.store.core import Store
from caseload.store.damage import faults, is_damage
from caseload.store.mending import mended_by
from caseload.store.opening import applied, explained, fresh
from caseload.store.own import declared
from caseload.store.reads.stays import open_stays, other_of_sort, untold
from caseload.store.references import broken, linked_twice, missing_items
from caseload.store.rows import UNREADABLE
from caseload.store.unread import unread

Faults = Iterator[str]
"""What is wrong, a line each; nothing where all is well."""

LITESTREAM = frozenset({"table _litestream_seq", "table _litestream_lock"})
"""What Litestream makes in every file that it replicates, and leaves there (its db.go, version 0.5)."""


_ALL_THERE_IS = "put a backup in its place, or take out what can be read: caseload doctor --salvage OUT"


@contextmanager
def as_far_as_it_can() -> Iterator[None]:
    """Look at a file; where it cannot be looked at any further, Unusable says so and does not name doctor again."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError, Unusable) as error:
        known = error if isinstance(error, CaseloadError) else explained(error)
        if isinstance(known, Unusable) and "caseload doctor" in known.next_step:
            raise Unusable(known.what, _ALL_THERE_IS) from error
        raise


class NotLookedAt(Exception):
    """A check could not be made; its text says why."""


def looked(store: Store, name: str) -> Faults:
    """What one of CHECKS finds; raises NotLookedAt where the file does not let itself be looked at."""
    try:
        yield from CHECKS[name](store)
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise NotLookedAt("another program is using the database") from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise NotLookedAt("the file, or its folder, can only be read") from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise NotLookedAt("the disk is full, or fails") from error
        # What is said of a damaged schema is quoted in brackets.
        yield str(error).partition(" (")[0]


def integrity(store: Store) -> Faults:
    """What SQLite finds wrong with the file's pages and indexes; the first of very many."""
    found = iter(faults(store.connection))
    shown = list(islice(found, _SHOWN))
    if len(shown) == _SHOWN:
        # A page further on may be the only damage; see damage.is_damage.
        shown += islice(filter(is_damage, found), 1)
    return iter(shown)


def references(store: Store) -> Faults:
    """Records that refer to one that is not there, to themselves, or to another client's."""
    for one in broken(store):
        ref = f"{one.kind.PREFIX}{one.id}"
        how = f"mend it: caseload undo --outside {ref}, or {one.kind.TABLE} edit {ref}"
        yield f"{ref}, {one.key}: {one.fault}; {how}"
    yield from (f"{one.kind.PREFIX}{one.id}, {one.key}: {one.fault}" for one in linked_twice(store))
    kinds = {kind.TABLE for kind in KINDS}
    for table, row, parent, _ in store.connection.execute("pragma foreign_key_check"):
        if table not in kinds:
            yield f"{table} {row} refers to a {parent} that is not there"


def search_index(store: Store) -> Faults:
    """Kinds whose search index does not agree with what is stored."""
    for kind in KINDS:
        if not kind.SEARCHED:
            continue
        index = f"{kind.TABLE}_fts"
        try:
            # Rolled back: the check is spelled as an insert, and doctor writes nothing.
            store.connection.execute("begin")
            store.connection.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            # Told by another code where there was no looking.
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
                raise
            yield f"the search index of {kind.TABLE} does not agree with its records"
        finally:
            if store.connection.in_transaction:
                store.connection.execute("rollback")


def schema(store: Store) -> Faults:
    """Tables, indexes and triggers that are missing, changed or foreign; the two of Litestream are expected guests.

    Migrations too that are missing or unknown.
    """
    (wanted, known), found = as_made(), objects(store.connection)
    yield from (f"{name} is missing" for name in sorted(wanted.keys() - found.keys()))
    yield from (f"{name} is not part of caseload" for name in sorted(found.keys() - wanted.keys() - LITESTREAM))
    yield from (f"{name} is not as caseload made it" for name in sorted(wanted.keys() & found.keys())
                if wanted[name] != found[name])  # fmt: skip
    if "table _sqlite_migrations" in found:
        went_through = applied(store.connection)
        yield from (f"migration {one} is missing" for one in sorted(known - went_through))
        yield from (f"migration {one} is none that this caseload knows" for one in sorted(went_through - known))


@cache
def as_made() -> tuple[dict[str, str], set[str]]:
    """What a new database has: its objects, the migrations that it counts as having gone through."""
    with closing(fresh()) as should:
        return objects(should), applied(should)


def rules(store: Store) -> Faults:
    """Rows that no longer pass the rules of their kind, by typed id."""
    for kind in KINDS:
        for _ in store.each(kind, "true"):
            pass
    found, store.bad_rows = store.bad_rows, {}
    found = {ref: _hidden(store, ref) for ref in unread(store)} | found
    yield from (f"{ref}: {fault}{_mend(store, ref, fault)}" for ref, fault in found.items())
    for kind in KINDS:
        for name in of_nature(kind, Stamp):
            sql = f"select id from {kind.TABLE} where strftime('%Y-%m-%dT%H:%M:%SZ', {name}) is not {name}"
            yield from (
                f"{kind.PREFIX}{row[0]}: {name} is not a moment in UTC" for row in store.connection.execute(sql)
            )


def _hidden(store: Store, ref: str) -> str:
    """What hides a record that no list finds, though no rule of its kind is against it."""
    try:
        store.get(*(parse_ref(ref) or (Record, 0)))
    except BadRow as error:
        return error.fault
    except NotFound:
        pass
    return "holds what is no date or no word, and is in no list"


def _mend(store: Store, ref: str, fault: str) -> str:
    """What makes a record readable again: a command of caseload's, else another program's; nothing where neither does.

    Where what hides a record is no moment, it may be meant to be voided, or not: both are said.
    """
    how = mended_by(store, ref)
    name, _, said = fault.partition(" ")
    kind, number = parse_ref(ref) or (None, 0)
    is_field = kind is not None and said == UNREADABLE and name in kind.DEFAULTS
    if kind is not None and is_field and (not how or name == HIDDEN):
        default = kind.DEFAULTS[name]
        value = "null" if default is None else f"'{default}'" if isinstance(default, str) else "'...'"
        path = str(store.connection.execute("pragma database_list").fetchone()[2])
        program = "sqlite3" if driver.key_of(path) is None else "sqlcipher"
        line = f'{program} {shlex.quote(path)} "update {kind.TABLE} set {name} = {value} where id = {number}"'
        how = f"{how}, or if it is not to be voided: {line}" if how else line
    return how and f"; mend it: {how}"


def waivers(store: Store) -> Faults:
    """Snoozes of what is not there."""
    return (f"{one.kind.PREFIX}{one.id}, {one.key}: {one.fault}" for one in missing_items(store))


def own(store: Store) -> Faults:
    """Values that no declaration of the user's own fields allows, and declarations that go by a field of the kind."""
    for kind in KINDS:
        if kind.OWN:
            known = declared(store, kind, dropped=True)
            yield from (f"{one.ref}, name: is a field of {kind.TABLE} by itself" for one in known if is_built_in(one))
            for record in store.each(kind, "own <> '{}'"):
                try:
                    refuse_unfit(record.own, known)
                except Invalid as error:
                    yield f"{record.ref}, {error.field}: {error.fault}"


def stays(store: Store) -> Faults:
    """Clients whose record says something else of where they are than the stay that they are in, or who are in two."""
    for client, said, stay in untold(store):
        shown = {"setting": said.setting, "release-on": said.release_on, "release-certainty": said.release_certainty}
        given = "".join(f" --{name} {value}" for name, value in shown.items() if value)
        empty = "".join(f" --clear {name.replace('-', '_')}" for name, value in shown.items() if not value)
        fault = ", ".join(filter(None, (client.setting, str(client.release_on or ""), client.release_certainty)))
        what = f"{client.ref}: has {fault or 'no setting'}, and is in {stay.ref}"
        yield f"{what}; mend it: caseload client edit {client.ref}{given}{empty}"
    for one in open_stays(store):
        if (other := other_of_sort(store, one)) and other.id < one.id:
            way = f"mend it: caseload stay leave {other.ref} --on DAY, or stay void {one.ref} --reason TEXT"
            yield f"{one.ref}: goes on beside {other.ref}, of the same sort; {way}"


def change_log(store: Store) -> Faults:
    """A step that another program has left open; rows of the log that `undo` and `history` cannot read.

    Those are no image of a record, or of no kind there is.
    """
    for (number,) in store.connection.execute("select id from operation where open = 1"):
        yield f"step {number} was left open by another program, and nothing can be stored; mend it: {FIX}"
    kinds = ", ".join(f"'{kind.TABLE}'" for kind in KINDS)
    bad = " or ".join(
        f"({name} is not null and iif(json_valid({name}), json_type({name}), '') <> 'object')"
        for name in ("before", "after")
    )
    sql = f"select id, kind in ({kinds}) from change where kind not in ({kinds}) or {bad} order by id"
    for number, is_kind in store.connection.execute(sql):
        yield f"row {number} {'holds no image of a record' if is_kind else 'is of a kind that there is not'}"


FIX = "caseload doctor --fix"

_SHOWN = 20
"""So many faults of one kind tell enough."""

CHECKS: dict[str, Callable[[Store], Faults]] = {
    "integrity": integrity,
    "references": references,
    "search index": search_index,
    "schema": schema,
    "rules": rules,
    "snoozes": waivers,
    "own fields": own,
    "stays": stays,
    "change log": change_log,
}


def objects(connection: sqlite3.Connection) -> dict[str, str]:
    """The tables, indexes, triggers and views of a file by kind and name, each with its SQL on one line."""
    sql = "select type || ' ' || name, sql from sqlite_master where sql is not null and name not like 'sqlite_%'"
    return {name: " ".join(text.split()) for name, text in connection.execute(sql)}
