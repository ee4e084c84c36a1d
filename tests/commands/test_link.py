"""Two clients are said to be one person, or two: shown on both pages, asked no more, and nothing else is changed."""

import json

import pytest

from commands.conftest import Quick, once


@once
def twice(empty: Quick) -> Quick:
    """Rosa Garcia under three spellings (c1 to c3), and her cousin of the same birthday (c4)."""
    for words in (
        ("Rosa", "O'Garcia", "--born-on", "1950-02-28"),
        ("Rosa", "OGarcia"),
        ("O’Garcia,", "Rosa", "--force"),
        ("Roberta", "OGarcia", "--born-on", "1950-02-28"),
    ):
        empty("client", "add", *words, "--force")
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
    ran = empty.run("client", "add", *words, *(("--force",) if "name," not in why else ()))
    assert (ran.code, ran.out) == (0, "c2\n")
    (_, told) = ran.err.splitlines()
    assert told.startswith(f"may be here already: c1 rosa-ogarcia (born 1950-02-28, active), {why}")
    assert told.endswith("; if so, caseload client link c2 c1")


def test_who_looks_like_many_is_told_of_five_and_a_count(empty: Quick) -> None:
    for number in range(7):
        empty("client", "add", "Rosa", "--family", "Li" + "." * number, "--force")
    told = empty.run("client", "add", "Li", "Rosa", "--force").err.splitlines()[1:]
    assert len(told) == 6
    assert told[-1] == "and 2 more; see caseload report duplicates"


def test_another_birthday_is_told_as_another_person_and_another_name_not_at_all(empty: Quick) -> None:
    empty("client", "add", "Rosa", "O'Garcia", "--born-on", "1950-02-28")
    told = empty.run("client", "add", "Rosa", "OGarcia", "--born-on", "1950-03-28").err.splitlines()[1:]
    assert told == ["another of that name is here: c1 rosa-ogarcia (born 1950-02-28, active)"]
    assert empty.run("client", "add", "Rosalia", "OGarcia").err.count("\n") == 1


# The record to go on with


@once
def person(empty: Quick) -> Quick:
    """One person twice: c1 since March, c2 entered yesterday, and nothing is linked yet."""
    empty("client", "add", "Rosa", "OGarcia", "--opened-on", "2026-03-02")
    empty("client", "add", "Maria", "Rosa", "--opened-on", "2026-11-24")
    return empty


def why(program: Quick, rule: str, client: str = "c2") -> tuple[str | None, str]:
    """What a rule counts from for the record to go on with, and its reason."""
    rows = json.loads(program("show", client, "--why", "--json"))
    return next((row["anchor"], row["reason"]) for row in rows if (row["id"], row["rule"]) == (client, rule))


def test_the_record_to_go_on_with_counts_the_contacts_of_the_one_it_replaces(person: Quick) -> None:
    person("log", "c1", "Came by", "-k", "in-person", "--at", "2026-11-20", "--sign")
    assert why(person, "contact") == ("c2 opened_on", "no contact since opening 2026-11-24, within 1m")
    person("client", "link", "c1", "c2", "--replaced-by")
    assert why(person, "contact") == ("n1 occurred", "last contact 2026-11-20 (n1 of c1), every 1m")
    assert why(person, "face-to-face") == ("n1 occurred", "last visit 2026-11-20 (n1 of c1), every 3m")
    assert why(person, "contact", "c1") == ("n1 occurred", "last contact 2026-11-20, every 1m")
    assert "last contact 2026-11-20 (n1 of c1), every 1m" in person("show", "c2", "--why")
    person("log", "c2", "Called", "-k", "call", "--at", "2026-11-24", "--sign")
    assert why(person, "contact") == ("n2 occurred", "last contact 2026-11-24, every 1m")
    person("client", "unlink", "c1", "c2")
    assert why(person, "face-to-face")[0] == "c2 opened_on"


def test_links_that_name_no_record_to_go_on_with_move_no_clock(person: Quick) -> None:
    person("log", "c1", "Came by", "-k", "in-person", "--at", "2026-11-20", "--sign")
    for flags in ((), ("--not-same",)):
        person("client", "link", "c1", "c2", *flags)
        assert why(person, "contact")[0] == "c2 opened_on"


def test_the_clocks_go_through_a_chain_of_records_and_stop_in_a_ring(person: Quick) -> None:
    person("client", "add", "Rosita", "Garza", "--opened-on", "2026-11-01", "--force")
    person("log", "c1", "Came by", "-k", "in-person", "--at", "2026-11-20", "--sign")
    rows = "client,other,type,linked_on\nc1,c3,replaced-by,2026-11-24\nc3,c2,replaced-by,2026-11-24\n"
    person("import", "link", "-", stdin=rows)
    assert why(person, "contact") == ("n1 occurred", "last contact 2026-11-20 (n1 of c1), every 1m")
    person("import", "link", "-", stdin="client,other,type,linked_on\nc2,c1,replaced-by,2026-11-24\n")
    assert {why(person, "contact", client)[0] for client in ("c1", "c2", "c3")} == {"n1 occurred"}


