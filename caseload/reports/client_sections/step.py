"""A client's checklists: how far each is, and what comes next of it."""

from functools import partial

from caseload.output.column import Column
from caseload.records.of.checklist import DAY, date_of
from caseload.records.step import Step
from caseload.reports.checklists import by_checklist
from caseload.reports.client_sections import Asked, Shown
from caseload.store.reads.checklists import Placed, is_finished, placed, steps_of_client
from caseload.store.reads.guarded import guard_of
from caseload.when.dates import say_distance


def shown(asked: Asked) -> Shown:
    """What is not finished, a checklist a line; the others are counted."""
    every = by_checklist(placed(asked.store, steps_of_client(asked.store, asked.client.id)))
    guard = partial(guard_of, asked.store)
    ahead = [some for some in every if not all(map(is_finished, some))]
    # Each stands under the first of its steps that no law guards; where each is guarded, so is the checklist.
    rows = [next((one.step for one in some if not guard(one.step)), some[0].step) for some in ahead]
    going = {row.id: some for row, some in zip(rows, ahead, strict=True)}

    def counts(one: Step) -> str:
        word = "" if one.anchor == DAY else f"{one.anchor} "
        on = one.anchored_on
        return f"{word}{on} ({say_distance(on, asked.now.date())})" if on else word.strip()

    def stands(one: Step) -> str:
        some = going[one.id]
        left = sum(bool(each.step.exempt_reason) for each in some)
        done = f"{sum(map(is_finished, some)) - left} of {len(some) - left} done"
        return f"{done}, {left} left out" if left else done

    def following(one: Step) -> str:
        ahead = [each for each in going[one.id] if each.record and not is_finished(each)]
        if not ahead:
            return ""
        first = min(ahead, key=_soonest)
        record, due = first.record, first.record and date_of(first.record)
        return f"next {record.ref} {record.as_item}" + (f", {due}" if due else "") if record else ""

    columns: tuple[Column[Step], ...] = (
        Column("template", lambda one: f"{guard(one)} {going[one.id][0].template.named}".strip()),
        Column("counts", counts),
        Column("stands", stands),
        Column("next", following, text=True),
    )
    finished = len(every) - len(going)
    note = f"{finished} finished: caseload step list --client {asked.client.ref}" if finished else ""
    rest = f"caseload step list --client {asked.client.ref}"
    return Shown("Checklists", rows, columns, note, rest)


def _soonest(one: Placed) -> tuple[bool, str]:
    due = one.record and date_of(one.record)
    return due is None, str(due)
