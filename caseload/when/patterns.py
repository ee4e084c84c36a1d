"""The patterns in which a thing comes round that words can say: whole spans, days of the week, one day of the month.

Each gives its days counted from an anchor, the same as an RRULE of RFC 5545, and itself some days later.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

from caseload.value import Value
from caseload.when.dates import LAST_YEAR, WEEKDAYS, Span, add_months, monday, month_end

ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", -1: "last"}
"""Which of a month's four or five Fridays every month has, as they are written."""

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_STEPS = 999


class Pattern(Protocol):
    """Days without an end, as one text."""

    def days(self, anchor: date, start: date) -> Iterator[date]:
        """The days counted from the anchor, never before it, from `start` to the end of 2200, in order."""

    def rrule(self, anchor: date) -> str:
        """The RRULE of RFC 5545 that gives the same days with that day as its DTSTART."""

    def first(self, day: date) -> date | None:
        """The first day from `day` on with which a series of this pattern may begin; None where there is none."""

    def shifted(self, days: int, anchor: date) -> "Pattern | None":
        """What gives every day so many days later, counted from the moved day; None where no one pattern does."""


def frequency(name: str, interval: int) -> str:
    """The beginning of an RRULE."""
    return f"FREQ={name}" + (f";INTERVAL={interval}" if interval > 1 else "")


def clipped(day: int) -> str:
    """The part of an RRULE for a day of the month that shorter months have as their last one."""
    if day <= 28:
        return f"BYMONTHDAY={day}"
    # The last that there is of 28, 29, 30, 31: RFC 5545 by itself would leave out the months without a 31st.
    return f"BYMONTHDAY={','.join(map(str, range(28, day + 1)))};BYSETPOS=-1"


class Steps(Value):
    """Every so many days, weeks, months or years; what falls past a month's end is on its last day."""

    span: Span

    def __str__(self) -> str:
        """2w."""
        return str(self.span)

    @property
    def months(self) -> int:
        """How many months a step has; 0 for days and weeks."""
        return self.span.count * {"m": 1, "y": 12}.get(self.span.unit, 0)

    def days(self, anchor: date, start: date) -> Iterator[date]:
        """Counted from the anchor each time, so that the 31st does not drift: 31 Jan, 28 Feb, 31 Mar."""
        start = max(anchor, start)
        if self.months:
            times = ((start.year - anchor.year) * 12 + start.month - anchor.month) // self.months
        else:
            times = (start - anchor).days // (self.span.count * (7 if self.span.unit == "w" else 1))
        while (day := self.span.after(anchor, times)).year <= LAST_YEAR:
            if day >= start:
                yield day
            times += 1

    def rrule(self, anchor: date) -> str:
        """With what keeps the last day of a shorter month."""
        if self.span.unit in "dw":
            return frequency("DAILY" if self.span.unit == "d" else "WEEKLY", self.span.count)
        base = frequency("MONTHLY" if self.span.unit == "m" else "YEARLY", self.span.count)
        if self.span.unit == "m":
            return base if anchor.day <= 28 else f"{base};{clipped(anchor.day)}"
        return f"{base};BYMONTH=2;{clipped(29)}" if (anchor.month, anchor.day) == (2, 29) else base

    def first(self, day: date) -> date | None:
        """Any day."""
        return day

    def shifted(self, days: int, anchor: date) -> Pattern | None:
        """Months only within days that every month has; one past the 28th is named, as a new anchor may be clipped."""
        if not self.months or (anchor.day <= 28 and 1 <= anchor.day + days <= 28):
            return self
        return Monthly(self.months, anchor.day) if days == 0 and self.months <= MOST_STEPS else None


