"""People around a client: family, guardian, doctor, payee, probation officer; the care team."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.of import headings as also
from caseload.records.of.base import MASK, Vocabulary, in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Bare, Digits, Mask, Says


class PersonStatus(Vocabulary):
    """Whether the person takes part now (HL7 FHIR R4 CareTeam.status)."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    INACTIVE = "inactive"


@kind
class Person(Guarded):
    """Someone around a client."""

    TABLE: ClassVar[str] = "person"
    PREFIX: ClassVar[str] = "pe"
    OWN: ClassVar[bool] = True
    PLURAL: ClassVar[str] = "people"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("proposed", "active", "suspended")
    WHEN: ClassVar[str] = "from_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "name", "id")
    TITLE: ClassVar[str] = "name"
    FACTS: ClassVar[tuple[str, ...]] = ("from_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "relationship", "role", "organization", "phone", "email")

    client_id: Annotated[int, also.CLIENT]
    name: Annotated[str, Says("Another name.", later=True), Bare, also.CONTACT]
    relationship: Annotated[str | None, "What the person is to the client: mother, neighbor.", also.RELATION] = None
    role: Annotated[str | None, "What the person does: doctor, probation officer."] = None
    organization: Annotated[str | None, "Who the person works for."] = None
    phone: Annotated[str | None, "A telephone number, kept as it is written.", Bare, Digits, Mask, also.PHONE] = None
    email: Annotated[str | None, "An email address.", Bare, Mask, also.EMAIL] = None
    is_guardian: Annotated[bool, Says("The client's guardian.", flag="--guardian")] = False
    is_emergency: Annotated[bool, Says("To be called in an emergency.", flag="--emergency")] = False
    is_payee: Annotated[bool, Says("The client's payee.", flag="--payee")] = False
    in_household: Annotated[bool, "Lives in the client's household.", also.IN_HOUSEHOLD] = False
    status: Annotated[PersonStatus, "Whether the person takes part now", also.STANDING] = PersonStatus.ACTIVE
    from_on: Annotated[date | None, Says("Since when.", flag="--from"), also.STARTED] = None
    until_on: Annotated[date | None, Says("Until when.", flag="--until"), also.FINISHED] = None

    def __post_init__(self) -> None:
        """The rules of one person."""
        super().__post_init__()
        in_order(self, "from_on", "until_on")
        for name in ("phone", "email"):
            if getattr(self, name) == MASK:
                raise Invalid("is only the mask of it", "the value itself; export it with --reveal", field=name)


def lives_with(person: Person, client: Client) -> bool:
    """Whether to reach the person is to find a client who must not be found: they live in one household."""
    return person.in_household and client.address_confidential


def marks(person: Person) -> tuple[str, ...]:
    """What is to be known of someone at a glance: guardian, emergency contact, payee, of the household."""
    found = {"guardian": person.is_guardian, "emergency": person.is_emergency, "payee": person.is_payee,
             "household": person.in_household}  # fmt: skip
    return tuple(word for word, holds in found.items() if holds)
