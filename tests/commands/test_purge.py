"""`client purge`: what it asks, what it prints, what it leaves to be done, and how one that was stopped is finished."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from caseload.errors import Unusable
from caseload.records.client import Client
from caseload.store import purging
from caseload.store.core import Store
from caseload.store.opening import open_existing
from commands.conftest import Quick

PURGE = ("client", "purge", "ana", "--reason", "retention has run out")
YES = ("--confirm", "ana-ruiz")


def stopped(program: Quick) -> None:
    """A purge of Ana that was killed before it came to the file."""
    with closing(open_existing(program.db)) as connection:
        store = Store(connection, "2026-11-25T15:00:00Z")
        client = store.get(Client, 1)
        purging.purge(store, client, purging.theirs(store, client), "court order")


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("client", "purge", "ana"), 2, "--confirm HANDLE and --reason TEXT"),
        (PURGE, 2, "nobody to ask; --confirm HANDLE\n"),
        ((*PURGE, "--confirm", "ana"), 1, "that is not the handle of c1; nothing was changed"),
        ((*PURGE[:4], "Ruiz, Ana has died", *YES), 2, "names the client, and is kept"),
        ((*PURGE[:4], " ", *YES), 2, "a purge keeps why"),
        (("client", "purge"), 2, "nothing is left to be finished"),
        ((*PURGE, "-n"), 0, "dry run, nothing is written: purged c1 · 1 client, 1 plan, 2 goals"),
    ],
)
def test_nobody_is_purged_but_with_a_reason_and_the_handle_typed_once_more(
    served: Quick, typed: tuple[str, ...], code: int, said: str
) -> None:
    before = served.fingerprint
    ran = served.run(*typed)
    assert (ran.code, ran.out, said in ran.err, served.fingerprint) == (code, "", True, before), ran.err


def test_at_a_terminal_the_handle_is_asked_for(served: Quick) -> None:
    refused = served.answered("y", *PURGE)
    assert (refused.code, "type the handle of c1 Ana Ruiz" in refused.err) == (1, True)
    assert "this removes 1 client, 1 plan, 2 goals for good" in refused.err
    assert served.answered("ana-ruiz", *PURGE).code == 0
    assert served("client", "list", "--ids") == "c2\n"


def test_a_certificate_has_no_name_and_says_which_copies_hold_the_client_and_where_the_name_still_stands(
    served: Quick,
) -> None:  # fmt: skip
    for words in (("note", "add", "bo", "Ana Ruiz came along"), ("note", "add", "bo", "Ana came along")):
        served(*words)
    served("backup")
    served("digest")
    served("task", "add", "ana", "Zqcall", "--due", "-1d")
    served("digest", env={"CASELOAD_NOW": "2026-11-26T09:00"})
    copy = served.home / "data" / "mine.db"
    served("backup", str(copy))
    (memory,) = (served.home / "state" / "caseload").glob("digest-*.json")
    assert '"t1"' in memory.read_text()
    made = served.home / "certificate.json"
    served(*PURGE, *YES, "-o", str(made))
    (told,) = json.loads(made.read_text())
    backup = next((served.home / "data" / "backups").iterdir())
    assert told["kinds"] == "1 client, 1 plan, 2 goals, 1 task"
    assert (told["records"], told["held_by"], told["named_in"]) == (5, [str(copy), str(backup)], ["n1"])
    assert '"t1"' not in memory.read_text()
    assert not {"ana", "ruiz"} & set(made.read_text().lower().replace("-", " ").split())
    assert b"Zqcall" not in served.db.read_bytes()
    assert served.run("show", "t1").err == "caseload: t1 was purged by operation 11; of what it was nothing is kept\n"
    assert "c1 would be back, and was purged: purge it again" in served.run("restore", str(copy)).err


def test_a_kept_text_of_nobody_knows_whom_comes_first(served: Quick) -> None:
    text = Path(served.environ["XDG_STATE_HOME"]) / "caseload" / "draft-x.txt"
    text.parent.mkdir(parents=True)
    text.write_text("She said")
    ran = served.run(*PURGE, *YES)
    assert (ran.code, f"a text is kept, and may be of the client: {text}" in ran.err) == (1, True)
    assert "caseload drafts lists them" in ran.err


def test_a_purge_that_was_stopped_before_the_file_was_overwritten_is_told_and_finished(served: Quick) -> None:
    stopped(served)
    assert served.run("doctor").code == 1
    ran = served.run("client", "purge")
    assert (ran.code, "court order" in ran.out, "operation 8 had been stopped half way" in ran.err) == (0, True, True)
    assert "purge\t" not in served("doctor")


def test_where_others_keep_the_file_busy_the_records_are_gone_and_the_rest_is_done_later(
    served: Quick, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(store: Store) -> None:
        raise Unusable("the database is busy")

    with monkeypatch.context() as patched:
        patched.setattr(purging, "overwrite", busy)
        ran = served.run(*PURGE, *YES)
    assert (ran.code, "caseload client purge finishes it" in ran.err, "operation 8" in ran.err) == (74, True, True)
    again = served.run(*PURGE, *YES)
    assert (again.code, "the file is written anew now" in again.err) == (3, True)


def test_who_was_voided_is_purged_by_id_and_who_is_under_legal_hold_not_at_all(served: Quick) -> None:
    served("client", "edit", "ana", "--legal-hold")
    assert "c1 is under legal hold" in served.run(*PURGE, *YES).err
    served("client", "edit", "ana", "--no-legal-hold")
    served("client", "void", "ana", "--reason", "never a client", "--yes")
    served("client", "purge", "c1", "--reason", "never a client", *YES)
    assert served.run("client", "list", "--voided", "--ids").out == ""


def test_a_day_before_a_client_was_added_lacks_nobody_when_the_client_is_purged(served: Quick) -> None:
    at = [{"CASELOAD_NOW": f"2026-12-0{day}T09:00"} for day in range(1, 10)]
    served("client", "add", "Eva", "Lund", env=at[1])
    served("client", "purge", "eva", "--reason", "over", "--confirm", "eva-lund", env=at[2])
    assert served.run("client", "list", "--as-of", "2026-12-01", env=at[8]).err == ""
    assert "(Thu 2026-12-03)" in served.run("client", "list", "--as-of", "2026-12-02", env=at[8]).err
