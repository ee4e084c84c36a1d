"""Which revision of an event is the later one (RFC 5545 SEQUENCE): an older one never replaces a newer one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from caseload.errors import Invalid
from caseload.intake.building import Fault
from caseload.intake.calendars.events import Event, stamp
from caseload.intake.calendars.occurrences import Horizon
from caseload.records.appointment import Appointment, is_open
from caseload.store.core import Store
from caseload.store.reads import calendar as stored


def latest(events: Iterable[Event]) -> tuple[Mapping[str, Sequence[Event]], set[int], Sequence[Fault]]:
    """Events by UID, in the order of the file; the lines of those of which a later revision is there; the faults.

    A second one about the same date and of the same revision is a fault.
    """
    found: dict[tuple[str, str], Event] = {}
    older, faults = set[int](), list[Fault]()
    for event in events:
        key = (event.uid, stamp(event.slot) if event.slot else "")
        first = found.setdefault(key, event)
        if first is event:
            continue
        if first.sequence == event.sequence:
            error = Invalid(f"is the same as in line {first.line}", "one event a UID, and one a date of it")
            faults.append(Fault(f"line {event.line}", "UID", error))
            continue
        left_out, found[key] = sorted((first, event), key=lambda one: one.sequence)
        older.add(left_out.line)
    by_uid: dict[str, list[Event]] = defaultdict(list)
    for event in found.values():
        by_uid[event.uid].append(event)
    return by_uid, older, faults


def is_older(whole: Event, here: Iterable[Appointment], horizon: Horizon) -> bool:
    """Whether all that is open of an event here is of a later revision: then none of its dates is told by this one.

    A single date may be of a later one by itself.
    """
    revisions = [
        one.sequence or 0
        for one in here
        if is_open(one) and not one.voided_at and (not whole.recurs or horizon.first <= one.starts.day <= horizon.last)
    ]
    return bool(revisions) and whole.sequence < min(revisions)


def stored_one(store: Store, before: Appointment, event: Event, *, ours: bool) -> int:
    """The revision of what is here; of our own that which `agenda --ics` would write now, if the event has any."""
    if not ours or not event.sequence:
        return 0 if ours else before.sequence or 0
    changed = stored.last_changes(store, Appointment, [before.id]).get(before.id)
    return stored.revision(before, changed)
