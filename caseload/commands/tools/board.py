"""caseload board: every client by what comes first. A board is a command here and a module in reports/boards."""

from operator import attrgetter
from typing import Annotated

import typer

from caseload.commands.kit.options import current, lists, noun
from caseload.daily.narrowing import whose
from caseload.daily.out import put_page_or_list, tell_withheld, withholds
from caseload.reports.boards import authorization as authorizations
from caseload.reports.boards import benefit as benefits
from caseload.reports.boards import program as programs
from caseload.reports.boards import release as releases
from caseload.reports.roundings import roundings
from caseload.store.reads.programs import places_taken, program_meant

app = noun("Boards: every client by what comes first.")


@app.command(cls=lists(by=("client", "tag", "limit")))
def authorization(ctx: typer.Context) -> None:
    """What payers have approved or are asked for, by what comes first: the last unit, or the last day.

    Used and left, the rate of the last 8 weeks, the day it runs out at that rate, and what to do next.

    \b
    Examples:
      caseload board authorization
      caseload board authorization --client ana
      caseload board authorization --csv
    """
    session = current(ctx)
    asked = session.asked.filters
    found = authorizations.rows(session.store, session.today, roundings(session.config), whose(session, None))
    found = [one for one in found if set(asked.tag) <= set(one.client.tags)][: asked.limit]
    shown = [one for one in found if not one.record.mark] if withholds(session) else found
    tell_withheld(session, len(found) - len(shown))
    put_page_or_list(session, authorizations.page(shown), shown, authorizations.COLUMNS, attrgetter("client"))


@app.command(cls=lists(by=("client", "tag", "limit")))
def benefit(ctx: typer.Context) -> None:
    """Benefits by the day that comes first: renewal, paper, interview, decision, appeal, aid continuing, hearing.

    \b
    Examples:
      caseload board benefit
      caseload board benefit --client ana
      caseload board benefit --csv
    """
    session = current(ctx)
    asked = session.asked.filters
    found = benefits.rows(session.store, session.now, session.rules, whose(session, None))
    found = [one for one in found if set(asked.tag) <= set(one.client.tags)][: asked.limit]
    shown = [one for one in found if not one.record.mark] if withholds(session) else found
    tell_withheld(session, len(found) - len(shown))
    put_page_or_list(session, benefits.page(shown), shown, benefits.COLUMNS, attrgetter("client"))


@app.command(cls=lists(by=("client", "tag", "limit")))
def release(ctx: typer.Context) -> None:
    """Who is to be released or discharged, the soonest first, and who left in the last 30 days.

    Days to go, how sure, who meets the client, where to, tasks, papers, benefits, what is booked the week after.

    \b
    Examples:
      caseload board release
      caseload board release --client ana
      caseload board release --csv
    """
    session = current(ctx)
    asked = session.asked.filters
    found = releases.rows(session.store, session.now, session.rules, whose(session, None))
    found = [one for one in found if set(asked.tag) <= set(one.client.tags)][: asked.limit]
    shown = [one for one in found if not one.mark] if withholds(session) else found
    tell_withheld(session, len(found) - len(shown))
    put_page_or_list(session, releases.page(shown), shown, releases.COLUMNS, attrgetter("client"))


@app.command(cls=lists(by=("client", "tag", "limit")))
def program(
    ctx: typer.Context, program: Annotated[str, typer.Argument(metavar="PROGRAM", help="A program: pg1, or its name.")]
) -> None:
    """Who is in a programme: done and left by requirement, what may be missed, who is at risk and why; who waits.

    \b
    Examples:
      caseload board program pg1
      caseload board program pg1 --csv
    """
    session = current(ctx)
    asked = session.asked.filters
    of = program_meant(session.store, program)
    taken = places_taken(session.store, of.id)
    found = programs.rows(session.store, of, session.today, whose(session, None))
    found = [one for one in found if set(asked.tag) <= set(one.client.tags)][: asked.limit]
    shown = [one for one in found if not one.record.mark] if withholds(session) else found
    tell_withheld(session, len(found) - len(shown))
    put_page_or_list(session, programs.page(of, shown, taken), shown, programs.COLUMNS, attrgetter("client"))
