"""The directory: who provides what, where, when and for whom, as Open Referral HSDS has it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, in_order, kind
from caseload.records.of.clock import Clock
from caseload.records.of.nature import Bare, Digits, Listed, Prose, Says
from caseload.value import replace


class ProviderStatus(Vocabulary):
    """Whether the service can be had now (Open Referral HSDS 3.0 service.status)."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily-closed"


class Capacity(Vocabulary):
    """Whether somebody more can be taken."""

    NO_CAPACITY = "no-capacity"
    CAPACITY = "capacity"
    WAITLIST = "waitlist"
    ADDITIONAL_ASSESSMENT_REQUIRED = "additional-assessment-required"


class Cost(Vocabulary):
    """Whether the service is to be paid for; words on how much stand in fees."""

    FREE = "free"
    SLIDING_SCALE = "sliding-scale"
    CHARGED = "charged"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"sliding": "sliding-scale", "paid": "charged"}


@kind
class Provider(Record):
    """One service of one organization, at one place."""

    TABLE: ClassVar[str] = "provider"
    PREFIX: ClassVar[str] = "pr"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    TRAVELS: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("active",)
    WHEN: ClassVar[str] = "assured_on"
    ORDER: ClassVar[tuple[str, ...]] = ("fold(cast(name as blob))", "fold(cast(service as blob))", "id")
    TITLE: ClassVar[str] = "title"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="provider-assurance", field="assured_on", called="day of assurance", words="provider to be assured",
            many="providers to be assured", does="caseload provider assure", reason="last assured on {}",
            looks_at="active providers with assured_on", lead="14d", unset=True,
            source="no source has an interval",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("assured_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "service", "category", "description", "area", "remarks")

    name: Annotated[str, Says("Another organization.", later=True), Bare, Listed, also.ORGANIZATION]
    service: Annotated[str | None, "What it provides: Hot meals.", Bare, Listed, also.SERVICE] = None
    category: Annotated[str | None, "What sort of help: food, housing.", Bare, Listed, also.CATEGORY] = None
    status: Annotated[ProviderStatus, "Whether it can be had now", also.STANDING] = ProviderStatus.ACTIVE
    description: Annotated[str | None, "What it is, in words.", Prose, Listed] = None
    phone: Annotated[str | None, "A telephone number, kept as it is written.", Bare, Digits, Listed, also.PHONE] = None
    phone_other: Annotated[str | None, "A second telephone number.", Bare, Digits, Listed, also.OTHER_PHONE] = None
    fax: Annotated[str | None, "A fax number.", Bare, Digits, Listed] = None
    email: Annotated[str | None, "An email address.", Bare, Listed, also.EMAIL] = None
    url: Annotated[str | None, "Its page.", Bare, Listed, also.URL] = None
    address: Annotated[str | None, "Street and number.", Listed, also.STREET] = None
    city: Annotated[str | None, "The city.", Bare, Listed] = None
    state: Annotated[str | None, "The state.", Bare, Listed] = None
    zip: Annotated[str | None, "The ZIP code, leading zeros kept.", Bare, Digits, Listed, also.ZIP] = None
    latitude: Annotated[float | None, "Degrees north.", also.LATITUDE] = None
    longitude: Annotated[float | None, "Degrees east; west is negative.", also.LONGITUDE] = None
    area: Annotated[str | None, "The area it serves.", Listed, also.AREA] = None
    hours: Annotated[
        str | None, 'When it is open: "mon-fri 9-17, sat 10-12 (not on holidays)".', Listed, also.HOURS
    ] = None  # fmt: skip
    eligibility: Annotated[str | None, "Who can have it, in words.", Listed, also.ELIGIBILITY] = None
    minimum_age: Annotated[float | None, Says("The least age.", least=0), also.YOUNGEST] = None
    maximum_age: Annotated[float | None, Says("The greatest age.", least=0), also.OLDEST] = None
    cost: Annotated[Cost | None, "Whether it is to be paid for"] = None
    fees: Annotated[str | None, "What it costs, in words.", Listed] = None
    languages: Annotated[str | None, 'What is spoken there: "English, Spanish".', Listed, also.SPOKEN] = None
    documents: Annotated[str | None, "What papers are asked for.", Listed, also.PAPERS] = None
    application: Annotated[str | None, "How one applies.", Listed, also.APPLYING] = None
    accessibility: Annotated[str | None, "Ramps, lifts, interpreters.", Listed] = None
    capacity: Annotated[Capacity | None, "Whether somebody more can be taken"] = None
    wait: Annotated[str | None, "How long one waits: 6 weeks.", Listed, also.WAITING] = None
    assured_on: Annotated[date | None, "The day all this was last found true.", also.ASSURED] = None
    remarks: Annotated[str | None, "Anything else to know.", Prose, also.WORDS] = None

    def __post_init__(self) -> None:
        """The rules of one provider."""
        for name in ("latitude", "longitude"):
            # Maps and directories write 17 digits, of which 15 are kept; twelve places are less than a hair.
            if (value := getattr(self, name)) is not None:
                vars(self)[name] = round(value, 12)
        super().__post_init__()
        in_order(self, "minimum_age", "maximum_age")
        for name, most in (("latitude", 90), ("longitude", 180)):
            value = getattr(self, name)
            if value is not None and abs(value) > most:
                raise Invalid("is no place on earth", f"-{most} to {most} degrees", field=name)
        for name in ("minimum_age", "maximum_age"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= _OLDEST:
                raise Invalid("is not an age", f"0 to {_OLDEST}", field=name)

    @property
    def title(self) -> str:
        """The service and whose it is: Hot meals, Elm Street Kitchen."""
        return f"{self.service}, {self.name}" if self.service and self.service != self.name else self.name

    @property
    def place(self) -> str:
        """Street, city, state and ZIP code, in one line."""
        where = ", ".join(filter(None, (self.address, self.city, self.state)))
        return " ".join(filter(None, (where, self.zip)))


_OLDEST = 150
"""Years; directories write 99 or 120 for no limit."""


def assured(provider: Provider, day: date) -> Provider:
    """The provider, of which all was found true that day."""
    return replace(provider, assured_on=day)


def is_free(provider: Provider) -> bool | None:
    """Whether nothing is to be paid; None where nobody says so, in the cost or in words that say nothing else."""
    if provider.cost is not None:
        return provider.cost is Cost.FREE
    said = " ".join((provider.fees or "").lower().strip(" .!").split())
    return True if said in _NOTHING else None


_NOTHING = ("free", "free of charge", "no cost", "no charge", "no fee", "no fees", "none", "$0", "$0.00", "0", "0.00")
