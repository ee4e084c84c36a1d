"""docs/growing.md works: each recipe is run, on many files and on PostgreSQL where it is installed."""

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Program, program_in
from readers import needed, path_with_readers, postgres

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import of_nature
from caseload.records.of.nature import Stamp
from caseload.records.task import Task

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "examples"
PAGE = (ROOT / "docs" / "growing.md").read_text("utf-8")


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a database with the invented caseload, and one client whose address is confidential."""
    program = program_in(tmp_path_factory.mktemp("demo"))
    program("demo")
    program.db.parent.mkdir(exist_ok=True)
    shutil.move(next(program.home.rglob("demo.db")), program.db)
    program("client", "edit", "ana", "--address", "1 Elm St", "--zip", "00501", "--address-confidential")
    program(
        "client", "edit", "c2", "--address", 'Flat "2",\nElm St', "--tag", "court", "--remarks", "\\N \\. tab\there"
    )
    program("task", "void", "t2", "--reason", "entered twice")
    return program.home


@pytest.fixture
def demo(nobody: Program, demo_home: Path) -> Program:
    """The program on a copy of it."""
    shutil.copytree(demo_home / "data", nobody.home / "data")
    nobody.environ["PATH"] = path_with_readers()
    return nobody


def test_every_example_of_the_page_is_there() -> None:
    for name in ("litestream.yml", "nightly-copy.sh", "caseloads.py", "interop.txt", "postgres.sh", "postgres.sql"):
        assert f"(examples/{name})" in PAGE
        assert (EXAMPLES / name).exists()


# One file, copied


def nightly(demo: Program, database: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    needed("sqlite3")
    words = ["sh", str(EXAMPLES / "nightly-copy.sh"), str(database), str(folder)]
    return subprocess.run(words, env=demo.environ, capture_output=True, text=True, check=False, timeout=60)


def test_the_nightly_copy_is_whole_private_and_silent(demo: Program, tmp_path: Path) -> None:
    before = demo.fingerprint
    for _ in range(2):
        ran = nightly(demo, demo.db, tmp_path / "it's here")
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    (copy,) = (tmp_path / "it's here").iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert demo.fingerprint == before
    assert demo("export", "all", "--db", str(copy)) == demo("export", "all")


@pytest.mark.parametrize("damage", ["missing", "random", "busy"])
def test_a_nightly_copy_that_cannot_be_made_leaves_the_last_one(demo: Program, tmp_path: Path, damage: str) -> None:
    nightly(demo, demo.db, tmp_path / "copies")
    (copy,) = (tmp_path / "copies").iterdir()
    before = copy.read_bytes()
    holder = sqlite3.connect(demo.db, isolation_level=None)
    if damage == "busy":
        holder.execute("begin exclusive")
    else:
        demo.db.unlink()
    if damage == "random":
        demo.db.write_bytes(os.urandom(8192))
    ran = nightly(demo, demo.db, tmp_path / "copies")
    holder.close()
    assert ran.returncode != 0
    assert ran.stderr
    assert [(path, path.read_bytes()) for path in (tmp_path / "copies").iterdir()] == [(copy, before)]


def test_the_configuration_of_litestream_is_yaml_with_its_keys() -> None:
    words = [needed("python"), "-c", "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"]
    text = (EXAMPLES / "litestream.yml").read_text("utf-8")
    said = json.loads(subprocess.run(words, input=text, capture_output=True, text=True, check=True, timeout=60).stdout)
    assert set(said) == {"snapshot", "dbs"}
    assert set(said["snapshot"]) == {"interval", "retention"}
    (one,) = said["dbs"]
    assert set(one) == {"path", "replica"}
    assert one["path"].endswith("/caseload/caseload.db")
    assert set(one["replica"]) == {
        "type", "host", "user", "key-path", "host-key", "path", "sync-interval",
    }  # fmt: skip


def test_a_file_that_litestream_has_put_into_wal_is_worked_on_as_ever(demo: Program) -> None:
    replicator = sqlite3.connect(demo.db, isolation_level=None)
    assert replicator.execute("pragma journal_mode = wal").fetchone() == ("wal",)
    replicator.execute("begin")
    replicator.execute("select count(*) from task").fetchone()
    before = demo("export", "all")
    demo("task", "add", "ana", "Call", "--due", "fri")
    assert "Call" in demo("sql", "select title from open_task")
    demo("undo")
    assert demo("export", "all") == before
    assert [stat.S_IMODE(path.stat().st_mode) for path in demo.db.parent.glob("*.db-*")] == [0o600, 0o600]
    replicator.close()
    back = sqlite3.connect(demo.db, isolation_level=None)
    assert back.execute("pragma journal_mode = delete").fetchone() == ("delete",)
    back.close()
    assert demo("export", "all") == before
    assert "pragma journal_mode = delete" in PAGE


def test_doctor_knows_the_tables_of_litestream_and_no_others(demo: Program) -> None:
    file = sqlite3.connect(demo.db, isolation_level=None)
    file.execute("create table _litestream_seq (id integer primary key, seq integer)")
    file.execute("create table _litestream_lock (id integer)")
    before = demo("export", "all")
    assert "schema\tok" in demo("doctor")
    file.execute("create table _litestream_third (id integer)")
    said = demo.run("doctor")
    assert (said.code, "table _litestream_third is not part of caseload" in said.out) == (1, True)
    (back,) = re.findall(r'"(drop table _litestream_seq; .*?)"', PAGE)
    file.executescript(f"{back}; drop table _litestream_third")
    assert demo("export", "all") == before
    assert not list(file.execute("select name from sqlite_master where name like '%litestream%'"))
    file.close()


# Many files, one question


def test_one_question_goes_to_many_files(demo: Program, tmp_path: Path) -> None:
    """More than the ten that SQLite attaches at once."""
    python = needed("python")
    for number in range(14):
        file = tmp_path / f"worker {number:02}'s.db"
        shutil.copy(demo.db, file)
        connection = sqlite3.connect(file)
        with connection:
            connection.execute("delete from task where id > ?", (number,))
        connection.close()
    files = sorted(tmp_path.glob("*.db"))
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in files]
    sql = "select caseload, count(*) as tasks from open_task group by all order by all"
    words = [python, str(EXAMPLES / "caseloads.py"), sql, *map(str, files)]
    ran = subprocess.run(words, env=demo.environ, capture_output=True, text=True, check=True, timeout=120)
    should = {}
    for file in files:
        connection = sqlite3.connect(file)
        if count := connection.execute("select count(*) from open_task").fetchone()[0]:
            should[file.stem] = str(count)
        connection.close()
    assert dict(csv.reader(io.StringIO(ran.stdout))) == {"caseload": "tasks", **should}
    assert len(should) > 10
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in files] == before


@pytest.mark.parametrize(
    ("sql", "file", "said"),
    [
        ("select * from open_task", "nowhere.db", "there is no nowhere.db"),
        ("selec 1", "caseload.db", "syntax error"),
        ("select * from open_task", "text.db", "text.db"),
    ],
)
def test_a_file_or_a_question_that_is_wrong_is_said(demo: Program, sql: str, file: str, said: str) -> None:
    (demo.db.parent / "text.db").write_text("x" * 5000)
    words = [needed("python"), str(EXAMPLES / "caseloads.py"), sql, file]
    ran = subprocess.run(
        words, env=demo.environ, cwd=demo.db.parent, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("caseloads: ")
    assert said in ran.stderr


def test_files_of_one_name_are_told_apart_by_their_folders(demo: Program, tmp_path: Path) -> None:
    python = needed("python")
    for name in ("ana/caseload", "ben/caseload", "north/ana/caseload", "eve"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(demo.db, tmp_path / f"{name}.db")
    files = ["ana/caseload.db", f"{tmp_path}/ben/caseload.db", "north/ana/caseload.db", "eve.db"]
    words = [python, str(EXAMPLES / "caseloads.py"), "select distinct caseload from open_task order by all"]

    def told(*files: str) -> tuple[int, str, str]:
        ran = subprocess.run(
            [*words, *files], env=demo.environ, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        return ran.returncode, ran.stdout, ran.stderr

    ana = f"{tmp_path.name}/ana/caseload"
    assert told(*files) == (0, f"caseload\nben/caseload\neve\nnorth/ana/caseload\n{ana}\n", "")
    assert told("eve.db", f"{tmp_path}/eve.db") == (1, "", "caseloads: a file is named twice\n")


# PostgreSQL


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL of our own, which nobody else can reach."""
    programs = postgres()
    # Not under pytest's folders, which the user it must run as may not enter.
    folder = Path(tempfile.mkdtemp(prefix="caseload-pg-"))
    as_user: list[str] = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def ran(*words: str) -> None:
        subprocess.run([*as_user, *words], env=environ, cwd="/", stdout=subprocess.DEVNULL, check=True, timeout=120)

    data = str(folder / "data")
    ran(str(programs / "initdb"), "-D", data, "-U", "caseload", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    ran(str(programs / "pg_ctl"), "start", "-w", "-D", data, "-l", str(folder / "log"), "-o", options)
    yield folder
    ran(str(programs / "pg_ctl"), "stop", "-m", "immediate", "-D", data)
    shutil.rmtree(folder)


def loaded(demo: Program, server: Path, schema: str, exported: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A night's load: of what the program exports, or of what it has `exported` already."""
    environ = demo.environ | {
        "CASELOAD_SCHEMA": schema, "PGHOST": str(server), "PGUSER": "caseload", "PGDATABASE": "postgres",
    }  # fmt: skip
    if exported:
        program = exported / "bin" / "caseload"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\nexec cat '{exported}'/$2.csv\n")
        program.chmod(0o700)
        environ["PATH"] = f"{program.parent}:{environ['PATH']}"
    return subprocess.run(
        ["sh", str(EXAMPLES / "postgres.sh")], env=environ, capture_output=True, text=True, check=False, timeout=120
    )


def asked(server: Path, sql: str) -> str:
    words = ["psql", "-X", "-h", str(server), "-U", "caseload", "-d", "postgres", "--csv", "-v", "ON_ERROR_STOP=1"]
    ran = subprocess.run([*words, "-c", sql], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_a_nightly_load_into_postgresql_holds_every_record_as_it_was_exported(
    demo: Program, server: Path, tmp_path: Path
) -> None:
    ran = loaded(demo, server, "night")
    assert (ran.returncode, ran.stdout) == (0, "")
    # A condition and a referral, which 42 CFR Part 2 protects, and what screens asked about that a law guards.
    withheld = [line.partition(" (")[0] for line in ran.stderr.splitlines()]
    assert withheld == ["1 withheld", "1 withheld", "11 withheld"]
    exported = {kind: demo("export", kind.TABLE, "--csv", "--voided") for kind in KINDS}
    for kind, text in exported.items():
        (tmp_path / f"{kind.TABLE}.csv").write_text(text, "utf-8", newline="")
        assert_holds(server, kind, text)
    assert asked(server, "select id, funder from night.client where id = 'c1'") == "id,funder\nc1,grant\n"
    assert asked(server, "select id, void_reason from night.task where voided_at is not null") == (
        "id,void_reason\nt2,entered twice\n"
    )
    assert asked(server, "select address, zip from night.client where id = 'c1'") == (
        "address,zip\n(confidential),(confidential)\n"
    )
    a_second_night(demo, server, tmp_path, exported[Task])
    a_load_that_fails(demo, server, tmp_path)


def assert_holds(server: Path, kind: type[Record], exported: str) -> None:
    should = list(csv.DictReader(io.StringIO(exported, newline="")))
    text = asked(server, f"select row_to_json(one) as one from night.{kind.TABLE} as one")
    found = [json.loads(row["one"]) for row in csv.DictReader(io.StringIO(text))]
    assert {one["id"] for one in found} == {row["id"] for row in should}
    by_id = {row["id"]: row for row in should}
    moments = of_nature(kind, Stamp)
    for one in found:
        assert {key: told(value) for key, value in one.items() if key not in moments} == {
            key: value for key, value in by_id[one["id"]].items() if key not in moments
        }


def a_second_night(demo: Program, server: Path, exported: Path, tasks: str) -> None:
    """What is loaded again takes the place of what was there; what is new comes, what is gone goes."""
    heading, first, *rest = tasks.splitlines(keepends=True)
    changed = heading + "".join(rest) + re.sub("^t[0-9]+", "t901", first)
    (exported / "task.csv").write_text(changed, "utf-8", newline="")
    ran = loaded(demo, server, "night", exported)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert_holds(server, Task, changed)
    (exported / "task.csv").write_text(tasks, "utf-8", newline="")


def a_load_that_fails(demo: Program, server: Path, exported: Path) -> None:
    """What was there before stays."""
    before = asked(server, "select * from night.task order by id")
    asked(server, "alter table night.waiver rename column reason to because")
    ran = loaded(demo, server, "night", exported)
    assert ran.returncode != 0
    assert "waiver" in ran.stderr
    assert asked(server, "select * from night.task order by id") == before
    assert "t901" in before


def told(value: object) -> str:
    """A value of PostgreSQL as the export writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
