"""Reads across tables, one named function a question."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from caseload.errors import Invalid
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.note import Note
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import field_named, fields_of
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.store.core import Store

# Here are the kinds that what is due asks for; the others are loaded by what asks for them.
if TYPE_CHECKING:
    from caseload.records.addendum import Addendum
    from caseload.records.observation import Observation
    from caseload.records.of.condition import Condition
    from caseload.records.person import Person
    from caseload.when.ranges import Range

R = TypeVar("R", bound=Record)


class Wanted(NamedTuple):
    """Which records of a kind a list is to show; `statuses` of None means the open ones, an empty one means all."""

    client_id: int | None = None
    refers: tuple[str, int] | None = None
    """A column that refers to another record, and that record's number."""
    statuses: tuple[str, ...] | None = None
    due: "Range | None" = None
    tags: tuple[str, ...] = ()
    """Tags of the client, all of them."""
    where: "Condition | None" = None
    voided: bool | None = False
    """Whether the voided are shown instead of the others; None is both."""
    sort: tuple[str, ...] = ()
    limit: int | None = None


def listed(store: Store, kind: type[R], wanted: Wanted, now: datetime) -> Iterator[R]:
    """The records of a kind that are wanted, in the kind's own order unless another is asked for."""
    found = store.each(kind, *selection(kind, wanted, now))
    if wanted.due is not None:
        found = (one for one in found if wanted.due.holds(getattr(one, kind.WHEN), now))
    return islice(found, wanted.limit)


def selection(kind: type[Record], wanted: Wanted, now: datetime) -> tuple[str, list[Any]]:
    """The SQL after `where`, with its values, for the wanted records of a kind; not `due` and `limit`."""
    standing = "true" if wanted.voided is None else f"voided_at is {'not ' if wanted.voided else ''}null"
    where, values = [standing], list[Any]()
    statuses = kind.OPEN if wanted.statuses is None and not wanted.voided else wanted.statuses
    if kind.STATUS and statuses:
        where.insert(0, f"{kind.STATUS} in ({_quoted(statuses)})")
    if wanted.client_id is not None:
        where.append(_of_client(kind))
        values.append(wanted.client_id)
    if wanted.refers is not None:
        where.append(f"{wanted.refers[0]} = ?")
        values.append(wanted.refers[1])
    for tag in wanted.tags:
        where.append(_of_clients(kind, "select id from client where ? in (select value from json_each(tags))"))
        values.append(tag)
    if wanted.where is not None:
        # Here and not at the top: few lists are asked for by a condition.
        from caseload.store.conditions import sql_of  # noqa: PLC0415

        sql, asked = sql_of(wanted.where, now)
        where.append(sql)
        values += asked
    return f"{' and '.join(where)} order by {_order(kind, wanted.sort)}", values


def exported(store: Store, kind: type[R], *, voided: bool) -> Iterator[R]:
    """Every record of a kind in the order of its ids, whatever its status; the voided too where asked."""
    return store.each(kind, "true order by id" if voided else "voided_at is null order by id")


class Handles(dict[int | None, str | None]):
    """A client's handle by number, asked of the store when first needed; nothing for nobody."""

    def __init__(self, store: Store) -> None:
        super().__init__({None: None})
        self._store = store

    def __missing__(self, client_id: int | None) -> str | None:
        row = self._store.connection.execute("select handle from client where id = ?", (client_id,)).fetchone()
        self[client_id] = row[0] if row else None
        return self[client_id]


def client_id_of(store: Store, record: Record) -> int | None:
    """The number of the client a record is about, reached through its goal or note where need be."""
    if isinstance(record, Client):
        return record.id
    if hasattr(record, "client_id"):
        number: int | None = record.client_id
        return number
    from caseload.records.kinds import PARENTS  # noqa: PLC0415 - as above

    if type(record) not in PARENTS:
        return None
    column, parent = PARENTS[type(record)]
    sql = f"select client_id from {parent.TABLE} where id = ?"
    row = store.connection.execute(sql, (getattr(record, column),)).fetchone()
    return row[0] if row else None


