"""What is due and what is late: the only road to today, overdue, agenda, digest, the client's page and exports."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, Self

from caseload.errors import BadRow, NotFound
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Still
from caseload.records.task import is_stat
from caseload.records.waiver import Waiver, hides
from caseload.reports.reckoning import Reckoning, reckon, record_of
from caseload.reports.rule import Rule
from caseload.reports.rules import RULES
from caseload.store.core import Store
from caseload.store.reads.clients import client_id_of, clients_by_number
from caseload.store.reads.clocks import stat_tasks
from caseload.store.reads.sought import Asked, are_there
from caseload.store.reads.waivers import standing_waivers
from caseload.when.dates import When, days_late


class Item(NamedTuple):
    """One thing that is due at a moment: the reckoning that says so, when it shows, and whether it is past.

    It shows from `opens` on; `due` is the day or moment it is for; `grace_ends` the one at whose end it becomes late.
    """

    reckoning: Reckoning
    title: str
    opens: date
    due: When
    grace_ends: When
    late: bool
    days_late: int
    reason: str
    snoozed_until: date | None = None
    is_sent: bool = False
    """Whether it is told as it goes out by mail."""

    @property
    def record(self) -> Record:
        """What is due."""
        return self.reckoning.record

    @property
    def rule(self) -> str:
        """The name of the rule that says so."""
        return self.reckoning.rule.name

    @property
    def client(self) -> Client | None:
        """Whom it is for."""
        return self.reckoning.client

    @property
    def ref(self) -> str:
        """The typed id of the record."""
        return self.record.ref

    @property
    def last_day(self) -> date:
        """The last of its days: of a stay the one on which it ends, else the day it is due."""
        when = self.reckoning.when
        return max(when.last_day, self.due.day) if isinstance(when, Reckoned) else self.due.day

    @property
    def stays_until(self) -> When | None:
        """Its last day, where it is on several."""
        return When(self.last_day) if self.last_day > self.due.day else None

    def is_on(self, day: date) -> bool:
        """Whether it is that day's."""
        return self.due.day <= day <= self.last_day

    def on(self, day: date) -> Self:
        """The item as a page of one of its days has it."""
        return self if day == self.due.day else self._replace(due=When(day))

    @property
    def priority(self) -> str | None:
        """The record's own priority, if it has one."""
        return getattr(self.record, "priority", None)

    @property
    def rests(self) -> bool:
        """Whether it stands on its day and is never late, because the clocks of its client have stopped."""
        return bool(self.reckoning.rests)

    @property
    def is_stat(self) -> bool:
        """Whether it is to be done before anything else."""
        return is_stat(self.record)

    def sent(self) -> Self:
        """The item as it goes out by mail: nothing that someone typed, unless its kind travels."""
        reason = self.reckoning.reason(late=self.late, sent=True)
        return self._replace(title=self.reckoning.title(sent=True), reason=reason, is_sent=True)


