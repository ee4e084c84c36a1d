"""One measured point of a goal."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from caseload.errors import Invalid
from caseload.records.goal import Achievement
from caseload.records.of.base import Record
from caseload.records.of.values import cell


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Observation(Record):
    """What was seen of a goal on one day: a value, an achievement, or words."""

    TABLE: ClassVar[str] = "observation"
    PREFIX: ClassVar[str] = "go"
    WHEN: ClassVar[str] = "observed_on"
    ORDER: ClassVar[tuple[str, ...]] = ("goal_id", "observed_on", "id")
    TITLE: ClassVar[str] = "comment"
    FACTS: ClassVar[tuple[str, ...]] = ("observed_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("comment",)

    goal_id: int
    observed_on: date
    value: float | None = None
    achievement: Achievement | None = None
    comment: str | None = None

    def __post_init__(self) -> None:
        """The rules of one observation."""
        super().__post_init__()
        if self.value is None and self.achievement is None and self.comment is None:
            raise Invalid("is missing", "a value, an achievement or a comment", field="value")

    @property
    def label(self) -> str:
        """What was seen: 40 · improving · walks to the gate."""
        return " · ".join(filter(None, (cell(self.value), self.achievement, self.comment)))
