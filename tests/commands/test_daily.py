"""A daily question without options is read without Typer: whatever is typed, it is what Typer would have made of it."""

from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import Ran, program_in
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload import daily
from caseload.commands.root import COMMANDS
from caseload.output.column import Format
from commands.conftest import Quick, copied

LINES = {
    "today": True,
    "today --csv": True,
    "today --table": True,
    "overdue": True,
    "overdue ana --jsonl": True,
    "overdue --ids": True,
    "overdue nobody": True,
    "agenda": True,
    "agenda bo --markdown": True,
    "digest": True,
    "show ana": True,
    "show ana ruiz": True,
    "show t1 --json": True,
    "show t99": True,
    "show g1 --plain": True,
    "today ana": False,
    "today --date mon": False,
    "today --csv --json": False,
    "overdue ana bo": False,
    "overdue --kind task": False,
    "overdue --csv=yes": False,
    "overdue --cs": False,
    "agenda --due month": False,
    "digest --csv": False,
    "digest --format json": False,
    "show": False,
    "show -- ana": False,
    "show -": False,
    "show ana --why": False,
    "show --help": False,
    "task list": False,
    "appt list": False,
    "nonsense": False,
    "-n": False,
}
"""A line, and whether it is read without Typer."""

WORDS = [*daily.WORDS, *(f"--{one}" for one in Format), "ana", "bo", "t1", "c2", "", "-", "--", "--why", "-h", "task"]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, served_home: Path) -> Quick:
    made = copied(program_in(tmp_path_factory.mktemp("daily")), served_home)
    made("task", "add", "ana", "Call", "--due", "2026-11-20")
    return made


def by_typer(program: Quick, *words: str) -> Ran:
    with patch.object(daily, "answered", lambda _session, _words: False):
        return program.run(*words)


@pytest.mark.parametrize("line", LINES)
def test_a_line_gives_the_same_on_both_roads(program: Quick, line: str) -> None:
    with patch.object(daily, "answered", wraps=daily.answered) as asked:
        ran = program.run(*line.split())
    assert asked.called
    assert ran == by_typer(program, *line.split())


@pytest.mark.parametrize(("line", "short"), LINES.items())
def test_only_a_question_without_options_takes_the_short_road(program: Quick, line: str, short: bool) -> None:
    with patch("caseload.commands.root.run", return_value=77):
        assert (program.run(*line.split()).code != 77) is short


def test_no_word_at_all_asks_for_today(program: Quick) -> None:
    assert program.run() == by_typer(program, "today")


@settings(deadline=None, max_examples=300)
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_whatever_is_typed_both_roads_say_the_same(program: Quick, words: list[str]) -> None:
    assert program.run(*words) == by_typer(program, *words)


def test_every_daily_question_is_a_command() -> None:
    assert set(daily.WORDS) <= set(COMMANDS)
