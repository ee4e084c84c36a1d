"""Schema 7."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import (
    BASE,
    extend,
    guard,
    make_kind,
    make_searchable,
    put_aside,
    put_back,
    tell_unread,
)


def m007_from_screening_to_help(db: Database) -> None:
    """Directory, who someone is, needs, services and papers, screening, referrals, consents."""
    put_aside(db)
    _directory(db)
    _who_someone_is(db)
    _needs(db)
    _services(db)
    _screening(db)
    _referrals(db)
    _consents(db)
    put_back(db)


def _directory(db: Database) -> None:
    """Provider."""
    make_kind(
        db, "provider", _PROVIDER,
        searched=("name", "service", "category", "description", "area", "remarks"),
        indexes=(
            "create index provider_assured on provider (assured_on) where status in ('active') and voided_at is null",
        ),
        days=("assured_on",), status="status", words=("active", "inactive", "defunct", "temporarily-closed"),
    )  # fmt: skip


_PROVIDER = """
    name text not null,
    service text,
    category text,
    status text not null default 'active'
        check (status in ('active', 'inactive', 'defunct', 'temporarily-closed')),
    description text,
    phone text,
    phone_other text,
    fax text,
    email text,
    url text,
    address text,
    city text,
    state text,
    zip text,
    latitude real,
    longitude real,
    area text,
    hours text,
    eligibility text,
    minimum_age real,
    maximum_age real,
    cost text check (cost in ('free', 'sliding-scale', 'charged')),
    fees text,
    languages text,
    documents text,
    application text,
    accessibility text,
    capacity text
        check (capacity in ('no-capacity', 'capacity', 'waitlist', 'additional-assessment-required')),
    wait text,
    assured_on text,
    remarks text,
"""


def _who_someone_is(db: Database) -> None:
    """Condition, incident, safety plan."""
    make_kind(
        db, "condition", _CONDITION, searched=("title", "code", "prognosis", "said_by"),
        indexes=("create index condition_client on condition (client_id)", _CONDITION_OPEN),
        days=("onset_on", "abated_on", "said_on"), status="status", words=_CLINICAL,
    )  # fmt: skip
    make_kind(
        db, "incident", _INCIDENT, searched=("what", "place", "reported_to", "outcome"),
        indexes=("create index incident_client on incident (client_id)", _INCIDENT_TO_REPORT),
        days=("reported_on",), moments=("happened", "report_due"),
    )  # fmt: skip
    make_kind(
        db, "safety", _SAFETY,
        searched=("warning_signs", "coping", "distractions", "people", "professionals", "environment", "reasons"),
        indexes=("create index safety_client on safety (client_id)", _SAFETY_OPEN),
        days=("reviewed_on",), status="status", words=("active", "superseded"),
    )  # fmt: skip


_CONDITION_OPEN = """
create index condition_open on condition (client_id)
where status in ('active', 'recurrence', 'relapse') and voided_at is null"""
_SAFETY_OPEN = "create index safety_open on safety (client_id) where status in ('active') and voided_at is null"
_CONDITION = """
    client_id integer not null references client (id),
    type text not null default 'diagnosis' check (type in ('diagnosis', 'allergy', 'risk')),
    title text not null,
    code text,
    code_system text check (code_system in ('icd-10-cm', 'snomed-ct', 'dsm-5', 'other')),
    status text not null default 'active' check (status in ('active', 'recurrence', 'relapse', 'inactive',
        'remission', 'resolved')),
    onset_on text,
    abated_on text,
    prognosis text,
    said_by text,
    said_on text
"""

_INCIDENT_TO_REPORT = """
create index incident_to_report on incident (report_due) where voided_at is null and reported_on is null"""

_INCIDENT = """
    client_id integer not null references client (id),
    what text not null,
    happened text not null,
    place text,
    reported_to text,
    report_due text,
    reported_on text,
    outcome text
"""

_SAFETY = """
    client_id integer not null references client (id),
    warning_signs text not null,
    coping text,
    distractions text,
    people text,
    professionals text,
    environment text,
    reasons text,
    status text not null default 'active' check (status in ('active', 'superseded')),
    reviewed_on text
