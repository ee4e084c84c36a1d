"""caseload appointment kept, noshow and cancel: which are meant, what words do, what is refused and what does it."""

import json

import pytest

from commands.conftest import Quick, once


def shown(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one record."""
    record = json.loads(program("show", ref, "--json"))[0]
    return [record[key] for key in keys]


@once
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
    assert shown(week, "n1", "occurred") == ["2026-11-25"]
    assert week("overdue", "--rule", "kept-unwritten", "--ids", env={"CASELOAD_NOW": "2026-11-29T09:00"}) == ""


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
        (
            ("kept", "ana", "Stove", "works"),
            2,
            "caseload: words come behind an id, not behind a client; caseload appointment kept a1 TEXT\n",
        ),
        (("kept", "bo", "Stove", "works"), 4, "c2 has 2 appointments today: a2 2026-11-25T08:30, a3 2026-11-25T15:30"),
        (
            ("cancel", "ana", "--reason", "pat", "Bus", "strike"),
            2,
            "caseload appointment cancel a1 --reason WORD TEXT\n",
        ),
        (("kept", "ana", "bo"), 2, "names 2: c1, c2; ids: caseload appointment kept a1 ID"),
        (("kept", "ana", "ruiz"), 2, "caseload appointment kept c1"),
        (("kept", "stove"), 3, '"stove" is neither an appointment\'s id nor a client; ids such as a1 first'),
        (("kept", "stove", "works"), 3, "see caseload appointment list"),
        (("kept", "bo"), 4, "c2 has 2 appointments today: a2 2026-11-25T08:30, a3 2026-11-25T15:30"),
        (
            ("kept", "a1", "a4", "Both", "fine"),
            1,
            "2 are meant; caseload appointment kept a1 TEXT, caseload appointment kept a4 TEXT\n",
        ),
        (
            ("kept", "a1", "a2", "Both", "fine"),
            1,
            "caseload appointment kept a1 a2, and a note: caseload log c1 TEXT --at 2026-11-25T08:30 --also c2\n",
        ),
        (
            ("kept", "a2", "a4", "Both", "fine"),
            1,
            "2 are meant; caseload appointment kept a2 TEXT, caseload appointment kept a4 TEXT\n",
        ),
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


def test_several_visits_are_written_up_by_the_commands_that_are_named(week: Quick) -> None:
    said = week.run("appointment", "kept", "a1", "a2", "Both", "fine").err.split("; ")[1].strip()
    for command in said.split(", and a note: "):
        week(*command.removeprefix("caseload ").replace("TEXT", "Fine").split())
    assert shown(week, "n1", "client") + shown(week, "n2", "client") == ["c1", "c2"]
    later = {"CASELOAD_NOW": "2026-11-29T09:00"}
    assert week("overdue", "--rule", "kept-unwritten", "--ids", env=later) == ""


def test_a_call_before_the_hour_of_a_visit_does_not_write_it_up(week: Quick) -> None:
    week("log", "ana", "Rang", "to", "remind", "-k", "phone", "--at", "2026-11-25T07:30")
    assert "no contact is recorded" in week.run("appointment", "kept", "a1").err
    late = ("overdue", "--rule", "kept-unwritten", "--ids")
    later = {"CASELOAD_NOW": "2026-11-28T09:00"}
    assert week(*late, env=later) == "a1\n"
    assert week("show", "a1", "--why", env=later).count("no note of that day") == 1
    week("log", "ana", "Rang", "again", "-k", "phone", "--at", "2026-11-25T08:00")
    assert week(*late, env=later) == ""


# Stays


@once
def away(served: Quick) -> Quick:
    """Ana: a1 from Monday nine o'clock to Friday four, a2 the days from yesterday to Friday, her own. Bo: nothing."""
    served("appointment", "add", "ana", "Conf", "--at", "2026-11-23@9:00", "--ends", "2026-11-27@16:00")
    served("appointment", "add", "ana", "Rehab", "--at", "2026-11-24", "--ends", "2026-11-27", "--theirs")
    return served


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("a1",), "a1 goes on until Fri 2026-11-27; caseload appointment edit a1 --ends now, if it is over\n"),
        (("a2",), "a2 goes on until Fri 2026-11-27; caseload appointment edit a2 --ends today, if it is over\n"),
        (("a1", "-m", "30"), "a1 goes on until Fri 2026-11-27"),
    ],
)
def test_a_stay_that_goes_on_is_not_kept_yet_but_ended(away: Quick, words: tuple[str, ...], said: str) -> None:
    before = away.fingerprint
    ran = away.run("appointment", "kept", *words)
    assert (ran.code, said in ran.err, away.fingerprint) == (1, True, before), ran
    assert [one for one in away("agenda", "--ids").split() if one == words[0]]
    if ", if it" in said:
        away(*said.partition("; caseload ")[2].partition(", if it")[0].split())
        away("appointment", "kept", *words)


