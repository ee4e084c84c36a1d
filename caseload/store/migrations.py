"""The schema's history as literal SQL; a migration is never edited once released."""

from collections.abc import Sequence

from sqlite_utils import Database  # noqa: TID253 - this module is imported only where a schema is behind
from sqlite_utils.migrations import Migrations  # noqa: TID253 - as above

migrations = Migrations("caseload")


@migrations()
def m001_the_house(db: Database) -> None:
    """Clients, the people around them, plans, goals, tasks, appointments, notes; the change log; search."""
    for statement in _TABLES:
        db.conn.execute(statement)
    for table, columns in _SEARCHED.items():
        _make_searchable(db, table, columns)
    for table in (*_SEARCHED, "waiver"):
        _watch(db, table)


@migrations()
def m002_the_clocks(db: Database) -> None:
    """Appointments in series; indexes for the clocks of contact, signatures, unsigned notes and release."""
    _rebuild(db, "appointment", _APPOINTMENT, _SEARCHED["appointment"])
    for statement in _CLOCKS:
        db.conn.execute(statement)


@migrations()
def m003_the_views(db: Database) -> None:
    """What is stored, as a public interface for other programs: docs/views.md."""
    for statement in _VIEWS:
        db.conn.execute(statement)


@migrations()
def m004_the_links(db: Database) -> None:
    """Two clients who are one person, or who look it and are not."""
    for statement in _LINKS:
        db.conn.execute(statement)
    _watch(db, "link")


_BASE = """external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)"""

