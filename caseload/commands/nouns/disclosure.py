"""caseload disclosure."""
# ruff: noqa: ARG001  edit takes what add takes, so that whatever is tried is answered with the reason

from typing import Annotated

import typer

from caseload.commands.kit.disclosed import columns, uncovered
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Clear, ClientWho, Writes, current, lists, noun
from caseload.commands.kit.recipients import OfTo, To, keep_recipient, of_recipient, to_said
from caseload.commands.kit.saying import added, on
from caseload.errors import Refused
from caseload.records.disclosure import Disclosure
from caseload.store import lookup
from caseload.when.dates import When

app = noun("What went to whom, and on what ground; commands with --recipient write it themselves.")
register(app, Disclosure, because="it was sent to nobody")

Ref = Annotated[str, typer.Argument(metavar="REF", help="A disclosure's id: ds1.")]


@app.command(cls=adds(Disclosure))
def add(ctx: typer.Context, client: ClientWho, to: To) -> None:
    """Keep what you disclosed yourself: on the phone, in person, by a paper that caseload did not write.

    \b
    Examples:
      caseload disclosure add ana --to "Legal Aid" --what "that she has a lease" --via phone
    """
    session = current(ctx)
    keep_recipient(session, to)
    session.asked.typed.setdefault("at", When.at(session.now))
    with session.step() as store:
        one = store.add(made(session, Disclosure, lookup.client(store, client).id))
    added(session, one, to_said(session, one), on(session, "on", one.at), str(one.basis), one.via and str(one.via))
    if said := uncovered(session, one):
        session.tell(said)


@app.command("list", cls=lists(Disclosure))
def list_(ctx: typer.Context, to: OfTo = None) -> None:
    """What went out, the latest first; --due asks for the day. client disclosures makes an accounting of it.

    \b
    Examples:
      caseload disclosure list --client ana
      caseload disclosure list --recipient "Legal Aid"
    """
    session = current(ctx)
    of_recipient(session, Disclosure, to)
    put_list(session, Disclosure, wanted(session, Disclosure), columns(session))


@app.command(cls=Writes)
def edit(ctx: typer.Context, ref: Ref, clear: Clear = None) -> None:
    """Refused, whatever is asked: the log is not rewritten. Void what is wrong, and write it again.

    \b
    Examples:
      caseload disclosure edit ds1 || caseload disclosure add ana --to "Legal Aid" --what "that she has a lease"
    """
    found = lookup.of_kind(current(ctx).store, Disclosure, ref)
    again = f"caseload disclosure void {found.ref} --reason TEXT, then caseload disclosure add"
    raise Refused(f"{found.ref} is of the log, which is not rewritten", again)
