"""A record that another program made unreadable, as the command that mends it takes it; what nothing makes so again."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from caseload.errors import BadRow, Invalid, NotFound, Refused
from caseload.records.kinds import parse_ref
from caseload.records.of.base import Record, check_own
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.mending import HIDDEN, mending
from caseload.records.of.values import Own
from caseload.store import rows
from caseload.store.core import Mended, Store
from caseload.store.touched import Image, image_of
from caseload.value import NEEDED

R = TypeVar("R", bound=Record)


def to_edit(store: Store, kind: type[R], number: int, new: Mapping[str, Any]) -> R:
    """A record that cannot be read as an edit takes it which gives it the values `new`, by name.

    For what cannot be read and is given another value its default stands. Raises Refused, with the edit that mends it,
    where something else of it cannot be read.
    """
    values, bad = _read(store, kind, number)
    if values.get(HIDDEN):
        ref = f"{kind.PREFIX}{number}"
        raise NotFound(f"{ref} was voided", f"mend it: {mending(kind, ref, [HIDDEN])}")
    if left := [name for name in bad if name not in new]:
        raise _left(kind, number, left, bad)
    defaults = {name: new[name] if kind.DEFAULTS[name] is NEEDED else kind.DEFAULTS[name] for name in {**bad, **new}}
    # A reference is known as its record only when it is known whose that is.
    refers = {field.name for field in fields_of(kind) if field.refers}
    typed = {name: value for name, value in new.items() if name not in refers and name != "own"}
    return _standing(store, kind, values, bad, defaults, {**defaults, **typed})


def to_void(store: Store, kind: type[R], number: int) -> R:
    """A record that cannot be read as it is voided: defaults stand for what cannot be read.

    Raises Refused, with the edit that mends it, where something of it has no default.
    """
    values, bad = _read(store, kind, number)
    if needed := [name for name in bad if kind.DEFAULTS[name] is NEEDED]:
        raise _left(kind, number, needed, bad)
    defaults = {field.name: field.default for field in fields_of(kind) if field.is_clearable or field.name in bad}
    return _standing(store, kind, values, bad, defaults, None)


def mended_by(store: Store, ref: str) -> str:
    """The command that makes a record readable again; nothing where there is none, and none is needed."""
    kind, number = parse_ref(ref) or (Record, 0)
    if not number:
        return ""
    try:
        store.get(kind, number)
    except BadRow as error:
        values, bad = _read(store, kind, number)
        if values.get(HIDDEN) and all(kind.DEFAULTS[name] is not NEEDED for name in bad):
            return mending(kind, ref, [HIDDEN])
        return mending(kind, ref, bad) if bad else error.mended_by
    except NotFound:
        pass
    return ""


def unreadable(store: Store, record: Record) -> list[Field]:
    """The fields of a record for whose stored value another stands, and that may do without any."""
    mended = store.mended.get(record.ref)
    return [one for one in fields_of(type(record)) if mended and one.name in mended.stored and one.is_clearable]


def refuse_hidden(record: Record) -> None:
    """Raises BadRow for a record that is said to be voided, and not when: no list finds it."""
    if not _is_stamp(record.voided_at):
        raise rows.bad_row(type(record), record.id, HIDDEN, rows.UNREADABLE)


def fault_of(kind: type[Record], image: Image) -> str:
    """What no kind takes of a row of the log; nothing where it is a record."""
    try:
        found = rows.record(kind, [image.get(field.name) for field in fields_of(kind)])
        refuse_hidden(found)
    except BadRow as error:
        return error.fault
    return ""


def _is_stamp(text: str | None) -> bool:
    try:
        return text is None or f"{datetime.fromisoformat(text):%Y-%m-%dT%H:%M:%SZ}" == text
    except ValueError:
        return False


def _read(store: Store, kind: type[Record], number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of a row that can be read, by name, and as they are stored those that cannot."""
    image = image_of(store, kind.TABLE, number) or {}
    values, bad = rows.read_each(kind, [image[field.name] for field in fields_of(kind)])
    if not _is_stamp(values[HIDDEN]):
        bad[HIDDEN] = values.pop(HIDDEN)
    return values, bad


def _left(kind: type[Record], number: int, left: Sequence[str], bad: Iterable[str]) -> Refused:
    ref = f"{kind.PREFIX}{number}"
    how = mending(kind, ref, bad)
    return Refused(f"{ref}: {', '.join(left)} cannot be read", f"mend it: {how}" if how else "see caseload doctor")


def _standing(
    store: Store, kind: type[R], values: dict[str, Any], bad: Mapping[str, Any], may_be: Mapping[str, Any],
    at_last: Mapping[str, Any] | None,
) -> R:  # fmt: skip
    """The record with what it `may_be` in the place of what is bad, and of what breaks a rule; else with all `at_last`.

    Raises BadRow where a rule takes none of these.
    """
    names = {key: field.name for field in fields_of(kind) for key in (field.name, field.key)}
    standing = {name: may_be[name] for name in bad}
    if "own" in may_be and "own" in values:
        may_be = {**may_be, "own": _sound(values["own"])}
    first: Invalid | None = None
    while True:
        try:
            record = kind(**{**values, **standing})
        except Invalid as error:
            first = first or error
            name = "own" if error.field in values.get("own", ()) else names.get(error.field, "")
            if name in may_be and name not in standing:
                standing[name] = may_be[name]
            elif at_last is not None and standing != at_last:
                standing = {**at_last}
            else:
                said = f"{first.field} {first.fault}".strip()
                ref = f"{kind.PREFIX}{values['id']}"
                raise BadRow(ref, said, mending(kind, ref, [*bad, names.get(first.field, "")])) from error
        else:
            store.mended[record.ref] = Mended(record, {name: bad.get(name, values.get(name)) for name in standing})
            return record


def _sound(held: Own) -> Own:
    """What of the values in fields of the user's own is a value."""
    good = {}
    for key, value in held.items():
        with suppress(Invalid):
            check_own("", Own({key: value}))
            good[key] = value
    return Own.of(good)
