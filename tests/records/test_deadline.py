"""Deadlines that laws set: the table against its sources, and the day that each comes to."""

import csv
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import caseload as package
from caseload.records.of.clock import Still, Terms
from caseload.records.of.deadline import SHIPPED, Counted, Deadline, Deadlines, _words, due_by, says
from caseload.records.of.deadlines_of_law import AT_STAKE, DEADLINES, UNREAD
from caseload.value import replace
from caseload.when.workdays import Roll, Workdays

ANCHORS = {
    "last_determination": "decided_on", "form_date": "form_on", "termination_date": "closed_on",
    "application_date": "applied_on", "filing_date": "applied_on", "notice_date": "notice_on",
    "action_date": "effective_on", "appeal_received": "filed_on", "cert_end": "certified_to",
    "discharge_date": "discharged_on", "release_date": "release_on", "plan_date": "started_on",
}  # fmt: skip
REQUESTS = {
    "snap-hearing-decision": "filed_on",
    "mco-auth-standard": "requested_on",
    "mco-auth-expedited": "requested_on",
}
"""The field in which a request's day stands; asked_on for any other."""

UNITS = {"business_days": "business-days", "day15": "15th"}

NOT_IN_THE_TABLE = {
    "medicaid-hearing-decision": ("431.244(f)", "90 days"),
    "medicaid-engagement": ("71119", "30 calendar days from receipt"),
    "medicaid-retroactive": ("s.71112", "2 months (others)"),
    "medicaid-retroactive-expansion": ("s.71112", "1 month (expansion adults)"),
    "snap-aid-continuing": ("273.15(k)", "before the change AND certification period not ended", "| verified |"),
    "ssa-court": ("ssa.gov Handbook", "60 days after receipt of Council action"),
}
"""What clocks.md has and clocks.csv does not: words that stand in one line of it."""


def facts() -> Path:
    samples = os.environ.get("CASELOAD_SAMPLES")
    if not samples or not (found := Path(samples).parent / "facts").is_dir():
        pytest.skip("there is no folder of facts beside CASELOAD_SAMPLES")
    return found


