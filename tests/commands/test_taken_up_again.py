"""What was ended taken up again, what hangs on a field that is cleared, and moments on the user's own clock."""

import json
import sqlite3
from shlex import split

import pytest

from commands.conftest import Quick

BACK = " · undo: caseload undo\n"


def field(program: Quick, ref: str, *names: str) -> list[object]:
    """Some fields of a record."""
    [found] = json.loads(program("show", ref, "--json"))
    return [found[name] for name in names]


def test_a_done_task_is_taken_up_again(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "fri")
    served("done", "t1", "--on", "yesterday")
    assert served.run("task", "reopen", "t1").err == (
        f"t1 Call · ana-ruiz · to be done again · due Fri 2026-11-27 (in 2 days){BACK}"
    )
    assert field(served, "t1", "status", "completed_on") == ["ready", None]
    served("undo")
    assert field(served, "t1", "status", "completed_on") == ["completed", "2026-11-24"]


def test_a_dropped_task_is_taken_up_again_and_an_open_one_refused(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--every", "1w", "--due", "fri")
    served("task", "drop", "t1", "--series")
    served("task", "reopen", "t1")
    assert field(served, "t1", "status", "every") == ["ready", "1w"]
    before = served.fingerprint
    ran = served.run("task", "reopen", "t1")
    assert (ran.code, ran.err, served.fingerprint) == (
        1, "caseload: t1 is open (ready); caseload done t1 completes it\n", before,
    )  # fmt: skip


@pytest.mark.parametrize("rule", ["--every", "--after"])
def test_of_a_series_the_next_one_stands_and_goes_on_with_it(served: Quick, rule: str) -> None:
    served("task", "add", "ana", "Call", "--due", "fri", rule, "1w")
    served("done", "t1")
    said = served.run("task", "reopen", "t1").err
    assert f"{rule[2:]} cleared" in said
    assert "t2 goes on with its series and stands too" in said
    assert field(served, "t1", "status", "every", "after") == ["ready", None, None]
    served("done", "t1")
    assert served("task", "list", "--ids") == "t2\n"


def test_several_are_taken_up_again_in_one_step_by_ids_by_stdin_or_by_filter_all_or_none(served: Quick) -> None:
    for words in (("ana", "One"), ("bo", "Two"), ("ana", "Three")):
        served("task", "add", *words)
    served("done", "t1", "t2")
    ways: list[tuple[str, str | None]] = [("t1 t2", None), ("-", "t1\nt2\n"), ("--status done --confirm 2", None)]
    for way, stdin in ways:
        served("task", "reopen", *way.split(), stdin=stdin)
        assert served("task", "list", "--ids").split() == ["t1", "t2", "t3"]
        served("undo")
    before = served.fingerprint
    assert served.run("task", "reopen", "t1", "t3").code == 1
    assert served.fingerprint == before


@pytest.mark.parametrize(
    ("lines", "refused", "way"),
    [
        (["task add ana Call", "done t1"], "done t1", "caseload task reopen t1"),
        (["goal met g1"], "goal met g1", "caseload goal edit g1 --lifecycle active"),
        (["goal drop g1"], "goal drop g1", "caseload goal edit g1 --lifecycle active"),
        (["plan close p1"], "plan close p1", "caseload plan edit p1 --status active"),
    ],
)
def test_what_has_ended_says_how_it_is_taken_up_again_and_that_way_leads_there(
    served: Quick, lines: list[str], refused: str, way: str
) -> None:
    for line in lines:
        served(*split(line))
    ran = served.run(*split(refused))
    assert (ran.code, way in ran.err) == (1, True), ran.err
    served(*split(way)[1:])
    assert served.run(*split(refused)).code == 0


def test_a_plan_that_is_open_again_has_no_end(served: Quick) -> None:
    served("plan", "close", "p1")
    said = served.run("plan", "edit", "p1", "--status", "active").err
    assert "status completed -> active · ended on cleared" in said
    assert field(served, "p1", "status", "ended_on") == ["active", None]


def test_a_plan_is_not_opened_beside_the_version_that_took_over(served: Quick) -> None:
    served("plan", "revise", "p1", "--reason", "moved")
    ran = served.run("plan", "edit", "p1", "--status", "active")
    assert (ran.code, "p3 has taken over from p1" in ran.err) == (1, True)


# What hangs on a field


@pytest.mark.parametrize(
    ("lines", "ref", "names"),
    [
        (["client edit ana --release-on +1m --release-certainty firm", "client edit ana --clear release-on"],
         "c1", ("release_on", "release_certainty")),
        (["task add ana Call", "done t1", "task edit t1 --status ready"], "t1", ("completed_on",)),
        (["task add ana Call", "done t1", "task edit t1 --status cancelled"], "t1", ("completed_on",)),
        (["appointment add ana Visit --at today@8:00", "appointment cancel a1 --reason pat-lt Bus late",
          "appointment edit a1 --status booked"], "a1", ("cancel_reason", "outcome")),
        (["appointment add ana Visit --at today@8:00", "appointment noshow a1 Nobody",
          "appointment edit a1 --status booked"], "a1", ("outcome",)),
        (["plan close p1", "plan edit p1 --status active"], "p1", ("ended_on",)),
    ],
)  # fmt: skip
def test_what_hangs_on_a_field_that_is_cleared_goes_with_it(
    served: Quick, lines: list[str], ref: str, names: tuple[str, ...]
) -> None:
    for line in lines:
        served(*split(line))
    assert field(served, ref, *names) == [None] * len(names)
    said = served.run("undo")
    assert said.code == 0
    assert None not in field(served, ref, *names)


def test_what_is_typed_beside_it_stays_as_typed(served: Quick) -> None:
    served("client", "edit", "ana", "--release-on", "+1m", "--release-certainty", "firm")
    served("client", "edit", "ana", "--clear", "release-on", "--release-certainty", "estimated")
    assert field(served, "c1", "release_on", "release_certainty") == [None, "estimated"]


def test_an_update_from_a_file_clears_what_hangs_on_a_status(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    served("done", "t1")
    served("import", "task", "-", "--on-dup", "update", stdin="id,client,title,status\nt1,ana-ruiz,Call,ready\n")
    assert field(served, "t1", "status", "completed_on") == ["ready", None]


# The user's own clock; it is 09:00 in Chicago, 15:00 in UTC


def told_zone(program: Quick, zone: str) -> None:
    """Let config.toml name a zone."""
    folder = program.home / "config" / "caseload"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(f'timezone = "{zone}"\n')


@pytest.fixture
def signed(served: Quick) -> Quick:
    """`served` in Chicago, and n1 signed and added to."""
    told_zone(served, "America/Chicago")
    served("note", "add", "ana", "Words", "--sign")
    served("note", "addendum", "n1", "More")
    return served


def test_a_page_tells_moments_by_the_user_s_own_clock_and_a_program_gets_utc(signed: Quick) -> None:
    for form in ("--plain", "--table", "--markdown"):
        page = signed("show", "n1", form)
        assert "15:00" not in page, form
        assert page.count("Wed 2026-11-25 09:00") >= 4, page
    assert field(signed, "n1", "created_at", "signed_at") == ["2026-11-25T15:00:00Z"] * 2


def test_a_list_tells_moments_by_the_user_s_own_clock_to_people_alone(signed: Quick) -> None:
    assert "Wed 2026-11-25 09:00" in signed("note", "list", "--fields", "id,created_at", "--table")
    assert signed("note", "list", "--fields", "created_at") == "2026-11-25T15:00:00Z\n"
    assert signed("note", "list", "--fields", "created_at", "--csv") == "created_at\n2026-11-25T15:00:00Z\n"


def test_the_history_tells_moments_by_the_user_s_own_clock_to_people_alone(signed: Quick) -> None:
    signed("note", "void", "n1", "--reason", "twice", "--yes")
    told = signed("history", "n1", "--table")
    assert "15:00" not in told
    assert "-> Wed 2026-11-25 09:00" in told
    assert "2026-11-25T15:00:00Z" in signed("history", "n1", "--json")


def test_the_zone_of_config_toml_is_the_user_s_own(signed: Quick) -> None:
    told_zone(signed, "Asia/Tokyo")
    assert "Thu 2026-11-26 00:00" in signed("show", "n1")


def test_a_stamp_that_is_none_is_shown_as_it_is(signed: Quick) -> None:
    with sqlite3.connect(signed.db) as connection:
        connection.execute("update note set updated_at = 'lately' where id = 1")
    connection.close()
    assert "lately" in signed("show", "n1")
