"""`restore`: what is put back was verified, what was there is kept, and nothing half done is ever in the place."""

import gzip
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from shlex import split

import pytest
from conftest import Program
from store.test_opening import FILL, killed
from store.test_transactions import needs_strace, run_traced

from caseload.store.opening import SCHEMA
from commands.conftest import Quick

SCHEMAS = Path(__file__).parents[1] / "store" / "schemas"
BEFORE = "caseload.db.before-2026-11-25T090000Z"


def beside(program: Program) -> list[str]:
    """What stands beside the database."""
    return sorted(one.name for one in program.db.parent.iterdir() if one != program.db)


@pytest.fixture
def served(served: Quick) -> Quick:
    """The same with its clock in UTC, as the names of files are, wherever the tests run."""
    config = served.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('timezone = "UTC"\n')
    return served


@pytest.fixture
def copied(served: Quick) -> Path:
    """A copy of `served`, after which there came two tasks and a note."""
    copy = served.home / "c.db"
    served("backup", str(copy))
    served("task", "add", "ana", "Call")
    served("task", "add", "bo", "Ask")
    served("note", "add", "ana", "Words")
    return copy


def test_what_is_lost_is_told_before_anything_happens_and_a_no_changes_nothing(served: Quick, copied: Path) -> None:
    before = served.fingerprint
    ran = served.run("restore", str(copied))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "3 records there are newer than the copy, and lost: 2 tasks, 1 note" in ran.err
    assert ran.err.endswith("add --yes\n")
    ran = served.answered("n", "restore", str(copied))
    assert (ran.code, "[y/N]" in ran.err, "nothing was changed" in ran.err) == (1, True, True)
    assert (served.fingerprint, beside(served)) == (before, [])
    assert "ana" not in ran.err.lower().replace(str(served.home), "")


def test_a_restore_is_the_copy_and_can_be_taken_back(served: Quick, copied: Path) -> None:
    newer, held = served("export", "all"), copied.read_bytes()
    ran = served.answered("y", "restore", str(copied))
    assert ran.code == 0
    saved = served.db.with_name(BEFORE)
    assert ran.err.endswith(f"what was there is {saved} · back: caseload --db {served.db} restore {saved}\n")
    assert served.db.read_bytes() == held
    assert (served.db.stat().st_mode & 0o777, beside(served)) == (0o600, [BEFORE])
    assert served.run("show", "t1").code == 3
    back = served.run("restore", str(saved), "--yes")
    assert "nothing there is newer than the copy" in back.err
    assert served("export", "all") == newer
    served("task", "add", "ana", "On we go")
    assert served("doctor")


def test_more_kinds_than_a_line_has_are_counted_together(served: Quick, copied: Path) -> None:
    served("program", "add", "Group")
    served("provider", "add", "Clinic")
    served("person", "add", "ana", "Rosa")
    assert "6 records there are newer than the copy, and lost\n" in served.run("restore", str(copied), "--yes").err


def _random(db: Path) -> None:
    db.write_bytes(random.Random(1).randbytes(50_000))


@pytest.mark.parametrize(
    ("spoil", "kept"),
    [
        (lambda db: db.unlink(), False),
        (lambda db: shutil.rmtree(db.parent), False),
        (lambda db: db.write_bytes(b""), False),
        (lambda db: os.truncate(db, 60), True),
        (lambda db: os.truncate(db, 100_000), True),
        (_random, True),
        (lambda db: db.write_text("overwritten by mistake"), True),
    ],
)
def test_it_works_where_the_database_is_missing_or_damaged(
    served: Quick, copied: Path, spoil: Callable[[Path], object], kept: bool
) -> None:
    spoil(served.db)
    was = served.db.read_bytes() if kept else b""
    ran = served.run("restore", str(copied), *(["--yes"] if kept else []))
    assert ran.code == 0, ran
    assert ("is damaged" in ran.err) is kept
    assert served.db.read_bytes() == copied.read_bytes()
    assert beside(served) == ([BEFORE] if kept else [])
    if kept:
        assert served.db.with_name(BEFORE).read_bytes() == was
    served("task", "add", "ana", "On we go")


def test_a_database_begun_anew_after_a_loss_makes_way(served: Quick, copied: Path) -> None:
    served.db.unlink()
    served("init")
    served("restore", str(copied), "--yes")
    assert served.db.read_bytes() == copied.read_bytes()


