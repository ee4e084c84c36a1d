"""The programs that are timed: caseload as it is installed for a user, and taskwarrior where the machine has it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from filling import write_caseload, write_taskwarrior
from timing import Command, Failed, ask, call

ROOT = Path(__file__).parent.parent


def environment(home: Path) -> dict[str, str]:
    """What every process runs with, and nothing else.

    So no PYTHONUNBUFFERED, which makes writing slower, no PYTHONDONTWRITEBYTECODE, which has modules compiled anew, no
    setting of the person who measures.
    """
    return {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8", "TERM": "xterm-256color", "TMPDIR": str(home)}


@dataclass(frozen=True)
class Caseload:
    """caseload in its environment; `python` is the interpreter that its console script names."""

    home: Path
    script: Path
    python: Path
    more: Mapping[str, str] = field(default_factory=dict)
    """The tables of the kinds that were made up for the measurement, each with the prefix of its ids."""

    @property
    def floor(self) -> Command:
        """The least that any program in Python costs here."""
        return Command((str(self.python), "-I", "-c", "pass"), environment(self.home), times=0)

    def command(self, line: str, db: Path | None = None, *, shows: str, times: int = 1, terminal: bool = False,
                undo: bool = False) -> Command:  # fmt: skip
        """A command line of it on a database; with `undo` each run is taken back."""
        words = tuple(line.split())
        back = (str(self.script), "undo") if undo else ()
        return Command((str(self.script), *words), self.environ(db), shows, times, terminal, back)

    def filled(self, tasks: int, today: date, *, all_open: bool) -> Path:
        """A new database with so many tasks, made by the program's own import."""
        db = self.home / f"{tasks}-{'open' if all_open else 'caseload'}.db"
        exported = db.with_suffix(".json")
        call((str(self.script), "init"), self.environ(db))
        empty = json.loads(ask((str(self.script), "export", "all"), self.environ(db)))
        write_caseload(exported, empty, tasks, today, all_open=all_open, more=self.more)
        call((str(self.script), "import", "all", str(exported)), self.environ(db))
        exported.unlink()
        return db

    def says(self, code: str) -> str:
        """What a line of Python prints in its environment."""
        return ask((str(self.python), "-I", "-c", code), environment(self.home)).strip()

    def beside(self, name: str) -> Path:
        """Another program of the same environment."""
        return self.python.with_name(name)

    def environ(self, db: Path | None) -> Mapping[str, str]:
        """What a process runs with that is to use a database."""
        return environment(self.home) | ({"CASELOAD_DB": str(db)} if db else {})


def installed(home: Path, checkout: Path = ROOT) -> Caseload:
    """A checkout, this one unless said, in a clean virtual environment under `home`, every module compiled.

    Without pip and setuptools in it: setuptools has each start of Python run a line of its own.
    """
    venv = home / "venv"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    python = str(venv / "bin" / "python")
    for words in (
        (sys.executable, "-m", "venv", "--without-pip", str(venv)),
        (sys.executable, "-m", "pip", "--python", python, "-qq", "--disable-pip-version-check",
         "install", "--compile", str(checkout)),
        (python, "-m", "compileall", "-q", str(venv / "lib")),
    ):  # fmt: skip
        subprocess.run(words, env=environ, stdout=sys.stderr, check=True)
    return placed(home, venv / "bin" / "caseload")


def at_hand(home: Path) -> Caseload:
    """What is installed beside the Python that runs this: to try the benchmark, not to measure."""
    return placed(home, Path(sys.executable).with_name("caseload"))


def placed(home: Path, script: Path) -> Caseload:
    """What a console script runs, with the Python beside it; its files are kept under `home`."""
    home.mkdir(exist_ok=True)
    return Caseload(home, script, script.with_name("python"))


@dataclass(frozen=True)
class Taskwarrior:
    """Taskwarrior with folders and settings of its own."""

    home: Path
    program: str
    version: str

    def command(self, line: str, data: Path, *, shows: str, times: int = 1, undo: bool = False) -> Command:
        """A command line of it on a filled folder; with `undo` each run is taken back."""
        back = (self.program, "undo") if undo else ()
        return Command((self.program, *line.split()), self._environ(data), shows, times, undo=back)

    def filled(self, tasks: int, today: date, *, all_open: bool) -> Path:
        """A new folder with the same tasks as caseload has, made by its own import."""
        data = self.home / f"taskwarrior-{tasks}-{'open' if all_open else 'caseload'}"
        data.mkdir()
        settings = "confirmation=off\ndefaultwidth=160\nhooks=off\nnews.version=9.9\n"
        (data / "taskrc").write_text(settings, encoding="utf-8")
        exported = data / "tasks.json"
        write_taskwarrior(exported, tasks, today, all_open=all_open)
        call((self.program, "import", str(exported)), self._environ(data))
        exported.unlink()
        return data

    def _environ(self, data: Path) -> Mapping[str, str]:
        return environment(self.home) | {"TASKDATA": str(data), "TASKRC": str(data / "taskrc")}


def taskwarrior(home: Path) -> Taskwarrior | None:
    """Taskwarrior, or None where it is not installed."""
    found = shutil.which("task")
    if not found:
        return None
    try:
        # Another program that is called task has no such word.
        version = ask((found, "_version"), environment(home) | {"TASKRC": os.devnull, "TASKDATA": str(home)})
    except Failed:
        return None
    return Taskwarrior(home, found, version.strip())
