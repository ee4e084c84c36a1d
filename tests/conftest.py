"""Run the installed program as its user would: own database, own folders, a fixed moment."""

import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import forked
import homes
import pytest
import sealing
from hypothesis import Phase, settings

# A busy machine is no fault of the program's; speed is measured elsewhere.
settings.register_profile("house", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=2000)
settings.register_profile("unshrunk", deadline=None, phases=(Phase.explicit, Phase.generate))
settings.register_profile("brief", deadline=None, phases=(Phase.explicit, Phase.generate), max_examples=15)
settings.load_profile(os.environ.get("CASELOAD_FUZZ", "house"))

# What a shell starts in the background ignores Ctrl-C, and so would every program that is run here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What is written waits for the disk; of what tests write nothing has to last. Where there is room in memory, and a
# program may be run from there, it is there.
MEMORY, ROOM = "/dev/shm", 4 * 2**30
if "TMPDIR" not in os.environ and Path(MEMORY).is_dir():
    _there = os.statvfs(MEMORY)
    if _there.f_bavail * _there.f_frsize > ROOM and not _there.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = MEMORY

if sealing.IS_ON:
    sealing.seal()
    sealing.at_hand()

NOW = "2026-11-25T09:00"
"""A Wednesday."""


def pytest_collection_finish() -> None:
    """Have garbage be looked for no more among the tests themselves."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no key behind."""
    if sealing.IS_ON and not hasattr(config, "workerinput"):
        sealing.put_away()


@dataclass(frozen=True)
class Ran:
    """What a run of the program left behind: its exit code, and both streams as text."""

    code: int
    out: str
    err: str


@dataclass
class Program:
    """The installed program, with an environment that reaches nothing of the person who runs the tests."""

    home: Path
    environ: dict[str, str]

    @property
    def db(self) -> Path:
        """The database that CASELOAD_DB names."""
        return Path(self.environ["CASELOAD_DB"])

    @property
    def fingerprint(self) -> str:
        """The sha256 of the database file."""
        return sha256(self.db.read_bytes()).hexdigest()

    def run(self, *words: str, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Ran:
        """Run it on these words, into pipes; without `stdin` it reads nothing."""
        given = stdin.encode() if isinstance(stdin, str) else stdin or b""
        environ, command = self.environ | dict(env or {}), [executable(), *words]
        if forked.can_run(environ):
            code, out, err = forked.run(command, given, environ, 60)
            return Ran(code, out.decode(), err.decode())
        ran = subprocess.run(command, input=given, capture_output=True, env=environ, timeout=60, check=False)
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def shell(self, line: str, cwd: Path | None = None) -> Ran:
        """Run a line of `sh` in which `caseload` is this program; stdin reads nothing."""
        path = f"{Path(executable()).parent}:{self.environ['PATH']}"
        environ = self.environ | {"PATH": path}
        ran = subprocess.run(
            ["sh", "-c", line],
            stdin=subprocess.DEVNULL, capture_output=True, env=environ, cwd=cwd or self.home, timeout=60, check=False,
        )  # fmt: skip
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def __call__(self, *words: str, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None) -> str:
        """As `run`, for a run that must succeed; its stdout."""
        ran = self.run(*words, stdin=stdin, env=env)
        assert ran.code == 0, ran.err
        return ran.out


def executable() -> str:
    """The console script beside the Python that runs the tests."""
    beside = Path(sys.executable).with_name("caseload")
    return str(beside) if beside.exists() else shutil.which("caseload") or "caseload"


def program_in(home: Path) -> Program:
    """The program with all its folders under `home`, and no database yet."""
    environ = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "CASELOAD_DB": str(home / "data" / "caseload.db"),
        "CASELOAD_NOW": NOW,
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_RUNTIME_DIR": str(home),
        "TZ": os.environ.get("CASELOAD_TEST_TZ", "America/Chicago"),
    }
    return Program(home, environ | forked.elsewhere())


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with nothing in it; where the test fails, it stays, under the test's name."""
    place = homes.place(tmp_path_factory.getbasetemp() / "test")
    failed = request.session.testsfailed
    yield place.clear()
    if request.session.testsfailed > failed:
        place.leave(f"{re.sub('[^A-Za-z0-9]+', '_', request.node.name)[:60]}-{request.session.testsfailed}")


@pytest.fixture
def nobody(tmp_path: Path) -> Program:
    """The program with no database yet."""
    return program_in(tmp_path)


@pytest.fixture
def chicago(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user is in Chicago, wherever the suite is said to be: for tests that spell out moments in UTC."""
    monkeypatch.setenv("CASELOAD_TEST_TZ", "America/Chicago")


def furnish(program: Program, home: Path) -> Program:
    """The program, its database a copy of the one made under `home`."""
    homes.copy(home / "data", program.home / "data")
    return program


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new, empty database, made once and copied for each test."""
    program = program_in(tmp_path_factory.mktemp("empty"))
    program("init")
    return program.home


@pytest.fixture(scope="session")
def ana_home(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> Path:
    """The same with one client."""
    program = furnish(program_in(tmp_path_factory.mktemp("ana")), empty_home)
    program("client", "add", "Ana", "Ruiz", "--phone", "00501")
    return program.home


@pytest.fixture
def caseload(nobody: Program, empty_home: Path) -> Program:
    """The program with a new, empty database."""
    return furnish(nobody, empty_home)


@pytest.fixture
def ana(caseload: Program, ana_home: Path) -> Program:
    """The program with one client: Ana Ruiz, c1."""
    return furnish(caseload, ana_home)