"""


def _needs(db: Database) -> None:
    """Need, and the goal that serves it."""
    make_kind(
        db, "need", _NEED, searched=("description", "decline_reason"), status="status", words=_CLINICAL,
        days=("declined_on", "met_on", "identified_on", "resolved_on"),
        indexes=("create index need_client on need (client_id)", _NEED_OPEN),
    )  # fmt: skip
    extend(db, "goal", {"need_id": "integer references need (id)"})
    db.conn.execute("create index goal_need on goal (need_id)")


_CLINICAL = ("active", "recurrence", "relapse", "inactive", "remission", "resolved")

_NEED_OPEN = """
create index need_open on need (client_id)
where status in ('active', 'recurrence', 'relapse') and voided_at is null"""

_NEED = """
    client_id integer not null references client (id),
    type text not null default 'need' check (type in ('need', 'barrier', 'strength')),
    domain text not null default 'sdoh-category-unspecified' check (domain in ('food-insecurity',
        'housing-instability', 'homelessness', 'inadequate-housing', 'transportation-insecurity',
        'financial-insecurity', 'material-hardship', 'educational-attainment', 'employment-status',
        'veteran-status', 'stress', 'social-connection', 'intimate-partner-violence', 'elder-abuse',
        'personal-health-literacy', 'health-insurance-coverage-status', 'medical-cost-burden', 'digital-literacy',
        'digital-access', 'utility-insecurity', 'incarceration-status', 'language-access', 'protective-factor',
        'sdoh-category-unspecified')),
    description text,
    status text not null default 'active' check (status in ('active', 'recurrence', 'relapse', 'inactive',
        'remission', 'resolved')),
    support text not null default 'not-started' check (support in ('not-started', 'in-progress', 'met', 'declined')),
    decline_reason text,
    declined_on text,
    met_on text,
    identified_on text,
    resolved_on text
"""


def _services(db: Database) -> None:
    """Service, medication, document."""
    make_kind(
        db, "service", _SERVICE, searched=("what", "provided_by", "responsible", "reason", "decline_reason"),
        days=("started_on", "ended_on"), status="status",
        words=("not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped", "unknown",
               "entered-in-error"),
        indexes=(
            "create index service_client on service (client_id)",
            """create index service_open on service (client_id, provided_by)
where status in ('not-started', 'scheduled', 'in-progress', 'on-hold') and voided_at is null""",
            "create index service_plan on service (plan_id)",
            "create index service_goal on service (goal_id)",
            "create index service_provider on service (provider_id)",
        ),
    )  # fmt: skip
    extend(db, "note", {"service_id": "integer references service (id)"})
    db.conn.execute("create index note_service on note (service_id, occurred) where service_id is not null")
    make_kind(
        db, "medication", _MEDICATION,
        searched=("name", "dose", "schedule", "prescriber", "managed_by", "reason"),
        days=("refill_due", "started_on", "ended_on", "reconciled_on"), status="status",
        words=("active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken"),
        indexes=(
            "create index medication_client on medication (client_id)",
            """create index medication_open on medication (client_id, name)
where status in ('active', 'intended', 'on-hold', 'unknown') and voided_at is null""",
            """create index medication_refill on medication (refill_due)
where status in ('active', 'intended', 'on-hold', 'unknown') and voided_at is null""",
            """create index medication_reconciled on medication (reconciled_on)
where status in ('active', 'intended', 'on-hold', 'unknown') and voided_at is null""",
        ),
    )  # fmt: skip
    make_kind(
        db, "document", _DOCUMENT, searched=("title", "kind", "location", "responsible"),
        days=("issued_on", "requested_on", "received_on", "expires_on", "needed_by"), status="status",
        words=("needed", "requested", "received", "expired"),
        indexes=(
            "create index document_client on document (client_id)",
            """create index document_open on document (client_id, expires_on)
where status in ('needed', 'requested', 'received') and voided_at is null""",
            """create index document_expiry on document (expires_on)
where status in ('needed', 'requested', 'received') and voided_at is null""",
            """create index document_needed on document (needed_by)
where status in ('needed', 'requested', 'received') and voided_at is null""",
        ),
    )  # fmt: skip


_SERVICE = """
    client_id integer not null references client (id),
    what text not null,
    activity text check (activity in ('bathing', 'dressing', 'toileting', 'transferring', 'continence', 'feeding',
        'telephone', 'shopping', 'food-preparation', 'housekeeping', 'laundry', 'transport', 'own-medication',
        'finances')),
    help_level text check (help_level in ('none', 'cue', 'standby', 'hands-on', 'total')),
    provider_id integer references provider (id),
    provided_by text,
    plan_id integer references plan (id),
    goal_id integer references goal (id),
    responsible text,
    amount text,
    frequency text,
    started_on text,
    ended_on text,
    status text not null default 'not-started' check (status in ('not-started', 'scheduled', 'in-progress', 'on-hold',
        'completed', 'cancelled', 'stopped', 'unknown', 'entered-in-error')),
    reason text,
    declined integer not null default 0 check (declined in (0, 1)),
    decline_reason text
