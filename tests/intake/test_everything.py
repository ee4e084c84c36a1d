"""Everything goes out and comes back byte for byte; what is not such an export is refused and leaves nothing."""

import json
from collections.abc import Iterable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from caseloads import Caseload, caseloads
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import AT, BUSY, DAY, EXAMPLES, RECORDS, another, dump, example, new_store

from caseload.errors import Invalid, Refused
from caseload.intake.building import BadRows
from caseload.intake.everything import everything, import_all
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.of.values import Own
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.reports.everything import as_csv, as_json
from caseload.store import changes, soundness
from caseload.store.core import Store
from caseload.store.opening import SCHEMA
from caseload.value import replace
from caseload.when.dates import When


def filled_with(some: Iterable[Record]) -> Store:
    """The examples, and more records that refer to them; every fourth number of a kind was used and is free again."""
    store = new_store()
    with store.step("fill"):
        for number, record in enumerate(some, 2):
            one = replace(record, external_id=f"{number}{record.external_id or ''}") if record.external_id else record
            # What it refers to is this client's.
            whose: dict[str, Any] = {"client_id": 1} if hasattr(one, "client_id") else {}
            one = replace(one, **whose)
            added = store.add(replace(another(one, number), external_id=one.external_id))
            if number % 4 == 0:
                store.connection.execute(f"delete from {added.TABLE} where id = {added.id}")
    return store


def brought(data: str | Path) -> Store:
    store = new_store(filled=False)
    place, stdin = ("-", data) if isinstance(data, str) else (str(data), "")
    with everything(place, TextIOWrapper(BytesIO(stdin.encode()))) as tables, store.step("import all", bulk=True):
        import_all(store, tables)
    return store


