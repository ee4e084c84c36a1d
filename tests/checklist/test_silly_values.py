"""No value of any option or argument of any command ends as a fault: each is taken, or refused in a sentence."""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from commands.conftest import Quick, holding
from conftest import program_in
from invented import AT, EXAMPLES, another, example
from nouns import LEAVES

from caseload.records.kinds import KINDS
from caseload.records.note import Note, signed

MANY = "9" * 400

SILLY = (
    "", " ", MANY, f"-{MANY}", "1e400", "inf", "nan", "-0.0", "\u0663", "\u00bd", "\udcff", "a=\udcff", "\x00",
    "a=\x00",
    "x" * 100_000, "0001-01-01", "9999-12-31", "9999-12-31@23:59", "9999-12-31@25:61", "[" * 3_000, "{" * 3_000,
    "a=1", "=", "+999999999999w", "+8000y", f"t{MANY}", "c99999999999999999999", "/", "/dev/null",
    "0001-01-01..9999-12-31", "due < 9999-12-31", "(" * 3_000, "not " * 3_000 + "due = none",
    f"FREQ=DAILY;COUNT={MANY}", f"every {MANY} days",
    f"{MANY}w", f"{MANY}@1", f"1@{MANY}", "title ~ \udcff", f"minutes > {MANY}", "minutes > 1e999", "--", "-",
)  # fmt: skip

OURS = {
    "client": "c1",
    "person": "r1",
    "plan": "p1",
    "goal": "g1",
    "observation": "o1",
    "appointment": "a1",
    "note": "n1",
}

