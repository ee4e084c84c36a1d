"""Files: where they are, who may read them, what a bare environment and a day of cron leave behind."""

import re
import stat
import subprocess
from pathlib import Path

import pytest
from conftest import Program, executable
from terminal import on_terminal


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_kept_is_for_its_owner_alone(nobody: Program) -> None:
    """53. umask 022: directory 0700; database, digest's memory, exports 0600."""
    assert nobody.shell("umask 022 && caseload init && caseload client add Ana Ruiz").code == 0
    nobody("task", "add", "ana", "Call", "--due", "yesterday")
    assert (
        nobody.shell(
            "umask 022 && caseload digest && caseload export all -o all.json && caseload export all -o folder/"
        ).code
        == 0
    )
    assert mode(nobody.db.parent) == 0o700
    assert mode(nobody.db) == 0o600
    state = nobody.home / "state" / "caseload"
    assert mode(state) == 0o700
    assert {mode(one) for one in state.iterdir()} == {0o600}
    assert mode(nobody.home / "all.json") == 0o600
    assert mode(nobody.home / "folder") == 0o700
    assert {mode(one) for one in (nobody.home / "folder").iterdir()} == {0o600}


def test_every_folder_that_is_made_on_the_way_is_for_its_owner_alone(nobody: Program) -> None:
    below = nobody.home / "one" / "two" / "three"
    assert nobody.shell(f"umask 022 && caseload --db {below}/x.db init").code == 0
    assert [mode(one) for one in (below, below.parent, below.parent.parent)] == [0o700] * 3


def test_a_file_that_others_may_read_is_warned_about(ana: Program) -> None:
    """53. Looser modes are warned about, as ssh does."""
    ana.db.chmod(0o644)
    ran = ana.run("task", "list")
    assert ran.code == 0
    assert "chmod 600" in ran.err


def test_the_database_is_looked_for_in_this_order(nobody: Program) -> None:
    """54. XDG honoured; flag > environment > config > default."""
    home = nobody.home
    del nobody.environ["CASELOAD_DB"]
    assert nobody("path") == f"{home}/.local/share/caseload/caseload.db\n"
    nobody.environ["XDG_DATA_HOME"] = str(home / "share")
    assert nobody("path") == f"{home}/share/caseload/caseload.db\n"
    config = home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('database = "~/from-config.db"\n')
    assert nobody("path") == f"{home}/from-config.db\n"
    other = home / "other.toml"
    other.write_text('database = "~/from-other.db"\n')
    assert nobody("path", env={"CASELOAD_CONFIG": str(other)}) == f"{home}/from-other.db\n"
    nobody.environ["CASELOAD_DB"] = str(home / "from-environment.db")
    assert nobody("path") == f"{home}/from-environment.db\n"
    assert nobody("path", "--db", str(home / "from-flag.db")) == f"{home}/from-flag.db\n"
    assert not list(home.rglob("*.db"))


def test_a_config_that_cannot_be_read_is_named_with_its_line(ana: Program) -> None:
    """54. A wrong word in config.toml -> 2, the file and the line."""
    config = ana.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('\ntimezome = "America/Chicago"\n')
    ran = ana.run("task", "add", "ana", "Call", "--due", "fri")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert f"{config}, line 2" in ran.err
    assert "timezone" in ran.err


def bare(program: Program, line: str) -> tuple[int, bytes, bytes]:
    """What a line of cron does: a bare environment, `sh`, no terminal."""
    words = ["env", "-i", f"HOME={program.home}", "PATH=/usr/bin:/bin", "/bin/sh", "-c", line]
    ran = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, timeout=30, check=False)
    return ran.returncode, ran.stdout, ran.stderr


