"""Text longer than the screen, handed to a pager; everything else straight to the terminal."""

import os
import re
import shlex
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain
from typing import IO, cast

from caseload.output.clean import Harmless
from caseload.output.spool import Spool
from caseload.output.terminal import Terminal, pour
from caseload.output.width import width

# Quit at once on one screen, pass colours, leave the text on the screen; no searched names in a history file.
_LESS = {"LESS": "FRX", "LESSCHARSET": "utf-8", "LESSHISTFILE": "-"}


def present(terminal: Terminal, text: Harmless, more: Iterable[Harmless] = ()) -> None:
    """Show text to a person: through the pager when it is taller than the screen, else written as by `pour`.

    What is `more` follows it, all of it made while the reader is still at the beginning.
    """
    texts = chain([text], more)
    if not (terminal.page and is_tall(text, terminal) and _through(terminal.pager, texts, terminal)):
        pour(terminal, texts)


def is_tall(text: str, terminal: Terminal) -> bool:
    """Whether the text, with a line left for the prompt, is more than the terminal shows at once."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    taken = sum(max(1, -(-width(line) // terminal.width)) for line in plain.splitlines())
    return taken >= terminal.height


def _through(command: str, texts: Iterable[Harmless], terminal: Terminal) -> bool:
    """Whether the pager took the text; the reader may leave it early."""
    words = _words(command)
    if not words or words == ["cat"]:
        return False
    try:
        # The user's own PAGER, without a shell.
        pager = subprocess.Popen(  # noqa: S603  # nosec B603
            words, stdin=subprocess.PIPE, stdout=terminal.out, env=_LESS | dict(os.environ)
        )
    except OSError:
        return False
    # Leaving before the end closes the pipe under the rest of the text.
    pipe = cast("IO[bytes]", pager.stdin)
    with closing(Spool(pipe.fileno())) as spool, pager, _left_to_the_pager(signal.SIGINT):
        with suppress(OSError):
            for text in texts:
                spool.put(text.encode(errors="backslashreplace"))
            spool.finish()
        pager.communicate()
    return True


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


@contextmanager
def _left_to_the_pager(number: signal.Signals) -> Iterator[None]:
    """Ctrl-C stops a search in less; it must not kill the program under it."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)