def from_the_sources() -> Iterator[tuple[str, ...]]:
    with (facts() / "clocks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            unit, key = UNITS.get(row["unit"], row["unit"]), row["key"]
            anchor = ANCHORS.get(row["anchor"]) or REQUESTS.get(key, "asked_on")
            said = (row["mail_days"], row["roll"], row["citation"], row["mark"], row["default"])
            yield (key, anchor, row["count"] or "15", unit, *said)


def as_said(row: Deadline) -> tuple[str, ...]:
    said = (str(row.mail_days), str(row.roll), row.citation, row.mark, row.default)
    return (row.key, row.anchor, str(row.count), row.unit, *said)


def test_every_deadline_is_as_its_source_has_it() -> None:
    in_force = [row for row in DEADLINES if row.until is None]
    shipped = [as_said(row) for row in in_force if row.key not in NOT_IN_THE_TABLE]
    assert sorted(shipped) == sorted(from_the_sources())


def test_what_the_table_of_sources_does_not_have_stands_in_their_text() -> None:
    lines = (facts() / "clocks.md").read_text("utf-8").splitlines()
    for key, words in NOT_IN_THE_TABLE.items():
        assert any(all(word in line for word in words) for line in lines), key
    former = {row.key for row in DEADLINES if row.until}
    assert former == {"mco-auth-standard", "medicaid-retroactive", "medicaid-retroactive-expansion"}
    assert any("(14 before)" in line and "438.210(d)" in line for line in lines)
    assert any("before that 3 months" in line and "71112" in line for line in lines)


def test_the_amounts_at_stake_stand_in_the_sources() -> None:
    text = (facts() / "clocks.md").read_text("utf-8")
    for key in ("medicare-l3", "medicare-l5"):
        amounts = ", ".join(f"{one.year} ${one.dollars:,}" for one in AT_STAKE if one.key == key)
        assert amounts in text, key
        assert all(one.mark == "one source" for one in AT_STAKE)


@pytest.mark.parametrize(
    ("key", "year", "said"),
    [("medicare-l3", 2025, "$190 at stake in 2025"), ("medicare-l3", 2026, "$200 at stake in 2026")],
)
def test_a_deadline_says_what_must_be_at_stake_in_its_year(key: str, year: int, said: str) -> None:
    found = SHIPPED.find(key, date(year, 3, 1))
    assert found
    assert said in says(found)


def test_every_mark_has_a_citation_and_one_source_says_so() -> None:
    for row in DEADLINES:
        assert row.citation, row.key
        assert row.mark in ("verified", "one source"), row.key
        assert f", {row.mark}" in says(row)
        assert says(row).endswith("check the notice")
    assert {row.key for row in DEADLINES if row.default == "off"} == {
        "medicaid-renewal-expansion", "release-youth-pre", "release-youth-post",
    }  # fmt: skip


def test_help_says_of_what_nothing_counts_by() -> None:
    house = Path(package.__file__).parent
    text = "".join(path.read_text("utf-8") for path in house.rglob("*.py") if path.name != "deadlines_of_law.py")
    assert {row.key for row in DEADLINES if f'"{row.key}"' not in text} == UNREAD


def days(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("key", "anchored", "received", "due", "rolled_from"),
    [
        # Counted days, over month ends and 29 February.
        ("medicaid-hearing", "2026-10-01", None, "2026-12-30", None),
        ("medicaid-hearing", "2027-12-01", None, "2028-02-29", None),
        ("medicaid-hearing", "2027-12-02", None, "2028-03-01", None),
        ("medicaid-hearing", "2026-11-30", None, "2027-02-28", None),
        # What does not roll stays on a Saturday, and on a holiday.
        ("mco-appeal", "2026-10-06", None, "2026-12-05", None),
        ("mco-appeal", "2026-10-26", None, "2026-12-25", None),
        # Without days of mail the receipt changes nothing.
        ("medicaid-hearing", "2026-10-01", "2026-10-09", "2026-12-30", None),
        # Months: the last day of a shorter one.
        ("medicaid-renewal", "2026-01-31", None, "2027-01-31", None),
        ("medicaid-renewal", "2028-02-29", None, "2029-02-28", None),
        ("medicaid-renewal-expansion", "2026-08-31", None, "2027-02-28", None),
        ("medicaid-renewal-expansion", "2027-08-31", None, "2028-02-29", None),
        # Days of mail: presumed, or the receipt where it is known, earlier or later than that.
        ("ssa-appeal", "2026-10-01", None, "2026-12-07", "2026-12-05"),
        ("ssa-appeal", "2026-10-01", "2026-10-02", "2026-12-01", None),
        ("ssa-appeal", "2026-10-01", "2026-10-09", "2026-12-08", None),
        ("medicare-l1", "2026-10-01", None, "2027-02-03", None),
        ("medicare-l1", "2026-10-01", "2026-10-01", "2027-01-29", None),
        # Where it rolls: a Saturday, a Sunday, a holiday, a holiday that is observed, and both in a row.
        ("ssa-appeal", "2026-09-30", None, "2026-12-04", None),
        ("ssa-appeal", "2026-10-02", None, "2026-12-07", "2026-12-06"),
        ("ssa-appeal", "2026-09-22", None, "2026-11-27", "2026-11-26"),
        ("ssa-appeal", "2026-10-21", None, "2026-12-28", "2026-12-25"),
        ("ssa-appeal", "2026-11-12", None, "2027-01-19", "2027-01-16"),
        ("ssa-appeal", "2027-10-20", None, "2027-12-27", "2027-12-24"),
        ("ssa-appeal", "2027-12-26", None, "2028-02-29", None),
        # Before the anchor.
        ("medicaid-aid-continuing", "2026-12-01", None, "2026-11-30", None),
        ("medicaid-aid-continuing", "2028-03-01", None, "2028-02-29", None),
        ("medicaid-aid-continuing", "2027-01-01", None, "2026-12-31", None),
        ("snap-aid-continuing", "2027-03-01", None, "2027-02-28", None),
        # The 15th of the month, whichever day of it is the last.
        ("snap-recert", "2026-11-30", None, "2026-11-15", None),
        ("snap-recert", "2028-02-29", None, "2028-02-15", None),
        ("snap-recert", "2026-12-01", None, "2026-12-15", None),
        # Hours from a day alone, business days over a weekend.
        ("mco-auth-expedited", "2026-11-27", None, "2026-11-30", None),
        ("tcm-contact", "2026-11-27", None, "2026-12-01", None),
        # The first day that may be covered.
        ("medicaid-retroactive", "2026-12-31", None, "2026-09-01", None),
        ("medicaid-retroactive", "2027-01-01", None, "2026-11-01", None),
        ("medicaid-retroactive-expansion", "2026-12-31", None, "2026-09-01", None),
        ("medicaid-retroactive-expansion", "2027-01-01", None, "2026-12-01", None),
        ("medicaid-retroactive", "2028-05-31", None, "2028-03-01", None),
    ],
)
def test_the_day_that_a_deadline_comes_to(
    key: str, anchored: str, received: str | None, due: str, rolled_from: str | None
) -> None:
    day = date.fromisoformat(anchored)
    deadline = next(row for row in SHIPPED.rows(key) if row.holds(day))
    counted = due_by(deadline, day, days(received))
    assert isinstance(counted, Counted)
    assert (str(counted.due), counted.rolled_from) == (due, days(rolled_from))
    assert counted.anchored == day
    assert str(counted.due) in counted.arithmetic


@pytest.mark.parametrize(
    ("key", "anchored", "received", "arithmetic"),
    [
        ("medicaid-hearing", "2026-10-01", None, "2026-10-01 + 90d = 2026-12-30"),
        ("ssa-appeal", "2026-10-01", None, "2026-10-01 + 5d mail + 60d = 2026-12-05, a Saturday: Mon 2026-12-07"),
        ("ssa-appeal", "2026-10-01", "2026-10-02", "received 2026-10-02 + 60d = 2026-12-01"),
        ("ssa-appeal", "2026-09-22", None, "2026-09-22 + 5d mail + 60d = 2026-11-26, Thanksgiving Day: Fri 2026-11-27"),
        ("medicaid-aid-continuing", "2026-12-01", None, "2026-12-01 - 1d = 2026-11-30"),
        ("snap-recert", "2026-11-30", None, "2026-11-30 on the 15th of its month = 2026-11-15"),
        ("medicaid-retroactive", "2026-12-31", None, "2026-12-31 - 3m from the first of the month = 2026-09-01"),
    ],
)
def test_the_arithmetic_says_what_was_counted(key: str, anchored: str, received: str | None, arithmetic: str) -> None:
    day = date.fromisoformat(anchored)
    deadline = next(row for row in SHIPPED.rows(key) if row.holds(day))
    counted = due_by(deadline, day, days(received))
    assert isinstance(counted, Counted)
    assert counted.arithmetic == arithmetic


@pytest.mark.parametrize(
    ("effective", "due"),
    [(None, "2026-10-11"), ("2026-10-10", "2026-10-11"), ("2026-10-11", "2026-10-11"), ("2026-11-01", "2026-11-01")],
)
def test_of_two_days_the_later_counts(effective: str | None, due: str) -> None:
    deadline = SHIPPED.find("mco-continue", date(2026, 10, 1))
    assert deadline
    counted = due_by(deadline, date(2026, 10, 1), later_of=days(effective))
    assert isinstance(counted, Counted)
    assert str(counted.due) == due
    assert ("and effective 2026-11-01" in counted.arithmetic) is (due == "2026-11-01")
    assert _words("aid_asked_on") == "aid asked"


@pytest.mark.parametrize("day", ["2200-12-31", "2200-10-15"])
def test_past_the_calendars_end_nothing_is_due(day: str) -> None:
    deadline = SHIPPED.find("medicaid-hearing", date(2026, 1, 1))
    assert deadline
    assert isinstance(due_by(deadline, date.fromisoformat(day)), Still)
    before = SHIPPED.find("medicaid-aid-continuing", date(2026, 1, 1))
    assert before
    assert isinstance(due_by(before, date(1900, 1, 1)), Still)


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        ("2025-12-15", "2026-12-15"),  # six months on would lie in 2026, when twelve held
        ("2026-01-15", "2027-01-15"),
        ("2026-06-30", "2027-06-30"),
        ("2026-07-01", "2027-01-01"),  # the first renewal that falls under the new rule
        ("2026-07-15", "2027-01-15"),
        ("2027-01-15", "2027-07-15"),
    ],
)
def test_a_renewal_goes_by_the_rule_of_its_own_day(decided: str, due: str) -> None:
    expansion = next(row for row in DEADLINES if row.key == "medicaid-renewal-expansion")
    confirmed = Deadlines(own=(replace(expansion, default="on", mark="yours", origin="rules.toml, line 1"),))
    day = date.fromisoformat(decided)
    deadline = confirmed.find("medicaid-renewal-expansion", day) or confirmed.find("medicaid-renewal", day)
    assert deadline
    counted = due_by(deadline, day)
    assert isinstance(counted, Counted)
    assert str(counted.due) == due


