"""How a database began, and what has come to it since."""

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
    changed, reached = 0, ("", 0)
    for kind, low, high in store.connection.execute(sql, (number,)):
        known = reached[1] if reached[0] == kind else 0
        changed += max(0, high - max(low - 1, known))
        reached = kind, max(high, known)
    sql = f"select kind, coalesce(last_id, record_id), at {since} order by id desc limit 1"
    newest = store.connection.execute(sql, (number,)).fetchone()
    if newest is None:
        return Beginning(command, at, 0, "", "")
    return Beginning(command, at, changed, f"{kind_of(newest[0]).PREFIX}{newest[1]}", newest[2])
