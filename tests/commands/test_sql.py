"""caseload sql: any question, every format; it cannot write, it quotes no record, it ends when it is told to."""

import csv
import io
import json
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Program, executable
from hypothesis import given
from hypothesis import strategies as st
from invented import NASTY
from store.test_opening import FILL, killed

from caseload.store.asking import _numbered, _unquoted
from commands.conftest import Quick

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select {} from n"


def test_a_question_is_answered_in_every_format(served: Quick) -> None:
    words = ("sql", "select id, title, target from open_goal where client_handle = 'ana-ruiz' order by id")
    assert served(*words) == "g1\tWalk\t120\ng2\tRead\t\n"
    assert served(*words, "--csv") == "id,title,target\ng1,Walk,120\ng2,Read,\n"
    assert json.loads(served(*words, "--json"))[1] == {"id": "g2", "title": "Read", "target": None}
    assert served(*words, "--jsonl").count("\n") == 2
    assert served(*words, "--ids") == "g1\ng2\n"
    assert served(*words, "--fields", "target,id") == "120\tg1\n\tg2\n"
    assert served(*words, "--csv", "--excel").startswith("\ufeffid,title,target\r\n")
    assert "Walk" in served(*words, "--table")


def test_the_statement_may_come_from_stdin(served: Quick) -> None:
    assert served("sql", "-", stdin="select 1 as one;\n") == "1\n"


def test_ids_go_on_to_other_commands(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "2026-11-20")
    ids = served("sql", "select id from open_task where due < '2026-11-25'", "--ids")
    served("done", "-", stdin=ids)
    assert served("sql", "select count(*) from open_task") == "0\n"


def test_no_rows_are_empty_in_the_way_of_each_format(served: Quick) -> None:
    words = ("sql", "select id from open_task")
    assert [served(*words, flag) for flag in ("--csv", "--json", "--jsonl", "--tsv", "--ids")] == [
        "id\n", "[]\n", "", "", "",
    ]  # fmt: skip


def test_columns_of_one_name_are_numbered(served: Quick) -> None:
    sql = "select 1 as id, 2 as id, 3 as id_2, 4 as id"
    assert served("sql", sql, "--csv") == "id,id_3,id_2,id_4\n1,2,3,4\n"


@given(st.lists(st.sampled_from(["id", "id_2", "id_3", "id_2_2", ""]), max_size=8))
def test_no_two_columns_ever_have_one_name(names: list[str]) -> None:
    numbered = _numbered(names)
    assert len(set(numbered)) == len(names)
    assert all(new.startswith(old) for new, old in zip(numbered, names, strict=True))
    assert {names.index(name) for name in names} == {numbered.index(name) for name in set(names)}


@pytest.mark.parametrize(
    ("value", "cell", "in_json"),
    [
        ("null", "", None),
        ("x'00ff'", "x'00ff'", "x'00ff'"),
        ("9e999", "Infinity", "Infinity"),
        ("-9e999", "-Infinity", "-Infinity"),
        ("9223372036854775807", "9223372036854775807", 9223372036854775807),
        ("0.1", "0.1", 0.1),
        ("cast(x'4aff' as text)", "J\\xff", "J\\xff"),
        ("'00501'", "00501", "00501"),
        ("fold('Müñoz')", "munoz", "munoz"),
        ("fold(5)", "5", 5),
        ("fold(null)", "", None),
    ],
)
def test_a_value_is_as_it_is_stored(served: Quick, value: str, cell: str, in_json: object) -> None:
    sql = f"select {value} as value, 1 as after"
    assert next(csv.DictReader(io.StringIO(served("sql", sql, "--csv"))))["value"] == cell
    assert json.loads(served("sql", sql, "--json"))[0]["value"] == in_json


@pytest.mark.parametrize("text", NASTY)
def test_text_comes_out_as_it_went_in(served: Quick, text: str) -> None:
    sql = "select '{}' as text".format(text.replace("'", "''"))
    out = served("sql", "-", "--csv", stdin=sql)
    assert next(csv.DictReader(io.StringIO(out, newline="")))["text"] == text
    assert json.loads(served("sql", "-", "--json", stdin=sql)) == [{"text": text}]


