"""A template applied to a client: the records that its steps make, and the dates that they count from."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from caseload.errors import Invalid, NotFound, Refused, aside, quoted
from caseload.records.client import Client
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.records.of.checklist import ANCHORS, DATED, DAY, TIMED, Planned, ready
from caseload.records.of.clock import Reckoned, Terms
from caseload.records.of.fields import fields_of
from caseload.records.plan import Plan, review_due
from caseload.records.step import MADE, Step
from caseload.records.task import Task
from caseload.records.template import Pace, Template
from caseload.store.core import Store
from caseload.store.reads.care import plans_of_client
from caseload.store.reads.checklists import Placed, is_finished, placed, step_of, steps_of_client, template_version
from caseload.value import replace
from caseload.when.dates import When
from caseload.when.workdays import Workdays


class Anchors(NamedTuple):
    """What the dates of a checklist go by: the caseload as it stands, the day, the days that are worked."""

    store: Store
    today: date
    workdays: Workdays
    review: Callable[[Plan, Client], Terms]
    """The terms by which a plan of a client is reviewed."""

    def on(self, client: Client, anchor: str) -> date | None:
        """The date of a client that a word means; None where there is none."""
        if anchor == "plan-review":
            return self._review_of(client)
        found: date | None = getattr(client, anchor.replace("-", "_"))
        return found

    def _review_of(self, client: Client) -> date | None:
        """The next review of the client's active plan; of several the soonest."""
        each = (
            review_due(plan, self.review(plan, client), self.today) for plan in plans_of_client(self.store, client.id)
        )
        return min((one.due.day for one in each if isinstance(one, Reckoned)), default=None)


class Applied(NamedTuple):
    """A template as it was applied: its steps with what they made, the left out and those to come too."""

    template: Template
    placed: Sequence[Placed]
    anchored_on: date


def store_template(store: Store, template: Template) -> Template:
    """The template as it is stored, from now on at the latest."""
    return template if template.id else store.add(template)


def take_in(store: Store, template: Template) -> Template:
    """A template from a file stored: new, or in place of what is stored of that version and was not applied yet.

    Raises Refused for one that differs from the version that was applied to somebody.
    """
    before = template_version(store, template.name, template.version)
    if before is None:
        return store.add(template)
    same = before.read() == template.read() and before.pace is template.pace
    definition = before.definition if same else template.definition
    return store.save(replace(before, title=template.title, anchor=template.anchor, pace=template.pace,
                              definition=definition))  # fmt: skip


def anchor_named(text: str, day: Callable[[str], date]) -> tuple[str, date | None]:
    """The anchor that was typed: the word of one and no day, or `day` and the day; Invalid for what is neither."""
    word = text.strip().lower().replace("_", "-")
    if word in ANCHORS:
        return word, None
    try:
        return DAY, day(text)
    except Invalid:
        known = ", ".join(ANCHORS)
        raise Invalid("is no date to count from", f"{known}, or a day such as 2027-01-15", typed=text,
                      field="--anchor") from None  # fmt: skip


def apply(
    anchors: Anchors, template: Template, client: Client, anchor: str, day: date | None,
    exempt: Mapping[str, str], *, again: bool = False,
) -> Applied:  # fmt: skip
    """The steps of a template made for a client, counted from a date of the client's or from the `day`.

    `exempt` are steps that are left out, each with the reason. Raises Refused where the client has no such date, and
    where the template is applied so already, unless `again`; NotFound for a step that there is not.
    """
    on = day or anchors.on(client, anchor)
    if on is None:
        raise Refused(f"{client.ref}{aside(client.handle)} has no {ANCHORS[anchor].words}",
                      f"{ANCHORS[anchor].sets.format(client.ref)}, or --anchor DAY")  # fmt: skip
    definition = template.read()
    for name in exempt:
        if definition.step(name) is None:
            names = ", ".join(one.name for one in definition.steps)
            raise NotFound(f'{template.name} has no step "{quoted(name)}"', f"one of {names}")
    store = anchors.store
    before = _applied_before(store, template, client, anchor)
    times = max((one.step.round for one in before if day is None or one.step.anchored_on == on), default=0)
    if not again:
        _refuse_twice(before, template, client, day)
    template = store_template(store, template)
    steps = [
        store.add(Step(client_id=client.id, template_id=template.id, name=one.name, anchor=anchor, anchored_on=on,
                       round=times + 1, exempt_reason=exempt.get(one.name)))
        for one in definition.steps
    ]  # fmt: skip
    return Applied(template, open_ready(anchors, [Placed(one, template, None) for one in steps]), on)


