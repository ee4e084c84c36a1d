"""A client closed, and what is still open for the client cancelled with it."""

from datetime import date

from caseload.records.appointment import Appointment, AppointmentStatus, CancelReason, settled
from caseload.records.client import Client, CloseReason, closed
from caseload.records.task import Task, dropped
from caseload.store.core import Store
from caseload.store.reads.work import appointments_of_client, drafts, tasks_of_client

_CANCELLED_FOR = {CloseReason.DECEASED: CancelReason.PAT_DEC, CloseReason.MOVED: CancelReason.PAT_MV}


def left_open(store: Store, client: Client) -> list[Task | Appointment]:
    """What closing the client would cancel: open tasks, then open appointments, each the soonest first."""
    return [*tasks_of_client(store, client.id), *appointments_of_client(store, client.id)]


def unsigned(store: Store, client: Client) -> list[str]:
    """The typed ids of the client's notes that are drafts: nothing asks for them once the client is closed."""
    return [note.ref for note in drafts(store, client.id)]


def close(store: Store, client: Client, on: date, reason: CloseReason, destination: str | None = None) -> Client:
    """The client finished that day, what was left open cancelled; nothing follows on a recurring task.

    Raises Refused for one that is closed already, Invalid for a day before the opening.
    """
    finished = store.save(closed(client, on, reason, destination))
    for one in left_open(store, client):
        if isinstance(one, Task):
            store.save(dropped(one))
        else:
            store.save(settled(one, AppointmentStatus.CANCELLED, _CANCELLED_FOR.get(reason)))
    return finished
