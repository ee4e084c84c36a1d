"""One database, open: records added, read and saved, in one transaction a command."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from operator import methodcaller
from typing import Any, NamedTuple, TypeVar

from caseload.errors import BadRow, NotFound, Refused, Unusable
from caseload.records.of.base import Record
from caseload.records.of.names import fold
from caseload.store import driver, rows
from caseload.store.damage import refuse_damaged
from caseload.value import replace

R = TypeVar("R", bound=Record)
Values = Sequence[Any] | Mapping[str, Any]


def is_database(text: str) -> bool:
    """Whether the text has the shape of a caseload's id: 16 digits of base 16."""
    return len(text) == 16 and set(text) <= set("0123456789abcdef")


class Mended(NamedTuple):
    """What stands for a record that cannot be read until it is saved, and what it holds there, as stored, by name."""

    record: Record
    stored: Mapping[str, Any]


def _folded(text: bytes | None) -> str | None:
    return None if text is None else fold(text.decode("utf-8", "replace"))


class Store:
    """Records in one SQLite file; `at` is this run's moment in UTC, the stamp of all it writes, `who` writes it."""

    def __init__(self, connection: sqlite3.Connection, at: str, who: str = "") -> None:
        self.connection = connection
        # Bytes that another program wrote and that are no text must not stop a list; the record's rules refuse them.
        self.connection.text_factory = methodcaller("decode", "utf-8", "surrogateescape")
        # To a function SQLite gives such bytes only as a blob: fold(cast(name as blob)).
        self.connection.create_function("fold", 1, _folded, deterministic=True)
        self._defined: set[str] = set()
        self.at, self.who = at, who
        self.bad_rows: dict[str, str] = {}
        """Rows that lists have left out: typed id, and the rule they break."""
        self.unread: tuple[int, list[str]] | None = None
        """Those that no list can find, and how much this run had written when they were asked for; see store.unread."""
        self.said = ""
        """What an answer has told already of them."""
        self.stored: int | None = None
        """The last operation that is stored for good."""
        self.was: dict[str, Record] = {}
        """The records that the last step changed, as they were before it, by typed id."""
        self.written: dict[str, Record] = {}
        """The records that the last step added or changed, as it left them; of neither a bulk step keeps any."""
        self.mended: dict[str, Mended] = {}
        """Records that this run reads only to mend them, by typed id; see store.mending."""
        self._keeps = True
        self.revealed: set[str] = set()
        """The typed ids of records of which something confidential was shown."""
        self.wrote = True
        """Whether the last step changed anything."""

    @property
    def database(self) -> str:
        """Which caseload this is: the same in every copy, and in no other; nothing where another program broke it."""
        try:
            found = [str(row[0]) for row in self.connection.execute("select database from identity limit 2")]
        except sqlite3.OperationalError:
            found = []
        return found[0] if len(found) == 1 and is_database(found[0]) else ""

    @property
    def newest(self) -> str:
        """The newest step that the log has, its number and its moment; nothing where there was none."""
        found = self.connection.execute("select id || ' ' || at from operation order by id desc limit 1").fetchone()
        return str(found[0]) if found else ""

    @property
    def latest(self) -> str:
        """The step of the latest moment, as `newest`; it is another where the clock was set back."""
        found = self.connection.execute("select id || ' ' || at from operation order by at desc limit 1").fetchone()
        return str(found[0]) if found else ""

    def has_seen(self, step: str) -> bool:
        """Whether the log has a step that was once the `newest`: a copy put back, or begun anew, may lack it."""
        number, _, at = step.partition(" ")
        sql = "select 1 from operation where id = ? and at = ?"
        return not step or self.connection.execute(sql, (number, at)).fetchone() is not None

    def adopt(self, database: str) -> None:
        """Be the caseload that an export came from."""
        self.connection.execute("update identity set database = ?", (database,))

    def left_out(self) -> str:
        """One line on what is in no list because it cannot be read; nothing where there is none, or it was `said`."""
        from caseload.store.unread import told

        line = told(self)
        return "" if line == self.said else line

    @property
    def stays(self) -> str:
        """Why what the run has done is not to be taken back: what could not be read is not put back."""
        refs = ", ".join(f"caseload history {ref}" for ref in self.mended)
        return f"no undo: {refs} {'shows' if len(self.mended) == 1 else 'show'} what was there" if refs else ""

    def close(self, *, ends: bool = False) -> None:
        """Let go of the file; where the process `ends` now, the system does it at once.

        SQLite would first take apart the schema that it has read, which is a fiftieth of a short run.
        """
        # What another program has made a write-ahead log of is put into the file by whoever closes it last.
        with suppress(sqlite3.Error):
            if ends and not self.connection.in_transaction and self._journal() == "delete":
                return
        self.connection.close()

    def _journal(self) -> str:
        return str(self.connection.execute("pragma journal_mode").fetchone()[0])

    def define(self, name: str, function: Callable[..., str]) -> None:
        """Let SQL call a function by that name; one that it knows already stays, since a query may be at it."""
        if name not in self._defined:
            self._defined.add(name)
            self.connection.create_function(name, -1, function, deterministic=True)

    @contextmanager
    def step(
        self, command: str, *, bulk: bool = False, dry_run: bool = False, again: int | None = None, origin: str = ""
    ) -> Iterator[int]:  # fmt: skip
        """One command: all of it is stored, as one operation that one undo takes back, or none of it.

        Yields the operation's id. With `bulk`, rows that are new are logged as a range of ids. With `dry_run` all of
        it happens and is rolled back. A step that changes nothing leaves no operation. Where COMMIT fails and all is
        stored for all that, `stored` says so. `again` is an operation of this run that goes on: what is stored as it
        comes, in several goes, and taken back by one undo. `origin` is the file that it comes from.
        """
        refuse_damaged(self.connection, look=bulk)
        # IMMEDIATE: a transaction that reads first and then writes fails at once when another writer is busy.
        # EXCLUSIVE: one that outgrows SQLite's memory would wait for readers anew at every page, and without an end.
        self.connection.execute("begin exclusive" if bulk else "begin immediate")
        self._keeps = not bulk
        try:
            before = self._last_ids() if bulk else {}
            if again is None:
                self.was, self.written = {}, {}
                # Its mark tells it from the step of that number in another copy of the file.
                sql = "(at, command, bulk, who, origin, mark) values (?, ?, ?, ?, ?, lower(hex(randomblob(8))))"
                operation = self._opened(sql, (self.at, command, bulk, self.who or None, origin or None))
            else:
                operation = again
                self.connection.execute("update operation set open = 1 where id = ?", (operation,))
            yield operation
            if bulk:
                self._log_ranges(operation, before)
            self.connection.execute("update operation set open = 0 where id = ?", (operation,))
            self.wrote = self._changed(operation)
            if self.wrote and not dry_run:
                self._commit(operation)
            else:
                self.connection.execute("rollback")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("rollback")
            raise

    def _opened(self, sql: str, values: Values) -> int:
        try:
            return int(self.connection.execute(f"insert into operation {sql}", values).lastrowid or 0)
        except sqlite3.IntegrityError:
            # Ours are closed before anybody else sees them.
            what = "another program has left a step open, and no other can be stored"
            raise Unusable(what, "caseload doctor --fix closes it") from None

    def _commit(self, operation: int) -> None:
        try:
            self.connection.execute("commit")
        except sqlite3.Error:
            # A transaction is stored from when its journal is gone; what fails after that takes nothing back.
            if self._is_stored(operation):
                self.stored = operation
            raise
        self.stored = operation

    def _is_stored(self, operation: int) -> bool:
        """Whether the file holds a finished operation, as whoever opens it next sees it."""
        file = self.connection.execute("pragma database_list").fetchone()[2]
        with suppress(sqlite3.Error):
            if self.connection.in_transaction:
                self.connection.execute("rollback")
        with suppress(sqlite3.Error), closing(driver.connect(file)) as again:
            sql = "select 1 from operation where (id, at, open) = (?, ?, 0)"
            return again.execute(sql, (operation, self.at)).fetchone() is not None
        return False

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads that see the caseload as it stands at one moment; writes nothing, holds no lock afterwards."""
        self.connection.execute("begin")
        try:
            yield
        finally:
            # Of a reader who left in the middle the file is closed already.
            with suppress(sqlite3.ProgrammingError):
                self.connection.execute("rollback")

    def add(self, record: R) -> R:
        """Store a new record and return it with its id and its stamps; stamps it came with are kept."""
        created = record.created_at or self.at
        stamped = replace(record, created_at=created, updated_at=record.updated_at or created)
        values = rows.row(stamped)
        marks = ", ".join(f":{name}" for name in values)
        sql = f"insert into {record.TABLE} ({', '.join(values)}) values ({marks})"
        added = replace(stamped, id=int(self.connection.execute(sql, values).lastrowid or 0))
        if self._keeps:
            self.written[added.ref] = added
        return added

    def save(self, record: R, *, at: str = "") -> R:
        """Store a record that was there already and return it with its new stamp; one that did not change stays.

        The stamp is this run's moment, unless it was changed `at` another, in another copy.
        """
        kind = type(record)
        mended = self.mended.get(record.ref)
        before = mended.record if mended else self.get(kind, record.id, voided=True)
        if before == record and not mended:
            return record
        if refusal := _refusal(before, record):
            raise Refused(refusal)
        self._refuse_by_kind(before, record)
        if _is_taken_off(record) and not _is_taken_off(before):
            from caseload.store.holds import refuse_held

            refuse_held(self, record)
        if any(vars(record).get(name) != vars(before).get(name) for name in WHOSE):
            from caseload.store.holds import refuse_given_away

            refuse_given_away(self, record)
        after = replace(record, updated_at=at or self.at)
        if self._keeps:
            if record.ref not in self.was and record.ref not in self.written:
                self.was[record.ref] = before
            self.written[record.ref] = after
        values, were = rows.row(after), rows.row(before)
        # No other column: SQLite would look again at a reference that leads nowhere, and let nothing be mended.
        written = [name for name in values if values[name] != were[name] or (mended and name in mended.stored)]
        names = ", ".join(f"{name} = :{name}" for name in dict.fromkeys((*written, "updated_at")))
        self.connection.execute(f"update {kind.TABLE} set {names} where id = :id", values)
        self.bad_rows.pop(record.ref, None)
        return after

    def _refuse_by_kind(self, before: Record, record: Record) -> None:
        """Raises Refused for what a kind does not let become of its records, by what else is stored."""
        table = record.TABLE
        if table == "instrument":
            from caseload.store.reads.screening import refuse_asked_otherwise

            refuse_asked_otherwise(self, before, record)
        elif table == "template" and before.voided_at == record.voided_at:
            from caseload.store.reads.checklists import refuse_applied

            refuse_applied(self, before)
        elif table == "consent":
            from caseload.store.reads.consents import refuse_widened

            refuse_widened(self, before, record)

    def unchanged(self, record: R) -> R:
        """The record as it stands; raises Refused where it has changed since it was read, as behind an open editor."""
        if record.ref not in self.mended and self.get(type(record), record.id) != record:
            raise Refused(f"{record.ref} has been changed meanwhile", f"see caseload history {record.ref}")
        return record

    def get(self, kind: type[R], id: int, *, voided: bool = False) -> R:  # noqa: A002 - the column's name
        """The record of that number; raises NotFound, also for a voided one unless asked for."""
        found = self.select(kind, "id = ?", (id,), lenient=False)
        if not found:
            from caseload.store.purges import missing

            raise missing(self, kind, id)
        if found[0].voided_at and not voided:
            from caseload.store.mending import refuse_hidden

            refuse_hidden(found[0])
            raise NotFound(f"{found[0].ref} was voided", f"see caseload history {found[0].ref}")
        return found[0]

    def select(self, kind: type[R], where: str, values: Values = (), *, lenient: bool = True) -> list[R]:
        """The records for which a piece of SQL holds; see `each`."""
        return list(self.each(kind, where, values, lenient=lenient))

    def each(self, kind: type[R], where: str, values: Values = (), *, lenient: bool = True) -> Iterator[R]:
        """The records for which a piece of SQL holds, one by one; for the store's own modules only.

        A row that breaks a rule is left out and remembered in `bad_rows`, or raises BadRow where not `lenient`.
        """
        sql = f"select {rows.columns(kind)} from {kind.TABLE} where {where}"
        for row in self.connection.execute(sql, values):
            try:
                yield rows.record(kind, row)
            except BadRow as error:
                if not lenient:
                    raise
                self.bad_rows[error.ref] = error.fault

    def holds(self, table: str) -> bool:
        """Whether there is any record in a kind's table, the voided included; the kind is not loaded for it."""
        return self.connection.execute(f"select 1 from {table} where id > 0 limit 1").fetchone() is not None

    def _changed(self, operation: int) -> bool:
        """Whether a step changed a record, took something of another copy into account, or took back that one did."""
        sql = " union all ".join(f"select 1 from {table} where operation_id = :step" for table in ("change", "merge"))
        sql = f"{sql} union all select 1 from operation where id = :step and target_id is not null limit 1"
        return self.connection.execute(sql, {"step": operation}).fetchone() is not None

    def _last_ids(self) -> dict[str, int]:
        from caseload.records.kinds import KINDS

        # Not sqlite_sequence: an import that was undone and comes again brings ids below it.
        sql = "select coalesce(max(id), 0) from {}"
        return {kind.TABLE: int(self.connection.execute(sql.format(kind.TABLE)).fetchone()[0]) for kind in KINDS}

    def _log_ranges(self, operation: int, before: dict[str, int]) -> None:
        """Log what is new as a range of ids a kind, kinds that are referred to first."""
        sql = "insert into change (operation_id, at, kind, record_id, last_id) values (?, ?, ?, ?, ?)"
        for table, last in before.items():
            new = f"select min(id), max(id) from {table} where id > ?"
            first_and_last = self.connection.execute(new, (last,)).fetchone()
            if first_and_last[0] is not None:
                self.connection.execute(sql, (operation, self.at, table, *first_and_last))


WHOSE = ("client_id", "other_id", "goal_id", "note_id")
"""The columns by which a record is a client's."""


def _is_taken_off(record: Record) -> bool:
    """Whether it counts as not being there: it is voided, or said to have been entered in error."""
    return record.voided_at is not None or getattr(record, record.STATUS or "ref") == "entered-in-error"


def _refusal(before: Record, after: Record) -> str:
    """Why a record may not become another: what is signed only changes by being voided, or brought back."""
    voiding = replace(before, voided_at=after.voided_at, void_reason=after.void_reason) == after
    return "" if voiding else before.refusal_to_change()
