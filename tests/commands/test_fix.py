"""`doctor --fix` mends what is derived from the rest, and nothing that somebody wrote."""

import json
import sqlite3
from contextlib import closing

import pytest
from conftest import Program
from store.test_damage import damage


def spoil(program: Program, script: str) -> None:
    with closing(sqlite3.connect(program.db, isolation_level=None)) as connection:
        connection.executescript(script)


def bad(program: Program) -> list[str]:
    return [one["detail"] for one in json.loads(program.run("doctor", "--json").out) if one["state"] == "bad"]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("drop trigger task_log_insert", "made trigger task_log_insert anew"),
        ("drop trigger task_log_insert; create trigger task_log_insert after insert on task begin select 1; end",
         "made trigger task_log_insert anew"),
        ("drop index task_client", "made index task_client anew"),
        ("drop view open_task", "made view open_task anew"),
        ("drop trigger operation_is_not_edited; drop trigger merge_is_not_deleted",
         "made trigger operation_is_not_edited anew"),
        ("drop view open_task; create view open_task as select 1", "made view open_task anew"),
        ("insert into task_fts (task_fts) values ('delete-all')", "made the search index of task anew"),
        ("drop table task_fts", "made table task_fts anew"),
        ("update operation set open = 1 where id = 2", "closed the step that another program had left open"),
    ],
)  # fmt: skip
def test_what_is_derived_is_made_anew_and_all_works_as_before(ana: Program, script: str, said: str) -> None:
    ana("task", "add", "ana", "Call", "the", "landlord")
    before = ana("export", "all")
    spoil(ana, script)
    assert bad(ana)
    as_it_was = ana.fingerprint
    assert ana.run("doctor").code == 1
    assert ana.fingerprint == as_it_was
    ran = ana.run("doctor", "--fix")
    assert (ran.code, said in ran.err.splitlines()) == (0, True), ran
    assert bad(ana) == []
    assert ana("export", "all") == before
    assert ana("find", "landlord", "--ids") == "t1\n"
    ana("task", "add", "ana", "Again")
    ana("undo")
    assert ana("export", "all") == before
    assert ana.run("doctor", "--fix").err == ""


def test_an_index_that_disagrees_with_its_table_is_mended_and_the_file_takes_writes_again(ana: Program) -> None:
    damage(ana.db)
    assert ana.run("doctor").code == 1
    assert ana.run("task", "add", "ana", "Call").code == 5
    ran = ana.run("doctor", "--fix")
    assert (ran.code, "made the indexes anew" in ran.err) == (0, True), ran
    assert ana.run("task", "add", "ana", "Call").code == 0


def test_damaged_pages_are_mended_by_nothing_and_the_way_out_is_named(ana: Program) -> None:
    with closing(sqlite3.connect(ana.db)) as connection:
        (root,) = connection.execute("select rootpage from sqlite_master where name = 'client'").fetchone()
    with ana.db.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)
    before = ana.fingerprint
    ran = ana.run("doctor", "--fix")
    assert (ran.code, "--salvage" in ran.err, ana.fingerprint == before) == (5, True, True), ran


def test_what_a_record_says_and_what_is_not_caseloads_stays(ana: Program) -> None:
    ana("task", "add", "ana", "Call")
    spoil(
        ana,
        "pragma ignore_check_constraints = on; update task set status = 'odd', client_id = 9; create table mine (x)",
    )
    before, left = bad(ana), ana.home / "data" / "caseload.db.schema-4"
    left.write_bytes(b"")
    assert ana.run("doctor", "--fix").code == 1
    assert bad(ana) == before
    assert left.exists()


def test_a_file_that_others_can_read_is_taken_from_their_eyes(ana: Program) -> None:
    ana.db.chmod(0o644)
    assert f"made {ana.db} yours alone (mode 0600)" in ana.run("doctor", "--fix").err
    assert ana.db.stat().st_mode & 0o777 == 0o600
