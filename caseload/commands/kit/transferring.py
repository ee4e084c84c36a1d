"""A client given to another caseload: all that is the client's in one file, through the gate, and logged."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from caseload import __version__
from caseload.commands.kit.options import ClientWho, Files, current, into_file
from caseload.commands.kit.outgoing import NotWhole, discloses
from caseload.commands.kit.papers import refuse_without
from caseload.daily.outgoing import asked_for, goes_along, let_out
from caseload.errors import Invalid, Refused
from caseload.output.terminal import stream
from caseload.records.client import Client, is_open
from caseload.records.kinds import many
from caseload.records.of.gate import Ask
from caseload.records.of.notice import SHORT
from caseload.reports.consented import UNMARKED, Cleared, cleared, counted
from caseload.reports.transferred import Sent, Theirs, as_json, sent, theirs, unsaid
from caseload.session import Session
from caseload.store import lookup
from caseload.store.own import own_fields
from caseload.store.reads.recipients import called
from caseload.store.reads.work import drafts


class _Sends(Files):
    """A command that sends a file, which it must be told where to put."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params += into_file()


Sends = discloses(_Sends)

Reveal = Annotated[
    bool, typer.Option("--reveal", help="A confidential address and whole numbers (SSN, Medicaid, member), too.")
]
Fields = Annotated[
    str | None,
    typer.Option(
        "--fields", metavar="A,B,C", help="Of the client's own record, too: remarks, tags, fields of your own."
    ),
]


def transfer(ctx: typer.Context, client: ClientWho, reveal: Reveal = False, fields: Fields = None) -> None:
    """All that is a client's into one file, for the caseload of who serves the client next: `import transfer`.

    The gate decides, record by record; what it lets out is logged. Exits 1 where it is not all. Nothing changes here.

    \b
    Examples:
      caseload client transfer ana --recipient pr1 --purpose treatment --dry-run
      caseload client transfer ana --recipient pr1 --purpose treatment --reveal -o ana.json
    """
    session = current(ctx)
    session.asked.reveal = reveal
    ask = asked_for(session)
    if ask is None:
        raise Invalid("is missing: who serves the client next", "pe1, pr1, or the words of the consent",
                      field="--recipient")  # fmt: skip
    if session.asked.output is None and not session.dry_run:
        raise Invalid("is missing: what goes is a file", "-o FILE, or -o - into a pipe", field="-o")
    who = lookup.client(session.store, client)
    said = _said(session, fields)
    if not session.store.database:
        raise Refused("the database does not say which caseload it is", "see caseload doctor")
    every = theirs(session.store, who)
    found = cleared(session.store, every.records, ask, is_next=True)
    refuse_without(session, [who], found, who, ask)
    clear = found.refs
    made = sent(session.store, [one for one in every.records if one.ref in clear], said, reveal=reveal)
    told = made.refs | {one.ref for one, _ in found.withheld}
    head = _head(session, who, ask, found)
    asked = [one for one in every.records if one.ref in told]
    if session.dry_run:
        let_out(session, asked, ask, is_next=True)
    else:
        with session.into(own=True):
            let_out(session, asked, ask, is_next=True)
            stream(session.terminal, as_json(session.store, made, head))
    _tell(session, who, every, made, unsaid(session.store, who, said))
    if head["notice"]:
        session.tell(f"the notice of 42 CFR 2.32 stands in the file: {SHORT}")
    _tell_next(session, who)
    _refuse_in_part(found, made)


def _said(session: Session, fields: str | None) -> Sequence[str]:
    """The fields of the client's that were typed; raises Invalid for one that goes, or stays, anyway."""
    known = (*UNMARKED, *(field.key for field in own_fields(session.store, Client)))
    said = [one.strip().replace("-", "_") for one in (fields or "").split(",") if one.strip()]
    for one in said:
        if one not in known:
            raise Invalid("is none that waits to be named", ", ".join(known), typed=one, field="--fields")
    return said


def _head(session: Session, who: Client, ask: Ask, found: Cleared) -> Mapping[str, Any]:
    """What the file says of itself; nothing of what stays, which would tell as much."""
    sender = {name: text for name, text in session.config.sender._asdict().items() if text}
    return {
        "what": "one client of a caseload, for who serves the client next: caseload import transfer FILE",
        "client": who.ref,
        "at": session.stamp,
        "from": sender,
        "to": called(session.store, ask.recipient),
        "purpose": ask.purpose,
        "basis": str(ask.basis),
        "program": f"caseload {__version__}",
        "notice": goes_along(session, found) or None,
    }


def _tell(session: Session, who: Client, every: Theirs, made: Sent, unsaid: Sequence[str]) -> None:
    """What goes beside the client's records, and what stays."""
    if not session.config.sender.name:
        session.tell('the file has no name of yours: name = "..." under [sender] in config.toml')
    if made.beside:
        session.tell(f"beside it, as the records name it: {counted(made.beside)}")
    if unsaid:
        session.tell(f"left out, for no consent names them: {', '.join(unsaid)}; --fields lets out what it names")
    if made.masked:
        what = ", ".join(_masked(name, count) for name, count in made.masked.items())
        session.tell(f"left out, masked as everywhere: {what}; --reveal lets them out")
    stays = [f"{every.voided} voided" if every.voided else "", *every.links, "the change log"]
    session.tell(f"stays here: {', '.join(filter(None, stays))}")
    refs = made.refs
    if unsigned := [one.ref for one in drafts(session.store, who.id) if one.ref in refs]:
        some = " ".join(unsigned[:_FEW]) + (f" and {len(unsigned) - _FEW} more" if len(unsigned) > _FEW else "")
        session.tell(f"goes unsigned, and nobody else can sign for you: {some}; caseload note sign comes first")
    if who.legal_hold:
        session.tell(f"{who.ref} is under legal hold: it goes along, and holds here as before")


_FEW = 10


def _masked(name: str, count: int) -> str:
    if name == "confidential address":
        return f"the {name}"
    return f"the number of {many(name, count)}" if name == "coverage" else many(name, count)


def _refuse_in_part(found: Cleared, made: Sent) -> None:
    """Raises NotWhole where something stays that is live."""
    if made.lost or found.withheld:
        lost = f"{counted(made.lost)} more that are none without them" if made.lost else ""
        stays = " and ".join(filter(None, (counted(one for one, _ in found.withheld), lost)))
        again = "once a consent covers them, send it again: what is there already is not added twice"
        raise NotWhole(f"not all went: {stays} stayed", again)


def _tell_next(session: Session, who: Client) -> None:
    there = f"there: caseload import transfer {session.asked.output or 'FILE'} --dry-run"
    ends = f"; once the client is taken over, here: caseload client close {who.ref} --reason transferred"
    session.tell(there + (ends if is_open(who) else ""))
