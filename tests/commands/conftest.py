"""Caseloads made once and copied for each test, and the program run inside this process on whole command lines."""

import io
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import wraps
from pathlib import Path
from unittest.mock import patch

import ciphered
import homes
import kept
import pytest
import ready
from conftest import Program, Ran, program_in
from invented import AT, EXAMPLES, another, example

from caseload.app import run
from caseload.records.kinds import KINDS
from caseload.records.note import Note, signed
from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.opening import create, open_existing


class Stream(io.StringIO):
    """What stands in for a pipe or, where `is_terminal`, for a terminal."""

    def __init__(self, text: str = "", *, is_terminal: bool = False) -> None:
        super().__init__(text)
        self.bytes = io.BytesIO(text.encode())
        self.is_terminal = is_terminal

    @property
    def buffer(self) -> io.BytesIO:
        """The bytes that come in."""
        return self.bytes

    def isatty(self) -> bool:
        """Whether someone is there."""
        return self.is_terminal


class Quick(Program):
    """The program without a process of its own: a tenth of the time, all the same words in and out."""

    def run(self, *words: str, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Ran:
        """As the program's own, into pipes."""
        assert not isinstance(stdin, bytes)
        return self._run(words, Stream(stdin or ""), Stream(), Stream(), env)

    def answered(self, answer: str, *words: str) -> Ran:
        """The run of someone at a terminal who types one answer."""
        out, err = (Stream(is_terminal=True) for _ in range(2))
        return self._run(words, Stream(f"{answer}\n", is_terminal=True), out, err, None)

    def _run(self, words: tuple[str, ...], inp: Stream, out: Stream, err: Stream, env: Mapping[str, str] | None) -> Ran:
        with (
            environment(self.environ | dict(env or {})), patch.object(sys, "stdin", inp), redirect_stdout(out),
            redirect_stderr(err), kept.connections(), ready.commands(),
        ):  # fmt: skip
            return Ran(run(words), out.getvalue(), err.getvalue())


@contextmanager
def environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """While the block runs, this process has those variables and no others."""
    before = dict(os.environ)
    _be(wanted)
    try:
        yield
    finally:
        _be(before)


def _be(wanted: Mapping[str, str]) -> None:
    is_elsewhere = os.environ.get("TZ") != wanted.get("TZ")
    for name in [one for one in os.environ if one not in wanted]:
        del os.environ[name]
    for name, value in wanted.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
    if is_elsewhere:
        # A process of its own would read it as it starts, and tzlocal when it is first asked.
        time.tzset()
        if asked := sys.modules.get("tzlocal.unix"):
            vars(asked).update(_cache_tz=None, _cache_tz_name=None)


def made(home: Path, *lines: str) -> Path:
    """The home of a new database on which those commands were run."""
    program = program_in(home)
    for line in ("init", *lines):
        Quick(program.home, program.environ)(*line.split())
    return home


def holding(home: Path, records: Iterable[Record]) -> Path:
    """The home of a new database that holds those records."""
    store = Store(create(program_in(home).db), AT)
    with store.step("fill"):
        for record in records:
            store.add(record)
    store.close()
    return home


def copied(program: Program, home: Path) -> Quick:
    """The program on a copy of the database under `home`."""
    homes.copy(home / "data", program.home / "data")
    return Quick(program.home, program.environ)


def once(fill: Callable[[Quick], object]) -> Callable[..., Quick]:
    """A fixture: the program on the database that `fill` makes of another fixture's, the first time; then on a copy."""

    @pytest.fixture(name=fill.__name__)
    @wraps(fill)
    def filled(**given: Quick) -> Quick:
        [program] = given.values()
        kept = program.home.parent / f"{fill.__module__}.{fill.__name__}"
        if not kept.exists():
            fill(program)
            assert [one.name for one in program.home.iterdir()] == ["data"]
            shutil.copytree(program.home / "data", kept)
        else:
            homes.copy(kept, program.home / "data")
        return program

    return filled


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a database that holds nothing."""
    return made(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def served_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `served`."""
    return made(
        tmp_path_factory.mktemp("served"),
        "client add Ana Ruiz --opened-on 2026-03-02 --phone 00501",
        "client add Bo Ng --opened-on 2026-03-02",
        "plan add ana Care --started-on 2026-03-02",
        "plan add bo Care --started-on 2026-03-02",
        "goal add ana Walk --plan p1 --baseline 0 --target 120 --unit steps --target-on 2027-01-31",
        "goal add ana Read --plan p1",
        "goal add bo Swim --plan p2",
    )


@pytest.fixture(scope="session")
def twofold_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `twofold`."""
    second = (another(example(kind), number) for number, kind in enumerate(KINDS))
    # Only to a signed note is anything added.
    second = (signed(one, AT) if isinstance(one, Note) else one for one in second)
    return holding(tmp_path_factory.mktemp("twofold"), (*EXAMPLES, *second))


@pytest.fixture
def empty(nobody: Program, empty_home: Path) -> Quick:
    """The program with a new, empty database."""
    return copied(nobody, empty_home)


@pytest.fixture
def served(nobody: Program, served_home: Path) -> Quick:
    """Ana Ruiz (c1) with plan p1 and its goals g1 and g2, Bo Ng (c2) with plan p2 and its goal g3."""
    return copied(nobody, served_home)


@pytest.fixture
def twofold(nobody: Program, twofold_home: Path) -> Quick:
    """The invented records, and a second one of each kind; n2 is signed."""
    return copied(nobody, twofold_home)


@pytest.fixture(scope="session")
def declared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `mine`."""
    from commands.owned import declared

    return declared(tmp_path_factory.mktemp("declared"))


@pytest.fixture
def mine(nobody: Program, declared_home: Path) -> Quick:
    """Ana Ruiz (c1) and a record of each other kind, each kind with a field of every type and nothing in it."""
    return copied(nobody, declared_home)


@once
def filled(empty: Quick) -> Quick:
    """Ana and Bo, who have something in each field, and Cy, who has nothing."""
    from commands.owned import three

    return three(empty)


def more(program: Quick, kind: type[Record], count: int) -> list[str]:
    """So many new records like the invented one of a kind in the program's database; their typed ids."""
    store = Store(open_existing(program.db), AT)
    with store.step("more"):
        added = [store.add(another(example(kind), 100 + number)) for number in range(count)]
    store.close()
    return [one.ref for one in added]


@pytest.fixture(scope="session")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program on a database that is encrypted, in a home of its own."""
    return ciphered.made(tmp_path_factory.mktemp("secret"))


@pytest.fixture
def sealed(nobody: Program, secret: Program) -> Program:
    """The program on a copy of that of `secret`, unlocked."""
    return ciphered.copied(nobody, secret)


@pytest.fixture
def shut(sealed: Program) -> Program:
    """The same, locked."""
    sealed("lock")
    return sealed
