"""The days around a release and after a discharge: from when they count, what settles them, when they are over."""

from datetime import date
from typing import Any

import pytest

from caseload.records.client import Client
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.deadline import Deadlines
from caseload.records.of.deadlines_of_law import TRANSITIONS
from caseload.records.of.discharge import (
    Around,
    Freed,
    after_release_due,
    before_release_due,
    contact_due,
    month_due,
    visit_due,
)
from caseload.records.of.release import release_due
from caseload.records.of.setting import Setting
from caseload.records.stay import Stay
from caseload.value import replace
from caseload.when.dates import parse_lead
from caseload.when.workdays import Workdays

TODAY = date(2026, 11, 25)
HOLIDAYS = Workdays(extra=("2026-12-24", "2026-12-25"))


def law(**changes: Any) -> Terms:
    """The terms of a rule where rules.toml has the services for young people on, and those `changes` by their keys."""
    on = [replace(row, default="on") for row in TRANSITIONS if row.key.startswith("release-youth")]
    off = [replace(row, default="off") for row in TRANSITIONS if changes.get(row.key.replace("-", "_")) == "off"]
    return Terms(every=parse_lead("30d"), law=lambda: Deadlines(own=(*on, *off), workdays=HOLIDAYS))


def around(setting: Setting, left: str | None = None, **values: Any) -> Around:
    about = {name: values.pop(name) for name in ("contacts", "visits", "again", "born_on") if name in values}
    left_on = date.fromisoformat(left) if left else None
    return Around(Stay(client_id=1, id=1, setting=setting, left_on=left_on, **values), **about)


def day(found: Reckoned | Still) -> str:
    assert isinstance(found, Reckoned), found
    return str(found.due)


@pytest.mark.parametrize(
    ("left", "due"),
    [
        ("2026-11-25", "2026-11-27"),  # a Wednesday
        ("2026-11-27", "2026-12-01"),  # a Friday: Monday and Tuesday
        ("2026-11-28", "2026-12-01"),  # a Saturday
        ("2026-11-29", "2026-12-01"),  # a Sunday
        ("2026-12-23", "2026-12-29"),  # two holidays and a weekend
        ("2026-12-31", "2027-01-04"),  # over the year's end, which no list of holidays here has
        ("2028-02-28", "2028-03-01"),  # over 29 February
        ("2027-02-26", "2027-03-02"),
    ],
)
def test_a_contact_is_due_two_business_days_after_a_discharge(left: str, due: str) -> None:
    for setting in (Setting.HOSPITAL, Setting.PSYCHIATRIC, Setting.NURSING_HOME, Setting.TREATMENT):
        found = contact_due(around(setting, left), law(), date.fromisoformat(left))
        assert day(found) == due
        assert isinstance(found, Reckoned)
        assert found.law == "CPT 99495/99496, verified; check the notice"


@pytest.mark.parametrize(
    ("setting", "left", "due", "says"),
    [
        (Setting.HOSPITAL, "2026-11-24", "2026-12-01", "CPT 99496, verified"),
        (Setting.PSYCHIATRIC, "2026-11-24", "2026-12-01", "HEDIS FUH, verified"),
        (Setting.HOSPITAL, "2028-02-22", "2028-02-29", "CPT 99496, verified"),
        (Setting.HOSPITAL, "2027-02-22", "2027-03-01", "CPT 99496, verified"),
        (Setting.HOSPITAL, "2026-12-31", "2027-01-07", "CPT 99496, verified"),
    ],
)
def test_a_visit_is_due_seven_days_after_a_discharge(setting: Setting, left: str, due: str, says: str) -> None:
    found = visit_due(around(setting, left), law(), date.fromisoformat(left))
    assert day(found) == due
    assert isinstance(found, Reckoned)
    assert found.law.startswith(says)


def test_where_rules_toml_has_the_high_complexity_off_the_visit_is_due_in_fourteen_days() -> None:
    found = visit_due(around(Setting.HOSPITAL, "2026-11-24"), law(tcm_visit_high="off"), TODAY)
    assert (day(found), "99495" in getattr(found, "law", "")) == ("2026-12-08", True)


@pytest.mark.parametrize(("left", "due"), [("2026-11-24", "2026-12-24"), ("2028-01-30", "2028-02-29"),
                                           ("2027-01-30", "2027-03-01")])  # fmt: skip
def test_the_month_after_psychiatric_care_is_measured_for_no_other(left: str, due: str) -> None:
    assert day(month_due(around(Setting.PSYCHIATRIC, left), law(), TODAY)) == due
    assert month_due(around(Setting.HOSPITAL, left), law(), TODAY) == Still("st1 was hospital")


DONE = [
    # the day on which something was done, whether it settles what is due after a discharge of 20 November
    ("2026-11-19", False), ("2026-11-20", False), ("2026-11-21", True), ("2026-11-30", True),
]  # fmt: skip


