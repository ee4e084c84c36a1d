"""A step of a template as it was applied to a client: what it made, by which date, or why it was left out."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Record, kind
from caseload.records.of.nature import Bare, Coded
from caseload.when.dates import When

MADE = {"task": "task_id", "appointment": "appointment_id", "document": "document_id", "goal": "goal_id",
        "need": "need_id"}  # fmt: skip
"""What a step may have made, and the reference to it."""


@kind
class Step(Record):
    """One step of one client's checklist; what it has made says itself whether it is done."""

    TABLE: ClassVar[str] = "step"
    PREFIX: ClassVar[str] = "ts"
    SINCE: ClassVar[int] = 16
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "template_id", "round", "id")
    TITLE: ClassVar[str] = "name"
    SEARCHED: ClassVar[tuple[str, ...]] = ("exempt_reason",)

    client_id: Annotated[int, also.CLIENT]
    template_id: int
    name: Annotated[str, Bare, Coded]
    """The step's name in the template: birth-certificate."""
    anchor: Annotated[str, Coded]
    """The date that it counts from: release-on, or `day` for one that was typed."""
    anchored_on: date | None = None
    """What that date was when the step was counted last."""
    round: int = 1
    """Which time the template is applied so to the client."""
    task_id: int | None = None
    appointment_id: int | None = None
    document_id: int | None = None
    goal_id: int | None = None
    need_id: int | None = None
    due_as_applied: When | None = None
    """The date that the template gave last; as long as the record has it, it moves with the anchor."""
    exempt_reason: str | None = None

    def __post_init__(self) -> None:
        """The rules of one step: it made one thing at most."""
        super().__post_init__()
        made = [name for name in MADE.values() if getattr(self, name) is not None]
        if len(made) > 1:
            raise Invalid("stands beside another thing that it made", "one of them", field=made[1].removesuffix("_id"))

    @property
    def made(self) -> tuple[str, int] | None:
        """The table and the number of what it made."""
        found = ((table, getattr(self, name)) for table, name in MADE.items())
        return next(((table, number) for table, number in found if number is not None), None)
