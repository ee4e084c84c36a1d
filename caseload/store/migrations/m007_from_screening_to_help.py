"""Schema 7."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import add_column, guard, make_kind


def m007_from_screening_to_help(db: Database) -> None:
    """Directory, who someone is, needs, services and papers, screening, referrals, consents."""
    _directory(db)
    _who_someone_is(db)
    _needs(db)
    _services(db)
    _screening(db)
    _referrals(db)
    _consents(db)


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


def _needs(db: Database) -> None:
    """Need, and the goal that serves it."""
    make_kind(
        db, "need", _NEED, searched=("description", "decline_reason"), status="status", words=_CLINICAL,
        days=("declined_on", "met_on", "identified_on", "resolved_on"),
        indexes=("create index need_client on need (client_id)", _NEED_OPEN),
    )  # fmt: skip
    add_column(db, "goal", "need_id", "integer references need (id)")
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


def _screening(db: Database) -> None:
    """Instrument, assessment."""


def _referrals(db: Database) -> None:
    """Referral, and the tasks that follow it."""


def _consents(db: Database) -> None:
    """Consent, disclosure; what of other kinds is sensitive."""
    for table in GUARDED:
        guard(db, table)


GUARDED = ("person", "episode", "need", "plan", "goal", "task", "appointment", "note")
"""The tables of the kinds that may leave (records.of.guarded), those made above too."""
