"""What is meant for a recipient: the gate asked, the disclosure logged, and only then the records let out.

The log comes first. Where the file of -o cannot be put in its place after that, the step is taken back; of what goes to
stdout a part may have been read, and the log stays.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from caseload.daily.columns import field_columns
from caseload.errors import Invalid, Refused
from caseload.output.column import Column, choose
from caseload.output.emit import emit, emit_page
from caseload.output.files import new_file
from caseload.output.page import Page
from caseload.records.client import Client
from caseload.records.disclosure import Basis, Disclosure, Notice, held
from caseload.records.of.base import Record
from caseload.records.of.gate import Ask
from caseload.records.of.notice import notice, scope
from caseload.records.of.public import Names
from caseload.records.of.recipient import Recipient
from caseload.records.plan import Plan
from caseload.reports.consented import UNMARKED, Cleared, cleared
from caseload.reports.record import record_page
from caseload.session import STDOUT, Session
from caseload.store.core import Store
from caseload.store.own import own_fields
from caseload.store.reads.recipients import called
from caseload.value import replace
from caseload.when.dates import When

WITH = ("purpose", "basis", "reason", "via", "notice", "no_consent")
"""What may be typed beside --recipient, as it stands in `asked.typed`."""


def asked_for(session: Session) -> Ask | None:
    """To whom what the command shows is to go, if it was said; raises Invalid where what belongs to that is missing."""
    typed = session.asked.typed
    if (to := typed.get("to")) is None:
        if given := [name for name in WITH if typed.get(name)]:
            raise Invalid("stands beside --recipient", "--recipient REF|WORDS", field=f"--{given[0].replace('_', '-')}")
        return None
    if not typed.get("purpose"):
        raise Invalid("is missing", "--purpose TEXT, in the words of the consent", field="--purpose")
    basis = typed.get("basis")
    if not typed.get("no_consent"):
        if basis or typed.get("reason"):
            raise Invalid("is for what goes out without a consent", "--no-consent beside it", field="--basis")
        basis = Basis.CONSENT
    elif basis in (None, Basis.CONSENT) or not typed.get("reason"):
        accepted = f"--reason TEXT and --basis, one of {', '.join(one for one in Basis if one is not Basis.CONSENT)}"
        raise Invalid("needs the exception that the law names", accepted, field="--no-consent")
    ask = Ask(_known(session, Recipient.parse(to)), typed["purpose"], session.today, Basis(basis))
    _refuse_misnamed(session, ask)
    return ask


def _known(session: Session, to: Recipient) -> Recipient:
    """The recipient; raises NotFound for a person or a provider that there is not."""
    from caseload.records.person import Person
    from caseload.records.provider import Provider

    if to.person_id is not None:
        session.store.get(Person, to.person_id)
    if to.provider_id is not None:
        session.store.get(Provider, to.provider_id)
    return to


def _refuse_misnamed(session: Session, ask: Ask) -> None:
    """Raises Invalid where the exception that was named is none for this recipient, or for records with names."""
    from caseload.records.person import Person

    to = ask.recipient
    if ask.basis is Basis.LIMITED_DATA_SET and session.asked.names is not Names.NONE:
        raise Invalid("is a set of rows without names", "caseload export KIND --names none", field="--basis")
    if ask.basis is Basis.TO_INDIVIDUAL and to.words is None:
        guardian = to.person_id is not None and session.store.get(Person, to.person_id).is_guardian
        if not guardian:
            accepted = "--recipient client, or the client's guardian (person edit pe1 --guardian)"
            raise Invalid(f"is for the client, which {to.called} is not", accepted, field="--basis")


def let_out(session: Session, records: Iterable[Record], ask: Ask, *, is_next: bool = False) -> Cleared:
    """What of the records may go, the disclosure of it logged as one step; what may not is told, counted by kind.

    `is_next` says that it goes to who serves the client next; see `cleared`.

    Raises Refused where nothing may, Invalid where a notice has to go along and has no place to.
    """
    found = cleared(session.store, records, ask, is_next=is_next)
    for line in found.told():
        session.tell(line)
    to = called(session.store, ask.recipient)
    if not found.parts and not found.withheld:
        raise Refused(f"no such record is there: nothing goes to {to}", "the same without --recipient lists them")
    if not found.parts:
        raise Refused(f"nothing goes to {to}, and nothing was written", "see caseload consent list")
    with session.step() as store:
        logged = [log(store, part_of, ask, When.at(session.now), session.asked.typed) for part_of in found.parts]
    refs = ", ".join(one.ref for one in logged)
    session.did(f"{'; '.join(one.counts or '' for one in logged)} to {to}", str(ask.basis), f"logged as {refs}")
    return found


def log(store: Store, part: Any, ask: Ask, at: When, typed: Any) -> Disclosure:
    """The disclosure of one part of what was cleared, stored within the running step."""
    return store.add(Disclosure(
        client_id=part.client.id, consent_id=part.consent and part.consent.id, at=at, what=part.counts,
        counts=part.counts, records=held(one.ref for one in part.records), purpose=ask.purpose, basis=ask.basis,
        reason=typed.get("reason"), via=typed.get("via"), notice=_which(typed) if part.is_part2 else Notice.NONE,
        person_id=ask.recipient.person_id, provider_id=ask.recipient.provider_id, recipient=ask.recipient.words,
    ))  # fmt: skip


def _which(typed: Any) -> Notice:
    return Notice(typed.get("notice") or Notice.FULL)


def goes_along(session: Session, found: Cleared) -> str:
    """The notice of 42 CFR 2.32 and the scope of each consent, where Part 2 protects any of it; else nothing."""
    if not found.is_part2:
        return ""
    scopes = [scope(one, called(session.store, one.to)) for one in found.consents]
    return "\n\n".join((notice(_which(session.asked.typed)), *scopes))


def with_notice(session: Session, page: Page, found: Cleared) -> Page:
    """The page with what has to go along below it."""
    said = goes_along(session, found)
    return page._replace(footer="\n\n".join(filter(None, (page.footer, said))))


def refuse_without_place(session: Session) -> None:
    """Raises Invalid where rows that Part 2 protects would go to stdout, where no notice can go along."""
    if session.asked.output in STDOUT:
        accepted = "-o FILE: the notice of 42 CFR 2.32 goes along in FILE.notice.txt"
        raise Invalid("is missing, for what 42 CFR Part 2 protects", accepted, field="-o")


def put_notice(session: Session, found: Cleared) -> None:
    """The notice in a file of its own beside that of -o, where one has to go along."""
    if said := goes_along(session, found):
        place = session.new(f"{session.asked.output}.notice.txt")
        with new_file(place) as file:
            file.write(f"{said}\n")
        session.tell(f"wrote {place.path}, which goes along")


def put_outgoing(session: Session, records: Sequence[Record], ask: Ask, columns: Sequence[Column[Any]]) -> None:
    """The rows of what of the records may go, in the format asked for; see `let_out`."""
    if cleared(session.store, records, ask).is_part2 and not session.dry_run:
        refuse_without_place(session)
    found = let_out(session, records, ask)
    if session.dry_run:
        return
    refs = found.refs
    kept = [bare(one) for one in records if one.ref in refs]
    if session.asked.fields is None:
        columns = _without_a_law(session, kept, columns)
    emit(kept, columns, session.form, session.terminal, excel=session.asked.excel)
    put_notice(session, found)


def _without_a_law(
    session: Session, records: Sequence[Record], columns: Sequence[Column[Any]]
) -> Sequence[Column[Any]]:
    """The columns without what may tell of a client what a law guards, and has no mark that says so; told."""
    clients = [one for one in records if isinstance(one, Client)]
    unmarked = {*UNMARKED, *(field.key for field in own_fields(session.store, Client))} if clients else set()
    left = [one.key for one in columns if one.key in unmarked and any(one.get(client) for client in clients)]
    if left:
        session.tell(f"left out, for no consent names them: {', '.join(left)}; --fields lets out what it names")
    return [one for one in columns if one.key not in unmarked]


class Keeper:
    """What stays out of a page for a recipient; it remembers what it was asked about."""

    def __init__(self, store: Store, ask: Ask) -> None:
        self.store, self.ask = store, ask
        self.met: dict[str, Record] = {}

    def __call__(self, record: Record) -> bool:
        """Whether the record stays out."""
        self.met[record.ref] = record
        return not cleared(self.store, [record], self.ask).parts


def bare(record: Record) -> Record:
    """The record without what is frozen in it of others, of which nobody can say any more which law guards it."""
    return replace(record, goals_as_revised=None) if isinstance(record, Plan) else record


def put_record(session: Session, record: Record, *, is_page: bool) -> None:
    """A record for a recipient: its page without what is your own of it, or its fields; a client's file never."""
    ask = asked_for(session)
    if ask is None:
        return
    if not is_page:
        put_outgoing(session, [record], ask, choose(field_columns(session, type(record)), session.asked.fields))
        return
    keeper = Keeper(session.store, ask)
    keeper(record)
    page = record_page(
        session.store, bare(record), session.now, (), session.zone, keeper, reveal=session.asked.reveal
    )._replace(subtitle="")
    if keeper(record):
        keeper.met = {record.ref: record}
    found = let_out(session, keeper.met.values(), ask)
    if not session.dry_run:
        emit_page(with_notice(session, page, found), session.form, session.terminal)
