"""caseload incident."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import due_column, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Text, Writes, current, lists, noun, text
from caseload.commands.kit.saying import added, clock_told, on, saved, saved_all
from caseload.output.column import Column
from caseload.records.incident import Incident, reported
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.when.dates import When

app = noun("What happened, and to whom it is to be reported.")
register(app, Incident)

Ref = Annotated[str, typer.Argument(metavar="REF", help="An incident's id: ic1.")]
Recipient = Annotated[str | None, text("--recipient", "To whom it was reported; as it was to be unless said.")]


@app.command(cls=adds(Incident))
def add(ctx: typer.Context, client: ClientWho, what: Text, closed: Closed = False) -> None:
    """Add what happened; with a day to report it by it stands on the day's pages until it is reported.

    \b
    Examples:
      caseload incident add ana Fell on the stairs --at yesterday --place home
      caseload incident add ana Bruises on both arms --reported-to APS --report-due "tomorrow 9am"
    """
    session = current(ctx)
    typed = session.asked.typed
    clock_told(session, typed.get("happened"), typed.get("report_due"))
    typed.setdefault("happened", When.at(session.now))
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the incident", typed["happened"].day, closed=closed)
    with session.step() as store:
        incident = store.add(made(session, Incident, whose, what=" ".join(what)))
    added(session, incident, *_said(session, incident), said)


@app.command("list", cls=lists(Incident))
def list_(ctx: typer.Context) -> None:
    """What happened, with the day to report it by; --due asks for the day it happened.

    \b
    Examples:
      caseload incident list --client ana
      caseload incident list --where "reported_on = none" --csv
    """
    session = current(ctx)
    put_list(session, Incident, wanted(session, Incident), _columns(session))


@app.command(cls=edits(Incident))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of an incident.

    \b
    Examples:
      caseload incident edit ic1 --report-due "fri 5pm" --reported-to licensing
      caseload incident edit ic1 --outcome "no injury; rail fixed"
    """
    session = current(ctx)
    found = edited(session, Incident, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Writes)
def report(ctx: typer.Context, ref: Ref, on_day: On = None, recipient: Recipient = None) -> None:
    """It was reported, and to whom.

    \b
    Examples:
      caseload incident report ic1 --recipient APS
      caseload incident report ic1 --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        incident = lookup.of_kind(store, Incident, ref)
        incident = store.save(reported(incident, session.fact_day(on_day) or session.today, recipient))
    saved(session, incident, on(session, "reported", incident.reported_on), told=("reported_on",))


def _said(session: Session, incident: Incident) -> tuple[str | None, ...]:
    """What a confirmation repeats of an incident."""
    to = f"to {incident.reported_to}" if incident.reported_to else None
    due, done = on(session, "report due", incident.report_due), on(session, "reported", incident.reported_on)
    return on(session, "happened", incident.happened), incident.place, to, due, done


def _columns(session: Session) -> list[Column[Incident]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("happened", lambda one: one.happened, "Happened"),
        Column("what", lambda one: one.what, "What", text=True),
        Column("reported_to", lambda one: one.reported_to, "To", text=True),
        due_column(session, "report_due", lambda one: one.report_due, "incident", "Report due"),
        Column("reported_on", lambda one: one.reported_on, "Reported"),
    ]