def _another(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update identity set database = '0123456789abcdef'")
        connection.commit()


def _another_program(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("pragma application_id = 1")


@pytest.mark.parametrize(
    ("put", "code", "said"),
    [
        (lambda copy: os.truncate(copy, copy.stat().st_size - 4096), 5, "is not sound"),
        (lambda copy: copy.write_bytes(b""), 5, "is empty"),
        (lambda copy: copy.unlink(), 5, "there is no database"),
        (lambda copy: copy.rename(copy.with_name("r")) and copy.symlink_to("r"), 5, "is a symbolic link"),
        (
            lambda copy: copy.rename(copy.with_name("r")) and copy.symlink_to("data/caseload.db"),
            1,
            "is the database itself",
        ),
        (lambda copy: sqlite3.connect(copy).execute(f"pragma user_version = {SCHEMA + 1}"), 5, "newer caseload"),
        (lambda copy: copy.with_name("c.db-journal").write_bytes(b"pages"), 5, "doctor settles it"),
        (_another_program, 5, "another program's"),
        (_another, 1, "a copy of another caseload"),
    ],
)
def test_what_is_no_sound_copy_of_this_caseload_is_not_put_back(
    served: Quick, copied: Path, put: Callable[[Path], object], code: int, said: str
) -> None:
    put(copied)
    before = {one: one.read_bytes() for one in served.home.rglob("*") if one.is_file()}
    ran = served.run("restore", str(copied), "--yes")
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1), ran
    assert said in ran.err
    assert {one: one.read_bytes() for one in served.home.rglob("*") if one.is_file()} == before


@pytest.mark.parametrize("what", ["a link", "a folder", "another program's"])
def test_nothing_is_put_over_what_is_not_a_database_of_ours(served: Quick, copied: Path, what: str) -> None:
    served.db.rename(served.home / "elsewhere.db")
    if what == "a link":
        served.db.symlink_to(served.home / "elsewhere.db")
    elif what == "a folder":
        served.db.mkdir()
    else:
        shutil.copy(served.home / "elsewhere.db", served.db)
        _another_program(served.db)
    assert served.run("restore", str(copied), "--yes").code == 5
    assert beside(served) == []


@pytest.mark.parametrize("schema", [1, 7])
def test_a_copy_of_an_older_schema_is_brought_up_to_date_and_told(nobody: Program, schema: int) -> None:
    copy = nobody.home / "old.db"
    copy.write_bytes(gzip.decompress((SCHEMAS / f"schema-{schema}.db.gz").read_bytes()))
    ran = nobody.run("restore", str(copy))
    assert ran.code == 0, ran
    assert f"was brought from schema {schema} to {SCHEMA}" in ran.err
    with closing(sqlite3.connect(nobody.db)) as connection:
        assert connection.execute("pragma user_version").fetchone() == (SCHEMA,)
    nobody("client", "list")


# Others at the file


def test_somebody_who_is_writing_is_waited_for_and_then_named(ana: Program) -> None:
    copy = ana("backup").strip()
    before = ana.fingerprint
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as other:
        other.execute("begin immediate")
        ran = ana.run("restore", copy, "--yes")
        assert (ran.code, ran.err.count("\n")) == (5, 2)
        assert "is busy" in ran.err
    assert (ana.fingerprint, beside(ana)) == (before, ["backups"])


def test_who_had_the_old_file_open_writes_nothing_into_the_new_one(ana: Program) -> None:
    copy = ana("backup").strip()
    ana("task", "add", "ana", "Call")
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as other:
        other.execute("select count(*) from task").fetchone()
        ana("restore", copy, "--yes")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            other.execute("insert into operation (at, command) values ('2026-11-25T15:00:00Z', 'x')")
        assert not ana.db.with_name("caseload.db-journal").exists()
    assert ana.db.read_bytes() == Path(copy).read_bytes()


def test_a_write_ahead_log_goes_with_what_was_there(served: Quick, copied: Path) -> None:
    saved = served.db.with_name(BEFORE)
    # In a process that is killed, so that its log stays beside the file.
    sql = "pragma journal_mode = wal; begin; update client set phone = '77' where id = 1; commit"
    script = f"connection = sqlite3.connect(sys.argv[1], isolation_level=None); connection.executescript({sql!r})"
    words = [sys.executable, "-c", f"import os, sqlite3, sys; {script}; os._exit(9)", str(served.db)]
    assert subprocess.run(words, check=False, timeout=30).returncode == 9
    assert served.db.with_name("caseload.db-wal").stat().st_size
    assert served.shell(f"caseload restore {copied} --yes").code == 0
    assert (served.db.read_bytes(), beside(served)) == (copied.read_bytes(), [saved.name])
    assert served.shell(f"caseload restore {saved} --yes").code == 0
    assert '"phone": "77"' in served("client", "show", "c1", "--json").replace('":"', '": "')


def test_a_journal_of_what_was_there_is_never_played_into_the_copy(served: Quick, copied: Path) -> None:
    saved = served.db.with_name(BEFORE)
    killed(served.db, f"update task set title = 'x'; delete from waiver; {FILL}")
    with served.db.open("r+b") as file:
        # No database by its first page, which the journal has as it was.
        file.write(b"\0" * 100)
    assert served.shell(f"caseload restore {copied} --yes").code == 0
    assert (served.db.read_bytes(), beside(served)) == (copied.read_bytes(), [saved.name])
    assert served.run("show", "t1").code == 3
    assert served.db.read_bytes() == copied.read_bytes()


def test_what_stands_beside_a_file_that_nobody_can_read_goes_with_it(served: Quick, copied: Path) -> None:
    saved = served.db.with_name(BEFORE)
    served.db.write_bytes(random.Random(1).randbytes(20_000))
    served.db.with_name("caseload.db-wal").write_bytes(b"pages")
    assert served.shell(f"caseload restore {copied} --yes").code == 0
    assert served.db.read_bytes() == copied.read_bytes()
    assert {saved.name, f"{saved.name}-wal"} <= set(beside(served))
    assert all(one.startswith(saved.name) for one in beside(served))


def test_nor_is_one_that_a_lost_file_left(served: Quick, copied: Path) -> None:
    saved = served.db.with_name(BEFORE)
    killed(served.db, f"update task set title = 'x'; {FILL}")
    served.db.unlink()
    assert served.shell(f"caseload restore {copied}").code == 0
    served("client", "list")
    assert served.db.read_bytes() == copied.read_bytes()
    assert beside(served) == [f"{saved.name}-journal"]


# Killed, and no room


@needs_strace
@pytest.mark.parametrize(
    "fault",
    ["write:signal=KILL:when=3", "link,linkat:signal=KILL:when=1", "rename,renameat:signal=KILL:when=1",
     "fsync:signal=KILL:when=2"],
)  # fmt: skip
def test_killed_the_place_holds_the_old_or_the_new_and_the_next_restore_clears_up(ana: Program, fault: str) -> None:
    copy = Path(ana("backup").strip())
    ana("task", "add", "ana", "Call")
    old = ana.db.read_bytes()
    options = ("-o", str(ana.home / "strace"), "-e", f"trace={fault.partition(':')[0]}", "-e", f"inject={fault}")
    assert run_traced(ana, options, "restore", str(copy), "--yes").code == -9
    now = ana.db.read_bytes()
    assert now in (old, copy.read_bytes())
    if now != old:
        assert [one.read_bytes() for one in ana.db.parent.glob("caseload.db.before-*")] == [old]
    ana("restore", str(copy), "--yes")
    assert ana.db.read_bytes() == copy.read_bytes()
    assert not [one for one in beside(ana) if one.endswith(".part")]
    assert not [one for one in ana.db.parent.glob("caseload.db.before-*") if one.samefile(ana.db)]


@needs_strace
@pytest.mark.parametrize(
    "fault", ["write:error=ENOSPC:when=2", "fsync:error=EIO:when=1", "rename,renameat:error=EROFS"]
)
def test_where_the_disk_is_full_or_fails_everything_is_as_it_was(ana: Program, fault: str) -> None:
    copy = Path(ana("backup").strip())
    ana("task", "add", "ana", "Call")
    old = ana.db.read_bytes()
    options = ("-o", str(ana.home / "strace"), "-e", f"trace={fault.partition(':')[0]}", "-e", f"inject={fault}")
    ran = run_traced(ana, options, "restore", str(copy), "--yes")
    assert ran.code == 5, ran
    assert "cannot put a database" in ran.err.splitlines()[-1]
    assert (ana.db.read_bytes(), beside(ana)) == (old, ["backups"])


# The drill

WEEK = (
    (
        "client add Cy Ode --acuity 3",
        "task add cy Find the lease --due fri",
        "log ana Left voicemail -k call --no-answer",
    ),
    (
        "goal add cy Move --target-on 2027-03-01",
        "appointment add cy Intake --at fri@10:00",
        "task add ana Call --due +1d",
    ),
    ("note add ana Went through the letter -m 30", "goal observe g1 40", "done t1"),
    (
        "provider add Wheels",
        "referral add ana Ride --provider pr1",
        "snooze t2 --to mon --reason ill",
        "person add cy Rosa --role mother",
    ),
    ("appointment kept a1", "log cy Met -k visit -m 45 --sign", "plan revise p1 --reason 'new needs'"),
)
PAGES = ("", "overdue --csv", "agenda", "digest --always", "show ana", "show cy", "history", "export all",
         "report caseload", "task list --status all --csv", "find lease")  # fmt: skip


def test_the_drill_a_week_of_work_a_copy_a_loss_and_everything_is_back(served: Quick) -> None:
    """Every page and export after the loss is what it was before it."""
    moment = datetime(2026, 11, 30, 9)
    for day in WEEK:
        for line in day:
            served(*split(line), env={"CASELOAD_NOW": moment.isoformat(timespec="minutes")})
            moment += timedelta(minutes=40)
        moment = (moment + timedelta(days=1)).replace(hour=9, minute=0)
    served.environ["CASELOAD_NOW"] = "2026-12-05T08:00"

    def pages() -> list[str]:
        shutil.rmtree(served.home / "state", ignore_errors=True)
        return [served.run(*page.split()).out for page in PAGES]

    copy = served.home / "stick.db"
    served("backup", str(copy))
    before = pages()
    shutil.rmtree(served.db.parent)
    assert served.run("today").code == 5
    served("restore", str(copy))
    assert pages() == before
    assert served("undo") == ""
    assert pages() != before
