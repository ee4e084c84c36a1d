"""caseload client."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated

import typer

from caseload.actions import closing, linking, staying
from caseload.commands.kit.alike import alike_unless_same, tell_alike, tell_namesakes, tell_others
from caseload.commands.kit.changing import edit_all, picked
from caseload.commands.kit.client_papers import register as register_papers
from caseload.commands.kit.disclosed import put_accounting
from caseload.commands.kit.ending import dropped, question, tell_cancelled
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.newly import Newly
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientWho,
    On,
    Reads,
    Writes,
    current,
    day,
    lists,
    noun,
    text,
    word,
)
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.errors import Invalid, Refused
from caseload.output.column import Column
from caseload.records.client import Client, CloseReason, begun, clocks_run, entered, unserved
from caseload.records.client import edited as as_edited
from caseload.records.link import Link, LinkType, said_of
from caseload.records.of.names import fitting, free_handle, handle_from, split_name
from caseload.records.of.namesakes import told_apart
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.clients import handles_like
from caseload.store.reads.listed import Wanted, listed
from caseload.store.reads.namesakes import of_another_birthday
from caseload.value import replace
from caseload.when.dates import age

app = noun("The people served.")
register(app, Client)
register_papers(app)

_ENDS = {
    "service": "stop REF --reason TEXT", "referral": "cancel REF --reason TEXT, or close REF --outcome WORD",
    "benefit": "close REF --reason TEXT, or edit REF --status withdrawn",
    "enrollment": "withdraw REF --reason TEXT", "stay": "leave REF --on DAY, or void REF --reason TEXT",
}  # fmt: skip
"""How what is arranged with others ends, by kind."""

_CLOSING = ("status", "closed_on", "close_reason", "died_on")
"""The fields that say that a client is closed."""

Name = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME...", help='The name: Ana Ruiz or "Ruiz, Ana"; the last word is the family name.'),
]
Tag = Annotated[list[str] | None, typer.Option("--tag", metavar="WORD", help="A word to find clients by; repeatable.")]
Untag = Annotated[list[str] | None, typer.Option("--untag", metavar="WORD", help="A tag to take off; repeatable.")]
One = Annotated[str, typer.Argument(metavar="CLIENT", help="A client: id, handle, or enough of the name.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other client.")]
NotSame = Annotated[bool, typer.Option("--not-same", help="They are two people, whom nothing shall take for one.")]
ReplacedBy = Annotated[bool, typer.Option("--replaced-by", help="One person, and OTHER is the record to go on with.")]
FoundOn = Annotated[str | None, day("--on", "The day it was found out; today unless said.")]
Why = Annotated[str | None, text("--reason", "How it is known.")]
WhyNot = Annotated[str, text("--reason", "Why it is taken back.")]
Force = Annotated[bool, typer.Option("--force", help="Add someone whom nothing tells from a client here.")]


@app.command(cls=adds(Client))
def add(ctx: typer.Context, name: Name = None, force: Force = False) -> None:
    """Add a client.

    \b
    Examples:
      caseload client add Bea Lopez --phone 00501 --acuity 3
      caseload client add Jan --family "van der Berg" --born-on 1948-08-14 --setting hospital
    """
    session = current(ctx)
    typed = session.asked.typed
    given, family = _named(" ".join(name or ()), typed.get("given_name"), typed.get("family_name"))
    with session.step() as store:
        handle = _untaken(store, typed.get("handle")) or _new_handle(store, given, family)
        client = made(session, Client, given_name=given, family_name=family, handle=handle)
        known = alike_unless_same(store, client, force=force)
        others = of_another_birthday(store, client)
        client = store.add(begun(entered(client, session.today), session.today))
    added(session, client, *_said(session, client))
    tell_alike(session, client, known)
    tell_others(session, others)


@app.command("list", cls=lists(Client))
def list_(ctx: typer.Context) -> None:
    """Clients on the caseload, by family name; --due asks for the day they were opened.

    \b
    Examples:
      caseload client list --sort -acuity
      caseload client list --status all --tag court --csv
    """
    session = current(ctx)
    which = wanted(session, Client)
    put_list(session, Client, which, _columns(session, which))


@app.command(cls=edits(Client))
def edit(ctx: typer.Context, refs: Chosen = None, tag: Tag = None, untag: Untag = None, clear: Clear = None) -> None:
    """Change what is known of a client; care is ended by client close, and begun again by client reopen.

    \b
    Examples:
      caseload client edit ana --phone "(451) 555-0705" --voicemail-ok no
      caseload client edit ana --tag court --clear remarks
    """
    session = current(ctx)
    if "handle" in (clear or ()):
        raise Invalid("is needed by every client", "set it to something else", field="handle")

    def change(before: Client) -> Client:
        handle = _untaken(session.store, session.asked.typed.get("handle"))
        after = edited_as_typed(session, before, clear, handle=handle, tags=_tags(before, tag, untag))
        after = as_edited(before, after)
        staying.refuse_told_otherwise(session.store, before, after)
        return after if clocks_run(before) else begun(after, session.today)

    with session.step():
        found = picked(session, Client, refs, "edit")
        newly = Newly(session, [one.id for one in found])
        clients = edit_all(session, found, change)
    saved_all(session, [(one, ()) for one in clients])
    for before, after in zip(found, clients, strict=True):
        tell_namesakes(session, before, after)
    newly.tell()


@app.command(cls=Reads)
def disclosures(
    ctx: typer.Context, client: ClientWho,
    hipaa: Annotated[bool, typer.Option("--hipaa", help="Of 45 CFR 164.528: six years, exempt grounds out.")] = False,
    part2: Annotated[bool, typer.Option("--part2", help="Of 42 CFR 2.25: three years, by consent.")] = False,
) -> None:  # fmt: skip
    """What went out about a client, to whom and on what ground: all of it, or what an accounting has.

    \b
    Examples:
      caseload client disclosures ana --hipaa --csv
    """
    session = current(ctx)
    if hipaa and part2:
        raise Invalid("cannot stand beside --part2", "one of the two", field="--hipaa")
    put_accounting(session, lookup.client(session.store, client), hipaa=hipaa, part2=part2)


@app.command(cls=takes(Client, "destination", "died_on"))
def close(
    ctx: typer.Context, client: ClientWho,
    reason: Annotated[CloseReason, word(CloseReason, "--reason", "Why care ends")],
    on_day: On = None,
    drop_open: Annotated[bool, typer.Option("--drop-open", help="Cancel open tasks and appointments unasked.")] = False,
) -> None:  # fmt: skip
    """Finish with a client; open tasks and appointments are listed and, after a yes, cancelled in the same step.

    \b
    Examples:
      caseload client close ana --reason goals-met --drop-open
      caseload client close ana --reason moved --on yesterday --destination "sister in Austin" --drop-open
    """
    session = current(ctx)
    day_closed = session.fact_day(on_day) or session.today
    with session.step() as store:
        found = lookup.client(store, client)
        left = closing.left_open(store, found)
        finished = closing.close(store, found, day_closed, reason, **session.asked.typed)
        if left and not drop_open:
            session.confirm(question(session, found, left), "--drop-open")
    died = on(session, "died", finished.died_on)
    hold = "under legal hold, nothing may be destroyed" if finished.legal_hold else None
    facts = (f"closed, {reason}", on(session, "on", finished.closed_on), died, dropped(left), hold)
    saved(session, finished, *facts, told=_CLOSING)
    if drafts := closing.unsigned(session.store, finished):
        session.tell(f"not signed, and no list asks for it now: caseload note sign {' '.join(drafts)}")
    for kind, refs in closing.going_on(session.store, finished).items():
        session.tell(f"not ended, and no list asks for it now: {' '.join(refs)}; caseload {kind} {_ENDS[kind]}")


@app.command(cls=takes(Client, "referred_by"))
def reopen(ctx: typer.Context, client: ClientWho, on_day: On = None) -> None:
    """Take a closed client back, active from that day; the time that has ended is kept as an episode.

    What the closing had cancelled is listed, with the commands that bring it back.

    \b
    Examples:
      caseload client close ana --reason lost-contact --drop-open
      caseload client reopen ana --referred-by "County hospital"
    """
    session = current(ctx)
    day_back = session.fact_day(on_day) or session.today
    with session.step() as store:
        back = closing.reopen(store, lookup.client(store, client), day_back, **session.asked.typed)
    found, episode = back.client, back.episode
    kept = f"before: {episode.ref} {episode.span}" if episode else None
    sent = f"referred by {found.referred_by}" if found.referred_by else None
    said = ("reopened", on(session, "on", found.opened_on), sent, kept)
    saved(session, found, *said, told=("opened_on", "destination", "referred_by", *_CLOSING))
    tell_cancelled(session, back.cancelled, back.was)


@app.command("handle", cls=Writes)
def rename(
    ctx: typer.Context, client: ClientWho,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new handle: words in lower case joined by hyphens.")],
) -> None:  # fmt: skip
    """Give a client another handle.

    \b
    Examples:
      caseload client handle ana ana-r
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.client(store, client)
        after = store.save(replace(before, handle=_untaken(store, new) or new))
    saved(session, after)


