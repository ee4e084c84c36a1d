"""A damaged file takes no writes from when that is known, and what could not be looked at is not called bad."""

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from conftest import Program, executable

from caseload.store.damage import faults, is_damage
from store.test_transactions import bound, told, unprivileged  # noqa: F401 - fixtures

ADD = ("task", "add", "ana", "Call")


def damage(path: Path) -> None:
    """Let an index miss what its table holds, as a bad disk does; most of the file can be read."""
    connection = sqlite3.connect(path, isolation_level=None)
    root, size = (connection.execute(sql).fetchone()[0] for sql in (
        "select rootpage from sqlite_master where name = 'change_record'", "pragma page_size"))  # fmt: skip
    connection.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size + 3)
        file.write(b"\0\0")


def checks(program: Program) -> dict[str, dict[str, str]]:
    return {row["check"]: row for row in json.loads(program.run("doctor", "--json").out)}


def test_a_file_that_doctor_called_damaged_takes_no_writes_until_a_sound_one_is_in_its_place(ana: Program) -> None:
    shutil.copy(ana.db, ana.home / "copy.db")
    damage(ana.db)
    before = ana.fingerprint
    assert ana.run("doctor").code == 1
    assert checks(ana)["integrity"]["state"] == "bad"
    for words in (ADD, ("undo",), ("import", "all", os.devnull), ("client", "edit", "ana", "--acuity", "2")):
        ran = ana.run(*words)
        if words[0] != "import":
            assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 2), ran
            assert "is damaged and takes no more writes" in ran.err
            assert "put back a copy" in ran.err
    assert ana.fingerprint == before
    ran = ana.run("client", "list", "--ids", "--quiet")
    assert (ran.code, ran.out, "what is shown may not be all" in ran.err) == (0, "c1\n", True)
    # Over it, as `cp` does.
    ana.db.write_bytes((ana.home / "copy.db").read_bytes())
    assert ana(*ADD) == "t1\n"
    assert [one.name for one in ana.db.parent.iterdir()] == ["caseload.db"]
    assert ana.run("doctor").code == 0


def test_one_that_was_touched_and_is_still_damaged_stays_refused(ana: Program) -> None:
    damage(ana.db)
    ana.run("doctor")
    os.utime(ana.db)
    for _ in range(2):
        assert ana.run(*ADD).code == 5


def test_doctor_frees_a_file_that_is_sound_again(ana: Program) -> None:
    good = ana.db.read_bytes()
    damage(ana.db)
    ana.run("doctor")
    assert (ana.db.parent / "caseload.db.damaged").stat().st_mode & 0o777 == 0o600
    ana.db.write_bytes(good)
    assert ana.run("doctor").code == 0
    assert not (ana.db.parent / "caseload.db.damaged").exists()


def test_an_import_looks_before_it_writes(ana: Program) -> None:
    (ana.home / "t.csv").write_text("title\nCall\n")
    damage(ana.db)
    before = ana.fingerprint
    ran = ana.run("import", "task", str(ana.home / "t.csv"))
    assert (ran.code, "takes no more writes" in ran.err) == (5, True)
    assert ana.fingerprint == before


@pytest.mark.parametrize(
    "sql",
    [
        "pragma ignore_check_constraints = on; update task set status = 'odd'",
        "insert into task_fts (task_fts) values ('delete-all')",
        "drop trigger task_log_insert",
        "update task set due = 'tomorrow'",
    ],
)
def test_what_a_row_says_is_no_damage_and_can_be_mended(ana: Program, sql: str) -> None:
    ana(*ADD)
    connection = sqlite3.connect(ana.db)
    connection.executescript(sql)
    connection.close()
    assert ana.run("doctor").code == 1
    assert ana.run("task", "add", "ana", "Another").code == 0


def test_a_page_that_is_damaged_is_known_behind_ever_so_many_odd_values(ana: Program) -> None:
    connection = sqlite3.connect(ana.db, isolation_level=None)
    connection.executescript("""
        pragma ignore_check_constraints = on;
        with recursive n (i) as (select 1 union all select i + 1 from n limit 60)
        insert into task (title, status, created_at, updated_at) select i, 'odd', '', '' from n""")
    connection.close()
    damage(ana.db)
    ana.run("doctor")
    assert ana.run("task", "add", "me", "Call").code == 5


