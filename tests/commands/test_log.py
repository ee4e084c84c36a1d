"""caseload log: one capture, one undoable step."""

import json

import pytest

from commands.conftest import Quick, once


def note(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one note."""
    record = json.loads(program("note", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


@once
def busy(served: Quick) -> Quick:
    """Ana's t1 recurs weekly from Friday; t2 is Bo's; t3 is the case manager's own."""
    served("task", "add", "ana", "Rent", "--due", "fri", "--every", "1w")
    served("task", "add", "bo", "Ask")
    served("task", "add", "me", "Licence")
    return served


def everything(program: Quick) -> list[str]:
    return [program(kind, "export", "--voided", "--json") for kind in ("note", "task", "goal", "client")]


def test_the_first_log_anyone_makes(served: Quick) -> None:
    ran = served.run("log", "ana", "Left", "voicemail", "-k", "call", "-m", "10", "--no-answer")
    assert ran.out == "n1\n"
    assert ran.err == (
        "n1 Left voicemail · ana-ruiz · on Wed 2026-11-25 09:00 (today) · phone-call · no answer · 10 min · draft"
        " · undo: caseload undo\n"
    )
    kept = json.loads(served("note", "show", "n1", "--json"))[0]
    assert kept.pop("database")
    assert {key: value for key, value in kept.items() if value not in (None, []) and not key.endswith("_at")} == {
        "part2": "unknown",
        "id": "n1", "client": "c1", "client_handle": "ana-ruiz", "occurred": "2026-11-25T09:00", "minutes": 10,
        "mode": "phone-call", "reached": "no", "format": "free", "body": "Left voicemail", "sensitivity": "normal",
        "status": "draft",
    }  # fmt: skip


def test_all_of_one_capture_is_told_in_one_line_and_taken_back_by_one_undo(busy: Quick) -> None:
    before = everything(busy)
    words = ["Signed", "-k", "visit", "-m", "45", "--miles", "12.4", "--goal", "g1", "--goal", "G1", "--goal", "g2"]
    more = ["--done", "t1", "--task", "Send copy", "--due", "+1w", "--sign", "--at", "mon@10:00"]
    ran = busy.run("log", "ana", *words, *more)
    assert ran.out == "n1\n"
    assert ran.err == (
        "n1 Signed · ana-ruiz · on Mon 2026-11-23 10:00 (2 days ago) · in-person · reached · 45 min · 12.4 miles"
        " · g1, g2 · signed · done t1 Rent · next t4 · due Fri 2026-12-04 (in 9 days)"
        " · t5 Send copy · due Wed 2026-12-02 (in 7 days) · undo: caseload undo\n"
    )
    assert note(busy, "n1", "goals", "status", "miles") == [["g1", "g2"], "signed", 12.4]
    tasks = busy("task", "list", "--status", "all", "--fields", "id,client,status,completed_on,due").splitlines()
    assert "t1\tc1\tcompleted\t2026-11-23\t2026-11-27" in tasks
    assert "t5\tc1\tready\t\t2026-12-02" in tasks
    after = everything(busy)
    busy("undo")
    assert everything(busy) == before
    busy("redo")
    assert everything(busy) == after


@pytest.mark.parametrize(
    ("typed", "mode"),
    [("call", "phone-call"), ("visit", "in-person"), ("video", "video-call"), ("email", "email"), ("text", "text"),
     ("letter", "letter"), ("PHONE_CALL", "phone-call"), (None, "other")],
)  # fmt: skip
def test_the_mode_is_typed_as_people_say_it_and_is_other_unless_said(
    served: Quick, typed: str | None, mode: str
) -> None:
    served("log", "ana", "Talked", *(["-k", typed] if typed else []))
    reached = "no" if mode in ("email", "text", "letter") else "yes"
    assert note(served, "n1", "mode", "reached") == [mode, reached]


def test_what_the_client_wrote_is_a_contact_and_what_was_sent_an_attempt(served: Quick) -> None:
    served("log", "ana", "Asks for a ride", "-k", "text", "--inbound")
    assert note(served, "n1", "direction", "reached") == ["inbound", "yes"]
    served("note", "add", "ana", "Appointment card", "-k", "letter")
    served("note", "add", "ana", "She has read it", "-k", "email", "--reached", "yes")
    assert [note(served, ref, "reached") for ref in ("n2", "n3")] == [["no"], ["yes"]]
    assert served.run("log", "ana", "x", "--inbound", "--no-answer").code == 2


def test_a_talk_with_someone_else_is_collateral(served: Quick) -> None:
    served("log", "ana", "Her sister called", "--collateral")
    assert note(served, "n1", "reached") == ["collateral"]


def test_the_text_comes_from_stdin(served: Quick) -> None:
    assert served("log", "ana", "-", stdin="Two\nlines\n") == "n1\n"
    assert note(served, "n1", "body") == ["Two\nlines"]


def test_the_config_signs_on_save(served: Quick) -> None:
    config = served.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('sign = "on-save"\n')
    assert " · signed · " in served.run("log", "ana", "Called").err
    assert note(served, "n1", "status") == ["signed"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("x", "--goal", "g3"), 1, "g3 is another client's goal"),
        (("x", "--done", "t2"), 1, "t2 is another client's task"),
        (("x", "--done", "t3"), 1, "t3 is another client's task"),
        (("x", "--done", "a1"), 2, '"a1" is not a task'),
        (("x", "--done", "t1", "--done", "t9"), 3, "no task t9"),
        (("x", "--due", "fri"), 2, "--due: has no follow-up"),
        (("x", "--task", "y", "--due", "someday"), 2, "is not a date"),
        (("x", "--task", " "), 2, "title: is empty"),
        (("x", "--task", ""), 2, "title: is empty"),
        (("x", "--no-answer", "--collateral"), 2, "cannot stand beside"),
        (("x", "--at", "tomorrow"), 2, "still to come"),
        (("x", "--at", "23:59"), 2, "still to come"),
        (("x", "--miles", "3.45"), 2, "finer than a tenth"),
        (("x", "--miles", "-1"), 2, "--miles"),
        (("x", "-m", "ten"), 2, "'ten'"),
        (("x", "-k", "fax"), 2, "phone-call"),
        (("",), 2, "body: is empty"),
        ((), 2, "TEXT: is missing, and there is no terminal to write it at"),
        (("-",), 2, "TEXT: is empty: nothing came from stdin"),
    ],
)  # fmt: skip
def test_what_cannot_be_logged_is_refused_whole(busy: Quick, words: tuple[str, ...], code: int, said: str) -> None:
    before = busy.fingerprint
    ran = busy.run("log", "ana", *words)
    assert (ran.code, said in ran.err, busy.fingerprint) == (code, True, before), ran


def test_a_task_that_is_done_already_keeps_the_whole_capture_from_being_written(busy: Quick) -> None:
    busy("done", "t1")
    before = busy.fingerprint
    ran = busy.run("log", "ana", "x", "--done", "t1", "--task", "y")
    assert (ran.code, busy.fingerprint) == (1, before)
    assert "t1 is completed already" in ran.err
