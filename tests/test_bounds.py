"""Of any size, and without an end: what is typed and what files hold is refused in a sentence, or taken, soon and in
little memory."""

import json
import os
import resource
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from commands.conftest import Quick
from conftest import Program, Ran

from caseload import toml
from caseload.errors import Invalid
from caseload.intake import source
from caseload.output import forms
from caseload.records.of.discreet import discreet
from caseload.records.of.hours import read_hours
from caseload.toml import line_of

MEMORY, SECONDS = 300 << 20, 60
"""What all of them together may have beyond what the tests have: bytes, and seconds of the processor."""

DEEP = "[" * 100_000
MEGABYTE = 1 << 20
FORM = "config/caseload/forms/trial.txt"
CONFIG = {"CASELOAD_CONFIG": "x"}


class Case(NamedTuple):
    """What is run, the exit code and the words it comes to, and what the file `x`, or another, holds."""

    words: str
    code: int
    said: str
    holds: str = ""
    file: str = "x"
    environ: Mapping[str, str] = {}


def typed(words: str, value: str, code: int, said: str) -> Case:
    """A value that stands in the place of VALUE."""
    return Case(words, code, said, value, "VALUE")


EVERY = "task add ana x --due fri --every VALUE"
WHERE = "task list --where VALUE"
DUE = "task add ana x --due VALUE"
LETTER = "letter ana trial"
TASKS = "import task x -n"
MAP = "import task t.csv --map-file x"
TOML = {
    "300 kB": ('k = "' + "a" * 300_000 + '"', "more than 256 kB"),
    "a key of 100,000 parts": (".".join(["a"] * 100_000) + " = 1", "too many parts"),
    "a table of 100,000 parts": ("[" + ".".join(["a"] * 100_000) + "]", "too many parts"),
    "arrays in arrays": ("a = " + DEEP, "nested too deeply"),
    "tables in tables": ("a = " + "{a = " * 50_000, "nested too deeply"),
    "a number of 200,000 digits": ("a = " + "9" * 200_000, "thousands of digits"),
}
LOOPS = "{% for i in range(99999) %}{% for j in range(99999) %}BODY{% endfor %}{% endfor %}"


