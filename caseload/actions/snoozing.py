"""Items put out of sight until a day; their due dates stay as they are."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from caseload.errors import Invalid, Refused
from caseload.records.appointment import Appointment
from caseload.records.base import Record
from caseload.records.goal import Goal
from caseload.records.kinds import with_article
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.store import queries
from caseload.store.core import Store

R = TypeVar("R", bound=Record)


def snooze_all(store: Store, records: Iterable[R], until: date, reason: str, today: date) -> list[R]:
    """The records, each once and each hidden from the day's lists until that day; see `snooze`."""
    items = {record.ref: record for record in records}
    for record in items.values():
        snooze(store, record, until, reason, today)
    return list(items.values())


def snooze(store: Store, record: Record, until: date, reason: str, today: date) -> Waiver:
    """The item hidden from the day's lists until that day; a snooze it has already is moved.

    Raises Refused for what never shows there, Invalid for a day that is not ahead.
    """
    if not isinstance(record, Task | Appointment | Plan | Goal):
        what = f"{record.ref} is {with_article(type(record))}, which is never due"
        raise Refused(what, "a task, appointment, plan or goal can be snoozed")
    if (standing := getattr(record, record.STATUS)) not in record.OPEN:
        raise Refused(f"{record.ref} is {standing}", "only what is open can be snoozed")
    if until <= today:
        raise Invalid("is not ahead", "a day after today, such as +1w", field="--to")
    waiver = queries.waiver_of(store, record.ref, today)
    if waiver is None:
        return store.add(Waiver(item=record.ref, until=until, reason=reason))
    return store.save(replace(waiver, until=until, reason=reason))
