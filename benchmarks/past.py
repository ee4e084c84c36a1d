"""What a look back to a past day costs: today's question asked tomorrow, with few changes since and with many."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from filling import LATE, LATE_TITLE
from programs import Caseload
from rows import Row
from scale import LARGE
from timing import Command

_SOME = 1_000
TODAYS = "`overdue` of today"


def past_rows(program: Caseload, tasks: int, db: Path, today: date) -> Iterator[Row]:
    """`overdue` of a past day with nothing, some tasks and all of them changed since, against that of the day."""
    now = Command((str(program.script), "overdue"), program.environ(db), LATE_TITLE, LATE)
    tomorrow = {"CASELOAD_NOW": f"{today + timedelta(days=1)}T09:00"}
    if tasks >= LARGE:
        # A copy of a gigabyte for each of them.
        return
    for count in dict.fromkeys((0, min(_SOME, tasks), tasks)):
        changed = program.home / f"{tasks}-{count}-since.db"
        shutil.copy(db, changed)
        _change(changed, count, f"{today + timedelta(days=2)}T00:00:00Z")
        words = (str(program.script), "overdue", "--as-of", str(today))
        then = Command(words, dict(program.environ(changed)) | tomorrow, LATE_TITLE, LATE)
        yield Row(f"`overdue --as-of`, {count:,} changed since", tasks, then, now, TODAYS)


def _change(db: Path, count: int, at: str) -> None:
    """Change so many tasks in one step of that moment."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("begin")
        connection.execute("insert into operation (at, command) values (?, 'task edit')", (at,))
        connection.execute("update task set priority = 'asap' where id <= ?", (count,))
        connection.execute("update operation set open = 0 where open = 1")
        connection.execute("commit")
