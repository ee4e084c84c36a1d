"""Schema 1."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import BASE, make_searchable, watch


def m001_the_house(db: Database) -> None:
    """Clients, the people around them, plans, goals, tasks, appointments, notes; the change log; search."""
    for statement in _TABLES:
        db.conn.execute(statement)
    for table, columns in SEARCHED.items():
        make_searchable(db, table, columns)
    for table in (*SEARCHED, "waiver"):
        watch(db, table)


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
    {BASE}
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
    {BASE}
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
    {BASE}
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
    {BASE}
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
    {BASE}
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
    {BASE}
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
    {BASE}
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
    {BASE}
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
    {BASE}
) strict
""",
    "create index waiver_until on waiver (until) where voided_at is null",
)

SEARCHED = {
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