"""

_MEDICATION = """
    client_id integer not null references client (id),
    name text not null,
    dose text,
    schedule text,
    prescriber text,
    managed_by text,
    refill_due text,
    started_on text,
    ended_on text,
    reconciled_on text,
    status text not null default 'active' check (status in ('active', 'completed', 'entered-in-error', 'intended',
        'stopped', 'on-hold', 'unknown', 'not-taken')),
    reason text
"""

_DOCUMENT = """
    client_id integer not null references client (id),
    title text not null,
    kind text,
    status text not null default 'needed' check (status in ('needed', 'requested', 'received', 'expired')),
    location text,
    issued_on text,
    requested_on text,
    received_on text,
    expires_on text,
    needed_by text,
    responsible text,
    cost real,
    fund text
"""


def _screening(db: Database) -> None:
    """Instrument, assessment."""
    make_kind(db, "instrument", _INSTRUMENT, searched=("name", "title"), indexes=(
        "create index instrument_name on instrument (name)",
    ))  # fmt: skip
    make_kind(
        db, "assessment", _ASSESSMENT, searched=("screen", "outside", "asked_by", "result"),
        indexes=(
            "create index assessment_client on assessment (client_id, screen, assessed_on)",
            "create index assessment_instrument on assessment (instrument_id)",
            f"create index assessment_flagged on assessment (assessed_on) where {_FLAGGED}",
            "create index assessment_task on assessment (task_id)",
            "create index assessment_note on assessment (note_id)",
            f"create index assessment_open on assessment (assessed_on) where {_SCREENED}",
        ),
        days=("assessed_on", "answered_on"), status="status",
        words=("in-progress", "completed", "amended", "stopped", "entered-in-error"),
    )  # fmt: skip


_FLAGGED = "flags <> '[]' and answered_on is null and voided_at is null"
_SCREENED = "status in ('in-progress', 'completed', 'amended') and voided_at is null"

_INSTRUMENT = """
    name text not null,
    version text not null,
    title text not null,
    licence text,
    panel_loinc text,
    total_loinc text,
    definition text not null check (json_valid(definition) and json_type(definition) = 'object')"""

_ASSESSMENT = """
    client_id integer not null references client (id),
    instrument_id integer references instrument (id),
    screen text,
    outside text,
    stage text check (stage in ('entry', 'update', 'annual', 'exit', 'post-exit')),
    assessed_on text not null,
    method text check (method in ('self-reported', 'reported-by-related-person', 'observed', 'administrative')),
    asked_by text,
    answers text check (answers is null or (json_valid(answers) and json_type(answers) = 'object')),
    score integer,
    band text,
    positive integer check (positive in (0, 1)),
    domains text not null default '[]' check (json_valid(domains)),
    flags text not null default '[]' check (json_valid(flags)),
    need_ids text not null default '[]' check (json_valid(need_ids)),
    result text,
    status text not null default 'completed' check (status in ('in-progress', 'completed', 'amended', 'stopped',
        'entered-in-error')),
    answered_on text,
    task_id integer references task (id),
    note_id integer references note (id)"""


def _referrals(db: Database) -> None:
    """Referral, and the tasks that follow it."""
    make_kind(
        db, "referral", _REFERRAL, searched=("service_type", "request", "reason", "next_action"),
        indexes=(
            "create index referral_client on referral (client_id)",
            "create index referral_provider on referral (provider_id)",
            f"create index referral_open on referral (next_due) where status in {_REFERRAL_OPEN} and voided_at is null",
            "create index referral_successor on referral (successor_id) where successor_id is not null",
            "create index referral_need on referral (need_id) where need_id is not null",
        ),
        days=("sent_on", "answered_on", "handed_over_on", "attempted_on", "closed_on"), moments=("next_due",),
        status="status",
        words=("draft", "requested", "accepted", "in-progress", "on-hold", "cancelled", "rejected", "failed",
               "completed", "entered-in-error"),
    )  # fmt: skip
    extend(db, "task", {"referral_id": "integer references referral (id)"})
    db.conn.execute("create index task_referral on task (referral_id) where referral_id is not null")


_REFERRAL_OPEN = "('draft', 'requested', 'accepted', 'in-progress', 'on-hold')"
_REFERRAL = """
    client_id integer not null references client (id),
    need_id integer references need (id),
    provider_id integer not null references provider (id),
    service_type text not null,
    request text,
    status text not null check (status in ('draft', 'requested', 'accepted', 'rejected', 'in-progress', 'on-hold',
        'cancelled', 'failed', 'completed', 'entered-in-error')),
    reason text,
    sent_on text,
    via text check (via in ('fax', 'email', 'mail', 'portal', 'phone', 'in-person', 'file')),
    answered_on text,
    handed_over_on text,
    understood text check (understood in ('yes', 'no', 'unsure')),
    attempts integer not null check (attempts >= 0),
    attempted_on text,
    next_action text,
    next_owner text check (next_owner in ('me', 'client', 'family', 'provider')),
    next_due text,
    outcome text check (outcome in ('got-help', 'eligible-not-received', 'not-eligible', 'no-capacity',
        'could-not-contact', 'could-not-get-help', 'no-longer-interested', 'referred-elsewhere')),
    denied_by text check (denied_by in ('provider', 'payer', 'client')),
    closed_on text,
    successor_id integer references referral (id)
