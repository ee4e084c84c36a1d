"""Where the output goes, what may be done to it there, and the one place that writes to it."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from io import StringIO, TextIOWrapper
from itertools import chain, islice
from typing import Literal, NamedTuple, Self, TextIO

from caseload.errors import CannotWrite
from caseload.output.clean import Harmless, clean, visible

UNCUT = 1_000_000
"""The width of a pipe: nothing is ever cut there."""

BLOCK = 200

ColorChoice = Literal["auto", "always", "never"]


class Terminal(NamedTuple):
    """One run's output: two streams, and what the first of them is.

    `width` and `height` are columns and lines. `page` allows a pager, whose command is `pager`.
    """

    out: TextIO
    err: TextIO
    is_tty: bool = False
    width: int = UNCUT
    height: int = 24
    color: bool = False
    quiet: bool = False
    page: bool = False
    pager: str = "less"
    as_of: str = ""
    """The past day of which pages and tables tell, where it is one: they say it."""

    def into(self, out: TextIO) -> Self:
        """The same run writing its records to a file."""
        return self._replace(out=out, is_tty=False, width=UNCUT, color=False, page=False)


class Closed(StringIO):
    """A stdout that nobody opened."""

    def write(self, _text: str) -> int:
        """Nothing can be written to it."""
        raise OSError(errno.EBADF, "stdout is closed")


def look(
    out: TextIO | None,
    err: TextIO | None,
    environ: Mapping[str, str],
    *,
    color: ColorChoice,
    no_input: bool,
    quiet: bool,
) -> Terminal:
    """What `out` and the environment allow; both streams write UTF-8 from here on, whatever the locale says.

    Python has None for a stream that was closed before it started (`>&-`).
    """
    out, err = out or Closed(), err or StringIO()
    for one in (out, err):
        if isinstance(one, TextIOWrapper):
            # A letter that cannot be written is an escape, never a traceback.
            one.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    is_tty = out.isatty()
    width, height = _size(out, environ, is_tty)
    return Terminal(
        out=out,
        err=err,
        is_tty=is_tty,
        width=width,
        height=height,
        color=_is_colored(color, environ, is_tty),
        quiet=quiet,
        page=is_tty and not no_input and environ.get("TERM") != "dumb",
        pager=environ.get("PAGER", "less"),
    )


def stream(terminal: Terminal, lines: Iterable[str]) -> None:
    """Write lines, each with its line end, as they come: byte for byte into a pipe, harmless on a terminal.

    Raises CannotWrite where it cannot be, BrokenPipeError when the reader has gone.
    """
    left = iter(lines)
    blocks = iter(lambda: "".join(islice(left, BLOCK)), "")
    _pour(terminal, map(visible, blocks) if terminal.is_tty else blocks)


def pour(terminal: Terminal, texts: Iterable[Harmless]) -> None:
    """Write texts as they come; raises as `stream`."""
    _pour(terminal, texts)


def _pour(terminal: Terminal, texts: Iterable[str]) -> None:
    """All are made before anything waits for a slow reader: rows come from an open file. The rest is in a Spool."""
    left = iter(texts)
    number = _slow(terminal.out)
    # One text is all there is, mostly: then nothing is open any more.
    begun = [] if number is None else list(islice(left, 2))
    if number is None or len(begun) < 2:
        for text in chain(begun, left):
            _write(terminal, text)
        return
    from caseload.output.spool import Spool

    _write(terminal, "")
    with closing(Spool(number, last=terminal.out.isatty())) as spool:
        for text in chain(begun, left):
            with _written(terminal):
                spool.put(text.encode(errors="backslashreplace"))
        with _written(terminal):
            spool.finish()


def _write(terminal: Terminal, text: str) -> None:
    with _written(terminal):
        terminal.out.write(text)
        terminal.out.flush()


def _slow(out: TextIO) -> int | None:
    """The number of a stream that may keep a writer waiting: a pipe, a socket, a terminal; None of a file."""
    with suppress(OSError, ValueError):
        mode = os.fstat(out.fileno()).st_mode
        return out.fileno() if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or out.isatty() else None
    return None


@contextmanager
def _written(terminal: Terminal) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        abandon(terminal.out)
        raise
    except OSError as error:
        abandon(terminal.out)
        raise CannotWrite(f"cannot write the output: {error.strerror}") from error


def tell(terminal: Terminal, text: str) -> None:
    """Say something beside the records, on stderr; nothing with --quiet."""
    if not terminal.quiet:
        warn(terminal, text)


def warn(terminal: Terminal, text: str) -> None:
    """Say on stderr what must be said even with --quiet."""
    complain(terminal.err, visible("".join(f"{clean(line)}\n" for line in text.split("\n"))))


def prompt(terminal: Terminal, text: str) -> None:
    """Ask something on stderr, the answer to be typed behind it."""
    complain(terminal.err, visible(f"{clean(text)} "))


def hidden(terminal: Terminal, inp: TextIO, question: str) -> str:
    """What somebody types at the terminal, which is not shown; raises KeyboardInterrupt where nobody does any more."""
    with _unseen(inp):
        prompt(terminal, question)
        line = inp.readline()
    complain(terminal.err, visible("\n"))
    if not line:
        raise KeyboardInterrupt
    return line.rstrip("\r\n")


@contextmanager
def _unseen(inp: TextIO) -> Iterator[None]:
    """While the block runs, what is typed is not shown, and what was typed before is not taken for it."""
    import termios

    try:
        number = inp.fileno()
        before = termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        # No terminal of the system's: nothing shows what comes from it.
        yield
        return
    hidden = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
    termios.tcsetattr(number, termios.TCSAFLUSH, hidden)
    try:
        yield
    finally:
        termios.tcsetattr(number, termios.TCSAFLUSH, before)


def complain(err: TextIO, text: Harmless) -> None:
    """Write to stderr; where that is closed or full, nobody is left to be told."""
    try:
        err.write(text)
        err.flush()
    except OSError:
        abandon(err)


def abandon(out: TextIO) -> None:
    """Let Python's own flush at exit succeed: what is still in the buffer has nowhere to go."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, out.fileno())
        os.close(nowhere)


def _is_colored(color: ColorChoice, environ: Mapping[str, str], is_tty: bool) -> bool:
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return is_tty and environ.get("TERM") != "dumb"


def _size(out: TextIO, environ: Mapping[str, str], is_tty: bool) -> tuple[int, int]:
    columns, lines = UNCUT, 24
    if is_tty:
        columns = 80
        with suppress(OSError, ValueError):
            found = os.get_terminal_size(out.fileno())
            columns, lines = found.columns or columns, found.lines or lines
    return _number(environ.get("COLUMNS"), columns), _number(environ.get("LINES"), lines)


def _number(text: str | None, default: int) -> int:
    usable = text is not None and text.isascii() and text.isdigit() and int(text) > 0
    return int(text) if text is not None and usable else default
