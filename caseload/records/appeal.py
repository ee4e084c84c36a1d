"""One level of contesting what was decided on a benefit: until when it may be filed, what became of it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Says
from caseload.value import replace
from caseload.when.dates import When


class AppealStatus(Vocabulary):
    """Where an appeal stands."""

    TO_FILE = "to-file"
    FILED = "filed"
    DECIDED = "decided"
    NOT_FILED = "not-filed"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"open": "to-file", "pending": "filed", "closed": "decided", "dropped": "not-filed"}

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What agencies write."""
        return {
            "to-be-filed": "to-file", "not-yet-filed": "to-file", "submitted": "filed", "requested": "filed",
            "appealed": "filed", "hearing-scheduled": "filed", "awaiting-decision": "filed",
            "awaiting-hearing": "filed", "decision-issued": "decided", "resolved": "decided",
            "completed": "decided",
        }  # fmt: skip


class Level(Vocabulary):
    """Who is asked to decide again."""

    RECONSIDERATION = "reconsideration"
    FAIR_HEARING = "fair-hearing"
    ALJ = "alj"
    APPEALS_COUNCIL = "appeals-council"
    PLAN_INTERNAL = "plan-internal"
    EXTERNAL = "external"
    REDETERMINATION = "redetermination"
    COURT = "court"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"hearing": "fair-hearing", "plan": "plan-internal", "judge": "alj", "council": "appeals-council"}

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What agencies write."""
        return {
            "state-fair-hearing": "fair-hearing", "state-hearing": "fair-hearing",
            "administrative-hearing": "fair-hearing", "agency-hearing": "fair-hearing", "alj-hearing": "alj",
            "administrative-law-judge": "alj", "administrative-law-judge-hearing": "alj",
            "hearing-before-a-judge": "alj", "administrative-law-judge-(alj)": "alj",
            "appeals-council-review": "appeals-council", "council-review": "appeals-council",
            "plan-appeal": "plan-internal", "internal": "plan-internal", "internal-appeal": "plan-internal",
            "plan-internal-appeal": "plan-internal", "health-plan-appeal": "plan-internal",
            "mco-appeal": "plan-internal", "external-review": "external", "external-appeal": "external",
            "independent-review": "external", "independent-external-review": "external",
            "request-for-reconsideration": "reconsideration", "reconsidered": "reconsideration",
            "request-for-redetermination": "redetermination", "federal-court": "court", "district-court": "court",
            "judicial-review": "court", "court-review": "court",
        }  # fmt: skip


class Action(Vocabulary):
    """What was decided against the client."""

    DENIAL = "denial"
    CLOSING = "closing"
    CUT = "cut"
    OVERPAYMENT = "overpayment"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"denied": "denial", "termination": "closing", "reduction": "cut"}

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What agencies write."""
        return {
            "denial-of-application": "denial", "application-denied": "denial", "deny": "denial",
            "closure": "closing", "closed": "closing", "terminated": "closing", "terminate": "closing",
            "case-closure": "closing", "discontinuance": "closing", "discontinued": "closing", "reduced": "cut",
            "reduce": "cut", "decrease": "cut", "decreased": "cut", "reduction-of-benefits": "cut",
            "over-payment": "overpayment", "overissuance": "overpayment", "over-issuance": "overpayment",
            "overpayment-claim": "overpayment",
        }  # fmt: skip


class AidContinuing(Vocabulary):
    """Whether the benefit goes on until the appeal is decided."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What a column of yes and no has."""
        return {"requested": "asked", "y": "yes", "true": "yes", "x": "yes", "1": "yes", "n": "no", "false": "no",
                "0": "no"}  # fmt: skip