def test_doctor_does_not_send_to_doctor_where_it_cannot_look(ana: Program) -> None:
    with ana.db.open("r+b") as file:
        # Where the first page of the schema begins.
        file.seek(100)
        file.write(bytes(20))
    said = "caseload: the database cannot be read: database disk image is malformed; "
    assert ana.run("today").err == said + "see caseload doctor, or put back a copy: caseload restore FILE\n"
    ran = ana.run("doctor")
    back = "put a backup in its place, or take out what can be read: caseload doctor --salvage OUT\n"
    assert (ran.code, ran.err) == (5, said + back)


def test_every_fault_of_the_file_is_told_from_those_of_its_rows() -> None:
    of_rows = ["CHECK constraint failed in task", "NULL value in task.title", "non-TEXT value in task.title",
               "malformed inverted index for FTS5 table main.note_fts"]  # fmt: skip
    of_the_file = ["wrong # of entries in index client_open", "row 1 missing from index client_open",
                   "non-unique entry in index client_handle", "Tree 5 page 5: btreeInitPage() returns error code 11",
                   "Page 7: never used", "database disk image is malformed"]  # fmt: skip
    assert [is_damage(one) for one in (*of_rows, *of_the_file)] == [False] * 4 + [True] * 6
    assert list(faults(sqlite3.connect(":memory:"))) == []


def test_doctor_says_what_it_has_not_looked_at_while_another_writes(ana: Program) -> None:
    other = sqlite3.connect(ana.db, isolation_level=None)
    other.execute("begin immediate")
    ran = ana.run("doctor", "--json")
    other.close()
    found = {row["check"]: (row["state"], row["detail"]) for row in json.loads(ran.out)}
    assert ran.code == 0
    assert found["search index"] == ("warning", "not looked at, because another program is using the database")


def test_doctor_says_what_it_has_not_looked_at_in_a_file_that_can_only_be_read(bound: Program) -> None:  # noqa: F811
    bound.db.chmod(0o400)
    command = [*unprivileged(), executable(), "doctor", "--json"]
    ran = subprocess.run(command, capture_output=True, env=bound.environ, text=True, check=False, timeout=60)
    found = {row["check"]: (row["state"], row["detail"]) for row in json.loads(ran.stdout)}
    assert ran.returncode == 0, ran
    assert found["search index"][0] == "warning"
    assert found["search index"][1].startswith("not looked at, because the file, or its folder, can only be read")


def test_a_search_index_that_does_not_agree_is_bad(ana: Program) -> None:
    connection = sqlite3.connect(ana.db)
    connection.executescript("insert into client_fts (client_fts) values ('delete-all')")
    connection.close()
    assert checks(ana)["search index"]["state"] == "bad"


def test_doctor_names_the_copies_that_lie_there_and_what_killed_runs_left(ana: Program) -> None:
    folder = ana.db.parent
    shutil.copy(ana.db, folder / "caseload.db.schema-1")
    connection = sqlite3.connect(folder / "caseload.db.schema-1")
    connection.execute("pragma user_version = 1")
    connection.close()
    (folder / "caseload.db.schema-2").write_bytes(b"no database")
    (folder / "caseload.db.schema-2.12345").write_bytes(b"half")
    (folder / ".caseload.db.9.part").write_bytes(b"half")
    rows = [row for row in json.loads(ana("doctor", "--json")) if row["check"] == "copies"]
    assert [(row["state"], row["detail"].removeprefix(f"{folder}/")) for row in rows] == [
        ("ok", "caseload.db.schema-1 is sound, from before schema 2"),
        ("warning", "caseload.db.schema-2 is not sound: no copy to go back to"),
        ("warning", ".caseload.db.9.part is what a killed run left; it can be removed"),
        ("warning", "caseload.db.schema-2.12345 is what a killed run left; it can be removed"),
    ]
