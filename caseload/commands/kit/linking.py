"""caseload client link, unlink; and who may be here already when a client is added."""

from collections.abc import Sequence
from typing import Annotated

import typer

from caseload.actions import linking
from caseload.commands.kit.options import Writes, current, day, text
from caseload.commands.kit.saying import on
from caseload.errors import Invalid, Refused
from caseload.records.client import Client
from caseload.records.link import LinkType, said_of
from caseload.records.of.likeness import is_namesake
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads import namesakes
from caseload.store.reads.namesakes import Known

One = Annotated[str, typer.Argument(metavar="CLIENT", help="A client: id, handle, or enough of the name.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other client.")]
NotSame = Annotated[bool, typer.Option("--not-same", help="They are two people, whom nothing shall take for one.")]
ReplacedBy = Annotated[bool, typer.Option("--replaced-by", help="One person, and OTHER is the record to go on with.")]
FoundOn = Annotated[str | None, day("--on", "The day it was found out; today unless said.")]
Why = Annotated[str | None, text("--reason", "How it is known.")]
WhyNot = Annotated[str, text("--reason", "Why it is taken back.")]


Alike = Sequence[tuple[Known, str]]

_TOLD = 5
"""How many who look like a new client are named."""


def register_links(app: typer.Typer) -> None:
    """Give the noun client its link and unlink."""
    app.command(cls=Writes)(link)
    app.command(cls=Writes)(unlink)


def link(
    ctx: typer.Context, client: One, other: Other, not_same: NotSame = False, replaced_by: ReplacedBy = False,
    on_day: FoundOn = None, reason: Why = None,
) -> None:  # fmt: skip
    """Say that two clients are one person, or with --not-same that they are two; neither is merged or changed.

    The files of both show it, and `report duplicates` asks no more. Said again otherwise, the link changes.

    \b
    Examples:
      caseload client link ana zoe --replaced-by
      caseload client link ana zoe --not-same --reason "one telephone, two sisters"
    """
    session = current(ctx)
    if not_same and replaced_by:
        raise Invalid("cannot stand beside --replaced-by", "one of the two", field="--not-same")
    type_ = LinkType.CERTAINLY_NOT if not_same else LinkType.REPLACED_BY if replaced_by else LinkType.SEEALSO
    found = session.fact_day(on_day) or session.today
    with session.step() as store:
        one, two = lookup.client(store, client), lookup.client(store, other)
        made = linking.link(store, one, two, type_, found, reason)
    said = f"{_named(one)} is {said_of(made, one.id)} {_named(two)}"
    session.did(f"{made.ref} {said}", on(session, "on", found) if on_day else None, reason)
    session.gave(made.ref)


def unlink(ctx: typer.Context, client: One, other: Other, reason: WhyNot = "unlinked") -> None:
    """Take back what was said of two clients, whichever is named first.

    \b
    Examples:
      caseload client unlink ana zoe
    """
    session = current(ctx)
    with session.step() as store:
        one, two = lookup.client(store, client), lookup.client(store, other)
        gone = linking.unlink(store, one, two, reason)
    refs = ", ".join(found.ref for found in gone)
    session.did(f"unlinked {_named(one)} and {_named(two)}", refs)


def alike(store: Store, client: Client, *, force: bool) -> Alike:
    """Who may be the same person as a new client, and why; raises Refused for a namesake unless `force`."""
    found = namesakes.alike(store, client)
    if not force and (same := [one for one, _ in found if is_namesake(client, one)]):
        known = ", ".join(f"{one.ref} {one.handle} ({one.status})" for one in same)
        raise Refused(f"{client.name} is here already: {known}", "add --force if this is someone else")
    return found


def tell_alike(session: Session, client: Client, found: Alike) -> None:
    """Tell who may be the same person as the client that was just added, a line each, and how to say so."""
    for one, why in found[:_TOLD]:
        said = f"caseload client link {client.ref} {one.ref}"
        session.tell(f"may be here already: {one.ref} {one.handle} ({one.status}), {why}; if so, {said}")
    if len(found) > _TOLD:
        session.tell(f"and {len(found) - _TOLD} more; see caseload report duplicates")


def _named(client: Client) -> str:
    return f"{client.ref} {client.handle}"
