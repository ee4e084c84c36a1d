"""One contact, attempted or made (the record that targeted case management keeps, 42 CFR 441.18)."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import MOST_MINUTES, Vocabulary, at_most, kind, positive
from caseload.records.of.clock import Clock
from caseload.records.of.guarded import Guard, Guarded, Sensitivity
from caseload.records.of.nature import Distance, Prose, Says, Stamp
from caseload.value import replace
from caseload.when.dates import When


class Mode(Vocabulary):
    """How the contact took place."""

    IN_PERSON = "in-person"
    PHONE_CALL = "phone-call"
    VIDEO_CALL = "video-call"
    EMAIL = "email"
    TEXT = "text"
    LETTER = "letter"
    OTHER = "other"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"visit": "in-person", "call": "phone-call", "phone": "phone-call", "video": "video-call"}


WRITTEN = (Mode.EMAIL, Mode.TEXT, Mode.LETTER)
"""What reaches nobody by being sent."""


class Direction(Vocabulary):
    """Who began it."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Reached(Vocabulary):
    """Whether the client was reached; an attempt is not a contact."""

    YES = "yes"
    GROUP = "group"
    NO = "no"
    COLLATERAL = "collateral"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """One letter, as forms have it."""
        return {"y": "yes", "n": "no"}


class Activity(Vocabulary):
    """What the contact was for."""

    OUTREACH = "outreach"
    ASSESSMENT = "assessment"
    CARE_PLANNING = "care-planning"
    CARE_COORDINATION = "care-coordination"
    CARE_TRANSITIONS = "care-transitions"
    DISCHARGE_FOLLOW_UP = "discharge-follow-up"
    HEALTH_COACHING = "health-coaching"
    COMMUNITY_CONNECTION = "community-connection"
    SCREENING = "screening"
    MONITORING = "monitoring"
    ADVOCACY = "advocacy"
    OTHER = "other"


class NoteFormat(Vocabulary):
    """How the body is laid out."""

    FREE = "free"
    DAP = "dap"
    SOAP = "soap"
    BIRP = "birp"
    GIRP = "girp"
    PIE = "pie"


class NoteStatus(Vocabulary):
    """Whether the note may still be edited."""

    DRAFT = "draft"
    SIGNED = "signed"


@kind
class Note(Guarded):
    """One contact with or about a client, attempted or made."""

    TABLE: ClassVar[str] = "note"
    PREFIX: ClassVar[str] = "n"
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("draft", "signed")
    WHEN: ClassVar[str] = "occurred"
    ORDER: ClassVar[tuple[str, ...]] = ("occurred desc", "id desc")
    TITLE: ClassVar[str] = "summary"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="note-unsigned", field="occurred", words="note", many="notes to sign",
            does="caseload note sign", reason="not signed",
            looks_at="notes that are drafts", counts=("draft",),
            every="2d", source="practice: addenda within 24 to 48 hours",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("occurred",)
    WITHIN: ClassVar[tuple[str, ...]] = ("occurred",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("body", "with_whom", "place", "response", "next_step")
    ALONE: ClassVar[tuple[str, ...]] = (
        *SEARCHED, "occurred", "minutes", "mode", "direction", "reached", "activity", "format", "miles",
    )  # fmt: skip

    client_id: Annotated[int, also.CLIENT]
    occurred: Annotated[When, Says("When it took place; now unless said.", flag="--at"), also.DUE]
    minutes: Annotated[int | None, Says("How long it took.", short="-m", metavar="MIN", least=0), also.MINUTES] = None
    mode: Annotated[Mode, Says("How it took place; other unless said", short="-k"), also.MODE] = Mode.OTHER
    direction: Annotated[Direction | None, "Who began it"] = None
    reached: Annotated[Reached, "Whether the client was reached; yes unless said, no if sent", also.REACHED] = (
        Reached.YES
    )
    with_whom: Annotated[str | None, Says("Who took part.", flag="--with"), also.WITH] = None
    place: Annotated[str | None, "Where.", also.PLACE] = None
    activity: Annotated[Activity | None, "What it was for"] = None
    format: Annotated[NoteFormat, "How the text is laid out; free unless said"] = NoteFormat.FREE
    body: Annotated[str | None, Prose, also.WORDS] = None
    goal_ids: Annotated[tuple[int, ...], Says("A goal it addressed; may be repeated.", flag="--goal"), also.GOALS] = ()
    service_id: Annotated[int | None, "The service that was delivered: sv1."] = None
    response: Annotated[str | None, "How the client took it."] = None
    next_step: Annotated[str | None, "What comes next."] = None
    miles: Annotated[
        float | None, Says("Miles driven, to a tenth; or the odometer: 45120-45126.3."), Distance, also.MILES
    ] = None
    sensitivity: Guard = Sensitivity.NORMAL
    status: Annotated[NoteStatus, also.STANDING] = NoteStatus.DRAFT
    signed_at: Annotated[str | None, Stamp] = None
    """When it was signed here, UTC; a note imported as signed has no such moment."""

    def __post_init__(self) -> None:
        """The rules of one note."""
        super().__post_init__()
        positive(self, "minutes", "miles")
        at_most(self, MOST_MINUTES, "minutes")
        if self.miles is not None and round(self.miles, 1) != self.miles:
            raise Invalid("is finer than a tenth of a mile", "such as 3.4", field="miles")
        if self.signed_at and self.status is not NoteStatus.SIGNED:
            raise Invalid("is set on a note that is not signed", "status signed", field="signed_at")

    @property
    def summary(self) -> str:
        """The beginning of the body, else how the contact took place."""
        return beginning(self.body) if self.body else f"{self.mode} {self.occurred.day}"

    @property
    def as_item(self) -> str:
        """How and when the contact took place: a list of what is due is no place for the body."""
        return f"{self.mode} note of {self.occurred.day}"

    @property
    def outlives(self) -> bool:
        """A contact with those around the client."""
        return self.reached is Reached.COLLATERAL

    def refusal_to_change(self) -> str:
        """A signed note is never edited."""
        if self.status is not NoteStatus.SIGNED:
            return ""
        return f"{self.ref} is signed; add to it with caseload note addendum {self.ref} TEXT"


def reached_unsaid(mode: Mode | None, direction: Direction | None) -> Reached:
    """Whether the client counts as reached where nobody has said: yes, but what was sent only tried to."""
    return Reached.NO if mode in WRITTEN and direction is not Direction.INBOUND else Reached.YES


def beginning(text: str) -> str:
    """The first line of a text, as far as a list has room for it."""
    line = text.strip().splitlines()[0]
    return line if len(line) <= _SUMMARY else line[: _SUMMARY - 1].rstrip() + "…"


_SUMMARY = 100


def signed(note: Note, at: str) -> Note:
    """The note signed at a UTC instant; from then on only an addendum corrects it."""
    if note.status is NoteStatus.SIGNED:
        raise Refused(f"{note.ref} is signed already", f"add to it with caseload note addendum {note.ref} TEXT")
    return replace(note, status=NoteStatus.SIGNED, signed_at=at)
