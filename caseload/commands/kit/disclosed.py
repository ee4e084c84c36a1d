"""What a list of disclosures shows, and an accounting of them."""

from caseload.daily.out import field_columns, nameless
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit
from caseload.records.client import Client
from caseload.records.consent import Consent
from caseload.records.disclosure import Disclosure, accounted
from caseload.session import Session
from caseload.store.reads.clients import Handles
from caseload.store.reads.consents import disclosures_of_client
from caseload.store.reads.listed import referring
from caseload.store.reads.recipients import called


def columns(session: Session) -> list[Column[Disclosure]]:
    """What a list shows of disclosures."""
    handles = Handles(session.store)

    def to(one: Disclosure) -> str:
        return called(session.store, one.to)

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("at", lambda one: one.at, "When"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("to", lambda one: one.to.called, "To", text=True, say=to),
        Column("what", lambda one: one.what, "What", text=True),
        Column("purpose", lambda one: one.purpose, "For", text=True),
        Column("basis", lambda one: one.basis, "Ground"),
        Column("via", lambda one: one.via),
        Column("notice", lambda one: one.notice),
    ]


def put_accounting(session: Session, client: Client, *, hipaa: bool, part2: bool) -> None:
    """What went out about a client, the latest first: all of it, or what an accounting asked for today has."""
    consents = {one.id: one for one in referring(session.store, Consent, "client_id", client.id, voided=True)}
    every = disclosures_of_client(session.store, client.id)
    found = accounted(every, consents, session.today, hipaa=hipaa, part2=part2)
    short = session.form in (Format.TABLE, Format.PLAIN, Format.TSV) and not (
        session.asked.fields or session.asked.names
    )
    shown = columns(session) if short else choose(field_columns(session, Disclosure), session.asked.fields)
    emit(found, nameless(session, shown), session.form, session.terminal, excel=session.asked.excel,
         empty="nothing went out")  # fmt: skip
    if len(every) > len(found):
        session.tell(f"{len(every) - len(found)} more, not of this accounting; check the notice and your counsel")
