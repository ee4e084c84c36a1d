"""caseload client."""

from dataclasses import replace
from typing import Annotated

import typer

from caseload.actions import closing
from caseload.commands.kit.changing import changed, edit_all, picked
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.linking import alike, register_links, tell_alike
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientWho,
    Email,
    ExternalId,
    On,
    Phone,
    Writes,
    bulk,
    current,
    day,
    lists,
    noun,
    switch,
    text,
    word,
)
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.errors import Invalid, Refused
from caseload.output.column import Column
from caseload.records.appointment import Appointment
from caseload.records.client import (
    Answer,
    Certainty,
    Client,
    ClientStatus,
    CloseReason,
    Setting,
    begun,
    clocks_run,
    reopened,
)
from caseload.records.of.names import free_handle, handle_from, split_name
from caseload.records.task import Task
from caseload.reports.due import due, newly_due
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.clients import handles_like
from caseload.when.dates import age
from caseload.when.recurrence import parse_every

app = noun("The people served.")
register(app, Client)
register_links(app)

_NAMED = 20
"""How many open items a closing names; a series has a year of them."""

Name = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME...", help='The name: Ana Ruiz or "Ruiz, Ana"; the last word is the family name.'),
]
Given = Annotated[str | None, text("--given", "The given name, where the words of NAME leave a doubt.")]
Family = Annotated[str | None, text("--family", 'The family name, where it has several words: "van der Berg".')]
PreferredName = Annotated[str | None, text("--preferred-name", "What the client is called.")]
Pronouns = Annotated[str | None, text("--pronouns", "Such as she/her.")]
BornOn = Annotated[str | None, day("--born-on", "The birthday.")]
DiedOn = Annotated[str | None, day("--died-on", "The day of death.")]
PhoneOther = Annotated[str | None, text("--phone-other", "A second telephone number.")]
Address = Annotated[str | None, text("--address", "Street and number.")]
City = Annotated[str | None, text("--city", "The city.")]
State = Annotated[str | None, text("--state", "The state.")]
Zip = Annotated[str | None, text("--zip", "The ZIP code, leading zeros kept.")]
AddressConfidential = Annotated[
    bool | None, switch("address-confidential", "The address must not be found: masked unless --reveal is typed.")
]
Language = Annotated[str | None, text("--language", "The language to speak.")]
Interpreter = Annotated[Answer | None, word(Answer, "--interpreter", "Whether an interpreter is needed")]
Handle = Annotated[str | None, text("--handle", "The short name to type; made from the name unless said: ana-ruiz.")]
Standing = Annotated[ClientStatus | None, word(ClientStatus, "--status", "Where the episode of care stands")]
Acuity = Annotated[int | None, typer.Option("--acuity", metavar="1-4", help="How much is needed; 4 is the most.")]
Place = Annotated[Setting | None, word(Setting, "--setting", "Where the client lives or is held")]
OpenedOn = Annotated[str | None, day("--opened-on", "The day care began; today unless said, once active.")]
ClosedOn = Annotated[str | None, day("--closed-on", "The day care ended; see client close.")]
WhyClosed = Annotated[CloseReason | None, word(CloseReason, "--close-reason", "Why care ended")]
Destination = Annotated[str | None, text("--destination", "Where the client went.")]
ContactEvery = Annotated[
    str | None, typer.Option("--contact-every", metavar="SPAN", help="How often to be in contact: 2w, 1m.")
]
FaceToFaceEvery = Annotated[
    str | None, typer.Option("--face-to-face-every", metavar="SPAN", help="How often to meet in person: 3m.")
]
VoicemailOk = Annotated[Answer | None, word(Answer, "--voicemail-ok", "Whether voicemail may be left")]
TextOk = Annotated[Answer | None, word(Answer, "--text-ok", "Whether text messages may be sent")]
BestTime = Annotated[str | None, text("--best-time", "When to call.")]
DoNotContact = Annotated[bool | None, switch("do-not-contact", "Nobody is to get in touch.")]
ReleaseOn = Annotated[str | None, day("--release-on", "The day of release or discharge.")]
ReleaseCertainty = Annotated[Certainty | None, word(Certainty, "--release-certainty", "How sure that day is")]
LegalHold = Annotated[bool | None, switch("legal-hold", "Nothing of this client may be destroyed.")]
Tag = Annotated[list[str] | None, typer.Option("--tag", metavar="WORD", help="A word to find clients by; repeatable.")]
Untag = Annotated[list[str] | None, typer.Option("--untag", metavar="WORD", help="A tag to take off; repeatable.")]
Remarks = Annotated[str | None, text("--remarks", "Anything else to know.")]


