"""What a letter may say: plain words of a record and of those around it, as the forms name them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from caseload.config import Sender
from caseload.records.client import Answer, Client
from caseload.records.need import Need
from caseload.records.provider import Provider
from caseload.records.referral import Referral
from caseload.store.core import Store


def referral_words(
    store: Store, referral: Referral, sender: Sender, today: date, *, with_need: bool, notice: str = ""
) -> Mapping[str, Any]:
    """The words of a referral's letter; `notice` is what has to go along with what 42 CFR Part 2 protects."""
    client, provider = store.get(Client, referral.client_id), store.get(Provider, referral.provider_id)
    return {
        "today": _spelt(today),
        "sender": {name: getattr(sender, name) or "" for name in Sender._fields},
        "client": _client(client),
        "provider": {"title": provider.called, "address": provider.place, "fax": provider.fax or "",
                     "phone": provider.phone or "", "email": provider.email or ""},
        "referral": {"id": referral.ref, "service_type": referral.service_type, "request": referral.request or "",
                     "sent_on": _spelt(referral.sent_on)},
        "need": _need(store.get(Need, referral.need_id)) if referral.need_id and with_need else "",
        "notice": notice,
    }  # fmt: skip


def _spelt(day: date | None) -> str:
    """A day as a letter has it; nothing for none."""
    return f"{day.strftime('%B')} {day.day}, {day.year}" if day else ""


def _need(need: Need) -> str:
    """The need in words: its own, else the part of life it is about."""
    return need.description or str(need.domain).replace("-", " ")


def _client(client: Client) -> dict[str, Any]:
    """Who the letter is about; not where a confidential address is, nor how to reach who is not to be contacted."""
    reached = not client.do_not_contact
    where = "" if client.address_confidential else ", ".join(filter(None, (client.address, client.city, client.state)))
    return {
        "name": client.name,
        "born_on": _spelt(client.born_on),
        "phone": (client.phone or "") if reached else "",
        "voicemail_ok": client.voicemail_ok is not Answer.NO,
        "best_time": client.best_time or "",
        "language": client.language or "",
        "interpreter": client.interpreter is Answer.YES,
        "address": " ".join(filter(None, (where, client.zip))) if where else "",
    }
