"""What the outcomes are asked with: the period, whose clock, what counts as contact, and who was served."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property

from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.clock import Terms, entered_on
from caseload.reports.outcomes.figure import Row
from caseload.reports.served import Served, times
from caseload.store.core import Store
from caseload.store.reads.served import ever_served
from caseload.when.ranges import Period


@dataclass(frozen=True)
class Asked:
    """One question: the figures of a period, as the records stand today."""

    store: Store
    period: Period
    today: date
    zone: tzinfo | None
    counting: Callable[[Client], Terms]
    """By which terms the contact clock has it what is a contact: talking to those around a client, a meeting kept."""
    within: int
    """How many days after a closing, or a discharge, coming back is a readmission."""

    @cached_property
    def times(self) -> Sequence[Served]:
        """Every time of being served that there was, by client and in the order of their openings."""
        return sorted(times(self.store), key=lambda one: (one.client.id, one.time.opened_on or date.min, one.ref))

    @cached_property
    def times_of(self) -> Mapping[int, Sequence[Served]]:
        """The times of each client, by number."""
        found: dict[int, list[Served]] = {}
        for one in self.times:
            found.setdefault(one.client.id, []).append(one)
        return found

    @cached_property
    def clients(self) -> Mapping[int, Client]:
        """Every client that counts, by number: not who was voided, or entered in error."""
        return {one.id: one for one in ever_served(self.store)}

    @cached_property
    def served(self) -> Mapping[int, Sequence[Served]]:
        """Who was served in the period, by number, and the times that fall into it."""
        found: dict[int, list[Served]] = {}
        for one in self.times:
            if one.touches(*self.period):
                found.setdefault(one.client.id, []).append(one)
        return found

    def entered(self, record: Record) -> date | None:
        """The day a record was entered, by the user's clock."""
        return entered_on(record, self.zone)

    def day_of(self, stamp: str) -> date | None:
        """The day of a moment in the log, by the user's clock; None where another program wrote what is none."""
        try:
            return datetime.fromisoformat(stamp).astimezone(self.zone).date()
        except ValueError:
            return None

    def row(
        self, record: Record, from_on: date | None, on: date | None, standing: str, *, title: str | None = None,
        amount: float | None = None,
    ) -> Row:  # fmt: skip
        """The row of a record, with the days from one day to the other."""
        client = self.clients.get(vars(record)["client_id"])
        days = (on - from_on).days if on and from_on else None
        said = record.called if title is None else title
        return Row(record.ref, client, said, from_on, on, days, amount, standing, getattr(record, "mark", ""))

    def counts(self, record: Record) -> bool:
        """Whether a record is of a client who counts."""
        return vars(record)["client_id"] in self.clients


def unknown(count: int, what: str) -> list[str]:
    """What is said of records that cannot be counted for want of a day: 2 more met on no known day."""
    return [f"{count} more {what}, on no known day."] if count else []
