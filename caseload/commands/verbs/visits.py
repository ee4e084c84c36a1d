"""caseload visits."""

from datetime import date
from operator import attrgetter
from typing import Annotated

import typer

from caseload.commands.kit.evening import close_day, share_trip
from caseload.commands.kit.options import current, verbs
from caseload.commands.kit.printing import Sheets, on_sheets, put
from caseload.daily.out import Withheld, put_page_or_list, tell_withheld, withholds
from caseload.errors import Invalid, Refused
from caseload.output.emit import dated
from caseload.output.sheet import sheet
from caseload.records.appointment import is_open
from caseload.records.of.base import Record
from caseload.reports import visits as report
from caseload.session import STDOUT, Session
from caseload.store.masks import revealed_home
from caseload.store.reads.road import written_visits

app = verbs()

Day = Annotated[str | None, typer.Argument(metavar="[DAY]", help="Whose sheet; today's unless said.")]
Close = Annotated[bool, typer.Option("--close", help="Walk through the day: kept or not, minutes, miles, words, next.")]


@app.command(cls=Sheets)
def visits(ctx: typer.Context, day: Day = None, close: Close = False) -> None:
    """The day's sheet, in the order of time: where, how to reach, what to know, bring, ask and settle; room to write.

    --csv has the addresses for a map program; confidential ones stay masked unless --reveal is typed. --close asks at
    a terminal what became of each visit, a step each; stopped, it goes on with the next when it is run again.

    \b
    Examples:
      caseload visits
      caseload visits tomorrow -o sheet.html
      caseload visits --csv --fields starts,address,city,zip
    """
    session = current(ctx)
    when = session.day(day) or session.today
    printing = on_sheets(session)
    if close:
        _close(session, when, other=printing is not None or session.asked.output not in STDOUT)
        return
    out = Withheld(session.store)
    stays_out = out if withholds(session) else _keeps
    found = report.visits(session.store, when, session.now, session.rules, stays_out)
    shown = [one for one in found if not stays_out(one.appointment)]
    for one in shown:
        revealed_home(session.store, one.client, reveal=session.asked.reveal)
    page = report.page(shown, when, session.today, reveal=session.asked.reveal)
    if printing:
        put(session, printing.made(sheet(dated(page, session.terminal), report.ROOM)))
    else:
        columns = report.columns(reveal=session.asked.reveal)
        if session.asked.names:
            columns = tuple(one for one in columns if one.key not in report.TELLING)
        with session.into():
            put_page_or_list(session, page, shown, columns, attrgetter("client"))
    tell_withheld(session, len(out.refs))


def _keeps(_record: Record) -> bool:
    """Nothing stays out of what only its user sees."""
    return False


def _close(session: Session, when: date, *, other: bool) -> None:
    """Walk through the visits of a day that nobody has said anything of."""
    if session.as_of:
        raise Invalid("writes", "leave --as-of out", field="--close")
    if other:
        raise Invalid("shows no sheet", "one of the two", field="--close")
    if when > session.today:
        raise Refused(f"{when} is still to come", "caseload visits --close closes a day that has come")
    if not session.interactive:
        again = 'caseload appointment kept REF -m 45 --miles 6.3 "WORDS" says it of one visit'
        raise Invalid("asks at a terminal, and there is none", again, field="--close")
    every = report.visits(session.store, when, session.now, (), _keeps)
    to_close = [(one.appointment, one.client) for one in every if one.client and is_open(one.appointment)]
    over = sum(one.client is not None for one in every) - len(to_close)
    if not to_close:
        session.tell(f"every visit of {when} is closed" if over else f"there are no visits on {when}")
        return
    if over:
        session.tell(f"{over} closed already, {len(to_close)} to go")
    done = close_day(session, to_close)
    if not done.left:
        share_trip(session, written_visits(session.store, [one.client.id for one in every if one.client], when))
    left = f", {done.left} left: caseload visits {when} --close goes on" if done.left else ""
    session.tell(f"{done.closed} closed{left}")
    if done.interrupted:
        raise KeyboardInterrupt
