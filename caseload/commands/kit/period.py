"""The period of a report: one RANGE argument."""

import re
from datetime import date, timedelta
from typing import Annotated

import typer

from caseload.errors import Invalid
from caseload.session import Session
from caseload.when.dates import FIRST_YEAR, parse_span
from caseload.when.ranges import Period

RangeOf = Annotated[
    str | None,
    typer.Argument(
        metavar="[RANGE]",
        help="The period: month, last-quarter, 2026-07-01..2026-09-30; this year so far unless said; see help dates.",
    ),
]


def period(session: Session, typed: str | None) -> Period:
    """The period that was typed; Invalid for what a report cannot look back on."""
    today = session.today
    if typed is None:
        return Period(today.replace(month=1, day=1), today)
    if re.fullmatch("[0-9]+[dwmy]", typed.strip().lower()):
        since = min(today, _back(typed, today))
        raise Invalid("counts ahead, and a report looks back", f"try {since}..today", typed=typed, field="RANGE")
    found = session.range(typed)
    if found.none or found.overdue:
        raise Invalid("is no period", "try last-month, or 2026-07-01..2026-09-30", typed=typed, field="RANGE")
    first, last = found.first or date(FIRST_YEAR, 1, 1), found.last or today
    if first > today:
        raise Invalid("is still to come", "a report takes a period that has begun", typed=typed, field="RANGE")
    return Period(first, last)


def _back(typed: str, today: date) -> date:
    """The first day of as long a time that ends today."""
    return today - (parse_span(typed.strip().lower()).after(today) - timedelta(days=1) - today)
