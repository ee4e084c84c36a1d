"""What one rule says of one record: the one value by which due, why, resolved and waived all go."""

from datetime import date
from typing import Any, NamedTuple

from caseload.records.client import Client, no_longer_served
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.guarded import Guarded
from caseload.reports.rule import Rule


class Reckoning(NamedTuple):
    """What a rule says of a record, whether it shows yet or not: by which terms, for whom, when, or why not."""

    rule: Rule
    subject: Any
    """What the rule was asked about: the record, the contacts with a client, or a visit and its note."""
    client: Client | None
    terms: Terms
    when: Reckoned | Still
    rests: str = ""
    """Why what is booked is only a fact, never late: the clocks of its client have stopped, or nobody is to tell."""

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
        """Why it is due, or why the rule does not count; in what is sent out nothing typed, unless its kind travels.

        Of a guarded record nothing typed at all, as of its title; at home what to do about it.
        """
        if isinstance(self.when, Still):
            return self.when.reason
        at_home = self.when.next_step if self.is_guarded else self.when.own_words
        told = (at_home if self._in_full(sent) else "", self.when.late_reason if late else "")
        said = "; ".join(filter(None, told)) or self.when.reason
        return "; ".join(filter(None, (said, no_longer_served(self.client) if self.client else "")))

    @property
    def is_guarded(self) -> bool:
        """Whether a law of its own guards the record, so that a list of what is due says no more than its kind."""
        return isinstance(self.record, Guarded) and bool(self.record.mark)

    def _in_full(self, sent: bool) -> bool:
        return self.record.travels or not sent


def reckon(rule: Rule, subject: Any, client: Client | None, today: date) -> Reckoning:
    """What a rule says of one subject on a day."""
    terms = rule.terms(record_of(subject), client)
    if client is not None and client.voided_at:
        return Reckoning(rule, subject, client, terms, Still("it was voided"))
    stopped = rule.stopped(client) if client else ""
    if stopped and not rule.is_on_time_line:
        return Reckoning(rule, subject, client, terms, Still(stopped))
    when = rule.reckon(subject, terms, today)
    if terms.roll and isinstance(when, Reckoned):
        when = when.rolled(terms)
    rests = stopped or (_NO_OUTCOME if isinstance(when, Reckoned) and when.asks_nothing else "")
    return Reckoning(rule, subject, client, terms, when, rests)


_NO_OUTCOME = "it needs no outcome"


def record_of(subject: Any) -> Record:
    """The record that a subject is about."""
    record: Record = subject if isinstance(subject, Record) else subject.record
    return record
