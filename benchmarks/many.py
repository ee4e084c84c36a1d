"""Time one question to many caseload files: `python benchmarks/many.py [FILES]`, 1,000 unless said.

Makes copies of the invented caseload in a folder of its own, and asks them all with docs/examples/caseloads.py, which
needs .venv-interop (CONTRIBUTING.md). The figures in docs/growing.md are its own.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv-interop" / "bin" / "python"
SCRIPT = ROOT / "docs" / "examples" / "caseloads.py"
QUESTIONS = {
    "open tasks of each file": "select caseload, count(*) from open_task group by all",
    "minutes by month and mode": "select occurred_on[:7] as month, mode, sum(minutes) from note_time group by all",
    "clients not reached since October": (
        "select caseload, client from last_contact where contact_occurred < '2026-11' or contact_occurred is null"
    ),
    "a row a client": "select * from client_summary",
}


def main(words: list[str]) -> int:
    """Print a row a question: seconds, seconds of the processor, rows, the most memory of any so far."""
    count = int(words[0]) if words else 1000
    with tempfile.TemporaryDirectory() as home:
        environ = {"PATH": os.environ["PATH"], "HOME": home, "CASELOAD_NOW": "2026-11-25T09:00"}
        program = Path(sys.executable).with_name("caseload")
        subprocess.run([program, "demo"], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        (made,) = Path(home).rglob("demo.db")
        files = [str(shutil.copy(made, Path(home) / f"worker-{number:04}.db")) for number in range(count)]
        print(f"{count} files of {made.stat().st_size // 1024} kB")
        for told, sql in QUESTIONS.items():
            began, before = time.perf_counter(), _busy()
            ran = subprocess.run([PYTHON, SCRIPT, sql, *files], env=environ, capture_output=True, check=True)
            took = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            rows, busy = len(ran.stdout.splitlines()) - 1, _busy() - before
            print(f"{told}: {took:.1f} s, {busy:.1f} s of the processor, {rows} rows, {peak} MB")
    return 0


def _busy() -> float:
    """The processor's seconds that programs run from here have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
