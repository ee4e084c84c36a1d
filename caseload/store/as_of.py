"""The caseload as its records stood at the end of a day: a copy of the file in memory, wound back through the log."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, tzinfo
from typing import NoReturn

from caseload.errors import Refused
from caseload.records.kinds import KINDS
from caseload.store import driver
from caseload.store.bulk import bring_up_to_date
from caseload.store.core import Store
from caseload.store.opening import SCHEMA
from caseload.store.operations import LOG
from caseload.when.dates import day_ends, say_when


class Past(Store):
    """The store of a past day, which is only read."""

    def step(self, *_: object, **__: object) -> NoReturn:
        """Raises Refused for every step."""
        raise Refused("--as-of only looks back: nothing is written on a past day", "leave it out to write")


def looked_back(
    file: sqlite3.Connection, day: date, zone: tzinfo | None, at: str, tell: Callable[[str], None]
) -> Store:  # fmt: skip
    """The store of a past day, which nothing is written to; the connection to the file of today is closed.

    Tells of purges since. Raises Refused where the log begins after that day.
    """
    ends = f"{day_ends(day, zone):%Y-%m-%dT%H:%M:%SZ}"
    there = str(file.execute("pragma database_list").fetchone()[2])
    with closing(file):
        then = driver.in_memory(there)
        kept = _last_change(file, ends, zone)
        # Whole, and not only what is asked about: the file is free again at once, for whoever writes to it meanwhile.
        file.backup(then)
    # What sorts much would else put it into files of its own.
    then.execute("pragma temp_store = memory")
    # What another program wrote against the rules stood there, too.
    then.execute("pragma ignore_check_constraints = on")
    for line in _purged(then, kept, ends, zone):
        tell(line)
    schema = _schema(then, ends)
    then.execute("begin")
    _wind_back(then, kept, all_tables=schema < SCHEMA)
    if schema < SCHEMA:
        _bring_up(then, schema, at)
    then.execute("commit")
    then.execute("pragma query_only = on")
    return Past(then, at)


def _last_change(file: sqlite3.Connection, ends: str, zone: tzinfo | None) -> int:
    """The number of the last change that was made by then, looked for from the newest on; raises Refused for none."""
    found = file.execute("select id from change where at < ? order by id desc limit 1", (ends,)).fetchone()
    if found:
        return int(found[0])
    first = file.execute("""
select change.at, coalesce(operation.command, 'another program') from change
left join operation on operation.id = operation_id order by change.id limit 1""").fetchone()
    if first is None:
        raise Refused("there is no past day to look back to: nothing was ever recorded", "leave --as-of out")
    began = _day(first[0], zone)
    said = f"the change log begins on {say_when(began)}, with {first[1]}: what was before is not in it"
    raise Refused(said, f"--as-of {began} or later shows the rest")


def _wind_back(then: sqlite3.Connection, kept: int, *, all_tables: bool) -> None:
    """Put every record that was written to after the change `kept` back as it was, and the log itself."""
    key = "primary key (kind, record_id)"
    then.execute(f"create temp table first_since (kind, record_id, change_id, {key}) without rowid")
    # By rowid: the indexes of the log are as long as the log.
    since = f"from change not indexed where id > {kept}"
    then.execute(f"""insert into first_since
select kind, record_id, min(id) {since} and last_id is null group by kind, record_id""")
    touched = {str(row[0]) for row in then.execute(f"select distinct kind {since}")}
    tables = [kind.TABLE for kind in KINDS if all_tables or kind.TABLE in touched]
    _without_triggers(then, (*LOG, *tables))
    for table, first, last, began in then.execute(f"""
select kind, record_id, last_id, (select min(id) from change as its where its.operation_id = change.operation_id)
{since} and last_id is not null""").fetchall():
        if table in tables:
            # What the import added, and perhaps changed: its range is logged when it has come to its end.
            its = "kind = ? and record_id between ? and ? and change_id >= ?"
            then.execute(f"delete from first_since where {its}", (table, first, last, began))
            then.execute(f"delete from {table} where id between ? and ?", (first, last))
    for table in tables:
        # All that are in the way first: what is a record's own, such as a handle, may have gone from one to another.
        then.execute(f"delete from {table} where id in (select record_id from first_since where kind = ?)", (table,))
        columns = dict(_columns(then, table))
        then.execute(
            f"""
insert into {table} ({", ".join(columns)}) select {", ".join(columns.values())}
from first_since join change on change.id = change_id where first_since.kind = ? and before is not null""",
            (table,),
        )
    then.execute("drop table first_since")
    gone = f"(select operation_id {since})"
    began = f"exists (select 1 from change where operation_id = operation.id and id <= {kept})"
    then.execute(f"delete from operation where id in {gone} and not {began}")
    then.execute(f"delete from change where id > {kept}")
    for table in LOG[2:]:
        then.execute(f"delete from {table} where operation_id not in (select id from operation)")


def _without_triggers(then: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Without those that log, that keep what `find` looks through, and that let the log stand."""
    marks = ", ".join("?" * len(tables))
    named = f"select name from sqlite_master where type = 'trigger' and tbl_name in ({marks})"
    for (name,) in then.execute(named, tables).fetchall():
        then.execute(f"drop trigger {name}")


def _columns(then: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """The columns of a table, with SQL for the value that an image of the log has; an older one lacks the later ones.

    Those came with their default, which is none for one that may be empty. `own_words` follows from others.
    """
    for _, name, _, must_be, default, is_key in then.execute(f"pragma table_info({table})").fetchall():
        if name != "own_words":
            value = f"before ->> '{name}'"
            value = f"coalesce({value}, {default})" if must_be and default else value
            yield name, "first_since.record_id" if is_key else value


def _schema(then: sqlite3.Connection, ends: str) -> int:
    """The schema that the file had by then, of those that it went through after it was made."""
    # A new file has all there are from its first second on, whatever CASELOAD_NOW says.
    later = """select count(*) from _sqlite_migrations where applied_at >= replace(rtrim(?, 'Z'), 'T', ' ')
    and applied_at > (select datetime(min(applied_at), '+1 minute') from _sqlite_migrations)"""
    return SCHEMA - int(then.execute(later, (ends,)).fetchone()[0])


def _bring_up(then: sqlite3.Connection, schema: int, at: str) -> None:
    """What upgrades since have made of the records."""
    from sqlite_utils import Database

    from caseload.store.migrations.making import rename_taken

    bring_up_to_date(Store(then, at), schema)
    rename_taken(Database(then, recursive_triggers=False, execute_plugins=False))


def _purged(then: sqlite3.Connection, kept: int, ends: str, zone: tzinfo | None) -> Iterator[str]:
    """A line where clients that were there by then were purged since."""
    # What was purged has no images in the log any more; that it was written to stands there.
    sql = """select operation.at from purge join operation on operation.id = operation_id where operation.at >= ?
    and exists (select 1 from change as gone join change as one on one.kind = 'client'
        and gone.record_id between one.record_id and coalesce(one.last_id, one.record_id)
        where gone.operation_id = operation.id and gone.kind = 'client' and one.id <= ?) order by operation.id"""
    if days := [say_when(_day(row[0], zone)) for row in then.execute(sql, (ends, kept))]:
        count = f"{len(days)} client{'s were' if len(days) > 1 else ' was'}"
        yield f"{count} purged after that day ({', '.join(dict.fromkeys(days))}): nothing of that is left to show"


def _day(stamp: str, zone: tzinfo | None) -> date:
    return datetime.fromisoformat(stamp).astimezone(zone).date()
