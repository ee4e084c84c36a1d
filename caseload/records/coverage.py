"""What insures a client: payer, plan, member, from when until when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, ClassVar, NamedTuple

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Vocabulary, in_order, kind
from caseload.records.of.clock import Clock, Reckoned, Still, Terms
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Bare, Digits, LastFour, Says
from caseload.records.of.tail import is_tail
from caseload.value import replace


class CoverageStatus(Vocabulary):
    """Where it stands (HL7 FHIR R4 Coverage.status)."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    DRAFT = "draft"
    ENTERED_IN_ERROR = "entered-in-error"

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What payers write."""
        return {
            "eligible": "active", "enrolled": "active", "current": "active", "in-force": "active",
            "effective": "active", "open": "active", "canceled": "cancelled", "terminated": "cancelled",
            "termed": "cancelled", "inactive": "cancelled", "ended": "cancelled", "expired": "cancelled",
            "disenrolled": "cancelled", "lapsed": "cancelled", "closed": "cancelled", "pending": "draft",
            "applied": "draft",
        }  # fmt: skip


_HELD = (CoverageStatus.ACTIVE, CoverageStatus.CANCELLED)
"""The words of what covers, or did until it ended."""


@kind
class Coverage(Guarded):
    """One time of one client's being insured by one payer."""

    TABLE: ClassVar[str] = "coverage"
    PREFIX: ClassVar[str] = "cv"
    SINCE: ClassVar[int] = 10
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("active", "draft")
    WHEN: ClassVar[str] = "ended_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "started_on is null", "started_on", "id")
    TITLE: ClassVar[str] = "payer"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="coverage-end", field="ended_on", called="ended_on", words="coverage ends", many="coverages that end",
            reason="ends {}", looks_at="active coverages that no other takes over from", counts=("active",),
            lead="30d", source="caseload's own: another takes weeks to be had",
        ),
    )  # fmt: skip
    SEARCHED: ClassVar[tuple[str, ...]] = ("payer", "plan_name", "type")

    client_id: Annotated[int, also.CLIENT]
    payer: Annotated[str, "Who pays: Medicaid, an insurer.", Bare, also.PAYER]
    plan_name: Annotated[str | None, "Which of the payer's plans.", also.PLAN_NAME] = None
    member_id: Annotated[str | None, "The client's number with the payer.", Bare, Digits, LastFour, also.MEMBER] = None
    type: Annotated[str | None, "What it pays for: medical, dental, behavioral.", also.SORT] = None
    started_on: Annotated[date | None, Says("Its first day.", flag="--from"), also.ISSUED_FROM] = None
    ended_on: Annotated[
        date | None, Says("Its last day; see coverage end.", flag="--until"), also.HOLDS_UNTIL
    ] = None  # fmt: skip
    status: Annotated[CoverageStatus, "Where it stands; active unless said", also.STANDING] = CoverageStatus.ACTIVE

    def __post_init__(self) -> None:
        """The rules of one coverage."""
        super().__post_init__()
        in_order(self, "started_on", "ended_on")
        if self.member_id and is_tail(self.member_id):
            raise Invalid("is only the mask of it", "the number itself; export it with --reveal", field="member_id")


def ended(coverage: Coverage, on: date, today: date) -> Coverage:
    """The coverage with its last day, cancelled where that has come; Refused where it is already.

    One that is to end goes on until then, and its clock with it.
    """
    if coverage.status is CoverageStatus.CANCELLED:
        again = f"caseload coverage edit {coverage.ref} --status active takes it up again"
        raise Refused(f"{coverage.ref} is cancelled already", again)
    status = coverage.status if on > today else CoverageStatus.CANCELLED
    return replace(coverage, status=status, ended_on=on)


# Spans: which days are covered


class Gap(NamedTuple):
    """Days between two coverages; up to now, and on, where there is no last."""

    first: date
    last: date | None

    def is_behind(self, coverage: Coverage) -> bool:
        """Whether it begins where the coverage ends."""
        return coverage.ended_on is not None and self.first == coverage.ended_on + _DAY

    def __str__(self) -> str:
        if self.first == self.last:
            return f"no coverage on {self.first}"
        return f"no coverage {self.first} to {self.last}" if self.last else f"no coverage since {self.first}"


