"""Screens in a file: what their answers come to, which no file is trusted to have counted."""

from caseload.errors import NotFound
from caseload.records.of.base import Record
from caseload.store.core import Store


def counted(store: Store, record: Record) -> Record:
    """A screen with what its answers, or its total, come to by its instrument; any other record as it is.

    Raises Invalid for answers that are none, and for a score that the answers contradict.
    """
    if record.TABLE != "assessment":
        return record
    from caseload.records.assessment import Assessment
    from caseload.store.reads.screening import settled

    assert isinstance(record, Assessment)  # noqa: S101 - the only kind of that table
    try:
        return settled(store, record)
    except NotFound:
        # An instrument that is none is told as any other reference is.
        return record