@app.command(cls=Writes)
def add(
    ctx: typer.Context, name: Name = None, given: Given = None, family: Family = None,
    preferred_name: PreferredName = None, pronouns: Pronouns = None, born_on: BornOn = None, died_on: DiedOn = None,
    phone: Phone = None, phone_other: PhoneOther = None, email: Email = None, address: Address = None,
    city: City = None, state: State = None, zip_code: Zip = None, address_confidential: AddressConfidential = None,
    language: Language = None, interpreter: Interpreter = None, handle: Handle = None, status: Standing = None,
    acuity: Acuity = None, setting: Place = None, opened_on: OpenedOn = None, closed_on: ClosedOn = None,
    close_reason: WhyClosed = None, destination: Destination = None, contact_every: ContactEvery = None,
    face_to_face_every: FaceToFaceEvery = None, voicemail_ok: VoicemailOk = None, text_ok: TextOk = None,
    best_time: BestTime = None, do_not_contact: DoNotContact = None, release_on: ReleaseOn = None,
    release_certainty: ReleaseCertainty = None, legal_hold: LegalHold = None, tag: Tag = None, remarks: Remarks = None,
    external_id: ExternalId = None,
    force: Annotated[bool, typer.Option("--force", help="Add someone who looks the same as a client here.")] = False,
) -> None:  # fmt: skip
    """Add a client.

    \b
    Examples:
      caseload client add Bea Lopez --phone 00501 --acuity 3
      caseload client add Jan --family "van der Berg" --born-on 1948-08-14 --setting hospital
    """
    session = current(ctx)
    given, family = _named(" ".join(name or ()), given, family)
    with session.step() as store:
        client = Client(
            given_name=given, family_name=family, preferred_name=_bare(preferred_name), pronouns=pronouns,
            born_on=session.fact_day(born_on), died_on=session.fact_day(died_on), phone=phone, phone_other=phone_other,
            email=email, address=address, city=city, state=state, zip=zip_code,
            address_confidential=bool(address_confidential), language=language, interpreter=interpreter,
            handle=_untaken(store, handle) or _new_handle(store, given, family), status=status or ClientStatus.ACTIVE,
            acuity=acuity, setting=setting, opened_on=session.fact_day(opened_on),
            closed_on=session.fact_day(closed_on), close_reason=close_reason, destination=destination,
            contact_every=contact_every and parse_every(contact_every),
            face_to_face_every=face_to_face_every and parse_every(face_to_face_every), voicemail_ok=voicemail_ok,
            text_ok=text_ok, best_time=best_time, do_not_contact=bool(do_not_contact),
            release_on=session.day(release_on), release_certainty=release_certainty, legal_hold=bool(legal_hold),
            tags=tuple(dict.fromkeys(tag or ())), remarks=remarks, external_id=external_id,
        )  # fmt: skip
        known = alike(store, client, force=force)
        client = store.add(begun(client, session.today))
    added(session, client, *_said(session, client))
    tell_alike(session, client, known)


@app.command("list", cls=lists(Client))
def list_(ctx: typer.Context) -> None:
    """Clients on the caseload, by family name; --due asks for the day they were opened.

    \b
    Examples:
      caseload client list --sort -acuity
      caseload client list --status all --tag court --csv
    """
    session = current(ctx)
    put_list(session, Client, wanted(session, Client), _COLUMNS)


@app.command(cls=bulk(Client, "client", "where"))
def edit(
    ctx: typer.Context, refs: Chosen = None, given: Given = None, family: Family = None,
    preferred_name: PreferredName = None, pronouns: Pronouns = None, born_on: BornOn = None, died_on: DiedOn = None,
    phone: Phone = None, phone_other: PhoneOther = None, email: Email = None, address: Address = None,
    city: City = None, state: State = None, zip_code: Zip = None, address_confidential: AddressConfidential = None,
    language: Language = None, interpreter: Interpreter = None, handle: Handle = None, status: Standing = None,
    acuity: Acuity = None, setting: Place = None, opened_on: OpenedOn = None, closed_on: ClosedOn = None,
    close_reason: WhyClosed = None, destination: Destination = None, contact_every: ContactEvery = None,
    face_to_face_every: FaceToFaceEvery = None, voicemail_ok: VoicemailOk = None, text_ok: TextOk = None,
    best_time: BestTime = None, do_not_contact: DoNotContact = None, release_on: ReleaseOn = None,
    release_certainty: ReleaseCertainty = None, legal_hold: LegalHold = None, tag: Tag = None, untag: Untag = None,
    remarks: Remarks = None, external_id: ExternalId = None, clear: Clear = None,
) -> None:  # fmt: skip
    """Change what is known of a client.

    \b
    Examples:
      caseload client edit ana --phone "(451) 555-0705" --voicemail-ok no
      caseload client edit ana --tag court --clear remarks
    """
    session = current(ctx)

    def change(before: Client) -> Client:
        after = changed(
            before, clear, given_name=_bare(given), family_name=_bare(family), preferred_name=_bare(preferred_name),
            pronouns=pronouns, born_on=session.fact_day(born_on), died_on=session.fact_day(died_on), phone=phone,
            phone_other=phone_other, email=email, address=address, city=city, state=state, zip=zip_code,
            address_confidential=address_confidential, language=language, interpreter=interpreter,
            handle=_untaken(session.store, handle), status=status, acuity=acuity, setting=setting,
            opened_on=session.fact_day(opened_on), closed_on=session.fact_day(closed_on), close_reason=close_reason,
            destination=destination, contact_every=contact_every and parse_every(contact_every),
            face_to_face_every=face_to_face_every and parse_every(face_to_face_every), voicemail_ok=voicemail_ok,
            text_ok=text_ok, best_time=best_time, do_not_contact=do_not_contact, release_on=session.day(release_on),
            release_certainty=release_certainty, legal_hold=legal_hold, tags=_tags(before, tag, untag),
            remarks=remarks, external_id=external_id,
        )  # fmt: skip
        return after if clocks_run(before) else begun(after, session.today)

    with session.step() as store:
        found = picked(session, Client, refs, "edit")
        was_due = [item for one in found for item in due(store, session.now, session.rules, client_id=one.id)]
        clients = edit_all(session, found, change)
        is_due = [item for one in found for item in due(store, session.now, session.rules, client_id=one.id)]
    saved_all(session, [(one, _said(session, one)) for one in clients])
    for item in newly_due(was_due, is_due):
        word = "late" if item.late else "due" if item.due.day <= session.today else "coming up"
        session.tell(f"now {word}: {item.ref} {item.rule} · {on(session, 'due', item.due)}")


