"""One command line: the global options, the road it takes, and the one place where errors become exit codes."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, StringIO, TextIOWrapper
from typing import Literal, NoReturn

from caseload import __version__, daily, paths
from caseload.errors import (
    BadSettings,
    CannotWrite,
    CaseloadError,
    Fault,
    Invalid,
    Refused,
    StoredBut,
    Unusable,
    spoken,
)
from caseload.output.clean import clean, visible
from caseload.output.terminal import Closed, abandon, complain, stream
from caseload.session import Options, Session
from caseload.when.dates import say_when


def main(*, ends: bool = True) -> NoReturn:
    """Run the program on this process's arguments and exit with its code; without `ends` the process goes on."""
    # Records are UTF-8 whatever the locale says; a byte that is not is refused by the record, in a sentence.
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    # None where they were closed before Python started (`>&-`): help would then write to nowhere, and exit 0.
    sys.stdout, sys.stderr = sys.stdout or Closed(), sys.stderr or StringIO()
    _fill_up()
    os.umask(0o077)
    sys.exit(run(sys.argv[1:], ends=ends))


_STDERR = 2


def _fill_up() -> None:
    """Leave no number of a stream that was closed to the next file that is opened, which may be the database."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        pass
    os.close(number)


def run(argv: Sequence[str], *, ends: bool = False) -> int:
    """Run one command line and return its exit code; whatever goes wrong is one line on stderr.

    With `ends` the process ends with it.
    """
    debug = "--debug" in argv
    session: Session | None = None
    try:
        options, words = lift(argv)
        session = Session(options, os.environ, sys.stdout, sys.stderr, sys.stdin or TextIOWrapper(BytesIO()))
        session.asked.literal = "--" in words
        code = _dispatch(session, words, ends=ends)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout)
        if stored := _stored(session):
            _complain(f"stored as operation {stored}, but nobody reads what it says")
        return 141
    except KeyboardInterrupt:
        stored = _stored(session)
        _complain(f"stopped; stored as operation {stored}" if stored else "stopped; nothing was changed")
        return 130
    except Exception as error:  # noqa: BLE001 - the one place where errors become exit codes
        if debug:
            complain(sys.stderr, visible(_without_values(error)))
        known = _as_caseload_error(error, session)
        _complain(known.said(at_terminal=sys.stderr.isatty()))
        if isinstance(known, CannotWrite | StoredBut):
            abandon(sys.stdout)
        return known.code
    finally:
        if driver := sys.modules.get("caseload.store.driver"):
            driver.forget()
    return code


def lift(argv: Sequence[str]) -> tuple[Options, list[str]]:
    """The global options, wherever they stand before `--`, and the words that are left."""
    options, words, rest = Options(), [], list(argv)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            words += [word, *rest]
            break
        if name in _VALUED:
            if not equals and not rest:
                raise Invalid("needs a value", f"{name} {_VALUED[name]}", field=name)
            options = _with(options, name, value if equals else rest.pop(0))
        elif word in _FLAGS:
            options = _FLAGS[word](options)
        else:
            words.append(word)
    return options, words


_VALUED: Mapping[str, str] = {"--db": "PATH", "--color": "auto|always|never", "--as-of": "DATE"}

_FLAGS: Mapping[str, Callable[[Options], Options]] = {
    "--no-input": lambda options: options._replace(no_input=True),
    "--quiet": lambda options: options._replace(quiet=True),
    "-q": lambda options: options._replace(quiet=True),
    "--debug": lambda options: options._replace(debug=True),
}

_COLORS: Mapping[str, Literal["auto", "always", "never"]] = {"auto": "auto", "always": "always", "never": "never"}


def _with(options: Options, name: str, value: str) -> Options:
    if name == "--db":
        return options._replace(db=value)
    if name == "--as-of":
        return options._replace(as_of=value)
    if value not in _COLORS:
        raise Invalid("is not a choice of --color", "auto, always or never", typed=value)
    return options._replace(color=_COLORS[value])


def _dispatch(session: Session, words: Sequence[str], *, ends: bool) -> int:
    if words[:1] == ["--version"]:
        stream(session.terminal, [f"caseload {__version__}\n"])
        return 0
    if not words and not paths.exists(session.db):
        stream(session.terminal, [_WELCOME])
        return 0
    if session.as_of:
        session.terminal = session.terminal._replace(as_of=f"as of {say_when(session.as_of)}")
    try:
        code = 0
        if not daily.answered(session, words):
            from caseload.commands import root

            code = root.run(session, words)
        _point_onward(session)
        return code
    finally:
        if "store" in vars(session) and session.store.revealed:
            from caseload.reports.revealed import note

            note(session, session.store, session.store.revealed)
        session.close(ends=ends)


def _point_onward(session: Session) -> None:
    """Say at a terminal what to do with a caseload in which nobody is yet, whatever was asked of it."""
    reads = session.terminal.is_tty and "store" in vars(session) and not (session.as_of or session.store.stored)
    if reads and not any(map(session.store.holds, ("client", "task"))):
        session.tell(
            "nobody is in this caseload yet: caseload client add Ana Ruiz adds somebody,"
            " caseload import client clients.csv --guess takes a list in, caseload demo shows an invented one"
        )


_WELCOME = """\
caseload keeps what is due, what is late, for whom, and why, in one file that is yours.

  caseload init     make that file
  caseload demo     look around in an invented caseload first
  caseload help     every command
