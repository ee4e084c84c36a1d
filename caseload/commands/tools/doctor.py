"""caseload doctor."""

import typer

from caseload.commands.kit.options import Reads, current, verbs
from caseload.daily.zone import zone_named, zones_differ
from caseload.errors import Unusable
from caseload.output.column import Column, choose
from caseload.output.emit import emit
from caseload.reports.health import Check, health
from caseload.store.unread import told

app = verbs()

_COLUMNS = (
    Column[Check]("check", lambda one: one.name, "Check"),
    Column[Check]("state", lambda one: one.state, "State", style=lambda one: "late" if one.is_bad else "good"),
    Column[Check]("detail", lambda one: one.detail, "Detail", text=True),
)


_ALL_THERE_IS = "put a backup in its place, or see what sqlite3's .recover brings out of it"


@app.command(cls=Reads)
def doctor(ctx: typer.Context) -> None:
    """Whether the database is sound, private and within its rules. It writes nothing there; 1 when something is wrong.

    A database that is damaged takes no more writes from then on, until a sound one is in its place.

    \b
    Examples:
      caseload doctor
    """
    session = current(ctx)
    try:
        store = session.store
    except Unusable as error:
        if "caseload doctor" not in error.next_step:
            raise
        # It names doctor, and this is doctor: where the schema is damaged there is nothing more to look at.
        raise Unusable(error.what, _ALL_THERE_IS) from error
    checks = health(store, session.path, session.config, session.rules, session.state_dir, session.now)
    differ = zones_differ(session)
    checks.append(Check("zone", "warning" if differ else "ok", differ or zone_named(session)))
    session.store.said = told(session.store)
    emit(
        checks,
        choose(_COLUMNS, session.asked.fields),
        session.form,
        session.terminal,
        excel=session.asked.excel,
    )
    if any(check.is_bad for check in checks):
        raise typer.Exit(1)
