"""The commands as Typer has them: what each of them tells of itself, and what they have in common."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from nouns import LEAVES, NOUNS, TABLES, is_editable, typed_fields, verbs_of

from caseload.app import lift, run
from caseload.commands.kit.options import Reads, Writes
from caseload.commands.root import COMMANDS, HEADINGS
from caseload.commands.tools.help import TOPICS, topic
from caseload.records.kinds import KINDS, has_client, kind_of
from caseload.records.of.base import Record

ROOT = Path(__file__).parents[1]
GLOBAL_FLAGS = {"--db", "--color", "--no-input", "-q", "--quiet", "--debug", "-h", "--help", "--version"}


def options(command: Any) -> dict[str, Any]:
    """The options of a command by their name in Python."""
    return {one.name: one for one in command.params if one.param_type_name == "option"}


EVERY_NOUN = ("list", "show", "export")


@pytest.mark.parametrize("kind", KINDS, ids=TABLES)
def test_a_kind_is_a_noun_and_its_records_are_added_and_edited_where_fields_of_its_own_are_typed(
    kind: type[Record],
) -> None:
    own = [field.name for field in typed_fields(kind) if field.name not in Record.DEFAULTS]
    assert kind.TABLE in COMMANDS
    assert {*EVERY_NOUN, kind.VOID} <= set(verbs_of(kind.TABLE)), (
        f"caseload {kind.TABLE} lacks a verb that all nouns have"
    )
    # An instrument is made by a file.
    both = {"edit"} if kind.TABLE == "instrument" else {"add", "edit"}
    assert {"add", "edit"} & set(verbs_of(kind.TABLE)) == (both if own else set())


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
        void_of(noun): filters - {"voided", "sort", "limit"} | {"confirm"},
        "edit": {"client", "where", "confirm"} - absent(noun),
    }.items():
        found = {one.removesuffix("_filter") for one in options(LEAVES[f"{noun} {verb}"]) if one.endswith("_filter")}
        assert found == asked or (verb == "edit" and not is_editable(kind_of(noun))), verb
    for verb, kind in {
        "list": Reads,
        "show": Reads,
        "export": Reads,
        "add": Writes,
        "edit": Writes,
        void_of(noun): Writes,
    }.items():
        assert isinstance(LEAVES[f"{noun} {verb}"], kind), verb


def absent(noun: str) -> set[str]:
    """The list flags that a kind without a status or a date cannot have."""
    kind = next(kind for kind in KINDS if noun == kind.TABLE)
    whose = has_client(kind)
    has = {"status": kind.STATUS, "due": kind.WHEN, "client": whose, "tag": whose}
    return {flag for flag, there in has.items() if not there}


def void_of(noun: str) -> str:
    """The verb that voids a record of a kind."""
    return next(kind.VOID for kind in KINDS if noun == kind.TABLE)


@pytest.mark.parametrize("path", LEAVES)
def test_both_flags_and_the_help_command_give_the_same_help(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    for argv in ([*path.split(), "--help"], [*path.split(), "-h"], ["help", *path.split()]):
        assert run(argv) == 0
    told = capsys.readouterr().out
    assert told == told[: len(told) // 3] * 3 or path in ("import", "merge")


def test_every_command_is_listed_with_a_sentence() -> None:
    for name, (_, line) in COMMANDS.items():
        assert line.endswith("."), name


def test_every_command_stands_under_one_heading() -> None:
    listed = [name for commands in HEADINGS.values() for name in commands]
    assert sorted(listed) == sorted(COMMANDS)
    assert list(HEADINGS) == [
        "The day", "People", "Plan of care", "Services and benefits", "Papers", "Programmes", "Reports", "Data",
        "Set-up",
    ]  # fmt: skip


@pytest.mark.parametrize("columns", ["80", "100", "200"])
def test_the_help_has_each_command_in_one_line_of_80_columns(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines[: lines.index("Set-up:")])) <= 80
    for name, (_, line) in COMMANDS.items():
        assert f"  {name:<13}  {line}" in lines, name


def test_a_heading_without_commands_is_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseload.commands.root.HEADINGS", {**HEADINGS, "Nothing yet": {}})
    assert run(["--help"]) == 0
    shown = [line[:-1] for line in capsys.readouterr().out.splitlines() if line[:1].isupper() and line.endswith(":")]
    assert shown == ["Options", *(heading for heading, commands in HEADINGS.items() if commands)]


@pytest.mark.parametrize("name", TOPICS)
def test_every_topic_is_a_page(name: str) -> None:
    page = "NOTICE" if name == "notices" else f"docs/{name}.md"
    assert topic(name) == (ROOT / page).read_text("utf-8")
    assert topic(name).startswith("# ")


def test_every_topic_is_named_by_the_help_of_help_and_packed_into_the_wheel() -> None:
    told = " ".join(LEAVES["help"].help.split())
    assert f"Topics: {', '.join(TOPICS)}." in told
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert set(packed.values()) == {f"caseload/topics/{name}.md" for name in TOPICS}
    assert [path for path in packed if not (ROOT / path).exists()] == []
