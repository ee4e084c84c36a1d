"""A list on a terminal: ids and dates whole at any width, text cut at the end of its line, nothing obeyed."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.output.column import Column, Format
from caseload.output.emit import PART, emit
from caseload.output.layout import GAP, LEAST_TEXT, fit, flow
from caseload.output.table import list_table
from caseload.output.terminal import UNCUT, Terminal
from caseload.output.width import width
from caseload.when.dates import When, say_when

CHINESE = "帮助申请住房补贴和医疗保险续期，请联系社工办公室"
NASTY = "[red]x[/] [/home/x] :key: \x1b[31m"


@dataclass(frozen=True)
class Item:
    id: str
    due: When | None
    handle: str
    title: str
    late: str = ""


ITEMS = (
    Item("t42", When(date(2026, 11, 20)), "ana-ruiz", "Call the landlord about the heating", "5 days late"),
    Item("go12345", When(date(2026, 11, 27), time(14, 30)), "王小明", CHINESE),
    Item("t7", None, "nguyen-khai", "Đi khám bệnh ở bệnh viện Chợ Rẫy"),
    Item("t9", When(date(2026, 11, 25)), "zoe", NASTY),
)
ID = Column[Item]("id", lambda item: item.id)
DUE = Column[Item]("due", lambda item: item.due, style=lambda item: "late" if item.late else "")
LATE = Column[Item]("late", lambda item: item.late, style=lambda _: "late")
CLIENT = Column[Item]("client_handle", lambda item: item.handle, heading="Client")
TITLE = Column[Item]("title", lambda item: item.title, text=True)
ALL = (ID, DUE, LATE, CLIENT, TITLE)


def terminal(columns: int, *, color: bool = False) -> Terminal:
    return Terminal(io.StringIO(), io.StringIO(), is_tty=True, width=columns, height=24, color=color)


def table(columns: int, shown: Sequence[Column[Item]] = ALL, group: Callable[[Item], str] | None = None) -> list[str]:
    return list_table(ITEMS, shown, terminal(columns), group=group).splitlines()


def test_where_an_id_is_all_that_is_never_cut_the_text_goes_on_behind_it() -> None:
    lines = table(40, (ID, TITLE, CLIENT._replace(text=True), LATE._replace(text=True)))
    assert lines[0] == "Id       Title · Client · Late"
    assert lines[2] == "t42      Call the landlord about the he…"
    assert len(lines) == 2 + len(ITEMS)


def test_a_list_has_bold_headings_over_a_thin_rule_and_a_line_a_record() -> None:
    assert table(110) == [
        "Id       Due                   Late         Client       Title",
        "─" * 105,
        "t42      Fri 2026-11-20        5 days late  ana-ruiz     Call the landlord about the heating",
        "go12345  Fri 2026-11-27 14:30               王小明       帮助申请住房补贴和医疗保险续期，请联系社工办公室",
        "t7                                          nguyen-khai  Đi khám bệnh ở bệnh viện Chợ Rẫy",
        "t9       Wed 2026-11-25                     zoe          [red]x[/] [/home/x] :key: ␛[31m",
    ]


def test_when_the_text_would_get_next_to_nothing_it_moves_under_its_ids_and_dates() -> None:
    assert table(50) == [
        "Id       Due                   Late",
        "    Client",
        "    Title",
        "─" * 50,
        "t42      Fri 2026-11-20        5 days late",
        "    ana-ruiz",
        "    Call the landlord about the heating",
        "go12345  Fri 2026-11-27 14:30",
        "    王小明",
        "    帮助申请住房补贴和医疗保险续期，请联系社工办 …",
        "t7",
        "    nguyen-khai",
        "    Đi khám bệnh ở bệnh viện Chợ Rẫy",
        "t9       Wed 2026-11-25",
        "    zoe",
        "    [red]x[/] [/home/x] :key: ␛[31m",
    ]


def test_groups_stand_under_their_names_with_the_columns_of_all() -> None:
    assert table(60, (ID, DUE, TITLE), group=lambda item: item.handle)[:7] == [
        "  Id       Due                   Title",
        "  " + "─" * 58,
        "ana-ruiz",
        "  t42      Fri 2026-11-20        Call the landlord about th…",
        "",
        "王小明",
        "  go12345  Fri 2026-11-27 14:30  帮助申请住房补贴和医疗保险…",
    ]


def test_a_title_stands_above_the_list() -> None:
    assert list_table(ITEMS, (ID,), terminal(80), title="Late \x1b[2J").splitlines()[:3] == ["Late ␛[2J", "", "Id"]


def test_numbers_stand_at_the_right_side_by_side_and_stacked() -> None:
    count = Column[Item]("days", lambda item: len(item.title), right=True)
    assert table(80, (ID, count, DUE))[2] == "t42        35  Fri 2026-11-20"
    assert table(30, (ID, count, TITLE))[3:5] == ["t42        35", "    Call the landlord about t…"]


def test_a_list_that_begins_with_text_is_stacked_with_the_text_first() -> None:
    assert table(40, (TITLE, DUE, ID))[3:5] == ["Call the landlord about the heating", "    Fri 2026-11-20        t42"]


def test_without_a_width_nothing_is_cut() -> None:
    assert any(line.endswith(ITEMS[1].title) for line in table(UNCUT))


texts = st.text(st.sampled_from("abc é王😀\t\n\x1b[]:…Ễ"), max_size=60)
items = st.builds(
    Item,
    id=st.integers(1, 99_999).map("go{}".format),
    due=st.none() | st.builds(When, st.dates(date(2000, 1, 1), date(2199, 1, 1)), st.none() | st.just(time(14, 30))),
    handle=st.sampled_from(["ana", "nguyen-thi-minh-khai", "王小明"]),
    title=texts,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(items, min_size=1, max_size=5), st.integers(30, 120), st.permutations(ALL), st.booleans())
def test_ids_and_dates_are_whole_at_every_width(
    rows: list[Item], columns: int, order: list[Column[Item]], color: bool
) -> None:
    shown = list_table(rows, order, terminal(columns, color=color), group=lambda item: item.handle)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert all(width(line) <= columns for line in lines)
    for item in rows:
        assert any(re.search(rf"(^| ){item.id}( |$)", line) for line in lines)
        assert item.due is None or any(say_when(item.due) in line for line in lines)
    assert "\x1b" not in shown or color


@pytest.mark.parametrize("columns", [50, 80, 120])
@pytest.mark.parametrize("color", [True, False])
def test_a_terminal_shows_every_id_and_date_whole_and_obeys_no_title(columns: int, color: bool) -> None:
    screen = pyte.Screen(columns, 40)
    emit(ITEMS, ALL, Format.TABLE, shown := terminal(columns, color=color), title="Tasks")
    out = shown.out
    assert isinstance(out, io.StringIO)
    pyte.Stream(screen).feed(out.getvalue().replace("\n", "\r\n"))
    lines = [line.rstrip() for line in screen.display]
    for whole in ("t42 ", "go12345 ", "Fri 2026-11-20", "Fri 2026-11-27 14:30", "5 days late"):
        assert any(whole in line for line in lines)
    row, column = next((y, line.index("[red]x")) for y, line in enumerate(lines) if "[red]x" in line)
    assert screen.buffer[row][column].fg == "default"
    late = next((y, line.index("Fri 2026-11-20")) for y, line in enumerate(lines) if "Fri 2026-11-20" in line)
    cell = screen.buffer[late[0]][late[1]]
    assert (cell.fg, cell.bold) == (("red", True) if color else ("default", False))


def test_without_colour_there_is_no_escape_at_all_and_the_form_is_the_same() -> None:
    plain, colored = (list_table(ITEMS, ALL, terminal(80, color=color), title="Tasks") for color in (False, True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert "\x1b[1;31m" in colored


@pytest.mark.parametrize(
    ("wanted", "is_text", "room", "given"),
    [
        ([5, 20, 30], [False, False, True], 80, [5, 20, 30]),
        ([5, 20, 60], [False, False, True], 60, [5, 20, 31]),
        ([5, 20, 60], [False, False, True], 5 + 20 + 2 * GAP + LEAST_TEXT - 1, None),
        ([5, 20, 3], [False, False, True], 33, [5, 20, 3]),
        ([5, 90, 30], [False, True, True], 80, [5, 41, 30]),
        ([5, 90, 90], [False, True, True], 80, [5, 35, 36]),
        ([90], [False], 80, None),
    ],
)
def test_columns_of_text_share_what_the_others_leave(
    wanted: list[int], is_text: list[bool], room: int, given: list[int] | None
) -> None:
    assert fit(wanted, is_text, room) == given


def test_cells_flow_onto_as_few_lines_as_they_need() -> None:
    assert list(flow([5, 20, 11], 40)) == [[0, 1, 2]]
    assert list(flow([5, 20, 11], 39)) == [[0, 1], [2]]
    assert list(flow([50, 5], 30)) == [[0], [1]]
    assert list(flow([], 30)) == []


def test_a_long_table_is_drawn_a_part_at_a_time_each_under_its_own_headings() -> None:
    taken: list[int] = []
    out = io.StringIO()

    def rows() -> Iterator[Item]:
        for number in range(2 * PART + 1):
            if number == PART + 1:
                taken.append(out.getvalue().count("\n"))
            yield Item(f"t{number}", None, "ana", "Call" if number < PART else "Call the landlord")

    count = emit(rows(), (ID, TITLE), Format.TABLE, terminal(80)._replace(out=out))
    lines = out.getvalue().splitlines()
    assert (count, taken) == (2 * PART + 1, [PART + 2])
    assert lines[:3] == ["Id    Title", "─" * 11, "t0    Call"]
    assert lines[PART + 2 : PART + 6] == ["", "Id     Title", "─" * 24, "t1000  Call the landlord"]
    assert [line.split()[0] for line in lines if line.startswith("t")] == [f"t{one}" for one in range(count)]
