"""caseload field: declared under a name that is free, changed, dropped and taken back."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from caseload.commands.kit.options import GLOBALS
from caseload.commands.root import root
from caseload.errors import Invalid
from caseload.records.field import OwnField
from caseload.records.of import condition
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of, public_fields
from caseload.records.of.own import refuse_taken
from commands.conftest import Quick
from commands.owned import HELD, OWN, SETS, TYPED, held, names

EACH = pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.TABLE)


def test_a_kind_that_is_not_edited_takes_no_field(mine: Quick) -> None:
    for table in ("addendum", "link", "waiver", "field"):
        ran = mine.run("field", "add", table, "x")
        assert (ran.code, "takes no fields of your own; one of client, person" in ran.err) == (2, True)


# Names


def flags(kind: type[Record]) -> Iterator[str]:
    """Every option that a list, an export, a page, an add, an edit or the voiding of the kind takes."""
    group = root()
    with group.make_context("caseload", [], resilient_parsing=True) as context:
        noun: Any = group.get_command(context, kind.TABLE)
        commands = [group, *(noun.get_command(context, verb) for verb in VERBS), noun.get_command(context, kind.VOID)]
        for param in (param for command in commands for param in command.params):
            yield from (flag[2:] for flag in (*param.opts, *param.secondary_opts) if flag.startswith("--"))


VERBS = ("list", "export", "show", "add", "edit")


@EACH
def test_no_option_no_computed_column_and_no_word_of_where_is_a_name(mine: Quick, kind: type[Record]) -> None:
    known = {field.key for field in public_fields(kind)} | set(TYPED)
    computed = {name for verb in ("list", "export") for name in names(mine, kind.TABLE, verb)} - known
    words = {*re.findall(r'"([a-z]+)"', str(condition.__doc__)), *condition._NOTHING}
    assert {"and", "or", "not", "none", "empty"} <= words
    assert computed
    everywhere = re.findall(r"--([a-z-]+)", GLOBALS)
    meant = {flag.replace("-", "_") for flag in (*flags(kind), *everywhere)} | computed | words
    assert {"set", "limit", "csv", "reason", "yes", "no_input"} <= meant
    free = set()
    for name in meant | {field.name for field in fields_of(kind)}:
        try:
            refuse_taken(OwnField(of=kind.TABLE, name=name, label="X"), [])
        except Invalid:
            continue
        free.add(name)
    assert free == set()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("client given_name", 'name: "given_name" is a field of client by itself; another name'),
        ("task goal_id", 'name: "goal_id" is a field of task by itself'),
        ("client given", 'name: "given" is an option, a column or a word of --where; another name: my_given'),
        ("client limit", 'name: "limit" is an option'), ("client cohort", 'name: "cohort" is declared already'),
        ("client Größe", "name: is no name of a field; a-z, 0-9 and _, a letter first: cohort, vet_status"),
        ("client x --type mood", '--type: "mood" is not accepted; one of text, number, day, yes-no, word, words'),
        ("client x --type word", "words: are missing from a field of type word; --words A,B,C"),
        ("client x --type day --words a", "words: stand beside the type day; --type word, or words for several"),
        ("client x --label=", "label: is empty"), ("nonsense x", '"nonsense" is not a kind'),
    ],
)  # fmt: skip
def test_what_cannot_be_declared_is_refused(mine: Quick, words: str, said: str) -> None:
    before = mine.fingerprint
    ran = mine.run("field", "add", *words.split())
    assert (ran.code, ran.out, mine.fingerprint) == (2, "", before)
    assert ran.err.startswith(f"caseload: {said}")


@pytest.mark.parametrize(
    "label", ["[bold]x[/bold]", "\x1b[31mred", "L" * 300, 'say "it", then', "Größe 日本", "a\nb", "%s {0}", "<b>&amp;"]
)
def test_any_label_is_shown_and_moves_no_terminal(empty: Quick, label: str) -> None:
    empty("client", "add", "Ana", "Ruiz")
    empty("field", "add", "client", "x", "--label", label)
    empty("client", "edit", "ana", "--set", "x=here")
    for words in (("show", "ana"), ("client", "list", "--fields", "x", "--table"), ("field", "list", "--table")):
        out = empty(*words)
        assert "\x1b" not in out
        assert "here" in out or words[0] == "field"
    assert json.loads(empty("field", "list", "--json"))[0]["label"] == label
    assert empty("client", "list", "--fields", "x", "--csv") == "x\nhere\n"


# Changed, dropped, taken back


def test_another_type_is_taken_only_where_every_value_fits_it(filled: Quick) -> None:
    before = filled.fingerprint
    ran = filled.run("field", "edit", "f1", "--type", "number")
    assert (ran.code, ran.err) == (
        2,
        "caseload: school: is not a number in c1; such as 12 or 12.5, at most 15 digits\n",
    )
    for words in ("f6 --type word", "f1 --type day", "f5 --type yes-no", "f3 --type number"):
        assert filled.run("field", "edit", *words.split()).code == 2, words
    assert filled.fingerprint == before
    for words in ("f2 --type text", "f5 --type words", "f3 --type text", "f6 --type text", "f4 --type text"):
        filled("field", "edit", *words.split())
    assert held(filled, "c1") == {
        **HELD, "grade": "9.5", "cohort": ["early-spring"], "barriers": "money child-care", "veteran": "no"
    }  # fmt: skip
    for words in (
        "f4 --type yes-no",
        "f6 --type words --words money,ride,child-care",
        "f3 --type day",
        "f5 --type word",
    ):
        filled("field", "edit", *words.split())
    filled("field", "edit", "f2", "--type", "number")
    assert (held(filled, "c1"), filled("find", "9.5")) == (HELD, "")


def test_a_field_gets_a_label_and_more_words_and_nothing_else(filled: Quick) -> None:
    assert "Cohort · words early-spring, fall -> early-spring, fall, late-fall" in filled.run(
        "field", "edit", "f5", "--words", "Late Fall,fall"
    ).err  # fmt: skip
    filled("client", "edit", "cy", "--set", "cohort=late-fall")
    filled("field", "edit", "f5", "--label", "Year group")
    assert "Year group" in filled("show", "ana")
    assert filled.run("field", "edit", "f5").code == 2
    assert filled.run("field", "edit", "f5", "--clear", "words").code == 2
    assert filled.run("field", "edit", "f1", "--words", "a").code == 2
    assert filled.run("field", "edit", "f5", "--name", "x").code == 2


def test_a_dropped_field_leaves_every_list_and_its_values_come_back_with_undo(filled: Quick) -> None:
    before = filled("export", "all")
    assert filled.run("field", "drop", "f1").code == 2
    assert "dropped f1 School" in filled.run("field", "drop", "f1", "--reason", "the grant has ended").err
    assert "school" not in names(filled, "client", "list")
    assert "school" not in filled("client", "list", "--json") + filled("show", "ana")
    assert filled.run("client", "list", "--where", "school = none").code == 2
    assert filled.run("client", "edit", "ana", "--set", "school=x").code == 2
    assert (filled("find", "lincoln"), filled("field", "list", "--ids").split()) == ("", ["f2", "f3", "f4", "f5", "f6"])
    assert filled("history", "c1", "--fields", "field,after").splitlines()[-6] == "school\tLincoln = High"
    filled("undo")
    assert (filled("export", "all"), filled("find", "lincoln", "--ids")) == (before, "c1\n")


def test_two_fields_of_one_name_are_told_apart_by_their_ids(filled: Quick) -> None:
    filled("field", "drop", "f1", "--reason", "asked otherwise now")
    filled("field", "add", "client", "school", "--type", "number")
    filled("client", "edit", "ana", "--set", "school=5")
    assert held(filled, "c1")["school"] == 5
    ran = filled.run("undo", "12")
    assert (ran.code, ran.err) == (1, "caseload: another field has the name that f1 had; give that one another first\n")
    assert filled.run("undo", "13").err == (
        "caseload: c1 refers to a field that would be gone; caseload undo 14 comes first\n"
    )
    for _ in range(3):
        filled("undo")
    assert held(filled, "c1") == HELD


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["field edit f5 --words winter", "client edit c1 --set cohort=winter"], "c1 would hold what f5 does not take"),
        (["field edit f3 --type text", "client edit c3 --set left=x,y"], "c3 would hold what f3 does not take"),
        (["client edit c1 c2 --clear grade", "field edit f2 --type yes-no"], "c1 would hold what f2 does not take"),
        (["field add client x", "client edit c2 --set x=1"], "c2 refers to a field that would be gone"),
    ],
)
def test_no_undo_leaves_a_value_that_its_field_does_not_take(filled: Quick, lines: list[str], said: str) -> None:
    for line in lines:
        filled(*line.split())
    last = max(int(number) for number in filled("history", "--fields", "op").split())
    before = filled("export", "all")
    ran = filled.run("undo", str(last - 1))
    assert (ran.code, said in ran.err, filled("export", "all")) == (1, True, before), ran.err
    filled("undo")
    filled("undo")
    filled("redo")
    filled("redo")
    assert filled("export", "all") == before


def test_a_signed_note_keeps_what_it_was_signed_with(mine: Quick) -> None:
    mine("note", "edit", "n1", *SETS)
    mine("note", "sign", "n1")
    fields = {one["name"]: one["id"] for one in json.loads(mine("field", "list", "--where", "of = note", "--json"))}
    for words in (["note", "edit", "n1", "--set", "grade=1"], ["note", "edit", "n1", "--clear", "grade"],
                  ["field", "edit", fields["grade"], "--type", "text"]):  # fmt: skip
        ran = mine.run(*words)
        assert (ran.code, "n1 is signed" in ran.err) == (1, True), words
    mine("field", "edit", fields["cohort"], "--words", "winter")
    mine("field", "edit", fields["cohort"], "--type", "text")
    mine("field", "drop", fields["school"], "--reason", "x")
    assert held(mine, "n1") == {name: value for name, value in HELD.items() if name != "school"}
    mine("note", "void", "n1", "--reason", "wrong client", "--yes")
    for _ in range(4):
        mine("undo")
    assert held(mine, "n1") == HELD


def test_a_client_that_is_voided_and_comes_back_holds_what_it_held(filled: Quick) -> None:
    filled("client", "void", "c1", "--reason", "twice", "--yes")
    assert (filled("find", "lincoln"), filled("client", "list", "--where", "grade > 9", "--ids")) == ("", "c2\n")
    assert json.loads(filled("client", "list", "--voided", "--json"))[0]["barriers"] == HELD["barriers"]
    filled("undo")
    assert (filled("find", "lincoln", "--ids"), held(filled, "c1")) == ("c1\n", HELD)


def test_history_tells_each_value_by_the_name_of_its_field(filled: Quick) -> None:
    filled("client", "edit", "ana", "--set", "barriers=ride", "--clear", "grade")
    told = filled("history", "c1", "--fields", "command,field,before,after").splitlines()
    assert told[-2:] == ["client edit\tgrade\t9.5\t", "client edit\tbarriers\tmoney child-care\tride"]
