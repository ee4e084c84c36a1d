"""Schema 2."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.m001_the_house import SEARCHED
from caseload.store.migrations.making import BASE, rebuild


def m002_the_clocks(db: Database) -> None:
    """Appointments in series; indexes for the clocks of contact, signatures, unsigned notes and release."""
    rebuild(db, "appointment", _APPOINTMENT, SEARCHED["appointment"])
    for statement in _CLOCKS:
        db.conn.execute(statement)


_APPOINTMENT = (
    f"""
create table appointment (
    id integer primary key autoincrement,
    client_id integer references client (id),
    title text not null,
    starts text not null,
    minutes integer check (minutes >= 0),
    place text,
    mode text,
    kind text,
    status text not null default 'booked' check (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled',
        'cancelled', 'noshow', 'entered-in-error', 'checked-in', 'waitlist')),
    cancel_reason text check (cancel_reason in ('pat', 'pat-crs', 'pat-cpp', 'pat-dec', 'pat-fb', 'pat-lt', 'pat-mt',
        'pat-mv', 'pat-preg', 'pat-swl', 'pat-ucp', 'prov', 'prov-pers', 'prov-dch', 'prov-edu', 'prov-hosp',
        'prov-labs', 'prov-mri', 'prov-onc', 'maint', 'meds-inc', 'other', 'oth-cms', 'oth-err', 'oth-fin', 'oth-iv',
        'oth-int', 'oth-mu', 'oth-room', 'oth-oerr', 'oth-swie', 'oth-weath')),
    prepare text,
    bring text,
    accommodations text,
    transport text,
    series_id integer references appointment (id),
    every text,
    slot text,
    superseded_by_id integer references appointment (id),
    outcome text,
    {BASE}
) strict
""",
    """
create index appointment_open on appointment (starts)
where status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null
""",
    "create index appointment_client on appointment (client_id, starts)",
    """
create index appointment_superseded_by on appointment (superseded_by_id) where superseded_by_id is not null
""",
    "create index appointment_series on appointment (series_id, slot) where series_id is not null",
    """
create index appointment_over on appointment (starts)
where status not in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null
""",
)

_CLOCKS = (
    "create index note_draft on note (occurred) where status = 'draft' and voided_at is null",
    "create index note_in_person on note (client_id, occurred) where mode = 'in-person' and voided_at is null",
    """
create index plan_unsigned on plan (started_on)
where status in ('draft', 'active', 'on-hold') and voided_at is null and (agreed_on is null or copy_given_on is null)
""",
    """
create index client_release on client (release_on)
where status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null and release_on is not null
""",
    """
create index task_of_client on task (client_id, due)
where status in ('ready', 'in-progress', 'on-hold') and voided_at is null
""",
    """
create index appointment_of_client on appointment (client_id, starts)
where status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null
""",
    "create index waiver_item on waiver (item)",
)
