"""What an export says of its records: which there are, whose, what they refer to, what others go by."""

import json
from collections.abc import Iterator
from typing import Any

from caseload.records.kinds import parse_ref

Record = dict[str, Any] | None
Records = dict[str, Record]


def records(text: str) -> dict[str, dict[str, Any]]:
    """The records of an export by id."""
    return {one["id"]: one for found in json.loads(text).values() if isinstance(found, list) for one in found}


def named(one: Record) -> Iterator[str]:
    """The ids of other records in one."""
    for field, value in (one or {}).items():
        for said in value if isinstance(value, list) else [value]:
            if field not in ("id", "handle", "records") and isinstance(said, str) and parse_ref(said):
                yield said


def kept(ref: str, before: Record, after: Record) -> Iterator[str]:
    """By which rules what became of a record stands from the next day on: signed, revoked, let out."""
    was, now, letters = before or {}, after or {}, ref.rstrip("0123456789")
    if now and (
        (letters == "ad" and before is None) or (letters == "n" and now["status"] == "signed" != was.get("status"))
    ):
        yield "signed"
    if letters == "ds" and now and not was:
        yield "let out"
    if letters == "cs" and now.get("revoked_on") and not was.get("revoked_on"):
        yield "revoked"
    elif letters == "cs" and now.get("signed_on") and not was.get("signed_on"):
        yield "signed"


def owners(one: dict[str, Any], there: dict[str, dict[str, Any]]) -> set[str]:
    """The clients whose a record is."""
    if one["id"].startswith("c") and "handle" in one:
        return {one["id"]}
    direct = {one[key] for key in ("client", "other") if one.get(key)}
    above = [one[key] for key in ("goal", "note", "item") if "client" not in one and one.get(key) in there]
    return direct | {found for ref in above for found in owners(there[ref], there)}


def is_above(ref: str, seen: dict[str, int]) -> bool:
    """Whether a number was never given before."""
    letters = ref.rstrip("0123456789")
    return int(ref[len(letters) :]) > seen.get(letters, 0)
