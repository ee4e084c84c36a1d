"""A diagnosis, an allergy or a risk, as someone said it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Bare, Coded, Digits, Prose, Says, With
from caseload.value import replace
from caseload.when.dates import FIRST_YEAR, LAST_YEAR


class ConditionType(Vocabulary):
    """Which of the three it is."""

    DIAGNOSIS = "diagnosis"
    ALLERGY = "allergy"
    RISK = "risk"


class CodeSystem(Vocabulary):
    """Whose code it is."""

    ICD_10_CM = "icd-10-cm"
    SNOMED_CT = "snomed-ct"
    DSM_5 = "dsm-5"
    OTHER = "other"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"icd": "icd-10-cm", "icd-10": "icd-10-cm", "icd10": "icd-10-cm", "snomed": "snomed-ct", "dsm": "dsm-5"}


class ConditionStatus(Vocabulary):
    """Where it stands (HL7 FHIR R4 Condition.clinicalStatus)."""

    ACTIVE = "active"
    RECURRENCE = "recurrence"
    RELAPSE = "relapse"
    INACTIVE = "inactive"
    REMISSION = "remission"
    RESOLVED = "resolved"


OVER = ("inactive", "remission", "resolved")
"""The words beside which there may be a day on which it ended (FHIR R4, con-4)."""


@kind
class Condition(Guarded):
    """What one client has, must not be given, or is in danger of; never found by caseload itself."""

    TABLE: ClassVar[str] = "condition"
    PREFIX: ClassVar[str] = "dx"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("active", "recurrence", "relapse")
    WHEN: ClassVar[str] = "onset_on"
    ORDER: ClassVar[tuple[str, ...]] = (
        "client_id",
        "type",
        "coalesce(onset_on, onset_in) is null",
        "coalesce(onset_on, onset_in)",
        "id",
    )
    FACTS: ClassVar[tuple[str, ...]] = ("onset_on", "abated_on", "said_on")
    ORDERED: ClassVar[Order] = {"onset_on": ("said_on",)}
    LIVED: ClassVar[tuple[str, ...]] = ("onset_on", "onset_in", "abated_on")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {"abated_on": OVER}
    IMPLIES: ClassVar[Mapping[str, tuple[str, str]]] = {"abated_on": ("status", "resolved")}
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "code", "prognosis", "said_by")

    client_id: Annotated[int, also.CLIENT]
    type: Annotated[ConditionType, "Which of the three it is"] = ConditionType.DIAGNOSIS
    title: Annotated[str, Says("Other words.", later=True), also.CONDITION]
    code: Annotated[str | None, "Its code: F32.1.", Bare, Digits, also.CODE] = None
    code_system: Annotated[CodeSystem | None, "Whose code it is", With("code")] = None
    status: Annotated[ConditionStatus, "Where it stands", also.STANDING] = ConditionStatus.ACTIVE
    onset_on: Annotated[date | None, Says("When it began: a day, a month, a year: 2019-03.", flag="--onset")] = None
    onset_in: Annotated[str | None, Bare, Coded] = None
    """The month or the year in which it began, where no more is known: 2019-03, 2019 (a FHIR dateTime in part)."""
    abated_on: Annotated[date | None, "The day it ended; see condition resolve.", also.FINISHED] = None
    prognosis: Annotated[str | None, "What is expected of it.", Prose] = None
    said_by: Annotated[str | None, "Who said so: Dr. Ito, the client.", Bare, also.SAID_BY] = None
    said_on: Annotated[date | None, "The day it was said; today unless said.", also.SAID_ON] = None

    def __post_init__(self) -> None:
        """The rules of one condition."""
        super().__post_init__()
        if self.abated_on is not None and self.status not in OVER:
            raise Invalid(f"does not stand beside status {self.status}", "status resolved", field="abated_on")
        in_order(self, "onset_on", "abated_on")
        if self.onset_in is None:
            return
        if self.onset_on is not None or not is_part(self.onset_in):
            fault = "stands beside a day" if self.onset_on else "is no month and no year"
            raise Invalid(fault, "a month or a year alone: 2019-03, 2019", field="onset_in")
        if self.abated_on is not None and self.onset_in > str(self.abated_on):
            raise Invalid("is after abated_on", "the year it began", field="onset_in")

    @property
    def began(self) -> str | None:
        """When it began, as far as anybody knows."""
        return self.onset_in or (str(self.onset_on) if self.onset_on else None)


def is_part(text: str) -> bool:
    """Whether it is a year, or a year and a month: 2019, 2019-03."""
    year, sign, month = text.partition("-")
    is_year = len(year) == 4 and text.isascii() and year.isdecimal() and FIRST_YEAR <= int(year) <= LAST_YEAR
    return is_year and (not sign or (len(month) == 2 and month.isdecimal() and 1 <= int(month) <= 12))


def resolved(condition: Condition, on: date) -> Condition:
    """The condition over since that day."""
    if condition.status is ConditionStatus.RESOLVED:
        again = f"caseload condition edit {condition.ref} --status recurrence takes it up again"
        raise Refused(f"{condition.ref} is resolved already", again)
    return replace(condition, status=ConditionStatus.RESOLVED, abated_on=on)


def dated(condition: Condition, before: Condition | None, today: date) -> Condition:
    """The condition as it was added or edited, over today where it newly is and no day was said."""
    is_new = condition.status is ConditionStatus.RESOLVED and (before is None or before.status is not condition.status)
    return replace(condition, abated_on=today) if is_new and condition.abated_on is None else condition
