"""caseload episode."""

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.output.column import Column
from caseload.records.episode import Episode
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles

app = noun("Earlier times of being served; client reopen writes them.")
register(app, Episode)


@app.command(cls=adds(Episode))
def add(ctx: typer.Context, client: ClientWho) -> None:
    """Add an earlier time of being served, from before these records began.

    \b
    Examples:
      caseload episode add ana --opened-on 2021-03-01 --closed-on 2022-01-31 --close-reason moved
    """
    session = current(ctx)
    with session.step() as store:
        episode = store.add(made(session, Episode, lookup.client(store, client).id))
    added(session, episode, *_said(session, episode))


@app.command("list", cls=lists(Episode))
def list_(ctx: typer.Context) -> None:
    """Earlier times of being served, client by client; --due asks for the day that care ended.

    \b
    Examples:
      caseload episode list --client ana
      caseload episode list --due 2025-01-01..2025-12-31 --csv
    """
    session = current(ctx)
    put_list(session, Episode, wanted(session, Episode), _columns(session))


@app.command(cls=edits(Episode))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of an earlier time of being served.

    \b
    Examples:
      caseload episode edit e1 --destination "her sister's, in Dayton"
    """
    session = current(ctx)
    found = edited(session, Episode, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, _said(session, one)) for one in found])


def _said(session: Session, episode: Episode) -> tuple[str | None, ...]:
    """What a confirmation repeats of an episode."""
    return on(session, "opened", episode.opened_on), on(session, "closed", episode.closed_on), episode.destination


def _columns(session: Session) -> list[Column[Episode]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("opened_on", lambda one: one.opened_on, "Opened"),
        Column("closed_on", lambda one: one.closed_on, "Closed"),
        Column("close_reason", lambda one: one.close_reason, "Reason"),
        Column("destination", lambda one: one.destination, "Went to", text=True),
        Column("referred_by", lambda one: one.referred_by, "Referred by", text=True),
    ]
