"""What is measured of whole tables: out, in and searched, against SQLite's own shell and sqlite-utils."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from filling import CLIENTS, tasks_of
from programs import Caseload
from rows import Row
from timing import Command, call

CSV, JSONL, IMPORT, SEARCH = 2.0, 1.6, 2.0, 8
"""The targets: in times of the shell, and of the floor."""

LARGE = 500_000
FEW_PAIRS = 5
"""So many pairs for so large a table, where one run takes many times what disturbs it."""

_HEADINGS = ("external_id", "title", "due", "client", "status", "completed_on")
_INDEXED = """
create table task (external_id text unique, title text, due text, client text, status text, completed_on text);
create index task_due on task (due) where status = 'ready';
create index task_client on task (client, due);
"""


def scale_rows(program: Caseload, tasks: int, db: Path, empty: Path, today: date) -> Iterator[Row]:
    """Every export and import of so many tasks, and a search through as many notes."""
    pairs = FEW_PAIRS if tasks >= LARGE else None
    one = program.command(f"find {tasks} --kind note", db, shows=f"n{tasks}")
    yield Row("`find`", tasks, one, program.floor, target=SEARCH, pairs=pairs)
    # A word of every note: each is weighed before the best are shown.
    all_ = program.command("find voucher --kind note --limit 20", db, shows="n", times=20)
    yield Row("`find`, in every note", tasks, all_, program.floor, pairs=pairs)
    shell = shutil.which("sqlite3")
    if shell is None:
        return
    sql = "select * from task order by id"
    as_csv = _of_table(program, (shell, "-csv", "-header", str(db), sql))
    as_json = _of_table(program, (shell, "-json", str(db), sql))
    ids = _of_table(program, (shell, str(db), "select 't' || id from task order by id"))
    utils = _of_table(program, (str(program.beside("sqlite-utils")), "rows", str(db), "task", "--csv"))
    for words, baseline, against, target in (
        ("export task --csv", as_csv, "sqlite3 -csv", CSV),
        ("export task --jsonl", as_json, "sqlite3 -json", JSONL),
        ("export task --ids", ids, "sqlite3", None),
        ("export task --csv", utils, "sqlite-utils", None),
    ):
        mine = program.command(words, db, shows="t1")
        yield Row(f"`{words}`", tasks, mine, baseline, against, target, pairs)
    mine, theirs = _imports(program, shell, tasks, empty, today)
    yield Row("`import task`", tasks, mine, theirs, "sqlite3 .import", IMPORT, pairs)


def _of_table(program: Caseload, words: tuple[str, ...]) -> Command:
    return Command(words, program.environ(None), shows="1")


def _imports(program: Caseload, shell: str, tasks: int, empty: Path, today: date) -> tuple[Command, Command]:
    """The same file into both, each time into a new copy of a file with the clients alone, and with indexes."""
    file, bare = program.home / f"{tasks}.csv", program.home / "bare.db"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_HEADINGS)
        for one in tasks_of(tasks, today, all_open=False):
            status = "completed" if one["done"] else "ready"
            client = one["number"] % CLIENTS + 1
            writer.writerow((f"X{one['number']}", one["title"], one["due"], f"c{client}", status, one["done"]))
    environ = program.environ(None)
    if not bare.exists():
        call((shell, str(bare), _INDEXED), environ)
    mine = program.home / f"{tasks}-import.db"
    theirs = program.home / f"{tasks}-shell.db"
    for source, target in ((empty, mine), (bare, theirs)):
        shutil.copy(source, target)
    ours = (str(program.script), "import", "task", str(file), "--source", "benchmark")
    shells = (shell, str(theirs), ".mode csv", f".import --skip 1 {file} task", "select count(*) from task")
    return (
        Command(ours, program.environ(mine), shows=f"{tasks} tasks added", undo=("cp", str(empty), str(mine))),
        Command(shells, environ, shows=str(tasks), undo=("cp", str(bare), str(theirs))),
    )
