"""What of a signed consent stays as it was signed: 42 CFR 2.31 and 45 CFR 164.508 ask for it on the paper."""

from collections.abc import Iterator

from caseload.records.consent import Consent
from caseload.records.of.names import fold

_AS_SIGNED = ("kind", "discloser", "intermediary", "description", "signed_by", "authority")
"""Fields that stay once they are said."""

_ENDS = ("revoked_on", "event_on")
"""Days that end it: what is said once is not taken back, and no later day is said."""


def widened(before: Consent, after: Consent) -> list[str]:
    """The fields in which a consent that was signed would allow more than what was signed, or something else.

    What was never said may be said later: the record was incomplete, and opened no gate.
    """
    return list(dict.fromkeys((*_otherwise(before, after), *_longer(before, after)))) if before.signed_on else []


def _otherwise(before: Consent, after: Consent) -> Iterator[str]:
    """What is something else, or more, than what was signed."""
    for name in _AS_SIGNED:
        if getattr(before, name) is not None and getattr(after, name) != getattr(before, name):
            yield name
    if not after.to.is_same(before.to):
        yield "recipient"
    if before.purpose and not _purposes(after) <= _purposes(before):
        yield "purpose"
    for name in ("data_classes", "statements"):
        if getattr(before, name) and not set(getattr(after, name)) <= set(getattr(before, name)):
            yield name


def _longer(before: Consent, after: Consent) -> Iterator[str]:
    """What would let it hold for longer than what was signed, or since has become of it; signed anew it holds later."""
    if before.signed_on and (after.signed_on is None or after.signed_on < before.signed_on):
        yield "signed_on"
    if before.expires_on and (after.expires_on is None or after.expires_on > before.expires_on):
        yield "expires_on"
    if before.expires_event and after.expires_event != before.expires_event:
        yield "expires_event"
    for name in _ENDS:
        was, new = getattr(before, name), getattr(after, name)
        if was and (new is None or new > was):
            yield name
    if before.status not in Consent.OPEN and after.status in Consent.OPEN:
        yield "status"


def _purposes(consent: Consent) -> set[str]:
    return {fold(one) for one in (consent.purpose or "").split(";")} - {""}
