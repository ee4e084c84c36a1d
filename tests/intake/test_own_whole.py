"""Own fields that `--guess` proposes, and all that is kept in them out and back again, byte for byte."""

import json
import re
import shlex
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from commands.conftest import copied, made
from conftest import Program
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BUSY, RECORDS, dump, new_store
from owned import OWN, declare, held, step, with_fields

from caseload.intake.building import BadRows
from caseload.intake.delimited import table
from caseload.intake.everything import everything, import_all
from caseload.intake.guessing import guess
from caseload.records.addendum import Addendum
from caseload.records.client import Client
from caseload.records.field import OwnField, OwnType
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.of.values import Own
from caseload.reports.everything import as_csv, as_json
from caseload.store import search, soundness
from caseload.store.changes import redo, undo
from caseload.store.core import Store
from caseload.store.own import own_fields
from caseload.value import replace

# What --guess proposes


def guessed(tmp_path: Path, text: str, store: Store | None = None, kind: type[Record] = Client) -> str:
    (tmp_path / "f.csv").write_text(text, "utf-8", newline="")
    with table(str(tmp_path / "f.csv"), StringIO()) as found:
        return guess(kind, found, own_fields(store, kind) if store else ())


def column(*cells: str) -> str:
    return "\n".join(['Client Name,"It, all"', *(f'Ana {place},"{cell}"' for place, cell in enumerate(cells)), ""])


@pytest.mark.parametrize(
    ("cells", "type_"),
    [
        (["yes", "", "N"], "yes-no"), (["1", "0"], "yes-no"), (["1", "0", "2"], "number"), (["9", ".5"], "number"),
        (["85 %", "90%"], "number"), (["1,5", "2"], "text"), (["2026-01-02", "1/30/2020"], "day"),
        (["30/1/2020", "31/12/2019"], "day"), (["1/30/2020", "30/1/2020"], "text"), (["1/2/20"], "text"),
        (["", " "], "text"),
        (["Army", "Navy"] * 3, "word --words army,navy"),
        (["Army", "None"] * 3, "text"), (["Air Force", "air-force", "AIR_FORCE"] * 2, "text"),
        (["Army", "Navy"], "text"), ([f"School {n}" for n in range(30)], "text"), (["x" * 40, "y"] * 5, "text"),
        ([f"w{n}" for n in range(9)] * 4, "text"), ([f"w{n}" for n in range(8)] * 4, "word --words"), ([], "text"),
    ],
)  # fmt: skip
def test_a_column_that_nothing_takes_is_proposed_as_what_its_cells_look_like(
    tmp_path: Path, cells: list[str], type_: str
) -> None:
    said = guessed(tmp_path, column(*cells))
    assert f"#   caseload field add client it_all --type {type_}" in said
    assert '--label \'It, all\'\n#   "It, all" = "it_all"\n' in said
    assert '  # "It, all",\n' in said


def test_a_label_like_the_name_of_a_field_of_the_kind_takes_no_heading_from_it(tmp_path: Path) -> None:
    store = new_store(filled=False)
    step(store, lambda store: store.add(OwnField(of="client", name="v3", label="Phone")))
    assert '"Phone" = "phone"' in guessed(tmp_path, "Name,Phone\nTo Ed,00509\n", store)


def test_nothing_is_proposed_for_what_is_taken_or_for_a_kind_without_own_fields(tmp_path: Path) -> None:
    assert "field add" not in guessed(tmp_path, "Client Name,Phone,client_handle,rejected_line\nAna,1,a,2\n")
    assert "field add" not in guessed(tmp_path, "note,body,Extra\nn1,x,y\n", kind=Addendum)


@pytest.mark.parametrize("label", ["It, all", "it,  ALL"])
def test_once_it_is_declared_a_column_is_known_and_its_words_and_dates_are_looked_at(
    tmp_path: Path, label: str
) -> None:
    for type_, cells, told in (
        (OwnType.TEXT, ["x"], ""), (OwnType.DAY, ["30/1/2020"], 'date_order = "dmy"'), (OwnType.NUMBER, ["x"], ""),
        (OwnType.WORD, ["Army", "Air Force", "navy"], '# each of them one of army, air-force, 東京\n# "navy" = ""\n'),
        (OwnType.WORDS, ["Army; Air Force", "army, navy"], '# "army, navy" = ""\n'),
    ):  # fmt: skip
        store = new_store(filled=False)
        with store.step("declare"):
            store.save(replace(declare(store, Client, type_, "x"), label=label))
        said = guessed(tmp_path, column(*cells), store)
        assert '\n"It, all" = "x"\n' in said
        assert "field add" not in said
        assert (told in said) if told else "# each of them" not in said
        assert "date_order" not in said or type_ is OwnType.DAY


