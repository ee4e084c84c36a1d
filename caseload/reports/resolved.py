"""What became of things that an earlier digest spoke of: done, kept, signed, a contact made; each is told once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from caseload.output.column import Column
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client, ClientStatus, contacts_stopped
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Still
from caseload.records.of.contact import Contacts
from caseload.records.of.visit import Visit
from caseload.records.task import Task, TaskStatus
from caseload.reports.due import Item, Standing
from caseload.reports.memory import Said
from caseload.reports.reckoning import Reckoning
from caseload.reports.rule import Rule


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


def resolved(standing: Standing, before: Said, items: Sequence[Item]) -> Iterator[Resolved]:
    """What that digest spoke of and `items`, those of now, no longer hold; also what was done and is due anew."""
    good_until = {item.reckoning.key: item.grace_ends for item in items}
    named = {rule.name: rule for rule in standing.rules}
    look = _Look(standing, before.stamp)
    for ref, name, was in sorted(before.items, key=lambda one: (str(one[2]), one[1], one[0])):
        if good_until.get((ref, name)) != was and name in named and (found := look(ref, named[name])):
            yield found


class _Look:
    """At a record as it now stands, through its own rule."""

    def __init__(self, standing: Standing, since: str) -> None:
        self._standing = standing
        self._since = since

    def __call__(self, ref: str, rule: Rule) -> Resolved | None:
        """What became of it; None for what is gone, or still to do."""
        record = self._standing.record(ref)
        if record is None:
            return None
        found = self._standing.reckoning(rule, record)
        became = "voided" if record.voided_at else self._became(found)
        if not became:
            return None
        return Resolved(record=record, rule=rule.name, title=found.title(sent=True), client=found.client, became=became)

    def _became(self, found: Reckoning) -> str:
        if isinstance(found.subject, Visit) and isinstance(found.when, Still):
            # It was kept before: what is new is the note.
            return _plain(found.record, found.when)
        if isinstance(found.when, Still):
            return _ended(found.record, found.client) or self._reached(found) or _plain(found.record, found.when)
        if found.rests:
            return _ended(found.record, found.client)
        # What was only put off, moved or hidden is not resolved: whoever did that knows.
        return self._done(found.rule, found.when)

    def _done(self, rule: Rule, when: Reckoned) -> str:
        """What was done since, so that the interval counts anew: the contact, the review."""
        done, fields = _DONE.get(rule.name, ("", ()))
        ref, field = when.anchor.split()
        if field not in fields or not self._was_written_since(ref):
            return ""
        again = "" if rule.name == "silent" else f", next {when.due.day}"
        return f"{done} {when.anchored.day}{again}"

    def _reached(self, found: Reckoning) -> str:
        """The contact that ended a row of attempts."""
        contacts = found.subject if found.rule.attempts and isinstance(found.subject, Contacts) else None
        made = contacts and contacts.made(collateral=found.terms.collateral)
        ref = made.anchor.split()[0] if made else ""
        return f"contact made on {made.occurred.day}" if made and self._was_written_since(ref) else ""

    def _was_written_since(self, ref: str) -> bool:
        record = self._standing.record(ref)
        return record is not None and (record.updated_at or "") >= self._since


_DONE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "contact": ("contact made on", ("occurred", "held")),
    "face-to-face": ("visit made on", ("occurred", "held")),
    "silent": ("recorded on", ("occurred", "starts", "held")),
    "plan-review": ("reviewed on", ("reviewed_on",)),
}
"""Rules whose interval counts anew from what is done, with the fields it then counts from."""


def _ended(record: Record, served: Client | None) -> str:
    """How a record that is closed was closed; nothing for an open one."""
    from caseload.records.goal import Achievement, Goal, Lifecycle
    from caseload.records.plan import Plan, PlanStatus

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
    if isinstance(record, Client) and still.reason == contacts_stopped(record):
        return ""
    return still.reason.removeprefix(f"{record.ref} ").removeprefix("is ")
