"""Who came to a meeting: yes, late, no; excused or not, made up, with how many hours."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, at_most, kind, positive
from caseload.records.of.nature import NotItself, Says, To
from caseload.records.of.values import number


class Attended(Vocabulary):
    """Whether the client came."""

    YES = "yes"
    LATE = "late"
    NO = "no"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """Other words for them."""
        return {"present": "yes", "absent": "no", "p": "yes", "l": "late", "a": "no", "y": "yes", "n": "no"}


KEPT = (Attended.YES, Attended.LATE)
"""The words of who was there."""


@kind
class Attendance(Record):
    """One client at one meeting, by the enrollment; the latest one counts where there are two."""

    TABLE: ClassVar[str] = "attendance"
    PREFIX: ClassVar[str] = "at"
    SINCE: ClassVar[int] = 14
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    ORDER: ClassVar[tuple[str, ...]] = ("meeting_id", "enrollment_id", "id")
    TITLE: ClassVar[str] = "ref"
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "minutes_late": ("late",), "excused": ("no",), "reason": ("no",), "makeup_of_id": ("yes", "late"),
        "hours_credited": ("yes", "late"),
    }  # fmt: skip
    IMPLIES: ClassVar[Mapping[str, tuple[str, str]]] = {
        "minutes_late": ("attended", "late"), "excused": ("attended", "no"),
    }  # fmt: skip
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason",)

    enrollment_id: int
    meeting_id: int
    attended: Annotated[Attended, "Whether the client came; yes unless said", also.ATTENDED] = Attended.YES
    minutes_late: Annotated[int | None, Says("How many minutes late.", least=0), also.MINUTES_LATE] = None
    excused: Annotated[bool, "Whether it is excused, and counts neither for nor against."] = False
    reason: Annotated[str | None, "Why not, as the client says.", also.EXCUSE] = None
    makeup_of_id: Annotated[int | None, "The absence that this makes up for: at5.", To("attendance"), NotItself] = None
    hours_credited: Annotated[
        float | None, Says("Hours that count; the meeting's, less what was missed, unless said.", least=0),
        also.CREDITED,
    ] = None  # fmt: skip

    def __post_init__(self) -> None:
        """The rules of one attendance."""
        super().__post_init__()
        positive(self, "minutes_late", "hours_credited")
        at_most(self, 24 * 60, "minutes_late")
        at_most(self, 24, "hours_credited")
        for name, words in self.STANDS.items():
            if getattr(self, name) != self.DEFAULTS[name] and self.attended not in words:
                beside = " or ".join(words)
                raise Invalid(f"does not go with attended {self.attended}", f"--attended {beside}", field=name)

    @property
    def called(self) -> str:
        """What came of it: present, late 10 min, absent, excused."""
        return standing_of(self)


def standing_of(attendance: Attendance) -> str:
    """What came of it in words."""
    if attendance.attended is Attended.NO:
        return "excused" if attendance.excused else "absent"
    late = f" {attendance.minutes_late} min" if attendance.minutes_late else ""
    came = "present" if attendance.attended is Attended.YES else f"late{late}"
    made_up = f", makes up for at{attendance.makeup_of_id}" if attendance.makeup_of_id else ""
    credited = attendance.hours_credited
    return came + made_up + (f", {number(credited)} h" if credited is not None else "")
