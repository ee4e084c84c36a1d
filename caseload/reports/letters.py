"""What a letter may say: plain words of a record and of those around it, as the forms name them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from caseload.config import Sender
from caseload.errors import Invalid
from caseload.records.client import Answer, Client
from caseload.records.need import Need
from caseload.records.provider import Provider
from caseload.records.referral import Referral
from caseload.store.core import Store


class LetterForm(StrEnum):
    """What a letter may be."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"

    @property
    def ending(self) -> str:
        """How its file ends, and that of its form."""
        return {"text": "txt", "markdown": "md", "html": "html"}[self]

    @classmethod
    def of(cls, file: str) -> "LetterForm":
        """What the file that -o names asks for by its ending; raises Invalid for one that says nothing."""
        ending = file.casefold().rpartition(".")[2]
        found = next((one for one in cls if one.ending == ending), None)
        if found is None:
            accepted = ".txt, .md, .html, or --format text|markdown|html"
            raise Invalid("does not say how the letter is written", accepted, typed=file, field="-o")
        return found


def referral_words(
    store: Store, referral: Referral, sender: Sender, today: date, *, with_need: bool, notice: str = ""
) -> Mapping[str, Any]:
    """The words of a referral's letter; `notice` is what has to go along with what 42 CFR Part 2 protects."""
    client, provider = store.get(Client, referral.client_id), store.get(Provider, referral.provider_id)
    return {
        "today": f"{today.strftime('%B')} {today.day}, {today.year}",
        "sender": {name: getattr(sender, name) or "" for name in Sender._fields},
        "client": _client(client),
        "provider": {"title": provider.called, "address": provider.place, "fax": provider.fax or "",
                     "phone": provider.phone or "", "email": provider.email or ""},
        "referral": {"id": referral.ref, "service_type": referral.service_type, "request": referral.request or "",
                     "sent_on": str(referral.sent_on or "")},
        "need": _need(store.get(Need, referral.need_id)) if referral.need_id and with_need else "",
        "notice": notice,
    }  # fmt: skip


def _need(need: Need) -> str:
    """The need in words: its own, else the part of life it is about."""
    return need.description or str(need.domain).replace("-", " ")


def _client(client: Client) -> dict[str, Any]:
    """Who the letter is about; not where a confidential address is, nor how to reach who is not to be contacted."""
    reached = not client.do_not_contact
    where = "" if client.address_confidential else ", ".join(filter(None, (client.address, client.city, client.state)))
    return {
        "name": client.name,
        "born_on": str(client.born_on or ""),
        "phone": (client.phone or "") if reached else "",
        "voicemail_ok": client.voicemail_ok is not Answer.NO,
        "best_time": client.best_time or "",
        "language": client.language or "",
        "interpreter": client.interpreter is Answer.YES,
        "address": " ".join(filter(None, (where, client.zip))) if where else "",
    }
