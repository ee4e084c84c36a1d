"""What was found by trying to break it, each one of a kind: a stream, a clock, a link, another program's statement."""

import errno
import json
import os
import re
import sqlite3
import subprocess
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from conftest import Program, Ran, executable

from caseload import placing
from caseload.app import _without_values
from caseload.errors import Unusable
from caseload.intake.draft import left_over
from caseload.output.files import Place, new_file
from caseload.records.of.names import handle_from, is_handle
from caseload.store import asking
from caseload.store.opening import looseness, open_existing


def spoil(path: Path, *statements: str) -> None:
    """Let another program write to the file, one that keeps none of its rules."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma ignore_check_constraints = on")
        for sql in statements:
            connection.execute(sql)


# Streams


@pytest.mark.parametrize(
    ("line", "code"),
    [("show zzz", 3), ("nonsense", 2), ("task add ana Call", 0), ("log ana Hi --on never", 2), ("--db /none today", 5)],
)
def test_the_exit_code_is_the_same_whether_anybody_reads_stderr_or_not(ana: Program, line: str, code: int) -> None:
    for streams in ("2>&-", "2>/dev/full", "2>&- <&-"):
        ran = ana.shell(f"caseload {line} {streams}")
        assert (ran.code, "Traceback" in ran.err) == (code, False), (streams, ran)


def test_a_file_never_gets_the_number_of_a_stream_that_was_closed(ana: Program) -> None:
    """What a library says on stderr would go into it."""
    before = ana.db.read_bytes()
    program = """
import os, sys
from caseload import app
sys.argv[1:] = ["task", "list", "-q"]
try:
    app.main()
except SystemExit:
    os.write(2, b"x" * 999)
"""
    (ana.home / "program.py").write_text(program)
    ran = ana.shell(f"{Path(executable()).with_name('python')} program.py 2>&-")
    assert (ran.code, ana.db.read_bytes() == before) == (0, True), ran


def test_debug_shows_where_and_never_what(ana: Program) -> None:
    spoil(ana.db, "update client set tags = '{\"Secret\": 1}'")
    ran = ana.run("client", "edit", "c1", "--set", "nothing=Secret", "--debug")
    assert ran.code != 0
    assert 'File "' in ran.err
    trace, _, said = ran.err.rpartition("caseload: ")
    assert "Secret" not in trace
    assert said.count("\n") == 1


def test_debug_tells_of_which_kind_an_error_and_those_behind_it_are_and_nothing_that_they_say() -> None:
    error, error.__cause__ = ValueError("Secret"), KeyError("Secret")
    assert _without_values(error) == "builtins.KeyError\n\nbuiltins.ValueError\n"


# Files


def test_what_does_not_fit_is_told_with_its_place_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"cannot write .*x\.csv: No space left"), new_file(Place(tmp_path / "x.csv")):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []


def test_an_older_schema_where_nothing_can_be_written_is_5_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gzip

    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(next(Path(__file__).parents[1].glob("store/schemas/schema-7.db.gz")).read_bytes()))

    def refused(_place: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(placing, "_new", refused)
    before = path.read_bytes()
    with pytest.raises(Unusable, match=r"of schema 7, and cannot be brought up to date .*Read-only") as caught:
        open_existing(path)
    assert (caught.value.code, "--debug" in str(caught.value)) == (5, False)
    assert path.read_bytes() == before


@pytest.mark.parametrize("owner", [0, os.geteuid(), 1])
def test_a_private_file_goes_through_no_folder_that_is_a_link_of_somebody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: int
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    if owner != os.geteuid():
        if os.geteuid():
            pytest.skip("only root gives a link away")
        monkeypatch.setattr(os, "geteuid", lambda: 2)
        os.lchown(tmp_path / "link", owner, owner)
    ours = nullcontext() if owner != 1 else pytest.raises(OSError, match="is a link of somebody else's")
    with ours, placing.unfinished(tmp_path / "link" / "x.csv"):
        pass


@pytest.mark.parametrize(
    ("mode", "said"), [(0o700, ""), (0o755, ""), (0o770, "can replace"), (0o777, "can replace"), (0o1777, "")]
)
def test_a_folder_in_which_others_may_write_is_remarked(ana: Program, mode: int, said: str) -> None:
    ana.db.parent.chmod(mode)
    assert said in looseness(ana.db)
    assert bool(looseness(ana.db)) is bool(said)


def test_a_file_of_another_user_is_remarked(ana: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 77)
    assert "belongs to another user" in looseness(ana.db)


def test_a_text_that_a_killed_run_left_in_its_editor_is_told_of_and_one_that_is_open_is_not(tmp_path: Path) -> None:
    environ = {"XDG_RUNTIME_DIR": str(tmp_path)}
    code = """
