"""caseload encrypt, rekey, decrypt."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from caseload.commands.kit.options import current, verbs
from caseload.commands.kit.recovering import Recovery, encrypted_anew, refuse_unproven
from caseload.errors import Refused
from caseload.session import Session
from caseload.store import driver
from caseload.store.encrypting import in_clear, written_anew
from caseload.store.held_keys import drop
from caseload.store.opening import open_existing

app = verbs()

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command()
def encrypt(ctx: typer.Context, recovery: Recovery = None) -> None:
    """Encrypt the database that there is: a copy is made, compared, and put in its place in one step.

    What was there is overwritten. Copies that are not encrypted stay, and are named; what a disk, or a drive of its own
    accord, has kept of deleted files is not wiped. The passphrase is asked for, or given as help encryption says.

    \b
    Examples:
      caseload encrypt --recovery code.txt
    """
    session = current(ctx)
    refuse_unproven(session, recovery)
    if _key(session) is not None:
        raise Refused(f"{session.db} is encrypted already", "caseload rekey gives it another passphrase")
    key, prove = encrypted_anew(session, recovery)
    _write(session, recovery, key, prove)
    session.tell(f"encrypted {session.db}{_where(recovery)}")
    _tell_in_clear(session)
    session.tell("deleted blocks of the disk are not wiped: what was stored unencrypted may be found there")


@app.command()
def rekey(ctx: typer.Context, recovery: Recovery = None) -> None:
    """Give an encrypted database another passphrase and another recovery code; the old ones open it no more.

    They still open the copies that were made until now. The passphrase of now is asked for first, or given.

    \b
    Examples:
      caseload rekey --recovery code.txt
    """
    session = current(ctx)
    refuse_unproven(session, recovery)
    was = _key(session)
    if was is None:
        raise Refused(f"{session.db} is not encrypted", "caseload encrypt does that")
    key, prove = encrypted_anew(session, recovery, was)
    _write(session, recovery, key, prove)
    drop(was.salt, session.environ)
    session.tell(f"{session.db} has a new passphrase{_where(recovery)}")
    session.tell("copies made until now still open with the old one: caseload backup makes one with the new")


@app.command()
def decrypt(ctx: typer.Context, yes: Yes = False) -> None:
    """Write an encrypted database so that every program can read it; asks first.

    Its copies stay as they are.

    \b
    Examples:
      caseload decrypt --yes
    """
    session = current(ctx)
    was = _key(session)
    if was is None:
        raise Refused(f"{session.db} is not encrypted", "there is nothing to do")
    if not yes:
        session.confirm(f"write {session.db} unencrypted, for whoever has the disk to read?", "--yes")
    written_anew(session.path, None)
    drop(was.salt, session.environ)
    session.tell(f"{session.db} is not encrypted any more · back: caseload encrypt")


def _key(session: Session) -> driver.Key | None:
    session.unlock(session.db, anew=True)
    # That there is a database, and of which schema, is told by whoever opens it.
    open_existing(session.db, session.tell).close()
    return driver.key_of(session.db)


def _write(session: Session, recovery: Path | None, key: driver.Key, prove: Callable[[Path], None]) -> None:
    """Write the database anew; where that fails, no recovery code stays of a file that there is not."""
    there = recovery is not None and recovery.exists()
    try:
        written_anew(session.path, key, prove)
    except BaseException:
        if recovery is not None and not there:
            recovery.unlink(missing_ok=True)
        raise


def _where(recovery: Path | None) -> str:
    return "" if recovery is None else f" · the recovery code is in {recovery} (mode 0600): keep it elsewhere"


def _tell_in_clear(session: Session) -> None:
    """Name the files that may be copies of the database and are not encrypted."""
    for one in in_clear(session.path, session.config.backup_folder):
        session.tell(f"not encrypted: {one}")
