"""One way out for every list."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from caseload.errors import Invalid
from caseload.output.column import Column, Format, choose, format_for, grouped
from caseload.output.emit import emit
from caseload.output.terminal import Terminal
from caseload.when.dates import When


@dataclass(frozen=True)
class Item:
    id: str
    due: When | None
    title: str


COLUMNS = (
    Column[Item]("id", lambda item: item.id),
    Column[Item]("due", lambda item: item.due),
    Column[Item]("title", lambda item: item.title, text=True),
)
ITEMS = (Item("t1", When(date(2026, 11, 27)), "Call\tZoë"), Item("t2", None, "x" * 300))


def pipe() -> Terminal:
    return Terminal(io.StringIO(), io.StringIO())


def written(terminal: Terminal) -> tuple[str, str]:
    out, err = terminal.out, terminal.err
    assert isinstance(out, io.StringIO)
    assert isinstance(err, io.StringIO)
    return out.getvalue(), err.getvalue()


LONG = "x" * 300
JSONL = (
    '{"id": "t1", "due": "2026-11-27", "title": "Call\\tZoë"}\n'
    f'{{"id": "t2", "due": null, "title": "{LONG}"}}\n'
)  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (Format.TSV, f"t1\t2026-11-27\tCall\\tZoë\nt2\t\t{LONG}\n"),
        (Format.PLAIN, f"t1\t2026-11-27\tCall\\tZoë\nt2\t\t{LONG}\n"),
        (Format.CSV, f"id,due,title\nt1,2026-11-27,Call\tZoë\nt2,,{LONG}\n"),
        (Format.IDS, "t1\nt2\n"),
        (Format.JSONL, JSONL),
    ],
)
def test_each_format_is_written_whole_with_nothing_on_stderr(wanted: Format, text: str) -> None:
    terminal = pipe()
    assert emit(ITEMS, COLUMNS, wanted, terminal, title="Tasks", empty="none", group=lambda item: item.id) == 2
    assert written(terminal) == (text, "")


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (Format.TSV, ""),
        (Format.PLAIN, ""),
        (Format.IDS, ""),
        (Format.JSONL, ""),
        (Format.JSON, "[]\n"),
        (Format.CSV, "id,due,title\n"),
    ],
)
def test_an_empty_list_is_empty_brackets_a_header_or_nothing(wanted: Format, text: str) -> None:
    terminal = pipe()
    assert emit([], COLUMNS, wanted, terminal, empty="no task is open") == 0
    assert written(terminal) == (text, "")


def test_an_empty_table_says_so_on_stderr_only() -> None:
    terminal = pipe()
    assert emit([], COLUMNS, Format.TABLE, terminal, empty="no task is open") == 0
    assert written(terminal) == ("", "no task is open\n")


def test_quiet_keeps_the_sentence_for_an_empty_table_away() -> None:
    terminal = pipe()._replace(quiet=True)
    emit([], COLUMNS, Format.TABLE, terminal, empty="no task is open")
    assert written(terminal) == ("", "")


def test_rows_are_written_as_they_come() -> None:
    terminal = pipe()

    def rows() -> Iterator[Item]:
        for number in range(2500):
            if number == 2000:
                assert written(terminal)[0].count("\n") >= 1000
            yield replace(ITEMS[0], id=f"t{number}")

    assert emit(rows(), COLUMNS, Format.CSV, terminal) == 2500
    assert written(terminal)[0].count("\n") == 2501


def test_a_file_format_on_a_terminal_cannot_order_it_about() -> None:
    terminal = pipe()._replace(is_tty=True)
    emit([Item("t1", None, "\x1b[31m \x9b")], COLUMNS, Format.CSV, terminal)
    assert written(terminal)[0] == "id,due,title\nt1,,␛[31m �\n"


def test_a_pipe_gets_every_byte() -> None:
    terminal = pipe()
    emit([Item("t1", None, "\x1b[31m \x9b")], COLUMNS, Format.CSV, terminal)
    assert "\x1b[31m \x9b" in written(terminal)[0]


@pytest.mark.parametrize("wanted", [one for one in Format if one is not Format.CSV])
def test_excel_without_csv_is_refused(wanted: Format) -> None:
    with pytest.raises(Invalid, match="--csv"):
        emit(ITEMS, COLUMNS, wanted, pipe(), excel=True)


def test_ids_without_an_id_column_are_refused() -> None:
    with pytest.raises(Invalid, match="--ids"):
        emit(ITEMS, COLUMNS[1:], Format.IDS, pipe())


def test_fields_pick_and_order() -> None:
    assert [column.key for column in choose(COLUMNS, "title, id")] == ["title", "id"]
    assert choose(COLUMNS, None) is COLUMNS


@pytest.mark.parametrize("fields", ["id,duee", "id,id", "id,,due", "", " ", "Due"])
def test_a_field_unknown_empty_or_named_twice_is_refused_with_the_list(fields: str) -> None:
    with pytest.raises(Invalid, match="--fields takes id, due, title"):
        choose(COLUMNS, fields)


@pytest.mark.parametrize(
    ("asked", "is_tty", "given"),
    [
        (None, True, Format.TABLE),
        (None, False, Format.PLAIN),
        (Format.TABLE, False, Format.TABLE),
        (Format.JSON, True, Format.JSON),
    ],
)
def test_a_terminal_gets_a_table_and_a_pipe_plain_lines_unless_asked(
    asked: Format | None, is_tty: bool, given: Format
) -> None:
    assert format_for(asked, is_tty) is given


def test_a_heading_is_made_of_the_key() -> None:
    assert Column[Item]("days_late", lambda item: item.id).title() == "Days late"


def test_rows_are_grouped_as_they_follow_one_another() -> None:
    assert grouped(["a1", "a2", "b1"], lambda text: text[0]) == [("a", ["a1", "a2"]), ("b", ["b1"])]
    assert grouped(["a1"], None) == [("", ["a1"])]


@pytest.mark.parametrize("wanted", [one for one in Format if one is not Format.TABLE])
def test_rich_is_imported_for_a_table_only(wanted: Format) -> None:
    program = (
        "import json, sys\n"
        "from caseload.output.column import Column, Format\n"
        "from caseload.output.emit import emit, emit_page\n"
        "from caseload.output.page import Page\n"
        "from caseload.output.terminal import look\n"
        "terminal = look(sys.stdout, sys.stderr, {}, color='auto', no_input=False, quiet=False)\n"
        f"emit([1], [Column('id', str)], Format({wanted.value!r}), terminal)\n"
        "emit_page(Page('Today'), Format.PLAIN, terminal)\n"
        "json.dump(sorted(sys.modules), sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"rich", "dateutil", "sqlite_utils"} & set(json.loads(ran.stderr))