"""


def _consents(db: Database) -> None:
    """Consent, disclosure; what of other kinds is sensitive."""
    make_kind(
        db, "consent", _CONSENT,
        searched=("recipient", "purpose", "description", "discloser", "intermediary"),
        indexes=(
            "create index consent_client on consent (client_id)",
            "create index consent_person on consent (person_id)",
            "create index consent_provider on consent (provider_id)",
            ("create index consent_open on consent (client_id)\n"
            "where status in ('draft', 'proposed', 'active') and voided_at is null"),
            "create index consent_expires on consent (expires_on) where status = 'active' and voided_at is null",
            "create index consent_event on consent (event_asked_on) where status = 'active' and voided_at is null",
        ),
        days=("signed_on", "expires_on", "event_on", "event_asked_on", "revoked_on"), status="status",
        words=("draft", "proposed", "active", "rejected", "inactive", "entered-in-error"),
    )  # fmt: skip
    db.conn.execute(_DISCLOSURE)
    db.conn.execute("create index disclosure_client on disclosure (client_id, at)")
    for one in ("consent", "person", "provider"):
        db.conn.execute(f"create index disclosure_{one} on disclosure ({one}_id)")
    make_searchable(db, "disclosure", ("recipient", "what", "purpose", "reason"))
    tell_unread(db, "disclosure", moments=("at",))
    for table in GUARDED:
        guard(db, table)


_CONSENT = """
    client_id integer not null references client (id),
    kind text not null default 'hipaa' check (kind in ('hipaa', 'tpo-single', 'specific', 'counseling-notes',
        'proceedings', 'intermediary')),
    discloser text,
    intermediary text,
    purpose text,
    data_classes text not null default '[]' check (json_valid(data_classes)),
    description text,
    statements text not null default '[]' check (json_valid(statements)),
    signed_by text,
    authority text,
    signed_on text,
    expires_on text,
    expires_event text,
    event_on text,
    event_asked_on text,
    revoked_on text,
    revoked_how text,
    revoked_by text,
    status text not null default 'draft' check (status in ('draft', 'proposed', 'active', 'rejected', 'inactive',
        'entered-in-error')),
    person_id integer references person (id),
    provider_id integer references provider (id),
    recipient text"""

_DISCLOSURE = f"""
create table disclosure (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    consent_id integer references consent (id),
    at text not null,
    what text not null,
    counts text,
    purpose text,
    basis text not null default 'consent' check (basis in ('consent', 'tpo', 'to-individual', 'medical-emergency',
        'court-order', 'required-by-law', 'research', 'audit', 'involved-in-care', 'incident', 'national-security',
        'correctional', 'limited-data-set')),
    reason text,
    via text check (via in ('fax', 'email', 'mail', 'portal', 'phone', 'in-person', 'file')),
    notice text not null default 'none' check (notice in ('none', 'full', 'short')),
    disclosed_by text,
    person_id integer references person (id),
    provider_id integer references provider (id),
    recipient text,
    {BASE}
) strict
"""

GUARDED = (
    "person", "episode", "condition", "incident", "safety", "need", "plan", "goal", "service", "medication", "document",
    "referral", "task", "appointment", "note", "assessment",
)  # fmt: skip
"""The tables of the kinds that may leave (records.of.guarded), those made above too."""