class Weekly(Value):
    """Some days of the week, Monday 0, every so many weeks; weeks begin on Monday."""

    interval: int
    weekdays: tuple[int, ...]

    def __str__(self) -> str:
        """mon,thu, or 2w on tue."""
        days = ",".join(WEEKDAYS[day][:3] for day in self.weekdays)
        return days if self.interval == 1 else f"{self.interval}w on {days}"

    def days(self, anchor: date, start: date) -> Iterator[date]:
        """The weeks are counted from that of the anchor."""
        start = max(anchor, start)
        passed = (monday(start) - monday(anchor)).days // (7 * self.interval)
        week = monday(anchor) + timedelta(weeks=self.interval * passed)
        while week.year <= LAST_YEAR:
            for day in (week + timedelta(days=weekday) for weekday in self.weekdays):
                if day >= start and day.year <= LAST_YEAR:
                    yield day
            week += timedelta(weeks=self.interval)

    def rrule(self, anchor: date) -> str:  # noqa: ARG002 - of all patterns
        """With the week's first day where it matters."""
        base = f"{frequency('WEEKLY', self.interval)};BYDAY={','.join(DAY_CODES[day] for day in self.weekdays)}"
        return base if self.interval == 1 else f"{base};WKST=MO"

    def first(self, day: date) -> date | None:
        """The next of its days of the week."""
        return next(Weekly(1, self.weekdays).days(day, day), None)

    def shifted(self, days: int, anchor: date) -> Pattern | None:  # noqa: ARG002 - of all patterns
        """Other days of the week, as long as those of one week stay in one week."""
        moved = [divmod(day + days, 7) for day in self.weekdays]
        if self.interval > 1 and len({week for week, _ in moved}) > 1:
            return None
        return Weekly(self.interval, tuple(sorted(day for _, day in moved)))


class Monthly(Value):
    """One day of every so many months: the nth, 1 to 31 or -1 for the last, or the nth of a `weekday`."""

    interval: int
    nth: int
    weekday: int | None = None

    def __str__(self) -> str:
        """Monthly on the last friday, or 3m on the 15th."""
        step = "monthly" if self.interval == 1 else f"{self.interval}m"
        if self.weekday is not None:
            return f"{step} on the {ORDINALS[self.nth]} {WEEKDAYS[self.weekday]}"
        return f"{step} on the {'last day' if self.nth == -1 else f'{self.nth}{_suffix(self.nth)}'}"

    def days(self, anchor: date, start: date) -> Iterator[date]:
        """The months are counted from that of the anchor."""
        start, first = max(anchor, start), anchor.replace(day=1)
        passed = ((start.year - anchor.year) * 12 + start.month - anchor.month) // self.interval
        while (month := add_months(first, passed * self.interval)).year <= LAST_YEAR:
            if (day := self._in(month)) >= start:
                yield day
            passed += 1

    def rrule(self, anchor: date) -> str:  # noqa: ARG002 - of all patterns
        """A month that is too short has it on its last day."""
        base = frequency("MONTHLY", self.interval)
        return f"{base};{clipped(self.nth) if self.weekday is None else f'BYDAY={self.nth}{DAY_CODES[self.weekday]}'}"

    def first(self, day: date) -> date | None:
        """That day of this month or the next."""
        return next(Monthly(1, self.nth, self.weekday).days(day, day), None)

    def shifted(self, days: int, anchor: date) -> Pattern | None:  # noqa: ARG002 - of all patterns
        """Only a numbered day that every month has, to another such."""
        if days == 0:
            return self
        numbered = self.weekday is None and 1 <= self.nth <= 28 and 1 <= self.nth + days <= 28
        return Monthly(self.interval, self.nth + days) if numbered else None

    def _in(self, month: date) -> date:
        """The day in a month, told by its first day."""
        last = month_end(month)
        if self.weekday is None:
            return last if self.nth == -1 else last.replace(day=min(self.nth, last.day))
        if self.nth == -1:
            return last - timedelta(days=(last.weekday() - self.weekday) % 7)
        return month + timedelta(days=(self.weekday - month.weekday()) % 7, weeks=self.nth - 1)


def weekly(interval: int, weekdays: set[int]) -> Weekly:
    """The pattern of those days of the week."""
    return Weekly(interval, tuple(sorted(weekdays)))


def _suffix(number: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(0 if 11 <= number <= 13 else number % 10, "th")
