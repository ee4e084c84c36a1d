"""The only way to correct a signed note."""

from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.note import Note, NoteStatus, beginning
from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, kind
from caseload.records.of.nature import Prose


class AddendumKind(Vocabulary):
    """What the addition is."""

    LATE_ENTRY = "late-entry"
    ADDENDUM = "addendum"
    AMENDMENT = "amendment"


@kind
class Addendum(Record):
    """Words added to a note after it was signed."""

    TABLE: ClassVar[str] = "addendum"
    PREFIX: ClassVar[str] = "ad"
    AN: ClassVar[str] = "an"
    PLURAL: ClassVar[str] = "addenda"
    ORDER: ClassVar[tuple[str, ...]] = ("note_id", "id")
    TITLE: ClassVar[str] = "summary"
    SEARCHED: ClassVar[tuple[str, ...]] = ("body", "reason")

    note_id: int
    kind: Annotated[AddendumKind, "What it is; addendum unless said"] = AddendumKind.ADDENDUM
    body: Annotated[str, Prose, also.WORDS]
    reason: Annotated[str | None, "Why it is added."] = None

    @property
    def summary(self) -> str:
        """The beginning of the body."""
        return beginning(self.body)

    @property
    def as_item(self) -> str:
        """What it is and to which note: a list of what was done is no place for the body."""
        return f"{self.kind} to {Note.PREFIX}{self.note_id}"

    def refusal_to_change(self) -> str:
        """An addendum is part of the signed record: it is voided, never rewritten."""
        return f"{self.ref} is part of a signed note; void it, or add another with caseload note addendum"


def addable(note: Note) -> Note:
    """The note, if it is one that only an addendum corrects; raises Refused for a draft."""
    if note.status is not NoteStatus.SIGNED:
        raise Refused(f"{note.ref} is a draft", f"change it with caseload note edit {note.ref}")
    return note
