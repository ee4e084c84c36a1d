"""What a payer has approved, or was asked to: how much of a service, from when until when."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, in_order, kind, positive
from caseload.records.of.clock import Clock
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Bare, Digits, NotItself, Says, To, Units, With
from caseload.records.of.units import SUITS, Rounding, Unit
from caseload.value import replace


class AuthorizationStatus(Vocabulary):
    """Where it stands."""

    REQUESTED = "requested"
    PENDING = "pending"
    APPROVED = "approved"
    PARTIAL = "partial"
    DENIED = "denied"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    EXHAUSTED = "exhausted"

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What payers write."""
        return {
            "submitted": "requested", "received": "requested", "pended": "pending", "in-review": "pending",
            "under-review": "pending", "in-process": "pending", "active": "approved", "authorized": "approved",
            "open": "approved", "certified": "approved", "granted": "approved", "partially-approved": "partial",
            "partial-approval": "partial", "modified": "partial", "not-approved": "denied",
            "not-certified": "denied", "rejected": "denied", "canceled": "cancelled", "withdrawn": "cancelled",
            "void": "cancelled", "voided": "cancelled", "used-up": "exhausted", "fully-used": "exhausted",
        }  # fmt: skip


ASKED_FOR = (AuthorizationStatus.REQUESTED, AuthorizationStatus.PENDING)
"""The words of what the payer has not decided."""

GRANTED = (AuthorizationStatus.APPROVED, AuthorizationStatus.PARTIAL)
"""The words of what may be used."""

WAS_GRANTED = (*GRANTED, AuthorizationStatus.EXPIRED, AuthorizationStatus.EXHAUSTED)
"""Those, and the words of what was used up or is over."""


