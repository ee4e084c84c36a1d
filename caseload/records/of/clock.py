"""A deadline reckoned from a record: the terms of its rule, the anchor it counts from, the moment it comes to."""

from datetime import date, tzinfo
from typing import NamedTuple

from caseload.when.dates import LAST_YEAR, Span, When

NO_TIME = Span(0, "d")


class Terms(NamedTuple):
    """What a rule counts with for one record."""

    every: Span | None = None
    """The interval from the anchor to the due date; None where the anchor is the due date."""
    lead: Span = NO_TIME
    """How long before the due date it begins to show."""
    grace: Span = NO_TIME
    """How long after the due date it becomes late."""
    margin: Span = NO_TIME
    """How much earlier still it shows where the date itself may move."""
    attempts: int = 3
    collateral: bool = False
    """Whether talking to someone around the client counts as a contact with the client."""
    zone: tzinfo | None = None
    """The user's zone, in which a moment of entry becomes a day; None is the system's."""
    origin: str = ""
    """Where the interval was set: a key of config.toml, a field of a record, nothing for the rule's own default."""


class Reckoned(NamedTuple):
    """When one rule falls due for one record."""

    anchor: str
    """The record and field it counts from: n12 occurred."""
    anchored: When
    due: When
    ends: When
    """The moment, or the day, at whose end it would be late if there were no grace."""
    reason: str
    every: Span | None = None
    """The interval that was counted, where there is one."""
    late_reason: str = ""
    """What is said once it is late, if that is something else."""
    margin: Span = NO_TIME
    """How much earlier than its lead it shows, because the date itself may move."""

    def opens(self, terms: Terms) -> date:
        """The first day on which it shows."""
        return self.margin.after(terms.lead.after(self.due.day, -1), -1)

    def grace_ends(self, terms: Terms) -> When:
        """The moment, or the day, at whose end it is late."""
        day = terms.grace.after(self.ends.day)
        return When(day, self.ends.time) if day.year <= LAST_YEAR else When(date(LAST_YEAR, 12, 31))


class Still(NamedTuple):
    """Why a rule does not count for a record."""

    reason: str


def counted(anchor: str, anchored: date, every: Span, reason: str) -> Reckoned | Still:
    """An interval counted from a day: due on the day it ends, unless that lies past the calendar."""
    day = every.after(anchored)
    if day.year > LAST_YEAR:
        return Still(f"due after the year {LAST_YEAR}")
    due = When(day)
    return Reckoned(anchor=anchor, anchored=When(anchored), due=due, ends=due, every=every, reason=reason)


def on_day(anchor: str, when: When, reason: str, ends: When | None = None) -> Reckoned:
    """What is due at the anchor itself, and over when it `ends`."""
    return Reckoned(anchor=anchor, anchored=when, due=when, ends=ends or when, reason=reason)
