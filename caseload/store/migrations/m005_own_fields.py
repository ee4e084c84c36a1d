"""Schema 5."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.m001_the_house import SEARCHED
from caseload.store.migrations.making import BASE, OWN, extend, index_own, put_aside, put_back, watch


def m005_own_fields(db: Database) -> None:
    """Fields of the user's own: their declarations, and a column for what they hold in every kind that is edited."""
    put_aside(db)
    for statement in _FIELD:
        db.conn.execute(statement)
    watch(db, "field")
    for table in _OWN:
        extend(db, table, OWN)
        index_own(db, table, SEARCHED[table])
    put_back(db)
    views = db.conn.execute("select name, sql from sqlite_master where type = 'view' order by rowid").fetchall()
    for name, _ in views:
        db.conn.execute(f"drop view {name}")
    for name, made in views:
        table = _SHOWN.get(name, "")
        db.conn.execute(made.replace(f"\nfrom {table}", f",\n    {table}.own\nfrom {table}", 1) if table else made)


_OWN = ("client", "person", "plan", "goal", "observation", "task", "appointment", "note")

_SHOWN = {
    "open_task": "task", "open_appointment": "appointment", "current_plan": "plan", "open_goal": "goal",
    "note_time": "note", "client_summary": "client",
}  # fmt: skip
"""Views with the table whose own fields they show, as their last column."""

_FIELD = (
    f"""
create table field (
    id integer primary key autoincrement,
    of text not null,
    name text not null,
    type text not null default 'text' check (type in ('text', 'number', 'day', 'yes-no', 'word', 'words')),
    label text not null,
    words text not null default '[]' check (json_valid(words)),
    {BASE}
) strict
""",
    "create unique index field_name on field (of, name) where voided_at is null",
)
