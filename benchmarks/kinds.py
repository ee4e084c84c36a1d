"""The program with as many kinds as it is meant for: those that are missing are made up, for the measurement alone.

Each has what a real one has: a record of ten fields with words and natures, a table, a noun, a line in the help, and a
third of them an ordinary clock.
"""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from made_up import DECLARED, ENTRY, MIGRATION, NOUN, RECORD, RULED, RULELESS, TABLE
from programs import Caseload
from timing import Failed

ALL = 50
"""How many there may come to be."""

_WORDS = (
    "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima", "mike",
    "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey", "xray", "yankee",
    "zulu",
)  # fmt: skip

_CLOCKED = 3
"""One of so many has a clock."""


def count(program: Caseload) -> int:
    """How many kinds a program has."""
    return int(program.says("from caseload.records.kinds import KINDS; print(len(KINDS))"))


def copied(program: Caseload, home: Path, more: int = 0) -> Caseload:
    """The program once more in a folder of its own, with so many kinds made up; raises Failed where they are not in it.

    Its console script stands beside the package, so that Python looks there first; apart from the kinds, all copies are
    equal.
    """
    package = home / "caseload"
    home.mkdir()
    shutil.copytree(program.says("import caseload; print(caseload.__path__[0])"), package)
    script = Path(shutil.copy(program.script, home / "start"))
    names = {word: f"z{word[0]}" for word in _WORDS[:more]}
    if len(names) != more:
        raise Failed(f"{more} kinds are to be made up, and there are words for {len(names)}")
    _make_up(package, names)
    made = replace(program, home=home, script=script, more=names)
    if names:
        made.says(f"import sys; sys.path.insert(0, {str(home)!r}){_NEW_DATABASE}")
    words = (str(program.python), "-m", "compileall", "-q", str(package))
    subprocess.run(words, env=dict(program.environ(None)), stdout=sys.stderr, check=True)
    _check(made, package, count(program) + more)
    return made


def _make_up(package: Path, names: Mapping[str, str]) -> None:
    """Write the kinds into a package: record, table, noun, and a line wherever kinds are listed."""
    if not names:
        return
    records, store, nouns = package / "records", package / "store", package / "commands" / "nouns"
    has_clocks = "class Clock(" in (records / "of" / "clock.py").read_text(encoding="utf-8")
    schema = len(list((store / "migrations").glob("m[0-9]*.py"))) + 1
    clocked = [word for place, word in enumerate(names) if has_clocks and place % _CLOCKED == 0]
    for word, prefix in names.items():
        said = {"word": word, "kind": word.title(), "prefix": prefix, "schema": schema}
        said["imports"], said["clock"] = RULED if word in clocked else RULELESS
        said["clock"] = str(said["clock"]).format(**said)
        (records / f"{word}.py").write_text(RECORD.format(**said), encoding="utf-8")
        (nouns / f"{word}.py").write_text(NOUN.format(**said), encoding="utf-8")
    tables = "".join(TABLE.format(word=word) for word in names)
    step = f"m{schema:03}_made_up"
    migration = MIGRATION.format(schema=schema, step=step, tables=tables, words=tuple(names))
    (store / "migrations" / f"{step}.py").write_text(migration, encoding="utf-8")

    kinds = [f'"{word}": ("{prefix}", "{word.title()}")' for word, prefix in names.items()]
    _insert(records / "kinds.py", "_CLASSES", kinds)
    _insert(store / "migrations" / "__init__.py", "STEPS", [step],
            [f"from caseload.store.migrations.{step} import {step}"])  # fmt: skip
    commands = ", ".join(ENTRY.format(word=word) for word in names)
    _insert(package / "commands" / "root.py", "HEADINGS", [f'"Made up": {{{commands}}}'])
    _insert(package / "reports" / "rules.py", "RULES", [f'ordinary("{word}-due")' for word in clocked])
    _insert(records / "of" / "declared.py", "DECLARED", [DECLARED.format(word=word) for word in clocked])
    opening = store / "opening.py"
    told = opening.read_text(encoding="utf-8")
    opening.write_text(told.replace(f"\nSCHEMA = {schema - 1}\n", f"\nSCHEMA = {schema}\n"), encoding="utf-8")


def _insert(module: Path, name: str, entries: list[str], imports: list[str] | None = None) -> None:
    """Put entries at the end of the tuple or dict that a module binds to a name, and imports before its own."""
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    bound = {
        ast.unparse(target): node.value
        for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }  # fmt: skip
    first = next(node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    value = bound[name]
    lines = source.splitlines(keepends=True)
    if value is None or value.end_lineno is None or value.end_col_offset is None:
        raise Failed(f"{module} binds nothing to {name}")
    line, column = value.end_lineno - 1, value.end_col_offset - 1
    before = "".join(lines[:line]) + lines[line][:column]
    comma = "" if before.rstrip().endswith((",", "(", "{")) else ","
    body = (
        f"{before}{comma}{''.join(f'{entry}, ' for entry in entries)}{lines[line][column:]}{''.join(lines[line + 1 :])}"
    )
    body_lines = body.splitlines(keepends=True)
    body_lines.insert(first.lineno - 1, "".join(f"{line}\n" for line in imports or ()))
    module.write_text("".join(body_lines), encoding="utf-8")


_NEW_DATABASE = """
import sqlite3
from pathlib import Path
from sqlite_utils import Database
from caseload.store import opening
from caseload.store.migrations import STEPS, migrations

def made(connection):
    told = "select name, sql from sqlite_master where sql is not null and not (type = 'table' and name glob '*_fts_*')"
    return dict(connection.execute(told))

file = Path(opening.__file__).with_name("schema.sql")
there, migrated = (sqlite3.connect(":memory:", isolation_level=None) for _ in range(2))
there.executescript(file.read_text("utf-8"))
migrations.apply(Database(migrated, recursive_triggers=False, execute_plugins=False))
new = [sql for name, sql in made(migrated).items() if name not in made(there)]
step = f"insert into _sqlite_migrations (migration_set, name) values ('caseload', '{STEPS[-1].__name__}')"
with file.open("a", encoding="utf-8") as text:
    text.write(";\\n".join(("", *new, step, f"pragma user_version = {len(STEPS)}", "")))
"""
"""What new databases are made of in a copy, told of the kinds that were made up."""

_ASKED = """
import json
import caseload
from caseload.commands.root import COMMANDS
from caseload.records.kinds import KINDS
from caseload.store.opening import SCHEMA, fresh
tables = {name for name, in fresh().execute("select name from sqlite_master where type = 'table'")}
told = [kind.TABLE for kind in KINDS if kind.TABLE in COMMANDS and kind.TABLE in tables]
print(json.dumps([caseload.__path__[0], len(KINDS), told]))
"""


def _check(made: Caseload, package: Path, kinds: int) -> None:
    """Raise Failed unless a copy is run from its own folder, and each kind has its place in it."""
    path, found, told = json.loads(made.says(f"import sys; sys.path.insert(0, {str(package.parent)!r}){_ASKED}"))
    missing = made.more.keys() - set(told)
    if Path(path) != package or found != kinds or missing:
        raise Failed(f"{path} has {found} kinds, and of those made up without table or noun: {sorted(missing)}")
