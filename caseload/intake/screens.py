"""Screens in a file: what their answers come to, which no file is trusted to have counted."""

from caseload.errors import NotFound
from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.value import replace


def counted(store: Store, record: Record, *, is_marked: bool = True) -> Record:
    """A screen with what its answers, or its total, come to by its instrument; any other record as it is.

    Where it is not `is_marked`, it is guarded by the law that guards what its instrument asks about. Raises Invalid for
    answers that are none, and for a score that the answers contradict.
    """
    if record.TABLE != "assessment":
        return record
    from caseload.records.assessment import Assessment
    from caseload.records.instrument import Instrument
    from caseload.store.reads.screening import settled

    assert isinstance(record, Assessment)  # noqa: S101 - the only kind of that table
    try:
        one = settled(store, record)
        law = None if is_marked or one.instrument_id is None else store.get(Instrument, one.instrument_id).sensitivity
        return one if law is None else replace(one, sensitivity=law)
    except NotFound:
        # An instrument that is none is told as any other reference is.
        return record
