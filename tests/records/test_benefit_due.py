"""The days of benefits and appeals by programme and level: windows, mail days, rolls, month ends."""

from datetime import date
from typing import Any

import pytest

from caseload.records.appeal import Action, AidContinuing, Appeal, AppealStatus, Level
from caseload.records.benefit import Benefit, BenefitStatus, Category
from caseload.records.of import appeal_due, benefit_due
from caseload.records.of.appeal_due import Contested
from caseload.records.of.benefit_due import Requested
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.levels import first_level, next_level
from caseload.records.of.programme import Programme, programme_of
from caseload.records.verification import Verification

TODAY = date(2026, 11, 25)


def contested(name: str, level: Level, **values: Any) -> Contested:
    benefit = Benefit(client_id=1, name=name, status=BenefitStatus.CLOSED)
    return Contested(Appeal(client_id=1, benefit_id=1, level=level, **values), benefit, benefit.programme)


def day(found: Reckoned | Still) -> str:
    assert isinstance(found, Reckoned), found
    return str(found.due)


WINDOWS = [
    # programme, level, date on the notice, when it came, the last day
    ("Medicaid", Level.FAIR_HEARING, "2026-10-01", None, "2026-12-30"),
    ("Food stamps", Level.FAIR_HEARING, "2026-10-01", None, "2026-12-30"),
    ("Medicaid managed care", Level.PLAN_INTERNAL, "2026-10-01", None, "2026-11-30"),
    ("Medicaid managed care", Level.FAIR_HEARING, "2026-10-01", None, "2026-12-30"),
    ("SSI", Level.RECONSIDERATION, "2026-10-01", None, "2026-12-07"),  # 5 December is a Saturday
    ("SSI", Level.RECONSIDERATION, "2026-10-21", None, "2026-12-28"),  # Christmas, then a weekend
    ("SSI", Level.RECONSIDERATION, "2026-10-01", "2026-10-03", "2026-12-02"),
    ("SSDI", Level.ALJ, "2026-10-02", None, "2026-12-07"),  # a Sunday
    ("SSDI", Level.APPEALS_COUNCIL, "2027-12-26", None, "2028-02-29"),
    ("Medicare", Level.REDETERMINATION, "2026-10-01", None, "2027-02-03"),
    ("Medicare", Level.RECONSIDERATION, "2026-10-01", None, "2027-04-04"),
    ("Medicare", Level.ALJ, "2026-10-01", None, "2026-12-05"),
    ("Medicare Advantage", Level.PLAN_INTERNAL, "2026-10-01", None, "2026-12-05"),
    ("Medicare Part D", Level.PLAN_INTERNAL, "2026-10-01", "2026-10-09", "2026-12-05"),
]


@pytest.mark.parametrize(("name", "level", "notice", "came", "last"), WINDOWS)
def test_an_appeal_is_filed_by_the_day_of_its_programme_and_level(
    name: str, level: Level, notice: str, came: str | None, last: str
) -> None:
    received = date.fromisoformat(came) if came else None
    one = contested(name, level, notice_on=date.fromisoformat(notice), received_on=received)
    found = appeal_due.window_due(one, Terms(), TODAY)
    assert day(found) == last
    assert isinstance(found, Reckoned)
    assert found.law.endswith("check the notice")
    assert "CFR" in found.law


def test_the_printed_day_goes_before_the_one_that_is_counted() -> None:
    for name in ("Medicaid", "TANF", "SSI"):
        one = contested(name, Level.FAIR_HEARING, notice_on=date(2026, 10, 1), deadline=date(2026, 11, 2))
        found = appeal_due.window_due(one, Terms(), TODAY)
        assert isinstance(found, Reckoned)
        assert (str(found.due), found.law) == ("2026-11-02", "printed on the notice")
        assert "check the notice" not in found.own_words


@pytest.mark.parametrize("name", ["TANF", "Housing voucher", "WIC", "Medicare Savings Program"])
def test_where_no_law_has_a_number_the_printed_day_is_asked_for(name: str) -> None:
    found = appeal_due.window_due(contested(name, Level.FAIR_HEARING, notice_on=TODAY), Terms(), TODAY)
    assert found == Still("no law of the table sets a day: enter the one printed on the notice")