def client_of(store: Store, record: Record) -> Client | None:
    """The client a record is about, the voided too; None for what is nobody's."""
    if isinstance(record, Client):
        return record
    number = client_id_of(store, record)
    return clients(store, [number]).get(number) if number else None


def clients(store: Store, ids: Iterable[int]) -> dict[int, Client]:
    """Clients by number."""
    numbers = sorted(set(ids))
    found: dict[int, Client] = {}
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        found |= {one.id: one for one in store.each(Client, f"id in ({', '.join('?' * len(some))})", some)}
    return found


def handles_like(store: Store, handle: str) -> set[str]:
    """The handles already taken that begin with `handle`, the voided clients' too."""
    sql = "select handle from client where handle >= ? and handle < ?"
    return {row[0] for row in store.connection.execute(sql, (handle, handle + "\U0010ffff"))}


def waivers(store: Store, today: date) -> list[Waiver]:
    """Snoozes that have not run out."""
    return store.select(Waiver, "voided_at is null and until > ? order by until, id", (str(today),))


def waivers_ended(store: Store, after: date, until: date) -> list[Waiver]:
    """Snoozes and waivers that ran out after one day and by another."""
    return store.select(
        Waiver, "voided_at is null and until > ? and until <= ? order by until, id", (str(after), str(until))
    )


def waiver_of(store: Store, ref: str, rule: str | None, today: date) -> Waiver | None:
    """The snooze of one item from every rule, or its waiver of one, if it has not run out."""
    sql = "voided_at is null and until > ? and item = ? and rule is ? order by until desc limit 1"
    return next(iter(store.select(Waiver, sql, (str(today), ref, rule))), None)


def waivers_of(store: Store, ref: str) -> list[Waiver]:
    """Every snooze and waiver that an item ever had, oldest first, the voided too."""
    return store.select(Waiver, "item = ? order by id", (ref,))


def people(store: Store, client_id: int) -> "list[Person]":
    """Who is around a client now, guardians and emergency contacts first."""
    sql = "client_id = ? and voided_at is null and status in ('proposed', 'active', 'suspended')"
    from caseload.records.person import Person  # noqa: PLC0415 - as above

    return store.select(Person, f"{sql} order by is_guardian desc, is_emergency desc, is_payee desc, id", (client_id,))


def plans(store: Store, client_id: int) -> list[Plan]:
    """A client's open plans, the latest version first."""
    sql = "client_id = ? and voided_at is null and status in ('draft', 'active', 'on-hold')"
    return store.select(Plan, f"{sql} order by version desc, id desc", (client_id,))


def goals(store: Store, client_id: int) -> list[Goal]:
    """A client's open goals, the soonest target first."""
    lifecycle = "lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and voided_at is null"
    return store.select(Goal, f"client_id = ? and {lifecycle} order by target_on is null, target_on, id", (client_id,))


def goals_of_plan(store: Store, plan_id: int) -> list[Goal]:
    """Every goal of a plan, whatever its lifecycle."""
    return store.select(Goal, "plan_id = ? and voided_at is null order by id", (plan_id,))


def observations(store: Store, goal_id: int) -> "list[Observation]":
    """What was seen of a goal, oldest first."""
    from caseload.records.observation import Observation  # noqa: PLC0415 - as above

    return store.select(Observation, "goal_id = ? and voided_at is null order by observed_on, id", (goal_id,))


def last_value(store: Store, goal_id: int) -> float | None:
    """What was measured of a goal last."""
    sql = "select value from observation where goal_id = ? and value is not null and voided_at is null"
    row = store.connection.execute(f"{sql} order by observed_on desc, id desc limit 1", (goal_id,)).fetchone()
    return row[0] if row else None


def tasks_of_client(store: Store, client_id: int) -> list[Task]:
    """A client's open tasks, soonest first, those without a date last."""
    sql = "client_id = ? and status in ('ready', 'in-progress', 'on-hold') and voided_at is null"
    return store.select(Task, f"{sql} order by due is null, due, id", (client_id,))


