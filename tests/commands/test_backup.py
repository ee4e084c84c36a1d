"""`backup`: a copy has its name only when it was opened and found whole; how old the last one is goes by the names."""

import os
import random
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Program
from store.test_transactions import needs_strace, run_traced

from caseload.store import backups
from caseload.store.dated import made_at, next_name
from caseload.store.opening import SCHEMA
from commands.conftest import Quick

NAME = "caseload-2026-11-25T150000Z.db"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def beside(program: Program) -> list[str]:
    """What is under the folder of the database, but for the database."""
    files = (one for one in program.db.parent.rglob("*") if one.is_file() and one != program.db)
    return sorted(str(one.relative_to(program.db.parent)) for one in files)


# Made


@pytest.mark.usefixtures("chicago")
def test_a_copy_is_its_owners_alone_named_by_its_moment_and_holds_everything(ana: Program) -> None:
    ran = ana.shell("umask 022; caseload backup")
    copy = ana.db.parent / "backups" / NAME
    assert ran.out == f"{copy}\n"
    assert ran.err.startswith(f"verified {copy} (mode 0600): ")
    assert " · 1 record · newest of " in ran.err
    assert "ana" not in ran.err.lower().replace(str(ana.home).lower(), "")
    assert (mode(copy), mode(copy.parent)) == (0o600, 0o700)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    for words in (("export", "all"), ("history",), ("show", "ana")):
        assert ana(*words, "--db", str(copy)) == ana(*words)


@pytest.mark.usefixtures("chicago")
def test_a_copy_changes_nothing_in_the_database_and_two_of_one_second_are_two(ana: Program) -> None:
    before = (ana.fingerprint, ana.db.stat().st_mtime_ns)
    first, second = ana("backup"), ana("backup")
    assert [Path(one.strip()).name for one in (first, second)] == [NAME, "caseload-2026-11-25T150001Z.db"]
    assert beside(ana) == [f"backups/{NAME}", "backups/caseload-2026-11-25T150001Z.db"]
    assert (ana.fingerprint, ana.db.stat().st_mtime_ns) == before


@pytest.mark.usefixtures("chicago")
def test_a_folder_takes_a_copy_named_by_its_moment(ana: Program, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    assert ana("backup", str(tmp_path / "stick")) == f"{tmp_path}/stick/{NAME}\n"


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("there.db", 1, "is never replaced"),
        ("link.db", 1, "is a link"),
        ("data/caseload.db", 1, "is the database"),
        ("data/caseload.db-journal", 1, "is a file of the database"),
        ("nowhere/c.db", 74, "cannot write"),
        ("c.db.gz", 2, "would not be compressed"),
        ("/dev/full", 1, "is a device"),
    ],
)
def test_no_copy_is_put_where_something_is_or_where_none_can_be(
    served: Quick, tmp_path: Path, place: str, code: int, said: str
) -> None:
    (tmp_path / "there.db").write_text("mine")
    (tmp_path / "link.db").symlink_to("elsewhere.db")
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    ran = served.run("backup", str(tmp_path / place))
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1), ran
    assert said in ran.err
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def test_without_a_database_no_folder_is_made_for_copies(nobody: Program) -> None:
    ran = nobody.run("backup")
    assert (ran.code, "caseload init" in ran.err) == (5, True)
    assert not nobody.db.parent.exists()


@pytest.mark.usefixtures("chicago")
def test_the_folder_of_the_configuration_is_used_and_never_made(ana: Program, tmp_path: Path) -> None:
    config = tmp_path / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[backup]\nfolder = "{tmp_path}/stick/copies"\n')
    assert ana.run("backup").code == 74
    assert not (tmp_path / "stick").exists()
    (tmp_path / "stick").mkdir()
    assert ana("backup") == f"{tmp_path}/stick/copies/{NAME}\n"


# Not made


def _a_row_less(connection: sqlite3.Connection) -> None:
    connection.execute("delete from goal where id = 3")


def _another_newest(connection: sqlite3.Connection) -> None:
    connection.execute("update goal set title = 'Other' where id = 3")


