"""A client's safety plan: what to watch for, what helps, whom to call."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.records.of import headings as also
from caseload.records.of.base import Vocabulary, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Prose, Says


class SafetyStatus(Vocabulary):
    """Whether it is the plan that holds."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"


@kind
class Safety(Guarded):
    """One safety plan of one client, in the client's words; a new one takes the place of the one before it."""

    TABLE: ClassVar[str] = "safety"
    PREFIX: ClassVar[str] = "sp"
    SINGULAR: ClassVar[str] = "safety plan"
    PLURAL: ClassVar[str] = "safety plans"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("active",)
    WHEN: ClassVar[str] = "reviewed_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "reviewed_on desc", "id desc")
    FACTS: ClassVar[tuple[str, ...]] = ("reviewed_on",)
    WITHIN: ClassVar[tuple[str, ...]] = ("reviewed_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = (
        "warning_signs", "coping", "distractions", "people", "professionals", "environment", "reasons",
    )  # fmt: skip

    client_id: Annotated[int, also.CLIENT]
    warning_signs: Annotated[str, Says("How a crisis begins; several with ; between.", needed=True), Prose, also.SIGNS]
    coping: Annotated[str | None, "What the client does alone that helps.", Prose, also.COPING] = None
    distractions: Annotated[str | None, "People and places that take the mind off it.", Prose] = None
    people: Annotated[str | None, "Whom the client asks for help, with the phone.", Prose] = None
    professionals: Annotated[str | None, "Which professionals to call, with the phone.", Prose, also.CRISIS] = None
    environment: Annotated[str | None, "How the place is made safe.", Prose] = None
    reasons: Annotated[str | None, "What makes life worth living.", Prose] = None
    status: Annotated[SafetyStatus, "Whether it is the one that holds", also.STANDING] = SafetyStatus.ACTIVE
    reviewed_on: Annotated[date | None, "The day it was made, or last gone through.", also.REVIEWED] = None

    @property
    def title(self) -> str:
        """What it is, and of which day; what stands in it is nothing for a list."""
        return f"safety plan of {self.reviewed_on}" if self.reviewed_on else "safety plan"


STEPS = {
    "warning_signs": "How it begins",
    "coping": "What helps me alone",
    "distractions": "People and places that take my mind off it",
    "people": "Whom I ask for help",
    "professionals": "Whom I call",
    "environment": "How my place is made safe",
    "reasons": "What makes life worth living",
}
"""The parts of the page in the order in which they are gone through."""


def lines(text: str) -> tuple[str, ...]:
    """What is several things, with ; or a line end between, as a line each."""
    return tuple(filter(None, (one.strip() for line in text.splitlines() for one in line.split(";"))))
