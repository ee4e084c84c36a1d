"""Opening hours in words: read where they can be, and otherwise unknown."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.records.of.hours import is_open, read_hours, read_time, written

READ = [
    ("mon-fri 9-17, sat 10-12 (not on holidays)", "mon-fri 09:00-17:00, sat 10:00-12:00"),
    ("Mon, Wed, Fri 9-5", "mon 09:00-17:00, wed 09:00-17:00, fri 09:00-17:00"),
    ("Monday - Friday 9:00 AM - 5:00 PM; Sat 9am-noon", "mon-fri 09:00-17:00, sat 09:00-12:00"),
    ("Mondays 8:30 a.m.\u20134:30 p.m.", "mon 08:30-16:30"),
    ("24/7", "mon-sun 00:00-23:59"),
    ("daily 08:00-20:00, sun closed", "mon-sat 08:00-20:00"),
    ("weekdays 9am to 5pm", "mon-fri 09:00-17:00"),
    ("Tue & Thu 9-12, 13-17", "tue 09:00-12:00 13:00-17:00, thu 09:00-12:00 13:00-17:00"),
    ("fri-mon 22:00-06:00", "mon 22:00-06:00, fri-sun 22:00-06:00"),
    ("Sat 10-12pm", "sat 10:00-12:00"),
    ("mon-fri 1-5pm", "mon-fri 13:00-17:00"),
    ("mon-fri 1-5", "mon-fri"),
    ("mon, wed", "mon, wed"),
    ("M-F 9-5", "mon-fri 09:00-17:00"),
    ("M-Th 8:30am-4:30pm, F 9-noon", "mon-thu 08:30-16:30, fri 09:00-12:00"),
    ("MWF 9-12; TTh 13-17", "mon 09:00-12:00, tue 13:00-17:00, wed 09:00-12:00, thu 13:00-17:00, fri 09:00-12:00"),
    ("MTWThF 9-5", "mon-fri 09:00-17:00"),
    ("mtwtf 9-5", "mon-fri 09:00-17:00"),
    ("T/Th 9-12", "tue 09:00-12:00, thu 09:00-12:00"),
]


@pytest.mark.parametrize(("text", "week"), READ)
def test_hours_are_read_as_they_are_meant_and_what_is_written_is_read_again(text: str, week: str) -> None:
    found = read_hours(text)
    assert found is not None
    assert written(found) == week
    assert read_hours(week) == found


@pytest.mark.parametrize(
    "text",
    [
        "by appointment",
        "9-5",
        "MF 9-5",
        "S 9-5",
        "R 9-5",
        "m 9-5 w/ id",
        "mon-fri 9-5 by appointment",
        "2nd tue 9-12",
        "call first",
        "-",
        "closed",
        "mont 9-5",
    ],
)
def test_words_that_are_not_understood_are_no_hours_at_all(text: str) -> None:
    assert read_hours(text) is None
    assert is_open(text, 0) is None


OPEN = [
    ("mon-fri 9-17", 4, None, True), ("mon-fri 9-17", 5, None, False), ("mon-fri 9-17", 4, time(16, 59), True),
    ("mon-fri 9-17", 4, time(17), False), ("mon-fri 9-17", 4, time(8), False), ("fri", 4, time(17), None),
    ("fri", 3, time(17), False), ("fri 22:00-06:00", 4, time(23), True), ("fri 9-12, 13-17", 4, time(12, 30), False),
    (None, 4, None, None), ("call us", 4, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "day", "at", "answer"), OPEN)
def test_whether_it_is_open_is_yes_no_or_nobody_says(
    hours: str | None, day: int, at: time | None, answer: bool | None
) -> None:
    assert is_open(hours, day, at) is answer


TIMES = [
    ("09:00", time(9)), ("9:00 AM", time(9)), ("09:00:00Z", time(9)), ("5:30pm", time(17, 30)), ("24:00", time(23, 59)),
    ("12:00 AM", time(0)), ("12 p.m.", time(12)), ("09:00:00-06:00", time(9)), ("9", time(9)), ("nine", None),
    ("25:00", None), ("13 pm", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TIMES)
def test_a_time_of_day_is_read_in_each_of_its_shapes(text: str, told: time | None) -> None:
    assert read_time(text) == told


@given(st.text("montuewdhfrisa0123456789-:,; ()apm", max_size=40))
def test_whatever_is_written_is_read_or_is_not_and_never_fails(text: str) -> None:
    week = read_hours(text)
    assert week is None or set(week) <= set(range(7))
    if week:
        again = read_hours(written(week))
        assert again is not None
        assert again.keys() == week.keys()
