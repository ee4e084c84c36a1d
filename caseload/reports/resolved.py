"""What became of things that an earlier digest spoke of: done, kept, signed, a contact made; each is told once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from caseload.errors import BadRow, NotFound
from caseload.output.column import Column
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client, ClientStatus
from caseload.records.goal import Achievement, Goal, Lifecycle
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.contact import Contacts, stands_still
from caseload.records.plan import Plan, PlanStatus
from caseload.records.task import Task, TaskStatus
from caseload.reports.due import Item, reckoned, title_of
from caseload.reports.memory import Said
from caseload.reports.rules import Rule
from caseload.store.core import Store
from caseload.store.reads.clients import client_of


class Resolved(NamedTuple):
    """One thing that is no longer due, and what became of it."""

    record: Record
    rule: str
    title: str
    client: Client | None
    became: str

    @property
    def ref(self) -> str:
        """The typed id of the record."""
        return self.record.ref


COLUMNS: tuple[Column[Resolved], ...] = (
    Column("id", lambda one: one.ref, "Id"),
    Column("became", lambda one: one.became, "Became", style=lambda _: "good"),
    Column("title", lambda one: one.title, "What", text=True),
)
"""How the digest shows them under a client."""


def resolved(
    store: Store, before: Said, items: Sequence[Item], now: datetime, rules: Sequence[Rule]
) -> Iterator[Resolved]:
    """What that digest spoke of and `items`, those of now, no longer hold; also what was done and is due anew."""
    standing = {(item.ref, item.rule): item.grace_ends for item in items}
    named = {rule.name: rule for rule in rules}
    look = _Look(store, now, before)
    for ref, name, was in sorted(before.items, key=lambda one: (str(one[2]), one[1], one[0])):
        if standing.get((ref, name)) != was and name in named and (found := look(ref, named[name])):
            yield found


class _Look:
    """At a record as it now stands, through its own rule."""

    def __init__(self, store: Store, now: datetime, before: Said) -> None:
        self._store = store
        self._now = now
        self._since = before.stamp

    def __call__(self, ref: str, rule: Rule) -> Resolved | None:
        """What became of it; None for what is gone, or still to do."""
        record = record_at(self._store, ref)
        if record is None:
            return None
        served = client_of(self._store, record)
        subject = rule.subject(self._store, record, self._now.date())
        terms, when = reckoned(rule, subject, served, self._now.date())
        if record.voided_at:
            became = "voided"
        elif isinstance(when, Still):
            became = _ended(record, served) or self._reached(subject, rule, terms) or _plain(record, when)
        else:
            # What was only put off, moved or hidden is not resolved: whoever did that knows.
            became = self._done(rule, when)
        if not became:
            return None
        return Resolved(record=record, rule=rule.name, title=title_of(rule, record), client=served, became=became)

    def _done(self, rule: Rule, when: Reckoned) -> str:
        """What was done since, so that the interval counts anew: the contact, the review."""
        done, fields = _DONE.get(rule.name, ("", ()))
        ref, field = when.anchor.split()
        if field not in fields or not self._was_written_since(ref):
            return ""
        again = "" if rule.name == "silent" else f", next {when.due.day}"
        return f"{done} {when.anchored.day}{again}"

    def _reached(self, subject: Any, rule: Rule, terms: Terms) -> str:
        """The contact that ended a row of attempts."""
        made = subject.made(collateral=terms.collateral) if rule.attempts and isinstance(subject, Contacts) else None
        ref = made.anchor.split()[0] if made else ""
        return f"contact made on {made.occurred.day}" if made and self._was_written_since(ref) else ""

    def _was_written_since(self, ref: str) -> bool:
        record = record_at(self._store, ref)
        return record is not None and (record.updated_at or "") >= self._since


_DONE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "contact": ("contact made on", ("occurred",)),
    "face-to-face": ("visit made on", ("occurred",)),
    "silent": ("recorded on", ("occurred", "starts")),
    "plan-review": ("reviewed on", ("reviewed_on",)),
}
"""Rules whose interval counts anew from what is done, with the fields it then counts from."""


def _ended(record: Record, served: Client | None) -> str:
    """How a record that is closed was closed; nothing for an open one."""
    match record:
        case Task(status=TaskStatus.COMPLETED):
            return f"done on {record.completed_on}" if record.completed_on else "done"
        case Appointment(status=AppointmentStatus.FULFILLED):
            return "kept"
        case Appointment(status=status) if record.superseded_by_id:
            return f"{status}, booked anew as {record.PREFIX}{record.superseded_by_id}"
        case Goal(lifecycle=Lifecycle.COMPLETED, achievement=Achievement.ACHIEVED):
            return "met"
        case Plan(status=PlanStatus.COMPLETED):
            return f"closed on {record.ended_on}" if record.ended_on else "closed"
    if served and served.status is ClientStatus.FINISHED:
        return f"client closed on {served.closed_on}" if served.closed_on else "client closed"
    return ""


def _plain(record: Record, still: Still) -> str:
    """Why the rule does not count, in words that need not name the record again; nothing where it only rests."""
    if isinstance(record, Client) and still.reason == stands_still(record):
        return ""
    return still.reason.removeprefix(f"{record.ref} ").removeprefix("is ")


def record_at(store: Store, ref: str) -> Record | None:
    """The record of a typed id, the voided too; None where it is gone or cannot be read."""
    # Here and not at the top: what was never told before cannot be resolved.
    from caseload.records.kinds import parse_ref  # noqa: PLC0415

    found = parse_ref(ref)
    try:
        return store.get(*found, voided=True) if found else None
    except (NotFound, BadRow):
        return None
