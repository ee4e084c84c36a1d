"""A later version whose kinds have a field of a name that was the user's own, and what guards a signed note."""

import gzip
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import AT, DAY, new_store
from owned import OWN

from caseload.actions import declaring
from caseload.errors import Invalid, Refused
from caseload.output.column import Format
from caseload.records.client import Client
from caseload.records.field import OwnField, OwnType
from caseload.records.kinds import kind_of
from caseload.records.note import Note, signed
from caseload.records.of.own import reserved
from caseload.records.of.values import Own
from caseload.reports.exported import wanted_file
from caseload.session import Options, Session
from caseload.store import migrations, opening, search, soundness
from caseload.store.changes import undo
from caseload.store.core import Store
from caseload.store.migrations import making
from caseload.store.opening import SCHEMA, create, open_existing, open_to_read
from caseload.store.own import own_fields
from caseload.store.public import Shown
from caseload.store.reads.listed import Wanted
from caseload.value import replace
from caseload.when.dates import When

NAMES = {
    "cohort": "own_own_cohort", "own_cohort": "own_cohort", "mentor": "own_mentor", "mentor_id": "own_mentor_id",
    "steps": "own_steps", "school": "school", "words": "own_own_words",
}  # fmt: skip
"""What the fields of `path` are called, and what they are called once the kind has columns of such names."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database in which Ana holds something in each field of NAMES, f1 to f7, and in one of tasks; f8 was dropped."""
    store = Store(create(tmp_path / "c.db"), AT)
    with store.step("declare"):
        made = [store.add(OwnField(of="client", name=name, label=name)) for name in NAMES]
        gone = store.add(OwnField(of="client", name="gone", label="Gone", type=OwnType.NUMBER))
        store.save(replace(gone, voided_at=AT, void_reason="x"))
        store.add(OwnField(of="task", name="cohort", label="Cohort"))
    with store.step("client add"):
        held = Own.of({one.ref: f"lemon {one.name}" for one in made} | {gone.ref: 5})
        store.add(Client(given_name="Ana", handle="ana", own=held))
    store.close()
    return tmp_path / "c.db"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is one migration ahead, with new columns of clients and of notes."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    ahead = Migrations("caseload")
    for made in migrations.STEPS:
        ahead(name=made.__name__)(made)

    @ahead()
    def m999_later(db: Database) -> None:
        making.put_aside(db)
        making.extend(db, "client", dict.fromkeys(("cohort", "mentor_id", "step_ids", "words", "gone"), "text"))
        making.extend(db, "note", {"weather": "text"})
        making.put_back(db)

    monkeypatch.setattr(migrations, "migrations", ahead)
    monkeypatch.setattr(opening, "SCHEMA", SCHEMA + 1)


def called(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("select 'f' || id, name from field order by id"))


@pytest.mark.parametrize("opened", [open_existing, open_to_read])
def test_a_field_whose_name_the_kind_has_now_is_renamed_and_told_once(
    path: Path, later: None, opened: Callable[..., sqlite3.Connection]
) -> None:
    told: list[str] = []
    connection = opened(path, told.append)
    assert list(called(connection).values()) == [*NAMES.values(), "own_gone", "cohort"]
    renamed = [(number, was, now) for number, (was, now) in enumerate(NAMES.items(), 1) if was != now]
    assert told == [
        f"client has a field {was} by itself now; yours, f{number}, is called {now} from here on"
        for number, was, now in (*renamed, (8, "gone", "own_gone"))
    ]
    connection.close()
    told.clear()
    opened(path, told.append).close()
    assert told == []


def test_what_the_records_hold_stays_and_is_listed_found_and_sound_under_the_new_name(path: Path, later: None) -> None:
    store = Store(open_existing(path), AT)
    fields = {field.key: field for field in own_fields(store, Client)}
    assert list(fields) == list(NAMES.values())
    ana = store.get(Client, 1)
    assert {key: field.of(ana) for key, field in fields.items()} == {
        now: f"lemon {was}" for was, now in NAMES.items()
    }  # fmt: skip
    assert [hit.ref for hit in search.find(store, "lemon own_cohort")] == ["c1"]
    assert [*soundness.search_index(store), *soundness.rules(store), *soundness.own(store)] == []
    with store.step("undo"):
        undo(store)
    assert store.select(Client, "true") == []


def test_the_session_tells_it_on_stderr(path: Path, later: None, tmp_path: Path) -> None:
    def opened() -> str:
        err = io.StringIO()
        environ = {"HOME": str(tmp_path), "CASELOAD_NOW": "2026-11-25T09:00"}
        session = Session(Options(db=str(path)), environ, io.StringIO(), err, io.StringIO())
        assert session.store.get(Client, 1).own["f1"] == "lemon cohort"
        session.close()
        return err.getvalue()

    assert opened().startswith(
        "client has a field cohort by itself now; yours, f1, is called own_own_cohort from here on\n"
    )
    assert opened() == ""


def test_an_upgrade_alone_makes_no_field_one_that_another_program_wrote(path: Path, later: None) -> None:
    connection = open_existing(path)
    sql = "select count(*) from change where kind = 'field' and operation_id is null"
    assert connection.execute(sql).fetchone() == (6,)
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    store = Store(connection, AT)
    own = own_fields(store, Client)
    "".join(wanted_file(store, Client, Shown(own=own), Wanted(statuses=()), When(DAY).ends(),
                        Format.CSV, excel=False))  # fmt: skip
    assert [one for one in asked if " from client" in one and "printf" not in one and "change" not in one] == []


