"""How a database began, and what has come to it since."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from caseload.records.kinds import kind_of
from caseload.store.core import Store


class Beginning(NamedTuple):
    """The command of the first step there was and its moment in UTC; of what came since the count and the newest."""

    command: str
    at: str
    changed: int
    """Records added, changed or removed since, each once."""
    newest: str
    """The typed id of the one that was written last, with its moment in UTC; nothing where none was."""
    newest_at: str


def beginning(store: Store) -> Beginning:
    """How the database began; nothing but empty texts for one in which no step was ever stored."""
    first = store.connection.execute("select id, command, at from operation order by id limit 1").fetchone()
    number, command, at = first or (0, "", "")
    since = "from change where operation_id is not ?"
    sql = f"select distinct kind, record_id, coalesce(last_id, record_id) {since} order by 1, 2, 3"
    changed = reached(store.connection.execute(sql, (number,))).total()
    sql = f"select kind, coalesce(last_id, record_id), at {since} order by id desc limit 1"
    newest = store.connection.execute(sql, (number,)).fetchone()
    if newest is None:
        return Beginning(command, at, 0, "", "")
    return Beginning(command, at, changed, f"{kind_of(newest[0]).PREFIX}{newest[1]}", newest[2])


def first_step(store: Store) -> tuple[str, str]:
    """The command and the moment of the first step there was; empty texts where there was none."""
    return store.connection.execute("select command, at from operation order by id limit 1").fetchone() or ("", "")


def reached(ranges: Iterable[tuple[str, int, int]]) -> Counter[str]:
    """How many records of each kind ranges of ids reach, first and last; they come sorted, and may overlap."""
    found: Counter[str] = Counter()
    known = ("", 0)
    for kind, low, high in ranges:
        before = known[1] if known[0] == kind else 0
        if high > before:
            found[kind] += high - max(low - 1, before)
            known = kind, high
    return found
