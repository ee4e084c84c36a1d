"""What a damaged file still holds, put into a new one by our own schema; what could not be had is counted by kind.

The pages of tables are read one by one, without SQLite (`store.pages`). What they have lost the change log may have:
it keeps each record as the last command left it. What there must have been is known from the log and from indexes.
"""

import json
import mmap
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from caseload import paths, placing
from caseload.errors import Refused, Unusable
from caseload.records.kinds import TABLES
from caseload.store import driver
from caseload.store.ciphered import SPARE, in_clear
from caseload.store.opening import APPLICATION_ID, SCHEMA, fresh, new_database
from caseload.store.operations import log_unguarded
from caseload.store.pages import MAGIC, Leaf, NoText, Pages, Row, Value

_BESIDE = ("-journal", "-wal", "-shm")
_SCHEMA = ("type", "name", "tbl_name", "rootpage", "sql")
_SEQUENCE, _IDENTITY = "sqlite_sequence", "identity"


class Salvaged(NamedTuple):
    """How many rows of a table were had: from its pages, from the log; how many the schema does not take, or are lost.

    The table `unknown` has rows of which it cannot be told what they were.
    """

    table: str
    read: int
    from_log: int
    refused: int
    lost: int


def salvage(database: Path, out: Path) -> list[Salvaged]:
    """All that can be had of a database, in a new file of its owner's alone; the damaged one is only read.

    Raises Unusable where there is no file, or nothing of a caseload in it; Refused where something is at the place.
    """
    if out.is_file() and out.stat().st_size:
        raise Refused(f"there is a file already at {out}", "name a new one with --salvage")
    key = driver.key_of(database)
    with new_database(out, key=key) as place, _settled(database, out) as source, source.open("rb") as file:
        if not source.stat().st_size:
            raise Unusable(f"{database} is empty", "there is nothing to take out of it")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            clear = data if key is None else in_clear(data[:], key)
            _refuse_strange(database, clear[:100])
            found = _Found(Pages(clear, 0 if key is None else SPARE))
        if not any(found.rows[table] for table in TABLES):
            raise Unusable(f"nothing of a caseload can be read in {database}", "put back a copy of it")
        return _stored(found, place)