def test_the_dates_of_columns_that_are_only_proposed_do_not_spoil_the_order_of_the_others(tmp_path: Path) -> None:
    text = "Client Name,Birthday,Seen\nAna,1/30/1980,30/1/2020\n"
    assert 'date_order = "mdy"' in guessed(tmp_path, text)
    assert 'date_order = "dmy"' in guessed(tmp_path, text.replace("Birthday", "Age").replace("1/30/1980", "40"))


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("empty"))


def test_the_commands_that_it_proposes_are_those_that_bring_the_file_in(nobody: Program, empty_home: Path) -> None:
    program, file = copied(nobody, empty_home), nobody.home / "roster.csv"
    header = "Client Name,Vet?,Größe,limit,2nd visit,Given,Given name,名前,名字,Cohort's"
    rows = [f"A{n} Ruiz,{'yes' if n % 2 else 'no'},{n}.5,{n},2026-01-0{n},g,A{n},東京,大阪,{'a b' if n % 2 else 'c'}"
            for n in range(1, 9)]  # fmt: skip
    file.write_text("\n".join((header, *rows, "")), "utf-8")
    said = program("import", "client", str(file), "--guess")
    commands = re.findall(r"#   (caseload field add .*)", said)
    assert len(commands) == 8
    for command in commands:
        assert program.run(*shlex.split(command)[1:]).code == 0, command
    map_ = nobody.home / "roster.toml"
    map_.write_text(
        re.sub(r'#   (".*" = ".*")', "", said) + "".join(f"{one}\n" for one in re.findall(r'#   (".*" = .*)', said))
    )
    said = program.run("import", "client", str(file), "--map-file", str(map_)).err
    assert said.startswith("8 clients added, 0 skipped, 0 updated"), said
    again = program("import", "client", str(file), "--guess")
    assert "field add" not in again
    assert program.run("import", "client", str(file), "--map-file", str(map_)).err.startswith(
        "0 clients added, 8 skipped"
    )


# All of it


def brought(data: str | Path, told: list[str] | None = None) -> Store:
    store = new_store(filled=False)
    place, stdin = ("-", data) if isinstance(data, str) else (str(data), "")
    said = [] if told is None else told
    with everything(place, TextIOWrapper(BytesIO(stdin.encode()))) as tables, store.step("import all", bulk=True):
        import_all(store, tables, said.append)
    return store


