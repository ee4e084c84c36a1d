"""caseload report."""

from datetime import date
from operator import attrgetter
from typing import Annotated

import typer

from caseload.commands.kit.options import Reads, current, noun
from caseload.commands.kit.outcomes import put_outcomes
from caseload.commands.kit.period import RangeOf, period
from caseload.commands.kit.printing import Sheets
from caseload.commands.kit.purging import certificate, put
from caseload.daily.out import nameless, put_page_or_list, tell_withheld, withholds
from caseload.output.column import choose
from caseload.output.emit import emit
from caseload.records.client import Client
from caseload.reports import capacity as hours_report
from caseload.reports import caseload as board_report
from caseload.reports import mileage as miles_report
from caseload.reports import reached as reached_report
from caseload.reports import retention as retention_report
from caseload.reports import served as served_report
from caseload.reports import worked as time_report
from caseload.reports.capacity import Addition, load, said_with, weights_of
from caseload.reports.duplicates import COLUMNS as PAIR_COLUMNS
from caseload.reports.duplicates import duplicates as pairs_of
from caseload.reports.law import mileage
from caseload.reports.roundings import roundings
from caseload.session import Session
from caseload.store.purges import purges as every_purge
from caseload.store.reads.capacity import open_clients
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.identifiers import of_one_person
from caseload.store.reads.links import links
from caseload.store.reads.listed import exported
from caseload.store.reads.retained import last_written, over
from caseload.store.reads.worked import (
    brought_between,
    contacts_between,
    coverages_of,
    driven_between,
    ones_own_between,
    payers_of_services,
)

app = noun("Reports over the caseload.")

Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="N@ACUITY", help="The totals with N more clients of that acuity; may be repeated."),
]

MilesBy = Annotated[
    str | None, typer.Option("--by", metavar="WORD", help=f"Sums instead of trips: {', '.join(miles_report.BY)}.")
]
TimeBy = Annotated[str, typer.Option("--by", metavar="WORD", help=f"One of {', '.join(time_report.BY)}.")]


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


NoneOnly = Annotated[bool, typer.Option("--none", help="Only those with whom there was no contact, tried or made.")]


@app.command(cls=Reads)
def contacts(ctx: typer.Context, days: RangeOf = None, none: NoneOnly = False) -> None:
    """Whom contacts of a period have reached, of the clients served now: seen, reached, tried in vain, not at all.

    Contacts count as for the contact clock: an attempt is none, nor is a word with somebody else.

    \b
    Examples:
      caseload report contacts month
      caseload report contacts last-month --none
      caseload report contacts 2026-10-01..2026-10-31 --csv
    """
    session = current(ctx)
    first, last = period(session, days)
    found = reached_report.reached(session.store, first, last)
    shown = [one for one in found if one.how == "none"] if none else found
    page = reached_report.page(found, shown, first, last)
    if not put_page_or_list(session, page, shown, reached_report.COLUMNS, attrgetter("client")):
        session.tell(reached_report.totals(found))


By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="FIELD", help="Each figure by program, setting, acuity, another field with words, or your own."
    ),
]
Rows = Annotated[
    str | None,
    typer.Option("--rows", metavar="FIGURE", help="The records that a figure counts: goals-met, readmissions."),
]
Within = Annotated[
    int, typer.Option("--within", metavar="DAYS", min=1, max=3650, help="Coming back within so many is a readmission.")
]


@app.command(cls=Sheets)
def outcomes(
    ctx: typer.Context, days: RangeOf = None, by: By = None, rows: Rows = None, within: Within = 30
) -> None:  # fmt: skip
    """What came of the work in a period: goals, needs, referrals, benefits, contacts, closings, who came back.

    Every figure says what it counts, and of what; of fewer than 10 there is no percentage. --csv has the numbers behind
    the bars, -o FILE.html or FILE.pdf a page with charts. Figures are of the records as they stand.

    \b
    Examples:
      caseload report outcomes last-quarter
      caseload report outcomes --by setting
      caseload report outcomes 2025-01-01..2025-12-31 --rows goals-met --csv
    """
    put_outcomes(current(ctx), days, by, rows, within)


