"""Time a merge of two copies: `python benchmarks/two.py [RECORDS]`, 100,000 unless said.

Makes an invented caseload of so many records in a folder of its own, and copies in which a week was worked, or as many
records have come again. The figures in docs/performance.md are its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from filling import write_caseload

PROGRAM = Path(sys.executable).with_name("caseload")
WEEK = 300
"""So many tasks are new in a week, and so many others have another date."""


def main(words: Sequence[str]) -> int:
    """Print a row a case: seconds, seconds of the processor, the most memory."""
    records = int(words[0]) if words else 100_000
    with tempfile.TemporaryDirectory(prefix="caseload-benchmark-") as folder:
        home = Path(folder)
        began = _filled(home, records)
        print(f"{began} records, {(home / 'a.db').stat().st_size // 10**6} MB\n")
        print("| done in the other copy | new | changed | seconds | of the processor | MB at most |")
        print("|---|--:|--:|--:|--:|--:|")
        for told, new, changed in (
            ("nothing", 0, 0),
            ("a week's work", WEEK, WEEK),
            ("a week's work, once more", 0, 0),
            ("as many records again", records, 0),
        ):
            if new or told == "nothing":
                shutil.copyfile(home / "a.db", home / "b.db")
                shutil.copyfile(home / "a.db", home / "here.db")
                _worked(home, new, changed)
            took = _timed(home, "here.db", "merge", str(home / "b.db"))
            cells = f"{took.seconds:.1f} | {took.busy:.1f} | {took.most}"
            print(f"| {told} | {new:,} | {changed} | {cells} |", flush=True)
    return 0


def _filled(home: Path, records: int) -> int:
    """Make the caseload: tasks, a note for each, and what belongs to them; how many records it holds."""
    _timed(home, "empty.db", "init")
    empty = _read(home, "empty.db", "export", "all")
    today = datetime.now(UTC).date()
    # Beside each task there is a note, and an appointment for every four.
    write_caseload(home / "all.json", empty, records * 4 // 9, today, all_open=False, more={})
    _timed(home, "a.db", "import", "all", str(home / "all.json"))
    tables = " + ".join(f"(select count(*) from {one})" for one in ("task", "note", "appointment", "client"))
    counts = _read(home, "a.db", "sql", f"select {tables} as n", "--json")
    return int(counts[0]["n"])


def _worked(home: Path, new: int, changed: int) -> None:
    """Do in the copy what is to be taken in, and as much here, so that neither is the other's past."""
    later = datetime.now(UTC).date() + timedelta(days=90)
    for db, first in (("b.db", 0), ("here.db", WEEK)):
        if new:
            lines = "".join(f"Ask once more {number},{later}\n" for number in range(new if db == "b.db" else WEEK))
            (home / "new.csv").write_text(f"title,due\n{lines}")
            _timed(home, db, "import", "task", str(home / "new.csv"), "--source", db)
        if changed:
            refs = "\n".join(f"t{number}" for number in range(1000 + first, 1000 + first + changed))
            _timed(home, db, "task", "edit", "-", "--priority", "asap", "--confirm", str(changed), stdin=refs)


def _environ(home: Path, db: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home), "CASELOAD_DB": str(home / db)}


def _read(home: Path, db: str, *words: str) -> Any:
    ran = subprocess.run([PROGRAM, *words], env=_environ(home, db), capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


class Took(NamedTuple):
    """What a run took: seconds, seconds of the processor, MB at most."""

    seconds: float
    busy: float
    most: int


def _timed(home: Path, db: str, *words: str, stdin: str = "") -> Took:
    """Run it, and see what it takes."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(stdin.encode())
        given.seek(0)
        child = subprocess.Popen([PROGRAM, *words], env=_environ(home, db), stdin=given, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(f"{words}: {said.read().decode()}")
    return Took(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1000)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