class _Found:
    """The rows of a damaged file, by table and number."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.rows: dict[str, dict[int, tuple[Value, ...]]] = defaultdict(dict)
        self.columns: dict[str, Sequence[str]] = {}
        self.expected: dict[str, set[int]] = defaultdict(set)
        self.unknown = 0
        self.torn: set[str] = set()
        """Tables of which a page could not be read."""
        self.strays: dict[str, set[int]] = defaultdict(set)
        """The numbers of rows to whose page nothing led."""
        with closing(fresh()) as made:
            self.made = {one: _columns(made, one) for one in _tables(made)}
            self.keys = {one: _key(made, one) for one in self.made}
            seen = pages.free()
            schema = self._schema(seen)
            for name in (*self.made, _SEQUENCE):
                self._take(name, schema, seen)
            for name, (_, root, _) in schema.items():
                if name not in self.columns and root:
                    # What the others hold is derived from these.
                    for _ in self.pages.leaves(root, seen):
                        pass
            self._place_strays(made, seen)
        for table in TABLES:
            self._expect(table, schema)

    def _schema(self, seen: set[int]) -> dict[str, tuple[str, int, str | None]]:
        """By name what the file says that it has: of which table, from which page on, made by which SQL."""
        leaves = [leaf for _, leaf in self.pages.leaves(1, seen) if leaf]
        for number in set(range(1, self.pages.count + 1)) - seen:
            leaf = self.pages.leaf(number)
            if leaf and leaf.rows and all(map(_is_of_the_schema, leaf.rows)):
                seen.add(number)
                leaves.append(leaf)
        rows = [
            dict(zip(_SCHEMA, row.values, strict=True)) for leaf in leaves for row in leaf.rows if len(row.values) == 5
        ]
        return {str(one["name"]): (str(one["tbl_name"]), _root(one["rootpage"]), _sql(one["sql"])) for one in rows}

    def _take(self, name: str, schema: Mapping[str, tuple[str, int, str | None]], seen: set[int]) -> None:
        _, root, sql = schema.get(name, (name, 0, None))
        self.columns[name] = ("name", "seq") if name == _SEQUENCE else _columns_of(sql, name) or self.made[name]
        if not root:
            self.torn.add(name)
            return
        for _, leaf in self.pages.leaves(root, seen):
            if leaf is None or leaf.broken:
                self.torn.add(name)
            if leaf:
                self._keep(name, leaf)

    def _keep(self, name: str, leaf: Leaf) -> None:
        for row in leaf.rows:
            if len(row.values) <= len(self.columns[name]):
                self.rows[name].setdefault(row.number, row.values)

    def _place_strays(self, made: sqlite3.Connection, seen: set[int]) -> None:
        """Pages to which nothing leads any more belong to the one table whose rules all of their rows keep."""
        made.execute("pragma foreign_keys = off")
        for number in sorted(set(range(1, self.pages.count + 1)) - seen):
            leaf = self.pages.leaf(number)
            if leaf is None or not leaf.rows:
                continue
            fits = [one for one in self.made if one in self.torn and self._fits(made, one, leaf)]
            if len(fits) == 1:
                self.strays[fits[0]].update({row.number for row in leaf.rows} - self.rows[fits[0]].keys())
                self._keep(fits[0], leaf)
            elif fits:
                self.unknown += len(leaf.rows)

    def _fits(self, made: sqlite3.Connection, table: str, leaf: Leaf) -> bool:
        if any(len(row.values) > len(self.columns[table]) for row in leaf.rows):
            return False
        made.execute("begin")
        try:
            _open_step(made)
            return all(_put(made, table, self.named(table, row.number, row.values)) for row in leaf.rows)
        finally:
            made.execute("rollback")

    def named(self, table: str, number: int, values: Sequence[Value]) -> dict[str, Value]:
        """A row by column; in the place of its number SQLite stores nothing."""
        row = dict(zip(self.columns[table], values, strict=False))
        return row | ({key: number} if (key := self.keys.get(table)) in row else {})

    def _expect(self, table: str, schema: Mapping[str, tuple[str, int, str | None]]) -> None:
        """Which rows a table must have had, as its indexes have them, and the index by which it is searched."""
        for name, (of, root, sql) in schema.items():
            if name == f"{table}_fts_docsize":
                for _, leaf in self.pages.leaves(root, set()):
                    self.expected[table].update(row.number for row in (leaf.rows if leaf else ()))
            elif of == table and name != table and (sql is None or sql.startswith(("CREATE INDEX", "CREATE UNIQUE"))):
                self.expected[table].update(self.pages.keys(root, set()))


def _stored(found: _Found, place: Path) -> list[Salvaged]:
    images, ranges = _images(found)
    with closing(driver.connect(place)) as connection:
        connection.execute("pragma foreign_keys = off")
        connection.execute("begin immediate")
        with log_unguarded(connection):
            told = [_several(connection, found, "operation", open=0)]
            # While a bulk step is open nothing is logged: what comes in has its past with it.
            step = _open_step(connection)
            told = [_records_stored(connection, found, table, images[table], ranges[table]) for table in TABLES] + told
            others = found.made.keys() - {*TABLES, "operation", _IDENTITY}
            told += [_several(connection, found, table) for table in sorted(others)]
            connection.execute("delete from operation where id = ?", (step,))
            _complete_log(connection)
            for row in found.rows[_IDENTITY].values():
                connection.execute("update identity set database = ?", row[:1])
            for values in found.rows[_SEQUENCE].values():
                _number_on(connection, *values[:2])
        connection.execute("commit")
    return [one for one in (*told, Salvaged("unknown", 0, 0, 0, found.unknown)) if any(one[1:])]


def _records_stored(
    connection: sqlite3.Connection, found: _Found, table: str, images: Mapping[int, Any], ranges: set[int]
) -> Salvaged:
    """The records of a kind: as their pages have them, else as the log has them."""
    gone = {number for number, image in images.items() if image is None}
    # An old page to which nothing leads may hold what was taken back, or purged, since.
    rows = {number: row for number, row in found.rows[table].items() if number not in found.strays[table] & gone}
    read = from_log = refused = 0
    for number, values in sorted(rows.items()):
        stored = _put(connection, table, found.named(table, number, values), anyhow=True)
        read, refused = read + stored, refused + (not stored)
    for number, image in images.items():
        if image is not None and number not in rows:
            known = {key: value for key, value in image.items() if key in found.made[table]}
            stored = _put(connection, table, known, anyhow=True)
            from_log, refused = from_log + stored, refused + (not stored)
    there = {row[0] for row in connection.execute(f"select id from {table}")}
    last = max((*there, *images), default=0)
    _number_on(connection, table, last)
    return Salvaged(
        table, read, from_log, refused, max(0, len((found.expected[table] | ranges) - there - gone) - refused)
    )


def _images(found: _Found) -> tuple[dict[str, dict[int, Any]], dict[str, set[int]]]:
    """By table each record as the log has it last, None where it went; and the numbers that imports gave."""
    images: dict[str, dict[int, Any]] = defaultdict(dict)
    ranges: dict[str, set[int]] = defaultdict(set)
    for number, values in sorted(found.rows["change"].items()):
        one = found.named("change", number, values)
        table, record = one.get("kind"), one.get("record_id")
        if table not in TABLES or not isinstance(record, int):
            continue
        if isinstance(last := one.get("last_id"), int):
            ranges[str(table)].update(range(record, min(last, record + 10_000_000) + 1))
            continue
        image = None
        with suppress(ValueError, TypeError, RecursionError):
            image = json.loads(str(one["after"]))
        images[str(table)][record] = image if isinstance(image, dict) else None
    return images, ranges


def _several(connection: sqlite3.Connection, found: _Found, table: str, **otherwise: Value) -> Salvaged:
    rows = found.rows[table]
    named = [found.named(table, number, values) | otherwise for number, values in sorted(rows.items())]
    stored = sum(_put(connection, table, one) for one in named)
    known = found.rows[_SEQUENCE].values()
    seqs = [one[1] for one in known if len(one) == 2 and one[0] == table and isinstance(one[1], int)]
    # The numbers of a log go up without a gap.
    lost = max(*rows, *seqs, 0, 0) - len(rows) if seqs or table in ("operation", "change") else 0
    return Salvaged(table, stored, 0, len(rows) - stored, lost)


def _complete_log(connection: sqlite3.Connection) -> None:
    """Let every change of a step that was lost have one, and none refer to an undone one that was."""
    connection.execute("""
