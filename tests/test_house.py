"""The house as ARCHITECTURE.md draws it: floors, lazy points, one clock, all SQL in one place, rooms of a size."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import Program, program_in
from regenerate import DOCS, DOCUMENTS

import caseload as package
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.kinds import KINDS
from caseload.records.note import Note
from caseload.records.task import Task
from caseload.records.waiver import Waiver

HOUSE = Path(package.__file__).parent
ROOT = Path(__file__).parent.parent
MODULES = sorted(HOUSE.rglob("*.py"))
EACH_MODULE = pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(HOUSE)))

HEAVY = (
    "rich", "sqlite_utils", "dateutil", "icalendar", "tzlocal", "pydantic", "numpy", "pandas", "importlib.metadata",
    "click",
)  # fmt: skip
LATE = (
    "caseload.store.migrations", "caseload.output.table", "caseload.when.recurrence", "caseload.records.of.condition",
)  # fmt: skip
"""What is loaded where there is something for it to do."""

READ = (
    *HEAVY, *LATE, "typer", "zoneinfo", "difflib", "csv", "dataclasses", "inspect", "uuid",
    "caseload.records.of.discreet",
)  # fmt: skip
"""What a daily question does without."""

NOT_THE_TASKS = tuple(kind.__module__ for kind in KINDS if kind not in (Client, Task, Waiver))
EVERY_DAYS = (Client, Task, Appointment, Note, Waiver)
NOT_EVERY_DAYS = tuple(kind.__module__ for kind in KINDS if kind not in EVERY_DAYS)
"""The kinds of which a day need hold nothing, and that hide nothing that is due."""

IMPORTED = """
import json, sys
from caseload.app import main
try:
    if sys.argv[1:]:
        main()
except SystemExit as end:
    assert not end.code, end.code
json.dump(sorted(sys.modules), sys.stderr)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = program_in(tmp_path_factory.mktemp("house"))
    program("init")
    return program


@pytest.mark.parametrize(
    ("words", "lazy"),
    [
        ((), (*HEAVY, "typer", "sqlite3", "caseload.store", "caseload.when.grammar")),
        (("--version",), (*HEAVY, "typer", "sqlite3", "caseload.store", "caseload.when.grammar")),
        (("--help",), (*HEAVY, "sqlite3", "caseload.commands.nouns.task")),
        (
            ("task", "list"),
            (*HEAVY, "caseload.store.migrations", "caseload.output.table", "caseload.commands.nouns.client"),
        ),
        (
            ("today",),
            (*READ, *NOT_EVERY_DAYS, "caseload.when.grammar", "caseload.when.ranges", "pathlib", "urllib"),
        ),
        (("agenda",), (*READ, "pathlib", "urllib")),
        (("overdue",), (*READ, "pathlib", "urllib")),
        (
            ("digest",),
            (*READ, *NOT_EVERY_DAYS, "caseload.when.grammar", "caseload.when.ranges"),
        ),
        (("task", "add", "me", "Call", "--due", "fri"), (*HEAVY, *LATE, *NOT_THE_TASKS)),
    ],
    ids=lambda value: " ".join(value)[:20],
)
def test_a_run_imports_no_more_than_it_needs(made: Program, words: tuple[str, ...], lazy: tuple[str, ...]) -> None:
    imported = imported_by(made, *words)
    assert "caseload.session" in imported
    assert imported.isdisjoint(lazy), imported.intersection(lazy)


@pytest.mark.parametrize("rule", ["2w", "mon,thu", "monthly on the last friday"])
def test_what_comes_round_again_is_read_without_what_is_slow_to_load(nobody: Program, rule: str) -> None:
    nobody("init")
    nobody("task", "add", "me", "Round", "--due", "today", "--every", rule)
    imported = imported_by(nobody, "today")
    assert "caseload.when.recurrence" in imported
    assert imported.isdisjoint(set(READ) - {"caseload.when.recurrence"})


def test_a_kind_is_loaded_when_a_record_of_it_may_be_due(nobody: Program) -> None:
    nobody("init")
    nobody("client", "add", "Ana", "Ruiz")
    rare = ("assessment", "instrument", "need", "provider", "referral", "service")
    assert imported_by(nobody, "show", "c1").isdisjoint(f"caseload.records.{one}" for one in rare)
    nobody("document", "add", "ana", "Lease", "--needed-by", "+9m")
    for question in ("today", "overdue", "digest"):
        assert imported_by(nobody, question).isdisjoint(NOT_EVERY_DAYS)
    nobody("document", "add", "ana", "Birth certificate", "--needed-by", "+1w")
    assert imported_by(nobody, "today").intersection(NOT_EVERY_DAYS) == {"caseload.records.document"}


def imported_by(program: Program, *words: str) -> set[str]:
    """The modules that a run has imported when it ends."""
    command = [sys.executable, "-c", IMPORTED, *words]
    ran = subprocess.run(command, capture_output=True, text=True, env=program.environ, check=True, timeout=60)
    return set(json.loads(ran.stderr[ran.stderr.index('["') :]))


def test_imports_run_downwards_and_commands_do_not_lean_on_one_another() -> None:
    linter = pytest.importorskip("importlinter.cli", reason="import-linter comes with the development tools")
    pyproject = str(ROOT / "pyproject.toml")
    assert linter.lint_imports(config_filename=pyproject, no_cache=True) == 0


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def calls(module: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call))


def asked_of_the_clock(module: Path) -> list[str]:
    """The calls that can only be the clock's; a report named today takes more than a zone."""
    clock = r"(\w+\.)+(now|today|utcnow)|time\.(time|time_ns|localtime|gmtime)|\w+\.fromtimestamp"
    return [
        ast.unparse(call)
        for call in calls(module)
        if len(call.args) < 2 and re.fullmatch(clock, ast.unparse(call.func))
    ]


@EACH_MODULE
def test_only_the_session_asks_the_clock(module: Path) -> None:
    assert asked_of_the_clock(module) == (["datetime.now(self.zone or UTC)"] if module.name == "session.py" else [])


@EACH_MODULE
def test_nothing_is_printed_past_the_output(module: Path) -> None:
    assert [call.lineno for call in calls(module) if ast.unparse(call.func) == "print"] == []


@EACH_MODULE
def test_all_sql_is_in_the_store(module: Path) -> None:
    if HOUSE / "store" in module.parents:
        return
    tree = tree_of(module)
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    sql = r"\s*(select .+ from|insert into|update \w+ set|delete from|pragma|create table) .+"
    assert [text for text in texts if re.match(sql, text, re.IGNORECASE | re.DOTALL)] == []
    inner = ("connection", "each", "select")
    assert [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in inner] == []


@EACH_MODULE
def test_a_room_has_at_most_350_lines_and_a_function_60(module: Path) -> None:
    # The schema's history only ever grows.
    assert module.read_text(encoding="utf-8").count("\n") <= 350 or module.parent.name == "migrations"
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 60, node.name


@EACH_MODULE
def test_a_module_and_all_it_offers_say_what_they_are(module: Path) -> None:
    tree = tree_of(module)
    assert ast.get_docstring(tree)
    offered = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"]
    assert [node.name for node in offered if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_generated_document_says_what_the_program_does(name: str) -> None:
    said = (DOCS / name).read_text(encoding="utf-8")
    assert said == DOCUMENTS[name](), "python tests/regenerate.py writes it anew"
