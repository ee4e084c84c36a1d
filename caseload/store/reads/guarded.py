"""Which law guards a record beyond the usual: that of a note, and of a note for what was added to it."""

from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.reads.listed import guarded


def guard_of(store: Store, record: Record) -> str:
    """The mark of the law: [SUD]; nothing for most records."""
    if (mark := getattr(record, "mark", None)) is not None:
        return str(mark)
    number = getattr(record, "note_id", None)
    row = number and store.connection.execute("select sensitivity from note where id = ?", (number,)).fetchone()
    return f"[{row[0]}]" if row and row[0] != "normal" else ""


def marked(store: Store, record: Record) -> str:
    """What the record is called, its mark before it."""
    return record.called if hasattr(record, "mark") else f"{guard_of(store, record)} {record.called}".strip()


def is_guarded(store: Store, kind: type[Record], number: int) -> bool:
    """Whether a law guards the record of that number."""
    condition = guarded(kind)
    sql = f"select 1 from {kind.TABLE} where id = ? and {condition}"
    return bool(condition and store.connection.execute(sql, (number,)).fetchone())
