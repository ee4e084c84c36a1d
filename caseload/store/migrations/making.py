"""What migrations make tables with: the columns all kinds have, the change log's triggers, the search index."""

from collections.abc import Sequence

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

BASE = """external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)"""
"""The columns that every kind ends with, and what tells rows of one source apart."""


def rebuild(db: Database, table: str, statements: Sequence[str], searched: Sequence[str]) -> None:
    """Make a table anew from its DDL and indexes, its rows, ids and triggers kept.

    SQLite changes no column's place or check in place. Runs with foreign keys off (`opening` sees to it and checks
    them before it commits), since dropping a table deletes its rows; `transform` of sqlite-utils would lose triggers.
    """
    made, *indexes = statements
    views = db.conn.execute("select name, sql from sqlite_master where type = 'view' order by rowid").fetchall()
    for name, _ in views:
        # One that names a table which is not there for a moment would stop the renaming.
        db.conn.execute(f"drop view {name}")
    kept = ", ".join(str(row[1]) for row in db.conn.execute(f"pragma table_info({table})"))
    seq = db.conn.execute("select seq from sqlite_sequence where name = ?", (table,)).fetchone()
    db.conn.execute(made.replace(f"create table {table} (", f"create table {table}_anew (", 1))
    db.conn.execute(f"insert into {table}_anew ({kept}) select {kept} from {table}")
    db.conn.execute(f"drop table {table}")
    db.conn.execute(f"alter table {table}_anew rename to {table}")
    if seq:
        # Ids are never given twice, those of rows that are gone included; an empty table has no row here.
        db.conn.execute("delete from sqlite_sequence where name = ?", (table,))
        db.conn.execute("insert into sqlite_sequence (name, seq) values (?, ?)", (table, seq[0]))
    for statement in indexes:
        db.conn.execute(statement)
    watch(db, table)
    keep_searchable(db, table, searched)
    for _, sql in views:
        db.conn.execute(sql)


def watch(db: Database, table: str) -> None:
    """Write every insert, update and delete of a table into the change log, whoever makes it."""
    now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
    columns = [str(row[1]) for row in db.conn.execute(f"pragma table_info({table})")]
    old, new = _as_json("old", columns), _as_json("new", columns)
    for event, before, after in (("insert", "null", new), ("update", old, new), ("delete", old, "null")):
        row = "old" if event == "delete" else "new"
        # A bulk import logs its new rows as one range of ids; everything else about it is logged one by one.
        alone = "\nwhen not exists (select 1 from operation where open = 1 and bulk = 1)" if event == "insert" else ""
        db.conn.execute(f"drop trigger if exists {table}_log_{event}")
        db.conn.execute(f"""
create trigger {table}_log_{event} after {event} on {table}{alone}
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), {now}), '{table}', {row}.id,
        {before},
        {after});
end""")


def _as_json(row: str, columns: Sequence[str]) -> str:
    """SQL for a row as a JSON object, in portions: a SQLite function takes at most 100 arguments."""
    portions = [columns[start : start + 40] for start in range(0, len(columns), 40)]
    sql = "json_object(" + ", ".join(f"'{name}', {row}.{name}" for name in portions[0]) + ")"
    for portion in portions[1:]:
        sql = f"json_insert({sql}, " + ", ".join(f"'$.{name}', {row}.{name}" for name in portion) + ")"
    return sql


def make_searchable(db: Database, table: str, columns: Sequence[str]) -> None:
    """A full-text index over some columns of a table, accents folded, kept by triggers."""
    db.conn.execute(f"""
create virtual table {table}_fts using fts5 ({", ".join(columns)},
    content = '{table}', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2')""")
    keep_searchable(db, table, columns)


def keep_searchable(db: Database, table: str, columns: Sequence[str]) -> None:
    """The triggers that keep the full-text index of a table."""
    listed = ", ".join(columns)
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("old", "new"))
    add = f"    insert into {table}_fts (rowid, {listed})\n    values (new.id, {new});\n"
    remove = f"    insert into {table}_fts ({table}_fts, rowid, {listed})\n    values ('delete', old.id, {old});\n"
    for event, work in (("insert", add), ("delete", remove), (f"update of {listed}", remove + add)):
        name = f"{table}_find_{event.split()[0]}"
        db.conn.execute(f"create trigger {name} after {event} on {table}\nbegin\n{work}end")
