"""The end of an appointment as it is typed: it is kept as the minutes to it."""

from typing import Annotated

import typer

from caseload.errors import Invalid
from caseload.records.of.stay import minutes_to
from caseload.session import Session
from caseload.when.dates import When

_HELP = 'When it ends: the last day of a stay, or "fri 3pm"; instead of --minutes.'
Ends = Annotated[str | None, typer.Option("--ends", metavar="WHEN", help=_HELP)]


def refuse_both(session: Session, ends: str | None) -> None:
    """Refuse an end beside minutes."""
    if ends is not None and "minutes" in session.asked.typed:
        raise Invalid("cannot stand beside --minutes", "one of the two", field="--ends")


def take_end(session: Session, ends: str | None, starts: When) -> None:
    """The end that was typed taken as minutes that were."""
    if ends is not None:
        session.asked.typed["minutes"] = minutes_to(starts, session.when(ends))
