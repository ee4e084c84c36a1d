"""caseload undo, redo, history."""

import json
import re
import sqlite3
from shlex import split

import pytest
from nouns import EDITED, TABLES, WRITES
from typable import common_lines

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from commands.conftest import Quick


def exported(program: Quick) -> str:
    """Every record of every kind."""
    return program("export", "all")


@pytest.fixture
def day(served: Quick) -> Quick:
    """Something of every kind: t1 recurs and is late, t2 is Bo's, a1 is today, n1 is a draft, n2 is signed with ad1."""
    for line in (
        "task add ana Rent --due yesterday --every 1w",
        "task add bo Ask --goal g3",
        "appointment add ana Visit --at today@8:00",
        "note add ana A draft --goal g1",
        "note add ana Signed --sign",
        "note addendum n2 More",
        "person add ana Rosa Ruiz",
        "goal observe g1 10",
        "goal edit g2 --target-on 2026-12-01",
    ):
        served(*split(line))
    return served


LINES = (
    "client add Cy Dee",
    "client edit ana --city Springfield --tag court --tag high",
    "client close bo --reason moved --drop-open",
    "client handle ana anita",
    "person edit pe1 --role payee",
    "plan revise p1 --reason 'needs changed'",
    "goal observe g1 40 --achievement improving",
    "goal met g1",
    "task add ana Call --due fri",
    "task edit t1 --due +1w --clear every",
    "task drop t1",
    "done t1 t2",
    "snooze t1 a1 g2 p1 --to +1w --reason x",
    "appointment add ana Lab --at fri@9:00",
    "appointment move a1 --to fri",
    "appointment kept a1 --minutes 30",
    "appointment cancel a1 --reason pat-lt",
    "note edit n1 Other words --minutes 5 --clear goals",
    "note sign n1",
    "note addendum n2 Yet more",
    "note void n2 --reason x --yes",
    "client void ana --reason x --yes",
    "log ana Signed -m 5 --miles 1.5 --goal g1 --done t1 --task 'Send copy' --due +1w --sign",
)


@pytest.mark.parametrize("line", LINES)
def test_any_write_is_taken_back_whole_and_brought_back_whole(day: Quick, line: str) -> None:
    before = exported(day)
    day(*split(line))
    after = exported(day)
    assert after != before
    for _ in range(2):
        day("undo")
        assert exported(day) == before
        day("redo")
        assert exported(day) == after


EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=TABLES)


@EACH_KIND
def test_what_adds_edits_and_voids_any_kind_is_taken_back_whole_and_brought_back_whole(
    twofold: Quick, kind: type[Record]
) -> None:
    states = [exported(twofold)]
    for line in common_lines(kind).values():
        twofold(*line)
        states.append(exported(twofold))
    assert len(set(states)) == len(states) > 1
    for state in states[-2::-1]:
        twofold("undo")
        assert exported(twofold) == state
    for state in states[1:]:
        twofold("redo")
        assert exported(twofold) == state


@EACH_KIND
def test_a_dry_run_of_what_adds_edits_and_voids_any_kind_says_the_same_and_writes_nothing(
    twofold: Quick, kind: type[Record]
) -> None:
    for line in common_lines(kind).values():
        before = twofold.fingerprint
        dry = twofold.run(*line, "--dry-run")
        assert (dry.code, dry.out, twofold.fingerprint) == (0, "", before), dry
        said = dry.err.removeprefix("dry run, nothing is written: ")
        assert said != dry.err
        assert said == twofold.run(*line).err.replace(" · undo: caseload undo", "", 1)


def test_every_add_edit_and_void_there_is_is_among_them() -> None:
    tried = {path for kind in KINDS for path in common_lines(kind)}
    refused = {f"{noun} edit" for noun in TABLES} - {f"{kind.TABLE} edit" for kind in EDITED}
    there = {f"{kind.TABLE} {verb}" for kind in KINDS for verb in ("add", "edit", kind.VOID)} & set(WRITES)
    assert there - refused == tried


def test_all_that_was_ever_done_is_undone_step_by_step_and_redone(day: Quick) -> None:
    states = [exported(day)]
    for line in (
        "goal met g1",
        "done t1 t2",
        "snooze t3 a1 --to +1w --reason x",
        "appointment move a1 --to fri",
        "note sign n1",
        "note addendum n1 More",
        "client close bo --reason moved --drop-open",
        "client void ana --reason x --yes",
    ):
        day(*split(line))
        states.append(exported(day))
    for state in states[-2::-1]:
        day("undo")
        assert exported(day) == state
    for state in states[1:]:
        day("redo")
        assert exported(day) == state
    ran = day.run("redo")
    assert (ran.code, "there is nothing to redo" in ran.err) == (3, True)


