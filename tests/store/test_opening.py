"""Opening the file: made private and once; anything that is not ours, or not sound, is refused and left as it is."""

import gzip
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Program, executable
from invented import AT, EXAMPLES

from caseload.errors import CaseloadError, NotFound, Refused, Unusable
from caseload.records.appointment import Appointment
from caseload.records.kinds import KINDS
from caseload.records.task import Task
from caseload.reports.due import due
from caseload.store import changes, copies, lookup, migrations, opening, search, soundness
from caseload.store.bulk import add_all
from caseload.store.core import Store
from caseload.store.opening import SCHEMA, create, explained, looseness, open_existing
from caseload.when.dates import When


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "caseload.db"
    store = Store(create(path), AT)
    with store.step("fill", bulk=True):
        for record in EXAMPLES:
            store.add(record)
        add_all(store, Task, (Task(client_id=1, title=f"task {number}") for number in range(200)))
    store.close()
    return path


WHOLE = len(EXAMPLES) + 200
"""How many records `path` holds."""


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A database with a record of every kind and 200 tasks, closed."""
    return Path(shutil.copy(made, tmp_path))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(path: Path) -> str:
    """The one line with which the file is refused as a database."""
    with pytest.raises(Unusable) as refusal:
        read_all(path)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def read_all(path: Path) -> int:
    """How many records a day's reads find in the file; failures of SQLite come out as the program tells them."""
    connection = open_existing(path)
    try:
        store = Store(connection, AT)
        due(store, datetime(2026, 11, 25, 9))
        lookup.client(store, "ana")
        return sum(len(store.select(kind, "true order by id")) for kind in KINDS) + len(store.bad_rows)
    except sqlite3.Error as error:
        raise explained(error) from error
    finally:
        connection.close()


# Made


def test_a_new_database_is_its_owners_alone_whatever_the_umask_and_was_there_before(tmp_path: Path) -> None:
    (tmp_path / "left behind.db").touch(0o666)
    before = os.umask(0o022)
    try:
        for name in ("new/folder/c.db", "left behind.db"):
            create(tmp_path / name).close()
            assert mode(tmp_path / name) == 0o600
        assert mode(tmp_path / "new" / "folder") == 0o700
    finally:
        os.umask(before)


