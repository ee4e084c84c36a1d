"""Breaks the program on purpose, one promise at a time, and sees that the test named for each catches it.

    python tests/mutations.py                  every break in tests/breaks.py
    python tests/mutations.py purge undo       those whose promise, file or test has one of the words

Each break is made in a copy of the repository, in memory where there is room, with an environment of its own in which
the copy is the program; nothing is changed here. First every named test must pass there unbroken. Ends with 1 where a
break is not caught: where its test passes for all that, takes too long, or cannot be run.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from breaks import BREAKS, Break

ROOT = Path(__file__).parent.parent

SECONDS = 240
"""How long one test may take; one that the break keeps from ending has not told anybody what is wrong."""

FAILED = 1
"""What pytest ends with where tests were run and some failed; otherwise it could not run them."""


class Copy(NamedTuple):
    """A copy of the repository, and the Python for which the copy is the program."""

    root: Path
    python: Path

    def run(self, tests: Sequence[str]) -> int | None:
        """What pytest ends with on those tests; None where it was stopped."""
        options = ("-q", "-x", "-n0", "-p", "no:cacheprovider", "--no-header")
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("CASELOAD_", "PYTHON"))}
        # What makes an example smaller that fails takes longer than to find it, and nobody reads it here.
        environ["CASELOAD_FUZZ"] = "unshrunk"
        command = [str(self.python), "-m", "pytest", *options, *(f"tests/{test}" for test in tests)]
        with (self.root / "said").open("w") as said:
            try:
                ran = subprocess.run(
                    command, cwd=self.root, env=environ, stdin=subprocess.DEVNULL, stdout=said,
                    stderr=subprocess.STDOUT, timeout=SECONDS * len(tests), check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                return None
        return ran.returncode

    @property
    def said(self) -> str:
        """What pytest said last."""
        return (self.root / "said").read_text("utf-8", "replace")

    @contextmanager
    def broken(self, one: Break, stamp: int) -> Iterator[None]:
        """The copy with that break in it; `stamp` is another for each, so that nothing compiled is taken for it."""
        file = self.root / one.file
        whole = file.read_text("utf-8")
        file.write_text(whole.replace(one.before, one.after), "utf-8")
        os.utime(file, (stamp, stamp))
        try:
            yield
        finally:
            file.write_text(whole, "utf-8")
            os.utime(file, (stamp + 1, stamp + 1))


@contextmanager
def copied() -> Iterator[Copy]:
    """A copy of what git has here, or would take, and its environment; gone after the block."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="caseload-mutations-", dir=memory) as folder:
        root = Path(folder, "copy")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, root / name)
        place = Path(folder, "environment")
        venv.create(place, symlinks=True, with_pip=False)
        packages = next(place.glob("lib*/python*/site-packages"))
        # First the copy, then what is installed here, without the line by which this tree is the program.
        (packages / "copy.pth").write_text(f"{root}\n{sysconfig.get_path('purelib')}\n")
        script = place / "bin" / "caseload"
        script.write_text(f"#!{place}/bin/python\nfrom caseload.start import main\n\nmain()\n")
        script.chmod(0o755)
        yield Copy(root, place / "bin" / "python")


def chosen(words: Sequence[str]) -> list[Break]:
    """The breaks that have one of the words; all of them without any."""
    texts = {one: f"{one.promise} {one.file} {one.test}" for one in BREAKS}
    return [one for one, text in texts.items() if not words or any(word in text for word in words)]


def caught(copy: Copy, one: Break, stamp: int) -> str:
    """What became of a break: caught, or why not."""
    if (copy.root / one.file).read_text("utf-8").count(one.before) != 1:
        return "text not found once"
    with copy.broken(one, stamp):
        code = copy.run([one.test])
    return {FAILED: "caught", 0: "survived", None: "hung"}.get(code, f"not run (pytest ended with {code})")


def main(words: Sequence[str]) -> int:
    """Make every chosen break and print what became of it."""
    breaks = chosen(words)
    began = time.monotonic()
    with copied() as copy:
        if copy.run(list(dict.fromkeys(one.test for one in breaks))) != 0:
            sys.stdout.write(f"{copy.said}\nunbroken, these tests do not pass: nothing is told by them\n")
            return 1
        uncaught = 0
        for place, one in enumerate(breaks):
            found = caught(copy, one, 1_000_000_000 + 10 * place)
            uncaught += found != "caught"
            sys.stdout.write(f"{found:<10}{one.promise}\n")
            if found != "caught":
                sys.stdout.write(f"          {one.file}, by {one.test}\n")
            sys.stdout.flush()
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(f"{len(breaks)} breaks, {len(breaks) - uncaught} caught, in {minutes:.1f} minutes\n")
    return 1 if uncaught else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
