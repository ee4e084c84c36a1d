"""Stays on a client's page: where the client is and until when; of those that ended lately, whether all was seen to."""

from datetime import timedelta

from caseload.output.column import Column
from caseload.records.stay import Stay
from caseload.reports.client_sections import Asked, Shown
from caseload.store.reads.stays import stays_of_client
from caseload.when.dates import say_distance

LATELY = timedelta(days=60)
"""How long a stay that has ended is shown."""


def shown(asked: Asked) -> Shown:
    """The stays that go on, and those that ended lately; the rest is counted."""
    every, today = stays_of_client(asked.store, asked.client.id), asked.now.date()
    rows = [one for one in every if one.left_on is None or one.left_on >= today - LATELY]
    columns: tuple[Column[Stay], ...] = (
        Column("id", lambda one: one.ref),
        Column("place", lambda one: one.called, text=True),
        Column("since", lambda one: one.from_on and f"since {one.from_on}"),
        Column("until", lambda one: _until(one, asked)),
        Column("more", _more, text=True),
    )
    left = len(every) - len(rows)
    note = f"{left} before: caseload stay list --client {asked.client.ref}" if left else ""
    return Shown("Stays", rows, columns, note)


def _until(stay: Stay, asked: Asked) -> str:
    day = stay.left_on or stay.expected_on
    if day is None:
        return "nobody knows until when"
    said = f"left {day}" if stay.left_on else f"until {day}, {stay.certainty or 'unknown'}"
    return f"{said} ({say_distance(day, asked.now.date())})"


def _more(stay: Stay) -> str:
    where = ", ".join(filter(None, (stay.goes_to, stay.destination)))
    met = f"met by {stay.met_by}" if stay.met_by and not stay.left_on else ""
    seen = f"followed up {stay.followed_up_on}" if stay.followed_up_on else ""
    return " · ".join(filter(None, (where and f"to {where}", met, seen)))
