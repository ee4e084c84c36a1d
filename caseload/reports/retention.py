"""How long the records of closed clients have been kept: closing, last change, the end of the period that is settled.

There is no period by default: how long a case manager keeps records is set by state law, licence and contract.
"""

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from typing import NamedTuple

from caseload.config import Config
from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.client import Client
from caseload.when.dates import Span, When, local


class Kept(NamedTuple):
    """A client who is closed or voided: since when, when anything was last written, until when it is to be kept."""

    client: Client
    closed_on: date | None
    changed_on: date | None
    keep_until: date | None
    """The last day of the period; None where no period is settled."""
    is_over: bool

    @property
    def how(self) -> str:
        """Closed or voided, as it stands."""
        return "voided" if self.client.voided_at else str(self.client.status)


def kept(
    clients: Sequence[Client], written: Mapping[int, str], period: Span | None, zone: tzinfo | None, today: date
) -> list[Kept]:
    """A row for each client; the period is counted from the closing or the last change, whichever is later."""

    def day(stamp: str | None) -> date | None:
        found = local(stamp, zone) if stamp else None
        return found.day if isinstance(found, When) else None

    rows = []
    for one in clients:
        closed, changed = one.closed_on or day(one.voided_at), day(written.get(one.id))
        begun = max((found for found in (closed, changed) if found), default=None)
        until = period.after(begun) if period and begun else None
        rows.append(Kept(one, closed, changed, until, until is not None and until < today))
    return rows


COLUMNS: tuple[Column[Kept], ...] = (
    Column("id", lambda one: one.client.ref, "Id"),
    Column("client_handle", lambda one: one.client.handle, "Client"),
    Column("status", lambda one: one.how, "Status"),
    Column("closed_on", lambda one: one.closed_on, "Closed"),
    Column("changed_on", lambda one: one.changed_on, "Last change"),
    Column("keep_until", lambda one: one.keep_until, "Keep until"),
    Column("is_over", lambda one: one.is_over, "Over", style=lambda one: "soon" if one.is_over else ""),
    Column("legal_hold", lambda one: one.client.legal_hold, "Legal hold"),
)
"""The columns of `report retention`."""


def page(found: Sequence[Kept], config: Config, today: date) -> Page:
    """Who is closed, by the day of it."""
    over = sum(one.is_over and not one.client.legal_hold for one in found)
    held = sum(one.client.legal_hold for one in found)
    counts = f"{len(found)} closed or voided · {over} over the period · {held} under legal hold"
    note = "" if found else "nobody is closed or voided"
    listing = Listing(found, COLUMNS, headings=True)
    return Page(f"Retention on {today}", counts, (Section("Closed and voided clients", listing, note),), _rule(config))


def _rule(config: Config) -> str:
    if config.retention is None:
        said = (
            'No period is settled: [retention] period = "7y" in config.toml, as your state, licence and payers have it.'
        )
    else:
        by = f" ({config.retention_source})" if config.retention_source else ""
        said = f"Kept {config.retention} from the closing or the last change, whichever is later{by}."
    return f"{said} Nothing is removed by itself: caseload client purge, one client at a time."
