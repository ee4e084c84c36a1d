"""A client's one-page file: who, where, how to reach safely, who is around, the plan, what is open, what was last."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from caseload.output.column import Column
from caseload.output.gauge import Gauge, gauges
from caseload.output.page import Facts, Lines, Listing, Page, Section
from caseload.records.appointment import Appointment, needs_outcome
from caseload.records.client import Client, is_open
from caseload.records.episode import Episode
from caseload.records.goal import Goal, progress
from caseload.records.link import other_of, said_of
from caseload.records.note import Note
from caseload.records.of.base import MASK, Record
from caseload.records.person import Person, marks
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.reports.client_sections import AFTER_THE_GOALS, BEFORE_THE_PLAN, Asked, as_sections, shown
from caseload.reports.due import Standing
from caseload.reports.gathering import rank
from caseload.reports.items import counted, page_columns, standing_said, when_said
from caseload.reports.own_facts import own_facts
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.store.masks import reached, revealed_home
from caseload.store.reads.care import (
    episodes_of_client,
    goals_of_client,
    observations_of_goal,
    people_of_client,
    plans_of_client,
)
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.contacts import records_replaced
from caseload.store.reads.links import links_of
from caseload.store.reads.work import (
    Attendance,
    appointments_of_client,
    attendance,
    last_notes,
    note_count,
    tasks_of_client,
)
from caseload.when.dates import age, say_distance

R = TypeVar("R", bound=Record)

_LISTED = ("task", "appointment")
"""Rules whose items have lists of their own."""

OPEN = 15
"""How many open tasks, and appointments to come, are shown before the rest is counted."""

CONTACTS = 5
"""How many of the last notes are shown."""


def client_page(
    store: Store, client: Client, now: datetime, rules: Sequence[Rule], *, reveal: bool = False,
    stays_out: Callable[[Record], bool] | None = None, with_due: bool = True, limit: int = OPEN,
) -> Page:  # fmt: skip
    """The file of one client at that moment; a confidential address only with `reveal`.

    What `stays_out` is no part of it; of what is open so many are shown, or with 0 all.
    """
    standing = Standing(store, now, rules)
    due = standing.due(client_id=client.id, snoozed=True) if with_due else []
    asked = Asked(store, client, standing, now, reveal)
    before, after = (shown(asked, tables) for tables in (BEFORE_THE_PLAN, AFTER_THE_GOALS))
    out: set[str] = set()

    def kept(found: Sequence[R]) -> list[R]:
        out.update(one.ref for one in found if stays_out and stays_out(one))
        return [one for one in found if one.ref not in out]

    kept([*(item.record for item in due), *(one for _, some in (*before, *after) for one in some.rows)])
    due = [item for item in due if item.rule not in _LISTED and item.ref not in out]
    people = people_of_client(store, client.id)
    revealed_home(store, client, reveal=reveal)
    plans, tasks = kept(plans_of_client(store, client.id)), kept(tasks_of_client(store, client.id))
    upcoming, more = _folded(_to_show(kept(appointments_of_client(store, client.id)), now), now, fold=limit > 0)
    goals = [_gauge(store, goal, standing, now) for goal in kept(goals_of_client(store, client.id))]
    # The clocks count from the contacts of the records that this one replaces, too.
    person = (client, *records_replaced(store, [client]).get(client.id, ()))
    sections = (
        Section("Linked", Facts(tuple(_linked(store, client)))),
        Section("Due", Listing(due, page_columns(now))),
        Section("Who and where", Facts(tuple(_who(client, people, now, reveal=reveal)))),
        Section("Fields of your own", Facts(tuple(own_facts(store, client)))),
        Section("How to reach", Facts(tuple(_reach(client)), {"do not contact": "late"})),
        Section("People around", Listing(kept(people), _people(store, client, reveal=reveal))),
        *as_sections(asked, before, limit, out),
        Section("Plan of care", Facts(tuple(_plan(plan, standing, now) for plan in plans))),
        Section("Goals", gauges(goals)),
        *as_sections(asked, after, limit, out),
        Section("Open tasks", _some(_urgent_first(tasks), _tasks(standing, now), client, limit)),
        Section(
            "Appointments",
            _some(upcoming, _appointments(standing, now, more), client, limit),
            _no_shows(attendance(store, client.id)),
        ),
        Section(
            "Last contacts",
            Listing(
                kept(_last_notes(store, person)),
                _notes(client),
                unread=sum(note_count(store, one.id) for one in person) - CONTACTS,
                rest=_all_notes(person),
            ),
        ),
        Section("Served before", Listing(kept(episodes_of_client(store, client.id)), _EPISODE)),
        Section("Remarks", Lines((client.remarks,) if client.remarks else ())),
    )
    acuity = f"acuity {client.acuity}" if client.acuity else ""
    voided = f"voided: {client.void_reason}" if client.voided_at else ""
    subtitle = " · ".join(filter(None, (client.status, acuity, voided)))
    return Page(f"{client.name} · {client.handle} · {client.ref}", subtitle, tuple(filter(_holds_something, sections)))


def _urgent_first(tasks: Sequence[Task]) -> Sequence[Task]:
    """Those that a page must not leave out first, among equals the soonest."""
    return sorted(tasks, key=lambda task: rank(task.priority))


def _last_notes(store: Store, person: Sequence[Client]) -> list[Note]:
    """The latest notes under all records of a person, newest first."""
    found = (note for one in person for note in last_notes(store, one.id, CONTACTS))
    return sorted(found, key=lambda note: (str(note.occurred), note.id), reverse=True)[:CONTACTS]


def _all_notes(person: Sequence[Client]) -> str:
    """The command that lists every note under all records of a person."""
    if len(person) == 1:
        return f"caseload note list --client {person[0].ref} --status all"
    whose = " or ".join(f"client = {one.ref}" for one in person)
    return f'caseload note list --where "{whose}" --status all'


def _some(records: Sequence[R], columns: Sequence[Column[R]], client: Client, limit: int) -> Listing[R]:
    """The first of what is open; a series of dialysis alone may have a hundred and fifty to come."""
    rest = f"caseload {records[0].TABLE} list --client {client.ref}" if records else ""
    return Listing(records, columns, limit=limit, rest=rest)


def _to_show(found: Sequence[Appointment], now: datetime) -> list[Appointment]:
    """Those that are to come or wait for an outcome."""
    return [one for one in found if needs_outcome(one) or not one.over.is_past(now)]


def _folded(found: Sequence[Appointment], now: datetime, *, fold: bool) -> tuple[list[Appointment], Mapping[str, int]]:
    """One a series: the next, and by its id how many come after it; one that is otherwise stands for itself."""
    firsts: dict[int | None, Appointment] = {}
    left, more = [], Counter[str]()
    for one in found:
        in_turn = fold and one.series_id and one.slot == one.starts and not one.starts.is_past(now)
        first = firsts.get(one.series_id) if in_turn else None
        if first and all(getattr(first, name) == getattr(one, name) for name in _SAME_IN_A_SERIES):
            more[first.ref] += 1
            continue
        left.append(one)
        if in_turn:
            firsts.setdefault(one.series_id, one)
    return left, more


_SAME_IN_A_SERIES = ("title", "place", "minutes", "status", "every")


def _no_shows(found: Attendance) -> str:
    """How often the client did not come, against how often; nothing where that never was."""
    if not found.missed:
        return ""
    return f"{counted(found.missed, 'no-show', 'no-shows')}, the last {found.last}; {found.kept} kept"


def _holds_something(section: Section) -> bool:
    if section.note:
        return True
    match section.body:
        case Facts(pairs=held) | Listing(rows=held) | Lines(lines=held):
            return bool(held)


def _who(client: Client, people: Sequence[Person], now: datetime, *, reveal: bool) -> Iterator[tuple[str, object]]:
    hidden = client.address_confidential and not reveal
    where = ", ".join(filter(None, (client.address, client.city, client.state, client.zip)))
    born = client.born_on and f"{client.born_on} ({age(client.born_on, client.died_on or now.date())})"
    release = f"{client.release_on}, {say_distance(client.release_on, now.date())}" if client.release_on else None
    yield from _there(
        ("called", client.preferred_name),
        ("pronouns", client.pronouns),
        ("born", born),
        ("died", client.died_on),
        ("language", client.language),
        ("interpreter", client.interpreter),
        ("setting", client.setting),
        ("address", "confidential, see --reveal" if hidden and where else where),
        ("household", _household(client, people, now)),
        ("release", ", ".join(filter(None, (release, client.release_certainty)))),
        ("opened", client.opened_on),
        ("referred by", client.referred_by),
        ("closed", client.closed_on and f"{client.closed_on} ({client.close_reason or 'no reason kept'})"),
        ("destination", client.destination),
        ("legal hold", client.legal_hold or None),
        ("tags", client.tags),
    )


def _household(client: Client, people: Sequence[Person], now: datetime) -> str | None:
    if client.household_size is None and not any(one.in_household for one in people):
        return None
    # What comes in is a kind of its own, which not every client has something of.
    from caseload.records.of.household import household
    from caseload.reports.household import size_said

    return size_said(household(client, people, (), now.date()))


def _linked(store: Store, client: Client) -> Iterator[tuple[str, object]]:
    """Who else is this person, or is not: another record of one person is read before anything is done here."""
    found = links_of(store, client.id)
    others = clients_by_number(store, (other_of(link, client.id) for link in found))
    for link in found:
        if other := others.get(other_of(link, client.id)):
            standing = "" if is_open(other) else f" ({other.status})"
            named = f"{other.ref} {other.handle}{standing}"
            yield said_of(link, client.id), " · ".join(filter(None, (named, link.ref, link.reason)))


def _reach(client: Client) -> Iterator[tuple[str, object]]:
    yield from _there(
        ("at the door", client.safety),
        ("do not contact", client.do_not_contact or None),
        ("phone", client.phone),
        ("other phone", client.phone_other),
        ("voicemail", client.voicemail_ok),
        ("text", client.text_ok),
        ("email", client.email),
        ("best time", client.best_time),
    )


def _there(*pairs: tuple[str, object]) -> Iterator[tuple[str, object]]:
    """The pairs that hold something."""
    return (pair for pair in pairs if pair[1] not in (None, "", ()))


def _plan(plan: Plan, standing: Standing, now: datetime) -> tuple[str, object]:
    review = standing_said(standing("plan-review", plan), now)
    said = f"review due {review}" if review else ""
    signed = f"signed {plan.agreed_on}" if plan.agreed_on else "not signed"
    return plan.ref, " · ".join(filter(None, (plan.called, f"version {plan.version}", plan.status, signed, said)))


def _gauge(store: Store, goal: Goal, standing: Standing, now: datetime) -> Gauge:
    values = [one.value for one in observations_of_goal(store, goal.id) if one.value is not None]
    item = standing("goal-target", goal)
    target = f"by {goal.target_on} ({say_distance(goal.target_on, now.date())})" if goal.target_on else ""
    words = " · ".join(filter(None, (goal.lifecycle, goal.achievement)))
    way = progress(goal, values[-1] if values else None)
    return Gauge(f"{goal.ref} {goal.called}", way, tuple(values), words, "late" if item and item.late else "", target)


def _people(store: Store, client: Client, *, reveal: bool) -> tuple[Column[Person], ...]:
    def shown(one: Person, value: str | None) -> str | None:
        return value if value is None or reached(store, client, one, reveal=reveal) else MASK

    return (
        Column("id", lambda one: one.ref),
        Column("name", lambda one: one.called),
        Column("marks", marks),
        Column("role", lambda one: ", ".join(filter(None, (one.relationship, one.role, one.organization))), text=True),
        Column("phone", lambda one: shown(one, one.phone)),
        Column("email", lambda one: shown(one, one.email)),
    )


_EPISODE: tuple[Column[Episode], ...] = (
    Column("id", lambda one: one.ref),
    Column("opened_on", lambda one: one.opened_on or "unknown"),
    Column("closed_on", lambda one: f"to {one.closed_on or 'unknown'}"),
    Column("close_reason", lambda one: one.close_reason),
    Column("destination", lambda one: f"{one.mark} {one.destination or ''}".strip(), text=True),
    Column("referred_by", lambda one: one.referred_by and f"referred by {one.referred_by}", text=True),
)


def _notes(client: Client) -> tuple[Column[Note], ...]:
    """The latest contacts, those under another record of the person with that record's id."""
    return (
        Column("id", lambda one: one.ref),
        Column("whose", lambda one: None if one.client_id == client.id else f"of {Client.PREFIX}{one.client_id}"),
        Column("occurred", lambda one: one.occurred),
        Column("mode", lambda one: one.mode),
        Column("reached", lambda one: {"yes": "reached", "no": "not reached"}.get(one.reached, str(one.reached))),
        Column("minutes", lambda one: None if one.minutes is None else f"{one.minutes} min", right=True),
        Column("summary", lambda one: one.called, text=True),
    )


