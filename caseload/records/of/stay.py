"""How long it takes, from the end that people say: the last day of a stay, or the time at which a visit is over."""

from datetime import timedelta

from caseload.errors import Invalid
from caseload.records.appointment import DAY_MINUTES
from caseload.when.dates import When


def minutes_to(starts: When, ends: When) -> int | None:
    """How long something takes that ends then: of days all, the last one included; None for a day alone.

    Raises Invalid for an end before the start, and for a day beside a time.
    """
    if (starts.time is None) is not (ends.time is None):
        raise Invalid("is not told as the start is", "a day for both, or a time for both", field="--ends")
    if ends < starts:
        raise Invalid("is before the start", "an end after it", field="--ends")
    if starts.time is not None:
        return (ends.starts() - starts.starts()) // timedelta(minutes=1)
    days = (ends.day - starts.day).days + 1
    return days * DAY_MINUTES if days > 1 else None
