"""A need, a barrier or a strength of a client, by domain, and what becomes of the help with it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Prose, Says
from caseload.value import replace


class NeedType(Vocabulary):
    """Which of the three it is: what is lacking, what stands in the way, what helps."""

    NEED = "need"
    BARRIER = "barrier"
    STRENGTH = "strength"


class Domain(Vocabulary):
    """The part of life it is about (Gravity, SDOH Clinical Care)."""

    FOOD_INSECURITY = "food-insecurity"
    HOUSING_INSTABILITY = "housing-instability"
    HOMELESSNESS = "homelessness"
    INADEQUATE_HOUSING = "inadequate-housing"
    TRANSPORTATION_INSECURITY = "transportation-insecurity"
    FINANCIAL_INSECURITY = "financial-insecurity"
    MATERIAL_HARDSHIP = "material-hardship"
    EDUCATIONAL_ATTAINMENT = "educational-attainment"
    EMPLOYMENT_STATUS = "employment-status"
    VETERAN_STATUS = "veteran-status"
    STRESS = "stress"
    SOCIAL_CONNECTION = "social-connection"
    INTIMATE_PARTNER_VIOLENCE = "intimate-partner-violence"
    ELDER_ABUSE = "elder-abuse"
    PERSONAL_HEALTH_LITERACY = "personal-health-literacy"
    HEALTH_INSURANCE_COVERAGE_STATUS = "health-insurance-coverage-status"
    MEDICAL_COST_BURDEN = "medical-cost-burden"
    DIGITAL_LITERACY = "digital-literacy"
    DIGITAL_ACCESS = "digital-access"
    UTILITY_INSECURITY = "utility-insecurity"
    INCARCERATION_STATUS = "incarceration-status"
    LANGUAGE_ACCESS = "language-access"
    PROTECTIVE_FACTOR = "protective-factor"
    SDOH_CATEGORY_UNSPECIFIED = "sdoh-category-unspecified"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {
            "food": "food-insecurity", "housing": "housing-instability", "homeless": "homelessness",
            "transportation": "transportation-insecurity", "money": "financial-insecurity",
            "utilities": "utility-insecurity", "education": "educational-attainment",
            "employment": "employment-status", "insurance": "health-insurance-coverage-status",
            "other": "sdoh-category-unspecified",
        }  # fmt: skip


class NeedStatus(Vocabulary):
    """Where the need itself stands (HL7 FHIR R4 Condition.clinicalStatus)."""

    ACTIVE = "active"
    RECURRENCE = "recurrence"
    RELAPSE = "relapse"
    INACTIVE = "inactive"
    REMISSION = "remission"
    RESOLVED = "resolved"


class Support(Vocabulary):
    """What becomes of the help with it; a need that is met may still be there."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    MET = "met"
    DECLINED = "declined"


