"""What can befall a caseload from outside, and whether it is whole and sound afterwards."""

import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from conftest import Program, executable, program_in

from caseload.records.kinds import KINDS
from caseload.store.opening import SCHEMA, fresh

LONG = 120
"""Seconds after which a run is taken to hang."""


class Ended(NamedTuple):
    """What a run came to; a negative code is the signal that killed it."""

    code: int
    out: str
    err: str
    seconds: float


@dataclass(frozen=True)
class Harm:
    """One thing that befalls a run: a signal after so many seconds, or what strace injects into calls of the system."""

    seconds: float | None = None
    signal: int = signal.SIGKILL
    inject: str = ""
    before: tuple[str, ...] = ()

    def ended(self, program: Program, *words: str) -> Ended:
        """How a run of these words ends under it."""
        calls = self.inject.partition(":")[0]
        traced = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}", "-e", f"inject={self.inject}"]
        command = [*(traced if self.inject else ()), *self.before, executable(), *words]
        began = time.monotonic()
        with subprocess.Popen(
            command, env=program.environ, cwd=program.home, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as running:  # fmt: skip
            if self.seconds is not None:
                time.sleep(self.seconds)
                running.send_signal(self.signal)
            try:
                out, err = running.communicate(timeout=LONG)
            except subprocess.TimeoutExpired:
                running.kill()
                raise
        return Ended(running.returncode, out, err, time.monotonic() - began)


NONE = Harm()


def copied(program: Program, name: str) -> Program:
    """The same in a folder of its own, in place of what was there under that name."""
    home = program.home.with_name(name)
    shutil.rmtree(home, ignore_errors=True)
    return program_in(Path(shutil.copytree(program.home, home)))


def exported(program: Program) -> str:
    """Every record, as `export all` has it."""
    return program("export", "all")


def contents(program: Program) -> str:
    """A digest of every row of every kind: what of a hundred thousand records is looked at sooner than an export."""
    connection = sqlite3.connect(program.db)
    found = sha256()
    for kind in KINDS:
        for row in connection.execute(f"select * from {kind.TABLE} order by id"):
            found.update(repr(row).encode())
    connection.close()
    return found.hexdigest()


def unsound(db: Path) -> list[str]:
    """What is wrong with its pages, references, tables, triggers and indexes; nothing where the file is as ours are."""
    connection = sqlite3.connect(db)
    checks = [row[0] for row in connection.execute("pragma integrity_check")]
    found = [] if checks == ["ok"] else checks
    found += [f"refers to nothing: {row}" for row in connection.execute("pragma foreign_key_check")]
    ours, theirs = _objects(fresh()), _objects(connection)
    connection.close()
    return found + [
        f"not as it should be: {name}" for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
    ]


def _objects(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("select type || ' ' || name, sql from sqlite_master where sql is not null")
    return {name: " ".join(sql.split()) for name, sql in rows}


def one_line(ended: Ended) -> bool:
    """Whether it says what happened in a line, and then what to do next; and nothing of its own insides."""
    said = ended.err.splitlines()
    return len(said) == 1 and said[0].startswith("caseload: ") and ";" in said[0] and "Traceback" not in ended.err


# What may lie in the place of the database


def _pages(seed: int, good: bytes, first: int) -> bytes:
    """The file with random bytes from there on."""
    return good[:first] + random.Random(seed).randbytes(len(good) - first)


def _foreign(path: Path, *statements: str) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def _altered(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def _linked(path: Path, target: str) -> None:
    path.unlink()
    path.symlink_to(target)


def _special(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


def _listening(path: Path) -> None:
    # The name of a socket may have a hundred letters, and the path may have more.
    here = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(f"/proc/self/fd/{here}/{path.name}")
    os.close(here)


Put = Callable[[Path, bytes], object]

HOSTILE: dict[str, Put] = {
    "nothing": lambda path, _: path.unlink(),
    "zero bytes": lambda path, _: path.write_bytes(b""),
    "one byte": lambda path, _: path.write_bytes(b"\0"),
    "half a header": lambda path, good: path.write_bytes(good[:60]),
    "a header alone": lambda path, good: path.write_bytes(good[:100]),
    "a first page alone": lambda path, good: path.write_bytes(good[:4096]),
    "a file cut at a tenth": lambda path, good: path.write_bytes(good[: len(good) // 10]),
    "a file cut at half": lambda path, good: path.write_bytes(good[: len(good) // 2]),
    "a file cut within its last page": lambda path, good: path.write_bytes(good[:-100]),
    "random pages behind a header": lambda path, good: path.write_bytes(_pages(1, good, 100)),
    "random pages behind the first": lambda path, good: path.write_bytes(_pages(2, good, 4096)),
    "random bytes, as of an encrypted file": lambda path, good: path.write_bytes(_pages(3, good, 0)),
    "zeros": lambda path, good: path.write_bytes(bytes(len(good))),
    "a page size of nothing": lambda path, good: path.write_bytes(good[:16] + b"\0\0" + good[18:]),
    "a CSV": lambda path, _: path.write_text("id,title\nt1,Call\n" * 2_000),
    "a JSON": lambda path, _: path.write_text('{"schema": 1}'),
    "a ZIP": lambda path, _: path.write_bytes(b"PK\x03\x04" + bytes(5_000)),
    "a folder": lambda path, _: _special(path, Path.mkdir),
    "a FIFO": lambda path, _: _special(path, os.mkfifo),
    "a socket": lambda path, _: _special(path, _listening),
    "a link to /dev/zero": lambda path, _: _linked(path, "/dev/zero"),
    "a link to itself": lambda path, _: _linked(path, path.name),
    "a link to nothing": lambda path, _: _linked(path, "gone.db"),
    "a newer schema": lambda path, _: _altered(path, f"pragma user_version = {SCHEMA + 1}"),
    "another program's database": lambda path, _: _foreign(path, "create table client (id)"),
    "another program's mark": lambda path, _: _altered(path, "pragma application_id = 1"),
    "a database in UTF-16": lambda path, _: _foreign(path, "pragma encoding = 'UTF-16'", "create table client (id)"),
    "a database without a table": lambda path, _: _foreign(path, "vacuum"),
}
"""By its name, what puts it there."""

if os.geteuid() == 0:
    # Where nobody else may make one.
    HOSTILE["a device without an end"] = lambda path, _: _special(path, _zero)


def _zero(path: Path) -> None:
    os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))


ASKED = (("today",), ("task", "add", "me", "Call"), ("undo",))


def befalls(program: Program, name: str, run: Callable[..., object]) -> list[str]:
    """What goes wrong where that lies in the place of the database: nothing where each command refuses it rightly."""
    HOSTILE[name](program.db, program.db.read_bytes())
    before, found = _state(program.db), []
    for words in ASKED:
        ended = run(*words)
        code, out, err = ended.code, ended.out, ended.err  # type: ignore[attr-defined]
        if (code, out) != (5, "") or not one_line(Ended(code, out, err, 0)):
            found.append(f"{name}, {words[0]}: {code} {out[:100]}{err[:300]}")
        if _state(program.db) != before:
            found.append(f"{name}, {words[0]}: something has been written")
    return found


def _state(path: Path) -> dict[str, str]:
    """The files beside the database and it, each with what it is and holds."""
    return {
        one.name: f"{one.lstat().st_mode} {sha256(one.read_bytes()).hexdigest() if one.is_file() else ''}"
        for one in path.parent.iterdir()
    }