def cases() -> dict[str, Case]:
    """Every case by its name, made when it is asked for: they are large."""
    return {
        "10,000 parentheses": typed(WHERE, "(" * 10_000 + "title = a" + ")" * 10_000, 2, "lies too deep"),
        "20,000 nots": typed(WHERE, "not " * 20_000 + "title = a", 2, "lies too deep"),
        "100,000 comparisons": typed(WHERE, " or ".join(["title=a"] * 100_000), 2, "one comparison too many"),
        "a quote that is left open": typed(WHERE, "title = '" + "''" * 500_000, 2, "opens a quote"),
        "a filter of blanks": typed(WHERE, " " * MEGABYTE, 2, "a field is wanted"),
        "a date of digits": typed(DUE, "9" * MEGABYTE, 2, "is not a date"),
        "a date of blanks": typed(DUE, " " * MEGABYTE + "x", 2, "is not a date"),
        "a date of clock times": typed(DUE, "@1" * (MEGABYTE >> 1), 2, "is not a date"),
        "a span of ages": typed(DUE, "+99999999d", 2, "is not a span of 1 to 999"),
        "the year 9999": typed(DUE, "9999-12-31", 2, "outside the years"),
        "a range of dots": typed("task list --due VALUE", "." * MEGABYTE, 2, "is not a date"),
        "a range of ranges": typed("task list --due VALUE", "1.." * 300_000, 2, "is not a date"),
        "days of the week": typed(EVERY, "mon," * 250_000, 2, "is not a rule"),
        "a rule of words": typed(EVERY, "every " * 150_000, 2, "is not a rule"),
        "a rule before an end": typed(EVERY, "a " * 500_000 + "until x", 2, "is not a rule"),
        "an RRULE of one part": typed(EVERY, "FREQ=DAILY;" * 90_000, 2, "is not a rule"),
        "an RRULE by the second": typed(EVERY, "FREQ=SECONDLY;COUNT=1000000000", 2, "DAILY is the most often"),
        "a billion occurrences": typed(EVERY, "FREQ=DAILY;COUNT=1000000000", 2, "after 1 to 1000 times"),
        "an RRULE that never comes": typed(EVERY, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 2, "never comes"),
        "a handle": typed("client handle ana VALUE", "a" * MEGABYTE, 2, "more than 100 characters"),
        "a handle of a new client": typed("client add Bo Ng --handle VALUE", "a" * 101, 2, "more than 100 characters"),
        "a name of words": typed("show VALUE", "a " * 500_000, 3, "there is no client"),
        "a name of signs": typed("show VALUE", "a-'." * 250_000, 3, "there is no client"),
        "words of a name": Case("show " + "a " * 2_000, 3, "there is no client"),
        "an id": Case("show t99999999999999999999999", 3, "there is no client"),
        "a limit": Case(f"task list --limit {'9' * 60}", 0, ""),
        "minutes": Case("log ana x -m 999999999999", 2, "is more than 527040"),
        "days of a digest": Case("digest --days 999999999", 2, "is not in the range"),
        "the years of an agenda": Case("agenda --due 0001-01-01..9999-12-31", 2, "outside the years"),
        "a place of blanks": typed("provider find food --near VALUE", "x" + " " * 300_000 + "!", 0, ""),
        "how many copies": typed("backup --auto --keep VALUE", "7d," * 300_000, 2, "is not how many to keep"),
        "words to be found": typed("find VALUE", "a " * 500_000, 0, ""),
        "words without a blank": typed("find VALUE", "ん" * 300_000, 0, ""),
        **{f"a map with {name}": Case(MAP, 2, said, text) for name, (text, said) in TOML.items()},
        **{f"a config with {one}": Case("today", 2, said, text, environ=CONFIG) for one, (text, said) in TOML.items()},
        "an instrument with a long key": Case(
            "instrument import x", 2, "too many parts", TOML["a key of 100,000 parts"][0]
        ),
        "a template of 300 kB": Case("template import x", 2, "more than 256 kB", TOML["300 kB"][0]),
        "a language of 300 kB": Case(
            "client summary ana --language english", 2, "more than 256 kB", TOML["300 kB"][0],
            "config/caseload/forms/en.toml",
        ),
        "a config with a wrong word far below": Case(
            "today", 2, "line 20001: 'zz'", "\n" * 20_000 + "zz = 1\n", environ=CONFIG
        ),
        "a config with a list of ever so many lines": Case(
            "today", 2, "'zz' is not a setting", "zz = [" + "1,\n" * 60_000 + "]", environ=CONFIG
        ),
        **{
            f"{place} for {what}": Case(f"{words} {place}", 2, said)
            for place in ("/dev/zero", "/dev/urandom")
            for what, words, said in (
                ("rows", "import task", "is a device"),
                ("everything", "import all", "is a device"),
                ("a calendar", "import appts", "is a device"),
                ("a directory", "import directory", "is a device"),
                ("a client", "import transfer", "is a device"),
                ("an instrument", "instrument import", "is more than 16 MB"),
                ("answers", "assess c1 phq-2 --answers", "is more than 16 MB"),
            )
        },
        "/dev/zero for a map": Case("import task t.csv --map-file /dev/zero", 2, "more than 256 kB"),
        "/dev/zero for a config": Case("today", 2, "more than 256 kB", environ={"CASELOAD_CONFIG": "/dev/zero"}),
        "/dev/zero for a copy": Case("restore /dev/zero", 5, "is not a file"),
        "/dev/zero for a database": Case("--db /dev/zero today", 5, "is not a file"),
        "everything in arrays": Case("import all x", 2, "nested too deeply", '{"schema": ' + DEEP),
        "answers in arrays": Case("assess c1 phq-2 --answers x", 2, "is no JSON", DEEP),
        "a directory in arrays": Case("import directory x", 2, "nested too deeply", DEEP),
        "a table of arrays": Case(TASKS, 2, "is JSON", '[{"a": ' + DEEP),
        "a cell of 200 kB": Case(TASKS, 0, "1 task added", "title\n" + "x" * 200_000),
        "a line of 20 MB": Case(TASKS, 2, "line 2: more than 16,777,216 characters", "title\n" + "x" * 20_000_000),
        "a quote and 20 MB": Case(TASKS, 2, "line 2: a quote is left open", 'title\n"' + "x\n" * 10_000_000),
        "100,000 headings": Case(TASKS, 2, "more than 2,000 headings", ",".join(map(str, range(100_000)))),
        "a client in a cell": Case(TASKS, 1, "is no client stored here", "client,title\n" + "a " * 40_000 + ",x"),
        "a date in a cell": Case(TASKS, 1, "is not a date", "client,title,due\nc1,x," + "1/" * 400_000),
        "a handle in a cell": Case(
            "import client x -n", 1, "more than 100 characters", "given_name,handle\nx," + "a" * 400_000
        ),
        "a form that loops": Case(LETTER, 2, "comes to no end", LOOPS.replace("BODY", ""), FORM),
        "a form that doubles": Case(
            LETTER, 2, "MemoryError",
            "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}", FORM,
        ),
        "a form of one power": Case(LETTER, 2, "OverflowError", "{{ 10 ** 10 ** 9 }}", FORM),
        "a form of one long word": Case(LETTER, 2, "MemoryError", "{{ 'x' | center(10000000000) }}", FORM),
        "a form within a form": Case(LETTER, 2, "RecursionError", "{% if 1 %}" * 3_000 + "{% endif %}" * 3_000, FORM),
        "a form that calls itself": Case(
            LETTER, 2, "RecursionError", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", FORM
        ),
        "a form of 1 MB": Case(LETTER, 2, "more than 256 kB", "x" * MEGABYTE, FORM),
    }  # fmt: skip