"""


def _without_values(error: BaseException) -> str:
    """Where an error and those that led to it arose, and of which kind: what they say may quote somebody's record."""
    import traceback

    told = traceback.TracebackException.from_exception(error)
    parts, seen = [], []
    one: traceback.TracebackException | None = told
    while one is not None and one not in seen:
        seen.append(one)
        parts.append("".join((*one.stack.format(), f"{one.exc_type.__module__}.{one.exc_type.__qualname__}\n")))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n".join(reversed(parts))


def _as_caseload_error(error: Exception, session: Session | None) -> CaseloadError:
    """The error as a sentence of ours; where a step is stored for all that, it says so."""
    known = _known(error, session)
    # A refusal after a step, of rows that were left out, is its answer.
    stored = _stored(session) if isinstance(known, BadSettings | CannotWrite | Unusable | Fault) else None
    return StoredBut(stored, known) if stored else known


def _known(error: Exception, session: Session | None) -> CaseloadError:
    """The error as a sentence of ours; one that nobody foresaw says how to see more, and nothing of what it held."""
    if isinstance(error, CaseloadError):
        return error
    sqlite3 = sys.modules.get("sqlite3")
    if sqlite3 and isinstance(error, sqlite3.Error):
        from caseload.store.opening import explained

        return explained(error, session.path if session else None)
    if isinstance(error, UnicodeEncodeError):
        # Bytes that are no text come in as half characters, and go nowhere.
        return Invalid(
            "what was typed, or is stored, is not UTF-8", "text in UTF-8; of what is stored see caseload doctor"
        )
    if isinstance(error, ValueError) and "embedded null" in str(error):
        return Invalid("a name of a file holds a NUL character", "a name without one")
    if isinstance(error, MemoryError):
        return Refused("there is not memory enough for it; nothing was stored", "take less of it at once")
    if isinstance(error, OSError):
        named = f": {error.filename}" if isinstance(error.filename, str) else ""
        return CannotWrite(
            f"the system refuses: {error.strerror or type(error).__name__}{named}", "--debug shows where"
        )
    return Fault(f"a fault in caseload itself ({type(error).__name__})", "--debug shows where")


def _stored(session: Session | None) -> str | None:
    """The operation that this run has stored, whatever happened since: its number, what it did, what it touched."""
    try:
        return session.stored if session else None
    except OSError:
        # The system fails still, and what tells it cannot even be loaded.
        return f"{session.store.stored}: {session.command}" if session else None


def _complain(line: str) -> None:
    said = clean(spoken(line, at_terminal=sys.stderr.isatty()))
    complain(sys.stderr, visible(f"caseload: {said}\n"))
