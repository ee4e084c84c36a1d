"""Paths as text are those that pathlib makes of the same words."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload import paths

TYPED = st.text(st.sampled_from("/./. ab%?#\udcffé"), max_size=12)


@given(TYPED)
def test_a_path_is_written_as_pathlib_writes_it(typed: str) -> None:
    assert paths.plain(typed) == str(Path(typed))


@given(TYPED)
def test_a_path_from_the_root_on_is_as_pathlib_has_it(typed: str) -> None:
    assert paths.absolute(typed) == paths.absolute(Path(typed)) == str(Path(typed).absolute())


@given(TYPED)
def test_a_stem_is_that_of_pathlib(typed: str) -> None:
    assert paths.stem(paths.plain(f"a{typed}")) == Path(f"a{typed}").stem


@pytest.mark.parametrize("name", ["a?mode=ro.db", "a#b.db", "100%.db", "a%20b.db", "é ü.db", "\udcff.db", "a&b='.db"])
def test_sqlite_opens_a_file_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with closing(sqlite3.connect(paths.uri(tmp_path / name, "rw"), uri=True)) as connection:
        connection.execute("create table here (id)")
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).stat().st_size
