"""A closed loop to a provider: asked for, answered, and help received or not, which is another matter."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, follower, kind, positive
from caseload.records.of.clock import Reckoned, Still, Terms, counted, entered_on, on_day
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import NotItself, Prose, Says, To
from caseload.records.of.via import Via
from caseload.records.task import Responsible
from caseload.value import replace
from caseload.when.dates import Span, When


class ReferralStatus(Vocabulary):
    """Where a referral stands (Gravity SDOH Clinical Care, Task.status); completed says nothing of help received."""

    DRAFT = "draft"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    CANCELLED = "cancelled"
    FAILED = "failed"
    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered-in-error"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"sent": "requested", "declined": "rejected", "closed": "completed"}


class Outcome(Vocabulary):
    """What became of it for the client (findhelp's words)."""

    GOT_HELP = "got-help"
    ELIGIBLE_NOT_RECEIVED = "eligible-not-received"
    NOT_ELIGIBLE = "not-eligible"
    NO_CAPACITY = "no-capacity"
    COULD_NOT_CONTACT = "could-not-contact"
    COULD_NOT_GET_HELP = "could-not-get-help"
    NO_LONGER_INTERESTED = "no-longer-interested"
    REFERRED_ELSEWHERE = "referred-elsewhere"


class DeniedBy(Vocabulary):
    """Who said no."""

    PROVIDER = "provider"
    PAYER = "payer"
    CLIENT = "client"


class Understood(Vocabulary):
    """Whether the client can say in own words what comes next (teach-back)."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


_ENDED = ("rejected", "cancelled", "failed", "completed", "entered-in-error")
_SENT = ("requested", "accepted", "in-progress", "on-hold", *_ENDED)
_ASKS_WHY = ("rejected", "cancelled", "on-hold", "failed")
_ASKS_OUTCOME = ("completed", "failed")
_SENDING = ("sent_on", "via")
NEXT_STEP = ("next_action", "next_owner", "next_due")
"""What is to be done next, by whom, until when."""


@kind
class Referral(Guarded):
    """What one client was referred to a provider for, and what came of it."""

    TABLE: ClassVar[str] = "referral"
    PREFIX: ClassVar[str] = "r"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    TITLE: ClassVar[str] = "service_type"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("draft", "requested", "accepted", "in-progress", "on-hold")
    WHEN: ClassVar[str] = "next_due"
    ORDER: ClassVar[tuple[str, ...]] = ("next_due is null", "next_due", "sent_on", "id")
    FACTS: ClassVar[tuple[str, ...]] = ("sent_on", "answered_on", "attempted_on", "handed_over_on", "closed_on")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "answered_on": ("accepted", "in-progress", "on-hold", *_ENDED), "closed_on": _ENDED, "outcome": _ENDED,
        "denied_by": _ENDED, "reason": _ASKS_WHY,
        "sent_on": _SENT, "via": _SENT, "next_action": OPEN, "next_owner": OPEN, "next_due": OPEN,
    }  # fmt: skip
    ORDERED: ClassVar[Order] = {
        "sent_on": ("answered_on", "attempted_on", "closed_on"), "answered_on": ("closed_on",),
    }  # fmt: skip
    WITHIN: ClassVar[tuple[str, ...]] = ("sent_on", "answered_on", "handed_over_on", "closed_on")
    SEARCHED: ClassVar[tuple[str, ...]] = ("service_type", "request", "reason", "next_action")

    client_id: Annotated[int, also.CLIENT]
    need_id: Annotated[int | None, "The need it is to meet: nd1."] = None
    provider_id: Annotated[int, Says("Who is asked: pr3.", needed=True), also.REFERRED_TO]
    service_type: Annotated[str, Says("Other words.", later=True), also.TITLE]
    request: Annotated[str | None, "What is asked, as the letter is to say it.", Prose, also.WORDS] = None
    status: Annotated[ReferralStatus, Says("Where it stands", later=True), also.STANDING] = ReferralStatus.DRAFT
    reason: Annotated[str | None, Says("Why it was turned down, stopped or waits.", later=True)] = None
    sent_on: Annotated[date | None, Says("The day it was sent.", later=True), also.SENT] = None
    via: Annotated[Via | None, Says("How it was sent", later=True)] = None
    answered_on: Annotated[date | None, Says("The day the provider said yes or no.", later=True)] = None
    handed_over_on: Annotated[date | None, "The day client and provider were brought together: a warm hand-over."] = (
        None
    )
    understood: Annotated[Understood | None, "Whether the client can say in own words what comes next"] = None
    attempts: Annotated[int, Says("How often the provider was asked again without an answer.", later=True)] = 0
    attempted_on: Annotated[date | None, Says("The day it was last asked.", later=True)] = None
    next_action: Annotated[str | None, "What is to be done next."] = None
    next_owner: Annotated[Responsible | None, "Who is to do it"] = None
    next_due: Annotated[When | None, 'When: fri, +3d, "fri 2pm"; see help dates.', also.DUE] = None
    outcome: Annotated[Outcome | None, Says("What came of it", later=True)] = None
    denied_by: Annotated[DeniedBy | None, Says("Who said no", later=True)] = None
    closed_on: Annotated[date | None, Says("The day it ended; that of the help, where help came.", later=True)] = None
    successor_id: Annotated[int | None, To("referral"), NotItself] = None
    """The referral that took its place, to another provider."""

    def __post_init__(self) -> None:
        """The rules of one referral."""
        super().__post_init__()
        positive(self, "attempts")
        if self.status in _ASKS_WHY and self.reason is None:
            raise Invalid(f"is missing from a referral that is {self.status}", "--reason TEXT", field="reason")
        if self.status in _ASKS_OUTCOME and self.outcome is None:
            fault = f"is missing from a referral that is {self.status}"
            raise Invalid(fault, f"--outcome, one of {Outcome.accepted()}", field="outcome")
        if self.outcome and self.status not in _ENDED:
            raise Invalid(f"is set on a referral that is {self.status}", "see caseload referral close", field="outcome")
        if self.status in ("requested", "accepted", "in-progress") and self.sent_on is None:
            raise Invalid(f"is missing from a referral that is {self.status}", "the day it was sent", field="sent_on")


def is_open(referral: Referral) -> bool:
    """Whether an answer, or help, may still come."""
    return referral.status in Referral.OPEN


def next_step_due(referral: Referral, terms: Terms, _today: date) -> Reckoned | Still:
    """The next step of an open referral on its day; without one, an answer to what was asked, or its sending."""
    if not is_open(referral):
        return Still(f"{referral.ref} is {referral.status}")
    if referral.next_due:
        words = _next_words(referral)
        return on_day(f"{referral.ref} next_due", referral.next_due, "next step of a referral")._replace(
            own_words=words
        )
    if referral.status is ReferralStatus.REQUESTED and referral.sent_on and terms.every:
        return counted(f"{referral.ref} sent_on", referral.sent_on, terms.every, f"no answer, sent {referral.sent_on}")
    if referral.status is ReferralStatus.DRAFT and terms.every:
        if (day := entered_on(referral, terms.zone)) is None:
            return Still(f"{referral.ref} was entered on an unknown day")
        return counted(f"{referral.ref} created_at", day, terms.every, f"not sent, entered {day}")
    return Still(f"{referral.ref} is {referral.status}, with no next step")


def _next_words(referral: Referral) -> str:
    """What is to be done next, and by whom; of a guarded one not even that: it may name what is guarded."""
    if referral.mark:
        return ""
    owner = f"{referral.next_owner}: " if referral.next_owner else ""
    return f"{owner}{referral.next_action}" if referral.next_action else ""


def help_due(referral: Referral, terms: Terms, _today: date) -> Reckoned | Still:
    """Help that was promised, an interval after the answer, where no next step has a day of its own."""
    if referral.status not in (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS):
        return Still(f"{referral.ref} is {referral.status}")
    if referral.next_due:
        return Still(f"{referral.ref} has a next step on {referral.next_due.day}")
    field = "answered_on" if referral.answered_on else "sent_on"
    anchor: date | None = getattr(referral, field)
    if anchor is None or terms.every is None:
        return Still(f"{referral.ref} has no day of sending")
    said = f"{referral.status} {anchor}" if referral.answered_on else f"sent {anchor}"
    return counted(f"{referral.ref} {field}", anchor, terms.every, f"no help recorded, {said}")


def sent(referral: Referral, on: date, **given: Any) -> Referral:
    """The draft, sent that day."""
    if referral.status is not ReferralStatus.DRAFT:
        raise Refused(f"{referral.ref} is {referral.status} already", _next(referral))
    return moved(referral, ReferralStatus.REQUESTED, sent_on=on, **given)


def accepted(referral: Referral, on: date, **given: Any) -> Referral:
    """The referral to which the provider said yes that day."""
    return _answered(referral, ReferralStatus.ACCEPTED, on, given)


def begun(referral: Referral, on: date, **given: Any) -> Referral:
    """The referral by which help has begun; that day was the answer, where none is known."""
    return _answered(referral, ReferralStatus.IN_PROGRESS, referral.answered_on or on, given)


def rejected(referral: Referral, on: date, **given: Any) -> Referral:
    """The referral turned down that day, by the provider unless said."""
    return _answered(referral, ReferralStatus.REJECTED, on, {"closed_on": on, "denied_by": DeniedBy.PROVIDER, **given})


def _answered(referral: Referral, status: ReferralStatus, on: date, given: Mapping[str, Any]) -> Referral:
    refuse_ended(referral)
    if referral.sent_on is None:
        raise Refused(f"{referral.ref} was never sent", f"caseload referral send {referral.ref}")
    return moved(referral, status, answered_on=on, **given)


def moved(referral: Referral, status: ReferralStatus, **given: Any) -> Referral:
    """The open referral with another status and the next step that is `given`; the one before was of the status before.

    What means nothing beside the new status is cleared.
    """
    refuse_ended(referral)
    cleared = {name: None for name, words in Referral.STANDS.items() if status not in words and name not in _SENDING}
    step = dict.fromkeys(NEXT_STEP)
    return replace(referral, **{**cleared, **step, "status": status, **given})


def ended(referral: Referral, status: ReferralStatus, on: date, **given: Any) -> Referral:
    """The referral over, that day."""
    return moved(referral, status, closed_on=on, **given)


def completed(referral: Referral, on: date, **given: Any) -> Referral:
    """The referral closed that day; its outcome says whether help came."""
    if referral.status is ReferralStatus.DRAFT:
        raise Refused(f"{referral.ref} was never sent", f"caseload referral cancel {referral.ref} --reason TEXT")
    return ended(referral, ReferralStatus.COMPLETED, on, **given)


def failed(referral: Referral, on: date, **given: Any) -> Referral:
    """The referral given up that day."""
    return ended(referral, ReferralStatus.FAILED, on, **given)


def cancelled(referral: Referral, on: date, **given: Any) -> Referral:
    """The referral called off that day."""
    return ended(referral, ReferralStatus.CANCELLED, on, **given)


def handed_over(referral: Referral, on: date, **given: Any) -> Referral:
    """The referral with client and provider brought together that day."""
    refuse_ended(referral)
    return replace(referral, handed_over_on=on, **given)


def tried(referral: Referral, on: date, again: Span, **given: Any) -> Referral:
    """The referral after it was asked about without an answer: counted, to be asked again after an interval.

    One before the last that is known is counted alone: the next step goes by the last.
    """
    refuse_ended(referral)
    if referral.sent_on is None:
        raise Refused(f"{referral.ref} was never sent", f"caseload referral send {referral.ref}")
    if referral.attempted_on and on < referral.attempted_on:
        return replace(referral, attempts=referral.attempts + 1, **given)
    step = {
        "next_action": referral.next_action or "ask again",
        "next_owner": referral.next_owner or Responsible.ME,
        "next_due": referral.next_due if again.count == 0 else When(again.after(on)),
    }
    return replace(referral, attempts=referral.attempts + 1, attempted_on=on, **{**step, **given})


def days_open(referral: Referral, today: date) -> int | None:
    """How long it has been out, or was until it ended; None where it was never sent."""
    return None if referral.sent_on is None else ((referral.closed_on or today) - referral.sent_on).days


def standing_of(referral: Referral) -> str:
    """Where it stands for people: the outcome too, since completed says nothing of help."""
    return ", ".join(filter(None, (referral.status, referral.outcome)))


def refuse_retry(referral: Referral) -> None:
    """Raise Refused where help came or may still come, or where it was tried again already."""
    if referral.status is ReferralStatus.DRAFT:
        raise Refused(f"{referral.ref} is a draft", f"caseload referral edit {referral.ref} --provider PR")
    if is_open(referral):
        raise Refused(f"{referral.ref} is {referral.status}", f"end it first: {_next(referral)}")
    if referral.outcome is Outcome.GOT_HELP:
        raise Refused(f"{referral.ref} ended in help received", "caseload referral add makes another")
    if referral.successor_id:
        raise Refused(f"{referral.ref} was tried again already", f"see caseload show r{referral.successor_id}")


def refuse_same_provider(referral: Referral, provider_id: int) -> None:
    """Raise Refused where the one to be asked is the one that was asked."""
    if provider_id == referral.provider_id:
        raise Refused("it is the same provider", "--provider names another, caseload referral add asks the same again")


def retried(referral: Referral, provider_id: int) -> Referral:
    """A new draft to another provider, asking the same."""
    fresh = {name: value for name, value in Referral.DEFAULTS.items() if name in OF_ONE_REFERRAL}
    return follower(referral, **{**fresh, "provider_id": provider_id, "status": ReferralStatus.DRAFT})


OF_ONE_REFERRAL = (
    "reason", "sent_on", "via", "answered_on", "handed_over_on", "understood", "attempts", "attempted_on",
    "next_action", "next_owner", "next_due", "outcome", "denied_by", "closed_on", "successor_id",
)  # fmt: skip
"""What a referral that takes another's place does not take over."""


def refuse_ended(referral: Referral) -> None:
    """Raise Refused for a referral that is over."""
    if not is_open(referral):
        raise Refused(
            f"{referral.ref} is {referral.status} already",
            f"caseload referral retry {referral.ref} --provider PR asks another",
        )


def _next(referral: Referral) -> str:
    if not is_open(referral):
        return f"caseload referral retry {referral.ref} --provider PR asks another"
    if referral.status is ReferralStatus.DRAFT:
        return f"caseload referral send {referral.ref}"
    return f"caseload referral accept|reject|close {referral.ref}"
