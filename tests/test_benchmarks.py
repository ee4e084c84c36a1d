"""The benchmark still runs: every command does its work and has its row. How fast it was is no test's business."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from filling import CLIENTS, SMALLEST, write_caseload
from kinds import ALL, copied, count
from past import TODAYS
from programs import at_hand
from results import BEGIN, END, PAGE, is_void, rewrite
from rows import FLAT, ITSELF, KINDS, READ, START, TASKWARRIOR, TERMINAL, WRITE, Row, size
from scale import CSV, IMPORT, JSONL, SEARCH
from timing import Command, Compared, Failed, ask, compare, run

from caseload.records import kinds
from caseload.reports.rules import RULES

RUN = Path(__file__).parent.parent / "benchmarks" / "run.py"

DAILY = ("`today`", "`overdue`", "`agenda`", "`digest`", "`show CLIENT`", "`task add`", "`log`", "`done`")
ON_A_TERMINAL = ("`today`, terminal", "`overdue`, terminal")
WITH_ALL_KINDS = ("`--version`", *DAILY[:6])
COUNTED = ("`--version`", "`today`", "`task add`")


def python(code: str, **more: object) -> Command:
    return Command((sys.executable, "-I", "-c", code), {}, **more)  # type: ignore[arg-type]


def row(against: str) -> Row:
    return Row("floor", None, python("pass"), python("pass"), against)


@cache
def quick(*words: str) -> tuple[str, list[list[str]], list[list[str]]]:
    """What a quick run says of the machine, and the cells of its two tables."""
    command = [sys.executable, str(RUN), "--quick", *words]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert ran.returncode == 0, ran.stderr
    machine, measured, counted, *_ = ran.stdout.split("\n\n")
    return machine, list(cells_of(measured)), list(cells_of(counted))


def cells_of(table: str) -> Iterator[list[str]]:
    heading, _, *lines = table.splitlines()
    assert heading.startswith("| command |")
    return ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)


def test_a_quick_run_has_a_row_for_every_command() -> None:
    machine, measured, counted = quick()
    rows = {(name, against) for name, _, against, *_ in measured}
    now = f"{len(kinds.KINDS)} kinds"
    expected = {(name, "floor") for name in ("`--version`", *DAILY, *ON_A_TERMINAL)}
    expected |= {(name, "itself at 110") for name in DAILY} | {("floor against itself", ITSELF)}
    expected |= {(f"{name}, {ALL} kinds", against) for name in WITH_ALL_KINDS for against in ("floor", now)}
    expected |= {(f"`overdue --as-of`, {count} changed since", TODAYS) for count in (0, SMALLEST)}
    expected |= {("`find`", "floor"), ("`find`, in every note", "floor")}
    if shutil.which("sqlite3"):
        expected |= {
            ("`export task --csv`", "sqlite3 -csv"), ("`export task --jsonl`", "sqlite3 -json"),
            ("`export task --ids`", "sqlite3"), ("`export task --csv`", "sqlite-utils"),
            ("`import task`", "sqlite3 .import"),
        }  # fmt: skip
    if shutil.which("task"):
        names = ("overdue", "task add", "export task --json")
        expected |= {(f"`{name}`{which}", "taskwarrior") for name in names for which in ("", ", all open")}
    assert rows == expected
    assert all(re.fullmatch(r"\d+\.\d+ \[\d+\.\d+-\d+\.\d+\]", ratio) for _, _, _, ratio, *_ in measured)
    assert re.match(r"20\d\d-\d\d-\d\d: \d+ cores, \w+, Python 3\S+, SQLite 3\S+, ", machine)
    assert {name for name, *_ in counted} == {"floor", *COUNTED, *(f"{name}, {ALL} kinds" for name in COUNTED)}


def test_each_open_client_has_a_record_of_every_kind_with_a_clock(tmp_path: Path) -> None:
    empty = {"schema": 0, **{kind.TABLE: [] for kind in kinds.KINDS}}
    write_caseload(tmp_path / "all.json", empty, SMALLEST, date(2026, 11, 25), all_open=False, more={})
    found = json.loads((tmp_path / "all.json").read_text("utf-8"))
    # Of providers nobody has one of their own.
    assert [rule.table for rule in RULES if len(found[rule.table]) < CLIENTS and rule.table != "provider"] == []


def test_what_is_imported_is_counted_and_the_same_each_time() -> None:
    _, _, counted = quick()
    own = {name: int(own) for name, own, _ in counted}
    assert own["floor"] == 0 < own["`--version`"] == own[f"`--version`, {ALL} kinds"]
    assert all(int(own) < int(all_) for _, own, all_ in counted)
    again = quick("--only=--version")[2]
    assert len(again) > 1
    assert [row for row in counted if row in again] == again


def test_another_caseload_is_measured_beside_this_one() -> None:
    _, measured, counted = quick("--against", str(Path(sys.executable).with_name("caseload")))
    both = [(name, "floor") for name in ("`today`", "`today`, the other", "`task add`", "`task add`, the other")]
    against = [(name, "the other") for name in ("floor", "`today`", "`task add`")]
    assert {(name, of) for name, _, of, *_ in measured} == {*both, *against, ("floor against itself", ITSELF)}
    numbers = {name: cells for name, *cells in counted}
    assert numbers["`today`"] == numbers["`today`, the other"]
    assert numbers["`task add`"] == numbers["`task add`, the other"]


def test_a_made_up_kind_is_a_kind_like_any_other(tmp_path: Path) -> None:
    program = at_hand(tmp_path)
    more = copied(program, tmp_path / "more", 4)
    environ = more.environ(more.filled(SMALLEST, date(2026, 11, 25), all_open=True))

    def says(words: str) -> str:
        return ask((str(more.script), *words.split()), environ)

    assert count(program) == len(kinds.KINDS)
    assert says("delta add c2 Something else --due-on +3d --sort health") == "zd61\n"
    assert "zd61" in says("find else")
    assert {"zd1", "zd61"} < set(says("delta list --ids").split())
    sound = {line.split("\t")[0] for line in says("doctor").splitlines() if "\tok\t" in line}
    assert {"references", "search index", "schema", "rules"} < sound
    assert "  delta  " in says("help")


@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("print('late'); raise SystemExit(3)", "exits 3"),
        ("", "shows 'late' 0 times, not 2"),
        ("print('late')", "shows 'late' 1 times, not 2"),
    ],
)
def test_a_command_that_does_not_do_its_work_stops_the_run(code: str, fault: str, terminal: bool) -> None:
    with pytest.raises(Failed, match=fault):
        run(python(code, shows="late", times=2, terminal=terminal))


def test_a_command_on_a_terminal_has_one_on_all_three_streams_and_in_a_pipe_on_none() -> None:
    code = "import sys; print([stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)])"
    run(python(code, shows="[True, True, True]", terminal=True))
    run(python(code, shows="[False, False, False]"))


def test_a_command_whose_undoing_fails_stops_the_run() -> None:
    with pytest.raises(Failed, match="exits 4"):
        run(python("pass", undo=(sys.executable, "-I", "-c", "raise SystemExit(4)")))


def test_pairs_are_run_by_turns_and_a_first_run_is_not_counted(tmp_path: Path) -> None:
    told = tmp_path / "told"
    tell = f"open({str(told)!r}, 'a').write"
    found = compare(python(f"{tell}('b')"), python(f"{tell}('a')"), 3, warm=True)
    assert told.read_text() == "ab" + "ababab"
    assert len(found.ratios) == 3
    assert found.peak > 1_000_000


@pytest.mark.parametrize(
    ("ratios", "against", "void"),
    [
        ((0.5, 1.0, 2.0), ITSELF, False),
        ((1.0, 1.11, 1.2), ITSELF, True),
        ((0.8, 0.89, 1.0), ITSELF, True),
        ((5.0, 6.0, 7.0), "floor", False),
    ],
)
def test_a_run_is_void_where_a_thing_was_not_equal_to_itself(
    ratios: tuple[float, ...], against: str, void: bool
) -> None:
    assert is_void(row(against), Compared(ratios, ratios, 0)) is void


def test_results_replace_those_of_the_last_time_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    rewrite(page, "new")
    rewrite(page, "newer")
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\nnewer\n\n{END}\nafter\n"


def test_the_page_names_the_targets_that_the_table_is_held_to() -> None:
    said = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    cells = set(re.findall(r"\| ([\d.]+) (floors|times)", said))
    floors = {(f"{target:g}", "floors") for target in (START, READ, TERMINAL, WRITE, SEARCH)}
    assert cells == floors | {
        (f"{target:g}", "times") for target in (FLAT, KINDS, CSV, JSONL, IMPORT, *TASKWARRIOR.values())
    }


def test_the_page_has_its_place_for_results() -> None:
    said = PAGE.read_text(encoding="utf-8")
    assert said.count(BEGIN) == said.count(END) == 1
    assert said.index(BEGIN) < said.index(END)


@pytest.mark.parametrize(
    ("tasks", "said"), [(110, "110"), (1_000, "1k"), (1_500, "1500"), (100_000, "100k"), (2_000_000, "2M")]
)
def test_a_size_is_said_as_people_write_it(tasks: int, said: str) -> None:
    assert size(tasks) == said
