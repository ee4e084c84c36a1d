"""Minutes, contacts and days become the units of a payer, by the rule that it has and by no other."""

from datetime import date

import pytest

from caseload.records.of.units import ROUNDINGS, SUITS, Delivery, Rounding, Unit, by_day, quarter_hours, rule_for

MON, TUE = date(2026, 11, 23), date(2026, 11, 24)

VECTORS = [(0, 0), (7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (52, 3), (53, 4), (67, 4), (68, 5), (97, 6)]


@pytest.mark.parametrize(("minutes", "units"), VECTORS)
def test_the_eight_minute_rule_is_the_published_table(minutes: int, units: int) -> None:
    for rule in (Rounding.EIGHT_MINUTE, Rounding.EIGHT_MINUTE_PER_SERVICE):
        assert quarter_hours(rule, minutes) == units


@pytest.mark.parametrize(("minutes", "units"), [(0, 0), (14, 0), (15, 1), (29, 1), (30, 2), (60, 4)])
def test_full_units_are_whole_quarters_alone(minutes: int, units: int) -> None:
    assert quarter_hours(Rounding.FULL, minutes) == units


@pytest.mark.parametrize(("minutes", "units"), [(0, 0), (1, 1), (15, 1), (22, 1), (23, 2), (37, 2), (38, 3)])
def test_the_first_unit_takes_a_minute_and_each_further_more_than_half(minutes: int, units: int) -> None:
    assert quarter_hours(Rounding.FIRST_MINUTE_THEN_HALF, minutes) == units


TWO = (Delivery(MON, 7), Delivery(MON, 7), Delivery(TUE, 20))


@pytest.mark.parametrize(
    ("unit", "rule", "units"),
    [
        # Minutes are summed over the day, or counted note by note.
        (Unit.QUARTER_HOUR, Rounding.EIGHT_MINUTE, {MON: 1, TUE: 1}),
        (Unit.QUARTER_HOUR, Rounding.EIGHT_MINUTE_PER_SERVICE, {TUE: 1}),
        (Unit.QUARTER_HOUR, Rounding.FULL, {TUE: 1}),
        (Unit.QUARTER_HOUR, Rounding.FIRST_MINUTE_THEN_HALF, {MON: 1, TUE: 1}),
        (Unit.HOUR, Rounding.EIGHT_MINUTE, {MON: 0.25, TUE: 0.25}),
        (Unit.VISIT, None, {MON: 2, TUE: 1}),
        (Unit.VISIT, Rounding.MONTH, {MON: 1}),
        (Unit.DAY, None, {MON: 1, TUE: 1}),
        (Unit.DAY, Rounding.CONTACT_DAY, {}),
        # Nothing makes units of these.
        (Unit.QUARTER_HOUR, None, None),
        (Unit.HOUR, None, None),
        (Unit.DOLLAR, None, None),
    ],
)
def test_what_was_delivered_is_counted_day_by_day(
    unit: Unit, rule: Rounding | None, units: dict[date, float] | None
) -> None:
    assert by_day(unit, rule, TWO) == units


def test_a_contact_day_has_sixty_minutes() -> None:
    for minutes, found in ((59, {}), (60, {MON: 1.0})):
        assert by_day(Unit.DAY, Rounding.CONTACT_DAY, [Delivery(MON, minutes)]) == found


def test_someone_around_the_client_counts_in_minutes_and_is_no_visit() -> None:
    with_mother = [Delivery(MON, 30, with_client=False)]
    assert by_day(Unit.QUARTER_HOUR, Rounding.EIGHT_MINUTE, with_mother) == {MON: 2}
    assert by_day(Unit.VISIT, None, with_mother) == by_day(Unit.DAY, None, with_mother) == {}


def test_each_month_with_a_contact_is_one() -> None:
    found = by_day(Unit.VISIT, Rounding.MONTH, [Delivery(date(2026, 10, 31), 5), Delivery(MON, 5), Delivery(TUE, 5)])
    assert found == {date(2026, 10, 31): 1, MON: 1}


def test_a_contact_without_minutes_makes_no_unit_of_minutes() -> None:
    assert by_day(Unit.QUARTER_HOUR, Rounding.FIRST_MINUTE_THEN_HALF, [Delivery(MON, None)]) == {}
    assert by_day(Unit.VISIT, None, [Delivery(MON, None)]) == {MON: 1}


def test_an_authorizations_own_rule_goes_before_its_payers_which_counts_only_what_it_makes() -> None:
    assert rule_for(Unit.HOUR, Rounding.FULL, Rounding.EIGHT_MINUTE) is Rounding.FULL
    assert rule_for(Unit.HOUR, None, Rounding.EIGHT_MINUTE) is Rounding.EIGHT_MINUTE
    assert rule_for(Unit.VISIT, None, Rounding.EIGHT_MINUTE) is None


def test_every_rule_says_whose_it_is_how_well_that_is_known_and_what_it_makes() -> None:
    assert {*ROUNDINGS} == {*SUITS} == {*Rounding}
    assert {mark for _, mark in ROUNDINGS.values()} == {"verified", "one source"}


def test_contacts_of_one_day_are_counted_in_whatever_order_with_minutes_or_without() -> None:
    day = date(2026, 11, 2)
    for found in ([Delivery(day, None), Delivery(day, 20)], [Delivery(day, 20), Delivery(day, None)]):
        assert by_day(Unit.VISIT, None, found) == {day: 2.0}