def test_what_is_off_or_asks_is_not_in_force_until_it_is_confirmed() -> None:
    day = date(2027, 3, 1)
    for key in ("medicaid-renewal-expansion", "mco-auth-standard", "ssa-overpayment-30", "medicaid-engagement"):
        assert SHIPPED.find(key, day) is None
        confirmed = Deadlines(own=tuple(replace(row, default="on") for row in SHIPPED.rows(key)))
        assert confirmed.find(key, day), key
    assert SHIPPED.find("medicaid-haering", day) is None


def test_a_hearing_after_the_plans_appeal_is_counted_short_until_the_longer_term_is_confirmed() -> None:
    day = date(2026, 10, 1)
    unconfirmed = SHIPPED.find("mco-hearing", day)
    assert unconfirmed
    assert (unconfirmed.count, unconfirmed.mark) == (90, "one source")
    (row,) = SHIPPED.rows("mco-hearing")
    confirmed = Deadlines(own=(replace(row, default="on"),)).find("mco-hearing", day)
    assert confirmed
    assert confirmed.count == 120


def test_the_users_own_goes_before_what_is_shipped_for_the_days_that_it_names() -> None:
    (row,) = SHIPPED.rows("medicaid-hearing")
    own = replace(row, count=60, since=date(2027, 1, 1), mark="yours", citation="OAR 410", origin="rules.toml, line 3")
    found = Deadlines(own=(own,))
    before, after = found.find("medicaid-hearing", date(2026, 12, 31)), found.find("medicaid-hearing", date(2027, 1, 1))
    assert before
    assert after
    assert (before.count, after.count) == (90, 60)
    assert says(after) == "OAR 410; at most: the notice may give less; rules.toml, line 3; check the notice"
    off = Deadlines(own=(replace(row, default="off"),))
    assert off.find("medicaid-hearing", date(2026, 12, 31)) is None


