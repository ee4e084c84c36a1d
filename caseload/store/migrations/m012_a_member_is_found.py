"""Schema 12."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind


def m012_a_member_is_found(db: Database) -> None:
    """A coverage is found by its whole member number, as an identifier is: no search index has a word of it."""
    db.conn.execute(f"create index coverage_member on coverage ({_NUMBER}) where member_id is not null")


_NUMBER = "lower(replace(replace(member_id, '-', ''), ' ', ''))"
