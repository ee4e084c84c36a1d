"""What is hidden from the day's lists, until when, and why; never the due date itself."""

from datetime import date, datetime, time
from typing import Annotated, ClassVar

from caseload.records.of.base import Record, kind
from caseload.records.of.nature import Coded


@kind
class Waiver(Record):
    """One item, or one rule of it, put out of sight until a day; it comes back by itself, as late as it truly is."""

    TABLE: ClassVar[str] = "waiver"
    PREFIX: ClassVar[str] = "w"
    WHEN: ClassVar[str] = "until"
    ORDER: ClassVar[tuple[str, ...]] = ("until", "id")
    TITLE: ClassVar[str] = "reason"

    item: Annotated[str, Coded]
    """The typed id of what is hidden."""
    rule: Annotated[str | None, Coded] = None
    """The rule it is hidden from; none means every rule."""
    until: date
    reason: str


def hides(waiver: Waiver, ref: str, rule: str, now: datetime) -> bool:
    """Whether the item stays out of the day's lists at that moment; on the day `until` it is back."""
    mine = waiver.item == ref and waiver.rule in (None, rule)
    return mine and now < datetime.combine(waiver.until, time())