_TABLES = (
    """
create table operation (
    id integer primary key autoincrement,
    at text not null,
    command text not null,
    kind text not null default 'do' check (kind in ('do', 'undo', 'redo')),
    target_id integer references operation (id),
    bulk integer not null default 0 check (bulk in (0, 1)),
    open integer not null default 1 check (open in (0, 1))
) strict
""",
    "create unique index operation_open on operation (open) where open = 1",
    "create index operation_target on operation (target_id, id)",
    """
create table change (
    id integer primary key autoincrement,
    operation_id integer references operation (id),
    at text not null,
    kind text not null,
    record_id integer not null,
    last_id integer,
    before text,
    after text
) strict
""",
    "create index change_operation on change (operation_id)",
    "create index change_record on change (kind, record_id)",
    "create index change_bulk on change (kind, record_id, last_id) where last_id is not null",
    """
create trigger change_is_not_edited before update on change
begin select raise(abort, 'the change log is never edited'); end
""",
    """
create trigger change_is_not_deleted before delete on change
begin select raise(abort, 'the change log is never edited'); end
""",
    f"""
create table client (
    id integer primary key autoincrement,
    given_name text,
    family_name text,
    preferred_name text,
    pronouns text,
    born_on text,
    died_on text,
    phone text,
    phone_other text,
    email text,
    address text,
    city text,
    state text,
    zip text,
    address_confidential integer not null default 0 check (address_confidential in (0, 1)),
    language text,
    interpreter text check (interpreter in ('yes', 'no', 'unknown', 'declined', 'not-collected')),
    handle text not null unique,
    status text not null default 'active' check (status in ('planned', 'waitlist', 'active', 'onhold', 'finished',
        'cancelled', 'entered-in-error')),
    acuity integer check (acuity between 1 and 4),
    setting text check (setting in ('home', 'assisted-living', 'nursing-home', 'hospital', 'psychiatric', 'treatment',
        'jail-prison', 'shelter', 'unsheltered', 'transitional', 'foster', 'family-friends', 'other', 'unknown')),
    opened_on text,
    closed_on text,
    close_reason text check (close_reason in ('goals-met', 'moved', 'declined', 'lost-contact', 'ineligible',
        'transferred', 'deceased', 'other')),
    destination text,
    contact_every text,
    face_to_face_every text,
    voicemail_ok text check (voicemail_ok in ('yes', 'no', 'unknown', 'declined', 'not-collected')),
    text_ok text check (text_ok in ('yes', 'no', 'unknown', 'declined', 'not-collected')),
    best_time text,
    do_not_contact integer not null default 0 check (do_not_contact in (0, 1)),
    release_on text,
    release_certainty text check (release_certainty in ('firm', 'estimated', 'unknown')),
    legal_hold integer not null default 0 check (legal_hold in (0, 1)),
    tags text not null default '[]' check (json_valid(tags)),
    remarks text,
    {_BASE}
) strict
""",
    """
create index client_open on client (family_name, given_name)
where status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null
""",
    f"""
create table person (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    name text not null,
    relationship text,
    role text,
    organization text,
    phone text,
    email text,
    is_guardian integer not null default 0 check (is_guardian in (0, 1)),
    is_emergency integer not null default 0 check (is_emergency in (0, 1)),
    is_payee integer not null default 0 check (is_payee in (0, 1)),
    status text not null default 'active' check (status in ('proposed', 'active', 'suspended', 'inactive')),
    from_on text,
    until_on text,
    {_BASE}
) strict
""",
    "create index person_client on person (client_id)",
    """
create index person_open on person (client_id, name)
where status in ('proposed', 'active', 'suspended') and voided_at is null
""",
    f"""
create table plan (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    title text not null,
    status text not null default 'active' check (status in ('draft', 'active', 'on-hold', 'revoked', 'completed',
        'entered-in-error', 'unknown')),
    version integer not null default 1 check (version >= 1),
    supersedes_id integer references plan (id),
    started_on text,
    ended_on text,
    review_every text,
    reviewed_on text,
    change_reason text,
    agreed_on text,
    copy_given_on text,
    backup_plan text,
    goals_as_revised text check (goals_as_revised is null or json_valid(goals_as_revised)),
    {_BASE}
) strict
""",
    "create index plan_client on plan (client_id)",
    "create index plan_supersedes on plan (supersedes_id) where supersedes_id is not null",
    """
create index plan_open on plan (client_id, started_on)
where status in ('draft', 'active', 'on-hold') and voided_at is null
""",
    """
create index plan_review on plan (coalesce(reviewed_on, started_on))
where status in ('draft', 'active', 'on-hold') and voided_at is null
""",
    f"""
create table goal (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    plan_id integer references plan (id),
    area text,
    title text not null,
    client_words text,
    lifecycle text not null default 'active' check (lifecycle in ('proposed', 'planned', 'accepted', 'active',
        'on-hold', 'completed', 'cancelled', 'entered-in-error', 'rejected')),
    achievement text check (achievement in ('in-progress', 'improving', 'worsening', 'no-change', 'achieved',
        'sustaining', 'not-achieved', 'no-progress', 'not-attainable')),
    priority text check (priority in ('high-priority', 'medium-priority', 'low-priority')),
    target_on text,
    measure text,
    unit text,
    baseline real,
    target real,
    agreed integer not null default 0 check (agreed in (0, 1)),
    {_BASE}
) strict
""",
    "create index goal_client on goal (client_id)",
    "create index goal_plan on goal (plan_id) where plan_id is not null",
    """
create index goal_open on goal (client_id, target_on)
where lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and voided_at is null
""",
    """
create index goal_target on goal (target_on)
where lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and voided_at is null
""",
    f"""
create table observation (
    id integer primary key autoincrement,
    goal_id integer not null references goal (id),
    observed_on text not null,
    value real,
    achievement text check (achievement in ('in-progress', 'improving', 'worsening', 'no-change', 'achieved',
        'sustaining', 'not-achieved', 'no-progress', 'not-attainable')),
    comment text,
    {_BASE}
) strict
""",
    "create index observation_goal on observation (goal_id, observed_on)",
    f"""
create table task (
    id integer primary key autoincrement,
    client_id integer references client (id),
    title text not null,
    due text,
    priority text not null default 'routine' check (priority in ('routine', 'urgent', 'asap', 'stat')),
    status text not null default 'ready' check (status in ('ready', 'in-progress', 'on-hold', 'completed', 'cancelled',
        'failed')),
    completed_on text,
    goal_id integer references goal (id),
    responsible text not null default 'me' check (responsible in ('me', 'client', 'family', 'provider')),
    every text,
    after text,
    anchor_on text,
    waiting_on text,
    {_BASE}
) strict
""",
    "create index task_open on task (due) where status in ('ready', 'in-progress', 'on-hold') and voided_at is null",
    "create index task_client on task (client_id, due)",
    "create index task_goal on task (goal_id) where goal_id is not null",
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
    superseded_by_id integer references appointment (id),
    outcome text,
    {_BASE}
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
    f"""
create table note (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    occurred text not null,
    minutes integer check (minutes >= 0),
    mode text not null default 'other' check (mode in ('in-person', 'phone-call', 'video-call', 'email', 'text',
        'letter', 'other')),
    direction text check (direction in ('inbound', 'outbound')),
    reached text not null default 'yes' check (reached in ('yes', 'group', 'no', 'collateral')),
    with_whom text,
    place text,
    activity text check (activity in ('outreach', 'assessment', 'care-planning', 'care-coordination',
        'care-transitions', 'discharge-follow-up', 'health-coaching', 'community-connection', 'screening',
        'monitoring', 'advocacy', 'other')),
    format text not null default 'free' check (format in ('free', 'dap', 'soap', 'birp', 'girp', 'pie')),
    body text,
    goal_ids text not null default '[]' check (json_valid(goal_ids)),
    response text,
    next_step text,
    miles real check (miles >= 0),
    sensitivity text not null default 'normal' check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV',
        'PSYTHPN')),
    status text not null default 'draft' check (status in ('draft', 'signed')),
    signed_at text,
    {_BASE}
) strict
""",
    "create index note_client on note (client_id, occurred)",
    "create index note_open on note (occurred) where status in ('draft', 'signed') and voided_at is null",
    """
create trigger note_signed_is_not_edited before update on note
when old.status = 'signed' and new.status = 'signed' and (new.client_id, new.occurred, new.minutes, new.mode,
    new.direction, new.reached, new.with_whom, new.place, new.activity, new.format, new.body, new.goal_ids,
    new.response, new.next_step, new.miles, new.sensitivity) is not (old.client_id, old.occurred, old.minutes,
    old.mode, old.direction, old.reached, old.with_whom, old.place, old.activity, old.format, old.body, old.goal_ids,
    old.response, old.next_step, old.miles, old.sensitivity)
begin select raise(abort, 'a signed note is never edited'); end
""",
    f"""
create table addendum (
    id integer primary key autoincrement,
    note_id integer not null references note (id),
    kind text not null default 'addendum' check (kind in ('late-entry', 'addendum', 'amendment')),
    body text not null,
    reason text,
    {_BASE}
) strict
""",
    "create index addendum_note on addendum (note_id)",
    f"""
create table waiver (
    id integer primary key autoincrement,
    item text not null,
    rule text,
    until text not null,
    reason text not null,
    {_BASE}
) strict
""",
    "create index waiver_until on waiver (until) where voided_at is null",
)

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
    {_BASE}
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

