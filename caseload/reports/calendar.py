"""The appointments, and where asked the tasks, as a calendar shows them: initials, nothing that is not needed there."""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from caseload.config import NamesShown
from caseload.output.ics import Entry
from caseload.records import appointment
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client, no_longer_served
from caseload.records.of.base import Record
from caseload.records.of.names import fold
from caseload.records.of.uid import uid
from caseload.records.task import Priority, Task, TaskStatus
from caseload.store.core import Store
from caseload.store.reads import calendar as stored
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.known_as import known_as
from caseload.when.ranges import Range
from caseload.when.recurrence import Recurrence

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

R = TypeVar("R", Appointment, Task)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which entries a calendar is to have, and how: `alarm` in minutes before the start."""

    days: Range
    client_id: int | None = None
    tasks: bool = False
    names: NamesShown = NamesShown.INITIALS
    alarm: int | None = None
    theirs: bool = False
    """Whether the clients' own appointments are in it, too."""


def entries(store: Store, now: datetime, asked: Asked) -> list[Entry]:
    """Appointments of those days, whatever became of them, then open tasks due by their end, late ones too."""
    first, last = asked.days.first, asked.days.last
    found = [
        one
        for one in stored.appointments(store, first, last, asked.client_id)
        if asked.days.holds(one.starts, now, one.over) and (asked.theirs or not one.theirs)
    ]
    shown = _Shown(store, asked, now)
    events = [shown.event(*one) for one in shown.known(Appointment, found)]
    if not asked.tasks:
        return events
    open_tasks = stored.open_tasks(store, last, asked.client_id)
    return events + [shown.todo(*one) for one in shown.known(Task, open_tasks)]