def test_an_appeal_that_was_filed_or_will_not_be_has_no_window() -> None:
    for status in (AppealStatus.FILED, AppealStatus.NOT_FILED, AppealStatus.DECIDED):
        one = contested("Medicaid", Level.FAIR_HEARING, notice_on=TODAY, status=status)
        assert isinstance(appeal_due.window_due(one, Terms(), TODAY), Still)


AID = [
    # programme, level, notice, day of action, the last day to ask that it goes on
    ("Medicaid", Level.FAIR_HEARING, "2026-11-20", "2026-12-01", "2026-11-30"),
    ("Medicaid", Level.FAIR_HEARING, "2026-11-20", "2028-03-01", "2028-02-29"),
    ("SNAP", Level.FAIR_HEARING, "2026-11-20", "2027-01-01", "2026-12-31"),
    ("Medicaid managed care", Level.PLAN_INTERNAL, "2026-11-20", "2026-12-05", "2026-12-05"),
    ("Medicaid managed care", Level.PLAN_INTERNAL, "2026-11-20", "2026-11-25", "2026-11-30"),
    ("SSI", Level.RECONSIDERATION, "2026-11-20", "2027-01-01", "2026-12-05"),
    ("SSDI", Level.ALJ, "2026-11-20", None, "2026-12-05"),
]


@pytest.mark.parametrize(("name", "level", "notice", "action", "last"), AID)
def test_that_it_goes_on_is_asked_for_by_the_day_of_its_programme(
    name: str, level: Level, notice: str, action: str | None, last: str
) -> None:
    values = {"notice_on": date.fromisoformat(notice), "action": Action.CLOSING}
    ends = date.fromisoformat(action) if action else None
    assert day(appeal_due.aid_due(contested(name, level, effective_on=ends, **values), Terms(), TODAY)) == last
    # What was never paid cannot go on, and what was asked for, or given up, is asked for no more.
    denial = contested(name, level, effective_on=ends, **{**values, "action": Action.DENIAL})
    assert isinstance(appeal_due.aid_due(denial, Terms(), TODAY), Still)
    for said in AidContinuing:
        asked = contested(name, level, effective_on=ends, aid_continuing=said, **values)
        assert isinstance(appeal_due.aid_due(asked, Terms(), TODAY), Still)


def test_medicaid_says_until_when_it_may_be_reinstated() -> None:
    one = contested("Medicaid", Level.FAIR_HEARING, effective_on=date(2026, 12, 1), action=Action.CLOSING)
    found = appeal_due.aid_due(one, Terms(), TODAY)
    assert isinstance(found, Reckoned)
    assert found.late_reason.endswith("the agency may reinstate it if asked by 2026-12-11")


RENEWALS: list[tuple[dict[str, Any], str]] = [
    ({"name": "Medicaid", "certified_to": date(2027, 2, 28)}, "2027-02-28"),
    ({"name": "SNAP", "certified_to": date(2027, 2, 28)}, "2027-02-15"),
    ({"name": "SNAP", "certified_to": date(2028, 2, 29)}, "2028-02-15"),
    ({"name": "SNAP", "certified_to": date(2027, 2, 28), "renewal_due": date(2027, 2, 10)}, "2027-02-10"),
    ({"name": "SNAP", "certified_to": date(2027, 2, 15)}, "2027-02-15"),
    # It ends before the 15th of its last month.
    ({"name": "SNAP", "certified_to": date(2027, 9, 9)}, "2027-09-09"),
    ({"name": "TANF", "certified_to": date(2027, 2, 28)}, "2027-02-28"),
    ({"name": "Medicaid", "decided_on": date(2028, 2, 29)}, "2029-02-28"),
    ({"name": "Medicaid", "effective_on": date(2026, 1, 31)}, "2027-01-31"),
    ({"name": "Medicaid", "form_on": date(2026, 11, 20), "certified_to": date(2027, 2, 28)}, "2026-12-20"),
    ({"name": "Medicaid", "form_on": date(2026, 11, 20), "renewal_due": date(2026, 12, 31)}, "2026-12-31"),
    ({"name": "Medicaid", "certified_to": date(2027, 2, 28), "renewal_sent_on": TODAY}, "2027-02-28"),
]


