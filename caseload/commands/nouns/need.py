"""caseload need."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Reason, Writes, current, lists, noun
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.output.column import Column
from caseload.records.need import Domain, Need, NeedType, Support, dated, declined, is_strength, met, resolved
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles

app = noun("What a client lacks, what stands in the way, what helps.")
register(app, Need)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A need's id: nd1.")]
Words = Annotated[list[str] | None, typer.Argument(metavar="[TEXT...]", help="What it is, in a few words.")]


@app.command(cls=adds(Need))
def add(ctx: typer.Context, client: ClientWho, description: Words = None, closed: Closed = False) -> None:
    """Add a need, a barrier or a strength.

    \b
    Examples:
      caseload need add ana --domain food Nothing left by the 20th
      caseload need add ana --type barrier --domain transportation
      caseload need add ana --domain protective-factor Her sister looks in
      caseload need add ana --domain food --support declined --reason "her brother shops"
    """
    session = current(ctx)
    typed = session.asked.typed
    if typed.get("domain") is Domain.PROTECTIVE_FACTOR:
        typed.setdefault("type", NeedType.STRENGTH)
    typed.setdefault("identified_on", session.today)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the need", closed=closed)
    with session.step() as store:
        need = made(session, Need, whose, description=" ".join(description or ()) or None)
        need = store.add(dated(need, None, session.today))
    added(session, need, *_said(session, need), said)
    _reason_told(session, need)


@app.command("list", cls=lists(Need))
def list_(ctx: typer.Context) -> None:
    """Needs, barriers and strengths that are there, whatever became of help; --due asks for the day they were found.

    \b
    Examples:
      caseload need list --client ana
      caseload need list --where "support = declined" --csv
    """
    session = current(ctx)
    put_list(session, Need, wanted(session, Need), _columns(session))


@app.command(cls=edits(Need))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a need.

    \b
    Examples:
      caseload need edit nd1 --support in-progress
      caseload need edit nd1 --status recurrence --domain homelessness
    """
    session = current(ctx)
    found = edited(
        session, Need, refs, lambda before: dated(edited_as_typed(session, before, clear), before, session.today)
    )
    saved_all(session, [(one, ()) for one in found])
    for one in found:
        _reason_told(session, one)


@app.command("met", cls=Writes)
def met_(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The help is there; `need resolve` says that the need itself is gone.

    \b
    Examples:
      caseload need met nd1 --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        need = store.save(met(lookup.of_kind(store, Need, ref), session.fact_day(on_day) or session.today))
    saved(session, need, on(session, "met", need.met_on), told=("met_on",))


@app.command(cls=Writes)
def decline(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """The client wants no help with it, and why.

    \b
    Examples:
      caseload need decline nd1 --reason "her brother drives her"
    """
    session = current(ctx)
    with session.step() as store:
        need = declined(lookup.of_kind(store, Need, ref), session.fact_day(on_day) or session.today, reason)
        need = store.save(need)
    saved(session, need, on(session, "declined", need.declined_on), told=("declined_on",))


@app.command(cls=Writes)
def resolve(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The need itself is gone.

    \b
    Examples:
      caseload need resolve nd1
    """
    session = current(ctx)
    with session.step() as store:
        need = store.save(resolved(lookup.of_kind(store, Need, ref), session.fact_day(on_day) or session.today))
    saved(session, need, on(session, "resolved", need.resolved_on), told=("resolved_on",))


def _said(session: Session, need: Need) -> tuple[str | None, ...]:
    """What a confirmation repeats of a need."""
    kind = None if need.type is NeedType.NEED else str(need.type)
    return kind, str(need.status), _helped(need), need.decline_reason, on(session, "found", need.identified_on)


def _reason_told(session: Session, need: Need) -> None:
    """Tell that help was newly declined and nobody says why."""
    before = session.store.was.get(need.ref)
    is_new = not isinstance(before, Need) or before.support is not Support.DECLINED
    if need.support is Support.DECLINED and need.decline_reason is None and is_new:
        session.tell(f"declined, and no reason is kept: caseload need edit {need.ref} --reason TEXT")


def _helped(need: Need) -> str | None:
    """What becomes of the help with it; of a strength nothing, since none is asked for."""
    return None if is_strength(need) else str(need.support)


def _columns(session: Session) -> list[Column[Need]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("type", lambda one: one.type, "Type"),
        Column("domain", lambda one: one.domain, "Domain", text=True,
               say=lambda one: None if one.domain is Domain.SDOH_CATEGORY_UNSPECIFIED else one.domain),
        Column("description", lambda one: one.description, "What", text=True),
        Column("support", lambda one: one.support, "Help", say=_helped),
        Column("identified_on", lambda one: one.identified_on, "Found"),
    ]  # fmt: skip
