"""caseload demo."""

from pathlib import Path

import typer

from caseload.actions.demo import fill
from caseload.commands.kit.options import current, verbs
from caseload.config import Config, NamesShown, database_path
from caseload.output.column import format_for
from caseload.output.emit import emit_page
from caseload.output.terminal import write
from caseload.output.text import page_text
from caseload.reports import digest, today
from caseload.session import Session
from caseload.store.opening import create

app = verbs()


@app.command()
def demo(ctx: typer.Context) -> None:
    """Make an invented caseload of 25 people in a file of its own, then show today's page and the digest.

    \b
    Examples:
      caseload demo
    """
    session = current(ctx)
    session.path = _place(session)
    create(session.path).close()
    with session.step() as store:
        count = fill(store, session.now)
    session.tell(f"made {count} invented clients in {session.path}")
    found = today.today(session.store, session.now, session.rules)
    emit_page(today.page(found), format_for(None, session.terminal.is_tty), session.terminal)
    mail = digest.digest(session.store, session.now, session.rules, 7, None)
    write(session.terminal, "\nThe same morning's digest, as cron would mail it:\n\n")
    write(session.terminal, page_text(digest.page(mail, NamesShown.INITIALS)))
    session.tell(f"look around: caseload --db {session.path} show ana-ruiz · your own: caseload init")


def _place(session: Session) -> Path:
    """The file to make: the one --db names, else demo.db in the data folder, in place of an earlier demo."""
    if session.options.db:
        return Path(session.options.db)
    place = database_path(None, {**session.environ, "CASELOAD_DB": ""}, Config())
    place = place.with_name("demo.db")
    place.unlink(missing_ok=True)
    return place
