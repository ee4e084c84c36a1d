"""What follows for checklists when a step of the program has changed something: dates move, the next step opens.

Called at the end of every step, whatever command it is of, and stored with it: one undo takes back all of it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from caseload.actions.checklists import Anchors, open_ready
from caseload.errors import NotFound, Refused, aside
from caseload.records.client import Client, unserved
from caseload.records.of.base import Record
from caseload.records.of.checklist import ANCHORS, DAY, date_of, redated, still_waits
from caseload.records.step import MADE
from caseload.records.task import Task
from caseload.records.template import Template
from caseload.store.reads.checklists import (
    Placed,
    clients_with_steps,
    is_finished,
    is_over,
    placed,
    step_of,
    steps_of_client,
)
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.waivers import standing_waivers
from caseload.value import replace
from caseload.when.dates import When, say_distance, say_late, say_when

_BEARERS = ("client", "plan")
"""The kinds that hold a date to count from."""


class Shift(NamedTuple):
    """What a step made, with the date it had and the date that it has now."""

    record: Record
    before: When
    after: When


class Followed(NamedTuple):
    """What followed for one client from the dates, or from what was finished."""

    anchor: str = ""
    on: date | None = None
    moved: Sequence[Shift] = ()
    typed: Sequence[str] = ()
    """Left alone, since somebody gave it another date."""
    snoozed: Sequence[str] = ()
    kept: Sequence[str] = ()
    """What keeps its date because there is nothing to count from any more."""
    opened: Sequence[Placed] = ()
    freed: Sequence[Record] = ()
    """Tasks that wait for nothing more."""


def follow(anchors: Anchors, *, everyone: bool = False) -> list[Followed]:
    """Move what is open and dated by an anchor that is another day now, and open what was waited for.

    Of the clients whom the running step is about; of `everyone` where it kept no list of what it wrote.
    """
    store = anchors.store
    written = list(store.written.values())
    bearing = [one for one in written if one.TABLE in _BEARERS]
    numbers = [one.id if isinstance(one, Client) else vars(one)["client_id"] for one in bearing]
    clients = clients_by_number(store, clients_with_steps(store) if everyone else list(dict.fromkeys(numbers)))
    found = [one for client in clients.values() for one in _moved(anchors, client)]
    ended = [one for one in written if one.TABLE in MADE and is_over(one) and not _was_over(store.was.get(one.ref))]
    if not everyone:
        _held_again(anchors, written)
    return [*found, *_opened(anchors, ended)]


def count_from(anchors: Anchors, template: Template, client: Client, day: date, since: date | None) -> Followed:
    """A client's checklist that counts from a day counted from another, and what moves by it.

    `since` is the day it counts from now, where there are several. Raises NotFound and Refused for what is no such
    checklist, or is finished, and for a day that another counts from.
    """
    named = f"{client.ref}{aside(client.handle)}"
    every = [one for one in placed(anchors.store, steps_of_client(anchors.store, client.id))
             if one.template.name == template.name]  # fmt: skip
    mine = [one for one in every if one.step.anchor == DAY and since in (None, one.step.anchored_on)]
    going = {_checklist(one) for one in mine if not is_finished(one)}
    days = sorted({str(key[3]) for key in going})
    if not going:
        raise _nothing_to_move(template, client, every, mine)
    if len(days) > 1:
        raise Refused(f"{template.name} is applied to {named} from {' and from '.join(days)}", "--from DAY says which")
    if any(one.step.anchor == DAY and one.step.anchored_on == day for one in every):
        raise Refused(f"{template.name} is applied to {named} from {day} already", "another day")
    moving = [one for one in mine if _checklist(one) in going]
    return _counted_anew(anchors, client, DAY, day, moving)


def _nothing_to_move(
    template: Template, client: Client, every: Sequence[Placed], mine: Sequence[Placed]
) -> NotFound | Refused:
    """Why no checklist moves: it moves with a date of the client's, is finished, or is not there."""
    named = f"{client.ref}{aside(client.handle)}"
    if mine:
        again = f"caseload template apply {template.name} {client.ref} --anchor DAY applies it once more"
        return Refused(f"{template.name} is finished for {named}", again)
    if with_dates := [one.step.anchor for one in every if one.step.anchor in ANCHORS]:
        anchor = with_dates[-1]
        way = f"{ANCHORS[anchor].sets.format(client.ref)} moves it"
        return Refused(f"{template.name} is applied to {named} by {anchor}", way)
    way = f"see caseload step list --client {client.ref}"
    return NotFound(f"{template.name} is not applied to {named} from {'a' if not every else 'that'} day", way)


def _was_over(before: Record | None) -> bool:
    return before is not None and is_over(before)


def _moved(anchors: Anchors, client: Client) -> Iterator[Followed]:
    store = anchors.store
    every = [one for one in placed(store, steps_of_client(store, client.id)) if one.step.anchor != DAY]
    for anchor in dict.fromkeys(one.step.anchor for one in every):
        mine = [one for one in every if one.step.anchor == anchor]
        on = anchors.on(client, anchor) if anchor in ANCHORS else None
        if on is None:
            before = store.was.get(client.ref)
            if isinstance(before, Client) and anchor != "plan-review" and anchors.on(before, anchor):
                yield Followed(anchor, kept=[one.record.ref for one in mine if one.record and _stands(one, client)])
            continue
        late = [one for one in mine if one.step.anchored_on != on]
        if late:
            yield _counted_anew(anchors, client, anchor, on, late)


