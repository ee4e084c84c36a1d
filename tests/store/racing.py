"""Run command lines at once, each in a process of its own that has loaded all it needs: `python racing.py < lines`.

Reads a JSON array of lines, each an array of words; prints of each its exit code and what it said on stderr. They start
together, so that what one looks at another is just about to change.
"""

import json
import os
import sys
from importlib import import_module
from tempfile import TemporaryFile

from caseload.app import run

NEEDED = ("caseload.commands.root", "caseload.commands.tools.importing", "caseload.commands.tools.init",
          "caseload.commands.tools.demo", "caseload.commands.tools.export", "caseload.store.migrations")  # fmt: skip


def begun(words: list[str], start: tuple[int, int], err: int) -> int:
    """The number of a process that runs the words as soon as nobody holds the second end of `start`."""
    if child := os.fork():
        return child
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream, number in ((0, nowhere), (1, nowhere), (2, err)):
        os.dup2(number, stream)
    os.close(start[1])
    os.read(start[0], 1)
    os._exit(run(words))


def main(lines: list[list[str]]) -> None:
    """Load what they need, begin all, let them go, and tell what became of each."""
    for name in NEEDED:
        import_module(name)
    start = os.pipe()
    files = [TemporaryFile() for _ in lines]  # noqa: SIM115 - read when all have ended
    children = [begun(words, start, file.fileno()) for words, file in zip(lines, files, strict=True)]
    os.close(start[1])
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    for file in files:
        file.seek(0)
    json.dump([[code, file.read().decode()] for code, file in zip(codes, files, strict=True)], sys.stdout)


if __name__ == "__main__":
    main(json.load(sys.stdin))
