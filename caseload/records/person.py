"""People around a client: family, guardian, doctor, payee, probation officer; the care team."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from caseload.records.of.base import Record, Vocabulary, in_order


class PersonStatus(Vocabulary):
    """Whether the person takes part now (HL7 FHIR R4 CareTeam.status)."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    INACTIVE = "inactive"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Person(Record):
    """Someone around a client."""

    TABLE: ClassVar[str] = "person"
    PREFIX: ClassVar[str] = "pe"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("proposed", "active", "suspended")
    WHEN: ClassVar[str] = "from_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "name", "id")
    TITLE: ClassVar[str] = "name"
    FACTS: ClassVar[tuple[str, ...]] = ("from_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "relationship", "role", "organization", "phone", "email")

    client_id: int
    name: str
    relationship: str | None = None
    role: str | None = None
    organization: str | None = None
    phone: str | None = None
    email: str | None = None
    is_guardian: bool = False
    is_emergency: bool = False
    is_payee: bool = False
    status: PersonStatus = PersonStatus.ACTIVE
    from_on: date | None = None
    until_on: date | None = None

    def __post_init__(self) -> None:
        """The rules of one person."""
        super().__post_init__()
        in_order(self, "from_on", "until_on")


def marks(person: Person) -> tuple[str, ...]:
    """What must be known before anyone is called: guardian, emergency contact, payee."""
    found = {"guardian": person.is_guardian, "emergency": person.is_emergency, "payee": person.is_payee}
    return tuple(word for word, holds in found.items() if holds)
