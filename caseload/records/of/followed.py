"""An enrollment with its programme, the rolls that it stands in, and the meetings that are planned."""

from datetime import date
from typing import NamedTuple

from caseload.records.attendance import KEPT, Attended
from caseload.records.enrollment import Enrollment
from caseload.records.program import Program


class Sitting(NamedTuple):
    """One meeting of which a roll says whether the client came."""

    id: int
    """The number of the attendance."""
    meeting_id: int
    day: date
    attended: Attended
    topic: str = ""
    hours: float = 0.0
    """Those of the meeting."""
    minutes_late: int | None = None
    excused: bool = False
    credited: float | None = None
    makeup_of: int | None = None
    """The number of the attendance, an absence, that this makes up for."""

    @property
    def is_kept(self) -> bool:
        """Whether the client was there, late or not."""
        return self.attended in KEPT

    @property
    def credit(self) -> float:
        """The hours that count: those said, else the meeting's less the minutes missed."""
        if not self.is_kept:
            return 0.0
        if self.credited is not None:
            return self.credited
        return max(round(self.hours - (self.minutes_late or 0) / 60, 2), 0.0)


class Planned(NamedTuple):
    """A meeting that is still to be held."""

    day: date
    topic: str = ""
    hours: float = 0.0


class Followed(NamedTuple):
    """One enrollment with its programme, the rolls it stands in, and the meetings that are planned."""

    record: Enrollment
    program: Program
    sittings: tuple[Sitting, ...] = ()
    """In the order of their days."""
    planned: tuple[Planned, ...] = ()
    """Whatever their day; none where nobody has planned any."""

    @property
    def end(self) -> date | None:
        """By when it is to be done: as it was ordered, or the programme's last day, whichever comes first."""
        return min((day for day in (self.record.due, self.program.ends_on) if day), default=None)

    def kept(self, today: date) -> list[Sitting]:
        """The meetings up to a day at which the client was; of one that was made up, the topic it stands for."""
        missed = {one.id: one for one in self.sittings if not one.is_kept}
        kept = [one for one in self.sittings if one.is_kept and one.day <= today]
        return [one._replace(topic=stands_for(one, missed).topic or one.topic) for one in kept]

    def absences(self, today: date) -> list[Sitting]:
        """The meetings up to a day that the client missed, neither excused nor made up."""
        made_up = {one.makeup_of for one in self.sittings if one.is_kept and one.day <= today}
        return [
            one
            for one in self.sittings
            if not one.is_kept and not one.excused and one.day <= today and one.id not in made_up
        ]

    def ahead(self) -> list[Planned]:
        """The meetings before its end of which no roll was taken: those to come, and those nobody has told of yet."""
        taken = {one.day for one in self.sittings}
        first, last = self.record.started_on or date.min, self.end or date.max
        return [one for one in self.planned if first <= one.day <= last and one.day not in taken]


def stands_for(one: Sitting, missed: dict[int, Sitting]) -> Sitting:
    """The absence that a sitting makes up for; itself where it makes up for none."""
    return missed.get(one.makeup_of or 0, one)
