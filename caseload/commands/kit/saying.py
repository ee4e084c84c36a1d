"""What a command says of what it did: one line a record, with the dates as it understood them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from caseload.actions.finishing import Finished
from caseload.commands.kit.own import own_said
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.session import Filters, Session
from caseload.store.reads.clients import Handles, client_id_of
from caseload.when import clock_changes
from caseload.when.dates import When, say_distance, say_when

if TYPE_CHECKING:
    from caseload.records.appointment import Appointment
    from caseload.records.note import Note


def on(session: Session, label: str, when: When | date | None) -> str | None:
    """A date as a confirmation echoes it: due Fri 2026-11-27 (in 5 days)."""
    if when is None:
        return None
    return f"{label} {say_when(when)} ({say_distance(when.day if isinstance(when, When) else when, session.today)})"


def whose(session: Session, record: Record) -> str | None:
    """The handle of the client a record is about, for a confirmation."""
    if isinstance(record, Client):
        # A dry run has rolled it back by now.
        return record.handle
    return Handles(session.store)[client_id_of(session.store, record)]


def added(session: Session, record: Record, *facts: str | None) -> None:
    """Confirm a new record, and give its id to a program that reads stdout."""
    saved(session, record, *facts)
    session.gave(record.ref)


def saved(session: Session, record: Record, *facts: str | None) -> None:
    """Confirm a changed record."""
    session.did(
        f"{record.ref} {record.called}",
        whose(session, record),
        session.moved.get(record.ref),
        *facts,
        *own_said(session, record),
    )


def saved_all(session: Session, changed: Sequence[tuple[Record, Sequence[str | None]]]) -> None:
    """Confirm several changed records, a line each, each with its facts."""
    if len(changed) == 1:
        saved(session, changed[0][0], *changed[0][1])
        return
    if not changed:
        none = "no ids came" if session.asked.filters == Filters() else "nothing fits the filter"
        session.tell(f"{none}, so there is nothing to do")
        return
    session.did(f"{len(changed)} in one step")
    for record, facts in changed:
        parts = (
            f"{record.ref} {record.called}",
            whose(session, record),
            session.moved.get(record.ref),
            *facts,
            *own_said(session, record),
        )
        session.tell(" · ".join(part for part in parts if part))


def next_said(session: Session, ended: Finished) -> tuple[str | None, ...]:
    """What follows in a series as a confirmation tells it: next t43 · due Fri 2026-12-04 (in 9 days)."""
    if ended.follower is None:
        return ("last of its series",) if ended.is_last else ()
    return (f"next {ended.follower.ref}", on(session, "due", ended.follower.due))


def clock_told(session: Session, *whens: When | None) -> None:
    """Tell of times that the clocks skip or repeat, counted where they are several."""
    if told := clock_changes.said_of_many((when for when in whens if when), session.zone):
        session.tell(told)


Pairs = Sequence[tuple["Appointment", "Appointment"]]


def clashes(session: Session, touched: Sequence["Appointment"]) -> Pairs:
    """What those of the running step are at one time with, in pairs."""
    from caseload.records.of.overlap import at_one_time
    from caseload.store.reads.calendar import open_around

    return list(at_one_time(open_around(session.store, touched), {one.id for one in touched}))


def clashes_told(session: Session, pairs: Pairs) -> None:
    """Tell of appointments at one time, with both; counted where they are many."""
    handles = Handles(session.store)

    def named(one: "Appointment") -> str:
        return " ".join(filter(None, (one.ref, one.title, (whose := handles[one.client_id]) and f"({whose})")))

    for earlier, later in pairs[:_FEW]:
        session.tell(f"at one time: {named(earlier)} and {named(later)}, {say_when(later.starts)}")
    if len(pairs) > _FEW:
        session.tell(f"and {len(pairs) - _FEW} more at one time: caseload agenda --due 1y")


_FEW = 3


def note_said(session: Session, note: "Note") -> tuple[str | None, ...]:
    """A contact as a confirmation tells it: on Wed 2026-11-25 09:00 (today) · phone-call · no answer · 10 min."""
    return (
        on(session, "on", note.occurred),
        str(note.mode),
        _REACHED[note.reached],
        f"{note.minutes} min" if note.minutes is not None else None,
        f"{note.miles} miles" if note.miles is not None else None,
        ", ".join(f"g{number}" for number in note.goal_ids),
        str(note.status),
    )


_REACHED = {
    "yes": "reached",
    "group": "reached in a group",
    "no": "no answer",
    "collateral": "collateral",
}
