"""What is left of an authorization, and when it runs out: by notes, by a statement, or not at all, and why."""

from datetime import date, timedelta
from typing import Any

import pytest

from caseload.records.authorization import Authorization, AuthorizationStatus
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.drawn import Account, Drawn, account, end_due, is_under_used, runout_due, said
from caseload.records.of.units import Delivery, Rounding, Unit

TODAY = date(2026, 11, 28)
BEGUN, END = date(2026, 9, 1), date(2027, 2, 28)


def approved(**values: Any) -> Authorization:
    given = {"status": AuthorizationStatus.APPROVED, "units": 24.0, "starts_on": BEGUN, "ends_on": END, **values}
    return Authorization(id=1, client_id=1, service_type="Counseling", **given)


def weekly(count: int, *, last: date = TODAY, minutes: int = 50, apart: int = 7) -> tuple[Delivery, ...]:
    """So many contacts, a week apart, the last on that day."""
    return tuple(Delivery(last - timedelta(days=apart * back), minutes) for back in range(count))


def stands(deliveries: tuple[Delivery, ...] = (), today: date = TODAY, **values: Any) -> Account:
    return account(Drawn(approved(**values), "Medicaid", deliveries), {"medicaid": Rounding.EIGHT_MINUTE}, today)


def test_three_a_week_over_eight_weeks_runs_out_when_they_are_used() -> None:
    found = stands(weekly(24, apart=2), units=36.0, starts_on=date(2026, 10, 4))
    assert (found.used, found.left, found.rate, found.over) == (24, 12, 3, "24 in 8 weeks")
    assert found.runs_out == TODAY + timedelta(days=28)


@pytest.mark.parametrize(
    ("begun", "told"), [(TODAY - timedelta(days=12), False), (TODAY - timedelta(days=13), True), (BEGUN, True)]
)
def test_before_two_weeks_it_is_too_early_to_tell(begun: date, told: bool) -> None:
    found = stands(weekly(2), starts_on=begun)
    assert (found.rate is not None, "too early" in found.why) == (told, not told)


def test_only_what_is_from_its_first_to_its_last_day_counts_and_nothing_to_come() -> None:
    outside = (Delivery(BEGUN - timedelta(days=1), 50), Delivery(TODAY + timedelta(days=1), 50))
    assert stands((Delivery(BEGUN, 50), *outside, Delivery(TODAY, 50))).used == 2


def test_a_statement_wins_up_to_its_day_and_notes_count_behind_it() -> None:
    noted = weekly(4)
    assert stands(noted, used_reported=9.0, used_reported_on=TODAY - timedelta(days=7)).used == 10
    assert stands(noted, used_reported=9.0, used_reported_on=TODAY).used == 9
    assert stands(noted, used_reported=9.0).used == 9


def test_a_statement_without_notes_is_spread_over_the_weeks_it_speaks_of() -> None:
    found = stands(units=30.0, starts_on=date(2026, 10, 1), used_reported=10.0, used_reported_on=date(2026, 10, 30))
    assert (found.rate, found.as_of, found.runs_out) == (2.33, date(2026, 10, 30), date(2026, 12, 29))


def test_minutes_alone_are_told_where_no_rule_makes_units_of_them() -> None:
    record = approved(unit=Unit.QUARTER_HOUR)
    found = account(Drawn(record, "", weekly(2)), {}, TODAY)
    assert (found.minutes, found.used, found.left, found.runs_out) == (100, None, None, None)
    assert "--rounding WORD" in found.why
    assert "config.toml" in account(Drawn(record, "Acme", weekly(2)), {}, TODAY).why
    ruled = account(Drawn(record, "MEDICAID", weekly(2)), {"medicaid": Rounding.EIGHT_MINUTE}, TODAY)
    assert (ruled.used, ruled.left) == (6, 18)


def test_dollars_are_what_is_reported() -> None:
    assert "authorization used au1" in stands(weekly(3), unit=Unit.DOLLAR, units=900.0).why
    found = stands(weekly(3), unit=Unit.DOLLAR, units=900.0, used_reported=300.0, used_reported_on=TODAY)
    assert (found.left, said(Drawn(approved(unit=Unit.DOLLAR, units=900.0)), found)) == (
        600, "600 of $900 left, 23.6 a week (300 in 12.7 weeks)"
    )  # fmt: skip


def test_what_will_be_left_at_its_end_is_told_as_under_used() -> None:
    few = Drawn(approved(units=48.0), "", weekly(4, apart=14))
    found = account(few, {}, TODAY)
    assert is_under_used(few, found)
    assert found.by_end == 10.57
    many = Drawn(approved(units=24.0), "", weekly(12))
    assert not is_under_used(many, account(many, {}, TODAY))


TERMS = Terms()


def due(drawn: Drawn, today: date = TODAY) -> Reckoned | Still:
    return runout_due(drawn, TERMS, today)


def test_what_is_used_up_is_due_since_the_day_of_the_last_unit() -> None:
    found = due(Drawn(approved(units=3.0), "", weekly(4)))
    assert isinstance(found, Reckoned)
    assert (found.due.day, found.reason) == (TODAY - timedelta(days=7), "used up: 4 of 3 visits")


NOT_DUE = [
    ({"units": None}, "has no units"),
    ({"status": AuthorizationStatus.DENIED}, "is denied"),
    ({"ends_on": TODAY - timedelta(days=1)}, "it ended"),
    ({"starts_on": TODAY + timedelta(days=1)}, "begins"),
    ({"units": 99.0}, "lasts to its end"),
    ({"unit": Unit.HOUR}, "minutes only"),
]


@pytest.mark.parametrize(("values", "why"), NOT_DUE)
def test_why_nothing_runs_out(values: dict[str, Any], why: str) -> None:
    found = due(Drawn(approved(**values), "", weekly(12)))
    assert isinstance(found, Still)
    assert why in found.reason


def after(status: str, begins: date | None) -> Authorization:
    return Authorization(
        id=2, client_id=1, service_type="Counseling", status=AuthorizationStatus(status), starts_on=begins
    )


@pytest.mark.parametrize(
    ("status", "begins", "ends", "runs"),
    [
        ("requested", END + timedelta(days=1), True, True),
        ("denied", END + timedelta(days=1), True, True),
        ("approved", END + timedelta(days=1), False, True),
        ("approved", END + timedelta(days=2), True, True),
        ("approved", None, False, True),
        ("partial", date(2026, 12, 15), False, False),
    ],
)
def test_only_a_renewal_that_was_granted_and_begins_in_time_stops_the_clocks(
    status: str, begins: date | None, ends: bool, runs: bool
) -> None:
    drawn = Drawn(approved(units=16.0), "", weekly(12), after(status, begins))
    assert isinstance(end_due(drawn, TERMS, TODAY), Reckoned) is ends
    assert isinstance(due(drawn), Reckoned) is runs


def test_from_the_first_day_of_the_next_one_nothing_is_used_of_the_one_before() -> None:
    drawn = Drawn(approved(), "", weekly(12), after("approved", TODAY - timedelta(days=6)))
    assert account(drawn, {}, TODAY).used == 11