def ran(program: Quick, one: Case) -> Ran:
    """What comes of it in the program's home."""
    value = [one.holds if word == "VALUE" else word for word in one.words.split()]
    file = program.home / one.file
    if one.file != "VALUE":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(one.holds, encoding="utf-8")
    try:
        return program.run(*value, env=one.environ)
    finally:
        file.unlink(missing_ok=True)


def of_all(program: Quick) -> dict[str, Ran]:
    """What comes of each case, in a process that has so much memory and so long for all of them."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        try:
            os.close(reading)
            every = cases()
            _limit()
            # As long as it takes, but for what would take longer.
            forms._SECONDS = toml._SECONDS = 1
            os.chdir(program.home)
            (program.home / "t.csv").write_text("title\nCall\n")
            with os.fdopen(writing, "w", encoding="utf-8") as told:
                for name, one in every.items():
                    answer = ran(program, one)
                    told.write(json.dumps([name, answer.code, answer.out[:200], answer.err[:5_000]]) + "\n")
                    told.flush()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        lines = [json.loads(line) for line in told]
    os.waitpid(child, 0)
    return {name: Ran(code, out, err) for name, code, out, err in lines}


def _limit() -> None:
    had = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (had + MEMORY, resource.RLIM_INFINITY))
    spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, spent + SECONDS))


def test_whatever_its_size_it_is_taken_or_refused_in_a_sentence_soon_and_in_little_memory(ana: Program) -> None:
    before = ana.fingerprint
    found, wanted = of_all(Quick(ana.home, ana.environ)), cases()
    assert list(found) == list(wanted), f"it ended at {[*wanted][len(found)]}"
    wrong = {
        name: (one.code, one.said, found[name])
        for name, one in wanted.items()
        if found[name].code != one.code or one.said not in found[name].err or "fault in" in found[name].err
        or (one.code and max(map(len, found[name].err.splitlines())) > 1_000)
    }  # fmt: skip
    assert wrong == {}
    assert ana.fingerprint == before


def test_a_text_and_a_table_without_an_end_are_read_no_further_than_their_bound(
    ana: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ana.fingerprint
    for line, said in (
        ("yes | caseload log ana -", "is more than 16 MB"),
        ("yes t1 | caseload done -", "is more than 16 MB"),
        ("caseload import task - < /dev/zero", "is a device"),
    ):
        ended = ana.shell(line)
        assert (ended.code, said in ended.err, ended.err.count("\n")) == (2, True, 1), ended
    assert ana.fingerprint == before
    monkeypatch.setattr(source, "MOST_PIPED", 3 * source.SMALL)
    with os.fdopen(os.memfd_create("endless"), "w+b") as file:
        file.truncate(5 * source.SMALL)
        file.seek(0)
        with pytest.raises(Invalid, match="more than 3 MB came in"):
            source._twice(file, ana.home)
    monkeypatch.setattr(source, "MOST_AT_ONCE", source.SMALL)
    (ana.home / "large").write_bytes(bytes(source.SMALL + 1))
    with pytest.raises(Invalid, match="is more than 1 MB"):
        source.whole(str(ana.home / "large"), StringIO(), "less")


def test_what_needs_more_memory_than_there_is_is_refused_in_a_sentence(ana: Program) -> None:
    (ana.home / "all.json").write_text('{"schema": 1, "client": [' + ",".join(["{}"] * 3_000_000) + "]}")
    ended = ana.shell("ulimit -v 200000; caseload import all all.json")
    assert (ended.code, ended.out) == (1, ""), ended
    assert ended.err == "caseload: there is not memory enough for it; nothing was stored; take less of it at once\n"


def test_an_archive_of_ever_so_many_files_is_looked_through_once(ana: Program) -> None:
    with ZipFile(ana.home / "many.zip", "w", ZIP_DEFLATED) as archive:
        for number in range(30_000):
            archive.writestr(f"{number}.json", "")
        archive.writestr("a/services.csv", "")
        archive.writestr("b/services.csv", "")
    ended = Quick(ana.home, ana.environ).run("import", "directory", str(ana.home / "many.zip"))
    assert (ended.code, "holds services.csv twice" in ended.err) == (2, True), ended


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("Ana" * 10_000, ("Ana", "Ruiz"), "A." * 10_000),
        ("an" * 90 + "x", ("An", "Anan"), "an" * 90 + "x"),
        ("Call AnanAn", ("An", "Anan"), "Call A.A."),
        ("伟" * 2_000, ("伟", "王"), None),
    ],
    ids=["a name over and over", "names in names", "two of them", "a sign over and over"],
)
def test_a_name_said_over_and_over_is_shortened_all_the_same(
    text: str, names: tuple[str, str], said: str | None
) -> None:
    """It was a fault from a thousand times on, and for names within names took for ever."""
    short = discreet(text, *names)
    assert short == said if said else not set(names) & set(short)


def test_hours_of_any_length_are_read_or_not_understood() -> None:
    assert read_hours("mon-fri 9:00-17:00") is not None
    assert read_hours("mtwthfsasu " * 20_000) is None


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a = 1\nb = 2", "b", 2),
        ("a = 1\n\n[t]\nb = [\n1,\n2,\n]\nc = 1\n", "t.b", 7),
        ("a = 1\n\n[t]\nb = [\n1,\n2,\n]\nc = 1\n", "t.c", 8),
        ("a = 1\n\n[t]\nb = [\n1,\n2,\n]\nc = 1\n", "a", 1),
        ("[[a]]\nx = 1\n[[a]]\ny = 1\n", "a.1.y", 4),
        ("[[a]]\nx = 1\n[[a]]\ny = 1\n", "a.0", 1),
        ("a = 1", "a", 1),
        ("\n" * 5_000 + 'z = """\n' + "x\n" * 100 + '"""\n', "z", 5_102),
    ],
)
def test_the_line_that_sets_a_key_is_found_by_halves(text: str, key: str, line: int) -> None:
    assert line_of(text, key) == line