@kind
class Authorization(Guarded):
    """One approval by the payer of one client, from the request to the last unit; what was used is never stored."""

    TABLE: ClassVar[str] = "authorization"
    PREFIX: ClassVar[str] = "au"
    SINCE: ClassVar[int] = 10
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("requested", "pending", "approved", "partial")
    WHEN: ClassVar[str] = "ends_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "ends_on is null", "ends_on", "id")
    TITLE: ClassVar[str] = "service_type"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="authorization-end", field="ends_on", called="ends_on", words="authorization ends",
            many="authorizations that end", reason="ends {}",
            looks_at="authorizations that are approved and not renewed", counts=("approved", "partial"),
            lead="30d", source="HHAeXchange worklist has 14 days; a plan may take 14 to decide (42 CFR 438.210(d))",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("requested_on", "decided_on", "used_reported_on")
    ORDERED: ClassVar[Order] = {"requested_on": ("decided_on", "notice_on"), "starts_on": ("used_reported_on",)}
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "decided_on": ("approved", "partial", "denied", "expired", "cancelled", "exhausted"),
        "notice_on": ("approved", "partial", "denied", "expired", "cancelled", "exhausted"),
        "reason": ("pending", "partial", "denied", "expired", "cancelled", "exhausted"),
    }
    IMPLIES: ClassVar[Mapping[str, tuple[str, str]]] = {"number": ("status", "approved")}
    SEARCHED: ClassVar[tuple[str, ...]] = ("service_type", "number", "reason")

    client_id: Annotated[int, also.CLIENT]
    coverage_id: Annotated[int | None, "The coverage it is asked of: cv1."] = None
    service_type: Annotated[str, Says("Other words.", later=True), also.SERVICE_OF]
    number: Annotated[
        str | None, "The payer's number of it; with one it is approved.", Bare, Digits, also.AUTHORIZED
    ] = None  # fmt: skip
    unit: Annotated[Unit, "What is counted; visit unless said", also.UNIT] = Unit.VISIT
    units: Annotated[float | None, Says("How many, above 0; of dollars the amount."), Units, also.APPROVED] = None
    asked_units: Annotated[
        float | None, "How many were asked for, where fewer were approved.", Units, also.ASKED_UNITS
    ] = None
    rounding: Annotated[Rounding | None, "How minutes become units; else as the payer has it in config.toml"] = None
    starts_on: Annotated[date | None, Says("Its first day.", flag="--from"), also.ISSUED_FROM] = None
    ends_on: Annotated[date | None, Says("Its last day.", flag="--until"), also.HOLDS_UNTIL] = None
    status: Annotated[AuthorizationStatus, "Where it stands; requested unless said", also.STANDING] = (
        AuthorizationStatus.REQUESTED
    )
    requested_on: Annotated[date | None, "The day it was asked for.", also.ASKED_ON] = None
    decided_on: Annotated[date | None, "The day of the decision; see authorization approve and deny.", also.DECIDED] = (
        None
    )
    notice_on: Annotated[date | None, "The day on the payer's letter.", also.NOTICE] = None
    reason: Annotated[str | None, "Why it was denied, cut or ended, as the payer says.", also.DECIDED_SO] = None
    used_reported: Annotated[
        float | None, Says("Units used as the payer or the agency counts them; see authorization used.", least=0),
        Units, also.USED,
    ] = None  # fmt: skip
    used_reported_on: Annotated[
        date | None, "The day up to which that count goes.", With("used_reported"), also.USED_ON
    ] = None
    superseded_by_id: Annotated[int | None, To("authorization"), NotItself] = None
    """The one that was asked for, or came, after it; see authorization renew."""

    def __post_init__(self) -> None:
        """The rules of one authorization."""
        super().__post_init__()
        for name in ("units", "asked_units"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise Invalid("is not above 0", "a number of units such as 12", field=name)
        positive(self, "used_reported")
        in_order(self, "starts_on", "ends_on")
        if self.rounding and self.unit not in SUITS[self.rounding]:
            makes = " or ".join(SUITS[self.rounding])
            raise Invalid(f"{self.rounding} makes no {self.unit}", f"--unit {makes} beside it", field="rounding")


def is_open(authorization: Authorization) -> bool:
    """Whether it is asked for, or may be used."""
    return authorization.status in Authorization.OPEN


def approved(authorization: Authorization, on: date, given: Mapping[str, Any]) -> Authorization:
    """The authorization approved that day, with what is known of it: in part where fewer units came than were asked.

    Raises Refused where it is approved already.
    """
    if authorization.status in GRANTED:
        again = f"caseload authorization edit {authorization.ref} changes it, renew asks for more"
        raise Refused(f"{authorization.ref} is {authorization.status} already", again)
    asked, units = authorization.units, given.get("units")
    is_cut = asked is not None and units is not None and units < asked
    status = AuthorizationStatus.PARTIAL if is_cut else AuthorizationStatus.APPROVED
    cut = {"asked_units": asked} if is_cut else {}
    return replace(authorization, **{"reason": None, "status": status, "decided_on": on, **cut, **given})


def denied(authorization: Authorization, on: date, given: Mapping[str, Any]) -> Authorization:
    """The authorization denied that day; Refused where it is already."""
    if authorization.status is AuthorizationStatus.DENIED:
        raise Refused(f"{authorization.ref} is denied already", f"caseload authorization edit {authorization.ref}")
    return replace(authorization, **{"status": AuthorizationStatus.DENIED, "decided_on": on, **given})


def used(authorization: Authorization, units: float, on: date) -> Authorization:
    """The authorization with what was used of it up to a day, as somebody else counts; Refused for none."""
    return replace(authorization, used_reported=units, used_reported_on=on)


OF_ONE_ALONE = (
    "number", "asked_units", "starts_on", "ends_on", "status", "requested_on", "decided_on", "notice_on", "reason",
    "used_reported", "used_reported_on", "superseded_by_id",
)  # fmt: skip
"""What the next authorization does not take over."""


def folded(number: str | None) -> str:
    """A number as it is compared: without blanks, hyphens and case."""
    return "".join((number or "").casefold().replace("-", " ").split())


def same_number(one: Authorization, other: Authorization) -> bool:
    """Whether both have one number, and share a day on which they may be used."""
    if not (one.number and other.number) or folded(one.number) != folded(other.number):
        return False
    first = max(one.starts_on or date.min, other.starts_on or date.min)
    return first <= min(one.ends_on or date.max, other.ends_on or date.max)


def may_take_days(one: Authorization) -> bool:
    """Whether no other of its number may have its days: it has one, and was neither denied, called off nor voided."""
    return bool(one.number) and not one.voided_at and one.status not in ("denied", "cancelled")


def is_moved(before: Authorization, after: Authorization) -> bool:
    """Whether a change may bring it upon another's days."""
    return any(getattr(before, name) != getattr(after, name) for name in ("number", "starts_on", "ends_on", "status"))


def second_said(one: Authorization, other: Authorization, line: int = 0) -> tuple[str, str]:
    """That another, stored or in a line of one file, has its number on one of its days, and what to do."""
    # The number is not quoted: a column that was taken for it may hold anything.
    whose = "" if other.client_id == one.client_id else f" of c{other.client_id}"
    days = f"{other.starts_on or 'always'} to {other.ends_on or 'no end'}"
    what = f"{f'line {line}' if line else other.ref}{whose} has the same number from {days}, which overlaps"
    return what, "another number, other days, or caseload authorization edit of the one that is there"
