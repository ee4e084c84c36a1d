"""What `add` takes from other records, for rows of a file that do not say it."""

from caseload.errors import NotFound
from caseload.intake.screens import counted
from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.value import replace


def as_added(store: Store, record: Record, *, is_marked: bool = True) -> Record:
    """The record of a row as `add` would have it: a screen counted, an enrollment in the first phase of its programme.

    Where it is not `is_marked`, it is guarded by the law that guards what it is of. Raises as `counted`.
    """
    if record.TABLE != "enrollment":
        return counted(store, record, is_marked=is_marked)
    from caseload.records.enrollment import Enrollment, in_first_phase
    from caseload.records.program import Program

    assert isinstance(record, Enrollment)  # noqa: S101 - the only kind of that table
    try:
        of = store.get(Program, record.program_id)
    except NotFound:
        # A programme that is none is told as any other reference is.
        return record
    one = in_first_phase(record, of, record.started_on)
    return one if is_marked else replace(one, sensitivity=of.sensitivity)
