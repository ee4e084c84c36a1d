"""Free text: in the words typed, from stdin, or written in the user's editor; once written it is never lost."""

import fcntl
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir, mkstemp
from types import FrameType
from typing import NamedTuple, NoReturn, Protocol, TextIO

from caseload.errors import CaseloadError, Invalid, Refused
from caseload.intake.piped import STDIN, decoded, read
from caseload.output.terminal import Terminal, warn
from caseload.paths import names
from caseload.placing import refuse_strange_links

# vim keeps swap, backup and undo files, and a history of what was yanked, unless it is told not to.
_VIM = ("-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile noswapfile viminfo=")


class Desk(Protocol):
    """What is needed to know of the run."""

    @property
    def inp(self) -> TextIO:
        """Where words for `-` come from."""

    @property
    def terminal(self) -> Terminal:
        """Where the editor draws, and where the person is told of a kept text."""

    @property
    def environ(self) -> Mapping[str, str]:
        """Names the editor and the folder for what is private."""

    @property
    def state_dir(self) -> str:
        """Where a text is kept that could not be stored."""

    @property
    def interactive(self) -> bool:
        """Whether someone sits at a terminal."""

    @property
    def dry_run(self) -> bool:
        """Whether nothing will be stored."""


class NothingWritten(CaseloadError):
    """The editor was left without anything new: there is nothing to do, and nothing is wrong (exit 0)."""

    code = 0


def draft(desk: Desk, words: Sequence[str] | None, before: str | None = None) -> AbstractContextManager[str]:
    """The text: the words joined, what stdin holds for `-`, or without words what the editor makes of `before`.

    If the block fails, a text from stdin or the editor is kept in a file whose place is told; after a dry run, one from
    the editor. Raises Invalid where there are neither words nor anyone to write them, or no UTF-8; NothingWritten for
    an editor left as it was.
    """
    if words and list(words) != [STDIN]:
        return nullcontext(" ".join(words))
    return _piped(desk) if words else _edited(desk, before)


@contextmanager
def _piped(desk: Desk) -> Iterator[str]:
    data = read(desk.inp)
    with _kept(desk, lambda: data):
        if not data.strip():
            raise Invalid("is empty: nothing came from stdin", "pipe the text in, or type it", field="TEXT")
        yield decoded(data)


@contextmanager
def _edited(desk: Desk, before: str | None) -> Iterator[str]:
    if not desk.interactive:
        raise Invalid("is missing, and there is no terminal to write it at", "type it, or - for stdin", field="TEXT")
    found = f"{before}\n".encode() if before else b""
    in_order = {signal.SIGTERM: _stop, signal.SIGHUP: _stop}
    for left in left_over(desk.environ, desk.state_dir):
        warn(desk.terminal, f"{left} is a text that was never stored: caseload drafts says how to go on with it")
    place = TemporaryDirectory(prefix=_FOLDER, dir=private_folder(desk.environ))
    with _answering(in_order), place as folder, ExitStack() as under_way:
        # A name that gives nothing away; whatever copies an editor leaves beside it go with the folder.
        file = Path(folder, _DRAFT)
        under_way.enter_context(_held(folder))
        file.touch(mode=0o600)
        file.write_bytes(found)
        with _kept(desk, lambda: _left(file, found)):
            _edit(desk, file)
            written = _left(file, found)
            if not written.strip():
                raise NothingWritten("nothing was written")
            yield decoded(written)
            if desk.dry_run:
                warn(desk.terminal, _keep(desk, written))


_FOLDER, _DRAFT, _KEPT = "caseload-", "draft.txt", "draft-"


class Draft(NamedTuple):
    """A text in a file of its own, and not in the database."""

    path: Path
    saved: float
    """When it was last written, in seconds as the system counts them."""
    size: int
    state: str
    """kept: it could not be stored; left: its run was killed at the editor; open: a run is at it now."""


def found_drafts(environ: Mapping[str, str], state_dir: str) -> list[Draft]:
    """Every text of the user's that is kept, left or open, the oldest first: of whom, none of them says."""
    private = private_folder(environ)
    folders = dict.fromkeys((Path(state_dir), *filter(None, (private,))))
    kept = [one / name for one in folders for name in names(one) if name.startswith(_KEPT)]
    edited = private or Path(gettempdir())
    left = [edited / name / _DRAFT for name in names(edited) if name.startswith(_FOLDER)]
    found = []
    for path in (*kept, *left):
        with suppress(OSError):
            seen = path.lstat()
            state = "kept" if path in kept else "open" if _is_held(path.parent) else "left"
            if seen.st_uid == os.geteuid() and (seen.st_size or state == "open"):
                found.append(Draft(path, seen.st_mtime, seen.st_size, state))
    return sorted(found, key=lambda one: (one.saved, one.path))


