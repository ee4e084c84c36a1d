"""caseload authorization."""

from collections.abc import Callable
from functools import cache
from typing import Annotated

import typer

from caseload.actions import contesting
from caseload.actions.renewing import refuse_second
from caseload.actions.renewing import renew as renew_one
from caseload.commands.kit.changing import own_id, title_of
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.contested import edit_decided, tell_days
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import due_column, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Text, Writes, current, lists, noun
from caseload.commands.kit.saying import added, on, saved
from caseload.output.column import Column
from caseload.records.authorization import ASKED_FOR, Authorization, approved, used
from caseload.records.coverage import Coverage
from caseload.records.of.drawn import Account, Drawn, account, counted, said
from caseload.records.of.values import grouped, number
from caseload.reports.roundings import roundings
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.authorizations import drawn_by
from caseload.store.reads.clients import Handles

app = noun("What payers have approved: units used, units left, and when they run out.")
register(app, Authorization)

Ref = Annotated[str, typer.Argument(metavar="REF", help="An authorization's id: au1.")]
Used = Annotated[float, typer.Argument(metavar="UNITS", min=0, help="How many were used, all in all.")]


@app.command(cls=adds(Authorization))
def add(ctx: typer.Context, client: ClientWho, service: Text, closed: Closed = False) -> None:
    """Add what a payer has approved, or is asked to: with a number it is approved, else requested.

    A service draws on it by `service add|edit --authorization`, and what `log --service` writes of it is counted.

    \b
    Examples:
      caseload authorization add ana Counseling --number A-100 --units 24 --from 2026-09-01 --until 2027-02-28
      caseload authorization add ana Case management --unit 15min --units 96 --coverage cv1 --requested-on today
    """
    session = current(ctx)
    words, whose = title_of(session, service, None), lookup.client(session.store, client).id
    said_too = ask_if_closed(session, [whose], "add the authorization", closed=closed)
    with session.step() as store:
        authorization = made(session, Authorization, whose, service_type=words)
        authorization = refuse_second(store, store.add(authorization))
        appeal = contesting.opened(store, authorization, session.today)
    added(session, authorization, *_said(session, authorization), said_too)
    tell_days(session, appeal)


@app.command("list", cls=lists(Authorization))
def list_(ctx: typer.Context) -> None:
    """What payers have approved or are asked for, with what is left; --due asks for the last day.

    \b
    Examples:
      caseload authorization list --client ana
      caseload authorization list --status denied --csv
    """
    session = current(ctx)
    put_list(session, Authorization, wanted(session, Authorization), _columns(session))


@app.command(cls=edits(Authorization))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of an authorization.

    \b
    Examples:
      caseload authorization edit au1 --units 30 --until 2027-03-31
      caseload authorization edit au1 --unit 15min --rounding eight-minute
    """
    session = current(ctx)

    def change(before: Authorization) -> Authorization:
        return refuse_second(session.store, edited_as_typed(session, before, clear), before)

    edit_decided(session, Authorization, refs, change)


@app.command(cls=takes(Authorization, "number", "unit", "units", "starts_on", "ends_on", "notice_on", "reason"))
def approve(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The payer has approved it; with fewer units than were asked for, in part, and the appeal stands there at once.

    \b
    Examples:
      caseload authorization approve au1 --number A-101 --from 2026-12-01 --until 2027-05-31
      caseload authorization approve au1 --units 12 --notice-on 2026-11-20 --reason "12 of 24 visits"
    """
    session, typed = current(ctx), current(ctx).asked.typed
    with session.step() as store:
        found = lookup.of_kind(store, Authorization, ref)
        found = approved(found, session.fact_day(on_day) or session.today, typed)
        found = store.save(refuse_second(store, found))
        settled = contesting.settle(store, found, "the payer approved it")
        appeal = contesting.cut(store, found)
    saved(session, found, _still_lacks(found), *(f"{one.ref} {one.status}" for one in settled))
    tell_days(session, appeal)


