"""caseload log --also: one contact with several clients, a note in the file of each, what it took shared."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import DAY

from caseload.records.note import Note
from caseload.records.of.sharing import Split, parts, shared
from caseload.when.dates import When
from commands.conftest import Quick, once


def notes(program: Quick, *keys: str) -> list[list[object]]:
    """Those fields of every note, in the order of their ids."""
    return [[one[key] for key in keys] for one in json.loads(program("note", "export", "--json"))]


@once
def three(served: Quick) -> Quick:
    """Ana (c1), Bo (c2) and Cy Ruiz (c3), each with a task of their own."""
    served("client", "add", "Cy", "Ruiz")
    for who in ("ana", "bo", "cy"):
        served("task", "add", who, "Ask", "--due", "fri")
    return served


WITH = ("--also", "bo", "--also", "cy")


def test_a_note_is_written_for_each_in_one_step(three: Quick) -> None:
    before = three("export", "all")
    ran = three.run("log", "ana", "Looked", "at", "the", "flat", "-k", "visit", "-m", "50", "--miles", "10", *WITH)
    assert ran.out == "n1\nn2\nn3\n"
    when = "on Wed 2026-11-25 09:00 (today) · in-person · reached"
    assert ran.err.splitlines() == [
        "one contact with 3 clients · 50 min and 10.0 miles divided · undo: caseload undo",
        f"n1 Looked at the flat · ana-ruiz · {when} · 17 min · 3.4 miles · draft",
        f"n2 Looked at the flat · bo-ng · {when} · 17 min · 3.3 miles · draft",
        f"n3 Looked at the flat · cy-ruiz · {when} · 16 min · 3.3 miles · draft",
    ]
    assert notes(three, "client", "body", "mode", "minutes", "miles") == [
        ["c1", "Looked at the flat", "in-person", 17, 3.4],
        ["c2", "Looked at the flat", "in-person", 17, 3.3],
        ["c3", "Looked at the flat", "in-person", 16, 3.3],
    ]
    three("undo")
    assert three("export", "all") == before


def test_with_each_all_of_it_is_everyones(three: Quick) -> None:
    ran = three.run("log", "ana", "Group", "-m", "50", "--miles", "10", *WITH, "--split", "each")
    assert "50 min and 10.0 miles for each" in ran.err
    assert notes(three, "minutes", "miles") == [[50, 10.0]] * 3


def test_what_was_not_said_is_nobodys(three: Quick) -> None:
    ran = three.run("log", "ana", "Group", *WITH)
    assert ran.err.startswith("one contact with 3 clients · undo")
    assert notes(three, "minutes", "miles") == [[None, None]] * 3


@given(
    minutes=st.none() | st.integers(0, 2000),
    tenths=st.none() | st.integers(0, 100_000),
    among=st.integers(1, 40),
)
def test_shares_keep_the_sum_and_differ_by_one_at_most_the_first_having_more(
    minutes: int | None, tenths: int | None, among: int
) -> None:
    whole = Note(client_id=1, occurred=When(DAY), minutes=minutes, miles=None if tenths is None else tenths / 10)
    found = shared(whole, among, Split.EVEN)
    assert len(found) == among
    for total, each in (
        (minutes, [one.minutes for one in found]),
        (tenths, [None if one.miles is None else round(one.miles * 10) for one in found]),
    ):
        if total is None:
            assert set(each) == {None}
        else:
            numbers = [one or 0 for one in each]
            assert sum(numbers) == total
            assert numbers == sorted(numbers, reverse=True)
            assert numbers[0] - numbers[-1] <= 1
    assert shared(whole, among, Split.EACH) == [whole] * among


@pytest.mark.parametrize(("total", "among", "found"), [(50, 3, [17, 17, 16]), (1, 3, [1, 0, 0]), (0, 2, [0, 0])])
def test_what_is_left_over_goes_to_the_first(total: int, among: int, found: list[int]) -> None:
    assert parts(total, among) == found


def test_a_goal_and_a_task_are_of_whoever_has_them_and_the_follow_up_of_the_first(three: Quick) -> None:
    done = ("--goal", "g3", "--goal", "g1", "--done", "t2", "--done", "t1", "--task", "Send copy")
    three("log", "ana", "Talked", *WITH, *done)
    assert notes(three, "client", "goals") == [["c1", ["g1"]], ["c2", ["g3"]], ["c3", []]]
    tasks = three("task", "list", "--status", "all", "--fields", "id,client,status", "--sort", "id").splitlines()
    assert tasks == ["t1\tc1\tcompleted", "t2\tc2\tcompleted", "t3\tc3\tready", "t4\tc1\tready"]


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("--also ana", 2, "--also: names c1 a second time; each client once"),
        ("--also bo --also c2", 2, "--also: names c2 a second time; each client once"),
        ("--also bo --goal g9", 3, "there is no goal g9"),
        ("--also cy --goal g3", 1, "g3 is another client's goal"),
        ("--also bo --done t3", 1, "t3 is another client's task"),
        ("--also nobody", 3, 'there is no client "nobody"'),
        ("--also bo --split half", 2, "even, each"),
        ("--split even", 2, "--split: has nobody to share with; --also CLIENT beside it"),
        ("--also bo --miles 1.25", 2, "is finer than a tenth of a mile"),
        ("--also bo --split each --miles 1.25", 2, "is finer than a tenth of a mile"),
    ],
)
def test_what_cannot_be_one_contact_of_theirs_is_refused(three: Quick, line: str, code: int, says: str) -> None:
    before = three.fingerprint
    ran = three.run("log", "ana", "Talked", *line.split())
    assert (ran.code, ran.out, three.fingerprint) == (code, "", before)
    assert says in ran.err
    assert not re.search("ana-ruiz|bo-ng", ran.err)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Visit with Bo", "the words name c2, and would stand in the file of c1"),
        ("Ana cooked", "the words name c1, and would stand in the file of c2"),
        ("ana-ruiz cooked", "the words name c1"),
        ("The Ruiz flat", "the words name c1, and would stand in the file of c2"),
    ],
)
def test_nobodys_name_comes_into_anothers_file(three: Quick, words: str, named: str) -> None:
    before = three.fingerprint
    ran = three.run("log", "ana", *words.split(), *WITH)
    assert (ran.code, three.fingerprint) == (1, before)
    assert f"{named}" in ran.err
    assert not re.search("ana-ruiz|bo-ng", ran.err)
    assert re.search("c1 ana-ruiz|c2 bo-ng", three.answered("", "log", "ana", *words.split(), *WITH).err)
    assert "say it without the name, or log each by itself" in ran.err


def test_a_name_that_all_of_them_have_is_no_secret(three: Quick) -> None:
    three("log", "ana", "The", "Ruiz", "flat", "--also", "cy")
    assert notes(three, "client") == [["c1"], ["c3"]]
    ran = three.run("log", "ana", "Talked", "--also", "bo", "--task", "Call Bo")
    assert "the words name c2, and would stand in the file of c1" in ran.err


def test_the_words_are_kept_when_they_are_refused(three: Quick) -> None:
    ran = three.run("log", "ana", "-", "--also", "bo", stdin="A long talk with Bo.\n")
    assert "your text is kept in" in ran.err


def test_one_who_is_closed_is_asked_about(three: Quick) -> None:
    three("client", "close", "bo", "--reason", "moved", "--on", "2026-11-20", "--drop-open")
    ran = three.run("log", "ana", "Talked", *WITH)
    assert (ran.code, notes(three, "id")) == (2, [])
    assert "c2 was closed on 2026-11-20 (moved); write the contact?" in ran.err
    three("log", "ana", "Talked", *WITH, "--closed")
    assert len(notes(three, "id")) == 3


def test_all_are_signed_and_a_dry_run_writes_none(three: Quick) -> None:
    before = three.fingerprint
    ran = three.run("log", "ana", "Talked", *WITH, "--sign", "-n")
    assert (ran.out, three.fingerprint) == ("", before)
    assert ran.err.startswith("dry run, nothing is written: one contact with 3 clients")
    three("log", "ana", "Talked", *WITH, "--sign")
    assert notes(three, "status") == [["signed"]] * 3


@pytest.mark.parametrize(
    ("took", "says"),
    [
        ("-m 1 --miles 0.1", "2 of them are written with 0 min; --split each gives everyone all of it"),
        ("-m 2", "1 of them is written with 0 min; --split each gives everyone all of it"),
        ("-m 3", ""),
        ("-m 0", ""),
        ("-m 1 --split each", ""),
    ],
)
def test_a_share_of_less_than_a_minute_is_told(three: Quick, took: str, says: str) -> None:
    ran = three.run("log", "ana", "S", *took.split(), *WITH)
    assert ran.code == 0
    assert [line for line in ran.err.splitlines() if "--split each" in line] == [says] * bool(says)