@kind
class Need(Guarded):
    """What one client lacks, what stands in the way, or what helps."""

    TABLE: ClassVar[str] = "need"
    PREFIX: ClassVar[str] = "nd"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("active", "recurrence", "relapse")
    WHEN: ClassVar[str] = "identified_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "identified_on is null", "identified_on", "id")
    FACTS: ClassVar[tuple[str, ...]] = ("identified_on", "met_on", "declined_on", "resolved_on")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "met_on": ("met",), "declined_on": ("declined",), "decline_reason": ("declined",),
        "resolved_on": ("inactive", "remission", "resolved"),
    }  # fmt: skip
    IMPLIES: ClassVar[Mapping[str, tuple[str, str]]] = {
        "met_on": ("support", "met"), "declined_on": ("support", "declined"), "decline_reason": ("support", "declined"),
        "resolved_on": ("status", "resolved"),
    }  # fmt: skip
    ORDERED: ClassVar[Order] = {"identified_on": ("met_on", "declined_on")}
    WITHIN: ClassVar[tuple[str, ...]] = ("identified_on", "met_on", "declined_on", "resolved_on")
    SEARCHED: ClassVar[tuple[str, ...]] = ("description", "decline_reason")

    client_id: Annotated[int, also.CLIENT]
    type: Annotated[NeedType, "Which of the three it is; a protective-factor is a strength"] = NeedType.NEED
    domain: Annotated[Domain, "The part of life it is about", also.DOMAIN] = Domain.SDOH_CATEGORY_UNSPECIFIED
    description: Annotated[str | None, Says("Other words.", later=True), also.TITLE] = None
    status: Annotated[NeedStatus, "Where the need itself stands", also.STANDING] = NeedStatus.ACTIVE
    support: Annotated[Support, "What becomes of the help with it"] = Support.NOT_STARTED
    decline_reason: Annotated[
        str | None, Says("Why the client declined help; see need decline.", flag="--reason"), Prose
    ] = None  # fmt: skip
    declined_on: Annotated[date | None, "The day the client declined help."] = None
    met_on: Annotated[date | None, "The day the help was there; see need met."] = None
    identified_on: Annotated[date | None, "The day it was found; today unless said.", also.STARTED] = None
    resolved_on: Annotated[date | None, "The day the need was gone; see need resolve.", also.FINISHED] = None

    def __post_init__(self) -> None:
        """The rules of one need."""
        super().__post_init__()
        if self.description is None and self.domain is Domain.SDOH_CATEGORY_UNSPECIFIED:
            raise Invalid("is missing where there is no domain", "a few words, or a domain", field="description")
        for day, beside in (("met_on", "support"), ("declined_on", "support"), ("resolved_on", "status")):
            stands, words = getattr(self, beside), self.STANDS[day]
            if getattr(self, day) is not None and stands not in words:
                raise Invalid(f"does not stand beside {beside} {stands}", f"{beside} {words[-1]}", field=day)
        in_order(self, "identified_on", "resolved_on")

    @property
    def title(self) -> str:
        """The domain, and what is said of it: food-insecurity: nothing left by the 20th."""
        said = self.domain if self.domain is not Domain.SDOH_CATEGORY_UNSPECIFIED else None
        return ": ".join(filter(None, (said, self.description))) or str(self.domain)


def is_strength(need: Need) -> bool:
    """Whether it is what helps."""
    return need.type is NeedType.STRENGTH or need.domain is Domain.PROTECTIVE_FACTOR


def asks_for_help(need: Need) -> bool:
    """Whether something is to come of it: it is there, no strength, and help was neither had nor declined."""
    return (
        need.status in Need.OPEN
        and not is_strength(need)
        and need.support in (Support.NOT_STARTED, Support.IN_PROGRESS)
    )


def met(need: Need, on: date) -> Need:
    """The need with the help there since that day; whether it is gone is another matter."""
    _refuse(need, need.support, Support.MET, f"caseload need edit {need.ref} --support in-progress takes it up again")
    return replace(need, support=Support.MET, met_on=on, decline_reason=None, declined_on=None)


def declined(need: Need, on: date, reason: str) -> Need:
    """The need with help for it declined that day."""
    again = f"caseload need edit {need.ref} --reason TEXT changes the reason"
    _refuse(need, need.support, Support.DECLINED, again)
    return replace(need, support=Support.DECLINED, declined_on=on, decline_reason=reason, met_on=None)


def resolved(need: Need, on: date) -> Need:
    """The need gone since that day."""
    again = f"caseload need edit {need.ref} --status recurrence takes it up again"
    _refuse(need, need.status, NeedStatus.RESOLVED, again)
    return replace(need, status=NeedStatus.RESOLVED, resolved_on=on)


def dated(need: Need, before: Need | None, today: date) -> Need:
    """The need as it was added or edited, with the day of what it has become where none was said: today."""

    def day(said: date | None, stands: Vocabulary, stood: Vocabulary | None, word: Vocabulary) -> date | None:
        return said or (today if stands is word and stood is not word else None)

    support, status = (before.support, before.status) if before else (None, None)
    return replace(
        need,
        met_on=day(need.met_on, need.support, support, Support.MET),
        declined_on=day(need.declined_on, need.support, support, Support.DECLINED),
        resolved_on=day(need.resolved_on, need.status, status, NeedStatus.RESOLVED),
    )


def _refuse(need: Need, stands: Vocabulary, word: Vocabulary, instead: str) -> None:
    if stands is word:
        raise Refused(f"{need.ref} is {word} already", instead)
