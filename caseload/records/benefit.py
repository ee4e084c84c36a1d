"""One programme for one client: considered, applied for, decided, renewed, closed."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, in_order, kind, money, positive
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Money, Says
from caseload.records.of.programme import Programme, name_in_rules, programme_of
from caseload.records.of.values import dollars
from caseload.value import replace
from caseload.when.dates import When


class BenefitStatus(Vocabulary):
    """Where a benefit stands."""

    CONSIDERING = "considering"
    DOCS_GATHERING = "docs-gathering"
    APPLIED = "applied"
    PENDING = "pending"
    INTERVIEW_SCHEDULED = "interview-scheduled"
    APPROVED = "approved"
    DENIED = "denied"
    CLOSED = "closed"
    APPEALING = "appealing"
    WITHDRAWN = "withdrawn"
    NOT_APPLICABLE = "not-applicable"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {
            "active": "approved", "granted": "approved", "submitted": "applied", "rejected": "denied",
            "terminated": "closed", "ended": "closed", "n/a": "not-applicable",
        }  # fmt: skip

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What agencies write."""
        return {
            "open": "approved", "eligible": "approved", "receiving": "approved", "certified": "approved",
            "current": "approved", "open/active": "approved", "application-submitted": "applied",
            "application-filed": "applied", "in-process": "pending", "processing": "pending",
            "in-progress": "pending", "under-review": "pending", "pended": "pending", "ineligible": "denied",
            "not-eligible": "denied", "inactive": "closed", "discontinued": "closed", "case-closed": "closed",
            "expired": "closed", "appeal": "appealing", "appealed": "appealing", "under-appeal": "appealing",
            "in-appeal": "appealing", "appeal-pending": "appealing",
        }  # fmt: skip


class Category(Vocabulary):
    """By which rules somebody is eligible for Medicaid, which decides how often it is renewed."""

    MAGI = "magi"
    EXPANSION = "expansion"
    NON_MAGI = "non-magi"
    DISABILITY = "disability"

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What agencies write."""
        return {
            "modified-adjusted-gross-income": "magi", "medicaid-expansion": "expansion",
            "expansion-adult": "expansion", "abd": "non-magi", "disabled": "disability",
        }  # fmt: skip


ASKED_FOR = ("applied", "pending", "interview-scheduled")
"""An application that the agency has and has not decided."""

UNDECIDED = ("considering", "docs-gathering", *ASKED_FOR)
"""Of what nobody has decided anything."""

CONTESTED = ("denied", "closed", "appealing")
"""What the agency decided against the client."""


@kind
class Benefit(Guarded):
    """One programme of one client, from considering to renewal."""

    TABLE: ClassVar[str] = "benefit"
    PREFIX: ClassVar[str] = "b"
    SINCE: ClassVar[int] = 11
    OWN: ClassVar[bool] = True
    TITLE: ClassVar[str] = "name"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = (
        "considering", "docs-gathering", "applied", "pending", "interview-scheduled", "approved", "appealing",
    )  # fmt: skip
    ASKED: ClassVar[tuple[str, ...]] = ("closed",)
    WHEN: ClassVar[str] = "certified_to"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "certified_to is null", "certified_to", "id")
    FACTS: ClassVar[tuple[str, ...]] = (
        "applied_on", "interviewed_on", "decided_on", "form_on", "renewal_sent_on", "notice_on",
    )  # fmt: skip
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "closed_on": ("closed", "appealing"), "suspended_on": ("approved",),
        "reason": ("denied", "closed", "appealing", "withdrawn", "not-applicable"),
    }  # fmt: skip
    ORDERED: ClassVar[Order] = {
        "applied_on": ("interview", "interviewed_on"), "form_on": ("renewal_due", "renewal_sent_on"),
    }  # fmt: skip
    LIVED: ClassVar[tuple[str, ...]] = ("applied_on", "interviewed_on")
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "agency", "worker", "reason")

    client_id: Annotated[int, also.CLIENT]
    name: Annotated[str, Says("Other words.", later=True), also.BENEFIT]
    category: Annotated[
        Category | None, "By which rules, of Medicaid: decides how often it is renewed", also.ELIGIBLE_BY
    ] = None  # fmt: skip
    status: Annotated[BenefitStatus, "Where it stands; considering unless said", also.STANDING] = (
        BenefitStatus.CONSIDERING
    )
    household: Annotated[int | None, Says("How many are on the application.", least=0), also.HOUSEHOLD] = None
    agency: Annotated[str | None, "The office that decides.", also.OFFICE] = None
    worker: Annotated[str | None, "Who has the case there, and how to reach them.", also.WORKER] = None
    applied_on: Annotated[date | None, "The day it was applied for.", also.APPLIED] = None
    expedited: Annotated[bool, "Whether it was asked for at once: SNAP within days."] = False
    interview: Annotated[When | None, 'When the agency asks its questions: "fri 2pm".', also.INTERVIEW] = None
    interviewed_on: Annotated[date | None, "The day the interview was held."] = None
    decision_due: Annotated[date | None, "The day by which the agency says it decides."] = None
    decided_on: Annotated[date | None, "The day of its last decision.", also.DECIDED] = None
    effective_on: Annotated[
        date | None, Says("The first day it is paid or covered.", flag="--effective"), also.EFFECTIVE
    ] = None  # fmt: skip
    certified_to: Annotated[
        date | None, Says("The last day it holds, as the notice says.", flag="--until"), also.CERTIFIED
    ] = None  # fmt: skip
    amount: Annotated[float | None, Says("What it pays a month, in dollars.", least=0), Money, also.BENEFIT_AMOUNT] = (
        None
    )
    form_on: Annotated[date | None, "The date on the renewal form."] = None
    renewal_due: Annotated[
        date | None, "The day by which the renewal is to be back, as printed.", also.RENEWAL
    ] = None  # fmt: skip
    renewal_sent_on: Annotated[date | None, "The day the renewal was handed in; see benefit renew."] = None
    notice_on: Annotated[date | None, "The date on the last notice.", also.NOTICE_DATE] = None
    closed_on: Annotated[date | None, "The day on which it ends, or ended.", also.CLOSED_ON] = None
    suspended_on: Annotated[date | None, "The day from which it is suspended, as in jail; clear it after."] = None
    reason: Annotated[str | None, "Why it was denied or closed, or is not for the client.", also.DECIDED_SO] = None

    def __post_init__(self) -> None:
        """The rules of one benefit."""
        super().__post_init__()
        money(self, "amount")
        positive(self, "household")
        for name in ("decided_on", "decision_due"):
            in_order(self, "applied_on", name)
        in_order(self, "effective_on", "certified_to")

    @property
    def programme(self) -> Programme | None:
        """The programme that its name means, if the law's table may know it."""
        return programme_of(self.name)

    @property
    def monthly(self) -> str | None:
        """What it pays a month, as people read it: $1,102.00."""
        return None if self.amount is None else dollars(round(self.amount * 100))

    @property
    def name_in_rules(self) -> str:
        """The programme, else its own name, by which rules.toml may have its days: tanf, child-care."""
        return name_in_rules(self.name)


