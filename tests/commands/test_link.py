"""Two clients are said to be one person, or two: shown on both pages, asked no more, and nothing else is changed."""

import json

import pytest

from commands.conftest import Quick


@pytest.fixture
def twice(empty: Quick) -> Quick:
    """Rosa Garcia under three spellings (c1 to c3), and her cousin of the same birthday (c4)."""
    for words in (
        ("Rosa", "O'Garcia", "--born-on", "1950-02-28"),
        ("Rosa", "OGarcia"),
        ("O’Garcia,", "Rosa", "--force"),
        ("Roberta", "OGarcia", "--born-on", "1950-02-28"),
    ):
        empty("client", "add", *words)
    return empty


def pairs(program: Quick) -> list[str]:
    return program("report", "duplicates", "--fields", "id,other_id").split()


def test_a_linked_pair_is_asked_about_no_more_nor_one_that_is_two_people(twice: Quick) -> None:
    assert pairs(twice) == ["c1", "c2", "c1", "c3", "c1", "c4", "c2", "c3"]
    assert twice("client", "link", "c2", "c1", "--reason", "same telephone") == "lk1\n"
    assert pairs(twice) == ["c1", "c3", "c1", "c4", "c2", "c3"]
    twice("client", "link", "c4", "c1", "--not-same")
    twice("client", "link", "c3", "c2", "--replaced-by")
    ran = twice.run("report", "duplicates", "--table")
    assert (ran.out, ran.err) == ("", "4 pairs are linked already and left out; see caseload link list\n")


def test_a_link_says_what_it_understood_shows_on_both_pages_and_is_taken_back(twice: Quick) -> None:
    ran = twice.run("client", "link", "c2", "c1", "--replaced-by", "--reason", "same telephone")
    assert ran.err == ("lk1 c2 rosa-ogarcia-2 is replaced by c1 rosa-ogarcia · same telephone · undo: caseload undo\n")
    assert "replaced by  c1 rosa-ogarcia · lk1 · same telephone" in twice("show", "c2")
    twice("client", "close", "c2", "--reason", "other")
    assert "replaces  c2 rosa-ogarcia-2 (finished) · lk1 · same telephone" in twice("show", "c1")
    assert "lk1" not in twice("show", "c3")
    assert twice.run("client", "unlink", "c1", "c2").err.startswith("unlinked c1 rosa-ogarcia and c2")
    assert "lk1" not in twice("show", "c1") + twice("show", "c2") + twice("link", "list")
    twice("undo")
    assert "lk1" in twice("show", "c1")


def test_nothing_of_the_two_is_changed_or_moved(twice: Quick) -> None:
    twice("task", "add", "c2", "Call")
    before = twice("export", "client", "--json"), twice("export", "task", "--json")
    twice("client", "link", "c2", "c1", "--replaced-by")
    assert (twice("export", "client", "--json"), twice("export", "task", "--json")) == before


def test_what_is_said_otherwise_becomes_the_link_and_the_same_again_is_refused(twice: Quick) -> None:
    twice("client", "link", "c1", "c4", "--on", "yesterday", "--reason", "one telephone")
    for words in (("c1", "c4"), ("c4", "c1")):
        ran = twice.run("client", "link", *words)
        assert (ran.code, ran.out) == (1, "")
        assert "already: lk1; caseload client unlink" in ran.err
    twice("client", "link", "c4", "c1", "--not-same")
    (one,) = json.loads(twice("link", "export", "--json"))
    told = [one[key] for key in ("id", "client", "other", "type", "linked_on", "reason")]
    assert told == ["lk1", "c4", "c1", "certainly-not", "2026-11-25", None]
    assert twice("history", "lk1", "--fields", "field,after").splitlines()[-1] == "reason\t"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("link", "c1", "c1"), 2, "is the client itself"),
        (("link", "c1", "c9"), 3, "no client c9"),
        (("link", "c1", "c2", "--not-same", "--replaced-by"), 2, "one of the two"),
        (("link", "c1", "c2", "--on", "tomorrow"), 2, "is still to come"),
        (("unlink", "c1", "c2"), 3, "are not linked"),
    ],
)
def test_what_is_no_link_is_refused_in_a_line(twice: Quick, words: tuple[str, ...], code: int, said: str) -> None:
    before = twice.fingerprint
    ran = twice.run("client", *words)
    assert (ran.code, ran.out, ran.err.count("\n"), twice.fingerprint) == (code, "", 1, before)
    assert said in ran.err


def test_links_are_found_by_either_client_go_with_a_voided_one_and_come_by_import(twice: Quick) -> None:
    rows = "client,other,type,linked_on\nc1,c2,,2026-01-05\nc3,c1,replaced-by,2026-01-04\nc4,c4,,2026-01-04\n"
    ran = twice.run("import", "link", "-", stdin=rows)
    assert (ran.code, "line 4, other: is the client itself" in ran.err) == (1, True)
    twice.run("import", "link", "-", stdin=rows.rpartition("c4,c4")[0])
    assert twice("link", "list", "--client", "c1", "--ids") == "lk2\nlk1\n"
    assert twice("link", "list", "--client", "c3", "--due", "2026-01-04", "--ids") == "lk2\n"
    assert twice("link", "list").splitlines()[0].split("\t") == [
        "lk2", "c3", "rosa-ogarcia-3", "replaced by", "c1", "rosa-ogarcia", "2026-01-04", "",
    ]  # fmt: skip
    twice("client", "void", "c3", "--reason", "entered twice", "--yes")
    assert twice("link", "list", "--ids") == "lk1\n"


# At the door


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Rosa", "OGarcia"), "names differ in apostrophes, hyphens or blanks, birthday unknown of one"),
        (
            ("O-Garcia,", "Rosa", "--born-on", "1950-02-28"),
            "names differ in apostrophes, hyphens or blanks, same birth",
        ),
        (("Ogarcia", "Rosa"), "names swapped, birthday unknown of one"),
        (("Rosa", "Li", "--born-on", "1950-02-28"), "same given name, same birthday"),
    ],
)
def test_who_looks_like_a_client_here_is_added_and_told_of(empty: Quick, words: tuple[str, ...], why: str) -> None:
    empty("client", "add", "Rosa", "O'Garcia", "--born-on", "1950-02-28")
    ran = empty.run("client", "add", *words)
    assert (ran.code, ran.out) == (0, "c2\n")
    (_, told) = ran.err.splitlines()
    assert told.startswith(f"may be here already: c1 rosa-ogarcia (active), {why}")
    assert told.endswith("; if so, caseload client link c2 c1")


def test_who_looks_like_many_is_told_of_five_and_a_count(empty: Quick) -> None:
    for number in range(7):
        empty("client", "add", "Rosa", "--family", "Li" + "." * number, "--force")
    told = empty.run("client", "add", "Li", "Rosa", "--force").err.splitlines()[1:]
    assert len(told) == 6
    assert told[-1] == "and 2 more; see caseload report duplicates"


def test_nobody_is_told_of_one_with_another_birthday_or_another_name(empty: Quick) -> None:
    empty("client", "add", "Rosa", "O'Garcia", "--born-on", "1950-02-28")
    for words in (("Rosa", "OGarcia", "--born-on", "1950-03-28"), ("Rosalia", "OGarcia")):
        assert empty.run("client", "add", *words).err.count("\n") == 1