def folder_of(store: Store, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in as_csv(store):
        (folder / f"{name}.csv").write_text("".join(lines), "utf-8", newline="")
    return folder


SOME = st.lists(st.sampled_from(KINDS).flatmap(RECORDS.__getitem__), min_size=6, max_size=12)


@settings(max_examples=settings().max_examples // 16, suppress_health_check=BUSY)
@given(some=SOME)
def test_everything_comes_back_as_it_was(some: list[Record], tmp_path_factory: pytest.TempPathFactory) -> None:
    store = filled_with(some)
    whole = "".join(as_json(store))
    folder = folder_of(store, tmp_path_factory.getbasetemp() / "folder")
    for again in (brought(whole), brought(folder)):
        assert dump(again) == dump(store)
        assert "".join(as_json(again)) == whole
        assert [(name, list(lines)) for name, lines in as_csv(again)] == [
            (name, list(lines)) for name, lines in as_csv(store)
        ]
        with again.step("add"):
            last = max(one.id for one in again.select(Task, "true"))
            assert again.add(Task(title="next")).id == last + 1
    assert json.loads(whole)["schema"] == SCHEMA


@settings(max_examples=settings().max_examples // 33, suppress_health_check=BUSY)
@given(made=caseloads())
def test_a_whole_caseload_goes_out_and_comes_back_in_both_forms_and_across_them(
    made: Caseload, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = made.kept()
    whole = "".join(as_json(store))
    base = tmp_path_factory.getbasetemp()
    files = files_in(folder_of(store, base / "first"))
    for again in (brought(whole), brought(base / "first")):
        assert dump(again) == dump(store)
        assert "".join(as_json(again)) == whole
        assert files_in(folder_of(again, base / "second")) == files
        # Out of what came in by one form, in by the other.
        for across in (brought("".join(as_json(again))), brought(base / "second")):
            assert "".join(as_json(across)) == whole


def files_in(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_a_caseload_with_versions_a_series_what_was_voided_and_a_waiver_comes_back_too(tmp_path: Path) -> None:
    """The same on one that has them all for certain: hypothesis need not have made every one of them."""
    deeds = [("revise", 0), ("revise", 1), ("repeat", 0), ("move", 1), ("snooze", 0), ("complete", 0)]
    deeds.append(("void", KINDS.index(Goal)))
    store = Caseload(tuple(replace(one, created_at=AT, updated_at=AT) for one in _renumbered()), tuple(deeds)).kept()
    assert len(store.select(Plan, "goals_as_revised like '[{%'")) >= 1
    assert len(store.select(Appointment, "series_id is not null")) == 4
    assert store.select(Goal, "voided_at is not null")
    assert len(store.select(Waiver, "true")) == 2
    whole = "".join(as_json(store))
    for again in (brought(whole), brought(folder_of(store, tmp_path / "folder"))):
        assert dump(again) == dump(store)
        assert "".join(as_json(again)) == whole


def _renumbered() -> Iterable[Record]:
    """The examples as number 9 of their kinds, the second client as number 10, referring to one another so."""
    seen: set[type[Record]] = set()
    for one in EXAMPLES:
        refers: dict[str, Any] = {
            field.name: (9,) if field.many else 10 if field.name == "other_id" else 9
            for field in fields_of(type(one)) if field.refers
        }  # fmt: skip
        number = 10 if type(one) in seen else 9
        seen.add(type(one))
        refers = {name: value for name, value in refers.items() if getattr(one, name)}
        yield replace(one, id=number, own=Own(dict(zip(["f9"], one.own.values(), strict=False))), **refers)


def test_it_may_refer_to_what_comes_later_and_is_undone_and_redone_whole() -> None:
    whole = json.loads("".join(as_json(filled_with([Appointment(title="Viewing", starts=When(DAY)), example(Plan)]))))
    whole["appointment"][0] |= {"status": "noshow", "superseded_by": "a2"}
    whole["plan"][1] |= {"version": 2, "supersedes": "p1"}
    again = brought(json.dumps(whole))
    before = dump(again)
    with again.step("undo"):
        changes.undo(again)
    assert not any(dump(again).values())
    with again.step("redo"):
        changes.redo(again)
    assert dump(again) == before
    assert again.get(Appointment, 1).superseded_by_id == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[]", "not one JSON object"),
        ("{", "not JSON (line 1)"),
        ('{"a": "caf\udce9"}', "not UTF-8"),
        ("{}", "no schema number"),
        pytest.param(f'{{"schema": {"9" * 5_000}}}', "a number in it has thousands of digits", id="long"),
        (f'{{"schema": {SCHEMA}, "client": []}}', "no array of field"),
        (f'{{"schema": {SCHEMA}, "database": null}}', "no caseload's id"),
        (f'{{"schema": {SCHEMA}, "field": [], "client": [1]}}', "no array of client"),
    ],
)
def test_what_is_not_an_export_is_refused(data: str, said: str) -> None:
    stdin = TextIOWrapper(BytesIO(data.encode(errors="surrogateescape")))
    with pytest.raises(Invalid) as caught, everything("-", stdin):
        pass
    assert said in str(caught.value)


def test_what_a_newer_program_wrote_is_refused_in_both_forms(tmp_path: Path) -> None:
    folder = folder_of(new_store(), tmp_path / "folder")
    (folder / "schema.csv").write_text(f"schema\n{SCHEMA + 1}\n")
    for place, stdin in ((str(folder), b""), ("-", f'{{"schema": {SCHEMA + 1}}}'.encode())):
        with pytest.raises(Refused, match="newer"), everything(place, TextIOWrapper(BytesIO(stdin))):
            pass


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.SINCE > 1], ids=lambda kind: kind.TABLE)
def test_what_a_schema_before_a_kind_exported_comes_in_without_any_of_it(kind: type[Record], tmp_path: Path) -> None:
    store = new_store()
    # A value is kept under the id of its declaration: before there were any, nothing held one.
    store.save(replace(store.get(Client, 1), own=Own()))
    before, later = kind.SINCE - 1, [one.TABLE for one in KINDS if one.SINCE >= kind.SINCE]
    # Nor did any record refer to one of a kind that was not there.
    for earlier in (one for one in KINDS if one.SINCE < kind.SINCE):
        none = {field.name: () if field.many else None for field in fields_of(earlier) if field.refers in later}
        for record in store.select(earlier, "true") if none else ():
            store.save(replace(record, **none))  # type: ignore[arg-type]
    whole, folder = json.loads("".join(as_json(store))), folder_of(store, tmp_path / "folder")
    assert kind.SINCE <= SCHEMA
    for table in later:
        del whole[table]
        (folder / f"{table}.csv").unlink()
    (folder / "schema.csv").write_text(f"schema\n{before}\n")
    for again in (brought(json.dumps(whole | {"schema": before})), brought(folder)):
        assert dump(again) == dump(store) | {table: [] for table in later}


def test_a_folder_without_one_of_its_tables_is_refused(tmp_path: Path) -> None:
    folder = folder_of(new_store(), tmp_path / "folder")
    (folder / "note.csv").unlink()
    with pytest.raises(Invalid, match=r"note\.csv"):
        brought(folder)


def test_every_record_that_cannot_be_stored_is_listed_in_both_forms(tmp_path: Path) -> None:
    whole = json.loads("".join(as_json(new_store())))
    whole["task"][0] |= {"due": "someday", "status": "ready-ish"}
    whole["note"][0] |= {"id": "t1"}
    whole["goal"][0] |= {"colour": "red"}
    whole["person"][0] |= {"name": {"given": "x"}}
    with pytest.raises(BadRows) as caught:
        brought(json.dumps(whole))
    assert [(fault.where, fault.column) for fault in caught.value.faults] == [
        ("person 1", "name"), ("goal 1", "colour"), ("task 1", "due"), ("task 1", "status"), ("note 1", "id"),
    ]  # fmt: skip
    folder = folder_of(new_store(), tmp_path / "folder")
    (folder / "task.csv").write_text("id,title,due\nt1,Call,someday\nt2\n")
    with pytest.raises(BadRows) as caught:
        brought(folder)
    assert [(fault.where, fault.column) for fault in caught.value.faults] == [
        ("task.csv, line 2", "due"), ("task.csv, line 3", "title"),
    ]  # fmt: skip


def test_a_reference_to_what_is_not_there_is_named() -> None:
    whole = json.loads("".join(as_json(new_store())))
    whole["goal"][0]["plan"] = "p7"
    with pytest.raises(BadRows) as caught:
        brought(json.dumps(whole))
    assert [str(fault).partition(";")[0] for fault in caught.value.faults] == [
        "goal 1, plan: refers to a plan that is not there"
    ]


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("note", {"goals": ["g99"]}, "note 1, goals: refers to a goal that is not there"),
        ("note", {"goals": ["g1", "g2"]}, "note 1, goals: refers to another client's goal"),
        ("plan", {"supersedes": "p1"}, "plan 1, supersedes: refers to itself"),
        ("plan", {"supersedes": "p2"}, "plan 1, supersedes: refers to another client's plan"),
        ("task", {"goal": "g2"}, "task 1, goal: refers to another client's goal"),
        ("task", {"title": 5}, "task 1, title: is not a text"),
        ("task", {"due": 20261130}, "task 1, due: is not a text"),
        ("client", {"acuity": "4"}, "client 1, acuity: is not a number"),
        ("client", {"acuity": True}, "client 1, acuity: is not a number"),
        ("client", {"legal_hold": "yes"}, "client 1, legal_hold: is not true or false"),
        ("client", {"tags": "court"}, "client 1, tags: is not an array of texts"),
        ("client", {"tags": ["two words"]}, "client 1, tags: is not an array of texts"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_place(table: str, change: dict[str, object], said: str) -> None:
    store = new_store()
    with store.step("add"):
        store.add(Client(given_name="Bo", handle="bo"))
        store.add(Plan(client_id=2, title="Care", started_on=DAY))
        store.add(Goal(client_id=2, title="Swim"))
    whole = json.loads("".join(as_json(store)))
    whole[table][0] |= change
    with pytest.raises(BadRows) as caught:
        brought(json.dumps(whole))
    assert [str(fault).partition(";")[0] for fault in caught.value.faults] == [said]


def test_doctor_holds_the_same_rules_of_what_refers_to_what() -> None:
    store = new_store()
    assert list(soundness.references(store)) == []
    store.connection.execute("pragma foreign_keys = off")
    store.connection.execute("update note set goal_ids = '[1,9]'")
    store.connection.execute("update plan set supersedes_id = 1")
    store.connection.execute("update task set goal_id = 7")
    found = list(soundness.references(store))
    assert found[1].endswith("; mend it: caseload undo --outside t1, or task edit t1")
    assert [one.partition(";")[0] for one in found] == [
        "p1, supersedes: refers to itself",
        "t1, goal: refers to a goal that is not there",
        "n1, goals: refers to a goal that is not there",
    ]


def test_a_reference_is_named_by_its_line_in_a_folder(tmp_path: Path) -> None:
    folder = folder_of(new_store(), tmp_path / "folder")
    text = (folder / "note.csv").read_text()
    (folder / "note.csv").write_text(text.replace(",g1,", ",g99,"))
    with pytest.raises(BadRows) as caught:
        brought(folder)
    assert str(caught.value.faults[0]).startswith("note.csv, line 2, goals: refers to a goal that is not there")


def test_what_no_two_records_have_is_refused_with_both_places() -> None:
    whole = json.loads("".join(as_json(new_store())))
    whole["task"][0] |= {"external_id": "E1", "source": "s"}
    whole["task"] += [whole["task"][0], whole["task"][0] | {"id": "t2"}]
    whole["client"] += [whole["client"][0] | {"id": "c9"}]
    with pytest.raises(BadRows) as caught:
        brought(json.dumps(whole))
    assert [str(fault).partition(";")[0] for fault in caught.value.faults] == [
        "client 3, handle: is the same as in client 1",
        "task 2, id: is the same as in task 1",
        "task 3, external_id: is the same as in task 1",
    ]


def test_a_table_that_no_export_has_is_refused_in_both_forms(tmp_path: Path) -> None:
    whole = json.loads("".join(as_json(new_store())))
    with pytest.raises(Invalid, match="dog is no table of an export"):
        brought(json.dumps(whole | {"dog": []}))
    folder = folder_of(new_store(), tmp_path / "folder")
    (folder / "dog.csv").write_text("id\n")
    with pytest.raises(Invalid, match=r"dog\.csv is no table of an export"):
        brought(folder)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{"schema": 4, "client": [], "client": []}', "'client' comes twice"),
        ('{"schema": 4, "schema": 4}', "'schema' comes twice"),
        ('{"schema": 4, "task": [{"title": "Call", "title": "Other"}]}', "'title' comes twice"),
        ('{"schema": "4"}', "has no schema number"),
        ('{"schema": true}', "has no schema number"),
        ("[" * 100_000, "nested too deeply"),
    ],
    ids=lambda value: value[:40],
)
def test_json_that_could_be_read_in_two_ways_is_refused(data: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        brought(data)


@pytest.mark.parametrize("ref", ["t0", "t01", "T1", " t1", "c1", "1"])
def test_an_id_is_as_an_export_writes_it(ref: str) -> None:
    whole = json.loads("".join(as_json(new_store())))
    whole["task"][0]["id"] = ref
    with pytest.raises(BadRows) as caught:
        brought(json.dumps(whole))
    assert str(caught.value.faults[0]).startswith("task 1, id: is no typed id of task")


@pytest.mark.parametrize("size", [3, 20, 120, -1])
def test_a_folder_with_a_file_that_is_cut_off_is_refused(size: int, tmp_path: Path) -> None:
    folder = folder_of(new_store(), tmp_path / "folder")
    whole = (folder / "task.csv").read_bytes()
    (folder / "task.csv").write_bytes(whole[:size])
    with pytest.raises(Invalid, match="is cut off"):
        brought(folder)


@pytest.mark.parametrize(
    ("headings", "said"),
    [("id,titel", "heading 2 is none"), ("id,title,id", "stands twice"), ("id,due", "'title' is missing"),
     ("title,due", "'id' is missing")],
)  # fmt: skip
def test_headings_are_looked_at_where_no_row_is_under_them(headings: str, said: str, tmp_path: Path) -> None:
    folder = folder_of(new_store(), tmp_path / "folder")
    (folder / "task.csv").write_text(f"{headings}\n")
    with pytest.raises(Invalid, match=said):
        brought(folder)


def test_doctor_knows_two_clients_who_are_linked_twice() -> None:
    store = new_store()
    columns = "linked_on, created_at, updated_at"
    again = f"insert into link (client_id, other_id, type, {columns}) select other_id, client_id, 'certainly-not',"
    store.connection.execute(f"{again} {columns} from link")
    assert list(soundness.references(store)) == ["lk2, other: is linked with the client by lk1 already"]
    store.connection.execute("update link set voided_at = updated_at where id = 1")
    assert list(soundness.references(store)) == []


def test_doctor_knows_a_moment_that_is_none() -> None:
    store = new_store()
    assert list(soundness.rules(store)) == []
    store.connection.execute("update task set created_at = '2026-11-25'")
    wrong = "updated_at = 'yesterday', created_at = '2026-13-01T00:00:00Z'"
    store.connection.execute(f"update client set {wrong} where id = 2")
    assert list(soundness.rules(store)) == [
        "c2: created_at is not a moment in UTC",
        "c2: updated_at is not a moment in UTC",
        "t1: created_at is not a moment in UTC",
    ]


def test_into_a_database_that_holds_records_it_is_refused() -> None:
    store = new_store()
    whole = everything("-", TextIOWrapper(BytesIO("".join(as_json(store)).encode())))
    with whole as tables, pytest.raises(Refused, match="holds records"), store.step("import all", bulk=True):
        import_all(store, tables)