def appointments_of_client(store: Store, client_id: int) -> list[Appointment]:
    """A client's appointments that still wait to take place or for an outcome, soonest first."""
    status = "status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')"
    sql = f"client_id = ? and {status} and voided_at is null order by starts, id"
    return store.select(Appointment, sql, (client_id,))


def last_notes(store: Store, client_id: int, limit: int) -> list[Note]:
    """A client's latest notes, newest first."""
    sql = "client_id = ? and voided_at is null order by occurred desc, id desc limit ?"
    return store.select(Note, sql, (client_id, limit))


def drafts(store: Store, client_id: int) -> list[Note]:
    """A client's notes that are not signed, oldest first."""
    sql = "client_id = ? and status = 'draft' and voided_at is null order by occurred, id"
    return store.select(Note, sql, (client_id,))


def addenda(store: Store, note_id: int) -> "list[Addendum]":
    """What was added to a note, oldest first."""
    from caseload.records.addendum import Addendum  # noqa: PLC0415 - as above

    return store.select(Addendum, "note_id = ? and voided_at is null order by id", (note_id,))


def referring(store: Store, kind: type[R], column: str, number: int) -> list[R]:
    """Every record of a kind, not voided, whose column holds that number."""
    return store.select(kind, f"{column} = ? and voided_at is null order by id", (number,))


def is_empty(store: Store) -> bool:
    """Whether nothing at all is kept yet."""
    from caseload.records.kinds import KINDS  # noqa: PLC0415 - as above

    return not any(store.connection.execute(f"select 1 from {kind.TABLE} limit 1").fetchone() for kind in KINDS)


def _quoted(words: Iterable[str]) -> str:
    """Words of a vocabulary, as the partial indexes spell them; a bound value would miss the index."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def _of_client(kind: type[Record]) -> str:
    return _of_clients(kind, "?")


def _of_clients(kind: type[Record], clients: str) -> str:
    """What the records of these clients have in common; for a waiver, those of its item's."""
    if kind is Client:
        return f"id in ({clients})"
    from caseload.records.kinds import KINDS, PARENTS  # noqa: PLC0415 - as above
    from caseload.records.link import Link  # noqa: PLC0415 - as above

    if kind in PARENTS:
        column, parent = PARENTS[kind]
        return f"{column} in (select id from {parent.TABLE} where client_id in ({clients}))"
    if kind is Link:
        # Of either of the two, and the value bound for the clients bound once.
        return f"exists (select 1 from client as one where one.id in ({clients}) and one.id in (client_id, other_id))"
    if kind is Waiver:
        # Named once, so that the value bound for the clients is bound once.
        whose = "select id from whose"
        items = (f"select '{one.PREFIX}' || id from {one.TABLE} where {_of_clients(one, whose)}" for one in KINDS[:-1])
        found = f"with whose (id) as (select id from client where id in ({clients}))"
        return f"item in ({found} {' union all '.join(items)})"
    return f"client_id in ({clients})"


def _order(kind: type[Record], sort: Sequence[str]) -> str:
    if not sort:
        return ", ".join(kind.ORDER)
    return ", ".join(dict.fromkeys([*(_sorted(kind, one) for one in sort), "id"]))


def _sorted(kind: type[Record], key: str) -> str:
    """A field to sort by: words from least to most or as their vocabulary has them, everything else as it is kept."""
    field = field_named(kind, key.removeprefix("-"))
    if field is None:
        accepted = ", ".join(field.key for field in fields_of(kind))
        raise Invalid(f"is not a field of {kind.TABLE}", f"one of {accepted}, or -FIELD downwards", typed=key)
    by = field.name
    if issubclass(field.type, Vocabulary) and not field.many:
        words = (f"when {_quoted([word])} then {at}" for at, word in enumerate(field.type.ranked() or field.type))
        by = f"case {by} {' '.join(words)} end"
    return f"{by} desc" if key.startswith("-") else by