@app.command(cls=Writes)
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
    said = f"{_ref_and_handle(one)} is {said_of(made, one.id)} {_ref_and_handle(two)}"
    before = session.store.was.get(made.ref)
    was = f"was: {said_of(before, one.id)}" if isinstance(before, Link) else None
    session.did(f"{made.ref} {said}", on(session, "on", found) if on_day else None, reason, was)
    if replaced_by and (over := unserved(two)):
        session.tell(f"{over}; if {one.ref} is to go on: caseload client link {two.ref} {one.ref} --replaced-by")
    session.gave(made.ref)


@app.command(cls=Writes)
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
    session.did(f"unlinked {_ref_and_handle(one)} and {_ref_and_handle(two)}", refs)


def _named(words: str, given: str | None, family: str | None) -> tuple[str | None, str | None]:
    """Given and family name: as the options say, and the words of NAME for what they leave open."""
    if not (words or given or family):
        raise Invalid("is missing", 'such as Ana Ruiz or "Ruiz, Ana"', field="NAME")
    if given is None and family is None:
        return split_name(words)
    rest = f" {words} ".removeprefix(f" {given} ")
    rest = f" {rest}".removesuffix(f" {family} ").strip()
    if rest and given and family:
        raise Invalid("stands beside --given and --family", "leave it out, or one of the two", field="NAME")
    return given or rest or None, family or rest or None