class Decision(Vocabulary):
    """What came of it for what was contested."""

    UPHELD = "upheld"
    REVERSED = "reversed"
    PARTLY = "partly"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type: those of the client's side."""
        return {"won": "reversed", "favorable": "reversed", "lost": "upheld", "unfavorable": "upheld",
                "affirmed": "upheld", "partially-favorable": "partly"}  # fmt: skip

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What agencies write."""
        return {
            "fully-favorable": "reversed", "overturned": "reversed", "granted": "reversed",
            "favourable": "reversed", "in-favor-of-client": "reversed", "denied": "upheld",
            "unfavourable": "upheld", "agency-upheld": "upheld", "partially-reversed": "partly",
            "partially-overturned": "partly", "partially-upheld": "partly", "partially-granted": "partly",
            "partial": "partly", "split": "partly", "abandoned": "dismissed", "dismissal": "dismissed",
            "withdrew": "withdrawn", "withdrawal": "withdrawn",
        }  # fmt: skip


AGAINST = (Decision.UPHELD, Decision.PARTLY, Decision.DISMISSED)
"""Decisions that the next level may be asked about."""


@kind
class Appeal(Guarded):
    """One level of an appeal, from the notice on: it stands here before it is filed, so that its days are known."""

    TABLE: ClassVar[str] = "appeal"
    PREFIX: ClassVar[str] = "ap"
    SINCE: ClassVar[int] = 11
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    TITLE: ClassVar[str] = "level"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("to-file", "filed")
    WHEN: ClassVar[str] = "hearing_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "notice_on is null", "notice_on", "id")
    FACTS: ClassVar[tuple[str, ...]] = ("notice_on", "received_on", "filed_on", "heard_on", "decided_on")
    HANGS: ClassVar[tuple[str, ...]] = ("benefit_id", "authorization_id")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "filed_on": ("filed", "decided"), "hearing_on": ("filed", "decided"), "heard_on": ("filed", "decided"),
        "decided_on": ("decided",), "decision": ("decided",),
    }  # fmt: skip
    IMPLIES: ClassVar[Mapping[str, tuple[str, str]]] = {
        "filed_on": ("status", "filed"), "decision": ("status", "decided"),
    }  # fmt: skip
    ORDERED: ClassVar[Order] = {"notice_on": ("received_on",)}
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason", "represented_by")

    client_id: Annotated[int, also.CLIENT]
    benefit_id: Annotated[
        int | None, Says("The benefit that was decided on: b1.", later=True), also.BENEFIT
    ] = None  # fmt: skip
    authorization_id: Annotated[
        int | None, Says("The authorization that was decided on, instead: au1.", later=True), also.AUTHORIZED,
    ] = None  # fmt: skip
    level: Annotated[Level, "Who is asked to decide again", also.LEVEL]
    action: Annotated[Action, "What was decided; a denial unless said", also.ACTION] = Action.DENIAL
    status: Annotated[AppealStatus, "Where it stands; to-file unless said", also.APPEAL_STANDING] = AppealStatus.TO_FILE
    notice_on: Annotated[date | None, "The date on the notice.", also.NOTICE_DATE] = None
    received_on: Annotated[date | None, "The day the notice came, where that is known.", also.CAME] = None
    effective_on: Annotated[
        date | None, Says("The day on which the decision takes effect.", flag="--effective"), also.EFFECTIVE
    ] = None  # fmt: skip
    deadline: Annotated[date | None, "The last day to ask, as the notice says.", also.APPEAL_BY] = None
    aid_by: Annotated[date | None, "The last day to ask that it goes on, as the notice says."] = None
    aid_continuing: Annotated[
        AidContinuing | None, Says("Whether it goes on until it is decided", flag="--aid"), also.AID,
    ] = None  # fmt: skip
    filed_on: Annotated[date | None, Says("The day it was filed.", flag="--filed-on"), also.FILED] = None
    represented_by: Annotated[str | None, "Who speaks for the client: legal aid.", also.SPEAKS] = None
    hearing_on: Annotated[When | None, 'When it is heard: "fri 2pm".', also.HEARING] = None
    heard_on: Annotated[date | None, "The day it was heard."] = None
    decision_due: Annotated[date | None, "The day by which it is to be decided, as printed."] = None
    decided_on: Annotated[date | None, "The day of the decision.", also.DECIDED] = None
    decision: Annotated[Decision | None, "What came of it", also.DECISION] = None
    reason: Annotated[str | None, "Why it was decided so, or not filed.", also.DECIDED_SO] = None

    def __post_init__(self) -> None:
        """The rules of one appeal."""
        super().__post_init__()
        if (self.benefit_id is None) == (self.authorization_id is None):
            fault = "is missing" if self.benefit_id is None else "stands beside an authorization"
            raise Invalid(fault, "a benefit or an authorization, the one that was decided on", field="benefit")
        in_order(self, "notice_on", "deadline")
        in_order(self, "notice_on", "filed_on")
        in_order(self, "filed_on", "heard_on")
        in_order(self, "filed_on", "decided_on")
        if self.hearing_on and self.filed_on and self.hearing_on.day < self.filed_on:
            raise Invalid(
                f"is before it was filed, {self.filed_on}", f"a day on or after {self.filed_on}", field="hearing_on"
            )
        if self.status in (AppealStatus.TO_FILE, AppealStatus.NOT_FILED):
            for name in ("filed_on", "hearing_on", "heard_on", "decided_on"):
                if getattr(self, name):
                    raise Invalid(f"is of an appeal that is {self.status}", "caseload appeal file first", field=name)
        if self.decision and self.status is not AppealStatus.DECIDED:
            raise Invalid(f"is of an appeal that is {self.status}", "caseload appeal decide", field="decision")

    @property
    def called(self) -> str:
        """What it is called: fair-hearing about the closing of b1."""
        return f"{self.mark} {self.level} about {self.about}".strip()

    @property
    def about(self) -> str:
        """What is contested: the closing of b1."""
        article = "an" if self.action is Action.OVERPAYMENT else "the"
        return f"{article} {self.action} of {self.of}"

    @property
    def of(self) -> str:
        """The typed id of what was decided on: b1, au1."""
        return f"b{self.benefit_id}" if self.benefit_id else f"au{self.authorization_id}"

    @property
    def as_item(self) -> str:
        """Nothing: what is to be done about it says more, and its reason names the benefit."""
        return ""

    @property
    def priority(self) -> str | None:
        """Urgent until it is filed or heard: what is missed here is care."""
        return "urgent" if self.status in self.OPEN else None

    @property
    def outlives(self) -> bool:
        """Bills of somebody who has died may still be contested."""
        return True


def is_open(appeal: Appeal) -> bool:
    """Whether it may still be filed, or waits for a decision."""
    return appeal.status in Appeal.OPEN


def before_filing(appeal: Appeal) -> Appeal:
    """The appeal as it stood before it was filed: until when it might have been is reckoned from it."""
    return replace(
        appeal, status=AppealStatus.TO_FILE, filed_on=None, hearing_on=None, heard_on=None, decided_on=None,
        decision=None, aid_continuing=None,
    )  # fmt: skip


def filed(appeal: Appeal, on: date, **given: Any) -> Appeal:
    """The appeal filed that day; Refused where it was, or where none was to be."""
    if appeal.status is not AppealStatus.TO_FILE and appeal.status is not AppealStatus.NOT_FILED:
        day = f" on {appeal.filed_on}" if appeal.filed_on else ""
        raise Refused(f"{appeal.ref} is {appeal.status}{day}", f"caseload appeal decide {appeal.ref} DECISION")
    return replace(appeal, status=AppealStatus.FILED, filed_on=on, reason=None, **given)


def dropped(appeal: Appeal, reason: str) -> Appeal:
    """The appeal that will not be filed."""
    if appeal.status is not AppealStatus.TO_FILE:
        way = f"caseload appeal decide {appeal.ref} withdrawn" if appeal.status is AppealStatus.FILED else ""
        raise Refused(f"{appeal.ref} is {appeal.status}", way or f"see caseload show {appeal.ref}")
    return replace(appeal, status=AppealStatus.NOT_FILED, reason=reason)


def to_be_heard(appeal: Appeal, at: When) -> Appeal:
    """The appeal with a time for its hearing."""
    _refuse_unfiled(appeal)
    return replace(appeal, hearing_on=at, heard_on=None)


def heard(appeal: Appeal, on: date) -> Appeal:
    """The appeal heard that day; its decision is waited for."""
    _refuse_unfiled(appeal)
    if appeal.heard_on:
        again = f"caseload appeal hearing {appeal.ref} WHEN sets the next"
        way = f"{again}, appeal edit {appeal.ref} --heard-on DAY changes the day"
        raise Refused(f"{appeal.ref} was heard on {appeal.heard_on}", way)
    return replace(appeal, heard_on=on)


def decided(appeal: Appeal, on: date, decision: Decision, **given: Any) -> Appeal:
    """The appeal decided that day."""
    _refuse_unfiled(appeal)
    return replace(appeal, status=AppealStatus.DECIDED, decided_on=on, decision=decision, **given)


def _refuse_unfiled(appeal: Appeal) -> None:
    if appeal.status is AppealStatus.DECIDED:
        raise Refused(f"{appeal.ref} was decided on {appeal.decided_on}", f"see caseload show {appeal.ref}")
    if appeal.status is not AppealStatus.FILED:
        raise Refused(f"{appeal.ref} was not filed", f"caseload appeal file {appeal.ref} --on DAY")
