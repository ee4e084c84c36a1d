"""A client's one-page file: who, where, how to reach safely, who is around, the plan, what is open, what was last."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from caseload.dates import When, age, say_distance, say_late
from caseload.output.columns import Column
from caseload.output.page import Facts, Gauge, Lines, Listing, Page, Progress, Section
from caseload.records.appointment import Appointment, open_end
from caseload.records.client import Client
from caseload.records.goal import Goal, progress
from caseload.records.note import Note
from caseload.records.person import Person, marks
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.reports.due import due, when_due
from caseload.reports.items import page_columns
from caseload.reports.rules import Rule
from caseload.store import queries
from caseload.store.core import Store

CONTACTS = 5
"""How many of the last notes are shown."""


def client_page(store: Store, client: Client, now: datetime, rules: Sequence[Rule], *, reveal: bool = False) -> Page:
    """The file of one client at that moment; a confidential address only with `reveal`."""
    plans = queries.plans(store, client.id)
    items = due(store, now, rules, client_id=client.id, snoozed=True)
    listed = [item for item in items if item.rule not in ("task", "appointment")]
    sections = (
        Section("Due", Listing(listed, page_columns(now), limit=0)),
        Section("Who and where", Facts(tuple(_who(client, now, reveal=reveal)))),
        Section("How to reach", Facts(tuple(_reach(client)), {"do not contact": "late"})),
        Section("People around", Listing(queries.people(store, client.id), _PERSON)),
        Section("Plan of care", Facts(tuple(_plan(store, plan, now, rules) for plan in plans))),
        Section("Goals", Progress(tuple(_gauge(store, goal, now) for goal in queries.goals(store, client.id)))),
        Section("Open tasks", Listing(queries.tasks_of_client(store, client.id), _tasks(now))),
        Section("Appointments", Listing(queries.appointments_of_client(store, client.id), _appointments(now))),
        Section("Last contacts", Listing(queries.last_notes(store, client.id, CONTACTS), _NOTE)),
        Section("Remarks", Lines((client.remarks,) if client.remarks else ())),
    )
    title = f"{client.name} · {client.handle} · {client.ref}"
    acuity = f"acuity {client.acuity}" if client.acuity else ""
    voided = f"voided: {client.void_reason}" if client.voided_at else ""
    subtitle = " · ".join(filter(None, (client.status, acuity, voided)))
    return Page(title, subtitle, tuple(filter(_holds_something, sections)))


def _holds_something(section: Section) -> bool:
    match section.body:
        case Facts(pairs=held) | Listing(rows=held) | Progress(gauges=held) | Lines(lines=held):
            return bool(held)


def _who(client: Client, now: datetime, *, reveal: bool) -> Iterator[tuple[str, object]]:
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
        ("release", " ".join(filter(None, (release, client.release_certainty)))),
        ("opened", client.opened_on),
        ("closed", client.closed_on and f"{client.closed_on} ({client.close_reason or 'no reason kept'})"),
        ("destination", client.destination),
        ("legal hold", client.legal_hold or None),
        ("tags", client.tags),
    )


def _reach(client: Client) -> Iterator[tuple[str, object]]:
    yield from _there(
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


def _plan(store: Store, plan: Plan, now: datetime, rules: Sequence[Rule]) -> tuple[str, object]:
    review = when_due(store, rules, "plan-review", plan, now.date())
    late = review and say_late(review, now)
    said = f"review due {review} ({late or say_distance(review.day, now.date())})" if review else ""
    signed = f"signed {plan.agreed_on}" if plan.agreed_on else "not signed"
    return plan.ref, " · ".join(filter(None, (plan.title, f"version {plan.version}", plan.status, signed, said)))


def _gauge(store: Store, goal: Goal, now: datetime) -> Gauge:
    values = [one.value for one in queries.observations(store, goal.id) if one.value is not None]
    late = goal.target_on is not None and goal.target_on < now.date()
    target = f"by {goal.target_on} ({say_distance(goal.target_on, now.date())})" if goal.target_on else ""
    words = " · ".join(filter(None, (goal.lifecycle, goal.achievement)))
    way = progress(goal, values[-1] if values else None)
    return Gauge(f"{goal.ref} {goal.title}", way, tuple(values), words, "late" if late else "", target)


_PERSON: tuple[Column[Person], ...] = (
    Column("id", lambda one: one.ref),
    Column("name", lambda one: one.name),
    Column("marks", marks),
    Column("role", lambda one: ", ".join(filter(None, (one.relationship, one.role, one.organization))), text=True),
    Column("phone", lambda one: one.phone),
    Column("email", lambda one: one.email),
)

_NOTE: tuple[Column[Note], ...] = (
    Column("id", lambda one: one.ref),
    Column("occurred", lambda one: one.occurred),
    Column("mode", lambda one: one.mode),
    Column("reached", lambda one: {"yes": "reached", "no": "not reached"}.get(one.reached, str(one.reached))),
    Column("minutes", lambda one: None if one.minutes is None else f"{one.minutes} min", right=True),
    Column("summary", lambda one: one.summary, text=True),
)


def _tasks(now: datetime) -> tuple[Column[Task], ...]:
    return (
        Column("id", lambda one: one.ref),
        Column("due", lambda one: one.due),
        Column("when", lambda one: _ahead(one.due, one.due, now), style=lambda one: _style(one.due, now)),
        Column("priority", lambda one: None if one.priority == "routine" else one.priority),
        Column("title", lambda one: one.title, text=True),
    )


def _appointments(now: datetime) -> tuple[Column[Appointment], ...]:
    def style(one: Appointment) -> str:
        return _style(open_end(one), now)

    return (
        Column("id", lambda one: one.ref),
        Column("starts", lambda one: one.starts),
        Column("when", lambda one: _ahead(one.starts, open_end(one), now), style=style),
        Column("title", lambda one: one.title, text=True),
        Column("place", lambda one: one.place, text=True),
    )


def _ahead(shown: When | None, ends: When | None, now: datetime) -> str:
    """How late it is, or how far ahead."""
    late = say_late(ends, now) if ends else ""
    return late or (say_distance(shown.day, now.date()) if shown else "")


def _style(ends: When | None, now: datetime) -> str:
    return "late" if ends and ends.is_past(now) else ""
