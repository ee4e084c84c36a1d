"""What a clock's read passes over unread is never due."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from invented import DAY

from caseload.config import Config, RuleSetting
from caseload.records.benefit import Benefit, BenefitStatus, Category
from caseload.records.client import Client
from caseload.records.consent import Consent, ConsentKind, ConsentStatus
from caseload.records.of.base import Record
from caseload.records.of.setting import Setting
from caseload.records.stay import Stay
from caseload.reports.due import due
from caseload.reports.rules import settled
from caseload.store.core import Store
from caseload.when.dates import parse_span

NOON = datetime.combine(DAY, datetime.min.time()).replace(hour=12)


@pytest.mark.parametrize(
    ("lead", "expires_on", "opens"),
    [
        ("1m", date(2027, 3, 31), date(2027, 2, 28)),
        ("1m", date(2028, 3, 30), date(2028, 2, 29)),
        ("1m", date(2027, 5, 31), date(2027, 4, 30)),
        ("2m", date(2027, 8, 31), date(2027, 6, 30)),
        ("1y", date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_a_lead_in_months_shows_on_the_day_it_opens_whatever_the_month(
    store: Store, ana: Client, lead: str, expires_on: date, opens: date
) -> None:
    store.add(
        Consent(client_id=ana.id, kind=ConsentKind.HIPAA, recipient="r", purpose="p", signed_on=date(2026, 1, 1),
                status=ConsentStatus.ACTIVE, expires_on=expires_on)
    )  # fmt: skip
    said = {"consent": RuleSetting(lead=parse_span(lead))}
    rules = [rule for rule in settled(Config(rules=said)) if rule.name == "consent"]
    days = [opens + timedelta(days=one) for one in (-1, 0, 1)]
    assert [len(due(store, datetime(day.year, day.month, day.day, 9), rules)) for day in days] == [0, 1, 1]


def left(client: Client) -> Stay:
    return Stay(client_id=client.id, setting=Setting.HOSPITAL, place="St. Luke's", from_on=days_ago(20),
                left_on=days_ago(1))  # fmt: skip


def denied(client: Client) -> Benefit:
    return Benefit(client_id=client.id, name="Medicaid", status=BenefitStatus.DENIED, applied_on=days_ago(40),
                   decided_on=days_ago(3), notice_on=days_ago(3))  # fmt: skip


def closed(client: Client) -> Benefit:
    return Benefit(client_id=client.id, name="Medicaid", status=BenefitStatus.CLOSED, category=Category.MAGI,
                   effective_on=days_ago(400), closed_on=days_ago(3))  # fmt: skip


def days_ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("made", "rule"),
    [(left, "discharge-visit"), (denied, "benefit-not-contested"), (closed, "benefit-reconsideration")],
)
@pytest.mark.parametrize("until", [DAY + timedelta(days=120), DAY + timedelta(days=366), date(2200, 12, 31)])
def test_who_looks_far_ahead_sees_what_is_due_soon_after_something_that_has_ended(
    store: Store, ana: Client, made: Callable[[Client], Record], rule: str, until: date
) -> None:
    store.add(made(ana))
    assert rule in {item.rule for item in due(store, NOON, settled(Config()), until=until)}