_MADE = """case when {0}.reached = 'collateral' then 0
        when {0}.mode in ('email', 'text', 'letter')
            then case when {0}.direction = 'inbound' or {0}.reached = 'yes' then 1 else 0 end
        when {0}.reached in ('yes', 'group') then 1 else 0 end"""
"""`records.contact.is_made`, in SQL; a test holds the two equal.

DuckDB runs the SQL of a view by itself, so nothing in a view is SQLite's alone: no `is`, no truth as a number."""

_TASK_OPEN = "status in ('ready', 'in-progress', 'on-hold') and {0}.voided_at is null"
_APPOINTMENT_OPEN = """status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')
    and {0}.voided_at is null"""
_GOAL_OPEN = "lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and {0}.voided_at is null"
_PLAN_OPEN = "status in ('draft', 'active', 'on-hold') and {0}.voided_at is null"


def _open(words: str, table: str) -> str:
    """What is open, as the partial indexes spell it: any other spelling would miss them."""
    return f"{table}.{words.format(table)}"


def _masked(column: str) -> str:
    return f"""case when client.address_confidential = 1 and client.{column} is not null then '(confidential)'
        else client.{column} end as {column}"""


_VIEWS = (
    f"""
create view open_task as
select 't' || task.id as id, 'c' || task.client_id as client, client.handle as client_handle, task.title, task.due,
    task.priority, task.status, task.responsible, 'g' || task.goal_id as goal, task.every, task.after, task.waiting_on
from task left join client on client.id = task.client_id
where {_open(_TASK_OPEN, "task")}
""",
    f"""
create view open_appointment as
select 'a' || appointment.id as id, 'c' || appointment.client_id as client, client.handle as client_handle,
    appointment.title, appointment.starts, appointment.minutes, appointment.place, appointment.mode, appointment.kind,
    appointment.status, appointment.prepare, appointment.bring, appointment.accommodations, appointment.transport,
    'a' || appointment.series_id as series, appointment.every
from appointment left join client on client.id = appointment.client_id
where {_open(_APPOINTMENT_OPEN, "appointment")}
""",
    f"""
create view current_plan as
select 'p' || plan.id as id, 'c' || plan.client_id as client, client.handle as client_handle, plan.title, plan.status,
    plan.version, 'p' || plan.supersedes_id as supersedes, plan.started_on, plan.review_every, plan.reviewed_on,
    plan.agreed_on, plan.copy_given_on,
    (select count(*) from goal where goal.plan_id = plan.id and {_open(_GOAL_OPEN, "goal")}) as open_goals
from plan join client on client.id = plan.client_id
where {_open(_PLAN_OPEN, "plan")} and plan.status <> 'draft'
""",
    f"""
create view open_goal as
select 'g' || goal.id as id, 'c' || goal.client_id as client, client.handle as client_handle,
    'p' || goal.plan_id as plan, goal.area, goal.title, goal.lifecycle, goal.achievement, goal.priority, goal.target_on,
    goal.measure, goal.unit,
    goal.baseline, goal.target, observation.value as last_value, observation.observed_on as last_observed_on
from goal join client on client.id = goal.client_id
left join observation on observation.id = (
    select one.id from observation as one
    where one.goal_id = goal.id and one.value is not null and one.voided_at is null
    order by one.observed_on desc, one.id desc limit 1)
where {_open(_GOAL_OPEN, "goal")}
""",
    f"""
create view last_contact as
select 'c' || client.id as client, client.handle as client_handle, client.status as client_status,
    'n' || contact.id as contact, contact.occurred as contact_occurred, contact.mode as contact_mode,
    'n' || visit.id as visit, visit.occurred as visit_occurred
from client
left join note as contact on contact.id = (
    select one.id from note as one
    where one.client_id = client.id and one.voided_at is null
        and {_MADE.format("one")} = 1
    order by one.occurred desc, one.id desc limit 1)
left join note as visit on visit.id = (
    select one.id from note as one
    where one.client_id = client.id and one.mode = 'in-person' and one.voided_at is null
        and one.reached in ('yes', 'group')
    order by one.occurred desc, one.id desc limit 1)
where client.voided_at is null
""",
    f"""
create view note_time as
select 'n' || note.id as id, 'c' || note.client_id as client, client.handle as client_handle, note.occurred,
    substr(note.occurred, 1, 10) as occurred_on, note.minutes, note.miles, note.mode, note.direction, note.reached,
    {_MADE.format("note")} as made,
    note.activity, note.status
from note join client on client.id = note.client_id
where note.voided_at is null
""",
    f"""
create view client_summary as
select 'c' || client.id as id, client.handle, client.given_name, client.family_name, client.preferred_name,
    client.born_on, client.died_on, client.phone, client.email,
    {_masked("address")},
    {_masked("city")},
    client.state,
    {_masked("zip")},
    client.language, client.status, client.acuity, client.setting, client.opened_on, client.closed_on,
    client.close_reason, client.release_on,
    (select 'p' || plan.id from plan where plan.client_id = client.id and {_open(_PLAN_OPEN, "plan")}
        and plan.status <> 'draft' order by plan.version desc, plan.id desc limit 1) as plan,
    (select count(*) from goal where goal.client_id = client.id and {_open(_GOAL_OPEN, "goal")}) as open_goals,
    (select count(*) from task where task.client_id = client.id and {_open(_TASK_OPEN, "task")}) as open_tasks,
    (select min(task.due) from task where task.client_id = client.id
        and {_open(_TASK_OPEN, "task")}) as first_task_due,
    (select count(*) from appointment where appointment.client_id = client.id
        and {_open(_APPOINTMENT_OPEN, "appointment")}) as open_appointments,
    (select min(appointment.starts) from appointment where appointment.client_id = client.id
        and {_open(_APPOINTMENT_OPEN, "appointment")}) as first_appointment_starts,
    (select one.occurred from note as one
        where one.client_id = client.id and one.voided_at is null
            and {_MADE.format("one")} = 1
        order by one.occurred desc, one.id desc limit 1) as last_contact_occurred,
    (select one.occurred from note as one
        where one.client_id = client.id and one.mode = 'in-person' and one.voided_at is null
            and one.reached in ('yes', 'group')
        order by one.occurred desc, one.id desc limit 1) as last_visit_occurred,
    client.external_id, client.source
from client
where client.voided_at is null
""",
    """
create view waived_item as
select 'w' || waiver.id as id, waiver.item, waiver.rule, waiver.until, waiver.reason, waiver.created_at
from waiver
where waiver.voided_at is null
""",
)

