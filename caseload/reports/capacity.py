"""How full the caseload is: what it weighs by acuity, and the hours booked against the hours there are."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Self

from caseload.config import Config
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.output.gauge import Gauge, bar, gauges
from caseload.output.page import Lines, Listing, Page, Section
from caseload.records.appointment import Appointment
from caseload.records.client import Client, clocks_run, no_longer_served
from caseload.records.of.values import number
from caseload.reports.items import counted
from caseload.store.core import Store
from caseload.store.reads import capacity as reads
from caseload.store.reads.clients import clients_by_number
from caseload.when.dates import When

WEIGHTS: Mapping[int, float] = {1: 1.0, 2: 2.0, 3: 3.0, 4: 4.0}
"""What a client of an acuity weighs unless `[capacity.weights]` says otherwise: the acuity itself.

Agencies that weigh caseloads each have a table of their own; this only says that more need is more work.
"""

AHEAD = (1, 2, 4)
"""How many weeks ahead the booked hours are looked at."""

_BAR_WIDTH = 10
_UNSET_HOURS = "hours = 37.5 under [capacity] in config.toml sets them against your week; caseload path says where"


def weights_of(config: Config) -> Mapping[int, float]:
    """What a client of each acuity weighs."""
    return {**WEIGHTS, **config.weights}


def weight(client: Client, weights: Mapping[int, float]) -> float:
    """What a client weighs: nothing unless served; without an acuity as one of acuity 1, the least there is."""
    return weights[client.acuity or 1] if clocks_run(client) else 0.0


@dataclass(frozen=True)
class Addition:
    """Clients of one acuity who might come."""

    count: int
    acuity: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The clients written `3@2`, three of acuity 2; Invalid otherwise."""
        found = re.fullmatch("([1-9][0-9]{0,2})@([1-4])", text.strip())
        if not found:
            forms = "try 3@2 (three clients of acuity 2); acuity is 1 to 4"
            raise Invalid("is not a number of clients at an acuity", forms, typed=text, field="--add")
        return cls(int(found[1]), int(found[2]))


@dataclass(frozen=True)
class Load:
    """The clients who are served, what they weigh, and how many are open and weigh nothing."""

    weights: Mapping[int, float]
    served: Sequence[Client]
    others: int

    @property
    def points(self) -> float:
        """What they weigh together."""
        return sum(weight(client, self.weights) for client in self.served)

    def of(self, acuity: int | None) -> list[Client]:
        """Those of an acuity, or those who have none."""
        return [client for client in self.served if client.acuity == acuity]


def load(clients: Iterable[Client], weights: Mapping[int, float]) -> Load:
    """What open clients weigh."""
    found = list(clients)
    served = [client for client in found if clocks_run(client)]
    return Load(weights, served, len(found) - len(served))


def said_with(now: Load, added: Sequence[Addition]) -> str:
    """The totals as they would be with clients who might come; empty without any."""
    if not added:
        return ""
    who = ", ".join(f"{one.count} more of acuity {one.acuity}" for one in added)
    points = now.points + sum(one.count * now.weights[one.acuity] for one in added)
    clients = len(now.served) + sum(one.count for one in added)
    return f"With {who}: {in_points(points)} (now {_short(now.points)}), {clients} served (now {len(now.served)})."


def load_section(found: Load) -> Section:
    """The points as a section: a bar an acuity, the most need first."""
    missing = len(found.of(None))
    notes = (
        missing and f"{missing} without an acuity, weighed as acuity 1: caseload client edit CLIENT --acuity N",
        found.others and f"{found.others} not weighed: planned, on the waiting list, or deceased",
    )
    acuities = (4, 3, 2, 1, None) if missing else (4, 3, 2, 1)
    body = gauges([_gauge(found, acuity) for acuity in acuities]) if found.served else Lines(("Nobody is served.",))
    return Section(f"By acuity: {in_points(found.points)}", body, "\n".join(note for note in notes if note))


def _gauge(found: Load, acuity: int | None) -> Gauge:
    clients, each = len(found.of(acuity)), found.weights[acuity or 1]
    label = f"acuity {acuity or 'not set'}"
    if not clients:
        return Gauge(label, 0, text=f"no clients, {_short(each)} each")
    text = f"{counted(clients, 'client', 'clients')}, {_short(each)} each: {in_points(clients * each)}"
    return Gauge(label, clients * each / (found.points or 1), text=text)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """What is booked from now to the end of some weeks, in hours; `available` is None where no hours are settled."""

    weeks: int
    until: date
    booked: float
    available: float | None
    appointments: int
    without_minutes: int
    overlapping: int
    gone: int = 0
    """How many of the appointments are with clients who are closed or have died."""

    @property
    def percent(self) -> float | None:
        """How much of the time there is is booked; over 100 where more is."""
        return round(self.booked / self.available * 100, 1) if self.available else None

    @property
    def over(self) -> float:
        """The hours that are booked and not there."""
        return max(round(self.booked - self.available, 2), 0) if self.available is not None else 0


COLUMNS: tuple[Column[Hours], ...] = (
    Column("weeks", lambda one: one.weeks),
    Column("until", lambda one: one.until),
    Column("booked_hours", lambda one: one.booked),
    Column("available_hours", lambda one: one.available),
    Column("percent", lambda one: one.percent),
    Column("appointments", lambda one: one.appointments),
    Column("without_minutes", lambda one: one.without_minutes),
    Column("overlapping", lambda one: one.overlapping),
)
"""The columns of `report capacity`, a row for each of AHEAD."""


