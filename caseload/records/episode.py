"""One ended time of being served; a client who comes back has several."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.records.client import Client, CloseReason
from caseload.records.of import headings as also
from caseload.records.of.base import in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Bare


@kind
class Episode(Guarded):
    """An earlier time of being served, from opening to closing; the one that runs stands on the client."""

    TABLE: ClassVar[str] = "episode"
    PREFIX: ClassVar[str] = "e"
    SINCE: ClassVar[int] = 6
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    WHEN: ClassVar[str] = "closed_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "closed_on", "id")
    TITLE: ClassVar[str] = "span"
    FACTS: ClassVar[tuple[str, ...]] = ("opened_on", "closed_on")
    LIVED: ClassVar[tuple[str, ...]] = ("opened_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("destination", "referred_by")

    client_id: Annotated[int, also.CLIENT]
    opened_on: Annotated[date | None, "The day care began.", also.BEGUN] = None
    closed_on: Annotated[date | None, "The day care ended.", also.ENDED] = None
    close_reason: Annotated[CloseReason | None, "Why care ended"] = None
    destination: Annotated[str | None, "Where the client went."] = None
    referred_by: Annotated[str | None, "Who sent the client.", Bare, also.REFERRED_BY] = None

    def __post_init__(self) -> None:
        """The rules of one episode."""
        super().__post_init__()
        in_order(self, "opened_on", "closed_on")

    @property
    def span(self) -> str:
        """From when to when, and why it ended: 2024-01-10 to 2025-03-02, goals-met."""
        days = f"{self.opened_on or 'unknown'} to {self.closed_on}"
        if self.closed_on is None:
            days = ", ".join(filter(None, (str(self.opened_on or ""), "ended on an unknown day")))
        return f"{days}, {self.close_reason}" if self.close_reason else days


def ended(client: Client) -> Episode:
    """The closed client's time of being served, as a record of its own."""
    return Episode(
        client_id=client.id,
        opened_on=client.opened_on,
        closed_on=client.closed_on,
        close_reason=client.close_reason,
        destination=client.destination,
        referred_by=client.referred_by,
    )