@pytest.mark.parametrize(("done", "settles"), DONE)
def test_what_was_done_on_the_day_of_discharge_does_not_count_and_from_the_next_on_it_does(
    done: str, settles: bool
) -> None:
    days = [(date.fromisoformat(done), "n7")]
    seen = around(Setting.PSYCHIATRIC, "2026-11-20", contacts=days, visits=days)
    for rule in (contact_due, visit_due, month_due):
        found = rule(seen, law(), TODAY)
        assert (found == Still(f"seen to {done} (n7)")) is settles, rule
    called = around(Setting.PSYCHIATRIC, "2026-11-20", contacts=days)
    assert isinstance(contact_due(called, law(), TODAY), Still) is settles
    assert isinstance(visit_due(called, law(), TODAY), Reckoned), "a call is no visit"


def test_a_day_that_was_told_settles_the_contact_alone() -> None:
    told = around(Setting.HOSPITAL, "2026-11-20", followed_up_on=date(2026, 11, 23))
    assert contact_due(told, law(), TODAY) == Still("followed up 2026-11-23")
    assert isinstance(visit_due(told, law(), TODAY), Reckoned)


def test_who_is_in_again_is_not_followed_up_at_home() -> None:
    back = Stay(client_id=1, id=2, setting=Setting.HOSPITAL, from_on=date(2026, 11, 22))
    found = contact_due(around(Setting.HOSPITAL, "2026-11-20", again=back), law(), TODAY)
    assert found == Still("in again: st2 since 2026-11-22")


def test_what_was_missed_is_told_for_thirty_days_and_no_import_of_old_stays_brings_it_back() -> None:
    for today, told in ((date(2026, 12, 26), True), (date(2026, 12, 27), False), (date(2029, 1, 1), False)):
        found = contact_due(around(Setting.HOSPITAL, "2026-11-24"), law(), today)
        assert isinstance(found, Reckoned) is told, today


def test_what_goes_on_and_what_was_no_hospital_is_not_followed_up() -> None:
    for rule in (contact_due, visit_due):
        assert rule(around(Setting.HOSPITAL), law(), TODAY) == Still("st1 goes on")
        assert rule(around(Setting.SHELTER, "2026-11-20"), law(), TODAY) == Still("st1 was shelter")
        assert rule(around(Setting.JAIL_PRISON, "2026-11-20"), law(), TODAY) == Still("st1 was jail-prison")
    assert after_release_due(around(Setting.HOSPITAL, "2026-11-20"), law(), TODAY) == Still("st1 was hospital")


@pytest.mark.parametrize(("left", "due"), [("2026-11-20", "2026-12-20"), ("2026-01-30", "2026-03-01"),
                                           ("2028-01-30", "2028-02-29")])  # fmt: skip
def test_a_contact_is_due_thirty_days_after_a_release_whoever_it_is(left: str, due: str) -> None:
    for born, law_says in ((date(2008, 2, 29), "P.L. 117-328 s.5121"), (date(1980, 5, 5), "")):
        found = after_release_due(around(Setting.JAIL_PRISON, left, born_on=born), law(), date.fromisoformat(left))
        assert day(found) == due
        assert getattr(found, "law", "").startswith(law_says)
    # As it is shipped the law's row is off, and the default counts.
    assert day(after_release_due(around(Setting.JAIL_PRISON, left), Terms(), date.fromisoformat(left))) == due


def expected(on: str, born: date | None = None, **values: Any) -> Around:
    return around(Setting.JAIL_PRISON, expected_on=date.fromisoformat(on), born_on=born, **values)


@pytest.mark.parametrize(("contact", "settles"), [("2026-11-14", False), ("2026-11-15", True), ("2026-11-24", True)])
def test_services_before_a_release_begin_thirty_days_before_once_rules_toml_has_them_on(
    contact: str, settles: bool
) -> None:
    one = expected("2026-12-15", contacts=[(date.fromisoformat(contact), "n3")])
    assert isinstance(before_release_due(one, law(), TODAY), Still) is settles
    assert day(before_release_due(expected("2026-12-15"), law(), TODAY)) == "2026-12-15"
    found = before_release_due(expected("2026-12-15"), Terms(), TODAY)
    assert found == Still("release-youth-pre does not count: rules.toml turns it on; see caseload help clocks")


@pytest.mark.parametrize(
    ("born", "counts"),
    [
        (None, True), (date(1999, 12, 15), False), (date(1999, 12, 16), True), (date(2008, 2, 29), True),
        (date(1980, 1, 1), False),
    ],
)  # fmt: skip
def test_services_before_a_release_are_for_the_young(born: date | None, counts: bool) -> None:
    assert isinstance(before_release_due(expected("2026-12-15", born), law(), TODAY), Reckoned) is counts


def test_a_release_that_has_happened_is_due_no_more_though_nobody_knows_where_the_client_went() -> None:
    client = Client(id=1, given_name="Ana", release_on=TODAY, setting=Setting.UNKNOWN)
    left = Stay(client_id=1, id=3, setting=Setting.JAIL_PRISON, left_on=TODAY)
    assert isinstance(release_due(Freed(client), Terms(), TODAY), Reckoned)
    assert release_due(Freed(client, left), Terms(), TODAY) == Still("c1 left st3 on 2026-11-25")
