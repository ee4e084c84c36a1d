"""What a connection is that was kept: as good as a new one, or not given out again."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import kept
import pytest

from caseload.paths import uri
from caseload.store.opening import create, open_existing


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A new database, while connections are kept."""
    path = tmp_path / "data" / "x.db"
    with kept.connections():
        create(path).close()
        yield path


def test_a_connection_is_kept_for_its_file_alone(place: Path) -> None:
    other = create(place.with_name("y.db"))
    other.close()
    again = open_existing(place)
    assert again is not other
    again.close()
    assert open_existing(place.with_name("y.db")) is other
    assert open_existing(place) is again
    assert open_existing(place) is not again


@pytest.mark.parametrize(
    "touch",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"),
        lambda path: path.write_bytes(path.read_bytes()),
        lambda path: path.with_name("copy").write_bytes(path.read_bytes()) and path.with_name("copy").replace(path),
        lambda path: path.chmod(0o640),
        lambda path: Path(f"{path}-journal").touch(),
        lambda path: other_program(path, "create view seen as select 1"),
        lambda path: path.write_bytes(lain(path.read_bytes().replace(b"CREATE VIEW ", b"create view "))),
        lambda path: path.write_bytes(lain(path.read_bytes()[:51] + b"\1" + path.read_bytes()[52:])),
    ],
    ids=["a byte", "written anew", "another file", "its mode", "a journal", "SQLite", "schema", "header"],
)
def test_a_file_that_somebody_touched_is_opened_anew(place: Path, touch: Callable[[Path], object]) -> None:
    (one := open_existing(place)).close()
    touch(place)
    assert open_existing(place) is not one


def test_a_byte_that_changed_under_the_same_stamps_is_seen(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it can be where a system's clock goes by ticks, and a test is quick."""
    monkeypatch.setattr(kept, "ONE_STAMP", 3_600_000_000_000)
    before = place.stat()
    monkeypatch.setattr(Path, "stat", lambda _: before)
    (one := open_existing(place)).close()
    (again := open_existing(place)).close()
    assert again is one
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    assert open_existing(place) is not one


def other_program(path: Path, sql: str) -> None:
    """One that writes to the file by itself."""
    there = sqlite3.connect(path)
    with there:
        there.execute(sql)
    there.close()


def lain(content: bytes) -> bytes:
    """A database as it is laid, its count another one."""
    return content[:24] + b"coun" + content[28:92] + b"coun" + content[96:]


@pytest.mark.parametrize(
    "write",
    [
        lambda path: other_program(path, "insert into operation (at, command) values ('x', 'x')"),
        lambda path: path.write_bytes(lain(written(path))),
    ],
    ids=["SQLite", "laid"],
)
def test_one_that_sees_what_somebody_wrote_is_kept(place: Path, write: Callable[[Path], object]) -> None:
    (one := open_existing(place)).close()
    write(place)
    again = open_existing(place)
    assert again is one
    assert again.execute("select at from operation").fetchall() == [("x",)]


def written(path: Path) -> bytes:
    """The content of the file, with a row more."""
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    other_program(copy, "insert into operation (at, command) values ('x', 'x')")
    return copy.read_bytes()


def test_nothing_is_left_in_it(place: Path) -> None:
    how: dict[str, Any] = {"uri": True, "isolation_level": "IMMEDIATE"}
    one = sqlite3.connect(uri(place, "rw"), **how)
    one.create_function("ours", 0, lambda: 1)
    one.row_factory, one.text_factory = sqlite3.Row, bytes
    one.execute("pragma foreign_keys = on")
    one.execute("create virtual table temp.words using fts5vocab (main, task_fts, row)")
    left_open = one.execute("select name from sqlite_master")
    left_open.fetchone()
    one.execute("insert into operation (at, command) values ('x', 'x')")
    one.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        one.execute("select 1")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        left_open.fetchone()
    assert sqlite3.connect(uri(place, "rw"), uri=True) is not one
    assert sqlite3.connect(uri(place, "rw"), **how) is one
    assert not one.in_transaction
    for asked in ("select at from operation", "pragma foreign_keys", "select name from temp.sqlite_master"):
        assert one.execute(asked).fetchone() in (None, (0,)), asked
    assert one.execute("select 'x'").fetchone() == ("x",)
    with pytest.raises(sqlite3.OperationalError, match="function"):
        one.execute("select ours()")


@pytest.mark.parametrize(
    "leave",
    [
        lambda one: one.set_authorizer(lambda *_: sqlite3.SQLITE_OK),
        lambda one: one.set_progress_handler(lambda: 0, 1000),
        lambda one: one.execute("pragma query_only = on"),
        lambda one: one.execute("pragma recursive_triggers = on"),
        lambda one: one.execute("pragma journal_mode = wal"),
    ],
    ids=["authorizer", "progress", "query_only", "recursive_triggers", "wal"],
)
def test_one_in_which_something_stays_is_closed(place: Path, leave: Callable[[sqlite3.Connection], object]) -> None:
    leave(one := open_existing(place))
    one.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        one.execute("select 1")
    assert open_existing(place) is not one


def test_outside_nothing_is_kept(place: Path) -> None:
    before = sqlite3.connect
    with kept.connections():
        pass
    assert sqlite3.connect is not before
