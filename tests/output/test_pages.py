"""A page reads the same in a mail and on a terminal; in a mail nothing is cut, coloured or boxed."""

import io
import re
from dataclasses import dataclass, replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.output.column import Column, Format
from caseload.output.emit import emit_page
from caseload.output.gauge import Gauge, bar, gauges, spark
from caseload.output.page import Facts, Lines, Listing, Page, Section
from caseload.output.table import page_table
from caseload.output.terminal import UNCUT, Terminal
from caseload.output.text import page_text
from caseload.output.width import width
from caseload.when.dates import When


@dataclass(frozen=True)
class Item:
    id: str
    client: str
    due: When
    title: str
    late: str = ""


ITEMS = (
    Item("t42", "Ana Ruiz", When(date(2026, 11, 20)), "Call the landlord", "5 days late"),
    Item("a7", "Ana Ruiz", When(date(2026, 11, 25), time(14, 30)), "Housing office"),
    Item("t9", "王小明", When(date(2026, 11, 25)), "续期 [red]x[/]\x1b[31m"),
    Item("t11", "Zoë", When(date(2026, 11, 26)), "Not shown"),
)
COLUMNS = (
    Column[Item]("id", lambda item: item.id),
    Column[Item]("due", lambda item: item.due),
    Column[Item]("late", lambda item: item.late, style=lambda _: "late"),
    Column[Item]("title", lambda item: item.title, text=True),
    Column[Item]("note", lambda _: None),
)
PAGE = Page(
    "Today, Wed 2026-11-25",
    "1 late",
    (
        Section("Due", Listing(ITEMS, COLUMNS, group=lambda item: item.client, limit=3, rest="caseload agenda")),
        Section("Appointments", note="nothing today"),
        Section(
            "Goals",
            gauges((Gauge("GED math", 0.5, (1, 2, 8), "8 of 16", "good"), Gauge("王小明 saves", text="unmeasured"))),
        ),
        Section("Ana Ruiz", Facts((("phone", "00501"), ("address", "534 Elm St\nApt 26"), ("interpreter", True)))),
        Section("Remarks", Lines(("Reports food is low.\n\nNext: call.", "Seen \x1b]0;x\x07"))),
    ),
    "caseload overdue --why explains each",
)
TEXT = """\
Today, Wed 2026-11-25
1 late

Due
  Ana Ruiz
    t42  Fri 2026-11-20        5 days late  Call the landlord
    a7   Wed 2026-11-25 14:30               Housing office
  王小明
    t9   Wed 2026-11-25                     续期 [red]x[/]␛[31m
  and 1 more: caseload agenda

Appointments
  nothing today

Goals
  GED math      ██████░░░░░░  50%  ▁▂█  8 of 16
  王小明 saves                          unmeasured

Ana Ruiz
  phone        00501
  address      534 Elm St
               Apt 26
  interpreter  yes

Remarks
  Reports food is low.

  Next: call.
  Seen ␛]0;x␇

caseload overdue --why explains each
"""


def terminal(columns: int, *, color: bool = False) -> Terminal:
    return Terminal(io.StringIO(), io.StringIO(), is_tty=True, width=columns, height=200, color=color)


def test_a_page_reads_well_in_a_mail() -> None:
    assert page_text(PAGE) == TEXT


def test_a_page_on_a_wide_terminal_is_the_same_text_with_the_groups_apart() -> None:
    assert page_table(PAGE, terminal(100)) == TEXT.replace("\n  王小明\n", "\n\n  王小明\n")