def zone_named(name: str | None) -> "ZoneInfo | None":
    """The zone of that name, else the system's; None where the system's has no name that calendars know."""
    # Only a calendar needs the name: the rest of the program asks the system for the time there.
    from zoneinfo import ZoneInfo

    import tzlocal

    if name is not None:
        return ZoneInfo(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = ZoneInfo(tzlocal.get_localzone_name())
        # An unknown zone is a KeyError.
        except (KeyError, ValueError):
            return None
    # For a TZ that is a rule and no name, such as XYZ-3, tzlocal falls back to UTC.
    return None if found.utcoffset(_A_DAY) == timedelta(0) != _A_DAY.astimezone().utcoffset() else found


_A_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - a wall clock, told in the system's zone
"""Any in which the system's zone and the name found for it are to agree."""


class _Shown:
    """What a calendar shows of records."""

    def __init__(self, store: Store, asked: Asked, now: datetime) -> None:
        self._store, self._asked, self._now = store, asked, now
        self._known_as: dict[int, tuple[str, ...]] = {}

    def known(self, kind: type[R], found: list[R]) -> list[tuple[R, Client | None, str]]:
        """Each record with its client and the moment (UTC) of the last change to either; none of voided clients."""
        clients = clients_by_number(self._store, (one.client_id for one in found if one.client_id))
        own = stored.last_changes(self._store, kind, (one.id for one in found))
        theirs = stored.last_changes(self._store, Client, clients)
        if self._asked.names is NamesShown.INITIALS:
            self._known_as |= known_as(self._store, clients.values())
        some = []
        for one in found:
            client = clients.get(one.client_id or 0)
            if client is None or client.voided_at is None:
                # A client's change may be a new name, or an address that is confidential from now on.
                changes = (one.updated_at or "", own.get(one.id, ""), theirs.get(one.client_id or 0, ""))
                some.append((one, client, max(changes)))
        return some

    def event(self, one: Appointment, client: Client | None, changed: str) -> Entry:
        """An appointment: cancelled ones stay in it, so that a calendar that has them learns of it."""
        created, last, sequence = _stamps(one, changed)
        to_come = appointment.is_open(one) and one.starts.time is not None and one.starts.starts() > self._now
        return Entry(
            uid=uid(one),
            sequence=sequence,
            created=created,
            changed=last,
            starts=one.starts,
            minutes=one.minutes,
            summary=self._named(_titled(one, client), client),
            place=self._hushed(_sent(one, client, one.place), client),
            description=self._hushed(_described(one, client), client),
            status=_EVENTS.get(one.status, "CONFIRMED"),
            busy=one.starts.time is not None and one.status is not AppointmentStatus.CANCELLED,
            alarm=self._asked.alarm if to_come else None,
        )

    def todo(self, one: Task, client: Client | None, changed: str) -> Entry:
        """An open task with a due date."""
        created, last, sequence = _stamps(one, changed)
        assert one.due is not None  # noqa: S101 - the query asks for those with one
        return Entry(
            task=True,
            uid=uid(one),
            sequence=sequence,
            created=created,
            changed=last,
            starts=one.due,
            summary=self._named(_titled(one, client), client),
            status="IN-PROCESS" if one.status is TaskStatus.IN_PROGRESS else "NEEDS-ACTION",
            priority=_PRIORITIES[one.priority],
            rule=Recurrence.parse(one.every).rrule(one.anchor_on or one.due.day) if one.every else None,
        )

    def _hushed(self, text: str | None, client: Client | None) -> str | None:
        """The text, under initials with the client's own names in it shortened."""
        if not text or client is None or self._asked.names is not NamesShown.INITIALS:
            return text
        return client.discreet(text, *self._known_as[client.id])

    def _named(self, title: str, client: Client | None) -> str:
        if client is None:
            return title
        if self._asked.names is NamesShown.INITIALS:
            return f"{client.initials} {client.ref}: {self._hushed(title, client)}"
        return f"{client.handle if self._asked.names is NamesShown.HANDLE else client.name}: {title}"


_EVENTS: Mapping[AppointmentStatus, str] = {
    AppointmentStatus.PROPOSED: "TENTATIVE",
    AppointmentStatus.PENDING: "TENTATIVE",
    AppointmentStatus.WAITLIST: "TENTATIVE",
    AppointmentStatus.CANCELLED: "CANCELLED",
}
"""What a calendar says of an appointment; any other is CONFIRMED, a missed one too: who came is not its affair."""

_PRIORITIES: Mapping[Priority, int] = {Priority.STAT: 1, Priority.ASAP: 2, Priority.URGENT: 3, Priority.ROUTINE: 5}
"""RFC 5545: 1 is the highest, 1 to 4 are high, 5 is the middle."""


def _stamps(one: Record, changed: str) -> tuple[datetime, datetime, int]:
    """When it was made, when it was changed last, and its revision; see `stored.revision`."""
    created, last = stored.made_and_changed(one, changed)
    return created, last, stored.revision(one, changed)


def _described(one: Appointment, client: Client | None) -> str | None:
    parts = {
        "Bring": one.bring,
        "Prepare": one.prepare,
        "Needs there": one.accommodations,
        "Transport": one.transport,
    }
    lines = [f"{label}: {text}" for label, text in parts.items() if text and _sent(one, client, text)]
    return "\n".join(lines) or None


def _titled(one: Appointment | Task, client: Client | None) -> str:
    """What it is called; with what became of a client who is gone, as long as it is open."""
    title = _sent(one, client, one.title) or one.TABLE.capitalize()
    if client is None or one.status not in one.OPEN or not no_longer_served(client):
        return title
    return f"{title} (client {'died' if client.died_on else 'closed'})"


def _sent(record: Record, client: Client | None, text: str | None) -> str | None:
    """The text, or nothing where its kind stays at home, or it shares a word or number with a confidential address."""
    if text is None or not record.travels:
        return None
    if client is None or not client.confidential():
        return text
    hidden = {word for name in client.confidential() for word in _words(getattr(client, name) or "")}
    return None if hidden & _words(text) else text


def _words(text: str) -> set[str]:
    """The words that could tell where something is: numbers, and whatever has more than two letters."""
    return {word for word in re.findall(r"\w+", fold(text)) if len(word) > 2 or not word.isalpha()}