@app.command(cls=Reads)
def miles(ctx: typer.Context, days: RangeOf = None, by: MilesBy = None) -> None:
    """Miles driven in a period, or this year so far, and what they come to by the rate of each day.

    The rates are those of the IRS for business; rules.toml has your own, which go before them. Each trip is rounded
    to the cent, and what was driven for several clients is shared among their notes.

    \b
    Examples:
      caseload report miles
      caseload report miles 2026-01-01..2026-12-31 --by client
      caseload report miles month --csv
    """
    session = current(ctx)
    first, last = period(session, days)
    notes = driven_between(session.store, first, last)
    _tell_brought(session, first, last)
    clients = clients_by_number(session.store, {one.client_id for one in notes})
    found = miles_report.trips(notes, clients, mileage(session.config))
    # A sum tells of nobody, a trip does.
    shown = [one for one in found if not one.note.mark] if withholds(session) and by is None else found
    page = miles_report.page(found, shown, first, last, by)
    if by is None:
        tell_withheld(session, len(found) - len(shown))
        is_page = put_page_or_list(session, page, shown, miles_report.COLUMNS, attrgetter("client"))
    else:
        whose = attrgetter("client") if by == "client" else None
        is_page = put_page_or_list(session, page, miles_report.sums(found, by), miles_report.sum_columns(by), whose)
    if not is_page:
        session.tell(miles_report.totals(found))


@app.command(cls=Reads)
def time(ctx: typer.Context, days: RangeOf = None, by: TimeBy = "client") -> None:
    """Minutes of a period, or this year so far: by client, activity, payer or week; units, and what rounding loses.

    Units of 15 minutes are counted where `[payers]` in config.toml says how a payer rounds. Contacts at one time are
    told, and the hours of each week against `[capacity] hours`; what is your own (`appointment add me`) counts there.

    \b
    Examples:
      caseload report time
      caseload report time 2026-11-01..2026-11-30 --by payer
      caseload report time month --by activity --csv
    """
    session = current(ctx)
    first, last = period(session, days)
    notes = contacts_between(session.store, first, last)
    _tell_brought(session, first, last)
    numbers = {one.client_id for one in notes}
    clients, coverages = clients_by_number(session.store, numbers), coverages_of(session.store, numbers)
    services, payers = payers_of_services(session.store), roundings(session.config)
    if withholds(session):
        coverages, services = time_report.without_guarded(coverages, services, payers)
    found = [
        time_report.Contact(one, clients.get(one.client_id), time_report.payer_of(one, services, coverages, payers))
        for one in notes
    ]
    of_weeks = time_report.weeks(found, ones_own_between(session.store, first, last), session.config.hours)
    pairs = list(time_report.overlaps(notes))
    page = time_report.page(found, by, payers, of_weeks, pairs, (first, last))
    whose = attrgetter("client") if by == "client" else None
    if not put_page_or_list(session, page, time_report.sums(found, by, payers), time_report.columns(by), whose):
        session.tell(time_report.totals(found, payers))
        for one in pairs:
            session.tell(f"at one time: {one.earlier.ref} and {one.later.ref}, {one.minutes} min counted twice")


def _tell_brought(session: Session, first: date, last: date) -> None:
    if count := brought_between(session.store, first, last):
        contacts = "1 contact was" if count == 1 else f"{count} contacts were"
        session.tell(f"{contacts} another's, came with a transfer, and counts for nothing here")


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


@app.command(cls=Reads)
def retention(ctx: typer.Context) -> None:
    """How long closed and voided clients have been kept: closing, last change, end of your period, legal hold.

    No period is built in, for state law, licence and payers set it: `[retention] period` in config.toml, from the
    closing or the last change, whichever is later. Nothing is removed by itself; `client purge` removes one client.

    \b
    Examples:
      caseload report retention
      caseload report retention --csv
    """
    session = current(ctx)
    found = retention_report.kept(
        over(session.store), last_written(session.store), session.config.retention, session.zone, session.today
    )
    page = retention_report.page(found, session.config, session.today)
    put_page_or_list(session, page, found, retention_report.COLUMNS, attrgetter("client"))


@app.command(cls=Reads)
def purged(ctx: typer.Context) -> None:
    """The certificates of purges, as things stand: when, why, how many records, which copies still hold the client.

    \b
    Examples:
      caseload report purged
      caseload report purged --json
    """
    session = current(ctx)
    put(session, [certificate(session, one) for one in every_purge(session.store)])
