"""Where tests have their homes: one after another at the same place, so that SQLite still has its database open.

A test's own database is a file of its own to all that the test can ask. But the file that the last test had there comes
back with another content, and who kept a connection to it (`kept`) need not take its schema apart again.
"""

import os
import shutil
import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path

import lent

from caseload.store.driver import MAGIC

DATABASE = Path("data", "caseload.db")


class Place:
    """A folder in which test after test finds nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.aside = path.with_name(f"{path.name}.db")
        self.file: tuple[int, int] | None = None
        """Device and number of the file that is the database of every test here."""

    def clear(self) -> Path:
        """The folder, with nothing in it."""
        self._put_aside()
        shutil.rmtree(self.path, onerror=_anyway)
        self.path.mkdir(0o700, parents=True)
        return self.path

    def leave(self, name: str) -> None:
        """Move the folder away as it is."""
        self.file = None
        self.path.rename(self.path.with_name(name))

    def _put_aside(self) -> None:
        """Keep the database file for the next test, unless somebody holds it."""
        database = self.path / DATABASE
        is_alone = not any(os.path.lexists(f"{database}{end}") for end in ("-journal", "-wal", "-shm"))
        if is_alone and self.file and self.file == _file(database):
            with suppress(sqlite3.Error), closing(sqlite3.connect(database, timeout=0)) as one:
                one.execute("begin exclusive")
                database.rename(self.aside)

    def has(self, path: Path) -> bool:
        """Whether the path is that of the database of a test here."""
        return path == self.path / DATABASE

    def lay(self, source: Path) -> None:
        """Have the database hold what another one does."""
        database, content = self.path / DATABASE, source.read_bytes()
        if not content.startswith(MAGIC):
            # Of an encrypted one nothing may be changed, and no connection to it is kept.
            database.unlink(missing_ok=True)
            shutil.copy2(source, database)
            self.file = None
            return
        if not os.path.lexists(database) and self.file and self.file == _file(self.aside):
            self.aside.rename(database)
        if not self.file or self.file != _file(database):
            shutil.copyfile(source, database)
            self.file = _file(database)
        file = os.open(database, os.O_RDWR)
        lent.lay(file, content)
        os.close(file)
        shutil.copystat(source, database)


_place: Place | None = None


def place(path: Path) -> Place:
    """The one place of this process."""
    global _place
    _place = _place or Place(path)
    return _place


def copy(source: Path, into: Path) -> None:
    """Copy a folder; of a test's own database, the content."""
    shutil.copytree(source, into, dirs_exist_ok=True, copy_function=_copied)


def _copied(source: str, copied: str) -> None:
    if _place and _place.has(Path(copied)):
        _place.lay(Path(source))
    else:
        shutil.copy2(source, copied)


def _file(path: Path) -> tuple[int, int] | None:
    """Device and number of a file that has no other name; None where there is none such."""
    with suppress(OSError):
        it = path.lstat()
        return (it.st_dev, it.st_ino) if stat.S_ISREG(it.st_mode) and it.st_nlink == 1 else None
    return None


def _anyway(remove: object, path: str, _: object) -> None:
    """Make what a test has closed open, and remove it."""
    one = Path(path)
    if not os.path.lexists(one):
        return
    one.parent.chmod(0o700)
    if one.is_dir() and not one.is_symlink():
        one.chmod(0o700)
        shutil.rmtree(one)
    else:
        one.unlink()
