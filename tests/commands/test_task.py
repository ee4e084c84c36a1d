"""caseload task: added, changed, done, put off, dropped."""

import json

import pytest

from commands.conftest import Quick


def task(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one task."""
    record = json.loads(program("task", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


def test_every_field_goes_in_by_its_option_and_comes_out_again(served: Quick) -> None:
    words = ["Call", "the", "landlord", "--due", "fri 2pm", "-p", "urgent", "--goal", "g1", "--responsible", "client"]
    served("task", "add", "ana", *words, "--every", "every 2 weeks", "--waiting-on", "the office", "--external-id", "7")
    kept = json.loads(served("task", "show", "t1", "--json"))[0]
    del kept["database"]
    assert {key: value for key, value in kept.items() if value is not None and not key.endswith("_at")} == {
        "id": "t1", "client": "c1", "client_handle": "ana-ruiz", "title": "Call the landlord",
        "due": "2026-11-27T14:00", "priority": "urgent", "status": "ready", "goal": "g1", "responsible": "client",
        "every": "2w", "sensitivity": "normal", "part2": "unknown",
        "waiting_on": "the office", "external_id": "7",
    }  # fmt: skip


def test_a_write_echoes_what_it_understood_and_how_to_take_it_back(served: Quick) -> None:
    ran = served.run("task", "add", "ana", "Call", "--due", "fri")
    assert (ran.out, ran.err) == ("t1\n", "t1 Call · ana-ruiz · due Fri 2026-11-27 (in 2 days) · undo: caseload undo\n")


def test_a_title_that_has_eaten_the_time_of_its_date_is_refused_unless_it_is_meant(served: Quick) -> None:
    ran = served.run("task", "add", "ana", "Call", "2pm", "--due", "fri")
    assert (ran.code, "2026-11-27@2pm" in ran.err) == (2, True)
    served("task", "add", "--due", "fri", "ana", "--", "Call", "2pm")
    assert task(served, "t1", "title") == ["Call 2pm"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "ana", "x", "--goal", "g3"), 1, "g3 is another client's goal"),
        (("add", "me", "x", "--goal", "g1"), 1, "g1 is another client's goal"),
        (("edit", "t1", "--goal", "g3"), 1, "g3 is another client's goal"),
        (("edit", "t1", "--goal", "n1"), 2, "is not a goal"),
        (("add", "ana", "x", "--every", "1w"), 2, "due date to count from"),
        (("edit", "t1", "--every", "1w", "--after", "1w", "--due", "fri"), 2, "cannot stand beside every"),
        (("edit", "t1", "--completed-on", "yesterday"), 2, "not completed"),
        (("edit", "t1", "--status", "done", "--completed-on", "tomorrow"), 2, "still to come"),
        (("add", "ana", "x", "--times", "3"), 2, "has no rule to end"),
        (("edit", "t1", "--until", "+1m"), 2, "has no rule to end"),
        (("add", "ana", "x", "--after", "1w", "--until", "+1m", "--times", "3"), 2, "cannot stand beside --times"),
        (("add", "ana", "x", "--due", "fri", "--every", "1w", "--until", "today"), 2, "ends before the due date"),
        (("add", "ana", "x", "--due", "fri", "--every", "999y"), 2, "never comes after the due date"),
        (("add", "ana", "x", "--due", "fri", "--every", "FREQ=SECONDLY"), 2, "comes round secondly"),
        (("edit", "t1"), 2, "nothing to change"),
        (("edit", "t1", "--due", "fri", "--clear", "due"), 2, "both set and cleared"),
        (("edit", "t1", "--clear", "title"), 2, "needed by every task"),
        (("edit", "t1", "--clear", "id"), 2, "is not a field of task that can be cleared"),
        (("edit", "t9", "--due", "fri"), 3, "no task t9"),
        (("done", "t1", "--on", "tomorrow"), 2, "still to come"),
        (("snooze", "t1", "--to", "today", "--reason", "x"), 2, "not ahead"),
        (("snooze", "t1", "--to", "fri 2pm", "--reason", "x"), 2, "only a day is wanted"),
        (("snooze", "g1", "--to", "fri", "--reason", "x"), 2, "is not a task"),
        (("snooze", "t1", "--to", "fri"), 2, "--reason"),
    ],
)  # fmt: skip
def test_what_a_task_cannot_be_is_refused_with_its_code_and_nothing_is_written(
    served: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    served("task", "add", "ana", "Call")
    before = served.fingerprint
    ran = served.run("task", *words)
    assert (ran.code, said in ran.err, served.fingerprint) == (code, True, before), ran


# A series


def recurring(served: Quick, due: str, every: str) -> None:
    served("task", "add", "ana", "Rent", "--due", due, "--every", every)


@pytest.mark.parametrize(
    ("due", "every", "done_on", "then"),
    [
        ("2026-10-31", "1m", "2026-10-31", ["2026-11-30", "2026-10-31"]),
        ("2026-08-31", "1m", "2026-11-24", ["2026-11-30", "2026-08-31"]),
        ("2026-11-27@14:00", "1w", "2026-11-25", ["2026-12-04T14:00", "2026-11-27"]),
        ("2024-02-29", "1y", "2026-11-25", ["2027-02-28", "2024-02-29"]),
    ],
)
def test_the_next_of_a_series_counts_from_its_first_due_date_and_passes_over_what_went_by(
    served: Quick, due: str, every: str, done_on: str, then: list[str]
) -> None:
    recurring(served, due, every)
    served("task", "done", "t1", "--on", done_on)
    assert task(served, "t1", "status", "completed_on") == ["completed", done_on]
    assert task(served, "t2", "due", "anchor_on") == then


def test_the_31st_does_not_drift_through_a_short_month(served: Quick) -> None:
    recurring(served, "2026-08-31", "1m")
    for number, day in enumerate(("2026-08-31", "2026-09-30", "2026-10-31"), start=1):
        served("task", "done", f"t{number}", "--on", day)
    assert task(served, "t4", "due") == ["2026-11-30"]


@pytest.mark.parametrize(
    ("edit", "anchor", "then"),
    [
        (("--priority", "stat"), "2026-08-31", "2026-12-31"),
        (("--due", "2026-12-05"), None, "2027-01-05"),
        (("--every", "2w"), None, "2026-12-14"),
    ],
)
def test_another_due_date_or_interval_counts_from_the_new_date_and_anything_else_leaves_the_count(
    served: Quick, edit: tuple[str, ...], anchor: str | None, then: str
) -> None:
    recurring(served, "2026-08-31", "1m")
    served("task", "done", "t1")
    served("task", "edit", "t2", *edit)
    assert task(served, "t2", "anchor_on") == [anchor]
    served("task", "done", "t2")
    assert task(served, "t3", "due") == [then]


def test_after_counts_from_the_day_it_was_done_and_needs_no_due_date(served: Quick) -> None:
    served("task", "add", "ana", "Water plants", "--after", "3d")
    served("task", "done", "t1", "--on", "yesterday")
    assert task(served, "t2", "due", "after", "anchor_on") == ["2026-11-27", "3d", None]


def test_a_dropped_task_of_a_series_brings_the_next_unless_the_series_is_dropped(served: Quick) -> None:
    recurring(served, "fri", "1w")
    assert "next t2 · due Fri 2026-12-04" in served.run("task", "drop", "t1").err
    served("task", "drop", "t2", "--series")
    assert served("task", "list", "--status", "all", "--fields", "id,status") == "t1\tcancelled\nt2\tcancelled\n"


@pytest.mark.parametrize(
    ("due", "rule", "then"),
    [
        ("fri", ["--every", "mon,thu"], "2026-11-30"),
        ("fri 14:00", ["--every", "every 2 weeks on fri"], "2026-12-11T14:00"),
        ("fri", ["--every", "monthly on the last friday"], "2026-12-25"),
        ("fri", ["--every", "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR"], "2027-11-26"),
        ("fri", ["--after", "mon,wed"], "2026-11-30"),
        ("fri", ["--after", "monthly on the 25th"], "2026-12-25"),
    ],
)
def test_a_rule_in_words_or_an_rrule_brings_the_next(served: Quick, due: str, rule: list[str], then: str) -> None:
    served("task", "add", "ana", "Call", "--due", due, *rule)
    served("task", "done", "t1")
    assert task(served, "t2", "due") == [then]


@pytest.mark.parametrize("rule", ["--every", "--after"])
def test_a_series_ends_after_its_times_or_its_last_day_and_says_so(served: Quick, rule: str) -> None:
    served("task", "add", "ana", "Call", "--due", "today", rule, "1w", "--times", "2")
    assert served.run("task", "done", "t1").err.count("next t2 · due Wed 2026-12-02") == 1
    assert task(served, "t2", rule[2:]) == ["1w 1 time"]
    ran = served.run("task", "done", "t2", env={"CASELOAD_NOW": "2026-12-02T09:00"})
    assert "done Wed 2026-12-02 (today) · last of its series · undo" in ran.err
    served("task", "add", "ana", "Call", "--due", "today", rule, "1w until 2026-12-01")
    assert "last of its series" in served.run("done", "t3").err


def test_what_is_passed_over_counts_among_the_times(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "2026-11-02", "--every", "mon", "--times", "6")
    served("task", "done", "t1")
    assert task(served, "t2", "due", "every") == ["2026-11-30", "mon 2 times"]


def test_an_end_is_set_by_edit_and_leaves_the_count_of_days(served: Quick) -> None:
    recurring(served, "2026-08-31", "1m")
    served("task", "done", "t1")
    ran = served.run("task", "edit", "t2", "--until", "2026-12-31")
    assert "every 1m -> 1m until 2026-12-31" in ran.err
    served("task", "edit", "t2", "--times", "5")
    assert task(served, "t2", "every", "anchor_on") == ["1m 5 times", "2026-08-31"]


def test_the_table_says_how_a_task_recurs(served: Quick) -> None:
    recurring(served, "fri", "every fri and mon")
    served("task", "add", "ana", "Water", "--after", "3d")
    said = served("task", "list", "--table")
    assert "Rent · again mon,fri" in said
    assert "Water · again 3d after it is done" in said
    assert served("task", "list", "--fields", "every", "--client", "ana").splitlines()[0] == "mon,fri"


# Lists


def test_the_list_shows_open_tasks_by_due_date_those_without_one_last(served: Quick) -> None:
    for due in (["--due", "fri"], [], ["--due", "yesterday"]):
        served("task", "add", "ana", "Call", *due)
    served("task", "add", "bo", "Call", "--due", "fri")
    served("task", "done", "t4")
    assert served("task", "list", "--ids").split() == ["t3", "t1", "t2"]
    assert served("task", "list", "--due", "overdue", "--ids") == "t3\n"
    assert served("task", "list", "--due", "none", "--ids") == "t2\n"
    assert served("task", "list", "--client", "bo", "--status", "done", "--ids") == "t4\n"
    assert served("task", "list", "--status", "all", "--limit", "2", "--sort", "-id", "--ids") == "t4\nt3\n"


def test_a_list_says_until_when_a_task_is_snoozed_and_its_status_stays(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "yesterday")
    served("task", "add", "ana", "Write", "--due", "yesterday")
    served("task", "snooze", "t1", "--to", "mon", "--reason", "letter is on its way")
    assert served("task", "list").splitlines() == [
        "t1\t2026-11-24\troutine\tready\tana-ruiz\tCall\t2026-11-30\t\t",
        "t2\t2026-11-24\troutine\tready\tana-ruiz\tWrite\t\t\t",
    ]
    assert "snoozed until 2026-11-30: Call" in served("task", "list", "--table")
    assert "Snoozed until 2026-11-30: letter is on its way" in served("task", "show", "t1")
    assert served("overdue", "--kind", "task", "--ids") == "t2\n"
    back = {"CASELOAD_NOW": "2026-11-30T00:00"}
    assert "\tCall\t\t\t\n" in served("task", "list", env=back)
    assert served("overdue", "--kind", "task", "--ids", env=back).split() == ["t1", "t2"]


@pytest.mark.parametrize("status", ["completed", "cancelled", "failed"])
def test_an_edit_that_ends_a_task_of_a_series_brings_the_next_like_the_verb(served: Quick, status: str) -> None:
    served("task", "add", "ana", "Pills", "--due", "2026-11-20", "--every", "2w")
    said = served.run("task", "edit", "t1", "--status", status).err
    assert f" · status ready -> {status} · " in said
    assert "next t2 · due Fri 2026-12-04" in said
    done = "2026-11-25" if status == "completed" else ""
    assert f"t1\t{status}\t{done}\n" in served("task", "list", "--status", "all", "--fields", "id,status,completed_on")
    assert served("task", "list", "--ids") == "t2\n"
    served("undo")
    assert served("task", "list", "--ids") == "t1\n"


@pytest.mark.parametrize("times", ["0", "-1", "9999999999"])
def test_a_count_that_is_none_is_refused_by_its_flag_and_quoted(served: Quick, times: str) -> None:
    ran = served.run("task", "add", "ana", "Pills", "--due", "fri", "--every", "2w", f"--times={times}")
    assert ran.code == 2
    assert "--times" in ran.err
    assert times in ran.err


def test_a_note_at_an_hour_that_the_clocks_skip_or_repeat_says_so(served: Quick) -> None:
    settings = served.home / "config" / "caseload" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('timezone = "America/Chicago"\n')
    for at, said in (("2026-03-08T02:30", "does not exist"), ("2026-11-01T01:30", "comes twice")):
        for words in (("log", "ana", "hi", "--at", at), ("note", "add", "ana", "hi", "--at", at)):
            assert said in served.run(*words).err, words
