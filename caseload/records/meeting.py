"""A session of a programme: when it is held, what it is about, for how long."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, at_most, follower, kind, positive, recurrences
from caseload.records.of.nature import Bare, Listed, NotItself, Rule, Says, To
from caseload.value import replace
from caseload.when.dates import When


class MeetingStatus(Vocabulary):
    """Where it stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@kind
class Meeting(Record):
    """One session of one programme, alone or of a series; who came says an attendance each."""

    TABLE: ClassVar[str] = "meeting"
    PREFIX: ClassVar[str] = "me"
    SINCE: ClassVar[int] = 14
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("planned",)
    WHEN: ClassVar[str] = "held"
    ORDER: ClassVar[tuple[str, ...]] = ("held", "id")
    TITLE: ClassVar[str] = "topic"
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {"reason": ("cancelled",)}
    IMPLIES: ClassVar[Mapping[str, tuple[str, str]]] = {"reason": ("status", "cancelled")}
    SEARCHED: ClassVar[tuple[str, ...]] = ("topic", "place", "reason")

    program_id: int
    held: Annotated[When, Says("When it is or was.", flag="--at", needed=True), also.STARTS]
    topic: Annotated[str | None, "The course or subject, as the requirements call it.", Bare, Listed, also.TOPIC] = None
    hours: Annotated[
        float | None, Says("How long, in hours; as the programme has it unless said.", least=0.1), also.HOURS_LONG
    ] = None  # fmt: skip
    place: Annotated[str | None, "Where, if not where the programme meets.", Listed, also.PLACE] = None
    status: Annotated[MeetingStatus, "Where it stands; the roll makes it held", also.STANDING] = MeetingStatus.PLANNED
    reason: Annotated[str | None, "Why it was cancelled."] = None
    every: Annotated[str | None, Rule] = None
    """The rule of its series."""
    series_id: Annotated[int | None, To("meeting"), NotItself] = None
    """The first of its series; none for the first itself."""

    def __post_init__(self) -> None:
        """The rules of one meeting."""
        super().__post_init__()
        positive(self, "hours")
        at_most(self, 24, "hours")
        recurrences(self, "every")

    @property
    def called(self) -> str:
        """What it is about; where nobody says, of which programme it is."""
        return self.topic or f"meeting of pg{self.program_id}"


def repeated(first: Meeting, held: When) -> Meeting:
    """Another of the series that begins with one, at its own time and to be held."""
    return follower(first, held=held, series_id=first.id, status=MeetingStatus.PLANNED, reason=None)


def cancelled(meeting: Meeting, reason: str) -> Meeting:
    """The meeting that is not held; Refused where it was."""
    if meeting.status is not MeetingStatus.PLANNED:
        again = f"caseload meeting edit {meeting.ref} --status cancelled says so all the same"
        raise Refused(f"{meeting.ref} is {meeting.status}", again)
    return replace(meeting, status=MeetingStatus.CANCELLED, reason=reason)
