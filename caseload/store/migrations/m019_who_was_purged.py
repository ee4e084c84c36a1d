"""Schema 19."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind


def m019_who_was_purged(db: Database) -> None:
    """Which steps removed a client for good; what they removed is told by changes of the log that have no images.

    Only within such a step may a change be emptied, and nothing else of it changes.
    """
    db.conn.execute("""
create table purge (
    operation_id integer primary key references operation (id),
    reason text not null,
    overwritten_at text
) strict""")
    stays = "id", "operation_id", "at", "kind", "record_id", "last_id"
    old, new = (", ".join(f"{row}.{name}" for name in stays) for row in ("old", "new"))
    db.conn.execute("drop trigger change_is_not_edited")
    db.conn.execute(f"""
create trigger change_is_not_edited before update on change
when not (new.before is null and new.after is null and ({new}) is ({old})
    and exists (select 1 from operation join purge on operation_id = operation.id where open = 1))
begin select raise(abort, 'the change log is never edited'); end""")
