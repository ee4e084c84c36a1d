"""An appointment: when it is over, how it ends, and how it gets another time."""

from datetime import date, datetime, time
from functools import partial

import pytest

from caseload.errors import Invalid, Refused
from caseload.records.appointment import (
    Appointment,
    AppointmentStatus,
    attended,
    is_lost,
    is_open,
    lacks_outcome,
    moved,
    open_end,
    open_start,
    rebooked,
    settled,
)
from caseload.records.of.cancel_reason import CancelReason
from caseload.records.of.overlap import at_one_time
from caseload.value import replace
from caseload.when.dates import When

DAY = date(2026, 11, 25)
VISIT = Appointment(id=7, client_id=1, title="Visit", starts=When(DAY, time(14)), minutes=45, transport="bus")
KEPT, NOSHOW, CANCELLED = AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW, AppointmentStatus.CANCELLED


@pytest.mark.parametrize(
    ("starts", "minutes", "now", "lacks"),
    [
        (When(DAY, time(14)), 45, datetime(2026, 11, 25, 14, 44), False),
        (When(DAY, time(14)), 45, datetime(2026, 11, 25, 14, 45), True),
        (When(DAY, time(14)), None, datetime(2026, 11, 25, 23, 59), False),
        (When(DAY, time(14)), None, datetime(2026, 11, 26, 0, 0), True),
        (When(DAY, time(23, 30)), 60, datetime(2026, 11, 26, 0, 29), False),
        (When(DAY, time(23, 30)), 60, datetime(2026, 11, 26, 0, 30), True),
        (When(DAY), 45, datetime(2026, 11, 25, 23, 59), False),
        (When(DAY), None, datetime(2026, 11, 26), True),
    ],
)
def test_an_outcome_is_wanted_from_the_end_of_the_appointment_on(
    starts: When, minutes: int | None, now: datetime, lacks: bool
) -> None:
    assert lacks_outcome(replace(VISIT, starts=starts, minutes=minutes), now) is lacks


@pytest.mark.parametrize("status", AppointmentStatus)
def test_only_an_open_one_waits_for_its_time_or_its_outcome(status: AppointmentStatus) -> None:
    one = replace(VISIT, status=status)
    still = status not in ("fulfilled", "cancelled", "noshow", "entered-in-error")
    assert is_open(one) is still
    assert (open_start(one) is not None, open_end(one) is not None) == (still, still)
    assert lacks_outcome(one, datetime(2027, 1, 1)) is still
    for change in (partial(moved, one, When(DAY)), partial(settled, one, KEPT), partial(attended, one, NOSHOW, DAY)):
        if still:
            change()
        else:
            with pytest.raises(Refused, match=r"a7 is .* already"):
                change()


def test_a_move_changes_the_day_the_time_and_the_length_only_where_it_is_said() -> None:
    kept = When(DAY, VISIT.starts.time)
    assert moved(VISIT, When(DAY)) == replace(VISIT, starts=kept)
    assert moved(VISIT, When(DAY), 30) == replace(VISIT, starts=kept, minutes=30)
    assert moved(VISIT, When(DAY, time(7, 15))).starts == When(DAY, time(7, 15))


@pytest.mark.parametrize("status", [NOSHOW, CANCELLED])
def test_a_lost_one_is_booked_anew_without_what_became_of_it_or_where_it_came_from(status: AppointmentStatus) -> None:
    lost = replace(VISIT, status=status, cancel_reason=CancelReason.PAT, outcome="ill", external_id="7", source="x")
    assert is_lost(lost)
    assert rebooked(lost, When(DAY)) == replace(VISIT, id=0, starts=When(DAY, VISIT.starts.time))
    with pytest.raises(Refused, match="a7 was booked anew as a9 already"):
        rebooked(replace(lost, superseded_by_id=9), When(DAY))


@pytest.mark.parametrize("status", [status for status in AppointmentStatus if status not in (NOSHOW, CANCELLED)])
def test_nothing_else_is_booked_anew(status: AppointmentStatus) -> None:
    with pytest.raises(Refused, match="only a cancelled or missed one"):
        rebooked(replace(VISIT, status=status), When(DAY))


@pytest.mark.parametrize("status", [KEPT, NOSHOW])
def test_nobody_kept_or_missed_what_is_still_to_come(status: AppointmentStatus) -> None:
    with pytest.raises(Refused, match="a7 is still to come, Wed 2026-11-25 14:00"):
        attended(VISIT, status, date(2026, 11, 24))
    assert attended(VISIT, status, DAY).status is status


def test_an_outcome_said_takes_the_place_of_the_one_before() -> None:
    noted = replace(VISIT, outcome="expected long")
    assert attended(noted, KEPT, DAY).outcome == "expected long"
    over = attended(noted, KEPT, DAY, "short", 10)
    assert (over.outcome, over.minutes) == ("short", 10)
    assert settled(VISIT, CANCELLED, CancelReason.OTH_INT).cancel_reason is CancelReason.OTH_INT


@pytest.mark.parametrize("status", [status for status in AppointmentStatus if is_open(replace(VISIT, status=status))])
def test_a_reason_for_not_taking_place_belongs_to_what_did_not(status: AppointmentStatus) -> None:
    with pytest.raises(Invalid, match="was not cancelled"):
        replace(VISIT, status=status, cancel_reason=CancelReason.PAT)


def test_minutes_are_not_negative() -> None:
    with pytest.raises(Invalid, match="minutes: is negative"):
        replace(VISIT, minutes=-1)


def test_nothing_takes_longer_than_a_year_and_what_ends_past_the_calendar_is_over_with_its_day() -> None:
    with pytest.raises(Invalid, match="minutes: is more than 527040"):
        replace(VISIT, minutes=527_041)
    last = date(2200, 12, 31)
    late = replace(VISIT, starts=When(last, time(23, 30)), minutes=527_040)
    assert open_end(late) == When(last)
    assert not lacks_outcome(late, datetime(2200, 12, 31, 23, 59))


def test_every_reason_is_accepted_with_what_it_means() -> None:
    assert all(f"{reason} ({reason.said})" in CancelReason.accepted() for reason in CancelReason)
    assert len({reason.said for reason in CancelReason}) == len(CancelReason)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("kept", "fulfilled"), ("no-show", "noshow"), ("canceled", "cancelled"), ("Checked_In", "checked-in")],
)
def test_status_words_are_read_as_people_type_them(typed: str, word: str) -> None:
    assert AppointmentStatus(typed) == word


def test_of_hundreds_at_one_moment_each_is_named_and_not_every_pair() -> None:
    many = [Appointment(id=number, title="Visit", starts=When.parse("2026-11-30T10:00")) for number in range(1, 302)]
    pairs = list(at_one_time(many))
    assert {one.id for pair in pairs for one in pair} == set(range(1, 302))
    assert len(pairs) < 3 * len(many)


def test_two_stays_of_a_clients_own_are_not_at_one_time() -> None:
    stay = Appointment(
        id=1, client_id=1, title="Clinic", starts=When.parse("2026-11-30"), minutes=7 * 1440, theirs=True
    )
    therapy = Appointment(id=2, client_id=1, title="Therapy", starts=When.parse("2026-12-01T10:00"), theirs=True)
    assert list(at_one_time([stay, therapy])) == []
    mine = replace(therapy, theirs=False)
    assert list(at_one_time([stay, mine])) == [(stay, mine)]
