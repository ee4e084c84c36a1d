"""A whole day's commands under strace: files are written where docs/trust.md says, and nothing else is reached."""

import os
import pty
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

import pytest
from conftest import NOW, executable
from readers import demanded

DAY = """
caseload init
caseload client add Ana Ruiz --phone 00501
caseload client add Bo Ng --opened-on 2026-11-02
caseload task add ana Call the landlord --due fri --priority urgent
caseload task add bo Renew the pass --due 2026-11-20 --every 1m
caseload appointment add ana Court --at fri@10:00
caseload
caseload overdue
caseload agenda
caseload digest
caseload log ana Left voicemail -k call -m 10 --no-answer
echo Spoke at length | caseload log bo - -k visit -m 40
caseload done t2
caseload snooze t1 --to fri --reason waiting
caseload import task tasks.csv --source sheet
caseload find landlord
caseload show ana
caseload client edit ana --city Springfield
caseload export task --csv -o out/tasks.csv
caseload export all -o out/all.json
caseload agenda --ics -o out/agenda.ics
caseload client summary ana -o out/summary.html
caseload backup
caseload backup out/copy.db
caseload note edit n1
caseload undo
caseload redo
caseload history
caseload --db out/copy.db task add bo Elsewhere
caseload merge out/copy.db
caseload report caseload
caseload sql 'select count(*) from task'
caseload restore out/copy.db --yes
caseload doctor
caseload drafts
"""

CALLS = (
    "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,"
    "truncate,chmod,fchmodat,chown,lchown,fchownat,mknod,mknodat,socket,connect,sendto,sendmsg,bind,execve,execveat"
)
WRITES = re.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
FOLDERS = ("data", "config", "state", "run", "tmp", "out")
"""Of the home: those that the program has, and the one that is named for what goes out."""


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], str]:
    """The home of that day, each call that was traced, and what was said."""
    strace = shutil.which("strace")
    works = (
        strace
        and subprocess.run([strace, "-e", "trace=none", "true"], capture_output=True, check=False).returncode == 0
    )
    demanded("apt-get install strace, where it may trace", present=bool(works))
    home = tmp_path_factory.mktemp("traced")
    for name in ("run", "tmp", "out"):
        (home / name).mkdir(mode=0o700)
    (home / "tasks.csv").write_text("title,client\nFrom a sheet,c1\n")
    editor = home / "editor"
    editor.write_text('#!/bin/sh\necho Written at the terminal > "$1"\n')
    editor.chmod(0o700)
    # The editor alone has the terminal.
    script = "".join(
        f"{{ {line}; }} {'' if 'edit n1' in line else '>> out/said 2>&1'} || echo failed {quote(line)} $? >> out/said\n"
        for line in DAY.strip().splitlines()
    )
    script = f'caseload() {{ {quote(executable())} "$@"; }}\n{script}'
    environ = {
        "HOME": str(home), "PATH": "/usr/bin:/bin", "EDITOR": str(editor), "CASELOAD_NOW": NOW, "TZ": "America/Chicago",
        "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config"), "TMPDIR": str(home / "tmp"),
        "XDG_STATE_HOME": str(home / "state"), "XDG_RUNTIME_DIR": str(home / "run"), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    log = home / "calls"
    command = [
        str(strace),
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-y",
        "-s",
        "4096",
        "-o",
        str(log),
        "-e",
        f"trace={CALLS}",
        "sh",
        "-c",
        script,
    ]
    primary, secondary = pty.openpty()
    with subprocess.Popen(
        command, env=environ, cwd=home, stdin=secondary, stdout=secondary, stderr=secondary, start_new_session=True
    ) as running:
        os.close(secondary)
        while _read(primary):
            pass
    os.close(primary)
    assert running.returncode == 0
    return home, log.read_text("utf-8", "replace").splitlines(), (home / "out" / "said").read_text()


def _read(primary: int) -> bytes:
    try:
        return os.read(primary, 65536)
    except OSError:
        # Nobody is at its other end any more.
        return b""


def calls(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each call by its name, with what was given to it and what came back."""
    for line in lines:
        if found := re.fullmatch(r"\d+ +(\w+)\((.*)", line):
            yield found[1], found[2]


def written(home: Path, lines: list[str]) -> Iterator[str]:
    """Every path at which something was made, changed or taken away, or was tried to be."""
    for name, given in calls(lines):
        if name in ("open", "openat", "creat") and not WRITES.search(given):
            continue
        if name in ("socket", "connect", "sendto", "sendmsg", "bind", "execve", "execveat"):
            continue
        bases = re.findall(r"(?:AT_FDCWD|\d+)<([^<>]*)>", given) or [str(home)]
        for path in re.findall(r'"((?:[^"\\]|\\.)*)"', given):
            yield os.path.normpath(Path(bases[0], path))


def test_the_day_went_well(traced: tuple[Path, list[str], str]) -> None:
    _, lines, said = traced
    assert "failed" not in said, said
    assert "Traceback" not in said
    assert sum(name == "execve" and given.split('"')[1] == executable() for name, given in calls(lines)) == len(
        re.findall(r"^(?:echo .*\| )?caseload", DAY, re.MULTILINE)
    )


def test_files_are_written_in_its_folders_and_where_they_were_asked_for_alone(
    traced: tuple[Path, list[str], str],
) -> None:
    home, lines, _ = traced
    there = tuple(f"{home}/{name}" for name in FOLDERS)
    found = {
        path for path in written(home, lines)
        if not path.startswith(tuple(f"{one}/" for one in there)) and path not in (*there, "/dev/null", "/dev/tty")
    }  # fmt: skip
    assert found == set()
    seen = {path.removeprefix(f"{home}/").partition("/")[0] for path in written(home, lines)} & {*FOLDERS}
    assert seen == {*FOLDERS} - {"config", "tmp"}, "what is written is seen"
    assert {one.name for one in home.iterdir()} == {*FOLDERS, "tasks.csv", "editor", "calls"} - {"config"}


def test_nothing_is_reached_and_nothing_started_but_the_editor(traced: tuple[Path, list[str], str]) -> None:
    home, lines, _ = traced
    assert [given for name, given in calls(lines) if name in ("socket", "connect", "sendto", "sendmsg", "bind")] == []
    started = {given.split('"')[1] for name, given in calls(lines) if name.startswith("execve")}
    assert started == {executable(), str(home / "editor"), shutil.which("sh", path="/usr/bin:/bin")}
    assert not list((home / "run").iterdir()), "what the editor had is gone"
