"""The commands as Typer has them: what each of them tells of itself, and what they have in common."""

from pathlib import Path
from typing import Any

import pytest
from nouns import LEAVES, NOUNS, TABLES, is_editable, typed_fields, verbs_of

from caseload.app import lift, run
from caseload.commands.kit.options import Reads, Writes
from caseload.commands.root import COMMANDS
from caseload.commands.tools.help import TOPICS
from caseload.records.kinds import KINDS, kind_of
from caseload.records.of.base import Record

GLOBAL_FLAGS = {"--db", "--color", "--no-input", "-q", "--quiet", "--debug", "-h", "--help", "--version"}


def options(command: Any) -> dict[str, Any]:
    """The options of a command by their name in Python."""
    return {one.name: one for one in command.params if one.param_type_name == "option"}


EVERY_NOUN = ("list", "show", "void", "export")


@pytest.mark.parametrize("kind", KINDS, ids=TABLES)
def test_a_kind_is_a_noun_and_its_records_are_added_and_edited_where_fields_of_its_own_are_typed(
    kind: type[Record],
) -> None:
    own = [field.name for field in typed_fields(kind) if field.name not in Record.DEFAULTS]
    assert kind.TABLE in COMMANDS
    assert set(EVERY_NOUN) <= set(verbs_of(kind.TABLE)), f"caseload {kind.TABLE} lacks a verb that all nouns have"
    assert {"add", "edit"} & set(verbs_of(kind.TABLE)) == ({"add", "edit"} if own else set())


@pytest.mark.parametrize("path", LEAVES)
def test_a_command_tells_in_one_sentence_what_it_does_and_shows_an_example(path: str) -> None:
    sentence, _, rest = LEAVES[path].help.partition("\n\n")
    assert sentence.endswith("."), path
    assert "\b\nExamples:\n" in rest
    assert f"caseload {path}" in rest or path == "today"


@pytest.mark.parametrize("path", LEAVES)
def test_every_argument_and_option_has_a_help_of_its_own(path: str) -> None:
    for one in LEAVES[path].params:
        assert one.help or one.name == "help", one.name
        assert one.param_type_name == "argument" or one.help.endswith("."), one.name


@pytest.mark.parametrize("path", LEAVES)
def test_no_option_of_a_command_is_a_global_one(path: str) -> None:
    for one in LEAVES[path].params:
        assert not GLOBAL_FLAGS & {*one.opts, *one.secondary_opts}, one.name


def test_global_options_are_lifted_from_anywhere_before_two_dashes() -> None:
    found, words = lift(["task", "--db", "x.db", "add", "-q", "ana", "--color=never", "--", "--debug", "--db"])
    assert (found.db, found.quiet, found.color, found.debug) == ("x.db", True, "never", False)
    assert words == ["task", "add", "ana", "--", "--debug", "--db"]


@pytest.mark.parametrize("noun", NOUNS)
def test_edit_mirrors_add_with_every_option_optional(noun: str) -> None:
    added, edited = options(LEAVES[f"{noun} add"]), options(LEAVES[f"{noun} edit"])
    assert not any(one.required for one in edited.values())
    assert "clear" in edited
    for name, one in added.items():
        if name in edited:
            assert (edited[name].opts, edited[name].help) == (one.opts, one.help), name


@pytest.mark.parametrize("noun", NOUNS)
def test_what_every_noun_does_alike_is_asked_for_alike(noun: str) -> None:
    filters = {"client", "status", "due", "tag", "where", "voided", "sort", "limit"} - absent(noun)
    for verb, asked in {
        "list": filters,
        "export": filters,
        "void": filters - {"voided", "sort", "limit"} | {"confirm"},
        "edit": {"client", "where", "confirm"},
    }.items():
        found = {one.removesuffix("_filter") for one in options(LEAVES[f"{noun} {verb}"]) if one.endswith("_filter")}
        assert found == asked or (verb == "edit" and not is_editable(kind_of(noun))), verb
    for verb, kind in {
        "list": Reads,
        "show": Reads,
        "export": Reads,
        "add": Writes,
        "edit": Writes,
        "void": Writes,
    }.items():
        assert isinstance(LEAVES[f"{noun} {verb}"], kind), verb


def absent(noun: str) -> set[str]:
    """The list flags that a kind without a status or a date cannot have."""
    kind = kind_of(noun)
    return {flag for flag, field in {"status": kind.STATUS, "due": kind.WHEN}.items() if not field}


@pytest.mark.parametrize("path", LEAVES)
def test_both_flags_and_the_help_command_give_the_same_help(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    for argv in ([*path.split(), "--help"], [*path.split(), "-h"], ["help", *path.split()]):
        assert run(argv) == 0
    told = capsys.readouterr().out
    assert told == told[: len(told) // 3] * 3 or path == "import"


def test_every_command_is_listed_with_a_sentence() -> None:
    for name, (_, line) in COMMANDS.items():
        assert line.endswith((".", "`caseload`.")), name


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_a_page_of_docs(topic: str) -> None:
    page = Path(__file__).parents[1] / "docs" / f"{topic}.md"
    assert page.read_text("utf-8").startswith("# ")
