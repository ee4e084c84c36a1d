"""Ask many caseload files one question with DuckDB: python caseloads.py "select ..." FILE...

Each view of docs/views.md that the question names is one table over all files, with the file's name in the column
`caseload`. Files are opened read-only, one after the other; nothing of them is kept. The answer is CSV on stdout.

Needs duckdb and its sqlite extension: pip install -r interop.txt
"""

import csv
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

VIEWS = (
    "open_task", "open_appointment", "current_plan", "open_goal", "last_contact", "note_time", "client_summary",
    "waived_item",
)  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Answer on stdout; 0, or 1 with a line on stderr that says which file, or what of the question, is wrong."""
    if len(words) < 2:
        sys.stderr.write('usage: python caseloads.py "select ..." FILE...\n')
        return 2
    question, files = words[0], [Path(word) for word in words[1:]]
    try:
        memory = gathered(files, [view for view in VIEWS if re.search(rf"\b{view}\b", question)])
        answer = memory.execute(question)
        write = csv.writer(sys.stdout, lineterminator="\n").writerow
        write([column[0] for column in answer.description or ()])
        while rows := answer.fetchmany(1000):
            for row in rows:
                write(row)
    except (duckdb.Error, OSError) as error:
        sys.stderr.write(f"caseloads: {error}\n")
        return 1
    return 0


def gathered(files: Sequence[Path], views: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory with those views of all the files."""
    memory = duckdb.connect()
    load_sqlite(memory)
    for number, file in enumerate(files):
        if not file.is_file():
            raise FileNotFoundError(f"there is no {file}")
        try:
            _take(memory, file, views, anew=number == 0)
        except duckdb.Error as error:
            raise OSError(f"{file}: {error}") from error
    return memory


def _take(memory: duckdb.DuckDBPyConnection, file: Path, views: Sequence[str], *, anew: bool) -> None:
    path, name = (text.replace("'", "''") for text in (str(file), file.stem))
    memory.execute(f"attach '{path}' as one (type sqlite, read_only)")
    for view in views:
        into = f"create table {view} as" if anew else f"insert into {view}"
        memory.execute(f"{into} select '{name}' as caseload, * from one.{view}")
    memory.execute("detach one")


def load_sqlite(memory: duckdb.DuckDBPyConnection) -> None:
    """DuckDB's sqlite extension, from the package where it is installed; else as DuckDB itself finds it."""
    try:
        from duckdb_extensions import import_extension  # noqa: PLC0415 - it may not be there
    except ImportError:
        memory.execute("install sqlite")
    else:
        import_extension("sqlite_scanner", con=memory)
    memory.execute("load sqlite_scanner")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
