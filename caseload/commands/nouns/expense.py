"""caseload expense."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import client_id, edited, picked
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import due_column, put_list, unless_hidden, wanted
from caseload.commands.kit.options import CHOSEN, Chosen, Clear, ClientOrMe, On, Text, bulk, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.expense import Expense, claimed
from caseload.records.of.values import bare_amount
from caseload.session import Session
from caseload.store.reads.clients import Handles

app = noun("Money spent for clients, or on the road: what for, who pays, where the receipt is, when it was claimed.")
register(app, Expense)

Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help="Dollars and cents: 12.50.")]


@app.command(cls=adds(Expense))
def add(ctx: typer.Context, client: ClientOrMe, amount: Amount, what: Text, closed: Closed = False) -> None:
    """Add money that was spent for a client, or with `me` for nobody's.

    \b
    Examples:
      caseload expense add ana 32.50 Bus pass for December --fund "client aid" --receipt "envelope 3"
      caseload expense add me 4 Parking at the courthouse --spent-on yesterday
    """
    session = current(ctx)
    typed, whose = session.asked.typed, client_id(session, client)
    typed.setdefault("spent_on", session.today)
    said = ask_if_closed(session, [whose], "add the expense", typed["spent_on"], closed=closed)
    with session.step() as store:
        expense = store.add(made(session, Expense, whose, amount=dollars(amount), what=" ".join(what)))
    slip = None if expense.receipt else "no receipt yet"
    added(session, expense, f"${expense.amount:,.2f}", on(session, "spent", expense.spent_on), slip, said)


@app.command("list", cls=lists(Expense))
def list_(ctx: typer.Context) -> None:
    """Money spent, the newest first; --due asks for the day it was spent.

    \b
    Examples:
      caseload expense list --client ana
      caseload expense list --where "claimed_on = none" --csv
      caseload expense list --due month
    """
    session = current(ctx)
    put_list(session, Expense, wanted(session, Expense), _columns(session))


@app.command(cls=edits(Expense))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of an expense.

    \b
    Examples:
      caseload expense edit x1 --receipt "photo of 2 Dec" --amount 33.10
    """
    session = current(ctx)
    found = edited(session, Expense, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=bulk(Expense, *CHOSEN))
def claim(ctx: typer.Context, refs: Chosen = None, on_day: On = None) -> None:
    """The money was asked back, of one expense or of several.

    \b
    Examples:
      caseload expense claim x1
      caseload expense list --where "claimed_on = none" --ids | caseload expense claim - --on today
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        found = [store.save(claimed(one, day)) for one in picked(session, Expense, refs, "claim")]
    total = sum(round(one.amount * 100) for one in found)
    if len(found) > 1:
        session.tell(f"${total / 100:,.2f} in all")
    saved_all(session, [(one, (f"${one.amount:,.2f}",)) for one in found])


def dollars(typed: str) -> float:
    """An amount as people type it: 12.50, $1,200; raises Invalid for none, below zero or finer than a cent."""
    plain = bare_amount(typed)
    if plain.startswith("-") and plain[1:].replace(".", "", 1).isdecimal():
        raise Invalid("is below zero", "what came back is voided or edited; such as 12.50", typed=typed, field="AMOUNT")
    if not (plain.isascii() and plain.replace(".", "", 1).isdecimal()):
        raise Invalid("is no amount", "such as 12.50", typed=typed, field="AMOUNT")
    if len(plain.partition(".")[2]) > 2:
        raise Invalid("is finer than a cent", "such as 12.50", typed=typed, field="AMOUNT")
    if len(plain) > 12:
        raise Invalid("is more than anybody spends", "such as 12.50", typed=typed, field="AMOUNT")
    if not float(plain):
        raise Invalid("is nothing spent", "such as 12.50", typed=typed, field="AMOUNT")
    return float(plain)


def _columns(session: Session) -> list[Column[Expense]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("spent_on", lambda one: one.spent_on, "Spent"),
        Column("amount", lambda one: one.amount, "Amount", right=True, say=lambda one: f"${one.amount:,.2f}"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("what", lambda one: one.what, "What", text=True, say=unless_hidden(session, lambda one: one.called)),
        Column("fund", lambda one: one.fund, "Fund", text=True),
        Column("receipt", lambda one: one.receipt, "Receipt", text=True),
        due_column(session, "claimed_on", lambda one: one.claimed_on, "expense-claim", "Claimed"),
    ]
