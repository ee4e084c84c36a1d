"""What `doctor` says of the disk and of the folder, as far as the system tells: on systems made up of files."""

import json
import os
from pathlib import Path

import pytest
from conftest import Program

from caseload.reports import surroundings
from caseload.reports.surroundings import is_encrypted, is_far_away, sent_by


@pytest.fixture
def sysfs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A /sys/dev/block and a mountinfo of our own, in which the device of `tmp_path` is 8:1."""
    monkeypatch.setattr(surroundings, "_SYSFS", tmp_path / "sys")
    monkeypatch.setattr(surroundings, "_MOUNTS", tmp_path / "mountinfo")
    monkeypatch.setattr(os, "major", lambda _: 8)
    monkeypatch.setattr(os, "minor", lambda _: 1)
    return tmp_path / "sys"


def device(place: Path, uuid: str = "", *below: str) -> None:
    (place / "slaves").mkdir(parents=True)
    if uuid:
        (place / "dm").mkdir()
        (place / "dm" / "uuid").write_text(f"{uuid}\n")
    for one in below:
        device(place / "slaves" / f"d{len(list((place / 'slaves').iterdir()))}", one)


@pytest.mark.parametrize(
    ("uuid", "below", "told"),
    [
        ("CRYPT-LUKS2-0a1b-home", (), True),
        ("LVM-abc", ("CRYPT-LUKS2-0a1b-pv",), True),
        ("LVM-abc", ("CRYPT-LUKS2-0a1b-pv", "CRYPT-PLAIN-x"), True),
        ("LVM-abc", ("CRYPT-LUKS2-0a1b-pv", "LVM-other"), False),
        ("CRYPT-VERITY-0a1b-root", (), False),
        ("", (), False),
    ],
)
def test_a_disk_is_encrypted_where_all_that_is_written_to_it_is(
    sysfs: Path, tmp_path: Path, uuid: str, below: tuple[str, ...], told: bool
) -> None:
    device(sysfs / "8:1", uuid, *below)
    assert is_encrypted(tmp_path) is told


def test_what_the_system_does_not_tell_is_not_guessed(sysfs: Path, tmp_path: Path) -> None:
    assert not sysfs.exists()
    assert is_encrypted(tmp_path) is None


@pytest.mark.parametrize(
    ("type_", "encrypted", "far"), [("fuse.gocryptfs", True, False), ("nfs4", None, True), ("ext4", None, False)]
)
def test_a_file_system_is_known_by_its_type(
    sysfs: Path, tmp_path: Path, type_: str, encrypted: bool | None, far: bool
) -> None:
    assert not sysfs.exists()
    (tmp_path / "mountinfo").write_text(
        f"22 27 0:21 / /proc rw - proc proc rw\n36 25 8:1 / /home rw - {type_} x:/y rw\n"
    )
    assert is_encrypted(tmp_path) is encrypted
    assert is_far_away(tmp_path) is far


@pytest.mark.parametrize(
    ("folder", "mark", "said"),
    [
        ("Dropbox/cases", "", "Dropbox is sent elsewhere"),
        ("OneDrive - County/cases", "", "OneDrive - County is sent"),
        ("Documents", ".stfolder", "Documents is sent elsewhere"),
        ("cloud/cases", "../.sync_0a1b2c3d.db", "cloud is sent elsewhere"),
        ("work", ".git", "work is kept by git"),
        ("Documents/boxes", ".config", ""),
    ],
)
def test_a_folder_that_is_sent_elsewhere_is_known_by_its_name_or_by_what_is_in_it(
    tmp_path: Path, folder: str, mark: str, said: str
) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    if mark:
        (place / mark).touch()
    assert said in sent_by(place / "x.db")
    assert bool(sent_by(place / "x.db")) is bool(said)


def test_doctor_tells_both_and_calls_neither_bad(ana: Program) -> None:
    (ana.db.parent / ".stfolder").mkdir()
    ran = ana.run("doctor", "--json")
    told = {one["check"]: one for one in json.loads(ran.out)}
    assert ran.code == 0
    assert told["folder"]["state"] == "warning"
    assert "let it hold copies" in told["folder"]["detail"]
    assert (told["disk"]["state"] == "ok") is (told["disk"]["detail"] == "is encrypted")
