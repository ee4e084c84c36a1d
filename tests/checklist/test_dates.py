"""Dates as people type them, read back from what was stored. Today is Wednesday, 2026-11-25, 9:00."""

import csv
import io

import pytest
from conftest import Program

from checklist.tree import side_by_side

AHEAD = {
    "today": "2026-11-25", "tomorrow": "2026-11-26", "yesterday": "2026-11-24", "now": "2026-11-25T09:00",
    "fri": "2026-11-27", "wed": "2026-12-02", "next tue": "2026-12-01", "+3d": "2026-11-28", "+2w": "2026-12-09",
    "+1m": "2026-12-25", "+1y": "2027-11-25", "-3d": "2026-11-22", "eow": "2026-11-29", "eom": "2026-11-30",
    "eoq": "2026-12-31", "eoy": "2026-12-31", "30 nov": "2026-11-30", "24 nov": "2027-11-24",
    "2026-11-30": "2026-11-30", "fri 2pm": "2026-11-27T14:00", "fri@14:30": "2026-11-27T14:30",
    "2pm": "2026-11-25T14:00",
}  # fmt: skip
"""What may be typed for a date ahead, and what it means."""

BEHIND = {
    "yesterday": "2026-11-24", "mon": "2026-11-23", "wed": "2026-11-25", "thu": "2026-11-19", "30 nov": "2025-11-30",
    "24 nov": "2026-11-24", "mon 2pm": "2026-11-23T14:00", "8:15": "2026-11-25T08:15",
}  # fmt: skip
"""What may be typed for a date of fact, and what it means: never a day to come."""

RANGES = {
    "today": {"today"}, "7d": {"today", "soon"}, "week": {"today", "soon"}, "month": {"late", "today", "soon"},
    "overdue": {"late"}, "2026-11-20..2026-11-25": {"late", "today"}, "..today": {"late", "today"},
    "tomorrow..": {"soon", "far"}, "none": {"never"},
}  # fmt: skip
"""What may be typed for a range, and which tasks fall in it."""


def stored(program: Program, noun: str, *fields: str) -> dict[str, str]:
    out = program(noun, "list", "--status", "all", "--csv", "--fields", ",".join(fields))
    return dict(list(csv.reader(io.StringIO(out)))[1:])


def test_the_dates_of_the_table(ana: Program) -> None:
    """37. The date table above: dates ahead."""
    side_by_side(lambda text: ana("task", "add", "ana", f"Due:{text}", "--due", text), AHEAD)
    assert stored(ana, "task", "title", "due") == {f"Due:{text}": meant for text, meant in AHEAD.items()}


def test_the_dates_of_fact(ana: Program) -> None:
    """37. Dates of fact: a weekday or `30 nov` is the latest past one, today included."""
    side_by_side(lambda text: ana("log", "ana", f"at {text}", "--at", text), BEHIND)
    assert stored(ana, "note", "body", "occurred") == {f"at {text}": meant for text, meant in BEHIND.items()}


def test_the_ranges(ana: Program) -> None:
    """37. Ranges: a date, 7d, week, month, overdue, A..B, ..B, A.., none."""
    for title, due in {"late": "2026-11-20", "today": "today", "soon": "fri", "far": "+2m"}.items():
        ana("task", "add", "ana", title, "--due", due)
    ana("task", "add", "ana", "never")
    lists = side_by_side(lambda text: ana("task", "list", "--due", text, "--fields", "title"), RANGES)
    assert {text: set(out.split()) for text, out in zip(RANGES, lists, strict=True)} == RANGES


def test_slashes_are_read_where_the_config_says_how(ana: Program) -> None:
    """38. `02/03/2026` is refused unless config sets date_order."""
    config = ana.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    for order, meant in {"mdy": "2027-02-03", "dmy": "2027-03-02"}.items():
        config.write_text(f'date_order = "{order}"\n')
        assert meant in ana.run("task", "add", "ana", "Call", "--due", "02/03/2027").err


@pytest.mark.parametrize(
    ("words", "echoed"),
    [
        (("task", "add", "ana", "Call", "--due", "fri"), "due Fri 2026-11-27 (in 2 days)"),
        (("task", "add", "ana", "Call", "--due", "fri 2pm"), "due Fri 2026-11-27 14:00 (in 2 days)"),
        (("task", "edit", "t4", "--due", "+1m"), "due Mon 2026-11-30 -> Fri 2026-12-25 (in 30 days)"),
        (("snooze", "t1", "--to", "+1w", "--reason", "away"), "Wed 2026-12-02 (in 7 days)"),
        (("done", "t2"), "Mon 2026-11-30 (in 5 days)"),
        (("appointment", "add", "ana", "Visit", "--at", "tomorrow 10:00"), "Thu 2026-11-26 10:00 (tomorrow)"),
        (("appointment", "move", "a1", "--to", "fri@9:30"), "Fri 2026-11-27 09:30 (in 2 days)"),
        (("log", "ana", "Called", "--at", "mon"), "Mon 2026-11-23"),
        (("log", "ana", "Called", "--task", "Follow up", "--due", "+1w"), "due Wed 2026-12-02 (in 7 days)"),
        (("plan", "review", "p1", "--on", "yesterday"), "2026-11-24"),
        (("client", "add", "Eve", "Ott", "--opened-on", "mon"), "2026-11-23"),
    ],
)
def test_a_write_echoes_the_date_as_it_was_understood(rich: Program, words: tuple[str, ...], echoed: str) -> None:
    """39. Writes echo the date."""
    ran = rich.run(*words)
    assert ran.code == 0
    assert echoed in ran.err


def test_a_day_is_late_when_it_is_over(ana: Program) -> None:
    """40. A date-only due is not overdue at 23:59 and is at 00:00."""
    ana("task", "add", "ana", "Call", "--due", "today")
    ana("task", "add", "ana", "Meet", "--due", "today 14:30")
    late = {
        now: ana("overdue", "--ids", env={"CASELOAD_NOW": f"2026-11-{now}"}).split()
        for now in ("25T09:00", "25T14:29", "25T14:30", "25T23:59", "26T00:00")
    }
    assert late == {"25T09:00": [], "25T14:29": [], "25T14:30": ["t2"], "25T23:59": ["t2"], "26T00:00": ["t1", "t2"]}


def test_a_time_torn_from_its_date_by_the_shell_is_refused(ana: Program) -> None:
    """A title whose last word reads as a time while `--due` has none is refused with the two ways out."""
    ran = ana.run("task", "add", "ana", "Call", "housing", "2pm", "--due", "fri")
    assert ran.code == 2
    assert "2026-11-27@2pm" in ran.err or "fri@2pm" in ran.err
    assert ana.run("task", "add", "--due", "fri", "ana", "--", "Call", "housing", "2pm").code == 0
