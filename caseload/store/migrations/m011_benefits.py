"""Schema 11."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import extend, guard, make_kind, put_aside, put_back


def m011_benefits(db: Database) -> None:
    """Benefit, verification, appeal; the benefit that a task is for."""
    put_aside(db)
    make_kind(
        db, "benefit", _BENEFIT, searched=("name", "agency", "worker", "reason"), status="status", words=_STATUSES,
        days=("applied_on", "interviewed_on", "decision_due", "decided_on", "effective_on", "certified_to", "form_on",
              "renewal_due", "renewal_sent_on", "notice_on", "closed_on"),
        moments=("interview",),
        indexes=("create index benefit_client on benefit (client_id)", *_BENEFIT_INDEXES),
    )  # fmt: skip
    make_kind(
        db, "verification", _VERIFICATION, searched=("what",),
        days=("asked_on", "needed_by", "received_on", "sent_on"),
        indexes=(
            "create index verification_benefit on verification (benefit_id)",
            "create index verification_out on verification (benefit_id) where sent_on is null and voided_at is null",
        ),
    )  # fmt: skip
    make_kind(
        db, "appeal", _APPEAL, searched=("reason", "represented_by"), status="status",
        words=("to-file", "filed", "decided", "not-filed"), moments=("hearing_on",),
        days=("notice_on", "received_on", "effective_on", "deadline", "aid_by", "filed_on", "heard_on", "decision_due",
              "decided_on"),
        indexes=(
            "create index appeal_client on appeal (client_id)",
            "create index appeal_benefit on appeal (benefit_id) where benefit_id is not null",
            "create index appeal_authorization on appeal (authorization_id) where authorization_id is not null",
            """create index appeal_open on appeal (client_id, notice_on)
where status in ('to-file', 'filed') and voided_at is null""",
        ),
    )  # fmt: skip
    for table in ("benefit", "appeal"):
        guard(db, table)
    extend(db, "task", {"benefit_id": "integer references benefit (id)"})
    db.conn.execute("create index task_benefit on task (benefit_id) where benefit_id is not null")
    put_back(db)


_STATUSES = (
    "considering", "docs-gathering", "applied", "pending", "interview-scheduled", "approved", "denied", "closed",
    "appealing", "withdrawn", "not-applicable",
)  # fmt: skip

_OPEN = """status in ('considering', 'docs-gathering', 'applied', 'pending', 'interview-scheduled', 'approved',
    'appealing') and voided_at is null"""

_BENEFIT_INDEXES = (
    f"create index benefit_open on benefit (client_id, certified_to) where {_OPEN}",
    "create index benefit_closed on benefit (closed_on) where status = 'closed' and voided_at is null",
)

_BENEFIT = """
    client_id integer not null references client (id),
    name text not null,
    category text check (category in ('magi', 'expansion', 'non-magi', 'disability')),
    status text not null default 'considering'
        check (status in ('considering', 'docs-gathering', 'applied', 'pending', 'interview-scheduled', 'approved',
        'denied', 'closed', 'appealing', 'withdrawn', 'not-applicable')),
    household integer,
    agency text,
    worker text,
    applied_on text,
    expedited integer not null default 0 check (expedited in (0, 1)),
    interview text,
    interviewed_on text,
    decision_due text,
    decided_on text,
    effective_on text,
    certified_to text,
    amount real,
    form_on text,
    renewal_due text,
    renewal_sent_on text,
    notice_on text,
    closed_on text,
    reason text
"""

_VERIFICATION = """
    benefit_id integer not null references benefit (id),
    what text not null,
    asked_on text,
    needed_by text,
    received_on text,
    sent_on text
"""

_APPEAL = """
    client_id integer not null references client (id),
    benefit_id integer references benefit (id),
    authorization_id integer references authorization (id),
    level text not null check (level in ('reconsideration', 'fair-hearing', 'alj', 'appeals-council', 'plan-internal',
        'external', 'redetermination', 'court')),
    action text not null default 'denial' check (action in ('denial', 'closing', 'cut', 'overpayment')),
    status text not null default 'to-file' check (status in ('to-file', 'filed', 'decided', 'not-filed')),
    notice_on text,
    received_on text,
    effective_on text,
    deadline text,
    aid_by text,
    aid_continuing text check (aid_continuing in ('asked', 'yes', 'no')),
    filed_on text,
    represented_by text,
    hearing_on text,
    heard_on text,
    decision_due text,
    decided_on text,
    decision text check (decision in ('upheld', 'reversed', 'partly', 'dismissed', 'withdrawn')),
    reason text
"""
