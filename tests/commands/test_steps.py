"""caseload undo, redo, history."""

import json
import re
import sqlite3
from shlex import split

import pytest
from checklist.test_writes import content
from nouns import EDITED, TABLES, WRITES
from typable import common_lines

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from commands.conftest import Quick, once


def exported(program: Quick) -> str:
    """Every record of every kind."""
    return program("export", "all")


@once
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
    states = [content(twofold.db)]
    for line in common_lines(kind).values():
        twofold(*line)
        states.append(content(twofold.db))
    assert all(one not in states[:at] for at, one in enumerate(states))
    assert len(states) > 1
    for state in states[-2::-1]:
        twofold("undo")
        assert content(twofold.db) == state
    for state in states[1:]:
        twofold("redo")
        assert content(twofold.db) == state


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
    what = f"{number}: done t2 Ask (bo-ng), t1 Rent (ana-ruiz), t3 Rent (ana-ruiz) · just now"
    assert day.run("undo").err == f"undid {what} · redo: caseload redo\n"
    assert day.run("redo").err == f"redid {what} · undo: caseload undo {number}\n"
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
        (("undo", "1"), 1, "pe1 refers to a client that would be gone; caseload undo 14 comes first"),
        (("redo",), 3, "there is nothing to redo"),
        (("history", "t99"), 3, "nothing was ever kept as t99"),
        (("history", "nobody"), 3, 'no client "nobody"'),
        (("history", "--fields", "whom"), 2, "op, at, command, refs, state"),
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
        [None, "by another program", "title", "First", "From outside"],
        [None, "by another program", "priority", "routine", "stat"],
    ]
    ran = served.run("undo")
    assert ran.code == 1
    assert ran.err == (
        "caseload: t1 has been changed since, outside caseload;"
        " another step can still be undone: caseload undo 7 (goal add g3);"
        " caseload undo --outside t1 takes that back first\n"
    )
    assert served.run("undo", "7").err == "undid 7: goal add g3 Swim (bo-ng) · just now · redo: caseload redo\n"


# History


def test_the_history_lists_commands_newest_first_in_local_time(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "fri", "--every", "1w")
    served("done", "t1")
    served("undo")
    assert [line.split("\t")[2:] for line in served("history", "--limit", "3").splitlines()] == [
        ["undo 9", "t2 t1", "done", "ana-ruiz", "Call; Call", "", ""],
        ["done", "t1 t2", "undone", "ana-ruiz", "Call; Call", "", ""],
        ["task add", "t1", "done", "ana-ruiz", "Call", "", ""],
    ]
    assert served("history", "--limit", "3", "--ids").split() == ["10", "9", "8"]
    [first] = json.loads(served("history", "--limit", "1", "--json"))
    assert first.keys() == {"op", "at", "command", "refs", "state", "clients", "titles", "who", "origin"}
    assert re.fullmatch(r"2026-11-25T09:00:00[+-]\d\d:\d\d", first["at"])
    assert first["refs"] == ["t2", "t1"]
    assert "Wed 2026-11-25 09:00" in served("history", "--table")
    assert len(served("history").splitlines()) == 10
    assert served("history", "--csv").startswith("op,at,command,refs,state,clients,titles,who,origin\n")


def test_the_command_of_the_history_never_holds_the_words_that_were_typed(served: Quick) -> None:
    served("log", "ana", "Very", "private", "words", "--task", "Secret")
    assert not re.search("private|secret|ana", served("history", "--fields", "op,command"), re.IGNORECASE)


def test_the_history_says_client_and_title_but_nothing_of_what_a_note_says(served: Quick) -> None:
    served("log", "ana", "Very", "private", "words", "-k", "call", "--task", "Send copy", "--goal", "g1")
    assert served("history", "--limit", "1", "--fields", "refs,clients,titles") == (
        "n1 t1\tana-ruiz\tphone-call note of 2026-11-25; Send copy\n"
    )
    table = served("history", "--limit", "1", "--table")
    assert "n1 phone-call note of 2026-11-25 (ana-ruiz), t1 Send copy (ana-ruiz)" in table
    assert "private" not in table


