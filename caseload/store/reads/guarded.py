"""Which law guards a record beyond the usual: its own, or that of what it belongs to, as an addendum to its note."""

from caseload.records.of.base import Record
from caseload.records.of.guarded import Guarded
from caseload.store.core import Store
from caseload.store.reads.listed import guarded


def guard_of(store: Store, record: Record) -> str:
    """The mark of the law: [SUD]; nothing for most records."""
    of = guarded_by(store, record)
    return of.mark if of else ""


def guarded_by(store: Store, record: Record) -> Guarded | None:
    """The record that says which law guards this one: itself, or what it belongs to; None where nothing does."""
    from caseload.records.kinds import PARENTS

    if isinstance(record, Guarded):
        return record
    column, parent = PARENTS.get(type(record), ("", None))
    found = store.get(parent, getattr(record, column), voided=True) if parent else None
    return found if isinstance(found, Guarded) else None


def marked(store: Store, record: Record) -> str:
    """What the record is called, its mark before it."""
    return record.called if isinstance(record, Guarded) else f"{guard_of(store, record)} {record.called}".strip()


def is_guarded(store: Store, kind: type[Record], number: int) -> bool:
    """Whether a law guards the record of that number."""
    condition = guarded(kind)
    sql = f"select 1 from {kind.TABLE} where id = ? and ({condition})"
    return bool(condition and store.connection.execute(sql, (number,)).fetchone())
