"""A course or programme with requirements: what it asks for, how many it takes, when it ends."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, in_order, kind, positive
from caseload.records.of.guarded import Guard, Sensitivity
from caseload.records.of.nature import Bare, Listed, Prose, Says
from caseload.records.of.requirements import Requirement, parse_requirements, phases_of


class Waitlist(Vocabulary):
    """Who on the waitlist has the next place that falls free; whoever waits longest comes first among equals."""

    DATE = "date"
    ACUITY = "acuity"
    RELEASE = "release"
    DUE = "due"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """Other words for them."""
        return {"need": "acuity", "deadline": "due", "first-come": "date"}


@kind
class Program(Record):
    """One programme; nobody's by itself: who is in it says an enrollment."""

    TABLE: ClassVar[str] = "program"
    PREFIX: ClassVar[str] = "pg"
    SINCE: ClassVar[int] = 14
    OWN: ClassVar[bool] = True
    WHEN: ClassVar[str] = "ends_on"
    ORDER: ClassVar[tuple[str, ...]] = ("name", "id")
    TITLE: ClassVar[str] = "name"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "description", "place")

    name: Annotated[str, Says("Another name.", later=True), Bare, Listed, also.PROGRAM]
    description: Annotated[str | None, "What it is.", Prose, Listed, also.WORDS] = None
    requirements: Annotated[
        str | None, Says("What it asks for, with ; between: see help programs.", flag="--requires"), Listed,
        also.REQUIREMENTS,
    ] = None  # fmt: skip
    capacity: Annotated[int | None, Says("How many it takes.", least=0), also.CAPACITY] = None
    waitlist: Annotated[Waitlist, "Who has the next place: who waits longest, unless said"] = Waitlist.DATE
    absences: Annotated[
        int | None, Says("How many meetings may be missed without an excuse.", least=0), also.ABSENCES
    ] = None  # fmt: skip
    hours: Annotated[float | None, Says("How long a meeting is, in hours, unless it says so itself.", least=0.1)] = None
    place: Annotated[str | None, "Where it meets.", Listed, also.PLACE] = None
    provider_id: Annotated[int | None, "Who runs it, in the directory: pr1."] = None
    starts_on: Annotated[date | None, Says("Its first day.", flag="--from"), also.STARTED] = None
    ends_on: Annotated[date | None, Says("Its last day.", flag="--until"), also.FINISHED] = None
    sensitivity: Guard = Sensitivity.NORMAL
    """What an enrollment in it takes over."""

    def __post_init__(self) -> None:
        """The rules of one programme."""
        super().__post_init__()
        positive(self, "capacity", "absences", "hours")
        in_order(self, "starts_on", "ends_on")
        if self.requirements is not None and not self.asked:
            raise Invalid("asks for nothing", "what it asks for, or leave it out", field="requirements")

    @property
    def asked(self) -> tuple[Requirement, ...]:
        """What it asks for."""
        return parse_requirements(self.requirements)

    @property
    def phases(self) -> tuple[str, ...]:
        """Its phases in their order; none where it has none."""
        return phases_of(self.asked)
