"""caseload referral."""

from collections.abc import Callable
from operator import attrgetter
from typing import Annotated, Any

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.letters import send as send_letter
from caseload.commands.kit.letters import sends
from caseload.commands.kit.listing import due_column, marked, put_list, unless_hidden, wanted, with_namesakes
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientWho,
    On,
    Reason,
    Text,
    current,
    lists,
    noun,
)
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.daily.out import nameless, tell_withheld, withholds
from caseload.errors import Invalid
from caseload.output.column import Column, choose
from caseload.output.emit import emit
from caseload.records.provider import Provider, ProviderStatus
from caseload.records.referral import (
    NEXT_STEP,
    Referral,
    ReferralStatus,
    accepted,
    begun,
    cancelled,
    completed,
    days_open,
    failed,
    handed_over,
    moved,
    refuse_retry,
    refuse_same_provider,
    rejected,
    retried,
    sent,
    standing_of,
    tried,
)
from caseload.reports.chase import waiting, waiting_columns
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.served_by import Providing
from caseload.value import replace
from caseload.when.dates import parse_lead

app = noun("Referrals to providers, each a loop that is closed: sent, answered, help received or not.")
register(app, Referral)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A referral's id: r4.")]
NextStep = Annotated[list[str] | None, typer.Argument(metavar="[TEXT...]", help="What is to be done next, in words.")]


@app.command(cls=adds(Referral))
def add(ctx: typer.Context, client: ClientWho, what: Text, closed: Closed = False) -> None:
    """Write a referral, a draft until it is sent.

    \b
    Examples:
      caseload referral add ana Food box, weekly --provider pr1 --next-action "ask whether they deliver" --next-due fri
    """
    session = current(ctx)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the referral", closed=closed)
    with session.step() as store:
        referral = store.add(made(session, Referral, whose, service_type=" ".join(what)))
    added(session, referral, *_said(session, referral), said)


@app.command("list", cls=lists(Referral))
def list_(ctx: typer.Context) -> None:
    """Referrals that are open, by the day of their next step; --due asks for that day.

    \b
    Examples:
      caseload referral list --client ana
      caseload referral list --status all --where "outcome = got-help" --csv
    """
    session = current(ctx)
    put_list(session, Referral, wanted(session, Referral), _columns(session))


@app.command(cls=edits(Referral))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what a referral says.

    \b
    Examples:
      caseload referral edit r1 --next-action "call the intake desk" --next-owner me --next-due tomorrow
    """
    session = current(ctx)
    found = edited(session, Referral, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])
    for one in found:
        before = session.store.was.get(one.ref)
        if one.sent_on and isinstance(before, Referral) and before.sent_on is None:
            log = f"caseload disclosure add c{one.client_id} --to pr{one.provider_id} --what TEXT --purpose TEXT"
            session.tell(f"{one.ref} counts as sent, and no disclosure is logged; of what went out: {log}")


@app.command(cls=sends("via", "understood", *NEXT_STEP))
def send(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """Send a referral to its provider: the letter, if a consent covers it, and the disclosure in the log.

    The answer is asked for from that day. What is said by phone or in person needs no letter, but the notice of 42 CFR
    2.32 where Part 2 protects it. With -n it can be read. With --on an earlier day the consents of that day count for
    the log, and those of today for a letter.

    \b
    Examples:
      caseload referral add ana Bus pass --provider pr1
      caseload referral send r2 --via fax -o letter.txt
      caseload referral send r2 --via phone --no-consent --basis tpo --reason "she asked, and was in the room"
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    given = {name: value for name, value in session.asked.typed.items() if name in ("via", "understood", *NEXT_STEP)}
    referral = lookup.of_kind(session.store, Referral, ref)
    after = send_letter(session, referral, lambda one: sent(one, day, **given), day)
    saved(session, after)


@app.command(cls=sends("via"))
def letter(ctx: typer.Context, ref: Ref) -> None:
    """Let the letter of a referral out once more; it goes by the consents of today, and is logged again.

    \b
    Examples:
      caseload referral letter r1 -o letter.html
    """
    session = current(ctx)
    referral = lookup.of_kind(session.store, Referral, ref)
    session.did(send_letter(session, referral, lambda one: one, session.today).ref, "letter made again")


