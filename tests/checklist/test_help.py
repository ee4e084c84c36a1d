"""Help: at every level, the same by every road, with examples that run."""

import re
import shutil
import sqlite3
from pathlib import Path
from shlex import join, shlex, split

import pytest
from ciphered import PHRASE, WITH
from conftest import Program, Ran, furnish, program_in
from nouns import NOUNS
from terminal import on_terminal

from caseload.records.kinds import KINDS
from checklist.tree import Words, examples, is_leaf, side_by_side, verbs, walk

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> dict[Words, Ran]:
    """The help of every command."""
    return walk(program_in(tmp_path_factory.mktemp("tree")))


def test_help_is_on_stdout_at_every_level(tree: dict[Words, Ran]) -> None:
    """1. `-h`/`--help` at every level: 0, stdout, stderr empty."""
    assert len(tree) > 25
    for words, ran in tree.items():
        assert (ran.code, ran.err) == (0, ""), words
        assert ran.out.startswith(" ".join(["Usage: caseload", *words])), words
        assert "Anywhere on the line: --db PATH" in ran.out, words


def test_all_roads_lead_to_the_same_help(tree: dict[Words, Ran], nobody: Program) -> None:
    """1, 2. `-h` equals `--help`; `help task add` equals `task add --help`; and none of them makes a database."""
    some: list[Words] = [(), ("task",), ("overdue",)]
    for words, ran in zip(some, side_by_side(lambda words: nobody.run(*words, "-h"), some), strict=True):
        assert ran == tree[words], words
    for words, ran in zip(some, side_by_side(lambda words: nobody.run("help", *words), some), strict=True):
        assert ran == tree[words], words
    assert list(nobody.home.iterdir()) == []


def test_no_command_is_lost_on_a_narrow_terminal(tree: dict[Words, Ran], nobody: Program) -> None:
    """On 50 columns a line may go on in the next, under its own beginning; every command is still found at its own."""
    narrow = on_terminal(nobody, "help", columns=50)
    assert max(map(len, narrow.screen)) <= 50
    assert verbs(narrow.plain) == verbs(tree[()].out)


def test_every_noun_has_first_the_verbs_that_all_nouns_have(tree: dict[Words, Ran]) -> None:
    """But for `add` and `edit` where another noun's verb makes its records; void may have a name of its own."""
    for kind in KINDS:
        noun, told = kind.TABLE, verbs(tree[(kind.TABLE,)].out)
        all_have = ["add", "list", "show", "edit", "void", "export"] if noun in NOUNS else EVERY_NOUN
        if noun == "instrument":
            # Made by a file, and edited as long as it is not used.
            all_have = ["list", "show", "edit", "void", "export"]
        assert kind.VOID in told, noun
        all_have = [verb for verb in all_have if verb != "void" or kind.VOID == "void"]
        assert told[: len(all_have)] == all_have, noun


EVERY_NOUN = ["list", "show", "void", "export"]


def own_examples(words: Words, help_text: str) -> list[str]:
    """The examples that run this very command; what stands beside them is what must have happened before."""
    return [line for line in examples(help_text) if " ".join(["caseload", *words]) in line or words == ("today",)]