def _tasks(standing: Standing, now: datetime) -> tuple[Column[Task], ...]:
    return (
        Column("id", lambda one: one.ref),
        Column("due", lambda one: one.due),
        _when("task", standing, now),
        Column("priority", lambda one: None if one.priority == "routine" else one.priority),
        Column("title", lambda one: one.called, text=True),
    )


def _appointments(standing: Standing, now: datetime, more: Mapping[str, int]) -> tuple[Column[Appointment], ...]:
    """Those to come; of a series that is folded how many come after it, by which rule."""
    when = _when("appointment", standing, now)

    def called(one: Appointment) -> str:
        return f"{one.called} · {one.every}" if one.ref in more else one.called

    return (
        Column("id", lambda one: one.ref),
        Column("starts", lambda one: one.starts),
        when._replace(get=lambda one: f"{when.get(one)}, {more[one.ref]} more" if one.ref in more else when.get(one)),
        Column("whose", lambda one: "theirs" if one.theirs else None),
        Column("title", called, text=True),
        Column("place", lambda one: one.place, text=True),
    )


def _when(rule: str, standing: Standing, now: datetime) -> Column[Any]:
    """How late a record is by a rule, or how far ahead."""

    def said(one: Record) -> str:
        item = standing(rule, one)
        hidden = f", snoozed until {item.snoozed_until}" if item and item.snoozed_until else ""
        return when_said(item, now) + hidden if item else ""

    def style(one: Record) -> str:
        item = standing(rule, one)
        return "late" if item and item.late else ""

    return Column("when", said, style=style)
