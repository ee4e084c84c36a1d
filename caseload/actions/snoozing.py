"""Items put out of sight until a day, from every rule or from one; their due dates stay as they are."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from caseload.errors import Invalid, Refused
from caseload.records.of.base import Record
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.reads.waivers import waiver_of
from caseload.value import replace

R = TypeVar("R", bound=Record)


def snooze_all(store: Store, records: Iterable[R], until: date, reason: str, today: date) -> list[R]:
    """The records, each once and each hidden from the day's lists until that day; see `hide`."""
    items = {record.ref: record for record in records}
    for record in items.values():
        hide(store, record, None, until, reason, today, flag="--to")
    return list(items.values())


def hide(
    store: Store, record: Record, rule: str | None, until: date, reason: str, today: date, *, flag: str = "--until"
) -> Waiver:
    """The item hidden until that day from one rule, or from every one; one that is hidden so already is moved.

    Raises Refused for what is closed, Invalid for a day that is not ahead.
    """
    if record.STATUS and (standing := getattr(record, record.STATUS)) not in (*record.OPEN, *record.ASKED):
        raise Refused(f"{record.ref} is {standing}", "only what is open can be put out of sight")
    if until <= today:
        raise Invalid("is not ahead", "a day after today, such as +1w", field=flag)
    waiver = waiver_of(store, record.ref, rule, today)
    if waiver is None:
        return store.add(Waiver(item=record.ref, rule=rule, until=until, reason=reason))
    return store.save(replace(waiver, until=until, reason=reason))
