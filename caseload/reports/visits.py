"""The sheet of a day on the road: each visit in order of time, with what to know, to bring, to ask and to settle."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from caseload.output.column import Column
from caseload.output.page import Facts, Page, Section
from caseload.records.appointment import Appointment, is_open
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.medication import Medication
from caseload.records.note import Note, beginning
from caseload.records.of.at_the_door import flags
from caseload.records.of.base import MASK, Record
from caseload.records.of.ride_due import Driven
from caseload.reports.due import Item, due
from caseload.reports.items import counted, title_said
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.store.reads.care import goals_of_client
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.rides import drives, rides_of
from caseload.store.reads.road import appointments_on, last_made
from caseload.store.reads.served_by import medications_taken
from caseload.when.dates import say_distance, say_when

AHEAD = timedelta(days=14)
"""What falls due so soon after the visit may be settled at it."""

_MOST = 8
"""Lines of one sort on a sheet."""

_LINES = 3
"""Lines to write on, in text."""

_NOT_AT_A_DOOR = ("appointment", "kept-unwritten", "note-unsigned", "ride", "ride-confirm")
"""Rules whose items nobody settles at the door."""


class Visit(NamedTuple):
    """One appointment of the day, and what is told of its client."""

    appointment: Appointment
    client: Client | None
    rides: tuple[Driven, ...] = ()
    last: Note | None = None
    items: tuple[Item, ...] = ()
    goals: tuple[Goal, ...] = ()
    medications: tuple[Medication, ...] = ()


def visits(
    store: Store, day: date, now: datetime, rules: Sequence[Rule], stays_out: Callable[[Record], bool]
) -> list[Visit]:
    """The visits of a day: not what is the clients' own; what `stays_out` is not told."""
    found = [one for one in appointments_on(store, day) if not one.theirs]
    numbers = {one.client_id for one in found if one.client_id is not None}
    clients, rides = clients_by_number(store, numbers), drives(store, rides_of(store, [one.id for one in found]))
    last = last_made(store, numbers, day)
    items = [
        one
        for one in (due(store, now, rules, until=day + AHEAD) if numbers else ())
        if one.client and one.client.id in numbers and one.rule not in _NOT_AT_A_DOOR
    ]
    made = []
    for one in found:
        client = clients.get(one.client_id or 0)
        if client is None:
            made.append(Visit(one, None))
            continue
        made.append(Visit(
            one, client, tuple(each for each in rides if each.ride.appointment_id == one.id), last.get(client.id),
            tuple(each for each in items if each.client and each.client.id == client.id),
            tuple(each for each in goals_of_client(store, client.id) if not stays_out(each)),
            tuple(each for each in medications_taken(store, client.id) if not stays_out(each)),
        ))  # fmt: skip
    return made


def page(found: Sequence[Visit], day: date, today: date, *, reveal: bool = False) -> Page:
    """The sheet: a section for each visit."""
    said = counted(len(found), "visit", "visits") or "No visits."
    parts = tuple(Section(_heading(one), Facts(_once(_facts(one, today, reveal=reveal)), _STYLES)) for one in found)
    return Page(f"Visits, {say_when(day)}", said, parts)


_STYLES = {"know": "late"}


def _once(pairs: Iterator[tuple[str, object]]) -> tuple[tuple[str, object], ...]:
    """The pairs, a label that several have said of the first of them."""
    made: list[tuple[str, object]] = []
    before = ""
    for label, value in pairs:
        made.append(("" if label == before and label not in _STYLES else label, value))
        before = label
    return tuple(made)


def _heading(visit: Visit) -> str:
    one = visit.appointment
    at = one.starts.time.isoformat("minutes") if one.starts.time else "all day"
    return f"{at} {visit.client.name if visit.client else 'your own'} ({one.ref})"


