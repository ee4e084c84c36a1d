"""The household of a client on a day: who it is, and what comes in, exact to the cent."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.income import Income, Per, said_of
from caseload.records.of.household import Household, household, monthly
from caseload.records.of.tail import is_tail, tail
from caseload.records.of.values import dollars
from caseload.records.person import Person, PersonStatus

DAY = date(2026, 11, 25)
BEFORE, AFTER = date(2026, 11, 24), date(2026, 11, 26)


def client(size: int | None = None) -> Client:
    """Ana, whose household is of that size."""
    return Client(id=1, given_name="Ana", household_size=size)


def person(number: int = 1, **said: Any) -> Person:
    """Somebody who lives with Ana."""
    return Person(**{"id": number, "client_id": 1, "name": "Rosa", "in_household": True, **said})


def income(amount: float, per: str, **said: Any) -> Income:
    """What comes in of Ana's."""
    return Income(client_id=1, what="wages", amount=amount, per=Per(per), **said)


def of(*incomes: Income, people: tuple[Person, ...] = ()) -> Household:
    """The household of that day."""
    return household(client(), people, incomes, DAY)


@pytest.mark.parametrize(
    ("amount", "per", "yearly", "month"),
    [
        (100, "week", 520_000, 43_333),
        (412.5, "two-weeks", 1_072_500, 89_375),
        (967, "month", 1_160_400, 96_700),
        (20_000, "year", 2_000_000, 166_667),
        (0.01, "year", 1, 0),
        (0.05, "year", 5, 0),
        (0.06, "year", 6, 1),
        (0, "month", 0, 0),
        (0.29, "week", 1508, 126),
    ],
)
def test_an_amount_is_so_much_a_year_and_a_twelfth_of_that_a_month(
    amount: float, per: str, yearly: int, month: int
) -> None:
    found = of(income(amount, per))
    assert (found.yearly_cents, found.monthly_cents) == (yearly, month)


def test_the_whole_is_rounded_once_and_not_its_parts() -> None:
    three = [income(0.04, "year") for _ in range(3)]
    assert [monthly(one.yearly_cents) for one in three] == [0, 0, 0]
    assert of(*three).monthly_cents == 1


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(list(Per))), max_size=20))
def test_no_cent_is_lost_of_amounts_that_have_cents(said: list[tuple[int, Per]]) -> None:
    times = {Per.WEEK: 52, Per.TWO_WEEKS: 26, Per.MONTH: 12, Per.YEAR: 1}
    found = of(*(income(cents / 100, per) for cents, per in said))
    assert (found.yearly_cents or 0) == sum(cents * times[per] for cents, per in said)


def test_no_income_that_is_told_is_nothing_and_none_that_is_told_is_unknown() -> None:
    assert of(income(0, "month")).yearly_cents == 0
    assert (of().yearly_cents, of().monthly_cents) == (None, None)
    assert said_of(income(0, "month")) == "no income"
    assert said_of(income(1850, "two-weeks")) == "$1,850.00 every two weeks"
    assert dollars(5) == "$0.05"


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, True),
        ({"from_on": DAY}, True),
        ({"from_on": AFTER}, False),
        ({"until_on": DAY}, True),
        ({"until_on": BEFORE}, False),
        ({"from_on": BEFORE, "until_on": AFTER}, True),
        ({"voided_at": "2026-11-25T15:00:00Z"}, False),
    ],
)
def test_what_comes_in_counts_from_its_first_day_to_its_last(said: dict[str, Any], counts: bool) -> None:
    assert len(of(income(10, "week", **said)).incomes) == counts


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, True),
        ({"in_household": False}, False),
        ({"status": PersonStatus.PROPOSED}, False),
        ({"status": PersonStatus.SUSPENDED}, False),
        ({"status": PersonStatus.INACTIVE}, False),
        ({"status": PersonStatus.INACTIVE, "until_on": BEFORE}, False),
        ({"status": PersonStatus.INACTIVE, "until_on": DAY}, True),
        ({"from_on": AFTER}, False),
        ({"from_on": DAY, "until_on": DAY}, True),
        ({"voided_at": "2026-11-25T15:00:00Z"}, False),
    ],
)
def test_a_member_is_an_active_person_who_lives_there_that_day_and_brings_an_income(
    said: dict[str, Any], counts: bool
) -> None:
    hers = income(10, "week", person_id=1)
    found = of(hers, people=(person(**said),))
    assert (found.counted, found.incomes, found.apart) == ((2, (hers,), ()) if counts else (None, (), (hers,)))


def test_the_size_is_what_is_said_else_what_is_counted_and_else_unknown() -> None:
    assert household(client(), (), (), DAY).size is None
    assert household(client(), (), (), DAY).day == DAY
    assert household(client(), (person(), person(2)), (), DAY).size == 3
    assert household(client(1), (), (), DAY)[1:3] == (1, ())
    both = household(client(3), (person(),), (), DAY)
    assert (both.size, both.counted, both.disagrees) == (3, 2, True)
    assert not household(client(2), (person(),), (), DAY).disagrees
    # Who lives there may just not be written down.
    assert not household(client(4), (), (), DAY).disagrees


@pytest.mark.parametrize("said", [{"amount": -1}, {"amount": 0.001}, {"from_on": DAY, "until_on": BEFORE}])
def test_an_income_is_no_debt_has_whole_cents_and_ends_after_it_began(said: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Income(**{"client_id": 1, "what": "wages", "amount": 1, "per": Per.WEEK, **said})


def test_a_household_is_of_one_at_least() -> None:
    with pytest.raises(Invalid, match="is less than 1"):
        client(0)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("123-45-6789", "***6789"), ("12345", "***2345"), ("1234", "****"), ("1-2-3-4", "****"), ("7", "****"),
     ("9XX9-XX9-XX99", "***XX99"), ("12 34 5", "***2345")],
)  # fmt: skip
def test_of_a_number_its_last_four_letters_and_digits_are_shown(number: str, shown: str) -> None:
    assert tail(number) == shown
    assert is_tail(shown)
    assert not is_tail(number)
