"""What one rule says of one record: the one value by which due, why, resolved and waived all go."""

from datetime import date
from typing import Any, NamedTuple

from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.contact import Contacts
from caseload.reports.rules import Rule


class Reckoning(NamedTuple):
    """What a rule says of a record, whether it shows yet or not: by which terms, for whom, when, or why not."""

    rule: Rule
    subject: Any
    """What the rule was asked about: the record, or the contacts with a client."""
    client: Client | None
    terms: Terms
    when: Reckoned | Still

    @property
    def record(self) -> Record:
        """The record whose typed id an item about the subject has."""
        return record_of(self.subject)

    @property
    def key(self) -> tuple[str, str]:
        """The typed id and the rule, by which a reckoning is told from any other."""
        return self.record.ref, self.rule.name

    def title(self, *, sent: bool = False) -> str:
        """What the record is called; in what is sent out by the rule's own words, unless its kind travels."""
        return (self.record.as_item if self._in_full(sent) else "") or self.rule.words

    def reason(self, *, late: bool, sent: bool = False) -> str:
        """Why it is due, or why the rule does not count; in what is sent out nothing typed, unless its kind travels."""
        if isinstance(self.when, Still):
            return self.when.reason
        own_words = self.when.own_words if self._in_full(sent) else ""
        return (self.when.late_reason if late else "") or own_words or self.when.reason

    def _in_full(self, sent: bool) -> bool:
        return self.record.TRAVELS or not sent


def reckon(rule: Rule, subject: Any, client: Client | None, today: date) -> Reckoning:
    """What a rule says of one subject on a day."""
    terms = rule.terms(record_of(subject), client)
    stopped = "" if client is None else "it was voided" if client.voided_at else rule.stopped(client)
    return Reckoning(rule, subject, client, terms, Still(stopped) if stopped else rule.reckon(subject, terms, today))


def record_of(subject: Any) -> Record:
    """The record that a subject is about."""
    record: Record = subject.client if isinstance(subject, Contacts) else subject
    return record
