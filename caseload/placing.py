"""A new file made under a name of its own and put in its place whole: only where none is, unless it replaces one.

Whoever makes a file holds a lock on it, so that what a killed run left is told from what another is still at.
"""

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from stat import S_ISREG

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What a file system answers that has no links: FAT, some that are far away."""


@contextmanager
def unfinished(place: Path) -> Iterator[Path]:
    """A new, empty file beside `place`, its owner's alone; whatever becomes of it, its name is gone after the block.

    What killed runs left of the same is cleared first. Raises OSError where it cannot be made, or where a folder on the
    way there is a link that somebody else has put: what is private would go where they say.
    """
    refuse_strange_links(place)
    clear(place)
    path, number = _new(place)
    try:
        yield path
    finally:
        for one in (Path(f"{path}-journal"), path):
            with suppress(OSError):
                one.unlink(missing_ok=True)
        os.close(number)


def refuse_strange_links(place: Path) -> None:
    """Raises OSError where a folder above a place is a link that somebody else has put."""
    for folder in place.absolute().parents:
        if folder.is_symlink() and folder.lstat().st_uid not in (0, os.geteuid()):
            raise OSError(errno.ELOOP, f"{folder} is a link of somebody else's", str(folder))


def put(path: Path, place: Path, *, over_empty: bool = False) -> None:
    """Give a finished file its place where there is nothing, or with `over_empty` at most a file without a byte.

    Raises FileExistsError, whoever else may be putting one there at the same moment, and OSError where it cannot be.
    """
    _sync(path)
    try:
        os.link(path, place, follow_symlinks=False)
    except FileExistsError:
        if not over_empty:
            raise
        _over_empty(path, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _renamed(path, place, over_empty=over_empty)
    _sync(place.parent)


def put_over(path: Path, place: Path) -> None:
    """Give a finished file its place, whatever is there; raises OSError where it cannot be."""
    _sync(path)
    path.replace(place)
    _sync(place.parent)


def left_behind(place: Path) -> list[Path]:
    """What runs that were killed left of a file on its way to `place`; nothing that somebody is still at."""
    found = []
    for path in _all_unfinished(place):
        if (number := _held(path)) is not None:
            os.close(number)
            found.append(path)
    return found


def clear(place: Path) -> None:
    """Remove what `left_behind` would name."""
    for path in _all_unfinished(place):
        if (number := _held(path)) is not None:
            # Under the lock, so that nobody's that was begun meanwhile goes.
            with suppress(OSError):
                Path(f"{path}-journal").unlink(missing_ok=True)
                path.unlink()
            os.close(number)


def _new(place: Path) -> tuple[Path, int]:
    """A new file's name and descriptor, locked; no two in the world have one name."""
    for more in count():
        path = place.with_name(f".{place.name}.{os.getpid()}{f'-{more}' if more else ''}.part")
        with suppress(FileExistsError):
            number = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            # Where there are no locks, what is left behind stays, and nobody's is taken for it.
            with suppress(OSError):
                fcntl.flock(number, fcntl.LOCK_EX)
            if os.fstat(number).st_nlink:
                return path, number
            # Cleared by another in the moment before the lock.
            os.close(number)
    raise AssertionError("there is always another number")


def _all_unfinished(place: Path) -> list[Path]:
    name = re.compile(rf"\.{re.escape(place.name)}\.[0-9]+(-[0-9]+)?\.part")
    with suppress(OSError):
        return sorted(one for one in place.parent.iterdir() if name.fullmatch(one.name))
    return []


def _held(path: Path) -> int | None:
    """A descriptor of a regular file that nobody else is at, locked until it is closed; else None."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        there, held = path.lstat(), os.fstat(number)
    except OSError:
        os.close(number)
        return None
    if S_ISREG(held.st_mode) and (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino):
        return number
    os.close(number)
    return None


def _over_empty(path: Path, place: Path) -> None:
    """Rename over a file without a byte; under its lock, so that of several one does and the others see whose it is."""
    number = _held(place)
    try:
        if number is None or os.fstat(number).st_size:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
        path.replace(place)
    finally:
        if number is not None:
            os.close(number)


def _renamed(path: Path, place: Path, *, over_empty: bool) -> None:
    """Without a link: renamed where nothing is, in one step if the system can, else over an empty file of ours."""
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    at_here, no_replace = -100, 1
    if rename and not rename(at_here, os.fsencode(path), at_here, os.fsencode(place), no_replace):
        return
    number = ctypes.get_errno() if rename else errno.ENOSYS
    if number in (errno.ENOSYS, errno.EINVAL):
        with suppress(*[FileExistsError] if over_empty else []):
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    elif number != errno.EEXIST or not over_empty:
        raise OSError(number, os.strerror(number), str(place))
    _over_empty(path, place)


def _sync(path: Path) -> None:
    """Have the disk hold it before anything is said of it."""
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    except OSError as error:
        # Some file systems do not do so with a folder.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(number)
