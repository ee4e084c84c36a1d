"""What a refusal calls a field: by the option that it is typed with, for no option is called decided_on."""

import re
from collections.abc import Mapping

from typer.core import TyperCommand

from caseload.errors import Invalid
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of

_NAME = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")


def by_option(error: Invalid, kind: type[Record], command: TyperCommand) -> Invalid:
    """The refusal with the options of a command in the place of the fields of a kind.

    A field that has none there is called by that of `edit`; the day that the command's --on gives is --on.
    """
    if "is not a field of" in error.fault:
        # What is listed there is to be typed as fields are called.
        return error
    flags: dict[str, str] = {}
    for param in command.params:
        long = next((one for one in param.opts if one.startswith("--")), "")
        flags[(param.name or "").removesuffix("_typed")] = long
    known = {
        name: field
        for field in fields_of(kind)
        for name in (field.key, field.name)
        if "_" in name or (field.says and field.says.flag)
    }

    def called(name: str) -> str:
        return _flag(kind, known[name], flags) if name in known else name

    *before, name = error.field.split(" ")
    if name in known:
        is_its_day = known[name].name not in flags and "--on" in flags.values() and name.endswith("_on")
        name = "--on" if is_its_day else called(name)
    fault, accepted = (_NAME.sub(lambda found: called(found[0]), text) for text in (error.fault, error.accepted))
    return Invalid(fault, accepted, typed=error.typed, field=" ".join([*before, name]))


def _flag(kind: type[Record], field: Field, flags: Mapping[str, str]) -> str:
    if field.says:
        return flags.get(field.name) or field.flag
    # Of onset_on and onset_in one is typed, and is the other where less is known.
    stem = field.name.rpartition("_")[0]
    return next((one.flag for one in fields_of(kind) if one.says and one.name.rpartition("_")[0] == stem), field.key)
