"""The index of help: what people look for, in their own words; each answer true, none by likeness of spelling."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from commands.conftest import Quick
from conftest import Program, furnish, program_in
from terminal import on_terminal

from caseload.app import lift
from caseload.commands.kit.index import compared, index, look_up
from caseload.commands.kit.options import Writes
from caseload.commands.root import COMMANDS, root
from caseload.commands.tools.help import TOPICS, topic
from checklist.test_errors import one_line

PAGE = topic("index")
INDEX = index(PAGE)
ANSWERS = sorted({answer.line for answer in INDEX.values()})
LINES = sorted({line for answer in ANSWERS for line in re.findall(r"`(caseload [^`]+)`", answer)})
GROUP: Any = root()
DOCS = Path(__file__).parents[2] / "docs"


def paths() -> Iterator[str]:
    """What is typed for every command: a word, or a noun and its verb."""
    context = typer.Context(GROUP)
    for name in (*COMMANDS, "appt"):
        yield name
        yield from (f"{name} {verb}" for verb in getattr(GROUP.get_command(context, name), "commands", {}))


PATHS = tuple(paths())


def test_no_word_stands_in_two_places() -> None:
    words = [word for row in re.findall(r"^\| (.+?) \| ", PAGE, re.MULTILINE) for word in row.split(", ")]
    assert len(INDEX) == len([word for word in words if word != "you look for"]) > 500


def test_no_word_is_that_of_a_command_or_a_topic() -> None:
    """Which win: a word of the index that were theirs would never be answered."""
    taken = {compared(name): name for name in (*TOPICS, *PATHS)}
    assert {answer.word: name for answer in INDEX.values() if (name := look_up(answer.word, taken))} == {}


def test_every_word_finds_its_own_answer_however_it_is_written() -> None:
    for answer in INDEX.values():
        for written in (answer.word.upper(), answer.word.replace(" ", "-"), answer.word.replace("-", "")):
            assert look_up(written, INDEX) == answer
        assert look_up(answer.word + "s", INDEX) == answer or compared(answer.word + "s") in INDEX, answer.word


def test_every_verb_is_found_without_its_noun() -> None:
    alone = {path.split()[1] for path in PATHS if " " in path} - {*COMMANDS, *TOPICS}
    plurals = {f"{one}s" for one in COMMANDS}
    assert {verb for verb in alone - plurals if look_up(verb, INDEX) is None} == set()


@pytest.mark.parametrize("line", ANSWERS, ids=lambda line: line[:40])
def test_an_answer_is_a_short_sentence_with_a_command_a_page_or_that_it_is_not_here(line: str) -> None:
    assert line.endswith((".", "?"))
    assert len(line) <= 165
    assert "`caseload " in line or "Not here" in line or "-n" in line or "PAGER" in line


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, rich_home: Path) -> Quick:
    """Ana, Cy and Zoë, of whom Zoë is closed, with a copy, an export and a spreadsheet in the folder beside it."""
    program = furnish(program_in(tmp_path_factory.mktemp("desk")), rich_home)
    program("client", "close", "zoe", "--reason", "moved", "--drop-open")
    program("client", "add", "Cy", "Dee")
    program("template", "apply", "transfer", "ana", "--anchor", "2027-01-15")
    shutil.copy(program.db, program.home / "caseload-Mon.db")
    program("export", "all", "-o", str(program.home / "all.json"))
    shutil.copy(DOCS / "examples" / "spreadsheet" / "clients.csv", program.home)
    shutil.copy(DOCS / "examples" / "answers.csv", program.home)
    shutil.copy(DOCS / "examples" / "bea.json", program.home)
    return Quick(program.home, program.environ)


@pytest.mark.parametrize("line", LINES)
def test_every_command_that_an_answer_names_runs(desk: Quick, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands there, on Ana Ruiz's caseload; what writes, with -n."""
    monkeypatch.chdir(desk.home)
    words = shlex.split(line)[1:]
    (desk.home / "everything.json").unlink(missing_ok=True)
    if "import all" in line:
        shutil.copy(desk.home / "all.json", desk.home / "everything.json")
    unwritten = {"CASELOAD_DB": str(desk.home / "first.db")} if words == ["init"] else {}
    ran = desk.run(*words, *rehearsal(words), env=unwritten)
    assert ran.code == 0, ran


def test_every_option_that_an_answer_names_is_one() -> None:
    context = typer.Context(GROUP)
    known = {"--db", "--as-of", "--color", "--debug"}
    for name in COMMANDS:
        command = GROUP.get_command(context, name)
        for one in (command, *getattr(command, "commands", {}).values()):
            known |= {option for param in one.params for option in param.opts}
    named = {word for line in ANSWERS for code in re.findall(r"`(-[^`]+)`", line) for word in code.split()}
    assert {word for word in named if word.startswith("-")} <= known