WRITES = (
    "delete from task",
    "update client set handle = 'x'",
    "insert into task (title) values ('x')",
    "with x as (select 1) delete from task",
    "insert into task_fts (task_fts) values ('rebuild')",
    "update sqlite_master set sql = ''",
    "create temp table x (a)",
    "drop view open_task",
    "attach '{folder}/other.db' as other",
    "vacuum into '{folder}/other.db'",
    "vacuum",
    "reindex",
    "analyze",
    "begin",
    "savepoint x",
    "pragma user_version = 9",
    "pragma journal_mode = wal",
    "pragma query_only = off",
    "pragma writable_schema = on",
    "pragma wal_checkpoint",
    "pragma optimize",
    "select load_extension('x')",
)


@pytest.mark.parametrize("sql", WRITES)
def test_what_would_write_is_refused(served: Quick, tmp_path: Path, sql: str) -> None:
    before, folder = served.fingerprint, sorted(served.db.parent.iterdir())
    ran = served.run("sql", sql.format(folder=tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("caseload: sql: only reads; one select")
    assert (served.fingerprint, sorted(served.db.parent.iterdir())) == (before, folder)
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize(
    "sql",
    [
        "pragma table_info(task)", "pragma integrity_check", "pragma user_version", "explain select 1", "values (1)",
        "explain query plan select * from open_task", "select name from sqlite_master",
        "select value from json_each('[1]')",
        "select id from client where id in (select rowid from client_fts where client_fts match 'ruiz')",
        ENDLESS.format("i") + " limit 1",
    ],
)  # fmt: skip
def test_whatever_only_reads_is_answered(served: Quick, sql: str) -> None:
    assert served("sql", sql)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("selec 1", 'near "selec": syntax error'),
        ("select colour from task", "no such column: colour"),
        ("select * from nowhere", "no such table: nowhere"),
        ("select colour()", "no such function: colour"),
        ("select 'x", 'unrecognized token: "\'x"'),
        ("select abs(-9223372036854775808)", "integer overflow"),
        ("select zeroblob(2000000000)", "string or blob too big"),
        ("select 1; select 2", "is more than one statement"),
        ("select ?", "has a parameter, and no value for it"),
        ("select '\0'", "holds a NUL character"),
        ("select '\udcff'", "is not UTF-8"),
        ("", "holds no statement"),
        (" -- nothing", "holds no statement"),
    ],
)
def test_what_is_wrong_with_a_statement_is_one_sentence(served: Quick, sql: str, said: str) -> None:
    for words, stdin in ((("sql", "--", sql), ""), (("sql", "-"), sql)):
        if "\udcff" in sql and stdin:
            continue
        ran = served.run(*words, stdin=stdin)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"caseload: sql: {said}"), ran.err
        assert ran.err.count("\n") == 1


def test_what_goes_wrong_at_a_later_row_is_said_too(served: Quick) -> None:
    ran = served.run("sql", "select abs(column1) from (values (1), (-9223372036854775808))")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "integer overflow" in ran.err


def test_bytes_that_are_no_text_are_said_to_be_none_where_they_are_folded(served: Quick) -> None:
    connection = sqlite3.connect(served.db)
    connection.execute("pragma ignore_check_constraints = on")
    connection.execute("update client set family_name = cast(x'ff41' as text) where id = 1")
    connection.commit()
    connection.close()
    ran = served.run("sql", "select fold(family_name) from client")
    assert (ran.code, ran.err) == (
        2, "caseload: sql: gives fold a text that is not UTF-8; fold(cast(... as blob)) for it\n"
    )  # fmt: skip
    assert served("sql", "select fold(cast(family_name as blob)) from client where id = 2") == "ng\n"


def test_a_sentence_quotes_no_record(served: Quick) -> None:
    served("task", "add", "ana", 'Jane"Roe: HIV+')
    for sql in (
        "select id from task_fts, task where task_fts match (select title from task)",
        "select json_extract('{}', (select title from task))",
        "select json(title) from task",
        "select printf('%d', title), json_extract('{}', '$' || title) from task",
    ):
        ran = served.run("sql", sql)
        assert "Roe" not in ran.err
        assert ran.code in (0, 2)


