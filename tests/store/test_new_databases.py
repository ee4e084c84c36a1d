"""A new database is at its place whole and once, whoever else makes one there at the same moment, or is killed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Program, Ran, program_in

from caseload import placing
from caseload.errors import Refused, Unusable
from caseload.output.files import Place, new_file
from caseload.store.opening import create, new_database, open_existing
from store.test_transactions import needs_strace, run_traced

RACING = Path(__file__).with_name("racing.py")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `export all` wrote of a caseload with one client."""
    program = program_in(tmp_path_factory.mktemp("exported"))
    program("init")
    program("client", "add", "Ana", "Ruiz")
    program("export", "all", "-o", str(program.home / "all.json"))
    return program.home / "all.json"


def race(program: Program, *lines: tuple[str, ...]) -> list[Ran]:
    """What became of the lines, run at once."""
    command = [sys.executable, str(RACING)]
    said = subprocess.run(
        command, input=json.dumps(lines), capture_output=True, env=program.environ, text=True, check=True, timeout=60
    ).stdout
    return [Ran(code, "", err) for code, err in json.loads(said)]


def beside(program: Program) -> list[str]:
    """The names of what is in the database's folder."""
    return sorted(one.name for one in program.db.parent.iterdir()) if program.db.parent.exists() else []


@pytest.mark.parametrize("there", ["nothing", "a file without a byte"])
def test_of_imports_into_one_new_file_at_once_one_is_done_and_what_it_made_stays(
    nobody: Program, exported: Path, there: str
) -> None:
    for _ in range(3):
        if there != "nothing":
            nobody.db.parent.mkdir(exist_ok=True)
            nobody.db.touch()
        ran = race(nobody, *[("import", "all", str(exported))] * 6)
        assert sorted(one.code for one in ran) == [0, 1, 1, 1, 1, 1], ran
        assert all("there is a database already" in one.err or "holds records" in one.err for one in ran if one.code)
        assert beside(nobody) == ["caseload.db"]
        assert nobody("client", "list", "--ids") == "c1\n"
        nobody.db.unlink()


def test_a_dry_run_leaves_nothing_and_removes_nothing_of_others(nobody: Program, exported: Path) -> None:
    line = ("import", "all", str(exported))
    assert nobody.run(*line, "-n").code == 0
    assert not nobody.db.parent.exists()
    for _ in range(2):
        ran = race(nobody, *[(*line, "-n")] * 4, line)
        assert {one.code for one in ran} == {0, 1} or {one.code for one in ran} == {0}
        assert ran[-1].code == 0, ran
        assert beside(nobody) == ["caseload.db"]
        assert nobody("client", "list", "--ids") == "c1\n"
        nobody.db.unlink()


def test_an_import_that_fails_leaves_the_database_that_came_meanwhile(nobody: Program, tmp_path: Path) -> None:
    bad = tmp_path / "all.json"
    bad.write_text('{"schema": 1, "client": [{"id": "c1"}]}')
    for _ in range(2):
        ran = race(nobody, ("import", "all", str(bad)), ("init",), ("import", "all", str(bad)))
        assert [one.code for one in ran] == [2, 0, 2], ran
        assert beside(nobody) == ["caseload.db"]
        assert nobody("client", "list") == ""
        nobody.db.unlink()


def test_of_inits_at_once_one_makes_it(nobody: Program) -> None:
    for _ in range(2):
        assert sorted(one.code for one in race(nobody, *[("init",)] * 5)) == [0, 1, 1, 1, 1]
        assert beside(nobody) == ["caseload.db"]
        nobody.db.unlink()


def test_of_exports_into_one_file_at_once_one_writes_it(ana: Program) -> None:
    line = ("export", "client", "--csv", "-o", str(ana.home / "clients.csv"))
    for _ in range(2):
        ran = race(ana, *[line] * 5)
        assert sorted(one.code for one in ran) == [0, 1, 1, 1, 1], ran
        assert [one.name for one in ana.home.iterdir() if "clients" in one.name] == ["clients.csv"]
        assert (ana.home / "clients.csv").read_text().count("ana-ruiz") == 1
        (ana.home / "clients.csv").unlink()


