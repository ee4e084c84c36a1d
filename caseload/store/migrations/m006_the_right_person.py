"""Schema 6."""

from hashlib import sha256
from secrets import token_hex
from typing import Any

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import BASE, OWN, extend, index_own, put_aside, put_back, rename_own, tell_unread


def m006_the_right_person(db: Database) -> None:
    """Which caseload this is, earlier times of being served, whose appointment it is, what is stat."""
    put_aside(db)
    db.conn.execute(_IDENTITY)
    for (table,) in db.conn.execute("select distinct of from field").fetchall():
        rename_own(db, table, *_TAKEN)
    db.conn.execute("insert into identity (database) values (?)", (_database(db),))
    for statement in _EPISODE:
        db.conn.execute(statement)
    extend(db, "episode", OWN)
    index_own(db, "episode", ("destination", "referred_by"))
    extend(db, "client", {"referred_by": "text"})
    db.conn.execute(_STAT)
    extend(db, "appointment", {"theirs": "integer not null default 0 check (theirs in (0, 1))", "sequence": "integer"})
    db.conn.execute(_CHANGE_IS_NOT_REPLACED)
    for table, columns in _UNREAD.items():
        tell_unread(db, table, **columns)
    put_back(db)


_TAKEN = ("database", "initials", "names", "sensitive", "mine", "closed", "to_client")
"""What means something from now on: columns that are computed, and options of every noun."""

_IDENTITY = "create table identity (database text not null) strict"


def _database(db: Database) -> str:
    """Which caseload a file is of: copies agree, being reckoned from its first logged step; a new file draws it."""
    first = db.conn.execute("""
select operation.at, command, group_concat(change.kind || ' ' || record_id || ' ' || coalesce(last_id, ''))
from operation join change on change.operation_id = operation.id
where operation.id = (select min(operation_id) from change)""").fetchone()
    return sha256("\n".join(first).encode()).hexdigest()[:16] if first[0] else token_hex(8)


_STAT = """
create index task_stat on task (due)
where priority = 'stat' and status in ('ready', 'in-progress', 'on-hold') and voided_at is null"""
"""What every morning asks for, whenever it is due."""

_EPISODE = (
    f"""
create table episode (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    opened_on text,
    closed_on text,
    close_reason text check (close_reason in ('goals-met', 'moved', 'declined', 'lost-contact', 'ineligible',
        'transferred', 'deceased', 'other')),
    destination text,
    referred_by text,
    {BASE}
) strict
""",
    "create index episode_client on episode (client_id)",
)

_CHANGE_IS_NOT_REPLACED = """
create trigger change_is_not_replaced before insert on change
when exists (select 1 from change where id = new.id)
begin select raise(abort, 'the change log is never edited'); end
"""

_UNREAD: dict[str, dict[str, Any]] = {
    "field": {},
    "client": {
        "days": ("born_on", "died_on", "opened_on", "closed_on", "release_on"),
        "status": "status",
        "words": ("planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"),
    },
    "person": {
        "days": ("from_on", "until_on"),
        "status": "status",
        "words": ("proposed", "active", "suspended", "inactive"),
    },
    "episode": {"days": ("opened_on", "closed_on")},
    "plan": {
        "days": ("started_on", "ended_on", "reviewed_on", "agreed_on", "copy_given_on"),
        "status": "status",
        "words": ("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"),
    },
    "goal": {
        "days": ("target_on",),
        "status": "lifecycle",
        "words": ("proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "entered-in-error",
                  "rejected"),
    },
    "observation": {"days": ("observed_on",)},
    "task": {
        "days": ("completed_on", "anchor_on"),
        "moments": ("due",),
        "status": "status",
        "words": ("ready", "in-progress", "on-hold", "completed", "cancelled", "failed"),
    },
    "appointment": {
        "moments": ("starts", "slot"),
        "status": "status",
        "words": ("proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error",
                  "checked-in", "waitlist"),
    },
    "note": {"moments": ("occurred",), "status": "status", "words": ("draft", "signed")},
    "addendum": {},
    "link": {"days": ("linked_on",)},
    "waiver": {"days": ("until",)},
}  # fmt: skip
"""What of each kind is a day, and what says whether it is open: without them no list would find it."""