@app.command(cls=takes(Authorization, "notice_on", "reason"))
def deny(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The payer has denied it; the appeal that may be filed stands there at once, its days from --notice-on.

    \b
    Examples:
      caseload authorization deny au1 --notice-on 2026-11-20 --reason "not medically necessary"
    """
    session, typed = current(ctx), current(ctx).asked.typed
    with session.step() as store:
        before = lookup.of_kind(store, Authorization, ref)
        day = session.fact_day(on_day) or session.today
        found, appeal = contesting.deny_authorization(store, before, day, typed)
    saved(session, found)
    tell_days(session, appeal)


@app.command(
    cls=takes(Authorization, "number", "coverage_id", "unit", "units", "rounding", "starts_on", "ends_on",
              "requested_on", "notice_on")
)  # fmt: skip
def renew(ctx: typer.Context, ref: Ref) -> None:
    """The next one in its place, from the day after its end: asked for, or with a number approved.

    The services that draw on it draw on the next; what they delivered up to its first day stays counted where it was.

    \b
    Examples:
      caseload authorization renew au1 --until 2027-08-31
      caseload authorization renew au1 --until 2027-08-31 --number A-101 --units 24
    """
    session, typed = current(ctx), current(ctx).asked.typed
    with session.step() as store:
        before = lookup.of_kind(store, Authorization, ref)
        given = {**typed}
        if "coverage_id" in given:
            given["coverage_id"] = own_id(session, Coverage, given["coverage_id"], before.client_id)
        if not given.get("number"):
            given.setdefault("requested_on", session.today)
        after, services = renew_one(store, before, given)
    draws = f"drawn on by {', '.join(one.ref for one in services)}" if services else None
    added(session, after, f"after {before.ref}", *_said(session, after), draws)


@app.command("used", cls=Writes)
def used_(ctx: typer.Context, ref: Ref, units: Used, on_day: On = None) -> None:
    """What was used up to a day as the payer's statement or the agency counts it; notes count from the day after.

    \b
    Examples:
      caseload authorization used au1 10 --on 2026-10-31
    """
    session = current(ctx)
    with session.step() as store:
        found = lookup.of_kind(store, Authorization, ref)
        found = store.save(used(found, units, session.fact_day(on_day) or session.today))
    told = _standing(session, drawn_by(session.store, found, session.today)._replace(record=found))
    saved(session, found, on(session, "counted up to", found.used_reported_on), told, told=("used_reported_on",))


def _standing(session: Session, drawn: Drawn) -> str:
    return said(drawn, account(drawn, roundings(session.config), session.today))


def _still_lacks(found: Authorization) -> str | None:
    """What an approval does not say and is reckoned with."""
    lacking = {"units": found.units, "until": found.ends_on}
    flags = " ".join(f"--{flag} {'N' if flag == 'units' else 'DAY'}" for flag, held in lacking.items() if held is None)
    return f"not said: caseload authorization edit {found.ref} {flags}" if flags else None


def _said(session: Session, found: Authorization) -> tuple[str | None, ...]:
    """What a confirmation repeats of an authorization."""
    units = None if found.units is None else counted(found.units, found.unit)
    asked = on(session, "requested", found.requested_on) if found.status in ASKED_FOR else None
    days = on(session, "from", found.starts_on), on(session, "until", found.ends_on)
    return found.number and f"number {found.number}", units, *days, str(found.status), asked


def _used(found: Account) -> float | None:
    return found.used


def _left(found: Account) -> float | None:
    return found.left


def _columns(session: Session) -> list[Column[Authorization]]:
    handles, payers = Handles(session.store), roundings(session.config)

    @cache
    def stands(one: Authorization) -> Account:
        return account(drawn_by(session.store, one, session.today), payers, session.today)

    def of(
        tell: Callable[[Account], float | None], said: Callable[[float], str] = number
    ) -> Callable[[Authorization], str | None]:
        def told(one: Authorization) -> str | None:
            value = tell(stands(one))
            return None if value is None else said(value)

        return told

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("service_type", lambda one: one.service_type, "Service", text=True),
        Column("number", lambda one: one.number, "Number", text=True),
        Column("status", lambda one: one.status, "Status"),
        Column("units", lambda one: None if one.units is None else counted(one.units, one.unit), "Units"),
        Column("used", of(_used), "Used", right=True, say=of(_used, grouped)),
        Column("left", of(_left), "Left", right=True, say=of(_left, grouped)),
        due_column(session, "ends_on", lambda one: one.ends_on, "authorization-end", "Until"),
    ]
