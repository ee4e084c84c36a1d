"""How old the last good copy is, as the pages of the day tell it: from the names in one folder, none of them opened."""

from datetime import date, datetime

from caseload import paths
from caseload.session import Session
from caseload.store.dated import folder, made_at
from caseload.store.reads.beginning import first_step


def backups(session: Session) -> str:
    """The folder of the copies: the one of config.toml, else `backups` beside the database."""
    return str(session.config.backup_folder or folder(session.db))


def copy_overdue(session: Session) -> str:
    """A line where the last good copy is older than config.toml has it, or none was ever made; else nothing."""
    every = session.config.backup_every
    if every is None:
        return ""
    place = backups(session)
    last = next(reversed(made_at(paths.names(place), session.db).values()), "")
    since = last or _begun(session)
    if not since or every.after(day := _day(session, since)) >= session.today:
        return ""
    days = (session.today - day).days
    if last:
        return f"the last good copy is of {day}, {days} days ago; caseload backup makes one (see caseload help copies)"
    return f"no copy is in {place}, after {days} days; caseload backup makes one (see caseload help copies)"


def _begun(session: Session) -> str:
    """When the first records were stored; nothing where there are none, or only those of the demo."""
    command, at = first_step(session.store)
    return "" if command == "demo" else at


def _day(session: Session, stamp: str) -> date:
    try:
        return datetime.fromisoformat(stamp).astimezone(session.zone).date()
    except (ValueError, OverflowError):
        # Another program wrote it.
        return session.today
