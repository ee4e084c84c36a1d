"""What is provided to a client: which help, by whom, how much and how often."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Vocabulary, in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Says
from caseload.value import replace


class Living(Vocabulary):
    """Activities of daily living: the six of Katz, then the eight of Lawton."""

    BATHING = "bathing"
    DRESSING = "dressing"
    TOILETING = "toileting"
    TRANSFERRING = "transferring"
    CONTINENCE = "continence"
    FEEDING = "feeding"
    TELEPHONE = "telephone"
    SHOPPING = "shopping"
    FOOD_PREPARATION = "food-preparation"
    HOUSEKEEPING = "housekeeping"
    LAUNDRY = "laundry"
    TRANSPORT = "transport"
    OWN_MEDICATION = "own-medication"
    FINANCES = "finances"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """Other words for them."""
        return {"cooking": "food-preparation", "eating": "feeding", "medication": "own-medication"}


class Help(Vocabulary):
    """How much help someone needs with it."""

    NONE = "none"
    CUE = "cue"
    STANDBY = "standby"
    HANDS_ON = "hands-on"
    TOTAL = "total"

    @classmethod
    def ranked(cls) -> tuple[str, ...]:
        """None is least."""
        return tuple(cls)


class ServiceStatus(Vocabulary):
    """Where it stands (HL7 FHIR R4 CarePlan.activity.detail.status)."""

    NOT_STARTED = "not-started"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
    ENTERED_IN_ERROR = "entered-in-error"


_ENDED = ("completed", "cancelled", "stopped", "unknown", "entered-in-error")


@kind
class Service(Guarded):
    """One service of one client, from its planning to its end."""

    TABLE: ClassVar[str] = "service"
    PREFIX: ClassVar[str] = "sv"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("not-started", "scheduled", "in-progress", "on-hold")
    WHEN: ClassVar[str] = "started_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "provided_by is null", "provided_by", "id")
    TITLE: ClassVar[str] = "what"
    FACTS: ClassVar[tuple[str, ...]] = ("ended_on",)
    LIVED: ClassVar[tuple[str, ...]] = ("started_on",)
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "ended_on": _ENDED, "declined": _ENDED, "decline_reason": _ENDED,
        "reason": ("on-hold", *_ENDED),
    }  # fmt: skip
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "provided_by", "responsible", "reason", "decline_reason")
    HANGS: ClassVar[tuple[str, ...]] = ("plan_id",)

    client_id: Annotated[int, also.CLIENT]
    what: Annotated[str, Says("Other words.", later=True), also.SERVICE_OF]
    activity: Annotated[Living | None, "The activity of daily living it helps with"] = None
    help_level: Annotated[Help | None, "How much help is needed with it", also.HELP] = None
    provider_id: Annotated[int | None, "The provider in the directory: pr1."] = None
    provided_by: Annotated[str | None, "Who provides it: an agency, a daughter.", also.PROVIDED_BY] = None
    authorization_id: Annotated[int | None, "The payer's approval that it draws on: au1."] = None
    plan_id: Annotated[int | None, "The plan it is part of: p3."] = None
    goal_id: Annotated[int | None, "The goal it serves: g9."] = None
    responsible: Annotated[str | None, "Who sees to it: me, client, family.", also.RESPONSIBLE] = None
    amount: Annotated[str | None, "How much at a time: 2 hours, 3 meals.", also.AMOUNT] = None
    frequency: Annotated[str | None, "How often: twice a week.", also.FREQUENCY] = None
    started_on: Annotated[date | None, "The day it begins or began; see service start.", also.STARTED] = None
    ended_on: Annotated[date | None, "The day it ended; see service stop.", also.FINISHED] = None
    status: Annotated[ServiceStatus, "Where it stands; not-started unless said", also.STANDING] = (
        ServiceStatus.NOT_STARTED
    )
    reason: Annotated[str | None, "Why it is held, or was stopped."] = None
    declined: Annotated[bool, "The client declined it; see service decline."] = False
    decline_reason: Annotated[str | None, "Why the client declined it."] = None

    def __post_init__(self) -> None:
        """The rules of one service."""
        super().__post_init__()
        in_order(self, "started_on", "ended_on")
        if self.declined and self.status in self.OPEN:
            raise Invalid("is set on a service that is open", "status cancelled beside it", field="declined")


def is_open(service: Service) -> bool:
    """Whether it is provided, held for a while, or about to begin."""
    return service.status in Service.OPEN


def started(service: Service, on: date) -> Service:
    """The service begun that day, or taken up again, its first day kept; Refused where it goes on, or has ended."""
    _refuse_ended(service)
    if service.status is ServiceStatus.IN_PROGRESS:
        since = f" since {service.started_on}" if service.started_on else ""
        raise Refused(f"{service.ref} is in progress{since}", f"caseload service hold|stop {service.ref} --reason TEXT")
    held = service.status is ServiceStatus.ON_HOLD and service.started_on
    return replace(service, status=ServiceStatus.IN_PROGRESS, started_on=held or on, reason=None)


def held(service: Service, reason: str) -> Service:
    """The service on hold; Refused where it is already, or has ended."""
    _refuse_ended(service)
    if service.status is ServiceStatus.ON_HOLD:
        raise Refused(f"{service.ref} is on hold already", f"caseload service start {service.ref} takes it up again")
    return replace(service, status=ServiceStatus.ON_HOLD, reason=reason)


def stopped(service: Service, on: date, reason: str) -> Service:
    """The service stopped that day; Refused where it has ended already."""
    _refuse_ended(service)
    return replace(service, status=ServiceStatus.STOPPED, ended_on=on, reason=reason)


def declined(service: Service, on: date, reason: str) -> Service:
    """The service declined by the client: cancelled, or stopped where it had begun; Refused where it has ended."""
    _refuse_ended(service)
    begun = service.status in (ServiceStatus.IN_PROGRESS, ServiceStatus.ON_HOLD) and service.started_on
    status = ServiceStatus.STOPPED if begun else ServiceStatus.CANCELLED
    begins = service.started_on if begun else None
    return replace(
        service, status=status, started_on=begins, ended_on=on, reason=None, declined=True, decline_reason=reason
    )


def _refuse_ended(service: Service) -> None:
    if not is_open(service):
        again = f"caseload service edit {service.ref} --status in-progress takes it up again"
        raise Refused(f"{service.ref} is {service.status} already", again)