def left_over(environ: Mapping[str, str], state_dir: str) -> list[Path]:
    """Texts that were kept since they could not be stored, and those that a killed run left in its editor."""
    return sorted(one.path for one in found_drafts(environ, state_dir) if one.state != "open")


def _is_held(folder: Path) -> bool:
    """Whether a run is at the folder, or one that cannot be asked."""
    try:
        with _held(folder):
            return False
    except OSError:
        return True


@contextmanager
def _held(folder: str | Path) -> Iterator[None]:
    """Have the folder marked as one that a run is at; raises OSError where another is."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(number)


def _left(file: Path, found: bytes) -> bytes:
    """What the editor left in the file, or nothing where that is what it had found."""
    written = file.read_bytes() if file.exists() else b""
    return b"" if written == found else written


@contextmanager
def _kept(desk: Desk, text: Callable[[], bytes]) -> Iterator[None]:
    """Put the text into a file of its own if the block fails."""
    try:
        yield
    except BaseException:
        if (data := text()).strip():
            warn(desk.terminal, _keep(desk, data))
        raise


def _keep(desk: Desk, data: bytes) -> str:
    """A sentence that says where the text is now."""
    for folder in (Path(desk.state_dir), private_folder(desk.environ)):
        with suppress(OSError):
            if folder is not None:
                refuse_strange_links(folder / _DRAFT)
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, place = mkstemp(prefix=_KEPT, suffix=".txt", dir=folder)
            with open(handle, "wb") as file:  # noqa: PTH123 - an open file descriptor, not a path
                file.write(data)
            return f"your text is kept in {place}; give it again with - < {shlex.quote(place)}"
    return "your text could not be kept: no folder can be written to"


def private_folder(environ: Mapping[str, str]) -> Path | None:
    """A folder in memory, for what must not stay on a disk; None where there is none but the system's temporary one."""
    # A folder of our own is made inside it.
    for name in (environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm"):  # noqa: S108  # nosec B108
        with suppress(OSError):
            if name.startswith("/") and os.access(name, os.W_OK | os.X_OK):
                refuse_strange_links(Path(name, _DRAFT))
                return Path(name)
    return None


def _edit(desk: Desk, file: Path) -> None:
    """Let the user's editor have the file; raises Refused where it cannot be started or fails."""
    command = _editor(desk.environ)
    try:
        with _answering({signal.SIGINT: _ignore, signal.SIGQUIT: _ignore}):
            # stdout may be a pipe that waits for an id; stderr is the terminal.
            words, err = [*command, str(file)], desk.terminal.err.fileno()
            ended = subprocess.call(words, stdout=err)  # noqa: S603 - the user's own, no shell  # nosec B603
    except OSError as error:
        what = f"the editor {command[0]} cannot be started: {error.strerror}"
        raise Refused(what, "set VISUAL or EDITOR, or type the text") from None
    if ended:
        raise Refused(f"the editor {command[0]} failed", "nothing was changed")


def _editor(environ: Mapping[str, str]) -> list[str]:
    """The command of $VISUAL, else $EDITOR, else vi; vim in any of its names is told to leave no copies."""
    typed = environ.get("VISUAL") or environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(typed)
    except ValueError:
        words = []
    if not words:
        raise Refused("VISUAL or EDITOR is not a command", "set it to one, such as nano")
    program = Path(shutil.which(words[0], path=environ.get("PATH")) or words[0]).resolve().name
    return [*words, *(_VIM if program.startswith(("vim", "nvim", "gvim", "mvim")) else ())]


_Handler = Callable[[int, FrameType | None], object]


@contextmanager
def _answering(handlers: Mapping[signal.Signals, _Handler]) -> Iterator[None]:
    """Those signals answered in this way while the block runs."""
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C is the editor's own; not SIG_IGN, which the editor would inherit."""


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """A closed terminal or a kill ends the program in order, so that nothing is left lying about."""
    raise KeyboardInterrupt
