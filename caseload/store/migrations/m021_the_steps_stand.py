"""Schema 21."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind


def m021_the_steps_stand(db: Database) -> None:
    """By whom a step was made, and from which file; what the log keeps of steps is added to, and stands.

    A step is added open. While it is, it may become the undoing or the redoing of another, and log what is new in bulk
    or not. It is closed, and opened again as long as none has come after it, for what is stored in several goes. A
    purge takes the name of a file away. What purges and merges keep is added by their own step.
    """
    for column in ("who", "origin"):
        db.conn.execute(f"alter table operation add column {column} text")
    running = "exists (select 1 from operation where open = 1 and id = new.operation_id)"
    _guard(
        db,
        "operation",
        "the steps of the log are never edited",
        added="""new.open = 1 and new.kind = 'do'
    and new.target_id is null and not exists (select 1 from operation where id = new.id or open = 1)""",
        edited=f"""
    {_same("id", "at", "mark", "who")} and (
    ({_same("command", "kind", "target_id", "bulk", "origin")} and new.open <> old.open
        and (new.open = 0 or not exists (select 1 from operation where id > old.id)))
    or (new.open = 1 and old.open = 1 and {_same("origin")}
        and (old.kind = 'do' or {_same("command", "kind", "target_id")}))
    or (new.origin is null and {_same("command", "kind", "target_id", "bulk", "open")}
        and exists (select 1 from operation join purge on operation_id = operation.id where open = 1)))""",
    )
    db.conn.execute("drop trigger change_is_not_replaced")
    db.conn.execute("""
create trigger change_is_not_replaced before insert on change
when exists (select 1 from change where id = new.id)
    or (new.operation_id is not null and not exists (select 1 from operation where open = 1 and id = new.operation_id))
begin select raise(abort, 'the change log is never edited'); end""")
    _guard(
        db,
        "purge",
        "what was purged is never edited",
        added=running,
        edited=f"""
    {_same("operation_id", "reason")} and old.overwritten_at is null""",
    )
    for table in ("merge", "merge_record"):
        _guard(db, table, "what was merged is never edited", added=running, edited="false")


def _guard(db: Database, table: str, said: str, *, added: str, edited: str) -> None:
    """Triggers that refuse rows of a table to be deleted, and to be added or edited otherwise than so."""
    for name, event, when in (
        ("deleted", "delete", ""),
        ("added", "insert", f"\nwhen not ({added})"),
        ("edited", "update", f"\nwhen not ({edited.strip()})"),
    ):
        db.conn.execute(f"""
create trigger {table}_is_not_{name} before {event} on {table}{when}
begin select raise(abort, '{said}'); end""")


def _same(*names: str) -> str:
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("old", "new"))
    return f"({new}) is ({old})" if len(names) > 1 else f"{new} is {old}"
