"""The installed program without its start-up: a process that has loaded it, and forks itself for every few runs.

A run has an environment, a folder, streams and pipes of its own, as one of the console script has, and a process that
it shares only with runs which left it as they found it; what it does not do is load Python and the program, which is
most of a short run. Where that is looked at, the console script is run.
"""

import atexit
import functools
import gc
import importlib
import io
import json
import locale
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple

HEADER = 8
"""Bytes in which the length of a request stands."""

AS_PYTHON_STARTS = ("PYTHON", "LC_", "LANG")
"""How the variables begin that Python reads as it starts, and never again."""

ELSEWHERE = ("LC_ALL", "LD_PRELOAD", "FAKETIME")
"""What a run takes over from the suite's own environment: another locale, another clock (CONTRIBUTING.md)."""


DRIVER = "CASELOAD_TEST_DRIVER"
"""What says by which driver the databases of tests are; see `sealing`."""

RUNS = 100
"""How many runs a forked process has."""

STREAMS = ("stdin", "stdout", "stderr")

LATE = ("dateutil.rrule", "icalendar", "rich.console", "rich.progress", "rich.table", "sqlite_utils", "tzlocal")
"""What the program imports inside functions."""


def can_run(environ: Mapping[str, str]) -> bool:
    """Whether a process that runs already can do what a new one would in that environment."""
    read = {name: value for name, value in environ.items() if name.startswith(AS_PYTHON_STARTS)}
    return hasattr(os, "fork") and read.items() <= elsewhere().items()


def elsewhere() -> dict[str, str]:
    """The locale and the clock that the suite was started with, where they are not this machine's."""
    return {name: os.environ[name] for name in ELSEWHERE if name in os.environ}


def run(words: Sequence[str], given: bytes, environ: Mapping[str, str], seconds: float) -> tuple[int, bytes, bytes]:
    """The exit code and both streams of the program, `words[0]` being its own name; raises TimeoutExpired."""
    with _loaded() as loaded:
        return loaded.run(words, given, environ, seconds)


def printed(words: Sequence[str], environ: Mapping[str, str], folder: Path, seconds: float) -> bytes:
    """All that the program prints in a folder, to whichever stream, in the order in which it does."""
    with _loaded() as loaded:
        return loaded.run(words, b"", environ, seconds, folder=folder, into_one=True)[1]


@contextmanager
def begun(words: Sequence[str], environ: Mapping[str, str], folder: Path, terminal: int) -> Iterator["Begun"]:
    """The program as it runs in a folder with a terminal for its streams, until the block ends."""
    with _loaded() as loaded:
        run = Begun(loaded.socket, loaded.begin(words, environ, folder, [terminal] * 3))
        try:
            yield run
        except BaseException:
            os.kill(run.pid, signal.SIGKILL)
            raise


class Begun(NamedTuple):
    """One run under way."""

    socket: socket.socket
    pid: int

    def has_ended(self) -> bool:
        """Whether it has."""
        return bool(select.select([self.socket], [], [], 0)[0])

    def code(self) -> int:
        """Its exit code, once it has ended."""
        return _code(self.socket)


@contextmanager
def _loaded() -> Iterator["_Loaded"]:
    try:
        loaded = _idle.pop()
    except IndexError:
        # The first run, or one beside another.
        loaded = _Loaded()
    try:
        yield loaded
    except BaseException:
        loaded.close()
        raise
    _idle.append(loaded)


