"""docs/duties.md is so: every duty has commands, and each says what the page says of it, on the invented caseload."""

import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from commands.conftest import Quick
from conftest import program_in

PAGE = (Path(__file__).parents[1] / "docs" / "duties.md").read_text("utf-8")
PARTS = {part.partition("\n")[0]: part for part in re.split("^## ", PAGE, flags=re.MULTILINE)[1:]}
ANSWERS = "1=often\n2=never\n"
"""What answers.txt holds where a line reads it."""


class Line(NamedTuple):
    """One command of a duty: whether it is refused, and words that it says."""

    typed: str
    is_refused: bool
    says: str


def duties(part: str) -> dict[str, list[Line]]:
    """The duties of a part of the page, each with its commands."""
    _, *each = re.split(r"^\*\*", part, flags=re.MULTILINE)
    return {duty.partition("**")[0]: lines(duty) for duty in each}


def lines(duty: str) -> list[Line]:
    """The commands of a duty; raises AssertionError for a line of its list that is none."""
    found = []
    for item in re.findall(r"^- .*", duty, re.MULTILINE):
        parts = re.fullmatch(r"- `(caseload [^`]+)` (says|refuses) `([^`]+)`", item)
        assert parts, item
        found.append(Line(parts[1], parts[2] == "refuses", parts[3]))
    return found


@pytest.mark.parametrize("part", PARTS)
def test_every_duty_says_what_it_is_here_and_has_commands(part: str) -> None:
    found = duties(PARTS[part])
    assert found
    assert [duty for duty, commands in found.items() if not commands] == []
    for duty in found:
        assert re.search(re.escape(f"**{duty}** ") + r"[A-Z][^`*]+\.\n", PARTS[part]), duty


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the invented caseload, made once and copied for each part."""
    home = tmp_path_factory.mktemp("demo")
    program = program_in(home)
    program("demo", "--db", program.environ["CASELOAD_DB"])
    return home


@pytest.mark.parametrize("part", PARTS)
def test_every_command_does_what_the_page_says(
    part: str, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demo_home / "data", tmp_path / "data")
    program = Quick(tmp_path, program_in(tmp_path).environ)
    monkeypatch.chdir(tmp_path)
    for commands in duties(PARTS[part]).values():
        for typed, is_refused, says in commands:
            bare, _, file = typed.partition(" < ")
            ran = program.run(*shlex.split(bare)[1:], stdin=ANSWERS if file else None)
            assert (ran.code, says in ran.out + ran.err) == (int(is_refused), True), (typed, says, ran)