def _counted_anew(anchors: Anchors, client: Client, anchor: str, on: date, steps: Sequence[Placed]) -> Followed:
    store = anchors.store
    hidden = {one.item for one in standing_waivers(store, anchors.today)}
    moved: list[Shift] = []
    typed: list[str] = []
    snoozed: list[str] = []
    for one in steps:
        planned = one.template.read().step(one.step.name)
        step = replace(one.step, anchored_on=on)
        if planned and planned.due and one.record and _stands(one, client):
            had, due = date_of(one.record), When(planned.due.on(on, anchors.workdays))
            if one.record.ref in hidden:
                snoozed.append(one.record.ref)
            elif had != one.step.due_as_applied:
                typed.append(one.record.ref)
            else:
                if had != due and had is not None:
                    moved.append(Shift(store.save(redated(one.record, due)), had, due))
                elif had is None:
                    store.save(redated(one.record, due))
                step = replace(step, due_as_applied=due)
        store.save(step)
    return Followed(anchor, on, moved, typed, snoozed)


def _stands(one: Placed, client: Client) -> bool:
    """Whether what a step made is still to be done for that client."""
    return (
        one.record is not None
        and not is_over(one.record)
        and _is_open(one.record)
        and (vars(one.record)["client_id"] == client.id)
    )


def _is_open(record: Record) -> bool:
    return str(getattr(record, record.STATUS)) in record.OPEN


def _held_again(anchors: Anchors, written: Sequence[Record]) -> None:
    """A step whose appointment is held another time has that other one now; its date was typed, and stays."""
    for one in written:
        other = vars(one)["superseded_by_id"] if one.TABLE == "appointment" else None
        if other and (found := step_of(anchors.store, one)):
            anchors.store.save(replace(found.step, appointment_id=other))


def _opened(anchors: Anchors, ended: Sequence[Record]) -> Iterator[Followed]:
    """What begins, or no longer waits, now that these are finished."""
    store = anchors.store
    lists: dict[tuple[int, int, str, date | None, int], list[Placed]] = {}
    for one in ended:
        if found := step_of(store, one):
            key = _checklist(found)
            if key not in lists:
                every = placed(store, steps_of_client(store, found.step.client_id))
                lists[key] = [each for each in every if _checklist(each) == key]
    refs = {one.ref for one in ended}
    for checklist in lists.values():
        freed = [each for each in checklist if isinstance(each.record, Task) and _is_open(each.record)]
        saved = [_freed(anchors, each.record, refs) for each in freed if isinstance(each.record, Task)]
        before = {each.step.ref for each in checklist if each.step.made}
        # Closing a client gives up what is open: that is no reason to begin anything.
        goes_on = _is_served(anchors, checklist[0].step.client_id)
        now = open_ready(anchors, checklist) if goes_on else []
        opened = [each for each in now if each.record and each.step.ref not in before]
        yield Followed(opened=opened, freed=[one for one in saved if one])


def _is_served(anchors: Anchors, number: int) -> bool:
    client = clients_by_number(anchors.store, [number]).get(number)
    return client is not None and not client.voided_at and not unserved(client)


def _checklist(one: Placed) -> tuple[int, int, str, date | None, int]:
    step = one.step
    return step.client_id, step.template_id, step.anchor, step.anchored_on if step.anchor == DAY else None, step.round


def _freed(anchors: Anchors, task: Task, refs: set[str]) -> Task | None:
    """The task, where it waits for nothing any more; it is stored as it now stands."""
    waits = still_waits(task.waiting_on, refs)
    if waits == task.waiting_on:
        return None
    saved = anchors.store.save(replace(task, waiting_on=waits))
    return None if waits else saved


_NAMED = 10
"""How many that moved are told by name."""


def lines(found: Sequence[Followed], now: datetime) -> Iterator[str]:
    """What followed, for people: what moved, what is late now, what was left alone, what is next."""
    for one in found:
        if one.on:
            yield from _moved_said(one, now)
        if one.kept:
            yield f"no {ANCHORS[one.anchor].words} any more: {', '.join(one.kept)} keep the dates they had"
        for task in one.freed:
            yield f"{task.ref} {task.called} waits for nothing any more"
        for each in one.opened:
            if each.record:
                due = date_of(each.record)
                when = [_on(due, now)] if due else []
                yield " · ".join((f"next of {each.template.name}: {each.record.ref} {each.record.called}", *when))


def _moved_said(one: Followed, now: datetime) -> Iterator[str]:
    # What is late has come first by its date already.
    moved = sorted(one.moved, key=lambda shift: (shift.after, shift.record.ref))
    new = [shift for shift in moved if shift.after.is_past(now) and not shift.before.is_past(now)]
    if moved:
        late = f"; now late: {', '.join(shift.record.ref for shift in new)}" if new else ""
        counted = "1 date moves" if len(moved) == 1 else f"{len(moved)} dates move"
        # A day that was typed is told by whoever typed it.
        by = "" if one.anchor == DAY or one.on is None else f" with {one.anchor} {say_when(one.on)}"
        yield f"{counted}{by}{late}"
    for shift in moved[:_NAMED]:
        yield f"  {shift.record.ref} {shift.record.called} · {say_when(shift.before)} -> {_on(shift.after, now)}"
    if len(moved) > _NAMED:
        yield f"  and {len(moved) - _NAMED} more; see caseload history"
    alone = [f"{', '.join(refs)} ({why})" for refs, why in ((one.typed, "dated by hand"), (one.snoozed, "snoozed"))
             if refs]  # fmt: skip
    if alone:
        yield f"left alone: {', '.join(alone)}"


def _on(when: When, now: datetime) -> str:
    return f"{say_when(when)} ({say_late(when, now) or say_distance(when.day, now.date())})"