def covers(coverage: Coverage, day: date) -> bool:
    """Whether it covers a day, as far as is known: one that is cancelled only where its last day is."""
    return holds(coverage) and _first(coverage) <= day <= _last(coverage)


def holds(coverage: Coverage) -> bool:
    """Whether it has days at all: a draft has none, nor what was cancelled nobody knows when."""
    if coverage.voided_at or coverage.status not in _HELD:
        return False
    return coverage.status is CoverageStatus.ACTIVE or coverage.ended_on is not None


def gaps(found: Iterable[Coverage], today: date) -> list[Gap]:
    """The days on which none of a client's coverages held, from the first of them up to now."""
    spans = sorted((_first(one), _last(one)) for one in found if holds(one))
    lacking, reached = list[Gap](), None
    for first, last in spans:
        if reached is not None and reached < date.max and first > reached + _DAY:
            lacking.append(Gap(reached + _DAY, first - _DAY))
        reached = last if reached is None else max(reached, last)
    if reached is not None and reached < today:
        lacking.append(Gap(reached + _DAY, None))
    return lacking


def gaps_beside(one: Coverage, found: Sequence[Coverage], today: date) -> list[Gap]:
    """Those of the gaps that end before a coverage, or begin behind it."""
    before = one.started_on and one.started_on - _DAY
    behind = one.ended_on and one.ended_on + _DAY
    touching = [gap for gap in gaps(found, today) if gap.first == behind or (gap.last and gap.last == before)]
    return touching if holds(one) else []


def overlaps(one: Coverage, found: Iterable[Coverage]) -> list[str]:
    """In words, with which others it shares days: of one payer that is odd, of several one pays first."""
    said = []
    for other in found if holds(one) else ():
        first, last = max(_first(one), _first(other)), min(_last(one), _last(other))
        if other.id == one.id or not holds(other) or first > last:
            continue
        same = "overlaps" if same_payer(one, other) else "beside"
        if first == last:
            said.append(f"{same} {other.ref} {other.called} on {first}")
            continue
        since = f" from {first}" if first > date.min else ""
        until = f" to {last}" if last < date.max else ""
        said.append(f"{same} {other.ref} {other.called}{since}{until}")
    return said


def same_payer(one: Coverage, other: Coverage) -> bool:
    """Whether both are of one payer, however it is written."""
    return one.payer.strip().casefold() == other.payer.strip().casefold()


def _first(coverage: Coverage) -> date:
    return coverage.started_on or date.min


def _last(coverage: Coverage) -> date:
    return coverage.ended_on or date.max


_DAY = timedelta(days=1)


# The clock


class Covered(NamedTuple):
    """A coverage with the others of its client."""

    record: Coverage
    others: Sequence[Coverage] = ()

    def taken_over(self, today: date) -> Coverage | None:
        """The one that goes on where it ends, of the same payer or type; or any that has begun since, or will then."""
        end = self.record.ended_on
        if end is None:
            return None
        return next((one for one in self.others if one.id != self.record.id and self._goes_on(one, end, today)), None)

    def _goes_on(self, other: Coverage, end: date, today: date) -> bool:
        if other.status is not CoverageStatus.ACTIVE or not holds(other):
            return False
        begins = other.started_on
        if begins is not None and begins > end:
            return begins == end + _DAY or begins <= today
        mine, its = self.record.type, other.type
        same_type = bool(mine and its) and str(mine).casefold() == str(its).casefold()
        return covers(other, end + _DAY) and (same_payer(self.record, other) or same_type)


def end_due(covered: Covered, terms: Terms, today: date) -> Reckoned | Still:
    """When a coverage ends, unless another takes over from it."""
    found = Coverage.CLOCKS[0].reckon(covered.record, terms, today)
    if isinstance(found, Reckoned) and (other := covered.taken_over(today)):
        return Still(f"{other.ref} {other.called} goes on from it")
    return found
