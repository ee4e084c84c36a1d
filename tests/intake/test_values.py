"""A cell becomes the value it means, or is refused without being quoted."""

from collections.abc import Callable
from datetime import UTC, date, time, timedelta, timezone
from typing import NoReturn
from zoneinfo import ZoneInfo

import pytest

from caseload.errors import Invalid
from caseload.intake.values import Written, derive, reader
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import KINDS
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.records.of.fields import field_named, public_fields
from caseload.records.of.nature import Interval, Rule, Stamp
from caseload.records.person import Person
from caseload.records.task import Task
from caseload.when.dates import DateOrder, When

NEW_YORK = Written(DateOrder.MDY, ZoneInfo("America/New_York"))


def find(_table: str) -> Callable[[str], int]:
    def nobody(_text: str) -> NoReturn:
        raise Invalid("is not stored here")

    return nobody


def value(kind: type[Record], key: str, text: str, written: Written = NEW_YORK) -> object:
    field = field_named(kind, key)
    assert field
    return reader(kind, field, written, find)(text)


@pytest.mark.parametrize(
    ("kind", "key", "text", "meant"),
    [
        (Task, "id", " t42 ", 42),
        (Task, "title", " as it is ", " as it is "),
        (Client, "zip", "00501", "00501"),
        (Client, "born_on", "6/15/1939", date(1939, 6, 15)),
        (Client, "born_on", "1939-06-15 00:00:00", date(1939, 6, 15)),
        (Task, "due", "11/30/2026", When(date(2026, 11, 30))),
        (Task, "due", "11/30/2026 4:45 PM", When(date(2026, 11, 30), time(16, 45))),
        (Task, "due", "2026-07-01T03:30:00Z", When(date(2026, 6, 30), time(23, 30))),
        (Task, "due", "2026-01-01T03:30:00+01:00", When(date(2025, 12, 31), time(21, 30))),
        (Appointment, "minutes", "45", 45),
        (Appointment, "minutes", "45.0", 45),
        (Goal, "target", "87.5", 87.5),
        (Goal, "target", "50 %", 50.0),
        (Goal, "target", "1e+16", 1e16),
        (Goal, "agreed", "Y", True),
        (Goal, "agreed", "False", False),
        (Task, "status", "In progress", "in-progress"),
        (Task, "status", "DONE", "completed"),
        (Note, "reached", "y", "yes"),
        (Task, "every", "every 2 weeks", "2w"),
        (Task, "after", "monthly on the last fri for 3 times", "monthly on the last friday 3 times"),
        (Appointment, "every", "RRULE:FREQ=WEEKLY;BYDAY=TH,MO;COUNT=9", "mon,thu 9 times"),
        (Client, "tags", "court  high-risk", ("court", "high-risk")),
        (Note, "signed_at", "2026-11-25T14:00:00Z", "2026-11-25T14:00:00Z"),
    ],
)
def test_a_cell_is_read_as_its_field_wants_it(kind: type[Record], key: str, text: str, meant: object) -> None:
    assert value(kind, key, text) == meant


UNREADABLE = [
    (kind, field.key)
    for kind in KINDS
    for field in public_fields(kind)
    if field.refers or field.type is not str or any(map(field.is_a, (Stamp, Interval, Rule)))
]


@pytest.mark.parametrize(("kind", "key"), UNREADABLE)
def test_a_refusal_never_repeats_the_cell(kind: type[Record], key: str) -> None:
    with pytest.raises(Invalid) as caught:
        value(kind, key, "Jane Roe HIV+")
    said = f"{caught.value.fault} {caught.value.accepted}"
    assert not {"Jane", "Roe", "HIV+"} & set(said.split())


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        (Task, "id", "c42"),
        (Task, "due", "11/30/26"),
        (Task, "due", "30/11/2026"),
        (Task, "due", "tomorrow"),
        (Appointment, "minutes", "45 min"),
        (Appointment, "minutes", "1e3"),
        (Goal, "target", "3,5"),
        (Goal, "target", "nan"),
        (Goal, "target", "1_000"),
        (Goal, "target", "٣"),
        (Goal, "agreed", "maybe"),
        (Note, "signed_at", "2026-02-30T14:00:00Z"),
        (Note, "signed_at", "2026-11-25 14:00"),
    ],
)
def test_a_cell_that_may_mean_something_else_is_refused(kind: type[Record], key: str, text: str) -> None:
    with pytest.raises(Invalid):
        value(kind, key, text)


