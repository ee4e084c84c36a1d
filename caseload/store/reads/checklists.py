"""Templates by name, and the steps of those that were applied to clients."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from caseload.errors import NotFound, Refused, quoted
from caseload.records.kinds import kind_of, many, parse_ref
from caseload.records.need import Need, Support
from caseload.records.of.base import Record
from caseload.records.of.guarded import Part2, Sensitivity, mark_of
from caseload.records.step import MADE, Step
from caseload.records.template import Template
from caseload.store.core import Store
from caseload.store.shipped import shipped_template, shipped_templates


def template_meant(store: Store, text: str) -> Template:
    """The template of a typed id, else the newest of that name, else the one that comes with the program, unstored.

    Raises NotFound naming those there are.
    """
    found = parse_ref(text)
    if found and found[0] is Template:
        return store.get(Template, found[1])
    if one := template_known(store, text):
        return one
    names = sorted({*_stored(store), *(one.name for one in shipped_templates())})
    what = f"one of {', '.join(names)}; another comes in with caseload template import FILE"
    raise NotFound(f'there is no template "{quoted(text)}"', what)


def template_known(store: Store, text: str) -> Template | None:
    """The template that a name means: the newest stored, else the one that comes with the program, unstored.

    That one too where it is a later version of what is stored, 2 after 1; words of the user's own stay before it.
    """
    name = text.strip().lower().replace("_", "-").replace(" ", "-")
    newest, shipped = newest_template(store, name), shipped_template(name)
    if newest is None or shipped is None:
        return newest or shipped
    return shipped if _number(shipped) > _number(newest) > 0 else newest


def _number(template: Template) -> int:
    """Its version where that is a whole number, else 0."""
    version = template.version
    return int(version) if version.isascii() and version.isdecimal() and len(version) < _DIGITS else 0


_DIGITS = 10


def newest_template(store: Store, name: str) -> Template | None:
    """The version that was stored last of the template of a name."""
    found = store.select(Template, "name = ? and voided_at is null order by id desc limit 1", (name,))
    return found[0] if found else None


def template_version(store: Store, name: str, version: str) -> Template | None:
    """One version of a template, if it is stored."""
    sql = "name = ? and version = ? and voided_at is null order by id desc limit 1"
    found = store.select(Template, sql, (name, version))
    return found[0] if found else None


def other_versions(store: Store, template: Template) -> list[Template]:
    """What an applied template is compared with: the newest version stored, and the shipped one that is not stored."""
    newest, shipped = newest_template(store, template.name), shipped_template(template.name)
    found = [newest] if newest and newest.id != template.id else []
    stored = store.select(Template, "name = ? and voided_at is null", (template.name,))
    if shipped and not any(one.read() == shipped.read() for one in stored):
        found.append(shipped)
    return found


def templates_not_yet_used(store: Store) -> list[Template]:
    """The templates that come with the program and of which no version is stored."""
    stored = _stored(store)
    return [one for one in shipped_templates() if one.name not in stored]


def _stored(store: Store) -> set[str]:
    return {str(row[0]) for row in store.connection.execute("select name from template where voided_at is null")}


def refuse_applied(store: Store, template: Record) -> None:
    """Raises Refused for a template that was applied to somebody: its steps stay as they were then."""
    sql = "select count(*) from step where template_id = ?"
    if count := int(store.connection.execute(sql, (template.id,)).fetchone()[0]):
        what = f"{template.ref} was applied ({many(Step.TABLE, count)}), and stays as it was"
        raise Refused(what, 'give the file a version of its own, such as version = "1-mine"')


class Placed(NamedTuple):
    """A step with its template and with what it made; None where that is not there, or cannot be read."""

    step: Step
    template: Template
    record: Record | None


def steps_of_client(store: Store, client_id: int) -> list[Step]:
    """The steps of a client's checklists, each checklist's in their order."""
    return store.select(Step, "client_id = ? and voided_at is null order by id", (client_id,))


def every_step(store: Store) -> list[Step]:
    """The steps of every client's checklists."""
    return store.select(Step, "voided_at is null order by client_id, id")


def clients_with_steps(store: Store) -> list[int]:
    """The numbers of the clients who have a checklist."""
    return [row[0] for row in store.connection.execute("select distinct client_id from step where voided_at is null")]


