"""Something new for a client who is closed or has died: most often another client is meant, so it is asked about."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from caseload.records.client import unserved
from caseload.session import Session
from caseload.store.reads.clients import clients_by_number

Closed = Annotated[bool, typer.Option("--closed", help="Go on although the client is closed or has died.")]


def ask_if_closed(
    session: Session, clients: Iterable[int | None], question: str, on: date | None = None, *, closed: bool
) -> str | None:
    """Go on for clients of those numbers who are closed or have died, only with a yes, or --closed; who they are.

    What is of a day `on` before the closing needs none. Raises Invalid naming --closed where nobody can be asked,
    Refused for a no. A dry run asks nothing.
    """
    said = said_if_closed(session, clients, on)
    if said and not closed and not session.dry_run:
        session.confirm(f"{said}; {question}?", "--closed")
    return said


def said_if_closed(session: Session, clients: Iterable[int | None], on: date | None = None) -> str | None:
    """Who of the clients is closed or has died, and since when: what a confirmation adds where nothing is asked."""
    numbers = list(dict.fromkeys(number for number in clients if number is not None))
    found = clients_by_number(session.store, numbers)
    said = (unserved(found[number], on) for number in numbers if number in found)
    return ", ".join(filter(None, said)) or None
