"""Which law guards a record beyond the usual: its own, or that of what it belongs to, as an addendum to its note."""

from caseload.errors import BadRow, NotFound
from caseload.records.of.base import Record
from caseload.records.of.guarded import Guarded
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.reads.listed import QUOTED, guarded


def guard_of(store: Store, record: Record) -> str:
    """The mark of the law: [SUD]; nothing for most records."""
    if isinstance(record, Waiver):
        about = there(store, record.item)
        return guard_of(store, about) if about else ""
    if record.TABLE == "step":
        return _mark_of_step(store, record)
    of = guarded_by(store, record)
    mark = of.mark if of else ""
    return mark or (_quoted(store, record) if record.TABLE == "plan" else "")


def there(store: Store, ref: str) -> Record | None:
    """The record of a typed id, the voided too; None where it is gone or cannot be read."""
    from caseload.records.kinds import parse_ref

    about = parse_ref(ref)
    try:
        return store.get(*about, voided=True) if about else None
    except (NotFound, BadRow):
        return None


def _mark_of_step(store: Store, step: Record) -> str:
    """The mark of what a step has made, else of what its template says that it makes."""
    from caseload.records.step import Step
    from caseload.store.reads.checklists import guard_planned, placed

    if not isinstance(step, Step) or not is_guarded(store, Step, step.id):
        return ""

    found = placed(store, [step])
    return next((guard_of(store, one.record) if one.record else guard_planned(one) for one in found), "")


def _quoted(store: Store, plan: Record) -> str:
    """The mark of a guarded goal that a plan has frozen, guarded then or since; nothing where there is none."""
    from caseload.records.goal import Goal
    from caseload.records.plan import Plan

    if not isinstance(plan, Plan) or not plan.goals_as_revised:
        return ""
    frozen = f"exists (select 1 from plan where plan.id = ? and {QUOTED})"
    goals = store.select(Goal, f"({guarded(Goal)}) and {frozen} order by id limit 1", (plan.id,))
    return goals[0].mark if goals else ""


def guarded_by(store: Store, record: Record) -> Guarded | None:
    """The record that says which law guards this one: itself, or what it belongs to; None where nothing does."""
    from caseload.records.kinds import kind_of, parent_of

    if isinstance(record, Guarded):
        return record
    column, parent = parent_of(record.TABLE) or ("", "")
    found = store.get(kind_of(parent), getattr(record, column), voided=True) if column else None
    return found if isinstance(found, Guarded) else None


def marked(store: Store, record: Record) -> str:
    """What the record is called, its mark before it."""
    return record.called if isinstance(record, Guarded) else f"{guard_of(store, record)} {record.called}".strip()


def is_guarded(store: Store, kind: type[Record], number: int) -> bool:
    """Whether a law guards the record of that number."""
    condition = guarded(kind)
    sql = f"select 1 from {kind.TABLE} where id = ? and ({condition})"
    return bool(condition and store.connection.execute(sql, (number,)).fetchone())
