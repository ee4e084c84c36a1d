"""caseload consent."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import said_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import due_column, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Reads, Writes, current, lists, noun, text
from caseload.commands.kit.recipients import OfTo, OtherTo, To, keep_recipient, of_recipient, to_said
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.errors import Invalid
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit
from caseload.records.consent import (
    Consent,
    ConsentStatus,
    Missing,
    closed,
    dated,
    ended,
    missing,
    revoked,
    signed,
)
from caseload.reports.consented import called, to_be_told
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.consents import is_settled
from caseload.store.reads.recipients import called as recipient_called
from caseload.store.reads.recipients import named

app = noun("What clients allow to be disclosed: to whom, for what, until when.")
register(app, Consent)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A consent's id: cs1.")]


@app.command(cls=adds(Consent))
def add(ctx: typer.Context, client: ClientWho, to: To) -> None:
    """Add a consent; with the day of its signature it is active. consent check says what its kind still asks for.

    \b
    Examples:
      caseload consent add ana --recipient "Legal Aid" --purpose housing --data-class general --expires-on 2027-05-31
    """
    session = current(ctx)
    keep_recipient(session, to)
    typed = session.asked.typed
    if "signed_on" in typed:
        typed.setdefault("status", ConsentStatus.ACTIVE)
        if typed.get("expires_event"):
            typed.setdefault("event_asked_on", typed["signed_on"])
    with session.step() as store:
        consent = store.add(made(session, Consent, lookup.client(store, client).id))
    added(session, consent, *_said(session, consent), said_if_closed(session, [consent.client_id]))
    if consent.recipient and (found := named(session.store, consent.recipient, consent.client_id)):
        edit = f"caseload consent edit {consent.ref} --recipient {found[0]}"
        session.tell(f"{' and '.join(found[:3])} {'are' if found[1:] else 'is'} called that, and not covered; {edit}")


@app.command("list", cls=lists(Consent))
def list_(ctx: typer.Context, to: OfTo = None) -> None:
    """Consents in force or being drawn up, soonest end first; --due asks for the day they end.

    \b
    Examples:
      caseload consent list --client ana
      caseload consent list --recipient "Legal Aid"
      caseload consent list --due 30d
    """
    session = current(ctx)
    of_recipient(session, Consent, to)
    put_list(session, Consent, wanted(session, Consent), _columns(session))


@app.command(cls=edits(Consent))
def edit(ctx: typer.Context, refs: Chosen = None, to: OtherTo = None, clear: Clear = None) -> None:
    """Change what is known of a consent; consent sign, event and revoke say what became of it.

    From a day after its signature was kept, or once something went out by it, what was signed is only narrowed.

    \b
    Examples:
      caseload consent edit cs1 --expires-on 2026-12-31
    """
    session = current(ctx)
    if {"recipient", "person", "provider"} & set(clear or ()):
        raise Invalid("is needed by every consent", "set it to something else", field="recipient")
    keep_recipient(session, to)
    found = edited(session, Consent, refs, lambda before: dated(edited_as_typed(session, before, clear), before))
    saved_all(session, [(one, (_state(session, one),)) for one in found])


@app.command(cls=Reads)
def check(ctx: typer.Context, ref: Ref) -> None:
    """What a consent lacks for its kind, each with the edit that adds it and the rule that asks for it; exits 1 then.

    \b
    Examples:
      caseload consent check cs1 || caseload consent edit cs1 --discloser "Elm Street Clinic"
    """
    session = current(ctx)
    consent = lookup.of_kind(session.store, Consent, ref)
    names = called(session.store, consent.client_id)
    found = missing(consent, names)

    stays = is_settled(session.store, consent)

    def adds_it(one: Missing) -> str:
        is_list = one.edit.startswith(("--statement", "--data-class"))
        if stays and is_list and (consent.statements if "--statement" in one.edit else consent.data_classes):
            # A list that was signed is not made longer.
            return f"caseload consent void {consent.ref} --reason TEXT"
        return f"caseload consent edit {consent.ref} {one.edit}"

    columns: list[Column[Missing]] = [
        Column("id", lambda _: consent.ref, "Id"),
        Column("missing", lambda one: one.name, "Missing", text=True),
        Column("edit", adds_it, "What adds it"),
        Column("law", lambda one: one.law, "Asked for by"),
    ]
    if session.form is Format.TABLE and session.asked.fields is None:
        # A command is there to be copied, so it stands whole, below what it adds.
        columns = [columns[1]._replace(under=adds_it), columns[3]]
    emit(found, choose(columns, session.asked.fields), session.form, session.terminal, excel=session.asked.excel)
    why_not = closed(consent, session.today, names)
    unsigned = why_not and not found and consent.status in ("draft", "proposed")
    opens = f"; caseload consent sign {consent.ref}" if unsigned else ""
    # What leads here leads nowhere from here.
    why_not = why_not.partition(":")[0]
    session.tell(f"{consent.ref} {why_not or f'has all that a {consent.kind} consent needs'}{opens}")
    if why_not:
        raise typer.Exit(1)


@app.command(cls=takes(Consent, "authority"))
def sign(
    ctx: typer.Context, ref: Ref, on_day: On = None,
    by: Annotated[str | None, text("--by", "Who signed it: client unless said or known.")] = None,
) -> None:  # fmt: skip
    """Keep the day a consent was signed, today unless said or known, and by whom; it is active from then on.

    \b
    Examples:
      caseload consent add ana --to "Legal Aid" && caseload consent sign cs2 --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Consent, ref)
        day, right = session.fact_day(on_day) or before.signed_on or session.today, session.asked.typed.get("authority")
        consent = store.save(signed(before, by or before.signed_by or "client", day, right))
    saved(session, consent, _state(session, consent))


