"""One record in two copies, weighed against what both have had, field by field; pure."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of, of_nature
from caseload.records.of.nature import Stamp

Flat = Mapping[str, Any]
"""What a row holds, as stored, by column; each field of the user's own by itself: own.f3."""

UNWEIGHED = frozenset({"id", "created_at", "updated_at"})
"""Columns of which no two copies need to agree."""
OWN = "own."
_VOIDING = frozenset({"voided_at", "void_reason"})


class Weighed(NamedTuple):
    """What one record differs in: the fields to take from theirs, those to keep, those that both have changed.

    Where `whole`, those that both have changed are all that differ, and are decided together.
    """

    take: frozenset[str]
    keep: frozenset[str]
    clash: frozenset[str]
    whole: bool = False

    @property
    def every(self) -> frozenset[str]:
        """All that differs."""
        return self.take | self.keep | self.clash

    def together(self) -> "Weighed":
        """The same with everything decided at once."""
        return Weighed(frozenset(), frozenset(), self.every, whole=True)


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row, what it holds in fields of the user's own beside its columns."""
    found = {name: value for name, value in row.items() if name != "own"}
    return found | {f"{OWN}{key}": value for key, value in json.loads(row.get("own") or "{}").items()}


def raised(kind: type[Record], held: Flat) -> dict[str, Any]:
    """What is stored of a flat row."""
    own = {key.removeprefix(OWN): value for key, value in held.items() if key.startswith(OWN) and value is not None}
    row = {field.name: held.get(field.name) for field in fields_of(kind)}
    if "own" in row:
        row["own"] = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
    return row


def weigh(
    kind: type[Record], ours: Flat, theirs: Flat, bases: Sequence[Flat | None],
    known_there: Collection[str] = (), known_here: Collection[str] = (),
) -> Weighed:  # fmt: skip
    """What to take, what to keep, and what both have changed, by what both have had; without any, all that differs.

    Both have had, too, what ours holds in fields that are `known_there`, and theirs in those that are `known_here`.
    Of two that were voided, or signed, at different moments, ours stays.
    """
    take, keep, clash = set[str](), set[str](), set[str]()
    had = [one for one in bases if one is not None]
    for name in ours.keys() | theirs.keys():
        mine, other = ours.get(name), theirs.get(name)
        if mine == other or name in UNWEIGHED:
            continue
        is_mine, is_theirs = (any(one.get(name) == value for one in had) for value in (mine, other))
        if (name in known_there) is not (name in known_here):
            is_mine, is_theirs = name in known_there, name in known_here
        (keep if is_theirs and not is_mine else take if is_mine and not is_theirs else clash).add(name)
    voided = ours.get("voided_at") is not None, theirs.get("voided_at") is not None
    if voided == (True, True):
        clash.discard("voided_at")
    if clash and clash <= set(of_nature(kind, Stamp)):
        keep, clash = keep | clash, set()
    found = Weighed(frozenset(take), frozenset(keep), frozenset(clash))
    by_us, by_them = keep | clash, take | clash
    # Voided in one, or not any more, and worked on in the other.
    apart = ("voided_at" in by_us and by_them - _VOIDING) or ("voided_at" in by_them and by_us - _VOIDING)
    return found.together() if apart else found


def merged(ours: Flat, theirs: Flat, names: frozenset[str]) -> dict[str, Any]:
    """Ours with those fields as theirs has them."""
    return {**ours, **{name: theirs.get(name) for name in names}}
