"""Deadlines that a law sets: what each counts from, when it holds, which day it comes to, and who says so.

A day printed on a notice goes before any that is counted here. The table itself is `deadlines_of_law`, loaded when
something is looked up in it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from caseload.records.of.clock import Still
from caseload.value import Value, replace
from caseload.when.dates import FIRST_YEAR, LAST_YEAR, Span, add_months, say_when
from caseload.when.workdays import FEDERAL, WEEKDAYS_ALONE, Roll, Workdays

if TYPE_CHECKING:
    from caseload.records.of.deadlines_of_law import Controversy

Unit = Literal["days", "months", "hours", "business-days", "15th", "first-of-month"]
"""`15th` is that day of the anchor's month, `first-of-month` the first day of the month that many months on."""

Mark = Literal["verified", "one source", "yours"]
"""How many independent sources say so; `yours` is what rules.toml has."""

CHECK = "check the notice"

AT_MOST = "at most: the notice may give less"


class Deadline(Value):
    """One deadline of one law, for the days between which it holds."""

    key: str
    """Its name: medicaid-hearing."""
    label: str
    programme: str
    """medicaid, managed-care, snap, ssa, ssi, ssdi, medicare, medicare-advantage ..."""
    anchor: str
    """The field that it counts from: notice_on."""
    count: int
    """How many units; before the anchor where it is negative."""
    unit: Unit
    citation: str
    mark: Mark
    mail_days: int = 0
    """How long a notice is presumed to take: counted from its receipt, where that is known."""
    roll: Roll = Roll.NONE
    later_of: str = ""
    """Another field; it is due no earlier than that day."""
    default: Literal["on", "off", "ask"] = "on"
    """Whether it counts, or only once rules.toml says so: `ask` where a state or plan may differ."""
    unconfirmed: int = 0
    """The count that is safe as long as nobody has said that the real one is longer; 0 for none."""
    since: date | None = None
    until: date | None = None
    """The first and the last day for which it holds; None for no limit."""
    by: Literal["anchor", "due"] = "anchor"
    """Which of the two days decides whether it holds."""
    at_most: bool = False
    """Whether the law sets the most that may be given, and the notice may give less."""
    note: str = ""
    origin: str = ""
    """Where rules.toml has it, its path and line; nothing for what is shipped."""
    workdays: Workdays = WEEKDAYS_ALONE
    """The days among which it counts business days, or on one of which it falls where it rolls to a workday."""

    @property
    def term(self) -> str:
        """What it counts, as rules.toml writes it: 60d, 12m, 72h, 2bd, 15th."""
        return self.unit if self.unit == "15th" else f"{self.count}{_LETTERS[self.unit]}"

    def holds(self, anchored: date) -> bool:
        """Whether it holds for what counts from that day."""
        day = anchored
        if self.by == "due":
            counted = due_by(self, anchored)
            day = counted.due if isinstance(counted, Counted) else anchored
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


_LETTERS = {"days": "d", "months": "m", "hours": "h", "business-days": "bd", "first-of-month": "m"}


class Counted(NamedTuple):
    """The day that a deadline comes to."""

    anchored: date
    due: date
    rolled_from: date | None
    """The day on which the count ends, where nobody works then."""
    arithmetic: str
    """2026-10-01 + 5d mail + 60d = 2026-12-05, a Saturday: Mon 2026-12-07."""


def due_by(
    deadline: Deadline, anchored: date, received: date | None = None, *, later_of: date | None = None
) -> Counted | Still:
    """The day that it comes to; Still past the calendar's end.

    `received` counts where a notice is presumed to take days; `later_of` is the day in the field of that name.
    """
    start, said = anchored, f"{anchored}"
    if deadline.mail_days and received:
        start, said = received, f"received {received}"
    elif deadline.mail_days:
        start, said = anchored + timedelta(days=deadline.mail_days), f"{anchored} + {deadline.mail_days}d mail"
    try:
        ends = _ends(deadline, start)
    except (OverflowError, ValueError):
        return _PAST
    said = f"{said} {_counted(deadline)} = {ends}"
    if deadline.later_of and later_of and later_of > ends:
        ends, said = later_of, f"the later of {said} and {_words(deadline.later_of)} {later_of}"
    if not FIRST_YEAR <= ends.year < LAST_YEAR:
        return _PAST
    days = {Roll.FEDERAL: FEDERAL, Roll.WORKDAY: deadline.workdays}.get(deadline.roll)
    due = days.rolled(ends) if days else ends
    if days is None or due == ends:
        return Counted(anchored, ends, None, said)
    off = days.holiday(ends) or f"a {ends:%A}"
    return Counted(anchored, due, ends, f"{said}, {off}: {say_when(due)}")