@pytest.mark.parametrize(("given", "warned"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_file_that_others_may_read_is_warned_about_and_how_to_mend_it_said(
    path: Path, given: int, warned: bool
) -> None:
    path.chmod(given)
    assert ("chmod 600" in looseness(path)) is warned


def test_no_second_database_is_made_over_the_first(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Refused, match="there is a database already"):
        create(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("what", ["a directory", "a FIFO", "a link to nothing", "a file in the way", "a device"])
def test_a_database_is_made_only_where_a_file_can_be(tmp_path: Path, what: str) -> None:
    place = tmp_path / "c.db"
    if what == "a directory":
        place.mkdir()
    elif what == "a FIFO":
        os.mkfifo(place)
    elif what == "a link to nothing":
        place.symlink_to(tmp_path / "elsewhere")
    elif what == "a file in the way":
        place.touch()
        place = place / "c.db"
    else:
        place = Path("/dev/null")
    with pytest.raises(Unusable, match="--db"):
        create(place)
    assert not (tmp_path / "elsewhere").exists()


def test_several_first_runs_at_once_make_one_schema(nobody: Program) -> None:
    runs = [
        subprocess.Popen([executable(), "init"], env=nobody.environ, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [(run.communicate(timeout=30)[1], run.returncode) for run in runs]
    assert {code for _, code in said} <= {0, 1}
    assert 0 in {code for _, code in said}
    assert all("there is a database already" in line for line, code in said if code)
    store = Store(open_existing(nobody.db), AT)
    assert [fault for check in soundness.CHECKS.values() for fault in check(store)] == []
    store.close()


# Opened


def test_a_connection_checks_references_and_waits_for_the_disk(path: Path) -> None:
    connection = open_existing(path)
    found = [
        connection.execute(f"pragma {name}").fetchone()[0] for name in ("foreign_keys", "synchronous", "journal_mode")
    ]
    connection.close()
    assert found == [1, 2, "delete"]


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (lambda path, _: path.unlink(), "caseload init"),
        (lambda path, _: path.write_bytes(b""), "caseload init"),
        (lambda path, good: path.write_bytes(good[:60]), "is not a caseload database"),
        (lambda path, good: path.write_bytes(good[:100]), "restore"),
        (lambda path, good: path.write_bytes(good[:4096]), "restore"),
        (lambda path, good: path.write_bytes(good[: len(good) // 2]), "restore"),
        (lambda path, good: path.write_bytes(good[:100] + random.Random(1).randbytes(20_000)), "restore"),
        (lambda path, _: path.write_bytes(random.Random(1).randbytes(20_000)), "is encrypted, or no database"),
        (lambda path, _: path.write_text("id,title\nt1,Call\n" * 20), "is not a caseload database"),
        (lambda path, _: path.unlink() or path.mkdir(), "is not a file"),
        (lambda path, _: _fifo(path), "is not a file"),
        (
            lambda path, _: path.rename(path.with_name("real")).parent.joinpath(path.name).symlink_to("real"),
            "symbolic link",
        ),
        (lambda path, _: sqlite3.connect(path).execute("pragma application_id = 1"), "another program's database"),
        (lambda path, _: sqlite3.connect(path).execute("pragma application_id = 0"), "another program's database"),
        (lambda path, _: sqlite3.connect(path).execute(f"pragma user_version = {SCHEMA + 1}"), "newer caseload"),
    ],
)
def test_what_is_not_our_sound_database_is_refused_at_once_and_left_as_it_is(
    path: Path, put: Callable[[Path, bytes], object], said: str
) -> None:
    put(path, path.read_bytes())
    before = path.read_bytes() if path.is_file() else sorted(path.parent.iterdir())
    began = time.monotonic()
    assert said in refused(path)
    assert time.monotonic() - began < 1
    assert before == (path.read_bytes() if path.is_file() else sorted(path.parent.iterdir()))


def test_damage_anywhere_is_refused_in_a_sentence_or_read_past_and_made_no_worse(path: Path) -> None:
    good = path.read_bytes()
    chance = random.Random(20261125)
    outcomes = []
    for _ in range(100):
        bad = bytearray(good)
        where = chance.randrange(100, len(bad) - 4096)
        kind = chance.choice(["cut", "bytes", "page"])
        if kind == "cut":
            del bad[where:]
        else:
            for place in range(where, where + 4096, 1 if kind == "page" else 256):
                bad[place] = chance.randrange(256)
        path.write_bytes(bad)
        outcomes.append(outcome(path))
        assert path.read_bytes() == bytes(bad)
    # A damaged name is not found; nothing else than that, a refusal of the file, or what is still to be read.
    assert {WHOLE, Unusable} <= set(outcomes) <= {*range(WHOLE + 1), Unusable, NotFound}


def outcome(path: Path) -> int | type[CaseloadError]:
    """How many records can be read, or how the file is refused; any other exception is a fault."""
    try:
        return read_all(path)
    except CaseloadError as refusal:
        return type(refusal)


KILLED_IN_A_TRANSACTION = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.executescript("pragma cache_size = 1; begin immediate; " + sys.argv[2])
os._exit(9)
"""
FILL = """
create table t (a);
with recursive n(i) as (select 1 union all select i + 1 from n limit 9999) insert into t select randomblob(200) from n
"""


def killed(path: Path, sql: str) -> None:
    """Leave what a writer leaves who is killed when it has written part of its work into the file itself."""
    subprocess.run([sys.executable, "-c", KILLED_IN_A_TRANSACTION, path, sql], check=False, timeout=30)
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0


def test_what_a_killed_writer_left_is_taken_back_by_the_next_who_opens(path: Path) -> None:
    before = path.read_bytes()
    killed(path, f"delete from waiver; update task set title = 'x'; {FILL}")
    assert path.read_bytes() != before
    assert read_all(path) == WHOLE
    assert path.read_bytes() == before


# Upgraded


@pytest.fixture
def next_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is one migration ahead."""
    ahead(monkeypatch)


def ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program be one migration ahead from here on."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    later = Migrations("caseload")
    for made in (*migrations.STEPS[:-1],):
        later(name=made.__name__)(made)

    @later()
    def m999_later(db: Database) -> None:
        db.conn.execute("alter table task add column later text")

    monkeypatch.setattr(migrations, "migrations", later)
    monkeypatch.setattr(opening, "SCHEMA", SCHEMA + 1)


def test_an_older_database_is_upgraded_by_itself_and_a_sound_copy_kept_of_what_was(
    path: Path, next_schema: None
) -> None:
    before = sqlite3.connect(path).execute("select * from task").fetchall()
    older = [
        f"caseload.db.schema-{SCHEMA}.12345",
        f".caseload.db.schema-{SCHEMA - 1}.12345.part",
        ".caseload.db.7.part",
    ]
    for name in older:
        path.with_name(name).write_bytes(b"half a copy that a killed run left")
    connection = open_existing(path)
    assert connection.execute("select later from task").fetchone() == (None,)
    assert connection.execute("pragma user_version").fetchone() == (SCHEMA + 1,)
    connection.close()
    copy = path.with_name(f"caseload.db.schema-{SCHEMA}")
    assert sorted(path.parent.iterdir()) == [path, copy]
    assert mode(copy) == 0o600
    assert sqlite3.connect(copy).execute("select * from task").fetchall() == before
    assert sqlite3.connect(copy).execute("pragma integrity_check").fetchone() == ("ok",)


def _same_schema_of_another(path: Path, copy: Path) -> None:
    store = Store(create(copy), "2020-01-01T00:00:00Z")
    with store.step("task add"):
        store.add(Task(title="Theirs"))
    store.close()


def _of_another_schema(path: Path, copy: Path) -> None:
    shutil.copy(path, copy)
    sqlite3.connect(copy).execute(f"pragma user_version = {SCHEMA - 1}")


def _earlier(path: Path, copy: Path) -> None:
    shutil.copy(path, copy)
    store = Store(open_existing(path), AT)
    with store.step("task add"):
        store.add(Task(title="Later"))
    store.close()


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (lambda _, copy: copy.write_bytes(b""), "is no caseload database"),
        (lambda path, copy: copy.write_bytes(path.read_bytes()[:8192]), "is not sound"),
        (lambda _, copy: copy.write_text("mine"), "is not sound"),
        (lambda _, copy: copy.mkdir(), "is not a file"),
        (lambda path, copy: copy.symlink_to(path.with_name("gone")), "is not a file"),
        (lambda _, copy: sqlite3.connect(copy).execute("create table theirs (a)"), "is no caseload database"),
        (_of_another_schema, f"is not of schema {SCHEMA}"),
        (_same_schema_of_another, "is of another caseload"),
        (_earlier, "is of an earlier day"),
    ],
)
def test_what_lies_under_the_name_of_a_copy_is_verified_and_kept_and_another_copy_made(
    path: Path, put: Callable[[Path, Path], object], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = path.with_name(f"caseload.db.schema-{SCHEMA}")
    put(path, copy)
    lies_there = copy.read_bytes() if copy.is_file() else None
    before = sqlite3.connect(path).execute("select * from task").fetchall()
    ahead(monkeypatch)
    told: list[str] = []
    connection = open_existing(path, told.append)
    assert [said in line and "is kept" in line for line in told] == [True], told
    assert (copy.read_bytes() if lies_there is not None else None) == lies_there
    another = path.with_name(f"caseload.db.schema-{SCHEMA}-2")
    assert sqlite3.connect(another).execute("select * from task").fetchall() == before
    assert copies.fault_in(another, SCHEMA, connection) == ""
    connection.close()


def test_a_sound_copy_of_an_earlier_try_is_taken_for_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = path.with_name(f"caseload.db.schema-{SCHEMA}")
    shutil.copy(path, copy)
    ahead(monkeypatch)
    told: list[str] = []
    open_existing(path, told.append).close()
    assert (told, sorted(path.parent.iterdir())) == ([], [path, copy])


RELEASED = sorted((Path(__file__).parent / "schemas").glob("*.db.gz"))
"""A database of every schema there was, with a record of each kind, one voided, one whose id is gone."""


def objects(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute("select type || ' ' || name, sql from sqlite_master where sql is not null")
    return {name: " ".join(sql.split()) for name, sql in found}


Held = dict[str, tuple[str, list[tuple[Any, ...]]]]


def held(connection: sqlite3.Connection, columns_of: Held | None = None) -> Held:
    """What every table holds, the change log too: its columns, or those that it had in `columns_of`, and its rows."""
    named = "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '%_fts%'"
    tables = columns_of or [row[0] for row in connection.execute(f"{named} and name <> '_sqlite_migrations'")]
    found: Held = {}
    for table in tables:
        every = ", ".join(row[1] for row in connection.execute(f"pragma table_info({table})"))
        columns = columns_of[table][0] if columns_of else every
        found[table] = columns, connection.execute(f"select {columns} from {table} order by rowid").fetchall()
    return found


@pytest.mark.parametrize("old", RELEASED, ids=lambda old: old.name)
def test_every_older_schema_becomes_the_schema_of_a_new_database_and_keeps_what_it_held(
    tmp_path: Path, old: Path
) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    before = held(sqlite3.connect(path))
    store = Store(open_existing(path), "2026-11-25T15:00:00Z")
    read = store.connection
    assert objects(read) == objects(opening.fresh())
    assert held(read, before) == before
    assert read.execute("pragma integrity_check").fetchone() == ("ok",)
    assert read.execute("pragma foreign_keys").fetchone() == (1,)
    with store.step("appointment add"):
        new = store.add(Appointment(client_id=1, title="Dialysis", starts=When(date(2026, 11, 30))))
    assert new.id == 4, "3 was given before the upgrade"
    assert [hit.ref for hit in search.find(store, "dialysis")] == ["a4"]
    assert [hit.ref for hit in search.find(store, "courthouse")] == ["a2"]
    with store.step("undo"):
        changes.undo(store)
    assert [one.id for one in store.select(Appointment, "true order by id")] == [1, 2]
    store.close()


def test_an_upgrade_that_fails_leaves_the_old_database(path: Path, next_schema: None) -> None:
    @migrations.migrations()
    def m999_wrong(db: Any) -> None:
        db.conn.execute("create table half (a)")
        db.conn.execute("alter table nothing add column later text")

    before = sqlite3.connect(path).execute("select name, sql from sqlite_master").fetchall()
    with pytest.raises(Unusable):
        open_existing(path)
    assert sqlite3.connect(path).execute("select name, sql from sqlite_master").fetchall() == before
    assert sqlite3.connect(path).execute("pragma user_version").fetchone() == (SCHEMA,)


# Told


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (sqlite3.OperationalError("database is locked"), 5, "busy"),
        (sqlite3.OperationalError("database or disk is full"), 5, "cannot be written"),
        (sqlite3.OperationalError("attempt to write a readonly database"), 5, "cannot be written"),
        (sqlite3.OperationalError("disk I/O error"), 5, "cannot be written"),
        (sqlite3.DatabaseError("database disk image is malformed"), 5, "restore"),
        (sqlite3.IntegrityError("a signed note is never edited"), 1, "never edited"),
        (sqlite3.IntegrityError("UNIQUE constraint failed: client.handle"), 1, "client.handle"),
    ],
)
def test_a_failure_of_sqlite_is_a_sentence_with_its_code(error: sqlite3.Error, code: int, said: str) -> None:
    assert explained(error).code == code
    assert said in str(explained(error))


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("Could not decode to UTF-8 column 'body' with text 'Jane Roe HIV+'"),
        sqlite3.DatabaseError('malformed database schema (Jane Roe HIV+) - near "Jane Roe": syntax error'),
    ],
)
def test_what_the_file_holds_is_not_in_the_sentence(error: sqlite3.Error) -> None:
    assert "Jane" not in str(explained(error))


def test_a_run_that_ends_leaves_the_file_to_the_system(nobody: Program) -> None:
    """Nothing is held or left beside it: SQLite need not take apart what it has read."""
    nobody("init")
    store = Store(open_existing(nobody.db), AT)
    store.close(ends=True)
    assert store.connection.execute("select 1").fetchone() == (1,)
    store.connection.execute("begin")
    store.close(ends=True)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.connection.execute("select 1")


def test_a_write_ahead_log_is_put_into_the_file_when_a_run_ends(nobody: Program) -> None:
    nobody("init")
    with closing(sqlite3.connect(nobody.db)) as connection:
        assert connection.execute("pragma journal_mode = wal").fetchone() == ("wal",)
    for words in (("client", "add", "Ana", "Ruiz"), ("today",)):
        nobody(*words)
        assert [one.name for one in nobody.db.parent.iterdir()] == [nobody.db.name]
