"""Consents of a client, and what went out under them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from caseload.errors import Refused
from caseload.records.consent import Consent
from caseload.records.disclosure import Disclosure
from caseload.records.of.base import Record
from caseload.records.of.widened import widened
from caseload.store.core import Store
from caseload.store.reads.recipients import named


def consents_of_client(store: Store, client_id: int) -> list[Consent]:
    """Every consent of a client that is not voided, whatever its status; the gate says which holds."""
    return store.select(Consent, "client_id = ? and voided_at is null order by id", (client_id,))


def open_consents_of_client(store: Store, client_id: int) -> list[Consent]:
    """The consents that are in force, or being drawn up."""
    sql = "client_id = ? and voided_at is null and status in ('draft', 'proposed', 'active')"
    return store.select(Consent, f"{sql} order by expires_on is null, expires_on, id", (client_id,))


def disclosures_of_client(store: Store, client_id: int) -> list[Disclosure]:
    """All that went out about a client and is not voided, the latest first."""
    return store.select(Disclosure, "client_id = ? and voided_at is null order by at desc, id desc", (client_id,))


def disclosures_under(store: Store, consents: Iterable[int]) -> list[Disclosure]:
    """All that went out under the consents of those numbers, the oldest first."""
    numbers = ", ".join(map(str, consents))
    return store.select(Disclosure, f"consent_id in ({numbers}) and voided_at is null order by at, id")


def refuse_widened(store: Store, before: Record, after: Record) -> None:
    """Raises Refused where a consent that was signed would allow more; a slip of the hand is mended within a day."""
    assert isinstance(before, Consent) and isinstance(after, Consent)  # noqa: S101,PT018 - the only kind of that table
    found = widened(before, after)
    if found == ["recipient"] and after.to.called in named(store, before.recipient or "", before.client_id):
        # The words of the paper are the name of whom they mean.
        found = []
    if found and is_settled(store, before):
        what = ", ".join(found)
        new = f"caseload consent revoke {before.ref}, then caseload consent add what is signed anew"
        slip = f"what was typed wrong is voided: caseload consent void {before.ref} --reason TEXT"
        raise Refused(f"{before.ref} is signed, and no edit changes what was signed: {what}", f"{new}; {slip}")


def is_settled(store: Store, consent: Consent) -> bool:
    """Whether what was signed stays as it is: its signature was kept a day ago, or something went out under it."""
    if consent.signed_on is None:
        return False
    sql = """
select max(at) from change where kind = 'consent' and record_id = ? and before is not null
and json_extract(before, '$.signed_on') is null and json_extract(after, '$.signed_on') is not null"""
    signed_at = store.connection.execute(sql, (consent.id,)).fetchone()[0] or consent.created_at
    day_ago = datetime.fromisoformat(store.at) - timedelta(days=1)
    return datetime.fromisoformat(str(signed_at)) <= day_ago or bool(disclosures_under(store, [consent.id]))
