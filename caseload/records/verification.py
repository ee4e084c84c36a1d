"""A paper or fact that an agency asks for before it decides on a benefit."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Record, in_order, kind
from caseload.records.of.nature import Says
from caseload.value import replace


@kind
class Verification(Record):
    """What one benefit asks for: since when, until when, whether it is here, whether it was handed in."""

    TABLE: ClassVar[str] = "verification"
    PREFIX: ClassVar[str] = "vf"
    SINCE: ClassVar[int] = 11
    OWN: ClassVar[bool] = True
    WHEN: ClassVar[str] = "needed_by"
    ORDER: ClassVar[tuple[str, ...]] = ("sent_on", "needed_by is null", "needed_by", "id")
    TITLE: ClassVar[str] = "what"
    FACTS: ClassVar[tuple[str, ...]] = ("asked_on", "received_on", "sent_on")
    ORDERED: ClassVar[Order] = {"asked_on": ("sent_on",), "received_on": ("sent_on",)}
    SEARCHED: ClassVar[tuple[str, ...]] = ("what",)

    benefit_id: Annotated[int, also.BENEFIT]
    what: Annotated[str, Says("Other words.", later=True), also.VERIFICATION]
    asked_on: Annotated[date | None, "The day the agency asked for it; today unless said.", also.ASKED_FOR] = None
    needed_by: Annotated[date | None, "The last day to hand it in, as the letter says.", also.NEEDED_BY] = None
    received_on: Annotated[date | None, "The day it came to you; see benefit got.", also.CAME] = None
    sent_on: Annotated[date | None, "The day the agency had it; see benefit got --sent.", also.HANDED_IN] = None

    def __post_init__(self) -> None:
        """The rules of one verification."""
        super().__post_init__()
        in_order(self, "asked_on", "needed_by")

    @property
    def as_item(self) -> str:
        """Nothing: what an agency asks for is told by the reason, where the benefit is not guarded."""
        return ""


def is_outstanding(verification: Verification) -> bool:
    """Whether the agency still waits for it."""
    return verification.sent_on is None


def got(verification: Verification, on: date, *, sent: bool) -> Verification:
    """The paper received that day, or handed in; Refused where it was."""
    if verification.sent_on:
        again = f"caseload verification edit {verification.ref} --sent-on DAY changes the day"
        raise Refused(f"{verification.ref} was handed in on {verification.sent_on}", again)
    if sent:
        return replace(verification, received_on=verification.received_on or on, sent_on=on)
    if verification.received_on:
        what = f"caseload benefit got {verification.ref} --sent, once it is handed in"
        raise Refused(f"{verification.ref} was received on {verification.received_on}", what)
    return replace(verification, received_on=on)


def standing_of(verification: Verification) -> str:
    """Where it stands for people: asked for, here, handed in."""
    if verification.sent_on:
        return "handed in"
    return "here, not handed in" if verification.received_on else "asked for"