def is_open(benefit: Benefit) -> bool:
    """Whether it is worked on, or goes on."""
    return benefit.status in Benefit.OPEN


def is_to_end(benefit: Benefit) -> bool:
    """Whether it is certified to a day: Social Security and Medicare review, and set none."""
    return benefit.programme not in (Programme.SSI, Programme.SSDI, Programme.MEDICARE, Programme.MEDICARE_ADVANTAGE)


def applied(benefit: Benefit, on: date, **given: Any) -> Benefit:
    """The benefit applied for that day; Refused where it was."""
    if benefit.status not in (BenefitStatus.CONSIDERING, BenefitStatus.DOCS_GATHERING):
        anew = f"caseload benefit apply c{benefit.client_id} {benefit.name} is a new application"
        raise Refused(f"{benefit.ref} is {benefit.status}", anew)
    return replace(benefit, status=BenefitStatus.APPLIED, applied_on=on, **given)


def asked_for_papers(benefit: Benefit) -> Benefit:
    """The benefit for which a paper or fact is wanted: what is applied for is pending from then on."""
    if not is_open(benefit):
        raise Refused(f"{benefit.ref} is {benefit.status}", _again(benefit))
    following = {BenefitStatus.CONSIDERING: BenefitStatus.DOCS_GATHERING, BenefitStatus.APPLIED: BenefitStatus.PENDING}
    return replace(benefit, status=following.get(benefit.status, benefit.status))


def interviewed(benefit: Benefit, on: date) -> Benefit:
    """The benefit whose interview was held that day; one that is renewed goes on as it is.

    Raises Refused where it was held, unless that was for a decision before.
    """
    is_renewed = benefit.status is BenefitStatus.APPROVED and benefit.decided_on
    if benefit.interviewed_on and not (is_renewed and benefit.interviewed_on <= (benefit.decided_on or on)):
        again = f"caseload benefit interview {benefit.ref} WHEN sets the next"
        way = f"{again}, benefit edit {benefit.ref} --interviewed-on DAY changes the day"
        raise Refused(f"the interview of {benefit.ref} was held on {benefit.interviewed_on}", way)
    return replace(benefit, interviewed_on=on, status=_asked_anew(benefit, BenefitStatus.PENDING))


def to_be_interviewed(benefit: Benefit, at: When) -> Benefit:
    """The benefit with a time for the agency's interview, of an application or a renewal."""
    status = _asked_anew(benefit, BenefitStatus.INTERVIEW_SCHEDULED)
    return replace(benefit, interview=at, interviewed_on=None, status=status)