def test_what_was_not_typed_is_cut_from_what_sqlite_says() -> None:
    assert _unquoted('fts5: syntax error near "Jane Roe"', "select 1") == "fts5: syntax error"
    assert _unquoted("no such column: Jane", "select 1") == "no such column"
    assert _unquoted("no such column: jane", "select jane") == "no such column: jane"
    assert _unquoted("JSON path error near 'Jane", "select 1") == "JSON path error"


def test_a_read_leaves_the_file_as_it_was(served: Quick) -> None:
    before, mtime = served.fingerprint, served.db.stat().st_mtime_ns
    served("sql", "select * from client_summary")
    assert (served.fingerprint, served.db.stat().st_mtime_ns) == (before, mtime)
    assert [path.name for path in served.db.parent.iterdir()] == ["caseload.db"]


def test_a_confidential_address_is_masked_in_views_and_not_in_tables(served: Quick, ana: Program) -> None:
    served("client", "edit", "ana", "--address", "1 Elm St", "--address-confidential")
    assert served("sql", "select address from client_summary where handle = 'ana-ruiz'") == "(confidential)\n"
    assert served("sql", "select address from client where handle = 'ana-ruiz'") == "1 Elm St\n"
    told = " ".join(ana("sql", "--help").split())
    assert "They mask confidential addresses; the tables behind them do not" in told
    assert "--reveal" not in told


def test_a_file_takes_the_format_from_its_ending_and_replaces_nothing(served: Quick, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    ran = served.run("sql", "select 1 as one", "-o", str(file))
    assert (ran.code, ran.out, file.read_text()) == (0, "", '{"one": 1}\n')
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert served.run("sql", "select 2 as one", "-o", str(file)).code == 1
    assert served.run("sql", "select 2 as one", "-o", str(tmp_path / "a")).code == 2
    served("sql", "select 2 as one", "-o", str(file), "--force")
    assert file.read_text() == '{"one": 2}\n'
    assert served.run("sql", "select abs(-9223372036854775808)", "-o", str(tmp_path / "b.csv")).code == 2
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".csv"] == []


def test_a_database_that_another_program_holds_gives_5(ana: Program) -> None:
    holder = sqlite3.connect(ana.db, isolation_level=None)
    holder.execute("begin exclusive")
    ran = ana.run("sql", "select 1 from client")
    holder.close()
    assert (ran.code, ran.err.count("\n")) == (5, 1)
    assert "busy" in ran.err


@pytest.mark.parametrize("what", ["missing", "random"])
def test_what_is_no_database_gives_5(nobody: Program, what: str) -> None:
    if what == "random":
        nobody.db.parent.mkdir()
        nobody.db.write_bytes(bytes(range(256)) * 64)
    ran = nobody.run("sql", "select 1")
    assert (ran.code, ran.err.count("\n")) == (5, 1)


@pytest.mark.parametrize("what", ["i", "count(*)", "fold('É')"])
def test_ctrl_c_is_heard_however_long_a_row_takes(ana: Program, what: str) -> None:
    with subprocess.Popen(
        [executable(), "sql", ENDLESS.format(what)], env=ana.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout
        assert run.stderr
        if what == "count(*)":
            _wait_until_it_works(run.pid)
        else:
            run.stdout.read(1000)
        run.send_signal(signal.SIGINT)
        run.stdout.close()
        err = run.stderr.read().decode()
        assert (run.wait(timeout=20), err) in ((130, "caseload: stopped; nothing was changed\n"), (141, ""))
        assert what != "count(*)" or run.returncode == 130


def _wait_until_it_works(pid: int) -> None:
    """Until the process has used more of a processor than it takes to start."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        used = sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        if used > 100:
            return
    pytest.fail("it never began")


def test_an_endless_answer_ends_with_its_reader(ana: Program) -> None:
    ran = ana.shell(f'{{ caseload sql "{ENDLESS.format("i")}"; echo $? >&3; }} 3> code | head -1')
    assert (ran.out, ran.err) == ("1\n", "")
    assert (ana.home / "code").read_text().strip() == "141"


PEAK = """
import io, os, resource, sys
sys.stdout = io.TextIOWrapper(open(os.devnull, "wb"))
from caseload.app import run
assert run(sys.argv[1:]) == 0
sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


def test_memory_does_not_grow_with_the_answer(ana: Program) -> None:
    peaks = []
    for rows in (1_000, 300_000):
        sql = f"{ENDLESS.format('i, 1.5 as x, hex(zeroblob(50)) as text')} limit {rows}"
        ran = subprocess.run(
            [sys.executable, "-c", PEAK, "sql", sql, "--csv"], env=ana.environ, capture_output=True, check=True
        )
        peaks.append(int(ran.stderr))
    assert peaks[1] < peaks[0] + 4_000  # kB


def test_a_killed_writers_leavings_are_taken_back_first(ana: Program) -> None:
    before = ana.db.read_bytes()
    killed(ana.db, f"update client set handle = 'half'; {FILL}")
    assert ana("sql", "select handle from client_summary") == "ana-ruiz\n"
    assert ana.db.read_bytes() == before


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("a|b", "a\\|b"), ("a\nb", "a<br>b"), ("_x_", "\\_x\\_"), ("client_handle", "client_handle"), ("<b>", "&lt;b&gt;"),
     ("\x1b[31m", "␛\\[31m")],
)  # fmt: skip
def test_a_heading_is_escaped_in_markdown_as_a_cell_is(served: Quick, heading: str, cell: str) -> None:
    assert served("sql", f'select 1 as "{heading}"', "--markdown") == f"| {cell} |\n| --- |\n| 1 |\n"


