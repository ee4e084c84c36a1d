"""What falls due by a law: the day printed on a notice first, else the one that the law's table comes to."""

from datetime import date
from typing import NamedTuple

from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Still, Terms, counted, on_day
from caseload.records.of.deadline import AT_MOST, CHECK, Counted, due_by, says
from caseload.when.dates import When

PRINTED = "printed on the notice"

NO_NUMBER = "no law of the table sets a day: enter the one printed on the notice"


def of_ones_own(programme: str | None, what: str) -> str:
    """The name of a deadline that the law's table has for some programmes only, and rules.toml may for others."""
    return f"{programme}-{what}" if programme else ""


def printed(record: Record, field: str, reason: str, late: str = "") -> Reckoned | None:
    """What is due on a day that a notice has; None where it is not known."""
    day: date | None = getattr(record, field)
    if day is None:
        return None
    found = on_day(f"{record.ref} {field}", When(day), reason)
    return found._replace(law=PRINTED, late_reason=late)


class StandIn(NamedTuple):
    """A day that no deadline names, from which one is counted for want of the day that it does name."""

    field: str
    """What it is, with its record: b1 decided_on."""
    day: date


def asked_again(record: Record, field: str, terms: Terms) -> Reckoned | Still:
    """The day to ask how something stands, so long after it was asked for; that it was asked is said by a waiver."""
    since: date = getattr(record, field)
    if terms.every is None:
        return Still("no interval is set")
    said = (
        f"waits since {since}: ask, then waive {record.ref} --rule {record.TABLE}-standing --until +1m --reason asked"
    )
    return counted(f"{record.ref} {field}", since, terms.every, said)


def by_law(
    record: Record, key: str, terms: Terms, reason: str, late: str = "", *, instead: str = "",
    stand_in: StandIn | None = None,
) -> Reckoned | Still:  # fmt: skip
    """What is due by the deadline of that key, counted from the field that it names, else from `instead`."""
    rows = terms.deadlines.rows(key) if key else ()
    if not rows:
        return Still(NO_NUMBER)

    def day_of(field: str) -> date | None:
        day: date | None = getattr(record, field, None)
        return day or (getattr(record, instead) if instead else None) or (stand_in.day if stand_in else None)

    if (known := terms.deadlines.counting(key, day_of)) is None:
        if not any(day_of(row.anchor) for row in rows):
            return Still(f"{record.ref} has no {rows[0].anchor}")
        return Still(f"{key} does not count: rules.toml turns it on; see caseload help clocks")
    deadline, anchored = known
    field = f"{record.ref} {deadline.anchor if getattr(record, deadline.anchor, None) else instead}"
    if stand_in and not getattr(record, deadline.anchor, None):
        field = stand_in.field
    later = getattr(record, deadline.later_of, None) if deadline.later_of else None
    found = due_by(deadline, anchored, getattr(record, "received_on", None), later_of=later)
    if not isinstance(found, Counted):
        return found
    due = When(found.due)
    caution = f"{AT_MOST}; {CHECK}" if deadline.at_most else CHECK
    return Reckoned(
        anchor=field, anchored=When(anchored), due=due, ends=due, reason=f"{reason}; {caution}",
        late_reason=late, law=says(deadline), arithmetic=found.arithmetic,
    )  # fmt: skip
