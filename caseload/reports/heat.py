"""The weeks ahead as a map: how much falls on each day, by the same items as the agenda."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.appointment import Appointment
from caseload.reports.capacity import has_hours, minutes_taken
from caseload.reports.due import Item, due
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.when.dates import MONTHS, WEEKDAYS, monday, say_when

WEEKS = 8

_SHADES = "░▒▓█"
_NONE = "·"


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the map."""

    day: date
    items: int
    """All that falls on it, appointments too."""
    late: int
    appointments: int
    booked_minutes: int
    without_minutes: int
    """Of its appointments, those whose length is not known."""


COLUMNS: tuple[Column[Day], ...] = (
    Column("day", lambda one: one.day),
    Column("items", lambda one: one.items),
    Column("late", lambda one: one.late),
    Column("appointments", lambda one: one.appointments),
    Column("booked_minutes", lambda one: one.booked_minutes),
    Column("without_minutes", lambda one: one.without_minutes),
)
"""The columns of `agenda --heat`, a row for each day."""


@dataclass(frozen=True)
class Heat:
    """Whole weeks, this one first, and how many late items lie before it."""

    today: date
    days: Sequence[Day]
    late_before: int

    @property
    def most(self) -> Day:
        """The fullest day, the first of several."""
        return max(self.days, key=lambda one: one.items)

    def weeks(self) -> list[Sequence[Day]]:
        """The days week by week, Monday first."""
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]


def heat(store: Store, now: datetime, rules: Sequence[Rule], client_id: int | None = None) -> Heat:
    """What falls on each day of eight weeks from this Monday, for one client where asked."""
    first = monday(now.date())
    days = [first + timedelta(days=place) for place in range(WEEKS * 7)]
    found = due(store, now, rules, until=days[-1], client_id=client_id, over=True)
    on: dict[date, list[Item]] = {day: [] for day in days}
    for item in found:
        for day in days:
            if item.is_on(day):
                on[day].append(item)
    before = sum(item.late for item in found if item.last_day < first)
    return Heat(now.date(), [_day(day, items) for day, items in on.items()], before)


def _day(day: date, items: Iterable[Item]) -> Day:
    held = list(items)
    appointments = [one for item in held if item.rule == "appointment" and isinstance(one := item.record, Appointment)]
    return Day(
        day=day,
        items=len(held),
        late=sum(item.late for item in held),
        appointments=len(appointments),
        booked_minutes=minutes_taken([one for one in appointments if not one.theirs], *_of_day(day)),
        without_minutes=sum(not has_hours(one) for one in appointments if not one.theirs),
    )


def _of_day(day: date) -> tuple[datetime, datetime]:
    first = datetime.combine(day, time.min)
    return first, first + timedelta(days=1)


def page(found: Heat) -> Page:
    """The map as a page, a week a row; the number stands beside its shade."""
    last = say_when(found.days[-1].day)
    title = f"Agenda, {say_when(found.days[0].day)} to {last}"
    late = f"{found.late_before} late before that: caseload overdue" if found.late_before else ""
    if not found.most.items:
        return Page(title, " · ".join(filter(None, ("Nothing falls in these weeks.", late))))
    total = sum(one.items for one in found.days)
    most = f"most on {say_when(found.most.day)}: {found.most.items}"
    columns = (
        Column[Sequence[Day]]("week", lambda week: _week(week[0].day), "Week"),
        *(_weekday(place, found) for place in range(7)),
        Column[Sequence[Day]]("all", lambda week: sum(one.items for one in week), "All", right=True),
    )
    body = Listing(found.weeks(), columns, headings=True)
    said = " · ".join(filter(None, (f"{total} due", most, late)))
    return Page(title, said, (Section("How much falls on each day", body),), _legend(found.most.items))


def _week(first: date) -> str:
    return f"{MONTHS[first.month - 1][:3].capitalize()} {first.day:2}"


def _weekday(place: int, found: Heat) -> Column[Sequence[Day]]:
    name, most = WEEKDAYS[place][:3], found.most.items

    def of(week: Sequence[Day]) -> Day:
        return week[place]

    def said(week: Sequence[Day]) -> str:
        one = of(week)
        mark = ">" if one.day == found.today else ""
        return mark + (f"{shade(one.items, most)}{one.items:2}" if one.items else _NONE)

    style: Callable[[Sequence[Day]], str] = lambda week: _style(of(week), found.today)  # noqa: E731
    return Column(name, lambda week: of(week).items, name.capitalize(), right=True, say=said, style=style)


def _style(one: Day, today: date) -> str:
    if one.late:
        return "late"
    return "soon" if one.day == today else ""


def shade(count: int, most: int) -> str:
    """The shade of a number above none: the darkest for the most, unless that is little, in even steps."""
    # Where one thing is the most there is, a day with it is not a full one.
    return _SHADES[-(-count * len(_SHADES) // max(most, len(_SHADES))) - 1]


def _legend(most: int) -> str:
    """What each shade stands for."""
    steps: dict[str, list[int]] = {}
    for count in range(1, most + 1):
        steps.setdefault(shade(count, most), []).append(count)
    said = (f"{mark} {held[0]}" + (f" to {held[-1]}" if held[1:] else "") for mark, held in steps.items())
    return ", ".join((f"{_NONE} nothing", *said, "> today"))