def _asked_anew(benefit: Benefit, status: BenefitStatus) -> BenefitStatus:
    if benefit.status is BenefitStatus.APPROVED:
        return benefit.status
    _refuse_not_asked_for(benefit)
    return status


def approved(benefit: Benefit, on: date, **given: Any) -> Benefit:
    """The benefit granted, renewed or given back that day; what was asked for the decision before is forgotten.

    Raises Refused where it was never applied for, and where it would lose the end that is known for none.
    """
    _refuse_unasked(benefit)
    goes_on = benefit.status is BenefitStatus.APPROVED
    if goes_on and benefit.certified_to and not benefit.renewal_sent_on and "certified_to" not in given:
        what = f"{benefit.ref} is approved, to {benefit.certified_to}"
        raise Refused(
            what, f"--until DAY, to which it is renewed; caseload benefit edit {benefit.ref} changes the rest"
        )
    cleared = dict.fromkeys(("decision_due", "form_on", "renewal_due", "renewal_sent_on", "closed_on", "reason"))
    if benefit.interviewed_on is None:
        cleared["interview"] = None
    return replace(
        benefit, **{**cleared, "certified_to": None, "status": BenefitStatus.APPROVED, "decided_on": on, **given}
    )


def denied(benefit: Benefit, on: date, reason: str, notice_on: date | None) -> Benefit:
    """The application turned down that day."""
    if benefit.status is BenefitStatus.APPROVED:
        raise Refused(f"{benefit.ref} is approved", f"caseload benefit close {benefit.ref} ends it; --notice-on DAY")
    _refuse_not_asked_for(benefit)
    return replace(benefit, status=BenefitStatus.DENIED, decided_on=on, reason=reason, notice_on=notice_on)


def closed(benefit: Benefit, on: date, reason: str, notice_on: date | None) -> Benefit:
    """The benefit ended by the agency on a day, which may be ahead."""
    if benefit.status is not BenefitStatus.APPROVED:
        way = "deny" if benefit.status in ASKED_FOR else "edit"
        raise Refused(f"{benefit.ref} is {benefit.status}", f"caseload benefit {way} {benefit.ref}")
    return replace(benefit, status=BenefitStatus.CLOSED, closed_on=on, reason=reason, notice_on=notice_on)


def renewal_handed_in(benefit: Benefit, on: date) -> Benefit:
    """The benefit whose renewal the agency has, from that day on."""
    if benefit.status not in (BenefitStatus.APPROVED, BenefitStatus.CLOSED, BenefitStatus.APPEALING):
        raise Refused(f"{benefit.ref} is {benefit.status}", "what was approved is renewed; see caseload benefit apply")
    return replace(benefit, renewal_sent_on=on)


def appealed(benefit: Benefit) -> Benefit:
    """The benefit whose denial or closing is contested; one that was cut goes on as it is."""
    if benefit.status in (BenefitStatus.DENIED, BenefitStatus.CLOSED):
        return replace(benefit, status=BenefitStatus.APPEALING)
    return benefit


def given_back(benefit: Benefit) -> Benefit:
    """The benefit after its denial or closing was reversed: approved, with what it was approved for."""
    if benefit.status not in CONTESTED:
        return benefit
    return replace(benefit, status=BenefitStatus.APPROVED, closed_on=None, reason=None)


def decision_stands(benefit: Benefit) -> Benefit:
    """The benefit whose denial or closing was upheld."""
    if benefit.status is not BenefitStatus.APPEALING:
        return benefit
    status = BenefitStatus.CLOSED if benefit.closed_on else BenefitStatus.DENIED
    return replace(benefit, status=status)


def _refuse_unasked(benefit: Benefit) -> None:
    if benefit.status in (BenefitStatus.CONSIDERING, BenefitStatus.DOCS_GATHERING):
        raise Refused(f"{benefit.ref} was not applied for", f"caseload benefit apply {benefit.ref} --on DAY")
    if benefit.status in (BenefitStatus.WITHDRAWN, BenefitStatus.NOT_APPLICABLE):
        raise Refused(f"{benefit.ref} is {benefit.status}", _again(benefit))


def _refuse_not_asked_for(benefit: Benefit) -> None:
    _refuse_unasked(benefit)
    if benefit.status not in ASKED_FOR:
        raise Refused(f"{benefit.ref} is {benefit.status}", _again(benefit))


def _again(benefit: Benefit) -> str:
    return f"caseload benefit apply c{benefit.client_id} {benefit.name} is a new application"


def refuse_before(earlier: str, first: date | None, later: str, last: date | None) -> None:
    """Raise Invalid for a day before another, both in words."""
    if first and last and last < first:
        raise Invalid(f"is before {earlier}, {first}", f"a day on or after {first}", field=later)
