"""Time zones that a calendar file defines itself (RFC 5545, VTIMEZONE)."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from caseload.errors import Invalid
from caseload.intake.calendars.components import Part
from caseload.intake.calendars.occurrences import Patience, occurrences

_LAST = datetime(2100, 12, 31)  # noqa: DTZ001 - by the clock of whichever zone it is
"""Until when the rules of a zone are followed."""

_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, OSError)
"""What icalendar, dateutil and zoneinfo raise over a file that is not as it should be."""


@contextmanager
def reading(what: str, accepted: str) -> Iterator[None]:
    """Whatever icalendar says of what it cannot read, in a sentence of ours: it would quote the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except Invalid:
            raise
        except _FAULTS:
            raise Invalid(what, accepted) from None


def forget_zones() -> None:
    """Leave behind the zones of an earlier file: icalendar remembers them by their names."""
    from icalendar.timezone import tzp

    tzp.use_default()


def define(zone: Part, patience: Patience) -> None:
    """Let the zone be known by its name, unless it is known anyway; raises Invalid where it cannot be read."""
    from icalendar import Timezone
    from icalendar.timezone import tzp

    with reading("is a time zone that cannot be read", "a VTIMEZONE as RFC 5545 has it"):
        (name,) = (text.partition(":")[2].strip() for _, text in zone.properties if text.upper().startswith("TZID"))
        if tzp.timezone(name) is None:
            patience.spend(1000 * len(zone.parts))
            for part in zone.parts:
                _follow(part, patience)
            tzp.cache_timezone_component(Timezone.from_ical(zone.text()))


def rule_text(rule: Any) -> str:
    """A rule as icalendar has read it, written out again."""
    return str(rule.to_ical(), "utf-8")


def _follow(part: Part, patience: Patience) -> None:
    """Put dates in the place of the rule by which a change of the clocks comes round.

    dateutil, to whom icalendar hands it, would follow a rule that never comes to the year 9999, again and again.
    """
    from icalendar import TimezoneStandard, vRecur

    found: Any = TimezoneStandard.from_ical(Part("STANDARD", part.line, part.properties).text())
    if "RRULE" not in found:
        return
    start = found.DTSTART.replace(tzinfo=None)
    rule = vRecur(found["RRULE"])
    until = rule.pop("UNTIL", [None])[0]
    if isinstance(until, datetime):
        until = until.replace(tzinfo=None) + (found.TZOFFSETFROM if until.tzinfo else found.TZOFFSETFROM * 0)
    elif until is not None:
        until = datetime.combine(until, start.time())
    dates = occurrences(rule, rule_text(rule), start, until, _LAST, patience)
    told = ",".join(f"{moment:%Y%m%dT%H%M%S}" for moment in dates if moment != start)
    kept = [one for one in part.properties if not one[1].upper().startswith(("RRULE", "DTSTART"))]
    part.properties = [
        (part.line, f"DTSTART:{start:%Y%m%dT%H%M%S}"), *kept, *([(part.line, f"RDATE:{told}")] if told else [])
    ]  # fmt: skip
