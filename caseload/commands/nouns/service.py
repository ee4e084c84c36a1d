"""caseload service."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited, title_of
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Reason, Text, Writes, current, lists, noun
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.output.column import Column
from caseload.records.service import Service, ServiceStatus, declined, held, started, stopped
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.served_by import Providing

app = noun("What is provided to clients: which help, by whom, how much and how often.")
register(app, Service)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A service's id: sv1.")]


@app.command(cls=adds(Service))
def add(ctx: typer.Context, client: ClientWho, what: Text, closed: Closed = False) -> None:
    """Add a service that a client gets, or is to get; with a first day up to today it is in progress.

    \b
    Examples:
      caseload service add ana Meals at home --provided-by "Meals on Wheels" --amount "1 meal" --frequency daily
      caseload service add ana Help with bathing --activity bathing --help-level hands-on --plan p1 --goal g1
    """
    session = current(ctx)
    typed = session.asked.typed
    if (begins := typed.get("started_on")) and begins <= session.today:
        typed.setdefault("status", ServiceStatus.IN_PROGRESS)
    words, whose = title_of(session, what, None), lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the service", closed=closed)
    with session.step() as store:
        service = store.add(made(session, Service, whose, what=words))
    added(session, service, *_said(session, service), said)


@app.command("list", cls=lists(Service))
def list_(ctx: typer.Context) -> None:
    """Services that go on or are to begin, by who provides them; --due asks for their first day.

    \b
    Examples:
      caseload service list --client ana
      caseload service list --where "provider = none and provided_by = none" --csv
    """
    session = current(ctx)
    put_list(session, Service, wanted(session, Service), _columns(session))


@app.command(cls=edits(Service))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a service.

    \b
    Examples:
      caseload service edit sv1 --provided-by "Harbor Home Care" --frequency "twice a week"
      caseload service edit sv1 --status completed --ended-on today
    """
    session = current(ctx)
    found = edited(session, Service, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Writes)
def start(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """A service has begun, or goes on after it was on hold.

    \b
    Examples:
      caseload service start sv1 --on mon
    """
    session = current(ctx)
    with session.step() as store:
        service = started(lookup.of_kind(store, Service, ref), session.fact_day(on_day) or session.today)
        store.save(service)
    saved(session, service, on(session, "started", service.started_on), told=("started_on",))


@app.command(cls=Writes)
def hold(ctx: typer.Context, ref: Ref, reason: Reason) -> None:
    """A service is on hold; service start takes it up again.

    \b
    Examples:
      caseload service hold sv1 --reason "in hospital"
    """
    session = current(ctx)
    with session.step() as store:
        service = store.save(held(lookup.of_kind(store, Service, ref), reason))
    saved(session, service)


@app.command(cls=Writes)
def stop(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """A service has ended before it was done.

    \b
    Examples:
      caseload service stop sv1 --reason "agency has no staff" --on fri
    """
    session = current(ctx)
    with session.step() as store:
        service = stopped(lookup.of_kind(store, Service, ref), session.fact_day(on_day) or session.today, reason)
        store.save(service)
    saved(session, service, on(session, "stopped", service.ended_on), told=("ended_on",))


@app.command(cls=Writes)
def decline(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """The client does not want a service: it is cancelled, or stopped where it had begun.

    \b
    Examples:
      caseload service decline sv1 --reason "prefers her daughter's help"
    """
    session = current(ctx)
    with session.step() as store:
        service = declined(lookup.of_kind(store, Service, ref), session.fact_day(on_day) or session.today, reason)
        store.save(service)
    saved(session, service, on(session, "declined", service.ended_on), told=("ended_on", "declined"))


def _said(session: Session, service: Service) -> tuple[str | None, ...]:
    """What a confirmation repeats of a service."""
    return (
        str(service.activity or ""), f"help {service.help_level}" if service.help_level else None,
        Providing(session.store).of(service), service.amount, service.frequency, str(service.status),
        on(session, "from", service.started_on),
    )  # fmt: skip


def _columns(session: Session) -> list[Column[Service]]:
    handles, provider = Handles(session.store), Providing(session.store).of
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("provided", provider, "Provider", text=True),
        Column("what", lambda one: one.what, "Service", text=True),
        Column("help_level", lambda one: one.help_level, "Help"),
        Column("amount", lambda one: one.amount, "Amount", text=True),
        Column("frequency", lambda one: one.frequency, "Frequency", text=True),
        Column("status", lambda one: one.status, "Status"),
        Column("started_on", lambda one: one.started_on, "From"),
    ]