def test_the_history_of_one_record_begins_with_its_title_and_client(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    assert served("history", "t1", "--table").startswith("t1 Call (ana-ruiz)\n")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["goal observe g1 10"], "go1 10 (ana-ruiz)"),
        (["note add ana Words --sign", "note addendum n1 Private"], "ad1 addendum to n1 (ana-ruiz)"),
        (["snooze g1 --to fri --reason busy"], "w1 busy (ana-ruiz)"),
        (["client link ana bo"], "lk1 the same person as (ana-ruiz)"),
        (["client add Cy Dee"], "c3 Cy Dee (cy-dee)"),
        (["task add me Team"], "t1 Team"),
        (["field add task cohort"], "f1 Cohort"),
    ],
)
def test_undo_names_title_and_client_of_every_kind_and_of_what_is_gone(
    served: Quick, lines: list[str], said: str
) -> None:
    for line in lines:
        served(*line.split())
    command = " ".join(lines[-1].split()[: 1 if lines[-1].startswith("snooze") else 2])
    number = served("history", "--limit", "1", "--ids").strip()
    assert served.run("undo").err == f"undid {number}: {command} {said} · just now · redo: caseload redo\n"


def test_of_many_an_undo_names_the_first_few_and_says_how_many_more(served: Quick) -> None:
    for number in range(8):
        served("task", "add", "bo", f"No {number}")
    served("done", *(f"t{number}" for number in range(1, 9)))
    named = ", ".join(f"t{number} No {number - 1} (bo-ng)" for number in range(1, 6))
    assert f": done {named} and 3 more · just now · " in served.run("undo").err


def test_what_a_voiding_is_named_for_is_the_record_itself(served: Quick) -> None:
    served("client", "void", "bo", "--reason", "twice", "--yes")
    assert "client void c2 Bo Ng (bo-ng), p2 Care (bo-ng)" in served.run("undo").err


LATER = {"CASELOAD_NOW": "2026-11-25T09:12"}
NEXT_DAY = {"CASELOAD_NOW": "2026-11-26T08:00"}


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-25T09:00", "just now"),
        ("2026-11-25T09:01", "1 minute ago"),
        ("2026-11-25T09:12", "12 minutes ago"),
        ("2026-11-25T12:30", "3 hours ago"),
        ("2026-11-26T09:00", "yesterday"),
        ("2026-11-28T08:00", "3 days ago"),
        ("2026-11-25T08:00", "at Wed 2026-11-25 09:00"),
    ],
)
def test_an_undo_says_how_long_ago_it_was(served: Quick, now: str, said: str) -> None:
    served("task", "add", "ana", "Call")
    for words in (("undo", "-n"), ("undo",)):
        ran = served.run(*words, env={"CASELOAD_NOW": now})
        assert f"task add t1 Call (ana-ruiz) · {said}" in ran.err


