"""A calendar file (RFC 5545) out of entries; the only module that writes through icalendar."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from caseload import __version__
from caseload.output.observances import observances
from caseload.records.of.uid import DATABASE
from caseload.when.dates import When

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from icalendar import Alarm, Component, Timezone


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a calendar shows of one record: an event, or a task with a due date; `starts` is what it is dated by."""

    task: bool = False
    uid: str
    sequence: int
    created: datetime
    changed: datetime
    starts: When
    minutes: int | None = None
    summary: str
    place: str | None = None
    description: str | None = None
    status: str
    busy: bool = False
    alarm: int | None = None
    """Minutes before the start at which to remind."""
    priority: int | None = None
    rule: str | None = None
    """How a task recurs, as an RRULE."""


def calendar(name: str, entries: Sequence[Entry], zone: "ZoneInfo | None", database: str = "") -> str:
    """The file: entries in the order given, times in the zone with its definition, without one in UTC.

    The same entries give the same bytes: DTSTAMP is the moment of the last change, as the RFC has it where there is no
    METHOD.
    """
    from icalendar import Calendar

    file = Calendar()
    file.add("PRODID", f"-//caseload//caseload {__version__}//EN")
    file.add("VERSION", "2.0")
    file.add("CALSCALE", "GREGORIAN")
    file.add("NAME", name)
    file.add("X-WR-CALNAME", name)
    if database:
        file.add(DATABASE, database)
    place: tzinfo | None = UTC if zone and zone.key in _UTC else zone
    days = [entry.starts.day for entry in entries if entry.starts.time is not None]
    if zone and place is zone and days:
        file.add_component(_timezone(zone, min(days), max(days)))
    for entry in entries:
        file.add_component(_component(entry, place))
    return str(file.to_ical(), "utf-8")


_UTC = ("UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal")
"""Zones that a calendar does not define: it writes a Z."""


def _component(entry: Entry, zone: tzinfo | None) -> "Component":
    from icalendar import Event, Todo

    one = Todo() if entry.task else Event()
    one.add("UID", entry.uid)
    one.add("SEQUENCE", entry.sequence)
    one.add("DTSTAMP", entry.changed)
    one.add("CREATED", entry.created)
    one.add("LAST-MODIFIED", entry.changed)
    one.add("SUMMARY", _text(entry.summary))
    one.add("STATUS", entry.status)
    one.add("CLASS", "CONFIDENTIAL")
    for key, text in (("LOCATION", entry.place), ("DESCRIPTION", entry.description)):
        if text:
            one.add(key, _text(text))
    for key, value in _due(entry, zone) if entry.task else _times(entry, zone):
        one.add(key, value)
    if not entry.task:
        one.add("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT")
    if entry.alarm is not None:
        one.add_component(_alarm(entry))
    return one


def _times(entry: Entry, zone: tzinfo | None) -> Iterator[tuple[str, object]]:
    """The start; the end, where it is known how long it takes: without one an event ends as it begins (RFC 5545)."""
    start = _told(entry.starts, zone)
    end: date | None = None
    if isinstance(start, datetime) and entry.minutes:
        # Minutes pass as they pass, whatever is done to the clocks meanwhile.
        end = (start.astimezone(UTC) + timedelta(minutes=entry.minutes)).astimezone(start.tzinfo)
        if end.fold:
            # In the hour that comes twice a wall clock cannot say that it means the second.
            start, end = start.astimezone(UTC), end.astimezone(UTC)
    elif entry.starts.time is None and (entry.minutes or 0) > _DAY:
        # Whole days: the end is the day after the last.
        end = start + timedelta(days=-(-(entry.minutes or 0) // _DAY))
    yield "DTSTART", start
    if end is not None:
        yield "DTEND", end


_DAY = 24 * 60


def _due(entry: Entry, zone: tzinfo | None) -> Iterator[tuple[str, object]]:
    from icalendar import vRecur

    due = _told(entry.starts, zone)
    if entry.rule:
        # A rule counts from DTSTART. The RFC wants it before DUE, but a day earlier the ends of months would drift.
        yield "DTSTART", due
        yield "RRULE", vRecur.from_ical(_until(entry.rule, entry.starts, zone))
    yield "DUE", due
    yield "PRIORITY", entry.priority


def _until(rule: str, starts: When, zone: tzinfo | None) -> str:
    """The rule with its last day, beside a start with a time, as the last second of that day in UTC (RFC 5545)."""
    found = re.search(r"(?<=UNTIL=)[0-9]{8}$|(?<=UNTIL=)[0-9]{8}(?=;)", rule)
    if found is None or starts.time is None:
        return rule
    end = datetime.combine(date.fromisoformat(found[0]), time(23, 59, 59)).replace(tzinfo=zone).astimezone(UTC)
    return rule.replace(found[0], f"{end:%Y%m%dT%H%M%SZ}")


def _told(when: When, zone: tzinfo | None) -> date:
    """A day as a day; a time of the wall clock in its zone, or in UTC without one.

    A time that the clocks leave out is told as what it comes to: 02:30 as 03:30. Programs read it differently.
    """
    if when.time is None:
        return when.day
    moment = when.starts().replace(tzinfo=zone).astimezone(UTC)
    return moment.astimezone(zone) if zone else moment


def _alarm(entry: Entry) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", _text(entry.summary))
    alarm.add("TRIGGER", -timedelta(minutes=entry.alarm or 0))
    return alarm


def _timezone(zone: "ZoneInfo", first: date, last: date) -> "Timezone":
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

    found = Timezone()
    found.add("TZID", zone.key)
    for one in observances(zone, first, last):
        part = TimezoneDaylight() if one.daylight else TimezoneStandard()
        part.add("DTSTART", one.onsets[0])
        part.add("TZOFFSETFROM", one.before)
        part.add("TZOFFSETTO", one.after)
        part.add("TZNAME", one.name)
        if one.rule:
            part.add("RRULE", vRecur.from_ical(one.rule))
        if one.onsets[1:]:
            part.add("RDATE", list(one.onsets[1:]))
        found.add_component(part)
    return found


def _text(text: str) -> str:
    """Text without the control characters that no calendar file may hold; line ends and tabs stay."""
    even = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(" " if (char < " " and char not in "\n\t") or char == "\x7f" else char for char in even)