def test_a_heading_is_harmless_in_a_table(served: Quick) -> None:
    shown = served("sql", 'select 1 as "\x1b[31mred\nline\u202e"', "--table")
    assert shown.splitlines()[0] == "␛[31mred line\ufffd"


# A name in double quotes is a name


@pytest.mark.parametrize(
    "typed",
    [
        'select "nosuch"',
        'select id from task where title = "Call"',
        'select "nosuch" from task',
        'select id from task where title = \'a "quoted" text\' and "nosuch" = 1',
        'with found as (select id from task) select "title" from found',
        'select count(*) from task group by "nosuch"',
        'select id from task order by "nosuch"',
        'explain select "nosuch" from task',
        '/* a "remark" */ select "nosuch"',
        'values ("nosuch")',
        'select json_extract(own, "$.f1") from task',
        'select id from task where title like "%call%"',
        'select max("nosuch", 1) from task',
    ],
)
def test_a_name_in_double_quotes_that_is_none_is_an_error_and_no_text(served: Quick, typed: str) -> None:
    ran = served.run("sql", typed)
    assert (ran.code, ran.out) == (2, ""), ran
    assert "no such column: " in ran.err
    assert "'single quotes'" in ran.err


@pytest.mark.parametrize(
    ("typed", "out"),
    [
        ('select "handle" from "client" where "id" = 1', "handle\nana-ruiz\n"),
        ('select "client"."handle" from client where id = 1', "handle\nana-ruiz\n"),
        ('select c."handle" as "my handle" from client as "c" where "c".id = 1', "my handle\nana-ruiz\n"),
        ('select handle as "h ""x""" from client order by "h ""x""" limit 1', '"h ""x"""\nana-ruiz\n'),
        ('select "n`" from (select 1 as "n`")', "n`\n1\n"),
        ('with "a b" as (select 1 as "x y") select "x y" from "a b"', "x y\n1\n"),
        ("select 'a \"text\" in it' as said", 'said\n"a ""text"" in it"\n'),
        ('select 1 as one -- a "remark', "one\n1\n"),
        ('select [handle], `id` from client where "id" = 1', "handle,id\nana-ruiz,1\n"),
        ('select "id" + 1 from client where id = 1', '"""id"" + 1"\n2\n'),
        ('pragma table_info("no table")', "cid,name,type,notnull,dflt_value,pk\n"),
        ('select "rowid" from client where id = 1', "id\n1\n"),
        ('select count(*) as n from client group by "active"."id" order by 1', None),
    ],
)
def test_a_name_in_double_quotes_that_is_one_is_that(served: Quick, typed: str, out: str | None) -> None:
    ran = served.run("sql", typed, "--csv")
    if out is None:
        assert ran.code == 2, ran
    else:
        assert (ran.code, ran.out) == (0, out), ran
