"""What is taken out of a file whose pages are destroyed: nearly all of it, and what could not be had is counted."""

import json
import random
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Program, program_in

from caseload.records.kinds import TABLES

Ids = Mapping[str, set[int]]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The demo's caseload, and 3,000 tasks that an import brought: of them the log has no images."""
    program = program_in(tmp_path_factory.mktemp("full"))
    program("demo", "--quiet", "--db", str(program.db))
    rows = "".join(f"me,Call number {number} {'and again ' * (number % 30)}\n" for number in range(3_000))
    program("import", "task", "-", "--source", "x", "--quiet", stdin=f"client,title\n{rows}")
    return program


def ids(path: Path) -> Ids:
    with closing(sqlite3.connect(path)) as connection:
        return {table: {row[0] for row in connection.execute(f"select id from {table}")} for table in TABLES}


def destroyed(program: Program, pages: Iterable[int], with_: bytes, place: Path) -> Path:
    data = bytearray(program.db.read_bytes())
    for page in pages:
        data[(page - 1) * 4096 : page * 4096] = with_
    place.write_bytes(data)
    return place


def roots(program: Program, *names: str) -> list[int]:
    sql = f"select rootpage from sqlite_master where name in ({', '.join('?' * len(names))})"
    with closing(sqlite3.connect(program.db)) as connection:
        return [row[0] for row in connection.execute(sql, names)]


@pytest.mark.parametrize("seed", range(6))
def test_of_a_file_with_three_pages_destroyed_nine_tenths_of_the_rows_are_had_and_the_rest_is_counted(
    full: Program, tmp_path: Path, seed: int
) -> None:
    """Any pages but the first: where chance has them, the roots of the largest tables, the schema's own."""
    chance, last = random.Random(seed), full.db.stat().st_size // 4096
    pages = {4: roots(full, "task", "client", "note"), 5: [2, 3, 4]}.get(seed) or chance.sample(range(2, last + 1), 3)
    with_ = chance.randbytes(4096) if seed % 2 else bytes(4096)
    broken, out = destroyed(full, pages, with_, tmp_path / "broken.db"), tmp_path / "out.db"
    before = broken.read_bytes()
    ran = full.run("doctor", "--salvage", str(out), "--db", str(broken), "--json")
    told = {one["kind"]: one for one in json.loads(ran.out)}
    there, had = ids(full.db), ids(out)
    missing = {table: len(there[table] - had[table]) for table in TABLES}
    assert sum(missing.values()) <= sum(map(len, there.values())) / 10
    assert {one: told[one]["lost"] for one in TABLES if one in told} == {
        one: missing[one] for one in TABLES if one in told
    }
    assert all(had[table] <= there[table] for table in TABLES)
    assert ran.code == (1 if any(one["lost"] or one["refused"] for one in told.values()) else 0)
    assert broken.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["broken.db", "out.db"]
    assert out.stat().st_mode & 0o777 == 0o600


def test_of_a_sound_file_everything_is_had_as_it_was_and_works_on(full: Program, tmp_path: Path) -> None:
    out = tmp_path / "out.db"
    ran = full.run("doctor", "--salvage", str(out))
    assert (ran.code, "0 were not; doctor finds nothing wrong in it" in ran.err) == (0, True), ran.err
    assert full("export", "all", "--db", str(out)) == full("export", "all")
    assert full("history", "--csv", "--db", str(out)) == full("history", "--csv")
    assert full.run("doctor", "--db", str(out)).code == 0
    assert full("find", "landlord", "--ids", "--db", str(out)) == full("find", "landlord", "--ids")
    full("undo", "--quiet", "--yes", "--db", str(out))
    assert len(ids(out)["task"]) == len(ids(full.db)["task"]) - 3_000


def test_what_breaks_a_rule_is_taken_along_and_named(ana: Program, tmp_path: Path) -> None:
    ana("task", "add", "ana", "Call")
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as connection:
        connection.executescript("""pragma ignore_check_constraints = on; pragma foreign_keys = off;
            update task set status = 'odd'; update client set phone = cast(x'ff' as text); delete from client;
            insert into task (client_id, title, created_at, updated_at) values (1, cast(x'61ff' as text), '', '')""")
    ran = ana.run("doctor", "--salvage", str(tmp_path / "out.db"))
    assert (ran.code, "doctor names" in ran.err or "are named by" in ran.err) == (0, True), ran
    found = ana.run("doctor", "--db", str(tmp_path / "out.db")).out
    assert "t1: status cannot be read" in found
    assert "t1, client: refers to a client that is not there" in found
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert connection.execute("select hex(title), typeof(title) from task where id = 2").fetchone() == (
            "61FF",
            "text",
        )