def placed(store: Store, steps: Iterable[Step]) -> list[Placed]:
    """The steps with their templates and with what they made, the voided too; each kind is read at once."""
    found = list(steps)
    templates = _by_number(store, Template, {one.template_id for one in found})
    made = {table: _by_number(store, kind_of(table), numbers) for table, numbers in _made(found).items()}
    each = ((one, templates.get(one.template_id)) for one in found)
    return [Placed(one, template, made[one.made[0]].get(one.made[1]) if one.made else None)
            for one, template in each if template]  # fmt: skip


def step_of(store: Store, record: Record) -> Placed | None:
    """The step that made a record, if one did."""
    column = MADE.get(record.TABLE)
    if column is None:
        return None
    found = store.select(Step, f"{column} = ? and voided_at is null order by id limit 1", (record.id,))
    return next(iter(placed(store, found)), None)


def steps_of_records(store: Store, table: str) -> dict[int, tuple[str, str]]:
    """Of records of a kind the template's name and the step's, by the number of the record."""
    column = MADE[table]
    sql = f"""select step.{column}, template.name, step.name from step join template on template.id = step.template_id
where step.{column} is not null and step.voided_at is null"""
    return {row[0]: (str(row[1]), str(row[2])) for row in store.connection.execute(sql)}


def _made(steps: Iterable[Step]) -> dict[str, set[int]]:
    numbers: dict[str, set[int]] = {}
    for one in steps:
        if one.made:
            numbers.setdefault(one.made[0], set()).add(one.made[1])
    return numbers


def _by_number(store: Store, kind: type[Any], numbers: Collection[int]) -> dict[int, Any]:
    every = sorted(numbers)
    found: dict[int, Any] = {}
    for start in range(0, len(every), 500):
        some = every[start : start + 500]
        marks = ", ".join("?" * len(some))
        found |= {one.id: one for one in store.select(kind, f"id in ({marks})", some)}
    return found


def applied_templates(store: Store) -> list[tuple[Template, int]]:
    """Every version of a template that was applied, by name, each with how many clients it was applied to."""
    sql = "select template_id, count(distinct client_id) from step where voided_at is null group by template_id"
    counts = {row[0]: int(row[1]) for row in store.connection.execute(sql)}
    found = _by_number(store, Template, counts)
    return sorted(((found[number], counts[number]) for number in found), key=lambda pair: (pair[0].name, pair[0].id))


class Standings:
    """Of which template a step is, what it has made, and where that stands; all is read when the first is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._placed: dict[int, Placed] | None = None

    def template(self, step: Step) -> str | None:
        """The template's name."""
        found = self._of(step)
        return found.template.name if found else None

    def made(self, step: Step) -> str | None:
        """The typed id of what it made."""
        found = self._of(step)
        return found.record.ref if found and found.record else None

    def standing(self, step: Step) -> str:
        """Where that stands, in its own word; or why there is none."""
        found = self._of(step)
        return standing(found) if found else ""

    def _of(self, step: Step) -> Placed | None:
        if self._placed is None:
            every = self._store.select(Step, "true")
            self._placed = {one.step.id: one for one in placed(self._store, every)}
        return self._placed.get(step.id)


def standing(one: Placed) -> str:
    """Where a step stands: in the word of what it made, voided, left out, or to come."""
    if one.record is None:
        return "left out" if one.step.exempt_reason else "to come"
    return "voided" if one.record.voided_at else str(getattr(one.record, one.record.STATUS))


def guard_planned(one: Placed) -> str:
    """The mark of the law that guards what a step is to make, as its template says; nothing for most."""
    planned = one.template.read().step(one.step.name)
    law = planned.fields.get("sensitivity", Sensitivity.NORMAL) if planned else Sensitivity.NORMAL
    return mark_of(law, Part2.UNKNOWN)


def is_finished(one: Placed) -> bool:
    """Whether nothing is to be done about a step any more: done, given up, voided, or left out with a reason."""
    if one.step.exempt_reason:
        return True
    return one.record is not None and is_over(one.record)


def is_over(record: Record) -> bool:
    """Whether what a step made is done or given up.

    An appointment that did not take place is neither: it is held another time, or voided.
    """
    if record.voided_at:
        return True
    stands = str(getattr(record, record.STATUS))
    if record.TABLE == "document":
        return stands == "received"
    if record.TABLE == "appointment":
        return stands == "fulfilled"
    if isinstance(record, Need) and record.support in (Support.MET, Support.DECLINED):
        return True
    return stands not in record.OPEN
