"""A database that is encrypted: who opens it, what is to be read in it from outside, and that all works as without."""

import json
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from ciphered import PHRASE, WITH, copied, given, unlocked
from conftest import Program, executable
from readers import sqlite3mc
from store.test_transactions import needs_strace, run_traced

NEEDLES = (b"Quillfeather", b"quillfeather", b"marmalade", b"hollyhocks", b"5550142")
"""What the records say, and nothing else does."""


READ = """
import sys, apsw
connection = apsw.Connection(sys.argv[1])
for setting in ("cipher = 'sqlcipher'", "legacy = 4", f"key = '{sys.argv[2]}'"):
    connection.execute(f"pragma {setting}")
print(*connection.execute("select title from task"), *connection.execute("pragma integrity_check"))
"""


def test_a_program_of_another_make_opens_the_file_with_the_passphrase_alone(secret: Program) -> None:
    command = [str(sqlite3mc()), "-c", READ, str(secret.db), PHRASE]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.stdout == "('Ask for the marmalade',) ('ok',)\n", ran.stderr


@needs_strace
@pytest.mark.parametrize("is_encrypted", [True, False], ids=["encrypted", "plain"])
def test_nothing_that_a_record_says_is_ever_written_to_a_file(sealed: Program, *, is_encrypted: bool) -> None:
    """Neither to the database nor to its journal, a copy or a temporary file; where it is not encrypted it is seen."""
    if not is_encrypted:
        sealed("decrypt", "--yes", env=WITH)
    log = sealed.home / "strace"
    written = []
    for words in (
        ("note", "add", "wilhelmina", "hollyhocks again", "-k", "call"), ("undo",), ("backup", "-q"),
        ("client", "list", "--as-of", "2026-11-24"), ("task", "list", "--sort", "title"), ("find", "marmalade"),
        ("client", "purge", "wilhelmina", "--confirm", "c1", "--reason", "asked for"), ("doctor", "--fix"),
    ):  # fmt: skip
        ran = run_traced(sealed, ("-o", str(log), "-y", "-s", "100000", "-e", "trace=write,pwrite64"), *words)
        assert ran.code in (0, 1), ran.err
        files = [
            line for line in log.read_text("latin-1").splitlines() if re.search(r"write(64)?\(\d+</(?!dev/pts)", line)
        ]
        written += files
    assert len(written) > 100
    seen = {one for one in NEEDLES if any(one.decode() in line for line in written)}
    assert seen == (set() if is_encrypted else {*NEEDLES} & seen)
    assert is_encrypted or seen


def test_what_it_is_asked_for_in_the_file_is_not_there_and_mode_and_size_are_a_database_s(secret: Program) -> None:
    data = secret.db.read_bytes()
    assert not any(one in data for one in (*NEEDLES, b"SQLite format 3", b"create table"))
    assert len(data) % 4096 == 0
    assert stat.S_IMODE(secret.db.stat().st_mode) == 0o600


def test_encrypt_keeps_every_record_its_history_and_what_undo_needs_and_says_what_lies_unencrypted(
    ana: Program, tmp_path: Path
) -> None:
    ana("task", "add", "ana", "Call")
    ana("backup", "-q")
    before, history = ana("export", "all"), ana("history")
    with ana.db.open("rb") as was:
        ran = ana.run("encrypt", "--recovery", str(tmp_path / "code.txt"), env=WITH)
        # What was the database holds nothing any more, for whoever has it open still.
        assert os.fstat(was.fileno()).st_size == 0, ran.err
    assert ran.code == 0, ran.err
    assert f"not encrypted: {ana.home}/data/backups/caseload-" in ran.err
    assert "deleted blocks of the disk are not wiped" in ran.err
    assert stat.S_IMODE(ana.db.stat().st_mode) == 0o600
    unlocked(ana)
    assert (ana("export", "all"), ana("history")) == (before, history)
    assert "bad" not in ana("doctor")
    assert "encryption\tok" in ana("doctor")
    assert ana.run("undo").code == 0
    assert ana.run("encrypt", "--recovery", str(tmp_path / "2.txt"), env=WITH).code == 1
    ana("redo")
    ana("decrypt", "--yes", env=WITH)
    assert ana.db.read_bytes().startswith(b"SQLite format 3\0")
    assert ana("export", "all") == before