def test_without_an_order_a_date_that_may_be_two_days_is_refused_with_the_way_out() -> None:
    with pytest.raises(Invalid, match="date_order"):
        value(Task, "due", "11/12/2026", Written())


@pytest.mark.parametrize(
    ("text", "fault", "accepted"),
    [
        ("11/12/2026", "may be one of two days", 'date_order = "mdy" or "dmy"'),
        ("25/12/2026 14:30", "is a day only in the order dmy", 'date_order = "dmy"'),
        ("12/25/2026", "is a day only in the order mdy", 'date_order = "mdy"'),
        ("2026/12/01", "has the year first, without hyphens", 'date_order = "ymd"'),
        ("2026-12-1", "has a month or a day of one digit", 'of two digits, or date_order = "ymd"'),
        ("13/13/2026", "is not a day of the calendar", "2026-11-30"),
        ("2026/13/13", "is not a day of the calendar", "2026-11-30"),
    ],
)
def test_a_date_without_an_order_is_refused_with_the_order_that_would_do(text: str, fault: str, accepted: str) -> None:
    with pytest.raises(Invalid) as caught:
        value(Task, "due", text, Written())
    assert caught.value.fault == fault
    assert accepted in caught.value.accepted


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Ruiz, Ana", "Ana", "Ruiz"),
        ("Ana Ruiz", "Ana", "Ruiz"),
        ("Ana", "Ana", None),
        ("Hoa, Nguyễn Thị", "Nguyễn Thị", "Hoa"),
    ],
)
def test_a_whole_name_is_taken_apart(name: str, given: str, family: str | None) -> None:
    texts = derive(Client, {"name": name, "zip": "1"}, NEW_YORK)
    assert texts == {"given_name": given, "zip": "1"} | ({"family_name": family} if family else {})


def test_the_name_of_a_kind_that_keeps_names_whole_stays_whole() -> None:
    assert derive(Person, {"name": "Ruiz, Ana"}, NEW_YORK) == {"name": "Ruiz, Ana"}


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [
        ("11/30/2026 9:00 AM", "11/30/2026 10:15 AM", "75"),
        ("11/30/2026 9:00 AM", "10:15 AM", "75"),
        ("11/30/2026 9:00 AM", "9am", "0"),
        ("2026-11-30T23:00:00Z", "2026-12-01T01:30:00Z", "150"),
        # Clocks are put back at 06:00Z that night, and forward at 07:00Z the other.
        ("2026-11-01T05:40:00Z", "2026-11-01T06:55:00Z", "75"),
        ("2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z", "60"),
    ],
)
def test_an_end_becomes_minutes(starts: str, ends: str, minutes: str) -> None:
    assert derive(Appointment, {"starts": starts, "ends": ends}, NEW_YORK) == {"starts": starts, "minutes": minutes}


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("11/30/2026 9:00 AM", "8:00 AM"), ("11/30/2026", "8:00 AM"), ("", "8:00 AM"), ("11/30/2026 9:00 AM", "later")],
)
def test_an_end_that_cannot_be_counted_is_refused(starts: str, ends: str) -> None:
    texts = {"starts": starts, "ends": ends} if starts else {"ends": ends}
    with pytest.raises(Invalid):
        derive(Appointment, texts, NEW_YORK)


def test_a_time_with_an_offset_is_told_in_the_zone_of_the_user() -> None:
    half = timezone(timedelta(hours=5, minutes=30))
    assert value(Task, "due", "2026-01-01T20:00:00Z", Written(None, half)) == When(date(2026, 1, 2), time(1, 30))
    assert value(Task, "due", "2026-01-01T20:00:00Z", Written(None, UTC)) == When(date(2026, 1, 1), time(20))
