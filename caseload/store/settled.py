"""What no undo takes back from the next day on: a signature, and records of a client under legal hold."""

from caseload.errors import Refused
from caseload.records.addendum import Addendum
from caseload.records.kinds import kind_of
from caseload.records.note import Note, NoteStatus
from caseload.store.core import Store
from caseload.store.holds import held_clients
from caseload.store.operations import Change, Operation, changes_of


def refuse_settled(store: Store, target: Operation) -> None:
    """Raises Refused for a command that signed a note, or whose undoing would take away what is under legal hold."""
    for change in changes_of(store, target.id):
        ref = f"{kind_of(change.table).PREFIX}{change.record_id}"
        if note := _signed_note(change):
            what = (
                f"operation {target.id} signed {ref} on an earlier day" if note == ref else f"{ref} is part of {note}"
            )
            raise Refused(f"{what}, and a signature stands", f"caseload note addendum {note} TEXT corrects it")
        if change.before is None and (
            held := held_clients(store, kind_of(change.table), change.record_id, change.last)
        ):
            lift = f"caseload client edit {held[0].ref} --no-legal-hold comes first"
            raise Refused(f"{held[0].ref} is under legal hold, and {ref} would be gone", lift)


def _signed_note(change: Change) -> str:
    """The note that a change signed, or the signed one that it added to; not of what an import brought signed."""
    after = change.after
    if after is None or (change.before is not None and change.table != Note.TABLE):
        return ""
    if change.table == Addendum.TABLE:
        return f"{Note.PREFIX}{after['note_id']}"
    was = change.before and change.before["status"]
    is_signing = change.table == Note.TABLE and after["status"] == NoteStatus.SIGNED != was
    return f"{Note.PREFIX}{change.record_id}" if is_signing else ""