@app.command(cls=Writes)
def event(ctx: typer.Context, ref: Ref, on_day: On = None,
          not_yet: Annotated[bool, typer.Option("--not-yet", help="It has not happened; asked today.")] = False,
) -> None:  # fmt: skip
    """Keep the day on which the event happened that ends a consent; or, with --not-yet, that it was asked about.

    \b
    Examples:
      caseload consent edit cs1 --expires-event "she moves" && caseload consent event cs1 --not-yet
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        consent = store.save(ended(lookup.of_kind(store, Consent, ref), None if not_yet else day, session.today))
    saved(session, consent, _state(session, consent))


@app.command(cls=Writes)
def revoke(
    ctx: typer.Context, ref: Ref, on_day: On = None,
    how: Annotated[str | None, text("--how", "How it was revoked: in writing, by phone.")] = None,
    by: Annotated[str | None, text("--by", "Who revoked it.")] = None,
) -> None:  # fmt: skip
    """Revoke a consent: nothing goes out under it from that day on; who had something by it is listed, to be told.

    \b
    Examples:
      caseload consent revoke cs1 --how "in writing"
    """
    session = current(ctx)
    with session.step() as store:
        day = session.fact_day(on_day) or session.today
        consent = store.save(revoked(lookup.of_kind(store, Consent, ref), day, how, by))
        told = to_be_told(store, consent)
    saved(session, consent)
    for line in told:
        session.tell(f"to be told: {line}")
    if not told:
        session.tell("nothing went out under it, so nobody has to be told")


def _state(session: Session, consent: Consent) -> str | None:
    """Why it opens no gate today, if it does not."""
    why_not = closed(consent, session.today, called(session.store, consent.client_id))
    return why_not and f"opens no gate: {why_not}"


def _said(session: Session, consent: Consent) -> tuple[str | None, ...]:
    """What a confirmation repeats of a consent."""
    covers = ", ".join(consent.data_classes)
    ends = on(session, "until", consent.expires_on) or (consent.expires_event and f"until {consent.expires_event}")
    return (
        to_said(session, consent), str(consent.status), consent.purpose, covers and f"covers {covers}", ends,
        _state(session, consent),
    )  # fmt: skip


def _columns(session: Session) -> list[Column[Consent]]:
    handles = Handles(session.store)

    def to(one: Consent) -> str:
        return recipient_called(session.store, one.to)

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("kind", lambda one: one.kind),
        Column("to", lambda one: one.to.called, "To", text=True, say=to),
        Column("purpose", lambda one: one.purpose, "For", text=True),
        Column("data_classes", lambda one: one.data_classes, "Covers", text=True),
        Column("status", lambda one: one.status),
        Column("signed_on", lambda one: one.signed_on, "Signed"),
        due_column(session, "expires_on", lambda one: one.expires_on, "consent", "Until"),
    ]
