"""What is due and what is late: the only road to today, overdue, agenda, digest, the client's page and exports."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from caseload.records.client import Client
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.contact import Contacts
from caseload.records.waiver import Waiver, hides
from caseload.reports.rules import RULES, Rule
from caseload.store.core import Store
from caseload.store.reads.clients import client_id_of, client_of, clients_by_number
from caseload.store.reads.clocks import Asked
from caseload.store.reads.waivers import standing_waivers
from caseload.when.dates import When, days_late


class Item(NamedTuple):
    """One thing that is due: the record, the rule that says so, for whom, when, and whether that is past.

    It shows from `opens` on; `due` is the day or moment it is for; `grace_ends` the one at whose end it becomes late.
    """

    record: Record
    rule: str
    title: str
    client: Client | None
    opens: date
    due: When
    grace_ends: When
    late: bool
    days_late: int
    reason: str
    snoozed_until: date | None = None

    @property
    def ref(self) -> str:
        """The typed id of the record."""
        return self.record.ref

    @property
    def priority(self) -> str | None:
        """The record's own priority, if it has one."""
        return getattr(self.record, "priority", None)


def due(
    store: Store, now: datetime, rules: Sequence[Rule] = RULES, *,
    until: date | None = None, client_id: int | None = None, snoozed: bool = False,
) -> list[Item]:  # fmt: skip
    """Everything that is due, the latest first, then by rule and id; not what is snoozed or waived, unless asked.

    Without `until` an item shows from its rule's lead on; with it, everything due up to the end of that day.
    """
    today = now.date()
    hidden = standing_waivers(store, today)
    find = _Finder(store, today, until, client_id)
    wanted = (rule for rule in rules if rule.is_on_time_line or not rule.setting.off)
    subjects = [(rule, one) for rule in wanted for one in find(rule)]
    served = _clients(store, (record_of(one) for _, one in subjects))

    def shows(when: Reckoned, terms: Terms) -> bool:
        return when.opens(terms) <= today if until is None else when.due.day <= until

    items = (
        _item(rule, one, served.get(client_id_of(store, record_of(one)) or 0), hidden, now, shows)
        for rule, one in subjects
    )
    kept = (item for item in items if item and (snoozed or item.snoozed_until is None))
    return sorted(kept, key=lambda item: (str(item.due), item.rule, item.record.id))


def newly_due(before: Iterable[Item], after: Iterable[Item]) -> list[Item]:
    """What a change has brought: items that were not there, or were not late."""
    were = {(item.ref, item.rule): item.late for item in before}
    return [item for item in after if item.late > were.get((item.ref, item.rule), -1)]


def record_of(subject: Any) -> Record:
    """The record whose typed id an item about the subject has."""
    record: Record = subject.client if isinstance(subject, Contacts) else subject
    return record


def reckoned(rule: Rule, subject: Any, served: Client | None, today: date) -> tuple[Terms, Reckoned | Still]:
    """What a rule says of one subject, whether it shows yet or not, and the terms by which it does."""
    terms = rule.terms(record_of(subject), served)
    if served is not None and (stopped := "it was voided" if served.voided_at else rule.stopped(served)):
        return terms, Still(stopped)
    return terms, rule.reckon(subject, terms, today)


class _Finder:
    """What each rule looks at; the contacts, which several do, are read once."""

    def __init__(self, store: Store, today: date, until: date | None, client_id: int | None) -> None:
        self._store = store
        self._today = today
        self._until = until
        self._client_id = client_id
        self._contacts: Iterable[Any] | None = None

    def __call__(self, rule: Rule) -> Iterable[Any]:
        if not rule.of_contacts:
            last = self._until or rule.shows_until(self._today)
            return rule.find(self._store, Asked(self._today, last, self._client_id))
        if self._contacts is None:
            self._contacts = rule.find(self._store, Asked(self._today, self._today, self._client_id))
        return self._contacts


def _clients(store: Store, records: Iterable[Record]) -> dict[int, Client]:
    """The clients of records by number; those that are clients themselves need no asking."""
    known: dict[int, Client] = {}
    wanted: set[int] = set()
    for record in records:
        if isinstance(record, Client):
            known[record.id] = record
        elif number := getattr(record, "client_id", None):
            wanted.add(number)
    return known | clients_by_number(store, wanted - known.keys())


def _item(
    rule: Rule, subject: Any, served: Client | None, hidden: Sequence[Waiver], now: datetime,
    shows: Callable[[Reckoned, Terms], bool] = lambda _when, _terms: True,
) -> Item | None:  # fmt: skip
    """The item, or None where the rule does not count, or it does not show."""
    record = record_of(subject)
    terms, when = reckoned(rule, subject, served, now.date())
    if isinstance(when, Still) or not shows(when, terms):
        return None
    item = item_of(rule, record, served, terms, when, hidden, now)
    return None if rule.setting.off and item.late else item


def item_of(
    rule: Rule, record: Record, served: Client | None, terms: Terms, when: Reckoned, hidden: Sequence[Waiver],
    now: datetime,
) -> Item:  # fmt: skip
    """The item that a reckoning makes at that moment."""
    grace_ends = when.grace_ends(terms)
    late = grace_ends.is_past(now)
    waiver = next((waiver for waiver in hidden if hides(waiver, record.ref, rule.name, now)), None)
    if rule.is_on_time_line and not late:
        # A court date stays on its day, whatever was put off about it.
        waiver = None
    return Item(
        record=record,
        rule=rule.name,
        title=title_of(rule, record),
        client=served,
        opens=when.opens(terms),
        due=when.due,
        grace_ends=grace_ends,
        late=late,
        days_late=days_late(grace_ends, now),
        reason=(when.late_reason if late else "") or when.own_words or when.reason,
        snoozed_until=waiver.until if waiver else None,
    )


def title_of(rule: Rule, record: Record) -> str:
    """What an item is called: the record's name, but of a client or a note nothing that must not travel by mail."""
    if isinstance(record, Note):
        return f"{record.mode} note of {record.occurred.day}"
    return rule.words if isinstance(record, Client) else record.label


class Standing:
    """What one rule says of one record after another, whether it shows yet or not: the same items as `due`."""

    def __init__(self, store: Store, now: datetime, rules: Sequence[Rule], hidden: Sequence[Waiver] = ()) -> None:
        self._store = store
        self._now = now
        self._hidden = hidden
        self._rules = {rule.name: rule for rule in rules}
        self._served: dict[int, Client | None] = {}

    def __call__(self, name: str, record: Record) -> Item | None:
        """The item, snoozed or not; None where the rule is off or does not count."""
        rule = self._rules[name]
        if rule.setting.off and not rule.is_on_time_line:
            return None
        subject = rule.subject(self._store, record, self._now.date())
        return _item(rule, subject, self._client(record), self._hidden, self._now)

    def _client(self, record: Record) -> Client | None:
        number = client_id_of(self._store, record) or 0
        if number not in self._served:
            self._served[number] = client_of(self._store, record)
        return self._served[number]
