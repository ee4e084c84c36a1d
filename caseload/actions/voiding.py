"""Void a record and what hangs from it, as one step."""

from collections.abc import Mapping
from dataclasses import replace

from caseload.records.addendum import Addendum
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.link import Link
from caseload.records.note import Note
from caseload.records.observation import Observation
from caseload.records.of.base import Record
from caseload.records.person import Person
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.store.core import Store
from caseload.store.reads.listed import referring

_HANGS: Mapping[type[Record], tuple[tuple[type[Record], str], ...]] = {
    Client: (
        *((kind, "client_id") for kind in (Person, Plan, Goal, Task, Appointment, Note, Link)),
        (Link, "other_id"),
    ),
    Plan: ((Goal, "plan_id"),),
    Goal: ((Observation, "goal_id"),),
    Note: ((Addendum, "note_id"),),
}
"""What has no meaning without the record it hangs from."""


def hanging(store: Store, record: Record) -> list[Record]:
    """Everything that hangs from a record, directly or through another, each once and not voided yet."""
    found: dict[str, Record] = {}
    for kind, column in _HANGS.get(type(record), ()):
        for one in referring(store, kind, column, record.id):
            if one.ref not in found:
                found |= {one.ref: one, **{deeper.ref: deeper for deeper in hanging(store, one)}}
    return list(found.values())


def void_all(store: Store, record: Record, reason: str) -> Record:
    """Void a record and everything that hangs from it; the record as it now stands."""
    for one in hanging(store, record):
        store.save(replace(one, voided_at=store.at, void_reason=reason))
    return store.save(replace(record, voided_at=store.at, void_reason=reason))