_PAST = Still(f"due outside the years {FIRST_YEAR} to {LAST_YEAR}")


def _ends(deadline: Deadline, start: date) -> date:
    """The day on which the count ends."""
    count = deadline.count
    match deadline.unit:
        case "days":
            return start + timedelta(days=count)
        case "months":
            return add_months(start, count)
        # The day alone is known: what ends within it ends no later than that.
        case "hours":
            return start + timedelta(hours=count)
        case "business-days":
            return Span(count, "bd", deadline.workdays).after(start)
        case "15th":
            return start.replace(day=15)
        case "first-of-month":
            return add_months(start.replace(day=1), count)


def _counted(deadline: Deadline) -> str:
    """What is added to the day: + 60d."""
    if deadline.unit == "15th":
        return "on the 15th of its month"
    sign, first = "-" if deadline.count < 0 else "+", " from the first of the month"
    said = f"{sign} {deadline.term.removeprefix('-')}"
    return f"{said}{first}" if deadline.unit == "first-of-month" else said


def _words(field: str) -> str:
    return field.removesuffix("_on").replace("_", " ")


def says(deadline: Deadline) -> str:
    """Who says so, how sure it is, where it was set: 42 CFR 431.221(d), verified; state sets; check the notice."""
    told = deadline.citation if deadline.mark == "yours" else f"{deadline.citation}, {deadline.mark}"
    return "; ".join(filter(None, (told, deadline.note, deadline.origin, CHECK)))


class Deadlines(Value):
    """The deadlines in force: those that are shipped, and before them those of the user's rules.toml."""

    own: tuple[Deadline, ...] = ()
    """What rules.toml has, whole: what it says nothing of is as shipped."""
    amounts: "tuple[Controversy, ...]" = ()
    """What it has of amounts that must be at stake."""
    workdays: Workdays = WEEKDAYS_ALONE

    def find(self, key: str, anchored: date) -> Deadline | None:
        """The deadline of that name for what counts from a day.

        None where it is off, asks to be confirmed and was not, or holds for no such day.
        """
        found = self.counting(key, lambda _field: anchored)
        return found[0] if found else None

    def counting(self, key: str, day_of: Callable[[str], date | None]) -> tuple[Deadline, date] | None:
        """The deadline of that name, and the day that it counts from: that of the field which it names.

        None as for `find`, and where no field that it may count from has a day.
        """
        for row in self.rows(key):
            if (anchored := day_of(row.anchor)) and row.holds(anchored):
                found = self._in_force(row, anchored)
                return (found, anchored) if found else None
        return None

    def at_stake(self, key: str, year: int) -> "Controversy | None":
        """What must be at stake for that level of appeal in a year; None where that is not known."""
        from caseload.records.of.deadlines_of_law import AT_STAKE

        return next((one for one in (*self.amounts, *AT_STAKE) if (one.key, one.year) == (key, year)), None)

    def rows(self, key: str) -> tuple[Deadline, ...]:
        """All that is known of a key, whether it counts or not: first the user's, then what is shipped."""
        return self._by_key.get(key, ())

    @property
    def keys(self) -> tuple[str, ...]:
        """Every name there is, the user's own last."""
        return tuple(self._by_key)

    @cached_property
    def _by_key(self) -> dict[str, tuple[Deadline, ...]]:
        from caseload.records.of.deadlines_of_law import DEADLINES

        found: dict[str, tuple[Deadline, ...]] = {}
        for row in DEADLINES:
            found[row.key] = (*found.get(row.key, ()), row)
        for row in reversed(self.own):
            found[row.key] = (row, *found.get(row.key, ()))
        return found

    def _in_force(self, row: Deadline, anchored: date) -> Deadline | None:
        amount = self.at_stake(row.key, anchored.year)
        note = "; ".join(filter(None, (row.note, amount and f"{amount}")))
        row = replace(row, workdays=self.workdays, note=note)
        if row.default == "ask" and row.unconfirmed:
            return replace(row, count=row.unconfirmed, mark="one source")
        return row if row.default == "on" else None


SHIPPED = Deadlines()
"""The deadlines as they are shipped."""
