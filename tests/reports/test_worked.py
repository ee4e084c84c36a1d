"""report time: units by the payer's rule and what rounding loses, contacts at one time, long weeks."""

from datetime import date, time
from typing import Any

import pytest

from caseload.records.appointment import Appointment
from caseload.records.coverage import Coverage
from caseload.records.note import Mode, Note, Reached
from caseload.records.of.units import Rounding
from caseload.reports.worked import Contact, overlaps, payer_of, units_of, weeks
from caseload.when.dates import When

DAY = date(2026, 11, 25)
MEDICAID = {"medicaid": Rounding.EIGHT_MINUTE}


def note(number: int, minutes: int | None, at: str = "", day: date = DAY, client: int = 1, **values: Any) -> Note:
    """A contact by phone."""
    when = When(day, time.fromisoformat(at)) if at else When(day)
    return Note(id=number, client_id=client, occurred=when, minutes=minutes, mode=Mode.PHONE_CALL, **values)


def paid(*notes: Note, payer: str = "Medicaid") -> list[Contact]:
    return [Contact(one, None, payer) for one in notes]


@pytest.mark.parametrize(
    ("rule", "minutes", "units", "lost"),
    [
        (Rounding.EIGHT_MINUTE, (7,), 0, 7), (Rounding.EIGHT_MINUTE, (8,), 1, -7), (Rounding.EIGHT_MINUTE, (22,), 1, 7),
        (Rounding.EIGHT_MINUTE, (7, 7), 1, -1), (Rounding.EIGHT_MINUTE_PER_SERVICE, (7, 7), 0, 14),
        (Rounding.FULL, (29,), 1, 14), (Rounding.FULL, (14, 16), 2, 0), (Rounding.FIRST_MINUTE_THEN_HALF, (1,), 1, -14),
        (Rounding.CONTACT_DAY, (90,), None, 0),
    ],
)  # fmt: skip
def test_minutes_become_units_by_the_rule_of_the_payer(
    rule: Rounding, minutes: tuple[int, ...], units: int | None, lost: int
) -> None:
    found = paid(*(note(number, each) for number, each in enumerate(minutes, 1)))
    assert units_of(found, {"medicaid": rule}) == (units, lost)


def test_no_attempt_and_nothing_of_a_payer_without_a_rule_is_a_unit() -> None:
    assert units_of(paid(note(1, 30, reached=Reached.NO)), MEDICAID) == (None, 0)
    assert units_of(paid(note(1, 30), payer="Acme"), MEDICAID) == (None, 0)
    assert units_of(paid(note(1, None)), MEDICAID) == (None, 0)


def test_units_are_of_each_client_and_day_apart() -> None:
    found = paid(note(1, 8), note(2, 8, client=2), note(3, 8, day=date(2026, 11, 26)))
    assert units_of(found, MEDICAID) == (3, 24 - 45)


def test_who_pays_is_the_payer_of_the_service_else_who_insured_the_client_that_day() -> None:
    held = [
        Coverage(client_id=1, payer="Old", started_on=date(2026, 1, 1), ended_on=date(2026, 10, 31)),
        Coverage(client_id=1, payer="Acme", started_on=date(2026, 11, 1)),
        Coverage(client_id=1, payer="Medicaid", started_on=date(2026, 11, 1)),
        Coverage(client_id=2, payer="Other"),
    ]
    assert payer_of(note(1, 5), {}, held, ()) == "Acme"
    assert payer_of(note(1, 5), {}, held, ("medicaid",)) == "Medicaid"
    assert payer_of(note(1, 5, day=date(2026, 10, 31)), {}, held, ()) == "Old"
    assert payer_of(note(1, 5, service_id=7), {7: "Special"}, held, ()) == "Special"
    assert payer_of(note(1, 5, client=3), {}, held, ()) == ""


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ([note(1, 30, "09:00"), note(2, 30, "09:30")], []),
        ([note(1, 31, "09:00"), note(2, 30, "09:30")], [(1, 2, 1)]),
        ([note(1, 120, "09:00"), note(2, 10, "09:30"), note(3, 10, "10:30")], [(1, 2, 10), (1, 3, 10)]),
        ([note(1, 30, "09:00", body="both"), note(2, 30, "09:00", client=2, body="both")], []),
        ([note(1, 30), note(2, 30)], []),
        ([note(1, None, "09:00"), note(2, 30, "09:00")], []),
        ([note(1, 30, "23:50"), note(2, 30, "00:10", day=date(2026, 11, 26))], [(1, 2, 10)]),
    ],
)
def test_contacts_that_want_one_person_at_once_are_told(notes: list[Note], said: list[tuple[int, int, int]]) -> None:
    assert [(one.earlier.id, one.later.id, one.minutes) for one in overlaps(notes)] == said


def test_a_week_longer_than_the_contract_says_by_how_much_and_counts_what_is_ones_own() -> None:
    own = Appointment(title="Training", starts=When(DAY, time(9)), minutes=90)
    [week] = weeks(paid(note(1, 60)), [own], 2.0)
    assert (week.begins, week.minutes, week.own, week.over) == (date(2026, 11, 23), 60, 90, 30)
    assert weeks(paid(note(1, 60)), [own], None)[0].over == 0
