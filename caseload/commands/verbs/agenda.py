"""caseload agenda."""

from datetime import timedelta
from typing import Annotated

import typer

from caseload.commands.kit.nameless import hidden
from caseload.commands.kit.options import Composes, current, lists, verbs
from caseload.config import NamesShown
from caseload.daily import narrowing
from caseload.daily.agenda import answer
from caseload.daily.out import put_page_or_list
from caseload.errors import Invalid
from caseload.output.ics import calendar
from caseload.output.terminal import stream
from caseload.reports import calendar as calendar_report
from caseload.reports import heat as heat_report
from caseload.reports.items import counted
from caseload.session import Filters, Session
from caseload.store.reads.calendar import outside
from caseload.when.ranges import Range

app = verbs()

Whose = Annotated[str | None, typer.Argument(metavar="[CLIENT]", help="Only this client's.")]
Days = Annotated[
    str | None,
    typer.Option(
        "--due", metavar="RANGE",
        help="Which days: 7d, week, month, A..B. Unless said 7d; with --ics, from 30 days back to 366 ahead.",
    ),
]  # fmt: skip
Ics = Annotated[bool, typer.Option("--ics", help="As a calendar file (RFC 5545); see help calendar.")]
Tasks = Annotated[bool, typer.Option("--tasks", help="With --ics: open tasks with a due date too.")]
Names = Annotated[
    str | None,
    typer.Option(
        "--names", metavar="initials|none|handle|full",
        help="Nothing that tells who somebody is: initials for names, or none; with --ics initials, handle or full.",
    ),
]  # fmt: skip

Theirs = Annotated[bool, typer.Option("--theirs", help="With --ics: the clients' own appointments too.")]
Heat = Annotated[bool, typer.Option("--heat", help="Eight weeks from Monday as a map: how much falls on each day.")]


@app.command(cls=lists(base=Composes, by=("client", "tag", "limit")))
def agenda(
    ctx: typer.Context, client: Whose = None, due: Days = None, heat: Heat = False, ics: Ics = False,
    tasks: Tasks = False, theirs: Theirs = False, names: Names = None,
) -> None:  # fmt: skip
    """Appointments and due dates on one time line; with --ics, a calendar of the appointments.

    \b
    Examples:
      caseload agenda
      caseload agenda ana --due month
      caseload agenda --due week --tag court --json
      caseload agenda --heat
      caseload agenda --ics -o agenda.ics --force
    """
    session = current(ctx)
    ics = ics or (session.asked.output or "").lower().endswith(".ics")
    if not ics and (tasks or theirs or names in (NamesShown.HANDLE, NamesShown.FULL)):
        raise Invalid("needs --ics", "caseload agenda --ics -o FILE.ics", field="--tasks, --theirs, --names")
    if names and not ics:
        session.asked.names = hidden(names)
    if ics and (session.asked.format or session.asked.fields or session.asked.excel or session.asked.reveal):
        raise Invalid("is a format of its own", "leave the other formats, --fields and --reveal out", field="--ics")
    if (heat or ics) and session.asked.filters != Filters(client=session.asked.filters.client):
        raise Invalid(
            "are for the time line", "leave --tag and --limit out, or --heat and --ics", field="--tag, --limit"
        )
    whose = narrowing.whose(session, client)
    if heat:
        if due or ics:
            raise Invalid("always shows eight weeks on a map", "leave --due and --ics out", field="--heat")
        map_ = heat_report.heat(session.store, session.now, session.rules, whose)
        with session.into():
            put_page_or_list(session, heat_report.page(map_), map_.days, heat_report.COLUMNS)
        return
    if ics:
        _calendar(session, whose, due, tasks=tasks, theirs=theirs, names=_shown(names))
        return
    answer(session, client, due=due)


def _shown(names: str | None) -> NamesShown | None:
    if names is None:
        return None
    if names not in tuple(NamesShown):
        raise Invalid("is not accepted", f"one of {', '.join(NamesShown)}", typed=names, field="--names")
    return NamesShown(names)


def _calendar(
    session: Session, whose: int | None, due: str | None, *, tasks: bool, theirs: bool, names: NamesShown | None
) -> None:
    """Write the calendar to a new file, if one is named, and to stdout otherwise."""
    begins, ends = session.today - timedelta(days=30), session.today + timedelta(days=366)
    asked = calendar_report.Asked(
        days=session.range(due) or Range(begins, ends),
        client_id=whose,
        tasks=tasks,
        theirs=theirs,
        names=names or session.config.names,
        alarm=session.config.alarm,
    )
    with session.store.snapshot():
        found = calendar_report.entries(session.store, session.now, asked)
        beside, first, last = outside(session.store, begins, ends, whose) if due is None else (0, "", "")
    zone = calendar_report.zone_named(session.config.timezone)
    text = calendar("caseload", found, zone, session.store.database)
    with session.into(own=True, said=counted(len(found), "entry", "entries") or "no entries"):
        stream(session.terminal, [text.replace("\r\n", "\n") if session.terminal.is_tty else text])
    if beside:
        left = counted(beside, "appointment is", "appointments are")
        session.tell(f"{left} before or after these days and left out; all: --due {first}..{last}")