def test_an_undo_of_what_is_older_than_ten_minutes_asks_first_at_a_terminal(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    before = served.fingerprint
    served.environ |= LATER
    ran = served.answered("n", "undo")
    assert (ran.code, served.fingerprint) == (1, before)
    assert ran.err.startswith("undo 8: task add t1 Call (ana-ruiz) · 12 minutes ago? [y/N]\n")
    assert served.answered("y", "undo").code == 0
    assert served.fingerprint != before


@pytest.mark.parametrize("words", [("--yes",), ("--no-input",), ("-n",)])
def test_an_undo_asks_nothing_where_it_was_told_not_to(served: Quick, words: tuple[str, ...]) -> None:
    served("task", "add", "ana", "Call")
    served.environ |= LATER
    ran = served.answered("n", "undo", *words)
    assert (ran.code, "[y/N]" in ran.err) == (0, False)


def test_an_undo_within_ten_minutes_asks_nothing(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    served.environ |= {"CASELOAD_NOW": "2026-11-25T09:10"}
    assert "[y/N]" not in served.answered("n", "undo").err


def test_a_blocked_undo_names_the_step_that_comes_first_though_it_was_undone_and_redone(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    served("task", "edit", "t1", "--priority", "stat")
    for words in (("undo",), ("redo",)):
        served(*words)
    ran = served.run("undo", "8")
    assert ran.err == "caseload: t1 has been changed since, by operation 11; caseload undo 9 comes first\n"
    served("undo", "9")
    served("undo", "8")


def test_a_blocked_undo_names_no_step_that_is_undone(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    for word in ("stat", "asap"):
        served("task", "edit", "t1", "--priority", word)
    served("undo")
    ran = served.run("undo", "8")
    assert ran.err.endswith("; caseload undo 9 comes first\n")
    served("undo", "9")
    served("undo", "8")


def test_what_others_refer_to_names_the_step_that_is_to_be_undone_first(served: Quick) -> None:
    ran = served.run("undo", "3")
    assert ran.err == "caseload: g1 refers to a plan that would be gone; caseload undo 5 comes first\n"


def test_after_an_outside_edit_undo_says_so_where_no_step_can_be_undone(empty: Quick) -> None:
    empty("task", "add", "me", "First")
    outside(empty, "update task set title = 'From outside'")
    ran = empty.run("undo")
    assert (ran.code, "no step can be undone; caseload undo --outside t1 takes that back first" in ran.err) == (1, True)


# What stands from the next day on


@once
def signed_homes(day: Quick) -> Quick:
    """As `day`, with n1 signed at last."""
    day("note", "sign", "n1")
    return day


def number_of(program: Quick, command: str) -> str:
    """The number of the last command of those words."""
    return next(
        str(one["op"]) for one in json.loads(program("history", "--json", "--limit", "99")) if one["command"] == command
    )


SIGNING = (
    ("note sign n1", "operation {} signed n1 on an earlier day", "n1"),
    ("log ana Called --sign", "operation {} signed n3 on an earlier day", "n3"),
    ("note add ana Called --sign", "operation {} signed n3 on an earlier day", "n3"),
    ("note addendum n2 More", "ad2 is part of n2", "n2"),
    ("addendum add n2 More", "ad2 is part of n2", "n2"),
)


@pytest.mark.parametrize(("line", "said", "note"), SIGNING)
def test_a_step_that_signed_a_note_is_undone_on_its_day_and_never_after(
    day: Quick, line: str, said: str, note: str
) -> None:
    day(*line.split())
    [number] = day("history", "--limit", "1", "--ids").split()
    before = day.fingerprint
    for words in (("undo",), ("undo", number), ("undo", "-n")):
        ran = day.run(*words, env=NEXT_DAY)
        assert (ran.code, day.fingerprint) == (1, before)
        assert ran.err == (
            f"caseload: {said.format(number)}, and a signature stands; caseload note addendum {note} TEXT corrects it\n"
        )
    assert day.run("undo", env={"CASELOAD_NOW": "2026-11-25T23:59"}).code == 0


def test_a_redo_of_a_signing_step_on_the_next_day_names_what_corrects_it(day: Quick) -> None:
    day("note", "sign", "n1")
    day("undo")
    ran = day.run("redo", env=NEXT_DAY)
    assert ran.err.endswith(" · caseload note addendum n1 TEXT corrects it\n"), ran
    assert day.run("undo", env=NEXT_DAY).code == 1


def test_a_bulk_step_is_one_short_line_in_the_history_with_runs_of_ids_as_ranges(day: Quick) -> None:
    rows = "".join(f"Call {number}\n" for number in range(300))
    day("import", "task", "-", stdin=f"title\n{rows}")
    refs = [one for one in day("task", "list", "--ids", "--where", "title ~ call").split() if one != "t1"]
    kept = [one for one in refs if one != refs[150]]
    day("task", "edit", *kept, "--priority", "asap")
    (last,) = json.loads(day("history", "--limit", "1", "--json"))
    numbers = sorted(int(one[1:]) for one in kept)
    assert len(last["refs"]) < 5, last
    assert sum(
        1 if not dots else int(end[1:]) - int(start[1:]) + 1
        for start, dots, end in (one.partition("..") for one in last["refs"])
    ) == len(numbers)
    assert len(day("history", "--limit", "1")) < 200


def test_a_bulk_step_that_signed_one_note_among_others_stands_whole(day: Quick) -> None:
    day("note", "add", "bo", "Words")
    day("note", "sign", "n1", "n3")
    ran = day.run("undo", env=NEXT_DAY)
    assert (ran.code, "signed n1 on an earlier day" in ran.err) == (1, True)
    day("redo") if day.run("undo").code == 0 else None
    ran = day.run("undo", env=NEXT_DAY)
    assert (ran.code, "signed n1 on an earlier day" in ran.err) == (1, True)


def test_the_user_s_own_midnight_ends_the_day_of_a_signature(day: Quick) -> None:
    day("note", "sign", "n1", env={"CASELOAD_NOW": "2026-11-25T23:50"})
    assert day.run("undo", "-n", env={"CASELOAD_NOW": "2026-11-25T23:59"}).code == 0
    assert day.run("undo", "-n", env={"CASELOAD_NOW": "2026-11-26T00:05"}).code == 1


def test_an_import_of_notes_that_were_signed_elsewhere_is_undone_on_any_day(served: Quick) -> None:
    served("import", "note", "-", stdin="client,occurred,body,status\nana-ruiz,2026-11-20,Words,signed\n")
    assert served.run("undo", env=NEXT_DAY).code == 0


def test_the_voiding_of_a_signed_note_is_undone_on_any_day(day: Quick) -> None:
    day("note", "void", "n2", "--reason", "wrong client", "--yes")
    assert day.run("undo", env=NEXT_DAY).code == 0


# Legal hold

HELD = "c1 is under legal hold"
LIFT = "caseload client edit c1 --no-legal-hold comes first\n"


@pytest.mark.parametrize(
    "line",
    [
        "client void ana --reason x --yes",
        "task void t1 --reason x",
        "task void t2 t1 --reason x",
        "task void --where 'due = yesterday' --reason x",
        "goal void g1 --reason x --yes",
        "observation void go1 --reason x",
        "addendum void ad1 --reason x",
        "note void n2 --reason x --yes",
        "person void pe1 --reason x",
        "link void lk1 --reason x",
        "client unlink bo ana",
        "waiver void w1 --reason x",
        "task edit t1 --to-client bo",
        "task edit t1 t2 --to-client bo --title x",
        "plan edit p1 --to-client bo",
        "person edit pe1 --to-client bo",
        "appointment edit a1 --to-client me",
        "goal edit g1 --lifecycle entered-in-error",
        "plan edit p1 --status entered-in-error",
        "appointment edit a1 --status entered-in-error",
    ],
)
def test_a_legal_hold_stands_against_whatever_takes_a_record_of_the_client_away(day: Quick, line: str) -> None:
    day("client", "link", "bo", "ana")
    day("note", "edit", "n1", "--clear", "goals")
    day("snooze", "t1", "--to", "+3d", "--reason", "x")
    day("client", "edit", "ana", "--legal-hold")
    before = day.fingerprint
    for ran in (day.run(*split(line)), day.answered("y", *split(line))):
        assert (ran.code, day.fingerprint) == (1, before), ran
        assert ran.err.startswith(f"caseload: {HELD}"), ran.err
        assert ran.err.endswith(LIFT)
    day("client", "edit", "ana", "--no-legal-hold")
    day(*split(line))


def test_under_a_legal_hold_work_goes_on_and_records_come_in(day: Quick) -> None:
    day("client", "link", "bo", "ana")
    day("client", "edit", "ana", "--legal-hold")
    for line in (
        "task edit t1 --title Other",
        "task edit t2 --to-client ana --clear goal",
        "goal observe g1 30",
        "client link ana bo --replaced-by",
    ):
        before = day.fingerprint
        day(*split(line))
        assert day.fingerprint != before, line


def test_an_import_gives_no_record_of_a_client_under_legal_hold_to_another(day: Quick) -> None:
    day("client", "edit", "ana", "--legal-hold")
    before = exported(day)
    ran = day.run("import", "task", "-", "--on-dup", "update", stdin="id,client,title\nt1,bo-ng,Rent\n")
    assert (ran.code, exported(day)) == (1, before), ran
    assert f"line 2: {HELD}, and t1 stays; {LIFT}" in ran.err


def test_a_legal_hold_says_which_row_of_an_import_would_take_a_record_away(day: Quick) -> None:
    day("client", "edit", "ana", "--legal-hold")
    rows = "id,client,title,lifecycle\ng3,bo-ng,Swim,entered-in-error\ng1,ana-ruiz,Walk,entered-in-error\n"
    before = exported(day)
    ran = day.run("import", "goal", "-", "--on-dup", "update", stdin=rows)
    assert (ran.code, exported(day)) == (1, before)
    assert f"line 3: {HELD}, and g1 stays; {LIFT}" in ran.err
    assert "line 2" not in ran.err


def test_of_a_client_under_legal_hold_nothing_is_taken_away_by_an_undo_of_an_earlier_day(day: Quick) -> None:
    day("client", "add", "Cy", "Dee", "--legal-hold")
    day("task", "add", "cy", "Call")
    for number in ("", number_of(day, "client add")):
        ran = day.run("undo", *filter(None, [str(number)]), env=NEXT_DAY)
        assert (ran.code, "c3 is under legal hold" in ran.err, "would be gone" in ran.err) == (1, True, True)
    day("undo")
    day("undo")


def test_setting_a_legal_hold_is_itself_undone(day: Quick) -> None:
    day("client", "edit", "ana", "--legal-hold")
    assert day.run("undo", env=NEXT_DAY).code == 0


def test_closing_a_client_under_legal_hold_needs_a_reason_and_says_that_it_stands(day: Quick) -> None:
    day("client", "edit", "bo", "--legal-hold")
    ran = day.run("client", "close", "bo")
    assert (ran.code, "--reason" in ran.err) == (2, True)
    ran = day.run("client", "close", "bo", "--reason", "moved", "--drop-open")
    assert "under legal hold, nothing may be destroyed" in ran.err


def test_the_history_of_a_record_tells_field_by_field_what_it_was_and_became(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "fri")
    served("task", "edit", "t1", "--goal", "g1", "--due", "+1w")
    served("task", "edit", "t1", "--clear", "goal")
    told = [line.split("\t") for line in served("history", "t1").splitlines()]
    assert [[line[0], *line[2:6]] for line in told] == [
        ["8", "task add", "client", "", "c1"],
        ["8", "task add", "title", "", "Call"],
        ["8", "task add", "due", "", "2026-11-27"],
        ["8", "task add", "priority", "", "routine"],
        ["8", "task add", "status", "", "ready"],
        ["8", "task add", "responsible", "", "me"],
        ["8", "task add", "sensitivity", "", "normal"],
        ["8", "task add", "part2", "", "unknown"],
        ["9", "task edit", "due", "2026-11-27", "2026-12-02"],
        ["9", "task edit", "goal", "", "g1"],
        ["10", "task edit", "goal", "g1", ""],
    ]
    assert served("history", "t1", "--limit", "1", "--fields", "op,field") == "10\tgoal\n"


def test_several_values_and_yes_or_no_are_told_as_people_read_them(served: Quick) -> None:
    served("note", "add", "ana", "Words", "--goal", "g1", "--goal", "g2")
    served("client", "edit", "ana", "--legal-hold", "--tag", "court", "--tag", "high")
    served("client", "edit", "ana", "--no-legal-hold")
    assert "\tgoals\t\tg1 g2\t" in served("history", "n1")
    assert "\tlegal_hold\tno\tyes\t" in served("history", "ana")
    assert "\ttags\t\tcourt high\t" in served("history", "ana")
    assert "\tlegal_hold\tyes\tno\t" in served("history", "ana")


def test_what_was_voided_or_undone_still_has_its_history(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    served("task", "void", "t1", "--reason", "entered twice")
    assert "\tvoid_reason\t\tentered twice\t" in served("history", "t1")
    served("undo")
    served("undo")
    assert "undo 8\ttitle\tCall\t\t" in served("history", "t1")


def test_what_an_import_brought_is_told_though_it_is_one_entry_in_the_log(served: Quick) -> None:
    served("import", "task", "-", stdin="client,title,due\nana-ruiz,One,2026-12-01\nbo-ng,Two,\n")
    served("task", "edit", "t1", "--title", "Other")
    told = [line.split("\t")[2:6] for line in served("history", "t1").splitlines()]
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
    assert "by another program\tdue\t\tsomeday\tanother program\t" in served("history", "t1")


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


@pytest.mark.parametrize(("line", "ref"), [("task edit t1 --to-client bo", "t1"), ("plan edit p1 --to-client bo", "p1"),
                                           ("appointment edit a1 --to-client bo", "a1")])  # fmt: skip
def test_a_move_to_a_client_who_came_under_legal_hold_is_not_undone_on_a_later_day(
    day: Quick, line: str, ref: str
) -> None:
    day("note", "edit", "n1", "--clear", "goals")
    day(*split(line))
    number = str(number_of(day, line.partition(" --")[0].rpartition(" ")[0]))
    day("client", "edit", "bo", "--legal-hold")
    before = day.fingerprint
    ran = day.run("undo", number, env=NEXT_DAY)
    assert (ran.code, day.fingerprint) == (1, before), ran
    lift = "caseload client edit c2 --no-legal-hold comes first\n"
    assert ran.err == f"caseload: c2 is under legal hold, and {ref} would be another's again; {lift}"
    day("client", "edit", "bo", "--no-legal-hold")
    day("undo", number, env=NEXT_DAY)


@pytest.mark.parametrize("line", ["task edit t1 --to-client bo", "task add bo Call", "note add bo Talked"])
def test_what_was_there_when_a_legal_hold_came_is_not_taken_away_by_an_undo_of_the_same_day(
    day: Quick, line: str
) -> None:
    day(*split(line))
    [number] = day("history", "--limit", "1", "--ids").split()
    day("client", "edit", "bo", "--legal-hold")
    before = day.fingerprint
    ran = day.run("undo", number)
    assert (ran.code, day.fingerprint) == (1, before), ran
    assert ran.err.startswith("caseload: c2 is under legal hold, and ")
    # A slip of the hand beside a hold that stands is mended.
    day("task", "add", "bo", "Slip")
    day("undo")
    day("undo")
    assert day.run("undo", number).code == 0


def test_a_move_away_from_a_client_under_legal_hold_since_is_undone(day: Quick) -> None:
    day("task", "edit", "t1", "--to-client", "bo")
    number = str(number_of(day, "task edit"))
    day("client", "edit", "ana", "--legal-hold")
    day("undo", number, env=NEXT_DAY)
    assert json.loads(day("task", "show", "t1", "--json"))[0]["client"] == "c1"


# What another program wrote


def by_another(program: Quick, *sql: str, at: str) -> None:
    """What another program does to the file, at that moment by its clock."""
    connection = sqlite3.connect(program.db)
    last = connection.execute("select coalesce(max(id), 0) from change").fetchone()[0]
    for one in sql:
        connection.execute(one)
    (trigger,) = connection.execute("select sql from sqlite_master where name = 'change_is_not_edited'").fetchone()
    connection.execute("drop trigger change_is_not_edited")
    connection.execute("update change set at = ? where id > ?", (at, last))
    connection.execute(trigger)
    connection.commit()
    connection.close()


def test_the_history_has_what_another_program_changed_in_its_place(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    served("task", "add", "ana", "Write")
    later = {"CASELOAD_NOW": "2026-11-26T11:00"}
    by_another(served, "update task set due = '2026-11-27'", at="2026-11-25T22:00:00Z")
    by_another(served, "update task set priority = 'stat' where id = 2", at="2026-11-25T22:30:00Z")
    assert served.run("task", "edit", "t1", "--title", "Visit", env=later).code == 0
    rows = json.loads(served("history", "--limit", "4", "--json"))
    assert [(row["op"] is None, row["command"], row["refs"]) for row in rows] == [
        (False, "task edit", ["t1"]), (True, "by another program", ["t2"]),
        (True, "by another program", ["t1", "t2"]), (False, "task add", ["t2"]),
    ]  # fmt: skip
    assert [row["state"] for row in rows] == ["done"] * 4
    table = served("history", "--table")
    assert "by another program" in table
    lines = served("history", "--csv", "--limit", "2").splitlines()
    assert [line.split(",")[2] for line in lines] == ["command", "task edit", "by another program"]


def test_the_ids_of_the_history_are_those_that_undo_takes(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    by_another(served, "update task set due = '2026-11-27'", at="2026-11-25T22:00:00Z")
    assert all(line.isdecimal() for line in served("history", "--ids").split("\n")[:-1])
    assert served.run("undo", "--dry-run").code == 1
