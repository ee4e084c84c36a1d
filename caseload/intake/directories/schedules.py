"""Opening hours out of schedules: weekly ones as hours that are read, all others in words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.intake.directories import numbers
from caseload.intake.directories.shape import Row
from caseload.records.of.hours import DAYS, Span, read_time, written


class Hours(NamedTuple):
    """What is said of hours, and what is wrong with the rows that say it."""

    said: str | None
    faults: tuple[str, ...] = ()


def hours(tables: Mapping[str, Sequence[Row]], today: date, monday: int | None) -> Hours:
    """The hours of one service at one place.

    One schedule that is not weekly leaves all of them to words, which nobody reads: nothing is called closed that may
    be open. Raises Invalid for weekdays that are numbers where nobody says which is Monday.
    """
    week: dict[int, list[Span]] = {}
    words, faults, odd = list[str](), list[str](), False
    for row in [*tables.get("regular_schedule", ()), *tables.get("schedule", ())]:
        if _is_over(row, today):
            continue
        days = _days(row, monday, today)
        about = row.get("description") or row.get("notes") or ""
        if about:
            words.append(about)
        if days is None:
            odd = True
            words.append(_in_words(row))
            continue
        span, fault = _span(row)
        faults += [fault] if fault else []
        for day in days:
            week.setdefault(day, []).append(span)
    words += filter(None, (_closing(row, today) for row in tables.get("holiday_schedule", ())))
    said = list(dict.fromkeys(" ".join(one.split()) for one in words if one.strip()))
    if odd or not week:
        weekly = [written(week)] if week else []
        return Hours("; ".join([*weekly, *said]) or None, tuple(faults))
    beside = "; ".join(said).replace("(", "[").replace(")", "]")
    return Hours(f"{written(week)} ({beside})" if beside else written(week), tuple(faults))


def _is_over(row: Row, today: date) -> bool:
    ends = (numbers.day(row.get(key, "")) for key in ("valid_to", "until"))
    return any(end is not None and end < today for end in ends)


def _days(row: Row, monday: int | None, today: date) -> list[int] | None:
    """The days of the week, Monday being 0; None for a schedule that is not weekly, or not begun."""
    if "weekday" in row:
        return [_weekday(row["weekday"], monday)]
    first = numbers.day(row.get("valid_from", "")) or numbers.day(row.get("dtstart", ""))
    is_weekly = row.get("freq", "WEEKLY").upper() in ("WEEKLY", "DAILY") and row.get("interval", "1") in ("1", "1.0")
    if not is_weekly or any(key in row for key in ("bymonthday", "byweekno", "byyearday", "count")):
        return None
    if "valid_from" in row and first and first > today:
        return None
    named = [one for one in re.split(r"[,;\s]+", row.get("byday", "").lower()) if one]
    found = [_named(one) for one in named]
    if None in found:
        return None
    if named:
        return [day for day in found if day is not None]
    if row.get("freq", "").upper() == "DAILY":
        return list(range(7))
    start = numbers.day(row.get("dtstart", ""))
    return [start.weekday()] if start and row.get("freq") and "opens_at" in row else None


def _weekday(said: str, monday: int | None) -> int:
    number = numbers.number(said)
    if number is None:
        found = _named(said.lower())
        if found is None:
            raise Invalid("is no weekday", "Monday, Mon, MO or a number", field="weekday")
        return found
    if monday is None:
        raise Invalid("weekdays are numbers, and no file says which is Monday", "--monday 0, 1 or 2", field="weekday")
    return (int(number) - monday) % 7


def _named(word: str) -> int | None:
    """Monday, Mon and mo; not 2tu, which is a week of the month."""
    found = [place for place, day in enumerate(DAYS) if word.isalpha() and word[:2] == day[:2]]
    return found[0] if found else None


def _span(row: Row) -> tuple[Span, str]:
    """From when to when, None where nobody says; and what is wrong with it."""
    first, last = (row.get(key) for key in ("opens_at", "closes_at"))
    if not first or not last:
        return None, ""
    opens, closes = read_time(first), read_time(last)
    if opens is None or closes is None:
        return None, "opens_at or closes_at is no time of day and is left out"
    return (opens, closes), ""


def _in_words(row: Row) -> str:
    if not any(key in row for key in ("freq", "byday", "bymonthday", "opens_at")):
        return ""
    said = (row.get(key, "") for key in ("freq", "byday", "bymonthday", "byweekno"))
    times = "-".join(filter(None, (row.get("opens_at"), row.get("closes_at"))))
    from_on = f"from {row['valid_from']}" if "valid_from" in row else ""
    return " ".join(filter(None, (*(one.lower() for one in said), times, from_on)))


def _closing(row: Row, today: date) -> str:
    first, last = (numbers.day(row.get(key, "")) for key in ("start_date", "end_date"))
    if first is None or (last or first) < today:
        return ""
    days = str(first) if last in (None, first) else f"{first} to {last}"
    closed = row.get("closed", "").lower() in ("true", "yes", "1", "t", "y", "x")
    return f"closed {days}" if closed else f"{days} {row.get('opens_at', '')}-{row.get('closes_at', '')}".rstrip("-")