def hours(store: Store, now: datetime, weekly: float | None) -> list[Hours]:
    """What is booked for the weeks ahead against `weekly` hours: today and 6, 13 and 27 days more."""
    longest = _until(now, max(AHEAD))
    # Since yesterday, because what began before midnight may still go on.
    found = reads.booked(store, now.date() - timedelta(days=1), longest)
    clients = clients_by_number(store, (one.client_id for one in found if one.client_id))
    gone = {number for number, client in clients.items() if no_longer_served(client)}
    return [_hours(weeks, found, gone, now, weekly) for weeks in AHEAD]


def ahead(found: Iterable[Appointment], now: datetime, weeks: int) -> list[Appointment]:
    """The appointments not over yet that start within some weeks."""
    last = _until(now, weeks)
    return [one for one in found if one.starts.day <= last and ends(one) > now]


def ends(appointment: Appointment) -> datetime:
    """When an appointment is over: its start and its minutes, or its last day."""
    if appointment.starts.time is None:
        return appointment.over.ends()
    return appointment.starts.starts() + timedelta(minutes=appointment.minutes or 0)


def has_hours(appointment: Appointment) -> bool:
    """Whether it is known how many of the hours of a day it takes; of whole days it is not."""
    return bool(appointment.minutes) and not appointment.takes_days


def minutes_taken(appointments: Iterable[Appointment], now: datetime, until: datetime | None = None) -> int:
    """The minutes that appointments take from now on, and until a moment, those in which several overlap counted once.

    What has a length and no time of day cannot be seen to overlap, and counts in full; whole days have no hours.
    """
    taken, free = 0, now.replace(second=0, microsecond=0)
    for one in sorted(appointments, key=lambda one: one.starts):
        if one.starts.time is None:
            taken += (one.minutes or 0) if has_hours(one) else 0
        elif (end := min(ends(one), until or ends(one))) > free:
            taken += (end - max(one.starts.starts(), free)) // timedelta(minutes=1)
            free = end
    return taken


def overlapping(appointments: Iterable[Appointment]) -> int:
    """How many begin while an earlier one still goes on."""
    timed = sorted((one for one in appointments if one.starts.time and one.minutes), key=lambda one: one.starts)
    over = accumulate((ends(one) for one in timed), max)
    return sum(one.starts.starts() < earlier for one, earlier in zip(timed[1:], over, strict=False))


def _until(now: datetime, weeks: int) -> date:
    return now.date() + timedelta(days=weeks * 7 - 1)


def _hours(
    weeks: int, found: Sequence[Appointment], gone: Collection[int], now: datetime, weekly: float | None
) -> Hours:
    mine = ahead(found, now, weeks)
    return Hours(
        weeks=weeks,
        until=_until(now, weeks),
        booked=in_hours(minutes_taken(mine, now, When(_until(now, weeks)).ends())),
        available=None if weekly is None else round(weekly * weeks, 2),
        appointments=len(mine),
        without_minutes=sum(not has_hours(one) for one in mine),
        overlapping=overlapping(mine),
        gone=sum(one.client_id in gone for one in mine),
    )


def in_hours(minutes: int) -> float:
    """Minutes as hours, to the hundredth."""
    return round(minutes / 60, 2)


def hours_section(found: Sequence[Hours]) -> Section:
    """The booked hours as a section: a bar for each of the weeks ahead."""
    last = found[-1]
    lengthless = counted(last.without_minutes, "appointment without a length", "appointments without a length")
    double = counted(last.overlapping, "overlaps an earlier one", "overlap earlier ones")
    notes = (
        last.available is None and _UNSET_HOURS,
        lengthless and f"{lengthless}: not in the hours",
        double and f"{double}: the time counts once",
        last.gone and f"{last.gone} booked with clients who are closed or have died: counted until cancelled",
    )
    body = Listing(found, _TOLD if last.available is None else _COMPARED, headings=True)
    return Section("Booked hours", body, "\n".join(note for note in notes if note))


def page(now: Load, found: Sequence[Hours]) -> Page:
    """The points and the hours as a page."""
    said = f"{counted(len(now.served), 'client', 'clients') or 'nobody'} served · {in_points(now.points)}"
    return Page("Capacity", said, (load_section(now), hours_section(found)))


def in_points(points: float) -> str:
    """`1 point`, `57.5 points`."""
    return f"{_short(points)} {'point' if points == 1 else 'points'}"


def _short(value: float) -> str:
    return number(round(float(value), 2))


def _late_if_over(one: Hours) -> str:
    return "late" if one.over else ""


def _percent_said(one: Hours) -> str:
    """The percentage in whole numbers, 99 for what is nearly full; over in a word too."""
    said = "" if one.percent is None else f"{99 if 99 < one.percent < 100 else round(one.percent)}%"
    return ", ".join(filter(None, (said, "over" if one.over else "")))


_TOLD: tuple[Column[Hours], ...] = (
    Column("weeks", lambda one: counted(one.weeks, "week", "weeks"), "Next"),
    Column("until", lambda one: one.until, "To"),
    Column("booked", lambda one: f"{_short(one.booked)} h", "Booked", right=True),
    Column("appointments", lambda one: one.appointments, "Appointments", right=True),
)

_COMPARED: tuple[Column[Hours], ...] = (
    *_TOLD[:3],
    Column("available", lambda one: f"{_short(one.available or 0)} h", "Of", right=True),
    _TOLD[3],
    Column("bar", lambda one: bar((one.percent or 0) / 100, _BAR_WIDTH), " ", style=_late_if_over),
    Column("percent", _percent_said, " ", style=_late_if_over),
)