@pytest.mark.parametrize("spoil", [_a_row_less, _another_newest])
def test_a_copy_that_is_not_what_the_database_is_counts_as_none(
    served: Quick, spoil: Callable[[sqlite3.Connection], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups._vacuumed

    def spoiled(reader: sqlite3.Connection, partial: Path, place: Path) -> None:
        made(reader, partial, place)
        with closing(sqlite3.connect(partial)) as connection:
            spoil(connection)
            connection.commit()

    monkeypatch.setattr(backups, "_vacuumed", spoiled)
    ran = served.run("backup")
    assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
    assert "does not hold what the database does" in ran.err
    assert beside(served) == []


@pytest.mark.parametrize(
    "index", ["", "task_unread"], ids=["forty pages", "a page that counting the rows does not read"]
)
def test_a_copy_that_is_not_sound_counts_as_none(served: Quick, monkeypatch: pytest.MonkeyPatch, index: str) -> None:
    made = backups._vacuumed

    def spoiled(reader: sqlite3.Connection, partial: Path, place: Path) -> None:
        made(reader, partial, place)
        first, pages = 9, 40
        if index:
            with closing(sqlite3.connect(partial)) as connection:
                sql = "select rootpage from sqlite_master where name = ?"
                first, pages = connection.execute(sql, (index,)).fetchone()[0], 1
        with partial.open("r+b") as file:
            file.seek((first - 1) * 4096)
            file.write(random.Random(1).randbytes(pages * 4096))

    monkeypatch.setattr(backups, "_vacuumed", spoiled)
    ran = served.run("backup")
    assert (ran.code, "is not sound" in ran.err) == (5, True)
    assert beside(served) == []


def test_of_a_damaged_database_no_copy_is_kept(served: Quick) -> None:
    with served.db.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(random.Random(1).randbytes(200 * 4096))
    ran = served.run("backup")
    assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
    assert [one for one in beside(served) if one.startswith("backups")] == []


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_what_somebody_is_writing_is_not_in_the_copy_and_he_is_not_disturbed(served: Quick, journal: str) -> None:
    with closing(sqlite3.connect(served.db, isolation_level=None)) as other:
        other.execute(f"pragma journal_mode = {journal}")
        other.execute("update client set phone = '1' where id = 1")
        other.execute("begin immediate")
        other.execute("update client set phone = '2' where id = 1")
        copy = Path(served("backup").strip())
        other.execute("commit")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("select phone from client where id = 1").fetchone() == ("1",)
    served("backup", "--verify", str(copy))


@needs_strace
@pytest.mark.parametrize(
    "fault",
    [
        "pwrite64:error=ENOSPC:when=5+",
        "pwrite64:error=ENOSPC:when=300+",
        "fsync:error=EIO:when=1",
        "link,linkat:error=EROFS",
    ],
)
def test_where_the_disk_is_full_or_fails_there_is_no_copy(ana: Program, fault: str) -> None:
    calls = fault.partition(":")[0]
    options = ("-o", str(ana.home / "strace"), "-e", f"trace={calls}", "-e", f"inject={fault}")
    ran = run_traced(ana, options, "backup")
    assert (ran.code, ran.out, ran.err.count("\n")) == (74, "", 1), ran
    assert beside(ana) == []


@needs_strace
@pytest.mark.parametrize("fault", ["pwrite64:signal=KILL:when=9", "link,linkat:signal=KILL:when=1"])
def test_killed_there_is_no_copy_or_a_whole_one_and_the_next_clears_up(ana: Program, fault: str) -> None:
    options = ("-o", str(ana.home / "strace"), "-e", f"trace={fault.partition(':')[0]}", "-e", f"inject={fault}")
    assert run_traced(ana, options, "backup").code == -9
    left = beside(ana)
    assert any(one.endswith(".part") for one in left)
    for one in left:
        if one.endswith(".db"):
            ana("backup", "--verify", str(ana.db.parent / one))
    ana("backup")
    assert {one.rpartition(".")[2] for one in beside(ana)} == {"db"}
    for one in beside(ana):
        ana("backup", "--verify", str(ana.db.parent / one))


# Looked at again


def _fifo(copy: Path) -> None:
    copy.unlink()
    os.mkfifo(copy)


def _journal(copy: Path) -> None:
    copy.with_name("c.db-wal").write_bytes(b"pages")


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (lambda copy: copy.unlink(), "there is no database"),
        (lambda copy: copy.write_bytes(b""), "is empty"),
        (lambda copy: copy.write_text("id,title\n" * 20), "is not a caseload database"),
        (lambda copy: os.truncate(copy, 8192), "is not sound"),
        (lambda copy: os.truncate(copy, copy.stat().st_size - 4096), "is not sound"),
        (lambda copy: copy.unlink() or copy.mkdir(), "is not a file"),
        (_fifo, "is not a file"),
        (lambda copy: copy.rename(copy.with_name("real")) and copy.symlink_to("real"), "is a symbolic link"),
        (lambda copy: sqlite3.connect(copy).execute("pragma application_id = 1"), "another program's"),
        (lambda copy: sqlite3.connect(copy).execute(f"pragma user_version = {SCHEMA + 1}"), "newer caseload"),
        (lambda copy: sqlite3.connect(copy).execute("drop table operation"), "is not sound"),
        (_journal, "doctor settles it"),
    ],
)
def test_what_is_no_sound_copy_is_refused_in_a_line_and_left_as_it_is(
    served: Quick, tmp_path: Path, put: Callable[[Path], object], said: str
) -> None:
    copy = tmp_path / "c.db"
    served("backup", str(copy))
    put(copy)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    ran = served.run("backup", "--verify", str(copy))
    assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1), ran
    assert said in ran.err
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def test_a_copy_with_a_write_ahead_log_is_read_without_one(served: Quick, tmp_path: Path) -> None:
    copy = tmp_path / "c.db"
    served("backup", str(copy))
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("pragma journal_mode = wal")
    assert "is sound" in served.run("backup", "--verify", str(copy)).err
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("c.db-")]


