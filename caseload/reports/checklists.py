"""Checklists on pages: what a template has for steps, and from which step of which template a record is."""

from collections.abc import Iterator
from itertools import groupby

from caseload.output.column import Column
from caseload.output.page import Facts, Lines, Listing, Section
from caseload.records.of.base import Record
from caseload.records.of.checklist import DAY, Planned, date_of
from caseload.records.step import MADE
from caseload.records.template import Template
from caseload.store.core import Store
from caseload.store.reads.checklists import Placed, step_of
from caseload.when.workdays import Workdays


def template_sections(template: Template) -> Iterator[Section]:
    """What is said of a template, and its steps in their order."""
    definition = template.read()
    if definition.remarks:
        yield Section("Remarks", Lines((definition.remarks,)))
    yield Section("Steps", Listing(definition.steps, _STEPS))
    if sources := tuple((one.name, one.source) for one in definition.steps if one.source):
        yield Section("Sources", Facts(sources))


_STEPS: tuple[Column[Planned], ...] = (
    Column("name", lambda one: one.name),
    Column("makes", lambda one: None if one.makes == "task" else one.makes),
    Column("due", lambda one: str(one.due) if one.due else None),
    Column("more", lambda one: ", ".join(one.more.values())),
    Column("waits", lambda one: one.waits and f"after {', '.join(one.waits)}"),
    Column("title", lambda one: one.title, text=True),
)


def origin_section(store: Store, record: Record, workdays: Workdays) -> Iterator[Section]:
    """From which template and step a record is, and whether its date moves; nothing for what no step has made."""
    if record.TABLE in MADE and store.holds("step") and (found := step_of(store, record)):
        planned = found.template.read().step(found.step.name)
        facts = [("template", found.template.named), ("step", f"{found.step.ref} {found.step.name}")]
        if said := counted_said(found, workdays):
            facts.append(("date", said))
        if planned and planned.source:
            facts.append(("source", planned.source))
        yield Section("Checklist", Facts(tuple(facts)))


def origin(store: Store, record: Record, workdays: Workdays) -> str:
    """The same in one line; nothing for what no step has made."""
    if record.TABLE not in MADE or not store.holds("step") or not (found := step_of(store, record)):
        return ""
    counted = counted_said(found, workdays)
    return f"{found.template.named}, step {found.step.name}" + (f": {counted}" if counted else "")


def counted_said(one: Placed, workdays: Workdays) -> str:
    """What the date of a step is counted from, and whether it still moves with that."""
    planned = one.template.read().step(one.step.name)
    if one.record is None or planned is None or planned.due is None or one.step.anchored_on is None:
        return ""
    anchor = f"{one.step.anchored_on}" if one.step.anchor == DAY else f"{one.step.anchor} {one.step.anchored_on}"
    offset = f"{planned.due} {anchor}" if planned.due.span else f"the day of {anchor}"
    stands, gives = date_of(one.record), planned.due.on(one.step.anchored_on, workdays)
    if stands == one.step.due_as_applied and stands and stands.day != gives:
        return f"stands as it did before {anchor}, of which it would be {gives}"
    if stands != one.step.due_as_applied:
        return f"dated by hand; the template has {gives} ({offset})"
    return offset if one.step.anchor == DAY else f"{offset}, and moves with it"


def by_checklist(steps: list[Placed]) -> list[list[Placed]]:
    """The steps of a client as the checklists that they are, in the order in which those were applied."""

    def key(one: Placed) -> tuple[int, str, int, str]:
        step = one.step
        return step.template_id, step.anchor, step.round, str(step.anchored_on) if step.anchor == DAY else ""

    found = [list(some) for _, some in groupby(sorted(steps, key=lambda one: (key(one), one.step.id)), key)]
    return sorted(found, key=lambda some: some[0].step.id)