def test_undo_and_redo_say_what_they_took_back_and_how_to_return(day: Quick) -> None:
    day("done", "t2", "t1")
    [number] = day("history", "--limit", "1", "--fields", "op").split()
    assert day.run("undo").err == f"undid {number}: done t2, t1, t3 · redo: caseload redo\n"
    assert day.run("redo").err == f"redid {number}: done t2, t1, t3 · undo: caseload undo {number}\n"
    assert day.run("undo", number).code == 0


def test_a_dry_run_of_undo_says_what_it_would_take_back_and_does_not(day: Quick) -> None:
    before = day.fingerprint
    ran = day.run("undo", "-n")
    assert ran.err.startswith("dry run, nothing is written: undid ")
    assert day.fingerprint == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("undo", "99"), 3, "there is no operation 99"),
        (("undo", "0"), 2, "x>=1"),
        (("undo", "last"), 2, "'last'"),
        (("undo", "1"), 1, "pe1 refers to a client that would be gone; undo what was done later first"),
        (("redo",), 3, "there is nothing to redo"),
        (("history", "t99"), 3, "nothing was ever kept as t99"),
        (("history", "nobody"), 3, 'no client "nobody"'),
        (("history", "--fields", "who"), 2, "op, at, command, refs, state"),
    ],
)
def test_what_cannot_be_taken_back_or_told_is_refused_with_its_code(
    day: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    before = day.fingerprint
    ran = day.run(*words)
    assert (ran.code, said in ran.err, day.fingerprint) == (code, True, before), ran


def test_nothing_done_is_nothing_to_undo(empty: Quick) -> None:
    ran = empty.run("undo")
    assert (ran.code, ran.err) == (3, "caseload: there is nothing to undo; see caseload history\n")
    assert empty("history", "--json") == "[]\n"


def test_an_earlier_command_is_undone_by_its_number_where_nothing_builds_on_it(served: Quick) -> None:
    served("task", "add", "ana", "First")
    [number] = served("history", "--limit", "1", "--ids").split()
    served("task", "add", "ana", "Second")
    served("task", "edit", "t1", "--title", "Other")
    ran = served.run("undo", number)
    later = int(number) + 2
    assert ran.err == f"caseload: t1 has been changed since, by operation {later}; caseload undo {later} comes first\n"
    served("undo")
    served("undo", number)
    assert served("task", "list", "--ids") == "t2\n"
    assert served.run("undo", number).err == f"caseload: operation {number} is undone already; see caseload history\n"


def outside(program: Quick, sql: str) -> None:
    """A change made with another program."""
    with sqlite3.connect(program.db) as connection:
        connection.execute(sql)
    connection.close()


def test_a_change_made_with_another_program_is_told_and_stands_in_the_way_of_an_undo(served: Quick) -> None:
    served("task", "add", "ana", "First")
    outside(served, "update task set title = 'From outside', priority = 'stat' where id = 1")
    told = json.loads(served("history", "t1", "--json"))
    assert [[one[key] for key in ("op", "command", "field", "before", "after")] for one in told[-2:]] == [
        [None, "outside caseload", "title", "First", "From outside"],
        [None, "outside caseload", "priority", "routine", "stat"],
    ]
    ran = served.run("undo")
    assert (ran.code, ran.err) == (
        1, "caseload: t1 has been changed since, outside caseload; see caseload history t1\n"
    )  # fmt: skip


# History


def test_the_history_lists_commands_newest_first_in_local_time(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "fri", "--every", "1w")
    served("done", "t1")
    served("undo")
    assert [line.split("\t")[2:] for line in served("history", "--limit", "3").splitlines()] == [
        ["undo 9", "t2 t1", "done"],
        ["done", "t1 t2", "undone"],
        ["task add", "t1", "done"],
    ]
    assert served("history", "--limit", "3", "--ids").split() == ["10", "9", "8"]
    [first] = json.loads(served("history", "--limit", "1", "--json"))
    assert first.keys() == {"op", "at", "command", "refs", "state"}
    assert re.fullmatch(r"2026-11-25T09:00:00[+-]\d\d:\d\d", first["at"])
    assert first["refs"] == ["t2", "t1"]
    assert "Wed 2026-11-25 09:00" in served("history", "--table")
    assert len(served("history").splitlines()) == 10
    assert served("history", "--csv").startswith("op,at,command,refs,state\n")


def test_the_history_never_holds_the_words_that_were_typed(served: Quick) -> None:
    served("log", "ana", "Very", "private", "words", "--task", "Secret")
    assert not re.search("private|secret|ana", served("history"), re.IGNORECASE)


def test_the_history_of_a_record_tells_field_by_field_what_it_was_and_became(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "fri")
    served("task", "edit", "t1", "--goal", "g1", "--due", "+1w")
    served("task", "edit", "t1", "--clear", "goal")
    told = [line.split("\t") for line in served("history", "t1").splitlines()]
    assert [[line[0], *line[2:]] for line in told] == [
        ["8", "task add", "client", "", "c1"],
        ["8", "task add", "title", "", "Call"],
        ["8", "task add", "due", "", "2026-11-27"],
        ["8", "task add", "priority", "", "routine"],
        ["8", "task add", "status", "", "ready"],
        ["8", "task add", "responsible", "", "me"],
        ["9", "task edit", "due", "2026-11-27", "2026-12-02"],
        ["9", "task edit", "goal", "", "g1"],
        ["10", "task edit", "goal", "g1", ""],
    ]
    assert served("history", "t1", "--limit", "1", "--fields", "op,field") == "10\tgoal\n"


def test_several_values_and_yes_or_no_are_told_as_people_read_them(served: Quick) -> None:
    served("note", "add", "ana", "Words", "--goal", "g1", "--goal", "g2")
    served("client", "edit", "ana", "--legal-hold", "--tag", "court", "--tag", "high")
    served("client", "edit", "ana", "--no-legal-hold")
    assert "\tgoals\t\tg1 g2\n" in served("history", "n1")
    assert "\tlegal_hold\tno\tyes\n" in served("history", "ana")
    assert "\ttags\t\tcourt high\n" in served("history", "ana")
    assert "\tlegal_hold\tyes\tno\n" in served("history", "ana")


def test_what_was_voided_or_undone_still_has_its_history(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    served("task", "void", "t1", "--reason", "entered twice")
    assert "\tvoid_reason\t\tentered twice\n" in served("history", "t1")
    served("undo")
    served("undo")
    assert "undo 8\ttitle\tCall\t\n" in served("history", "t1")


def test_what_an_import_brought_is_told_though_it_is_one_entry_in_the_log(served: Quick) -> None:
    served("import", "task", "-", stdin="client,title,due\nana-ruiz,One,2026-12-01\nbo-ng,Two,\n")
    served("task", "edit", "t1", "--title", "Other")
    told = [line.split("\t")[2:] for line in served("history", "t1").splitlines()]
    assert ["import task", "title", "", "One"] in told
    assert ["task edit", "title", "One", "Other"] in told
    assert [line.split("\t")[3] for line in served("history", "--limit", "2").splitlines()] == ["t1", "t1..t2"]
    before = exported(served)
    served("undo")
    served("undo")
    assert served("task", "export") == ""
    served("redo")
    served("redo")
    assert exported(served) == before


def test_a_confidential_address_is_masked_in_the_history_too(served: Quick) -> None:
    served("client", "edit", "ana", "--address", "12 Hidden Road")
    served("client", "edit", "ana", "--address-confidential")
    assert "Hidden" not in served("history", "ana")
    assert "12 Hidden Road" in served("history", "ana", "--reveal")


def test_a_record_that_breaks_a_rule_has_its_history_all_the_same(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    outside(served, "update task set title = '', due = 'someday' where id = 1")
    assert "outside caseload\tdue\t\tsomeday\n" in served("history", "t1")


def test_a_handle_that_went_to_somebody_else_does_not_come_back(served: Quick) -> None:
    served("client", "handle", "ana", "anita")
    [number] = served("history", "--limit", "1", "--ids").split()
    served("client", "add", "Ana", "Ruiz", "--force")
    before = served.fingerprint
    ran = served.run("undo", number)
    assert (ran.code, served.fingerprint) == (1, before)
    assert ran.err == "caseload: another client has the handle that c1 had; give that one another first\n"


def test_a_snooze_is_undone_before_the_task_it_hides(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    [number] = served("history", "--limit", "1", "--ids").split()
    served("snooze", "t1", "--to", "mon", "--reason", "x")
    ran = served.run("undo", number)
    assert (ran.code, "w1 refers to a task that would be gone" in ran.err) == (1, True)
    served("undo")
    served("undo", number)