class Standing:
    """What the rules say at one moment: all that is due, or of a record, whether it shows yet or not."""

    def __init__(self, store: Store, now: datetime, rules: Sequence[Rule] = RULES) -> None:
        self.store = store
        self.now = now
        self.rules = rules
        self._named = {rule.name: rule for rule in rules}
        self._clients: dict[int, Client | None] = {0: None}
        self._known: dict[tuple[str, str], Reckoning] = {}
        self._records: dict[str, Record] = {}

    def due(
        self, *, until: date | None = None, client_id: int | None = None, snoozed: bool = False, over: bool = False
    ) -> list[Item]:
        """As `due`; what it has reckoned, shown or not, is not reckoned again."""
        today, found = self.now.date(), list(self._found(until, client_id))
        self._meet(record_of(subject) for _, subject in found)
        reckonings = [self._reckoned(rule, subject) for rule, subject in found]
        for reckoning in reckonings:
            ref, _ = key = reckoning.key
            self._known[key], self._records[ref] = reckoning, reckoning.record

        def shows(reckoning: Reckoning) -> bool:
            when = reckoning.when
            if isinstance(when, Still):
                return False
            return when.opens(reckoning.terms) <= today if until is None else when.due.day <= until

        items = map(self.item, filter(shows, reckonings))
        kept = (
            item for item in items
            if item and (snoozed or item.snoozed_until is None) and (over or not item.rests or item.last_day >= today)
        )  # fmt: skip
        return sorted(kept, key=lambda item: (str(item.due), item.rule, item.record.id))

    def stat(self) -> list[Item]:
        """Every open task that is stat, due or not, put off or not, the latest first."""
        rule = self._named.get("task")
        tasks = stat_tasks(self.store) if rule else []
        self._meet(tasks)
        items = (self("task", task) for task in tasks)
        return sorted(filter(None, items), key=lambda item: (str(item.due), item.record.id))

    def __call__(self, name: str, record: Record) -> Item | None:
        """The item of a record by the rule of that name, snoozed or not; None where it is off or does not count."""
        rule = self._named[name]
        return None if rule.setting.off and not rule.is_on_time_line else self.item(self.reckoning(rule, record))

    def reckoning(self, rule: Rule, record: Record) -> Reckoning:
        """What a rule says of a record."""
        if found := self._known.get((record.ref, rule.name)):
            return found
        if rule.of_contacts and isinstance(record, Client):
            from caseload.store.reads.contacts import contacts_of

            return self._reckoned(rule, contacts_of(self.store, record, self.now.date()))
        return self._reckoned(rule, rule.look(self.store, record, self.now.date()) if rule.look else record)

    def item(self, reckoning: Reckoning) -> Item | None:
        """The item that a reckoning makes; None where the rule does not count, or is off and only an outcome lacks."""
        rule, when = reckoning.rule, reckoning.when
        if isinstance(when, Still):
            return None
        grace_ends = when.grace_ends(reckoning.terms)
        late = grace_ends.is_past(self.now) and not reckoning.rests
        if late and rule.setting.off:
            return None
        # A court date stays on its day, whatever was put off about it.
        waiver = None if rule.is_on_time_line and not late else self.waiver(rule, reckoning.record)
        return Item(
            reckoning=reckoning,
            title=reckoning.title(),
            opens=when.opens(reckoning.terms),
            due=when.due,
            grace_ends=grace_ends,
            late=late,
            days_late=days_late(grace_ends, self.now) if late else 0,
            reason=reckoning.reason(late=late),
            snoozed_until=waiver.until if waiver else None,
        )

    def waiver(self, rule: Rule, record: Record) -> Waiver | None:
        """The snooze or waiver that keeps a record out of sight of a rule now."""
        return next((waiver for waiver in self._waivers if hides(waiver, record.ref, rule.name, self.now)), None)

    @cached_property
    def _waivers(self) -> Sequence[Waiver]:
        return standing_waivers(self.store, self.now.date())

    def record(self, ref: str) -> Record | None:
        """The record of a typed id, the voided too; None where it is gone or cannot be read."""
        if known := self._records.get(ref):
            return known
        from caseload.records.kinds import parse_ref

        found = parse_ref(ref)
        try:
            return self.store.get(*found, voided=True) if found else None
        except (NotFound, BadRow):
            return None

    def _found(self, until: date | None, client_id: int | None) -> Iterator[tuple[Rule, Any]]:
        """Each rule that counts with each subject it looks at; the contacts, which several do, are read once."""
        today, contacts = self.now.date(), None
        on = [rule for rule in self.rules if not rule.setting.off or rule.is_on_time_line]
        asked = {rule.name: Asked(today, until or rule.shows_until(today), client_id, rule.least_days) for rule in on}
        sought = [(rule, rule.sought) for rule in on if rule.sought]
        there = are_there(self.store, [(one, asked[rule.name]) for rule, one in sought])
        without = {rule.name for (rule, _), is_there in zip(sought, there, strict=True) if not is_there}
        for rule in on:
            if rule.name in without:
                continue
            if not rule.of_contacts:
                subjects = rule.find(self.store, asked[rule.name])
            elif contacts is None:
                each = {one.name: asked[one.name] for one in on if one.of_contacts}
                subjects = contacts = rule.find(self.store, Asked(today, today, client_id, each=each))
            else:
                subjects = contacts
            for subject in subjects:
                yield rule, subject

    def _reckoned(self, rule: Rule, subject: Any) -> Reckoning:
        record = record_of(subject)
        number = client_id_of(self.store, record) or 0
        if number not in self._clients:
            self._meet([record])
        return reckon(rule, subject, self._clients[number], self.now.date())

    def _meet(self, records: Iterable[Record]) -> None:
        """Read the clients of records that are not known yet; those that are clients themselves need no asking."""
        numbers: set[int] = set()
        for record in records:
            if isinstance(record, Client):
                self._clients[record.id] = record
            else:
                numbers.add(client_id_of(self.store, record) or 0)
        unknown = numbers - self._clients.keys()
        self._clients |= dict.fromkeys(unknown) | clients_by_number(self.store, unknown)


def due(
    store: Store, now: datetime, rules: Sequence[Rule] = RULES, *,
    until: date | None = None, client_id: int | None = None, snoozed: bool = False, over: bool = False,
) -> list[Item]:  # fmt: skip
    """Everything that is due, the latest first, then by rule and id; not what is snoozed or waived, unless asked.

    Without `until` an item shows from its rule's lead on; with it, everything due up to the end of that day. What was
    booked for a client who has died or was closed stands on its day, and where it is `over`, only if asked.
    """
    return Standing(store, now, rules).due(until=until, client_id=client_id, snoozed=snoozed, over=over)


def newly_due(before: Iterable[Item], after: Iterable[Item]) -> list[Item]:
    """What a change has brought: items that were not there, or were not late."""
    were = {(item.ref, item.rule): item.late for item in before}
    return [item for item in after if item.late > were.get((item.ref, item.rule), -1)]
