"""Write the documents that are generated: `python tests/regenerate.py`, or with --check say which are out of date."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import wrap

from command_pages import commands_page
from readme_page import readme_page
from schemas import SCHEMAS

from caseload.records.kinds import KINDS
from caseload.store.opening import fresh

DOCS = Path(__file__).parent.parent / "docs"


def schema_sql() -> str:
    """The schema of a new database, kind by kind: a table, its indexes and its triggers, then its search index."""
    connection = fresh()
    found = connection.execute("select type, name, tbl_name, sql from sqlite_master where sql is not null").fetchall()
    connection.close()
    tables = (*(kind.TABLE for kind in KINDS), "operation", "change")
    return _ABOUT + "".join(f"\n\n-- {table}\n\n{_statements(table, found)}\n" for table in tables)


_ABOUT = """-- The schema of a new database, generated from one by `python tests/regenerate.py`.
-- Left out: what SQLite keeps for itself (sqlite_sequence, the tables behind each _fts) and _sqlite_migrations, the
-- migrations that sqlite-utils has applied.
"""


def _statements(table: str, found: list[tuple[str, str, str, str]]) -> str:
    """The SQL that makes a table and all that belongs to it."""
    mine = [(kind, name, sql) for kind, name, owner, sql in found if owner == table or name == f"{table}_fts"]
    order = ("table", "index", "trigger")
    mine.sort(key=lambda one: (one[1] == f"{table}_fts", order.index(one[0]), one[1]))
    return "\n\n".join(_wrapped(sql.strip()) + ";" for _, _, sql in mine)


def _wrapped(sql: str) -> str:
    """SQL in lines of at most 120 characters, broken at the blanks of its long lists of columns."""
    lines = (line if len(line) <= 120 else "\n".join(_broken(line)) for line in sql.splitlines())
    return "\n".join(line.rstrip() for line in lines)


def _broken(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return wrap(line, 120, subsequent_indent=indent + "    ", break_long_words=False, break_on_hyphens=False)


DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "schema.sql": schema_sql,
    "commands.md": commands_page,
    "../README.md": readme_page,
    **SCHEMAS,
}
"""Every generated document under docs/, with the function that returns what it should say."""


def main(arguments: list[str]) -> int:
    """Write them all, or with --check name the ones that are not as they should be; 1 where one is not."""
    stale = [name for name, text in DOCUMENTS.items() if _stands(name) != text()]
    for name in stale:
        if "--check" not in arguments:
            (DOCS / name).parent.mkdir(exist_ok=True)
            (DOCS / name).write_text(DOCUMENTS[name](), encoding="utf-8")
        sys.stdout.write(f"docs/{name} {'is out of date' if '--check' in arguments else 'written'}\n")
    return int(bool(stale) and "--check" in arguments)


def _stands(name: str) -> str:
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
