"""Schema 20."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind


def m020_two_copies_made_one(db: Database) -> None:
    """What tells a step from every other one, of whatever copy; what a merge took from another."""
    db.conn.execute("alter table operation add column mark text")
    for statement in _TABLES:
        db.conn.execute(statement)


_TABLES = (
    """create table merge (
    operation_id integer not null references operation (id),
    change_id integer not null,
    mark text not null
) strict""",
    "create index merge_operation on merge (operation_id)",
    """create table merge_record (
    operation_id integer not null references operation (id),
    kind text not null,
    record_id integer not null,
    mark text not null,
    number integer not null
) strict""",
)
