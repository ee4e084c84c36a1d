"""Every field that has words is typed, kept as it was typed, and cleared: of every kind, by `add` and by `edit`.

mypy does not see how a record is made of what was typed (commands.kit.fields.made); this does.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from conftest import Ran
from nouns import ADDED, EDITED, LEAVES, typed_fields
from typable import ARGUMENTS, BESIDE, add_line, option_of, shown, typed, value_of

from caseload.records.attendance import Attendance
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.records.of.fields import Field
from caseload.value import NEEDED
from commands.conftest import Quick, more

EACH_ADDED = pytest.mark.parametrize("kind", ADDED, ids=lambda kind: kind.TABLE)
EACH_EDITED = pytest.mark.parametrize("kind", EDITED, ids=lambda kind: kind.TABLE)

CLEARED_BESIDE = {"plan.started_on": "--status draft", "observation.value": "--comment seen"}
"""What has to be typed beside `--clear`, where a kind cannot be without either."""


ENDED = ("client.died_on", "client.closed_on", "client.close_reason")
"""What an edit changes only of who is closed already; see client close."""


def kept(program: Quick, kind: type[Record]) -> dict[str, dict[str, Any]]:
    """Every record of a kind by its id, as JSON."""
    return {one["id"]: one for one in json.loads(program("export", kind.TABLE, "--json", "--reveal", "--sensitive"))}


def refused(ran: Iterable[tuple[Field, Ran]]) -> dict[str, str]:
    """The fields whose run was refused, each with what was said."""
    return {field.name: one.err.strip() for field, one in ran if one.code}


def beside(kind: type[Record], field: Field) -> list[str]:
    return BESIDE.get(f"{kind.TABLE}.{field.name}", "").split()


def is_needed(kind: type[Record], field: Field) -> bool:
    """Whether no record of the kind is without the field; a client's handle is made only where none was typed.

    A consent is to somebody, by one of three fields.
    """
    of_some = {"client": "handle", "consent": "recipient"}
    return field.default is NEEDED or of_some.get(kind.TABLE) == field.name


def is_argument(kind: type[Record], field: Field) -> bool:
    """Whether `add` takes the field in words of its own that are no option: a note's text."""
    command = LEAVES[f"{kind.TABLE} add"]
    names = [one.name for one in command.params if one.param_type_name == "argument"]
    return field.name in names and option_of(command, field) is None


@EACH_ADDED
def test_add_keeps_every_field_with_words_as_it_was_typed(twofold: Quick, kind: type[Record]) -> None:
    fields = [field for field in typed_fields(kind) if field.says and not field.says.later]
    fields = [field for field in fields if not is_argument(kind, field)]
    meant = {field.name: shown(field, value_of(kind, field)) for field in fields}
    if kind is Attendance:
        # Who came is told once of a meeting, and told again it is put right: one after the other, looked at in between.
        assert {field.name: _added(twofold, field, kind) for field in fields} == meant
        return
    ran = [(field, twofold.run(*add_line(kind, field=field))) for field in fields]
    assert refused(ran) == {}
    found = kept(twofold, kind)
    refs = {field: one.out.strip() for field, one in ran}
    assert {field.name: found[ref][field.key] for field, ref in refs.items()} == meant


def _added(program: Quick, field: Field, kind: type[Record]) -> object:
    """What a record has in a field that was typed as it was added."""
    ref = program(*add_line(kind, field=field)).strip()
    return kept(program, kind)[ref][field.key]


@EACH_EDITED
def test_edit_keeps_every_field_with_words_as_it_was_typed_and_clears_what_need_not_be(
    twofold: Quick, kind: type[Record]
) -> None:
    fields = typed_fields(kind)
    refs = dict(zip(fields, more(twofold, kind, len(fields)), strict=True))
    for field in fields:
        if f"{kind.TABLE}.{field.name}" in ENDED:
            twofold("client", "close", refs[field], "--reason", "other")

    def edit(some: Sequence[Field], words: Any) -> list[tuple[Field, Ran]]:
        return [(field, twofold.run(kind.TABLE, "edit", refs[field], *words(field))) for field in some]

    def held(some: Sequence[Field]) -> dict[str, Any]:
        found = kept(twofold, kind)
        return {field.name: found[refs[field]][field.key] for field in some}

    meant = {field.name: shown(field, value_of(kind, field)) for field in fields}
    assert [name for name, value in held(fields).items() if value == meant[name]] == [], "would not be seen to change"
    assert refused(edit(fields, lambda field: [*beside(kind, field), *typed(field, value_of(kind, field))])) == {}
    assert held(fields) == meant

    needed = [field for field in fields if is_needed(kind, field)]
    for field, ran in edit(needed, lambda field: ["--clear", field.key]):
        assert (ran.code, f"is needed by every {kind.TABLE}" in ran.err) == (2, True), field.name
    bound = [field for field in fields if f"{kind.TABLE}.{field.name}" in BOUND]
    for field, ran in edit(bound, lambda field: ["--clear", field.key]):
        assert (ran.code in (1, 2), BOUND[f"{kind.TABLE}.{field.name}"] in ran.err) == (True, True), ran
    free = [field for field in fields if field not in (*needed, *bound)]
    also = {field: CLEARED_BESIDE.get(f"{kind.TABLE}.{field.name}", "").split() for field in free}
    assert refused(edit(free, lambda field: ["--clear", field.key, *also[field]])) == {}
    assert held(free) == {field.name: shown(field, field.default) for field in free}


BOUND = {
    "client.closed_on": "a closed client has a day of closing",
    "safety.status": "is the client's safety plan",
    "appeal.benefit_id": "is missing",
    "appeal.authorization_id": "is missing",
}
"""What another field asks for, once it is there, with what is said of it."""


SWITCHES = [(kind, field) for kind in EDITED for field in typed_fields(kind) if field.type is bool]


@pytest.mark.parametrize(("kind", "field"), SWITCHES, ids=[f"{kind.TABLE}-{one.key}" for kind, one in SWITCHES])
def test_a_switch_is_typed_off_as_it_is_typed_on(twofold: Quick, kind: type[Record], field: Field) -> None:
    ref = f"{kind.PREFIX}1"
    for value in (True, False, True):
        twofold(kind.TABLE, "edit", ref, *(beside(kind, field) if value else ()), *typed(field, value))
        assert kept(twofold, kind)[ref][field.key] is value


EXCEPTIONS = [*BESIDE, *ARGUMENTS, *CLEARED_BESIDE]


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_what_has_to_be_typed_beside_a_field_still_has_to(
    twofold: Quick, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, _, column = name.partition(".")
    kind = kind_of(table)
    field = next(one for one in typed_fields(kind) if one.name == column)
    (ref,) = more(twofold, kind, 1)
    for entries in (BESIDE, ARGUMENTS):
        monkeypatch.delitem(entries, name, raising=False)
    edit = [table, "edit", ref]
    if name in CLEARED_BESIDE:
        lines = [[*edit, "--clear", field.key]]
    elif field.says and field.says.later:
        lines = [[*edit, *typed(field, value_of(kind, field))]]
    else:
        lines = [[*edit, *typed(field, value_of(kind, field))], add_line(kind, field=field)]
    # Refused as typed wrongly, or for what is stored.
    refusals = {twofold.run(*line).code for line in lines} & {1, 2}
    assert refusals, f"{name} needs nothing beside it any more"
