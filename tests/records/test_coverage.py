"""Which days are covered, which are not, which twice; and when the end of a coverage is due."""

from datetime import date, timedelta
from typing import Any

import pytest

from caseload.errors import Invalid
from caseload.records.coverage import Coverage, CoverageStatus, Covered, end_due, gaps, gaps_beside, overlaps
from caseload.records.of.clock import Reckoned, Terms

TODAY = date(2026, 11, 28)


def coverage(number: int, first: str | None, last: str | None, **values: Any) -> Coverage:
    days = {
        name: date.fromisoformat(day) if day else None
        for name, day in (("started_on", first), ("ended_on", last))
    }  # fmt: skip
    return Coverage(**{"id": number, "client_id": 1, "payer": "Medicaid", **days, **values})


SPANS: list[tuple[list[tuple[str | None, str | None]], list[str]]] = [
    ([("2026-01-01", "2026-04-30"), ("2026-06-01", None)], ["no coverage 2026-05-01 to 2026-05-31"]),
    ([("2026-06-01", None), ("2026-01-01", "2026-04-30")], ["no coverage 2026-05-01 to 2026-05-31"]),
    ([("2026-01-01", "2026-04-30"), ("2026-05-01", None)], []),
    ([("2028-01-01", "2028-02-28"), ("2028-03-01", None)], ["no coverage on 2028-02-29"]),
    ([(None, "2026-04-30")], ["no coverage since 2026-05-01"]),
    ([("2026-01-01", "2026-11-28")], []),
    ([("2026-01-01", "2026-11-27")], ["no coverage since 2026-11-28"]),
    ([("2026-01-01", None), ("2026-02-01", "2026-03-01")], []),
    ([(None, None), ("2026-02-01", "2026-03-01")], []),
    ([], []),
]


@pytest.mark.parametrize(("days", "told"), SPANS)
def test_days_that_nothing_covers_are_told(days: list[tuple[str | None, str | None]], told: list[str]) -> None:
    found = [coverage(number, *each) for number, each in enumerate(days, 1)]
    assert list(map(str, gaps(found, TODAY))) == told


def test_a_draft_covers_nothing_and_a_cancelled_one_up_to_its_last_day() -> None:
    first, last = coverage(1, "2026-01-01", "2026-03-31"), coverage(3, "2026-06-01", None)
    draft = coverage(2, "2026-04-01", "2026-05-31", status=CoverageStatus.DRAFT)
    assert len(gaps([first, draft, last], TODAY)) == 1
    assert gaps([first, coverage(2, "2026-04-01", "2026-05-31", status=CoverageStatus.CANCELLED), last], TODAY) == []
    assert len(gaps([first, coverage(2, "2026-04-01", None, status=CoverageStatus.CANCELLED), last], TODAY)) == 1


def test_a_gap_is_told_of_the_two_beside_it_alone() -> None:
    one, two, three = (coverage(n, f"2026-{n * 2:02}-01", f"2026-{n * 2:02}-28") for n in (1, 2, 3))
    found = [one, two, three]
    assert [len(gaps_beside(each, found, TODAY)) for each in found] == [1, 2, 2]


def test_one_payer_twice_overlaps_and_two_payers_stand_beside_each_other() -> None:
    one = coverage(1, "2026-01-01", "2026-06-30")
    twice, other = coverage(2, "2026-06-30", None), coverage(3, "2026-05-01", "2026-05-31", payer="Medicare")
    assert overlaps(one, [one, twice, other]) == [
        "overlaps cv2 Medicaid on 2026-06-30", "beside cv3 Medicare from 2026-05-01 to 2026-05-31",
    ]  # fmt: skip
    assert overlaps(one, [coverage(2, "2026-07-01", None)]) == []


END = date(2026, 12, 31)

NEXT: list[tuple[dict[str, Any], bool]] = [
    ({"started_on": END + timedelta(days=1)}, False),
    ({"started_on": END + timedelta(days=1), "payer": "Acme"}, False),
    ({"started_on": END + timedelta(days=2)}, True),
    ({"started_on": date(2026, 6, 1)}, False),
    ({"started_on": date(2026, 6, 1), "payer": "Acme"}, True),
    ({"started_on": date(2026, 6, 1), "payer": "Acme", "type": "Medical"}, False),
    ({"started_on": END + timedelta(days=1), "status": CoverageStatus.DRAFT}, True),
]


@pytest.mark.parametrize(("values", "is_due"), NEXT)
def test_an_end_is_due_unless_another_goes_on(values: dict[str, Any], is_due: bool) -> None:
    one = coverage(1, "2026-01-01", str(END), type="medical")
    other = Coverage(**{"id": 2, "client_id": 1, "payer": " medicaid", **values})
    assert isinstance(end_due(Covered(one, [one, other]), Terms(), TODAY), Reckoned) is is_due


def test_what_ended_long_ago_is_not_due_once_another_has_begun() -> None:
    one, other = coverage(1, None, "2026-04-30"), coverage(2, "2026-06-01", None, payer="Acme")
    for today, is_due in ((date(2026, 5, 31), True), (date(2026, 6, 1), False)):
        assert isinstance(end_due(Covered(one, [one, other]), Terms(), today), Reckoned) is is_due


def test_the_mask_of_a_number_is_no_number() -> None:
    with pytest.raises(Invalid, match="only the mask"):
        coverage(1, None, None, member_id="***4567")