def test_after_rekey_the_old_passphrase_and_code_open_the_old_copies_and_the_file_no_more(
    sealed: Program, secret: Program
) -> None:
    sealed("backup", str(sealed.home / "old.db"), "-q")
    before, new, code = sealed("export", "all"), "another way to say it", sealed.home / "new.txt"
    old = (secret.home / "code.txt").read_text()
    assert given(sealed, f"{PHRASE}\n{new}\n", "rekey", "--recovery", str(code)).code == 0
    assert sealed.run("unlock", "--status").code == 1
    for one in (PHRASE, old):
        assert given(sealed, f"{one.strip()}\n", "today").code == 5
        assert given(sealed, f"{one.strip()}\n", "backup", "--verify", str(sealed.home / "old.db")).code == 0
    for one in (new, code.read_text()):
        assert given(sealed, f"{one.strip()}\n", "export", "all").out == before
    # A copy from before is merged, and put back, with both passphrases given.
    both = f"{new}\n{PHRASE}\n"
    assert "nothing" in given(sealed, both, "merge", str(sealed.home / "old.db")).err
    ran = given(sealed, both, "restore", str(sealed.home / "old.db"), "--yes")
    assert (ran.code, "with the passphrase that the copy has" in ran.err) == (0, True), ran.err
    assert given(sealed, f"{PHRASE}\n", "export", "all").out == before


