"""What goes to a reader who may be slow, put aside until it is wanted: whoever makes it is done, and then waits."""

import os
import select
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO

IN_MEMORY = 1 << 20
"""Bytes that are held in memory; more go into a file without a name, which this run alone can read."""

_READ = 1 << 16


class Spool:
    """Bytes for a pipe, a pager or a terminal; what it does not take at once is held, in the order it came.

    A pipe is written to as long as it has room. With `last` nothing is, until the end: a terminal does not say how
    much it takes, and a person who stops it may stop it for the day. Raises OSError as writing there does.
    """

    def __init__(self, number: int, *, last: bool = False) -> None:
        self._number = number
        self._ready = None if last else select.poll()
        if self._ready:
            self._ready.register(number, select.POLLOUT)
        self._held: BinaryIO = BytesIO()
        self._first = self._end = 0
        self._sending = memoryview(b"")

    def put(self, data: bytes) -> None:
        """Take this; what there is room for goes on, and nothing waits but where the disk cannot hold the rest."""
        if not self._sending and self._first == self._end:
            self._sending = memoryview(data)
        else:
            self._hold(data)
        self._send()

    def finish(self) -> None:
        """Hand on all that is left, at the reader's pace."""
        self._send(wait=True)

    def close(self) -> None:
        """Let go of what is left."""
        self._held.close()

    def _send(self, *, wait: bool = False) -> None:
        while self._sending or self._next():
            if not wait and not (self._ready and self._ready.poll(0)):
                return
            # So much goes into a pipe that says it has room without waiting.
            sent = os.write(self._number, self._sending if wait else self._sending[: select.PIPE_BUF])
            self._sending = self._sending[sent:]

    def _next(self) -> bool:
        """Whether there is more, which is then the next to be sent."""
        self._held.seek(self._first)
        self._sending = memoryview(self._held.read(min(_READ, self._end - self._first)))
        self._first += len(self._sending)
        if self._end and self._first == self._end:
            self._held.seek(0)
            self._held.truncate()
            self._first = self._end = 0
        return bool(self._sending)

    def _hold(self, data: bytes) -> None:
        try:
            if isinstance(self._held, BytesIO) and self._end + len(data) > IN_MEMORY:
                file = TemporaryFile()  # noqa: SIM115 - `close` does
                file.write(self._held.getbuffer()[: self._end])
                self._held = file
            self._held.seek(self._end)
            self._held.write(data)
            self._held.flush()
            self._end += len(data)
        except OSError:
            # No room to hold it: then the reader is waited for, as if there were no spool.
            self._send(wait=True)
            self._sending = memoryview(data)
            self._send(wait=True)