@app.command(cls=takes(Referral, *NEXT_STEP))
def accept(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """Keep that the provider said yes; help is asked for from that day.

    \b
    Examples:
      caseload referral accept r1 --next-action "first pick-up" --next-owner client --next-due fri
    """
    _step(ctx, ref, on_day, accepted)


@app.command(cls=takes(Referral, *NEXT_STEP))
def start(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """Keep that help has begun and goes on.

    \b
    Examples:
      caseload referral start r1
    """
    _step(ctx, ref, on_day, begun)


@app.command(cls=takes(Referral, "outcome", "denied_by"))
def reject(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """Keep that it was turned down, by whom and why; referral retry asks another provider.

    \b
    Examples:
      caseload referral reject r1 --reason "no beds until spring" --outcome no-capacity
    """
    _step(ctx, ref, on_day, rejected, reason=reason)


@app.command(cls=takes(Referral, *NEXT_STEP))
def hold(ctx: typer.Context, ref: Ref, reason: Reason) -> None:
    """Let a referral wait.

    \b
    Examples:
      caseload referral hold r1 --reason "in hospital until Monday" --next-action "call again" --next-due mon
    """
    if "next_due" not in current(ctx).asked.typed:
        raise Invalid("is missing: what waits comes back on a day", "a day, such as +2w", field="--next-due")
    _step(ctx, ref, None, lambda one, _, **given: moved(one, ReferralStatus.ON_HOLD, **given), reason=reason)


@app.command(cls=takes(Referral, "outcome", "denied_by"))
def cancel(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """Call a referral off.

    \b
    Examples:
      caseload referral cancel r1 --reason "her sister takes her in" --outcome no-longer-interested
    """
    _step(ctx, ref, on_day, cancelled, reason=reason)


@app.command(cls=takes(Referral, "outcome", "understood"))
def close(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """Close the loop: what came of it for the client, which completed alone does not say.

    \b
    Examples:
      caseload referral close r1 --outcome got-help --on yesterday
    """
    _step(ctx, ref, on_day, completed)


@app.command(cls=takes(Referral, "outcome", "denied_by"))
def fail(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """Give a referral up: what came of it, and why.

    \b
    Examples:
      caseload referral fail r1 --outcome could-not-contact --reason "three calls, no answer"
    """
    _step(ctx, ref, on_day, failed, reason=reason)


@app.command(cls=takes(Referral, "next_owner"))
def attempt(
    ctx: typer.Context, ref: Ref, words: NextStep = None,
    on_day: On = None,
    again: Annotated[str, typer.Option("--again", metavar="SPAN", help="When to ask again; 0d: as it is.")] = "3d",
) -> None:  # fmt: skip
    """Keep that the provider was asked without an answer: counted, and to be asked again.

    \b
    Examples:
      caseload referral attempt r1
      caseload referral attempt r1 Try the morning line --again 1d
    """
    span = parse_lead(again)
    given = {"next_action": " ".join(words)} if words else {}
    _step(ctx, ref, on_day, lambda one, day, **more: tried(one, day, span, **more), **given)


@app.command(cls=takes(Referral, "understood"))
def handover(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """Keep a warm hand-over: client and provider were brought together.

    \b
    Examples:
      caseload referral handover r1 --understood yes
    """
    _step(ctx, ref, on_day, handed_over)


@app.command(cls=takes(Referral, "provider_id", "request", *NEXT_STEP))
def retry(ctx: typer.Context, ref: Ref) -> None:
    """Ask another provider the same: a new draft, which the ended referral names as its successor.

    \b
    Examples:
      caseload referral reject r1 --reason "no beds until spring" --outcome no-capacity
      caseload referral retry r1 --provider pr2
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Referral, ref)
        if before.successor_id and store.get(Referral, before.successor_id, voided=True).voided_at:
            before = replace(before, successor_id=None)
        refuse_retry(before)
        if "provider_id" not in session.asked.typed:
            raise Invalid("is missing", f"--provider REF, another than pr{before.provider_id}", field="--provider")
        asked = made(session, Referral, before.client_id, service_type=before.service_type)
        refuse_same_provider(before, asked.provider_id)
        given = {name: getattr(asked, name) for name in session.asked.typed}
        after = store.add(replace(retried(before, asked.provider_id), **given))
        store.save(replace(before, successor_id=after.id))
    added(session, after, f"takes the place of {before.ref}", *_said(session, after))


@app.command(cls=lists(Referral, by=("client",)))
def chase(ctx: typer.Context) -> None:
    """What waits longer than it should, by who is to do the next step, the oldest first.

    \b
    Examples:
      caseload referral chase
      caseload referral chase --client ana --csv
    """
    session = current(ctx)
    found = waiting(session.store, session.now, session.rules, wanted(session, Referral).client_id)
    if withholds(session):
        guarded = sum(bool(one.referral.mark) for one in found)
        tell_withheld(session, guarded)
        found = [one for one in found if not one.referral.mark]
    columns = nameless(session, waiting_columns(session.store, session.today), attrgetter("item.client"))
    columns = choose(columns, session.asked.fields)
    numbers = {one.referral.client_id for one in found}
    columns = with_namesakes(session, columns, attrgetter("referral.client_id"), lambda: numbers)
    empty = "no referral waits longer than it should"
    emit(found, columns, session.form, session.terminal, excel=session.asked.excel, empty=empty)


def _step(ctx: typer.Context, ref: str, on_day: str | None, change: Callable[..., Referral], **given: Any) -> None:
    """A referral changed by a verb as of a day, with what was typed, and said back."""
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        referral = lookup.of_kind(store, Referral, ref)
        after = store.save(change(referral, day, **{**session.asked.typed, **given}))
    saved(session, after)


def _said(session: Session, referral: Referral) -> tuple[str | None, ...]:
    """What a confirmation repeats of a referral."""
    provider = session.store.get(Provider, referral.provider_id, voided=True)
    gone = "" if provider.status is ProviderStatus.ACTIVE else f" ({provider.status})"
    return f"to {provider.name}{gone}", str(referral.status), on(session, "next step", referral.next_due)


def _columns(session: Session) -> list[Column[Referral]]:
    handles, providers = Handles(session.store), Providing(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("service_type", lambda one: one.service_type, "For", text=True,
               say=unless_hidden(session, marked(session, lambda one: one.service_type))),
        Column("provider_name", lambda one: providers[one.provider_id], "Provider", text=True),
        Column("status", lambda one: one.status, "Status", say=standing_of),
        Column("days", lambda one: days_open(one, session.today), "Days", right=True),
        due_column(session, "next_due", lambda one: one.next_due, "referral", "Next"),
        Column("next_action", lambda one: one.next_action, "Next step", text=True),
    ]  # fmt: skip