_LINKS = (
    f"""
create table link (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    other_id integer not null references client (id),
    type text not null default 'seealso' check (type in ('seealso', 'replaced-by', 'certainly-not')),
    linked_on text not null,
    reason text,
    {_BASE},
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

_SEARCHED = {
    "client": (
        "given_name", "family_name", "preferred_name", "handle", "phone", "phone_other", "email", "address", "city",
        "zip", "language", "tags", "remarks", "external_id",
    ),
    "person": ("name", "relationship", "role", "organization", "phone", "email"),
    "plan": ("title", "change_reason", "backup_plan"),
    "goal": ("title", "client_words", "area", "measure"),
    "observation": ("comment",),
    "task": ("title", "waiting_on"),
    "appointment": ("title", "place", "prepare", "bring", "transport", "outcome"),
    "note": ("body", "with_whom", "place", "response", "next_step"),
    "addendum": ("body", "reason"),
}  # fmt: skip


def _rebuild(db: Database, table: str, statements: Sequence[str], searched: Sequence[str]) -> None:
    """Make a table anew from its DDL and indexes, its rows, ids and triggers kept.

    SQLite changes no column's place or check in place. Runs with foreign keys off (`opening` sees to it and checks
    them before it commits), since dropping a table deletes its rows; `transform` of sqlite-utils would lose triggers.
    """
    made, *indexes = statements
    views = db.conn.execute("select name, sql from sqlite_master where type = 'view' order by rowid").fetchall()
    for name, _ in views:
        # One that names a table which is not there for a moment would stop the renaming.
        db.conn.execute(f"drop view {name}")
    kept = ", ".join(str(row[1]) for row in db.conn.execute(f"pragma table_info({table})"))
    seq = db.conn.execute("select seq from sqlite_sequence where name = ?", (table,)).fetchone()
    db.conn.execute(made.replace(f"create table {table} (", f"create table {table}_anew (", 1))
    db.conn.execute(f"insert into {table}_anew ({kept}) select {kept} from {table}")
    db.conn.execute(f"drop table {table}")
    db.conn.execute(f"alter table {table}_anew rename to {table}")
    if seq:
        # Ids are never given twice, those of rows that are gone included; an empty table has no row here.
        db.conn.execute("delete from sqlite_sequence where name = ?", (table,))
        db.conn.execute("insert into sqlite_sequence (name, seq) values (?, ?)", (table, seq[0]))
    for statement in indexes:
        db.conn.execute(statement)
    _watch(db, table)
    _keep_searchable(db, table, searched)
    for _, sql in views:
        db.conn.execute(sql)


def _watch(db: Database, table: str) -> None:
    """Write every insert, update and delete of a table into the change log, whoever makes it."""
    now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
    columns = [str(row[1]) for row in db.conn.execute(f"pragma table_info({table})")]
    old, new = _as_json("old", columns), _as_json("new", columns)
    for event, before, after in (("insert", "null", new), ("update", old, new), ("delete", old, "null")):
        row = "old" if event == "delete" else "new"
        # A bulk import logs its new rows as one range of ids; everything else about it is logged one by one.
        alone = "\nwhen not exists (select 1 from operation where open = 1 and bulk = 1)" if event == "insert" else ""
        db.conn.execute(f"drop trigger if exists {table}_log_{event}")
        db.conn.execute(f"""
