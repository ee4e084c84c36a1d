"""What is around the database: whether its disk is encrypted, whether something else sends its folder elsewhere.

It is told as far as the system says; a drive that encrypts by itself says nothing to anybody.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from caseload import paths

_SYSFS = Path("/sys/dev/block")
_MOUNTS = Path("/proc/self/mountinfo")
_ENCRYPTS = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs", "fuse.securefs"})
_FAR_AWAY = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ceph", "9p"})
_SENDS = re.compile(
    r"dropbox( \(.*\))?|onedrive( - .*)?|google ?drive|my drive|icloud drive|mobile documents|cloudstorage"
    r"|nextcloud\d*|owncloud\d*|pcloud ?drive|megasync|box sync|syncthing|seafile",
    re.IGNORECASE,
)
"""What folders are called that a program sends elsewhere."""
_MARKS = re.compile(r"\.stfolder|\.dropbox\.cache|\.?_?\.?sync_[0-9a-f]+\.db|\._sync_[0-9a-f]+\.db|\.owncloudsync\.log")
"""What Syncthing, Dropbox, Nextcloud and ownCloud keep in a folder that they send."""


class Mount(NamedTuple):
    """A file system in use: of which type, from which device."""

    type: str
    source: str


def is_encrypted(path: Path) -> bool | None:
    """Whether the disk is encrypted on which a file is; None where that cannot be told."""
    if sys.platform == "darwin":
        return _file_vault()
    number = path.stat().st_dev
    found = _mount(number)
    if found and found.type in _ENCRYPTS:
        return True
    # A file system over several devices has a number that is no device's.
    if os.major(number) == 0:
        if not found or not found.source.startswith("/dev/"):
            return None
        with suppress(OSError):
            number = Path(found.source).stat().st_rdev
    return _is_crypt(_SYSFS / f"{os.major(number)}:{os.minor(number)}")


def sent_by(path: Path) -> str:
    """Which folder above a file a program sends elsewhere, or git keeps; nothing where none is."""
    for folder in path.resolve().parents:
        if _SENDS.fullmatch(folder.name) or any(map(_MARKS.fullmatch, paths.names(folder))):
            return f"{folder} is sent elsewhere by a program of its own"
        if (folder / ".git").exists():
            return f"{folder} is kept by git"
    return ""


def is_far_away(path: Path) -> bool:
    """Whether a file is on another computer, where SQLite's locks are not to be relied on."""
    found = _mount(path.stat().st_dev)
    return found is not None and found.type in _FAR_AWAY


def _mount(number: int) -> Mount | None:
    with suppress(OSError, ValueError, IndexError):
        for line in _MOUNTS.read_text("utf-8", "replace").splitlines():
            before, _, after = line.partition(" - ")
            if before.split()[2] == f"{os.major(number)}:{os.minor(number)}":
                return Mount(*after.split()[:2])
    return None


_CRYPT = re.compile("CRYPT-(?!VERITY|INTEGRITY)")
"""How the kernel's device mapper calls what cryptsetup opened; two of its types only look whether anything changed."""


def _is_crypt(device: Path) -> bool | None:
    """Whether what is written to a device is encrypted by it, or by all of those below it."""
    if not device.exists():
        return None
    with suppress(OSError):
        if _CRYPT.match((device / "dm" / "uuid").read_text("ascii", "replace")):
            return True
    below = list(_below(device))
    return bool(below) and all(map(_is_crypt, below))


def _below(device: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (device / "slaves").iterdir()


def _file_vault() -> bool | None:
    with suppress(OSError, subprocess.SubprocessError):
        words = ["/usr/bin/fdesetup", "status"]
        # A program of the system by its whole path, with no word of anybody's.
        ran = subprocess.run(words, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603  # nosec B603
        return {"FileVault is On": True, "FileVault is Of": False}.get(ran.stdout[:15])
    return None
