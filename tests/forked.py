"""The installed program without its start-up: a process that has loaded it, and forks itself for each run.

A run has a process, an environment, a folder and pipes of its own, as one of the console script has; what it does not
do is load Python and the program, which is most of a short run. Where that is looked at, the console script is run.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

HEADER = 8
"""Bytes in which the length of a request stands."""

AS_PYTHON_STARTS = ("PYTHON", "LC_", "LANG")
"""How the variables begin that Python reads as it starts, and never again."""


LATE = ("dateutil.rrule", "icalendar", "rich.console", "rich.progress", "rich.table", "sqlite_utils", "tzlocal")
"""What the program imports inside functions."""


def can_run(environ: Mapping[str, str]) -> bool:
    """Whether a process that runs already can do what a new one would in that environment."""
    return hasattr(os, "fork") and not any(name.startswith(AS_PYTHON_STARTS) for name in environ)


def run(words: Sequence[str], given: bytes, environ: Mapping[str, str], seconds: float) -> tuple[int, bytes, bytes]:
    """The exit code and both streams of the program, `words[0]` being its own name; raises TimeoutExpired."""
    try:
        loaded = _idle.pop()
    except IndexError:
        # The first run, or one beside another.
        loaded = _Loaded()
    try:
        ran = loaded.run(words, given, environ, seconds)
    except BaseException:
        loaded.close()
        raise
    _idle.append(loaded)
    return ran


class _Loaded:
    """A process that waits for what to run."""

    def __init__(self) -> None:
        self.socket, its = socket.socketpair()
        # As the console script finds them in a test: what Python makes of a stream goes by what it was first.
        self.process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(its.fileno())], pass_fds=[its.fileno()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        its.close()

    def close(self) -> None:
        self.socket.close()
        with self.process:
            self.process.terminate()

    def run(
        self, words: Sequence[str], given: bytes, environ: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes, bytes]:
        until = time.monotonic() + seconds
        (stdin, feed), (out, stdout), (err, stderr) = os.pipe(), os.pipe(), os.pipe()
        try:
            request = json.dumps({"words": [*words], "environ": {**environ}, "folder": str(Path.cwd())}).encode()
            socket.send_fds(self.socket, [len(request).to_bytes(HEADER)], [stdin, stdout, stderr])
            self.socket.sendall(request)
        finally:
            for end in (stdin, stdout, stderr):
                os.close(end)
        pid = int.from_bytes(_whole(self.socket, HEADER))
        try:
            streams = _talk(feed, given, (out, err), until)
            self.socket.settimeout(max(until - time.monotonic(), 0.001))
            status = int.from_bytes(_whole(self.socket, HEADER))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired([*words], seconds) from None
        return os.waitstatus_to_exitcode(status), streams[0], streams[1]


_idle: list[_Loaded] = []


@atexit.register
def _end() -> None:
    for loaded in _idle:
        loaded.close()


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


def _serve(client: socket.socket) -> None:
    """Fork for each request; returns in the process that is to run it, which is by then as a new one would be."""
    while True:
        header, ends, *_ = socket.recv_fds(client, HEADER, 3)
        if not header:
            sys.exit()
        asked = json.loads(_whole(client, int.from_bytes(header)))
        if pid := os.fork():
            for end in ends:
                os.close(end)
            client.sendall(pid.to_bytes(HEADER))
            _, status = os.waitpid(pid, 0)
            client.sendall(status.to_bytes(HEADER))
            continue
        client.close()
        for number, end in enumerate(ends):
            os.dup2(end, number)
            os.close(end)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environ"])
        time.tzset()
        sys.argv[:] = asked["words"]
        return


def _load() -> None:
    """Everything that a run may import, so that none has to."""
    import caseload

    for module in pkgutil.walk_packages(caseload.__path__, "caseload."):
        if module.name != "caseload.__main__":
            importlib.import_module(module.name)
    for name in LATE:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _ended(code: int | None) -> NoReturn:
    """End as Python does, but for taking down one by one the modules that were loaded beforehand."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit((code or 0) & 0xFF)


if __name__ == "__main__":
    _load()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    from caseload.start import main

    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        # What cannot be written any more fails again as Python ends, which gives it its code.
        with suppress(OSError, ValueError):
            _ended(end.code)
        raise