def _facts(visit: Visit, today: date, *, reveal: bool) -> Iterator[tuple[str, object]]:
    one, client = visit.appointment, visit.client
    minutes = f"{one.minutes} min" if one.minutes and not one.is_stay else ""
    yield "what", ", ".join(filter(None, (one.as_item, minutes, "" if is_open(one) else str(one.status))))
    yield from (("know", f"! {each}") for each in (flags(client) if client else ()))
    yield from _there(("where", one.place), ("by", one.mode))
    if client:
        yield from _there(("address", address(client, reveal=reveal)), *_reach(client))
    needs = ("interpreter" if one.interpreter else "", "wheelchair" if one.wheelchair else "", one.accommodations or "")
    yield from _there(
        ("who is there", one.with_whom), ("prepare", one.prepare), ("bring", one.bring),
        ("needs", ", ".join(filter(None, needs))), ("transport", one.transport),
    )  # fmt: skip
    for each in visit.rides:
        pickup = each.ride.pickup and f"pickup {each.ride.pickup}"
        yield "ride", ", ".join(filter(None, (f"{each.ride.ref} {each.ride.stands}", each.driver, pickup)))
    if client is None:
        return
    yield "last contact", _last_said(visit.last, today)
    yield from _some("settle", [f"{item.ref} {title_said(item)}, {_due_said(item, today)}" for item in visit.items])
    yield from _some("goals", [f"{goal.ref} {goal.called}" for goal in visit.goals])
    yield from _some("takes", [_taken(each) for each in visit.medications])
    yield from (("notes", ROOM) for _ in range(_LINES))


ROOM = "_" * 32
"""Room to write, in text."""


def _there(*pairs: tuple[str, object]) -> Iterator[tuple[str, object]]:
    return (pair for pair in pairs if pair[1] not in (None, ""))


def _some(label: str, lines: Sequence[str]) -> Iterator[tuple[str, object]]:
    yield from ((label, line) for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield label, f"and {len(lines) - _MOST} more"


def address(client: Client, *, reveal: bool) -> str:
    """Street, city, state and ZIP code in one line; one that is confidential only where it is revealed."""
    if client.address_confidential and not reveal:
        return MASK
    where = ", ".join(filter(None, (client.address, client.city, client.state)))
    return " ".join(filter(None, (where, client.zip)))


def _reach(client: Client) -> Iterator[tuple[str, object]]:
    phones = " or ".join(filter(None, (client.phone, client.phone_other)))
    answers = (("voicemail", client.voicemail_ok), ("text", client.text_ok))
    allowed = ", ".join(f"{label} {answer or 'not asked'}" for label, answer in answers)
    best = f"best {client.best_time}" if client.best_time else ""
    if phones:
        yield "phone", " · ".join(filter(None, (phones, best, allowed)))


def _last_said(note: Note | None, today: date) -> str:
    if note is None:
        return "none is known"
    words = beginning(note.body) if note.body and not note.mark else ""
    when = f"{note.occurred.day} ({say_distance(note.occurred.day, today)}), {note.mode}"
    return f"{when}: {words}" if words else when


def _due_said(item: Item, today: date) -> str:
    return counted(item.days_late, "day late", "days late") if item.late else f"due {say_distance(item.due.day, today)}"


def _taken(one: Medication) -> str:
    return f"{one.ref} " + ", ".join(filter(None, (one.called, one.dose, one.schedule)))


def columns(*, reveal: bool = False) -> tuple[Column[Visit], ...]:
    """The columns of `visits --csv`, as map programs take them: where each visit is, and when."""

    def of_client(name: str) -> Callable[[Visit], Any]:
        def said(visit: Visit) -> Any:
            client = visit.client
            if client is None:
                return None
            value = getattr(client, name)
            return MASK if value and not reveal and name in client.confidential() else value

        return said

    return (
        Column("id", lambda one: one.appointment.ref, "Id"),
        Column("starts", lambda one: one.appointment.starts, "At"),
        Column("minutes", lambda one: one.appointment.minutes, "Min", right=True),
        Column("client", lambda one: one.client and one.client.ref, "Client"),
        Column("client_handle", of_client("handle")),
        Column("title", lambda one: one.appointment.as_item, "What", text=True),
        Column("place", lambda one: one.appointment.place, "Where", text=True),
        Column("address", of_client("address"), "Address", text=True),
        Column("city", of_client("city"), "City", text=True),
        Column("state", of_client("state"), "State"),
        Column("zip", of_client("zip"), "ZIP"),
        Column("phone", of_client("phone"), "Phone"),
        Column("safety", lambda one: "; ".join(flags(one.client)) if one.client else None, "Know", text=True),
        Column("status", lambda one: one.appointment.status, "Status"),
    )


TELLING = ("title", "place", "address", "city", "state", "zip", "phone", "safety")
"""The columns that may tell who somebody is."""
