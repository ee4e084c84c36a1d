"""One measured point of a goal."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.goal import Achievement
from caseload.records.of import headings as also
from caseload.records.of.base import Record, kind
from caseload.records.of.nature import Says
from caseload.records.of.values import cell


@kind
class Observation(Record):
    """What was seen of a goal on one day: a value, an achievement, or words."""

    TABLE: ClassVar[str] = "observation"
    PREFIX: ClassVar[str] = "go"
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    WHEN: ClassVar[str] = "observed_on"
    ORDER: ClassVar[tuple[str, ...]] = ("goal_id", "observed_on", "id")
    TITLE: ClassVar[str] = "comment"
    FACTS: ClassVar[tuple[str, ...]] = ("observed_on",)
    WITHIN: ClassVar[tuple[str, ...]] = ("observed_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("comment",)

    goal_id: int
    observed_on: Annotated[date, Says("The day it took place; today unless said.", flag="--on"), also.DATE]
    value: Annotated[float | None, "What was measured.", also.PROGRESS] = None
    achievement: Annotated[Achievement | None, "How far the goal is reached"] = None
    comment: Annotated[str | None, "What was seen, in words.", also.WORDS] = None

    def __post_init__(self) -> None:
        """The rules of one observation."""
        super().__post_init__()
        if self.value is None and self.achievement is None and self.comment is None:
            raise Invalid("is missing", "a value, an achievement or a comment", field="value")

    @property
    def called(self) -> str:
        """What was seen: 40 · improving · walks to the gate."""
        return " · ".join(filter(None, (cell(self.value), self.achievement, self.comment)))

    @property
    def as_item(self) -> str:
        """What was measured: a list of what was done is no place for the comment, which its goal's law may guard."""
        return " · ".join(filter(None, (cell(self.value), self.achievement))) or f"observation of g{self.goal_id}"
