"""What a provider is called, where it is, what it costs, and when it is to be assured anew."""

from datetime import date

import pytest

from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.provider import Cost, Provider, ProviderStatus, assured, is_free
from caseload.value import replace
from caseload.when.dates import parse_span

KITCHEN = Provider(id=1, name="Elm Street Kitchen", service="Hot meals", assured_on=date(2026, 8, 31))


def test_it_is_called_by_its_service_and_whose_it_is() -> None:
    assert KITCHEN.title == "Hot meals, Elm Street Kitchen"
    assert replace(KITCHEN, service=None).title == "Elm Street Kitchen"
    assert replace(KITCHEN, service="Elm Street Kitchen").title == "Elm Street Kitchen"


def test_its_place_is_what_is_known_of_it_in_one_line() -> None:
    there = replace(KITCHEN, address="12 Elm Street", city="Chicago", state="IL", zip="00501")
    assert there.place == "12 Elm Street, Chicago, IL 00501"
    assert replace(there, address=None, state=None).place == "Chicago 00501"
    assert KITCHEN.place == ""


@pytest.mark.parametrize(
    ("cost", "fees", "free"),
    [
        (Cost.FREE, None, True), (Cost.CHARGED, "Free", False), (Cost.SLIDING_SCALE, None, False), (None, None, None),
        (None, "Free.", True), (None, "No  charge", True), (None, "$0", True), (None, "Free for veterans", None),
        (None, "$5", None),
    ],
)  # fmt: skip
def test_it_is_free_where_the_cost_or_words_that_say_only_that_say_so(
    cost: Cost | None, fees: str | None, free: bool | None
) -> None:
    assert is_free(replace(KITCHEN, cost=cost, fees=fees)) is free


@pytest.mark.parametrize(
    ("day", "every", "due"),
    [
        (date(2026, 8, 31), "6m", date(2027, 2, 28)), (date(2026, 1, 31), "1m", date(2026, 2, 28)),
        (date(2024, 2, 29), "1y", date(2025, 2, 28)), (date(2024, 2, 29), "4y", date(2028, 2, 29)),
        (date(2026, 11, 25), "90d", date(2027, 2, 23)),
    ],
)  # fmt: skip
def test_it_is_assured_anew_an_interval_after_the_last_day(day: date, every: str, due: date) -> None:
    found = Provider.CLOCKS[0].reckon(assured(KITCHEN, day), Terms(every=parse_span(every)), day)
    assert isinstance(found, Reckoned)
    assert (found.due.day, found.anchor, found.reason) == (due, "pr1 assured_on", f"last assured on {day}")


@pytest.mark.parametrize("status", [one for one in ProviderStatus if one is not ProviderStatus.ACTIVE])
def test_what_cannot_be_had_and_what_was_never_assured_asks_for_nothing(status: ProviderStatus) -> None:
    terms = Terms(every=parse_span("6m"))
    assert Provider.CLOCKS[0].reckon(replace(KITCHEN, status=status), terms, date(2027, 9, 1)) == Still(
        f"pr1 is {status}"
    )
    never = replace(KITCHEN, assured_on=None)
    assert Provider.CLOCKS[0].reckon(never, terms, date(2027, 9, 1)) == Still("pr1 has no day of assurance")
