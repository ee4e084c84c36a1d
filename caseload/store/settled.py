"""What no undo takes back from the next day on, or from a legal hold on: a signature, a record of the client held."""

from caseload.errors import Refused
from caseload.records.addendum import Addendum
from caseload.records.client import Client
from caseload.records.kinds import kind_of
from caseload.records.note import Note, NoteStatus
from caseload.store.core import WHOSE, Store
from caseload.store.holds import held_after, held_clients
from caseload.store.operations import Change, Operation, changes_of
from caseload.store.touched import client_of


def refuse_settled(store: Store, target: Operation, *, later: bool = True) -> None:
    """Raises Refused for a command that signed a note, or whose undoing would take away what is under legal hold.

    Unless it is `later` than the day of the command, only for a hold that came after it: on the day itself an undo
    mends a slip of the hand, but what was there when the hold came is held.
    """
    for change in changes_of(store, target.id):
        ref = f"{kind_of(change.table).PREFIX}{change.record_id}"
        if later and (said := _said_to_others(change)):
            what, how = said
            raise Refused(f"operation {target.id} {what.format(ref)}", f"caseload {how.format(ref)}")
        if later and (note := _signed_note(change)):
            what = (
                f"operation {target.id} signed {ref} on an earlier day" if note == ref else f"{ref} is part of {note}"
            )
            raise Refused(f"{what}, and a signature stands", f"caseload note addendum {note} TEXT corrects it")
        if held := [one for one in _held(store, change) if later or held_after(store, one, change.id)]:
            lift = f"caseload client edit {held[0].ref} --no-legal-hold comes first"
            would = "be gone" if change.before is None else "be another's again"
            raise Refused(f"{held[0].ref} is under legal hold, and {ref} would {would}", lift)


def _said_to_others(change: Change) -> tuple[str, str] | None:
    """What a change has that others go by, and the command to go on with: a disclosure, a consent signed or revoked."""
    before, after = change.before or {}, change.after or {}
    if change.table == "disclosure" and not before and after:
        return "let something out on an earlier day, as {} says", "disclosure void {} --reason TEXT says what was wrong"
    if change.table == "consent" and after.get("revoked_on") and not before.get("revoked_on"):
        return "revoked {} on an earlier day, and others were told", "consent add keeps one that is signed anew"
    if change.table == "consent" and after.get("signed_on") and not before.get("signed_on"):
        return (
            "kept the signature of {} on an earlier day, and a signature stands",
            "consent revoke {0}, or consent void {0}",
        )
    return None


def _held(store: Store, change: Change) -> list[Client]:
    """The clients under legal hold whose record the undoing of a change would take away: a new one, or one moved in."""
    before, after, kind = change.before, change.after, kind_of(change.table)
    if before is not None and not any((after or {}).get(name) != before.get(name) for name in WHOSE):
        return []
    keep = set() if before is None else {client_of(store, kind, before), before.get("other_id")}
    return [one for one in held_clients(store, kind, change.record_id, change.last) if one.id not in keep]


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
