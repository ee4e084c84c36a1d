"""Snoozes and waivers that have run out: what counts again, and why it did not."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from caseload.output.column import Column
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned
from caseload.records.waiver import Waiver
from caseload.reports.due import Standing
from caseload.reports.reckoning import Reckoning
from caseload.reports.rules import rules_of
from caseload.store.reads.waivers import waivers_ended


class RanOut(NamedTuple):
    """A snooze or a waiver that has ended, and what it was of; why it was may be said of what travels alone."""

    waiver: Waiver
    record: Record
    client: Client | None
    title: str
    reason: str


COLUMNS: tuple[Column[RanOut], ...] = (
    Column("id", lambda one: one.record.ref, "Id"),
    Column("ended", lambda one: one.waiver.until, "Ended"),
    Column("rule", lambda one: one.waiver.rule or "every rule", "Rule"),
    Column("title", lambda one: f"{one.title} ({one.reason})" if one.reason else one.title, "What", text=True),
)
"""How the digest shows them under a client."""


def ran_out(standing: Standing, after: date) -> Iterator[RanOut]:
    """The snoozes and waivers that ended after a day and by now, of what a rule still counts and nothing else hides."""
    for waiver in waivers_ended(standing.store, after, standing.now.date()):
        record = standing.record(waiver.item)
        found = next(_counting(standing, record, waiver.rule), None) if record and not record.voided_at else None
        if found:
            # A client as a whole, who stands in the heading, is only a client.
            title = "client" if waiver.rule is None and isinstance(record, Client) else found.title(sent=True)
            reason = waiver.reason if found.record.travels else ""
            yield RanOut(waiver=waiver, record=found.record, client=found.client, title=title, reason=reason)


def _counting(standing: Standing, record: Record, name: str | None) -> Iterator[Reckoning]:
    """What counts again of a record: by the rule of that name, or by any."""
    for rule in rules_of(type(record), standing.rules):
        if name in (None, rule.name) and not rule.setting.off and not standing.waiver(rule, record):
            reckoning = standing.reckoning(rule, record)
            if isinstance(reckoning.when, Reckoned):
                yield reckoning
