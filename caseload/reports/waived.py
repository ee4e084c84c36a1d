"""Snoozes and waivers that have run out: what counts again, and why it did not."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from caseload.output.column import Column
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned
from caseload.records.waiver import Waiver, hides
from caseload.reports.due import reckoned, title_of
from caseload.reports.resolved import record_at
from caseload.reports.rules import Rule, rules_of
from caseload.store.core import Store
from caseload.store.reads.clients import client_of
from caseload.store.reads.waivers import standing_waivers, waivers_ended


class RanOut(NamedTuple):
    """A snooze or a waiver that has ended, and what it was of."""

    waiver: Waiver
    record: Record
    client: Client | None
    title: str


COLUMNS: tuple[Column[RanOut], ...] = (
    Column("id", lambda one: one.record.ref, "Id"),
    Column("ended", lambda one: one.waiver.until, "Ended"),
    Column("rule", lambda one: one.waiver.rule or "every rule", "Rule"),
    Column("title", lambda one: f"{one.title} ({one.waiver.reason})", "What", text=True),
)
"""How the digest shows them under a client."""


def ran_out(store: Store, after: date, now: datetime, rules: Sequence[Rule]) -> Iterator[RanOut]:
    """The snoozes and waivers that ended after a day and by now, of what a rule still counts and nothing else hides."""
    hidden = standing_waivers(store, now.date())
    for waiver in waivers_ended(store, after, now.date()):
        record = record_at(store, waiver.item)
        if record is None or record.voided_at:
            continue
        served = client_of(store, record)
        mine = [rule for rule in rules_of(type(record), rules) if waiver.rule in (None, rule.name)]
        counting = [
            rule for rule in mine
            if not rule.setting.off and not any(hides(one, record.ref, rule.name, now) for one in hidden)
            and isinstance(reckoned(rule, rule.subject(store, record, now.date()), served, now.date())[1], Reckoned)
        ]  # fmt: skip
        if counting:
            title = title_of(counting[0], record) if waiver.rule else _whole(counting[0], record)
            yield RanOut(waiver=waiver, record=record, client=served, title=title)


def _whole(rule: Rule, record: Record) -> str:
    """What the record as a whole is called; a client, who stands in the heading, only a client."""
    return "client" if isinstance(record, Client) else title_of(rule, record)