@app.command(cls=Writes)
def close(
    ctx: typer.Context, client: ClientWho,
    reason: Annotated[CloseReason, word(CloseReason, "--reason", "Why care ends")],
    on_day: On = None, destination: Destination = None,
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
        finished = closing.close(store, found, day_closed, reason, destination)
        if left and not drop_open:
            session.confirm(_question(session, found, left), "--drop-open")
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    dropped = f"cancelled {', '.join(one.ref for one in left[:_NAMED])}{more}" if left else None
    saved(session, finished, f"closed, {reason}", on(session, "on", finished.closed_on), dropped)
    if drafts := closing.unsigned(session.store, finished):
        session.tell(f"not signed, and no list asks for it now: caseload note sign {' '.join(drafts)}")


@app.command(cls=Writes)
def reopen(ctx: typer.Context, client: ClientWho, on_day: On = None) -> None:
    """Take a closed client back, active from that day.

    \b
    Examples:
      caseload client close ana --reason lost-contact --drop-open
      caseload client reopen ana
    """
    session = current(ctx)
    with session.step() as store:
        found = reopened(lookup.client(store, client), session.fact_day(on_day) or session.today)
        store.save(found)
    saved(session, found, "reopened", on(session, "on", found.opened_on))


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
    saved(session, after, f"was {before.handle}")


def _named(words: str, given: str | None, family: str | None) -> tuple[str | None, str | None]:
    """Given and family name: as the options say, and the words of NAME for what they leave open."""
    given, family = _bare(given), _bare(family)
    if not (words or given or family):
        raise Invalid("is missing", 'such as Ana Ruiz or "Ruiz, Ana"', field="NAME")
    if given is None and family is None:
        return split_name(words)
    rest = f" {words} ".removeprefix(f" {given} ")
    rest = f" {rest}".removesuffix(f" {family} ").strip()
    if rest and given and family:
        raise Invalid("stands beside --given and --family", "leave it out, or one of the two", field="NAME")
    return given or rest or None, family or rest or None


def _bare(name: str | None) -> str | None:
    return name and name.strip()


def _new_handle(store: Store, given: str | None, family: str | None) -> str:
    handle = handle_from(given, family)
    return free_handle(handle, handles_like(store, handle))


def _untaken(store: Store, handle: str | None) -> str | None:
    """The handle that was typed, if one was; raises Refused where a client has it, a voided one too."""
    if handle and handle in handles_like(store, handle):
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


def _question(session: Session, client: Client, left: list[Task | Appointment]) -> str:
    """What closing would cancel, an item a line, and whether to."""
    items = []
    for one in left[:_NAMED]:
        when = on(session, "due", one.due) if isinstance(one, Task) else on(session, "on", one.starts)
        items.append(", ".join(filter(None, (f"{one.ref} {one.title}", when))))
    if len(left) > _NAMED:
        items.append(f"and {len(left) - _NAMED} more")
    listed = ",\n".join(items)
    return f"{client.ref} {client.name} still has\n{listed};\ncancel them and close?"


def _said(session: Session, client: Client) -> tuple[str | None, ...]:
    """What a confirmation repeats of a client."""
    years = age(client.born_on, client.died_on or session.today) if client.born_on else 0
    born = f"born {client.born_on}, {years} years old" if client.born_on else None
    acuity = f"acuity {client.acuity}" if client.acuity else None
    release = on(session, f"release ({client.release_certainty or 'unknown'})", client.release_on)
    return str(client.status), acuity, born, on(session, "opened", client.opened_on), release, " ".join(client.tags)


_COLUMNS: tuple[Column[Client], ...] = (
    Column("id", lambda one: one.ref, "Id"),
    Column("handle", lambda one: one.handle, "Handle"),
    Column("name", lambda one: one.name, "Name", text=True),
    Column("status", lambda one: one.status, "Status"),
    Column("acuity", lambda one: one.acuity, "Acuity", right=True),
    Column("setting", lambda one: one.setting, "Setting"),
    Column("opened_on", lambda one: one.opened_on, "Opened"),
)