def _new_handle(store: Store, given: str | None, family: str | None) -> str:
    handle = handle_from(given, family)
    return free_handle(handle, handles_like(store, handle))


def _untaken(store: Store, handle: str | None) -> str | None:
    """The handle that was typed, if one was; raises Refused where a client has it, a voided one too."""
    if handle and fitting(handle) in handles_like(store, handle):
        raise Refused(f"the handle {handle} is taken", "choose another; see caseload client list --status all")
    return handle


def _tags(client: Client, tag: list[str] | None, untag: list[str] | None) -> tuple[str, ...] | None:
    """The client's tags with some put on and some taken off; None where neither was asked for."""
    if not (tag or untag):
        return None
    for one in untag or ():
        if one not in client.tags:
            raise Invalid(f"is not a tag of {client.ref}", ", ".join(client.tags) or "it has none", typed=one)
    return tuple(one for one in dict.fromkeys((*client.tags, *(tag or ()))) if one not in (untag or ()))


def _ref_and_handle(client: Client) -> str:
    return f"{client.ref} {client.handle}"


def _said(session: Session, client: Client) -> tuple[str | None, ...]:
    """What a confirmation repeats of a client."""
    years = age(client.born_on, client.died_on or session.today) if client.born_on else 0
    born = f"born {client.born_on}, {years} years old" if client.born_on else None
    acuity = f"acuity {client.acuity}" if client.acuity else None
    release = on(session, f"release ({client.release_certainty or 'unknown'})", client.release_on)
    days = (on(session, "opened", client.opened_on), on(session, "closed on", client.closed_on))
    return str(client.status), acuity, born, *days, release, " ".join(client.tags)


def _columns(session: Session, which: Wanted) -> tuple[Column[Client], ...]:
    """The columns of a list; people read under a row what tells the client from the same name in that list."""

    @cache
    def differ() -> Mapping[int, str]:
        return told_apart(listed(session.store, Client, which, session.now))

    return (
        Column("id", lambda one: one.ref, "Id"),
        Column("handle", lambda one: one.handle, "Handle"),
        Column("name", lambda one: one.name, "Name", text=True, under=lambda one: differ().get(one.id)),
        Column("status", lambda one: one.status, "Status"),
        Column("acuity", lambda one: one.acuity, "Acuity", right=True),
        Column("setting", lambda one: one.setting, "Setting", spare=True),
        Column("opened_on", lambda one: one.opened_on, "Opened"),
    )
