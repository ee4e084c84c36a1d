"""caseload demo."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from caseload.actions.demo import fill
from caseload.commands.kit.making import making
from caseload.commands.kit.options import current, verbs
from caseload.config import NamesShown
from caseload.errors import Refused
from caseload.output.column import format_for
from caseload.output.emit import emit_page
from caseload.output.terminal import stream
from caseload.output.text import page_text
from caseload.paths import database_path
from caseload.reports import digest, today
from caseload.session import Session
from caseload.store.core import Store
from caseload.store.opening import held_alone
from caseload.store.reads.beginning import Beginning, beginning

app = verbs()

Force = Annotated[
    bool, typer.Option("--force", help="Make it anew where there is one: what was added to that is lost.")
]


@app.command()
def demo(ctx: typer.Context, force: Force = False) -> None:
    """Make an invented caseload of 25 people in a file of its own, then show today's page and the digest.

    Where it is already, it is shown as it is. The file is demo.db in the data folder, or the new one that --db names.

    \b
    Examples:
      caseload demo
      caseload demo --force
    """
    session = current(ctx)
    named = session.options.db
    session.db = str(Path(named) if named else _place(session))
    is_there = session.path.exists() and session.path.stat().st_size > 0
    if is_there and not force:
        found = _refuse_others(session, beginning(session.store))
        if named:
            raise Refused(f"there is an invented caseload already at {_told(session, found)}", "--force makes it anew")
        session.tell(f"this is {_told(session, found)}; caseload demo --force makes it anew")
    else:
        _make(session, over=is_there)
    _show(session)


def _make(session: Session, *, over: bool) -> None:
    with ExitStack() as held:
        lost = ""
        if over:
            session.unlock(session.db)
            old = held.enter_context(held_alone(session.path))
            found = _refuse_others(session, beginning(Store(old, session.stamp)))
            lost = f" in place of {_told(session, found)}"
        with making(session, over=over), session.step() as store:
            count = fill(store, session.now)
    session.tell(f"made {count} invented clients in {session.path}{lost}")


def _show(session: Session) -> None:
    found = today.today(session.store, session.now, session.rules)
    emit_page(today.page(found), format_for(None, session.terminal.is_tty), session.terminal)
    mail = digest.digest(session.store, session.now, session.rules, 7, None)
    head = "\nThe same morning's digest, as cron would mail it:\n\n"
    stream(session.terminal, [head, page_text(digest.page(mail, NamesShown.INITIALS))])
    session.tell(f"look around: caseload --db {session.path} show ana-ruiz · your own: caseload init")


def _refuse_others(session: Session, found: Beginning) -> Beginning:
    """How a caseload began, where this command made it; raises Refused for any other, which is somebody's own."""
    if found.command != session.command:
        raise Refused(f"there is a database of your own at {session.path}", "name another place with --db")
    return found


def _told(session: Session, found: Beginning) -> str:
    """Where the demo is, when it was made, and what has come to it since."""
    since = "nothing added or changed since"
    if found.changed:
        records = "1 record" if found.changed == 1 else f"{found.changed} records"
        since = f"{records} added or changed since, the newest {found.newest} on {_local(session, found.newest_at)}"
    return f"{session.path}, made on {_local(session, found.at)}, {since}"


def _local(session: Session, at: str) -> str:
    """A stored moment on the user's wall clock."""
    return f"{datetime.fromisoformat(at).astimezone(session.zone):%Y-%m-%d %H:%M}"


def _place(session: Session) -> Path:
    """The file where no --db names one: demo.db in the data folder, whatever the user's own database is called."""
    return Path(database_path(None, {**session.environ, "CASELOAD_DB": ""}, None)).with_name("demo.db")
