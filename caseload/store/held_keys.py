"""Keys that are kept for a while, so that a passphrase is not asked for at each command: in memory, for you alone.

Until when goes by the clock that counts from the computer's start and that nobody sets. One that is over is removed by
whoever meets it.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from caseload import placing
from caseload.errors import Refused
from caseload.store.driver import Key

# Whose each folder is, and whether it is for nobody else, is looked at.
_FOLDERS = ("{runtime}/caseload-keys", "/run/user/{user}/caseload-keys", "/dev/shm/caseload-keys-{user}")  # noqa: S108  # nosec B108
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def keep(key: Key, seconds: int, environ: Mapping[str, str]) -> Path:
    """Keep a key for so many seconds; raises Refused where there is no folder in memory."""
    for folder in _folders(environ):
        with suppress(OSError):
            if not folder.exists():
                folder.mkdir(0o700)
            if _is_ours(folder):
                place = _place(folder, key.salt)
                with placing.unfinished(place) as path:
                    path.write_text(f"{_boot()}\n{_now() + seconds}\n{key.secret.hex()}\n", "ascii")
                    placing.put_over(path, place)
                return place
    raise Refused("there is no folder in memory to keep a key in", "nothing was kept; see caseload help encryption")


def kept(salt: bytes, environ: Mapping[str, str]) -> tuple[Key, int] | None:
    """The key of a salt that is kept still, and for how many seconds more; all that are over are removed."""
    found = None
    for folder in filter(_is_ours, _folders(environ)):
        for place in sorted(folder.glob("*.key")):
            key, seconds = _read(place)
            if seconds <= 0:
                _remove(place)
            elif place == _place(folder, salt):
                found = Key(salt, key), seconds
    return found


def drop(salt: bytes | None, environ: Mapping[str, str]) -> int:
    """Keep the key of a salt no more, or with None none of any; how many were kept."""
    folders = [folder for folder in _folders(environ) if _is_ours(folder)]
    places = [one for folder in folders for one in folder.iterdir() if salt is None or one == _place(folder, salt)]
    for place in places:
        _remove(place)
    return len(places)


def _folders(environ: Mapping[str, str]) -> Iterator[Path]:
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    # cron is told of none, and looks where a session's is.
    patterns = _FOLDERS if runtime.startswith("/") else _FOLDERS[1:]
    for folder in dict.fromkeys(Path(one.format(runtime=runtime, user=os.geteuid())) for one in patterns):
        if folder.parent.is_dir():
            yield folder


def _place(folder: Path, salt: bytes) -> Path:
    return folder / f"{salt.hex()}.key"


def _is_ours(folder: Path) -> bool:
    with suppress(OSError):
        found = folder.lstat()
        return S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return False


def _read(place: Path) -> tuple[bytes, int]:
    """A key and the seconds that it is kept for still; none where the file is another's, or none of ours."""
    with suppress(OSError, ValueError):
        number = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(number, "r", encoding="ascii") as file:
            found = os.fstat(number)
            if S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077:
                boot, until, secret = file.read().splitlines()
                if boot == _boot():
                    return bytes.fromhex(secret), int(until) - _now()
    return b"", 0


def _remove(place: Path) -> None:
    with suppress(OSError):
        # What a page of memory held goes before its name does.
        with place.open("r+b") as file:
            file.write(bytes(place.stat().st_size))
        place.unlink()


def _now() -> int:
    return int(time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)))


def _boot() -> str:
    with suppress(OSError):
        return _BOOT.read_text("ascii").strip()
    return "-"