def pages() -> dict[Words, str]:
    """The help of every command and every group, as docs/commands.md has it."""
    parts = re.split(r"^## caseload ?", (DOCS / "commands.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {tuple(part.partition("\n")[0].split()): part for part in parts}


LEAVES = {words: text for words, text in pages().items() if is_leaf(text)}
EXAMPLES = [(words, line) for words, text in LEAVES.items() for line in own_examples(words, text)]


def test_every_command_has_an_example_of_itself(tree: dict[Words, Ran]) -> None:
    """3. Every leaf help has `Examples:` with a runnable line; docs/commands.md, where they are read, has every one."""
    found = {*tree, *((*words, verb) for words, ran in tree.items() if words for verb in verbs(ran.out))}
    assert set(pages()) == found
    assert {words for words, _ in EXAMPLES} == set(LEAVES)
    for words, ran in tree.items():
        assert examples(ran.out) == examples(pages()[words])


@pytest.mark.parametrize(("words", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_the_examples_run(
    nobody: Program, rich_home: Path, words: Words, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """3. The examples run in the tests: on a copy of a caseload that holds Ana Ruiz."""
    prepare(nobody, words, line, rich_home)
    before = [one for one in examples(LEAVES[words]) if one not in own_examples(words, LEAVES[words])]
    monkeypatch.chdir(desk(nobody, line))
    for one in (*before, line):
        ran = as_typed(nobody, one)
        assert ran.code == 0, ran


def as_typed(program: Program, line: str) -> Ran:
    """The run of a line; what a shell reads otherwise than as our commands one after the other goes through one."""
    first, *more = re.split(r" (&&|\|\||\|) (?=caseload )", line)
    if not all(part.startswith("caseload ") and is_plain(part) for part in (first, *more[1::2])):
        return program.shell(line, cwd=Path.cwd())
    ran = program.run(*split(first)[1:])
    for mark, part in zip(more[::2], more[1::2], strict=True):
        if mark == "|" or (mark == "&&") is (ran.code == 0):
            ran = program.run(*split(part)[1:], stdin=ran.out if mark == "|" else None)
    return ran


def is_plain(line: str) -> bool:
    """Whether nothing in it has a meaning to a shell but blanks and quotes."""
    words = shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    return not set(line) & set("$`*") and not any(set(word) <= set("();<>|&") for word in words)


def prepare(program: Program, words: Words, line: str, rich_home: Path) -> None:
    """The database that an example wants: none, one with little or nothing in it, or Ana Ruiz's."""
    if "--outside" in line:
        furnish(program, rich_home)
        outside = sqlite3.connect(program.db, isolation_level=None)
        outside.execute("update task set title = 'Theirs' where id = 1")
        outside.close()
    elif words in (("undo",), ("redo",)):
        program("init")
        program("client", "add", "Ana", "Ruiz")
        if words == ("redo",):
            program("undo")
    elif line.startswith("caseload import client"):
        # An Ana Ruiz is among them.
        program("init")
    elif words != ("init",):
        furnish(program, rich_home)
    if words[0] in ("encrypt", "rekey", "decrypt") or line == "caseload unlock --for 8h":
        program.environ.update(WITH)
        if words != ("encrypt",):
            program("encrypt", "--recovery", str(program.home / "first.txt"))
        if words == ("rekey",):
            of_now = f"printf '{PHRASE}'"
            program.environ["CASELOAD_PASSPHRASE_COMMAND"] = join(
                [
                    "sh",
                    "-c",
                    f'if [ "$CASELOAD_PASSPHRASE_FOR" = new ]; then printf "another winter"; else {of_now}; fi',
                ]
            )


def desk(program: Program, line: str) -> Path:
    """A folder with the files that examples name."""
    folder = program.home / "desk"
    folder.mkdir()
    shutil.copy(DOCS / "examples" / "answers.csv", folder)
    shutil.copy(DOCS / "examples" / "spreadsheet" / "clients.csv", folder)
    if "--guess" not in line:
        shutil.copy(DOCS / "examples" / "spreadsheet" / "clients.toml", folder)
        shutil.copy(DOCS / "examples" / "clinic.ics", folder)
    if "hsds" in line:
        shutil.copytree(DOCS / "examples" / "hsds", folder / "hsds")
    shutil.copy(DOCS / "examples" / "bea.json", folder)
    (folder / "tasks.csv").write_text("Client No,To do\nc1,Call the landlord\n")
    (folder / "ssn.txt").write_text("900-12-3456\n")
    (folder / "visit.txt").write_text("Went through the lease together.\n")
    return folder


@pytest.mark.parametrize("variable", ["GITHUB_ACTIONS", "FORCE_COLOR"])
def test_help_has_no_escapes_where_a_robot_reads_it(nobody: Program, variable: str) -> None:
    """10. GITHUB_ACTIONS=1 `--help` has no ESC."""
    for words in (["--help"], ["task", "add", "--help"]):
        assert "\x1b" not in nobody(*words, env={variable: "1"})


def test_the_version_is_one_line(nobody: Program) -> None:
    """4. `--version` is one line."""
    assert re.fullmatch(r"caseload \d+\.\d+\.\d+\S*\n", nobody("--version"))


def test_topics_are_the_pages_of_docs(nobody: Program) -> None:
    for topic in ("clocks", "dates", "exit-codes", "formats", "import"):
        assert nobody("help", topic) == (DOCS / f"{topic}.md").read_text("utf-8")
