"""A paper that a client needs, has asked for or has."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, in_order, kind, money
from caseload.records.of.clock import Clock
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Money, Says
from caseload.value import replace


class DocumentStatus(Vocabulary):
    """Where a paper stands."""

    NEEDED = "needed"
    REQUESTED = "requested"
    RECEIVED = "received"
    EXPIRED = "expired"


@kind
class Document(Guarded):
    """A paper of one client: identity card, birth certificate, lease, award letter."""

    TABLE: ClassVar[str] = "document"
    PREFIX: ClassVar[str] = "d"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("needed", "requested", "received")
    WHEN: ClassVar[str] = "expires_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "expires_on is null", "expires_on", "id")
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="document-needed", field="needed_by", called="needed_by", words="document", many="documents to get",
            reason="needed by {}", looks_at="documents needed or requested", counts=("needed", "requested"),
            lead="7d", source="caseload's own: as early as a task",
        ),
        Clock(
            name="document-expiry", field="expires_on", called="expires_on", words="document expires",
            many="documents that expire", reason="expires {}", looks_at="documents that are not marked expired",
            lead="30d", source="caseload's own: a paper takes weeks to renew",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("issued_on", "requested_on", "received_on")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {"received_on": ("received", "expired")}
    ORDERED: ClassVar[Order] = {"requested_on": ("received_on",), "issued_on": ("received_on",)}
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "kind", "location", "responsible")

    client_id: Annotated[int, also.CLIENT]
    title: Annotated[str, Says("Other words.", later=True), also.DOCUMENT]
    kind: Annotated[str | None, "What sort it is: identity, income, housing.", also.SORT] = None
    status: Annotated[DocumentStatus, "Where it stands; needed unless said", also.STANDING] = DocumentStatus.NEEDED
    location: Annotated[str | None, "Where it is kept.", also.PLACE] = None
    issued_on: Annotated[date | None, "The day it was issued.", also.ISSUED] = None
    requested_on: Annotated[date | None, "The day it was asked for; see document request."] = None
    received_on: Annotated[date | None, "The day it came; see document got."] = None
    expires_on: Annotated[date | None, "The last day it holds: +1y, 2027-01-31.", also.EXPIRY] = None
    needed_by: Annotated[date | None, "The day by which it is needed.", also.NEEDED_BY] = None
    responsible: Annotated[str | None, "Who gets it: me, client, family.", also.RESPONSIBLE] = None
    cost: Annotated[float | None, Says("What it costs, in dollars.", least=0), Money, also.COST] = None
    fund: Annotated[str | None, "Who pays.", also.FUND] = None

    def __post_init__(self) -> None:
        """The rules of one document."""
        super().__post_init__()
        money(self, "cost")
        in_order(self, "issued_on", "expires_on")


def requested(document: Document, on: date) -> Document:
    """The paper asked for that day, anew where it was here already; Refused where it is asked for."""
    if document.status is DocumentStatus.REQUESTED:
        when = f" on {document.requested_on}" if document.requested_on else ""
        raise Refused(f"{document.ref} was requested{when} already", f"caseload document got {document.ref}, once here")
    return replace(document, status=DocumentStatus.REQUESTED, requested_on=on, received_on=None)


def got(
    document: Document, on: date, expires_on: date | None = None, issued_on: date | None = None,
    location: str | None = None,
) -> Document:  # fmt: skip
    """The paper received that day, with what is known of it; the end of an older one, past by then, is forgotten.

    Raises Refused where it is here.
    """
    if document.status is DocumentStatus.RECEIVED:
        when = f" on {document.received_on}" if document.received_on else ""
        what = f"caseload document request {document.ref} for a new one, or document edit {document.ref}"
        raise Refused(f"{document.ref} was received{when} already", what)
    held = document.expires_on if document.expires_on and document.expires_on >= on else None
    return replace(
        document, status=DocumentStatus.RECEIVED, received_on=on, expires_on=expires_on or held,
        issued_on=issued_on or document.issued_on, location=location or document.location,
    )  # fmt: skip