@pytest.mark.parametrize(("values", "last"), RENEWALS, ids=[f"{one['name']}-{last}" for one, last in RENEWALS])
def test_a_benefit_is_renewed_by_the_day_that_is_known_best(values: dict[str, Any], last: str) -> None:
    benefit = Benefit(client_id=1, status=BenefitStatus.APPROVED, **values)
    assert day(benefit_due.renewal_due(benefit, Terms(), TODAY)) == last


DECISIONS: list[tuple[dict[str, Any], str]] = [
    ({"name": "Medicaid"}, "2027-01-09"),
    ({"name": "Medicaid", "category": Category.DISABILITY}, "2027-02-23"),
    ({"name": "SNAP"}, "2026-12-25"),
    ({"name": "SNAP", "expedited": True}, "2026-12-02"),
    ({"name": "TANF", "decision_due": date(2026, 12, 24)}, "2026-12-24"),
    ({"name": "SNAP", "decision_due": date(2026, 12, 24)}, "2026-12-24"),
]


@pytest.mark.parametrize(("values", "last"), DECISIONS, ids=[last for _, last in DECISIONS])
def test_an_agency_decides_by_the_day_of_the_law_or_its_own(values: dict[str, Any], last: str) -> None:
    benefit = Benefit(client_id=1, status=BenefitStatus.APPLIED, applied_on=TODAY, **values)
    found = benefit_due.decision_due(benefit, Terms(), TODAY)
    assert day(found) == last
    assert isinstance(found, Reckoned)
    assert found.late_reason.startswith("no decision, applied 2026-11-25")


def test_what_is_asked_for_is_handed_in_by_the_letter_else_by_the_ten_days_of_snap() -> None:
    snap, other = (Benefit(client_id=1, name=name, status=BenefitStatus.PENDING) for name in ("SNAP", "Medicaid"))
    one = Verification(benefit_id=1, what="Lease", asked_on=TODAY)
    assert day(benefit_due.verification_due(Requested(one, snap), Terms(), TODAY)) == "2026-12-05"
    assert isinstance(benefit_due.verification_due(Requested(one, other), Terms(), TODAY), Still)
    decided = Benefit(client_id=1, name="SNAP", status=BenefitStatus.DENIED)
    assert isinstance(benefit_due.verification_due(Requested(one, decided), Terms(), TODAY), Still)


def test_a_late_renewal_is_told_for_a_month_after_its_last_day() -> None:
    closed = Benefit(client_id=1, name="Medicaid", status=BenefitStatus.CLOSED, category=Category.MAGI,
                     closed_on=date(2026, 8, 1))  # fmt: skip
    assert day(benefit_due.reconsideration_due(closed, Terms(), date(2026, 11, 29))) == "2026-10-30"
    assert isinstance(benefit_due.reconsideration_due(closed, Terms(), date(2026, 11, 30)), Still)


CALLED = {
    "Medicaid": Programme.MEDICAID, "medicaid (nursing home)": Programme.MEDICAID, "MEDI-CAL": Programme.MEDICAID,
    "Food Stamps": Programme.SNAP, "SNAP benefits": Programme.SNAP, "Medicaid managed care": Programme.MANAGED_CARE,
    "Supplemental Security Income": Programme.SSI, "Medicare Part D": Programme.MEDICARE_ADVANTAGE,
    "Medicare": Programme.MEDICARE, "Medicare Savings Program": None, "Snapdragon fund": None, "WIC": None,
    "Section 8": Programme.HOUSING, "!?": None,
}  # fmt: skip


@pytest.mark.parametrize(("name", "programme"), CALLED.items())
def test_a_programme_is_known_by_its_common_names(name: str, programme: Programme | None) -> None:
    assert programme_of(name) is programme


def test_each_programme_has_its_levels_one_after_another() -> None:
    for programme in (None, *Programme):
        seen, level = list[Level](), first_level(programme)
        while level:
            assert level not in seen
            seen.append(level)
            level = next_level(programme, level)  # type: ignore[assignment]
    assert next_level(Programme.SSI, Level.RECONSIDERATION) is Level.ALJ
    assert next_level(Programme.MEDICAID, Level.FAIR_HEARING) is None
