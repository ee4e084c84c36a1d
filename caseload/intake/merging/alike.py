"""What is new in two copies and is the same for all that: one slot of a series, one row of a file, one declaration."""

from collections.abc import Iterator, Mapping
from typing import Any

from caseload.intake.known_here import as_asked
from caseload.records.client import Client
from caseload.records.field import OwnField
from caseload.records.instrument import Instrument
from caseload.records.kinds import kind_of, leads_to_client
from caseload.records.of.base import Record
from caseload.records.template import Template
from caseload.store import bulk
from caseload.store.core import Store
from caseload.store.forks import Log
from caseload.store.merging import alike, whose
from caseload.store.own import declared
from caseload.store.reads.checklists import template_version
from caseload.store.reads.screening import version_of

_TELLING: Mapping[str, tuple[str, ...]] = {
    "attendance": ("meeting_id", "enrollment_id"),
    "appointment": ("series_id", "slot"),
    "meeting": ("program_id", "held"),
    "link": ("client_id", "other_id"),
    "task": ("client_id", "title", "due", "every", "after"),
}
"""Of which kinds a second one with these columns alike would be the first once more."""
_NEEDED: Mapping[str, tuple[str, ...]] = {"task": ("every", "after")}
"""Of those columns the ones of which one must say something; else all of them must."""


def same_here(ours: Log, theirs: Log, record: Record, new: Mapping[str, Any]) -> int | None:
    """The number of what is new here, too, and is what a record of theirs is, its row with the ids of here; else None.

    Never of a client: that two are one person is for people to say.
    """
    kind = type(record)
    for number in _found(ours, record, new):
        known = (theirs.numbered(name) for name in ours.names_of((kind.TABLE, number)))
        if number > ours.floor.get(kind.TABLE, 0) and all(one is None for one in known):
            return number
    return None


def is_declaration(kind: type[Record]) -> bool:
    """Whether records of a kind are known by their names: nothing else that is called so may be here."""
    return kind in (OwnField, Instrument, Template)


def _found(ours: Log, record: Record, new: Mapping[str, Any]) -> Iterator[int]:
    kind, store = type(record), ours.store
    if is_declaration(kind):
        yield from _declared(store, record)
    if record.external_id is not None and kind is not Client:
        for known in bulk.called(store, kind, record.external_id, [record.source]):
            if whose(store, kind, known.id) == new.get(leads_to_client(kind)):
                yield known.id
    columns = _TELLING.get(kind.TABLE, ())
    said = [new[name] is not None for name in columns]
    needed = _NEEDED.get(kind.TABLE)
    if columns and (any(new[name] for name in needed) if needed else all(said)):
        yield from alike(store, kind, columns, [new[name] for name in columns])


def _declared(store: Store, record: Record) -> Iterator[int]:
    """What is called so here and says the same, or of a list of words at least as much."""
    same: Record | None = None
    if isinstance(record, OwnField):
        named = (
            one for one in declared(store, kind_of(record.of)) if (one.name, one.type) == (record.name, record.type)
        )
        same = next((one for one in named if set(record.words) <= set(one.words)), None)
    elif isinstance(record, Instrument):
        same = as_asked(record, version_of(store, record.name, record.version))
    elif isinstance(record, Template):
        same = as_asked(record, template_version(store, record.name, record.version))
    if same:
        yield same.id
