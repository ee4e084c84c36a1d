"""What a client takes, and who sees to it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, in_order, kind
from caseload.records.of.clock import Clock
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Says
from caseload.value import replace


class MedicationStatus(Vocabulary):
    """Where it stands (HL7 FHIR R4 MedicationStatement.status)."""

    ACTIVE = "active"
    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered-in-error"
    INTENDED = "intended"
    STOPPED = "stopped"
    ON_HOLD = "on-hold"
    UNKNOWN = "unknown"
    NOT_TAKEN = "not-taken"


@kind
class Medication(Guarded):
    """One medication of one client."""

    TABLE: ClassVar[str] = "medication"
    PREFIX: ClassVar[str] = "m"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("active", "intended", "on-hold", "unknown")
    WHEN: ClassVar[str] = "refill_due"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "name", "id")
    TITLE: ClassVar[str] = "name"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="refill", field="refill_due", called="refill_due", words="refill", many="refills",
            reason="refill due {}", looks_at="active medications", counts=("active",),
            lead="5d", source="caseload's own: a pharmacy needs days",
        ),
        Clock(
            name="reconciliation", field="reconciled_on", called="reconciled_on", words="medication to reconcile",
            many="medications to reconcile", does="caseload medication reconcile",
            reason="last reconciled {}", looks_at="active medications that were reconciled once", counts=("active",),
            unset=True, source="no source has an interval: what config.toml says",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("started_on", "ended_on", "reconciled_on")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "ended_on": ("completed", "stopped", "entered-in-error", "unknown", "not-taken"),
    }
    ORDERED: ClassVar[Order] = {"started_on": ("reconciled_on", "refill_due")}
    WITHIN: ClassVar[tuple[str, ...]] = ("reconciled_on",)
    LIVED: ClassVar[tuple[str, ...]] = ("started_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "dose", "schedule", "prescriber", "managed_by", "reason")

    client_id: Annotated[int, also.CLIENT]
    name: Annotated[str, Says("Another name.", later=True), also.MEDICATION]
    dose: Annotated[str | None, "How much at a time: 500 mg, 2 puffs.", also.DOSE] = None
    schedule: Annotated[str | None, "When: twice a day, at bedtime, as needed.", also.SCHEDULE] = None
    prescriber: Annotated[str | None, "Who prescribed it.", also.PRESCRIBER] = None
    managed_by: Annotated[str | None, "Who sees that it is taken: client, sister, nurse.", also.MANAGED] = None
    refill_due: Annotated[date | None, "The day it is to be refilled by.", also.REFILL] = None
    started_on: Annotated[date | None, "The day it was begun.", also.STARTED] = None
    ended_on: Annotated[date | None, "The day it was ended.", also.FINISHED] = None
    reconciled_on: Annotated[date | None, "The day it was last compared; see medication reconcile."] = None
    status: Annotated[MedicationStatus, "Where it stands; active unless said", also.STANDING] = MedicationStatus.ACTIVE
    reason: Annotated[str | None, "What it is for, or why it was stopped.", also.REASON] = None

    def __post_init__(self) -> None:
        """The rules of one medication."""
        super().__post_init__()
        in_order(self, "started_on", "ended_on")


def is_taken(medication: Medication) -> bool:
    """Whether it is on the client's list: taken now, or held for a while."""
    return medication.status in Medication.OPEN


def refilled(medication: Medication, following: date | None) -> Medication:
    """The medication with its next refill, or none that is known; Refused where it is not taken any more."""
    _refuse_ended(medication)
    return replace(medication, refill_due=following)


def stopped(medication: Medication, on: date, reason: str) -> Medication:
    """The medication stopped that day; Refused where it has ended already."""
    _refuse_ended(medication)
    return replace(medication, status=MedicationStatus.STOPPED, ended_on=on, reason=reason, refill_due=None)


def reconciled(medication: Medication, on: date) -> Medication:
    """The medication compared with what is taken, that day."""
    return replace(medication, reconciled_on=on)


def _refuse_ended(medication: Medication) -> None:
    if not is_taken(medication):
        again = f"caseload medication edit {medication.ref} --status active takes it up again"
        raise Refused(f"{medication.ref} is {medication.status} already", again)