def test_attempts_and_silence_are_those_of_the_person_too(person: Quick) -> None:
    person("client", "edit", "c2", "--opened-on", "2026-09-01")
    for client, day in (("c1", "10"), ("c2", "12"), ("c1", "14")):
        person("log", client, "No answer", "-k", "call", "--no-answer", "--at", f"2026-09-{day}", "--sign")
    assert why(person, "attempts")[1] == "1 of 3 attempts in a row"
    assert why(person, "silent")[1] == "last note 2026-09-12, every 45d"
    person("client", "link", "c1", "c2", "--replaced-by")
    said = "3 attempts in a row, the last 2026-09-14 (n3 of c1); decide how to go on"
    assert why(person, "attempts") == ("n3 occurred", said)
    assert why(person, "silent")[1] == "last note 2026-09-14 (n3 of c1), every 45d"
    person("appointment", "add", "c1", "Clinic", "--at", "2026-12-10@10:00")
    assert why(person, "silent")[1] == "a1 is to come"


def test_an_earlier_time_that_was_over_before_does_not_count(person: Quick) -> None:
    person("log", "c1", "Came by", "-k", "in-person", "--at", "2026-05-20", "--sign")
    person("client", "close", "c1", "--reason", "moved", "--on", "2026-06-01")
    person("client", "link", "c1", "c2", "--replaced-by")
    assert why(person, "face-to-face") == ("c2 opened_on", "no visit since opening 2026-11-24, within 30d")
    person("client", "edit", "c2", "--opened-on", "2026-06-01")
    assert why(person, "face-to-face") == ("n1 occurred", "last visit 2026-05-20 (n1 of c1), every 3m")


def test_the_board_has_the_contacts_of_the_person(person: Quick) -> None:
    person("log", "c1", "Came by", "-k", "in-person", "--at", "2026-11-20", "--sign")
    person("client", "link", "c1", "c2", "--replaced-by")
    rows = {row["id"]: row["last_contact"] for row in json.loads(person("report", "caseload", "--json"))}
    assert rows == {"c1": "2026-11-20", "c2": "2026-11-20"}


@pytest.mark.parametrize(
    ("one", "two", "says"),
    [
        ("c3", "c1", "c1 is replaced by c2 already (lk1), and so by way of it by c3; caseload client unlink c1 c2"),
        ("c1", "c4", "c1 is replaced by c2 already (lk1); caseload client unlink c1 c2"),
        ("c2", "c4", "c2 is replaced by c3 already (lk2); caseload client unlink c2 c3"),
    ],
)
def test_a_record_has_one_to_go_on_with_and_no_chain_closes(twice: Quick, one: str, two: str, says: str) -> None:
    twice("client", "link", "c1", "c2", "--replaced-by")
    twice("client", "link", "c2", "c3", "--replaced-by")
    before = twice.fingerprint
    ran = twice.run("client", "link", one, two, "--replaced-by")
    assert (ran.code, ran.err, twice.fingerprint) == (1, f"caseload: {says} comes first\n", before)


def test_which_of_two_is_to_go_on_with_may_be_turned_round(twice: Quick) -> None:
    twice("client", "link", "c1", "c2", "--replaced-by")
    twice("client", "link", "c2", "c1", "--replaced-by")
    twice("client", "link", "c3", "c1", "--replaced-by")
    assert sorted((one["client"], one["other"]) for one in json.loads(twice("link", "list", "--json"))) == [
        ("c2", "c1"), ("c3", "c1"),
    ]  # fmt: skip


def test_a_record_to_go_on_with_that_is_closed_is_told(twice: Quick) -> None:
    twice("client", "close", "c2", "--reason", "moved")
    ran = twice.run("client", "link", "c1", "c2", "--replaced-by")
    assert "was closed on 2026-11-25 (moved); if c1 is to go on: caseload client link c2 c1 --replaced-by\n" in ran.err


def test_the_page_of_the_record_to_go_on_with_lists_the_contacts_of_the_other_each_with_whose_it_is(
    empty: Quick,
) -> None:
    for name in ("Rosa Li", "Rosie Li", "Rosalind Li"):
        empty("client", "add", *name.split())
    for day in (10, 12, 14, 16):
        for who in ("c1", "c2"):
            empty("log", who, f"Spoke on {day} with {who}", "-k", "call", "--at", f"2026-11-{day}")
    empty("client", "link", "c1", "c3", "--replaced-by")
    empty("client", "link", "c3", "c2", "--replaced-by")

    def contacts(who: str) -> list[list[str]]:
        section = empty("show", who).partition("\nLast contacts\n")[2].partition("\n\n")[0]
        return [line.split() for line in section.splitlines()]

    *rows, rest = contacts("c2")
    assert [row[0] for row in rows] == ["n8", "n7", "n6", "n5", "n4"]
    assert [row[1:3] for row in rows if "c1" in row[-1]] == [["of", "c1"]] * 2
    assert not any("of" in row[:3] for row in rows if "c2" in row[-1])
    command = '"client = c2 or client = c3 or client = c1"'
    assert " ".join(rest) == f"and 3 more: caseload note list --where {command} --status all"
    listed = empty("note", "list", "--where", command.strip('"'), "--status", "all", "--ids")
    assert len(listed.split()) == 8
    # The one that is replaced has its own alone.
    assert [row[0] for row in contacts("c1")] == ["n7", "n5", "n3", "n1"]
