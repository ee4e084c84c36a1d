"""Appointments in series: made in one step, topped up, moved and cancelled with what follows, taken back whole."""

import json
from typing import Any

import pytest

from commands.conftest import Quick, once

EVERY = ["appointment", "add", "ana", "Dialysis", "--at", "mon 9:00", "-m", "240", "--every", "mon,wed,fri"]


def all_of(program: Quick) -> list[dict[str, Any]]:
    """Every appointment, the voided too, in the order of the ids."""
    found: list[dict[str, Any]] = json.loads(program("appointment", "export", "--voided", "--json"))
    return found


def days(program: Quick, status: str = "booked") -> list[str]:
    """When those of a status start."""
    return [one["starts"] for one in all_of(program) if one["status"] == status and not one["voided_at"]]


@once
def weekly(served: Quick) -> Quick:
    """Ana has five visits, Mondays at nine from 30 November to 28 December: a1 to a5."""
    served("appointment", "add", "ana", "Visit", "--at", "mon 9:00", "--every", "mon", "--times", "5")
    return served


def test_one_command_makes_a_year_of_them_and_one_undo_takes_it_back(served: Quick) -> None:
    before = served("export", "all")
    ran = served.run(*EVERY)
    assert ran.out == "a1\n"
    assert ran.err == (
        "a1 Dialysis · ana-ruiz · at Mon 2026-11-30 09:00 (in 5 days) · 240 min"
        " · 157 in series to Mon 2027-11-29, more as they are kept · undo: caseload undo\n"
    )
    found = all_of(served)
    assert len(found) == 157
    assert {(one["series"], one["every"], one["minutes"], one["starts"] == one["slot"]) for one in found} == {
        ("a1", "mon,wed,fri", 240, True)
    }
    whole = served("export", "all")
    served("undo")
    assert served("export", "all") == before
    served("redo")
    assert served("export", "all") == whole
    assert "appointment add" in served("history", "a157")


