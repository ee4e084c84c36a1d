"""Events of a calendar file (RFC 5545, VEVENT), read through icalendar: what each says, and when it takes place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from caseload.errors import Invalid
from caseload.intake.calendars.components import Part
from caseload.intake.calendars.occurrences import Patience, checked, occurrences
from caseload.intake.calendars.zones import reading, rule_text
from caseload.records.of.base import MOST_MINUTES
from caseload.when.dates import FIRST_YEAR, LAST_YEAR

Moment = date
"""A day; or a datetime: with a zone, or by the wall clock of whoever reads it."""

CANCELLED, TENTATIVE = "CANCELLED", "TENTATIVE"

_FORM = "such as DTSTART;TZID=America/Chicago:20261130T090000"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One VEVENT: an event, the first of a recurring one, or another word about one of its dates (`slot`)."""

    line: int
    uid: str
    start: Moment
    minutes: int | None
    title: str | None
    place: str | None
    text: str | None
    status: str
    sequence: int = 0
    """Which revision of the event it is."""
    slot: Moment | None = None
    and_later: bool = False
    """Whether it is about the dates after its `slot` as well."""
    rule: Mapping[str, Sequence[Any]] | None = None
    rule_text: str = ""
    until: Moment | None = None
    more: tuple[tuple[Moment, int | None], ...] = ()
    """Dates beside those of the rule, with minutes where they have their own."""
    less: frozenset[str] = field(default_factory=frozenset)
    """Stamps of dates that are taken out."""

    @property
    def recurs(self) -> bool:
        """Whether it takes place more than once."""
        return self.slot is None and (self.rule is not None or bool(self.more))


def read_event(part: Part) -> Event:
    """What a VEVENT says; raises Invalid, naming the property, where it cannot be read."""
    from icalendar import Event as Component

    with reading("cannot be read", "a VEVENT as RFC 5545 has it"):
        found: Any = Component.from_ical(part.text())
        for name, _ in found.errors:
            raise Invalid("cannot be read", _FORM if name in _DATES else "", field=str(name or ""))
        for name in _ONCE:
            if isinstance(found.get(name), list):
                raise Invalid("stands twice", "one of each", field=name)
        uid = " ".join(str(found.get("UID", "")).split())
        if not uid:
            raise Invalid("is missing", "every event needs one: what else would tell it from others?", field="UID")
        if "EXRULE" in found:
            raise Invalid("is not read any more", "EXDATE for each date", field="EXRULE")
        start = _one(found, "DTSTART")
        if start is None:
            raise Invalid("is missing", _FORM, field="DTSTART")
        return _event(part.line, uid, start, found)


_DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")

_ONCE = ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "SUMMARY", "LOCATION", "STATUS")


def _event(line: int, uid: str, start: Moment, found: Any) -> Event:
    rule = found.get("RRULE")
    until = rule.pop("UNTIL", [None])[0] if rule is not None else None
    if rule is not None:
        checked(rule)
    if until is not None and not FIRST_YEAR <= until.year <= LAST_YEAR:
        # The year 9999 is how some programs say for ever.
        until = None if until.year > LAST_YEAR else start.replace(year=FIRST_YEAR)
    slot = _one(found, "RECURRENCE-ID")
    and_later = slot is not None and str(found["RECURRENCE-ID"].params.get("RANGE", "")).upper() == "THISANDFUTURE"
    if and_later and _sort(slot) != _sort(start):
        raise Invalid("is not told as the start is", "a day, or a time, for both", field="RECURRENCE-ID")
    texts = {name: str(found.get(name, "")).strip() or None for name in ("SUMMARY", "LOCATION", "STATUS")}
    several = found.get("DESCRIPTION")
    text = several[0] if isinstance(several, list) else several
    return Event(
        line=line,
        uid=uid,
        start=start,
        minutes=_minutes(start, _one(found, "DTEND"), found.get("DURATION")),
        title=_line(texts["SUMMARY"]),
        place=_line(texts["LOCATION"]),
        text=str(text or "").strip() or None,
        status=(texts["STATUS"] or "").upper(),
        sequence=_sequence(found.get("SEQUENCE")),
        slot=slot,
        and_later=and_later,
        rule=None if rule is None else dict(rule),
        rule_text="" if rule is None else rule_text(rule),
        until=until,
        more=tuple(_several(found, "RDATE")),
        less=frozenset(stamp(moment) for moment, _ in _several(found, "EXDATE")),
    )


def _sequence(value: Any) -> int:
    """The number of a revision; 0 where there is none (RFC 5545), or none that is a number."""
    number = value if isinstance(value, int) else 0
    return number if 0 <= number < _MOST_REVISIONS else 0


_MOST_REVISIONS = 2**31


