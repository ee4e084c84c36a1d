"""What a command says of a series: how many it made, changed with the one that was named, or topped up."""

from collections.abc import Sequence

from caseload.actions.series import Touched
from caseload.records.appointment import Appointment, needs_outcome
from caseload.session import Session
from caseload.when.dates import say_when


def begun_said(begun: Touched) -> str | None:
    """How many a series has and until when: 157 in series to Fri 2027-11-19, more as they are kept."""
    if begun.one.series_id is None:
        return None
    more = (", more as they are kept" if needs_outcome(begun.one) else ", more later") if begun.goes_on else ""
    return f"{1 + len(begun.others)} in series to {say_when(begun.last.day)}{more}"


def with_said(touched: Touched) -> str | None:
    """How many were changed with the one that was named."""
    if not touched.others:
        return None
    follow = "follows" if len(touched.others) == 1 else "follow"
    return f"and {len(touched.others)} that {follow}, to {say_when(touched.last.day)}"


def more_said(touched: Touched) -> str | None:
    """How many a series was topped up by."""
    return f"{len(touched.others)} more in series, to {say_when(touched.last.day)}" if touched.others else None


def ahead_told(session: Session, made: Sequence[Appointment]) -> None:
    """Say which series were topped up beside, that need no outcome."""
    for number in dict.fromkeys(one.series_id for one in made):
        some = [one for one in made if one.series_id == number]
        session.tell(f"{len(some)} more of the series of {some[0].called}, to {say_when(some[-1].starts.day)}")
