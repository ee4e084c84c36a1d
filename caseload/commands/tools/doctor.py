"""caseload doctor."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from caseload.commands.kit.options import Reads, current, verbs
from caseload.daily.zone import zone_named, zones_differ
from caseload.errors import Invalid, Unusable
from caseload.intake.draft import left_over
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit
from caseload.reports.health import Check, health
from caseload.session import Session
from caseload.store.core import Store
from caseload.store.fixing import fix as mended
from caseload.store.opening import open_existing
from caseload.store.salvaging import Salvaged
from caseload.store.salvaging import salvage as salvaged
from caseload.store.soundness import CHECKS, as_far_as_it_can, looked
from caseload.store.unread import told

app = verbs()

_COLUMNS = (
    Column[Check]("check", lambda one: one.name, "Check"),
    Column[Check]("state", lambda one: one.state, "State", style=lambda one: "late" if one.is_bad else "good"),
    Column[Check]("detail", lambda one: one.detail, "Detail", text=True),
)


_SALVAGED = (
    Column[Salvaged]("kind", lambda one: one.table, "Kind"),
    Column[Salvaged]("read", lambda one: one.read, "Read", right=True),
    Column[Salvaged]("from_log", lambda one: one.from_log, "From the log", right=True),
    Column[Salvaged]("refused", lambda one: one.refused, "Refused", right=True),
    Column[Salvaged]("lost", lambda one: one.lost, "Lost", right=True),
)

Fix = Annotated[bool, typer.Option("--fix", help="Mend first what is certain, and say what was.")]
Out = Annotated[
    Path | None,
    typer.Option("--salvage", metavar="OUT", help="Put what can still be read of a damaged file into a new one, OUT."),
]


@app.command(cls=Reads)
def doctor(ctx: typer.Context, fix: Fix = False, salvage: Out = None) -> None:
    """Whether the database is sound, private and within its rules; 1 when something is wrong. It only looks.

    A database that is damaged takes no more writes from then on, until a sound one is in its place.

    --fix makes indexes, triggers, views and the search index anew, closes a step that another program left open, and
    takes the file from others' eyes; what a record says, and files that lie about, are yours.

    --salvage reads the pages of a damaged file one by one, and the change log for what they have lost, into a new
    database; it tells by kind what could not be had, and ends with 1 where that is anything. The damaged file is
    only read.

    \b
    Examples:
      caseload doctor
      caseload doctor --fix
      caseload doctor --salvage saved.db
    """
    session = current(ctx)
    if salvage is not None:
        if fix:
            raise Invalid("only reads the damaged file", "--fix or --salvage", field="--salvage")
        _salvage(session, salvage)
        return
    try:
        with as_far_as_it_can():
            if fix:
                for line in mended(session.store, session.path):
                    session.tell(line)
            checks = health(session.store, session.path, session.config, session.rules, session.state_dir, session.now)
            checks += _around(session)
            session.store.said = told(session.store)
    except Unusable as error:
        if session.form is not Format.TABLE:
            _put(session, [Check("file", "bad", str(error))])
        raise
    _put(session, checks)
    if any(check.is_bad for check in checks):
        raise typer.Exit(1)


def _put(session: Session, checks: Sequence[Check]) -> None:
    columns = choose(_COLUMNS, session.asked.fields)
    emit(checks, columns, session.form, session.terminal, excel=session.asked.excel)


def _salvage(session: Session, out: Path) -> None:
    session.unlock(session.db)
    found = salvaged(session.path, out)
    emit(found, choose(_SALVAGED, session.asked.fields), session.form, session.terminal, excel=session.asked.excel)
    had, missing = sum(one.read + one.from_log for one in found), sum(one.refused + one.lost for one in found)
    with closing(Store(open_existing(out), session.stamp)) as store:
        faults = sum(1 for name in CHECKS for _ in looked(store, name))
    look = f"caseload --db {out} doctor"
    checked = f"{faults} faults in it are named by {look}" if faults else "doctor finds nothing wrong in it"
    session.tell(f"wrote {out} (mode 0600): {had} rows were had, {missing} were not; {checked}")
    if missing:
        raise typer.Exit(1)


def _around(session: Session) -> Iterator[Check]:
    """What is to be known of the computer, and of texts that were never stored."""
    differ, behind = zones_differ(session), session.clock_behind(any_step=True)
    yield Check("zone", "warning" if differ else "ok", differ or zone_named(session))
    yield Check("clock", "warning" if behind else "ok", behind or "no step is of a time to come")
    for left in left_over(session.environ, session.state_dir):
        yield Check("drafts", "warning", f"{left} is a text that was never stored: caseload drafts")