def test_a_number_that_was_lost_is_given_to_nobody_else(ana: Program, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("client,title\nme,One\nme,Two\n")
    ana("import", "task", str(tmp_path / "t.csv"))
    broken = destroyed(ana, roots(ana, "task"), bytes(4096), tmp_path / "broken.db")
    ran = ana.run("doctor", "--salvage", str(tmp_path / "out.db"), "--db", str(broken), "--csv")
    assert (ran.code, "\ntask,0,0,0,2\n" in ran.out) == (1, True), ran
    assert ana("task", "add", "me", "Three", "--db", str(tmp_path / "out.db")) == "t3\n"


def test_what_is_free_is_not_read_and_a_list_of_free_pages_that_is_destroyed_hides_nothing(
    ana: Program, tmp_path: Path
) -> None:
    ana("task", "add", "ana", "Stays")
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as connection:
        # As many rows of our kind as fill some pages, then given up.
        many = "with recursive n (i) as (select 1 union all select i + 1 from n limit 999) select i from n"
        connection.execute(f"create table gone as select task.* from task, ({many})")
        connection.execute("drop table gone")
    (trunk,) = [int.from_bytes(ana.db.read_bytes()[32:36], "big")]
    assert trunk
    destroyed(ana, [trunk], b"\0\0\0\7" * 1024, tmp_path / "broken.db")
    for name in (ana.db, tmp_path / "broken.db"):
        out = tmp_path / f"out of {name.name}"
        ran = ana.run("doctor", "--salvage", str(out), "--db", str(name))
        assert ran.code == 0, ran
        assert ids(out) == ids(ana.db)


def test_who_was_purged_does_not_come_back_by_a_page_or_by_the_log(ana: Program, tmp_path: Path) -> None:
    ana("task", "add", "ana", "Zebra-needle")
    ana("client", "add", "Bo", "Ng")
    ana("client", "close", "ana", "--reason", "moved", "--drop-open")
    ana("client", "purge", "ana", "--reason", "x", "--confirm", "ana-ruiz")
    pages = roots(ana, "task", "operation", "purge")
    broken, out = destroyed(ana, pages, bytes(4096), tmp_path / "broken.db"), tmp_path / "out.db"
    assert ana.run("doctor", "--salvage", str(out), "--db", str(broken)).code == 1
    assert ids(out)["client"] == {2}
    assert b"Zebra-needle" not in out.read_bytes()
    # What is left of its steps can be asked for, and brings nothing back.
    ana.run("undo", "3", "--yes", "--db", str(out))
    assert ids(out)["task"] == set()


def test_what_a_killed_run_left_beside_the_file_is_taken_back_first(ana: Program, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(ana.db.read_bytes())
    code = f"""
import os, sqlite3
c = sqlite3.connect({str(broken)!r}, isolation_level=None)
c.execute("pragma cache_spill = 1"); c.execute("pragma cache_size = 1"); c.execute("begin exclusive")
for number in range(3000):
    c.execute("insert into task (title, created_at, updated_at) values (?, '', '')", ("half " * 99,))
os._exit(9)
"""
    (tmp_path / "killed.py").write_text(code)
    ana.shell(f"python3 {tmp_path}/killed.py")
    assert Path(f"{broken}-journal").stat().st_size
    ran = ana.run("doctor", "--salvage", str(tmp_path / "out.db"), "--db", str(broken))
    assert ran.code == 0, ran
    assert ids(tmp_path / "out.db") == ids(ana.db)
    assert Path(f"{broken}-journal").stat().st_size


def test_nothing_is_salvaged_over_a_file_out_of_nothing_or_out_of_anothers(ana: Program, tmp_path: Path) -> None:
    place = tmp_path / "there.db"
    place.write_text("mine")
    ran = ana.run("doctor", "--salvage", str(place))
    assert (ran.code, ran.err.endswith("; name a new one with --salvage\n")) == (1, True), ran
    assert place.read_text() == "mine"
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("create table t (x)")
    (tmp_path / "zeros.db").write_bytes(bytes(40_960))
    (tmp_path / "empty.db").touch()
    for name in ("other.db", "zeros.db", "empty.db", "none.db"):
        ran = ana.run("doctor", "--salvage", str(tmp_path / "out.db"), "--db", str(tmp_path / name))
        assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1), ran
        assert not (tmp_path / "out.db").exists()
    assert ana.run("doctor", "--fix", "--salvage", str(tmp_path / "out.db")).code == 2


def test_a_file_that_has_lost_its_first_page_gives_what_the_others_hold(full: Program, tmp_path: Path) -> None:
    broken = destroyed(full, [1], bytes(4096), tmp_path / "broken.db")
    full.run("doctor", "--salvage", str(tmp_path / "out.db"), "--db", str(broken))
    there, had = ids(full.db), ids(tmp_path / "out.db")
    assert sum(len(had[one] & there[one]) for one in TABLES) >= sum(map(len, there.values())) * 9 / 10
