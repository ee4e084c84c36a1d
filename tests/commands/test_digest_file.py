"""The digest into a file: there every time, private, whole, in the form of its ending."""

import json
import stat
from pathlib import Path

import pytest

from commands.conftest import Quick, once


@once
def busy(served: Quick) -> Quick:
    """Something is late."""
    served("task", "add", "ana", "Call", "--due", "yesterday")
    return served


@pytest.mark.parametrize(
    ("name", "form"), [("a.txt", "text"), ("a.md", "markdown"), ("a.HTML", "html"), ("a.json", "json")]
)
def test_the_ending_names_the_form(busy: Quick, tmp_path: Path, name: str, form: str) -> None:
    ran = busy.run("digest", "-o", str(tmp_path / name))
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {tmp_path / name} (mode 0600)\n")
    assert (tmp_path / name).read_text() == busy("digest", "--format", form)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_form_is_stronger_than_an_ending_and_one_of_both_is_needed(busy: Quick, tmp_path: Path) -> None:
    busy("digest", "--format", "json", "-o", str(tmp_path / "a.txt"))
    assert json.loads((tmp_path / "a.txt").read_text())
    for name in ("a", "a.csv", "html"):
        ran = busy.run("digest", "-o", str(tmp_path / name))
        assert (ran.code, ".html" in ran.err) == (2, True)


def test_without_anything_to_say_there_is_a_file_that_says_so(empty: Quick, tmp_path: Path) -> None:
    assert empty.run("digest").out == ""
    (tmp_path / "a.txt").write_text("of yesterday")
    assert empty.run("digest", "-o", str(tmp_path / "a.txt"), "--force", "--quiet").err == ""
    assert (tmp_path / "a.txt").read_text() == empty("digest", "--always") != ""
    assert empty.run("digest", "--force").code == empty.run("digest", "-o", "-", "--force").code == 2
    assert empty("digest", "-o", "-") == empty("digest", "-o", "/dev/stdout") == ""


def test_what_is_there_stays_without_force_and_the_digest_counts_as_unsaid(busy: Quick, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine")
    assert busy.run("digest", "-o", str(tmp_path / "a.md")).code == 1
    assert (tmp_path / "a.md").read_text() == "mine"
    assert not list((busy.home / "state").rglob("*digest*"))


def test_the_digest_does_not_replace_its_own_memory(busy: Quick) -> None:
    busy("digest")
    (memory,) = [one for one in (busy.home / "state").rglob("*") if one.is_file()]
    before = memory.read_bytes()
    assert busy.run("digest", "--format", "json", "-o", str(memory), "--force").code == 1
    assert memory.read_bytes() == before


@pytest.mark.parametrize("how", ["a copy of before is put back", "another database stands there"])
def test_a_database_that_was_put_back_or_replaced_calls_nothing_new(served: Quick, how: str) -> None:
    served("task", "add", "ana", "Call", "--due", "2026-11-24")
    before = served.db.read_bytes()
    served("task", "add", "ana", "Write", "--due", "2026-11-24")
    assert "Call" in served("digest", env={"CASELOAD_NOW": "2026-11-25T07:00"})
    if how.startswith("a copy"):
        served.db.write_bytes(before)
    else:
        served.db.unlink()
        served("init")
        served("task", "add", "me", "Call", "--due", "2026-11-24")
    ran = served.run("digest", env={"CASELOAD_NOW": "2026-11-26T07:00"})
    assert "the database was put back or replaced since the last digest; nothing is called new for that" in ran.err
    assert not any(f"{heading}: " in ran.out for heading in ("New", "Newly late", "Resolved since last time"))
    assert "Call" in ran.out
