"""A deadline reckoned from a record: the terms of its rule, the anchor it counts from, the moment it comes to.

Most kinds have clocks that differ in their words alone: they declare them as a Clock, and one function reckons all.
"""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from caseload.when.dates import LAST_YEAR, Span, When, last_day
from caseload.when.workdays import Roll, Workdays

if TYPE_CHECKING:
    from collections.abc import Callable

    from caseload.records.of.base import Record
    from caseload.records.of.deadline import Deadlines
    from caseload.records.of.units import Rounding

NO_TIME = Span(0, "d")

RATED_FROM = 14
"""From so many days on it can be told how much is used a day."""


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
    roll: Workdays | None = None
    """The days on one of which a due date that was counted falls, moved to the next where it would not."""
    attempts: int = 3
    collateral: bool = False
    """Whether talking to someone around the client counts as a contact with the client."""
    meetings: bool = False
    """Whether a meeting of a programme that the client kept counts as a contact."""
    zone: tzinfo | None = None
    """The user's zone, in which a moment of entry becomes a day; None is the system's."""
    payers: "Mapping[str, Rounding]" = MappingProxyType({})
    """How each payer rounds minutes, by its name folded."""
    leads: "Mapping[str, tuple[Span, str]]" = MappingProxyType({})
    """How long ahead each transport provider is asked and who says so, by its name folded; under "" all others."""
    origin: str = ""
    """Where the interval was set: a key of config.toml, a field of a record, nothing for the rule's own default."""
    law: "Callable[[], Deadlines] | None" = None
    """What reads the deadlines that laws set; None for those that are shipped."""

    @property
    def deadlines(self) -> "Deadlines":
        """The deadlines that laws set, loaded when one is asked for."""
        from caseload.records.of.deadline import SHIPPED

        return self.law() if self.law else SHIPPED


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
    rolled_from: When | None = None
    """The day on which the interval ends, where that is none to be due on."""
    late_reason: str = ""
    """What is said once it is late, if that is something else."""
    own_words: str = ""
    """What the record itself gives as the reason, in words that someone typed; said instead where they may be read."""
    next_step: str = ""
    """What to do about a guarded record, of which `own_words` stay away: the rule's words, and a command."""
    margin: Span = NO_TIME
    """How much earlier than its lead it shows, because the date itself may move."""
    worked: str = ""
    """How the day was reckoned, where it is no interval from a day."""
    asks_nothing: bool = False
    """Whether it only takes place: once it is over nothing is late."""
    law: str = ""
    """Who says so of this record, where that is more than the rule's own source: a law, the notice."""
    arithmetic: str = ""
    """How the day was counted, where that is no interval from the anchor."""

    @property
    def last_day(self) -> date:
        """The last of the days on which it is: that of a stay; else the day it is due."""
        return max(last_day(self.due, self.ends), self.due.day)

    def rolled(self, terms: Terms) -> "Reckoned":
        """The same, moved to the next workday where it was counted and ends on none; a date that is kept stays."""
        day = terms.roll.rolled(self.due.day) if terms.roll and self.every else self.due.day
        if day == self.due.day or day.year > LAST_YEAR:
            return self
        due = When(day, self.due.time)
        return self._replace(due=due, ends=due, rolled_from=self.due)

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


def entered_on(record: "Record", zone: tzinfo | None) -> date | None:
    """The day a record was entered, by the user's clock; None where another program wrote what is no moment."""
    try:
        return datetime.fromisoformat(record.created_at or "").astimezone(zone).date()
    except ValueError:
        return None


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


class Clock(NamedTuple):
    """An ordinary clock of a kind: due on a date of the record, or an interval after it, while its status counts."""

    name: str
    """The rule: goal-target."""
    field: str
    """The date it counts from."""
    words: str
    """What a record is called by the clock alone, where its own name stays at home."""
    looks_at: str
    """Which records, in words."""
    source: str
    """Who says so."""
    many: str = ""
    """What several are called, which a page may put into one line; nothing where each stands alone."""
    does: str = ""
    """The command that does what it asks for of many at once, where one does."""
    counts: tuple[str, ...] = ()
    """The words of STATUS under which it counts; those of OPEN unless said."""
    until: str = ""
    """The date that ends it once it is there: agreed_on."""
    ended: str = ""
    """What is said before that date: signed on."""
    reason: str = ""
    """Why it is due, {} standing for the date it counts from; the words unless said."""
    waits: str = ""
    """The field that may hold what the record waits on: then that is the reason, in words that someone typed."""
    called: str = "date"
    """What people call the date, where there is none."""
    every: str = ""
    """The interval from the date; the date itself is due unless said."""
    own: str = ""
    """The field of the record that holds an interval of its own."""
    unset: bool = False
    """Whether it is off until config.toml gives the interval, since no source has one."""
    lead: str = "0d"
    grace: str = "0d"
    roll: Roll = Roll.NONE
    """Whether a day that was counted moves to a workday."""

    def statuses(self, kind: "type[Record]") -> tuple[str, ...]:
        """The words of STATUS under which it counts; none where the kind has no status."""
        return (self.counts or kind.OPEN) if kind.STATUS else ()

    def reckon(self, record: "Record", terms: Terms, _today: date) -> Reckoned | Still:
        """When it falls due for a record, or why it does not count."""
        if self.until and (filled := getattr(record, self.until)):
            return Still(f"{self.ended} {filled}")
        if statuses := self.statuses(type(record)):
            status = getattr(record, record.STATUS)
            if status not in statuses:
                return Still(f"{record.ref} is {status}")
        since: date | When | None = getattr(record, self.field)
        if since is None:
            return Still(f"{record.ref} has no {self.called}")
        anchor, reason = f"{record.ref} {self.field}", (self.reason or self.words).format(since)
        when = since if isinstance(since, When) else When(since)
        found = counted(anchor, when.day, terms.every, reason) if terms.every else on_day(anchor, when, reason)
        if isinstance(found, Reckoned) and self.waits and (who := getattr(record, self.waits)):
            return found._replace(own_words=f"{self.waits.replace('_', ' ')} {who}")
        return found


class Declared(NamedTuple):
    """An ordinary clock beside what the store asks by of its kind, so that the kind need not be loaded for that."""

    table: str
    leads_to: str
    """The field by which a record says whose it is; empty where it is no client's."""
    status: str
    open: tuple[str, ...]
    clock: Clock

    @property
    def statuses(self) -> tuple[str, ...]:
        """As `Clock.statuses`."""
        return (self.clock.counts or self.open) if self.status else ()