def _applied_before(store: Store, template: Template, client: Client, anchor: str) -> list[Placed]:
    """The steps of a template of that name, whatever its version, as it was applied to the client by that anchor."""
    return [one for one in placed(store, steps_of_client(store, client.id))
            if one.template.name == template.name and one.step.anchor == anchor]  # fmt: skip


def _refuse_twice(before: Sequence[Placed], template: Template, client: Client, day: date | None) -> None:
    """Refuse what was applied by that date, or is still open by another day that was typed."""
    named = f"{template.name} is applied to {client.ref}{aside(client.handle)}"
    if any(day is None or one.step.anchored_on == day for one in before):
        what = f"{named} {f'from {day}' if day else f'by {before[0].step.anchor}'} already"
        raise Refused(what, f"see caseload step list --client {client.ref}; --again applies it once more")
    if going := next((one.step for one in reversed(before) if not is_finished(one)), None):
        way = f"caseload template move {template.name} {client.ref} {day} moves it, --again applies it once more"
        raise Refused(f"{named} from {going.anchored_on}, and is not finished", way)


def open_ready(anchors: Anchors, checklist: Sequence[Placed]) -> list[Placed]:
    """The steps of one checklist, those made that can begin now: all of them, or what waits for nothing any more."""
    template = checklist[0].template
    definition = template.read()
    now = {one.step.name: one for one in checklist}
    begun = [name for name, one in now.items() if one.step.made or one.step.exempt_reason]
    done = [name for name, one in now.items() if is_finished(one)]
    if template.pace is Pace.AS_YOU_GO:
        wanted = ready(definition.steps, done, begun)
    else:
        wanted = [one for one in definition.steps if one.name not in begun and one.name in now]
    for one in (each for each in wanted if each.name in now):
        now[one.name] = _make(anchors, now[one.name], one)
    for one in (each for each in wanted if each.name in now):
        now[one.name] = _waiting(anchors.store, now, one, done)
    return list(now.values())


def _make(anchors: Anchors, one: Placed, planned: Planned) -> Placed:
    on = one.step.anchored_on
    due = planned.due.on(on, anchors.workdays) if planned.due and on else None
    record = anchors.store.add(_record(planned, one.step.client_id, due, anchors.today))
    made: dict[str, Any] = {MADE[planned.makes]: record.id}
    step = anchors.store.save(replace(one.step, due_as_applied=When(due) if due else None, **made))
    return Placed(step, one.template, record)


def _record(planned: Planned, client_id: int, due: date | None, today: date) -> Record:
    """What a step makes."""
    kind = kind_of(planned.makes)
    types = {field.name: field.type for field in fields_of(kind)}
    said: dict[str, Any] = {name: types[name](value) for name, value in planned.fields.items()}
    if planned.makes == "need":
        return kind(client_id=client_id, description=planned.title, identified_on=today, **said)
    if planned.makes == "appointment":
        said["status"] = types["status"]("proposed")
    if due:
        said[DATED[planned.makes]] = types[DATED[planned.makes]](due) if planned.makes in TIMED else due
    return kind(client_id=client_id, title=planned.title, **said)


def _waiting(store: Store, now: Mapping[str, Placed], planned: Planned, done: Collection[str]) -> Placed:
    """The step; a task among those that are there at once says for what it waits, by their ids."""
    one = now[planned.name]
    ahead = [now[name] for name in planned.waits if name in now and name not in done]
    refs = [each.record.ref for each in ahead if each.record]
    if not isinstance(one.record, Task) or not refs:
        return one
    return one._replace(record=store.save(replace(one.record, waiting_on=", ".join(refs))))


def leave_out(store: Store, task: Task, reason: str) -> Step:
    """The step that a task is of left out, with the reason; raises Refused for a task that no template made."""
    found = step_of(store, task)
    if found is None:
        raise Refused(f"{task.ref} is of no checklist, and a reason is kept with its step",
                      f"caseload task drop {task.ref} alone; caseload log writes down why")  # fmt: skip
    return store.save(replace(found.step, exempt_reason=reason))