class _Loaded:
    """A process that waits for what to run."""

    def __init__(self) -> None:
        self.socket, its = socket.socketpair()
        # As the console script finds them in a test: what Python makes of a stream goes by what it was first.
        self.process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(its.fileno())], pass_fds=[its.fileno()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], DRIVER: os.environ.get(DRIVER, "")} | elsewhere(),
        )  # fmt: skip
        its.close()

    def close(self) -> None:
        self.socket.close()
        with self.process:
            self.process.terminate()

    def run(
        self, words: Sequence[str], given: bytes, environ: Mapping[str, str], seconds: float,
        *, folder: Path | None = None, into_one: bool = False,
    ) -> tuple[int, bytes, bytes]:  # fmt: skip
        until = time.monotonic() + seconds
        (stdin, feed), (out, stdout), (err, stderr) = os.pipe(), os.pipe(), os.pipe()
        try:
            ends = [stdin, stdout, stdout if into_one else stderr]
            pid = self.begin(words, environ, folder or Path.cwd(), ends)
        finally:
            for end in (stdin, stdout, stderr):
                os.close(end)
        try:
            streams = _talk(feed, given, (out, err), until)
            self.socket.settimeout(max(until - time.monotonic(), 0.001))
            code = _code(self.socket)
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired([*words], seconds) from None
        return code, streams[0], streams[1]

    def begin(self, words: Sequence[str], environ: Mapping[str, str], folder: Path, ends: Sequence[int]) -> int:
        """Have the program begin with those three streams; the number of its process."""
        request = json.dumps({"words": [*words], "environ": {**environ}, "folder": str(folder)}).encode()
        socket.send_fds(self.socket, [len(request).to_bytes(HEADER)], ends)
        self.socket.sendall(request)
        return int.from_bytes(_whole(self.socket, HEADER))


_idle: list[_Loaded] = []


@atexit.register
def _end() -> None:
    for loaded in _idle:
        loaded.close()


def _code(sender: socket.socket) -> int:
    """The exit code that is told at the end of a run."""
    return os.waitstatus_to_exitcode(int.from_bytes(_whole(sender, HEADER)))


def _whole(sender: socket.socket, count: int) -> bytes:
    """So many bytes; raises EOFError where the other side is gone."""
    got = b""
    while len(got) < count:
        if not (more := sender.recv(count - len(got))):
            raise EOFError(got)
        got += more
    return got


def _talk(feed: int, given: bytes, reading: tuple[int, int], until: float) -> list[bytes]:
    """Feed a process and read its streams to their ends; raises TimeoutError."""
    got, rest = {end: bytearray() for end in reading}, memoryview(given)
    is_open = {feed, *reading}
    try:
        while is_open:
            ready = select.select(is_open - {feed}, is_open & {feed}, (), max(until - time.monotonic(), 0))
            if not any(ready):
                raise TimeoutError
            over: set[int] = set()
            for end in ready[0]:
                more = os.read(end, 65536)
                got[end] += more
                over |= set() if more else {end}
            for end in ready[1]:
                try:
                    rest = rest[os.write(end, rest[: select.PIPE_BUF]) :]
                except BrokenPipeError:
                    rest = rest[:0]
                over |= set() if rest else {end}
            for end in over:
                os.close(end)
            is_open -= over
    finally:
        for end in is_open:
            os.close(end)
    return [bytes(one) for one in got.values()]


def _serve(client: socket.socket) -> socket.socket:
    """Hand each request to a process forked for it, or for the few before it; returns in that process, with its end."""
    runs: socket.socket | None = None
    pid = 0
    while True:
        header, ends, *_ = socket.recv_fds(client, HEADER, 3)
        if not header:
            sys.exit()
        asked = _whole(client, int.from_bytes(header))
        if runs is None:
            runs, its = socket.socketpair()
            if not (pid := os.fork()):
                for one in (client, runs):
                    one.close()
                for end in ends:
                    os.close(end)
                return its
            its.close()
        client.sendall(pid.to_bytes(HEADER))
        socket.send_fds(runs, [header], ends)
        for end in ends:
            os.close(end)
        runs.sendall(asked)
        try:
            status, goes_on = int.from_bytes(_whole(runs, HEADER)), bool(_whole(runs, 1)[0])
        except EOFError:
            # It ended as Python does, or was ended.
            status, goes_on = os.waitpid(pid, 0)[1], False
        else:
            if not goes_on:
                os.waitpid(pid, 0)
        if not goes_on:
            runs.close()
            runs = None
        client.sendall(status.to_bytes(HEADER))


