"""The filters that every list and export shares, and the changes that they drive."""

import json
import stat
from pathlib import Path

import pytest
from nouns import EDITED, TABLES

from caseload.records.kinds import KINDS, has_client
from caseload.records.of.base import Record
from commands.conftest import Quick, more, once

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=TABLES)


@once
def busy(served: Quick) -> Quick:
    """Of Ana (tagged court): t1 due yesterday, t2 urgent and due on Friday; t3 of Bo; t4 of nobody; t5 of Ana, done."""
    served("client", "edit", "ana", "--tag", "court")
    served("task", "add", "ana", "Call the landlord", "--due", "-1d")
    served("task", "add", "ana", "Lease | copy", "--due", "fri 2pm", "-p", "urgent")
    served("task", "add", "bo", "Visit", "--due", "+2w", "-p", "stat")
    served("task", "add", "me", "Renew licence")
    served("task", "add", "ana", "Old one", "--due", "2026-09-01")
    served("done", "t5")
    return served


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("list --tag court", "t1 t2"),
        ("list --tag court --tag other", ""),
        ("list --status open,completed --client ana", "t5 t1 t2"),
        ("list --status ready --status done --tag court", "t5 t1 t2"),
        ("list --where status=completed", "t5"),
        ("list --where status=completed --status ready", ""),
        ("list --where client=ana --limit 1", "t1"),
        ("list --where due=overdue", "t1"),
        ("list --sort -priority,-due", "t3 t2 t1 t4"),
        ("list --sort client --sort -id", "t4 t2 t1 t3"),
        ("export", "t1 t2 t3 t4 t5"),
        ("export --client ana --due 2026-11-01.. --sort -due", "t2 t1"),
        ("export --status ready --tag court", "t1 t2"),
        ("export --where priority!=routine --limit 1", "t2"),
    ],
)
def test_lists_and_exports_take_the_same_filters(busy: Quick, words: str, found: str) -> None:
    assert busy("task", *words.split(), "--ids").split() == found.split()
    if words.startswith("export"):
        assert busy("export", "task", *words.split()[1:], "--ids").split() == found.split()


def test_a_waiver_is_found_by_the_client_of_its_item(busy: Quick) -> None:
    busy("snooze", "t1", "--to", "+1w", "--reason", "away")
    busy("waive", "c2", "--rule", "contact", "--until", "+1m", "--reason", "abroad")
    assert busy("waiver", "list", "--client", "ana", "--ids") == "w1\n"
    assert busy("waiver", "list", "--client", "bo", "--ids") == "w2\n"
    assert busy("export", "waiver", "--tag", "court", "--ids") == "w1\n"


@EACH_KIND
def test_every_kind_takes_every_filter_that_it_can_answer(twofold: Quick, kind: type[Record]) -> None:
    twofold("client", "edit", "c1", "--tag", "court")
    whose = ["--client", "c1", "--tag", "court"] if has_client(kind) else []
    words = [*whose, "--where", f"id >= {kind.PREFIX}1"]
    expected = [
        f"{kind.PREFIX}{number}" for number in ({"client": [1], "assessment": [3, 2, 1]}.get(kind.TABLE, [2, 1]))
    ]
    for verb in ((kind.TABLE, "list"), (kind.TABLE, "export"), ("export", kind.TABLE)):
        assert twofold(*verb, *words, "--sort", "-id", "--limit", "5", "--ids").split() == expected, verb


@EACH_KIND
def test_a_kind_without_a_date_or_a_status_is_not_asked_for_one(twofold: Quick, kind: type[Record]) -> None:
    for flag, word, field in (("--due", "week", kind.WHEN), ("--status", "open", kind.STATUS)):
        for verb in ((kind.TABLE, "list"), ("export", kind.TABLE)):
            assert twofold.run(*verb, flag, word).code == (0 if field else 2), (verb, flag)


