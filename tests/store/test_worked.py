"""Files in which programs of older schemas worked for days: what was done then is told, taken back and brought back."""

import gzip
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from commands.conftest import Quick
from conftest import Program

OLD = Path(__file__).parent / "worked"


@pytest.fixture
def first(nobody: Program) -> Quick:
    """A file of schema 1: two clients, tasks in a series, an import, edits; two steps undone, the last of all one."""
    return opened(nobody, 1)


@pytest.fixture
def screened(nobody: Program) -> Quick:
    """A file of schema 8: a client screened with phq-9 and gad-7, and with phq-2, which was undone as the last step."""
    return opened(nobody, 8)


def opened(program: Program, schema: int) -> Quick:
    program.db.parent.mkdir(parents=True, exist_ok=True)
    program.db.write_bytes(gzip.decompress((OLD / f"schema-{schema}.db.gz").read_bytes()))
    program.db.chmod(0o600)
    return Quick(program.home, program.environ)


def told(program: Quick, ref: str) -> list[list[object]]:
    found = json.loads(program("history", ref, "--json", "--sensitive"))
    return [[one[key] for key in ("op", "command", "field", "before", "after")] for one in found]


def test_what_was_done_before_all_upgrades_is_told_with_its_values(first: Quick) -> None:
    assert [6, "client edit", "phone", "555-0101", "555-0199"] in told(first, "ana")
    assert [15, "task edit", "title", "One", "One more"] in told(first, "t4")
    assert [14, "import task", "title", None, "One"] in told(first, "t4")
    assert [9, "undo 8", "body", "Seen at home", None] in told(first, "n1")
    steps = json.loads(first("history", "--json"))
    assert [(one["op"], one["command"], one["state"], one["who"]) for one in steps if one["op"]][:3] == [
        (17, "undo 16", "done", None), (16, "log", "undone", None), (15, "task edit", "done", None)
    ]  # fmt: skip


@pytest.mark.parametrize("fixture", ["first", "screened"])
def test_every_step_of_before_is_taken_back_to_the_first_and_brought_back_byte_for_byte(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    program: Quick = request.getfixturevalue(fixture)
    whole = program("export", "all")
    after = [whole]
    while (ran := program.run("undo", "--yes")).code == 0:
        after.append(program("export", "all"))
    assert (ran.code, "there is nothing to undo" in ran.err) == (3, True), ran
    assert not [one for one in json.loads(after[-1]).values() if isinstance(one, list) and one]
    for before in after[-2::-1]:
        program("redo")
        assert program("export", "all") == before
    assert program.run("doctor").code == 0


def test_what_was_undone_before_an_upgrade_comes_back_guarded_as_the_others_are(
    screened: Quick,
) -> None:
    laws = "id,screen,sensitivity"
    assert screened("assessment", "list", "--sensitive", "--fields", laws) == "as2\tgad-7\tMH\nas1\tphq-9\tMH\n"
    screened("redo")
    assert "as3\tphq-2\tMH\n" in screened("assessment", "list", "--sensitive", "--fields", laws)
    assert {one["sensitivity"] for one in json.loads(screened("export", "all"))["instrument"]} == {"MH"}


def test_an_edit_of_before_an_upgrade_is_taken_back_and_what_the_upgrade_made_stays(screened: Quick) -> None:
    screened("undo", "4", "--yes")
    assert screened("assessment", "list", "--sensitive", "--fields", "id,assessed_on,sensitivity") == (
        "as1\t2026-11-23\tMH\nas2\t2026-11-23\tMH\n"
    )


def test_an_upgrade_is_told_as_one_and_is_nothing_that_another_program_wrote(screened: Quick) -> None:
    assert [None, "by an upgrade", "sensitivity", "normal", "MH"] in told(screened, "as1")
    assert "an upgrade" in {one["who"] for one in json.loads(screened("history", "--json"))}
    ran = screened.run("undo", "--outside", "as1")
    assert (ran.code, "no other program has written to as1" in ran.err) == (1, True), ran
    # The log tells moments apart by the second.
    time.sleep(1.1)
    with closing(sqlite3.connect(screened.db)) as other, other:
        other.execute("update assessment set sensitivity = 'SUD' where id = 1")
    ran = screened.run("undo", "2", "--yes")
    assert (ran.code, "as1 has been changed since, outside caseload" in ran.err) == (1, True), ran