def test_an_upgrade_of_what_has_no_such_field_tells_nothing(tmp_path: Path, later: None) -> None:
    plain = tmp_path / "plain.db"
    told: list[str] = []
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(opening, "SCHEMA", SCHEMA)
        create(plain).close()
    shutil.copy(plain, tmp_path / "copy.db")
    open_existing(tmp_path / "copy.db", told.append).close()
    assert told == []


# A signed note


def test_every_column_of_a_note_is_guarded_but_those_that_may_change() -> None:
    store = new_store()
    columns = [row[1] for row in store.connection.execute("pragma table_info(note)")]
    guarded = [name for name in columns if name not in making._MAY_CHANGE]
    assert {"own", "body", "client_id"} <= {*guarded}
    with store.step("note sign"):
        store.save(signed(store.get(Note, 1), store.at))
    for name in guarded:
        other = {"own": "'{\"f99\": true}'", "goal_ids": "'[]'", "client_id": "2", "minutes": "77", "miles": "7.5",
                 "service_id": "1"}  # fmt: skip
        value = other.get(name, f"(select {name} || '-' from note where id = 1)")
        if store.connection.execute(f"select {name} from note where id = 1").fetchone()[0] is None:
            value = other.get(name, "'x'")
        with pytest.raises(sqlite3.IntegrityError, match="a signed note is never edited"):
            store.connection.execute(f"update note set {name} = {value} where id = 1")
    store.connection.execute("update note set own_words = own_words, external_id = '9', source = 's' where id = 1")


def test_a_column_that_comes_later_is_guarded_too(path: Path, later: None) -> None:
    store = Store(open_existing(path), AT)
    with store.step("note add"):
        note = Note(client_id=1, occurred=When(DAY), body="Seen.")
        store.save(signed(store.add(note), AT))
    with pytest.raises(sqlite3.IntegrityError, match="a signed note is never edited"):
        store.connection.execute("update note set weather = 'rain'")
    image = store.connection.execute("select after from change where kind = 'note' limit 1").fetchone()[0]
    assert json.loads(image)["weather"] is None


def test_no_kind_is_forgotten_by_the_migration() -> None:
    store = new_store()
    for kind in OWN:
        columns = [row[1] for row in store.connection.execute(f"pragma table_info({kind.TABLE})")]
        assert {"own", "own_words"} <= set(columns)


def test_another_type_is_refused_where_a_signed_note_would_change() -> None:
    store = new_store()
    with store.step("sign"):
        field = store.add(OwnField(of="note", name="grade", label="Grade"))
        store.save(signed(replace(store.get(Note, 1), own=Own({field.ref: "12"})), store.at))
    before = store.get(Note, 1)
    with pytest.raises(Refused, match="n1 is signed"), store.step("edit"):
        declaring.retyped(store, field, replace(field, type=OwnType.NUMBER))
    with pytest.raises(Invalid, match="grade: is not a day in n1"), store.step("edit"):
        declaring.retyped(store, field, replace(field, type=OwnType.DAY))
    assert store.get(Note, 1) == before


SCHEMA_7 = Path(__file__).parent / "schemas" / "schema-7.db.gz"

SINCE = (
    ("client", "days"), ("client", "on"), ("client", "safety"), ("task", "step"), ("appointment", "with"),
    ("person", "no_in_household"), ("provider", "near"), ("condition", "onset"), ("note", "standing"),
)  # fmt: skip
"""Names that were free in a caseload of schema 7, and mean something else by now: options, columns, fields."""


def test_a_field_of_one_s_own_whose_name_has_come_to_mean_something_else_is_renamed_and_keeps_what_it_held(
    tmp_path: Path,
) -> None:
    (path := tmp_path / "old.db").write_bytes(gzip.decompress(SCHEMA_7.read_bytes()))
    with sqlite3.connect(path) as old:
        for of, name in SINCE:
            like = "type, words, created_at, updated_at"
            old.execute(f"insert into field (of, name, label, {like}) select ?, ?, ?, 'text', words, created_at, "
                        "updated_at from field limit 1", (of, name, name))  # fmt: skip
        held = {f"f{number}": f"lemon {name}" for number, name in old.execute(
            "select id, name from field where of = 'client' and type = 'text'")}  # fmt: skip
        old.execute("update client set own = ? where id = 1", (json.dumps(held),))
    old.close()
    told: list[str] = []
    store = Store(open_existing(path, told.append), AT)
    assert len([line for line in told if " has a field " in line]) == len(SINCE)
    for of, name in SINCE:
        kind = kind_of(of)
        assert [one.key for one in own_fields(store, kind) if name in one.key] == [f"own_{name}"], (of, name)
        assert not {one.key for one in own_fields(store, kind)} & {*reserved(kind)}
    ana = store.get(Client, 1)
    assert {one.key: one.of(ana) for one in own_fields(store, Client) if one.of(ana)} == {
        "own_days": "lemon days", "own_on": "lemon on", "own_safety": "lemon safety",
    }  # fmt: skip
    assert [*soundness.own(store), *soundness.rules(store)] == []
