"""Schema 14."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import guard, make_kind, put_aside, put_back


def m014_programs(db: Database) -> None:
    """Program, enrollment, meeting, attendance."""
    put_aside(db)
    make_kind(
        db,
        "program",
        _PROGRAM,
        searched=("name", "description", "place"),
        days=("starts_on", "ends_on"),
        indexes=("create index program_provider on program (provider_id) where provider_id is not null",),
    )
    make_kind(
        db, "enrollment", _ENROLLMENT, searched=("phase", "ordered_by", "reason", "waived"), status="status",
        words=("enrolled", "not-enrolled", "not-enrolled-on-waitlist", "completed", "withdrawn", "expelled"),
        days=("phase_on", "waitlisted_on", "started_on", "due", "ended_on"),
        indexes=(
            "create index enrollment_client on enrollment (client_id)",
            "create index enrollment_program on enrollment (program_id)",
            """create index enrollment_open on enrollment (client_id, due)
where status in ('enrolled', 'not-enrolled-on-waitlist') and voided_at is null""",
            """create index enrollment_listed on enrollment (program_id, status)
where status in ('enrolled', 'not-enrolled-on-waitlist') and voided_at is null""",
        ),
    )  # fmt: skip
    guard(db, "enrollment")
    make_kind(
        db, "meeting", _MEETING, searched=("topic", "place", "reason"), status="status",
        words=("planned", "held", "cancelled"), moments=("held",),
        indexes=(
            "create index meeting_program on meeting (program_id, held)",
            "create index meeting_series on meeting (series_id) where series_id is not null",
            "create index meeting_planned on meeting (held) where status in ('planned') and voided_at is null",
        ),
    )  # fmt: skip
    make_kind(
        db, "attendance", _ATTENDANCE, searched=("reason",),
        indexes=(
            "create index attendance_enrollment on attendance (enrollment_id)",
            "create index attendance_meeting on attendance (meeting_id)",
            "create index attendance_makeup on attendance (makeup_of_id) where makeup_of_id is not null",
        ),
    )  # fmt: skip
    put_back(db)


_LAWS = "check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN'))"

_PROGRAM = f"""
    name text not null,
    description text,
    requirements text,
    capacity integer,
    waitlist text not null default 'date' check (waitlist in ('date', 'acuity', 'release', 'due')),
    absences integer,
    hours real,
    place text,
    provider_id integer references provider (id),
    starts_on text,
    ends_on text,
    sensitivity text not null default 'normal'
        {_LAWS}
"""

_ENROLLMENT = """
    client_id integer not null references client (id),
    program_id integer not null references program (id),
    status text not null default 'enrolled' check (status in ('enrolled', 'not-enrolled',
        'not-enrolled-on-waitlist', 'completed', 'withdrawn', 'expelled')),
    phase text,
    phase_on text,
    waitlisted_on text,
    started_on text,
    due text,
    ordered_by text,
    ended_on text,
    reason text,
    waived text
"""

_MEETING = """
    program_id integer not null references program (id),
    held text not null,
    topic text,
    hours real,
    place text,
    status text not null default 'planned' check (status in ('planned', 'held', 'cancelled')),
    reason text,
    every text,
    series_id integer references meeting (id)
"""

_ATTENDANCE = """
    enrollment_id integer not null references enrollment (id),
    meeting_id integer not null references meeting (id),
    attended text not null default 'yes' check (attended in ('yes', 'late', 'no')),
    minutes_late integer,
    excused integer not null default 0 check (excused in (0, 1)),
    reason text,
    makeup_of_id integer references attendance (id),
    hours_credited real
"""
