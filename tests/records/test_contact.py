"""From what the clocks of contact count: the opening, a visit, a meeting that was kept, no-shows of this time alone."""

from datetime import date, time

import pytest

from caseload.records.client import Client
from caseload.records.note import Mode, Reached
from caseload.records.of.clock import Reckoned, Still, Terms, on_day
from caseload.records.of.contact import Contact, Contacts, face_to_face_due, no_shows_due
from caseload.when.dates import When, parse_span

TODAY = date(2026, 11, 25)
OPENED = date(2026, 11, 2)
ANA = Client(id=1, given_name="Ana", handle="ana", opened_on=OPENED)


def day_of(found: Reckoned | Still) -> date | None:
    return found.due.day if isinstance(found, Reckoned) else None


@pytest.mark.parametrize(
    ("every", "day"), [("2w", date(2026, 11, 16)), ("30d", date(2026, 12, 2)), ("3m", date(2026, 12, 2))]
)
def test_the_first_visit_is_due_within_30_days_or_the_interval_where_that_is_shorter(every: str, day: date) -> None:
    assert day_of(face_to_face_due(Contacts(ANA), Terms(every=parse_span(every)), TODAY)) == day


@pytest.mark.parametrize(("meetings", "day"), [(False, date(2026, 12, 10)), (True, date(2026, 12, 17))])
def test_a_meeting_that_was_kept_is_a_visit_where_that_is_settled(meetings: bool, day: date) -> None:
    seen = Contact(1, When(date(2026, 11, 10)), Mode.IN_PERSON, None, Reached.YES)
    met = Contact(0, When(date(2026, 11, 17)), Mode.IN_PERSON, None, Reached.YES, meeting=4)
    found = face_to_face_due(
        Contacts(ANA, in_person=seen, met=met), Terms(every=parse_span("30d"), meetings=meetings), TODAY
    )
    assert day_of(found) == day


@pytest.mark.parametrize(
    ("first", "opened", "told"),
    [(OPENED, OPENED, True), (date(2026, 11, 1), OPENED, False), (date(2026, 11, 1), None, True)],
)
def test_no_shows_count_from_the_day_of_the_opening_on(first: date, opened: date | None, told: bool) -> None:
    client = Client(id=1, given_name="Ana", handle="ana", opened_on=opened)
    missed = [(f"a{number}", When(day, time(9))) for number, day in enumerate((TODAY, date(2026, 11, 20), first), 1)]
    found = no_shows_due(Contacts(client, missed=missed), Terms(), TODAY)
    assert day_of(found) == (TODAY if told else None)
    assert told or found == Still("2 of 3 no-shows in a row")


def test_what_is_due_on_a_day_is_counted_from_it() -> None:
    when = When(TODAY, time(9))
    assert on_day("t1 due", when, "x").anchored == when
