"""Where the text of a note comes from, stdin or the editor, and that it is never lost."""

import json
import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Program, executable
from terminal import Seen, on_terminal

from commands.conftest import Quick


def note(program: Program, ref: str, *keys: str) -> list[object]:
    """Those fields of one note."""
    record = json.loads(program("note", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


BIG = "".join(f"{number:05} Zoë's note, line after line.\n" for number in range(6000))


@pytest.mark.parametrize(
    ("piped", "kept"),
    [
        (b"x\n", "x"),
        (b"x\r\n", "x"),
        (b"x", "x"),
        (b"\n x \n\n", "\n x \n"),
        (b"a\r\nb\r\n", "a\r\nb"),
        ("\ufeffZoë \u202e|\t🙂\n".encode(), "\ufeffZoë \u202e|\t🙂"),
        (BIG.encode(), BIG[:-1]),
    ],
    ids=["a line", "a line of DOS", "no line end", "blanks", "lines of DOS", "Unicode", "200 KB"],
)
def test_a_text_from_stdin_is_kept_as_it_is_but_for_its_last_line_end(served: Quick, piped: bytes, kept: str) -> None:
    Program(served.home, served.environ)("note", "add", "ana", "-", stdin=piped)
    assert (note(served, "n1", "body"), drafts(served)) == ([kept], [])


def drafts(program: Program) -> list[Path]:
    """Texts that were kept because they could not be stored."""
    return sorted((program.home / "state" / "caseload").glob("draft-*"))


def kept(program: Program, said: str) -> bytes:
    """The one text that was kept, where it was said to be, readable by its owner alone."""
    [place] = drafts(program)
    assert f"your text is kept in {place}" in said
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    return place.read_bytes()


@pytest.mark.parametrize("piped", [b"Stra\xdfe\nx", b"line\nnul\0here\n"], ids=["Latin-1", "NUL"])
def test_a_text_that_cannot_be_stored_is_refused_in_a_sentence_and_kept(served: Quick, piped: bytes) -> None:
    program = Program(served.home, served.environ)
    before = program.fingerprint
    ran = program.run("log", "ana", "-", stdin=piped)
    assert (ran.code, program.fingerprint) == (2, before)
    assert kept(program, ran.err) == piped


def test_an_empty_text_is_not_kept(served: Quick) -> None:
    ran = served.run("log", "ana", "-", stdin=" \n")
    assert (ran.code, drafts(served)) == (2, [])


@pytest.fixture
def writer(served: Quick) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a write."""
    connection = sqlite3.connect(served.db, isolation_level=None)
    connection.execute("begin immediate")
    yield connection
    connection.close()


def test_a_text_that_a_locked_database_does_not_take_is_kept_even_when_quiet(
    served: Quick, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseload.store.driver.BUSY_SECONDS", 0.1)
    ran = served.run("note", "add", "ana", "-", "--quiet", stdin="Long words\n")
    assert ran.code == 5
    assert kept(served, ran.err) == b"Long words\n"


def test_words_of_the_command_line_are_not_kept_the_shell_has_them(
    served: Quick, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseload.store.driver.BUSY_SECONDS", 0.1)
    ran = served.run("note", "add", "ana", "Long", "words")
    assert (ran.code, drafts(served)) == (5, [])


# The editor


class Desk(Quick):
    """The program at a terminal, with an editor that is a shell script: the draft is "$1"."""

    def edited(self, script: str, *words: str, **env: str) -> Seen:
        """What a run left in which the editor did that."""
        editor = self.home / "my editor"
        editor.write_text(f"#!/bin/sh\n{script}\n")
        editor.chmod(0o700)
        return on_terminal(self, *words, env={"VISUAL": f"'{editor}'", "EDITOR": "false"} | env)

    def litter(self) -> list[Path]:
        """What is left of the private folder of the draft."""
        return list(self.home.glob("caseload-*"))


@pytest.fixture
def desk(served: Quick) -> Desk:
    return Desk(served.home, served.environ)


def test_the_editor_writes_a_note_in_a_private_file_with_a_name_that_tells_nothing(desk: Desk) -> None:
    look = 'stat -c "%a %n" "$1" "$(dirname "$1")" > "$HOME/seen"; cat "$1" >> "$HOME/seen"'
    assert desk.edited(f'{look}; printf "Two\\nlines\\n" > "$1"', "note", "add", "ana", "-m", "5").code == 0
    assert note(desk, "n1", "body", "minutes") == ["Two\nlines", 5]
    seen = re.sub(r"caseload-\w+", "caseload-X", (desk.home / "seen").read_text())
    assert seen == f"600 {desk.home}/caseload-X/draft.txt\n700 {desk.home}/caseload-X\n"
    assert desk.litter() == []


def test_an_edit_opens_the_editor_with_the_text_and_gives_it_back_byte_for_byte(desk: Desk) -> None:
    desk("note", "add", "ana", "-", stdin="First \n\n  second\r\n\n")
    assert "nothing was written" in desk.edited('cat "$1" > "$HOME/seen"', "note", "edit", "n1").plain
    assert (desk.home / "seen").read_bytes() == b"First \n\n  second\r\n\n"
    desk.edited('sed -i s/First/Last/ "$1"', "note", "edit", "n1")
    assert note(desk, "n1", "body") == ["Last \n\n  second\r\n"]


@pytest.mark.parametrize(
    ("words", "script", "code", "said"),
    [
        ("note add ana", "true", 0, "nothing was written"),
        ("note edit n1", "true", 0, "nothing was written"),
        ("note addendum n2", "true", 0, "nothing was written"),
        ("addendum add n2", "true", 0, "nothing was written"),
        ("log ana", "true", 0, "nothing was written"),
        ("note edit n1", ': > "$1"', 0, "nothing was written"),
        ("note edit n1", 'rm "$1"', 0, "nothing was written"),
        ("note edit n1", "false", 1, "failed; nothing was changed"),
        ("note edit n1", "kill -9 $$", 1, "failed; nothing was changed"),
    ],
)
def test_an_editor_left_without_words_changes_nothing(
    desk: Desk, words: str, script: str, code: int, said: str
) -> None:
    desk("note", "add", "ana", "A draft")
    desk("note", "add", "ana", "Signed", "--sign")
    before = desk.fingerprint
    seen = desk.edited(script, *words.split())
    assert (seen.code, said in seen.plain, desk.fingerprint) == (code, True, before), seen
    assert (desk.litter(), drafts(desk)) == ([], [])


def test_an_editor_that_cannot_be_started_is_named(desk: Desk) -> None:
    for env, said in (
        ({"VISUAL": "no-such-editor --wait"}, "the editor no-such-editor cannot be started"),
        ({"VISUAL": "'unbalanced"}, "VISUAL or EDITOR is not a command"),
    ):
        seen = on_terminal(desk, "log", "ana", env=env)
        assert (seen.code, said in seen.plain) == (1, True), seen


def test_the_editor_that_failed_after_words_were_written_leaves_them_kept(desk: Desk) -> None:
    seen = desk.edited('echo "Long words" > "$1"; exit 1', "log", "ana")
    assert seen.code == 1
    assert kept(desk, unwrapped(seen)) == b"Long words\n"
    assert (desk.litter(), desk("note", "list")) == ([], "")


def test_words_written_for_a_dry_run_are_kept_and_not_stored(desk: Desk) -> None:
    before = desk.fingerprint
    seen = desk.edited('echo "Long words" > "$1"', "log", "ana", "-n")
    assert (seen.code, desk.fingerprint) == (0, before)
    assert "dry run, nothing is written: n1 Long words" in seen.plain
    assert kept(desk, unwrapped(seen)) == b"Long words\n"


def unwrapped(seen: Seen) -> str:
    return seen.plain.replace("\n", " ")


def test_what_is_wrong_is_told_before_the_editor_opens(desk: Desk) -> None:
    for words in (("note", "add", "nobody"), ("log", "ana", "--goal", "g3"), ("log", "ana", "--at", "tomorrow")):
        assert desk.edited('touch "$HOME/opened"', *words).code != 0
    assert not (desk.home / "opened").exists()


def test_a_note_that_changed_while_the_editor_was_open_is_left_and_the_text_kept(desk: Desk) -> None:
    desk("note", "add", "ana", "As it was")
    meanwhile = f'{executable()} note edit n1 "Somebody else was quicker"; echo "Long words" > "$1"'
    seen = desk.edited(meanwhile, "note", "edit", "n1")
    assert (seen.code, "n1 has been changed meanwhile" in seen.plain) == (1, True)
    assert kept(desk, unwrapped(seen)) == b"Long words\n"
    assert note(desk, "n1", "body") == ["Somebody else was quicker"]


def test_the_database_is_free_while_the_editor_is_open(desk: Desk) -> None:
    desk.edited(f'{executable()} task add ana Meanwhile && echo Words > "$1"', "log", "ana")
    assert (desk("task", "list", "--ids"), desk("note", "list", "--ids")) == ("t1\n", "n1\n")


def test_ctrl_c_is_the_editors_own(desk: Desk) -> None:
    script = 'trap "echo Words > \\"$1\\"; exit 0" INT; echo ready; while :; do sleep 0.05; done'
    editor = desk.home / "editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o700)
    seen = on_terminal(desk, "log", "ana", env={"EDITOR": str(editor)}, keys=[("ready", "\x03")])
    assert (seen.code, note(desk, "n1", "body")) == (0, ["Words"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_kill_while_the_editor_is_open_leaves_no_file_but_the_words_saved_so_far(
    desk: Desk, number: signal.Signals
) -> None:
    script = f'echo "Words so far" > "$1"; kill -{number.value} $PPID; sleep 20'
    seen = desk.edited(script, "log", "ana")
    assert seen.code == 130
    assert kept(desk, unwrapped(seen)) == b"Words so far\n"
    assert (desk.litter(), desk("note", "list")) == ([], "")


def test_no_input_opens_no_editor_at_a_terminal_either(desk: Desk) -> None:
    seen = desk.edited('touch "$HOME/opened"', "log", "ana", "--no-input")
    assert (seen.code, "TEXT: is missing" in seen.plain, (desk.home / "opened").exists()) == (2, True, False)


@pytest.mark.parametrize("name", ["vim", "vim.basic", "nvim", "vi"])
def test_vim_by_any_name_is_told_to_leave_no_copies(desk: Desk, name: str) -> None:
    real = desk.home / "vim.real"
    real.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$HOME/words"\n')
    real.chmod(0o700)
    (desk.home / name).symlink_to(real)
    on_terminal(desk, "log", "ana", env={"EDITOR": name, "VISUAL": "", "PATH": f"{desk.home}:{os.environ['PATH']}"})
    words = (desk.home / "words").read_text()
    assert "-n\n-i\nNONE\n-c\nset nobackup nowritebackup noundofile noswapfile viminfo=\n/" in words


def test_copies_that_an_editor_leaves_beside_the_draft_go_with_it(desk: Desk) -> None:
    desk.edited('echo Words > "$1"; cp "$1" "$1~"; mkdir "$(dirname "$1")/more"', "log", "ana")
    assert (desk.litter(), note(desk, "n1", "body")) == ([], ["Words"])


def test_the_id_goes_to_the_pipe_and_the_editor_to_the_terminal(desk: Desk) -> None:
    inner = f'STEP=1 {executable()} log ana > "$HOME/id"'
    seen = desk.edited(f'test "$STEP" && {{ echo drawn; echo Words > "$1"; exit; }}; {inner}', "log", "ana")
    assert "drawn" in seen.plain
    assert (desk.home / "id").read_text() == "n1\n"


def test_the_text_that_a_killed_run_left_in_its_editor_is_found_again_and_given_again(desk: Desk) -> None:
    """kill -9 of the program and its editor loses no word; one that is open, and one that was kept, are told apart."""
    assert desk.run("drafts").err == ""
    listed = f'{executable()} drafts --csv --fields place,state > "$HOME/open"'
    desk.edited(f'echo "Long words" > "$1"; {listed}; kill -9 $PPID; kill -9 $$', "log", "ana")
    [left] = desk.home.glob("caseload-*/draft.txt")
    assert (desk.home / "open").read_text() == f"place,state\n{left},open\n"
    ran = desk.run("drafts")
    assert ran.out.split("\t")[:2] == [str(left), "left"]
    desk.run("log", "ana", "-", stdin="line\nnul\0here\n")
    [kept_one] = drafts(desk)
    assert desk("drafts", "--csv", "--fields", "place,state,bytes") == (
        f"place,state,bytes\n{left},left,11\n{kept_one},kept,14\n"
    )
    desk("note", "add", "ana", "-", stdin=left.read_text())
    assert note(desk, "n1", "body") == ["Long words"]
    # Both are still there, and the next editor says of each what tells more.
    assert desk.edited("true", "log", "ana").plain.count("caseload drafts says how to go on") == 2