def test_to_verify_wants_a_file(served: Quick) -> None:
    assert served.run("backup", "--verify").code == 2


# How old the last one is


@pytest.mark.parametrize(
    ("config", "copies", "told"),
    [
        ("", {}, ""),
        ("", {"caseload": 7}, ""),
        ("", {"caseload": 8}, "the last good copy is of 2026-11-17, 8 days ago"),
        ("", {"caseload": 8, "other": 1}, "the last good copy is of 2026-11-17, 8 days ago"),
        ("", {"caseload": -3}, ""),
        ('every = "3d"', {"caseload": 4}, "the last good copy is of 2026-11-21, 4 days ago"),
        ('every = "1m"', {"caseload": 30}, ""),
        ('every = "off"', {"caseload": 400}, ""),
    ],
)
def test_the_pages_of_the_day_say_when_the_last_copy_is_too_old(
    served: Quick, tmp_path: Path, config: str, copies: dict[str, int], told: str
) -> None:
    (tmp_path / "config" / "caseload").mkdir(parents=True)
    (tmp_path / "config" / "caseload" / "config.toml").write_text(f'timezone = "UTC"\n[backup]\n{config}\n')
    (served.db.parent / "backups").mkdir()
    for name, days in copies.items():
        day = date(2026, 11, 25) - timedelta(days=days)
        # By its name alone.
        (served.db.parent / "backups" / f"{name}-{day}T150000Z.db").touch()
    for words in (("today",), ("digest", "--always")):
        lines = [line for line in served(*words).splitlines() if "caseload backup makes one" in line]
        assert [line.partition(";")[0] for line in lines] == ([told] if told else [])
    assert "backup" not in served("today", "--json")


def test_where_none_was_ever_made_it_is_said_once_the_first_record_is_that_old(served: Quick, nobody: Program) -> None:
    assert "no copy" not in served("today", env={"CASELOAD_NOW": "2026-12-02T09:00"})
    late = {"CASELOAD_NOW": "2026-12-03T09:00"}
    place = served.db.parent / "backups"
    assert f"no copy is in {place}, after 8 days; caseload backup" in served("today", env=late)
    # An invented caseload is made anew, and a day that was looked up is another day's page.
    nobody("demo")
    demo = str(nobody.home / ".local" / "share" / "caseload" / "demo.db")
    assert "no copy" not in nobody("today", "--db", demo, env=late)
    assert "no copy" not in served("today", "--date", "2026-12-03")


def test_the_names_of_other_files_are_no_copies() -> None:
    names = ["caseload.db", "caseload-2026-11-25T150000Z", "caseload-2026-13-25T150000Z.db", "xcaseload-2026-11-25.db",
             "caseload-2026-11-25T150000+.db", ".caseload-2026-11-25T150000Z.db.1.part", NAME]  # fmt: skip
    assert made_at(names, "/x/caseload.db") == {NAME: "2026-11-25T15:00:00Z"}
    assert made_at(names, "/x/caseload") == {"caseload-2026-11-25T150000Z": "2026-11-25T15:00:00Z"}
    assert next_name("caseload.db", "2026-12-31T23:59:59Z", {"caseload-2026-12-31T235959Z.db"}.__contains__) == (
        "caseload-2027-01-01T000000Z.db"
    )
