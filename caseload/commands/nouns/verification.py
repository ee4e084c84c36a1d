"""caseload verification."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import due_column, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, Text, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.output.column import Column
from caseload.records.benefit import Benefit
from caseload.records.verification import Verification, standing_of
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.benefits import Called
from caseload.store.reads.clients import Handles, clients_of

app = noun("Papers and facts that benefits ask for; see benefit ask and benefit got.")
register(app, Verification)

OfBenefit = Annotated[str, typer.Argument(metavar="BENEFIT", help="The benefit's id: b1.")]


@app.command(cls=adds(Verification))
def add(ctx: typer.Context, benefit: OfBenefit, what: Text) -> None:
    """Add what a benefit asks for, as it stands; benefit ask says that it is asked for now.

    \b
    Examples:
      caseload verification add b1 Lease --needed-by +10d
    """
    session = current(ctx)
    session.asked.typed.setdefault("asked_on", session.today)
    with session.step() as store:
        of = lookup.of_kind(store, Benefit, benefit)
        verification = store.add(made(session, Verification, benefit_id=of.id, what=" ".join(what)))
    due = on(session, "needed by", verification.needed_by)
    added(session, verification, f"for {of.ref} {of.called}", standing_of(verification), due)


@app.command("list", cls=lists(Verification))
def list_(ctx: typer.Context) -> None:
    """What benefits ask for, what is outstanding first; --due asks for the day it is needed.

    \b
    Examples:
      caseload verification list --client ana
      caseload verification list --where "sent_on = none" --csv
    """
    session = current(ctx)
    put_list(session, Verification, wanted(session, Verification), _columns(session))


@app.command(cls=edits(Verification))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a paper that is asked for.

    \b
    Examples:
      caseload verification edit vf1 --needed-by +1w
    """
    session = current(ctx)
    found = edited(session, Verification, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


def _columns(session: Session) -> list[Column[Verification]]:
    handles, client, called = Handles(session.store), clients_of(session.store, Verification), Called(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[client(one)], "Client"),
        Column("benefit", lambda one: f"{Benefit.PREFIX}{one.benefit_id}", "Of",
               say=lambda one: f"{Benefit.PREFIX}{one.benefit_id} {called[one.benefit_id]}"),
        Column("what", lambda one: one.what, "What", text=True),
        Column("standing", standing_of, "Standing"),
        Column("asked_on", lambda one: one.asked_on, "Asked"),
        due_column(session, "needed_by", lambda one: one.needed_by, "verification", "Needed by"),
    ]  # fmt: skip