create trigger {table}_log_{event} after {event} on {table}{alone}
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), {now}), '{table}', {row}.id,
        {before},
        {after});
end""")


def _as_json(row: str, columns: Sequence[str]) -> str:
    """SQL for a row as a JSON object, in portions: a SQLite function takes at most 100 arguments."""
    portions = [columns[start : start + 40] for start in range(0, len(columns), 40)]
    sql = "json_object(" + ", ".join(f"'{name}', {row}.{name}" for name in portions[0]) + ")"
    for portion in portions[1:]:
        sql = f"json_insert({sql}, " + ", ".join(f"'$.{name}', {row}.{name}" for name in portion) + ")"
    return sql


def _make_searchable(db: Database, table: str, columns: Sequence[str]) -> None:
    """A full-text index over some columns of a table, accents folded, kept by triggers."""
    db.conn.execute(f"""
create virtual table {table}_fts using fts5 ({", ".join(columns)},
    content = '{table}', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2')""")
    _keep_searchable(db, table, columns)


def _keep_searchable(db: Database, table: str, columns: Sequence[str]) -> None:
    """The triggers that keep the full-text index of a table."""
    listed = ", ".join(columns)
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("old", "new"))
    add = f"    insert into {table}_fts (rowid, {listed})\n    values (new.id, {new});\n"
    remove = f"    insert into {table}_fts ({table}_fts, rowid, {listed})\n    values ('delete', old.id, {old});\n"
    for event, work in (("insert", add), ("delete", remove), (f"update of {listed}", remove + add)):
        name = f"{table}_find_{event.split()[0]}"
        db.conn.execute(f"create trigger {name} after {event} on {table}\nbegin\n{work}end")