def _set_up(server: socket.socket) -> bool:
    """Be as a new process would be for what is asked next; false when nothing is any more."""
    header, ends, *_ = socket.recv_fds(server, HEADER, 3)
    if not header:
        return False
    asked = json.loads(_whole(server, int.from_bytes(header)))
    for number, (name, end) in enumerate(zip(STREAMS, ends, strict=True)):
        os.dup2(end, number)
        os.close(end)
        setattr(sys, name, _stream(number, getattr(sys, f"__{name}__")))
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environ"])
    time.tzset()
    sys.argv[:] = asked["words"]
    return True


def _stream(number: int, first: io.TextIOWrapper) -> io.TextIOWrapper:
    """A stream as Python makes it when it starts, `first` being the one it made."""
    mode = "rb" if number == 0 else "wb"
    return io.TextIOWrapper(
        open(number, mode, closefd=False), first.encoding, first.errors, "\n",
        line_buffering=number == 2 or os.isatty(number),
    )  # fmt: skip


def _open_files(kept: Sequence[tuple[int, int]]) -> list[int]:
    """The numbers of all that is open, but for one of each file that a connection keeps."""
    found, held = [], [*kept]
    for number in sorted(int(one.name) for one in Path("/dev/fd").iterdir()):
        # But for the folder that is being read.
        with suppress(OSError):
            it = os.fstat(number)
            if (it.st_dev, it.st_ino) in held:
                held.remove((it.st_dev, it.st_ino))
            else:
                found.append(number)
    return found


def _left_over(kept: Sequence[tuple[int, int]]) -> tuple[object, ...]:
    """What one run could leave to the next."""
    return (
        _open_files(kept), threading.active_count(), [*warnings.filters], [*sys.path], sys.excepthook,
        [signal.getsignal(number) for number in sorted(signal.valid_signals())], locale.setlocale(locale.LC_ALL),
    )  # fmt: skip


def _load() -> None:
    """Everything that a run may import, so that none has to."""
    # A run finds the path of the console script.
    sys.path.insert(0, str(Path(__file__).parent))
    for name in ("kept", "ready", "sealing"):
        importlib.import_module(name)
    if sys.modules["sealing"].IS_ON:
        sys.modules["sealing"].seal()
    del sys.path[0]
    import caseload

    for module in pkgutil.walk_packages(caseload.__path__, "caseload."):
        if module.name != "caseload.__main__":
            importlib.import_module(module.name)
    for name in LATE:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _ended(code: int | None) -> int:
    """End a run as Python does, but for taking down one by one the modules that were loaded beforehand."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with Path(os.devnull).open("r+b") as nothing:
        for number in range(len(STREAMS)):
            os.dup2(nothing.fileno(), number)
    return (code or 0) & 0xFF


def _run_on(server: socket.socket) -> None:
    """Run what is asked, and what is asked next, as long as a run leaves this process as it found it."""
    import kept
    import ready

    from caseload.app import main

    ours = [vars(module).values() for name, module in sys.modules.items() if name.startswith("caseload.")]
    caches = [one for one in chain.from_iterable(ours) if isinstance(one, functools._lru_cache_wrapper)]
    umask = os.umask(0)
    for number in range(RUNS):
        os.umask(umask)
        if not _set_up(server):
            return
        as_found = _left_over(kept.files())
        try:
            # The process goes on: a file left open to the system's end of it would be there for the next run.
            with kept.connections(), ready.commands():
                main(ends=False)
        except SystemExit as end:
            if not isinstance(end.code, int | None):
                raise
            # What cannot be written any more fails again as Python ends, which gives it its code.
            with suppress(OSError, ValueError):
                code = _ended(end.code)
                for cache in caches:
                    cache.cache_clear()
                goes_on = number + 1 < RUNS and _left_over(kept.files()) == as_found
                server.sendall((code << 8).to_bytes(HEADER) + bytes([goes_on]))
                if goes_on:
                    continue
                os._exit(0)
            raise


if __name__ == "__main__":
    _load()
    _run_on(_serve(socket.socket(fileno=int(sys.argv[1]))))
