"""docs/schema/: what the JSON of every kind, the items, `export all` and a transfer is, in JSON Schema 2020-12."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from inspect import getdoc
from typing import Any

from caseload.records.kinds import KINDS, kind_of, leads_to_client
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.nature import Stamp
from caseload.records.of.values import Own
from caseload.reports.items import PUBLIC
from caseload.when.dates import When

DRAFT = "https://json-schema.org/draft/2020-12/schema"

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WHEN = rf"^{DAY}(T[0-9]{{2}}:[0-9]{{2}})?$"
_STAMP = rf"^{DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}Z$"
_ANY_ID = f"^({'|'.join(kind.PREFIX for kind in KINDS)})[1-9][0-9]*$"

Schema = dict[str, Any]


def schema_of(kind: type[Record]) -> Schema:
    """What one record of a kind is as JSON; `export all` leaves out client_handle, which is computed."""
    properties: Schema = {}
    for field in fields_of(kind):
        properties[field.key] = _of_field(kind, field)
        if field.name == leads_to_client(kind):
            properties["client_handle"] = {"type": ["string", "null"]}
    required = [key for key in properties if key not in ("client_handle", "own")]
    properties["database"] = {"description": "Which caseload it is of; not in `export all`.", "type": "string"}
    made = _object(kind.TABLE, (getdoc(kind) or "").partition("\n")[0], properties, required)
    return made | {"additionalProperties": _BY_NAME} if kind.OWN else made


_BY_NAME: Schema = {
    "description": "A field of the user's own, by its name; in `export all` they are in own.",
    "type": ["string", "number", "boolean", "array", "null"],
}
_OWN: Schema = {
    "description": "Fields of the user's own by the id of their declaration; only in `export all`.",
    "type": "object",
    "propertyNames": {"pattern": "^f[1-9][0-9]*$"},
    "additionalProperties": {"type": ["string", "number", "boolean", "array"]},
}


def item_schema() -> Schema:
    """What `overdue`, `today`, `agenda` and `digest` give an array of."""
    when = {"type": "string", "pattern": _WHEN}
    properties: Schema = {
        "id": {"type": "string", "pattern": _ANY_ID},
        "kind": {"enum": [kind.TABLE for kind in KINDS]},
        "rule": {"type": "string", "pattern": "^[a-z][a-z-]*$"},
        "client": {"type": ["string", "null"], "pattern": "^c[1-9][0-9]*$"},
        "client_handle": {"type": ["string", "null"]},
        "title": {"type": "string"},
        "due": when,
        "grace_ends": when,
        "days_late": {"type": "integer", "minimum": 0},
        "priority": {"type": ["string", "null"]},
        "reason": {"type": ["string", "null"]},
    }
    told = "Something that is due or late by a rule; a new rule adds items, never properties."
    return _object("item", told, {column.key: properties[column.key] for column in PUBLIC}, list(properties))


def everything_schema() -> Schema:
    """What `export all` writes."""
    arrays = {kind.TABLE: {"type": "array", "items": {"$ref": f"{kind.TABLE}.schema.json"}} for kind in KINDS}
    database = {
        "type": "string", "pattern": "^([0-9a-f]{16})?$",
        "description": "Which caseload it is: the same in every copy, and in the database that it comes into.",
    }  # fmt: skip
    properties = {"schema": {"type": "integer", "minimum": 1}, "database": database, **arrays}
    told = "Everything that is kept, the closed and the voided too; the change log is not in it."
    return _object("everything", told, properties, list(properties))


def transfer_schema() -> Schema:
    """What `client transfer` writes."""
    text, count = {"type": "string"}, {"type": "integer", "minimum": 1}
    said: Schema = {
        "what": text, "client": {"type": "string", "pattern": "^c[1-9][0-9]*$"},
        "at": {"type": "string", "pattern": _STAMP},
        "from": {"type": "object", "additionalProperties": text}, "to": text, "purpose": text, "basis": text,
        "program": text, "notice": {"type": ["string", "null"]},
        "records": {"type": "object", "additionalProperties": count},
    }  # fmt: skip
    head = {"type": "object", "properties": said, "required": list(said), "additionalProperties": False}
    everything = everything_schema()
    told = "One client of a caseload, with all that goes along, for another; nothing of what stays."
    return _object(
        "transfer", told, {"transfer": head, **everything["properties"]}, ["transfer", *everything["required"]]
    )


def _object(title: str, told: str, properties: Schema, required: list[str]) -> Schema:
    return {
        "$schema": DRAFT,
        "title": title,
        "description": told,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _of_field(kind: type[Record], field: Field) -> Schema:
    if field.type is Own:
        return _OWN
    told = {"description": f"{field.says.words.rstrip('.')}."} if field.says else {}
    return told | _of_stored(kind, field)


def _of_stored(kind: type[Record], field: Field) -> Schema:
    value = _of_value(kind, field)
    if field.many:
        return {"type": "array", "items": value}
    if not field.optional or field.key in ("created_at", "updated_at"):
        return value
    return {"enum": [*value["enum"], None]} if "enum" in value else {**value, "type": [value["type"], "null"]}


def _of_value(kind: type[Record], field: Field) -> Schema:
    if field.name == "id" or field.refers:
        prefix = kind.PREFIX if field.name == "id" else kind_of(field.refers).PREFIX
        return {"type": "string", "pattern": f"^{prefix}[1-9][0-9]*$"}
    if field.is_a(Stamp):
        return {"type": "string", "pattern": _STAMP}
    if issubclass(field.type, Vocabulary):
        return {"enum": [str(word) for word in field.type]}
    if field.type is date:
        return {"type": "string", "format": "date", "pattern": f"^{DAY}$"}
    if field.type is When:
        return {"type": "string", "pattern": _WHEN}
    return {"type": {bool: "boolean", int: "integer", float: "number", str: "string"}[field.type]}


def _written(made: Callable[[], Schema]) -> str:
    return json.dumps(made(), indent=2, ensure_ascii=False) + "\n"


SCHEMAS: Mapping[str, Callable[[], str]] = {
    **{f"schema/{kind.TABLE}.schema.json": partial(_written, partial(schema_of, kind)) for kind in KINDS},
    "schema/item.schema.json": partial(_written, item_schema),
    "schema/everything.schema.json": partial(_written, everything_schema),
    "schema/transfer.schema.json": partial(_written, transfer_schema),
}
"""Every schema under docs/, with the function that returns its text."""
