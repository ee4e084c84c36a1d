"""Consents of a client, and what went out under them."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from caseload.errors import Refused
from caseload.records.consent import Consent
from caseload.records.disclosure import Disclosure
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.of.widened import widened
from caseload.store import rows
from caseload.store.core import Store
from caseload.store.reads.recipients import named
from caseload.value import replace


def consents_of_client(store: Store, client_id: int) -> list[Consent]:
    """Every consent of a client that is not voided, whatever its status; the gate says which holds."""
    return store.select(Consent, "client_id = ? and voided_at is null order by id", (client_id,))


def open_consents_of_client(store: Store, client_id: int) -> list[Consent]:
    """The consents that are in force, or being drawn up."""
    sql = "client_id = ? and voided_at is null and status in ('draft', 'proposed', 'active')"
    return store.select(Consent, f"{sql} order by expires_on is null, expires_on, id", (client_id,))


def disclosures_of_client(store: Store, client_id: int) -> list[Disclosure]:
    """All that went out about a client, the latest first: the voided too, and what an undo took out of the log.

    The latter stands there as voided, from the change log; not what came with a file.
    """
    found = store.select(Disclosure, "client_id = ?", (client_id,)) + list(_taken_back(store, client_id))
    return sorted(found, key=lambda one: (one.at.starts(), one.id), reverse=True)


def _taken_back(store: Store, client_id: int) -> Iterator[Disclosure]:
    sql = """
select at, before from change as gone where kind = 'disclosure' and after is null and before is not null
and json_extract(before, '$.client_id') = ? and json_extract(before, '$.source') is null
and record_id not in (select id from disclosure)
and id = (select max(id) from change where kind = 'disclosure' and record_id = gone.record_id)"""
    for at, before in store.connection.execute(sql, (client_id,)):
        image = json.loads(before)
        row = [image.get(field.name, "[]" if field.many else None) for field in fields_of(Disclosure)]
        one = rows.record(Disclosure, row)
        yield one if one.voided_at else replace(one, voided_at=at, void_reason=UNDONE)


UNDONE = "taken back by an undo"
"""Why a disclosure is out of the log that an undo took out of it."""


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
