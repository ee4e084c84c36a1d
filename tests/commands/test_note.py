"""caseload note: written, changed, signed, added to."""

import json

import pytest

from commands.conftest import Quick, once


def note(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one note."""
    record = json.loads(program("note", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


def test_every_field_goes_in_by_its_option_and_comes_out_again(served: Quick) -> None:
    words = ["Looked", "at", "the", "flat", "--at", "mon@10:00", "-m", "50", "-k", "visit", "--direction", "inbound"]
    more = ["--reached", "group", "--with", "Rosa", "--place", "Elm St", "--activity", "advocacy", "--format", "soap"]
    last = ["--goal", "g1", "--goal", "g2", "--response", "keen", "--next-step", "lease", "--miles", "3.4"]
    served("note", "add", "ana", *words, *more, *last, "--sensitivity", "sud", "--sign", "--external-id", "7")
    kept = json.loads(served("note", "show", "n1", "--json", "--sensitive"))[0]
    assert kept["signed_at"] == kept["created_at"]
    del kept["database"]
    assert {key: value for key, value in kept.items() if value is not None and not key.endswith("_at")} == {
        "id": "n1", "client": "c1", "client_handle": "ana-ruiz", "occurred": "2026-11-23T10:00", "minutes": 50,
        "mode": "in-person", "direction": "inbound", "reached": "group", "with_whom": "Rosa", "place": "Elm St",
        "activity": "advocacy", "format": "soap", "body": "Looked at the flat", "goals": ["g1", "g2"],
        "response": "keen", "next_step": "lease", "miles": 3.4, "sensitivity": "SUD", "status": "signed",
        "external_id": "7", "part2": "unknown",
    }  # fmt: skip


def test_the_list_shows_the_latest_first_and_the_beginning_of_each(served: Quick) -> None:
    served("note", "add", "ana", "-", "--at", "mon", stdin="First line\nsecond")
    served("note", "add", "ana", "x" * 300)
    served("note", "add", "bo", "Other", "--at", "2026-11-01", "--sign")
    assert served("note", "list", "--ids").split() == ["n2", "n1", "n3"]
    assert served("note", "list", "--client", "ana", "--due", "mon", "--ids") == ""
    assert served("note", "list", "--due", "2026-11-23", "--ids") == "n1\n"
    assert served("note", "list", "--status", "signed", "--ids") == "n3\n"
    lines = served("note", "list").splitlines()
    assert lines[0].endswith(f"\tana-ruiz\t{'x' * 99}…")
    assert lines[1] == "n1\t2026-11-23\tother\tyes\t\tdraft\tana-ruiz\tFirst line"


# Signed, and after


@once
def signed(served: Quick) -> Quick:
    """Ana's n1 is signed, n2 and n3 are drafts."""
    served("note", "add", "ana", "Signed words", "--sign", "--goal", "g1")
    served("note", "add", "ana", "A draft")
    served("note", "add", "ana", "Another draft")
    return served


SAID = "n1 is signed; add to it with caseload note addendum n1 TEXT"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("edit", "n1", "Other words"), 1, SAID),
        (("edit", "n1", "--minutes", "5"), 1, SAID),
        (("edit", "n1", "-"), 1, SAID),
        (("edit", "n1"), 1, SAID),
        (("sign", "n1"), 1, "n1 is signed already"),
        (("sign", "n2", "n1"), 1, "n1 is signed already"),
        (("addendum", "n2", "More"), 1, "n2 is a draft; change it with caseload note edit n2"),
        (("addendum", "n1", "More", "--kind", "erratum"), 2, "late-entry, addendum, amendment"),
        (("addendum", "n1"), 2, "TEXT: is missing"),
        (("edit", "n2"), 2, "TEXT: is missing"),
        (("edit", "n2", "x", "--clear", "body"), 2, "both set and cleared"),
        (("edit", "n2", "--goal", "g3"), 1, "g3 is another client's goal"),
        (("edit", "n2", "--at", "tomorrow"), 2, "still to come"),
        (("edit", "n2", "--clear", "status"), 2, "is not a field of note that can be cleared"),
        (("add", "ana", "x", "--goal", "g3"), 1, "g3 is another client's goal"),
        (("add", "nobody", "x"), 3, 'no client "nobody"'),
        (("add", "ana", "x", "--sensitivity", "secret"), 2, "PSYTHPN"),
    ],
)
def test_what_a_note_cannot_be_is_refused_with_its_code_and_nothing_is_written(
    signed: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    before = signed.fingerprint
    ran = signed.run("note", *words)
    assert (ran.code, said in ran.err, signed.fingerprint) == (code, True, before), ran


def test_a_draft_is_changed_by_words_by_stdin_and_by_option(signed: Quick) -> None:
    signed("note", "edit", "n2", "Other", "words", "--minutes", "5", "--goal", "g2")
    assert note(signed, "n2", "body", "minutes", "goals") == ["Other words", 5, ["g2"]]
    signed("note", "edit", "n2", "-", stdin="From stdin\n")
    signed("note", "edit", "n2", "--clear", "goals", "--clear", "minutes", "--reached", "no")
    assert note(signed, "n2", "body", "minutes", "goals", "reached") == ["From stdin", None, [], "no"]


def test_drafts_are_signed_together_and_undo_makes_them_drafts_again(signed: Quick) -> None:
    ran = signed.run("note", "sign", "-", stdin=signed("note", "list", "--status", "draft", "--ids"))
    assert ran.err.splitlines()[0] == "2 in one step · undo: caseload undo"
    assert signed("note", "list", "--status", "draft", "--ids") == ""
    signed("undo")
    assert signed("note", "list", "--status", "draft", "--ids").split() == ["n3", "n2"]
    signed("note", "edit", "n2", "Still a draft")


def test_a_signed_note_is_voided_with_its_addenda_and_comes_back(signed: Quick) -> None:
    signed("note", "addendum", "n1", "More")
    ran = signed.run("note", "void", "n1", "--reason", "wrong client", "--yes")
    assert "voided n1 Signed words · ana-ruiz · and 1 addendum" in ran.err
    assert signed("addendum", "list", "--ids") == ""
    signed("undo")
    assert note(signed, "n1", "status", "body") == ["signed", "Signed words"]
