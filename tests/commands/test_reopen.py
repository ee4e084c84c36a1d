"""caseload client reopen: the time that has ended is kept; and no edit ends care or begins it again unasked."""

import json

import pytest

from commands.conftest import Quick, once

LATER = {"CASELOAD_NOW": "2026-12-02T09:00"}


def told(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one client or episode."""
    noun = {"c": "client", "e": "episode"}[ref[0]]
    record = json.loads(program(noun, "show", ref, "--json"))[0]
    return [record[key] for key in keys]


@once
def moved(served: Quick) -> Quick:
    """Ana, sent by Dr. Lee, was closed with a task, three appointments in series and one alone, a task dropped."""
    served("client", "edit", "ana", "--referred-by", "Dr. Lee")
    served("task", "add", "ana", "Never", "mind")
    served("task", "drop", "t1")
    served("task", "add", "ana", "Call", "housing", "--due", "fri")
    served("appointment", "add", "ana", "Group", "--at", "mon 9:00", "--every", "1w", "--times", "3")
    served("appointment", "add", "bo", "Clinic", "--at", "fri 9:00")
    served("client", "close", "ana", "--reason", "moved", "--destination", "Reno", "--drop-open")
    return served


def test_the_ended_time_is_kept_as_an_episode_and_the_one_that_runs_stands_on_the_client(moved: Quick) -> None:
    ran = moved.run("client", "reopen", "ana", "--referred-by", "County court", env=LATER)
    assert "reopened · on Wed 2026-12-02 (today) · referred by County court" in ran.err
    assert "before: e1 2026-03-02 to 2026-11-25, moved" in ran.err
    keys = ("opened_on", "closed_on", "close_reason", "destination", "referred_by")
    assert told(moved, "e1", "client", *keys) == ["c1", "2026-03-02", "2026-11-25", "moved", "Reno", "Dr. Lee"]
    assert told(moved, "c1", *keys) == ["2026-12-02", None, None, None, "County court"]
    page = moved("show", "ana", env=LATER)
    assert "Served before\n  e1  2026-03-02  to 2026-11-25  moved  Reno  referred by Dr. Lee\n" in page


def test_every_return_leaves_its_own_episode_the_latest_first_on_the_page(moved: Quick) -> None:
    moved("client", "reopen", "ana", env=LATER)
    moved("client", "close", "ana", "--reason", "declined", env=LATER)
    moved("client", "reopen", "ana", env={"CASELOAD_NOW": "2027-01-05T09:00"})
    spans = moved("episode", "list", "--client", "ana", "--fields", "opened_on,closed_on,close_reason").splitlines()
    assert spans == ["2026-03-02\t2026-11-25\tmoved", "2026-12-02\t2026-12-02\tdeclined"]
    page = moved("show", "ana", env={"CASELOAD_NOW": "2027-01-05T09:00"})
    assert page.index("e2") < page.index("e1")


def test_what_the_closing_cancelled_is_listed_with_the_commands_that_bring_it_back(moved: Quick) -> None:
    lines = moved.run("client", "reopen", "ana", env=LATER).err.splitlines()[1:]
    assert lines == [
        "cancelled at the closing: t2 Call housing, due Fri 2026-11-27 (5 days ago)",
        "cancelled at the closing: a2 Group, on Mon 2026-12-07 09:00 (in 5 days)",
        "cancelled at the closing: a3 Group, on Mon 2026-12-14 09:00 (in 12 days)",
        "they come back by: caseload task reopen t2",
        "they come back by: caseload appointment edit a2 a3 --status booked --clear cancel_reason",
        "1 appointment cancelled at the closing has gone by",
    ]
    for line in lines:
        if line.startswith("they come back by: "):
            moved(*line.removeprefix("they come back by: caseload ").split(), env=LATER)
    assert moved("task", "list", "--client", "ana", "--ids", env=LATER) == "t2\n"
    assert moved("appointment", "list", "--client", "ana", "--ids", env=LATER) == "a2\na3\n"
    assert "cancelled" not in moved("appointment", "list", "--client", "ana", "--fields", "status,cancel_reason")


def test_only_what_the_last_closing_cancelled_and_still_is_so_is_listed(moved: Quick) -> None:
    moved("undo")
    moved("client", "close", "ana", "--reason", "declined", "--drop-open")
    moved("appointment", "void", "a1", "--reason", "never was")
    moved("task", "edit", "t2", "--status", "ready")
    ran = moved.run("client", "reopen", "ana")
    assert [line.split()[4] for line in ran.err.splitlines() if line.startswith("cancelled")] == ["a2", "a3"]


def test_one_undo_takes_the_return_and_its_episode_back(moved: Quick) -> None:
    before = moved("export", "all")
    moved("client", "reopen", "ana", "--referred-by", "County court", env=LATER)
    after = moved("export", "all")
    moved("undo")
    assert moved("export", "all") == before
    moved("redo")
    assert moved("export", "all") == after


def test_a_dry_run_of_a_return_writes_nothing_and_says_it_all(moved: Quick) -> None:
    before = moved.fingerprint
    ran = moved.run("client", "reopen", "ana", "-n", env=LATER)
    assert (ran.code, moved.fingerprint) == (0, before)
    assert ran.err.startswith("dry run, nothing is written: c1 Ana Ruiz · ana-ruiz · reopened")
    assert "cancelled at the closing: t2" in ran.err


def test_what_was_entered_in_error_was_no_time_of_being_served(served: Quick) -> None:
    served("client", "add", "Cy", "Dee", "--status", "entered-in-error")
    served("client", "reopen", "cy")
    assert served("episode", "export", "--ids") == ""


def test_a_voided_client_takes_the_episodes_along_and_undo_brings_them_back(moved: Quick) -> None:
    moved("client", "reopen", "ana", env=LATER)
    ran = moved.run("client", "void", "ana", "--reason", "entered twice")
    assert "1 episode" in ran.err
    moved("client", "void", "ana", "--reason", "entered twice", "--yes")
    assert moved("episode", "list") == ""
    moved("undo")
    assert moved("episode", "list", "--ids") == "e1\n"


# An edit neither ends care nor begins it again


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("--status closed", "caseload client close c1 --reason WORD"),
        ("--status finished --close-reason moved", "caseload client close c1 --reason moved"),
        ("--status cancelled", "caseload client close c1 --reason WORD"),
        ("--status entered-in-error", "caseload client close c1 --reason WORD, or caseload client void c1"),
        ("--died-on 2026-11-20", "caseload client close c1 --reason deceased --died-on 2026-11-20"),
        ("--closed-on yesterday", "caseload client close c1 --reason WORD --on 2026-11-24"),
        ("--close-reason declined --phone 5", "caseload client close c1 --reason declined"),
    ],
)
def test_an_edit_that_would_end_care_is_refused_naming_the_command(served: Quick, line: str, command: str) -> None:
    before = served.fingerprint
    ran = served.run("client", "edit", "ana", *line.split())
    assert (ran.code, served.fingerprint) == (1, before)
    assert ran.err == f"caseload: c1 is active, and an edit does not end care; {command}\n"


def test_an_edit_of_several_that_would_end_care_is_refused_as_a_whole(served: Quick) -> None:
    before = served.fingerprint
    ran = served.run("client", "edit", "--where", "status = active", "--status", "finished", "--confirm", "2")
    assert (ran.code, served.fingerprint) == (1, before)
    assert "caseload client close c" in ran.err


@pytest.mark.parametrize("status", ["active", "planned", "waitlist", "onhold"])
def test_an_edit_that_would_begin_care_again_is_refused_naming_reopen(served: Quick, status: str) -> None:
    served("client", "close", "ana", "--reason", "moved")
    ran = served.run("client", "edit", "ana", "--status", status)
    assert (ran.code, told(served, "c1", "status")) == (1, ["finished"])
    assert ran.err.endswith("and an edit does not take a client back; caseload client reopen c1\n")


def test_close_takes_a_day_of_death_before_the_day_of_closing(served: Quick) -> None:
    served("client", "close", "ana", "--reason", "deceased", "--died-on", "2026-11-20")
    assert told(served, "c1", "died_on", "closed_on") == ["2026-11-20", "2026-11-25"]


def test_a_closing_may_be_put_right_by_an_edit(served: Quick) -> None:
    served("client", "close", "ana", "--reason", "moved", "--on", "2026-11-20")
    served("client", "edit", "ana", "--closed-on", "2026-11-19", "--close-reason", "deceased")
    assert told(served, "c1", "status", "died_on", "closed_on") == ["finished", "2026-11-19", "2026-11-19"]
    served("client", "edit", "ana", "--status", "cancelled", "--clear", "died_on", "--close-reason", "other")
    assert told(served, "c1", "status", "died_on", "close_reason") == ["cancelled", None, "other"]


def test_who_is_added_as_closed_is_taken_and_who_is_open_and_dead_is_not(empty: Quick) -> None:
    empty("client", "add", "Bo", "--status", "closed", "--closed-on", "2026-11-20", "--close-reason", "deceased")
    assert told(empty, "c1", "status", "died_on", "opened_on") == ["finished", "2026-11-20", None]
    for options in (["--died-on", "2026-11-20"], ["--closed-on", "2026-11-20"], ["--close-reason", "moved"]):
        ran = empty.run("client", "add", "Cy", *options)
        assert (ran.code, ran.out) == (2, "")
        assert "is set on a client who is active; --status finished beside it; or add the client" in ran.err


def test_an_import_sets_what_it_says_and_tells_it(served: Quick) -> None:
    file = served.home / "clients.csv"
    for line, says in (
        (
            "c1,Ana,finished,",
            "the client is closed by it (client close cancels what is still open, too): 1 row, line 2",
        ),
        ("c1,Ana,active,", "the client is open again by it (client reopen keeps the time that has ended, too): 1 row"),
        ("c2,Bo,active,2026-11-20", "the client has died by it and is not closed (client close does that): 1 row"),
    ):
        file.write_text(f"id,given_name,status,died_on\n{line}\n")
        ran = served.run("import", "client", str(file), "--on-dup", "update")
        assert ran.code == 0, ran.err
        assert says in ran.err
    assert told(served, "c1", "status") + told(served, "c2", "died_on") == ["active", "2026-11-20"]


# A client who is closed has a day of closing


def test_the_day_of_closing_of_a_closed_client_is_not_cleared_but_the_client_reopened(served: Quick) -> None:
    served("client", "close", "ana", "--reason", "moved")
    before = served.fingerprint
    ran = served.run("client", "edit", "ana", "--clear", "closed_on")
    assert (ran.code, served.fingerprint) == (1, before)
    assert ran.err == (
        "caseload: c1 is finished, and a closed client has a day of closing; "
        "caseload client reopen c1, or --closed-on DAY puts it right\n"
    )
    served("client", "edit", "ana", "--status", "entered-in-error", "--clear", "closed_on")


def test_who_is_added_as_finished_is_closed_today_unless_a_day_is_said_and_that_is_told(empty: Quick) -> None:
    ran = empty.run("client", "add", "Bo", "--status", "finished", "--close-reason", "moved")
    assert "finished · closed on Wed 2026-11-25 (today)" in ran.err
    ran = empty.run("client", "add", "Cy", "--status", "finished", "--closed-on", "2026-11-20")
    assert "finished · closed on Fri 2026-11-20 (5 days ago)" in ran.err
    empty("client", "add", "Di", "--status", "cancelled")
    assert [told(empty, f"c{number}", "closed_on") for number in (1, 2, 3)] == [["2026-11-25"], ["2026-11-20"], [None]]


@pytest.mark.parametrize(
    ("begun", "span"),
    [("2026-01-10", "2026-01-10, ended on an unknown day, moved"), ("", "ended on an unknown day, moved")],
)
def test_who_was_closed_on_no_known_day_comes_back_with_what_is_known(empty: Quick, begun: str, span: str) -> None:
    rows = f"given_name,handle,status,close_reason,opened_on\nAna,ana,finished,moved,{begun}\n"
    empty("import", "client", "-", stdin=rows)
    assert f"before: e1 {span}" in empty.run("client", "reopen", "ana").err


# What the closing cancelled comes back as what it was


def test_each_comes_back_by_a_command_that_gives_it_the_status_it_had(served: Quick) -> None:
    for line in (
        "task add ana Wait", "task add ana Call", "task edit t1 --status on-hold",
        "appointment add ana Clinic --at fri@9:00 --status waitlist", "appointment add ana Court --at fri@11:00",
        "client close ana --reason moved --drop-open",
    ):  # fmt: skip
        served(*line.split())
    lines = [line for line in served.run("client", "reopen", "ana").err.splitlines() if line.startswith("they come")]
    assert lines == [
        "they come back by: caseload task edit t1 --status on-hold",
        "they come back by: caseload task reopen t2",
        "they come back by: caseload appointment edit a1 --status waitlist --clear cancel_reason",
        "they come back by: caseload appointment edit a2 --status booked --clear cancel_reason",
    ]
    for line in lines:
        served(*line.removeprefix("they come back by: caseload ").split())
    assert served("task", "list", "--sort", "id", "--fields", "id,status") == "t1\ton-hold\nt2\tready\n"
    assert served("appointment", "list", "--fields", "id,status") == "a1\twaitlist\na2\tbooked\n"
