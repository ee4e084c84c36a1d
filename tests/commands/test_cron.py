"""`help cron` prints lines that can be used as they stand, whatever the paths."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Program, Ran, executable

from caseload.config import Config
from caseload.reports.schedule import Schedule, filled, schedule

PAGE = Path(__file__).parents[2] / "docs" / "cron.md"
ODD = 'a b\'c "d" 50% $HOME'
"""A folder's name that a shell, cron and systemd each would read otherwise."""


def block(page: str, name: str) -> str:
    """A block of the page."""
    found = re.search(rf"^```{name}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def as_cron_would(program: Program, line: str) -> Ran:
    """Run what stands behind the five fields as cron does: hardly any variables, and % only where it is marked."""
    command = line.split(maxsplit=5)[5]
    assert "%" not in re.sub(r"\\%", "", command)
    path = "PATH=/usr/bin:/bin"
    words = ["env", "-i", f"HOME={program.home}", path, "/bin/sh", "-c", command.replace("\\%", "%")]
    ran = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, cwd="/", timeout=60, check=False)
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


@pytest.fixture
def odd(caseload: Program) -> Program:
    """The program with a database, a configuration and a state in folders with odd names, and a task that is late."""
    caseload("task", "add", "me", "Renew licence", "--due", "2020-01-01")
    place = caseload.home / ODD
    shutil.copytree(caseload.home / "data", place / "data")
    (place / "config.toml").write_text('[privacy]\nnames = "full"\n')
    caseload.environ |= {
        "CASELOAD_DB": str(place / "data" / "caseload.db"),
        "CASELOAD_CONFIG": str(place / "config.toml"),
        "XDG_STATE_HOME": str(place / "state"),
    }
    return caseload


def test_the_page_in_docs_is_the_page_of_an_ordinary_installation() -> None:
    ordinary = Schedule(("/home/you/.local/bin/caseload", "digest"), {})
    assert PAGE.read_text("utf-8") == filled(PAGE.read_text("utf-8"), ordinary)


def test_the_crontab_line_runs_where_cron_runs_it(odd: Program) -> None:
    line = block(odd("help", "cron"), "crontab").strip()
    assert line.startswith("0 7 * * 1-5  ")
    ran = as_cron_would(odd, line)
    assert (ran.code, ran.err) == (0, "")
    assert "Renew licence" in ran.out
    assert list((odd.home / ODD / "state" / "caseload").glob("digest-*.json"))


def test_a_crontab_line_without_anything_due_prints_nothing(caseload: Program) -> None:
    ran = as_cron_would(caseload, block(caseload("help", "cron"), "crontab"))
    assert ran == Ran(0, "", "")


def test_the_database_is_named_only_where_it_is_not_the_usual_one(nobody: Program) -> None:
    for name in ("CASELOAD_DB", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        del nobody.environ[name]
    usual = block(nobody("help", "cron"), "crontab")
    assert usual == f"0 7 * * 1-5  {shlex.quote(executable())} digest\n"
    there = str(nobody.home / "x.db")
    for words, env in (((), {"CASELOAD_DB": there}), (("--db", there), {}), ((), {"XDG_DATA_HOME": "/elsewhere"})):
        assert " --db /" in block(nobody("help", "cron", *words, env=env), "crontab")


def test_a_relative_folder_counts_for_nothing_and_a_relative_configuration_is_made_whole() -> None:
    environ = {"HOME": "/home/you", "XDG_STATE_HOME": "state", "CASELOAD_CONFIG": "c.toml"}
    found = schedule("x", environ, Config(), Path("/home/you/.local/share/caseload/caseload.db"), named=False)
    assert found.variables == {"CASELOAD_CONFIG": str(Path("c.toml").absolute())}


def test_a_program_started_under_another_name_is_still_named_whole() -> None:
    found = schedule("/usr/lib/python3/caseload/__main__.py", {"HOME": "/"}, Config(), Path("/x.db"), named=True)
    assert Path(found.words[0]).is_absolute()
    assert found.words[-3:] == ("--db", "/x.db", "digest")


def units(program: Program, folder: Path, page: str) -> list[Path]:
    """The two units, in files."""
    service, timer = folder / "caseload-digest.service", folder / "caseload-digest.timer"
    service.write_text(block(page, "service"))
    timer.write_text(block(page, "timer"))
    return [service, timer]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
@pytest.mark.parametrize("mailed", [False, True])
def test_systemd_takes_the_units(odd: Program, tmp_path: Path, mailed: bool) -> None:
    paths = units(odd, tmp_path, odd("help", "cron"))
    if mailed:
        text = re.sub(r"^(ExecStart|StandardOutput)=.*\n", "", paths[0].read_text(), flags=re.MULTILINE)
        paths[0].write_text(text.replace("# ExecStart", "ExecStart"))
    environ = {"PATH": odd.environ["PATH"], "HOME": str(odd.home), "XDG_RUNTIME_DIR": str(tmp_path)}
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *paths],
        capture_output=True, text=True, env=environ, timeout=60, check=False,
    )  # fmt: skip
    told = [line for line in ran.stderr.splitlines() if "caseload" in line]
    assert (ran.returncode, told) == (0, []), ran.stderr


def test_what_systemd_would_mail_is_what_sh_reads(odd: Program, tmp_path: Path) -> None:
    line = re.search(r"^# ExecStart=(.*)$", block(odd("help", "cron"), "service"), re.MULTILINE)
    assert line
    # systemd parts words as sh does here, but for $$ and %%.
    program, dash, script = shlex.split(line[1])
    (tmp_path / "mail").write_text('#!/bin/sh\necho "$*"\ncat\n')
    (tmp_path / "mail").chmod(0o755)
    environ = {"HOME": str(odd.home), "PATH": f"{tmp_path}:/usr/bin:/bin"}
    words = [program, dash, script.replace("%%", "%").replace("$$", "$")]
    ran = subprocess.run(words, capture_output=True, text=True, env=environ, timeout=60, check=False)
    assert ran.stdout.startswith("-s Caseload you@example.org\nCaseload, ")
    assert "Renew licence" in ran.stdout
