"""Ask many caseload files one question with DuckDB: python caseloads.py "select ..." FILE...

Each view of docs/views.md that the question names is one table over all files, with the file's name in the column
`caseload`; where several have one name, with as much of their folders as tells them apart: ana/caseload. Files are
opened read-only, one after the other; nothing of them is kept. The answer is CSV on stdout.

Needs duckdb and its sqlite extension: pip install -r interop.txt
"""

import csv
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

VIEWS = (
    "open_task", "open_appointment", "current_plan", "open_goal", "last_contact", "note_time", "client_summary",
    "waived_item", "client_link",
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
    for number, (file, name) in enumerate(zip(files, names_of(files), strict=True)):
        if not file.is_file():
            raise FileNotFoundError(f"there is no {file}")
        try:
            _take(memory, file, name, views, anew=number == 0)
        except duckdb.Error as error:
            raise OSError(f"{file}: {error}") from error
    return memory


def names_of(files: Sequence[Path]) -> list[str]:
    """The end of each path that no other file has, without its .db; raises OSError for a file that is named twice."""
    paths = [Path(os.path.abspath(file)) for file in files]  # noqa: PTH100 - a link keeps its name
    if len(set(paths)) < len(paths):
        raise OSError("a file is named twice")
    bare = Counter(path.with_suffix("") for path in paths)
    parts = [(path.with_suffix("") if bare[path.with_suffix("")] == 1 else path).parts for path in paths]
    having = Counter(end for path in parts for end in _ends(path))
    return [str(Path(*next(end for end in _ends(path) if having[end] == 1))) for path in parts]


def _ends(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (path[-length:] for length in range(1, len(path) + 1))


def _take(memory: duckdb.DuckDBPyConnection, file: Path, name: str, views: Sequence[str], *, anew: bool) -> None:
    path, name = (text.replace("'", "''") for text in (str(file), name))
    memory.execute(f"attach '{path}' as one (type sqlite, read_only)")
    for view in views:
        into = f"create table {view} as" if anew else f"insert into {view}"
        memory.execute(f"{into} select '{name}' as caseload, * from one.{view}")
    memory.execute("detach one")


def load_sqlite(memory: duckdb.DuckDBPyConnection) -> None:
    """DuckDB's sqlite extension, from the package where it is installed; else as DuckDB itself finds it."""
    try:
        from duckdb_extensions import import_extension
    except ImportError:
        memory.execute("install sqlite")
    else:
        import_extension("sqlite_scanner", con=memory)
    memory.execute("load sqlite_scanner")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
