"""What a record holds in fields of the user's own, as its page has it."""

from collections.abc import Iterator

from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.own import own_fields


def own_facts(store: Store, record: Record) -> Iterator[tuple[str, object]]:
    """What the record holds in fields of the user's own, under their labels; a no is said, for somebody has said it."""
    for field in own_fields(store, type(record)) if record.own else ():
        if (value := field.of(record)) is not None:
            yield field.label, value
