"""What a rule seeks: which records of a kind, by then, of one client; whether any are there, and the records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from caseload.records.client import Client
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.records.of.clock import Declared
from caseload.store.core import Store
from caseload.store.reads.clients import NOBODY

if TYPE_CHECKING:
    from caseload.records.of.deadline import Deadlines
    from caseload.records.of.units import Rounding


class Asked(NamedTuple):
    """What a rule is asked for: what may be due by the end of `last`, as of `today`, of one client where said."""

    today: date
    last: date
    client_id: int | None = None
    """Whose; NOBODY's are those without a client."""
    least_days: int = 0
    """So many days lie between what the rule counts from and the day it is due, at least."""
    payers: "Mapping[str, Rounding]" = MappingProxyType({})
    """How each payer rounds minutes, by its name folded; only of what is reckoned while it is found."""
    law: "Callable[[], Deadlines] | None" = None
    """What reads the deadlines that laws set; None for those that are shipped."""
    each: "Mapping[str, Asked]" = MappingProxyType({})
    """Of rules that look at the same, and are asked together, what each is asked for, by its name."""

    @property
    def deadlines(self) -> "Deadlines":
        """The deadlines that laws set, loaded when one is asked for."""
        from caseload.records.of.deadline import SHIPPED

        return self.law() if self.law else SHIPPED


class Sought(NamedTuple):
    """The records that a rule looks at, in SQL: whether there are any is asked before their kind is loaded."""

    table: str
    where: str
    """What holds of them, `?` being the text that every moment of the last day stands before.

    Where the rule counts an interval, LEAST_DAYS stands for the fewest days of it: what is due much later is not read.
    TODAY stands for the day that is asked about, from which it is told how long ago something may have been.
    """
    order: str
    """Their date, soonest first."""
    whose: str = "client_id is ?"
    """What holds of those of one client; nothing where the kind is no client's."""


def seeking_of(declared: Declared) -> Sought:
    """The records for which an ordinary clock may count and whose date is by then."""
    table, leads_to, _, _, clock = declared
    where = [*_standing(declared), "voided_at is null", *([f"{clock.until} is null"] if clock.until else [])]
    whose = "client_id is ?" if leads_to else ""
    if leads_to not in ("", "client_id"):
        whose = f"{leads_to} in (select id from {leads_to.removesuffix('_id')} where {whose})"
    return Sought(table, " and ".join((*where, f"{clock.field} < ?")), clock.field, whose)


def read(store: Store, sought: Sought, asked: Asked) -> list[Any]:
    """The records that are sought, soonest first."""
    where, values = _sql(sought, asked)
    return store.select(kind_of(sought.table), f"{where} order by {sought.order}, id", values)


def are_there(store: Store, wanted: Sequence[tuple[Sought, Asked]]) -> Sequence[bool]:
    """For each whether any is there: one statement for all of them, and no kind is loaded."""
    if not wanted:
        return []
    some, values = list[str](), list[Any]()
    for sought, asked in wanted:
        where, its = _sql(sought, asked)
        some.append(f"exists (select 1 from {sought.table} where {where})")
        values += its
    return [bool(one) for one in store.connection.execute(f"select {', '.join(some)}", values).fetchone()]


def _sql(sought: Sought, asked: Asked) -> tuple[str, Sequence[Any]]:
    """What holds of those that are sought, and its values."""
    whose, values = _whose(sought, asked)
    where = sought.where.replace("LEAST_DAYS", str(asked.least_days)).replace("TODAY", f"'{asked.today}'")
    return f"{where}{whose}", (*[end_of(asked.last)] * where.count("?"), *values)


def _whose(sought: Sought, asked: Asked) -> tuple[str, Sequence[Any]]:
    """SQL for those of the client asked for."""
    if asked.client_id is None:
        return "", ()
    if not sought.whose:
        return "" if asked.client_id == NOBODY else " and false", ()
    return f" and {sought.whose}", (asked.client_id or None,)


def _standing(declared: Declared) -> Iterator[str]:
    """SQL for the records that stand at the words of a clock, word for word as the partial indexes have it.

    SQLite passes an index over whose condition is spelt otherwise, or has a bound value.
    """
    status, statuses = declared.status, declared.statuses
    if statuses and set(statuses) <= set(declared.open):
        yield f"{status} in ({_quoted(declared.open)})"
    if statuses and set(statuses) != set(declared.open):
        yield f"{status} in ({_quoted(statuses)})" if statuses[1:] else f"{status} = {_quoted(statuses)}"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def of_client(asked: Asked, kind: type[Record]) -> tuple[str, Sequence[Any]]:
    """SQL for the records of the client asked for, which some kinds reach through another record."""
    if asked.client_id is None:
        return "", ()
    if kind is Client or "client_id" in kind.DEFAULTS:
        return f" and {'id' if kind is Client else 'client_id'} is ?", (asked.client_id or None,)
    from caseload.records.kinds import parent_of

    if not (found := parent_of(kind.TABLE)):
        return "" if asked.client_id == NOBODY else " and false", ()
    column, parent = found
    return f" and {column} in (select id from {parent} where client_id is ?)", (asked.client_id or None,)


def least_days_in(column: str, unsaid: int | str = "LEAST_DAYS") -> str:
    """SQL for the fewest days of the interval that a column holds; where it holds none so many."""
    of_unit = f"case substr({column}, -1) when 'w' then 7 when 'm' then 28 when 'y' then 365 else 1 end"
    return f"coalesce(cast({column} as integer) * {of_unit}, {unsaid})"


def end_of(day: date) -> str:
    """The text that every moment of a day stands before."""
    return str(day + timedelta(days=1))
