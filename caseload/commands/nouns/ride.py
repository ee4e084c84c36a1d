"""caseload ride."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited, ref_id
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import by_rule, due_column, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, On, Writes, current, lists, noun
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.errors import Invalid, Refused
from caseload.output.column import Column
from caseload.records.appointment import Appointment
from caseload.records.appointment import is_open as is_to_come
from caseload.records.of.ride_due import Driven
from caseload.records.provider import Provider
from caseload.records.ride import Absent, Ride, RideStatus, confirmed, ended, is_open, requested
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.rides import Visits, drives, rides_of
from caseload.value import replace
from caseload.when.dates import say_when

app = noun("How clients get to appointments: needed, asked for, confirmed, and whether they came.")
register(app, Ride)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A ride's id: rd1.")]
To = Annotated[str, typer.Argument(metavar="APPOINTMENT", help="The appointment's id: a7.")]
Who = Annotated[str, typer.Argument(metavar="vendor|client", help="Who did not come.")]
Why = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="What happened.")]


@app.command(cls=adds(Ride))
def add(ctx: typer.Context, appointment: To, closed: Closed = False) -> None:
    """Add a ride that an appointment to come needs; a way back is another.

    The day by which to ask for it is counted back from the appointment, by the lead time of who drives: `[transport]`
    in config.toml has it, or --request-by says it.

    \b
    Examples:
      caseload ride add a1 --driver "MTM" --pickup "8:15 at the back door" --wheelchair
      caseload ride add a1 --request-by today
    """
    session = current(ctx)
    visit = lookup.of_kind(session.store, Appointment, appointment)
    _refuse_past(session, visit)
    said = ask_if_closed(session, [visit.client_id], "add the ride", visit.starts.day, closed=closed)
    with session.step() as store:
        ride = made(session, Ride, visit.client_id, appointment_id=visit.id)
        ride = replace(ride, wheelchair=session.asked.typed.get("wheelchair", visit.wheelchair))
        _refuse_late(ride, visit)
        beside = ", ".join(one.ref for one in rides_of(store, [visit.id]))
        ride = store.add(ride)
    more = f"beside {beside}: the way back, or void {ride.ref}" if beside else None
    added(session, ride, on(session, "for", visit.starts), *_said(ride), _ask_by(session, ride, visit), more, said)


@app.command("list", cls=lists(Ride))
def list_(ctx: typer.Context) -> None:
    """Rides that are to take place, by their appointments; --due asks for the day to ask by, where it was said.

    \b
    Examples:
      caseload ride list --client ana
      caseload ride list --status needed --csv
    """
    session = current(ctx)
    put_list(session, Ride, wanted(session, Ride), _columns(session))


@app.command(cls=edits(Ride))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a ride.

    \b
    Examples:
      caseload ride edit rd1 --pickup "8:30" --number T-5502
    """
    session = current(ctx)

    def change(before: Ride) -> Ride:
        after = edited_as_typed(session, before, clear)
        if after.request_by != before.request_by:
            _refuse_late(after, Visits(session.store)[after.appointment_id])
        return after

    found = edited(session, Ride, refs, change)
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=takes(Ride, "provider_id", "driver", "pickup", "number"))
def request(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The ride was asked for.

    \b
    Examples:
      caseload ride request rd1 --driver MTM --number T-5502
    """
    session = current(ctx)
    with session.step() as store:
        ride = lookup.of_kind(store, Ride, ref)
        ride = store.save(requested(_as_typed(session, ride), session.fact_day(on_day) or session.today))
    saved(session, ride, on(session, "asked for", ride.requested_on), told=("requested_on",))


@app.command(cls=takes(Ride, "provider_id", "driver", "pickup", "number"))
def confirm(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """Who drives has confirmed it: when they come, and the number of the trip.

    \b
    Examples:
      caseload ride confirm rd1 --pickup "8:15 at the back door" --number T-5502
    """
    session = current(ctx)
    with session.step() as store:
        ride = lookup.of_kind(store, Ride, ref)
        ride = store.save(confirmed(_as_typed(session, ride), session.fact_day(on_day) or session.today))
    saved(session, ride, on(session, "confirmed", ride.confirmed_on), told=("confirmed_on", "requested_on"))


@app.command(cls=Writes)
def done(ctx: typer.Context, ref: Ref, reason: Why = None) -> None:
    """The ride took place.

    \b
    Examples:
      caseload ride done rd1
    """
    _end(current(ctx), ref, RideStatus.COMPLETED, reason)


@app.command(cls=Writes)
def noshow(ctx: typer.Context, ref: Ref, who: Who, reason: Why = None) -> None:
    """Somebody did not come: who was to drive, or the client.

    \b
    Examples:
      caseload ride noshow rd1 vendor --reason "no car by 9:10; complaint 4471"
    """
    try:
        absent = Absent(who)
    except ValueError:
        raise Invalid("is not accepted", f"one of {Absent.accepted()}", typed=who, field="WHO") from None
    _end(current(ctx), ref, RideStatus(f"no-show-{absent}"), reason)


@app.command(cls=Writes)
def cancel(ctx: typer.Context, ref: Ref, reason: Why = None) -> None:
    """The ride was called off.

    \b
    Examples:
      caseload ride cancel rd1 --reason "her sister drives"
    """
    _end(current(ctx), ref, RideStatus.CANCELLED, reason)


def _end(session: Session, ref: str, status: RideStatus, reason: str | None) -> None:
    with session.step() as store:
        before = lookup.of_kind(store, Ride, ref)
        after, visit = ended(before, status, reason), Visits(store)[before.appointment_id]
        if status is not RideStatus.CANCELLED and visit and visit.starts.day > session.today:
            what = f"{visit.ref} is still to come, {say_when(visit.starts)}"
            raise Refused(what, f"caseload ride cancel {before.ref}, if there will be none")
        ride = store.save(after)
    saved(session, ride)


def _as_typed(session: Session, ride: Ride) -> Ride:
    typed = dict(session.asked.typed)
    if "provider_id" in typed:
        typed["provider_id"] = ref_id(session, Provider, typed["provider_id"])
    return replace(ride, **typed)


def _refuse_past(session: Session, visit: Appointment) -> None:
    """Refuse a ride to what is nobody's, is over or was called off."""
    if visit.client_id is None:
        raise Refused(f"{visit.ref} is no client's", "caseload expense add me AMOUNT WHAT, for your own way to it")
    if not is_to_come(visit):
        raise Refused(f"{visit.ref} is {visit.status}", "a ride is for an appointment that is to come")
    if visit.starts.day < session.today:
        what = f"{visit.ref} was {say_when(visit.starts)}"
        raise Refused(what, f"a ride is for what is to come; caseload appointment move {visit.ref} --to WHEN")


def _refuse_late(ride: Ride, visit: Appointment | None) -> None:
    if ride.request_by and visit and ride.request_by > visit.starts.day:
        raise Invalid(f"is after {visit.ref}, {say_when(visit.starts)}", "a day before it", field="--request-by")


def _said(ride: Ride) -> tuple[str | None, ...]:
    """What a confirmation repeats of a ride."""
    status = None if ride.status is RideStatus.NEEDED else str(ride.status)
    return status, ride.driver, ride.pickup and f"pickup {ride.pickup}", "wheelchair" if ride.wheelchair else None


def _ask_by(session: Session, ride: Ride, visit: Appointment) -> str | None:
    """The last day to ask for it, or what tells it."""
    if ride.status is not RideStatus.NEEDED:
        return None
    if ride.request_by:
        return on(session, "ask by", ride.request_by)
    driver = drives(session.store, [ride])[0].driver
    leads = session.config.transport
    lead = leads.get(driver.casefold()) or leads.get("")
    if lead is None:
        return "no lead time is known: --request-by DAY, or [transport] in config.toml"
    return on(session, "ask by", lead[0].among(session.config.workdays).after(visit.starts.day, -1))


def _columns(session: Session) -> list[Column[Ride]]:
    handles, visits = Handles(session.store), Visits(session.store)
    standing = by_rule(session, "ride")

    def driven(one: Ride) -> Driven:
        return drives(session.store, [one])[0]

    def whose(one: Ride) -> str | None:
        visit = visits[one.appointment_id]
        return handles[visit.client_id] if visit else None

    def ask_by(one: Ride) -> object:
        item = standing(one)
        return one.request_by or (item and item.due.day)

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", whose, "Client"),
        Column("starts", lambda one: (visit := visits[one.appointment_id]) and visit.starts, "For"),
        Column("appointment", lambda one: f"a{one.appointment_id}", "Of"),
        Column("status", lambda one: one.status, "Status", say=lambda one: one.stands),
        due_column(session, "ask_by", lambda one: ask_by(one) if is_open(one) else None, "ride", "Ask by"),
        Column("driver", lambda one: driven(one).driver or None, "Who drives", text=True),
        Column("pickup", lambda one: one.pickup, "Pickup", text=True),
    ]
