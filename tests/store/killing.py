"""Write 1,000 tasks in one step and be killed at a random moment of it, again and again: `python killing.py DB TIMES`.

Prints for every time what is there afterwards (tasks, operations, changes) and what SQLite says of the file; the first
and the last time nothing is killed.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from caseload.records.task import Task
from caseload.store.bulk import add_all
from caseload.store.core import Store
from caseload.store.opening import create, open_existing

COUNT = 1_000


def write(path: Path) -> None:
    """All of the tasks in one step, with so small a cache that most of it reaches the file long before the end."""
    store = Store(open_existing(path), "2026-11-25T15:00:00Z")
    store.connection.execute("pragma cache_size = 30")
    with store.step("import task", bulk=True):
        add_all(store, Task, (Task(title=f"task {number}") for number in range(COUNT)))


def in_a_child(path: Path, seconds: float | None) -> float:
    """Write in a process of its own, killed after so many seconds if any are given; how long it took."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        write(path)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - began


def look(path: Path) -> None:
    """Print what is in the file now."""
    connection = open_existing(path)
    asked = (*(f"select count(*) from {table}" for table in ("task", "operation", "change")), "pragma integrity_check")
    sys.stdout.write(" ".join(str(connection.execute(sql).fetchone()[0]) for sql in asked) + "\n")
    connection.execute("insert into task_fts (task_fts, rank) values ('integrity-check', 1)")
    connection.close()


def main(path: Path, times: int) -> None:
    """Let one go through, kill the next ones, and let the last one go through."""
    create(path).close()
    create(path.with_name("warm.db")).close()
    whole = in_a_child(path, None)
    look(path)
    # The first time is the slowest: files and modules are cold.
    whole = min(whole, *(in_a_child(path.with_name("warm.db"), None) for _ in range(3)))
    chance = random.Random(times)
    for _ in range(times):
        in_a_child(path, chance.uniform(0.02, whole * 0.7))
        look(path)
    in_a_child(path, None)
    look(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
