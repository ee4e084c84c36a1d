"""What goes wrong: the right code, one line that says what to do next, and the file as it was."""

import os
import sqlite3
from pathlib import Path
from shlex import quote

from conftest import Program, Ran, furnish, program_in
from nouns import TABLES, verbs_of

from checklist.tree import every, side_by_side


def refused(program: Program, code: int, *lines: str) -> dict[str, str]:
    """The one line that each run is refused with; its stdout is empty and the file is unchanged."""
    before = program.fingerprint
    found = every(program, lines)
    assert {line: ran for line, ran in found.items() if (ran.code, ran.out) != (code, "")} == {}
    assert program.fingerprint == before
    return {line: one_line(ran) for line, ran in found.items()}


def one_line(ran: Ran) -> str:
    """The only line on stderr, which is no traceback."""
    assert ran.err.startswith("caseload: "), ran
    assert ran.err.endswith("\n"), ran
    assert ran.err.count("\n") == 1, ran
    return ran.err.removeprefix("caseload: ").rstrip("\n")


def lacking(said: dict[str, str], named: dict[str, str]) -> dict[str, str]:
    """The lines whose answer does not hold what it should name."""
    return {line: said[line] for line, word in named.items() if word not in said[line]}


def test_a_noun_alone_is_answered_with_its_verbs(read: Program) -> None:
    """5. `caseload task` -> 2, verbs on stderr."""
    for noun, said in refused(read, 2, *TABLES).items():
        assert all(verb in said for verb in verbs_of(noun)), noun


def test_a_word_that_is_nearly_right_is_named(read: Program) -> None:
    """6. `caseload tsk` -> 2, "Did you mean 'task'?", db same."""
    named = {"tsk": "Did you mean 'task'?", "task lst": "Did you mean 'list'?", "help tsk": "is not here"}
    assert lacking(refused(read, 2, *named), named) == {}


def test_words_that_are_no_command_make_nothing(read: Program, nobody: Program) -> None:
    """7. `caseload "Call Ana"` -> 2, nothing created; nor where there is no database yet."""
    refused(read, 2, "'Call Ana'", "ana call")
    assert nobody.run("Call Ana").code == 2
    assert list(nobody.home.iterdir()) == []


def test_an_abbreviation_is_no_command_and_no_flag(read: Program) -> None:
    """8. `caseload cli list` -> 2."""
    refused(
        read, 2,
        "cli list", "ta list", "task li", "over", "appointments list", "task add --du fri ana x", "overdue --exit",
    )  # fmt: skip


def test_a_flag_that_is_nearly_right_is_named(read: Program) -> None:
    """9. `task add --deu fri ana x` -> 2 naming `--due`."""
    named = {
        "task add --deu fri ana x": "--due",
        "task add ana x --priorty stat": "--priority",
        "overdue --kin task": "--kind",
        "client add Eve --adress x": "--address",
    }
    assert lacking(refused(read, 2, *named), named) == {}


def test_what_is_not_stored_is_not_found(read: Program) -> None:
    """12. `show t999999` exits 3 with one line."""
    refused(
        read, 3,
        "show t999999", "show nobody", "task edit t999999 --title x", "task add nobody Call",
        "task add ana Call --goal g99", "done t1 t999999", "history t999999", "overdue nobody", "undo 999", "redo",
    )  # fmt: skip


def test_an_ambiguous_name_lists_who_is_meant(ana: Program) -> None:
    """13. Ambiguous name -> 4 with ids on stderr, and no handles where it is no terminal."""
    ana("client", "add", "Anabel", "Soto")
    lines = ("show an", "task add an Call", "overdue an", "log an Called", "client close an --reason moved")
    for said in refused(ana, 4, *lines).values():
        assert "c1 (birthday unknown), c2 (birthday unknown); type one of these ids" in said
        assert not any(word in said for word in ("ana-ruiz", "anabel-soto", "handle"))


def test_a_date_that_is_none_is_refused_with_what_is_accepted(read: Program) -> None:
    """14, 38. A bad date (`02/03/2026`, `2026-02-30`, empty) -> 2, quotes it, names three accepted forms, db same."""
    texts = ("02/03/2026", "2026-02-30", "", "soon", "31 feb", "2026-11", "fri 25:00", "１ nov")
    found = refused(read, 2, *(f"task add ana Call --due {quote(text)}" for text in texts))
    for text, said in zip(texts, found.values(), strict=True):
        assert f'"{text}"' in said
        assert sum(form in said for form in ("2026-11-30", "fri", "30 nov", "+3d", "fri 2pm")) >= 3


def test_a_bad_date_is_refused_wherever_a_date_stands(read: Program) -> None:
    """14, 38. In every command that takes one."""
    refused(
        read, 2,
        "log ana Called --at tomorrow", "done t1 --on 2026-02-30", "snooze t1 --to yesterday --reason x",
        "task list --due ''", "agenda --due x..y", "today --date 2026-02-30", "digest --date ''",
        "client edit ana --opened-on 2027-01-01", "appointment move a1 --to 02/03/2026", "goal observe g1 50 --on fri@",
    )  # fmt: skip