import sys, os, time
from caseload.intake import draft
class Desk:
    interactive, dry_run, state_dir, terminal = True, False, sys.argv[1], None
    environ = {"XDG_RUNTIME_DIR": sys.argv[1]}
def edit(desk, file):
    file.write_text("half a note")
    print("written", flush=True)
    time.sleep(60)
draft._edit = edit
with draft.draft(Desk(), None): pass
"""
    python = Path(executable()).with_name("python")
    with subprocess.Popen([python, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "written\n"
        assert left_over(environ, str(tmp_path / "state")) == []
        run.kill()
    (found,) = left_over(environ, str(tmp_path / "state"))
    assert found.read_text() == "half a note"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a link away")
def test_no_text_is_written_in_a_folder_that_is_a_link_of_somebody_elses(ana: Program, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    for name in ("run", "state"):
        (tmp_path / name).symlink_to("theirs")
        os.lchown(tmp_path / name, 1, 1)
    env = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as other:
        other.execute("begin immediate")
        ran = ana.run("note", "add", "ana", "-", "--quiet", stdin="half a note", env=env)
    assert ran.code == 5
    assert list((tmp_path / "theirs").iterdir()) == []
    assert "your text is kept in /dev/shm/" in ran.err
    Path(re.findall("/dev/shm/[^;]+", ran.err)[0]).unlink()


def test_doctor_names_texts_that_were_never_stored(ana: Program) -> None:
    kept = Path(ana.environ["XDG_STATE_HOME"], "caseload", "draft-x.txt")
    kept.parent.mkdir(parents=True)
    kept.write_text("half a note")
    assert f"{kept} is a text that was never stored" in ana.run("doctor").out


# What another program writes


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + bytes(84)])
def test_doctor_says_to_programs_too_why_a_file_cannot_be_opened(ana: Program, content: bytes) -> None:
    ana.db.write_bytes(content)
    ran = ana.run("doctor", "--json")
    [found] = json.loads(ran.out)
    assert (ran.code, found["check"], found["state"]) == (5, "file", "bad")
    assert found["detail"] in ran.err


def test_a_step_left_open_is_named_and_refused_with_what_closes_it(ana: Program) -> None:
    spoil(ana.db, "update operation set open = 1 where id = 1")
    ran = ana.run("task", "add", "ana", "Call")
    assert (ran.code, "left a step open" in ran.err, "doctor --fix" in ran.err) == (5, True, True)
    found = ana.run("doctor")
    assert (found.code, "step 1 was left open" in found.out) == (1, True)


@pytest.mark.parametrize("name", ["m099_of_tomorrow", "m001_of_another_branch"])
def test_an_upgrade_that_is_not_ours_is_refused(ana: Program, name: str) -> None:
    spoil(ana.db, f"insert into _sqlite_migrations (migration_set, name) values ('caseload', '{name}')")
    ran = ana.run("today")
    assert (ran.code, "does not know" in ran.err) == (5, True)
    spoil(ana.db, "delete from _sqlite_migrations where name = 'm005_own_fields'")
    assert f"migration {name} is none that this caseload knows" in ana.run("doctor").out
    spoil(ana.db, "pragma user_version = 17")
    ran = ana.run("today")
    assert (ran.code, "does not know" in ran.err) == (5, True)


@pytest.mark.parametrize("table", ["identity", "operation", "change", "task", "client", "field", "_sqlite_migrations"])
def test_doctor_on_a_file_without_one_of_its_tables_never_sends_to_doctor(ana: Program, table: str) -> None:
    ana("backup", "-q")
    spoil(ana.db, f"drop table {table}")
    ran = ana.run("doctor")
    assert ran.code in (1, 5)
    assert "see caseload doctor" not in ran.err
    assert "--salvage" in ran.err if ran.code == 5 else f"table {table} is missing" in ran.out


def test_a_record_whose_client_is_gone_can_be_mended_and_voided(ana: Program) -> None:
    for title in ("One", "Two", "Three"):
        ana("task", "add", "ana", title)
    spoil(ana.db, "update task set client_id = 99")
    assert ana.run("task", "edit", "t1", "--to-client", "c1") == Ran(
        0, "", "t1 One · ana-ruiz · moved from me · undo: caseload undo\n"
    )
    assert ana.run("task", "void", "t2", "--reason", "twice").code == 0
    mends = re.findall("mend it: caseload (undo --outside t[0-9])", ana.run("doctor").out)
    assert mends == ["undo --outside t2", "undo --outside t3"]
    assert [ana.run(*line.split()).code for line in ("undo", *mends)] == [0, 0, 0]
    assert ana.run("doctor").code == 0


def test_what_another_program_wrote_is_taken_back_and_earlier_steps_can_be_undone_again(ana: Program) -> None:
    ana("task", "add", "ana", "One")
    before = ana("export", "task", "--csv")
    ana("task", "edit", "t1", "--title", "Two")
    spoil(ana.db, "update task set title = 'Three'", "update task set title = 'Four'")
    assert "no other program has written to c1" in ana.run("undo", "--outside", "ana").err
    refused = ana.run("undo")
    assert (refused.code, "caseload undo --outside t1" in refused.err) == (1, True)
    assert ana.run("undo", "--outside", "t1").code == 0
    ana("undo")
    assert ana("export", "task", "--csv") == before
    again = ana.run("undo", "--outside", "t1")
    assert (again.code, "t1 has been changed since" in again.err) == (1, True)
    assert ana.run("undo", "3", "--outside", "t1").code == 2
    assert ana("redo") == ""
    spoil(ana.db, "delete from task")
    assert ana.run("undo", "--outside", "t1").code == 0
    assert ana("task", "list", "--ids") == "t1\n"


# The clock, and what had no end


@pytest.mark.parametrize(("now", "told"), [("2026-11-25T09:00", 0), ("2026-11-24T09:00", 0), ("2026-11-24T08:59", 1)])
def test_a_clock_set_back_is_remarked_by_a_write_and_by_doctor(ana: Program, now: str, told: int) -> None:
    later = {"CASELOAD_NOW": now}
    assert ana.run("task", "add", "ana", "Call", env=later).err.count("is the clock right?") == told
    assert ana.run("doctor", env=later).out.count("is the clock right?") == told


def test_the_day_s_page_and_the_digest_remark_a_clock_that_was_set_back(ana: Program) -> None:
    """By it they would call nothing late."""
    ana("task", "add", "ana", "Call", "--due", "2026-11-20")
    for words in (("today",), ("digest", "--always")):
        assert "is the clock right?" not in ana(*words)
        assert ana(*words, env={"CASELOAD_NOW": "2026-11-12T09:00"}).count("is the clock right?") == 1


def test_a_handle_made_of_a_name_has_an_end() -> None:
    assert handle_from("Ana", "Ruiz") == "ana-ruiz"
    assert handle_from("Ana " * 30, "Ruiz") == "-".join(["ana"] * 10)
    for given in ("x" * 300, "a" * 40 + " b", "a" * 39 + " b", "é" * 99, "ん" * 99):
        assert len(handle_from(given, None)) <= 40
        assert is_handle(handle_from(given, None))


def test_a_question_that_comes_to_no_end_is_given_up(ana: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_SECONDS", 0.2)
    endless = "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n"
    with pytest.raises(Exception, match="comes to no end") as caught, asking.answered(ana.db, endless) as answer:
        list(answer.rows)
    assert caught.value.code == 1  # type: ignore[attr-defined]
