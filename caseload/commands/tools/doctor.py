"""caseload doctor."""

from collections.abc import Iterator

import typer

from caseload.commands.kit.options import Reads, current, verbs
from caseload.daily.zone import zone_named, zones_differ
from caseload.intake.draft import left_over
from caseload.output.column import Column, choose
from caseload.output.emit import emit
from caseload.reports.health import Check, health
from caseload.session import Session
from caseload.store.soundness import as_far_as_it_can
from caseload.store.unread import told

app = verbs()

_COLUMNS = (
    Column[Check]("check", lambda one: one.name, "Check"),
    Column[Check]("state", lambda one: one.state, "State", style=lambda one: "late" if one.is_bad else "good"),
    Column[Check]("detail", lambda one: one.detail, "Detail", text=True),
)


@app.command(cls=Reads)
def doctor(ctx: typer.Context) -> None:
    """Whether the database is sound, private and within its rules. It writes nothing there; 1 when something is wrong.

    A database that is damaged takes no more writes from then on, until a sound one is in its place.

    \b
    Examples:
      caseload doctor
    """
    session = current(ctx)
    with as_far_as_it_can():
        checks = health(session.store, session.path, session.config, session.rules, session.state_dir, session.now)
        checks += _around(session)
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


def _around(session: Session) -> Iterator[Check]:
    """What is to be known of the computer, and of texts that were never stored."""
    differ, behind = zones_differ(session), session.clock_behind(any_step=True)
    yield Check("zone", "warning" if differ else "ok", differ or zone_named(session))
    yield Check("clock", "warning" if behind else "ok", behind or "no step is of a time to come")
    for left in left_over(session.environ, session.state_dir):
        yield Check("drafts", "warning", f"{left} is a text that was never stored; it is yours to remove")
