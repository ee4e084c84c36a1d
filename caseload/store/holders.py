"""Who else has the database file in use, and at what, as far as the system tells."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_PENDING = 0x40000000
_SHARED = range(_PENDING + 2, _PENDING + 512)
"""Where SQLite locks a file: whoever reads has a part of this, whoever writes has it whole, or one byte before it."""

_LOCK = re.compile(r"\d+: POSIX +\w+ +(READ|WRITE) (\d+) [0-9a-f]+:[0-9a-f]+:(\d+) (\d+) (\d+)")

_OF_TWO_WORDS = frozenset({"export", "import", "report"})
_OPTIONS = ("--db", "--color")
"""What may stand before a command, with a word of its own."""


class Holder(NamedTuple):
    """Another program that has the file in use; `name` is what it is called, or which command of ours it is."""

    pid: int
    name: str
    writes: bool


def holders(path: Path) -> list[Holder]:
    """The other programs that read or write the database now, those that write first; none where nobody can tell."""
    found = {pid: writes for pid, writes in sorted(_locks(path), key=lambda one: one[1]) if _has_open(pid, path)}
    return sorted((Holder(pid, _name(pid), writes) for pid, writes in found.items()), key=lambda one: not one.writes)


def waited_for(path: Path | None) -> str:
    """What keeps a file busy, as a sentence goes on: being read by another program (pid 4242 caseload task list)."""
    found = holders(path) if path else []
    if not found:
        return "another program is reading or writing it"
    first, *others = found
    more = f" and {len(others)} more" if others else ""
    return f"being {'written' if first.writes else 'read'} by another program (pid {first.pid} {first.name}{more})"


def _locks(path: Path) -> Iterator[tuple[int, bool]]:
    """The process of every lock on the file but ours, and whether it writes."""
    with suppress(OSError):
        number = path.stat().st_ino
        for line in Path("/proc/locks").read_text(encoding="ascii", errors="replace").splitlines():
            lock = _LOCK.match(line)
            if lock and int(lock[3]) == number and int(lock[4]) >= _PENDING and int(lock[2]) not in (0, os.getpid()):
                yield int(lock[2]), lock[1] == "WRITE"


def _has_open(pid: int, path: Path) -> bool:
    """Whether a process has the file open, as far as its user may know: another disk has files of the same number."""
    try:
        return any(_is(one, path) for one in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return True


def _is(one: Path, path: Path) -> bool:
    with suppress(OSError):
        return one.samefile(path)
    return False


def _name(pid: int) -> str:
    """What a process is called; of caseload the command, but nothing more that was typed: it may be a name."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
        names = [Path(word).name for word in words]
        if "caseload" in names[:3]:
            return " ".join(["caseload", *_command(words[names.index("caseload") + 1 :])])
        return "".join(one for one in names[0] if one.isprintable())[:40] or "of no name"
    return "of no name"


def _command(words: Sequence[str]) -> list[str]:
    from caseload.records.kinds import KINDS

    at = next((at for at, (before, word) in enumerate(zip(("", *words), words, strict=False))
               if word[:1] not in ("-", "") and before not in _OPTIONS), len(words))  # fmt: skip
    first, second = [*words[at : at + 2], "", ""][:2]
    two = {kind.TABLE for kind in KINDS} | _OF_TWO_WORDS
    return [word for word in (first, second if first in two else "") if re.fullmatch("[a-z]{2,12}", word)]
