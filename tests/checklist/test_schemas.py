"""docs/schema/ is true: what the program prints validates, hypothesis's records too, and nothing else does."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import Program
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BUSY, RECORDS, example, new_store
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from regenerate import DOCS

from caseload.output.machine import json_lines
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.reports.everything import as_json
from caseload.store.masks import Masks
from caseload.value import replace
from checklist.tree import every

FOLDER = DOCS / "schema"
KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of one schema, which finds the others beside it."""
    files = {path.name: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}
    registry: Any = Registry().with_resources((file, Resource.from_contents(said)) for file, said in files.items())
    return Draft202012Validator(files[f"{name}.schema.json"], registry=registry)


def faults(name: str, instance: object) -> list[str]:
    """What is wrong with it."""
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(instance)]


def as_printed(kind: type[Record], some: list[Record], *, reveal: bool) -> Any:
    """Records as `export KIND --json` prints them, but for the handle."""
    fields, value = fields_of(kind), Masks(new_store(), reveal=reveal)
    rows = [[value(field, one) for field in fields] for one in some]
    return json.loads("".join(json_lines([field.key for field in fields], rows)))


def test_every_schema_is_one() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {
        f"{name}.schema.json" for name in (*(kind.TABLE for kind in KINDS), "item", "everything", "transfer")
    }
    for path in FOLDER.iterdir():
        Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


@KIND
@settings(max_examples=settings().max_examples // 16, suppress_health_check=BUSY)
@given(data=st.data(), reveal=st.booleans())
def test_records_of_every_kind_validate(kind: type[Record], data: st.DataObject, reveal: bool) -> None:
    stamped = RECORDS[kind].map(lambda one: replace(one, id=7, created_at=_AT, updated_at=_AT))
    for one in as_printed(kind, data.draw(st.lists(stamped, min_size=2, max_size=5)), reveal=reveal):
        assert faults(kind.TABLE, one) == []


_AT = "2026-11-25T15:00:00Z"


@KIND
def test_what_is_no_record_of_the_kind_does_not(kind: type[Record]) -> None:
    (good,) = as_printed(kind, [replace(example(kind), id=1, created_at=_AT, updated_at=_AT)], reveal=True)
    assert faults(kind.TABLE, good) == []
    wrong: list[dict[str, object]] = [
        {"colour": {}}, {"id": "zz1"}, {"id": 1}, {"created_at": "yesterday"}, {"external_id": 5},
    ]  # fmt: skip
    for bad in wrong:
        assert len(faults(kind.TABLE, good | bad)) == 1, bad
    for key in good.keys() - {"own"}:
        assert faults(kind.TABLE, {other: value for other, value in good.items() if other != key}), key


def test_everything_validates() -> None:
    whole = json.loads("".join(as_json(new_store())))
    assert faults("everything", whole) == []
    assert faults("everything", whole | {"task": [whole["note"][0]]})


def test_what_the_program_prints_validates(read: Program, tmp_path: Path) -> None:
    for kind in KINDS:
        for one in json.loads(read("export", kind.TABLE, "--json", "--voided")):
            assert faults(kind.TABLE, one) == []
    assert faults("everything", json.loads(read("export", "all"))) == []
    lines = ("overdue --json", "today --json", "agenda --due 2026-01-01.. --json", "digest --format json --days 99")
    for line, ran in every(read, lines).items():
        items = json.loads(ran.out)
        assert items, line
        assert [fault for one in items for fault in faults("item", one)] == []


def test_a_transfer_validates(rich: Program) -> None:
    ran = rich.run("client", "transfer", "ana", "--recipient", "pr1", "--purpose", "treatment", "-o", "-")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert faults("transfer", found) == []
    assert len(faults("transfer", found | {"transfer": found["transfer"] | {"withheld": {"note": 2}}})) == 1