CODES = (0, 1, 2, 3, 4, 5, 74)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    second = [another(example(kind), number) for number, kind in enumerate(KINDS)]
    records = [signed(one, AT) if isinstance(one, Note) else one for one in second]
    return holding(tmp_path_factory.mktemp("silly"), (*EXAMPLES, *records))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The program in a home of its own, for one test after the other."""
    found = program_in(tmp_path_factory.mktemp("kept"))
    return Quick(found.home, found.environ)


@pytest.fixture
def program(home: Path, kept: Quick) -> Iterator[Quick]:
    """The program with two records of each kind, in a folder where files may be written."""
    data, before = kept.home / "data", Path.cwd()
    fresh = {one.name: one.read_bytes() for one in (home / "data").iterdir()}
    if not data.exists() or fresh != {one.name: one.read_bytes() for one in data.iterdir()}:
        for one in kept.home.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        shutil.copytree(home / "data", data)
    os.chdir(kept.home)
    yield kept
    os.chdir(before)
    for one in kept.home.iterdir():
        if one != data:
            shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()


def lines(path: str) -> Iterator[list[str]]:
    """The words of the command with a silly value for each option and argument in its turn, and a flag more each."""
    turn = count(sum(map(ord, path)))
    noun = path.split(maxsplit=1)[0]
    needed = [OURS.get(noun, "t1") for one in LEAVES[path].params if is_argument(one) and one.required]
    params = [one for one in LEAVES[path].params if one.name != "help"]
    flags = [one.opts[0] for one in params if getattr(one, "is_flag", False)]
    for one in params:
        if getattr(one, "is_flag", False):
            continue
        value = SILLY[next(turn) * 7 % len(SILLY)]
        flag = [flags.pop()] if flags else []
        if is_argument(one):
            yield [*path.split(), *flag, *needed[1:], "--", value]
        else:
            yield [*path.split(), one.opts[0], value, *flag, *needed]
    yield from ([*path.split(), flag, *needed] for flag in flags)


def is_argument(one: Any) -> bool:
    return bool(one.param_type_name == "argument")


@pytest.mark.parametrize("path", LEAVES)
def test_no_silly_value_is_a_fault(program: Quick, path: str) -> None:
    for words in lines(path):
        ran = program.run(*words)
        told = [word[:60] for word in words]
        assert ran.code in CODES, (told, ran.code, ran.err[:300])
        assert "fault in caseload" not in ran.err, (told, ran.err[:300])
        assert "Traceback" not in ran.err, (told, ran.err[:300])


NUMERIC = [
    (path, one.opts[0])
    for path, command in LEAVES.items()
    for one in command.params
    if not is_argument(one) and any(word in one.type.name for word in ("int", "float"))
]

REQUIRED = {
    "appointment add": ["--at", "fri"],
    "note add": ["-k", "call"],
    "task add": ["--due", "fri", "--every", "1w"],
}


@pytest.mark.parametrize(("path", "option", "digits"), [(*one, (400, 5_000)[at % 2]) for at, one in enumerate(NUMERIC)])
def test_a_number_of_hundreds_of_digits_is_refused_and_not_repeated(
    program: Quick, path: str, option: str, digits: int
) -> None:
    noun = path.split(maxsplit=1)[0]
    needed = [one for one in LEAVES[path].params if is_argument(one) and (one.required or "REF" in (one.metavar or ""))]
    given = ["c1" if "CLIENT" in (one.metavar or "") else OURS.get(noun, "t1") for one in needed]
    ran = program.run(*path.split(), *given, *REQUIRED.get(path, []), option, "9" * digits)
    assert ran.code in CODES, ran
    assert "fault in caseload" not in ran.err, ran.err[:300]
    assert "9" * 60 not in ran.err, ran.err[:300]
    if path != "appointment kept" and option in ("--minutes", "--miles", "--acuity", "--times", "--value"):
        assert ran.code == 2, ran
    if option in ("--minutes", "--acuity", "--limit", "--times") and path != "appointment kept":
        told = "is not a number of at most 15 digits"
        assert digits == 400 or told in ran.err, ran


READ_BY = dict.fromkeys(("COLUMNS", "LINES", "PAGER", "NO_COLOR"), (("task", "list", "--table"), ("digest",)))


@pytest.mark.parametrize(
    "name", ["COLUMNS", "LINES", "CASELOAD_NOW", "CASELOAD_DB", "CASELOAD_CONFIG", "PAGER", "NO_COLOR"]
)
@pytest.mark.parametrize(
    "value",
    [
        "0",
        "-5",
        "1000000000",
        MANY,
        "\u0663",
        "\u00b2",
        "",
        "x",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "\udcff",
        "+1m",
    ],
)
def test_no_silly_environment_is_a_fault(program: Quick, name: str, value: str) -> None:
    for words in READ_BY.get(name, (("today",), ("task", "add", "x", "--due", "fri"))):
        ran = program.run(*words, env={name: value})
        assert ran.code in CODES, (words, ran)
        assert "fault in caseload" not in ran.err, (words, ran)


LIMITED = [path for path, command in LEAVES.items() if any("--limit" in one.opts for one in command.params)]


@pytest.mark.parametrize("path", LIMITED)
def test_a_limit_of_400_digits_is_no_limit(program: Quick, path: str) -> None:
    words = [*path.split(), *(["call"] if path == "find" else ["task"] if path == "export" else [])]
    ran, whole = program.run(*words, "--limit", MANY), program.run(*words)
    assert (ran.code, ran.out) == (whole.code, whole.out), (ran, whole)
    assert "fault in caseload" not in ran.err


DEEP = ("a = " + "[" * 2_000 + "]" * 2_000, "a = " + "{a=" * 2_000 + "1" + "}" * 2_000,
        ".".join(["a"] * 3_000) + " = 1",
        f"[{'.'.join(['a'] * 3_000)}]", "a" * 40_000 + " = 1")  # fmt: skip


@pytest.mark.parametrize("text", DEEP, ids=lambda one: one[:6])
def test_a_configuration_and_a_map_of_any_depth_are_refused_in_a_sentence(program: Quick, text: str) -> None:
    file = program.home / "deep.toml"
    file.write_text(text)
    (program.home / "t.csv").write_text("title\nCall\n")
    for ran in (
        program.run("today", env={"CASELOAD_CONFIG": str(file)}),
        program.run("import", "task", "t.csv", "--map-file", str(file)),
    ):
        assert ran.code == 2, ran
        assert "fault in caseload" not in ran.err


LONG = ("a = " + "9" * 5_000, '{"1": ' * 3_000, "[" * 3_000, "a" * 40_000 + "=1", "item,answer\n1," + "x" * 200_000)


@pytest.mark.parametrize("text", [*DEEP, *LONG], ids=lambda one: one[:6])
def test_a_screening_tool_and_its_answers_of_any_depth_and_length_are_refused_in_a_sentence(
    program: Quick, text: str
) -> None:
    Path("x").write_text(text)
    for words in ("instrument import x", "assess c1 phq-2 --answers x", "assess c1 phq-2 --answers /dev/zero"):
        ran = program.run(*words.split())
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err[:300]
        assert "fault in caseload" not in ran.err
        assert "sys." not in ran.err
        assert len(ran.err) < 600


def test_a_heading_of_any_length_is_quoted_by_its_two_ends(program: Quick) -> None:
    Path("x.csv").write_text("[" * 3_000 + "\n1\n")
    ran = program.run("import", "medication", "x.csv")
    assert (ran.code, "[" * 60 in ran.err, "not mapped: " in ran.err) == (2, False, True), ran.err[:300]


@pytest.mark.parametrize("text", ["", "[", "null", "[1]", "[{}]", "[" * 50_000, "5", '[{"at": []}]'])
def test_a_memory_of_the_digest_that_is_none_calls_nothing_new(program: Quick, text: str) -> None:
    program.run("digest", "--always")
    (memory,) = (program.home / "state").rglob("digest-*.json")
    memory.write_text(text)
    assert program.run("digest", "--always").code == 0
