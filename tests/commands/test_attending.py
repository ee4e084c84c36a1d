"""caseload appointment kept, noshow and cancel: which are meant, what words do, what is refused and what does it."""

import json

import pytest

from commands.conftest import Quick


def shown(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one record."""
    record = json.loads(program("show", ref, "--json"))[0]
    return [record[key] for key in keys]


@pytest.fixture
def week(served: Quick) -> Quick:
    """Ana: a1 this morning, a4 yesterday. Bo: a2 this morning, a3 in the afternoon. Mine: a5. A task of Ana's: t1."""
    served("appointment", "add", "ana", "Visit", "--at", "today@8:00", "-m", "50", "--place", "her home")
    served("appointment", "add", "bo", "Visit", "--at", "today@8:30", "--mode", "telephone")
    served("appointment", "add", "bo", "Court", "--at", "today@15:30")
    served("appointment", "add", "ana", "Review", "--at", "yesterday@10:00")
    served("appointment", "add", "me", "Team", "--at", "today@8:45")
    served("task", "add", "ana", "Call")
    return served


def test_a_visit_is_kept_and_written_up_in_one_step_with_what_the_appointment_knows(week: Quick) -> None:
    words = ["appointment", "kept", "a1", "-m", "45", "--miles", "6.3", "--goal", "g1", "Stove", "works"]
    ran = week.run(*words)
    assert (ran.code, ran.out) == (0, "n1\n")
    assert "a1 Visit · ana-ruiz · minutes 50 -> 45 · kept · n1 · on Wed 2026-11-25 08:00 (today) · in-person" in ran.err
    keys = ["client", "occurred", "minutes", "mode", "place", "miles", "goals", "body", "reached", "status"]
    assert shown(week, "n1", *keys) == [
        "c1", "2026-11-25T08:00", 45, "in-person", "her home", 6.3, ["g1"], "Stove works", "yes", "draft",
    ]  # fmt: skip
    assert shown(week, "a1", "status", "minutes", "outcome") == ["fulfilled", 45, None]
    week("undo")
    assert shown(week, "a1", "status", "minutes") == ["booked", 50]
    assert week.run("show", "n1").code == 3


def test_what_is_not_said_is_taken_from_the_appointment_and_what_is_said_goes_before(week: Quick) -> None:
    week("appointment", "kept", "a1", "All", "well")
    assert shown(week, "n1", "minutes", "mode", "place", "miles") == [50, "in-person", "her home", None]
    week("appointment", "kept", "a2", "Rang", "at", "nine", "--sign")
    assert shown(week, "n2", "mode", "minutes", "status") == ["phone-call", None, "signed"]
    week("appointment", "kept", "a4", "-k", "video", "--collateral", "With", "her", "sister")
    assert shown(week, "n3", "mode", "reached", "occurred") == ["video-call", "collateral", "2026-11-24T10:00"]


def test_an_hour_that_has_not_come_is_no_time_of_a_note(week: Quick) -> None:
    week("appointment", "kept", "a3", "She", "came", "early")
    assert shown(week, "n1", "occurred") == ["2026-11-25T09:00"]


def test_without_words_it_says_that_no_contact_is_recorded_and_how_to(week: Quick) -> None:
    said = week.run("appointment", "kept", "a1").err.splitlines()[-1]
    assert said == "no contact is recorded; caseload log c1 -k in-person --at 2026-11-25T08:00 -m 50 TEXT"
    week(*said.removeprefix("no contact is recorded; caseload ").replace("TEXT", "Stove works").split())
    week("log", "ana", "Seen", "--at", "yesterday")
    assert "no contact" not in week.run("appointment", "kept", "a4").err
    assert "no contact" not in week.run("appointment", "kept", "a5").err


def test_several_are_kept_by_ids_from_stdin_and_by_a_filter_each_once(week: Quick) -> None:
    ran = week.run("appointment", "kept", "a1", "a2", "a1")
    assert "no contact is recorded for 2 of them (a1, a2); caseload log CLIENT --at DAY TEXT" in ran.err
    week("undo")
    week("appointment", "kept", "-", stdin="a1\na4\n")
    assert week("appointment", "list", "--status", "kept", "--ids").split() == ["a4", "a1"]
    week("appointment", "noshow", "--client", "bo", "--confirm", "2", "--text", "snow")
    assert shown(week, "a3", "status", "outcome") == ["noshow", "snow"]
    assert week.run("appointment", "cancel", "--client", "ana", "--reason", "pat").err == (
        "nothing fits the filter, so there is nothing to do\n"
    )


def test_all_or_none_are_kept(week: Quick) -> None:
    week("appointment", "noshow", "a4")
    before = week.fingerprint
    assert week.run("appointment", "kept", "a1", "a4").code == 1
    assert week.fingerprint == before


def test_one_client_word_means_the_only_one_of_today(week: Quick) -> None:
    week("appointment", "kept", "ana")
    assert shown(week, "a1", "status") == ["fulfilled"]
    assert shown(week, "a4", "status") == ["booked"]
    week("undo")
    week("appointment", "noshow", "c1", "--text", "nobody home")
    assert shown(week, "a1", "status", "outcome") == ["noshow", "nobody home"]
    week("appointment", "cancel", "a3", "--reason", "pat-lt", "Bus", "strike")
    assert shown(week, "a3", "status", "outcome") == ["cancelled", "Bus strike"]
    week("appointment", "cancel", "bo", "--reason", "pat")
    assert shown(week, "a2", "status") == ["cancelled"]


def test_what_is_theirs_is_not_meant_where_something_waits_for_an_outcome(week: Quick) -> None:
    week("appointment", "add", "ana", "Dialysis", "--theirs", "--at", "today@11:00")
    assert week.run("appointment", "cancel", "ana", "--reason", "pat").code == 4
    week("appointment", "kept", "ana")
    assert shown(week, "a1", "status") == ["fulfilled"]


def test_words_come_by_text_and_from_stdin(week: Quick) -> None:
    week("appointment", "kept", "ana", "--text", "Stove works")
    assert shown(week, "n1", "body") == ["Stove works"]
    week("appointment", "kept", "a2", "--text", "-", stdin="Rang.\nTwice.\n")
    assert shown(week, "n2", "body") == ["Rang.\nTwice."]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("kept", "t1"), 1, "t1 is a task; caseload done t1"),
        (("cancel", "t1", "--reason", "pat"), 1, "t1 is a task; caseload task drop t1"),
        (("kept", "g1"), 1, "g1 is a goal; caseload goal met g1"),
        (("noshow", "p1"), 1, "p1 is a plan; caseload show p1"),
        (("kept", "ana", "Stove", "works"), 2, "caseload appointment kept a1 TEXT"),
        (("kept", "ana", "bo"), 2, "names 2: c1, c2; ids: caseload appointment kept a1 ID"),
        (("kept", "ana", "ruiz"), 2, "caseload appointment kept c1"),
        (("kept", "stove"), 3, '"stove" is neither an appointment\'s id nor a client; ids such as a1 first'),
        (("kept", "stove", "works"), 3, "see caseload appointment list"),
        (("kept", "bo"), 4, "c2 has 2 appointments today: a2 2026-11-25T08:30, a3 2026-11-25T15:30"),
        (("kept", "a1", "a4", "Both", "fine"), 1, "caseload appointment kept a1 a4, and a note: caseload log"),
        (("kept", "a1", "c2", "came"), 2, "words that begin like an id come by --text"),
        (("kept", "--client", "ana", "Stove"), 2, "ids or a filter; words by --text"),
        (("kept", "a1", "Stove", "--text", "works"), 2, "one of the two"),
        (("kept", "-", "--text", "-"), 2, "stdin holds the ids"),
        (("kept", "a1", "--miles", "6.3"), 2, "there are no words; caseload appointment kept a1 TEXT"),
        (("kept", "a1", "--sign"), 2, "there are no words"),
        (("kept", "a5", "Budget"), 1, "caseload appointment kept a5 --outcome TEXT"),
        (("kept", "a1", "--goal", "g3", "Swam"), 1, "g3 is another client's goal"),
        (("noshow", "a1", "Gone", "--outcome", "away"), 2, "--outcome"),
        (("kept",), 2, "an id such as a1"),
        (("kept", "a6"), 1, "a6 is kept already; caseload log c2 --at 2026-11-23T10:00 TEXT writes it up"),
        (("noshow", "a6"), 1, "a6 is kept already; caseload appointment edit a6 --status noshow"),
        (
            ("kept", "a7"),
            1,
            "a7 is cancelled already; caseload appointment edit a7 --status kept --clear cancel-reason",
        ),
        (("cancel", "a7", "--reason", "pat"), 1, "caseload appointment move a7 --to WHEN books another time"),
        (("move", "a6", "--to", "fri"), 1, "a6 is kept already; another is booked by caseload appointment add"),
    ],
)
def test_what_is_refused_names_the_command_that_does_it_and_writes_nothing(
    week: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    week("appointment", "add", "bo", "Lab", "--at", "2026-11-23@10:00", "--status", "kept")
    week("appointment", "add", "bo", "Lab", "--at", "2026-11-23@11:00")
    week("appointment", "cancel", "a7", "--reason", "pat")
    before = week.fingerprint
    ran = week.run("appointment", *words)
    assert (ran.code, said in ran.err, week.fingerprint) == (code, True, before), ran


@pytest.mark.parametrize(
    ("past", "said"),
    [
        ("2026-11-20@9:00", "of 2026-11-20: caseload appointment kept a1"),
        ("2026-11-30@9:00", "see caseload appointment list --client c1"),
    ],
)
def test_a_client_without_one_today_is_told_which_one_waits(served: Quick, past: str, said: str) -> None:
    served("appointment", "add", "ana", "Visit", "--at", past)
    ran = served.run("appointment", "kept", "ana")
    assert (ran.code, ran.err) == (3, f"caseload: c1 has no appointment today; {said}\n")


def test_what_was_said_of_todays_only_one_is_refused_with_what_says_something_else(week: Quick) -> None:
    week("appointment", "kept", "ana")
    assert (
        "a1 is kept already; caseload appointment edit a1 --status noshow"
        in week.run("appointment", "noshow", "ana").err
    )