def test_each_period_counts_from_the_field_that_it_names() -> None:
    (row,) = SHIPPED.rows("snap-hearing")
    before = replace(row, anchor="effective_on", until=date(2026, 12, 31))
    after = replace(row, count=60, since=date(2027, 1, 1))
    deadlines = Deadlines(own=(before, after))

    def counting(notice: str | None, effective: str | None) -> tuple[str, int, date] | None:
        found = deadlines.counting("snap-hearing", {"notice_on": days(notice), "effective_on": days(effective)}.get)
        return found and (found[0].anchor, found[0].count, found[1])

    assert counting("2026-11-01", "2026-12-01") == ("effective_on", 90, date(2026, 12, 1))
    assert counting("2027-02-01", "2027-03-01") == ("notice_on", 60, date(2027, 2, 1))
    assert counting("2026-11-01", None) == ("notice_on", 90, date(2026, 11, 1))
    assert counting(None, "2027-03-01") is None
    assert counting(None, None) is None


def test_business_days_and_workdays_are_those_of_the_config() -> None:
    (row,) = SHIPPED.rows("tcm-contact")
    deadlines = Deadlines(own=(replace(row, roll=Roll.WORKDAY, count=1),), workdays=Workdays("US"))
    found = deadlines.find("tcm-contact", date(2026, 11, 25))
    assert found
    counted = due_by(found, date(2026, 11, 25))
    assert isinstance(counted, Counted)
    assert counted.due == date(2026, 11, 27)


def test_terms_have_the_deadlines_that_are_shipped_unless_told_otherwise() -> None:
    assert Terms().deadlines is SHIPPED
    mine = Deadlines(own=())
    assert Terms(law=lambda: mine).deadlines is mine
