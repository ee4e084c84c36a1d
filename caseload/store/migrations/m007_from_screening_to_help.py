"""Schema 7."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind


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


def _who_someone_is(db: Database) -> None:
    """Condition, incident, safety plan."""


def _needs(db: Database) -> None:
    """Need, and the goal that serves it."""


def _services(db: Database) -> None:
    """Service, medication, document."""


def _screening(db: Database) -> None:
    """Instrument, assessment."""


def _referrals(db: Database) -> None:
    """Referral, and the tasks that follow it."""


def _consents(db: Database) -> None:
    """Consent, disclosure; what of other kinds is sensitive."""