@pytest.mark.parametrize(
    "words",
    [
        ("task", "list", "--limit", "-1"),
        ("task", "list", "--sort", "due,colour"), ("task", "list", "--where", "colour = red"),
        ("export", "all", "--where", "id = t1"), ("export", "all", "--client", "ana"),
        ("task", "list", "--client", "ana", "--client", "bo"), ("task", "list", "--due", "week", "--due", "fri"),
        ("task", "list", "--where", "due < fri", "--where", "priority = stat"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_answered_is_refused(busy: Quick, words: tuple[str, ...]) -> None:
    ran = busy.run(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


# Forms and files


def test_markdown_is_a_pipe_table_whose_cells_say_what_was_kept(busy: Quick) -> None:
    busy("log", "ana", "-", stdin="one\n\n*two* & <b>")
    assert busy("task", "list", "--markdown", "--fields", "id,title", "--where", "title ~ lease").splitlines() == [
        "| id | title |", "| --- | --- |", "| t2 | Lease \\| copy |",
    ]  # fmt: skip
    assert "| one<br><br>\\*two\\* &amp; &lt;b&gt; |" in busy("note", "list", "--markdown", "--fields", "body")
    assert busy("task", "list", "--markdown", "--fields", "id", "--limit", "0") == "| id |\n| --- |\n"
    assert (
        busy("overdue", "--kind", "task", "--markdown", "--fields", "id,due")
        == "| id | due |\n| --- | --- |\n| t1 | 2026-11-24 |\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        "task list", "task export", "export task", "overdue", "today", "agenda", "agenda --heat", "history",
        "find visit",
        "report caseload",
        "report duplicates", "report capacity", "doctor", "show ana", "task show t1",
    ],
)  # fmt: skip
def test_every_list_and_page_goes_into_a_file(busy: Quick, tmp_path: Path, words: str) -> None:
    for name, flags in (("a.csv", "--csv"), ("a.json", "--json"), ("a.md", "--markdown"), ("a.txt", "--plain")):
        ran = busy.run(*words.split(), "-o", str(tmp_path / name))
        assert (ran.code, ran.out) == (0, ""), ran.err
        assert (tmp_path / name).read_text("utf-8") == busy(*words.split(), flags)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert busy.run(*words.split(), "-o", str(tmp_path / "a.csv")).code == 1
    assert busy.run(*words.split(), "-o", str(tmp_path / "a.xlsx")).code == 2
    assert busy.run(*words.split(), "-o", str(tmp_path / "a.csv"), "--force").code == 0


def test_a_file_is_there_whatever_the_exit_code_tells(busy: Quick, tmp_path: Path) -> None:
    assert busy.run("overdue", "--kind", "task", "--exit-code", "-o", str(tmp_path / "late.csv")).code == 1
    assert (tmp_path / "late.csv").read_text().count("\n") == 2


# Changes


def due(program: Quick) -> dict[str, str]:
    return {one["id"]: one["priority"] for one in json.loads(program("task", "export", "--json"))}


def test_a_filter_drives_an_edit_whose_count_is_confirmed(busy: Quick) -> None:
    before = busy("export", "all")
    edit = ("task", "edit", "--where", "due < sat and client = ana", "--priority", "asap")
    ran = busy.run(*edit)
    assert (ran.code, "edit 2 tasks" in ran.err, "--confirm 2" in ran.err) == (2, True, True)
    ran = busy.run(*edit, "--confirm", "3")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    dry = busy.run(*edit, "--dry-run")
    assert busy("export", "all") == before
    real = busy.run(*edit, "--confirm", "2")
    assert real.code == 0
    assert dry.err.splitlines()[0] == "dry run, nothing is written: 2 in one step · priority asap"
    assert real.err.splitlines()[0] == "2 in one step · priority asap · undo: caseload undo"
    assert dry.err.splitlines()[1:] == real.err.splitlines()[1:]
    assert due(busy) == {"t1": "asap", "t2": "asap", "t3": "stat", "t4": "routine", "t5": "routine"}
    busy("undo")
    assert busy("export", "all") == before


@pytest.mark.parametrize(("answer", "code"), [("2", 0), ("3", 1), ("y", 1), ("", 1), ("9" * 5000, 1)])
def test_at_a_terminal_the_count_is_typed(busy: Quick, answer: str, code: int) -> None:
    ran = busy.answered(answer, "done", "--client", "ana")
    assert ran.code == code
    assert "complete 2 tasks? type 2" in ran.err
    assert ("t1" in busy("task", "list", "--ids")) is bool(code)


def test_one_that_is_found_needs_no_count_and_none_is_no_fault(busy: Quick) -> None:
    busy("task", "done", "--due", "overdue")
    ran = busy.run("done", "--due", "overdue")
    assert (ran.code, ran.err) == (0, "nothing fits the filter, so there is nothing to do\n")
    assert busy.run("done", "--due", "overdue", "--confirm", "1").code == 1
    assert busy("task", "list", "--status", "completed", "--ids").split() == ["t5", "t1"]


def test_a_filter_voids_and_what_hangs_there_is_asked_for_too(busy: Quick) -> None:
    busy("goal", "observe", "g1", "5")
    before = busy("export", "all")
    void = ("goal", "void", "--client", "ana", "--reason", "entered twice", "--confirm", "2")
    assert busy.run(*void).code == 2
    assert "1 observation" in busy.run(*void).err
    busy(*void, "--yes")
    assert busy("goal", "export", "--ids") == "g3\n"
    busy("undo")
    assert busy("export", "all") == before


def test_ids_come_as_words_or_on_stdin(busy: Quick) -> None:
    busy("task", "edit", "t1", "t2", "t1", "--priority", "stat")
    busy("task", "edit", "-", "--due", "fri", stdin="t3\nt4\n")
    assert [
        one["due"] for one in json.loads(busy("task", "list", "--json", "--where", "due = fri and not client = ana"))
    ] == ["2026-11-27"] * 2
    busy("task", "void", "-", "--reason", "entered twice", stdin="t1\nt2\n")
    assert busy("task", "list", "--ids") == "t3\nt4\n"
    busy("note", "add", "ana", "First")
    busy("note", "add", "ana", "Second")
    busy("note", "edit", "-", "--minutes", "5", stdin="n1\nn2\n")
    busy("note", "edit", "--where", "body ~ second", "--mode", "visit")
    notes = json.loads(busy("note", "export", "--json"))
    assert [(one["minutes"], one["mode"], one["body"]) for one in notes] == [
        (5, "other", "First"), (5, "in-person", "Second"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("task edit --priority stat", "REF: is missing"),
        ("done", "REF: is missing"),
        ("task void --reason x", "REF: is missing"),
        ("task edit t1 --where id=t2 --priority stat", "not both"),
        ("done t1 --client ana", "not both"),
        ("task void --client ana --client bo --reason x --confirm 1", "is given twice"),
        ("task edit --client ana", "nothing to change"),
        ("task edit t4 t1 --every 1w", "t4 every: needs a due date"),
        ("note edit --client ana New words", "note by note"),
        ("note edit -", "note by note"),
        ("appointment edit --where id!=none --following --place x", "one appointment"),
    ],
)
def test_what_is_not_clear_is_refused_and_changes_nothing(busy: Quick, words: str, said: str) -> None:
    before = busy.fingerprint
    ran = busy.run(*words.split(), *(["--confirm", "2"] if "--client" in words and "edit --" in words else []))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert said in ran.err
    assert busy.fingerprint == before


def test_what_is_compared_as_a_scale_is_sorted_as_one(busy: Quick) -> None:
    for place, weight in enumerate(("high", "low", "medium"), 1):
        busy("goal", "edit", f"g{place}", "--priority", weight)
    assert busy("goal", "list", "--sort", "priority", "--ids").split() == ["g2", "g3", "g1"]
    assert busy("goal", "list", "--where", "priority > low", "--sort", "-priority", "--ids").split() == ["g1", "g3"]


def test_a_number_that_is_confirmed_holds_for_ids_too(busy: Quick) -> None:
    before = busy.fingerprint
    for words, stdin in (("done - --confirm 1", "t1\nt2\n"), ("task void t1 t2 --reason x --confirm 3", "")):
        ran = busy.run(*words.split(), stdin=stdin)
        assert (ran.code, busy.fingerprint) == (1, before)
        assert "it would be 2 tasks, not the number that was confirmed" in ran.err
    busy("done", "t1", "t2", "t2", "--confirm", "2")
    assert busy("task", "list", "--status", "done", "--ids").split() == ["t5", "t1", "t2"]


@pytest.mark.parametrize("kind", EDITED, ids=lambda kind: kind.TABLE)
def test_every_kind_is_edited_by_a_filter_in_one_step(twofold: Quick, kind: type[Record]) -> None:
    refs = more(twofold, kind, 2)
    before = twofold("export", "all")
    edit = (kind.TABLE, "edit", "--where", f"id >= {refs[0]}", "--external-id", "typed")
    assert twofold.run(*edit).err.rpartition("--confirm ")[2].strip() == "2"
    twofold(*edit, "--confirm", "2")
    assert twofold(kind.TABLE, "export", "--where", "external_id = typed", "--ids").split() == refs
    twofold("undo")
    assert twofold("export", "all") == before


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("priority >= urgent", ["asap", "stat", "urgent"]),
        ("priority < asap", ["routine", "urgent"]),
        ("priority > stat", []),
        ("not priority <= urgent", ["asap", "stat"]),
    ],
)
def test_priority_is_compared_by_its_scale_and_not_by_the_alphabet(
    served: Quick, expression: str, found: list[str]
) -> None:
    for word in ("stat", "routine", "asap", "urgent"):
        served("task", "add", "ana", word, "--priority", word)
    assert sorted(served("task", "list", "--where", expression, "--fields", "title").split()) == found


def test_words_that_are_no_scale_are_not_compared(served: Quick) -> None:
    ran = served.run("task", "list", "--where", "status >= ready")
    assert (ran.code, ran.out) == (2, "")
    assert "status takes = != ~" in ran.err