@pytest.mark.parametrize(
    ("at", "rule", "starts"),
    [
        ("mon 9:00", ["mon 3 times"], ["2026-11-30T09:00", "2026-12-07T09:00", "2026-12-14T09:00"]),
        ("mon", ["every 2 weeks on mon", "--until", "31 dec"], ["2026-11-30", "2026-12-14", "2026-12-28"]),
        ("2026-12-31", ["1m", "--times", "3"], ["2026-12-31", "2027-01-31", "2027-02-28"]),
        ("fri", ["monthly on the last friday", "--times", "2"], ["2026-11-27", "2026-12-25"]),
        ("2026-12-01", ["RRULE:FREQ=MONTHLY;BYDAY=1TU;BYMONTH=12,6;COUNT=2"], ["2026-12-01", "2027-06-01"]),
        ("2028-03-01", ["6m"], ["2028-03-01", "2028-09-01", "2029-03-01"]),
    ],
)
def test_the_days_are_those_of_the_rule(served: Quick, at: str, rule: list[str], starts: list[str]) -> None:
    ran = served.run("appointment", "add", "ana", "Visit", "--at", at, "--every", *rule)
    assert days(served) == starts
    assert ("more as they are kept" in ran.err) is (rule == ["6m"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--at", "tue 9:00", "--every", "mon,wed"), 2, "Tue 2026-12-01 is no day of the rule; the next that is: Wed"),
        (("--at", "mon", "--every", "someday"), 2, '"someday" is not a rule'),
        (("--at", "mon", "--every", "mon", "--until", "fri"), 2, "ends before the first appointment"),
        (("--at", "mon", "--every", "mon", "--until", "+1m", "--times", "3"), 2, "cannot stand beside --times"),
        (("--at", "mon", "--every", "mon", "--times", "1001"), 2, "1 to 1000 times"),
        (("--at", "mon", "--every", "FREQ=HOURLY"), 2, "comes round hourly"),
        (("--at", "mon", "--every", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), 2, "never comes"),
        (("--at", "mon", "--times", "3"), 2, "has no rule to end"),
        (("--at", "mon", "--until", "+1m"), 2, "has no rule to end"),
    ],
)
def test_a_series_that_cannot_be_is_refused_and_nothing_is_made(
    served: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    before = served.fingerprint
    ran = served.run("appointment", "add", "ana", "Visit", *words)
    assert (ran.code, said in ran.err, served.fingerprint) == (code, True, before), ran


def test_what_could_run_away_is_bounded(served: Quick) -> None:
    ran = served.run("appointment", "add", "ana", "Visit", "--at", "2020-01-01", "--every", "1d")
    assert "400 in series to Wed 2021-02-03, more as they are kept" in ran.err
    assert "a1 Visit · ana-ruiz · kept · 400 more in series" in served.run("appointment", "kept", "a1").err


@pytest.mark.parametrize("verb", [("kept",), ("noshow",), ("cancel", "--reason", "pat"), ("move", "--to", "wed 9:00")])
def test_a_series_that_goes_on_is_topped_up_to_a_year_ahead_once_whatever_becomes_of_one(
    served: Quick, verb: tuple[str, ...]
) -> None:
    served("appointment", "add", "ana", "Visit", "--at", "mon 9:00", "--every", "mon")
    later = {"CASELOAD_NOW": "2026-12-14T10:00"}
    ran = served.run("appointment", verb[0], "a2", *verb[1:], env=later)
    assert "2 more in series, to Mon 2027-12-13" in ran.err
    assert "more in series" not in served.run("appointment", "kept", "a1", env=later).err
    slots = [one["slot"] for one in all_of(served)]
    assert (len(slots), slots[-1]) == (55, "2027-12-13T09:00")
    assert slots == sorted(set(slots))
    served("undo")
    served("undo")
    assert len(all_of(served)) == 53


def test_a_series_with_an_end_and_one_of_a_closed_client_are_not_topped_up(weekly: Quick) -> None:
    later = {"CASELOAD_NOW": "2027-06-14T10:00"}
    assert "series" not in weekly.run("appointment", "kept", "a5", env=later).err
    weekly("appointment", "add", "bo", "Visit", "--at", "mon 9:00", "--every", "mon")
    closed = weekly.run("client", "close", "bo", "--reason", "moved", "--drop-open")
    assert "a25 and 33 more" in closed.err
    weekly("appointment", "edit", "a6", "--status", "booked", "--clear", "cancel_reason", "--closed")
    assert "series" not in weekly.run("appointment", "kept", "a6", env=later).err


def test_a_move_of_one_leaves_its_slot_and_the_others(weekly: Quick) -> None:
    weekly("appointment", "move", "a2", "--to", "2026-12-08")
    found = all_of(weekly)
    assert (found[1]["starts"], found[1]["slot"]) == ("2026-12-08T09:00", "2026-12-07T09:00")
    assert [one["starts"] for one in found if one["starts"] != one["slot"]] == ["2026-12-08T09:00"]


def test_a_move_of_what_follows_is_a_series_of_its_own_and_one_step(weekly: Quick) -> None:
    weekly("appointment", "cancel", "a4", "--reason", "pat")
    before = weekly("export", "all")
    ran = weekly.run("appointment", "move", "a3", "--to", "2026-12-15 10:30", "--following", "--minutes", "30")
    assert ran.err == (
        "a3 Visit · ana-ruiz · at Mon 2026-12-14 09:00 -> Tue 2026-12-15 10:30 (in 20 days) · minutes 30"
        " · every mon 5 times -> tue 3 times · and 1 that follows, to Tue 2026-12-29 · undo: caseload undo\n"
    )
    assert [(one["starts"], one["slot"], one["series"], one["every"], one["minutes"]) for one in all_of(weekly)] == [
        ("2026-11-30T09:00", "2026-11-30T09:00", "a1", "mon until 2026-12-13", None),
        ("2026-12-07T09:00", "2026-12-07T09:00", "a1", "mon until 2026-12-13", None),
        ("2026-12-15T10:30", "2026-12-15T10:30", "a3", "tue 3 times", 30),
        ("2026-12-21T09:00", "2026-12-22T10:30", "a3", "tue 3 times", None),
        ("2026-12-29T10:30", "2026-12-29T10:30", "a3", "tue 3 times", 30),
    ]
    later = {"CASELOAD_NOW": "2027-01-14T10:00"}
    for ref in ("a2", "a5"):
        assert "series" not in weekly.run("appointment", "kept", ref, env=later).err
    for _ in range(3):
        weekly("undo")
    assert weekly("export", "all") == before


def test_a_series_whose_last_was_cancelled_does_not_get_it_again_when_it_is_moved(served: Quick) -> None:
    served("appointment", "add", "ana", "Visit", "--at", "mon 9:00", "--every", "mon")
    last = all_of(served)[-1]["id"]
    served("appointment", "cancel", last, "--reason", "pat")
    served("appointment", "move", "a3", "--to", "2026-12-15 10:30", "--following")
    slots = [one["slot"] for one in all_of(served)]
    assert (len(slots), len(set(slots))) == (53, 53)


def test_a_clipped_day_does_not_drift_when_what_follows_moves(served: Quick) -> None:
    served("appointment", "add", "ana", "Rent", "--at", "2026-12-31 9:00", "--every", "1m", "--times", "5")
    served("appointment", "move", "a3", "--to", "2027-02-28 11:00", "--following")
    assert days(served)[2:] == ["2027-02-28T11:00", "2027-03-31T11:00", "2027-04-30T11:00"]
    assert all_of(served)[2]["every"] == "monthly on the 31st 3 times"


def test_where_no_one_rule_says_the_move_a_new_rule_lays_out_what_follows(served: Quick) -> None:
    words = ["--at", "fri 9:00", "--every", "monthly on the last friday", "--times", "4"]
    served("appointment", "add", "ana", "Visit", *words)
    ran = served.run("appointment", "move", "a2", "--to", "2026-12-24", "--following")
    said = "monthly on the last friday cannot be moved by a day; name the new rule: --every RULE"
    assert (ran.code, said in ran.err) == (1, True)
    new = ["--following", "--every"]
    ran = served.run("appointment", "move", "a2", "--to", "2026-12-24", *new, "monthly on the last fri")
    assert (ran.code, "--to: Thu 2026-12-24 is no day of the rule; the next that is: Fri" in ran.err) == (2, True)
    served("appointment", "move", "a2", "--to", "2026-12-24", *new, "2w 2 times")
    assert days(served) == ["2026-11-27T09:00", "2026-12-24T09:00", "2027-01-07T09:00"]
    assert [one["void_reason"] for one in all_of(served)] == [None, None, None, "not in its series any more"]
    served("undo")
    served("appointment", "move", "a2", "--to", "2026-12-24", *new, "1w 5 times")
    assert days(served)[1:] == [f"{day}T09:00" for day in ("2026-12-24", "2026-12-31", "2027-01-07", "2027-01-14",
                                                           "2027-01-21")]  # fmt: skip


def test_a_cancel_is_of_one_or_of_all_that_follow_and_then_no_more_are_made(served: Quick) -> None:
    served("appointment", "add", "ana", "Visit", "--at", "mon 9:00", "--every", "mon")
    served("appointment", "cancel", "a2", "--reason", "pat")
    assert days(served, "cancelled") == ["2026-12-07T09:00"]
    before = served("export", "all")
    ran = served.run("appointment", "cancel", "a4", "--reason", "pat-mv", "--following")
    assert "cancelled, client moved · and 49 that follow, to Mon 2027-11-29 · the series ends" in ran.err
    assert days(served) == ["2026-11-30T09:00", "2026-12-14T09:00"]
    assert "series" not in served.run("appointment", "kept", "a3", env={"CASELOAD_NOW": "2026-12-20T10:00"}).err
    served("undo")
    served("undo")
    assert served("export", "all") == before


def test_an_edit_is_of_one_or_of_all_that_follow(weekly: Quick) -> None:
    ran = weekly.run("appointment", "edit", "a3", "--place", "Clinic", "--following")
    assert "and 2 that follow, to Mon 2026-12-28" in ran.err
    weekly("appointment", "edit", "a1", "--title", "First")
    assert [one["place"] for one in all_of(weekly)] == [None, None, "Clinic", "Clinic", "Clinic"]
    assert [one["title"] for one in all_of(weekly)] == ["First", *["Visit"] * 4]
    ran = weekly.run("appointment", "edit", "a3", "--at", "fri", "--following")
    assert (ran.code, "is one appointment's own" in ran.err) == (2, True)


def test_to_void_the_head_leaves_the_rest_in_their_series(served: Quick) -> None:
    served("appointment", "add", "ana", "Visit", "--at", "mon 9:00", "--every", "mon")
    served("appointment", "void", "a1", "--reason", "twice")
    assert len(days(served)) == 52
    ran = served.run("appointment", "kept", "a2", env={"CASELOAD_NOW": "2026-12-08T10:00"})
    assert "1 more in series, to Mon 2027-12-06" in ran.err


def test_one_booked_anew_is_in_no_series(weekly: Quick) -> None:
    weekly("appointment", "cancel", "a2", "--reason", "pat")
    weekly("appointment", "move", "a2", "--to", "2026-12-09")
    new = all_of(weekly)[-1]
    assert (new["id"], new["series"], new["every"], new["slot"]) == ("a6", None, None, None)
    for words in (["move", "a6", "--to", "fri"], ["cancel", "a6", "--reason", "pat"], ["edit", "a6", "--title", "x"]):
        ran = weekly.run("appointment", *words, "--following")
        assert (ran.code, "a6 is in no series; leave out --following" in ran.err) == (1, True), words


def test_hours_that_the_clocks_skip_or_repeat_are_told_and_kept(served: Quick) -> None:
    config = served.home / "config.toml"
    config.write_text('timezone = "America/Chicago"\n')
    served.environ["CASELOAD_CONFIG"] = str(config)
    ran = served.run("appointment", "add", "me", "Night", "--at", "sun 2:30", "--every", "sun")
    assert ran.err.splitlines()[1:] == ["02:30 does not exist on Sun 2027-03-14 (clocks go forward); kept as typed"]
    assert {start[-5:] for start in days(served)} == {"02:30"}
    ran = served.run("appointment", "add", "me", "Night", "--at", "2027-11-07 1:30")
    assert ran.err.splitlines()[1] == "01:30 comes twice on Sun 2027-11-07 (clocks go back); the first is meant"
    ran = served.run("appointment", "move", "a1", "--to", "2027-03-14 2:15")
    assert "02:15 does not exist on Sun 2027-03-14" in ran.err
    assert "does not exist" not in served.run("task", "add", "me", "x", "--due", "2027-03-14 3:30").err
    assert "does not exist" in served.run("task", "add", "me", "x", "--due", "2027-03-14 2:30").err


def test_everything_out_and_in_again_is_the_same_with_a_series_in_it(weekly: Quick) -> None:
    weekly("appointment", "move", "a2", "--to", "2026-12-08", "--following")
    weekly("task", "add", "ana", "Count", "--due", "fri", "--every", "FREQ=MONTHLY;BYDAY=5FR;COUNT=9")
    whole = weekly("export", "all")
    other = str(weekly.home / "other.db")
    weekly("--db", other, "import", "all", "-", stdin=whole)
    assert weekly("--db", other, "export", "all") == whole
    assert "series" not in weekly.run("--db", other, "appointment", "cancel", "a3", "--reason", "pat").err


def test_a_row_of_a_file_that_has_a_rule_and_no_series_is_kept_as_it_is(served: Quick) -> None:
    file = served.home / "visits.csv"
    file.write_text('client,title,starts,every\nana-ruiz,Visit,2026-11-30 09:00,"Thu, mon"\n')
    served("import", "appointment", str(file))
    assert [(one["every"], one["series"]) for one in all_of(served)] == [("mon,thu", None)]
    assert "series" not in served.run("appointment", "cancel", "a1", "--reason", "pat").err
    file.write_text("client,title,starts,every\nana-ruiz,Visit,2026-11-30 09:00,FREQ=HOURLY\n")
    ran = served.run("import", "appointment", str(file), "--on-dup", "update")
    assert (ran.code, "line 2, every: comes round hourly" in ran.err) == (1, True), ran


def test_a_clients_page_has_a_series_in_one_line_and_what_is_otherwise_for_itself(served: Quick) -> None:
    served(
        "appointment", "add", "ana", "Dialysis", "--at", "2026-11-30T09:00", "--every", "mon", "--until", "2027-03-01"
    )
    served("appointment", "add", "ana", "Dialysis", "--at", "2026-12-02T11:00")
    served("appointment", "move", "a3", "--to", "2026-12-15T10:00")

    def rows(now: str) -> list[tuple[str, str]]:
        section = served("show", "ana", env={"CASELOAD_NOW": now}).partition("\nAppointments\n")[2].partition("\n\n")[0]
        return [(row.split()[0], " ".join(row.split()[3:])) for row in section.splitlines()]

    assert rows("2026-11-25T09:00") == [
        ("a1", "09:00 in 5 days, 12 more Dialysis · mon until 2027-03-01"),
        ("a15", "11:00 in 7 days Dialysis"),
        ("a3", "10:00 in 20 days Dialysis"),
    ]
    # Late ones are to be dealt with one by one.
    assert rows("2026-12-09T09:00") == [
        ("a1", "09:00 9 days late Dialysis"),
        ("a15", "11:00 7 days late Dialysis"),
        ("a2", "09:00 2 days late Dialysis"),
        ("a3", "10:00 in 6 days Dialysis"),
        ("a4", "09:00 in 12 days, 10 more Dialysis · mon until 2027-03-01"),
    ]
