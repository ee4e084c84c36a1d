"""What a person's screen is spared, and what passes."""

import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.output.clean import clean, clean_lines, shown, shown_lines, visible
from caseload.output.width import padded, width
from caseload.when.dates import When

PERSIAN = "می‌خواهم"


def test_markup_emoji_codes_and_escapes_are_shown_as_they_were_typed() -> None:
    assert clean("[red]x[/] [/home/x] :key: \x1b[31m") == "[red]x[/] [/home/x] :key: ␛[31m"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\x00b\x07c\x7f", "a␀b␇c␡"),
        ("\x9b31m \x1b]0;owned\x07", "�31m ␛]0;owned␇"),
        ("invoice\u202egpj.exe", "invoice�gpj.exe"),
        ("\u2066left\u2069", "�left�"),
        ("pay\u200bpal \ufeffAna \u200fx\u00ad-y", "paypal Ana x-y"),
        ("534 Elm St\r\nApt 26", "534 Elm St Apt 26"),
        ("one\n\n\ttwo\u2028three\x85four\rfive", "one two three four five"),
        ("\udcff", "�"),
        ("\U000e0041\u2063hidden", "hidden"),
    ],
)
def test_what_a_terminal_would_obey_is_marked_and_what_nobody_sees_is_left_out(text: str, said: str) -> None:
    assert clean(text) == said


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Thị Minh Khai", "Zoë Müller", "王小明", "علی حسن", "नमस्ते", "👍🏽 🇺🇸", "e\u0301", "葛\U000e0100", PERSIAN],
)
def test_names_of_every_script_pass_unchanged(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "said"), [("👨\u200d👩\u200d👧", "👨👩👧"), ("a\u200db", "ab"), ("\u200c", ""), ("❤\ufe0f", "❤")]
)
def test_joiners_stay_only_where_a_script_spells_with_them(text: str, said: str) -> None:
    assert clean(text) == said


@given(st.text(st.characters()))
def test_nothing_that_orders_a_terminal_about_comes_through(text: str) -> None:
    said = clean(text)
    assert clean(said) == said
    assert not any(unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} for one in said)
    assert not any(unicodedata.bidirectional(one) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI"} for one in said)
    assert len(said.splitlines()) <= 1


@given(st.text(st.characters()))
def test_a_block_of_lines_keeps_its_lines_and_nothing_else_that_orders(text: str) -> None:
    assert visible(text).count("\n") == text.count("\n")
    assert "\x1b" not in visible(text)
    assert "\x9b" not in visible(text)


def test_lines_of_a_note_stay_lines() -> None:
    assert clean_lines("one\r\n\ntwo\x1b") == ["one", "", "two␛"]
    assert shown_lines("534 Elm St\nApt 26") == ["534 Elm St", "Apt 26"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "yes"),
        (2.0, "2"),
        (date(1939, 6, 15), "1939-06-15"),
        (When(date(2026, 11, 27)), "Fri 2026-11-27"),
        (When(date(2026, 11, 27), time(14, 30)), "Fri 2026-11-27 14:30"),
        (("urgent", "home"), "urgent, home"),
    ],
)
def test_a_value_is_said_as_people_say_it(value: object, said: str) -> None:
    assert shown(value) == said


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("Ana", 3),
        ("Nguyễn", 6),
        ("Nguye\u0302\u0303n", 6),
        ("王小明", 6),
        ("\u1100\u1161\u11a8", 2),
        ("हिन्दी", 3),
        ("👍", 2),
        ("█░▁", 3),
    ],
)
def test_a_text_is_as_wide_as_a_terminal_draws_it(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(padded(text, 10)) == 10


def test_a_number_is_filled_up_from_the_left_and_a_long_text_stays_whole() -> None:
    assert padded("12", 4, right=True) == "  12"
    assert padded("王小明", 4) == "王小明"
