"""Schema 10."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import extend, guard, make_kind, put_aside, put_back


def m010_who_pays(db: Database) -> None:
    """Coverage, authorization, and the service that draws on one."""
    put_aside(db)
    make_kind(
        db, "coverage", _COVERAGE, searched=("payer", "plan_name", "type"),
        indexes=(
            "create index coverage_client on coverage (client_id)",
            ("create index coverage_open on coverage (client_id, started_on)\n"
            "where status in ('active', 'draft') and voided_at is null"),
            "create index coverage_ends on coverage (ended_on) where status = 'active' and voided_at is null",
        ),
        days=("started_on", "ended_on"), status="status",
        words=("active", "cancelled", "draft", "entered-in-error"),
    )  # fmt: skip
    make_kind(
        db, "authorization", _AUTHORIZATION, searched=("service_type", "number", "reason"),
        indexes=(
            "create index authorization_client on authorization (client_id)",
            "create index authorization_coverage on authorization (coverage_id)",
            "create index authorization_number on authorization (number) where number is not null",
            ("create index authorization_open on authorization (client_id, ends_on)\n"
            "where status in ('requested', 'pending', 'approved', 'partial') and voided_at is null"),
            ("create index authorization_ends on authorization (ends_on)\n"
            "where status in ('requested', 'pending', 'approved', 'partial') and voided_at is null"),
            ("create index authorization_superseded on authorization (superseded_by_id)\n"
            "where superseded_by_id is not null"),
        ),
        days=("starts_on", "ends_on", "requested_on", "decided_on", "notice_on", "used_reported_on"), status="status",
        words=("requested", "pending", "approved", "partial", "denied", "expired", "cancelled", "exhausted"),
    )  # fmt: skip
    extend(db, "service", {"authorization_id": "integer references authorization (id)"})
    db.conn.execute(
        "create index service_authorization on service (authorization_id) where authorization_id is not null"
    )
    for table in ("coverage", "authorization"):
        guard(db, table)
    put_back(db)


_COVERAGE = """
    client_id integer not null references client (id),
    payer text not null,
    plan_name text,
    member_id text,
    type text,
    started_on text,
    ended_on text,
    status text not null default 'active' check (status in ('active', 'cancelled', 'draft', 'entered-in-error'))
"""

_AUTHORIZATION = """
    client_id integer not null references client (id),
    coverage_id integer references coverage (id),
    service_type text not null,
    number text,
    unit text not null default 'visit' check (unit in ('visit', 'hour', '15min', 'day', 'dollar')),
    units real,
    asked_units real,
    rounding text check (rounding in ('eight-minute', 'eight-minute-per-service', 'full', 'first-minute-then-half',
        'contact-day', 'month')),
    starts_on text,
    ends_on text,
    status text not null default 'requested' check (status in ('requested', 'pending', 'approved', 'partial', 'denied',
        'expired', 'cancelled', 'exhausted')),
    requested_on text,
    decided_on text,
    notice_on text,
    reason text,
    used_reported real,
    used_reported_on text,
    superseded_by_id integer references authorization (id)
"""
