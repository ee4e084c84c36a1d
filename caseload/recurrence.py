"""When a thing comes round again: intervals as people type them, and the dates that follow from them.

A rule is kept as text (`2w`): `parse_every` says which texts there are, `next_after` and `once_after` what they mean.
"""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from caseload.dates import parse_span
from caseload.errors import Invalid

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

EVERY_FORMS = 'try 3d, 2w, 1m, 1y, weekly or "every 2 weeks"'

_WORDS = {"daily": "1d", "weekly": "1w", "monthly": "1m", "yearly": "1y"}


def parse_every(text: str) -> str:
    """The interval as it is kept: `2w` for `2w` and `every 2 weeks`, `1m` for `monthly`; Invalid otherwise."""
    words = " ".join(text.lower().split())
    if found := re.fullmatch(r"every (?:([0-9]+) )?(day|week|month|year)s?", words):
        words = f"{found[1] or 1}{found[2][0]}"
    try:
        return str(parse_span(_WORDS.get(words, words)))
    except Invalid as error:
        raise Invalid(error.fault, EVERY_FORMS, typed=text) from None


def next_after(anchor: date, every: str, last: date, not_before: date) -> date:
    """The first of `anchor`, and whole intervals after it, that is after `last` and not before `not_before`.

    Counted from the anchor, so that the 31st does not drift: 31 Jan, 28 Feb, 31 Mar. A yearly 29 Feb clips to 28 Feb
    likewise, since what is due by a month's end is not due in another month; birthdays wait for 1 Mar (`age`).
    """
    step = _step(every)
    earliest = max(last + timedelta(days=1), not_before, anchor)
    passed = _passed(anchor, step, earliest)
    return next(day for day in (anchor + passed * step, anchor + (passed + 1) * step) if day >= earliest)


def once_after(every: str, day: date) -> date:
    """One interval after the day, as for what is counted from its completion."""
    return day + _step(every)


def _step(every: str) -> "relativedelta":
    # Only the few commands that move a series on pay for the import: about as long as starting Python.
    from dateutil.relativedelta import relativedelta

    units = {
        "d": relativedelta(days=1),
        "w": relativedelta(weeks=1),
        "m": relativedelta(months=1),
        "y": relativedelta(years=1),
    }
    span = parse_span(every)
    return units[span.unit] * span.count


def _passed(anchor: date, step: "relativedelta", day: date) -> int:
    """How many steps lead from the anchor to the day or its month: one more is later for certain."""
    months = step.years * 12 + step.months
    if months:
        return ((day.year - anchor.year) * 12 + day.month - anchor.month) // months
    return (day - anchor).days // step.days
