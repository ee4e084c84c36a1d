"""A client in a programme: waiting, enrolled, completed, gone; in which phase, until when it is to be done."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.names import fold
from caseload.records.of.nature import Says
from caseload.records.of.requirements import named, read_waived, write_waived
from caseload.records.program import Program
from caseload.value import replace


class EnrollmentStatus(Vocabulary):
    """Where it stands."""

    ENROLLED = "enrolled"
    NOT_ENROLLED = "not-enrolled"
    WAITLIST = "not-enrolled-on-waitlist"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    EXPELLED = "expelled"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """Other words for them."""
        return {"waitlist": "not-enrolled-on-waitlist", "active": "enrolled", "dropped": "withdrawn"}


_ENDED = ("completed", "withdrawn", "expelled")


@kind
class Enrollment(Guarded):
    """One time of one client in one programme, from the waitlist to its end; who comes again has another."""

    TABLE: ClassVar[str] = "enrollment"
    PREFIX: ClassVar[str] = "en"
    SINCE: ClassVar[int] = 14
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("enrolled", "not-enrolled-on-waitlist")
    WHEN: ClassVar[str] = "due"
    ORDER: ClassVar[tuple[str, ...]] = ("program_id", "status", "id")
    TITLE: ClassVar[str] = "ref"
    FACTS: ClassVar[tuple[str, ...]] = ("waitlisted_on", "phase_on", "ended_on")
    ORDERED: ClassVar[Order] = {"waitlisted_on": ("started_on", "ended_on"), "started_on": ("phase_on",)}
    WITHIN: ClassVar[tuple[str, ...]] = ("started_on", "ended_on")
    LIVED: ClassVar[tuple[str, ...]] = ("waitlisted_on",)
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "ended_on": _ENDED, "reason": ("not-enrolled", "not-enrolled-on-waitlist", *_ENDED),
    }  # fmt: skip
    SEARCHED: ClassVar[tuple[str, ...]] = ("phase", "ordered_by", "reason", "waived")

    client_id: Annotated[int, also.CLIENT]
    program_id: int
    status: Annotated[EnrollmentStatus, "Where it stands; enrolled unless said, or waiting where it is full"] = (
        EnrollmentStatus.ENROLLED
    )
    phase: Annotated[str | None, "The phase of the programme; see enrollment phase.", also.PHASE] = None
    phase_on: Annotated[date | None, "The day that phase began."] = None
    waitlisted_on: Annotated[date | None, "Since when on the waitlist.", also.WAITLISTED] = None
    started_on: Annotated[
        date | None, Says("The first day; today unless said.", flag="--from"), also.ENROLLED_ON
    ] = None  # fmt: skip
    due: Annotated[date | None, "By when it is to be done, as a court or school says.", also.COMPLETE_BY] = None
    ordered_by: Annotated[str | None, "Who asks for it: the court, the school.", also.ORDERED_BY] = None
    ended_on: Annotated[date | None, "The last day; see complete, withdraw, expel.", also.FINISHED] = None
    reason: Annotated[str | None, "Why it ended, or was not begun."] = None
    waived: str | None = None
    """What is not asked of this client, a line each, with its reason: sessions: the judge. See enrollment waive."""

    def __post_init__(self) -> None:
        """The rules of one enrollment."""
        super().__post_init__()
        in_order(self, "started_on", "ended_on")
        for key, reason in read_waived(self.waived).items():
            if not (key and reason):
                raise Invalid("lacks what is waived, or why", "lines such as sessions: the judge", field="waived")

    @property
    def waivers(self) -> dict[str, str]:
        """The requirements that were waived, by their key, each with its reason."""
        return read_waived(self.waived)

    @property
    def called(self) -> str:
        """In which programme, and in which phase: pg1, phase Skills."""
        words = f"{Program.PREFIX}{self.program_id}" + (f", phase {self.phase}" if self.phase else "")
        return f"{self.mark} {words}".strip()

    @property
    def as_item(self) -> str:
        """Nothing: which programme it is, the reason tells, where it is not guarded."""
        return ""


def is_open(enrollment: Enrollment) -> bool:
    """Whether the client is in the programme, or waits for a place."""
    return enrollment.status in Enrollment.OPEN


def enrolled(enrollment: Enrollment, on: date) -> Enrollment:
    """The client in the programme from that day; Refused where that is so, or was and ended."""
    if enrollment.status is EnrollmentStatus.ENROLLED:
        raise Refused(f"{enrollment.ref} is enrolled already", f"caseload enrollment edit {enrollment.ref} changes it")
    if enrollment.status in _ENDED:
        again = f"caseload enrollment add c{enrollment.client_id} pg{enrollment.program_id} begins another time"
        raise Refused(f"{enrollment.ref} is {enrollment.status}", again)
    return replace(enrollment, status=EnrollmentStatus.ENROLLED, started_on=on, reason=None)


def ended(enrollment: Enrollment, status: EnrollmentStatus, on: date, reason: str | None) -> Enrollment:
    """The enrollment at its end, that day; Refused for one that has ended, or to complete or expel who waits."""
    if not is_open(enrollment):
        undo = f"caseload enrollment edit {enrollment.ref} --status enrolled takes that back"
        raise Refused(f"{enrollment.ref} is {enrollment.status} already", undo)
    if enrollment.status is EnrollmentStatus.WAITLIST:
        if status is not EnrollmentStatus.WITHDRAWN:
            raise Refused(f"{enrollment.ref} is on the waitlist", f"caseload enrollment enroll {enrollment.ref} first")
        return replace(enrollment, status=EnrollmentStatus.NOT_ENROLLED, reason=reason)
    return replace(enrollment, status=status, ended_on=on, reason=reason)


def in_first_phase(enrollment: Enrollment, program: Program, on: date | None) -> Enrollment:
    """Who is enrolled, since that day in the first phase of the programme, unless that has none or they are in one."""
    first = next(iter(program.phases), None)
    if first is None or enrollment.phase or enrollment.status is not EnrollmentStatus.ENROLLED:
        return enrollment
    return replace(enrollment, phase=first, phase_on=enrollment.phase_on or on)


def in_phase(enrollment: Enrollment, program: Program, name: str | None, on: date) -> Enrollment:
    """The enrollment in a phase from that day, in the next where none is named; back is allowed, ahead one at a time.

    Raises Refused where the programme has none, or one would be left out.
    """
    phases = program.phases
    if enrollment.status is not EnrollmentStatus.ENROLLED:
        raise Refused(f"{enrollment.ref} is {enrollment.status}", "a phase is of who is enrolled")
    if not phases:
        ask = f'caseload program edit {program.ref} --requires "...; phases A > B"'
        raise Refused(f"{program.ref} {program.name} has no phases", ask)
    at = place_of(enrollment.phase, phases)
    to = _phase_meant(name, phases) if name else at + 1
    if to >= len(phases):
        raise Refused(f"{enrollment.ref} is in the last phase", f"caseload enrollment complete {enrollment.ref}")
    if to == at:
        raise Refused(f"{enrollment.ref} is in phase {phases[to]} already", f"one of {', '.join(phases)}")
    if to > at + 1:
        raise Refused(f"{phases[at + 1]} comes before {phases[to]}", f"one of them after the other: {phases[at + 1]}")
    return replace(enrollment, phase=phases[to], phase_on=on)


def place_of(phase: str | None, phases: tuple[str, ...]) -> int:
    """Where a phase is among those of the programme, from 0; -1 for none, and for one that it has no more."""
    return next((at for at, name in enumerate(phases) if phase and fold(name) == fold(phase)), -1)


def _phase_meant(name: str, phases: tuple[str, ...]) -> int:
    at = place_of(name, phases)
    near = [place for place, one in enumerate(phases) if fold(one).startswith(fold(name))]
    if at < 0 and len(near) != 1:
        raise Invalid("is no phase of the programme", f"one of {', '.join(phases)}", typed=name, field="PHASE")
    return at if at >= 0 else near[0]


def waived(enrollment: Enrollment, program: Program, names: list[str], reason: str) -> Enrollment:
    """The enrollment of which requirements are not asked any more, each with the reason; Invalid for none such."""
    keys = [named(program.asked, name).key for name in names]
    return replace(enrollment, waived=write_waived({**enrollment.waivers, **dict.fromkeys(keys, reason)}))
