"""Which records of a kind a list shows, and in which order."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import Field, field_named, public_fields
from caseload.records.of.guarded import Guarded
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.reads.clients import NOBODY, client_in
from caseload.store.rows import column, listed_in

if TYPE_CHECKING:
    from caseload.records.of.condition import Condition
    from caseload.when.ranges import Range

R = TypeVar("R", bound=Record)


class Wanted(NamedTuple):
    """Which records of a kind a list is to show; `statuses` of None means the open ones, an empty one means all."""

    client_id: int | None = None
    """Whose; NOBODY's are those without a client."""
    refers: tuple[str, int] | None = None
    """A column that refers to another record, or says yes or no, and its number."""
    statuses: tuple[str, ...] | None = None
    due: "Range | None" = None
    tags: tuple[str, ...] = ()
    """Tags of the client, all of them."""
    where: "Condition | None" = None
    voided: bool | None = False
    """Whether the voided are shown instead of the others; None is both."""
    sort: tuple[str, ...] = ()
    own: tuple[Field, ...] = ()
    """The fields of the user's own that the kind has."""
    limit: int | None = None
    guarded: bool | None = None
    """Only what another law guards, or only what none does; None is both."""


def listed(store: Store, kind: type[R], wanted: Wanted, now: datetime) -> Iterator[R]:
    """The records of a kind that are wanted, in the kind's own order unless another is asked for."""
    found = store.each(kind, *selection(kind, wanted, now))
    if wanted.due is not None:
        found = (one for one in found if wanted.due.holds(getattr(one, kind.WHEN), now, one.over))
    return islice(found, wanted.limit)


def clients_listed(store: Store, kind: type[Record], wanted: Wanted, now: datetime) -> Iterator[int]:
    """The numbers of the clients whom the wanted records of a kind are about, of a link both; at least of those."""
    from caseload.records.link import Link

    columns = [client_in(kind), *(["other_id"] if kind is Link else [])]
    where, values = selection(kind, wanted, now)
    for row in store.connection.execute(
        f"select distinct {', '.join(columns)} from {kind.TABLE} where {where}", values
    ):
        yield from filter(None, row)


def selection(kind: type[Record], wanted: Wanted, now: datetime) -> tuple[str, list[Any]]:
    """The SQL after `where`, with its values, for the wanted records of a kind; not `due` and `limit`."""
    standing = "true" if wanted.voided is None else f"voided_at is {'not ' if wanted.voided else ''}null"
    where, values = [standing], list[Any]()
    statuses = kind.OPEN if wanted.statuses is None and not wanted.voided else wanted.statuses
    if kind.STATUS and statuses:
        where.insert(0, f"{kind.STATUS} in ({_quoted(statuses)})")
    is_asked = wanted.statuses is not None or wanted.due or wanted.where or wanted.voided
    if kind.TABLE == "appointment" and not is_asked:
        from caseload.store.reads.clocks import TO_SHOW

        where.append(TO_SHOW)
        values.append(str(now.date()))
    if wanted.client_id is not None:
        where.append(_of_nobody(kind) if wanted.client_id == NOBODY else of_clients(kind, "?"))
        values += [wanted.client_id] if wanted.client_id != NOBODY else []
    if wanted.refers is not None:
        where.append(f"{wanted.refers[0]} = ?")
        values.append(wanted.refers[1])
    for tag in wanted.tags:
        where.append(of_clients(kind, f"select id from client where {_TAGGED}"))
        values.append(tag)
    if wanted.guarded is not None and (guard := guarded(kind)):
        where.append(f"({guard})" if wanted.guarded else f"not ({guard})")
    if wanted.where is not None:
        from caseload.store.conditions import sql_of

        sql, asked = sql_of(wanted.where, now)
        where.append(sql)
        values += asked
    return f"{' and '.join(where)} order by {_order(kind, wanted.sort, wanted.own)}", values


def guarded(kind: type[Record]) -> str:
    """SQL for the records of a kind that a law of its own guards, themselves or what they are of; nothing for others.

    Word for word as the partial indexes have it.
    """
    if kind.TABLE == "plan":
        return f"{_GUARD} or {_QUOTES}"
    if issubclass(kind, Guarded):
        return _GUARD
    from caseload.records.kinds import TABLES, kind_of, parent_of

    if kind is Waiver:
        some = (one for one in map(kind_of, TABLES) if issubclass(one, Guarded))
        items = (f"select '{one.PREFIX}' || id from {one.TABLE} where {guarded(one)}" for one in some)
        return f"item in ({' union all '.join(items)})"
    if kind.TABLE == "step":
        from caseload.records.step import MADE

        made = (f"exists (select 1 from {table} where {table}.id = step.{column} and ({_GUARD}))"
                for table, column in MADE.items())  # fmt: skip
        return " or ".join([*made, f"coalesce({', '.join(MADE.values())}) is null and {_PLANNED}"])
    column, parent = parent_of(kind.TABLE) or ("", "")
    return f"{column} in (select id from {parent} where {guarded(kind_of(parent))})" if column else ""


