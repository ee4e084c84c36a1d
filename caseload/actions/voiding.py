"""Void a record and what hangs from it, as one step."""

from collections.abc import Iterator

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import references
from caseload.store.core import Store
from caseload.store.reads.listed import referring
from caseload.store.reads.waivers import waivers_of
from caseload.value import replace


def hanging(store: Store, record: Record) -> list[Record]:
    """Everything that hangs from a record, directly or through another, each once and not voided yet."""
    found: dict[str, Record] = {}
    for kind, column in hangs_from(type(record)):
        for below in referring(store, kind, column, record.id):
            if below.ref not in found:
                found |= {below.ref: below, **{deeper.ref: deeper for deeper in hanging(store, below)}}
    return list(found.values())


def hangs_from(parent: type[Record]) -> Iterator[tuple[type[Record], str]]:
    """The kinds that have no meaning without a record of another, each with the reference by which they hang from it.

    That is what a client has, what a record cannot be without, and what its kind names in HANGS.
    """
    for kind in KINDS:
        for field in references(kind, parent.TABLE):
            if field.name == "client_id" or field.name in kind.HANGS or not (field.optional or field.many):
                yield kind, field.name


def void_all(store: Store, record: Record, reason: str) -> Record:
    """Void a record, everything that hangs from it, and their snoozes and waivers; the record as it now stands.

    Raises Refused for a record of a client under legal hold.
    """
    below = hanging(store, record)
    hidden = [waiver for one in (*below, record) for waiver in waivers_of(store, one.ref) if not waiver.voided_at]
    # The record itself first: it is what undo and history name, and what a legal hold is said of.
    first, *_ = [store.save(replace(one, voided_at=store.at, void_reason=reason)) for one in (record, *hidden, *below)]
    return first
