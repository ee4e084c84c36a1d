"""What one rule says of one record: the one value by which due, why, resolved and waived all go."""

from datetime import date
from typing import Any, NamedTuple

from caseload.records.client import Client
from caseload.records.note import Note
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

    @property
    def title(self) -> str:
        """What an item is called: the record's name, but of a client or a note nothing that must not travel by mail."""
        record = self.record
        if isinstance(record, Note):
            return f"{record.mode} note of {record.occurred.day}"
        return self.rule.words if isinstance(record, Client) else record.label


def reckon(rule: Rule, subject: Any, client: Client | None, today: date) -> Reckoning:
    """What a rule says of one subject on a day."""
    terms = rule.terms(record_of(subject), client)
    stopped = "" if client is None else "it was voided" if client.voided_at else rule.stopped(client)
    return Reckoning(rule, subject, client, terms, Still(stopped) if stopped else rule.reckon(subject, terms, today))


def record_of(subject: Any) -> Record:
    """The record that a subject is about."""
    record: Record = subject.client if isinstance(subject, Contacts) else subject
    return record
