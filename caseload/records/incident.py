"""Something that happened to a client, and may have to be reported."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, kind
from caseload.records.of.clock import Clock
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Prose, Says
from caseload.value import replace
from caseload.when.dates import When


@kind
class Incident(Guarded):
    """What happened, when and where; to whom it is to be reported and by when; what came of it."""

    TABLE: ClassVar[str] = "incident"
    PREFIX: ClassVar[str] = "ic"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    WHEN: ClassVar[str] = "happened"
    ORDER: ClassVar[tuple[str, ...]] = ("happened", "id")
    TITLE: ClassVar[str] = "what"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="incident", field="report_due", called="day to report it by", words="incident to report",
            many="incidents to report", looks_at="incidents to be reported", until="reported_on", ended="reported on",
            lead="30d", source="as the law or the agency says, typed",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("happened", "reported_on")
    ORDERED: ClassVar[Order] = {"happened": ("report_due", "reported_on")}
    WITHIN: ClassVar[tuple[str, ...]] = ("happened",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "place", "reported_to", "outcome")

    client_id: Annotated[int, also.CLIENT]
    what: Annotated[str, Says("Other words.", later=True), also.INCIDENT]
    happened: Annotated[When, Says('When: yesterday, "mon 2pm"; now unless said.', flag="--at"), also.STARTS]
    place: Annotated[str | None, "Where.", also.PLACE] = None
    reported_to: Annotated[str | None, "To whom it is to be reported, or was.", also.REPORTED_TO] = None
    report_due: Annotated[When | None, 'By when: tomorrow, "fri 5pm".', also.REPORT_DUE] = None
    reported_on: Annotated[date | None, "The day it was reported; see incident report.", also.REPORTED_ON] = None
    outcome: Annotated[str | None, "What came of it.", Prose] = None

    @property
    def priority(self) -> str:
        """Before what is routine: a law may ask for its report within hours."""
        return "urgent"

    @property
    def as_item(self) -> str:
        """That it is one: what happened is no title for the day's lists."""
        return f"incident of {self.happened.day}"


def reported(incident: Incident, on: date, recipient: str | None = None) -> Incident:
    """The incident reported that day, to someone where that is said or known; raises Refused for one that was."""
    if incident.reported_on is not None:
        again = f"caseload incident edit {incident.ref} --reported-on DAY changes the day"
        raise Refused(f"{incident.ref} was reported on {incident.reported_on}", again)
    return replace(incident, reported_on=on, reported_to=recipient or incident.reported_to)