insert into operation (id, at, command, open) select operation_id, min(at), '(lost)', 0 from change
where operation_id is not null and operation_id not in (select id from operation) group by operation_id""")
    connection.execute("update operation set target_id = null where target_id not in (select id from operation)")


def _open_step(connection: sqlite3.Connection) -> int:
    sql = "insert into operation (at, command, bulk) values ('', 'salvage', 1)"
    return int(connection.execute(sql).lastrowid or 0)


def _put(connection: sqlite3.Connection, table: str, row: Mapping[str, Value], *, anyhow: bool = False) -> bool:
    """Whether a row is stored; with `anyhow` also one that another program let break a rule of its table."""
    names, marks = (
        ", ".join(row),
        ", ".join("cast(? as text)" if isinstance(one, NoText) else "?" for one in row.values()),
    )
    sql = f"insert into {table} ({names}) values ({marks})"
    try:
        connection.execute(sql, tuple(row.values()))
    except (sqlite3.Error, OverflowError):
        if not anyhow:
            return False
        connection.execute("pragma ignore_check_constraints = on")
        try:
            return _put(connection, table, row)
        finally:
            connection.execute("pragma ignore_check_constraints = off")
    return True


def _number_on(connection: sqlite3.Connection, table: Value, last: Value) -> None:
    """Let no number be given again that was given once."""
    if isinstance(last, int) and table in (*TABLES, "operation", "change"):
        sql = "update sqlite_sequence set seq = max(seq, ?) where name = ?"
        if not connection.execute(sql, (last, table)).rowcount:
            connection.execute("insert into sqlite_sequence (seq, name) values (?, ?)", (last, table))


def _tables(made: sqlite3.Connection) -> list[str]:
    """What is to be had: every table but those that are derived from others, or SQLite's own; steps before all else."""
    sql = """select name from sqlite_master where type = 'table' and rootpage > 0 and name not like '%~_fts%' escape '~'
        and name not like 'sqlite~_%' escape '~' and name <> '_sqlite_migrations' order by name <> 'operation'"""
    return [str(row[0]) for row in made.execute(sql)]


def _key(made: sqlite3.Connection, table: str) -> str | None:
    """The column that is the number of a row; None where a table has none."""
    found = [
        row[1] for row in made.execute(f'pragma table_info("{table}")') if row[5] == 1 and row[2].lower() == "integer"
    ]
    return found[0] if found else None


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in connection.execute(f'pragma table_info("{table}")')]


def _columns_of(sql: str | None, table: str) -> list[str]:
    """The columns of a table as it was made; none where that cannot be read."""
    if sql is not None:
        with suppress(sqlite3.Error), closing(sqlite3.connect(":memory:")) as connection:
            connection.execute(sql)
            return _columns(connection, table)
    return []


def _is_of_the_schema(row: Row) -> bool:
    return len(row.values) == 5 and row.values[0] in ("table", "index", "trigger", "view")


def _root(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _sql(value: Value) -> str | None:
    return value if isinstance(value, str) else None


@contextmanager
def _settled(database: Path, out: Path) -> Iterator[Path]:
    """A copy of the database at rest: SQLite has put into it, or taken back, what a killed run left beside it."""
    if not paths.exists(database):
        raise Unusable(f"there is no database at {database}", "name it with --db")
    with placing.unfinished(out.with_name(f"{out.name}.source")) as source:
        beside = [Path(f"{source}{end}") for end in _BESIDE]
        try:
            shutil.copyfile(database, source)
            for end, one in zip(_BESIDE[:2], beside, strict=False):
                if paths.exists(f"{database}{end}"):
                    shutil.copyfile(f"{database}{end}", one)
            with suppress(sqlite3.Error), closing(driver.connect(source)) as connection:
                connection.execute("begin immediate")
                connection.execute("rollback")
            yield source
        except OSError as error:
            raise Unusable(f"cannot read {database}: {error.strerror}", "see caseload path") from error
        finally:
            for one in beside:
                one.unlink(missing_ok=True)


def _refuse_strange(database: Path, header: bytes) -> None:
    """Refuse what is another program's, or of a newer one; what has lost its first page may be ours."""
    if header.startswith(MAGIC):
        if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
            raise Unusable(f"{database} is another program's database", "name a caseload database with --db")
        if (schema := int.from_bytes(header[60:64], "big")) > SCHEMA:
            what = f"{database} was made by a newer caseload (schema {schema})"
            raise Unusable(what, "upgrade caseload, then try again")