def folder_of(store: Store, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in as_csv(store):
        (folder / f"{name}.csv").write_text("".join(lines), "utf-8", newline="")
    return folder


@settings(max_examples=settings().max_examples // 10, suppress_health_check=BUSY)
@given(data=st.data(), kind=st.sampled_from(OWN))
def test_all_that_own_fields_hold_comes_back_byte_for_byte(
    kind: type[Record], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store, fields = with_fields(kind)
    with store.step("fill"):
        for number in range(data.draw(st.integers(1, 3))):
            # What it refers to is this client's.
            whose: dict[str, Any] = {"client_id": 1} if "client_id" in kind.DEFAULTS else {}
            one = replace(data.draw(RECORDS[kind]), **whose, own=data.draw(held(fields)), external_id=None)
            store.add(replace(one, handle=f"client-{number}") if isinstance(one, Client) else one)
        # Declared twice: under the name of one that was dropped.
        declare(store, kind, OwnType.NUMBER, fields[-1].name)
    whole, folder = "".join(as_json(store)), folder_of(store, tmp_path_factory.getbasetemp() / "own")
    for again in (brought(whole), brought(folder)):
        assert dump(again) == dump(store)
        assert "".join(as_json(again)) == whole
        assert [*soundness.own(again), *soundness.rules(again)] == []
        step(again, undo)
        step(again, redo)
        assert dump(again) == dump(store)


def test_it_stands_under_one_key_in_the_order_of_the_ids() -> None:
    store, (text, number, day, yes_no, word, words, gone) = with_fields(Client)
    own = Own.of({words.ref: ["army"], gone.ref: "x", text.ref: 'say "it", \\ 東京\n', number.ref: 3.5,
                  yes_no.ref: False, day.ref: "2026-01-02", word.ref: "army"})  # fmt: skip
    step(store, lambda store: store.save(replace(store.get(Client, 1), own=own)))
    held_by = json.loads("".join(as_json(store)))["client"][0]["own"]
    assert [*held_by.items()] == [
        (text.ref, 'say "it", \\ 東京\n'), (number.ref, 3.5), (day.ref, "2026-01-02"), (yes_no.ref, False),
        (word.ref, "army"), (words.ref, ["army"]), (gone.ref, "x"),
    ]  # fmt: skip
    (lines,) = (lines for name, lines in as_csv(store) if name == "client")
    first = "".join(lines).splitlines()[1]
    assert f'"{{""{text.ref}"": ""say \\""it\\"", \\\\ 東京\\n"", ""{number.ref}"": 3.5,' in first


@pytest.fixture
def exported() -> str:
    """Ana holds lemon in f1, school; 5 in f2, own_school; f3, school of tasks, was dropped."""
    store = new_store(filled=False)
    with store.step("fill"):
        store.add(OwnField(of="client", name="school", label="School"))
        store.add(OwnField(of="client", name="own_school", label="Other", type=OwnType.NUMBER))
        gone = store.add(OwnField(of="task", name="school", label="School"))
        store.save(replace(gone, voided_at=store.at, void_reason="x"))
        store.add(Client(given_name="Ana", handle="ana", own=Own({"f1": "lemon", "f2": 5})))
    return "".join(as_json(store))


def test_a_declaration_that_has_the_name_of_a_field_of_the_kind_is_renamed_as_an_upgrade_does(
    exported: str, tmp_path: Path
) -> None:
    told: list[str] = []
    older = exported.replace('"own_school"', '"own_zip"').replace('"school"', '"zip"', 1).replace('"school"', '"days"')
    store = brought(older, told)
    assert [one.name for one in store.select(OwnField, "true order by id")] == ["own_own_zip", "own_zip", "own_days"]
    assert told == [
        "client has a field zip by itself; yours, f1, is called own_own_zip",
        "task has a field days by itself; yours, f3, is called own_days",
    ]
    assert [hit.ref for hit in search.find(store, "lemon")] == ["c1"]
    told.clear()
    brought("".join(as_json(store)), told)
    brought(folder_of(store, tmp_path / "all"), told)
    assert told == []


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('"f1": "lemon"', '"f1": 5', "client 1, school: is not text; text"),
        ('"f2": 5', '"f2": "5"', "client 1, own_school: is not a number; such as 12 or 12.5, at most 15 digits"),
        ('"f2": 5', '"f2": NaN', "client 1, f2: is not a number of at most 15 digits; such as 12.5"),
        ('"f2": 5', '"f3": "x"', "client 1, own: has no declaration f3; a field that caseload field list has"),
        ('"f2": 5', '"f9": {}', "client 1, f9: holds one value within another"),
        ('{"f1": "lemon", "f2": 5}', "[1]", "client 1, own: is not an object; what caseload wrote"),
        ('{"f1": "lemon", "f2": 5}', '"x"', "client 1, own: is not an object; what caseload wrote"),
        ('"name": "own_school"', '"name": "school"', "field 2, name: is the same as in field 1; one of each"),
        ('"name": "own_school"', '"name": "Ünder"', "field 2, name: is no name of a field"),
        ('"type": "number"', '"type": "mood"', "field 2, type: is not accepted; one of text, number"),
    ],
)  # fmt: skip
def test_what_no_declaration_of_the_export_takes_is_refused_by_its_place(
    exported: str, was: str, now: str, told: str
) -> None:
    assert was in exported
    with pytest.raises(BadRows) as bad:
        brought(exported.replace(was, now))
    assert [str(fault).startswith(told) for fault in bad.value.faults] == [True], bad.value.faults[0]


def test_an_export_from_before_the_fields_comes_in_without_any(exported: str) -> None:
    said = json.loads(exported)
    later = [kind.TABLE for kind in KINDS if kind.SINCE > 4]
    lacking = {"own", *(field.key for kind in KINDS for field in fields_of(kind) if field.refers in later)}
    older: dict[str, Any] = {"schema": 4}
    for noun in (kind.TABLE for kind in KINDS if kind.SINCE <= 4):
        older[noun] = [{name: value for name, value in one.items() if name not in lacking} for one in said[noun]]
    store = brought(json.dumps(older))
    assert (store.select(OwnField, "true"), store.get(Client, 1).own) == ([], {})
