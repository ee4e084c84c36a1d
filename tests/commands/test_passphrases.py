"""What opens an encrypted database: a passphrase, from where it may come; the recovery code; for a while nothing."""

import sqlite3
import stat
import sys
import time
from pathlib import Path
from unicodedata import normalize

import pytest
from ciphered import PHRASE, WITH, given, typed_back
from conftest import Program, program_in
from terminal import on_terminal


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("\n", "is empty"),
        ("", "is empty"),
        (f"{PHRASE} \n", "does not open"),
        (f"{PHRASE.upper()}\n", "does not open"),
        ("x'" + "00" * 32 + "'\n", "does not open"),
        ("quіll above the winter märz\n", "does not open"),  # a Cyrillic i
        ("AAAA-" * 13 + "AAAA\n", "recovery code does not open"),
        (b"\xff\xfe\n".decode("latin-1"), "does not open"),
    ],
)
def test_a_key_that_is_wrong_empty_or_only_like_the_right_one_is_5_in_one_line(
    shut: Program, lines: str, said: str
) -> None:
    before = shut.fingerprint
    for words in (("today",), ("task", "add", "me", "Call", "--debug")):
        ran = given(shut, lines, *words)
        assert (ran.code, ran.out) == (5, "")
        assert said in ran.err.splitlines()[-1]
        assert lines.strip() not in ran.err or not lines.strip()
        assert len(ran.err.splitlines()) == 1 or "--debug" in words
    assert shut.fingerprint == before


def test_without_a_key_and_a_terminal_it_is_5_at_once(shut: Program) -> None:
    for words in (("today",), ("client", "list", "--no-input"), ("digest",), ("sql", "select 1"), ("doctor",)):
        began = time.monotonic()
        ran = shut.run(*words)
        assert (ran.code, ran.err.count("\n")) == (5, 1)
        assert ran.out == "" or words == ("doctor",)
        assert "no passphrase is given" in ran.err
        assert time.monotonic() - began < 1 + 5  # a busy machine is no fault of the program's


def test_the_passphrase_is_one_however_its_letters_are_put_together_and_the_code_stands_for_it(
    shut: Program, secret: Program
) -> None:
    code = (secret.home / "code.txt").read_text().strip()
    for one in (
        PHRASE,
        normalize("NFD", PHRASE),
        code,
        code.lower().replace("-", " "),
        code.replace("-", "\N{EN DASH}"),
    ):
        assert "marmalade" in given(shut, f"{one}\n", "task", "list").out
    assert "passphrase" not in given(shut, f"{PHRASE}\n", "task", "list", "--debug").err


def test_a_code_with_one_letter_wrong_is_told_from_a_passphrase(shut: Program, secret: Program) -> None:
    code = (secret.home / "code.txt").read_text().strip()
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    ran = given(shut, f"{wrong}\n", "today")
    assert (ran.code, "look whether each letter is right" in ran.err) == (5, True)


def test_the_first_source_counts_and_a_command_is_no_shell(shut: Program, tmp_path: Path) -> None:
    told = tmp_path / "told"
    told.write_text(f'#!/bin/sh\necho "$CASELOAD_PASSPHRASE_FOR" > {tmp_path}/for\nprintf "%s\\n" "$*"\n')
    told.chmod(0o700)
    command = {"CASELOAD_PASSPHRASE_COMMAND": f"{told} '{PHRASE}'"}
    assert "marmalade" in shut("task", "list", env=command)
    assert (tmp_path / "for").read_text() == f"{shut.db}\n"
    wrong = Program(shut.home, {**shut.environ, "CASELOAD_PASSPHRASE_COMMAND": "false"})
    assert given(wrong, f"{PHRASE}\n", "task", "list").code == 0
    for line, said in (
        ("false", "ended with 1"), ("/nowhere/at-all", "cannot be run"), ("'", "cannot be run"), ("", "cannot be run"),
        (f"echo '{PHRASE}'; true", "does not open"),
    ):  # fmt: skip
        ran = shut.run("today", env={"CASELOAD_PASSPHRASE_COMMAND": line})
        assert (ran.code, ran.err.count("\n"), said in ran.err) == (5, 1, True), ran.err


def test_at_a_terminal_it_is_asked_for_unseen_and_once_more_when_it_was_wrong(shut: Program) -> None:
    keys = [(f"passphrase of {shut.db}:", "no\r"), (f"passphrase of {shut.db}:", f"{PHRASE}\r")]
    seen = on_terminal(shut, "task", "list", columns=300, keys=keys)
    assert seen.code == 0
    assert "marmalade" in seen.plain
    assert PHRASE not in seen.plain
    assert on_terminal(shut, "task", "list", "--no-input").code == 5


def test_init_at_a_terminal_shows_the_code_once_and_wants_its_end_typed_back(nobody: Program) -> None:
    twice = [("new passphrase", f"{PHRASE}\r"), ("the same once more:", f"{PHRASE}\r")]
    wrong = [("type its last", "AAAA\r")] * 3
    seen = on_terminal(nobody, "init", "--encrypt", columns=200, keys=[*twice, *wrong])
    assert (seen.code, "was not typed back" in seen.plain, nobody.db.exists()) == (1, True, False)
    ended, code, screen = typed_back(nobody, "init", "--encrypt")
    assert (ended, len(code)) == (0, 69), screen
    assert PHRASE not in screen
    assert given(nobody, f"{code}\n", "client", "list").code == 0
    assert given(nobody, f"{PHRASE}\n", "client", "list").code == 0


