"""Schema 17."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind


def m017_decided_against(db: Database) -> None:
    """What was decided against clients is found by its day: a page asks each morning whether it is contested."""
    db.conn.execute(f"create index benefit_against on benefit ({_OF_BENEFIT}) where {_BENEFIT}")
    db.conn.execute(f"create index authorization_against on authorization ({_OF_AUTHORIZATION}) where {_AUTHORIZATION}")


_OF_BENEFIT = "coalesce(notice_on, closed_on, decided_on, '9999-12-31')"
_BENEFIT = "voided_at is null and status in ('denied', 'closed')"
_OF_AUTHORIZATION = "coalesce(notice_on, decided_on, '9999-12-31')"
_AUTHORIZATION = "voided_at is null and status in ('denied', 'partial')"