def test_a_value_that_is_not_accepted_is_an_error_of_usage(read: Program) -> None:
    """An unknown word or value -> 2."""
    refused(
        read, 2,
        "task add ana Call --priority soonish", "task add ana Call --every 2w", "task add ana '  '", "task add ana",
        "task edit t1", "task edit t1 --clear title", "task edit t1 --due fri --clear due", "task list --status lost",
        "task list --sort colour", "task list --json --csv", "task list --excel", "client edit ana --acuity 9",
        "client handle ana t42", "overdue --kind dog", "export dogs", "digest --days many", "--color sometimes today",
        "today --db", "show", "void t1",
    )  # fmt: skip


def test_what_a_rule_forbids_is_refused(read: Program) -> None:
    """Refused -> 1, and the way that is open is named."""
    named = {
        "done a1": "appointment kept",
        "done g1": "g1",
        "note edit n2 --minutes 5": "note addendum",
        "note sign n2": "note addendum",
        "client reopen ana": "open already",
        "client add Ana Ruiz": "--force",
        "client handle ana zoe-muller": "zoe-muller",
        "init": "--db",
    }
    assert lacking(refused(read, 1, *named), named) == {}


def broken(path: Path, how: str) -> None:
    """Put something that is not the database in its place."""
    good = path.read_bytes()
    path.unlink()
    match how:
        case "random bytes":
            path.write_bytes(bytes((n * n * 31 + 7) % 251 for n in range(20_000)))
        case "zero bytes":
            path.touch()
        case "a header":
            path.write_bytes(good[:100])
        case "a truncation":
            path.write_bytes(good[: len(good) // 2])
        case "random pages":
            path.write_bytes(good[:100] + bytes((n * 131) % 253 for n in range(len(good) - 100)))
        case "a CSV":
            path.write_text("id,title\nt1,Call\n" * 20)
        case "a directory":
            path.mkdir()
        case "a FIFO":
            os.mkfifo(path)
        case "a link":
            (path.parent / "elsewhere.db").write_bytes(good)
            path.symlink_to(path.parent / "elsewhere.db")
        case "another program's database":
            other = sqlite3.connect(path)
            other.execute("create table t (a)")
            other.close()


BROKEN = (
    "random bytes", "zero bytes", "a header", "a truncation", "random pages", "a CSV", "a directory", "a FIFO",
    "a link", "another program's database",
)  # fmt: skip


def test_what_is_not_the_database_is_refused_untouched(rich_home: Path, tmp_path: Path) -> None:
    """16. Database replaced by random bytes -> 5, one line, no traceback; and by other things that it is not."""

    def run(how: str) -> Ran:
        program = furnish(program_in(tmp_path / how), rich_home)
        broken(program.db, how)
        before = program.fingerprint if program.db.is_file() else ""
        ran = program.run("task", "add", "me", "x") if how == "random pages" else program.run("task", "list")
        assert (program.fingerprint if program.db.is_file() else "") == before
        assert {one.name for one in program.db.parent.iterdir()} <= {"caseload.db", "elsewhere.db"}
        return ran

    found = dict(zip(BROKEN, side_by_side(run, BROKEN), strict=True))
    assert {how: ran for how, ran in found.items() if (ran.code, ran.out) != (5, "")} == {}
    assert all(map(one_line, found.values()))


def test_no_database_names_init_and_makes_nothing(nobody: Program) -> None:
    """55. A read at a wrong path -> 5, nothing created; a write too."""
    lines = ("task list", "today", "show ana", "task add ana x", "export all", "undo")
    for line, ran in every(nobody, lines).items():
        assert (ran.code, ran.out) == (5, ""), line
        assert "caseload init" in one_line(ran), line
    assert list(nobody.home.iterdir()) == []


def test_a_newer_database_is_refused_untouched(rich: Program) -> None:
    """57. A newer one -> 5."""
    newer = sqlite3.connect(rich.db)
    newer.execute("pragma user_version = 99")
    newer.close()
    for said in refused(rich, 5, "task list", "task add me x", "digest").values():
        assert "newer" in said


def test_a_locked_database_is_told_in_a_sentence(rich: Program) -> None:
    """A writer that finds the file locked for longer than it waits exits 5; a reader is not stopped by a writer."""
    other = sqlite3.connect(rich.db, isolation_level=None)
    other.execute("begin immediate")
    assert rich.run("task", "list").code == 0
    ran = rich.run("task", "add", "me", "x")
    other.execute("rollback")
    other.close()
    assert ran.code == 5
    assert "busy" in one_line(ran)


def test_a_fault_of_usage_is_found_before_the_database_is_asked(nobody: Program) -> None:
    for ran in every(nobody, ("task add ana Call --priority soonish", "task list --json --csv", "taks list")).values():
        assert ran.code == 2


def test_bytes_that_are_no_text_are_refused_in_a_sentence(rich: Program) -> None:
    """Invalid UTF-8 in argv and on stdin: nothing is written, the line says so, and the place of the text is named."""
    before = rich.fingerprint
    ran = rich.shell(r"""caseload task add ana "$(printf 'Caf\351')" """)
    assert ran.code == 2
    assert "UTF-8" in one_line(ran)
    ran = rich.run("log", "ana", "-", stdin=b"Caf\xe9")
    assert ran.code == 2
    assert "UTF-8" in ran.err.splitlines()[-1]
    assert str(rich.home) in ran.err.splitlines()[0]
    assert rich.fingerprint == before
