"""A client closed, and what is still open cancelled with it; taken back, and the time that has ended kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from caseload.records.appointment import Appointment, AppointmentStatus, settled
from caseload.records.client import Client, ClientStatus, CloseReason, closed, reopened
from caseload.records.episode import Episode, ended
from caseload.records.of.base import Record
from caseload.records.of.cancel_reason import CancelReason
from caseload.records.task import Task, dropped
from caseload.store.core import Store
from caseload.store.reads.benefits import open_benefits
from caseload.store.reads.closings import cancelled_at_closing
from caseload.store.reads.programs import enrollments_of_client
from caseload.store.reads.referrals import open_of_client
from caseload.store.reads.served_by import services_of_client
from caseload.store.reads.stays import open_stays
from caseload.store.reads.work import appointments_of_client, drafts, tasks_of_client

_CANCELLED_FOR = {CloseReason.DECEASED: CancelReason.PAT_DEC, CloseReason.MOVED: CancelReason.PAT_MV}


def left_open(store: Store, client: Client) -> list[Task | Appointment]:
    """What closing the client would cancel: open tasks, then open appointments, each the soonest first."""
    return [*tasks_of_client(store, client.id), *appointments_of_client(store, client.id)]


def unsigned(store: Store, client: Client) -> list[str]:
    """The typed ids of the client's notes that are drafts: nothing asks for them once the client is closed."""
    return [note.ref for note in drafts(store, client.id)]


def going_on(store: Store, client: Client) -> dict[str, list[str]]:
    """By kind the typed ids of what is arranged with others and goes on: closing the client ends none of it."""
    services, referrals = services_of_client(store, client.id), open_of_client(store, client.id)
    # An appeal is asked for all the same.
    benefits = open_benefits(store, client.id)
    every: dict[str, Sequence[Record]] = {
        "service": services, "referral": referrals, "benefit": benefits,
        "enrollment": enrollments_of_client(store, client.id), "stay": open_stays(store, client.id),
    }  # fmt: skip
    found = {kind: [one.ref for one in some] for kind, some in every.items()}
    return {kind: refs for kind, refs in found.items() if refs}


def close(
    store: Store, client: Client, on: date, reason: CloseReason, destination: str | None = None,
    died_on: date | None = None,
) -> Client:  # fmt: skip
    """The client finished that day, what was left open cancelled; nothing follows on a recurring task.

    Raises Refused for one that is closed already, Invalid for a day before the opening.
    """
    finished = store.save(closed(client, on, reason, destination, died_on))
    for one in left_open(store, client):
        if isinstance(one, Task):
            store.save(dropped(one))
        else:
            store.save(settled(one, AppointmentStatus.CANCELLED, _CANCELLED_FOR.get(reason)))
    return finished


@dataclass(frozen=True)
class Reopened:
    """A client taken back, the ended time of being served as a record, and what the closing had cancelled."""

    client: Client
    episode: Episode | None
    cancelled: tuple[Task | Appointment, ...]
    was: Mapping[str, str]
    """The status that each of those had before, by typed id."""


def reopen(store: Store, client: Client, on: date, referred_by: str | None = None) -> Reopened:
    """The client active again from that day, the time that has ended kept as an episode of its own.

    What was entered in error was no time of being served, and leaves none. Raises Refused; see `reopened`.
    """
    back = reopened(client, on, referred_by)
    served = client.status is not ClientStatus.ENTERED_IN_ERROR
    episode = store.add(ended(client)) if served else None
    return Reopened(store.save(back), episode, *cancelled_at_closing(store, client.id))
