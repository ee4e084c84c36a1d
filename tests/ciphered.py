"""An encrypted caseload for tests: its passphrase, and ways to give it to the program."""

import os
import pty
import re
import select
import subprocess
from pathlib import Path

from conftest import Program, Ran, executable, furnish, program_in

from caseload.store.driver import Key
from caseload.store.held_keys import keep
from caseload.store.keys import derived

PHRASE = "quill above the winter märz"
WITH = {"CASELOAD_PASSPHRASE_COMMAND": f"printf '{PHRASE}'"}
"""Each run with it derives the key anew, a third of a second."""

_keys: dict[bytes, Key] = {}


def key_of(path: Path, phrase: str = PHRASE) -> Key:
    """The key of an encrypted file, derived once."""
    salt = path.read_bytes()[:16]
    name = salt + phrase.encode()
    return _keys.setdefault(name, _keys.get(name) or derived(phrase, salt))


def unlocked(program: Program, phrase: str = PHRASE) -> Program:
    """The program with the key of its database at hand, as after `caseload unlock`."""
    keep(key_of(program.db, phrase), 3600, program.environ)
    return program


def given(program: Program, lines: str, *words: str) -> Ran:
    """The program's own console script, with those lines to be read at a number of their own."""
    line = 'exec "$0" "$@" 3<&0 < /dev/null'
    ran = subprocess.run(
        ["sh", "-c", line, executable(), *words], input=lines.encode(), capture_output=True, check=False, timeout=60,
        env={**program.environ, "CASELOAD_PASSPHRASE_FD": "3"},
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def typed_back(program: Program, *words: str) -> tuple[int, str, str]:
    """Run the program at a terminal where a new passphrase is typed twice, and the code's last groups as it shows them.

    Its exit code, the code, and all that was on the screen.
    """
    pid, terminal = pty.fork()
    if not pid:
        os.execve(executable(), [executable(), *words], {"TERM": "xterm-256color", **program.environ})  # noqa: S606 - the program that is tested
    raw, code, answers = "", "", [("new passphrase", PHRASE), ("the same once more", PHRASE), ("type its last", "")]
    while True:
        try:
            if not select.select([terminal], [], [], 30)[0] or not (more := os.read(terminal, 65536)):
                break
        except OSError:
            break
        raw += more.decode()
        if found := re.search(r"((?:[A-Z2-7]{4}-){7})\r\n +((?:[A-Z2-7]{4}-){6}[A-Z2-7]{4})", raw):
            code = found[1] + found[2]
        if answers and answers[0][0] in raw:
            os.write(terminal, f"{answers.pop(0)[1] or code[-9:].lower()}\r".encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), code, raw


def made(home: Path) -> Program:
    """An encrypted database with a client, a task and a note, and its recovery code in code.txt."""
    program = program_in(home)
    program("init", "--encrypt", "--recovery", str(home / "code.txt"), env=WITH)
    unlocked(program)
    program("client", "add", "Wilhelmina", "Quillfeather", "--phone", "5550142")
    program("task", "add", "wilhelmina", "Ask", "for", "the", "marmalade", "--due", "fri")
    program("log", "wilhelmina", "Spoke", "of", "hollyhocks", "-k", "call")
    return program


def copied(nobody: Program, program: Program) -> Program:
    """A program with a copy of that database, and its key at hand."""
    return unlocked(furnish(nobody, program.home))