def test_colour_adds_only_colour() -> None:
    colored = page_table(PAGE, terminal(80, color=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == page_table(PAGE, terminal(80))
    assert "\x1b[1;31m5 days late\x1b[0m" in colored
    assert "\x1b[1mToday, Wed 2026-11-25\x1b[0m" in colored


@pytest.mark.parametrize("columns", [30, 50, 80])
def test_a_narrow_terminal_wraps_prose_and_keeps_ids_and_dates_whole(columns: int) -> None:
    lines = page_table(PAGE, terminal(columns)).splitlines()
    assert all(width(line) <= columns for line in lines)
    for whole in ("t42", "Wed 2026-11-25 14:30", "00501", "Apt 26"):
        assert any(whole in line for line in lines)
    said = " ".join(" ".join(lines).split())
    assert "caseload overdue --why explains each" in said


def test_a_long_value_is_wrapped_beside_its_label() -> None:
    page = Page("Ana", sections=(Section("Reach", Facts((("best time", "after three in the afternoon"),))),))
    assert page_table(page, terminal(30)).endswith("  best time  after three in\n             the afternoon\n")


def test_one_long_text_does_not_push_the_columns_of_the_other_rows_away() -> None:
    columns = (COLUMNS[3], COLUMNS[0])
    rows = (replace(ITEMS[0], title="x" * 200), ITEMS[1])
    lines = page_text(Page("Due", sections=(Section("All", Listing(rows, columns)),))).splitlines()
    assert lines[-2] == f"  {'x' * 200}  t42"
    assert lines[-1] == f"  {'Housing office':48}  a7"


def test_headings_are_shown_when_asked_for_and_keep_empty_columns() -> None:
    page = Page("Due", sections=(Section("All", Listing(ITEMS[:1], (COLUMNS[0], *COLUMNS[3:]), headings=True)),))
    assert page_text(page).splitlines()[3:] == ["  Id   Title              Note", "  t42  Call the landlord"]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [(Format.PLAIN, page_text(PAGE)), (Format.TABLE, page_table(PAGE, terminal(UNCUT)))],
)
def test_a_page_is_written_as_a_table_or_as_plain_text(wanted: Format, text: str) -> None:
    shown = terminal(UNCUT)._replace(is_tty=False)
    emit_page(PAGE, wanted, shown)
    assert isinstance(shown.out, io.StringIO)
    assert shown.out.getvalue() == text


characters = st.characters(exclude_categories=["Cs"]).filter(lambda one: not "\u2500" <= one <= "\u257f")
text = st.text(characters, max_size=30)


@given(title=text, label=text, lines=st.lists(text, max_size=3), late=text)
def test_a_page_in_a_pipe_has_no_escape_and_no_box_and_a_row_a_line(
    title: str, label: str, lines: list[str], late: str
) -> None:
    page = Page(
        title,
        label,
        (
            Section(title, Listing([replace(ITEMS[0], title=title, late=late)], COLUMNS[:4])),
            Section(label, Facts(((label, title),))),
            Section(label, gauges((Gauge(label, 0.3, (1, 2), late),))),
            Section(label, Lines(tuple(lines))),
        ),
        late,
    )
    written = page_text(page)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2500-\u257f\u2028\u2029]", written)
    assert sum(line.startswith("  t42  Fri 2026-11-20") for line in written.split("\n")) == 1


@pytest.mark.parametrize(
    ("fraction", "drawn"),
    [(0, "░░░░"), (0.001, "█░░░"), (0.5, "██░░"), (0.999, "███░"), (1, "████"), (1.4, "████"), (-1, "░░░░")],
)
def test_a_bar_is_full_only_at_the_end_and_empty_only_at_the_start(fraction: float, drawn: str) -> None:
    assert bar(fraction, 4) == drawn


@pytest.mark.parametrize(
    ("values", "drawn"),
    [((), ""), ((3,), "▄"), ((2, 2), "▄▄"), ((0, 1, 2, 3, 4, 5, 6, 7), "▁▂▃▄▅▆▇█"), ((-5, 5), "▁█")],
)
def test_a_spark_runs_from_the_lowest_to_the_highest_value(values: tuple[float, ...], drawn: str) -> None:
    assert spark(values) == drawn


@pytest.mark.parametrize(("fraction", "percent"), [(0.996, " 99%"), (1, "100%"), (1.25, "125%"), (0.29, " 29%")])
def test_a_goal_is_at_100_percent_only_when_it_is_there(fraction: float, percent: str) -> None:
    page = Page("Goals", sections=(Section("Ana", gauges((Gauge("walk", fraction),))),))
    assert percent in page_text(page)
