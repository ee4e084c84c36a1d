"""caseload unlock, lock."""

import re
from datetime import timedelta
from typing import Annotated

import typer

from caseload.commands.kit.options import current, verbs
from caseload.errors import Invalid, Refused
from caseload.session import Session
from caseload.store import driver
from caseload.store.held_keys import drop, keep, kept
from caseload.store.opening import open_existing
from caseload.when.dates import When, say_when

app = verbs()

_SECONDS = {"s": 1, "m": 60, "h": 3600}
_MOST = 24 * 3600

For = Annotated[str, typer.Option("--for", metavar="TIME", help="For how long: 15m, 8h; a day at most.")]
Status = Annotated[bool, typer.Option("--status", help="Only say until when it is unlocked; 1 when it is not.")]


@app.command()
def unlock(ctx: typer.Context, for_: For = "15m", status: Status = False) -> None:
    """Have the passphrase of an encrypted database not asked for at each command, for a while; for cron, too.

    The key, and never the passphrase, is kept in memory ($XDG_RUNTIME_DIR, else /run/user or /dev/shm), for you alone.
    It is good for this file and its copies, until the time is over, the computer starts anew, or `caseload lock`.

    \b
    Examples:
      caseload unlock --for 8h
      caseload unlock --status
    """
    session = current(ctx)
    seconds = _seconds(for_)
    if status:
        _tell_status(session)
        return
    session.unlock(session.db, anew=True)
    # That it is ours is known only when it is open.
    open_existing(session.db, session.tell).close()
    key = driver.key_of(session.db)
    if key is None:
        raise Refused(f"{session.db} is not encrypted", "it opens as it is; caseload encrypt changes that")
    place = keep(key, seconds, session.environ)
    session.tell(f"unlocked until {_until(session, seconds)} ({place.parent}) · end it: caseload lock")


@app.command()
def lock(ctx: typer.Context) -> None:
    """Keep no key any more, of any file: the passphrase is asked for again.

    \b
    Examples:
      caseload lock
    """
    session = current(ctx)
    session.tell("locked" if drop(None, session.environ) else "nothing was unlocked")


def _seconds(text: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]{0,5})([smh])", text.strip().lower())
    seconds = int(found[1]) * _SECONDS[found[2]] if found else 0
    if not 0 < seconds <= _MOST:
        raise Invalid("is not a time to keep a key for", "such as 15m or 8h, a day at most", typed=text, field="--for")
    return seconds


def _tell_status(session: Session) -> None:
    salt = driver.salt_of(session.db) if session.path.is_file() else None
    if salt is None:
        session.tell(f"{session.db} is not encrypted" if session.path.is_file() else f"there is no {session.db}")
        return
    found = kept(salt, session.environ)
    if found is None:
        session.tell(f"{session.db} is locked")
        raise typer.Exit(1)
    session.tell(f"unlocked until {_until(session, found[1])}")


def _until(session: Session, seconds: int) -> str:
    return say_when(When.at(session.now + timedelta(seconds=seconds)))
