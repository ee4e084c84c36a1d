"""What a list of disclosures shows, and an accounting of them."""

from caseload.daily.columns import field_columns
from caseload.daily.out import nameless
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit
from caseload.records.client import Client
from caseload.records.consent import Consent, closed
from caseload.records.disclosure import Basis, Disclosure, accounted
from caseload.reports.consented import called as names_of
from caseload.session import Session
from caseload.store.reads.clients import Handles
from caseload.store.reads.consents import consents_of_client, disclosures_of_client
from caseload.store.reads.listed import referring
from caseload.store.reads.recipients import address_of, called, name_of


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


def _shown(session: Session) -> list[Column[Disclosure]]:
    """What an accounting shows at once: as a list, and why something is in it no more."""
    return [*columns(session), Column("void_reason", lambda one: one.void_reason, "Voided", text=True)]


def uncovered(session: Session, one: Disclosure) -> str | None:
    """What is to be said of a disclosure by consent, where none that held that day names the recipient."""
    if one.basis is not Basis.CONSENT:
        return None
    store, to = session.store, one.to.called
    if one.consent_id is not None:
        consent = store.get(Consent, one.consent_id)
        if not consent.to.is_same(one.to):
            return f"{one.ref} went to {to}, and {consent.ref} names {consent.to.called}"
        # Before its signature is told as a date that is odd.
        why = closed(consent, one.at.day, names_of(store, one.client_id))
        return f"{one.ref} is by {consent.ref}, which {why}" if why and not why.startswith("is signed") else None
    for consent in consents_of_client(store, one.client_id):
        if consent.to.is_same(one.to) and not closed(consent, one.at.day, names_of(store, one.client_id)):
            return None
    return f"{one.ref} is by consent, and none that held that day names {to}; --basis says another ground"


def _accounting(session: Session) -> list[Column[Disclosure]]:
    """Every field, and to whom it went by name and address, as 45 CFR 164.528 asks; under --names neither."""
    found = field_columns(session, Disclosure)
    if session.asked.names:
        return found
    store = session.store
    place = 1 + max(at for at, column in enumerate(found) if column.key == "recipient")
    beside: list[Column[Disclosure]] = [
        Column("recipient_name", lambda one: name_of(store, one.to), text=True),
        Column("recipient_address", lambda one: address_of(store, one.to), text=True),
    ]
    return [*found[:place], *beside, *found[place:]]


def put_accounting(session: Session, client: Client, *, hipaa: bool, part2: bool) -> None:
    """What went out about a client, the latest first: all of it, or what an accounting asked for today has."""
    consents = {one.id: one for one in referring(session.store, Consent, "client_id", client.id, voided=True)}
    every = disclosures_of_client(session.store, client.id)
    found = accounted(every, consents, session.today, hipaa=hipaa, part2=part2)
    short = session.form in (Format.TABLE, Format.PLAIN, Format.TSV) and not (
        session.asked.fields or session.asked.names
    )
    shown = _shown(session) if short else choose(_accounting(session), session.asked.fields)
    emit(found, nameless(session, shown), session.form, session.terminal, excel=session.asked.excel,
         empty="nothing went out")  # fmt: skip
    if voided := sum(one.voided_at is not None for one in found):
        session.tell(f"{voided} of these {'is' if voided == 1 else 'are'} voided: see void_reason")
    if len(every) > len(found):
        session.tell(f"{len(every) - len(found)} more, not of this accounting; check the notice and your counsel")
