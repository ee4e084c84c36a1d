"""A client removed for good, and the certificate of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from caseload.commands.kit.options import Reads, Writes, current
from caseload.daily.out import put_page_or_list
from caseload.errors import CaseloadError, Invalid, Refused, aside, spoken
from caseload.intake.draft import found_drafts
from caseload.output.terminal import warn
from caseload.records.client import Client, is_open
from caseload.records.kinds import many
from caseload.reports.memory import forget, memory_path
from caseload.reports.purged import COLUMNS, Certificate, page
from caseload.session import Session
from caseload.store import lookup, purging
from caseload.store.purges import Purge, purges, refs_purged
from caseload.store.reads.named import named_elsewhere, names_the_client
from caseload.store.still_held import replicated, still_held
from caseload.when.dates import When, local, say_when


class Unfinished(CaseloadError):
    """The records are gone, and what must follow is not done (exit 74)."""

    code = 74


class Certifies(Reads, Writes):
    """A command that removes for good, and shows what it removed."""


Who = Annotated[
    str | None,
    typer.Argument(metavar="[CLIENT]", help="A client, a voided one by id; none finishes a purge."),
]
Why = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why, and by whose word; kept, so without the name.")
]
Confirm = Annotated[
    str | None, typer.Option("--confirm", metavar="HANDLE", help="The client's handle, once more: go on unasked.")
]


def purge(ctx: typer.Context, client: Who = None, reason: Why = None, confirm: Confirm = None) -> None:
    """Remove a client for good, with all that is the client's, and print a certificate; nothing brings it back.

    Of nobody under legal hold. It asks for the handle; the certificate has counts and no name, and says which copies
    still hold the client. One that was stopped half way is finished by the next, or without CLIENT. `help purge`.

    \b
    Examples:
      caseload client purge ana --reason "retention has run out" --dry-run
      caseload client purge ana --reason "retention has run out" --confirm ana-ruiz -o certificate.json
    """
    session = current(ctx)
    store, left = session.store, [one for one in purges(session.store) if not one.overwritten_at]
    if left and not session.dry_run:
        finish(session)
        session.tell(f"operation {left[-1].operation} had been stopped half way: the file is written anew now")
    if client is None:
        if not left:
            raise Invalid("is missing: nothing is left to be finished", "a client's id, handle or name", field="CLIENT")
        put(session, [certificate(session, one) for one in purges(store) if one.operation == left[-1].operation])
        return
    if confirm is None and not (session.dry_run or session.interactive):
        needed = "--confirm HANDLE" if reason else "--confirm HANDLE and --reason TEXT"
        raise Invalid("needs the handle once more, and there is nobody to ask", needed, field="--confirm")
    who = lookup.of_kind(store, Client, client, voided=True)
    found = purging.theirs(store, who)
    purging.refuse_kept(store, who, found)
    why = _told(session, who, reason)
    _refuse_texts(session)
    named = list(named_elsewhere(store, who, found))
    if not session.dry_run:
        _confirm(session, who, found, confirm)
    operation = purging.purge(store, who, found, why, dry_run=session.dry_run)
    if session.dry_run:
        _tell_dry(session, who, found, named)
        return
    try:
        finish(session)
    except CaseloadError as error:
        what = f"{who.ref} is purged by operation {operation}, but the file still has it: {error.what}"
        raise Unfinished(what, "caseload client purge finishes it") from error
    (made,) = (one for one in purges(store) if one.operation == operation)
    put(session, [certificate(session, made, named)])
    session.did(f"purged {who.ref}", _counted(found), back="nothing brings it back")


def finish(session: Session) -> None:
    """What must follow a purge: the file written anew, and no digest that speaks of it; raises what keeps from it."""
    store = session.store
    purging.overwrite(store)
    for one in purges(store):
        if not one.overwritten_at:
            forget(Path(memory_path(session.state_dir, session.db)), refs_purged(store, one.operation))
    purging.ended(store)


def certificate(session: Session, made: Purge, named: Sequence[str] = ()) -> Certificate:
    """What is told of a purge, as things stand."""
    at = local(made.at, session.zone)
    when = say_when(at) if isinstance(at, When) else str(at)
    store = session.store
    held = still_held(session.path, session.config.backup_folder, store.database, made.clients)
    return Certificate(made, when, store.database, held, replicated(store), named)


def put(session: Session, found: Sequence[Certificate]) -> None:
    """The certificates, as a page or as rows."""
    put_page_or_list(session, page(found), found, COLUMNS)


def _told(session: Session, who: Client, reason: str | None) -> str:
    """The reason, which stays when all else has gone; raises Invalid where there is none, or it names the client."""
    if not (reason or "").strip():
        raise Invalid("is missing: a purge keeps why, and nothing else", "--reason TEXT", field="--reason")
    if names_the_client(session.store, who)(str(reason)):
        raise Invalid("names the client, and is kept", "a reason without the name", field="--reason")
    return str(reason)


def _refuse_texts(session: Session) -> None:
    if found := [one.path for one in found_drafts(session.environ, session.state_dir)]:
        what = f"{'a text is' if len(found) == 1 else f'{len(found)} texts are'} kept, and may be of the client"
        places = ", ".join(map(str, found[:_NAMED])) + (f" and {len(found) - _NAMED} more" if found[_NAMED:] else "")
        raise Refused(f"{what}: {places}", "caseload drafts lists them; store or remove them, then purge")


_NAMED = 5


def _confirm(session: Session, who: Client, found: purging.Numbers, confirm: str | None) -> None:
    """Go on only where the handle was typed once more."""
    if confirm is None:
        _tell_severe(session, who, found)
        warn(
            session.terminal,
            spoken(f"type the handle of {who.ref}{aside(f'{who.name}, {who.handle},')} to purge it:", at_terminal=True),
        )
        confirm = session.inp.readline().strip()
    if confirm != who.handle:
        raise Refused(f"that is not the handle of {who.ref}", "nothing was changed")


def _tell_severe(session: Session, who: Client, found: purging.Numbers) -> None:
    warn(session.terminal, f"this removes {_counted(found)} for good, and nothing brings them back")
    if is_open(who):
        warn(session.terminal, f"{who.ref} is {who.status}, not closed")


def _counted(found: purging.Numbers) -> str:
    return ", ".join(many(kind.TABLE, len(numbers)) for kind, numbers in found.items())


def _tell_dry(session: Session, who: Client, found: purging.Numbers, named: Sequence[str]) -> None:
    session.did(f"purged {who.ref}", _counted(found))
    for one in still_held(session.path, session.config.backup_folder, session.store.database, [who.id]):
        session.tell(f"{one.path} {f'cannot be told: {one.unread}' if one.unread else 'holds the client, and will'}")
    if named:
        session.tell(f"the name stands in records of others: {' '.join(named)}")
