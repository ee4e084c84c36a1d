"""caseload restore."""

from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from caseload.commands.kit.copying import copy_said
from caseload.commands.kit.options import current, verbs
from caseload.errors import Unusable
from caseload.records.kinds import many
from caseload.session import Session
from caseload.store.backups import Copy
from caseload.store.driver import salt_of
from caseload.store.opening import SCHEMA, open_existing
from caseload.store.restoring import There, put_back, taken_in, what_is_there

app = verbs()

File = Annotated[Path, typer.Argument(metavar="FILE", help="A copy, as caseload backup made it.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command()
def restore(ctx: typer.Context, file: File, yes: Yes = False) -> None:
    """Put a copy in the place of the database, after a look through it; what was there is kept beside it.

    It says how many records are newer than the copy, and asks. A copy from before an upgrade is brought up to date.
    It works as well where the database is missing, or damaged.

    \b
    Examples:
      caseload backup copy.db && caseload restore copy.db --yes
    """
    session = current(ctx)
    place = session.path
    session.unlock(file)
    with suppress(Unusable):
        # One whose passphrase is lost, or that is damaged, is kept as it is.
        session.unlock(place)
    with taken_in(file, place) as (path, copy):
        was = what_is_there(place, path, copy)
        lost = _lost(was)
        if was and _is_encrypted(place) and not _is_encrypted(file):
            lost += "; what is there is encrypted, and what takes its place is not"
        if was:
            if yes:
                session.tell(lost)
            else:
                session.confirm(f"put {file} ({copy_said(session, copy)}) in the place of {place}? {lost}", "--yes")
        saved = put_back(path, place, was, session.stamp)
    _upgrade(session, copy)
    if saved and (said := _opens_otherwise(salt_of(saved), salt_of(place))):
        session.tell(f"{place} {said}")
    kept = f" · what was there is {saved} · back: caseload --db {quote(str(place))} restore {quote(str(saved))}"
    session.tell(f"restored {place} from {file}: {copy_said(session, copy)}{kept if saved else ''}")


def _is_encrypted(path: Path) -> bool:
    with suppress(OSError):
        return salt_of(path) is not None
    return False


def _opens_otherwise(was: bytes | None, now: bytes | None) -> str:
    """What is said where what is at the place from now on is not opened as what was there."""
    if was == now:
        return ""
    if now is None:
        return "is not encrypted from now on, as the copy was not: caseload encrypt"
    return "is encrypted from now on, with the passphrase that the copy has"


def _upgrade(session: Session, copy: Copy) -> None:
    """Bring a copy from before an upgrade up to date, as whoever opens it would."""
    if copy.schema < SCHEMA:
        open_existing(session.db, session.tell).close()
        session.tell(f"{session.db} was brought from schema {copy.schema} to {SCHEMA}")


_NAMED = 4
"""So many kinds are named."""


def _lost(was: There | None) -> str:
    """What is newer than the copy, by kind where those are few."""
    if was is None or was.newer is None:
        return "what is there is damaged, or its key not at hand; what it has newer than the copy cannot be told"
    count = was.newer.total()
    back = f"; {', '.join(was.purged)} would be back, and was purged: purge it again" if was.purged else ""
    if not count:
        return f"nothing there is newer than the copy{back}"
    named = [many(table, number) for table, number in was.newer.most_common()]
    kinds = f": {', '.join(named)}" if len(named) <= _NAMED else ""
    there = f"{count} records there are" if count > 1 else "1 record there is"
    return f"{there} newer than the copy, and lost{kinds}{back}"