def test_cron_has_its_digest_and_no_mail_when_there_is_nothing(nobody: Program) -> None:
    """59. `env -i HOME=... PATH=... /bin/sh -c '.../caseload digest'`: 0 bytes and 0 when nothing is due."""
    del nobody.environ["CASELOAD_DB"]
    nobody("init")
    digest = f"{executable()} digest"
    assert bare(nobody, digest) == (0, b"", b"")
    nobody("client", "add", "Zoë", "Müller")
    title = "Ask about the ramp, " + "again and " * 30 + "again — naïvely"
    nobody("task", "add", "zoe", title, "--due", "2026-11-20")
    # The cron of these tests lives in the year 2026 too.
    code, out, err = bare(nobody, f"CASELOAD_NOW=2026-11-25T06:00 {digest}")
    assert (code, err) == (0, b"")
    assert title in out.decode()
    assert b"\x1b" not in out
    assert "ZM c1" in out.decode()
    assert "Zoë" not in out.decode().replace(title, "")
    assert bare(nobody, f"CASELOAD_NOW=2026-11-25T18:00 {digest}") == (0, out, b"")


def test_a_digest_says_first_what_is_new(ana: Program) -> None:
    """59. And the next morning it says first what is new or newly late."""
    ana("task", "add", "ana", "Old", "--due", "2026-11-20")
    ana("task", "add", "ana", "Turning", "--due", "today")
    assert "New" not in ana("digest")
    ana("task", "add", "ana", "Fresh", "--due", "fri")
    tomorrow = {"CASELOAD_NOW": "2026-11-26T06:00"}
    lines = [line.strip() for line in ana("digest", env=tomorrow).splitlines()]
    found = [
        next(number for number, line in enumerate(lines) if line.endswith(word)) for word in ("Fresh", "Turning", "Old")
    ]
    assert [lines[number - 2] for number in found] == ["New: 1", "Newly late: 1", "Still late: 1"]
    assert found == sorted(found)
    assert ana("digest", env=tomorrow) == ana("digest", env=tomorrow)


@pytest.mark.parametrize(
    "words",
    [("overdue",), ("task", "list", "--csv"), ("digest",), ("show", "ana"), ("task", "add", "ana", "Call")],
    ids=" ".join,
)
def test_a_start_imports_only_what_it_needs(rich: Program, words: tuple[str, ...]) -> None:
    """60. No pydantic, numpy or pandas; and what belongs to tables, migrations and recurrence only where it is used."""
    ran = rich.run(*words, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ran.code == 0
    imported = set(re.findall(r"\| +(\w+)[\w.]*$", ran.err, re.MULTILINE))
    assert ("typer" in imported) is (words[0] == "task")
    assert not imported & {"pydantic", "numpy", "pandas", "rich", "sqlite_utils", "dateutil", "click"}


def test_no_words_of_a_client_are_left_in_the_state(ana: Program) -> None:
    """59. The digest's memory holds ids, rules and dates only."""
    ana("task", "add", "ana", "Call", "the", "landlord", "--due", "yesterday")
    ana("digest")
    kept = "".join(one.read_text() for one in (ana.home / "state" / "caseload").iterdir())
    assert "t1" in kept
    assert not re.search("ana|ruiz|landlord", kept, re.IGNORECASE)


@pytest.mark.parametrize("variable", ["EDITOR", "VISUAL"])
@pytest.mark.parametrize(("editor", "code"), [("true", 0), ("false", 1)])
def test_an_editor_that_does_nothing_changes_nothing(rich: Program, variable: str, editor: str, code: int) -> None:
    """58. EDITOR=true -> no change; EDITOR=false -> 1; no temp file left."""
    before, there = rich.fingerprint, sorted(rich.home.rglob("*"))
    seen = on_terminal(rich, "note", "edit", "n1", env={variable: editor})
    assert seen.code == code, seen
    assert rich.fingerprint == before
    assert sorted(rich.home.rglob("*")) == there


def test_what_an_editor_wrote_is_stored(ana: Program) -> None:
    """58. What the editor wrote is the note."""
    writer = ana.home / "writer"
    writer.write_text('#!/bin/sh\nstat -c %a "$1" > "$HOME/mode"\necho "Stove is unsafe" > "$1"\n')
    writer.chmod(0o700)
    assert on_terminal(ana, "log", "ana", env={"EDITOR": str(writer)}).code == 0
    assert "Stove is unsafe" in ana("show", "n1")
    assert (ana.home / "mode").read_text() == "600\n"