def rehearsal(words: list[str]) -> list[str]:
    """-n, where the command takes it and the words lack it, and does not make a database of its own."""
    rest = lift(words)[1]
    command = GROUP.get_command(typer.Context(GROUP), rest[0])
    command = getattr(command, "commands", {}).get(rest[1] if rest[1:] else "", command)
    takes = isinstance(command, Writes)
    return ["-n"] if takes and not {"-n", "--db", "--guess"} & {*words} else []


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("visit", "visit"),
        ("Voicemails", "voicemail"),
        ("Home-visit", "home visit"),
        ("home visit", "home visit"),
        ("allergies", "allergy"),
        ("release dates", "release date"),
        ("release of information", "release of information"),
        ("phq 9", "PHQ-9"),
        ("-- --csv", "CSV"),
        ("Réfill", "refill"),
    ],
)
def test_case_plural_hyphens_and_blanks_do_not_matter(read: Program, asked: str, answered: str) -> None:
    line = INDEX[compared(answered)].line
    assert read("help", *asked.split()) == f"{answered}: {line}\n"


def test_several_words_are_looked_up_joined_and_else_each(read: Program) -> None:
    assert said(read, "mileage", "in", "court") == ["mileage", "court"]
    assert said(read, "treatment", "plan", "checklist") == ["treatment plan", "checklist"]
    assert said(read, "home", "visits", "and", "visit") == ["home visit"]
    assert said(read, "mail", "exit", "codes") == ["mail", "exit-codes"]
    assert said(read, "client", "ROI") == ["ROI"]
    assert said(read, "where's my mileage/refill?") == ["mileage", "refill"]


def said(program: Program, *words: str) -> list[str]:
    """The words that help answers, a line each."""
    return [line.partition(":")[0] for line in program("help", *words).splitlines()]


def test_a_command_or_a_topic_is_shown_however_it_is_written(read: Program) -> None:
    assert read("help", "Tasks") == read("task", "--help")
    assert read("help", "exit", "codes") == read("help", "exit-codes") == topic("exit-codes")
    assert read("help", "import").startswith("# import")
    assert read("help", "overdue", "ana") == read("overdue", "--help")


@pytest.mark.parametrize(
    "word", ["tsk", "vist", "consnt", "milage", "referal", "приём", "訪問", "", "  ", "?", "-- -x"]
)
def test_a_word_that_is_nowhere_is_said_not_to_be_here_and_no_other_is_guessed(read: Program, word: str) -> None:
    before = read.fingerprint
    ran = read.run("help", *(word.split() or [word]))
    assert (ran.code, ran.out, read.fingerprint) == (2, "", before)
    assert one_line(ran).endswith(
        " is not here; see caseload help, caseload help index, or caseload find WORD to look in your records"
    )


def test_a_wrong_verb_is_answered_with_the_verbs_and_no_guess(read: Program) -> None:
    ran = read.run("help", "task", "ad")
    assert ran.code == 2
    assert one_line(ran).startswith('"ad" is not a verb of task; one of add, list, show, edit, void, export, done')


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("visit", "see caseload help visit"),
        ("Home visits", "see caseload help home visit"),
        ("cron", "see caseload help cron"),
        ("tsk", "Did you mean 'task'?"),
        ("tasks", "Did you mean 'task'?"),
        ("xyzzy", "see caseload help"),
    ],
)
def test_a_word_that_is_no_command_leads_to_the_help_that_knows_it(read: Program, word: str, hint: str) -> None:
    ran = read.run(word)
    assert (ran.code, one_line(ran)) == (2, f'"{word}" is not a command; {hint}')


@pytest.mark.parametrize("columns", [50, 80])
def test_on_a_terminal_an_answer_goes_on_in_the_next_line_but_no_command_is_broken(read: Program, columns: int) -> None:
    seen = on_terminal(read, "help", "visit", columns=columns)
    lines = seen.plain.splitlines()
    unfolded = " ".join(line.strip().removesuffix(" \\") for line in lines)
    assert unfolded + "\n" == read("help", "visit").replace("`", "")
    for command in re.findall("`([^`]+)`", INDEX["visit"].line):
        assert command in re.sub(r" \\\n +", " ", seen.plain)
    assert all(len(line) <= columns for line in lines)


def test_the_index_is_a_page_to_read(read: Program) -> None:
    assert read("help", "index") == PAGE
    assert read("help", "voice mail") == f"voicemail: {INDEX['voicemail'].line}\n"


def test_the_index_is_read_only_by_help_and_after_a_mistake() -> None:
    imported = "import sys, caseload.commands.root; sys.exit('caseload.commands.kit.index' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", imported], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    ("line", "verb"),
    [("appointment missed a1", "noshow"), ("ride complete rd1", "done"), ("appointment kpt a1", "kept")],
)
def test_a_verb_that_is_called_otherwise_here_is_named(read: Program, line: str, verb: str) -> None:
    ran = read.run(*line.split())
    assert (ran.code, one_line(ran).endswith(f"; Did you mean '{verb}'?")) == (2, True), ran
