"""caseload income."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, Reads, Text, current, day, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.daily.out import put_page_or_list, tell_withheld, withholds
from caseload.output.column import Column
from caseload.records.income import Income, said_of
from caseload.records.of.values import dollars
from caseload.reports import household as report
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.household import household_of

app = noun("Money that comes in, of clients and their households.")
register(app, Income)

OnDay = Annotated[str | None, day("--on", "As it was, or will be, on that day; today unless said.")]


@app.command(cls=adds(Income))
def add(ctx: typer.Context, client: ClientWho, what: Text, closed: Closed = False) -> None:
    """Add what comes in from one source, gross; an amount of 0 says that nothing does.

    \b
    Examples:
      caseload income add ana Wages at the bakery --amount 412.50 --per week --from 2026-03-02
      caseload income add ana SSI --amount 967 --per month --person pe1
      caseload income add ana No income --amount 0 --per month
    """
    session = current(ctx)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the income", closed=closed)
    with session.step() as store:
        income = store.add(made(session, Income, whose, what=" ".join(what)))
    added(session, income, *_said(session, income), said)


@app.command("list", cls=lists(Income))
def list_(ctx: typer.Context) -> None:
    """What comes in, and what came in; --due asks for the last day of it.

    \b
    Examples:
      caseload income list --client ana
      caseload income list --where "until_on = none" --csv
    """
    session = current(ctx)
    put_list(session, Income, wanted(session, Income), _columns(session))


@app.command(cls=edits(Income))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of an income; one that ends is given its last day, and a new amount is an income of its own.

    \b
    Examples:
      caseload income edit inc1 --until 2026-11-30
      caseload income edit inc1 --amount 430 --clear person
    """
    session = current(ctx)
    found = edited(session, Income, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Reads)
def household(ctx: typer.Context, client: ClientWho, on_day: OnDay = None) -> None:
    """How many live in a client's household, and what comes in a month and a year: gross, as entered.

    A year is 52 weeks, 26 times two weeks or 12 months, a month a twelfth of it, rounded once; programmes count
    otherwise.

    \b
    Examples:
      caseload income household ana
      caseload income household ana --on 2026-06-30 --json
    """
    session = current(ctx)
    found = household_of(
        session.store, whose := lookup.client(session.store, client), session.day(on_day) or session.today
    )
    withheld = [one for one in (*found.incomes, *found.apart, *found.members) if one.mark] if withholds(session) else []
    tell_withheld(session, len(withheld))
    page = report.page(whose, found, [one.ref for one in withheld])
    put_page_or_list(session, page, [report.Row(whose, found)], report.COLUMNS, lambda row: row.client)


def _said(session: Session, income: Income) -> tuple[str | None, ...]:
    """What a confirmation repeats of an income."""
    whose = f"of pe{income.person_id}" if income.person_id else None
    return said_of(income), whose, on(session, "from", income.from_on), on(session, "until", income.until_on)


def _columns(session: Session) -> list[Column[Income]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("what", lambda one: one.what, "Source", text=True),
        Column("amount", lambda one: one.amount, "Amount", right=True, say=lambda one: dollars(one.cents)),
        Column("per", lambda one: one.per, "Per"),
        Column("person", lambda one: one.person_id and f"pe{one.person_id}", "Whose"),
        Column("from_on", lambda one: one.from_on, "Since"),
        Column("until_on", lambda one: one.until_on, "Until"),
    ]