def _sort(moment: Moment | None) -> tuple[bool, bool]:
    """Whether it has a time, and a zone."""
    return isinstance(moment, datetime), isinstance(moment, datetime) and moment.tzinfo is not None


def _line(text: str | None) -> str | None:
    """The text in one line."""
    return " ".join(text.split()) or None if text else None


def _one(found: Any, name: str) -> Moment | None:
    value = found.get(name)
    return None if value is None else _moment(value.dt, value.params, name)


def _several(found: Any, name: str) -> Iterator[tuple[Moment, int | None]]:
    value = found.get(name, [])
    for one in value if isinstance(value, list) else [value]:
        for moment in one.dts:
            span = moment.dt if isinstance(moment.dt, tuple) else (moment.dt,)
            start = _moment(span[0], one.params, name)
            end = span[1] if len(span) > 1 else None
            length = end if isinstance(end, timedelta) else None
            yield start, _minutes(start, None if length else end, length and _Length(length))


@dataclass(frozen=True)
class _Length:
    dt: timedelta


def _moment(value: Any, params: Mapping[str, Any], name: str) -> Moment:
    """A day or a moment within the years that are kept; raises Invalid for any other."""
    if not isinstance(value, date):
        raise Invalid("is not a date", _FORM, field=name)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Invalid(f"is outside the years {FIRST_YEAR} to {LAST_YEAR}", field=name)
    if isinstance(value, datetime):
        if str(params.get("VALUE", "")).upper() == "DATE":
            return value.date()
        if value.tzinfo is None and params.get("TZID"):
            known = "the name of a zone such as America/Chicago, or one that the file defines"
            raise Invalid("is in a time zone that is not known", known, field=name)
    return value


def _minutes(start: Moment, end: Moment | None, length: Any) -> int | None:
    """From start to end, as time passes; of days the minutes of several, nothing for one."""
    if end is None and length is None:
        return None
    if not isinstance(start, datetime):
        return _whole_days(start, end, length)
    if end is None:
        took = length.dt
    else:
        if not isinstance(end, datetime) or (end.tzinfo is None) != (start.tzinfo is None):
            raise Invalid("is not told as the start is", "both with a time, in a zone or without", field="DTEND")
        took = _even(end) - _even(start)
    if took < timedelta():
        raise Invalid("is before the start", "an end after it", field="DTEND" if length is None else "DURATION")
    return int(took // timedelta(minutes=1))


def _whole_days(start: date, end: Moment | None, length: Any) -> int | None:
    """The minutes of a stay of several days, a year at most; nothing for a day alone, or an end that is no day."""
    if isinstance(end, datetime):
        return None
    days = (end - start).days if end is not None else length.dt.days
    if days < 0:
        raise Invalid("is before the start", "an end after it", field="DTEND" if length is None else "DURATION")
    return min(days * 24 * 60, MOST_MINUTES) if days > 1 else None


def _even(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def stamp(moment: Moment) -> str:
    """A moment as it tells one date of a series from the others: in UTC, where it has a zone."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    return f"{_even(moment):%Y%m%dT%H%M%S}{'Z' if moment.tzinfo else ''}"


def dates(event: Event, first: datetime, last: datetime, patience: Patience) -> list[tuple[Moment, int | None]]:
    """When a recurring event takes place between two moments, by its own clock, with the minutes each takes."""
    at = event.start
    zone = at.tzinfo if isinstance(at, datetime) else None
    start = at.replace(tzinfo=None) if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())
    found = {stamp(at): (at, event.minutes)}
    if event.rule is not None:
        ends = _until(event.until, zone, start)
        for moment in occurrences(event.rule, event.rule_text, start, ends, last, patience):
            one = moment.replace(tzinfo=zone) if isinstance(at, datetime) else moment.date()
            if moment >= first:
                found[stamp(one)] = (one, event.minutes)
    for one, minutes in event.more:
        found[stamp(one)] = (one, event.minutes if minutes is None else minutes)
    # Some programs take out a day instead of the moment.
    inside = {
        key: one
        for key, one in found.items()
        if first <= _wall(one[0]) <= last and event.less.isdisjoint((key, f"{_wall(one[0]):%Y%m%d}"))
    }
    patience.take(len(inside))
    return [inside[key] for key in sorted(inside)]


def _wall(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, datetime.min.time())


def _until(until: Moment | None, zone: tzinfo | None, start: datetime) -> datetime | None:
    """The end of a rule by the clock of the event; a day alone holds until its end."""
    if until is None:
        return None
    if not isinstance(until, datetime):
        return datetime.combine(until, max(start.time(), datetime.max.time().replace(microsecond=0)))
    return (until.astimezone(zone) if until.tzinfo and zone else until).replace(tzinfo=None)