@needs_strace
@pytest.mark.parametrize(
    "fault", ["fsync:when=1", "fsync:when=2", "rename:when=1", "pwrite64:when=300", "ftruncate:when=1"]
)
@pytest.mark.parametrize("command", ["encrypt", "rekey"])
def test_killed_in_the_middle_the_file_is_the_old_or_the_new_one_whole(
    command: str, fault: str, nobody: Program, secret: Program
) -> None:
    program = copied(nobody, secret)
    before, new = program("export", "all"), "another way to say it"
    if command == "encrypt":
        program("decrypt", "--yes", env=WITH)
    program("lock")
    options = ("-o", "/dev/null", "-e", f"inject={fault.partition(':')[0]}:signal=KILL:{fault.partition(':')[2]}")
    phrases = program.home / "phrases"
    phrases.write_text(new if command == "encrypt" else f"{PHRASE}\n{new}")
    program.environ["CASELOAD_PASSPHRASE_FD"] = "9"  # noqa: S105 - a number
    shell = f'exec 9< {phrases}; exec strace -f -qq {" ".join(options)} "$0" "$@"'
    ran = subprocess.run(
        ["sh", "-c", shell, executable(), command, "--recovery", str(program.home / "new.txt")],
        env=program.environ, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode in (-9, 137, 0), ran.stderr
    del program.environ["CASELOAD_PASSPHRASE_FD"]
    is_new = given(program, f"{new}\n", "today").code == 0 and not program.db.read_bytes().startswith(b"SQLite")
    lines = f"{new if is_new else PHRASE}\n"
    assert given(program, lines, "export", "all").out == before
    assert is_new or ran.returncode
    # Whoever has the new file has its code.
    assert not is_new or given(program, (program.home / "new.txt").read_text(), "today").code == 0


def test_copies_are_encrypted_with_the_same_key_and_come_back(sealed: Program) -> None:
    before = sealed("export", "all")
    sealed("backup")
    sealed("backup", "--auto")
    [copy] = (sealed.db.parent / "backups").iterdir()
    assert not any(one in copy.read_bytes() for one in NEEDLES)
    sealed("task", "add", "me", "Later")
    assert sealed.run("restore", str(copy), "--yes").code == 0
    assert sealed("export", "all") == before
    shutil.copy(copy, sealed.home / "laptop.db")
    sealed("task", "add", "wilhelmina", "On", "the", "laptop", "--db", str(sealed.home / "laptop.db"))
    assert "1 task added" in sealed.run("merge", str(sealed.home / "laptop.db")).err
    assert json.loads(sealed("sql", "select count(*) as n from task", "--json")) == [{"n": 2}]
    assert "not encrypted" not in sealed("doctor").replace("disk\twarning\tis not encrypted", "")


@pytest.mark.parametrize(
    "words", [("rekey", "--recovery", "code.txt"), ("decrypt", "--yes")], ids=lambda words: words[0]
)
def test_a_file_that_has_another_name_is_not_overwritten_under_it(
    sealed: Program, tmp_path: Path, words: tuple[str, ...]
) -> None:
    other = tmp_path / "snapshot.db"
    other.hardlink_to(sealed.db)
    before = sealed.fingerprint
    words = tuple(str(tmp_path / word) if word.endswith(".txt") else word for word in words)
    ran = given(sealed, f"{PHRASE}\nanother winter above it\n", *words)
    assert (ran.code, "hard link" in ran.err, ran.err.count("\n")) == (5, True, 1), ran.err
    assert (sealed.fingerprint, other.read_bytes() == sealed.db.read_bytes()) == (before, True)
    assert not (tmp_path / "code.txt").exists()


def test_what_is_to_be_unencrypted_by_a_plain_copy_is_said_before(sealed: Program, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(sealed.db, copy)
    sealed("decrypt", "--yes", "--db", str(copy), env=WITH)
    assert "is encrypted, and what takes its place is not" in sealed.run("restore", str(copy), "--yes").err


def test_a_copy_whose_first_page_is_damaged_is_not_sound(sealed: Program, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    sealed("backup", str(copy))
    data = bytearray(copy.read_bytes())
    data[100:200] = os.urandom(100)
    copy.write_bytes(data)
    ran = sealed.run("restore", str(copy), "--yes")
    assert (ran.code, f"{copy} is not sound: no copy to go back to" in ran.err) == (5, True)


def test_a_plain_copy_is_named_by_doctor_and_put_back_it_is_said(ana: Program, tmp_path: Path) -> None:
    plain = ana.home / "data" / "friday.db"
    ana("backup", str(plain), "-q")
    ana("encrypt", "--recovery", str(tmp_path / "code.txt"), env=WITH)
    unlocked(ana)
    assert f"encryption\twarning\t{plain} is not encrypted" in ana("doctor")
    ana("task", "add", "ana", "Call", "--db", str(plain))
    assert "1 task added" in ana.run("merge", str(plain)).err
    assert "is not encrypted from now on" in ana.run("restore", str(plain), "--yes").err
    assert ana.db.read_bytes().startswith(b"SQLite format 3\0")


def test_a_past_day_is_the_same_as_that_of_the_file_unencrypted(sealed: Program) -> None:
    sealed("client", "edit", "c1", "--phone", "2", env={"CASELOAD_NOW": "2026-11-27T09:00"})
    later = {"CASELOAD_NOW": "2026-11-28T09:00"}
    then = [
        sealed(*words, "--as-of", "2026-11-26", env=later) for words in (("today",), ("show", "c1"), ("export", "all"))
    ]
    sealed("decrypt", "--yes", env=WITH)
    assert then == [
        sealed(*words, "--as-of", "2026-11-26", env=later) for words in (("today",), ("show", "c1"), ("export", "all"))
    ]
    assert "5550142" in then[1]


def test_of_an_encrypted_file_with_three_pages_destroyed_nine_tenths_are_had_and_what_is_made_is_encrypted(
    sealed: Program,
) -> None:
    rows = "".join(f"me,Call number {number}\n" for number in range(1_000))
    sealed("import", "task", "-", "--source", "x", "-q", stdin=f"client,title\n{rows}")
    data, out = bytearray(sealed.db.read_bytes()), sealed.home / "saved.db"
    for number in (2, len(data) // 4096 // 2, len(data) // 4096 - 3):
        data[(number - 1) * 4096 : number * 4096] = os.urandom(4096)
    sealed.db.write_bytes(data)
    assert sealed.run("doctor").code in (1, 5)
    assert sealed.run("task", "add", "me", "Call").code == 5
    ran = sealed.run("doctor", "--salvage", str(out), "--json")
    told = json.loads(ran.out)
    assert sum(one["read"] + one["from_log"] for one in told if one["kind"] == "task") >= 900
    assert not out.read_bytes().startswith(b"SQLite format 3\0")
    assert "Wilhelmina" in sealed("client", "list", "--db", str(out))


def test_a_database_whose_passphrase_is_lost_makes_way_for_a_copy_and_is_kept(sealed: Program, ana_home: Path) -> None:
    copy = sealed.home / "copy.db"
    shutil.copy(ana_home / "data" / "caseload.db", copy)
    lost = sealed.db.read_bytes()
    sealed("lock")
    assert sealed.run("restore", str(copy), "--yes").code == 0
    [kept] = sealed.db.parent.glob("caseload.db.before-*")
    assert kept.read_bytes() == lost
    assert "Ana" in sealed("client", "list")


def test_an_older_schema_is_brought_up_to_date_and_its_copy_is_encrypted(nobody: Program) -> None:
    import gzip

    from caseload.store import driver

    nobody.db.parent.mkdir()
    nobody.db.write_bytes(gzip.decompress((Path(__file__).parents[1] / "store/schemas/schema-7.db.gz").read_bytes()))
    old, key = nobody.db.rename(nobody.home / "old.db"), driver.Key(os.urandom(16), os.urandom(32))
    nobody.db.touch(0o600)
    connection = driver.keyed(driver.cipher().connect(str(old), isolation_level=None), None)
    connection.execute("attach ? as made key ?", (str(nobody.db), driver.spelt(key)))
    connection.execute("select sqlcipher_export('made')")
    for name in ("application_id", "user_version"):
        connection.execute(f"pragma made.{name} = {connection.execute(f'pragma main.{name}').fetchone()[0]}")
    connection.close()
    from caseload.store.held_keys import keep

    keep(key, 3600, nobody.environ)
    assert nobody.run("client", "list").code == 0
    copy = nobody.db.with_name("caseload.db.schema-7")
    assert copy.read_bytes()[:16] == key.salt
    assert f"{copy} is sound, from before schema 8" in nobody("doctor")