def test_a_file_that_comes_in_the_last_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the program has looked whether one is there, and before its own is put in its place."""
    place = Place(tmp_path / "x.csv")
    monkeypatch.setattr(Place, "check", lambda _: place.path.write_text("theirs"))
    with pytest.raises(Refused, match="something at"), new_file(place) as file:
        file.write("ours")
    assert place.path.read_text() == "theirs"


@needs_strace
@pytest.mark.parametrize("fault", ["pwrite64:signal=KILL:when=9", "link,linkat:signal=KILL:when=1",
                                   "unlink,unlinkat:signal=KILL:when=1"])  # fmt: skip
def test_what_a_killed_import_left_is_cleared_by_the_next(nobody: Program, exported: Path, fault: str) -> None:
    calls = fault.partition(":")[0]
    options = ("-o", str(nobody.home / "strace"), "-e", f"trace={calls}", "-e", f"inject={fault}")
    assert run_traced(nobody, options, "import", "all", str(exported)).code == -9
    assert any(name.endswith(".part") for name in beside(nobody))
    if "caseload.db" in beside(nobody):
        assert nobody("client", "list", "--ids") == "c1\n"
        nobody.db.unlink()
    nobody("import", "all", str(exported))
    assert beside(nobody) == ["caseload.db"]
    assert nobody("client", "list", "--ids") == "c1\n"


@needs_strace
@pytest.mark.parametrize("fault", ["fsync:error=EIO:when=1", "pwrite64:error=ENOSPC:when=5+", "link,linkat:error=EIO"])
def test_a_database_that_cannot_be_written_is_nowhere(nobody: Program, exported: Path, fault: str) -> None:
    calls = fault.partition(":")[0]
    options = ("-o", str(nobody.home / "strace"), "-e", f"trace={calls}", "-e", f"inject={fault}")
    ran = run_traced(nobody, options, "import", "all", str(exported))
    assert (ran.code, ran.err.count("\n")) == (5, 1), ran
    assert beside(nobody) == []


def test_a_database_is_not_made_beside_what_a_gone_one_left(tmp_path: Path) -> None:
    """SQLite would put an old journal's pages into it."""
    for end in ("-journal", "-wal"):
        beside = tmp_path / f"c.db{end}"
        beside.write_bytes(b"pages")
        with pytest.raises(Refused, match="move it away"):
            create(tmp_path / "c.db")
        assert not (tmp_path / "c.db").exists()
        beside.unlink()


def test_a_folder_made_for_a_database_that_does_not_stay_goes_too_unless_something_is_in_it(tmp_path: Path) -> None:
    with new_database(tmp_path / "new" / "folder" / "c.db", stays=False) as path:
        assert path.exists()
    assert list(tmp_path.iterdir()) == []
    with new_database(tmp_path / "new" / "folder" / "c.db", stays=False):
        (tmp_path / "new" / "theirs").touch()
    assert list((tmp_path / "new").iterdir()) == [tmp_path / "new" / "theirs"]


@pytest.mark.parametrize("there", [b"", b"theirs"])
def test_a_file_that_came_meanwhile_stays(tmp_path: Path, there: bytes) -> None:
    place = tmp_path / "c.db"
    with pytest.raises(Refused) if there else open(os.devnull), new_database(place):  # noqa: PTH123
        place.write_bytes(there)
    if there:
        assert place.read_bytes() == there
    else:
        open_existing(place).close()


@pytest.mark.parametrize("system", ["renames to where nothing is", "has no such call"])
@pytest.mark.parametrize("there", [None, b"", b"theirs"])
def test_where_a_file_system_has_no_links_a_file_comes_only_where_none_is_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, there: bytes | None
) -> None:
    def no_link(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    if system == "has no such call":
        monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
    place = tmp_path / "x"
    for over_empty in (False, True):
        if there is not None:
            place.write_bytes(there)
        with placing.unfinished(place) as path:
            path.write_bytes(b"ours")
            if there == b"theirs" or (there == b"" and not over_empty):
                with pytest.raises(FileExistsError):
                    placing.put(path, place, over_empty=over_empty)
                assert place.read_bytes() == there
            else:
                placing.put(path, place, over_empty=over_empty)
                assert place.read_bytes() == b"ours"
        assert list(tmp_path.iterdir()) == [place]
        place.unlink()


def test_what_another_is_at_is_not_cleared(tmp_path: Path) -> None:
    place = tmp_path / "x"
    (tmp_path / ".x.1.part").write_bytes(b"left")
    (tmp_path / ".x.1.part-journal").write_bytes(b"left")
    (tmp_path / ".x.y.part").write_bytes(b"theirs")
    with placing.unfinished(place) as first:
        assert not (tmp_path / ".x.1.part").exists()
        with placing.unfinished(place) as second:
            assert first != second
            assert placing.left_behind(place) == []
            assert first.exists()
        (tmp_path / ".x.2.part").write_bytes(b"left")
        assert placing.left_behind(place) == [tmp_path / ".x.2.part"]
    assert sorted(one.name for one in tmp_path.iterdir()) == [".x.2.part", ".x.y.part"]


def test_a_link_is_no_place_for_a_database_and_is_not_followed(tmp_path: Path) -> None:
    shutil.copy(__file__, tmp_path / "real")
    (tmp_path / "c.db").symlink_to("real")
    with pytest.raises(Unusable, match="is not a file"):
        create(tmp_path / "c.db")
