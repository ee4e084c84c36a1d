"""Where the program keeps its files, and what every run asks of files: paths as text.

To load `pathlib` takes a third as long as Python's own start.
"""

import os
from collections.abc import Mapping
from stat import S_ISREG
from typing import TYPE_CHECKING

from caseload.errors import Invalid

if TYPE_CHECKING:
    from pathlib import Path

RULES = "rules.toml"
"""The file of the user's own law, which stands beside config.toml."""


def plain(path: str) -> str:
    """A path as `pathlib` writes it: `a//b/./c/` is `a/b/c`."""
    root = "" if not path.startswith("/") else "//" if path.startswith("//") and not path.startswith("///") else "/"
    return root + "/".join(part for part in path.split("/") if part not in ("", ".")) or "."


def absolute(path: str | os.PathLike[str]) -> str:
    """The path from the root on; `..` and links stay as they are."""
    text = os.fspath(path)
    return plain(text if text.startswith("/") else f"{os.getcwd()}/{text}")


def stem(path: str | os.PathLike[str]) -> str:
    """The last part of a path without its ending."""
    name = os.fspath(path).rpartition("/")[2]
    bare, _, ending = name.rpartition(".")
    return bare if bare and ending else name


def beside(path: str | os.PathLike[str], name: str) -> str:
    """The path of what has that name in the same folder."""
    return plain(f"{os.path.dirname(path) or '.'}/{name}")


def is_missing(path: str | os.PathLike[str]) -> bool:
    """Whether nothing is there; where that cannot be told, whoever reads it is told why."""
    try:
        os.stat(path)
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    return False


def status(path: str | os.PathLike[str], *, followed: bool = True) -> os.stat_result:
    """What the system says of a file, or with `followed` False of a link itself; raises OSError."""
    return os.stat(path, follow_symlinks=followed)


def exists(path: str | os.PathLike[str]) -> bool:
    """Whether anything is there."""
    return os.path.exists(path)


def is_file(path: str | os.PathLike[str]) -> bool:
    """Whether a regular file is there, or a link to one."""
    try:
        return S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def read(path: str | os.PathLike[str], most: int = -1) -> bytes:
    """The file's bytes, or the first of them; raises OSError."""
    with open(path, "rb") as file:
        return file.read(most)


def names(folder: str | os.PathLike[str]) -> list[str]:
    """What is in a folder, by name; nothing where there is none, or it cannot be read."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def remove(path: str | os.PathLike[str]) -> None:
    """Take a file away; raises OSError where it cannot be, or there is none."""
    os.unlink(path)


def uri(path: str | os.PathLike[str], mode: str) -> str:
    """The name under which SQLite opens the file: `ro` to read it, `rw` to write as well."""
    quoted = "".join(chr(one) if one in _AS_IT_IS else f"%{one:02X}" for one in os.fsencode(absolute(path)))
    return f"file:{quoted}?mode={mode}"


_AS_IT_IS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/")


def config_path(environ: Mapping[str, str]) -> str:
    """CASELOAD_CONFIG, else config.toml in the user's configuration folder."""
    stated = environ.get("CASELOAD_CONFIG")
    return plain(stated) if stated else f"{_folder(environ, 'XDG_CONFIG_HOME', '.config')}/config.toml"


def database_path(flag: str | None, environ: Mapping[str, str], settled: "Path | None") -> str:
    """The database named by --db, else by CASELOAD_DB, else by the config, else caseload.db in the data folder."""
    if flag is not None:
        return plain(flag)
    if stated := environ.get("CASELOAD_DB"):
        return plain(stated)
    return str(settled or f"{_folder(environ, 'XDG_DATA_HOME', '.local/share')}/caseload.db")


def own_files(environ: Mapping[str, str]) -> "dict[Path, str]":
    """The files that the user's settings are in, and what each is."""
    from pathlib import Path

    path = Path(config_path(environ))
    return {path: "the configuration", path.with_name(RULES): "your rules"}


def forms_dir(environ: Mapping[str, str]) -> "Path":
    """The folder of the user's own forms of letters, beside config.toml."""
    from pathlib import Path

    return Path(config_path(environ)).parent / "forms"


def state_dir(environ: Mapping[str, str]) -> str:
    """The folder for what may be lost without harm: the digest's stamp."""
    return _folder(environ, "XDG_STATE_HOME", ".local/state")


def _folder(environ: Mapping[str, str], variable: str, below_home: str) -> str:
    stated = environ.get(variable, "")
    # The XDG specification has relative paths ignored.
    if not stated.startswith("/"):
        stated = f"{environ.get('HOME') or _home(variable)}/{below_home}"
    return plain(f"{stated}/caseload")


def _home(variable: str) -> str:
    from pathlib import Path

    try:
        return str(Path.home())
    except RuntimeError:
        raise Invalid("no home folder is known", f"set HOME or {variable}") from None