_TAGGED = f"? in (select value from json_each({listed_in('tags')})) or not json_valid(tags)"
"""SQL for clients with a tag; one whose tags are no JSON is found, too, to be told of as what cannot be read."""

_GUARD = "sensitivity <> 'normal' or part2 = 'yes'"
QUOTED = "instr(plan.goals_as_revised, '\"g' || goal.id || '\"')"
"""SQL for a goal that a plan has frozen as it was revised."""
_QUOTES = f"""(goals_as_revised is not null and exists
(select 1 from goal where (goal.sensitivity <> 'normal' or goal.part2 = 'yes') and {QUOTED}))"""
"""SQL for a plan that has frozen a goal, guarded then or since."""
_PLANNED = """exists (select 1 from template, json_each(template.definition, '$.steps') as planned
where template.id = step.template_id and template.definition ->> (planned.fullkey || '.name') = step.name
and template.definition ->> (planned.fullkey || '.sensitivity') <> 'normal')"""
"""SQL for a step that makes what its template guards."""


def exported(store: Store, kind: type[R], *, voided: bool) -> Iterator[R]:
    """Every record of a kind in the order of its ids, whatever its status; the voided too where asked."""
    return store.each(kind, "true order by id" if voided else "voided_at is null order by id")


def referring(store: Store, kind: type[R], column: str, number: int, *, voided: bool = False) -> list[R]:
    """Every record of a kind whose column holds that number; the voided only where asked."""
    return store.select(kind, f"{column} = ?{'' if voided else ' and voided_at is null'} order by id", (number,))


def naming(store: Store, kind: type[R], column: str, number: int) -> list[R]:
    """Every record of a kind, not voided, whose column of several numbers has that one among them."""
    named = f"exists (select 1 from json_each({listed_in(column)}) where value = ?)"
    return store.select(kind, f"{column} <> '[]' and {named} and voided_at is null order by id", (number,))


def is_empty(store: Store) -> bool:
    """Whether nothing at all is kept yet."""
    from caseload.records.kinds import KINDS

    return not any(store.connection.execute(f"select 1 from {kind.TABLE} limit 1").fetchone() for kind in KINDS)


def _quoted(words: Iterable[str]) -> str:
    """Words of a vocabulary, as the partial indexes spell them; a bound value would miss the index."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def _of_nobody(kind: type[Record]) -> str:
    """What the records of no client have in common; for a waiver, those of its item's."""
    from caseload.records.kinds import KINDS, has_client

    if kind is Waiver:
        some = (one for one in KINDS if "client_id" in one.DEFAULTS or not has_client(one))
        items = (f"select '{one.PREFIX}' || id from {one.TABLE} where {_of_nobody(one)}" for one in some)
        return f"item in ({' union all '.join(items)})"
    if "client_id" in kind.DEFAULTS:
        return "client_id is null"
    return "false" if has_client(kind) else "true"


def of_clients(kind: type[Record], clients: str) -> str:
    """SQL for what the records of these clients have in common; for a waiver, those of its item's."""
    if kind is Client:
        return f"id in ({clients})"
    from caseload.records.kinds import TABLES, has_client, kind_of, parent_of

    if its := parent_of(kind.TABLE):
        column, parent = its
        return f"{column} in (select id from {parent} where client_id in ({clients}))"
    if kind.TABLE == "link":
        # Of either of the two, and the value bound for the clients bound once.
        return f"exists (select 1 from client as one where one.id in ({clients}) and one.id in (client_id, other_id))"
    if kind is Waiver:
        # Named once, so that the value bound for the clients is bound once.
        whose = "select id from whose"
        items = (
            f"select '{one.PREFIX}' || id from {one.TABLE} where {of_clients(one, whose)}"
            for one in map(kind_of, TABLES)
            if one is not Waiver and has_client(one)
        )
        found = f"with whose (id) as (select id from client where id in ({clients}))"
        return f"item in ({found} {' union all '.join(items)})"
    return f"client_id in ({clients})"


def _order(kind: type[Record], sort: Sequence[str], own: Sequence[Field]) -> str:
    if not sort:
        return ", ".join(kind.ORDER)
    return ", ".join(dict.fromkeys([*(_sorted(kind, one, own) for one in sort), "id"]))


def _sorted(kind: type[Record], key: str, own: Sequence[Field]) -> str:
    """A field to sort by: words from least to most or as their vocabulary has them, everything else as it is kept."""
    field = field_named(kind, key.removeprefix("-"), own)
    if field is None:
        accepted = ", ".join(field.key for field in public_fields(kind, own))
        raise Invalid(f"is not a field of {kind.TABLE}", f"one of {accepted}, or -FIELD downwards", typed=key)
    by = column(field)
    if issubclass(field.type, Vocabulary) and not field.many:
        words = (f"when {_quoted([word])} then {at}" for at, word in enumerate(field.type.ranked() or field.type))
        by = f"case {by} {' '.join(words)} end"
    return f"{by} desc" if key.startswith("-") else by