def test_a_client_word_means_no_stay_begun_before_unless_it_ends_today(away: Quick) -> None:
    ran = away.run("appointment", "kept", "ana")
    assert (ran.code, ran.err) == (
        3, "caseload: c1 has no appointment today; see caseload appointment list --client c1\n",
    )  # fmt: skip
    away("appointment", "add", "ana", "Visit", "--at", "today@8:00")
    away("appointment", "kept", "ana")
    assert shown(away, "a3", "status") == ["fulfilled"]
    friday = {"CASELOAD_NOW": "2026-11-27T17:00"}
    away("appointment", "kept", "ana", env=friday)
    assert shown(away, "a1", "status") == ["fulfilled"]


def test_the_days_of_a_stay_are_no_minutes_of_a_contact(away: Quick) -> None:
    saturday = {"CASELOAD_NOW": "2026-11-28T09:00"}
    said = away.run("appointment", "kept", "a1", env=saturday).err.splitlines()[-1]
    assert said == "no contact is recorded; caseload log c1 -k in-person --at 2026-11-23T09:00 TEXT"
    away("undo")
    away("appointment", "kept", "a1", "Well", "run", env=saturday)
    assert shown(away, "n1", "minutes") == [None]
    away("undo")
    away("appointment", "kept", "a1", "-m", "90", "Well", "run", env=saturday)
    assert shown(away, "n2", "minutes") + shown(away, "a1", "minutes") == [90, 4 * 24 * 60 + 7 * 60]


def test_a_stay_is_to_be_written_up_from_its_end_on(away: Quick) -> None:
    away("appointment", "kept", "a1", env={"CASELOAD_NOW": "2026-11-27T17:00"})
    late = ("overdue", "--rule", "kept-unwritten", "--ids")
    days = {
        day: away(*late, env={"CASELOAD_NOW": f"{day}T09:00"}) for day in ("2026-11-29", "2026-11-30", "2026-12-27")
    }
    assert days == {"2026-11-29": "", "2026-11-30": "a1\n", "2026-12-27": "a1\n"}
    assert away(*late, env={"CASELOAD_NOW": "2026-12-28T09:00"}) == ""
    why = away("show", "a1", "--why", env={"CASELOAD_NOW": "2026-11-30T09:00"})
    assert "kept 2026-11-23 to 2026-11-27, no note of those days" in why
    assert "2026-11-27 + 2d = 2026-11-29" in why


def test_no_shows_are_counted_on_the_page_of_the_client(served: Quick) -> None:
    for day in ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"):
        served("appointment", "add", "ana", "Visit", "--at", f"{day}@10:00")
    served("appointment", "noshow", "a1", "a2", "a3")
    assert "3 no-shows, the last 2026-11-22; 0 kept" in served("show", "ana")
    assert "3 no-shows in a row, the last 2026-11-22" in served("overdue", "--rule", "no-shows")
    served("appointment", "kept", "a4")
    assert "3 no-shows, the last 2026-11-22; 1 kept" in served("show", "ana")
    assert served("overdue", "--rule", "no-shows") == ""