def test_init_without_a_terminal_wants_a_file_for_the_code_that_is_not_there(nobody: Program, tmp_path: Path) -> None:
    assert (ran := nobody.run("init", "--encrypt", env=WITH)).code == 2
    assert "--recovery FILE" in ran.err
    assert nobody.run("init", "--recovery", "code.txt").code == 2
    place = tmp_path / "code.txt"
    place.write_text("mine")
    assert nobody.run("init", "--encrypt", "--recovery", str(place), env=WITH).code == 1
    assert (place.read_text(), nobody.db.exists()) == ("mine", False)
    for phrase, said in (("short", "fewer than 8"), ("x'00112233'", "looks like a key"), ("", "fewer than 8")):
        command = {"CASELOAD_PASSPHRASE_COMMAND": f'printf "{phrase}"'}
        ran = nobody.run("init", "--encrypt", "--recovery", f"{place}.2", env=command)
        assert (ran.code, said in ran.err, nobody.db.exists(), Path(f"{place}.2").exists()) == (5, True, False, False)


def test_unlocked_it_opens_without_a_passphrase_until_the_time_is_over_or_it_is_locked(shut: Program) -> None:
    assert (shut.run("unlock", "--status").code, shut.run("unlock", "--for", "15m").code) == (1, 5)
    ran = shut.run("unlock", "--for", "15m", env=WITH)
    assert (ran.code, "unlocked until Wed 2026-11-25 09:15" in ran.err) == (0, True)
    [kept] = (shut.home / "caseload-keys").iterdir()
    assert [stat.S_IMODE(one.stat().st_mode) for one in (kept, kept.parent)] == [0o600, 0o700]
    assert PHRASE not in kept.read_text()
    # The clock on the wall has no say.
    for now in ("2026-11-20T09:00", "2027-01-01T09:00"):
        assert shut.run("digest", env={"CASELOAD_NOW": now}).code == 0
    kept.parent.chmod(0o755)
    assert shut.run("today").code == 5
    kept.parent.chmod(0o700)
    assert shut.run("lock").code == 0
    assert (shut.run("today").code, kept.exists()) == (5, False)
    assert shut.run("unlock", "--for", "1s", env=WITH).code == 0
    time.sleep(2.1)
    assert (shut.run("today").code, kept.exists()) == (5, False)
    for text in ("0m", "25h", "soon", "-5m", "15"):
        assert shut.run("unlock", "--for", text).code == 2


def test_the_key_of_one_file_opens_no_other(sealed: Program, tmp_path: Path) -> None:
    other = program_in(tmp_path / "other")
    other.environ["XDG_RUNTIME_DIR"] = sealed.environ["XDG_RUNTIME_DIR"]
    other("init", "--encrypt", "--recovery", str(tmp_path / "code.txt"), env=WITH)
    assert (other.run("today").code, sealed.run("today").code) == (5, 0)


def test_without_the_extra_what_is_encrypted_is_5_and_names_it(shut: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from commands.conftest import Quick

    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    quick = Quick(shut.home, shut.environ)
    for words in (("today",), ("encrypt", "--recovery", "x"), ("init", "--encrypt", "--recovery", "x")):
        ran = quick.run(*words)
        assert (ran.code, "pip install 'caseload-cli[encrypted]'" in ran.err) == (5, True), ran.err


def test_a_keyring_that_keeps_passphrases_in_clear_is_not_asked(shut: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import ModuleType

    from commands.conftest import Quick

    def ring(module: str) -> ModuleType:
        def found(_: object, service: str, name: str) -> str | None:
            return PHRASE if (service, name) == ("caseload", str(shut.db)) else None

        made = ModuleType("keyring")
        store = type("Keyring", (), {"__module__": module, "get_password": found})()
        made.get_keyring = lambda: store  # type: ignore[attr-defined]
        return made

    quick = Quick(shut.home, shut.environ)
    for module, code in (("keyring.backends.SecretService", 0), ("keyrings.alt.file", 5), ("keyring.backends.fail", 5)):
        monkeypatch.setitem(sys.modules, "keyring", ring(module))
        assert quick.run("today").code == code


def test_errors_of_the_other_driver_are_those_of_sqlite(sealed: Program) -> None:
    from caseload.store import driver

    for name in ("DatabaseError", "IntegrityError", "OperationalError", "ProgrammingError"):
        assert issubclass(getattr(driver.cipher(), name), getattr(sqlite3, name))


@pytest.mark.parametrize(
    "words",
    [("rekey", "--recovery", "c.txt"), ("decrypt", "--yes"), ("unlock", "--for", "24h")],
    ids=lambda words: words[0],
)
def test_what_changes_who_opens_a_file_wants_its_passphrase_though_it_is_unlocked(
    sealed: Program, words: tuple[str, ...]
) -> None:
    """Whoever sits there need not be who unlocked it."""
    before = sealed.fingerprint
    words = tuple(str(sealed.home / word) if word.endswith(".txt") else word for word in words)
    assert (sealed.run("client", "list").code, sealed.run(*words).code) == (0, 5)
    assert given(sealed, "another winter above it\n", *words).code == 5
    assert sealed.fingerprint == before


def test_a_new_passphrase_that_is_the_one_of_now_is_refused(sealed: Program) -> None:
    code = sealed.home / "code.txt"
    for lines in (f"{PHRASE}\n", f"{PHRASE}\n{PHRASE}\n"):
        ran = given(sealed, lines, "rekey", "--recovery", str(code))
        assert (ran.code, "is the one of now" in ran.err, code.exists()) == (1, True, False), ran.err
