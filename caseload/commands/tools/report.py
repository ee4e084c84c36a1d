"""caseload report."""

from operator import attrgetter
from typing import Annotated

import typer

from caseload.commands.kit.options import Reads, current, noun
from caseload.commands.kit.period import RangeOf, period
from caseload.daily.out import nameless, put_page_or_list, tell_withheld, withholds
from caseload.output.column import choose
from caseload.output.emit import emit
from caseload.records.client import Client
from caseload.reports import capacity as hours_report
from caseload.reports import caseload as board_report
from caseload.reports import served as served_report
from caseload.reports.capacity import Addition, load, said_with, weights_of
from caseload.reports.duplicates import COLUMNS as PAIR_COLUMNS
from caseload.reports.duplicates import duplicates as pairs_of
from caseload.store.reads.capacity import open_clients
from caseload.store.reads.identifiers import of_one_person
from caseload.store.reads.links import links
from caseload.store.reads.listed import exported

app = noun("Reports over the caseload.")

Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="N@ACUITY", help="The totals with N more clients of that acuity; may be repeated."),
]


@app.command(cls=Reads)
def caseload(ctx: typer.Context, add: Add = None) -> None:
    """The board: acuity, last contact, next due, late and last visit of every client; points and hours.

    Points are the weights of active and onhold clients by acuity; `[capacity]` in config.toml sets weights and hours.

    \b
    Examples:
      caseload report caseload
      caseload report caseload --add 3@2 --add 1@4
      caseload report caseload --csv
    """
    session = current(ctx)
    added = [Addition.parse(text) for text in add or ()]
    found = board_report.board(session.store, session.now, session.rules, weights_of(session.config))
    hours = hours_report.hours(session.store, session.now, session.config.hours)
    page, whose = board_report.page(found, hours, added), attrgetter("client")
    if not put_page_or_list(session, page, found.rows, board_report.COLUMNS, whose) and added:
        session.tell(said_with(found.load, added))


@app.command(cls=Reads)
def served(ctx: typer.Context, days: RangeOf = None) -> None:
    """Who was served in a period, or this year so far: openings, closings and their reasons, earlier times too.

    A client who came back counts as one client, and each time as an opening and a closing of its own.

    \b
    Examples:
      caseload report served
      caseload report served last-quarter
      caseload report served 2025-01-01..2025-12-31 --csv
    """
    session = current(ctx)
    first, last = period(session, days)
    found = served_report.served(session.store, first, last)
    # A count tells of nobody, a row does.
    shown = [one for one in found if not one.mark] if withholds(session) else found
    tell_withheld(session, len(found) - len(shown))
    page = served_report.page(found, shown, first, last)
    if not put_page_or_list(session, page, shown, served_report.COLUMNS, attrgetter("client")):
        session.tell(served_report.totals(found, first, last))


@app.command(cls=Reads)
def duplicates(ctx: typer.Context) -> None:
    """Clients who may have been entered twice, closed ones too: pairs, each with the reason; nothing is merged.

    `client link` says of a pair that it is one person, or with --not-same that it is two, and it is listed no more.

    Names count as one whatever their capitals, accents, apostrophes, hyphens or order, unless two birthdays differ; two
    people of one birthday if they share a given or a family name. So does an SSN, Medicaid or Medicare number that two
    clients have.

    \b
    Examples:
      caseload report duplicates
      caseload report duplicates --csv
    """
    session = current(ctx)
    pairs, known = pairs_of(
        exported(session.store, Client, voided=False), links(session.store), of_one_person(session.store)
    )
    form = session.form
    columns = choose(nameless(session, PAIR_COLUMNS, attrgetter("client")), session.asked.fields)
    empty = "" if known else "no two clients look the same"
    emit(pairs, columns, form, session.terminal, excel=session.asked.excel, empty=empty)
    if known:
        said = "1 pair is" if known == 1 else f"{known} pairs are"
        session.tell(f"{said} linked already and left out; see caseload link list")


@app.command(cls=Reads)
def capacity(ctx: typer.Context) -> None:
    """Points by acuity, and the hours booked for the next 1, 2 and 4 weeks against the hours there are.

    As CSV or JSON a row for each of the three, in hours.

    \b
    Examples:
      caseload report capacity
      caseload report capacity --csv
    """
    session = current(ctx)
    now = load(open_clients(session.store), weights_of(session.config))
    hours = hours_report.hours(session.store, session.now, session.config.hours)
    put_page_or_list(session, hours_report.page(now, hours), hours, hours_report.COLUMNS)
