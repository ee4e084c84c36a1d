"""Schema 4."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import BASE, watch


def m004_the_links(db: Database) -> None:
    """Two clients who are one person, or who look it and are not."""
    for statement in _LINKS:
        db.conn.execute(statement)
    watch(db, "link")


_LINKS = (
    f"""
create table link (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    other_id integer not null references client (id),
    type text not null default 'seealso' check (type in ('seealso', 'replaced-by', 'certainly-not')),
    linked_on text not null,
    reason text,
    {BASE},
    check (client_id <> other_id)
) strict
""",
    "create index link_client on link (client_id)",
    "create index link_other on link (other_id)",
    """
create view client_link as
select 'lk' || link.id as id, 'c' || link.client_id as client, client.handle as client_handle,
    'c' || link.other_id as other, other.handle as other_handle, link.type, link.linked_on, link.reason
from link join client on client.id = link.client_id join client as other on other.id = link.other_id
where link.voided_at is null
""",
)
